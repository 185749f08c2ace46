"""Where printing may have rounded, a last digit is ``rounding``; one digit more fails."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure.audit.amount import Amount, last_digit
from disclosure.audit.rule import Test as Identity
from disclosure.audit.tolerance import Rounding
from disclosure.words.messages import Message

D = Decimal


def cell(raw: str, unit: str = "万元", name: str = "") -> Amount:
    """A printed amount; ``name`` where several tests are about the same one."""
    value = D(raw.replace(",", "")) * {"元": 1, "万元": 10_000}[unit]
    return Amount(name or f"{raw}{unit}", "1", value, digit=last_digit(raw, unit))


def told(left: str, *right: str, unit: str = "万元", right_unit: str = "") -> Identity:
    return Identity(left, [cell(left, unit)], [cell(raw, right_unit or unit) for raw in right], Message(""))


def status(test: Identity, others: list[Identity] | None = None) -> str:
    return Rounding([test, *(others or [])]).outcome(test)[0]


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (told("10.00", "4.00", "6.00"), "holds"),
        (told("10.01", "4.00", "6.00"), "rounding"),  # three amounts, half of 0.01 each
        (told("9.98", "4.00", "6.00"), "fails"),  # 0.02 is more than 0.015
        (told("10.02", "4.00", "6.00", "0.00"), "fails"),  # nothing is rounded away from a zero
        (told("10.02", "4.00", "5.00", "1.00"), "rounding"),  # four amounts: 0.02
        (told("10.03", "4.00", "5.00", "1.00"), "fails"),  # and cutting off loses less than 0.01 of each of three
        (told("10.04", "1.00", "1.00", "1.00", "1.00", "6.00"), "rounding"),  # five cut off may lose 0.04
        (told("9.96", "1.00", "1.00", "1.00", "1.00", "6.00"), "fails"),  # but not win it
        (told("1,234", "1,000", "234.49", unit="元"), "rounding"),  # each to its own last digit: 1, 1 and 0.01 yuan
        (told("12.35", "123,455", right_unit="元"), "rounding"),  # 12.3455万元
        (told("12.35", "123,390", right_unit="元"), "fails"),
    ],
)
def test_each_amount_is_known_to_its_own_last_printed_digit(test, expected):
    assert status(test) == expected


def percentage(printed: str, exact: str) -> Identity:
    """A printed percentage of 1,000,000 yuan against what the amounts give."""
    base, half = D(1_000_000), D("0.0001") / 2
    share = Amount("share", "1", base * D(printed) / 100, digit=2 * half * base)
    return Identity(printed, [Amount("part", "1", base * D(exact) / 100)], [share], Message(""), tolerance=half * base)


@pytest.mark.parametrize(
    ("printed", "exact", "expected"),
    [
        ("80.91", "80.914", "holds"),
        ("80.91", "80.918", "rounding"),  # cut off instead of rounded
        ("80.92", "80.913", "fails"),
        ("80.91", "80.921", "fails"),
    ],
)
def test_a_percentage_holds_to_its_printed_digits_and_may_be_cut_off(printed, exact, expected):
    assert status(percentage(printed, exact)) == expected


def sums(n: int) -> list[Identity]:
    return [told(f"{2 * k}.50", f"{k}.25", f"{k}.25") for k in range(1, n + 1)]


def test_where_every_sum_is_right_to_the_last_digit_nothing_was_rounded():
    slip = told("10.01", "4.00", "6.00")
    assert status(slip, sums(5)) == "rounding"  # too few to tell
    assert status(slip, sums(20)) == "fails"
    assert status(slip, [*sums(20), told("20.02", "14.00", "6.01"), told("7.01", "3.00", "4.00")]) == "rounding"


def test_amounts_quoted_in_a_coarser_unit_may_be_rounded_where_the_tables_are_exact():
    quoted = told("12.35", "123,455", right_unit="元")
    exact = [told(f"{2 * k},001", f"{k},000", f"{k},001", unit="元") for k in range(1, 21)]
    assert status(quoted, exact) == "rounding"
    assert status(told("9,001", "4,000", "5,000", unit="元"), exact) == "fails"
