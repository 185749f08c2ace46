"""Whether anything is missing: tables that are called for, tables listed but not read, amounts unlike their print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter

from disclosure.audit.amount import Amount, number
from disclosure.audit.ledger import ANNEXES, Ledger, Record, first_page, page_of, parts_of
from disclosure.audit.rule import Test, rule
from disclosure.audit.tables import Entity, code_and_name, part_of
from disclosure.model.amounts import FACTOR, parse_amount, stated_figure
from disclosure.model.numbering import ordinal
from disclosure.model.records import FactRow, StatementRow, TableRow
from disclosure.model.roles import STATUTORY, WITH_FACTS
from disclosure.words.characters import meant
from disclosure.words.messages import Message
from disclosure.words.names import Text
from disclosure.words.roles import role_name
from disclosure.words.wording import says, wording

ENOUGH = 5
"""So many of the statutory tables make a budget disclosure; with fewer, nothing is said of those that are missing."""


def place_of(ledger: Ledger, table: TableRow, page: str = "") -> Amount:
    """The place of a table: its first fact or line on the page, or where none was read the table's own name."""
    page = page or first_page(table)
    own = [part for part in parts_of(table) if page_of(part) == page]
    found = next((ledger.first_of[part] for part in own if part in ledger.first_of), None)
    return found or ledger.annex_of.get((table["role"], page)) or Amount(table["table_id"], page, None)


@rule(
    "table-read",
    "completeness",
    Message("Every table that was recognised has lines on each of its pages"),
    needs=Message("no table was recognised"),
    tolerance="exact",
)
def table_read(ledger: Ledger) -> Iterator[Test]:
    rests = {part for part, _, _ in ledger.rests}
    for table in ledger.printed:
        parts = parts_of(table)
        annex = table["role"] in ANNEXES
        if table["role"] not in WITH_FACTS and not annex:
            continue
        lines = [
            (table["role"], page_of(part)) in ledger.annex_of if annex else part in ledger.first_of or part in rests
            for part in parts
        ]
        # A form over two pages prints its amount on one of them; the first page may hold the heads alone.
        holds = any(lines) if annex else any(lines) and all(lines[1:])
        page = next((page_of(part) for part, read in zip(parts, lines, strict=True) if not read), "")
        yield Test(
            table["table_id"],
            [place_of(ledger, table, "" if holds else page)],
            [],
            Message(
                "{title}, page {pages}",
                plural="{title}, pages {pages}",
                title=_name_of(table),
                pages=table["pages"].split(),
                n=len(table["pages"].split()),
            ),
            holds=holds,
        )


def _name_of(table: TableRow) -> Text:
    """What a printed table is called: by its title in Chinese, by its role in English."""
    return Text(table["title"], role_name(table["role"]).said("en"))


@rule(
    "tables-numbered",
    "completeness",
    Message("The list of tables is numbered without a gap, and every printed table is in it"),
    needs=Message("there is no list of tables"),
    severity="minor",
    tolerance="exact",
)
def tables_numbered(ledger: Ledger) -> Iterator[Test]:
    own = [table for table in ledger.printed if re.fullmatch(r"t\d+", table["table_id"])]
    numbers = [int(table["table_id"][1:]) for table in own]
    strange = (set(ledger.first_of) | set(ledger.cells_of)) - set(ledger.printed_of)
    if own:
        yield Test(
            "all",
            [place_of(ledger, own[0])],
            [],
            Message("{units} tables without a gap; every cell and amount belongs to one of them", units=len(own)),
            holds=numbers == list(range(1, len(own) + 1)) and not strange,
        )


