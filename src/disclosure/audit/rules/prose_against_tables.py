"""The identities between the figures stated in prose and the tables."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from disclosure.audit.amount import NOTHING, Amount, total
from disclosure.audit.equality import ANNEX_TABLES, Operand
from disclosure.audit.ledger import Ledger, Statement, words
from disclosure.audit.rule import RULES, TOTAL, Plus, Scope, Test, carries, one_fund, rule, three_public_lines
from disclosure.audit.rule_files import rule_data
from disclosure.audit.tables import LedgerLine, LedgerTable, part_of
from disclosure.model.amounts import FACTOR
from disclosure.words.codes import function_classes, plain_name
from disclosure.words.messages import Message
from disclosure.words.names import bare
from disclosure.words.roles import role_name
from disclosure.words.three_public import told_by
from disclosure.words.wording import says, wording

# --- where a stated figure stands in the tables ---------------------------------------------------------


Found = tuple[list[Amount], Message]
"""The amounts of a table that a figure of prose speaks of, and what they are called."""


def _short(label: str) -> str:
    return re.sub(wording("arranged_first"), "", re.sub(wording("year_first"), "", label))


def place_of(ledger: Ledger, statement: Statement) -> Found | None:
    """The cells that say what a current figure says: matched by label and position, never by value."""
    label = _short(statement.label)
    if found := _three_public(ledger, statement, label):
        return found
    if found := _by_path(ledger, statement):
        return found
    if says("budget_alone", statement.label):
        # "5、…（项）124.29 万元。2025 年执行数为 …，2026 年预算安排 124.29 万元": the same line said again.
        for other in ledger.statements[max(0, statement.index - 2) : statement.index]:
            if other.basis == "current" and (found := _by_path(ledger, other)):
                return found
    kind = "basic" if says("basic", label) else "project"
    if role := _other_fund(statement, label):
        place = Operand(role, column=(kind,))
        return _at(ledger, [place]) if says("basic_or_project", label) else None
    if says("basic_or_project", label) and re.search(wording("appropriation"), _subject(ledger, statement)):
        return _at(ledger, [Operand("general_budget_by_function", column=(kind,))])
    for row in rule_data().statements:
        said = row.label.search(label) and re.search(row.in_sentence, statement.sentence)
        if said and re.search(row.in_section, statement.section) and row.scope.covers(ledger):
            if row.at[0].table not in (*ANNEX_TABLES, "three_public") and _of_a_part(statement):
                return None
            places = [found for found in (_at(ledger, row.at), _at(ledger, row.instead)) if found]
            return max(places, key=lambda place: _alike(total(place[0]), statement.amount.yuan), default=None)
    return _running_cost(ledger, statement, label)


def _alike(one: Decimal, other: Decimal) -> int:
    """How many digits two amounts have in common, place by place."""
    return sum(a == b for a, b in zip(f"{one:040.2f}", f"{other:040.2f}", strict=True))  # wider than any amount


def _of_a_part(statement: Statement) -> bool:
    """Is a figure that is called like a total the total of something less than all: of an item, of the 三公 expenses?

    What is tied to targets or kept for some purpose (涉及, 预留) is a part, too.
    """
    whole = re.fullmatch(wording("whole_of_totals"), bare(statement["parent"]))
    return not whole or bool(says("less_than_all", statement.label))


def _other_fund(statement: Statement, label: str) -> str:
    """The table of the fund that a section is about, where the label does not say so itself; else nothing."""
    section = statement.section.split(" / ")[-1] + statement["parent"]
    if says("three_funds", label) or says("general_budget", section):
        return ""
    return next((role for role, said in words()["fund_roles"].items() if re.search(said, section)), "")


def _at(ledger: Ledger, places: Iterable[Operand]) -> Found | None:
    """The first of these places that the document prints; an empty table states nothing of what it is asked for."""
    for place in places:
        if place.table in ANNEX_TABLES:
            annex = ledger.procurement if place.table == "procurement" else ledger.assets
            totals = [line for line in annex if line.role == "total"]
            if totals:
                return [totals[0].get(place.column[0])], Message("{what}, total", what=role_name(place.table))
            continue
        table = ledger.table(place.table)
        if table is None:
            continue
        if table.empty:
            return [Amount(table.id, "", None)], Message("{table} (empty table)", table=table)
        if amounts := place.amounts(ledger, ledger.main):
            return amounts, named(table, Plus(line.label for line in place.lines(table)))
    return None


def named(table: LedgerTable, line: object) -> Message:
    """What a line of a table is called in a sentence."""
    return Message("{table}, {line}", table=table, line=line)


def _subject(ledger: Ledger, statement: Statement) -> str:
    """The words that tell whose basic or project expenditure is meant: section, sentence, and the figure divided."""
    for other in ledger.before(statement, 6):
        if other.section != statement.section:
            break
        if not says("divided", other.label):
            return statement.section + statement.sentence + other.label
    return statement.section + statement.sentence


def _three_public(ledger: Ledger, statement: Statement, label: str) -> Found | None:
    within = words()["running_costs"]["within"]
    said = says("three_public_head", statement.section + statement.sentence)
    if not said and (re.search(within, statement.sentence) or not says("three_public_items", label)):
        return None
    table = ledger.table("three_public")
    if table is None:
        return None
    lines = three_public_lines(table)
    line = next((lines[key] for key in told_by(label) if key in lines), None)
    return ([line.get(*TOTAL)], named(table, line.label)) if line else None


def _by_path(ledger: Ledger, statement: Statement) -> Found | None:
    """A figure that prose gives to a class, group or item by name: ``公共安全（类）司法（款）行政运行（项）``."""
    label, told = statement.label, statement.section + statement.sentence
    funds = words()["fund_roles"]
    role = next((role for role, said in funds.items() if re.search(said, statement.section)), "")
    general = ledger.table(role or "general_budget_by_function")
    if general is None or not general.by_code:
        return None
    found = says("path", label)
    top, top_code, group, group_code, item, item_code = found.groups() if found else (None,) * 6
    code = "".join(filter(None, (top_code, group_code, item_code)))
    meant = role or one_fund(ledger, ledger.main) or says("general_budget", told)
    first = says("code_first", label)
    if meant and first and (own := general.code(first[1])):
        return [own.get(*TOTAL)], named(general, own.label)
    if not (top or group or item):
        top = label
        if top not in function_classes():
            return None
    if not meant:
        return None if group or item else _by_class(ledger, statement, top or "")
    width = 7 if item else 5 if group else 3
    lines = [line for line in general.coded_lines(width) if _names(general, line, top, group, item)]
    if len(code) == width:
        lines = general.by_code.get(code, [])
    if len(lines) != 1:
        return None
    return [lines[0].get(*TOTAL)], named(general, lines[0].label)


def _by_class(ledger: Ledger, statement: Statement, name: str) -> Found | None:
    """A class in the balance table that its section is about: of all money, or of fiscal appropriation."""
    for role, told in wording("classes_told").items():
        table = ledger.table(role)
        if table is not None and re.search(told, statement.section):
            lines = (
                line for line in table.side("expenditure") if plain_name(line.name or line.item) == plain_name(name)
            )
            line = next(lines, None)
            return ([line.get(*TOTAL)], named(table, line.label)) if line else None
    return None


def _names(table: LedgerTable, line: LedgerLine, top: str | None, group: str | None, item: str | None) -> bool:
    for name, width in ((top, 3), (group, 5), (item, 7)):
        if name and len(line.code) >= width:
            above = table.code(line.code[:width])
            if above is None or plain_name(above.name) != plain_name(name):
                return False
    return True


def _running_cost(ledger: Ledger, statement: Statement, label: str) -> Found | None:
    """An item of the running or staff costs by the name of its economic class."""
    spec = words()["running_costs"]
    if not re.search(spec["within"], statement.sentence):
        return None
    basic = ledger.table("basic_by_economic")
    if basic is None:
        return None
    code = spec["aliases"].get(label)
    line = basic.code(code) if code else None
    if line is None:
        wanted = plain_name(label)
        line = next((x for x in basic.lines if x.code and plain_name(x.name) == wanted), None)
    if line is not None:
        return [line.get(*TOTAL)], named(basic, line.label)
    function = spec["function"].get(label)
    general = ledger.table("general_budget_by_function")
    line = general.code(function) if general and function else None
    if line is not None and line.get("operating") is not NOTHING:
        return (
            [line.get("operating")],
            Message("{table}, {label}, operating", table=general, label=line.label),
        )
    return None


@rule(
    "stated",
    "narrative_to_table",
    Message("A figure stated in prose equals the same item of the tables"),
    needs=Message("no figure in prose names an item of a table"),
)
def stated(ledger: Ledger) -> Iterator[Test]:
    for statement in ledger.statements:
        if statement.basis != "current" or statement.amount.value is None or statement.project:
            continue
        found = place_of(ledger, statement)
        if found:
            amounts, place = found
            yield Test(
                statement.amount.id,
                [statement.amount],
                amounts,
                Message("Prose “{statement}” = {place}", statement=statement, place=place),
            )


_ENOUGH = 3
"""Of fewer amounts one may be off by its unit by chance, or by an error of its own."""
_NEAR = Decimal("0.001")
"""So near to a ratio of two units: the text rounds what tables print in full."""
_TIMES = {Decimal(one) / other for one, other in itertools.permutations(set(FACTOR.values()), 2)}


@rule(
    "units-of-text",
    "completeness",
    Message("The amounts of the tables are as large as the text tells them"),
    needs=Message("the text tells fewer than three amounts of the tables"),
    tolerance="exact",
)
def units_of_text(ledger: Ledger) -> Iterator[Test]:
    """Where most are off by one and the same ratio of two units, the unit of these tables is wrong, or the text's."""
    units = {part_of(row): row["unit_raw"] for row in ledger.rows.get("facts", ())}
    told = [test for test in stated(ledger) if total(test.left) and total(test.right)]
    off: dict[tuple[Decimal, str], list[Test]] = {}
    for test in told:
        ratio = total(test.left) / total(test.right)
        times = next((one for one in _TIMES if abs(ratio / one - 1) < _NEAR), None)
        if times:
            off.setdefault((times, units.get(test.right[0].id.partition("r")[0], "")), []).append(test)
    if len(told) < _ENOUGH:
        return
    (times, unit), most = max(off.items(), key=lambda pair: len(pair[1]), default=((Decimal(1), ""), []))
    wrong = len(most) >= _ENOUGH and len(most) > len(told) / 2
    sentence = Message("{n} amounts told in both, of one size", n=len(told))
    tables = [test.right[0] for test in told[:1]]
    if wrong:
        sentence = Message(
            "{n} of {told} amounts told in both are {times} times as large in the text, such as {statement}: "
            "the unit printed above the tables ({unit}) is wrong, or that of the text",
            n=len(most),
            told=len(told),
            times=f"{times.normalize():f}",
            statement=most[0].sentence.values["statement"],
            unit=unit,
        )
        tables = [first for part, first in ledger.first_of.items() if units[part] == unit]
    yield Test("text", tables, [test.left[0] for test in most], sentence, holds=not wrong, factor=times)


