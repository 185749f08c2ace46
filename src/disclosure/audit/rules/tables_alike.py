"""Tables of one document that say the same again: of 财政拨款 and of 一般公共预算, where all money is of that fund."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.ledger import NOTHING, Ledger, LedgerLine, LedgerTable, Part
from disclosure.audit.rule import TOTAL, Test, measure_name, one_fund, rule
from disclosure.words.messages import Message

ALIKE = (("expenditure_by_function", "general_budget_by_function"), ("basic_by_economic",))
"""Roles whose tables list the same money by the same codes."""
COMPARED = (TOTAL, ("basic",), ("project",), ("personnel",), ("operating",))


@rule(
    "tables-alike",
    "table_to_table",
    Message("Where all money is of one fund, tables of it by the same codes have the same amounts"),
    needs=Message("no two tables list the same money by the same codes"),
)
def tables_alike(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        for roles in ALIKE if one_fund(ledger, part) else ():
            own = [table for role in roles for table in part.get(role, ()) if table.by_code]
            for other in own[1:]:
                if not _compared_already(ledger, part, own[0], other):
                    yield from _by_code(own[0], other)


def _compared_already(ledger: Ledger, part: Part, one: LedgerTable, other: LedgerTable) -> bool:
    """``same-by-code`` holds the one expenditure table against the one of the general budget."""
    return [one, other] == [ledger.table(role, part) for role in ALIKE[0]]


def _by_code(one: LedgerTable, other: LedgerTable) -> Iterator[Test]:
    lines: list[tuple[LedgerLine | None, LedgerLine | None]] = [
        (one.code(code), other.code(code)) for code in {**one.by_code, **other.by_code}
    ]
    lines.append((one.total(), other.total()))
    for a, b in lines:
        line = a or b
        for measures in COMPARED:
            left, right = (a.get(*measures) if a else NOTHING), (b.get(*measures) if b else NOTHING)
            if line is None or not _printed(one, other, measures) or (line.sums and None in (a, b)):
                continue
            yield Test(
                f"{left.id or other.id + '.' + line.code}={right.id or one.id}",
                [left],
                [right],
                Message(
                    "{line}, {measure}: {one} = {other}",
                    line=line.label,
                    measure=measure_name(measures[0]),
                    one=one,
                    other=other,
                ),
            )


def _printed(one: LedgerTable, other: LedgerTable, measures: tuple[str, ...]) -> bool:
    return all(any(key[0] in measures for key in _keys(table)) for table in (one, other))


def _keys(table: LedgerTable) -> set[tuple[str, str]]:
    return {column.key for column in table.columns.values() if column.key[1] == "current"}