@rule(
    "lines-whole",
    "completeness",
    Message("Every line of a table has all its columns, each once"),
    needs=Message("there is no statutory table"),
    tolerance="exact",
)
def lines_whole(ledger: Ledger) -> Iterator[Test]:
    """A line lacks a column that a longer line of the same side has, unless a cell spans its place."""
    tables: dict[str, list[FactRow]] = {}
    for row in ledger.rows.get("facts", ()):
        part = part_of(row)
        table = ledger.printed_of.get(part)
        tables.setdefault(table["table_id"] if table else part, []).append(row)
    for name, rows in tables.items():
        lines: dict[tuple[str, ...], dict[tuple[str, ...], FactRow]] = {}
        twice = [
            a for a, b in itertools.pairwise(sorted(rows, key=itemgetter("fact_id"))) if a["fact_id"] == b["fact_id"]
        ]
        for row in rows:
            lines.setdefault(_line(row), {})[_column(row)] = row
        sets = {(line[0], frozenset(own)): own for line, own in lines.items()}
        short = []
        for (direction, *_), own in lines.items():
            longer = next((full for (side, full) in sets if side == direction and full > own.keys()), frozenset())
            missing = longer - own.keys()
            if missing and not all(_spanned(rows, own, sets[direction, longer][column]) for column in missing):
                short.append(next(iter(own.values())))
        wrong = twice or short
        if len(short) < 3:
            yield Test(
                name,
                [Amount(row["fact_id"], row["page"], None) for row in wrong or rows[:1]],
                [],
                Message(
                    "{table}, {count} lines, {count2} cells",
                    table=role_name(rows[0]["role"]),
                    count=len(lines),
                    count2=len(rows),
                ),
                holds=not wrong,
            )


_printed_line = itemgetter("direction", "page", "table", "row", "item")


def _line(row: FactRow) -> tuple:
    return *_printed_line(row), code_and_name(row)[0]


_column = itemgetter("column_label", "measure", "basis")


def _spanned(rows: list[FactRow], own: Mapping[tuple, FactRow], column: FactRow) -> bool:
    """Does some cell of the page cover the place where a line's cell of a column would stand?"""
    line = next(iter(own.values()))
    if not column.get("x0"):
        return False
    x = (float(column["x0"]) + float(column["x1"])) / 2
    y = (float(line["top"]) + float(line["bottom"])) / 2
    return any(
        row["page"] == line["page"]
        and float(row["x0"]) < x < float(row["x1"])
        and float(row["top"]) < y < float(row["bottom"])
        for row in rows
    )


@rule(
    "amounts-read",
    "completeness",
    Message("Every amount that a statutory table prints was read as a figure; no line is left out"),
    needs=Message("there are no cells of statutory tables"),
    tolerance="exact",
)
def amounts_read(ledger: Ledger) -> Iterator[Test]:
    """Cells of the lines and columns that hold facts against the facts; it guards the data, not the document.

    A whole number above the first line that was read is part of the heads: a year, or the number of a column; beside
    the columns that were read it is the number of a line. Percentages of a change are no facts.
    """
    columns: dict[str, set[str]] = {}
    rows: dict[str, set[str]] = {}
    read = set()
    for row in ledger.rows.get("facts", ()):
        if row["null_kind"] != "empty_table":
            part = part_of(row)
            columns.setdefault(part, set()).add(row["column"])
            rows.setdefault(part, set()).add(row["row"])
            read.add((part, row["row"], row["column"]))
    for part, own in columns.items():
        first = min(map(int, rows[part]))
        cells = ledger.cells_of.get(part, ())
        rates = {cell["column"] for cell in cells if says("rate_head", cell["text"])}
        amounts = [
            cell
            for cell in cells
            if _AMOUNT.fullmatch(cell["text"])
            and ((int(cell["row"]) > first and cell["column"] in own) or re.search("[.,]", cell["text"]))
            and (cell["column"] in own or (cell["row"] in rows[part] and cell["column"] not in rates))
        ]
        missing = [
            cell
            for cell in amounts
            if (part, cell["row"], cell["column"]) not in read
            and (part, cell["column"], cell["text_raw"]) not in ledger.rests
        ]
        if amounts:
            page = page_of(part)
            yield Test(
                part,
                [Amount(f"{part}r{int(cell['row']):02d}c{int(cell['column']):02d}", page, None) for cell in missing]
                or [ledger.first_of[part]],
                [],
                Message(
                    "page {page}, {count} amounts printed, {missing} not read",
                    page=page,
                    count=len(amounts),
                    missing=len(missing),
                ),
                holds=not missing,
            )


_AMOUNT = re.compile(r"[-−]?\d[\d,]*(\.\d+)?")


@rule(
    "statements-numbered",
    "completeness",
    Message("The figures stated in prose are numbered without a gap"),
    needs=Message("no figure is stated in prose"),
    severity="minor",
    tolerance="exact",
)
def statements_numbered(ledger: Ledger) -> Iterator[Test]:
    rows = ledger.rows.get("statements", ())
    wrong = [row for n, row in enumerate(rows, start=1) if row["statement_id"] != f"s{n:03d}"]
    if rows:
        yield Test(
            "all",
            [Amount(row["statement_id"], row["page"], None) for row in (wrong or rows)[:1]],
            [],
            Message("{count} in all", count=len(rows)),
            holds=not wrong,
        )


