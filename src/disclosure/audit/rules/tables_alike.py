"""Tables of one document that say the same again: of 财政拨款 and of 一般公共预算, where all money is of that fund."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import NOTHING, Ledger, LedgerLine, LedgerTable, Part
from disclosure.audit.rule import TOTAL, Test, measure_name, no_other_fund, one_fund, rule
from disclosure.words.messages import Message

ALIKE = (("expenditure_by_function", "general_budget_by_function"), ("basic_by_economic",))
"""Roles whose tables list the same money by the same codes."""
WHOLE = (*TOTAL, "basic")
COMPARED = (("personnel",), ("operating",), ("project",))
_GRANTED = "财政拨款|一般公共预算"
"""Words of a title that tell that the table is of what the treasury grants, whatever other money there is."""


@rule(
    "tables-alike",
    "table_to_table",
    Message("Where all money is of one fund, tables of it by the same codes have the same amounts"),
    needs=Message("no two tables list the same money by the same codes"),
)
def tables_alike(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        for roles in ALIKE:
            own = [table for role in roles for table in part.get(role, ()) if table.by_code]
            for other in own[1:]:
                if _same_money(ledger, part, own[0], other) and not _compared_already(ledger, part, own[0], other):
                    yield from _by_code(own[0], other)


def _same_money(ledger: Ledger, part: Part, *both: LedgerTable) -> bool:
    if all(re.search(_GRANTED, table.title) for table in both):
        return no_other_fund(ledger, part)
    return one_fund(ledger, part)


def _compared_already(ledger: Ledger, part: Part, one: LedgerTable, other: LedgerTable) -> bool:
    """``same-by-code`` holds the one expenditure table against the one of the general budget."""
    return one is ledger.table(ALIKE[0][0], part) and other is ledger.table(ALIKE[0][1], part)


def _by_code(one: LedgerTable, other: LedgerTable) -> Iterator[Test]:
    lines: list[tuple[LedgerLine | None, LedgerLine | None]] = [
        (one.code(code), other.code(code)) for code in {**one.by_code, **other.by_code}
    ]
    if one.total() and other.total():
        lines.append((one.total(), other.total()))
    whole = WHOLE if one.role == "basic_by_economic" else TOTAL
    compared = [measures for measures in (whole, *COMPARED) if _prints(one, measures) and _prints(other, measures)]
    for a, b in lines:
        for measures in compared:
            left, right = (a.get(*measures) if a else NOTHING), (b.get(*measures) if b else NOTHING)
            line = a or b
            label, code = (line.label, line.code) if line else ("", "")
            yield Test(
                f"{left.id or other.id + '.' + code}={right.id or one.id}",
                [left],
                [right],
                Message(
                    "{line}, {measure}: {one} = {other}",
                    line=label,
                    measure=measure_name(measures[0]),
                    one=one,
                    other=other,
                ),
            )


def _prints(table: LedgerTable, measures: tuple[str, ...]) -> bool:
    return any(column.key[0] in measures and column.key[1] == "current" for column in table.columns.values())
