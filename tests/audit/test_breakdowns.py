"""What is printed beside the nine tables of final accounts is held against them, and adds up itself."""

from __future__ import annotations

import pytest
from made import table
from mutations import amiss, fails

WHOLE = {"": "30.00", "201": "30.00", "20101": "30.00", "2010101": "20.00", "2010102": "10.00"}
SPENT = {code: (amount, amount) for code, amount in WHOLE.items()}
PARTS = {
    "": ("30.00", "20.00", "10.00"),
    "201": ("30.00", "20.00", "10.00"),
    "20101": ("30.00", "20.00", "10.00"),
    "2010101": ("20.00", "15.00", "5.00"),
    "2010102": ("10.00", "5.00", "5.00"),
}


@pytest.mark.parametrize(
    ("role", "measure"), [("expenditure_detail", "total"), ("basic_detail", "basic"), ("project_detail", "project")]
)
def test_a_breakdown_says_of_each_code_what_the_table_by_function_says(role, measure):
    columns = {"total": "total", measure: "leaf"} if measure != "total" else {"total": "total", "basic": "leaf"}
    classes = {"total": "total", "economic_301": "leaf", "economic_302": "leaf"}

    def rows(parts):
        beside = table(parts, classes, role=role, phase="executed", page="2")
        beside = [fact | {"fact_id": fact["fact_id"].replace("p01", "p02")} for fact in beside]
        return {"facts": [*table(SPENT, columns, phase="executed"), *beside]}

    assert not {name for name in fails(rows(PARTS)) if name.startswith(("same-by-code", "row", "code", "total"))}
    moved = PARTS | {"2010101": ("20.50", "15.50", "5.00"), "2010102": ("9.50", "4.50", "5.00")}
    wrong = amiss(rows(moved))
    assert {name.split(":")[0] for name in wrong if "p02" in name} >= {"same-by-code"}
