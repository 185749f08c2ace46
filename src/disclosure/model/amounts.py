"""Printed amounts as exact decimals, and the words that their units are printed with."""

from __future__ import annotations

import re
from decimal import Decimal

FACTOR = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
"""Yuan in one unit of money as printed."""
MONEY = "|".join(sorted(FACTOR, key=len, reverse=True))
"""The units as a pattern, the longest first."""

_NUMBER = re.compile(r"^(\d{1,3}(?:,\d{3})+|\d+|(?=\.\d))(\.\d+)?$")
_SIGN = re.compile(r"^([-−－–—―‐‑△▲+]?)\s?[¥￥]?\s?")
_UNIT = re.compile(rf"(?<=\d)\s?({MONEY})$")
_STATED = re.compile(rf"(\d[\d,]*(?:\.\d+)?)\D*?({MONEY})$")
WHOLE_DIGITS, PLACES, DIGITS = 15, 10, 18
"""Digits before the point, behind it, and in all, of an amount that can be meant: a longer one is two set together.

In yuan, whatever the unit, it then fits the decimals of the data set (``MONEY`` of :mod:`disclosure.store.parquet`).
"""

_DASHES = re.compile(r"^([-—–―─－−]{1,4}|[/／])$")
AMOUNT_ENDS = re.compile(r"(?<=\d)(?=[一二三四五六七八九十]{1,3}、)|(?<=\.\d\d)(?=[\u4e00-\u9fff])(?![万亿千百元])")
"""Where an amount ends and the words of the next cell begin, though nothing is free between them."""


def parse_amount(text: str) -> tuple[Decimal | None, str]:
    """A printed amount as an exact decimal, and its kind.

    Kinds: ``value``, ``zero``, ``blank`` (also 无), ``dash``; ``unreadable`` where the text is none of these, or has
    more digits than any sum of money (:data:`DIGITS`), with no value, for such a cell must never count as zero. A
    sign of currency and a unit behind the number are no part of it: :func:`unit_of`.
    """
    text = text.strip()
    if text in ("", "无"):
        return None, "blank"
    if _DASHES.match(text):
        return None, "dash"
    negative = text.startswith(("(", "（")) and text.endswith((")", "）"))
    text = _UNIT.sub("", text[1:-1] if negative else text)
    sign = _SIGN.match(text)
    found = sign and _NUMBER.match(text[sign.end() :])
    if not sign or not found:
        return None, "unreadable"
    whole, part = found.groups()
    whole = whole.replace(",", "")
    before, behind = len(whole.lstrip("0")), len(part or ".") - 1
    if before > WHOLE_DIGITS or behind > PLACES or before + behind > DIGITS:
        return None, "unreadable"
    value = Decimal(whole + (part or ""))
    if negative or sign[1] not in ("", "+"):
        value = -value
    return value, "zero" if value == 0 else "value"


def can_be_meant(value: Decimal) -> bool:
    """Has a number no more digits than a sum of money (:data:`DIGITS`)?"""
    _, digits, exponent = value.as_tuple()
    return value.adjusted() < WHOLE_DIGITS and len(digits) <= DIGITS and -int(exponent) <= PLACES


def meant_number(text: str | None) -> Decimal | None:
    """A number without separators or sign, exact; None where the text is none or has more digits than can be meant."""
    value = Decimal(text) if text and re.fullmatch(r"\d+(\.\d+)?", text) else None
    return value if value is not None and can_be_meant(value) else None


def stated_figure(raw: str) -> tuple[str, str]:
    """Number and unit of a figure of prose that ends with its unit; nothing where it prints no amount (与上年持平)."""
    found = _STATED.search(raw)
    return (found[1], found[2]) if found else ("", "")


def unit_of(text: str) -> str:
    """The unit of money that stands behind a printed amount (12.30元); empty where none does."""
    found = _UNIT.search(text.strip())
    return found[1] if found else ""
