"""The identities that must hold inside a disclosure, one declared rule each.

A rule is a generator of :class:`Test` under :func:`rule`, which gives its name, family and sentence. A test names the
cells of both sides; blanks count as nothing, and a test that states nothing on either side is not a check. Amounts
compare exactly; the only tolerance is what printing rounded away. Where a rule's inputs do not exist it yields
nothing, and the ledger says so with the rule's ``needs``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from disclosure.audit.ledger import Amount, Key, Ledger, LedgerLine, LedgerTable, Part, words
from disclosure.store.csv_files import dictionary

ZERO = Decimal(0)


@dataclass(slots=True)
class Test:
    """One identity: cells of the left and right side, and what they are in both languages.

    ``relation`` is ``=`` or ``<=``; ``tolerance`` is in yuan; ``holds`` decides where no amounts are compared.
    ``reason`` says why a test that was called for cannot be made.
    """

    key: str
    left: list[Amount]
    right: list[Amount]
    zh: str
    en: str
    relation: str = "="
    tolerance: Decimal = ZERO
    holds: bool | None = None
    always: bool = False
    reason: str = ""

    @property
    def informs(self) -> bool:
        """Does the test say more than nothing equals nothing?"""
        return (
            self.holds is not None
            or self.always
            or any(amount.value for amount in self.left)
            or any(amount.value for amount in self.right)
        )


@dataclass(slots=True)
class Rule:
    """A declared rule: what it says, and the function that finds its tests in a document."""

    name: str
    family: str
    zh: str
    en: str
    needs: tuple[str, str]
    tests: Callable[[Ledger], Iterator[Test]] = field(repr=False)


RULES: list[Rule] = []


def rule(name: str, family: str, zh: str, en: str, needs: tuple[str, str]):
    """Declare the decorated generator of tests as a rule of the audit."""

    def declare(tests: Callable[[Ledger], Iterator[Test]]):
        RULES.append(Rule(name, family, zh, en, needs, tests))
        return tests

    return declare


# --- how tables are named in a sentence ----------------------------------------------------------------


def role_en(role: str) -> str:
    """A table's role in English."""
    return words()["roles"].get(role, [role, role])[1]


def measure_words(measure: str) -> tuple[str, str]:
    """A column's name in both languages."""
    zh, en = dictionary()["measures"].get(measure, (measure, measure))
    return zh, en


TOTAL = ("total", "subtotal", "amount")
"""Measures that hold a line's whole amount, the fullest first."""


def tables(ledger: Ledger) -> Iterator[tuple[Part, LedgerTable]]:
    """Every statutory table, or the lines of each unit that it lists, with the part it belongs to."""
    for part in ledger.parts:
        for own in part.values():
            for table in own:
                for lines in table.of_units():
                    yield part, lines


# --- what several rules ask of a table -----------------------------------------------------------------


def column_keys(table: LedgerTable) -> list[Key]:
    """The measures of a table whose meaning is known."""
    return list(dict.fromkeys(c.key for c in table.columns.values() if c.key[0] not in ("other", "share")))


def three_public_lines(table: LedgerTable, column: Key | None = None) -> dict[str, LedgerLine]:
    """The lines of a 三公 table by the key of ``audit.yml``: of a column, where years are printed one below another."""
    found = {
        spec["key"]: table.find(spec["line"], key=column)
        or ("else" in spec and table.find(spec["else"], key=column))
        or None
        for spec in words()["three_public"]
    }
    return {key: line for key, line in found.items() if line is not None}


def carries(ledger: Ledger, part: Part) -> bool:
    """Does the unit carry money in or out of the year?"""
    both = (ledger.table(role, part) for role in ("summary", "appropriation"))
    lines = [line for table in both if table for line in table.lines]
    revenue = ledger.table("revenue_by_function", part)
    total = revenue.total() if revenue else None
    return any(
        re.search(words()["carried"], line.item) and line.get(*TOTAL).counts
        for line in lines
        if line.role in ("leaf", "of_which")
    ) or bool(total and total.get("carried_over").counts)


def one_fund(ledger: Ledger, part: Part) -> bool:
    """Is all the unit's money the general public budget of the year, so that all-funds tables can be compared?"""
    others = [ledger.table(role, part) for role in ("government_fund_by_function", "state_capital_by_function")]
    if any(t is not None and any(c.counts for x in t.lines for c in x.amounts.values()) for t in others):
        return False
    revenue = ledger.table("revenue_by_function", part)
    total = revenue.total() if revenue else None
    if total is not None:
        own = ("total", "current_year", "appropriation", "general_public_budget", "amount", "other", "subtotal")
        if any(amount.counts for (measure, _), amount in total.amounts.items() if measure not in own):
            return False
    summary = ledger.table("summary", part)
    for line in summary.side("revenue") if summary else []:
        known = line.sums or re.search("财政拨款|一般公共预算", line.item)
        if line.get(*TOTAL).counts and not known:
            return False
    return not carries(ledger, part)
