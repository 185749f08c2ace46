"""Names of lines without codes: told again with their amount, or named as told once; sums alone are called sums."""

from __future__ import annotations

import pytest
from made import table

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE, checks_of
from disclosure.audit.ledger import Ledger

SOURCES = {"一般公共预算": "900.00", "其他资金": "80.00", "其他收入": "", "收入合计": "980.00"}
LAYOUTS = {
    "one list under another": ("summary", "revenue_by_function", "安排", {"amount": "leaf"}),
    "columns by fund": ("summary", "appropriation", "预算", {"total": "total", "general_public_budget": "leaf"}),
}


def facts(role: str, page: int, lines: dict[str, str], columns: dict[str, str], ending: str = "") -> list[dict]:
    rows = {name: (value, *[""] * (len(columns) - 1)) for name, value in lines.items()}
    made = table(rows, columns, role=role, direction="revenue", page=str(page))
    for row in made:
        name = row["function_code"]
        total = name.endswith("合计")
        row |= {"function_code": "", "function_name": "", "item": name if total else name + ending}
        row |= {"fact_id": f"p{page:02d}" + row["fact_id"][3:], "row_role": "total" if total else "leaf"}
    return made


def statuses(*tables: list[dict]) -> dict[str, dict]:
    checks = checks_of(Ledger({"facts": [fact for own in tables for fact in own]}))
    return {str(row["check_id"]): row for row in checks if row["rule"] == "line-name"}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_another_table_tells_is_confirmed(layout):
    role, other, ending, columns = LAYOUTS[layout]
    found = statuses(facts(role, 1, SOURCES, {"amount": "leaf"}), facts(other, 2, SOURCES, columns, ending))
    assert {row["status"] for row in found.values()} == {HOLDS}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_told_once_is_named(layout):
    """With another name or another amount in the other table nothing confirms the line, nor the other's."""
    role, other, ending, columns = LAYOUTS[layout]
    changed = {"一般公共预算": "900.00", "其他资金": "", "其他收入": "80.00", "收入合计": "980.00"}
    found = statuses(facts(role, 1, SOURCES, {"amount": "leaf"}), facts(other, 2, changed, columns, ending))
    alone = found["line-name:alone"]
    assert alone["status"] == NOT_APPLICABLE
    assert alone["fact_ids"] == "p01t1r01c00 p02t1r02c00"


def test_an_item_called_a_sum_is_wrong():
    wrong = facts("summary", 1, SOURCES, {"amount": "leaf"})
    wrong[1]["item"], wrong[3]["item"] = wrong[3]["item"], wrong[1]["item"]
    assert FAILS in {row["status"] for row in statuses(wrong).values()}


@pytest.mark.parametrize("name", ["人员经费合计", "小计"])
def test_a_code_called_a_sum_is_wrong(name):
    made = table({"": ("30.00",), "30101": ("10.00",), "30302": ("20.00",)}, {"total": "total"})
    for row in made:
        row |= {"role": "basic_by_economic", "economic_code": row["function_code"], "function_code": ""}
        row |= {"economic_name": row["function_name"], "function_name": ""}
    sound = {row["status"] for row in checks_of(Ledger({"facts": made})) if row["rule"] == "name-of-another-code"}
    made[1] |= {"economic_name": "", "item": name}
    found = [row for row in checks_of(Ledger({"facts": made})) if row["rule"] == "name-of-another-code"]
    assert FAILS not in sound
    assert [row["fact_ids"] for row in found if row["status"] == FAILS] == ["p01t1r01c00"]
