"""Kinds of false alarms in their smallest form: what looks like a contradiction and is none, beside what is one."""

from __future__ import annotations

import pytest
from made import table
from mutations import Rows, fails
from test_prose_against_prose import BUDGET, stated

TOTAL = {"total": "total"}
TOTALS = ("109.00", "total")


def second(facts: list[dict], n: int, **more: str) -> list[dict]:
    """The facts as those of table ``n`` of the page."""
    return [row | {"fact_id": row["fact_id"].replace("t1", f"t{n}"), "table": str(n)} | more for row in facts]


def three_public(name: str) -> Rows:
    """30212 under a name of the basic expenditure table, beside travel abroad in the 三公 table."""
    basic = table({"": ("13.24",), "302": ("13.24",), "30212": ("13.24",)}, TOTAL, role="basic_by_economic")
    for row in basic:
        code = row["function_code"]
        row |= {"economic_code": code, "economic_name": name if code == "30212" else row["function_name"]}
        row |= {"function_code": "", "function_name": ""}
    item = second(table({"": ("0.30",)}, TOTAL, role="three_public"), 2, item="因公出国（境）费", row_role="leaf")
    return {"facts": basic + item}


@pytest.mark.parametrize("name", ["退休人员活动费", "党建活动经费"])
def test_a_code_of_ones_own_making_is_not_held_against_the_three_public_expenses(name):
    assert not [check for check in fails(three_public(name)) if check.startswith("three-public-economic")]
    assert [x for x in fails(three_public("因公出国（境）费用")) if x.startswith("three-public-economic")]


def with_tables(text: str) -> Rows:
    """Prose beside a balance table of 900 in all, 885 of the budget and 15 of other money, and 600 for projects."""
    lines = {
        "一般公共预算拨款收入": ("885.00", "leaf"),
        "其他资金收入": ("15.00", "leaf"),
        "收入总计": ("900.00", "total"),
    }
    facts: list[dict] = []
    for r, (item, (amount, role)) in enumerate(lines.items()):
        (row,) = table({"": (amount,)}, {"amount": "leaf"}, role="summary", direction="revenue")
        facts.append(row | {"fact_id": f"p01t1r{r:02d}c00", "row": str(r), "item": item, "row_role": role})
    columns = {"total": "total", "basic": "leaf", "project": "leaf"}
    facts += second(table({"": ("900.00", "300.00", "600.00")}, columns), 2)
    return {"facts": facts, "statements": stated(text, BUDGET)}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2024年其他资金收入预算总计15.00万元。", "2024年其他资金收入预算总计16.00万元。"),
        ("2024年本部门其他资金收入15.00万元。", "2024年收入预算总计15.00万元。"),
        (
            "本部门实行整体支出绩效目标管理，涉及财政性资金合计900.00万元。",
            "项目支出绩效目标，涉及财政性资金合计900.00万元。",
        ),
    ],
    ids=["other money", "other money in other words", "the whole department has targets"],
)
def test_a_figure_of_prose_is_held_against_the_line_that_it_names(right, wrong):
    assert not [check for check in fails(with_tables(right)) if check.startswith("stated")]
    assert [check for check in fails(with_tables(wrong)) if check.startswith("stated")]


@pytest.mark.parametrize("carried", ["年末结转和结余", "结转下年"])
def test_revenue_of_a_year_need_not_be_its_expenditure_where_money_is_carried(carried):
    def balance(left: str) -> Rows:
        sides = {
            "revenue": {
                "本年收入合计": ("100.00", "subtotal"),
                "年初结转和结余": ("9.00", "leaf"),
                "总计": ("109.00", "total"),
            },
            "expenditure": {
                "本年支出合计": ("97.00", "subtotal"),
                carried: (left, "leaf"),
                "总计": ("109.00", "total"),
            },
        }
        facts = []
        for c, (side, lines) in enumerate(sides.items()):
            for r, (item, (amount, role)) in enumerate(lines.items()):
                (row,) = table({"": (amount,)}, {"amount": "leaf"}, role="summary", direction=side)
                place = {"fact_id": f"p01t1r{r:02d}c{c:02d}", "row": str(r), "column": str(c)}
                facts.append(row | place | {"item": item, "row_role": role})
        return {"facts": facts}

    assert fails(balance("12.00")) == set()
    assert fails(balance("13.00")) != set()
