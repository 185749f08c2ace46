"""One finding for each cause: the figure most likely wrong, what the others make of it, and how much is at stake.

A wrong figure fails every check that it stands in. The checks are read as equations between printed figures: a figure
is suspected where changing it alone makes the most failing checks hold and the fewest holding ones fail, and what it
should be is the value that those checks agree on. The most suspected figure is taken with the checks it explains, and
so on until none is left. Checks that compare no amounts are findings by themselves, one for each line.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, get_args

from disclosure.audit.amount import Amount, total
from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import ZERO, Rule, Severity, Test, measure_name
from disclosure.audit.tables import LedgerLine, LedgerTable, code_and_name
from disclosure.audit.tolerance import FAILS, HOLDS, ROUNDING, Rounding, difference, within
from disclosure.model.amounts import FACTOR, stated_figure
from disclosure.model.records import FactRow
from disclosure.store.csv_files import dictionary
from disclosure.words.messages import Message, Term
from disclosure.words.names import Text, english
from disclosure.words.roles import both

Row = dict[str, Any]
OF_PROSE = ("narrative_to_table", "year_over_year")
"""Families whose rules hold words against figures."""
WAN = Decimal(10_000)
"""What 万元 is in 元."""
SEVERITIES: tuple[Severity, ...] = get_args(Severity)[::-1]
"""From what would change the story down to what is a matter of form."""

MATERIAL = Decimal(1_000_000)
"""A million yuan is no small figure,"""
MATERIAL_SHARE = Decimal("0.005")
"""nor is one two-hundredth of the largest amount that the document prints."""
POINTS = Decimal("0.05")
"""A percentage that is off by five points tells another story."""
SLIP = 2
"""Off by no more than so many of its last printed digits, a figure is a matter of form."""
CENT = Decimal("0.01")
"""What an annex prints of its unit: its amounts are kept without their text."""
FINE = Decimal(100)
"""The coarsest last digit, in yuan, that is still a matter of form: 0.01万元."""


@dataclass(slots=True)
class Figure:
    """A printed figure: an amount in yuan, or a percentage as a ratio; ``digit`` is what one in its last digit is."""

    key: str
    id: str
    value: Decimal
    digit: Decimal
    share: bool
    places: list[tuple[Equation, Decimal]] = field(default_factory=list)
    """The equations it stands in; one more in the figure moves their gap by so much."""
    column: str = ""
    """What it is of a line of an annex."""
    breaks: dict[Decimal, int] = field(default_factory=dict)
    """How many checks that hold would fail with another value, as far as that was asked."""
    slips: set[Decimal] | None = None
    """The values that are one slip of the hand away, once they were asked for."""

    @property
    def stated(self) -> bool:
        """Is it a figure of the text, and not of a table?"""
        return bool(re.fullmatch(r"s\d+", self.id))


@dataclass(slots=True)
class Equation:
    """A check of amounts: how many yuan its sides are apart, and the figure that is alone on a side.

    ``gap`` is what is left of that once the causes found before are put right.
    """

    check: str
    rule: Rule
    test: Test
    gap: Decimal
    status: str
    alone: str = ""
    figures: list[str] = field(default_factory=list)
    known: dict[tuple[str, Decimal], bool] = field(default_factory=dict)
    """Whether it would hold with another value of a figure, as far as that was asked."""
    coarsest: Decimal | None = None
    """What one in the last digit of its coarsest figure is, once it was asked for."""
    bases: dict[str, Decimal] = field(default_factory=dict)
    """Of a percentage, what one more in each figure of its base adds to the product."""

    @property
    def fails(self) -> bool:
        return self.status == FAILS

    @property
    def holds(self) -> bool:
        """Does it speak for its figures? What cannot be decided does not."""
        return self.status in (HOLDS, ROUNDING)


@dataclass(slots=True)
class Cause:
    """A figure that is suspected, with the failing checks that it explains; ``also`` where it is copied."""

    figure: Figure
    value: Decimal
    """The value at which they would hold;"""
    certain: bool
    """and whether more checks speak for it than against it."""
    equations: list[Equation]
    also: list[Figure] = field(default_factory=list)

    @property
    def change(self) -> Decimal:
        return self.value - self.figure.value


Tests = Mapping[str, tuple[Rule, Test]]


class Equations:
    """The checks of a document as equations between its figures."""

    def __init__(self, ledger: Ledger, tests: Tests, rounding: Rounding) -> None:
        self.rounding = rounding
        self.doubted: set[str] = set()
        """The figures that words of the text contradict."""
        self.figures: dict[str, Figure] = {}
        self._printed = dict(_printed(ledger))
        self._annexes = {row["role"]: FACTOR.get(row["unit"], 1) * CENT for row in ledger.printed}
        # Only figures of failing checks are ever asked about: what they have no part in is not looked at.
        of_amounts = {name: pair for name, pair in tests.items() if pair[1].holds is None}
        doubtful = {
            self._key(amount)
            for _, test in of_amounts.values()
            if self.rounding.outcome(test)[0] == FAILS
            for amount in (*test.left, *test.right)
            if amount.id
        }
        self.equations = [
            self._read(name, rule, test)
            for name, (rule, test) in of_amounts.items()
            if any(self._key(amount) in doubtful for amount in (*test.left, *test.right))
        ]
        amounts = (amount for _, test in of_amounts.values() for amount in (*test.left, *test.right) if amount.id)
        self.largest = max((size for amount in amounts if (size := self._size(amount)) is not None), default=ZERO)
        """The largest amount of money that any check names."""

    def _read(self, name: str, rule: Rule, test: Test) -> Equation:
        made = Equation(name, rule, test, difference(test), self.rounding.outcome(test)[0])
        weights: dict[str, Decimal] = {}
        for side, sign in ((test.left, 1), (test.right, -1)):
            keys = []
            for amount in (amount for amount in side if amount.id):
                figure = self._figure(amount)
                if amount.value and figure.value:
                    weight = amount.value / figure.value
                elif test.tolerance and amount.value is None:
                    # the base of a percentage, named beside its product
                    weight = self._share_of(side) * (-1 if amount.negative else 1)
                    made.bases[figure.key] = weight
                else:
                    weight = Decimal(-1 if amount.negative else 1)
                weights[figure.key] = weights.get(figure.key, ZERO) + sign * weight
                keys.append(figure.key)
            made.alone = keys[0] if len(keys) == 1 else made.alone
        made.figures = [key for key, weight in weights.items() if weight]
        for key in made.figures:
            self.figures[key].places.append((made, weights[key]))
        return made

    def _figure(self, amount: Amount) -> Figure:
        place, key = amount.id, self._key(amount)
        if key not in self.figures:
            annex = self._annexes.get(place.partition(":")[0], ZERO)
            value, digit, share = self._printed.get(place, (abs(amount.yuan), annex, False))
            self.figures[key] = Figure(key, place, value, digit, share, column=amount.column)
        return self.figures[key]

    def _key(self, amount: Amount) -> str:
        """The name of an amount's figure: the lines of annexes have one for all their amounts."""
        if amount.id in self._printed or not amount.id:
            return amount.id
        return f"{amount.id} {amount.column or format(abs(amount.yuan).normalize(), 'f')}"

    def _size(self, amount: Amount) -> Decimal | None:
        value, _, share = self._printed.get(amount.id, (amount.yuan, ZERO, False))
        return None if share else abs(value)

    def _share_of(self, side: Iterable) -> Decimal:
        return next((self._printed[x.id][0] for x in side if x.id in self._printed and self._printed[x.id][2]), ZERO)

    def causes(self, explained: set[str]) -> list[Cause]:
        """The figures most likely wrong, each with the failing checks that it explains; not those ``explained``."""
        left = {e.check: e for e in self.equations if e.fails and e.check not in explained}
        place = {(e.check, key): (n, k) for n, e in enumerate(left.values()) for k, key in enumerate(e.figures)}
        found: list[Cause] = []
        taken: set[str] = set()
        asked: dict[str, int] = {}
        stale: set[str] = set()
        options: list[tuple] = []  # a heap: the best score first, then the first place among the failing checks

        def suspect(keys: Iterable[str]) -> None:
            """Ask how well figures explain what is left."""
            for key in dict.fromkeys(keys):
                stale.discard(key)
                own = [e.check for e, _ in self.figures[key].places if e.check in left]
                asked[key] = asked.get(key, 0) + 1
                if own and key not in taken:
                    score, cause = self._suspicion(self.figures[key], left)
                    first = min(place[check, key] for check in own)
                    heapq.heappush(options, (tuple(-n for n in score), first, asked[key], cause))

        suspect(key for equation in left.values() for key in equation.figures)
        while left and options:
            *_, time, cause = heapq.heappop(options)
            if time != asked[cause.figure.key]:
                continue
            if cause.figure.key in stale:
                suspect([cause.figure.key])
                continue
            found.append(cause)
            taken.add(cause.figure.key)
            changed: list[Equation] = []
            for equation in cause.equations:
                del left[equation.check]
                stale.update(equation.figures)  # with a check less they explain less: asked when it is their turn
            for equation, weight in cause.figure.places if cause.certain else ():
                if equation.check in left:  # what still fails is told of the figure as it should be
                    equation.gap += weight * cause.change
                    equation.known.clear()
                    changed.append(equation)
            suspect(key for equation in changed for key in equation.figures)
        return found

    def _suspicion(self, figure: Figure, left: Mapping[str, Equation]) -> tuple[tuple, Cause]:
        """How well a figure explains failing checks, and the value at which it explains the most."""
        failing = [(equation, weight) for equation, weight in figure.places if equation.check in left]
        holding = [(equation, weight) for equation, weight in figure.places if equation.holds]
        options = []
        for value in dict.fromkeys(v for equation, weight in failing for v in self._wanted(figure, equation, weight)):
            explains = [equation for equation, weight in failing if self._holds(figure, equation, weight, value)]
            if value not in figure.breaks:
                figure.breaks[value] = sum(not self._holds(figure, e, weight, value) for e, weight in holding)
            breaks = figure.breaks[value]
            alone = sum(equation.alone == figure.key for equation in explains)
            near = sum(self._nearly(figure, equation, weight, value) for equation, weight in failing)
            turned = value < 0 <= figure.value and not figure.share  # amounts are seldom less than nothing
            rounder = 0 if figure.share else _zeros(value, figure.digit) - _zeros(figure.value, figure.digit)
            doubted = figure.id in self.doubted
            plain = (doubted, mistyped(figure, value), rounder, figure.share, figure.stated, alone)
            score = (len(explains) + near - breaks, -breaks, not turned, *plain)
            options.append((score, Cause(figure, value, len(explains) > breaks, explains)))
        return max(options, key=lambda option: option[0])

    def together(self, cause: Cause) -> bool:
        """Do more checks speak for a change of all its figures at once than against it?"""
        moved: dict[str, Decimal] = {}
        touched: dict[str, Equation] = {}
        for figure in (cause.figure, *cause.also):
            for equation, weight in figure.places:
                touched[equation.check] = equation
                moved[equation.check] = moved.get(equation.check, ZERO) + weight * cause.change
        holds = {name: self.rounding.allows(e.test, difference(e.test) + moved[name]) for name, e in touched.items()}
        broken = sum(not holds[name] for name, equation in touched.items() if equation.holds)
        return sum(holds[name] for name, equation in touched.items() if equation.fails) > broken

    def of_another_unit(self, tables: list[LedgerTable], factor: Decimal, explained: set[str]) -> list[Equation]:
        """The failing checks that would hold were all figures of these tables so many times as large."""
        own = {amount.id for table in tables for line in table.lines for amount in line.amounts.values()}
        moved: dict[str, Decimal] = {}
        for figure in (self.figures[key] for key in own & self.figures.keys()):
            for equation, weight in figure.places:
                moved[equation.check] = moved.get(equation.check, ZERO) + weight * figure.value * (factor - 1)
        failing = [e for e in self.equations if e.fails and e.check in moved and e.check not in explained]
        left = {e.check: e.gap + moved[e.check] for e in failing}
        return [e for e in failing if self.rounding.allows(e.test, left[e.check]) or within(e.test, left[e.check])]

    def _wanted(self, figure: Figure, equation: Equation, weight: Decimal) -> Iterator[Decimal]:
        """The values of a figure at which a failing check would hold."""
        exact = figure.value - equation.gap / weight
        # To the nearest that can be printed: a rounded amount, or a percentage, fixes a figure no further.
        near = (exact / figure.digit).to_integral_value() * figure.digit if figure.digit else exact
        yield near if self._holds(figure, equation, weight, near) else exact
        if not figure.share and (equation.test.tolerance or self.rounding.rounds(equation.test)):
            yield from (v for v in slips(figure) if self._holds(figure, equation, weight, v))

    def _holds(self, figure: Figure, equation: Equation, weight: Decimal, value: Decimal) -> bool:
        """Would a check hold with another value of a figure? 100 % also tells of a rise from nothing."""
        known = equation.known.get((figure.key, value))
        if known is None:
            change, share = value - figure.value, equation.bases.get(figure.key, ZERO)
            from_nothing = abs(share) == 1 and not total(equation.test.right) + share * change
            known = from_nothing or self.rounding.allows(equation.test, equation.gap + weight * change)
            equation.known[figure.key, value] = known
        return known

    def _nearly(self, figure: Figure, equation: Equation, weight: Decimal, value: Decimal) -> bool:
        """Would a failing check be off by last digits only, where it is off by much? Then it has another cause too."""
        if self._holds(figure, equation, weight, value):
            return False
        off = abs(equation.gap + weight * (value - figure.value))
        if equation.coarsest is None:
            equation.coarsest = max(self.figures[k].digit for k in equation.figures)
        return off <= SLIP * equation.coarsest < abs(equation.gap) / 10


