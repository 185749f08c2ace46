"""From recognised tables to tidy rows: each amount a fact with its labels, its place and its printed form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from disclosure.form import STATUTORY, Column, Recognised, function_classes, row_role
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
    read_by: str = "text"


FACT_COLUMNS = [field.name for field in fields(Fact)]


def fact_id(page: int, table: int, row: int, column: int) -> str:
    """The name of a cell: where it stands, so that the name says the place."""
    return f"p{page:02d}t{table}r{row:02d}c{column:02d}"


def box(cell: Cell) -> dict[str, float]:
    """A cell's box in points, rounded to a tenth."""
    return {name: round(getattr(cell, name), 1) for name in ("x0", "top", "x1", "bottom")}


_NAME = r"[\u4e00-\u9fff（）()]{4,40}"
_ORGANISATION = [
    re.compile(rf"[\[【(（](\d{{3,9}})[\]】)）]\s*({_NAME})"),
    re.compile(
        r"(?:(?:编制|填报|预算|公开)?(?:部门|单位)(?:名称|编码及名称)?)()\s*[:：]\s*([\u4e00-\u9fff（）()\d]{4,40}?)"
        r"(?=金额单位|单位[:：]|预算年度|公开\d|$)"
    ),
    re.compile(rf"^(\d{{3,9}})\s*({_NAME})$"),
]
_TITLED = re.compile(
    r"()(?:[一二三四五六七八九十]+、)?20\d\d年度?((?!部门|单位|预算)[\u4e00-\u9fff（）()]{4,30}?)"
    r"(?=收支|收入|支出|财政拨款|一般公共|政府性?基金|国有资本|[“\"]?三公|部门|单位|预算|决算)"
)
_COVER = re.compile(
    r"()^([\u4e00-\u9fff]{2,30}?(?:局|厅|院|委员会|委|办公厅|办公室|办事处|法院|检察院|中心|政府|部|署|协会|联合会))$"
)


def _organisation(texts: list[str], patterns: list[re.Pattern]) -> tuple[str, str]:
    for pattern in patterns:
        found = Counter(match.groups() for text in texts if (match := pattern.search(text)))
        if found:
            return found.most_common(1)[0][0]
    return "", ""


def source_of(document_id: str, reading: Reading) -> Source:
    """Who publishes the disclosure, for which year and phase: from what stands around its tables and on its cover."""
    source = Source(document_id)
    above = [text for table in reading.tables for text in [*table.above, table.title]]
    first = [line.text for line in reading.prose[:200]]
    source.organisation_code, source.organisation_name = _organisation(above, _ORGANISATION)
    if not source.organisation_name:
        titles = [table.title for table in reading.tables] + first
        source.organisation_name = _organisation(titles, [_TITLED, _COVER])[1]
    years = Counter(match[1] for text in above if (match := re.search(r"预算年度\s*[:：]\s*(20\d\d)", text)))
    if not years:
        titles = [table.title for table in reading.tables] + first[:6]
        years = Counter(match[1] for text in titles if (match := YEAR.search(text)))
    if years:
        source.fiscal_year = years.most_common(1)[0][0]
    if any("决算" in table.title for table in reading.tables) or any("决算" in text for text in first[:3]):
        source.phase = "final"
    return source


def facts_of(source: Source, recognised: list[Recognised]) -> list[Fact]:
    """The facts of a document's statutory tables, in printed order.

    An empty table gives one fact for each of its columns. Where two tables of one role state the same lines for one
    organisation, the leaves of all but the first of the role's own fund become of_which: a sum over leaves counts
    each amount once.
    """
    facts: list[Fact] = []
    told: dict[tuple[str, str], tuple[int, int]] = {}
    for found in sorted(recognised, key=lambda f: bool(f.fund == "appropriation")):
        own = _table_facts(source, found)
        if any(fact.row_role == "leaf" for fact in own):
            key = found.role, own[0].organisation_name
            mine = own[0].page, own[0].table
            if told.setdefault(key, mine) != mine:
                for fact in own:
                    fact.row_role = "of_which" if fact.row_role == "leaf" else fact.row_role
        facts += own
    order = {id(part): k for k, found in enumerate(recognised) for part in found.table.parts}
    place = {(part.page, part.index): order[id(part)] for found in recognised for part in found.table.parts}
    return sorted(facts, key=lambda fact: place[fact.page, fact.table])


