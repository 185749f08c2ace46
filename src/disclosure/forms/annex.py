"""The annexes of a disclosure: institutions, procurement, assets, and the projects' performance forms."""

from __future__ import annotations

from decimal import Decimal

from disclosure.forms.books import wording
from disclosure.forms.facts import box
from disclosure.forms.labels import UNIT_IN_BRACKETS, annex_columns, row_role
from disclosure.forms.performance import performance_rows
from disclosure.forms.recognised import Recognised
from disclosure.model.amounts import FACTOR, parse_amount, unit_of
from disclosure.model.numbering import NUMBERING
from disclosure.model.source import Source
from disclosure.model.sums import ends_of_sums
from disclosure.pdf.grid import Cell, Grid
from disclosure.words.messages import Message

Row = dict[str, object]
LISTS = ("institutions", "procurement", "assets")


def annex_rows(source: Source, recognised: list[Recognised]) -> dict[str, list[Row]]:
    """The rows of all annexes by file (``procurement``, ``assets``, ``institutions``, ``projects`` …)."""
    rows: dict[str, list[Row]] = {name: [] for name in LISTS}
    for found in recognised:
        if found.role in LISTS:
            rows[found.role] += _listed(source, found)
    return rows | performance_rows(source, recognised)


def _place(cell: Cell, part: Grid) -> Row:
    return {"page": part.page, **box(cell)}


def _listed(source: Source, found: Recognised) -> list[Row]:
    """An annex that is a list: one row a line, columns named by the forms.

    Amounts become yuan, quantities stay decimals. A total or subtotal line names the unit for the lines below.
    """
    table = found.table
    labels = table.labels()
    columns = {k: annex_columns(found.role, label) for k, label in enumerate(labels)}
    factors = [FACTOR.get(own[1] if (own := UNIT_IN_BRACKETS.search(label)) else table.unit) for label in labels]
    if any(spec and spec[1] == "amount" and factors[k] is None for k, spec in columns.items()):
        found.remark("unit", Message("prints no unit of money: its amounts are not given"))
    if not any(columns.values()):
        found.remark("column", Message("none of its columns is known: kept cell by cell"))
        return []
    item = next((k for k, spec in columns.items() if spec and spec[0] == "item"), None)
    numbered = item is not None and any(NUMBERING.match(table.text(r, item)) for r in range(len(table.rows)))
    owner, rows = "", []
    spanning: dict[int, tuple[Cell, Grid]] = {}
    for r in range(table.header, len(table.rows)):
        printed = table.rows[r]
        if not any(cell.text for cell, _ in printed.values()):
            continue
        first_cell, part = printed[min(printed)]
        words = next((cell.text for cell, _ in printed.values() if cell.text), "")
        role = row_role(words)
        role = role if role in ("total", "subtotal", "of_which") else "leaf"
        row: Row = {"document_id": source.document_id, "row_role": role}
        if found.role == "procurement":
            if role == "subtotal":
                owner = wording("sum_of_part").sub("", words)
            row["unit_name"] = owner
        boxes = first_cell
        spanning |= printed
        for k, spec in columns.items():
            if spec is None:
                continue
            name, kind = spec
            text = table.text(r, k)
            if kind == "amount":
                value, null_kind = parse_amount(text)
                factor = FACTOR.get(unit_of(text), factors[k])
                row[f"{name}_yuan"] = value * factor if value is not None and factor else None
                row[f"{name}_null_kind"] = null_kind if value is None or factor else "unreadable"
                if value is not None and k in printed:
                    boxes = printed[k][0]
            elif kind == "number":
                row[name] = parse_amount(text)[0]
                row[f"{name}_raw"] = text
            elif (text := text or _from_above(spanning.get(k), first_cell.row, part)) or name not in row:
                row[name] = text
        if found.role == "assets" and numbered:
            row["row_role"] = _asset_role(str(row.get("item", "")))
        rows.append({**row, **_place(boxes, part)})
    if found.role == "procurement":
        _headings(rows, [spec[0] for spec in columns.values() if spec and spec[0] in _HEADED_BY])
    return rows


def _from_above(spanning: tuple[Cell, Grid] | None, row: int, part: Grid) -> str:
    """The text of a cell that begins in a row above and reaches into this one."""
    if not spanning or spanning[1] is not part or spanning[0].row == row:
        return ""
    return spanning[0].text if spanning[0].row + spanning[0].row_span > row else ""


_HEADED_BY = ("category", "project_name", "economic_name", "item")


def _headings(rows: list[Row], columns: list[str]) -> None:
    """Tell lines that only sum up those below them (a category, a project) from what is bought.

    Of the names in ``columns``, in printed order, a heading fills the first ones, and the lines below it later ones,
    ``item`` at last. Headings become subtotals with their ``level`` from 1; what is bought says what its headings
    say, and where one item is bought in two ways, on two lines, the second has its name too. In a list that names
    everything in one column the amounts tell them apart, where the lines of the first level make the printed total.
    """
    own = [row for row in rows if row["row_role"] == "leaf"]
    depths = [max((k for k, name in enumerate(columns) if row.get(name)), default=-1) for row in own]
    if len(set(depths)) < 2:
        _headings_by_sums(rows, own)
        return
    levels: list[int] = []  # depths of the headings above
    said: dict[str, str] = {}
    for n, row in enumerate(own):
        bought = row.get("item") or row.get("organisation_form")
        heads = n + 1 < len(own) and (depths[n] < depths[n + 1] or own[n + 1].get("organisation_form"))
        if not bought and heads and depths[n] >= 0:  # an amount that nothing is named beside heads nothing
            first = min(k for k, name in enumerate(columns) if row.get(name))
            levels = [depth for depth in levels if depth < depths[n]] + [depths[n]]
            row["row_role"], row["level"] = "subtotal", len(levels)
            said = {name: text for name, text in said.items() if columns.index(name) < first}
        elif bought:
            for name in columns:
                row[name] = row.get(name) or said.get(name, "")
        said |= {name: str(row[name]) for name in columns if row.get(name)}


def _headings_by_sums(rows: list[Row], own: list[Row]) -> None:
    values = [[Decimal(str(row.get("total_yuan") or 0))] for row in own]
    total = next((Decimal(str(row.get("total_yuan") or 0)) for row in rows if row["row_role"] == "total"), None)
    ends = ends_of_sums(values)
    leaves = [n for n in range(len(own)) if ends[n] == n + 1]
    sums = [sum(values[n][0] for n in some) for some in (leaves, range(len(own)))]
    if sums[0] != total or sums[1] == total:
        return
    for n, row in enumerate(own):
        if ends[n] > n + 1:
            row["row_role"], row["level"] = "subtotal", 1 + sum(ends[k] > n for k in range(n))


def _asset_role(item: str) -> str:
    if wording("of_which").match(item):
        return "of_which"
    return "leaf" if NUMBERING.match(item) else "total"