def _printed(ledger: Ledger) -> Iterator[tuple[str, tuple[Decimal, Decimal, bool]]]:
    """Each figure of tables and text: its value, what one in its last digit is, and whether it is a percentage."""
    for _, line in _lines(ledger):
        for amount in line.amounts.values():
            yield amount.id, (amount.yuan, amount.digit, False)
    for statement in ledger.statements:
        amount = statement.amount
        if statement.share is not None and amount.value is None:
            yield amount.id, (statement.share, statement.digit, True)
        else:
            yield amount.id, (amount.yuan, amount.digit, False)


def _lines(ledger: Ledger) -> Iterator[tuple[LedgerTable, LedgerLine]]:
    for table in (table for entity in ledger.entities for own in entity.values() for table in own):
        for line in table.lines:
            yield table, line


# --- slips of the hand ---------------------------------------------------------------------------------


def _zeros(value: Decimal, digit: Decimal) -> int:
    """In how many zeros a figure ends: what is planned is mostly round, and a wrong digit makes it less so."""
    digits = f"{abs(value / digit).to_integral_value():f}" if digit and value else ""
    return len(digits) - len(digits.rstrip("0"))


def mistyped(figure: Figure, meant: Decimal) -> int:
    """Is the figure one slip of the hand away?

    2 for a digit wrong, two changed over, or 万元 for 元 or the reverse; 1 for a digit lost or added.
    """
    if not (figure.digit and figure.value) or meant not in _all_slips(figure):
        return 0
    if _of_unit(figure, meant):
        return 2
    printed, other = (len(f"{abs(value / figure.digit).to_integral_value():f}") for value in (figure.value, meant))
    return 2 if printed == other else 1


