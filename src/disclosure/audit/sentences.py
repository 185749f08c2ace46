"""How a check is said in the clean data: its rule, its case and why it cannot be made, a column for each language."""

from __future__ import annotations

from disclosure.words.messages import Message

LANGUAGES = ("zh", "en")
"""The languages that clean data has columns for."""


def sentences(rule: Message, case: Message | None = None, reason: Message | None = None) -> dict[str, object]:
    """The columns of ``checks.csv`` in words: ``statement``, and of it ``instance``; and ``reason``."""
    whole = rule if case is None else Message("{rule}: {case}", rule=rule, case=case)
    columns = {"statement": whole, "instance": case, "reason": reason}
    return {
        f"{name}_{language}": "" if text is None else text.said(language)
        for name, text in columns.items()
        for language in LANGUAGES
    }
