"""From recognised tables to tidy rows: each amount a fact with its labels, its place and its printed form."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from decimal import Decimal

from disclosure.form import STATUTORY, Recognised, function_classes, row_role
from disclosure.grid import Cell
from disclosure.tables import YEAR, Reading

FACTOR = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
"""Yuan in one unit of money as printed."""

_NUMBER = re.compile(r"^([-−－+]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")
_DASHES = re.compile(r"^[-—–―─－−]{1,4}$")
NUMBERING = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[、.．](?!\d)|[（(]\d+[）)]|其中[:：]?)"
)


def parse_amount(text: str) -> tuple[Decimal | None, str]:
    """A printed amount as an exact decimal, and its kind.

    Kinds: ``value``, ``zero``, ``blank``, ``dash``; ``unreadable`` where the text is none of these, with no
    value, for such a cell must never count as zero.
    """
    text = text.strip()
    if not text:
        return None, "blank"
    if _DASHES.match(text):
        return None, "dash"
    negative = text.startswith(("(", "（")) and text.endswith((")", "）"))
    found = _NUMBER.match(text[1:-1] if negative else text)
    if not found:
        return None, "unreadable"
    sign, whole, part = found.groups()
    value = Decimal(whole.replace(",", "") + (part or ""))
    if negative or sign in ("-", "−", "－"):
        value = -value
    return value, "zero" if value == 0 else "value"


@dataclass(slots=True)
class Source:
    """What a disclosure says about itself: who publishes it, for which year, budget or final accounts."""

    document_id: str
    fiscal_year: str = ""
    organisation_code: str = ""
    organisation_name: str = ""
    phase: str = "budget"


@dataclass(slots=True)
class Fact:
    """An amount of a statutory table (columns of ``facts.csv``)."""

    fact_id: str
    document_id: str
    fiscal_year: str
    organisation_code: str
    organisation_name: str
    phase: str
    basis: str
    role: str
    direction: str
    fund: str
    function_code: str
    function_name: str
    economic_code: str
    economic_name: str
    item: str
    measure: str
    row_role: str
    column_role: str
    level: int | None
    null_kind: str
    amount_yuan: Decimal | None
    amount_raw: str
    unit_raw: str
    column_label: str
    page: int
    table: int
    row: int
    column: int
    x0: float
    top: float
    x1: float
    bottom: float


FACT_COLUMNS = [field.name for field in fields(Fact)]


def fact_id(page: int, table: int, row: int, column: int) -> str:
    """The name of a cell: where it stands, so that the name says the place."""
    return f"p{page:02d}t{table}r{row:02d}c{column:02d}"


def box(cell: Cell) -> dict[str, float]:
    """A cell's box in points, rounded to a tenth."""
    return {name: round(getattr(cell, name), 1) for name in ("x0", "top", "x1", "bottom")}


_ORGANISATION = [
    re.compile(r"[\[【(（](\d{3,9})[\]】)）]\s*([\u4e00-\u9fff（）()]{4,40})"),
    re.compile(
        r"(?:编制部门|编制单位|填报单位|单位名称|部门名称|部门|预算单位|预算部门)()\s*[:：]\s*([\u4e00-\u9fff（）()\d]{4,40}?)(?=金额单位|单位[:：]|预算年度|$)"
    ),
    re.compile(r"^(\d{3,9})\s*([\u4e00-\u9fff（）()]{4,40})$"),
]


def source_of(document_id: str, reading: Reading) -> Source:
    """Who publishes the disclosure, for which year and phase, from what it prints around its tables."""
    source = Source(document_id)
    above = [text for table in reading.tables for text in [*table.above, table.title]]
    first = [line.text for line in reading.prose[:200]]
    for pattern in _ORGANISATION:
        found = Counter(match.groups() for text in above if (match := pattern.search(text)))
        if found:
            source.organisation_code, source.organisation_name = found.most_common(1)[0][0]
            break
    years = Counter(match[1] for text in above if (match := re.search(r"预算年度\s*[:：]\s*(20\d\d)", text)))
    if not years:
        titles = [table.title for table in reading.tables] + first[:6]
        years = Counter(match[1] for text in titles if (match := YEAR.search(text)))
    if years:
        source.fiscal_year = years.most_common(1)[0][0]
    if any("决算" in table.title for table in reading.tables) or any("决算" in text for text in first[:3]):
        source.phase = "final"
    return source


