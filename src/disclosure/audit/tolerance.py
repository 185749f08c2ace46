"""When a difference is an error, and when it is no more than what printing rounded away or cut off.

Every amount is known to its last printed digit: 12.30万元 to 100 yuan, 1,234 元 to one. A sum of printed amounts may
therefore be off by half of that digit for each of its amounts that is not zero; where they were cut off instead of
rounded, by less than one digit for each. A document that adds up to the last digit wherever it adds shows that it did
neither, and there one figure that is off by a last digit is an error like any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from disclosure.audit.amount import Amount, total
from disclosure.audit.rule import ZERO, Test
from disclosure.words.messages import Message

HOLDS, ROUNDING, FAILS, NOT_APPLICABLE = "holds", "rounding", "fails", "not_applicable"
STATUSES = (HOLDS, ROUNDING, FAILS, NOT_APPLICABLE)

ENOUGH = 12
"""So many tests that are right to the last digit, and none off but by one figure, show that nothing was rounded: of
sums of rounded amounts one in four or more is off. An amount told twice to the same digit is alike without further
proof, for rounding treats both alike."""

Precision = tuple[object, ...]


class Rounding:
    """Where a document rounds: learnt from its tests, for amounts of each precision by themselves.

    Tables in whole yuan may add up exactly where figures quoted from them in 万元 do not.
    """

    def __init__(self, tests: Iterable[Test] = ()) -> None:
        exact: Counter[Precision] = Counter()
        to_blame: dict[Precision, set[str]] = {}
        for test in tests:
            precision = _printed(test)[2]
            if precision is None or test.holds is not None or test.relation != "=":
                continue
            gap = difference(test)
            if _right(test, gap):
                exact[precision] += 1
            elif within(test, gap):
                amounts = {amount.id for amount in (*test.left, *test.right)}
                to_blame[precision] = to_blame.get(precision, amounts) & amounts
        few = {key for key in to_blame if exact[key] < ENOUGH and key[0] != "twice"}
        self.rounded = few | {key for key, figures in to_blame.items() if not figures}

    def outcome(self, test: Test) -> tuple[str, Message | None]:
        """Status of a test, and the reason where it cannot be decided."""
        if test.holds is not None:
            status = HOLDS if test.holds else FAILS
        else:
            gap = difference(test)
            rounded = self.allows(test, gap) or _cut_off(test)
            status = HOLDS if _right(test, gap) else ROUNDING if rounded else FAILS
        reason = test.reason
        if any(amount.kind == "unreadable" for amount in (*test.left, *test.right)):
            reason = Message("an amount cannot be read")
        return (NOT_APPLICABLE, reason) if reason and status == FAILS else (status, None)

    def rounds(self, test: Test) -> bool:
        """Does the document round where a test like this one is made?"""
        return _printed(test)[2] in self.rounded

    def allows(self, test: Test, gap: Decimal) -> bool:
        """Would a test not fail, were its sides so many yuan apart?"""
        return _right(test, gap) or (within(test, gap) and _printed(test)[2] in self.rounded)


def difference(test: Test) -> Decimal:
    """Left side less right side, in yuan."""
    return total(test.left) - total(test.right)


def _right(test: Test, gap: Decimal) -> bool:
    return not gap or (gap if test.relation == "<=" else abs(gap)) <= test.tolerance


def within(test: Test, gap: Decimal) -> bool:
    """May printing account for a difference of this size: rounding either way, or cutting off towards zero?"""
    below, above, _ = _printed(test)
    excess = gap if test.relation == "<=" else abs(gap)
    return excess <= (above - below) / 2 or -above < gap < -below


def _cut_off(test: Test) -> bool:
    """Is it a percentage that was cut off after its last printed digit, instead of rounded?"""
    whole, printed = total(test.left), total(test.right)
    lost = (whole - printed).copy_sign(1 if abs(whole) > abs(printed) else -1)
    return test.relation == "=" and whole * printed >= 0 and 0 < lost < 2 * test.tolerance


def _digits(amounts: Iterable[Amount]) -> list[Decimal]:
    """The last printed digit of each amount that is not zero, in yuan, with the amount's sign."""
    return [amount.digit.copy_sign(amount.value) for amount in amounts if amount.value]


def _printed(test: Test) -> tuple[Decimal, Decimal, Precision | None]:
    """What the last digits of a test say: by how much cutting off makes its difference smaller and larger, and its
    :func:`_precision`. Of a long document one test may name thousands of amounts: they are looked at once.
    """
    if test.printed is not None:
        return test.printed
    left, right = _digits(test.left), _digits(test.right)
    # What is cut off makes a positive amount smaller and a negative one larger.
    lost = [*left, *(-digit for digit in right)]
    below, above = (sum((digit for digit in lost if (digit < 0) is less), ZERO) for less in (True, False))
    printed = below, above, _precision(test, [abs(digit) for digit in lost])
    if len(lost) > _MANY:
        test.printed = printed
    return printed


_MANY = 20


def _precision(test: Test, digits: list[Decimal]) -> Precision | None:
    """What a test says of rounding it says of tests like itself.

    Those are percentages; amounts told twice to the same digit; and other tests whose coarsest and finest digits are
    the same. ``None`` where no amount is told.
    """
    if not digits:
        return None
    if test.tolerance:
        return ("percentage",)
    twice = len(digits) == 2 and len(set(digits)) == 1
    return ("twice" if twice else "sum", min(digits), max(digits))