@rule(
    "stated-rest",
    "narrative_to_table",
    Message("Running costs that have no class of their own add up to other goods and services"),
    needs=Message("prose does not list the running costs"),
    scope=Scope(roles=("basic_by_economic",)),
)
def stated_rest(ledger: Ledger) -> Iterator[Test]:
    spec, basic = words()["running_costs"], ledger.table("basic_by_economic")
    rest = basic.code(spec["rest"]) if basic else None
    if basic is None or rest is None:
        return
    for whole, items in listed(ledger):
        named = [s for s in items if (p := place_of(ledger, s)) and basic_cell(basic, p[0])]
        left = [s for s in items if s not in named]
        if left and named:
            yield Test(
                whole.amount.id,
                [s.amount for s in left],
                [rest.get(*TOTAL)],
                Message("{whole} = {parts}", whole=Plus(s.label for s in left), parts=rest.label),
            )


def basic_cell(table: LedgerTable, amounts: list[Amount]) -> bool:
    return any(amount is amounts[0] for line in table.lines for amount in line.amounts.values())


def listed(ledger: Ledger) -> Iterator[tuple[Statement, list[Statement]]]:
    """Running costs that prose lists one by one after their total, in one sentence."""
    for n, whole in enumerate(ledger.statements):
        if says("running_costs_label", whole.label) and whole.basis == "current":
            items = []
            for other in ledger.statements[n + 1 :]:
                if other.sentence != whole.sentence or other.section != whole.section:
                    break
                items.append(other)
            if len(items) >= 5:
                yield whole, items