def _all_slips(figure: Figure) -> set[Decimal]:
    if figure.slips is None:
        figure.slips = set(slips(figure))
    return figure.slips


def slips(figure: Figure) -> Iterator[Decimal]:
    """The values that are one slip of the hand away from a figure as it is printed."""
    if not figure.digit or not figure.value:
        return
    if not figure.share:
        yield figure.value * WAN
        if abs(figure.value / WAN) > abs(figure.digit) * 100:  # 15.00万元 is no slip for 15 yuan
            yield figure.value / WAN
    digits = f"{abs(figure.value / figure.digit).to_integral_value():f}"
    made = set()
    for k in range(len(digits)):
        before, digit, after = digits[:k], digits[k], digits[k + 1 :]
        made |= {before + after, before + after[:1] + digit + after[1:]}
        made |= {before + other + after for other in "0123456789"}
    made |= {digits[:k] + other + digits[k:] for k in range(len(digits) + 1) for other in "0123456789"}
    for text in sorted(made - {digits, ""}):
        yield (Decimal(text) * figure.digit).copy_sign(figure.value)


def _of_unit(figure: Figure, meant: Decimal) -> bool:
    """Is it the unit alone that is wrong, 万元 for 元 or the reverse?"""
    return not figure.share and meant in (figure.value * WAN, figure.value / WAN)


