"""The books of forms (``data/reference/forms/*.yml``, and those of ``DISCLOSURE_REFERENCE``), checked on loading.

What a key means is said at the head of ``00-national.yml``; what it may be is said here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from disclosure.model.roles import ANNEXES, NO_AMOUNT, WITH_FACTS
from disclosure.words.kept import kept
from disclosure.words.reference import reference_files, reference_settings, remembered
from disclosure.words.reference_file import ReferenceFile

Book = dict[str, Any]
_Check = Callable[[object], str]
FUNDS = ("general_public_budget", "government_fund", "state_capital", "appropriation")
COLUMN_ROLES = ("leaf", "subtotal", "total", "of_which")
GOALS = ("goal", "annual_goal")
AMOUNTS = ("amount", "whole_amount", "year_amount", "fiscal_funds", "carried_over", "other_funds")
LABELS = ("project_name", "project_code", "department", *AMOUNTS, "purpose", *GOALS)


@remembered
def form_books() -> dict[str, Book]:
    """What each book of forms says, by the file's stem; the national one first.

    Raises :class:`InputError` for the first thing that is wrong: an unknown key, role or measure, a broken pattern, a
    missing folder. Its source is the file and the line, its advice what is allowed there.
    """
    books = {}
    for path in reference_files("forms"):
        book = _Book(path)

        def checked(book: _Book = book) -> bytes:
            book.check(_BOOK, book.said, ())
            return b"sound"

        kept(book.text.encode(), checked, f"forms {_itself()}")  # its patterns are compiled where they are used
        books[path.stem] = book.said
    return books


@cache
def _itself() -> str:
    """This file: what is allowed in a book may change with it."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


@remembered
def wording(name: str) -> re.Pattern[str]:
    """How tables word a thing (``words`` of the books); what a province's book says is added to the national one."""
    return re.compile("|".join(book["words"][name] for book in form_books().values() if name in book.get("words", {})))


@remembered
def said_by_words(kind: str) -> dict[str, str]:
    """What words of a header say: ``sides`` or ``funds``."""
    return {word: said for book in form_books().values() for word, said in book.get(kind, {}).items()}


@remembered
def operators() -> dict[str, str]:
    """The sign of a comparison by the words that it is said with."""
    books = form_books().values()
    return {word: sign for book in books for word, sign in book.get("performance", {}).get("operators", {}).items()}


class _Book(ReferenceFile):
    """A file of forms."""

    def check(self, shape: object, said: object, where: tuple) -> None:
        """Compare what a place says with the shape that it must have."""
        name = next((str(key) for key in reversed(where) if isinstance(key, str)), "the file")
        if isinstance(shape, _Keys):
            if not isinstance(said, dict):
                raise self.wrong(where, f"{name} is {said!r}", f"write keys: {', '.join(shape.known)}")
            for key, value in said.items():
                if key not in shape.known:
                    raise self.wrong((*where, key), f"unknown key “{key}” in {name}", _allowed(shape.known))
                self.check(shape.known[key], value, (*where, key))
            if missing := [key for key in shape.needed if key not in said]:
                raise self.wrong(where, f"{name} lacks “{missing[0]}”", f"it needs {', '.join(shape.needed)}")
        elif isinstance(shape, list):
            if not isinstance(said, list):
                raise self.wrong(where, f"{name} is {said!r}", "write a list, each item after a dash or within [ ]")
            for k, one in enumerate(said):
                self.check(shape[0], one, (*where, k))
        elif isinstance(shape, tuple):
            if said not in shape:
                raise self.wrong(where, f"unknown {name} “{said}”", _allowed(shape))
        elif callable(shape) and (problem := shape(said)):
            raise self.wrong(where, f"{name}: {problem}", "mend it")


def _allowed(names: tuple | Mapping) -> str:
    return f"allowed are {', '.join(map(str, names))}"


@dataclass(frozen=True)
class _Keys:
    """A mapping: the shape of each key that it may have, and those that it needs."""

    known: Mapping[str, object]
    needed: tuple[str, ...] = ()


