"""What a label or a name means, as the books of forms say; the unit in brackets and the second language beside it."""

from __future__ import annotations

import re

from disclosure.forms.books import form_books
from disclosure.model.amounts import MONEY
from disclosure.words.names import Text
from disclosure.words.reference import remembered

UNIT_IN_BRACKETS = re.compile(rf"[（(](?:金额)?(?:单位[:：])?(?:人民币)?({MONEY})[)）]")
_SECOND_LANGUAGE = re.compile(
    r"(?<=[\u4e00-\u9fff）”])\s*[A-Za-z\u00c0-\u024f\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af\ufb50-\ufeff]"
    r"(?:[^\u4e00-\u9fff/（(]|[（(](?![\u4e00-\u9fff]))*"
)


def in_chinese(text: str) -> str:
    """A label or name without what follows it in another script (科目编码 Code; Uyghur, Tibetan, Mongolian …)."""
    return text if text.isascii() else _SECOND_LANGUAGE.sub("", text)


@remembered
def rules_of(kind: str, key: str) -> list[tuple[re.Pattern, dict]]:
    """The rules of all files for columns or rows; what a province says goes before the national form."""
    books = list(form_books().values())
    return [(re.compile(rule[key]), rule) for book in [*books[1:], *books[:1]] for rule in book.get(kind, ())]


def known_name(title: str) -> Text | None:
    """What a table of this title is called, where it is known and has no role."""
    for pattern, rule in rules_of("known", "title"):
        if pattern.search(title):
            return Text(rule["name_zh"], rule["name_en"])
    return None


@remembered
def row_role(text: str, after: str = "") -> str | None:
    """The role that a row's words give it, or None where they give none (a leaf, unless codes say otherwise).

    ``after`` is the last line above it that stands for itself. ``count`` is a number of people or things.
    """
    text = in_chinese(text)
    for pattern, rule in rules_of("rows", "item"):
        if pattern.search(text) and ("after" not in rule or re.search(rule["after"], after)):
            return rule["row_role"]
    return None


def annex_columns(role: str, label: str) -> tuple[str, str] | None:
    """Name and type (text, number, amount) of an annex column by its header label; None where unknown."""
    for rule in _annex_rules(role):
        if rule[0].search(UNIT_IN_BRACKETS.sub("", label)):
            return rule[1]["name"], rule[1].get("type", "text")
    return None


@remembered
def _annex_rules(role: str) -> list[tuple[re.Pattern, dict]]:
    books = list(form_books().values())
    rules = [rule for book in [*books[1:], *books[:1]] for rule in book.get("annexes", {}).get(role, ())]
    return [(re.compile(rule["label"]), rule) for rule in rules]


@remembered
def performance_labels() -> dict[str, re.Pattern]:
    """What the labels of a performance form stand for: pattern by name."""
    return {
        name: re.compile(pattern)
        for book in reversed(form_books().values())
        for name, pattern in book.get("performance", {}).get("labels", {}).items()
    }


@remembered
def performance_column(label: str) -> str:
    """What a column of a list of indicators or projects is; empty where unknown."""
    for book in form_books().values():
        for rule in book.get("performance", {}).get("columns", ()):
            if re.search(rule["label"], UNIT_IN_BRACKETS.sub("", label)):
                return rule["name"]
    return ""
