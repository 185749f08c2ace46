"""An amount as the audit sees it: exact, in yuan, with its place and how far its last digit is open."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.model.amounts import FACTOR
from disclosure.words.characters import meant


def number(text: object) -> Decimal | None:
    """An exact decimal from a clean file's text; ``None`` where nothing stands."""
    return Decimal(str(text)) if text not in ("", None) else None


def last_digit(raw: str, unit: str) -> Decimal:
    """What one in the last printed digit of an amount is worth, in yuan; zero where no amount is printed.

    ``raw`` is the amount as printed and ``unit`` its unit (元, 万元 …).
    """
    found = re.search(r"\d(?:\.(\d+))?\D*$", meant(raw).replace("\n", "")) if raw else None
    return Decimal(FACTOR.get(unit, 1)).scaleb(-len(found[1] or "")) if found else Decimal(0)


def share_digit(raw: str) -> Decimal:
    """What one in the last printed digit of a percentage is worth, as a ratio: 0.001 of 5.3%."""
    return Decimal("0.01").scaleb(-len(raw.rstrip("%％").partition(".")[2]))


@dataclass(slots=True)
class Amount:
    """An amount with the name of its place, its page, and whether it can be read at all."""

    id: str
    page: str
    value: Decimal | None
    kind: str = "value"
    digit: Decimal = Decimal(0)
    """What one in its last printed digit is worth, in yuan; zero where it is not known to be rounded."""
    negative: bool = False
    """Does it count against what is printed: taken away where the others are added?"""
    column: str = ""
    """What it is of a line of an annex, whose amounts have one name for all of them."""

    @property
    def yuan(self) -> Decimal:
        """The amount as it counts in a sum: a blank is nothing."""
        return self.value or Decimal(0)

    @property
    def counts(self) -> bool:
        """Is anything but nothing stated here?"""
        return bool(self.value)

    def minus(self) -> Amount:
        value = None if self.value is None else -self.value
        return Amount(self.id, self.page, value, self.kind, self.digit, not self.negative, self.column)

    def times(self, share: Decimal, digit: Decimal) -> Amount:
        """A share of the amount, which is as exact as the last digits of both; ``digit`` is that of the share."""
        open_digits = digit * abs(self.yuan) + abs(share) * self.digit
        return Amount(self.id, self.page, self.yuan * share, digit=open_digits)


NOTHING = Amount("", "", None, "missing")
"""Stands for a line or column that the document does not print."""


def total(amounts: Iterable[Amount]) -> Decimal:
    """What amounts come to, in yuan; what is blank or cannot be read adds nothing."""
    return sum((amount.yuan for amount in amounts), Decimal(0))
