"""Identities of other forms than the first disclosure's: final accounts, the national form, several units."""

from __future__ import annotations

from made import table
from mutations import Rows, amiss, fails

from disclosure.audit import checks_of
from disclosure.audit.ledger import Ledger
from disclosure.audit.question import questions

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
    rows = {"facts": table(right, CARRIED, role="government_fund_by_function", phase="executed")}
    assert not {name for name in fails(rows) if name.startswith("row")}
    held = [row for row in checks_of(Ledger(rows)) if row["rule"] == "row-carry" and row["status"] == "holds"]
    assert len(held) == 8  # 3 + 10 − 12 = 1 and 1 = 0.40 + 0.60, on each of four lines
    for column, value in ((0, "3.01"), (1, "9.99"), (5, "1.01"), (7, "0.61")):
        wrong = tuple(value if n == column else amount for n, amount in enumerate(line))
        rows = {"facts": table(right | {"2120801": wrong}, CARRIED, role="government_fund_by_function")}
        assert any(name.startswith("row-carry:p01t1r03") for name in amiss(rows)), value


def test_a_line_whose_columns_are_revenue_and_expenditure_stands_once():
    line = ("5.00", "40.00", "42.00", "", "42.00", "3.00", "", "3.00")
    facts = table({"": line, "212": line, "21208": line, "2120899": line}, CARRIED, role="government_fund_by_function")
    for fact in facts:
        fact["direction"] = "revenue" if fact["measure"] == "revenue" else "expenditure"
    assert fails({"facts": facts}) == set()
    for fact in facts:
        if fact["measure"] == "carried_forward":
            fact["amount_yuan"] = "90000"
    assert any(name.startswith("row-carry") for name in fails({"facts": facts}))


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
    assert "row-change:p01t1r00c01" in amiss(national("30.01", "33.33%"))
    assert "row-rate:p01t1r00c01" in amiss(national("30.00", "33.34%"))
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
    return {name for name in amiss(rows) if name.startswith("units-sum")}


def test_a_department_is_the_sum_of_all_its_units_and_no_less_than_some():
    assert units_failing(units("5.00", "3.00", "2.00", listed=2)) == set()
    assert len(units_failing(units("5.00", "3.00", "1.99", listed=2))) == 2  # the total and the class
    assert units_failing(units("5.00", "3.00", "1.99", listed=4)) == set()  # two of four units are printed
    assert len(units_failing(units("5.00", "3.00", "2.01", listed=4))) == 2


# --- lines of which --------------------------------------------------------------------------------------


def of_which(part: str, word: str = "其中：", **more: str) -> set[str]:
    """Checks that fail where a balance table prints a line of which below a class of 10."""
    facts = table({"1": ("10.00",), "2": (part,), "": ("10.00",)}, {"amount": "leaf"}, **({"role": "summary"} | more))
    for fact, (item, role) in zip(
        facts, [("一、教育支出", "leaf"), (f"{word}工资", "of_which"), ("合计", "total")], strict=True
    ):
        fact |= {"function_code": "", "function_name": "", "item": item, "row_role": role}
    return {name for name in amiss({"facts": facts}) if name.startswith("of-which")}


def test_a_line_of_which_is_no_more_than_its_line():
    for layout in ({}, {"role": "appropriation", "direction": "revenue", "column": "3"}):
        assert of_which("9.99", **layout) == of_which("10.00", **layout) == set()
        assert len(of_which("10.01", **layout)) == 1
    assert of_which("10.01", word="") == set(), "a second list of the side, which is of which as a whole"


# --- what a form need not have -------------------------------------------------------------------------

FIVE = ("summary", "revenue_by_function", "expenditure_by_function", "appropriation", "general_budget_by_function")
LINE = ("5.00", "5.00", "")


def printed(*titles: str) -> Rows:
    """Five statutory tables of a budget of 2030, listed under these titles."""
    facts, listed = [], []
    for n, (role, title) in enumerate(zip(FIVE, titles, strict=False), start=1):
        own = table({"": LINE}, COLUMNS, role=role, table=str(n))
        facts += [row | {"fact_id": row["fact_id"].replace("p01t1", f"p01t{n}")} for row in own]
        listed.append({"table_id": f"t{n:02d}", "role": role, "title": title, "pages": "1", "parts": f"p01t{n}"})
    return {"facts": facts, "tables": listed}


