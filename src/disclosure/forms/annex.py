"""The annexes of a disclosure: institutions, procurement, assets, and the projects' performance forms."""

from __future__ import annotations

import re

from disclosure.forms.facts import box
from disclosure.forms.form import UNIT_IN_BRACKETS, Recognised, annex_columns, row_role
from disclosure.forms.performance import performance_rows
from disclosure.model.amounts import FACTOR, NUMBERING, parse_amount
from disclosure.model.source import Source
from disclosure.pdf.grid import Cell, Grid

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
        found.remarks.append("prints no unit of money: its amounts are not given")
    if not any(columns.values()):
        found.remarks.append("none of its columns is known: kept cell by cell")
        return []
    item = next((k for k, spec in columns.items() if spec and spec[0] == "item"), None)
    numbered = item is not None and any(NUMBERING.match(table.text(r, item)) for r in range(len(table.rows)))
    owner, rows = "", []
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
                owner = re.sub(r"(小计|合计)$", "", words)
            row["unit_name"] = owner
        boxes = first_cell
        for k, spec in columns.items():
            if spec is None:
                continue
            name, kind = spec
            text = table.text(r, k)
            if kind == "amount":
                value, null_kind = parse_amount(text)
                factor = factors[k]
                row[f"{name}_yuan"] = value * factor if value is not None and factor else None
                row[f"{name}_null_kind"] = null_kind if value is None or factor else "unreadable"
                if value is not None and k in printed:
                    boxes = printed[k][0]
            elif kind == "number":
                row[name] = parse_amount(text)[0]
                row[f"{name}_raw"] = text
            elif text or name not in row:
                row[name] = text
        if found.role == "assets" and numbered:
            row["row_role"] = _asset_role(str(row.get("item", "")))
        rows.append({**row, **_place(boxes, part)})
    return rows


def _asset_role(item: str) -> str:
    if item.startswith("其中"):
        return "of_which"
    return "leaf" if NUMBERING.match(item) else "total"
