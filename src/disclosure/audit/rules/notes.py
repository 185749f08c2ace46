"""The notes of empty tables: that there is one, that it is of the table's own fund, and that no money is beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.completeness import place_of
from disclosure.audit.rules.contents import body
from disclosure.audit.tables import LedgerTable
from disclosure.model.records import TableRow
from disclosure.model.roles import BUDGETED
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

NOTED = ("government_fund_by_function", "state_capital_by_function")
"""Tables that are printed empty where there is no money of their fund."""


def _place(ledger: Ledger, table: LedgerTable) -> Amount:
    return next((place_of(ledger, row) for row in ledger.printed if row["table_id"] == table.id), table.first)


def _notes(ledger: Ledger, table: LedgerTable) -> list[str]:
    """What is printed around a table and says that there is nothing: its note, or words on its pages."""
    row: TableRow | None = next((row for row in ledger.printed if row["table_id"] == table.id), None)
    if row is None:
        return []
    pages = row["pages"].split()
    alone = not any(other is not row and set(other["pages"].split()) & set(pages) for other in ledger.printed)
    near = [p["paragraph"] for p in ledger.rows.get("paragraphs", []) if p["page"] in pages] if alone else []
    return [text for text in [row.get("note") or "", *near] if says("empty_note", text)]


def _fund(role: str) -> str:
    """How the money of a table is called."""
    return wording("money_of")[role]


@rule(
    "empty-table-noted",
    "completeness",
    Message("A table without amounts says that there are none"),
    needs=Message("no table of a fund is without amounts"),
    severity="minor",
    tolerance="exact",
)
def empty_table_noted(ledger: Ledger) -> Iterator[Test]:
    """The text may say it in place of a note, unless another empty table of the document has its own."""
    empty = [table for role in NOTED if (table := ledger.table(role)) and table.empty]
    noted = {table.id: bool(_notes(ledger, table)) for table in empty}
    for table in empty:
        if noted[table.id] or any(noted.values()) or not _told_none(ledger, table.role):
            sentence = Message("{table} is without amounts", table=table)
            yield Test(table.id, [_place(ledger, table)], [], sentence, holds=noted[table.id])


def _told_none(ledger: Ledger, role: str) -> bool:
    """Does the text say that there is no money of a table, by a sentence or by a heading and 无 below it?"""
    fund, nothing = _fund(role), wording("nothing")
    told = f"(?:{fund})[^。；]{{0,40}}(?:{nothing})|(?:{wording('says_none_of')})(?:{fund})"
    return any(
        re.search(told, row["paragraph"])
        or (re.search(fund, row["section"]) and re.match(f"(?:{nothing})", row["paragraph"]))
        for row in body(ledger)
    )


@rule(
    "note-of-its-table",
    "completeness",
    Message("The note of a table that has no amounts names the table's own fund"),
    needs=Message("no table has a note that says it has no amounts"),
    severity="minor",
    tolerance="exact",
)
def note_of_its_table(ledger: Ledger) -> Iterator[Test]:
    funds = wording("money_of")
    for table in ledger.printed:
        note = table.get("note") or ""
        said = says("says_none", note)
        if table["role"] in funds and said:
            named = [role for role, pattern in funds.items() if re.search(pattern, said[0])]
            place = place_of(ledger, table)
            sentence = Message("{title}: “{note}”", title=table["title"], note=note)
            yield Test(table["table_id"], [place], [], sentence, holds=not named or table["role"] in named)


@rule(
    "none-and-no-money",
    "completeness",
    Message("Where note or text says that there is none of a kind of money, its table has none"),
    needs=Message("neither a note nor the text says that there is none of a kind of money"),
    tolerance="exact",
)
def none_and_no_money(ledger: Ledger) -> Iterator[Test]:
    for role, pattern in wording("money_of").items():
        table = ledger.table(role)
        if table is None:
            continue
        none = rf"(?:{wording('says_none_of')})(?:{pattern})[^，。；]{{0,24}}?(?:{wording('spending_word')})"
        told = [row for row in body(ledger) if re.search(none, row["paragraph"]) and not _but(none, row["paragraph"])]
        empty = f"{none}|{wording('empty_here')}"
        noted = [note for note in _notes(ledger, table) if re.search(empty, note)]
        if told or noted:
            money = [
                amount
                for line in table.lines
                for (measure, basis), amount in line.amounts.items()
                if basis == "current" and amount.value and measure not in BUDGETED and "carried" not in measure
            ]
            said = noted[0] if noted else told[0]["paragraph"]
            places = money[:1] + [paragraph_place(row) for row in told[:1]]
            sentence = Message("{table}: “{note}”", table=table, note=_short(said, empty))
            yield Test(table.id, places or [_place(ledger, table)], [], sentence, holds=not money)


def _but(none: str, text: str) -> bool:
    """Does what is said to be none mean part of it only: new money, the year before, receipts alone?"""
    found = re.search(none, text)
    return bool(found and says("in_part", text[max(0, found.start() - 20) : found.end() + 12]))


def _short(text: str, pattern: str) -> str:
    found = re.search(pattern, text)
    return text[max(0, found.start() - 12) : found.end() + 12] if found else text
