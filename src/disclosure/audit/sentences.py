"""How a check is said in the clean data: its rule, its case and why it cannot be made, a column for each language."""

from __future__ import annotations

from disclosure.words.messages import Message

LANGUAGES = ("zh", "en")
"""The languages that clean data has columns for."""


class Sentences:
    """What a rule says, in every language of the clean data, with a place for its cases: it may have hundreds."""

    def __init__(self, rule: Message) -> None:
        self._rule = {language: rule.said(language) for language in LANGUAGES}
        self._around: dict[str, tuple[str, str]] = {}

    def columns(self, case: Message | None = None, reason: Message | None = None) -> dict[str, object]:
        """The columns of ``checks.csv`` in words: ``statement``, and of it ``instance``; and ``reason``."""
        columns: dict[str, object] = {}
        for language, whole in self._rule.items():
            part = ""
            if case is not None:
                part = case.said(language)
                before, after = self._around.get(language) or self._placed(language)
                whole = before + part + after
            columns[f"statement_{language}"], columns[f"instance_{language}"] = whole, part
            columns[f"reason_{language}"] = reason.said(language) if reason else ""
        return columns

    def _placed(self, language: str) -> tuple[str, str]:
        whole = Message("{rule}: {case}", rule=self._rule[language], case="\0").said(language)
        before, _, after = whole.partition("\0")
        self._around[language] = before, after
        return before, after
