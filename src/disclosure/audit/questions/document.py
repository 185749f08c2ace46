"""Questions about the document itself: amounts that cannot be read, tables of no known form, tables told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import Amount, Ledger, LedgerTable, bare, words
from disclosure.audit.question import Flag, question, wan, wan_en
from disclosure.audit.rule import column_keys, measure_words, role_en
from disclosure.audit.rules.completeness import called_for
from disclosure.forms.form import known_name
from disclosure.model.amounts import parse_amount

SHOWN = 5
"""So many cases are named in a question; the others are counted, and their places given."""


@question("unreadable-amount")
def unreadable_amount(ledger: Ledger) -> Iterator[Flag]:
    rows = [row for row in ledger.rows.get("facts", ()) if row["null_kind"] == "unreadable"]
    if rows:
        said = [(row["page"], row["amount_raw"]) for row in rows[:SHOWN]]
        more = len(rows) > SHOWN
        yield Flag(
            "",
            "medium",
            f"{len(rows)} 处金额无法辨认：{'；'.join(f'第 {page} 页印作“{raw}”' for page, raw in said)}"
            f"{'等' if more else ''}。应为多少？",
            f"{len(rows)} amounts cannot be read: {'; '.join(f'page {page} prints “{raw}”' for page, raw in said)}"
            f"{' and others' if more else ''}. What should they be?",
            [Amount(row["fact_id"], row["page"], None, "unreadable") for row in rows],
        )


@question("table-of-unknown-form")
def table_of_unknown_form(ledger: Ledger) -> Iterator[Flag]:
    """Tables without role or known name that hold amounts printed with decimals: what they say is not tested."""
    for table in ledger.printed:
        texts = [cell["text"] for part in (table["parts"] or "").split() for cell in ledger.cells_of.get(part, ())]
        amounts = [text for text in texts if "." in text and parse_amount(text)[1] == "value"]
        if table["role"] == "other" and amounts and known_name(table["title"]) is None:
            name = f"“{table['title']}”" if table["title"] else "没有标题的表"
            name_en = f"“{table['title']}”" if table["title"] else "a table without a title"
            pages = table["pages"].split()
            yield Flag(
                table["table_id"],
                "low",
                f"第 {'、'.join(pages)} 页的{name}不是法定表式，其中 {len(amounts)} 个金额与法定各表是什么关系？",
                f"{name_en} on page {', '.join(pages)} is of no statutory form. How do its {len(amounts)} amounts "
                "relate to those of the statutory tables?",
                [Amount(table["table_id"], page, None) for page in pages],
            )


@question("table-not-published")
def table_not_published(ledger: Ledger) -> Iterator[Flag]:
    """A table that the Ministry of Finance calls for and the document does not have, unless its form is unknown."""
    if any(table["role"] == "other" and table["parts"] for table in ledger.printed):
        return
    for n, part, role, here in called_for(ledger):
        if role not in part:
            yield Flag(
                f"{role}{n or ''}",
                "low",
                f"《地方预决算公开操作规程》要求公开{words()['roles'][role][0]}，文件中没有找到。是没有此项收支，还是另行公开？",
                f"The Ministry of Finance calls for the table “{role_en(role)}”; it was not found in the document. "
                "Is there nothing to state, or is it published elsewhere?",
                [here],
            )


@question("told-twice")
def printed_twice(ledger: Ledger) -> Iterator[Flag]:
    """Two tables of one unit with the same title, the same lines and other figures."""
    for part in ledger.parts:
        for own in part.values():
            for n, table in enumerate(own):
                for other in own[n + 1 :]:
                    if plain(table.title) == plain(other.title) and table.unit == other.unit:
                        yield from _differing(table, other)


def plain(title: str) -> str:
    return re.sub(r"[（(]续[）)]|续表|\s", "", bare(title))


def _differing(table: LedgerTable, other: LedgerTable) -> Iterator[Flag]:
    theirs = {(line.side, line.label): line for line in other.lines}
    found: list[tuple[str, tuple[str, str], Amount, Amount]] = []
    for line in table.lines:
        twin = theirs.get((line.side, line.label))
        for key in column_keys(table) if twin else ():
            a, b = line.amounts.get(key), twin.amounts.get(key)
            if a and b and a.yuan != b.yuan:
                found.append((line.label, measure_words(key[0]), a, b))
    if found:
        label, measure, a, b = found[0]
        yield Flag(
            f"{table.id}={other.id}",
            "high",
            f"“{table.title}”印了两次（第 {a.page} 页和第 {b.page} 页），{len(found)} 处金额不同，"
            f"如{label}的{measure[0]}：{wan(a.yuan)} 与 {wan(b.yuan)}。以哪一张为准？",
            f"“{table.title}” is printed twice (pages {a.page} and {b.page}) with {len(found)} different amounts, such "
            f"as {label}, {measure[1]}: {wan_en(a.yuan)} and {wan_en(b.yuan)}. Which of the two is right?",
            [amount for _, _, a, b in found for amount in (a, b)],
        )
