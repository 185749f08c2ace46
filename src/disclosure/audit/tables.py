"""The statutory tables of a ledger: lines with their amounts, columns, and sides that stand beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache

from disclosure.audit.amount import NOTHING, Amount, last_digit
from disclosure.model.records import CellRow, FactRow, TableRow
from disclosure.model.roles import BALANCE, BREAKDOWNS, BUDGETED
from disclosure.words.names import bare
from disclosure.words.roles import role_name

Key = tuple[str, str]
"""What a column measures and for which year: ``(measure, basis)``."""


@dataclass(slots=True)
class LedgerLine:
    """A printed line of a table (of one side of it, where two stand beside each other)."""

    page: str
    row: int
    side: str
    code: str
    name: str
    item: str
    role: str
    level: int
    column: int = 0
    """Where its first amount stands: lists printed side by side begin in different columns."""
    part: str = ""
    """The printed part of a table that it stands in."""
    unit: str = ""
    """The unit that its row names, where a table lists its units."""
    amounts: dict[Key, Amount] = field(default_factory=dict)

    def get(self, *measures: str, basis: str = "current") -> Amount:
        """The amount of the first of these measures that the line has."""
        return next((self.amounts[m, basis] for m in measures if (m, basis) in self.amounts), NOTHING)

    @property
    def label(self) -> str:
        return f"{self.code} {self.name}" if self.code and self.name else self.item or self.name

    @property
    def bare(self) -> str:
        return bare(self.item or self.name)

    @property
    def sums(self) -> bool:
        """Is this a line of a sum (合计, 总计), rather than an item that has items of its own?"""
        return self.role in ("subtotal", "total") and not self.code and not self.level


@dataclass(slots=True)
class LedgerColumn:
    """A column as its facts describe it; ``label`` holds its headers from top to bottom."""

    key: Key
    role: str
    label: str
    side: str


@dataclass(slots=True)
class LedgerTable:
    """A statutory table after its pages are joined."""

    id: str
    role: str
    title: str
    unit: str
    first: Amount
    """Its first amount, read or not: the table's place."""
    phase: str = ""
    """The phase of its own figures; that of a budget beside an outturn is not meant."""
    empty: bool = False
    lines: list[LedgerLine] = field(default_factory=list)
    columns: dict[tuple, LedgerColumn] = field(default_factory=dict)
    sides: dict[str, list[LedgerLine]] = field(default_factory=dict)
    by_code: dict[str, list[LedgerLine]] = field(default_factory=dict)

    def said(self, language: str) -> str:
        """What it is called: its printed title in Chinese, its role's name in any other language."""
        return self.title if language == "zh" else role_name(self.role).said(language)

    def of_units(self) -> list[LedgerTable]:
        """The table, or where it lists the codes of several units one below the other, the lines of each."""
        units: dict[str, list[LedgerLine]] = {}
        for line in self.lines:
            if line.code and line.unit:
                units.setdefault(line.unit, []).append(line)
        if len(units) < 2:
            return [self]
        made = []
        for unit, lines in units.items():
            title = f"{self.title}，{unit}"
            own = LedgerTable(
                self.id, self.role, title, self.unit, self.first, self.phase, lines=lines, columns=self.columns
            )
            for line in lines:
                own.sides.setdefault(line.side, []).append(line)
                own.by_code.setdefault(line.code, []).append(line)
            made.append(own)
        return made

    def side(self, direction: str) -> list[LedgerLine]:
        """The lines of the first side of this direction; all lines where none is asked for."""
        if not direction:
            return self.lines
        return next((lines for side, lines in self.sides.items() if side.startswith(direction)), [])

    def total(self, direction: str = "") -> LedgerLine | None:
        """The line of the grand total of a side: its last total, or its last subtotal where it has none."""
        own = self.side(direction)
        for role in ("total", "subtotal") if direction else ("total",):
            found = [line for line in own if line.role == role and line.sums]
            if found:
                return found[-1]
        return None

    def find(self, pattern: str, direction: str = "", key: Key | None = None) -> LedgerLine | None:
        """The first line of a side whose bare name matches; where a column is asked for, one that has it."""
        own = (line for line in self.side(direction) if key is None or key in line.amounts)
        return next((line for line in own if re.search(pattern, line.bare)), None)

    def code(self, code: str) -> LedgerLine | None:
        """The line of a code."""
        return next(iter(self.by_code.get(code, ())), None)

    def coded_lines(self, width: int) -> list[LedgerLine]:
        """The lines whose code has this many digits."""
        return [line for code, lines in self.by_code.items() if len(code) == width for line in lines]

    def children(self) -> dict[str, list[LedgerLine]]:
        """The lines directly below each code, in printed order; those without a parent stand under ``""``."""
        made: dict[str, list[LedgerLine]] = {}
        for code, lines in self.by_code.items():
            parent = next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in self.by_code), "")
            made.setdefault(parent, []).extend(lines)
        return made


