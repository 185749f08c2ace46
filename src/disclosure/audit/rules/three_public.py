"""The identities of the “三公” table: its own sums, and the same spending in other tables."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.amount import total
from disclosure.audit.ledger import Ledger, words
from disclosure.audit.rule import TOTAL, Scope, Test, column_keys, rule, three_public_lines
from disclosure.audit.rules.down_column import column_test
from disclosure.audit.tables import LedgerTable
from disclosure.words.messages import Message
from disclosure.words.three_public import expenses
from disclosure.words.wording import says, wording


@rule(
    "three-public-sum",
    "down_column",
    Message("The three public expenses are travel abroad, official cars and receptions; cars are purchase and running"),
    needs=Message("no three-public table was read"),
    scope=Scope(roles=("three_public",)),
)
def three_public_sum(ledger: Ledger) -> Iterator[Test]:
    for entity in ledger.entities:
        table = ledger.table("three_public", entity)
        if table is None:
            continue
        beside = [x for x in table.lines if x.bare in words()["beside_three_public"]]
        for key in column_keys(table):
            lines = three_public_lines(table, key)
            for parent in ("total", "cars"):
                below = [
                    lines[spec["key"]] for spec in expenses() if spec.get("parent") == parent and spec["key"] in lines
                ]
                if parent == "total" and parent in lines and says("bare_total", lines[parent].bare):
                    more = [x for x in beside if x.unit == lines[parent].unit and key in x.amounts]
                    together = total(x.amounts[key] for x in (*below, *more) if key in x.amounts)
                    below += more if together == lines[parent].amounts[key].yuan else []
                if parent in lines and len(below) > 1:
                    yield column_test(table, lines[parent], key, below, Message("= the sum of its items"))
        lines = three_public_lines(table)
        whole = table.find(wording("bare_total"))
        if whole and "total" in lines and whole is not lines["total"] and beside:
            for key in (k for k in column_keys(table) if k in whole.amounts):
                yield column_test(table, whole, key, [lines["total"], *beside], Message("= these and the rest"))
        yield from _units_of_three_public(table)


def _units_of_three_public(table: LedgerTable) -> Iterator[Test]:
    """Where each unit has a row: the row without a unit is their sum."""
    names = dict.fromkeys(line.bare for line in table.lines if line.unit)
    for name in names if len({line.unit for line in table.lines if line.unit}) > 1 else ():
        own = [line for line in table.lines if line.bare == name and line.unit]
        whole = next((line for line in table.lines if line.bare == name and not line.unit), None)
        if whole is None:
            continue
        for key in whole.amounts:
            yield column_test(table, whole, key, own, Message("= the sum of the units"))


@rule(
    "meetings-and-training",
    "table_to_table",
    Message("Meetings and training are no less than the same in the basic expenditure and procurement tables"),
    needs=Message("no three-public table lists meetings and training"),
    scope=Scope(roles=("three_public",)),
)
def meetings_and_training(ledger: Ledger) -> Iterator[Test]:
    for entity in ledger.entities:
        table, basic = ledger.table("three_public", entity), ledger.table("basic_by_economic", entity)
        for line in table.lines if table else ():
            code = words()["beside_three_public"].get(line.bare)
            if code is None or not line.get(*TOTAL).counts:
                continue
            own = basic.code(code) if basic else None
            bought = [
                bid.get("total")
                for bid in ledger.procurement
                if bid["economic_name"] == line.bare and bid.role == "leaf" and entity is ledger.main
            ]
            for key, amounts, what in (
                ("basic", [own.get(*TOTAL)] if own else [], Message("basic expenditure")),
                ("bought", bought, Message("what is bought")),
            ):
                if amounts:
                    yield Test(
                        f"{line.get(*TOTAL).id}.{key}",
                        amounts,
                        [line.get(*TOTAL)],
                        Message("{line}: {what} ≤ {table}", line=line.label, what=what, table=table),
                        relation="<=",
                    )
