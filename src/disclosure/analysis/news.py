"""What is news in a disclosure: general rules find it, and rank it by the money at stake and how little one expects it.

Each rule looks for one kind of thing, in any department's budget or final accounts, and gives a sentence with its
figures. Reports and notebooks tell it in these words alone, so that a fact is said the same way everywhere.

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
from disclosure.words.messages import Message
from disclosure.words.wording import wording

COLUMNS = ["kind", "weight", "sentence", "report"]
SURPRISE = {
    "growth": Decimal(2),  # one undertaking is behind most of the growth
    "plan": Decimal("1.5"),  # more or less was spent than was approved
    "other": Decimal("1.2"),  # an item does not say what the money is for
    "procurement": Decimal(1),  # projects of which nothing is bought, as far as the disclosure says
    "contradiction": Decimal(1),  # the publisher's own figures are at odds
    "line": Decimal(1),  # one line rose or fell by much
    "arrears": Decimal("0.8"),  # old bills are paid
    "public": Decimal("0.3"),  # little money, and always asked about
    "largest": Decimal("0.1"),  # what most of the money is for is told where there is little else
}
MOST, MUCH, SOME, LITTLE = Decimal("0.5"), Decimal("0.25"), Decimal("0.05"), Decimal("0.03")
"""Parts of a whole: an undertaking in the growth, an item in the budget, a difference from the plan, a change."""
TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class News:
    """Something worth telling: its kind, the part of the whole at stake, a sentence, and the report that has more."""

    kind: str
    part: Decimal
    sentence: Message
    report: str


Rule = Callable[[Document, Figure], Iterator[News]]
_rules: list[Rule] = []


def news(document: Document) -> pd.DataFrame:
    """What is worth telling of a disclosure, the weightiest first: ``kind``, ``weight``, ``sentence``, ``report``.

    No row where it gives no total, or is no department's disclosure.
    """
    whole = None if document.none_of_ours else _whole(document)
    found = [one for rule in _rules for one in rule(document, whole)] if whole else []
    if any(one.kind == "growth" for one in found):  # the line that grew most is then told of by what is behind it
        found = [one for one in found if one.kind != "line"]
    rows = [(one.kind, float(one.part * SURPRISE[one.kind]), one.sentence, one.report) for one in found]
    frame = pd.DataFrame(rows, columns=COLUMNS).sort_values("weight", ascending=False, kind="stable")
    return frame.reset_index(drop=True)


def _whole(document: Document) -> Figure | None:
    """The money that all else is a part of."""
    change = document.change("whole")
    lines = document.functions()
    whole = change["after_exact"] if change is not None else lines.attrs["total"]
    return whole if isinstance(whole, Figure) and whole > 0 else None


def _rule(rule: Rule) -> Rule:
    _rules.append(rule)
    return rule


def _rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    yield from frame.to_dict("records")


@_rule
def one_undertaking(document: Document, whole: Figure) -> Iterator[News]:
    """An undertaking that is more than half of the growth, and a fair part of the budget."""
    for row in _rows(document.undertakings().head(1)):
        amount, without, share = row["amount_exact"], row["without_exact"], row["share"]
        if without is None or share < MOST or amount < SOME * whole:
            continue
        given = {"label": row["label"], "amount": amount, "without": without, "rate_without": row["rate_without"]}
        if share > 1:
            said = Message(
                "“{label}” alone comes to {amount:money}, more than the whole growth. Without it the budget would be "
                "{without:money}, a change of {rate_without:+percent} on the year before.",
                **given,
            )
        else:
            said = Message(
                "“{label}” alone comes to {amount:money}, {share:percent} of the growth. Without it the budget would "
                "be {without:money}, a change of {rate_without:+percent} on the year before.",
                share=share,
                **given,
            )
        yield News("growth", amount / whole, said, "30-year-over-year")


@_rule
def in_other(document: Document, whole: Figure) -> Iterator[News]:
    """Items whose name says only that they are other, with a fair part of what is spent by function."""
    lines = document.functions()
    own = lines[(lines["level"] == 3) & lines["name"].str.match(wording("other_first"))]
    own = own.sort_values("amount", ascending=False)
    part = Decimal(str(own["share"].sum()))
    if part < MUCH:
        return
    largest = own.iloc[0]
    given = {"label": largest["label"], "amount": largest["amount_exact"]}
    if largest["share"] >= MUCH:
        said = Message(
            "{share:percent} of the money, {amount:money}, stands under one item: “{label}”. Its name does not say "
            "what it is for.",
            share=largest["share"],
            **given,
        )
    else:
        said = Message(
            "{part:percent} of the money stands under {n} items named “other”, which do not say what it is for; the "
            "largest is “{label}” with {amount:money}.",
            part=part,
            n=len(own),
            **given,
        )
    yield News("other", part, said, "31-composition-by-function")


@_rule
def outside_procurement(document: Document, whole: Figure) -> Iterator[News]:
    """Projects without a line in the procurement table, where they are most of the project money."""
    projects = document.projects_procured()
    absent = projects[projects["procured"].isna()]
    if document.procurement.empty or absent.empty:
        return
    sums = total(absent["amount_exact"]), total(projects["amount_exact"])
    if sums[0] >= MOST * sums[1]:
        yield News(
            "procurement",
            sums[0] / whole,
            Message(
                "{sum:money}, {part:percent} of the project money, has no line in the procurement table: {n} project, "
                "“{label}” with {amount:money}.",
                plural="{sum:money}, {part:percent} of the project money, has no line in the procurement table: {n} "
                "projects, the largest “{label}” with {amount:money}.",
                sum=sums[0],
                part=sums[0] / sums[1],
                n=len(absent),
                label=absent.iloc[0]["label"],
                amount=absent.iloc[0]["amount_exact"],
            ),
            "34-procurement-and-assets",
        )


@_rule
def far_from_plan(document: Document, whole: Figure) -> Iterator[News]:
    """What was spent against what was approved: of the whole, and of the item that is furthest off."""
    plan = document.execution()
    if plan.empty:
        return
    for row in _rows(
        plan[(plan["level"] == 3) & (plan["kind"] == "function")].sort_values("difference", key=abs).tail(1)
    ):
        difference = row["difference_exact"]
        if difference is not None and abs(difference) >= SOME * whole:
            yield News(
                "plan",
                abs(difference) / whole,
                Message(
                    "{label} is furthest from its plan: {executed:money} spent, {approved:money} approved "
                    "({difference:+money}).",
                    **{name: row[f"{name}_exact"] for name in ("executed", "approved", "difference")},
                    label=row["label"],
                ),
                "42-budget-and-outturn",
            )


@_rule
def one_line(document: Document, whole: Figure) -> Iterator[News]:
    """What moved most of the classes and items, and of the parts of the budget, by a tenth of itself or more."""
    years = document.year_over_year()
    if years.empty:
        return
    parts = years.index.isin(["basic", "project", "reserve"]) | years["level"].isin([1, 3])
    own = years[parts & (years["doubtful"] != True) & years["rate"].notna()]  # noqa: E712  # None where none is known
    own = own[own["before_exact"].notna() & own["after_exact"].notna() & (own["rate"].abs() >= TENTH)]
    for row in _rows(own.sort_values("change", key=abs, kind="stable").tail(1)):
        change, surprise = row["change_exact"], min(abs(Decimal(str(row["rate"]))), Decimal(2))
        if abs(change) < LITTLE * whole:
            continue
        given: dict[str, Any] = {"before": row["before_exact"], "after": row["after_exact"], "rate": row["rate"]}
        given |= {"label": row["label"], "reason": row["reason"]}
        if row["reason"]:
            said = Message(
                "{label} moved most: from {before:money} to {after:money} ({rate:+percent}). "
                "The reason given: “{reason}”.",
                **given,
            )
        else:
            said = Message("{label} moved most: from {before:money} to {after:money} ({rate:+percent}).", **given)
        yield News("line", abs(change) / whole * (1 + surprise), said, "30-year-over-year")


@_rule
def largest_class(document: Document, whole: Figure) -> Iterator[News]:
    """The class that has most of the money."""
    lines = document.functions()
    for row in _rows(lines[lines["level"] == 1].sort_values("amount", ascending=False).head(1)):
        yield News(
            "largest",
            Decimal(str(row["share"])),
            Message(
                "The largest class is {label:name}: {amount:money}, {share:percent} of what is spent by function.",
                label=row["label"],
                amount=row["amount_exact"],
                share=row["share"],
            ),
            "31-composition-by-function",
        )


@_rule
def old_bills(document: Document, whole: Figure) -> Iterator[News]:
    """What the document itself calls unpaid or overdue."""
    owed = document.arrears()
    if owed.empty or not (owed_sum := total(owed["amount_exact"])):
        return
    yield News(
        "arrears",
        owed_sum / whole,
        Message(
            "{sum:money} pays old bills, the largest part of it “{label}”.", sum=owed_sum, label=owed.iloc[0]["label"]
        ),
        "32-projects-and-payees",
    )


@_rule
def three_public(document: Document, whole: Figure) -> Iterator[News]:
    """The “three public” expenses where they rose or fell by a tenth or more."""
    for row in _rows(document.three_public().head(1)):
        rate = row["rate"]
        if row["key"] == "total" and rate is not None and rate == rate and abs(rate) >= 2 * SOME:
            yield News(
                "public",
                min(Decimal(str(abs(rate))), Decimal(1)),
                Message(
                    "The “three public” expenses come to {after:money}, {change:moved} on the year before "
                    "({rate:+percent}).",
                    after=row["after_exact"],
                    change=row["change_exact"],
                    rate=rate,
                ),
                "33-staff-and-running-costs",
            )


@_rule
def contradictions(document: Document, whole: Figure) -> Iterator[News]:
    """The gravest finding of the audit, where it is a material one."""
    found = document.findings
    for row in _rows(found[found["severity"] == "material"].head(1)):
        at_stake = row["amount_exact"] or Decimal(0)
        yield News(
            "contradiction",
            max(min(at_stake / whole, MOST), SOME),
            Message("The figures contradict each other. {statement}", statement=row["statement"]),
            "20-audit",
        )
