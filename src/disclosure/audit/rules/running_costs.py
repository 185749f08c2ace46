"""The table of the running costs of government offices (机关运行经费) against basic expenditure by economic class."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.ledger import NOTHING, Ledger, total
from disclosure.audit.rule import TOTAL, Test, rule
from disclosure.words.messages import Message


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

    Some offices count projects among them: then their total is larger, and no class may be smaller.
    """
    for entity in ledger.entities:
        running, basic = ledger.table("operating_by_economic", entity), ledger.table("basic_by_economic", entity)
        if running is None or basic is None:
            continue
        whole = running.total()
        classes = [basic.code(code) for code in running.by_code if len(code) == 3]
        within = total(line.get("operating", *TOTAL) for line in classes if line)
        same = whole is not None and whole.get(*TOTAL).yuan == within
        for code in running.by_code:
            one, two = running.by_code[code][0], basic.code(code)
            left, right = one.get(*TOTAL), two.get("operating", *TOTAL) if two else NOTHING
            if two is None and not same:
                continue  # spent on projects only
            sentence = (
                Message("{line}: running costs = basic expenditure", line=one.label)
                if same
                else Message("{line}: basic expenditure ≤ running costs", line=one.label)
            )
            less, more = ([left], [right]) if same else ([right], [left])
            yield Test(f"{left.id}={right.id}", less, more, sentence, relation="=" if same else "<=")