def test_a_table_that_the_document_does_not_have_is_asked_for_and_missing_only_from_its_own_numbers():
    plain = printed("收支总表", "收入总表", "支出总表", "财政拨款收支总表", "一般公共预算支出表")
    in_order = printed("一、收支总表", "二、收入总表", "三、支出总表", "四、财政拨款收支总表", "五、一般公共预算支出表")
    gap = printed(
        "公开01表收支总表",
        "公开02表收入总表",
        "公开03表支出总表",
        "公开04表财政拨款收支总表",
        "公开06表一般公共预算支出表",
    )
    assert "statutory-tables:state_capital_by_function" not in fails(plain) | fails(in_order)
    assert "statutory-tables:state_capital_by_function" in fails(gap)
    rows = {row["check_id"]: row for row in checks_of(Ledger(plain))}
    assert rows["statutory-tables:state_capital_by_function"]["status"] == "not_applicable"
    asked = {row["flag_id"] for row in questions(Ledger(plain))}
    assert "table-not-published:state_capital_by_function" in asked
    assert "table-not-published:summary" not in asked


def test_tables_by_code_all_print_a_total_or_none_does():
    def two(*codes: str) -> Rows:
        right = {code: LINE for code in codes}
        second = table(right, COLUMNS, role="general_budget_by_function", table="2")
        second = [row | {"fact_id": row["fact_id"].replace("p01t1", "p01t2")} for row in second]
        return {"facts": [*table({"": LINE, "201": LINE, "20101": LINE}, COLUMNS), *second]}

    assert fails(two("", "201", "20101")) == set()
    assert "totals-alike:p01t2r00c00" in fails(two("201", "20101"))
    assert fails({"facts": table({"201": LINE, "20101": LINE}, COLUMNS)}) == set()


def test_contributions_agree_in_both_classifications_where_the_document_keeps_to_it():
    def both(pension: str, housing: str) -> Rows:
        function = {"": ("9.00", "9.00", ""), "2080505": ("6.00", "6.00", ""), "2210201": ("3.00", "3.00", "")}
        general = table(function, COLUMNS, role="general_budget_by_function")
        economic = {"30108": (pension,), "30113": (housing,)}
        basic = table(economic, {"total": "total"}, role="basic_by_economic", table="2")
        basic = [row | {"economic_code": row["function_code"], "function_code": ""} for row in basic]
        return {"facts": [*general, *(row | {"fact_id": row["fact_id"].replace("t1", "t2")} for row in basic)]}

    def of_rule(rows: Rows) -> list[str]:
        return [row["status"] for row in checks_of(Ledger(rows)) if row["rule"] == "function-is-economic"]

    assert of_rule(both("6.00", "3.00")) == ["holds", "holds"]
    assert of_rule(both("6.01", "3.00")) == ["fails", "holds"]
    assert of_rule(both("4.00", "2.00")) == ["not_applicable", "not_applicable"]


# --- tables that say the same again ---------------------------------------------------------------------


def granted_twice(amount: str) -> Rows:
    """财政拨款 and 一般公共预算 each by economic class, with the one column headed 合计 and 基本支出."""
    first = table({"": ("5.00",), "301": ("5.00",), "30101": ("5.00",)}, {"total": "total"}, role="basic_by_economic")
    other = table(
        {"": (amount,), "301": (amount,), "30101": (amount,)}, {"basic": "total"}, role="basic_by_economic", table="2"
    )
    other = [row | {"fact_id": row["fact_id"].replace("p01t1", "p01t2")} for row in other]
    titles = ("财政拨款基本支出预算表", "一般公共预算基本支出预算表")
    listed = [
        {"table_id": f"t0{n}", "role": "basic_by_economic", "title": title, "pages": "1", "parts": f"p01t{n}"}
        for n, title in enumerate(titles, start=1)
    ]
    return {"facts": first + other, "tables": listed}


def test_two_tables_of_what_is_granted_have_the_same_amounts():
    assert fails(granted_twice("5.00")) == set()
    assert {"tables-alike:p01t1r02c00=p01t2r02c00"} <= fails(granted_twice("6.00"))
