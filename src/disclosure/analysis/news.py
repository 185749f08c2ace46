"""What is news in a disclosure: general rules find it, and rank it by the money at stake and how little one expects it.

Each rule looks for one kind of thing, in any department's budget or final accounts, and gives the fact that tells of it
(:mod:`disclosure.analysis.told`) and a headline.

A thing weighs the part of the whole that it is about, times how much it surprises (:data:`SURPRISE`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd

from disclosure.analysis.document import Document
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.told import (
    Told,
    alone_among_others,
    exact,
    first,
    functions_compared,
    items_off_plan,
    named_other,
    not_procured,
    told,
    without_reason,
)
from disclosure.model.amounts import FACTOR, stated_figure
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message

COLUMNS = ["kind", "weight", "headline", "told", "report"]
SURPRISE = {
    "growth": Decimal(2),  # one undertaking is behind most of the growth
    "plan": Decimal("1.5"),  # more or less was spent than was approved
    "other": Decimal("1.2"),  # an item does not say what the money is for
    "change": Decimal(1),  # the whole rose or fell by much
    "procurement": Decimal(1),  # projects of which nothing is bought, as far as the disclosure says
    "contradiction": Decimal(1),  # the publisher's own figures are at odds
    "line": Decimal(1),  # one line rose or fell by much
    "arrears": Decimal("0.8"),  # old bills are paid
    "unexplained": Decimal("0.5"),  # nothing is said of why
    "public": Decimal("0.3"),  # little money, and always asked about
    "largest": Decimal("0.02"),  # what most of the money is for is told where there is little else
}
MOST, MUCH, SOME, LITTLE = Decimal("0.5"), Decimal("0.25"), Decimal("0.05"), Decimal("0.03")
"""Parts of a whole: an undertaking in the growth, an item in the budget, a difference from the plan, a change."""
TENTH, TRIFLE = Decimal("0.1"), Decimal("0.01")
SLIP = 10
"""A figure ten times what it should be, or a tenth, has a wrong digit or unit: a trifle, whatever is at stake."""


@dataclass(frozen=True, slots=True)
class News:
    """Something worth telling: its kind, the part of the whole at stake, a headline, the fact in whole sentences, and
    the report that has more."""

    kind: str
    part: Decimal
    headline: Message
    told: Told
    report: str


Rule = Callable[[Document, Figure], Iterator[News]]
_rules: list[Rule] = []


def news(document: Document) -> pd.DataFrame:
    """What is worth telling of a disclosure, the weightiest first: ``kind``, ``weight``, ``headline``, ``told`` (the
    fact in sentences) and ``report`` (which has more).

    No row where it gives no total, or is no department's disclosure.
    """
    whole = None if document.none_of_ours else _whole(document)
    found = [one for rule in _rules for one in rule(document, whole)] if whole else []
    if any(one.kind == "growth" for one in found):  # the line that grew most is then told of by what is behind it
        found = [one for one in found if one.kind != "line"]
    rows = [
        (one.kind, float(one.part * SURPRISE[one.kind]), one.headline, one.told, one.report)
        for one in found
        if one.told
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object).sort_values("weight", ascending=False, kind="stable")
    return frame.reset_index(drop=True)


def headline(document: Document) -> Message:
    """What a newspaper would set above it: the weightiest news; who and when, where there is none."""
    found = news(document)
    if len(found):
        said: Message = found["headline"].iloc[0]
        return said
    return document.none_of_ours or document.label


def _whole(document: Document) -> Figure | None:
    """The money that all else is a part of."""
    change = document.change("whole")
    lines = document.functions()
    whole = change["after_exact"] if change is not None else lines.attrs["total"]
    return whole if isinstance(whole, Figure) and whole > 0 else None


def _rule(rule: Rule) -> Rule:
    _rules.append(rule)
    return rule


def _part(value: object) -> Decimal:
    return Decimal(str(value))


@_rule
def one_undertaking(document: Document, whole: Figure) -> Iterator[News]:
    """An undertaking that is more than half of the growth, and a fair part of the budget."""
    row = first(document.undertakings())
    if (
        row is None
        or row["without"] is None
        or row["share"] is None
        or row["share"] < MOST
        or row["amount"] < SOME * whole
    ):
        return
    if row["share"] > 1:
        above = Message("“{label}” alone is more than the whole growth of the budget", label=row["label"])
    else:
        above = Message(
            "{share:percent} of the budget's growth is for “{label}”", share=row["share"], label=row["label"]
        )
    yield News("growth", row["amount"] / whole, above, told(document, "growth"), "30-year-over-year")


@_rule
def in_other(document: Document, whole: Figure) -> Iterator[News]:
    """Items whose name says only that they are other, with a fair part of what is spent by function."""
    own = named_other(document)
    part = _part(own["share"].sum())
    if part < MUCH:
        return
    largest = own.iloc[0]
    if alone_among_others(own):
        above = Message(
            "{share:percent} of the money is under “{label}”, which does not say what it is for",
            share=largest["share"],
            label=largest["label"],
        )
    else:
        above = Message("{part:percent} of the money is under items named “other”", part=part)
    yield News("other", part, above, told(document, "other"), "31-composition-by-function")


@_rule
def outside_procurement(document: Document, whole: Figure) -> Iterator[News]:
    """Projects without a line in the procurement table, where they are most of the project money."""
    absent, every = not_procured(document), document.projects_procured()
    if document.procurement.empty or absent.empty:
        return
    outside = total(absent["amount_exact"])
    part = outside / total(every["amount_exact"])
    if part >= MOST:
        above = Message("{part:percent} of the project money has no line in the procurement table", part=part)
        yield News(
            "procurement",
            outside / whole,
            above,
            told(document, "outside_procurement"),
            "34-procurement-and-assets",
        )


@_rule
def whole_plan(document: Document, whole: Figure) -> Iterator[News]:
    """What was spent of the whole, where it is a tenth more or less than was approved."""
    plan = document.execution()
    row = first(plan[plan.index == "whole"])
    if row is None or row["approved"] is None or row["executed"] is None or not row["approved"]:
        return
    rate = row["executed"] / row["approved"]
    if abs(rate - 1) >= TENTH:
        above = Message(
            "{rate:percent} of the budget was spent: {executed:money} of {approved:money}",
            rate=rate,
            executed=row["executed"],
            approved=row["approved"],
        )
        yield News("plan", min(abs(rate - 1), Decimal(1)), above, told(document, "spent"), "42-budget-and-outturn")


@_rule
def item_plan(document: Document, whole: Figure) -> Iterator[News]:
    """The item furthest from its plan."""
    row = first(items_off_plan(document))
    if row is not None and abs(row["difference"]) >= SOME * whole:
        above = Message(
            "{label}: {executed:money} spent, {approved:money} approved",
            **{name: row[name] for name in ("label", "executed", "approved")},
        )
        yield News("plan", abs(row["difference"]) / whole, above, told(document, "furthest"), "42-budget-and-outturn")


@_rule
def whole_changed(document: Document, whole: Figure) -> Iterator[News]:
    """The whole, where it rose or fell."""
    change = document.change("whole")
    row = exact(change) if change is not None else {}
    rate = row.get("rate")
    if rate is None or not row["change"]:
        return
    given = {"rate": rate, "after": row["after"]}
    if document.phase == EXECUTED:
        above = Message("The accounts: {after:money}, {rate:grown}", **given)
    else:
        above = Message("The budget: {after:money}, {rate:grown}", **given)
    yield News("change", min(abs(_part(rate)), Decimal(1)), above, told(document, "change"), "30-year-over-year")


@_rule
def one_function(document: Document, whole: Figure) -> Iterator[News]:
    """The function that moved most, by a tenth of itself or more, and by a fair part of the whole."""
    row = first(functions_compared(document))
    if row is not None:
        yield from _moved(row, whole, told(document, "function"))


@_rule
def one_part(document: Document, whole: Figure) -> Iterator[News]:
    """Basic or project expenditure, or the reserve, where it moved as much."""
    years = document.year_over_year()
    own = years[years.index.isin(["basic", "project", "reserve"])] if len(years) else years
    row = first(own.sort_values("change", key=abs, ascending=False, kind="stable")) if len(own) else None
    sentences = told(document, "parts")
    if row is not None and sentences:
        yield from _moved(row, whole, Told(sentences.fact, sentences.sentences[:1]))


def _moved(row: dict[str, Any], whole: Figure, sentences: Told) -> Iterator[News]:
    if row["rate"] is None or row["before"] is None or row["after"] is None:
        return
    rate, change = _part(row["rate"]), abs(row["change"])
    if abs(rate) >= TENTH and change >= LITTLE * whole and row["doubtful"] is not True:
        above = Message("{label}: {after:money}, {rate:grown}", label=row["label"], after=row["after"], rate=rate)
        yield News("line", change / whole * (1 + min(abs(rate), Decimal(1))), above, sentences, "30-year-over-year")


@_rule
def largest_class(document: Document, whole: Figure) -> Iterator[News]:
    """The class that has most of the money."""
    lines = document.functions()
    row = first(lines[lines["level"] == 1].sort_values("amount", ascending=False, kind="stable"))
    if row is not None:
        if row["share"] == 1:
            above = Message("All of the money is for {label:name}", label=row["label"])
        else:
            above = Message("{share:percent} of the money is for {label:name}", share=row["share"], label=row["label"])
        yield News("largest", _part(row["share"]), above, told(document, "largest_class"), "31-composition-by-function")


@_rule
def old_bills(document: Document, whole: Figure) -> Iterator[News]:
    """What the document itself calls unpaid or overdue."""
    owed = document.arrears()
    if owed.empty or not (owed_sum := total(owed["amount_exact"])):
        return
    above = Message("{sum:money} is to pay old bills", sum=owed_sum)
    yield News("arrears", owed_sum / whole, above, told(document, "arrears"), "32-projects-and-payees")


@_rule
def no_reason(document: Document, whole: Figure) -> Iterator[News]:
    """Changes without a reason in the text, where the largest is a tenth of the whole or more."""
    row = first(without_reason(document))
    if row is not None and abs(row["change"]) >= TENTH * whole:
        above = Message("{label}: {change:moved}, and no reason given", label=row["label"], change=row["change"])
        part = min(abs(row["change"]) / whole, Decimal(1))
        yield News("unexplained", part, above, told(document, "unexplained"), "30-year-over-year")


@_rule
def three_public(document: Document, whole: Figure) -> Iterator[News]:
    """The “three public” expenses where they rose or fell by a tenth or more."""
    lines = document.three_public()
    row = first(lines[lines.index == "total"])
    if row is None or row["rate"] is None or abs(row["rate"]) < TENTH:
        return
    above = Message("“Three public” expenses: {after:money}, {rate:grown}", after=row["after"], rate=row["rate"])
    part = min(abs(_part(row["rate"])), Decimal(1))
    yield News("public", part, above, told(document, "three_public"), "33-staff-and-running-costs")


@_rule
def contradictions(document: Document, whole: Figure) -> Iterator[News]:
    """The material finding of the audit with most at stake."""
    found = document.findings
    found = found[found["severity"] == "material"]
    row = first(found.sort_values("amount", ascending=False, kind="stable"))
    if row is None:
        return
    said = Message("The figures contradict each other. {statement}", statement=row["statement"])
    printed, expected = _amount(row["printed"]), _amount(row["expected"])
    part = max(min((row["amount"] or Decimal(0)) / whole, MOST), SOME)
    if printed is not None and expected is not None:
        above = Message(
            "{printed:money} is printed where the other figures make it {expected:money}",
            printed=printed,
            expected=expected,
        )
        if 0 < min(printed, expected) * SLIP <= max(printed, expected):
            part = TRIFLE
    elif row["amount"]:
        above = Message("The figures contradict each other by {amount:money}", amount=row["amount"])
    else:
        above = Message("The figures of the text contradict each other")
    yield News("contradiction", part, above, Told("contradiction", (said,)), "20-audit")


def _amount(text: str) -> Decimal | None:
    """The amount, in 万元, that a finding gives with its unit; None where it gives none, or a percentage."""
    number, unit = stated_figure(text)
    if not number or unit not in FACTOR:
        return None
    return Decimal(number.replace(",", "")) * FACTOR[unit] / FACTOR["万元"]