# --- findings ------------------------------------------------------------------------------------------


def findings_of(ledger: Ledger, tests: Tests, rounding: Rounding, checks: Iterable[Row]) -> list[Row]:
    """The rows of ``findings.csv``: one for each cause of failing checks, the gravest first.

    ``tests`` are the audit's, by ``check_id``; ``checks`` its rows, and those of a second reading.
    """
    failing = {str(row["check_id"]): row for row in checks if row["status"] == FAILS}
    if not failing:
        return []
    facts = {row["fact_id"]: row for row in ledger.rows.get("facts", ())}
    equations = Equations(ledger, tests, rounding)
    structural = [row for name, row in failing.items() if name not in tests or tests[name][1].holds is not None]
    found, explained = _structural(ledger, structural, tests, equations)
    of_prose = [row for row in found if row["kind"] in OF_PROSE]
    equations.doubted = {place for row in of_prose for place in str(row["fact_ids"]).split()}
    causes = _merged(ledger, equations.causes(explained), facts)
    for cause in causes:
        cause.certain = cause.certain or (bool(cause.also) and equations.together(cause))
    blamed = {figure.id: cause for cause in causes if cause.certain for figure in (cause.figure, *cause.also)}
    also: dict[int, list[str]] = {}
    for row in of_prose:
        # What words say of a figure fails with the figure: "决算数小于预算数" beside a wrong budget.
        wrong = next((blamed[place] for place in str(row["fact_ids"]).split() if place in blamed), None)
        if wrong is not None:
            also.setdefault(id(wrong), []).extend(row["check_ids"])
            found.remove(row)
    made = [(_finding(ledger, cause, facts, equations.largest), also.get(id(cause), [])) for cause in causes]
    found += [row | {"check_ids": row["check_ids"] + more} for row, more in made]
    found.sort(key=lambda row: (SEVERITIES.index(row["severity"]), -row["amount_yuan"], -len(row["check_ids"])))
    for row in found:
        names = list(dict.fromkeys(row["check_ids"]))
        pages = {page for name in names for page in str(failing[name]["pages"]).split()}
        row |= {
            "document_id": ledger.document_id,
            "check_ids": " ".join(names),
            "pages": " ".join(sorted(pages, key=int)),
        }
    return found


