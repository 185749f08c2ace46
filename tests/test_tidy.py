"""Amounts and facts: exact, kept apart by kind, and safe to sum on leaves, in whatever province's form."""

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.extract import extract
from disclosure.store import guard, plain, unguard
from disclosure.tidy import parse_amount

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared"
REAL = [f"corpus/{path.name}" for path in sorted((SHARED / "corpus").glob("*.pdf"))] if SHARED.exists() else []


@given(st.decimals(-(10**12), 10**12, places=2), st.booleans())
def test_a_printed_amount_is_read_to_the_fen(value, grouped):
    amount, kind = parse_amount(f"{value:,.2f}" if grouped else f"{value:.2f}")
    assert amount == value and kind == ("zero" if value == 0 else "value")
    assert Decimal(plain(amount, 2)) == value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"),
        ("0", "zero"),
        ("0.00", "zero"),
        ("——", "dash"),
        ("-", "dash"),
        ("12.3.4", "unreadable"),
        ("1,23", "unreadable"),
        ("4436.20一、一般公共服务", "unreadable"),
        ("（3.50）", "value"),
        ("−0.61", "value"),
    ],
)
def test_what_is_not_a_value_never_counts_as_zero(text, kind):
    amount, found = parse_amount(text)
    assert found == kind and (amount is None) == (kind not in ("zero", "value"))


@given(st.text())
def test_guarded_text_comes_back_and_is_no_formula(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "@", "\t", "\r"))


@pytest.fixture(params=["data/raw/471-2021.pdf", *REAL, *(["made/made-central-1.pdf"] if REAL else [])])
def facts(request):
    """The facts of the committed disclosure, and of the real ones where they lie beside the checkout."""
    name = request.param
    return extract(ROOT / name if name.startswith("data") else SHARED / name).facts


def test_leaves_sum_to_the_printed_total(facts):
    """Within one role, side and year; amounts rounded to whole yuan may each be half a yuan off."""
    leaves, totals = defaultdict(list), defaultdict(set)
    for fact in facts:
        key = fact.role, fact.direction, fact.basis
        summed = fact.row_role == "total" and fact.measure in ("total", "amount")
        balance = fact.row_role == "subtotal" and not (fact.function_code or fact.economic_code)
        if fact.amount_yuan is None:
            continue
        if fact.row_role == fact.column_role == "leaf":
            leaves[key].append(fact.amount_yuan)
        elif summed or balance:
            totals[key].add(fact.amount_yuan)
    compared = [key for key in leaves if totals[key]]
    for key in compared:
        whole_yuan = {fact.unit_raw for fact in facts if fact.role == key[0]} == {"元"}
        rounding = Decimal(len(leaves[key])) / 2 if whole_yuan and all(x == int(x) for x in leaves[key]) else 0
        assert min(abs(sum(leaves[key]) - total) for total in totals[key]) <= rounding, key
    assert len(compared) >= 5


def test_every_amount_can_be_read_and_is_in_yuan(facts):
    assert [fact.fact_id for fact in facts if fact.null_kind == "unreadable"] == []
    assert {fact.unit_raw for fact in facts} <= {"元", "万元"}
    assert len({fact.fact_id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.organisation_name and fact.fiscal_year and fact.phase == "budget"