@rule(
    "statutory-tables",
    "completeness",
    Message("The tables that the Ministry of Finance calls for (Caiyu 2016 No. 143) are all there"),
    needs=Message("fewer than five statutory tables: not a whole budget disclosure"),
    severity="minor",
    tolerance="exact",
)
def statutory_tables(ledger: Ledger) -> Iterator[Test]:
    """Fails only where the document's own numbering of its tables has a gap; else whoever prints no table is asked.

    A table of unknown form may be the one missed.
    """
    unknown = any(table["role"] == "other" and table["parts"] for table in ledger.printed)
    numbers = {n for table in ledger.printed if (n := printed_number(table["title"]))}
    gap = len(numbers) >= ENOUGH and set(range(1, max(numbers) + 1)) - numbers
    for n, entity, role, here in called_for(ledger):
        yield Test(
            f"{role}{n or ''}",
            [here],
            [],
            role_name(role),
            holds=role in entity,
            reason=Message("a table of unknown form may be this one")
            if unknown
            else None
            if gap
            else Message("the document has no such table, and numbers none that is missing"),
        )


def called_for(ledger: Ledger) -> Iterator[tuple[int, Entity, str, Amount]]:
    """Each entity with a whole disclosure, each table called for, and a place; state capital only since 2021."""
    wanted = [role for role in STATUTORY if role != "state_capital_by_function" or ledger.year >= "2021"]
    for n, entity in enumerate(ledger.entities):
        if sum(role in entity for role in wanted) >= ENOUGH:
            first = next(table for own in entity.values() for table in own)
            for role in wanted:
                yield n, entity, role, entity.get(role, [first])[0].first


def printed_number(title: str) -> int | None:
    """The number that a title begins with: 附表3, 公开03表, 三、; ``None`` where it has none."""
    found = re.match(wording("numbered_title"), title)
    return int(found[1]) if found else ordinal(title)


@rule(
    "as-printed",
    "completeness",
    Message("Every amount is its printed figure in its unit"),
    needs=Message("there are no amounts"),
    tolerance="exact",
)
def as_printed(ledger: Ledger) -> Iterator[Test]:
    """One test for each page of a table, and one for prose; it guards the data, not the document.

    What OCR has read otherwise than the sums say is no test of that: its remark says so.
    """
    pages: dict[tuple[str, str], list[FactRow]] = {}
    for row in ledger.rows.get("facts", ()):
        printed = "amount_raw" in row and row.get("read_by") != "ocr_corrected"
        if printed and row["null_kind"] not in ("empty_table", "unreadable"):
            pages.setdefault((row["page"], row["table"]), []).append(row)
    for (page, table), rows in pages.items():
        wrong = [row for row in rows if not _says(row)]
        if any(row["amount_yuan"] for row in rows) or wrong:
            yield _printed_test(f"p{int(page):02d}t{table}", rows, wrong, "fact_id", Message("page {page}", page=page))
    said = [row for row in ledger.rows.get("statements", ()) if row["amount_yuan"] and _stated(row) is not None]
    if said:
        unlike = [row for row in said if _stated(row) != abs(Decimal(row["amount_yuan"]))]
        yield _printed_test("prose", said, unlike, "statement_id", Message("prose"))


def _printed_test(key: str, rows: Sequence[Record], wrong: Sequence[Record], name: str, what: Message) -> Test:
    amounts = [Amount(row[name], row["page"], None) for row in wrong or rows[:1]]
    return Test(key, amounts, [], Message("{what}, {count} as printed", what=what, count=len(rows)), holds=not wrong)


def _says(row: FactRow) -> bool:
    value, _ = parse_amount(meant(row["amount_raw"]))
    return number(row["amount_yuan"]) == (None if value is None else value * FACTOR.get(row["unit_raw"], 1))


def _stated(row: StatementRow) -> Decimal | None:
    figure, unit = stated_figure(row["value_raw"])
    return Decimal(figure.replace(",", "")) * FACTOR[unit] if figure else None
