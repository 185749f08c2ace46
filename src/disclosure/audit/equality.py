"""Identities between named amounts, which are data: the rows of ``data/reference/rules/*.yml``.

The head of ``00-national.yml`` says how a row is written. A file with ``provinces`` holds for those alone. Loading
checks every row; one that is wrong raises :class:`InputError` with its file and line.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import yaml

from disclosure.audit.ledger import NOTHING, Amount, Ledger, LedgerLine, LedgerTable, Part, total, words
from disclosure.audit.rule import (
    EVERYWHERE,
    TOTAL,
    Rule,
    Scope,
    Severity,
    Test,
    Tolerance,
    carries,
    column_keys,
    no_other_fund,
    nothing_carried,
    one_fund,
    pairs_by_code,
    prints,
    same_amount,
    three_public_lines,
)
from disclosure.model.errors import InputError
from disclosure.model.roles import WITH_FACTS
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.store.csv_files import dictionary
from disclosure.words.messages import Message
from disclosure.words.province import province_names
from disclosure.words.reference import OWN, reference_folder, remembered
from disclosure.words.three_public import expenses

FOLDER = "rules"
ANNEX_TABLES = ("procurement", "assets")
Row = Mapping[str, object]


# --- conditions on a unit's money ----------------------------------------------------------------------


def _carry_left_out(ledger: Ledger, part: Part) -> bool:
    """Is money carried in that the revenue table leaves out?"""
    revenue = ledger.table("revenue_by_function", part)
    total = revenue.total() if revenue else None
    return carries(ledger, part) and not (total and total.get("carried_over").counts)


def _one_fund_unsplit(ledger: Ledger, part: Part) -> bool:
    """One fund, and an appropriation table that has no column for it."""
    table = ledger.table("appropriation", part)
    split = table is not None and any(key[0] == "general_public_budget" for key in column_keys(table))
    return one_fund(ledger, part) and not split


def _no_cars_bought(ledger: Ledger, part: Part) -> bool:
    """Official cars are paid for their running alone, so that they have one economic class."""
    table = ledger.table("three_public", part)
    purchase = three_public_lines(table).get("car_purchase") if table else None
    return purchase is None or not purchase.get(*TOTAL).counts


def _projects(ledger: Ledger, part: Part) -> bool:
    """May money also be spent as project expenditure? Also where no table divides basic from project."""
    table = ledger.table("expenditure_by_function", part) or ledger.table("general_budget_by_function", part)
    total = table.total() if table else None
    return total is None or total.get("project").counts or ("project", "current") not in total.amounts


CONDITIONS: dict[str, Callable[[Ledger, Part], bool]] = {
    "": lambda ledger, part: True,
    "no_other_fund": no_other_fund,
    "one_fund": one_fund,
    "one_fund_unsplit": _one_fund_unsplit,
    "nothing_carried": nothing_carried,
    "carry_left_out": _carry_left_out,
    "no_cars_bought": _no_cars_bought,
    "projects": _projects,
}


def _holds(condition: str, ledger: Ledger, part: Part) -> bool:
    name = condition.removeprefix("not ")
    return CONDITIONS[name](ledger, part) != (name != condition)


# --- amounts by name -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Operand:
    """An amount, or a sum of some, by its table, side, line and column; ``otherwise`` where it is not printed."""

    table: str
    side: str = ""
    line: str = "total"
    column: tuple[str, ...] = TOTAL
    named: str = ""
    condition: str = ""
    coded: bool | None = None
    """Only of a table that lists codes, or only of one that does not."""
    otherwise: Operand | None = None

    def lines(self, table: LedgerTable) -> list[LedgerLine]:
        """Its lines of the table; none where it is not printed."""
        kind, _, name = self.line.partition(":")
        if kind == "code":
            return [line for code in name.split("+") if (line := table.code(code))]
        if kind == "like":
            found = table.find(name, self.side)
        elif kind == "three_public":
            found = three_public_lines(table).get(name)
        else:
            found = table.total(self.side)
            if found is None and kind == "total or classes" and table.by_code:
                return table.children().get("", [])
        return [found] if found else []

    def amounts(self, ledger: Ledger, part: Part) -> list[Amount]:
        """The printed amounts that it sums; none where one of them is not printed, or its condition does not hold."""
        table = ledger.table(self.table, part)
        found: list[Amount] = []
        if table and self.coded in (None, bool(table.by_code)) and _holds(self.condition, ledger, part):
            lines = self.lines(table)
            if all(re.search(self.named, line.name) for line in lines):
                found = [line.get(*self.column) for line in lines]
        if (not found or NOTHING in found) and self.otherwise:
            return self.otherwise.amounts(ledger, part)
        return [] if NOTHING in found else found


@dataclass(frozen=True, slots=True)
class Equality:
    """A row: the amounts of its two sides, and where it holds."""

    rule: str
    left: Operand
    right: tuple[Operand, ...]
    sentence: Message | None = None
    relation: str = "="
    condition: str = ""
    each: str = ""
    printed: bool = False
    """What is not printed of the right side is left out."""
    more: Operand | str = ""
    reason: Message | None = None
    scope: Scope = EVERYWHERE

    def tests(self, ledger: Ledger) -> Iterator[Test]:
        """Its tests in a document, unit by unit."""
        for part in ledger.parts if self.scope.covers(ledger) else ():
            if _holds(self.condition, ledger, part):
                yield from self._codes(ledger, part) if self.each else self._one(ledger, part)

    def _one(self, ledger: Ledger, part: Part) -> Iterator[Test]:
        left = self.left.amounts(ledger, part)
        rights = [operand.amounts(ledger, part) for operand in self.right]
        right = [amount for amounts in rights for amount in amounts]
        if not left or not right or not (self.printed or all(rights)) or self.sentence is None:
            return
        excess = total(left) - total(right)
        codes = self.right[0].line.partition("code:")[2]
        yield Test(
            f"{left[0].id}={codes or right[0].id}",
            left,
            right,
            self.sentence,
            relation=self.relation,
            reason=self.reason if excess > 0 and self._may_hold(excess, ledger, part) else None,
        )

    def _may_hold(self, excess: Decimal, ledger: Ledger, part: Part) -> bool:
        """May the left side hold so much more than the right?"""
        if isinstance(self.more, str):
            return bool(self.more) and _holds(self.more, ledger, part)
        return excess <= total(self.more.amounts(ledger, part))

    def _codes(self, ledger: Ledger, part: Part) -> Iterator[Test]:
        """Every code (or class) of both tables; where both print one, their totals too."""
        left, right = ledger.table(self.left.table, part), ledger.table(self.right[0].table, part)
        if left is None or right is None or not prints(left, self.left.column):
            return
        pairs = pairs_by_code(left, right)
        if self.each == "class":
            pairs = [pair for pair in pairs if len(pair[0]) == 3]
            comparable = bool(left.coded_lines(3)) and (bool(right.coded_lines(3)) or right.empty)
        else:
            comparable = bool(left.by_code and right.by_code) and prints(right, self.right[0].column)
        for pair in pairs if comparable else ():
            yield same_amount(left, right, pair, self.left.column, self.right[0].column)


# --- what prose says -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StatedAmount:
    """A label of prose, and the amounts of tables that say the same; the first that is printed counts."""

    label: re.Pattern[str]
    at: tuple[Operand, ...]
    in_sentence: str = ""
    in_section: str = ""
    scope: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Partition:
    """A whole that prose divides: all of ``parts`` must be stated, those under ``also`` count where they are."""

    whole: str
    parts: tuple[str, ...]
    also: tuple[str, ...] = ()
    scope: Scope = EVERYWHERE


@dataclass(frozen=True, slots=True)
class Within:
    """What is part of something without being named so: of what is stated before it, or of an amount of a table."""

    part: str
    whole: str = ""
    at: tuple[Operand, ...] = ()
    in_sentence: str = ""
    scope: Scope = EVERYWHERE


@dataclass(slots=True)
class RuleData:
    """What the files of rules say, the national one first."""

    rules: dict[str, Rule] = field(default_factory=dict)
    equalities: list[Equality] = field(default_factory=list)
    statements: list[StatedAmount] = field(default_factory=list)
    partitions: list[Partition] = field(default_factory=list)
    changes: list[Partition] = field(default_factory=list)
    within: list[Within] = field(default_factory=list)


# --- loading -------------------------------------------------------------------------------------------


@remembered
def rule_data() -> RuleData:
    """The rules that are data, of the project and of ``DISCLOSURE_REFERENCE``; :class:`InputError` for a wrong row."""
    made = RuleData()
    folders = [reference_folder(), *([Path(own)] if (own := os.environ.get(OWN)) else [])]
    for folder in folders:
        for path in sorted((folder / FOLDER).glob("*.yml")):
            _File(path).add_to(made)
    made.statements.sort(key=lambda row: not row.scope.provinces)  # a province's own label wins
    return made


_RULE = {"family", "sentence", "needs", "convention", "severity", "tolerance", "phases"}
_EQUALITY = {"rule", "left", "right", "sentence", "relation", "if", "each", "parts", "more", "reason", "phases"}
_OPERAND = {"table", "side", "line", "column", "named", "if", "coded", "otherwise"}
_LINES = ("total", "total or classes")
_KINDS = ("code", "like", "three_public")


class _File:
    """One file of rules: its rows with the lines that they stand on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        try:
            self.said = yaml.load(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            raise self.wrong(
                f"is no YAML ({getattr(error, 'problem', error)})", "mend it", mark and mark.line
            ) from None
        self.place: tuple[str, int] = ("", 0)

    def wrong(self, found: str, advice: str, line: int | None = None) -> InputError:
        """The error of the row that is read; the line is looked for only now."""
        if line is None:
            line = self._line()
        return InputError(f"{self.path}:{line + 1}", found, advice)

    def _line(self) -> int:
        section, n = self.place
        root = yaml.compose(self.text, Loader=yaml.SafeLoader)
        for key, node in root.value if isinstance(root, yaml.MappingNode) else ():
            if key.value == section:
                rows = node.value
                if isinstance(node, yaml.MappingNode):
                    return rows[n][0].start_mark.line
                return rows[n].start_mark.line if n < len(rows) else key.start_mark.line
        return 0

    def add_to(self, made: RuleData) -> None:
        """Read every row into ``made``."""
        sections = ("rules", "equalities", "statements", "partitions", "changes", "within")
        self._keys(self.said, {"provinces", *sections})
        for section in sections:
            kind = dict if section == "rules" else list
            if not isinstance(self.said.get(section, kind()), kind):
                raise self.wrong(f"{section} are no {'keys' if kind is dict else 'list of rows'}", "write them as such")
        provinces = tuple(
            self._one_of("province", name, set(province_names())) for name in self._list(self.said, "provinces")
        )
        for n, (name, row) in enumerate(self.said.get("rules", {}).items()):
            self.place = ("rules", n)
            made.rules[name] = self._rule(name, row, provinces)
        readers: dict[str, Callable[[Row, Scope], object]] = {
            "equalities": lambda row, scope: self._equality(row, scope, made.rules),
            "statements": self._statement,
            "partitions": self._partition,
            "changes": self._partition,
            "within": self._within,
        }
        for section, reader in readers.items():
            for n, row in enumerate(self.said.get(section, ())):
                self.place = (section, n)
                self._keys(row, None)
                scope = Scope(provinces=provinces, phases=self._phases(row))
                getattr(made, section).append(reader(row, scope))

    def _list(self, row: Row, key: str) -> list:
        found = row.get(key, [])
        if not isinstance(found, list):
            raise self.wrong(f"{key} is no list", "put it in [ ]")
        return found

    def _phases(self, row: Row) -> tuple[str, ...]:
        return tuple(self._one_of("phase", phase, (APPROVED, EXECUTED)) for phase in self._list(row, "phases"))

    def _keys(self, row: object, allowed: set[str] | None, needed: Set[str] = frozenset()) -> Row:
        """A row as keys and values, with no other keys than those allowed (any, where that is ``None``)."""
        if not isinstance(row, dict):
            raise self.wrong(f"{row!r} is no row", "write it as keys and values")
        if allowed is not None and (strange := row.keys() - allowed):
            raise self.wrong(f"unknown key {min(map(str, strange))!r}", f"use one of {', '.join(sorted(allowed))}")
        for key in needed - row.keys():
            raise self.wrong(f"{key} is missing", "add it")
        return row

    def _one_of(self, what: str, value: object, allowed: Collection[str]) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise self.wrong(f"unknown {what} {value!r}", f"use one of {', '.join(sorted(filter(None, allowed)))}")
        return value

    def _pattern(self, text: object) -> str:
        try:
            re.compile(str(text))
        except re.error as error:
            raise self.wrong(f"{text!r} is no regular expression ({error})", "mend it") from None
        return str(text)

    def _condition(self, text: object) -> str:
        self._one_of("condition", str(text).removeprefix("not "), CONDITIONS)
        return str(text)

    def _sentence(self, row: Row, key: str) -> Message:
        text = row[key]
        if not isinstance(text, str) or not text:
            raise self.wrong(f"{key} is no sentence", "write it in English")
        return Message(text)

    def _rule(self, name: str, row: Row, provinces: tuple[str, ...]) -> Rule:
        self._keys(row, _RULE, {"family", "sentence", "needs"})
        self._one_of("family", row["family"], words()["families"])
        scope = Scope(phases=self._phases(row), provinces=provinces)
        severity: Severity = self._one_of("severity", row.get("severity", "material"), get_args(Severity))
        tolerance: Tolerance = self._one_of("tolerance", row.get("tolerance", "last_digit"), ("exact", "last_digit"))
        walk = _convention if row.get("convention") else _every
        return Rule(
            name,
            str(row["family"]),
            self._sentence(row, "sentence"),
            self._sentence(row, "needs"),
            lambda ledger: walk(ledger, name),
            scope,
            severity,
            tolerance,
        )

    def _equality(self, row: Row, scope: Scope, rules: Mapping[str, Rule]) -> Equality:
        self._keys(row, _EQUALITY, {"rule", "left", "right"} | (set() if "each" in row else {"sentence"}))
        right = row["right"] if isinstance(row["right"], list) else [row["right"]]
        more = row.get("more", "")
        if more and "reason" not in row:
            raise self.wrong("more has no reason", "say why such a difference is no failure")
        return Equality(
            rule=self._one_of("rule", row["rule"], rules),
            left=self._operand(row["left"]),
            right=tuple(self._operand(operand) for operand in right),
            sentence=self._sentence(row, "sentence") if "sentence" in row else None,
            relation=self._one_of("relation", row.get("relation", "="), ("=", "<=")),
            condition=self._condition(row.get("if", "")),
            each=self._one_of("each", row.get("each", ""), ("", "code", "class")),
            printed=self._one_of("parts", row.get("parts", "all"), ("all", "printed")) == "printed",
            more=self._operand(more) if isinstance(more, dict) else self._condition(more),
            reason=self._sentence(row, "reason") if "reason" in row else None,
            scope=scope,
        )

    def _operand(self, said: object) -> Operand:
        row = self._keys(said, _OPERAND, {"table"})
        line = str(row.get("line", "total"))
        kind, _, name = line.partition(":")
        if line not in _LINES and kind not in _KINDS:
            raise self.wrong(f"unknown line {line!r}", f"use {', '.join(_LINES)}, or {':…, '.join(_KINDS)}:…")
        if kind == "like":
            self._pattern(name)
        if kind == "three_public":
            self._one_of("line of the three public expenses", name, {spec["key"] for spec in expenses()})
        column = row.get("column", "whole")
        measures = TOTAL if column == "whole" else tuple(column) if isinstance(column, list) else (column,)
        known = {*dictionary()["measures"], *(("value",) if row["table"] == "assets" else ())}
        for measure in measures:
            self._one_of("column", measure, known)
        return Operand(
            table=self._one_of("table", row["table"], (*WITH_FACTS, *ANNEX_TABLES)),
            side=self._one_of("side", row.get("side", ""), ("", "revenue", "expenditure")),
            line=line,
            column=measures,
            named=self._pattern(row.get("named", "")),
            condition=self._condition(row.get("if", "")),
            coded=self._flag(row, "coded"),
            otherwise=self._operand(row["otherwise"]) if "otherwise" in row else None,
        )

    def _flag(self, row: Row, key: str) -> bool | None:
        value = row.get(key)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(f"{key} is {value!r}", "write true or false")
        return value

    def _statement(self, row: Row, scope: Scope) -> StatedAmount:
        self._keys(row, {"label", "at", "in_sentence", "in_section", "phases"}, {"label", "at"})
        return StatedAmount(
            label=re.compile(self._pattern(row["label"])),
            at=tuple(self._operand(place) for place in self._list(row, "at")),
            in_sentence=self._pattern(row.get("in_sentence", "")),
            in_section=self._pattern(row.get("in_section", "")),
            scope=scope,
        )

    def _partition(self, row: Row, scope: Scope) -> Partition:
        self._keys(row, {"whole", "parts", "also", "phases"}, {"whole", "parts"})
        parts, also = (tuple(map(self._pattern, self._list(row, key))) for key in ("parts", "also"))
        return Partition(self._pattern(row["whole"]), parts, also, scope)

    def _within(self, row: Row, scope: Scope) -> Within:
        self._keys(row, {"part", "whole", "at", "in_sentence", "phases"}, {"part"})
        if ("whole" in row) == ("at" in row):
            raise self.wrong("a part needs its whole or the place of it", "write one of whole and at")
        return Within(
            part=self._pattern(row["part"]),
            whole=self._pattern(row.get("whole", "")),
            at=tuple(self._operand(place) for place in self._list(row, "at")),
            in_sentence=self._pattern(row.get("in_sentence", "")),
            scope=scope,
        )


def _every(ledger: Ledger, rule: str) -> Iterator[Test]:
    for row in rule_data().equalities:
        if row.rule == rule:
            yield from row.tests(ledger)


def _convention(ledger: Ledger, rule: str) -> Iterator[Test]:
    """A convention of booking, not of arithmetic: a difference is wrong where the document keeps to it elsewhere."""
    made = [(row, test) for row in rule_data().equalities if row.rule == rule for test in row.tests(ledger)]
    kept = {row.left.line for row, test in made if test.informs and total(test.left) == total(test.right)}
    for row, test in made:
        if not kept - {row.left.line}:
            test.reason = test.reason or Message("no other contribution agrees in both tables")
        yield test