def _table_facts(source: Source, found: Recognised) -> list[Fact]:
    if found.role not in STATUTORY:
        return []
    table = found.table
    if is_empty(found):
        lines = _empty_line(found)
    else:
        lines = {"coded": _coded_lines, "lines": _item_lines, "wide": _wide_line}[found.kind](found)
    code, name = _organisation(table.above, _ORGANISATION)
    common = {
        "document_id": source.document_id,
        "fiscal_year": source.fiscal_year,
        "organisation_code": code if name else source.organisation_code,
        "organisation_name": name or source.organisation_name,
        "role": found.role,
        "unit_raw": table.unit,
    }
    facts = []
    for r, column, labels in lines:
        cell, part = table.rows[r][column.index]
        empty = labels.get("null_kind") == "empty_table"
        value, kind = (None, "empty_table") if empty else parse_amount(cell.text)
        facts.append(
            Fact(
                fact_id=fact_id(part.page, part.index, cell.row, cell.column),
                basis=column.basis,
                phase="budget" if "预算数" in column.label else source.phase,
                direction=column.direction,
                fund=column.fund,
                measure=column.measure,
                column_role=column.role,
                amount_yuan=None if value is None else value * FACTOR.get(table.unit, 1),
                amount_raw="" if empty else cell.text_raw,
                column_label=column.label,
                page=part.page,
                table=part.index,
                row=cell.row,
                column=cell.column,
                read_by="ocr" if part.certainty == "ocr" else "text",
                **{**labels, "null_kind": kind},
                **box(cell),
                **common,
            )
        )
    return facts


def is_empty(found: Recognised) -> bool:
    """Does the table state nothing: no row below its header, or no text in any of them but 合计?"""
    table = found.table
    texts = [text for row in table.texts()[table.header :] for text in row]
    return not any(text for text in texts if not re.fullmatch(r"合\s*计|无|[-—]+", text))


def _empty_line(found: Recognised):
    """The columns of an empty table, each at the last header cell above it."""
    table = found.table
    for column in _amounts(found):
        r = max(k for k in range(max(table.header, 1)) if column.index in table.rows[k])
        yield r, column, {**_NO_LABELS, "row_role": "total", "null_kind": "empty_table"}


def _amounts(found: Recognised) -> list[Column]:
    """The columns that hold amounts of money."""
    return [column for column in found.columns if column.measure not in _NO_AMOUNT]


_NO_AMOUNT = ("code", "name", "item", "line_number", "rate")
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
    """Rows of a table keyed by codes: ``(row, column, labels)`` for each amount cell.

    A table may set several lists beside each other (final accounts do, for economic classes): a code column after an
    amount column opens the next list.
    """
    table = found.table
    economic = found.role == "basic_by_economic"
    groups: list[dict[str, list[Column]]] = []
    for column in found.columns:
        kind = column.measure if column.measure in ("code", "name") else "amount"
        if column.measure in _NO_AMOUNT and kind == "amount":
            continue
        if not groups or (kind == "code" and groups[-1]["amount"]):
            groups.append({"code": [], "name": [], "amount": []})
        groups[-1][kind].append(column)
    rows = [
        (r, *_code_and_name(found, r, group), group)
        for r in range(table.header, len(table.rows))
        for group in groups
        if group["code"]
    ]
    known = {code for _, code, _, _ in rows if code}
    parents = {code[:-2] for code in known if len(code) > 3}
    for r, code, name, group in rows:
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
        for column in group["amount"]:
            if column.index in table.rows[r]:
                yield r, column, labels


def _code_and_name(found: Recognised, r: int, group: dict[str, list[Column]]) -> tuple[str, str]:
    """Code and name of a line; a code set in columns of its own (类, 款, 项) is put together: "301", "2" is 30102."""
    table = found.table
    first, *rest = [table.text(r, column.index) for column in group["code"]]
    code = first + "".join(part.zfill(2) if part.isdigit() else part for part in rest)
    name = "".join(table.text(r, column.index) for column in group["name"])
    return (code, name) if re.fullmatch(r"\d+", code) else ("", name or code)


def _item_lines(found: Recognised):
    """Rows of a table whose lines are named by words: ``(row, column, labels)`` for each amount cell."""
    table = found.table
    sides: dict[tuple[int, ...], list[Column]] = {}
    for column in _amounts(found):
        if column.item_columns:
            sides.setdefault(column.item_columns, []).append(column)
    made, told = [], set()
    for names, columns in sides.items():
        lines = [(r, *_item(found, r, names)) for r in range(table.header, len(table.rows))]
        lines = [(r, item, level) for r, item, level in lines if item]
        roles = _line_roles(found, lines, columns)
        if columns[0].direction in told:  # a second list of the same side says the same money another way
            roles = ["of_which" if role == "leaf" else role for role in roles]
        told.add(columns[0].direction)
        for (r, item, level), role in zip(lines, roles, strict=True):
            labels = {**_NO_LABELS, "item": item, "row_role": role, "level": level}
            labels["level"] = (
                None if role in ("total", "subtotal") and row_role(item) else 2 if role == "of_which" else level
            )
            bare = NUMBERING.sub("", item)
            if (
                columns[0].direction == "expenditure"
                and bare in function_classes()
                and role not in ("total", "of_which")
            ):
                labels["function_code"], labels["function_name"] = function_classes()[bare], bare
            made += [(r, column, labels) for column in columns if column.index in table.rows[r]]
    return sorted(made, key=lambda line: (line[0], line[1].index))


