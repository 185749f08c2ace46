"""The table of the running costs of government offices (机关运行经费) against basic expenditure by economic class."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import NOTHING, total
from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import TOTAL, Test, rule
from disclosure.audit.tables import LedgerLine, LedgerTable
from disclosure.words.messages import Message

BASIC = ("operating", "basic", *TOTAL)
"""The column of running costs, in either table."""


@rule(
    "running-costs-by-class",
    "table_to_table",
    Message(
        "Running costs of government offices: each class as in basic expenditure, or more where projects count too"
    ),
    needs=Message("the running costs of government offices have no table of their own"),
)
def running_costs_by_class(ledger: Ledger) -> Iterator[Test]:
    """Running costs are what basic expenditure spends on goods, services and equipment.

    Some offices count projects among them: then their total is larger, and no class may be smaller. The total is
    told three times (by its line, its classes and its last level), so that one wrong figure does not decide.
    """
    for entity in ledger.entities:
        running, basic = ledger.table("operating_by_economic", entity), ledger.table("basic_by_economic", entity)
        if running is None or basic is None:
            continue
        classes = [line for code in running.by_code if len(code) == 3 and (line := basic.code(code))]
        whole = running.total()
        same = not {*_totals(running, running)}.isdisjoint(_totals(basic, running))
        if same and whole is not None and classes:
            left, parts = whole.get(*BASIC), [line.get(*BASIC) for line in classes]
            yield Test(f"{left.id}=classes", [left], parts, _sentence(same, whole))
        for code in running.by_code:
            one, two = running.by_code[code][0], basic.code(code)
            left, right = one.get(*BASIC), two.get(*BASIC) if two else NOTHING
            if two is None and not same:
                continue  # spent on projects only
            less, more = ([left], [right]) if same else ([right], [left])
            relation = "=" if same else "<="
            yield Test(f"{left.id}={right.id}", less, more, _sentence(same, one), relation=relation)


def _totals(table: LedgerTable, running: LedgerTable) -> Iterator[Decimal]:
    """What a table says of all running costs: by its classes, by its last level, and by its own total."""
    codes = running.by_code
    leaves = [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
    for own in [code for code in codes if len(code) == 3], leaves:
        yield total(line.get(*BASIC) for code in own if (line := table.code(code)))
    if table is running and (whole := table.total()) is not None:
        yield whole.get(*BASIC).yuan


def _sentence(same: bool, line: LedgerLine) -> Message:
    if same:
        return Message("{line}: running costs = basic expenditure", line=line.label)
    return Message("{line}: basic expenditure ≤ running costs", line=line.label)