Entity = dict[str, list[LedgerTable]]
"""The statutory tables of one reporting entity by role: of the department, and where they are printed, of its units."""


def part_of(row: FactRow | CellRow) -> str:
    """The printed part of a table that a fact or cell belongs to: ``p02t1``."""
    return _part(row["page"], row["table"])


@cache
def _part(page: str, table: str) -> str:
    return f"p{int(page):02d}t{table}"


def code_and_name(row: FactRow) -> tuple[str, str]:
    """The code and name of the line that an amount stands in: in a breakdown the economic class is the column's."""
    if row["function_code"] or row["role"] in BREAKDOWNS:
        return row["function_code"], row["function_name"]
    return row["economic_code"], row["economic_name"]


def tables_of(facts: Iterable[FactRow], printed_of: Mapping[str, TableRow]) -> list[LedgerTable]:
    """The tables that facts stand in; ``printed_of`` gives the row of ``tables.csv`` for each printed part."""
    made: dict[str, LedgerTable] = {}
    open_lines: dict[tuple, LedgerLine] = {}
    for row in facts:
        part = part_of(row)
        printed = printed_of.get(part)
        name = printed["table_id"] if printed else part
        table = made.get(name)
        if table is None:
            table = made[name] = LedgerTable(
                name,
                row["role"],
                (printed and printed["title"]) or role_name(row["role"]).said("zh"),
                row["unit_raw"],
                Amount(row["fact_id"], row["page"], None),
            )
        if not table.phase and row["basis"] == "current" and row["measure"] not in BUDGETED:
            table.phase = row.get("phase", "")
        if row["null_kind"] == "empty_table":
            table.empty = True
            continue
        key = (row["measure"], row["basis"])
        # Accounts of a fund print a line's revenue and expenditure beside each other; balance tables two lines.
        side = row["direction"] if row["role"] in BALANCE else ""
        code, name = code_and_name(row)
        place = (part, row["row"], side, row["item"], code)
        line = open_lines.get(place)
        if line is None or (key in line.amounts and key[0] not in ("other", "share")):
            side = row["direction"]
            if row["role"] in BALANCE:
                # Two lists of one direction beside each other begin in different columns.
                side = f"{side}:{int(row['column']):02d}"
            line = open_lines[place] = LedgerLine(
                page=row["page"],
                row=int(row["row"]),
                side=side,
                code=code,
                name=name,
                item=row["item"],
                role=row["row_role"],
                level=int(row["level"] or 0),
                column=int(row["column"]),
                part=part,
                unit=row.get("unit_code") or row.get("unit_name") or "",
            )
            table.lines.append(line)
            table.sides.setdefault(side, []).append(line)
            if line.code:
                table.by_code.setdefault(line.code, []).append(line)
        value = row["amount_yuan"]
        line.amounts[key] = Amount(
            row["fact_id"],
            row["page"],
            Decimal(value) if value else None,
            row["null_kind"],
            last_digit(row.get("amount_raw", ""), row.get("unit_raw", "")),
        )
        mark = (line.side, key, row["column_label"])
        if mark not in table.columns:
            table.columns[mark] = LedgerColumn(key, row["column_role"], row["column_label"], line.side)
    for table in made.values():
        if len(table.of_units()) > 1:
            table.by_code = {}  # a code has an amount for each unit, and none for the table
    return list(made.values())


def entities_of(tables: list[LedgerTable]) -> Iterator[Entity]:
    """Tables by unit: a second summary begins the tables of the next unit."""
    entity: Entity = {}
    for table in tables:
        if table.role == "summary" and "summary" in entity:
            yield entity
            entity = {}
        entity.setdefault(table.role, []).append(table)
    if entity:
        yield entity