@rule(
    "stated-list",
    "narrative_to_table",
    Message("Running costs listed one by one add up to the stated total"),
    needs=Message("prose does not list the running costs"),
)
def stated_list(ledger: Ledger) -> Iterator[Test]:
    for whole, items in listed(ledger):
        yield Test(
            whole.amount.id,
            [whole.amount],
            [s.amount for s in items],
            Message("{label} {raw} = the {count} items listed", label=whole.label, raw=whole.raw, count=len(items)),
        )


@rule(
    "stated-before",
    "year_over_year",
    Message("The year before and the change as stated agree with the table's column of the year before"),
    needs=Message("no stated figure names a column of the year before"),
)
def stated_before(ledger: Ledger) -> Iterator[Test]:
    for statement in ledger.statements:
        if statement.basis not in ("prior", "change") or not statement.amount.counts:
            continue
        found = place_of(ledger, statement)
        if found is None:
            continue
        back = [year_before(ledger, amount, statement["against"]) for amount in found[0]]
        if None in back:
            continue
        amounts = [amount for amount in back if amount is not None]
        now = found[0] if statement.basis == "change" else []
        yield Test(
            statement.amount.id,
            [statement.amount],
            [*now, *(amount.minus() if now else amount for amount in amounts)],
            Message("Prose “{statement}” = {place}, this year − last", statement=statement, place=found[1])
            if now
            else Message("Prose “{statement}” = {place}, last year", statement=statement, place=found[1]),
        )


