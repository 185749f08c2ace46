"""The clean data of one document as an auditor opens it: tables of lines, sides, statements and annex rows.

Nothing here tests anything. Amounts are exact decimals in yuan; a blank stays ``None``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from disclosure.audit.amount import NOTHING, Amount, last_digit, number, share_digit
from disclosure.audit.tables import Entity, LedgerTable, entities_of, part_of, tables_of
from disclosure.model.amounts import stated_figure
from disclosure.model.records import CellRow, ParagraphRow, PlanRow, Records, StatementRow, TableRow
from disclosure.model.roles import SPENDING
from disclosure.model.source import ADJUSTED, APPROVED, EXECUTED, NONE_OF_OURS
from disclosure.store.reader import read_tables
from disclosure.words.names import bare
from disclosure.words.province import UNKNOWN, province_of
from disclosure.words.reference import reference_settings
from disclosure.words.wording import says, wording

Record = Mapping[str, Any]
"""A row of any file."""
FILES = tuple(Records.__annotations__)


ANNEXES = ("procurement", "assets", "performance")
"""Roles of tables whose lines are in files of their own."""


@cache
def words() -> dict:
    """What the audit knows of names and wording (``names.yml`` and ``wording.yml`` of the reference data)."""
    return reference_settings("names.yml") | reference_settings("wording.yml")


def read_rows(folder: Path) -> Records:
    """The rows of each clean file of one document as text; a file that is missing has none."""
    return cast(Records, read_tables(folder, FILES))


def page_of(part: str) -> str:
    """The page that a printed part of a table stands on."""
    return str(int(part[1 : part.index("t")]))


def first_page(table: TableRow | Record) -> str:
    """The page that a table begins on; empty where a file changed by hand names none."""
    return next(iter(table["pages"].split()), "")


def parts_of(table: TableRow) -> list[str]:
    """The printed parts of a table, a row of ``tables.csv``; none of a page that is only remarked on."""
    return (table.get("parts") or "").split()


@dataclass(slots=True)
class Statement:
    """A figure stated in prose; its ``basis`` is budget where final accounts repeat what was budgeted."""

    amount: Amount
    section: str
    label: str
    basis: str
    share: Decimal | None
    raw: str
    sentence: str
    index: int = 0
    row: Record = field(default_factory=dict)

    def said(self, language: str) -> str:
        """Its label and figure as printed."""
        return f"{self.label} {self.raw}"

    @property
    def said_amount(self) -> Amount | None:
        """Its amount; nothing for a change that is called level, ``None`` where no amount can be said."""
        if self.amount.value is not None:
            return self.amount
        level = self.share is None and self["trend"] == "unchanged" and not says("about", self.raw)
        return Amount(self.amount.id, self.amount.page, Decimal(0)) if level else None

    @property
    def digit(self) -> Decimal:
        """What one in the last printed digit of its percentage is worth, as a ratio."""
        return share_digit(self.raw)

    @property
    def project(self) -> str:
        """The project whose purpose it is told in; empty for any other statement."""
        head, _, name = self.section.partition(" / ")
        return name if head == wording("purpose_section") else ""

    def __getitem__(self, column: str) -> str:
        """Another column of its row of ``statements.csv``; empty where the data has none."""
        return self.row.get(column) or ""


Answer = TypeVar("Answer")


def asked_once(question: Callable[[Ledger], Answer]) -> Callable[[Ledger], Answer]:
    """What several rules ask of a ledger: the answer is kept with it."""

    @wraps(question)
    def asked(ledger: Ledger) -> Answer:
        if question not in ledger.answers:
            ledger.answers[question] = question(ledger)
        return ledger.answers[question]

    return asked


class Ledger:
    """The clean data of one document, opened for the audit."""

    def __init__(self, rows: Records):
        self.rows = rows
        facts = rows.get("facts", [])
        self.printed = rows.get("tables", [])
        every = cast(Mapping[str, list[Record]], rows)
        self.document_id: str = next((row for name in FILES for row in every.get(name, ())), {}).get("document_id", "")
        self.year = facts[0]["fiscal_year"] if facts else self.taken("fiscal_year")
        self.printed_of = {part: table for table in self.printed for part in parts_of(table)}
        printed = tables_of(facts, self.printed_of)
        own, bound_in = ([t for t in printed if (t.phase in ("", self.phase)) is mine] for mine in (True, False))
        self.entities = [*entities_of(own), *entities_of(bound_in)]
        self.statements = _statements(rows.get("statements", []), self.phase)
        self.procurement = [_annex("procurement", n, row) for n, row in enumerate(rows.get("procurement", []), start=1)]
        self.assets = [_annex("assets", n, row) for n, row in enumerate(rows.get("assets", []), start=1)]
        self.projects = [
            _annex("projects", row["project_code"] or n, row) for n, row in enumerate(rows.get("projects", []), start=1)
        ]
        self.plan = rows.get("project_plan", [])
        self.indicators = rows.get("project_indicators", [])
        self.of_one_fund: dict[int, bool] = {}
        """Whether an entity has one fund only, once that was asked: many rules do."""
        self.answers: dict[object, Any] = {}
        """What :func:`asked_once` has asked."""

    @cached_property
    def _forms(self) -> dict[str, list[AnnexLine]]:
        """The performance forms of each project, in their order: by its code, where none is printed by its name."""
        forms: dict[str, list[AnnexLine]] = {}
        for project in self.projects:
            forms.setdefault(project["project_code"] or project["project_name"], []).append(project)
        return forms

    def project_of(self, row: Record) -> AnnexLine | None:
        """The project of an indicator or a checkpoint; of several forms of one the last that begins before the row."""
        own = self._forms.get(row["project_code"] or row["project_name"], [])
        before = [project for project in own if _begins(project.words) <= _begins(row)]
        return before[-1] if before else next(iter(own), None)

    @cached_property
    def told_in_purpose(self) -> dict[str, list[Statement]]:
        """The figures of the purpose of each project, by its name."""
        told: dict[str, list[Statement]] = {}
        for statement in self.statements:
            if name := statement.project:
                told.setdefault(name, []).append(statement)
        return told

    @cached_property
    def checkpoints(self) -> dict[int, list[PlanRow]]:
        """The checkpoints of each project's payment plan, by the identity of its line: codes may stand twice."""
        own: dict[int, list[PlanRow]] = {}
        for row in self.plan:
            if project := self.project_of(row):
                own.setdefault(id(project), []).append(row)
        return own

    @cached_property
    def roles(self) -> set[str]:
        """The roles of the tables and annexes that the document prints."""
        printed = {row["role"] for row in self.printed} | {role for entity in self.entities for role in entity}
        annexes = (self.procurement, self.assets, self.projects)
        return printed | {role for role, lines in zip(ANNEXES, annexes, strict=True) if lines}

    @cached_property
    def phase(self) -> str:
        """The phase of its own figures, approved or executed; empty where it has none of a year."""
        if told := self.taken("phase"):
            return told
        rows = self.rows.get("facts") or self.rows.get("statements") or ()
        own = {row.get("phase", "") for row in rows if row["basis"] == "current"}
        return next((phase for phase in (EXECUTED, APPROVED) if phase in own), "")

    def taken(self, what: str) -> str:
        """What the document is taken to be by its own words: its fiscal_year, scope …; empty where it is silent."""
        rows = self.rows.get("sources", ())
        return next((row["value"] for row in rows if row["what"] == what and row["agrees"] == "true"), "")

    @cached_property
    def none_of_ours(self) -> str:
        """What it is where it is no department's disclosure (:data:`disclosure.model.source.NONE_OF_OURS`)."""
        return scope if (scope := self.taken("scope")) in NONE_OF_OURS else ""

    @cached_property
    def province(self) -> str:
        """The official name of its province; empty where nothing says it."""
        names = (row.get("organisation_name", "") for row in self.rows.get("facts", ()))
        found = province_of(next(filter(None, names), ""))
        return "" if found == UNKNOWN else found

    def before(self, statement: Statement, most: int) -> list[Statement]:
        """The statements before one, the nearest first, ``most`` of them."""
        return self.statements[max(0, statement.index - most) : statement.index][::-1]

    @property
    def units(self) -> list[Entity]:
        """The tables of each unit, where those of the department come first; not those of another phase bound in."""
        return [own for own in self.entities[1:] if all(t.phase in ("", self.phase) for ts in own.values() for t in ts)]

    @property
    def main(self) -> Entity:
        """The tables of the department itself, which come first."""
        return self.entities[0] if self.entities else {}

    def table(self, role: str, entity: Entity | None = None) -> LedgerTable | None:
        """The table of a role; of several, the one of the general public budget, else the first."""
        own = (self.main if entity is None else entity).get(role, [])
        general = [table for table in own if says("general_budget", table.title)]
        return next(iter(general if len(own) > 1 and general else own), None)

    @cached_property
    def first_of(self) -> dict[str, Amount]:
        """The first fact of each printed part of a table, by the part's name (``p02t1``)."""
        made: dict[str, Amount] = {}
        for row in self.rows.get("facts", ()):
            made.setdefault(part_of(row), Amount(row["fact_id"], row["page"], None))
        return made

    @cached_property
    def cells_of(self) -> dict[str, list[CellRow]]:
        """The printed cells of each part of a table."""
        made: dict[str, list[CellRow]] = {}
        for row in self.rows.get("cells", ()):
            made.setdefault(part_of(row), []).append(row)
        return made

    @cached_property
    def rests(self) -> set[tuple[str, str, str]]:
        """Part, column and text of the rest of each amount that a page break tears in two.

        The amount, read on the page before, holds both texts, and its cell the first of them only.
        """
        following = dict(pair for table in self.printed for pair in itertools.pairwise(parts_of(table)))
        amounts = {
            (part_of(row), row["row"], row["column"]): row["amount_raw"]
            for row in self.rows.get("facts", ())
            if "\n" in row.get("amount_raw", "")
        }
        rests = set()
        for cell in self.rows.get("cells", ()) if amounts else ():
            part = part_of(cell)
            whole = amounts.get((part, cell["row"], cell["column"]), "")
            if part in following and whole.startswith(first := cell["text_raw"] + "\n"):
                rests.add((following[part], cell["column"], whole.removeprefix(first)))
        return rests

    @cached_property
    def annex_lines(self) -> dict[str, AnnexLine]:
        """The lines of the annexes by name (``projects:3``)."""
        return {line.id: line for line in (*self.procurement, *self.assets, *self.projects)}

    @cached_property
    def annex_of(self) -> dict[tuple[str, str], Amount]:
        """The first line of each annex on each of its pages, by role and page."""
        made: dict[tuple[str, str], Amount] = {}
        for role, annex_lines in zip(ANNEXES, (self.procurement, self.assets, self.projects), strict=True):
            for line in annex_lines:
                made.setdefault((role, line.page), Amount(line.id, line.page, None))
        return made

    @property
    def spending(self) -> LedgerTable | None:
        """The department's expenditure by function code: of all funds, or else of the general public budget."""
        both = (self.table(role) for role in SPENDING)
        return next((table for table in both if table is not None and table.by_code), None)

    @cached_property
    def in_yuan(self) -> bool:
        """Does any statutory table print yuan, finer than the prose's 万元?"""
        return any(row["unit_raw"] == "元" for row in self.rows.get("facts", ()))


