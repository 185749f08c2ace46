"""The annexes of a disclosure: institutions, procurement, assets, and the projects' performance forms."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from decimal import Decimal

from disclosure.form import Recognised, annex_columns, row_role
from disclosure.grid import Cell, Table
from disclosure.tidy import FACTOR, NUMBERING, Source, box, parse_amount

Row = dict[str, object]


def annex_rows(source: Source, found: Recognised) -> dict[str, list[Row]]:
    """The rows of one annex table by file (``procurement``, ``assets``, ``institutions``, ``projects`` …)."""
    match found.role:
        case "institutions" | "procurement" | "assets":
            return {found.role: _listed(source, found)}
        case "performance":
            return _performance(source, found)
    return {}


def _place(cell: Cell, part: Table) -> Row:
    return {"page": part.page, **box(cell)}


def _listed(source: Source, found: Recognised) -> list[Row]:
    """An annex that is a list: one row a line, columns named by the forms.

    Amounts become yuan, quantities stay decimals. A total or subtotal line names the unit for the lines below.
    """
    table = found.table
    unit = FACTOR.get(table.unit, 1)
    columns = {k: annex_columns(found.role, label) for k, label in enumerate(table.labels())}
    owner, rows = "", []
    for r in range(table.header, len(table.rows)):
        printed = table.rows[r]
        if not any(cell.text for cell, _ in printed.values()):
            continue
        first_cell, part = printed[min(printed)]
        words = next((cell.text for cell, _ in printed.values() if cell.text), "")
        role = row_role(words) or "leaf"
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
                row[f"{name}_yuan"] = None if value is None else value * unit
                row[f"{name}_null_kind"] = null_kind
                if value is not None and k in printed:
                    boxes = printed[k][0]
            elif kind == "number":
                row[name] = parse_amount(text)[0]
                row[f"{name}_raw"] = text
            else:
                row[name] = text
        if found.role == "assets":
            row["row_role"] = _asset_role(str(row.get("item", "")))
        rows.append({**row, **_place(boxes, part)})
    return rows


def _asset_role(item: str) -> str:
    if item.startswith("其中"):
        return "of_which"
    return "leaf" if NUMBERING.match(item) else "total"


@dataclass(slots=True)
class _Form:
    """A form laid out as label and value side by side."""

    found: Recognised

    def cells(self) -> list[tuple[int, int, Cell, Table]]:
        rows = enumerate(self.found.table.rows)
        return [(r, k, cell, part) for r, row in rows for k, (cell, part) in sorted(row.items())]

    def right_of(self, label: str) -> tuple[str, Cell | None, Table | None]:
        """The text of the cell right of the first one that reads ``label``."""
        cells = self.cells()
        for (r, _, cell, _), (r2, _, value, part) in itertools.pairwise(cells):
            if r == r2 and re.fullmatch(label, cell.text):
                return value.text, value, part
        return "", None, None


def _performance(source: Source, found: Recognised) -> dict[str, list[Row]]:
    """A performance form (绩效目标表): one project, its payment plan and its indicators."""
    form = _Form(found)
    table = found.table
    code, _, _ = form.right_of("项目编码")
    name, _, _ = form.right_of("项目名称")
    amount_text, amount_cell, part = form.right_of("预算数|预算金额|预算规模")
    factor = FACTOR.get(table.unit, 1)
    amount, null_kind = parse_amount(amount_text)
    fiscal, _ = parse_amount(form.right_of("其中[:：]?财政资金|财政资金")[0])
    other, _ = parse_amount(form.right_of("其他资金")[0])
    purpose, purpose_cell = _purpose(form)
    unit_code, unit_name = "", ""
    for text in table.above:
        if match := re.match(r"^(\d{3,9})\s*([\u4e00-\u9fff（）()]+)$", text):
            unit_code, unit_name = match.groups()
    identity: Row = {"document_id": source.document_id, "project_code": code, "project_name": name}
    anchor = amount_cell or form.cells()[0][2]
    home = part or table.parts[0]
    project: Row = {
        **identity,
        "unit_code": unit_code,
        "unit_name": unit_name,
        "amount_yuan": None if amount is None else amount * factor,
        "null_kind": null_kind,
        "fiscal_funds_yuan": None if fiscal is None else fiscal * factor,
        "other_funds_yuan": None if other is None else other * factor,
        "purpose": purpose,
        "goal": form.right_of("绩效目标|总体目标|年度目标")[0],
        **_place(anchor, home),
        **({f"purpose_{k}": v for k, v in box(purpose_cell).items()} if purpose_cell else {}),
    }
    return {
        "projects": [project],
        "project_plan": [{**identity, **row} for row in _plan(form)],
        "project_indicators": [{**identity, **row} for row in _indicators(form)],
    }


def _span(form: _Form, label: str) -> range | None:
    for r, _, cell, _ in form.cells():
        if re.match(label, cell.text):
            return range(r, r + cell.row_span)
    return None


def _purpose(form: _Form) -> tuple[str, Cell | None]:
    """What the money is for: the sentence beside the funding lines."""
    rows = _span(form, "预算规模及资金用途|资金用途|主要用途")
    if rows:
        texts = [cell for r, _, cell, _ in form.cells() if r in rows and len(cell.text) > 12 and cell.column > 0]
        if texts:
            return texts[0].text, texts[0]
    return "", None


_CHECKPOINT = re.compile(r"^(\d{1,2})月底$")


def _plan(form: _Form) -> list[Row]:
    """Cumulative payment shares by checkpoint.

    A share stands below its checkpoint, or right of it on the same line. Where the form prints no checkpoint
    for the end of the year, the columns are not certain to be the printed months: ``position_certain`` is false.
    """
    cells = form.cells()
    points = [
        (r, k, cell, part, int(_CHECKPOINT.match(cell.text)[1]))
        for r, k, cell, part in cells
        if _CHECKPOINT.match(cell.text)
    ]
    certain = any(month == 12 for *_, month in points)
    rows = []
    for r, k, cell, part, month in sorted(points, key=lambda p: p[-1]):
        below = next((c for r2, k2, c, _ in cells if r2 == r + cell.row_span and k2 == k), None)
        right = next((c for r2, k2, c, _ in cells if r2 == r and k2 > k), None)
        held = next((c for c in (right, below) if c is not None and re.fullmatch(r"[\d.]+%", c.text)), None)
        shown = held or below or cell
        rows.append(
            {
                "checkpoint": cell.text,
                "month": month,
                "cumulative_share": Decimal(held.text.rstrip("%")) / 100 if held else None,
                "share_raw": held.text if held else "",
                "position_certain": certain,
                **_place(shown, part),
            }
        )
    return rows


_TARGET = re.compile(r"^(≤|≥|<|>|=|＝|＜|＞)?\s*(\d+(?:\.\d+)?)\s*(\S*)$")


def _indicators(form: _Form) -> list[Row]:
    """The indicators; a first-level name counts for all the rows that its cell spans."""
    table = form.found.table
    head = next((r for r, _, cell, _ in form.cells() if cell.text == "一级指标"), None)
    if head is None:
        return []
    names = {
        "一级指标": "level1",
        "二级指标": "level2",
        "三级指标": "level3",
        "绩效指标描述": "description",
        "指标值": "target_raw",
        "指标值确定依据": "basis_of_target",
    }
    columns = {k: names[cell.text] for k, (cell, _) in table.rows[head].items() if cell.text in names}
    carried: dict[str, str] = {}
    rows = []
    for r in range(head + 1, len(table.rows)):
        row: Row = {name: "" for name in names.values()}
        shown = None
        for k, (cell, part) in sorted(table.rows[r].items()):
            name = columns.get(k)
            if name is None:
                continue
            row[name] = cell.text
            if name in ("level1", "level2"):
                carried[name] = cell.text
            if name == "target_raw":
                shown = (cell, part)
        for name in ("level1", "level2"):
            row[name] = row[name] or carried.get(name, "")
        if shown is None:
            continue
        match = _TARGET.match(str(row["target_raw"]))
        row["operator"] = (match[1] or "=") if match else ""
        row["target"] = Decimal(match[2]) if match else None
        row["unit"] = match[3] if match else ""
        rows.append({**row, **_place(*shown)})
    return rows
