"""The identities along a row of one table: its total and parts, its change and rate, what it carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import NOTHING, Amount, share_digit
from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import (
    TOTAL,
    Plus,
    Scope,
    Test,
    column_keys,
    measure_name,
    rule,
    tables,
)
from disclosure.audit.tables import Entity, Key, LedgerLine, LedgerTable
from disclosure.model.records import CellRow
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message
from disclosure.words.wording import says


def compositions(table: LedgerTable, side: str) -> Iterator[tuple[Key, list[Key]]]:
    """Which columns of a side add up to which: ``(whole, parts)``, from the headers' nesting.

    A subtotal is made of the leaves under the same header; a total of all leaves, and of the subtotals with the
    leaves outside them. A column of unknown meaning that holds amounts makes its totals unknowable.
    """
    bases = {column.key[1] for column in table.columns.values()}
    for basis in sorted(bases):
        own = [c for c in table.columns.values() if c.side == side and c.key[1] == basis]
        strange = any(
            c.key[0] == "other"
            and not says("of_which", c.label)
            and any(line.get("other").counts for line in table.lines)
            for c in own
        )
        own = [c for c in own if c.key[0] not in ("other", "share", "change")]
        leaves = [c for c in own if c.role == "leaf"]
        inside: list[Key] = []
        subtotals = [c for c in own if c.role == "subtotal"]
        for subtotal in subtotals:
            head = subtotal.label.rpartition("/")[0]
            parts = [c.key for c in leaves if head and c.label.startswith(f"{head}/")]
            inside += parts
            if parts:
                yield subtotal.key, parts
        if strange:
            continue
        for total in (c for c in own if c.role == "total"):
            if leaves:
                yield total.key, [c.key for c in leaves]
            if inside:
                yield total.key, [c.key for c in subtotals] + [c.key for c in leaves if c.key not in inside]


@rule(
    "row-sum",
    "within_row",
    Message("Within a row, the total or subtotal is the sum of its parts"),
    needs=Message("no table prints a total beside its parts"),
)
def row_sum(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        for side, lines in table.sides.items():
            tested: set[Key] = set()
            for whole, parts in compositions(table, side):
                what = Message(
                    "{whole} = {parts}", whole=measure_name(whole[0]), parts=Plus(measure_name(m) for m, _ in parts)
                )
                again = ".subtotals" if whole in tested else ""
                tested.add(whole)
                for line in lines:
                    if whole in line.amounts:
                        left = [line.amounts[whole]]
                        right = [line.amounts[p] for p in parts if p in line.amounts]
                        test = _row_test(table, line, left, right, what)
                        test.key += again
                        yield test


@rule(
    "row-change",
    "year_over_year",
    Message("Within a row, the change is this year less the year before"),
    needs=Message("no table prints the year before and the change"),
)
def row_change(ledger: Ledger) -> Iterator[Test]:
    for _, table, line, change in changes(ledger):
        now, before = line.get(*TOTAL), line.get(*TOTAL, basis="prior")
        yield _row_test(table, line, [change], [now, before.minus()], Message("change"))


def changes(ledger: Ledger) -> Iterator[tuple[Entity, LedgerTable, LedgerLine, Amount]]:
    """Lines that print this year, the year before, and the change between them."""
    for entity, table in tables(ledger):
        for line in table.lines:
            change = line.get("change")
            if NOTHING not in (change, line.get(*TOTAL), line.get(*TOTAL, basis="prior")):
                yield entity, table, line, change


@rule(
    "row-rate",
    "year_over_year",
    Message("Within a row, the percentage is the change divided by the year before, to its printed digits"),
    needs=Message("no table prints the percentage of a change"),
    tolerance="percentage",
)
def row_rate(ledger: Ledger) -> Iterator[Test]:
    rates: dict[str, dict[int, str]] = {}
    for _, table, line, change in changes(ledger):
        before = line.get(*TOTAL, basis="prior")
        part = line.part
        if part not in rates:
            rates[part] = _rates(ledger.cells_of.get(part, []))
        printed = rates[part].get(line.row, "")
        found = re.fullmatch(r"([-−]?)([\d,]+(?:\.(\d+))?)[%％]?", printed)
        if found is None or before.yuan <= 0:
            continue
        rate = Decimal(found[2].replace(",", "")) * (-1 if found[1] else 1)
        digit = share_digit(printed)
        test = _row_test(
            table,
            line,
            [change],
            [before.times(rate / 100, digit)],
            Message("the year before × {printed} = change", printed=printed),
        )
        test.tolerance = digit * before.yuan / 2
        yield test


def _rates(cells: list[CellRow]) -> dict[int, str]:
    """The texts by row of the column whose head says that it is the percentage of a change."""
    head = next((cell for cell in cells if says("rate_head", cell["text"])), None)
    own = [cell for cell in cells if head and cell["column"] == head["column"] and cell is not head]
    return {int(cell["row"]): cell["text"] for cell in own}


@rule(
    "row-carry",
    "within_row",
    Message(
        "Within a row, what was carried in plus revenue less expenditure is carried out; each is the sum of its parts"
    ),
    needs=Message("no final accounts set money carried beside revenue and expenditure"),
    scope=Scope(phases=(EXECUTED,)),
)
def row_carry(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        measures = {measure for measure, _ in column_keys(table)}
        if not {"carried_over", "revenue", "carried_forward"} <= measures:
            continue
        for line in table.lines:
            for suffix in ("", "_basic", "_project"):
                spent = line.get(*TOTAL) if not suffix else line.get(suffix[1:])
                own = [line.get(f"{name}{suffix}") for name in ("carried_over", "revenue", "carried_forward")]
                if NOTHING not in (spent, *own):
                    carried, revenue, left = own
                    yield _row_test(
                        table,
                        line,
                        [carried, revenue, spent.minus()],
                        [left],
                        Message("carried in + revenue − expenditure = carried out"),
                    )
            for whole, parts in _PARTS_CARRIED.items():
                amounts = [line.get(part) for part in parts]
                if NOTHING not in (line.get(whole), *amounts):
                    what = Message("{whole} = its parts", whole=measure_name(whole))
                    yield _row_test(table, line, [line.get(whole)], amounts, what)


_PARTS_CARRIED = {
    "carried_over": ("carried_over_basic", "carried_over_project"),
    "revenue": ("revenue_basic", "revenue_project"),
    "carried_forward": ("carried_forward_basic", "carried_forward_project"),
    "carried_forward_project": ("carried_forward_project_tied", "carried_forward_project_free"),
}


def _row_test(table: LedgerTable, line: LedgerLine, left: list[Amount], right: list[Amount], what: Message) -> Test:
    case = Message("{table}, {line}, {what}", table=table, line=line.label, what=what)
    return Test(left[0].id, left, right, case)
