"""Identities between named amounts, which are data: what a row of ``data/reference/rules/*.yml`` means.

The head of ``00-national.yml`` says how a row is written; :mod:`disclosure.audit.rule_files` reads it. A file with
``provinces`` holds for those alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.audit.amount import NOTHING, Amount, total
from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import (
    EVERYWHERE,
    TOTAL,
    Scope,
    Test,
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
from disclosure.audit.tables import Entity, LedgerLine, LedgerTable
from disclosure.words.messages import Message

ANNEX_TABLES = ("procurement", "assets")


# --- conditions on a unit's money ----------------------------------------------------------------------


def _carry_left_out(ledger: Ledger, entity: Entity) -> bool:
    """Is money carried in that the revenue table leaves out?"""
    revenue = ledger.table("revenue_by_function", entity)
    total = revenue.total() if revenue else None
    return carries(ledger, entity) and not (total and total.get("carried_over").counts)


def _one_fund_unsplit(ledger: Ledger, entity: Entity) -> bool:
    """One fund, and an appropriation table that has no column for it."""
    table = ledger.table("appropriation", entity)
    split = table is not None and any(key[0] == "general_public_budget" for key in column_keys(table))
    return one_fund(ledger, entity) and not split


def _no_cars_bought(ledger: Ledger, entity: Entity) -> bool:
    """Official cars are paid for their running alone, so that they have one economic class."""
    table = ledger.table("three_public", entity)
    purchase = three_public_lines(table).get("car_purchase") if table else None
    return purchase is None or not purchase.get(*TOTAL).counts


def _projects(ledger: Ledger, entity: Entity) -> bool:
    """May money also be spent as project expenditure? Also where no table divides basic from project."""
    table = ledger.table("expenditure_by_function", entity) or ledger.table("general_budget_by_function", entity)
    total = table.total() if table else None
    return total is None or total.get("project").counts or ("project", "current") not in total.amounts


CONDITIONS: dict[str, Callable[[Ledger, Entity], bool]] = {
    "": lambda ledger, entity: True,
    "no_other_fund": no_other_fund,
    "one_fund": one_fund,
    "one_fund_unsplit": _one_fund_unsplit,
    "nothing_carried": nothing_carried,
    "carry_left_out": _carry_left_out,
    "no_cars_bought": _no_cars_bought,
    "projects": _projects,
}


def _holds(condition: str, ledger: Ledger, entity: Entity) -> bool:
    name = condition.removeprefix("not ")
    return CONDITIONS[name](ledger, entity) != (name != condition)


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

    def amounts(self, ledger: Ledger, entity: Entity) -> list[Amount]:
        """The printed amounts that it sums; none where one of them is not printed, or its condition does not hold."""
        table = ledger.table(self.table, entity)
        found: list[Amount] = []
        if table and self.coded in (None, bool(table.by_code)) and _holds(self.condition, ledger, entity):
            lines = self.lines(table)
            if all(re.search(self.named, line.name) for line in lines):
                found = [line.get(*self.column) for line in lines]
        if (not found or NOTHING in found) and self.otherwise:
            return self.otherwise.amounts(ledger, entity)
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
        for entity in ledger.entities if self.scope.covers(ledger) else ():
            if _holds(self.condition, ledger, entity):
                yield from self._codes(ledger, entity) if self.each else self._one(ledger, entity)

    def _one(self, ledger: Ledger, entity: Entity) -> Iterator[Test]:
        left = self.left.amounts(ledger, entity)
        rights = [operand.amounts(ledger, entity) for operand in self.right]
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
            reason=self.reason if excess > 0 and self._may_hold(excess, ledger, entity) else None,
        )

    def _may_hold(self, excess: Decimal, ledger: Ledger, entity: Entity) -> bool:
        """May the left side hold so much more than the right?"""
        if isinstance(self.more, str):
            return bool(self.more) and _holds(self.more, ledger, entity)
        return excess <= total(self.more.amounts(ledger, entity))

    def _codes(self, ledger: Ledger, entity: Entity) -> Iterator[Test]:
        """Every code (or class) of both tables; where both print one, their totals too."""
        left, right = ledger.table(self.left.table, entity), ledger.table(self.right[0].table, entity)
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
    """A label of prose, and the amounts of tables that say the same; the first that is printed counts.

    ``instead`` are those that the label may also mean, where its figure is theirs.
    """

    label: re.Pattern[str]
    at: tuple[Operand, ...]
    instead: tuple[Operand, ...] = ()
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
