"""The rules that are data, read from ``data/reference/rules/*.yml``, those of ``DISCLOSURE_REFERENCE`` last.

The head of ``00-national.yml`` says how a row is written; :mod:`disclosure.audit.equality` is what a row becomes. Every
row is checked; one that is wrong raises :class:`InputError` with its file and line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from disclosure.audit.amount import total
from disclosure.audit.equality import ANNEX_TABLES, CONDITIONS, Equality, Operand, Partition, StatedAmount, Within
from disclosure.audit.ledger import Ledger, words
from disclosure.audit.rule import TOTAL, Rule, Scope, Severity, Test, Tolerance
from disclosure.model.errors import InputError
from disclosure.model.roles import WITH_FACTS
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.store.csv_files import dictionary
from disclosure.words.messages import Message
from disclosure.words.province import province_names
from disclosure.words.reference import reference_files, remembered
from disclosure.words.reference_file import ReferenceFile, Where
from disclosure.words.three_public import expenses

Row = Mapping[str, object]


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
    for path in reference_files("rules"):
        _File(path).add_to(made)
    made.statements.sort(key=lambda row: not row.scope.provinces)  # a province's own label wins
    return made


_RULE = {"family", "sentence", "needs", "convention", "severity", "tolerance", "phases"}
_EQUALITY = {"rule", "left", "right", "sentence", "relation", "if", "each", "parts", "more", "reason", "phases"}
_OPERAND = {"table", "side", "line", "column", "named", "if", "coded", "otherwise"}
_LINES = ("total", "total or classes")
_KINDS = ("code", "like", "three_public")


class _File(ReferenceFile):
    """One file of rules: its rows with the place that they stand at."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.place: Where = ()

    def bad(self, found: str, advice: str) -> InputError:
        """The error of the row that is read."""
        return self.wrong(self.place, found, advice)

    def add_to(self, made: RuleData) -> None:
        """Read every row into ``made``."""
        sections = ("rules", "equalities", "statements", "partitions", "changes", "within")
        self._keys(self.said, {"provinces", *sections})
        for section in sections:
            kind = dict if section == "rules" else list
            if not isinstance(self.said.get(section, kind()), kind):
                raise self.bad(f"{section} are no {'keys' if kind is dict else 'list of rows'}", "write them as such")
        provinces = tuple(
            self._one_of("province", name, set(province_names())) for name in self._list(self.said, "provinces")
        )
        for name, row in self.said.get("rules", {}).items():
            self.place = ("rules", name)
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
            raise self.bad(f"{key} is no list", "put it in [ ]")
        return found

    def _phases(self, row: Row) -> tuple[str, ...]:
        return tuple(self._one_of("phase", phase, (APPROVED, EXECUTED)) for phase in self._list(row, "phases"))

    def _keys(self, row: object, allowed: set[str] | None, needed: Set[str] = frozenset()) -> Row:
        """A row as keys and values, with no other keys than those allowed (any, where that is ``None``)."""
        if not isinstance(row, dict):
            raise self.bad(f"{row!r} is no row", "write it as keys and values")
        if allowed is not None and (strange := row.keys() - allowed):
            raise self.bad(f"unknown key {min(map(str, strange))!r}", f"use one of {', '.join(sorted(allowed))}")
        for key in needed - row.keys():
            raise self.bad(f"{key} is missing", "add it")
        return row

    def _one_of(self, what: str, value: object, allowed: Collection[str]) -> Any:
        if not isinstance(value, str) or value not in allowed:
            raise self.bad(f"unknown {what} {value!r}", f"use one of {', '.join(sorted(filter(None, allowed)))}")
        return value

    def _pattern(self, text: object) -> str:
        try:
            re.compile(str(text))
        except re.error as error:
            raise self.bad(f"{text!r} is no regular expression ({error})", "mend it") from None
        return str(text)

    def _condition(self, text: object) -> str:
        self._one_of("condition", str(text).removeprefix("not "), CONDITIONS)
        return str(text)

    def _sentence(self, row: Row, key: str) -> Message:
        text = row[key]
        if not isinstance(text, str) or not text:
            raise self.bad(f"{key} is no sentence", "write it in English")
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
            raise self.bad("more has no reason", "say why such a difference is no failure")
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
            raise self.bad(f"unknown line {line!r}", f"use {', '.join(_LINES)}, or {':…, '.join(_KINDS)}:…")
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
            raise self.bad(f"{key} is {value!r}", "write true or false")
        return value

    def _statement(self, row: Row, scope: Scope) -> StatedAmount:
        self._keys(row, {"label", "at", "or", "in_sentence", "in_section", "phases"}, {"label", "at"})
        return StatedAmount(
            label=re.compile(self._pattern(row["label"])),
            at=tuple(self._operand(place) for place in self._list(row, "at")),
            instead=tuple(self._operand(place) for place in self._list(row, "or")),
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
            raise self.bad("a part needs its whole or the place of it", "write one of whole and at")
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