def _structural(ledger: Ledger, rows: list[Row], tests: Tests, equations: Equations) -> tuple[list[Row], set[str]]:
    """Findings of checks that compare no amounts, one for each line; and the checks of amounts that they explain.

    A line under a wrong code, or printed twice, is missing from one sum or too much in another: the amounts of the
    line are what those sums are off by.
    """
    line_of = {amount.id: (table, line) for table, line in _lines(ledger) for amount in line.amounts.values()}
    groups: list[list[Row]] = []
    last: tuple[str, str, int] = ("", "", 0)
    for row, place in sorted(((row, _place(row, line_of)) for row in rows), key=lambda pair: pair[1]):
        if not groups or place[:2] != last[:2] or place[2] - last[2] > 1 or not place[2]:
            groups.append([])
        groups[-1].append(row)
        last = place
    found: list[Row] = []
    explained: set[str] = set()
    for own in groups:
        own.sort(key=rows.index)
        places = list(dict.fromkeys(place for row in own for place in str(row["fact_ids"]).split()))
        lines = [line_of[place] for place in places if place in line_of]
        sums: list[Equation] = []
        if own[0]["family"] == "code_tree":
            sizes = {abs(a.value) for _, line in lines for a in line.amounts.values() if a.value}
            ids = {table.id for table, _ in lines[:1]}
            groups_of = {line.code[:-2] for _, line in lines if len(line.code) > 3}
            for equation in equations.equations:
                # In another table the line stands under its right code, in the same group.
                inside = any(
                    key in line_of and (line_of[key][0].id in ids or line_of[key][1].code[:-2] in groups_of)
                    for key in equation.figures
                )
                if equation.fails and equation.check not in explained and inside and abs(equation.gap) in sizes:
                    sums.append(equation)
        test = tests[str(own[0]["check_id"])][1] if own[0]["check_id"] in tests else None
        if test and test.factor != 1:
            tables = [line_of[amount.id][0] for amount in test.left if amount.id in line_of]
            sums += equations.of_another_unit(tables, test.factor, explained)
        explained |= {equation.check for equation in sums}
        grave = [tests[str(row["check_id"])][0].severity for row in own if row["check_id"] in tests] or ["minor"]
        stake = max((abs(equation.gap) for equation in sums), default=ZERO)
        # A check is told as what should be so.
        fails = Message("This does not hold: {check}", check=Text(own[0]["statement_zh"], own[0]["statement_en"]))
        zh, en = both(fails)
        found.append(
            {
                "finding_id": own[0]["check_id"],
                "severity": min(grave, key=SEVERITIES.index),
                "kind": own[0]["family"],
                "statement_zh": zh,
                "statement_en": en,
                "printed": lines[0][1].code if lines and own[0]["family"] == "code_tree" else "",
                "expected": "",
                "amount_yuan": stake,
                "check_ids": [str(row["check_id"]) for row in own] + [equation.check for equation in sums],
                "fact_ids": " ".join(places),
            }
        )
    return found, explained


