"""How a check is said in the clean data: its rule, its case and why it cannot be made, a column for each language."""

from __future__ import annotations

from disclosure.words.messages import Message

LANGUAGES = ("zh", "en")
"""The languages that clean data has columns for."""


def sentences(rule: Message, case: Message | None = None, reason: Message | None = None) -> dict[str, object]:
    """The columns of ``checks.csv`` in words: ``statement``, and of it ``instance``; and ``reason``."""
    columns: dict[str, dict[str, object]] = {"statement": {}, "instance": {}, "reason": {}}
    for language in LANGUAGES:
        whole = part = rule.said(language)
        if case is None:
            part = ""
        else:  # said once: it stands in two columns, and there are a thousand of them
            part = case.said(language)
            whole = Message("{rule}: {case}", rule=whole, case=part).said(language)
        columns["statement"][language], columns["instance"][language] = whole, part
        columns["reason"][language] = reason.said(language) if reason else ""
    return {f"{name}_{language}": said for name, column in columns.items() for language, said in column.items()}