def _pattern(said: object) -> str:
    """What is wrong with a regular expression; empty where nothing is."""
    if not isinstance(said, str):
        return f"{said!r} is no pattern"
    try:
        re.compile(said)
    except re.error as error:
        return f"“{said}” is no regular expression ({error})"
    return ""


def _words(said: object) -> str:
    return "" if isinstance(said, str) and said else f"{said!r} are no words"


def _funds_by_title(said: object) -> str:
    if not isinstance(said, dict):
        return f"{said!r} is no list of patterns with funds"
    for pattern, fund in said.items():
        if problem := _pattern(pattern):
            return problem
        if fund not in FUNDS:
            return f"unknown fund “{fund}” ({_allowed(FUNDS)})"
    return ""


def _named(*values: str) -> _Check:
    """Words by what they say, which is one of ``values``."""

    def check(said: object) -> str:
        if not isinstance(said, dict):
            return f"{said!r} is no list of words"
        return next((f"unknown “{value}” ({_allowed(values)})" for value in said.values() if value not in values), "")

    return check


def _columns_of(annex: str) -> tuple[str, ...]:
    fields = reference_settings("dictionary.yml")["resources"][annex]["fields"]
    return tuple(dict.fromkeys(name.removesuffix("_yuan") for name in fields))


_MEASURES = (*reference_settings("dictionary.yml")["measures"], *sorted(NO_AMOUNT))
_ROLES = (*WITH_FACTS, *ANNEXES)
_BOOLEAN = (True, False)
_DIRECTIONS = ("revenue", "expenditure")
_FORM = _Keys(
    {
        "role": _ROLES,
        **{key: [_pattern] for key in ("title", "not_title", "header", "alone")},
        "fund": FUNDS,
        "direction": _DIRECTIONS,
        "annex": _BOOLEAN,
        "fund_by_title": _funds_by_title,
    },
    ("role", "header"),
)
_COLUMN = _Keys(
    {
        "label": _pattern,
        "measure": _MEASURES,
        "column_role": COLUMN_ROLES,
        "fund": FUNDS,
        "direction": _DIRECTIONS,
        "roles": [_ROLES],
        "not_roles": [_ROLES],
        "coded": [_BOOLEAN],
    },
    ("label", "measure"),
)
WORDS = (
    *("states_none", "beside_title", "title", "continued", "note", "column_number", "total", "nothing"),
    *("stage", "outturn", "outturn_column", "budget", "budget_column", "budget_amount", "adjusted", "adjusted_note"),
    *("year_before", "compared", "carried", "amount_of_a_year", "amount_words", "three_public", "three_public_item"),
    *(
        "beside_three_public",
        "of_which",
        "sum_of_part",
        "first_of_line",
        "subtotal",
        "expenditure_line",
        "revenue_line",
    ),
    *("table", "year_and_publisher", "before_title", "part_of_code", "first_line", "unit"),
    *("whole_department", "checkpoint"),
)
_BOOK = _Keys(
    {
        "words": _Keys(dict.fromkeys(WORDS, _pattern)),
        "sides": _named(*_DIRECTIONS),
        "funds": _named(*FUNDS),
        "roles": [_FORM],
        "known": [_Keys({"title": _pattern, "name_zh": _words, "name_en": _words}, ("title", "name_zh", "name_en"))],
        "columns": [_COLUMN],
        "rows": [
            _Keys({"item": _pattern, "after": _pattern, "row_role": (*COLUMN_ROLES, "count")}, ("item", "row_role"))
        ],
        "annexes": _Keys(
            {
                annex: [
                    _Keys(
                        {"label": _pattern, "name": _columns_of(annex), "type": ("text", "number", "amount")},
                        ("label", "name"),
                    )
                ]
                for annex in ("institutions", "procurement", "assets")
            }
        ),
        "performance": _Keys(
            {
                "operators": _named("≤", "≥", "<", ">", "="),
                "labels": _Keys(dict.fromkeys(LABELS, _pattern)),
                "columns": [
                    _Keys(
                        {
                            "label": _pattern,
                            "name": (*_columns_of("project_indicators"), "unit_name", *AMOUNTS[:3], *GOALS),
                        },
                        ("label", "name"),
                    )
                ],
            }
        ),
    }
)
