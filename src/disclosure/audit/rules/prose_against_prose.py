"""The identities among the figures that prose states: parts, changes, rates, shares, and a figure told twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from disclosure.audit.equality import Partition
from disclosure.audit.ledger import Ledger, Statement, asked_once, words
from disclosure.audit.rule import ZERO, Plus, Test, no_other_fund, one_fund, rule
from disclosure.audit.rule_files import rule_data
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message
from disclosure.words.names import bare
from disclosure.words.three_public import told_by
from disclosure.words.wording import says, wording

WAN = Decimal(10_000)


def make_whole(shares: list[Statement]) -> bool:
    """Do stated percentages come to 100 %, to their printed digits?"""
    near = sum((s.digit for s in shares), ZERO) / 2
    return abs(sum((s.share or ZERO for s in shares), ZERO) - 1) <= near


NEAR_BY = 12
"""So many statements back stand the two figures of a comparison, with those of the parts between them."""


def planned_and_spent(ledger: Ledger, said: Statement) -> tuple[Statement, Statement] | None:
    """The two figures, budget and outturn, that stand before a statement of the same line; None without either."""
    found: dict[str, Statement] = {}
    for other in ledger.before(said, NEAR_BY):
        if other.section == said.section and alike(other, said) and other.amount.value is not None:
            found.setdefault(other.basis, other)
    return (found["budget"], found["current"]) if {"budget", "current"} <= found.keys() else None


def alike(one: Statement, other: Statement) -> bool:
    """Are two statements about the same, but for words that a name may have or not: 公务接待费支出 and 公务接待费?"""
    names = [re.sub(wording("spare_words"), "", statement.label) for statement in (one, other)]
    return one.label == other.label or (names[0] == names[1] and bool(names[0]))


# --- wholes and their parts ----------------------------------------------------------------------------


def _rows(ledger: Ledger, section: Literal["partitions", "changes"]) -> list[Partition]:
    """The partitions that hold for a document."""
    return [row for row in getattr(rule_data(), section) if row.scope.covers(ledger)]


def partition(
    ledger: Ledger, n: int, spec: Partition, basis: str = "current"
) -> tuple[Statement, list[Statement]] | None:
    """The parts that follow whole ``n`` in its section; ``None`` unless all are stated."""
    whole = ledger.statements[n]
    wanted = [*spec.parts, *spec.also]
    found: dict[str, Statement] = {}
    for other in ledger.statements[n + 1 : n + 40]:
        if other.section != whole.section or other.amount.value is None:
            continue
        if re.search(spec.whole, other.label) and other.basis == basis:
            break
        if other.basis != basis:
            continue
        for pattern in wanted:
            if pattern not in found and re.search(pattern, other.label):
                found[pattern] = other
                break
    if all(pattern in found for pattern in spec.parts):
        return whole, sorted(found.values(), key=lambda part: part.index)
    return None


@rule(
    "stated-parts",
    "narrative_to_table",
    Message("A total stated in prose is the sum of the parts stated after it"),
    needs=Message("prose states no total with all its parts"),
)
def stated_parts(ledger: Ledger) -> Iterator[Test]:
    for n, whole in enumerate(ledger.statements):
        if whole.basis != "current" or whole.amount.value is None:
            continue
        for spec in _rows(ledger, "partitions"):
            if re.search(spec.whole, whole.label) and (found := partition(ledger, n, spec)):
                yield parts_test(whole, found[1])
    for basis, whole, parts in three_public_parts(ledger):
        if basis in ("current", "budget"):
            yield parts_test(whole, parts)
    for whole, parts in shared_out(ledger):
        yield parts_test(whole, parts)


def shared_out(ledger: Ledger) -> Iterator[tuple[Statement, list[Statement]]]:
    """A whole with the parts told right after it whose stated shares make 100 %, so that none is left out."""
    for whole in ledger.statements:
        if whole.basis != "current" or not whole.amount.counts:
            continue
        own = []
        for other in ledger.statements[whole.index + 1 : whole.index + 40]:
            if other.section != whole.section or other["parent"] != whole.label:
                break
            own.append(other)
        parts = [s for s in own if s.amount.counts and s.basis == "current"]
        shares = [s for s in own if s.share is not None and s.basis == "current"]
        if len(parts) == len(shares) > 1 and make_whole(shares):
            yield whole, parts


def parts_test(whole: Statement, parts: list[Statement]) -> Test:
    amounts = [part.said_amount or part.amount for part in parts]
    return Test(
        f"{whole.amount.id}={'+'.join(p.amount.id for p in parts)}"[:60],
        [whole.said_amount or whole.amount],
        amounts,
        Message("{whole} = {parts}", whole=whole, parts=Plus(parts)),
    )


def three_public_parts(ledger: Ledger) -> Iterator[tuple[str, Statement, list[Statement]]]:
    """Stated 三公 totals with their stated parts: this year, its budget, the year before and the change."""
    for basis in ("current", "budget", "prior", "change"):
        said: dict[str, Statement] = {}
        for statement in ledger.statements:
            if statement.basis != basis or statement.said_amount is None:
                continue
            where = statement.section + statement.sentence + statement["parent"]
            if not says("three_public_told", where) or statement["quantity"]:
                continue
            for key in told_by(statement.label)[:1]:
                said.setdefault(key, statement)
        cars = ["cars"] if "cars" in said else ["car_purchase", "car_running"]
        parts = ["abroad", *cars, "reception"]
        if "total" in said and all(key in said for key in parts):
            yield basis, said["total"], [said[key] for key in parts]
        if all(key in said for key in ("cars", "car_purchase", "car_running")):
            yield basis, said["cars"], [said["car_purchase"], said["car_running"]]


@rule(
    "stated-counts",
    "narrative_to_table",
    Message("The number of cars stated is the sum of their kinds"),
    needs=Message("prose does not list the cars by kind"),
    severity="minor",
    tolerance="exact",
)
def stated_counts(ledger: Ledger) -> Iterator[Test]:
    for n, whole in enumerate(ledger.statements):
        unit = whole["unit"]
        if unit != wording("unit_of_cars") or not whole["quantity"]:
            continue
        parts = []
        for other in ledger.statements[n + 1 :]:
            if other["parent"] != whole.label or other["unit"] != unit:
                break
            parts.append(other)
        if len(parts) > 2:
            total = sum(Decimal(part["quantity"]) for part in parts)
            stated = Decimal(whole["quantity"])
            yield Test(
                whole.amount.id,
                [whole.amount],
                [part.amount for part in parts],
                Message("{whole}, {count} by kind", whole=whole, count=f"{total}{unit}"),
                holds=total == stated,
            )


# --- a figure told twice -------------------------------------------------------------------------------


def same_thing(ledger: Ledger, statement: Statement) -> tuple[str, ...] | None:
    """What a statement is about, in the same words wherever it is told: fund, name, class, year. ``None`` if unsure."""
    label = bare(statement.label)
    first = wording("appropriation_first")
    fund = "general" if re.match(first, label) or says("appropriation", statement.section) else ""
    if fund and several_funds(ledger):
        # Then fiscal appropriation is more than the general public budget.
        fund = "general" if says("general_budget", label) else "appropriation" + statement.section
    if says("other_funds", label + statement.section):
        fund = "other"
    name = re.sub(first, "", label)
    left = re.sub(wording("total_words"), "", name)
    single = single_fund(ledger)
    if not left:
        # Of one fund and with nothing carried, revenue is expenditure; else each side is a total of its own.
        side = "" if single else "".join(x for x in wording("sides") if x in name) or wording("side_of_funds")
        # Of final accounts only a grand total (总计, 总收入) holds what was carried in; in budgets any total may.
        bare_year = ledger.phase == EXECUTED and not says("grand_total", label)
        year = "year" if bare_year or says("this_year", label) else ""
        name = f"total {side} {year}" if says("total_of_both_sides", label) else ""
    elif says("kinds_of_expenditure", left) and not says("one_project", name):
        name = left.replace(wording("daily_word"), "")
    elif not says("in_classification", label):
        return None
    headings = (statement.section.split(" / ")[-1], statement["parent"])
    under = [heading for heading in headings if wording("class_word") in heading]
    against = next((word for word in words()["against"] if word in statement["against"]), "")
    if statement.basis == "change" and not against:
        against = wording("against_in_a_budget")  # 上年 in a budget is the budget of the year before
    if fund != "other" and single and statement.basis == "current":
        fund = ""  # that it was so the year before, no table tells
    scope = says("scope", label + statement.sentence.partition(statement.raw)[0])
    return (
        fund,
        name.replace(wording("expenditure_word"), ""),
        " ".join(map(bare, under)),
        statement.basis,
        statement["year"],
        against,
        scope[0] if scope else "",
    )


@asked_once
def several_funds(ledger: Ledger) -> bool:
    """Do tables or text give money to another fund than the general public budget?"""
    told = (s for s in ledger.statements if s.amount.counts and says("other_funds", s.label))
    return any(told) or not no_other_fund(ledger, ledger.main)


def single_fund(ledger: Ledger) -> bool:
    """Do the tables show that all money is the general public budget of the year? Without tables it is not known."""
    return bool(ledger.table("summary") or ledger.table("revenue_by_function")) and one_fund(ledger, ledger.main)


@rule(
    "stated-again",
    "narrative_to_table",
    Message("What prose states more than once it states alike"),
    needs=Message("prose states nothing twice"),
)
def stated_again(ledger: Ledger) -> Iterator[Test]:
    first: dict[tuple, Statement] = {}
    for statement in ledger.statements:
        if not statement.amount.counts or statement.basis not in ("current", "prior", "change", "budget"):
            continue
        if bare(statement["parent"]) == statement.label:
            continue  # a part of itself: told within the reason for its change
        key = same_thing(ledger, statement)
        if key is None or not key[1]:
            continue
        other = first.setdefault(key, statement)
        if other is not statement:
            yield Test(
                statement.amount.id,
                [statement.amount],
                [other.amount],
                Message("{whole} = {parts}", whole=statement, parts=other),
            )


# --- year over year ------------------------------------------------------------------------------------


def stated_changes(ledger: Ledger) -> Iterator[tuple[Statement, Statement, Statement]]:
    """What prose tells of a change: ``(this year, the year before, change)``, by label within a section.

    Of the outturn's distance from the budget it is ``(outturn, budget, distance)``.
    """
    for change in ledger.statements:
        if change.basis == "deviation" and change.amount.value is not None:
            if pair := planned_and_spent(ledger, change):
                yield pair[1], pair[0], change
        elif change.basis == "change" and change.amount.value is not None:
            said = told_before(ledger, change)
            if "current" in said and "prior" in said:
                yield said["current"], said["prior"], change


def told_before(ledger: Ledger, change: Statement) -> dict[str, Statement]:
    """The amounts told of the same label right before a change, by basis."""
    said: dict[str, Statement] = {}
    for other in ledger.before(change, 4):
        if (other.section, other.label) == (change.section, change.label) and other.amount.value is not None:
            said.setdefault(other.basis, other)
    return said


@rule(
    "stated-change",
    "year_over_year",
    Message("As stated: this year less the year before, or the outturn less the budget, is the change"),
    needs=Message("prose does not state this year, the year before and the change together"),
)
def stated_change(ledger: Ledger) -> Iterator[Test]:
    for now, before, change in stated_changes(ledger):
        yield Test(
            change.amount.id,
            [now.amount, before.amount.minus()],
            [change.amount],
            Message(
                "{label}: {now} − {before} = {change}",
                label=now.label,
                now=now.raw,
                before=before.raw,
                change=change.raw,
            ),
        )


@rule(
    "changes-add-up",
    "year_over_year",
    Message("The change of a total is the sum of the changes of its parts; so is the year before, part by part"),
    needs=Message("prose does not state the changes of a total and its parts"),
)
def changes_add_up(ledger: Ledger) -> Iterator[Test]:
    for basis, whole, parts in three_public_parts(ledger):
        if basis == "change":
            yield parts_test(whole, parts)
    for whole, parts in _funds(ledger):
        yield parts_test(whole, parts)
    said: dict[str, Statement] = {}
    for statement in ledger.statements:
        if statement.basis == "current" and statement.amount.value is not None:
            said.setdefault(statement.label, statement)
    for n, whole in enumerate(ledger.statements):
        if whole.basis != "change" or whole.amount.value is None:
            continue
        for spec in _rows(ledger, "changes"):
            if not re.search(spec.whole, whole.label) or not (found := partition(ledger, n, spec, "change")):
                continue
            yield parts_test(whole, found[1])
            before = next(
                (s for s in ledger.statements if s.basis == "prior" and s.label == whole.label and s.amount.counts),
                None,
            )
            now = [said[part.label] for part in found[1] if part.label in said]
            if before and len(now) == len(found[1]):
                yield Test(
                    before.amount.id,
                    [before.amount],
                    [s.amount for s in now] + [part.amount.minus() for part in found[1]],
                    Message(
                        "{label}, year before {raw} = the parts of this year less their changes",
                        label=before.label,
                        raw=before.raw,
                    ),
                )


def _funds(ledger: Ledger) -> Iterator[tuple[Statement, list[Statement]]]:
    """The change of 财政拨款 with the changes of its three funds, each stated or called level."""
    for whole in ledger.statements:
        if whole.basis != "change" or whole.amount.value is None or not says("appropriation_spent", whole.label):
            continue
        parts = [
            s
            for s in ledger.statements[whole.index + 1 : whole.index + 9]
            if s.basis == "change" and s.section == whole.section and s["parent"] == whole.label
            if s.said_amount is not None and says("three_funds", s.label)
        ]
        if len(parts) == 3:
            yield whole, parts


@rule(
    "three-public-before",
    "year_over_year",
    Message("The three public expenses of the year before are the sum of their items then"),
    needs=Message("prose does not give the items of the year before"),
)
def three_public_before(ledger: Ledger) -> Iterator[Test]:
    found = {basis: (whole, parts) for basis, whole, parts in three_public_parts(ledger) if len(parts) > 2}
    if "current" not in found or "change" not in found:
        return
    total = found["current"][0]
    before = next(
        (s for s in ledger.statements if s.basis == "prior" and s.label == total.label and s.amount.counts), None
    )
    if before:
        now, change = found["current"][1], found["change"][1]
        yield Test(
            before.amount.id,
            [before.amount],
            [s.amount for s in now] + [(s.said_amount or s.amount).minus() for s in change],
            Message(
                "{label}, year before {raw} = the items of this year less their changes",
                label=before.label,
                raw=before.raw,
            ),
        )