def facts_of(source: Source, found: Recognised) -> list[Fact]:
    """The facts of one statutory table, in printed order; an empty table gives one for each of its columns."""
    if found.role not in STATUTORY or found.kind not in ("coded", "lines"):
        return []
    table = found.table
    unit = table.unit
    lines = _coded_lines(found) if found.kind == "coded" else _item_lines(found)
    common = {
        "document_id": source.document_id,
        "fiscal_year": source.fiscal_year,
        "organisation_code": source.organisation_code,
        "organisation_name": source.organisation_name,
        "phase": source.phase,
        "basis": "current",
        "role": found.role,
        "unit_raw": unit,
    }
    facts = []
    for r, column, labels in lines:
        cell, part = table.rows[r][column.index]
        value, kind = parse_amount(cell.text)
        facts.append(
            Fact(
                fact_id=fact_id(part.page, part.index, cell.row, cell.column),
                direction=column.direction,
                fund=column.fund,
                measure=column.measure,
                column_role=column.role,
                null_kind=kind,
                amount_yuan=None if value is None else value * FACTOR.get(unit, 1),
                amount_raw=cell.text_raw,
                column_label=column.label,
                page=part.page,
                table=part.index,
                row=cell.row,
                column=cell.column,
                **labels,
                **box(cell),
                **common,
            )
        )
    if is_empty(found):
        return _empty_facts(found, common)
    return facts


def is_empty(found: Recognised) -> bool:
    """Does the table state nothing: no row below its header, or no text in any of them but 合计?"""
    table = found.table
    texts = [text for row in table.texts()[table.header :] for text in row]
    return not any(text for text in texts if not re.fullmatch(r"合\s*计|[-—]+", text))


def _empty_facts(found: Recognised, common: dict) -> list[Fact]:
    table = found.table
    labels = {k: v for k, v in _NO_LABELS.items()}
    facts = []
    for column in found.columns:
        if column.measure in _LABEL_MEASURES:
            continue
        r = max(k for k in range(len(table.rows)) if k < max(table.header, 1) and column.index in table.rows[k])
        cell, part = table.rows[r][column.index]
        facts.append(
            Fact(
                fact_id=fact_id(part.page, part.index, cell.row, cell.column),
                direction=column.direction,
                fund=column.fund,
                measure=column.measure,
                column_role=column.role,
                null_kind="empty_table",
                amount_yuan=None,
                amount_raw="",
                column_label=column.label,
                page=part.page,
                table=part.index,
                row=cell.row,
                column=cell.column,
                **{**labels, "row_role": "total"},
                **box(cell),
                **common,
            )
        )
    return facts


_LABEL_MEASURES = ("code", "name", "item", "line_number")
_NO_LABELS = {
    "function_code": "",
    "function_name": "",
    "economic_code": "",
    "economic_name": "",
    "item": "",
    "level": None,
    "row_role": "leaf",
}


def _coded_lines(found: Recognised):
    """Rows of a table keyed by codes: ``(row, column, labels)`` for each amount cell."""
    table = found.table
    codes = [c.index for c in found.columns if c.measure == "code"]
    names = [c.index for c in found.columns if c.measure == "name"]
    amounts = [c for c in found.columns if c.measure not in _LABEL_MEASURES]
    economic = found.role == "basic_by_economic"
    rows = []
    for r in range(table.header, len(table.rows)):
        code = "".join(table.text(r, k) for k in codes)
        name = "".join(table.text(r, k) for k in names)
        if not re.fullmatch(r"\d+", code):
            name, code = name or code, ""
        rows.append((r, code, name))
    known = {code for _, code, _ in rows if code}
    parents = {code[:-2] for code in known if len(code) > 3}
    for r, code, name in rows:
        if not code and not name:
            continue
        labels = dict(_NO_LABELS)
        if code:
            labels["economic_code" if economic else "function_code"] = code
            labels["economic_name" if economic else "function_name"] = name
            labels["level"] = (len(code) - 1) // 2
            labels["row_role"] = "subtotal" if code in parents else "leaf"
        else:
            labels["item"] = name
            labels["row_role"] = row_role(name) or "leaf"
        for column in amounts:
            if column.index in table.rows[r]:
                yield r, column, labels


def _item_lines(found: Recognised):
    """Rows of a table whose lines are named by words: ``(row, column, labels)`` for each amount cell."""
    table = found.table
    amounts = [c for c in found.columns if c.measure not in _LABEL_MEASURES and c.item_column is not None]
    inside: dict[int, str] = {}
    for r in range(table.header, len(table.rows)):
        for column in amounts:
            item = table.text(r, column.item_column)
            if not item or column.index not in table.rows[r]:
                continue
            labels = dict(_NO_LABELS)
            bare = NUMBERING.sub("", item)
            role = row_role(item)
            numbered = NUMBERING.match(item)
            # "其中" opens a list that its unnumbered followers belong to as well.
            if role == "of_which" or (role is None and not numbered and inside.get(column.item_column) == "of_which"):
                role = "of_which"
            inside[column.item_column] = role or "leaf"
            labels["item"] = item
            labels["row_role"] = role or "leaf"
            labels["level"] = _level(item) if role in (None, "leaf") else (2 if role == "of_which" else None)
            if column.direction == "expenditure" and bare in function_classes() and role is None:
                labels["function_code"], labels["function_name"] = function_classes()[bare], bare
            yield r, column, labels


def _level(item: str) -> int:
    if re.match(r"^[一二三四五六七八九十]+、", item):
        return 1
    return 2 if NUMBERING.match(item) else 1