def year_before(ledger: Ledger, amount: Amount, against: str) -> Amount | None:
    """The same measure of the year before on a cell's line, where its column is headed by what prose compares with."""
    for table in (table for own in ledger.main.values() for table in own):
        for line in table.lines:
            for (measure, basis), other in line.amounts.items():
                if other is amount and basis == "current" and (measure, "prior") in line.amounts:
                    headed = " ".join(c.label for c in table.columns.values() if c.key == (measure, "prior"))
                    kind = next((word for word in words()["against"] if word in against), None)
                    return line.amounts[measure, "prior"] if kind and kind in headed else None
    return None


@rule(
    "stated-classes",
    "narrative_to_table",
    Message("Items stated one by one add up to their class, and the classes to the total; so do their changes"),
    needs=Message("prose does not state expenditure class by class or item by item"),
)
def stated_classes(ledger: Ledger) -> Iterator[Test]:
    """Where prose states as many of them as the table has lines, so that none is left out."""
    general = ledger.spending
    if general is None or ledger.in_yuan:
        return
    classes: dict[str, dict[str, Statement]] = {"current": {}, "change": {}}
    items: dict[str, dict[str, dict[str, Statement]]] = {"current": {}, "change": {}}
    for statement in ledger.statements:
        found = says("path", statement.label)
        if statement.basis not in classes or statement.said_amount is None or found is None:
            continue
        top, item = found[1] or _class_of(statement.section), found[5]
        if top and item:
            items[statement.basis].setdefault(plain_name(top), {}).setdefault(statement.label, statement)
        elif top and found[1] and not found[3]:
            classes[statement.basis].setdefault(plain_name(top), statement)
    lines = {plain_name(line.name): line for line in general.coded_lines(3)}
    for basis in classes:
        for name, own in items[basis].items():
            line, whole = lines.get(name), classes[basis].get(name)
            if line and len(own) == len([x for x in general.coded_lines(7) if x.code.startswith(line.code)]):
                amounts = [whole.amount] if whole else [line.get(*TOTAL)] if basis == "current" else []
                if amounts:
                    yield _sum_test(amounts, list(own.values()), line.name, basis)
        told = list(classes[basis].values())
        sections = {statement.section for statement in told}
        whole = next(
            (
                s
                for s in ledger.statements
                if s.basis == basis and s.amount.counts and says("total_expenditure", s.label)
                if not (carries(ledger, ledger.main) and wording("revenue_side") in s.label)
                if one_fund(ledger, ledger.main) or s.section in sections
            ),
            None,
        )
        if whole and len(told) == len(lines) > 1:
            yield _sum_test([whole.amount], told, whole.label, basis)


