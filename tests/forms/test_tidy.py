"""Amounts and facts: exact, kept apart by kind, and safe to sum on leaves, in whatever province's form."""

from collections import defaultdict
from decimal import Decimal

import pytest
from documents import PDF, documents, extracted
from hypothesis import example, given
from hypothesis import strategies as st

from disclosure.model.amounts import parse_amount
from disclosure.store.csv_files import guard, plain
from disclosure.store.reader import unguard


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
        ("100  200", "unreadable"),
        ("9" * 24, "unreadable"),
        ("0.1234567890123456789", "unreadable"),
        ("（3.50）", "value"),
        ("123456789.123456789", "value"),
        ("−0.61", "value"),
        ("– 0.61", "value"),
        ("△0.61", "value"),
        ("¥0.61", "value"),
        ("0.61万元", "value"),
        (".50", "value"),
        ("无", "blank"),
        ("1.2e3", "unreadable"),
        ("l2.30", "unreadable"),
        ("100  200", "unreadable"),
        ("--0.61", "unreadable"),
        ("999999999999999999999999", "unreadable"),
    ],
)
def test_what_is_not_a_value_never_counts_as_zero(text, kind):
    amount, found = parse_amount(text)
    assert found == kind and (amount is None) == (kind not in ("zero", "value"))


@given(st.text())
@example("'=")
@example("''")
def test_guarded_text_comes_back_and_is_no_formula(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "@", "\t", "\r"))


@pytest.fixture(params=[pytest.param(PDF, id=PDF.stem), *documents("corpus", "made")])
def made(request):
    """The committed disclosure, and the real ones where they lie beside the checkout."""
    return extracted(request.param)


@pytest.fixture
def facts(made):
    return made.facts


LAST_DIGIT = {"putuo-finance-2024-final": Decimal(50), "putuo-justice-unit-2026": Decimal("0.5")}
"""Half of the last printed digit, in yuan, where a publisher rounded what the tables are sums of."""
WRONG = {("putuo-justice-unit-2026", role) for role in ("expenditure_by_function", "general_budget_by_function")}
"""Tables that are wrong as printed: 2040601 has the project expenditure of its whole class, 64,840,547.00."""


def test_every_class_is_the_sum_of_its_own_and_the_total_of_all(made):
    """类 = Σ款 = Σ项 and 合计 = Σ类, table by table, in every column; what is rounded may be off by its last digit."""
    tables = {part: row["table_id"] for row in made.rows["tables"] for part in str(row.get("parts", "")).split()}
    columns = defaultdict(dict)
    for fact in made.facts:
        if fact.amount_yuan is not None and fact.item in ("", "合计"):
            table = tables[f"p{fact.page:02d}t{fact.table}"]
            code = fact.function_code or fact.economic_code
            columns[table, fact.role, fact.column, fact.column_label].setdefault(code, fact.amount_yuan)
    compared = 0
    for (_, role, *_), amounts in columns.items():
        if role in ("summary", "appropriation") or len(amounts) < 3 or (made.source.document_id, role) in WRONG:
            continue
        rounding = 0 if any(amount % 1 for amount in amounts.values()) else Decimal(len(amounts)) / 2
        rounding = max(rounding, LAST_DIGIT.get(made.source.document_id, 0) * len(amounts))
        for code, amount in amounts.items():
            below = [other for other in amounts if other.startswith(code) and len(other) == max(3, len(code) + 2)]
            if below and len(code) in (0, 3, 5):
                assert abs(amount - sum(amounts[other] for other in below)) <= rounding, (code, amount)
                compared += 1
    assert compared >= 8 or not columns


def test_leaves_sum_to_the_printed_total(made):
    """Within one role, side and year; amounts rounded to whole yuan may each be half a yuan off."""
    facts = [fact for fact in made.facts if not fact.restates]
    leaves, totals, parts = defaultdict(list), defaultdict(set), defaultdict(Decimal)
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
            parts[key] += fact.amount_yuan if balance else 0
    for key, amount in parts.items():
        totals[key].add(amount)  # 人员经费合计 and 公用经费合计, where no line is the total of both
    compared = [key for key in leaves if totals[key]]
    for key in compared:
        whole_yuan = {fact.unit_raw for fact in facts if fact.role == key[0]} == {"元"}
        if (made.source.document_id, key[0]) in WRONG:
            continue
        rounding = Decimal(len(leaves[key])) / 2 if whole_yuan and all(x == int(x) for x in leaves[key]) else 0
        rounding = max(rounding, LAST_DIGIT.get(made.source.document_id, 0) * len(leaves[key]))
        assert min(abs(sum(leaves[key]) - total) for total in totals[key]) <= rounding, key
    assert len(compared) >= 5 or not facts


def test_leaves_sum_to_the_total_of_each_table_that_restates_another(made):
    """A table of another fund is told apart, and sums are safe within it."""
    for table in {fact.restates and fact.table_id for fact in made.facts} - {""}:
        own = [fact for fact in made.facts if fact.table_id == table and fact.amount_yuan is not None]
        total = {fact.amount_yuan for fact in own if fact.row_role == "total" and fact.measure == "total"}
        leaves = [fact.amount_yuan for fact in own if fact.row_role == fact.column_role == "leaf"]
        if made.source.document_id not in LAST_DIGIT:
            assert {sum(leaves)} == total, table


def test_every_amount_can_be_read_and_is_in_yuan(facts):
    assert [fact.fact_id for fact in facts if fact.null_kind == "unreadable"] == []
    units = defaultdict(set)
    for fact in facts:
        units[fact.page, fact.table].add(fact.unit_raw)
    assert all(len(found) == 1 and found <= {"元", "万元"} for found in units.values())
    assert len({fact.fact_id for fact in facts}) == len(facts)
    for fact in facts:
        assert fact.organisation_name and fact.fiscal_year and fact.phase in ("approved", "executed")
