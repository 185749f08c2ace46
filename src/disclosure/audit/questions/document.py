"""Questions about the document itself: amounts that cannot be read, tables of no known form, tables printed twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, parts_of
from disclosure.audit.question import Flag, question
from disclosure.audit.rule import column_keys, measure_name
from disclosure.audit.rules.completeness import called_for
from disclosure.audit.tables import LedgerTable
from disclosure.forms.labels import known_name
from disclosure.model.amounts import parse_amount
from disclosure.words.messages import Message
from disclosure.words.names import Text, bare
from disclosure.words.roles import role_name
from disclosure.words.wording import wording

SHOWN = 5
"""So many cases are named in a question; the others are counted, and their places given."""


@question("unreadable-amount", "medium")
def unreadable_amount(ledger: Ledger) -> Iterator[Flag]:
    rows = [row for row in ledger.rows.get("facts", ()) if row["null_kind"] == "unreadable"]
    if rows:
        cases = [Message("page {page}: “{printed}”", page=r["page"], printed=r["amount_raw"]) for r in rows[:SHOWN]]
        yield Flag(
            "",
            Message(
                "{n} amount cannot be read, as printed on {cases}. What should it be?",
                plural="{n} amounts cannot be read, such as those printed on {cases}. What should they be?",
                n=len(rows),
                cases=cases,
            ),
            [Amount(row["fact_id"], row["page"], None, "unreadable") for row in rows],
        )


@question("table-of-unknown-form", "low")
def table_of_unknown_form(ledger: Ledger) -> Iterator[Flag]:
    """Tables without role or known name that hold amounts printed with decimals: what they say is not tested."""
    for table in ledger.printed:
        texts = [cell["text"] for part in parts_of(table) for cell in ledger.cells_of.get(part, ())]
        amounts = [text for text in texts if "." in text and parse_amount(text)[1] == "value"]
        if table["role"] == "other" and amounts and known_name(table["title"]) is None:
            name = f"“{table['title']}”" if table["title"] else Message("A table without a title")
            pages = table["pages"].split()
            yield Flag(
                table["table_id"],
                Message(
                    "{name} on page {pages} is of no statutory form ({count} amounts). How do its figures relate to "
                    "those of the statutory tables?",
                    plural="{name} on pages {pages} is of no statutory form ({count} amounts). How do its figures "
                    "relate to those of the statutory tables?",
                    n=len(pages),
                    name=name,
                    pages=pages,
                    count=len(amounts),
                ),
                [Amount(table["table_id"], page, None) for page in pages],
            )


@question("table-not-published", "low")
def table_not_published(ledger: Ledger) -> Iterator[Flag]:
    """A table that the Ministry of Finance calls for and the document does not have, unless its form is unknown."""
    if any(table["role"] == "other" and table["parts"] for table in ledger.printed):
        return
    for n, entity, role, here in called_for(ledger):
        if role not in entity:
            yield Flag(
                f"{role}{n or ''}",
                Message(
                    "The Ministry of Finance calls for the table “{table}”; it was not found in the document. Is there "
                    "nothing to state, or is it published elsewhere?",
                    table=role_name(role),
                ),
                [here],
            )


@question("table-printed-twice", "high")
def printed_twice(ledger: Ledger) -> Iterator[Flag]:
    """Two tables of one unit with the same title, the same lines and other figures."""
    for entity in ledger.entities:
        for own in entity.values():
            for n, table in enumerate(own):
                for other in own[n + 1 :]:
                    if plain(table.title) == plain(other.title) and table.unit == other.unit:
                        yield from _differing(table, other)


def plain(title: str) -> str:
    return re.sub(wording("continued_title"), "", bare(title))


def _differing(table: LedgerTable, other: LedgerTable) -> Iterator[Flag]:
    theirs = {(line.side, line.label): line for line in other.lines}
    found: list[tuple[str, Text, Amount, Amount]] = []
    for line in table.lines:
        twin = theirs.get((line.side, line.label))
        if twin is None:
            continue
        for key in column_keys(table):
            a, b = line.amounts.get(key), twin.amounts.get(key)
            if a and b and a.yuan != b.yuan:
                found.append((line.label, measure_name(key[0]), a, b))
    if found:
        label, measure, a, b = found[0]
        yield Flag(
            f"{table.id}={other.id}",
            Message(
                "“{table}” is printed twice (pages {page} and {other_page}) with {count} different "
                "amounts, such as {label}, {measure}: {one:exact} and {other:exact}. Which of the "
                "two is right?",
                table=table,
                page=a.page,
                other_page=b.page,
                count=len(found),
                label=label,
                measure=measure,
                one=a.yuan,
                other=b.yuan,
            ),
            [amount for _, _, a, b in found for amount in (a, b)],
        )