def _statements(rows: Iterable[StatementRow], phase: str) -> list[Statement]:
    made: list[Statement] = []
    digits: dict[tuple[str, str, str], Decimal] = {}
    for row in rows:
        raw, unit = stated_figure(row["value_raw"])
        sentence = (row["section"], row["sentence"], unit)
        if raw and (digit := last_digit(raw, unit)) < digits.get(sentence, digit + 1):
            digits[sentence] = digit
        repeats = phase == EXECUTED and row["basis"] == "current" and row.get("phase") in (APPROVED, ADJUSTED)
        made.append(
            Statement(
                amount=Amount(row["statement_id"], row["page"], number(row["amount_yuan"])),
                section=row["section"],
                label=bare(row["label"]),
                basis="budget" if repeats else row["basis"],
                share=number(row["share"]),
                raw=row["value_raw"],
                sentence=row["sentence"],
                index=len(made),
                row=row,
            )
        )
    for statement in made:
        raw, unit = stated_figure(statement.raw)
        if raw:  # beside 2,188.85万元, 59万元 lacks its zeros and is not rounded
            statement.amount.digit = digits[statement.section, statement.sentence, unit]
        if statement.basis == "current" and says("outturn_label", statement.label):
            statement.basis = "prior"
    return made


@dataclass(slots=True)
class AnnexLine:
    """A line of an annex: its words as printed and its amounts as cells."""

    id: str
    page: str
    role: str
    words: Record
    amounts: dict[str, Amount]

    def get(self, name: str) -> Amount:
        return self.amounts.get(name, NOTHING)

    def __getitem__(self, name: str) -> str:
        return self.words.get(name) or ""


def paragraph_place(row: ParagraphRow) -> Amount:
    """A paragraph of the text as the place that a test is about."""
    return Amount(row["paragraph_id"], row["page"], None)


def _begins(row: Record) -> tuple[int, float]:
    return int(row["page"]), float(row["top"] or 0)


def _annex(file: str, name: object, row: Record) -> AnnexLine:
    place = f"{file}:{name}"
    amounts = {
        column.removesuffix("_yuan"): Amount(place, row["page"], number(text), column=column)
        for column, text in row.items()
        if column.endswith("_yuan")
    }
    return AnnexLine(place, row["page"], row.get("row_role", ""), row, amounts)