def _item(found: Recognised, r: int, names: tuple[int, ...]) -> tuple[str, int]:
    """The name of a line and its level: by its numbering, or by the second of two columns of names."""
    table = found.table
    texts = [table.text(r, k) for k in names]
    if not any(texts):
        texts[-1] = table.covering(r, names[-1])  # 支出合计 over the columns of two sides
    item = next((text for text in reversed(texts) if text), "")
    if len(names) > 1 and texts[-1]:
        if re.fullmatch(r"小\s*计", item):
            above = next(
                (table.text(k, names[0]) for k in range(r, table.header - 1, -1) if table.text(k, names[0])), ""
            )
            return f"{above}小计", 1
        return item, 2
    return item, _level(item)


def _line_roles(found: Recognised, lines: list[tuple[int, str, int]], columns: list[Column]) -> list[str]:
    """leaf, subtotal, total or of_which for each line of one side.

    A line followed by lines one level below is their subtotal where they add up to it, and else a leaf that they are
    of_which. "其中" opens a list of which its unnumbered followers are part.
    """
    roles: list[str] = []
    listed = False
    for _, item, _ in lines:
        role = row_role(item)
        listed = role == "of_which" or (listed and role is None and not NUMBERING.match(item))
        roles.append("of_which" if listed else role or "leaf")
    for k, (_, _, level) in enumerate(lines):
        if roles[k] != "leaf":
            continue
        below = []
        for j in range(k + 1, len(lines)):
            if lines[j][2] <= level or roles[j] != "leaf":
                break
            below.append(j)
        if below and found.role != "three_public":
            adds_up = all(
                _value(found, lines[k][0], c) == sum(_value(found, lines[j][0], c) for j in below) for c in columns
            )
            if adds_up and any(_value(found, lines[k][0], c) for c in columns):
                roles[k] = "subtotal"
            else:
                for j in below:
                    roles[j] = "of_which"
    return roles


def _value(found: Recognised, r: int, column: Column) -> Decimal:
    return parse_amount(found.table.text(r, column.index))[0] or Decimal(0)


def _wide_line(found: Recognised):
    """A table whose header names the items: one line of amounts for each row below it.

    For the “三公” expenses each column is an item of its own; for any other table the columns keep their measures and
    the line is its total.
    """
    table = found.table
    for r in range(table.header, len(table.rows)):
        for column in _amounts(found):
            if column.index not in table.rows[r]:
                continue
            labels = {**_NO_LABELS, "item": "合计", "row_role": "total"}
            if found.role == "three_public":
                labels["item"], labels["row_role"], labels["level"] = _wide_item(found, column)
                column.measure, column.role = "total", "leaf"
            yield r, column, labels


def _wide_item(found: Recognised, column: Column) -> tuple[str, str, int | None]:
    """Name, role and level of the item that a column of a wide table stands for."""
    path = [
        part
        for part in column.label.split("/")
        if not re.fullmatch(r"(20\d\d年)?(部门|单位)?(预算数|决算数|执行数)", part)
    ]
    group = [part for part in path if "三公" in part]
    rest = [part for part in path if "三公" not in part]
    sums = ("小计", "合计")
    if not rest or rest == ["合计"]:
        return "合计", "total", None
    if rest[-1] in sums and len(rest) == 1:
        return re.sub(r"(预算数|决算数|经费合计)$", "", group[-1] if group else rest[-1]), "subtotal", None
    if rest[-1] in sums:
        return rest[-2], "leaf", 1
    item = re.sub(r"(预算数|决算数)$", "", rest[-1])
    if len(rest) > 1:
        return item, "of_which", 2
    return item, row_role(item) or "leaf", 1


def _level(item: str) -> int:
    if re.match(r"^[一二三四五六七八九十]+、", item):
        return 1
    return 2 if NUMBERING.match(item) else 1


def wide(facts: Iterable[Mapping], amount: str) -> list[dict]:
    """Facts of a statutory table as its printed lines: labels, and the ``amount`` of each measure in its column."""
    lines: dict[tuple, dict] = {}
    for fact in facts:
        if fact["null_kind"] == "empty_table":
            continue
        key = tuple(fact[label] for label in ("page", "table", "row", "direction", "item"))
        name = fact["function_name"] or fact["economic_name"] or fact["item"]
        line = lines.setdefault(key, {"name": name} | {label: fact[label] for label in _LINE_LABELS})
        if fact[amount] is not None:
            line[measure_of(fact)] = fact[amount]
    return list(lines.values())


_LINE_LABELS = ("fact_id", "page", "direction", "function_code", "economic_code", "item", "level", "row_role")


def measure_of(fact: Mapping) -> str:
    """The column of a printed table that a fact stands in: its measure, and the year where it is another."""
    return fact["measure"] if fact["basis"] == "current" else f"{fact['measure']}_{fact['basis']}"
