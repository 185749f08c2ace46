"""A sheet of a workbook, whatever its format: which of its rows are tables, and which stand around them."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from disclosure.files.layout import Layout, Placed, letters, place_in, rows_apart
from disclosure.words.messages import Message

LONE = 50  # rows of a lone text that may follow each other in a table
_AMOUNT = re.compile(r"[-−(]?\d[\d,]*(\.\d+)?\)?%?")


class Value(NamedTuple):
    """What a cell shows, and whether it holds more digits than that."""

    text: str
    rounded: bool = False


@dataclass
class Sheet:
    """A sheet as its file has it; rows and columns from 0.

    ``values`` has the cells that show something; ``bordered`` counts those with a border in each row; ``merged`` are
    merged cells (first row and column, and those behind the last); ``columns`` are first column, the one behind the
    last, width, and whether they are hidden.
    """

    name: str
    values: dict[tuple[int, int], Value] = field(default_factory=dict)
    bordered: dict[int, int] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    columns: list[tuple[int, int, float, bool]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    remarks: list[Message] = field(default_factory=list)

    def width(self, column: int) -> float:
        """The width of a column, in characters."""
        return next((wide for first, last, wide, _ in self.columns if first <= column < last and wide), 8.43)

    def place(self, row: int, column: int) -> str:
        """What a workbook calls a cell: ``Sheet1!B7``; a name of more than letters and digits stands in quotes."""
        plain = re.fullmatch(r"[^\W\d]\w*", self.name)
        name = self.name if plain else "'" + self.name.replace("'", "''") + "'"
        return place_in(name, row, column)


def lay_out(layout: Layout, sheet: Sheet) -> None:
    """Set a sheet on a page of its own; one that shows nothing gets none."""
    if not sheet.values:
        return
    cells = _seen(sheet)
    layout.begin_page(sheet.name)
    for remark in sheet.remarks:
        layout.remark(remark)
    _say_hidden(layout, sheet)
    rows: dict[int, list[Placed]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    for block, is_table in _blocks(sheet, rows):
        if not is_table:
            _lines(layout, rows[block[0]])
            continue
        shown = [cell for row in block for cell in rows[row]]
        if len(block) > 1 and sheet.bordered.get(block[-1] + 1, 0) > 1:  # a blank line: nothing is stated there
            shown.append(Placed(block[-1] + 1, shown[0].column, "", sheet.place(block[-1] + 1, shown[0].column)))
        above, table, below = rows_apart(shown)
        _lines(layout, above)
        if table:
            layout.table(table, sheet.place, sheet.width, sheet.hidden_rows)
        _lines(layout, below)


def _lines(layout: Layout, cells: list[Placed]) -> None:
    """Set the texts of each row as one line, as a reader takes them."""
    rows: dict[int, list[Placed]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    for row in rows.values():
        row = sorted(row, key=lambda cell: cell.column)
        if len(row) == 1:
            layout.paragraph(row[0].text, row[0].place)
        else:
            layout.paragraph("  ".join(" ".join(cell.text.split()) for cell in row), row[0].place)


def _seen(sheet: Sheet) -> list[Placed]:
    """The cells that are to be seen, merged cells as one, with spans over what is to be seen of them."""
    hidden_columns = {
        column
        for first, last, _, hidden in sheet.columns
        if hidden
        for column in range(first, min(last, 1 + max(c for _, c in sheet.values)))
    }
    spans = {(r0, c0): (r1, c1) for r0, c0, r1, c1 in sheet.merged}
    last_row, last_column = (max(at[k] for at in sheet.values) for k in (0, 1))
    covered = {
        (r, c)
        for r0, c0, r1, c1 in sheet.merged
        if (r0, c0) in sheet.values
        for r in range(r0, min(r1, last_row + 1))
        for c in range(c0, min(c1, last_column + 1))
        if (r, c) != (r0, c0)
    }
    cells = []
    for (row, column), value in sorted(sheet.values.items()):
        if (row, column) in covered:
            continue
        r1, c1 = spans.get((row, column), (row + 1, column + 1))
        own = [r for r in range(row, min(r1, last_row + 1)) if r not in sheet.hidden_rows]
        over = [c for c in range(column, min(c1, last_column + 1)) if c not in hidden_columns]
        if own and over:
            cells.append(Placed(own[0], over[0], value.text, sheet.place(row, column), len(own), len(over)))
    return cells


def _say_hidden(layout: Layout, sheet: Sheet) -> None:
    rows = sorted({r + 1 for r, _ in sheet.values if r in sheet.hidden_rows})
    names = [
        letters(c)
        for c in sorted({c for _, c in sheet.values})
        if any(hidden and first <= c < last for first, last, _, hidden in sheet.columns)
    ]
    if rows:
        listed = ", ".join(map(str, rows[:20])) + (", …" if len(rows) > 20 else "")
        layout.remark(Message("hidden rows are left out: {rows}", rows=listed))
    if names:
        layout.remark(Message("hidden columns are left out: {columns}", columns=", ".join(names[:20])))


def _blocks(sheet: Sheet, rows: dict[int, list[Placed]]) -> list[tuple[list[int], bool]]:
    """The rows that belong together: those of a table, and each of those around by itself; which are tables.

    Borders draw a table where there are any, and rows of amounts that follow belong to it. Without them it is rows of
    several texts one below the other. Either has rows of a lone text between them, unless that is set over half the
    table, as a title is; a blank row ends it.
    """
    told = sorted(rows)
    several = {row for row in told if len(rows[row]) > 1}
    ruled = {row for row in told if sheet.bordered.get(row, 0) > 1}
    follows = [_follows(sheet, above, row) for above, row in zip([-2, *told], told, strict=False)]
    tabular = several
    if ruled & several:
        tabular = ruled | {row for row in several if any(_AMOUNT.fullmatch(cell.text) for cell in rows[row])}
    blocks: list[tuple[list[int], bool]] = []
    open_block, wide = False, 0
    for k, row in enumerate(told):
        goes_on = open_block and follows[k]
        begins = row in ruled if tabular is not several else row in several
        lone = row not in several and _within(told, rows, several, tabular, follows, k, wide) if goes_on else False
        inside = begins or (goes_on and row in tabular) or lone
        if inside and goes_on:
            blocks[-1][0].append(row)
        else:
            blocks.append(([row], inside))
            wide = rows[row][-1].column + rows[row][-1].column_span - rows[row][0].column
        open_block = inside
    return blocks


def _follows(sheet: Sheet, above: int, row: int) -> bool:
    """Does a row follow another without a blank one between them? One that is hidden, or has borders, is not blank."""
    return all(r in sheet.hidden_rows or sheet.bordered.get(r, 0) > 1 for r in range(above + 1, row))


def _within(
    told: list[int],
    rows: dict[int, list[Placed]],
    several: set[int],
    tabular: set[int],
    follows: list[bool],
    k: int,
    wide: int,
) -> bool:
    """Is a lone text one of a table: does a row of the table follow after no more than such?"""
    for n in range(k, min(k + LONE, len(told))):
        if n > k and not follows[n]:
            return False
        if told[n] in several:
            return told[n] in tabular
        if rows[told[n]][0].column_span * 2 > wide:
            return False
    return False


def say_hidden_sheets(layout: Layout, names: list[str]) -> None:
    """Remark on sheets of these names that are not read."""
    if names:
        layout.remark(Message("hidden sheets are left out: {names}", names=", ".join(names)))


def first_places(what: str, places: list[str]) -> list[Message]:
    """What is to be remarked on of cells: formulas without a value (``formula``), amounts shown ``rounded``."""
    if not places:
        return []
    some = ", ".join([*places[:5], *(["…"] if len(places) > 5 else [])])
    if what == "rounded":
        return [Message("amounts that hold more digits than are shown, kept as shown: {places}", places=some)]
    return [
        Message(
            "formulas without a value: {places}; open the workbook in Excel or LibreOffice and save it", places=some
        )
    ]


def is_rounded(value: Decimal, text: str) -> bool:
    """Does a number hold more than its text shows? Not where that is in other units: a share, a date, thousands."""
    try:
        told = Decimal(text.replace(",", ""))
    except InvalidOperation:
        return False
    return told != value and abs(told - value) < 1