def _place(row: Row, line_of: Mapping[str, tuple[LedgerTable, LedgerLine]]) -> tuple[str, str, int]:
    """Family, table and row of a check: what stands on one line, or on two that follow each other, is one cause."""
    first = str(row["fact_ids"]).partition(" ")[0]
    if first not in line_of or row["family"] != "code_tree":
        return str(row["family"]), str(row["check_id"]), 0
    table, line = line_of[first]
    return str(row["family"]), table.id + line.page, line.row + 1


def _merged(ledger: Ledger, causes: list[Cause], facts: Mapping[str, FactRow]) -> list[Cause]:
    """One cause for a figure copied into other tables or summed in other lines, and for percentages of one sentence."""
    sentence_of = {s.amount.id: (s.section, s.sentence) for s in ledger.statements}
    made: dict[object, Cause] = {}
    for cause in causes:
        figure, fact = cause.figure, facts.get(cause.figure.id)
        key: object = figure.key
        if figure.share and figure.id in sentence_of:
            key = (sentence_of[figure.id], cause.equations[0].rule.name)
        elif fact is not None:
            code = code_and_name(fact)[0] or fact["item"]
            copied = (code, fact["measure"], fact["basis"], figure.value, cause.value)
            summed = (fact["role"], fact["page"], fact["column"], cause.equations[0].rule.name, cause.change)
            key = next((k for k in (copied, summed) if k in made), None)
            if key is None:
                made[copied] = made[summed] = cause
                continue
        if key in made:
            made[key].also.append(figure)
            made[key].equations += cause.equations
        else:
            made[key] = cause
    return list({id(cause): cause for cause in made.values()}.values())


def _finding(ledger: Ledger, cause: Cause, facts: Mapping[str, FactRow], largest: Decimal) -> Row:
    figure = cause.figure
    stake = max(abs(equation.gap) for equation in cause.equations)
    if cause.certain and not figure.share:
        stake = abs(cause.change)
    kind, where, printed = _where(ledger, figure, facts)
    expected = _as_printed(figure, cause.value, printed, facts.get(figure.id)) if cause.certain else ""
    n = len(cause.equations)
    more: dict[str, Any] = {"where": where, "printed": printed, "expected": expected, "n": n}
    if expected and figure.share and cause.also:
        more["n"] = 1 + len(cause.also)
        said = Message(
            "{where}: {printed} is printed, {expected} would hold; {n} percentages of this sentence fail.", **more
        )
    elif expected and figure.stated and not figure.share and cause.value == -figure.value:
        said = Message(
            "{where}: {printed} is told as a rise where it is a fall, or the reverse ({n} check fails).",
            plural="{where}: {printed} is told as a rise where it is a fall, or the reverse ({n} checks fail).",
            **more,
        )
    elif expected and figure.stated and _of_unit(figure, cause.value):
        said = Message(
            "{where}: {printed} is printed; by its size it is {expected}, and the unit is wrong ({n} check fails).",
            plural="{where}: {printed} is printed; by its size it is {expected}, and the unit is wrong "
            "({n} checks fail).",
            **more,
        )
    elif expected:
        said = Message(
            "{where}: {printed} is printed; with {expected} it would agree with {n} other place.",
            plural="{where}: {printed} is printed; with {expected} it would agree with {n} other places.",
            **more,
        )
    else:
        value = _as_printed(figure, cause.value, printed, facts.get(figure.id))
        said = Message(
            "{where}: {printed} is printed, {value} would follow from “{case}”; which figure is wrong is not certain.",
            value=value,
            case=cause.equations[0].test.sentence,
            **more,
        )
    zh, en = both(said)
    return {
        "finding_id": f"{kind}:{figure.key.replace(' ', '=')}",
        "severity": _severity(cause, stake, largest),
        "kind": kind,
        "statement_zh": zh,
        "statement_en": en,
        "printed": printed if isinstance(printed, str) else "",
        "expected": expected,
        "amount_yuan": stake,
        "check_ids": [equation.check for equation in cause.equations],
        "fact_ids": " ".join(dict.fromkeys(x.id for x in (figure, *cause.also))),
    }


