"""From recognised tables to tidy rows: each amount a fact with its labels, its place and its printed form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TypedDict

from disclosure.forms.books import wording
from disclosure.forms.lines import empty_line, is_empty, lines_of
from disclosure.forms.names import Owner
from disclosure.forms.recognised import Column, Recognised, list_numbers
from disclosure.forms.source import phase_of
from disclosure.model.amounts import FACTOR, parse_amount, unit_of
from disclosure.model.roles import BREAKDOWNS, NO_AMOUNT, WITH_FACTS
from disclosure.model.source import APPROVED, EXECUTED, Source
from disclosure.pdf.grid import Cell
from disclosure.words.messages import Message


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
    unit_code: str = ""
    unit_name: str = ""
    table_id: str = ""
    list_number: int = 1
    restates: str = ""
    source_place: str = ""


class Box(TypedDict):
    """Where a cell stands, in points from the top left of the page."""

    x0: float
    top: float
    x1: float
    bottom: float


FACT_COLUMNS = [field.name for field in fields(Fact)]


def fact_id(page: int, table: int, row: int, column: int) -> str:
    """The name of a cell: where it stands, so that the name says the place."""
    return f"p{page:02d}t{table}r{row:02d}c{column:02d}"


def table_id(number: int) -> str:
    """The name of a document's table in ``tables.csv``, by its place in reading order from 1."""
    return f"t{number:02d}"


def box(cell: Cell) -> Box:
    """A cell's box in points, rounded to a tenth."""
    x0, top, x1, bottom = (round(edge, 1) for edge in (cell.x0, cell.top, cell.x1, cell.bottom))
    return {"x0": x0, "top": top, "x1": x1, "bottom": bottom}


def facts_of(source: Source, recognised: list[Recognised], whose: list[Owner]) -> list[Fact]:
    """The facts of a document's statutory tables, in printed order; ``whose`` gives each table's organisation.

    An empty table gives one fact for each of its columns. Where two tables of one role state the same lines for one
    organisation, those of all but the first of the role's own fund say which table they restate: a sum over a role
    and an organisation leaves them out, and within each table the leaves make its total.
    """
    facts: list[Fact] = []
    told: dict[tuple, Recognised] = {}
    units = _units(recognised)
    phases = _phases(source, recognised, whose)
    by_fund = sorted(zip(recognised, whose, units, strict=True), key=lambda x: x[0].fund == "appropriation")
    names = {id(found): table_id(number) for number, found in enumerate(recognised, start=1)}
    for found, owner, unit in by_fund:
        phase = phases[id(found)]
        own = _table_facts(source, found, owner, unit, names[id(found)], phase)
        if any(fact.row_role == "leaf" for fact in own):
            first = told.setdefault((found.role, owner, phase), found)
            if first is not found:
                for fact in own:
                    fact.restates = names[id(first)]
                if first.fund == found.fund:
                    said = Message(
                        "a second table of this role (the first is on page {page}): sum within one table, or leave out "
                        "what restates another",
                        page=first.table.pages[0],
                    )
                    found.remark("again", said)
        facts += own
    order = {id(part): k for k, found in enumerate(recognised) for part in found.table.parts}
    place = {(part.page, part.index): order[id(part)] for found in recognised for part in found.table.parts}
    return sorted(facts, key=lambda fact: place[fact.page, fact.table])


def _phases(source: Source, recognised: list[Recognised], whose: list[Owner]) -> dict[int, str]:
    """The phase of each table, by its identity: as its title says, else that of the document.

    In final accounts a title without 决算 beside another table of the same role that has it is that of a budget bound
    in: 一般公共预算支出表 beside 一般公共预算财政拨款支出决算表.
    """
    outturn, outturns = wording("outturn"), set()
    for found, owner in zip(recognised, whose, strict=True):
        if outturn.search(found.table.title):
            outturns.add((found.role, owner))
    phases = {}
    for found, owner in zip(recognised, whose, strict=True):
        title = found.table.title
        bound_in = source.phase == EXECUTED and title and not outturn.search(title) and (found.role, owner) in outturns
        phases[id(found)] = APPROVED if bound_in else phase_of(source, title)
    return phases


def _units(recognised: list[Recognised]) -> list[str]:
    """The unit of money of each table: its own, else that of all the others where they agree."""
    printed = {found.table.unit for found in recognised if found.role in WITH_FACTS and found.table.unit}
    units = []
    for found in recognised:
        unit = found.table.unit
        bare = [c for c in found.columns if c.measure not in NO_AMOUNT and not c.unit]
        if not unit and found.role in WITH_FACTS and bare and not is_empty(found):
            unit = next(iter(printed)) if len(printed) == 1 else ""
            said = (
                Message("prints no unit of money: read in {unit} like the tables around it", unit=unit)
                if unit
                else Message("prints no unit of money: its amounts are kept as printed only")
            )
            found.remark("unit", said)
        units.append(unit)
    return units


