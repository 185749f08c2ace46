"""The identities that must hold inside a disclosure, one declared rule each.

A rule is a generator of :class:`Test` under :func:`rule`, which says its name, family, sentence and scope; identities
between named amounts are rows of ``data/reference/rules`` (:mod:`disclosure.audit.equality`). A test names the amounts
of both sides; blanks count as nothing, and a test that states nothing on either side is not a check. Where a rule's
inputs do not exist it yields nothing, and the ledger says so with the rule's ``needs``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from disclosure.audit.amount import NOTHING, Amount
from disclosure.audit.ledger import Ledger
from disclosure.audit.tables import Entity, Key, LedgerLine, LedgerTable
from disclosure.model.roles import BALANCE
from disclosure.store.csv_files import measure_names
from disclosure.words.messages import Message
from disclosure.words.names import Text
from disclosure.words.three_public import lines_of
from disclosure.words.values import spell
from disclosure.words.wording import says

ZERO = Decimal(0)

Severity = Literal["style", "minor", "material"]
"""How grave a failure can be at most: of form only, of small figures, or of any amount."""
Tolerance = Literal["exact", "last_digit", "percentage", "unit_price"]
"""What a rule allows: nothing, for it compares no amounts; what printing rounded away; besides that, half of the last
digit of a printed percentage or unit price."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule or a question applies; what is empty sets no limit.

    ``roles`` are tables or annexes of which the document prints one; ``phases`` those of its own figures;
    ``provinces`` official names: a document of unknown province is held against the rules of all. Conditions on a
    unit's money stand with the rows of :mod:`disclosure.audit.equality`.
    """

    roles: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    def covers(self, ledger: Ledger) -> bool:
        """Does the rule apply to a document?"""
        return (
            (not self.roles or not ledger.roles.isdisjoint(self.roles))
            and (not self.phases or not ledger.phase or ledger.phase in self.phases)
            and (not self.provinces or not ledger.province or ledger.province in self.provinces)
        )


EVERYWHERE = Scope()


@dataclass(slots=True)
class Test:
    """One identity: the amounts of its left and right side, and the sentence that says which they are.

    ``relation`` is ``=`` or ``<=``; ``tolerance`` is in yuan; ``holds`` decides where no amounts are compared.
    ``reason`` says why a test that was called for cannot be made. ``factor`` is what all figures of the tables on its
    left side have to be multiplied with where it fails.
    """

    key: str
    left: list[Amount]
    right: list[Amount]
    sentence: Message
    relation: str = "="
    tolerance: Decimal = ZERO
    holds: bool | None = None
    always: bool = False
    reason: Message | None = None
    factor: Decimal = Decimal(1)
    printed: tuple[Decimal, Decimal, tuple | None] | None = field(default=None, repr=False, compare=False)
    """What the last digits of its amounts say, once :mod:`disclosure.audit.tolerance` was asked."""

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
    """A declared rule: what it says, where it applies, and the function that finds its tests in a document."""

    name: str
    family: str
    sentence: Message
    needs: Message
    walk: Callable[[Ledger], Iterator[Test]] = field(repr=False)
    scope: Scope = EVERYWHERE
    severity: Severity = "material"
    tolerance: Tolerance = "last_digit"

    def tests(self, ledger: Ledger) -> Iterable[Test]:
        """The tests that it makes of a document, made once; none where it does not apply."""
        if self.walk not in ledger.answers:
            ledger.answers[self.walk] = list(self.walk(ledger)) if self.scope.covers(ledger) else []
        tests: list[Test] = ledger.answers[self.walk]
        return tests


RULES: list[Rule] = []


def rule(
    name: str,
    family: str,
    sentence: Message,
    needs: Message,
    scope: Scope = EVERYWHERE,
    severity: Severity = "material",
    tolerance: Tolerance = "last_digit",
):
    """Declare the decorated generator of tests as a rule of the audit.

    ``family`` is one of ``names.yml``; ``needs`` says what a document lacks where the rule has nothing to test.
    """

    def declare(walk: Callable[[Ledger], Iterator[Test]]):
        RULES.append(Rule(name, family, sentence, needs, walk, scope, severity, tolerance))
        return walk

    return declare


# --- how tables are named in a sentence ----------------------------------------------------------------


def measure_name(measure: str) -> Text:
    """A column's name in both languages."""
    return Text(*measure_words(measure))


class Plus(tuple):
    """Names of what is added up, said with a plus sign between them."""

    def said(self, language: str) -> str:
        return ("＋" if language == "zh" else " + ").join(spell(name, "", language) for name in self)