def _class_of(section: str) -> str:
    found = says("class_of_section", section)
    return found[1] if found else ""


def _sum_test(whole: list[Amount], parts: list[Statement], name: str, basis: str) -> Test:
    what = Message("change") if basis == "change" else Message("amount")
    return Test(
        f"{whole[0].id}.{basis}",
        whole,
        [part.said_amount or part.amount for part in parts],
        Message("{name}: {what} = the {count} stated below it", name=name, what=what, count=len(parts)),
    )


@rule(
    "stated-within",
    "narrative_to_table",
    Message("What is kept for small firms is no more than all procurement, what has targets no more than all projects"),
    needs=Message("prose states none of these"),
)
def stated_within(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.statements:
        rows = (row for row in rule_data().within if row.scope.covers(ledger))
        spec = next(
            (x for x in rows if re.search(x.part, part.label) and re.search(x.in_sentence, part.sentence)), None
        )
        if spec is None or part.basis != "current" or not part.amount.counts:
            continue
        place: tuple[list[Amount], Message | str] | None
        if spec.whole:
            before = [s for s in ledger.statements[: part.index] if s.basis == "current" and s.amount.counts]
            found = next((s for s in reversed(before) if re.search(spec.whole, s.label)), None)
            place = ([found.amount], found.label) if found else None
        else:
            place = _at(ledger, spec.at)
        if place:
            yield Test(
                part.amount.id,
                [part.amount],
                place[0],
                Message("{part} ≤ {whole}", part=part, whole=place[1]),
                relation="<=",
            )


@rule(
    "stated-alone",
    "narrative_to_table",
    Message("A figure stated in prose that nothing else in the document can confirm"),
    needs=Message("every stated figure can be tested"),
    severity="minor",
    tolerance="exact",
)
def stated_alone(ledger: Ledger) -> Iterator[Test]:
    """One line for each way of being untested: what can be wrong unseen, said by name.

    That a figure is smaller than another one confirms neither.
    """
    by: dict[str, set[str]] = {}
    for other in RULES:
        if other.name in ("stated-alone", "deviation-direction") or other.family not in _OF_PROSE:
            continue
        for test in other.tests(ledger):
            for amount in (*test.left, *test.right):
                # That nothing equals nothing confirms the nothing that is printed: 0万元.
                if test.informs or amount.value == 0:
                    by.setdefault(amount.id, set()).add(other.name)
    stated = [s for s in ledger.statements if s.basis != "target" and (s.amount.value is not None or s.share)]
    for key, (tests, what, reason) in _UNTESTED.items():
        alone = [s for s in stated if by.get(s.amount.id, set()) == tests and (key == "alone" or s.amount.counts)]
        if alone:
            yield Test(
                key,
                [Amount(s.amount.id, s.amount.page, None) for s in alone],
                [],
                Message("{count} {what}: {figures}", count=len(alone), what=what, figures=alone),
                holds=False,
                reason=reason,
            )


_UNTESTED: dict[str, tuple[set[str], Message, Message]] = {
    "alone": (
        set(),
        Message("figures alone"),
        Message("nothing else in the document states it"),
    ),
    "bounded": (
        {"stated-within"},
        Message("amounts with a ceiling only"),
        Message("only known to be no more than its whole"),
    ),
    "rough": (
        {"stated-rate"},
        Message("figures that only a percentage confirms"),
        Message("a change below the percentage's printed digits would go unseen"),
    ),
    "summed": (
        {"approved-parts"},
        Message("figures that only their sum confirms"),
        Message("a change below what printing rounds off the sum would go unseen"),
    ),
}
"""Figures by the only rules that test them."""

_OF_PROSE = ("narrative_to_table", "year_over_year", "projects", "procurement")
"""Families with rules that test a stated figure."""
