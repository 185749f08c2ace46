"""The identities between tables, each within one unit and one fund."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from disclosure.audit.amount import NOTHING
from disclosure.audit.ledger import Ledger, words
from disclosure.audit.rule import (
    TOTAL,
    Test,
    rule,
)
from disclosure.model.roles import BALANCE
from disclosure.words.messages import Message


@rule(
    "empty-is-zero",
    "table_to_table",
    Message("An empty table states zero: the balance tables hold nothing of that fund"),
    needs=Message("no table is empty"),
)
def empty_is_zero(ledger: Ledger) -> Iterator[Test]:
    for entity in ledger.entities:
        for spec in words()["funds"]:
            table = ledger.table(spec["role"], entity)
            if table is None or not table.empty:
                continue
            for role in BALANCE:
                other = ledger.table(role, entity)
                line = other and other.find(spec["line"], "revenue")
                total = other and other.total("expenditure")
                for amount in (line.get(*TOTAL) if line else NOTHING, total.get(spec["fund"]) if total else NOTHING):
                    if amount is not NOTHING:
                        yield Test(
                            f"{table.id}={amount.id}",
                            [amount],
                            [],
                            Message("{table} is empty, {other} must hold zero of it", table=table, other=other),
                            always=True,
                        )


@rule(
    "units-sum",
    "table_to_table",
    Message("The department's tables are the sum of its units' tables"),
    needs=Message("no tables are printed unit by unit"),
)
def units_sum(ledger: Ledger) -> Iterator[Test]:
    """As many units as the document lists make up the department; fewer come to no more than it."""
    units = ledger.units
    if not units:
        return
    listed = len(ledger.rows.get("institutions", ()))
    whole = len(units) > 1 and len(units) == listed
    for role, measures in (("expenditure_by_function", TOTAL), ("general_budget_by_function", TOTAL)):
        department = ledger.table(role)
        own = [table for entity in units if (table := ledger.table(role, entity))]
        if department is None or len(own) != len(units):
            continue
        codes = dict.fromkeys(code for table in (department, *own) for code in table.by_code)
        lines = [(department.code(code), [table.code(code) for table in own], code) for code in codes]
        lines.append((department.total(), [table.total() for table in own], "total"))
        for line, theirs, code in lines:
            right = [line.get(*measures)] if line else []
            label = next((x.label for x in (line, *theirs) if x), code)
            said: dict[str, Any] = {"table": department, "line": label, "count": len(own)}
            yield Test(
                f"{department.id}.{code}",
                [x.get(*measures) for x in theirs if x],
                right,
                Message("{table}, {line} = the sum of {count} units", **said)
                if whole
                else Message("{table}, {line} ≥ the sum of {count} units", **said),
                relation="=" if whole else "<=",
            )