def measure_words(measure: str) -> tuple[str, str]:
    """A column's name in both languages."""
    return measure_names(measure) or (measure, measure)


TOTAL = ("total", "subtotal", "amount")
"""Measures that hold a line's whole amount, the fullest first."""


def tables(ledger: Ledger) -> Iterator[tuple[Entity, LedgerTable]]:
    """Every statutory table, or the lines of each unit that it lists, with the entity that it is of."""
    for entity in ledger.entities:
        for own in entity.values():
            for table in own:
                for lines in table.of_units():
                    yield entity, lines


# --- what several rules ask of a table -----------------------------------------------------------------


def column_keys(table: LedgerTable) -> list[Key]:
    """The measures of a table whose meaning is known."""
    return list(dict.fromkeys(c.key for c in table.columns.values() if c.key[0] not in ("other", "share")))


def prints(table: LedgerTable, measures: Collection[str]) -> bool:
    """Has the table a column of one of these measures, for the year itself?"""
    return any(measure in measures and basis == "current" for measure, basis in column_keys(table))


Pair = tuple[str, LedgerLine | None, LedgerLine | None]


def pairs_by_code(one: LedgerTable, other: LedgerTable) -> list[Pair]:
    """Each code of either table with its line in both; where both print a total, the totals too."""
    pairs: list[Pair] = [(code, one.code(code), other.code(code)) for code in {**one.by_code, **other.by_code}]
    totals = one.total(), other.total()
    return [*pairs, ("total", *totals)] if all(totals) else pairs


def same_amount(
    one: LedgerTable, other: LedgerTable, pair: Pair, measures: Sequence[str], others: Sequence[str]
) -> Test:
    """The test that the lines of two tables have the same amount; a line that is not printed has none."""
    code, a, b = pair
    left, right = (a.get(*measures) if a else NOTHING), (b.get(*others) if b else NOTHING)
    line = next((x.label for x in (a, b) if x), code)
    measure = measure_name(measures[0])
    case = Message("{line}, {measure}: {left} = {right}", line=line, measure=measure, left=one, right=other)
    return Test(f"{left.id or f'{one.id}.{code}'}={right.id or other.id}", [left], [right], case)


def three_public_lines(table: LedgerTable, column: Key | None = None) -> dict[str, LedgerLine]:
    """The lines of a 三公 table by their keys: of a column, where years are printed one below another."""
    own = [line for line in table.lines if column is None or column in line.amounts]
    return {key: own[place] for key, place in lines_of([line.bare for line in own]).items()}


def nothing_carried(ledger: Ledger, entity: Entity) -> bool:
    """Does the unit carry no money in or out of the year?"""
    return not carries(ledger, entity)


def carries(ledger: Ledger, entity: Entity) -> bool:
    """Does the unit carry money in or out of the year?"""
    both = (ledger.table(role, entity) for role in BALANCE)
    lines = [line for table in both if table for line in table.lines]
    revenue = ledger.table("revenue_by_function", entity)
    total = revenue.total() if revenue else None
    return any(
        says("carried", line.item) and line.get(*TOTAL).counts for line in lines if line.role in ("leaf", "of_which")
    ) or bool(total and total.get("carried_over").counts)


def no_other_fund(ledger: Ledger, entity: Entity) -> bool:
    """Do the tables of government funds and of state capital hold nothing?"""
    others = [ledger.table(role, entity) for role in ("government_fund_by_function", "state_capital_by_function")]
    return not any(t is not None and any(c.counts for x in t.lines for c in x.amounts.values()) for t in others)


def one_fund(ledger: Ledger, entity: Entity) -> bool:
    """Is all the unit's money the general public budget of the year, so that all-funds tables can be compared?"""
    if id(entity) not in ledger.of_one_fund:
        ledger.of_one_fund[id(entity)] = _one_fund(ledger, entity)
    return ledger.of_one_fund[id(entity)]


def _one_fund(ledger: Ledger, entity: Entity) -> bool:
    if not no_other_fund(ledger, entity):
        return False
    revenue = ledger.table("revenue_by_function", entity)
    total = revenue.total() if revenue else None
    if total is not None:
        own = ("total", "current_year", "appropriation", "general_public_budget", "amount", "other", "subtotal")
        if any(amount.counts for (measure, _), amount in total.amounts.items() if measure not in own):
            return False
    summary = ledger.table("summary", entity)
    for line in summary.side("revenue") if summary else []:
        known = line.sums or says("appropriation", line.item)
        if line.get(*TOTAL).counts and not known:
            return False
    return not carries(ledger, entity)
