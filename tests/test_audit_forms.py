"""Identities of other forms than the first disclosure's: final accounts, the national form, several units."""

from __future__ import annotations

from made import table
from mutations import Rows, fails

from disclosure.audit import checks_of
from disclosure.audit.book import Book

# --- final accounts ------------------------------------------------------------------------------------

CARRIED = {
    "carried_over": "of_which",
    "revenue": "of_which",
    "total": "total",
    "basic": "leaf",
    "project": "leaf",
    "carried_forward": "of_which",
    "carried_forward_basic": "of_which",
    "carried_forward_project": "of_which",
}


def test_final_accounts_carry_money_from_year_to_year():
    line = ("3.00", "10.00", "12.00", "5.00", "7.00", "1.00", "0.40", "0.60")
    right = {"": line, "212": line, "21208": line, "2120801": line}
    rows = {"facts": table(right, CARRIED, role="government_fund_by_function", phase="final")}
    assert not {name for name in fails(rows) if name.startswith("row")}
    held = [row for row in checks_of(Book(rows)) if row["rule"] == "row-carry" and row["status"] == "holds"]
    assert len(held) == 8  # 3 + 10 − 12 = 1 and 1 = 0.40 + 0.60, on each of four lines
    for column, value in ((0, "3.01"), (1, "9.99"), (5, "1.01"), (7, "0.61")):
        wrong = tuple(value if n == column else amount for n, amount in enumerate(line))
        rows = {"facts": table(right | {"2120801": wrong}, CARRIED, role="government_fund_by_function")}
        assert any(name.startswith("row-carry:p01t1r03") for name in fails(rows)), value


# --- the national form: the year before, the change, its percentage ------------------------------------


def national(change: str, rate: str) -> Rows:
    facts = table({"": ("120.00", change)}, {"total": "total", "change": "of_which"})
    before = table({"": ("90.00",)}, {"total": "total"}, basis="prior")
    before[0] |= {"fact_id": "p01t1r00c08", "column": "8"}
    cells = [("-1", "2", "增减%"), ("0", "2", rate)]
    return {
        "facts": [before[0], *facts],
        "cells": [{"page": "1", "table": "1", "row": r, "column": c, "text": text} for r, c, text in cells],
    }


def test_a_change_and_its_percentage_follow_from_two_years():
    assert fails(national("30.00", "33.33%")) == set()
    assert fails(national("30.00", "33.3")) == set()
    assert "row-change:p01t1r00c01" in fails(national("30.01", "33.33%"))
    assert "row-rate:p01t1r00c01" in fails(national("30.00", "33.34%"))
    assert "row-rate:p01t1r00c01" in fails(national("30.00", "-33.33%"))
    assert fails(national("30.00", "")) == set()


# --- a department and its units ------------------------------------------------------------------------

COLUMNS = {"total": "total", "basic": "leaf", "project": "leaf"}


def units(*amounts: str, listed: int) -> Rows:
    """A department and its units, each with a summary that begins its part and one table by code."""
    facts = []
    for page, amount in enumerate(amounts, start=1):
        line = (amount, amount, "")
        for role, number in (("summary", 1), ("expenditure_by_function", 2)):
            codes = {"": line} if role == "summary" else {"": line, "201": line}
            own = table(codes, COLUMNS, role=role, page=str(page), table=str(number))
            facts += [row | {"fact_id": row["fact_id"].replace("p01t1", f"p{page:02d}t{number}")} for row in own]
    return {"facts": facts, "institutions": [{"page": "9"}] * listed}


def units_failing(rows: Rows) -> set[str]:
    return {name for name in fails(rows) if name.startswith("units-sum")}


def test_a_department_is_the_sum_of_all_its_units_and_no_less_than_some():
    assert units_failing(units("5.00", "3.00", "2.00", listed=2)) == set()
    assert len(units_failing(units("5.00", "3.00", "1.99", listed=2))) == 2  # the total and the class
    assert units_failing(units("5.00", "3.00", "1.99", listed=4)) == set()  # two of four units are printed
    assert len(units_failing(units("5.00", "3.00", "2.01", listed=4))) == 2