def _severity(cause: Cause, stake: Decimal, largest: Decimal) -> Severity:
    """No graver than the gravest of its rules, and only as grave as what is at stake."""
    figure = cause.figure
    bound = min((equation.rule.severity for equation in cause.equations), key=SEVERITIES.index)
    if figure.share:
        off = abs(cause.change)
        own: Severity = "style" if off <= SLIP * figure.digit else "material" if off >= POINTS else "minor"
    elif figure.digit <= FINE and stake <= SLIP * figure.digit:
        own = "style"
    else:
        own = "material" if stake >= min(MATERIAL, largest * MATERIAL_SHARE) else "minor"
    return max(bound, own, key=SEVERITIES.index)


def _where(ledger: Ledger, figure: Figure, facts: Mapping[str, FactRow]) -> tuple[str, Message | str, object]:
    """What kind of figure it is, its place in words, and its text as printed."""
    if fact := facts.get(figure.id):
        table = next((t for t, line in _lines(ledger) for a in line.amounts.values() if a.id == figure.id), None)
        code, name = code_and_name(fact)
        name = name or fact["item"]
        line = Text(f"{code} {name}".strip(), f"{code} {english(name)}".strip())
        measure = measure_name(fact["measure"])
        where = Message(
            "Page {page}, {table}, {line}, {measure}", page=fact["page"], table=table, line=line, measure=measure
        )
        return "amount", where, fact["amount_raw"] or Message("a blank")
    for statement in ledger.statements:
        if statement.amount.id == figure.id:
            where = Message("Page {page}, text, “{label}”", page=statement.amount.page, label=Term(statement.label))
            return "percentage" if figure.share else "stated", where, statement.raw
    printed = f"{figure.value:f}"
    for table in (table for entity in ledger.entities for own in entity.values() for table in own):
        if table.id == figure.id:
            where = Message("Page {page}, {table}", page=table.first.page, table=table)
            return "amount", where, Message("an empty table")
    if figure.id not in ledger.annex_lines:
        return "amount", figure.id, printed
    annex, said = ledger.annex_lines[figure.id], dictionary()
    names = (annex[column] for column in ("project_name", "item", "category", "unit_name"))
    where = Message(
        "Page {page}, {table}, {line}, {measure}",
        page=annex.page,
        table=Text(*said["resources"][figure.id.partition(":")[0]]["title"]),
        line=next(filter(None, names), figure.id),
        measure=Text(*said["fields"][figure.column][1:]) if figure.column else "",
    )
    return "amount", where, printed


def _as_printed(figure: Figure, value: Decimal, printed: object, fact: FactRow | None) -> str:
    """An expected value as the figure is printed: in its unit, with its decimals and separators."""
    raw = printed if isinstance(printed, str) else ""
    if figure.share:
        sign = -1 if figure.value < 0 else 1  # 下降5.00% is printed without its sign
        return f"{sign * value * 100:.{max(0, -_exponent(figure.digit * 100))}f}%"
    number, stated = stated_figure(raw)
    meant = _UNITS.get((stated, value / figure.value)) if figure.stated and figure.value else None
    if meant:
        return number + meant
    unit = fact["unit_raw"] if fact else stated if raw else "元"
    said = (value / FACTOR.get(unit, 1)).normalize()
    if figure.stated and figure.value < 0:
        said = -said  # 减少5.00万元 is printed without its sign
    places = len(raw.removesuffix(unit).partition(".")[2])
    places = max(places, -_exponent(said)) if _exponent(said) < 0 else places
    return f"{said:{',' if ',' in raw else ''}.{places}f}{'' if fact else unit}"


_UNITS = {("元", WAN): "万元", ("万元", 1 / WAN): "元"}
"""The unit that was meant, by the printed one and how many times as large the amount is."""


def _exponent(value: Decimal) -> int:
    return int(value.normalize().as_tuple().exponent)
