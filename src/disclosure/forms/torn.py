"""Rows that a page break tears in two: Word and its kin end a row on the next page unless they are told not to."""

from __future__ import annotations

import re
from dataclasses import replace

from disclosure.forms.books import wording
from disclosure.model.numbering import NUMBERING
from disclosure.pdf.grid import Cell, Grid
from disclosure.words.characters import meant

Row = dict[int, tuple[Cell, Grid]]
_CODE = re.compile(r"\d{2,}")
_DIGITS = re.compile(r"-|-?[\d,.]+")
_AMOUNT = re.compile(r"-?(\d{1,3}(,\d{3})+|\d+)\.\d\d")


def one_row(upper: Row, lower: Row, filled: set[int]) -> Row | None:
    """The last row of a page and the first one of the next as one row, where they are two parts of it.

    They are where an amount is whole only when both are read together, or where the second begins no line of its own:
    it lacks what the first begins with, and that is a code, or the first has no amounts, or several texts go on at
    once; or it is no more than the rest of a name. Each text that goes on has a last line that is full (``filled``, the
    columns of the first that end so). The joined cells keep the boxes of the first part.
    """
    above = {column: cell.text for column, (cell, _) in upper.items() if cell.text}
    below = {column: cell.text for column, (cell, _) in lower.items() if cell.text}
    if not below or not set(below) <= set(above):
        return None
    torn = {column for column, text in below.items() if _torn(above[column], text)}
    words = [column for column in below if column not in torn]
    named = min(above) not in below and (
        bool(_CODE.fullmatch(above[min(above)])) or len(words) > 1 or not any(map(_AMOUNT.fullmatch, above.values()))
    )
    alone = len(below) == 1 and not torn and words[0] in filled and _rest_of_a_name(above, below)
    if not alone and (not (torn or named) or not all(_goes_on(upper[k][0], below[k], filled) for k in words)):
        return None
    joined = dict(upper)
    for column in below:
        cell, part = upper[column]
        raw = f"{cell.text_raw}\n{lower[column][0].text_raw}"
        joined[column] = replace(cell, text_raw=raw, text=meant(raw)), part
    return joined


def _rest_of_a_name(above: dict[int, str], below: dict[int, str]) -> bool:
    """Is the only text of the row below the rest of the one above it, though that begins its row?

    It is where that one is numbered (八、社会保障和就) and it is not; or it is one character, or a word for a sum.
    """
    ((column, rest),) = below.items()
    if _DIGITS.fullmatch(rest):
        return False
    if wording("sum_of_part").fullmatch(rest):
        return not wording("sum_of_part").search(above[column])
    return len(rest) == 1 or (bool(NUMBERING.match(above[column])) and not _begins_a_line(rest))


def _begins_a_line(text: str) -> bool:
    """Does a text say by its first words or its numbering that a line begins with it?"""
    return bool(text[:1].isdigit() or NUMBERING.match(text) or wording("first_of_line").match(text))


def _torn(first: str, rest: str) -> bool:
    """Is an amount whole only when these are read together?"""
    digits = _DIGITS.fullmatch(first) and _DIGITS.fullmatch(rest)
    return bool(digits and not _AMOUNT.fullmatch(first) and _AMOUNT.fullmatch(first + rest))


def _goes_on(cell: Cell, rest: str, filled: set[int]) -> bool:
    return cell.column in filled and not _DIGITS.fullmatch(rest) and not _begins_a_line(rest)