def _table_facts(source: Source, found: Recognised, owner: Owner, table_unit: str, name: str, phase: str) -> list[Fact]:
    if found.role not in WITH_FACTS:
        return []
    table = found.table
    lists = list_numbers(found)
    facts = []
    for r, column, labels in empty_line(found) if is_empty(found) else lines_of(found):
        cell, part = table.rows[r][column.index]
        empty = labels.get("null_kind") == "empty_table"
        value, kind = (None, "empty_table") if empty else parse_amount(cell.text)
        unit = unit_of(cell.text) or column.unit or table_unit
        if value is not None and not unit:
            value, kind = None, "unreadable"
        labels = {"basis": _basis(source, column), **labels, "null_kind": kind}
        if column.economic[0]:
            labels |= {"economic_code": column.economic[0], "economic_name": column.economic[1]}
        facts.append(
            Fact(
                fact_id=fact_id(part.page, part.index, cell.row, cell.column),
                document_id=source.document_id,
                fiscal_year=source.fiscal_year,
                organisation_code=owner[0],
                organisation_name=owner[1],
                role=found.role,
                phase=labels.pop("phase", column.phase) or phase,
                direction=column.direction,
                fund=column.fund,
                measure=column.measure,
                column_role=column.role,
                amount_yuan=None if value is None else value * FACTOR[unit],
                amount_raw="" if empty else cell.text_raw,
                unit_raw=unit,
                column_label=column.label,
                page=part.page,
                table=part.index,
                row=cell.row,
                column=cell.column,
                read_by="ocr_corrected" if cell.corrected else "ocr" if part.certainty == "ocr" else "text",
                table_id=name,
                list_number=lists[column.index],
                **labels,
                **box(cell),
            )
        )
    _named_apart(found, facts)
    return facts


def _named_apart(found: Recognised, facts: list[Fact]) -> None:
    """No two amounts of a printed line have one measure: the second of ``other`` is ``other_2``, and so on.

    Columns that no rule knows come to this, and headers that say the same of two columns; these are in no sum.
    """
    seen: dict[tuple, int] = {}
    for fact in facts:
        if fact.null_kind == "empty_table":
            continue
        key = (*(getattr(fact, label) for label in LINE), fact.measure, fact.basis)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] > 1:
            fact.measure, fact.column_role = f"{fact.measure}_{seen[key]}", "of_which"
            if not fact.measure.startswith("other_"):
                name = fact.column_label or fact.column + 1
                said = Message("column “{column}” measures what another does: kept, in no sum", column=name)
                found.remark("column", said)


def _basis(source: Source, column: Column) -> str:
    """prior where the header says so, or names only the year before the document's."""
    years = set(re.findall(r"(20\d\d)年", column.label))
    before = source.fiscal_year and years == {str(int(source.fiscal_year) - 1)}
    return (
        "prior"
        if before and not any(wording(name).search(column.label) for name in ("compared", "carried"))
        else column.basis
    )


def wide(facts: Iterable[Mapping], amount: str) -> list[dict]:
    """Facts of a statutory table as its printed lines: labels, and the ``amount`` of each measure in its column."""
    lines: dict[tuple, dict] = {}
    for fact in facts:
        if fact["null_kind"] == "empty_table":
            continue
        key = tuple(fact[label] for label in LINE)
        name = fact["function_name"] or fact["item"] or fact["economic_name"]
        line = lines.setdefault(key, {"name": name} | {label: fact[label] for label in _LINE_LABELS})
        if fact["role"] in BREAKDOWNS:
            line["economic_code"] = ""  # the class of a column, not of the line
        if fact[amount] is not None:
            line[measure_of(fact)] = fact[amount]
    return list(lines.values())


LINE = ("page", "table", "row", "list_number", "item", "function_code")
"""What the facts of one printed line share: lists that stand side by side have lines of their own in each row."""
_LINE_LABELS = ("fact_id", "page", "direction", "function_code", "economic_code", "item", "level", "row_role")


def measure_of(fact: Mapping) -> str:
    """The column of a printed table that a fact stands in: its measure, and the year where it is another."""
    return fact["measure"] if fact["basis"] == "current" else f"{fact['measure']}_{fact['basis']}"
