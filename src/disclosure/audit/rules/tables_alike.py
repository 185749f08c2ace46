"""Tables of one document that say the same again: of 财政拨款 and of 一般公共预算, where all money is of that fund."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import TOTAL, Test, no_other_fund, one_fund, pairs_by_code, prints, rule, same_amount
from disclosure.audit.tables import Entity, LedgerTable
from disclosure.model.roles import SPENDING
from disclosure.words.messages import Message
from disclosure.words.wording import says

ALIKE = (SPENDING, ("basic_by_economic",))
"""Roles whose tables list the same money by the same codes."""
WHOLE = (*TOTAL, "basic")
COMPARED = (("personnel",), ("operating",), ("project",))


@rule(
    "tables-alike",
    "table_to_table",
    Message("Where all money is of one fund, tables of it by the same codes have the same amounts"),
    needs=Message("no two tables list the same money by the same codes"),
)
def tables_alike(ledger: Ledger) -> Iterator[Test]:
    for entity in ledger.entities:
        for roles in ALIKE:
            own = [table for role in roles for table in entity.get(role, ()) if table.by_code]
            for other in own[1:]:
                if _same_money(ledger, entity, own[0], other) and not _compared_already(ledger, entity, own[0], other):
                    yield from _by_code(own[0], other)


def _same_money(ledger: Ledger, entity: Entity, *both: LedgerTable) -> bool:
    """May two tables list the same money? A title of what the treasury grants leaves out all other money."""
    if all(says("appropriation", table.title) for table in both):
        return no_other_fund(ledger, entity)
    return one_fund(ledger, entity)


def _compared_already(ledger: Ledger, entity: Entity, one: LedgerTable, other: LedgerTable) -> bool:
    """``same-by-code`` holds the one expenditure table against the one of the general budget."""
    return one is ledger.table(ALIKE[0][0], entity) and other is ledger.table(ALIKE[0][1], entity)


def _by_code(one: LedgerTable, other: LedgerTable) -> Iterator[Test]:
    whole = WHOLE if one.role == "basic_by_economic" else TOTAL
    compared = [measures for measures in (whole, *COMPARED) if prints(one, measures) and prints(other, measures)]
    for pair in pairs_by_code(one, other):
        for measures in compared:
            yield same_amount(one, other, pair, measures, measures)
