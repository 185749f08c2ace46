"""What a disclosure's figures say, each fact in one sentence of its own: reports and notebooks tell it in these words.

A fact that stands in several reports has one source here, so that it is counted, named and rounded the same way in
each of them. What of it is news is for :mod:`disclosure.analysis.news` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeGuard

import pandas as pd

from disclosure.analysis.document import Document
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.frames import exactly
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message
from disclosure.words.reference import reference_settings
from disclosure.words.wording import wording

WHOLE = ("the whole budget", "all expenditure")
"""What the total of a disclosure is called where it is all the money; of any other it is said what it is."""
MUCH = 0.25
"""The part of the whole from which an item named “other” is told of by its name,"""
MOST_OF_THEM = 0.75
"""where it also holds so much of what stands under such names."""


@dataclass(frozen=True)
class Told:
    """A fact: what it is called, and its sentences; none where the document does not have what it needs.

    Of a sum that is nowhere printed the value ``rests_on`` of its sentence has the figures that it is made of.
    """

    fact: str
    sentences: tuple[Message, ...]

    def __bool__(self) -> bool:
        return bool(self.sentences)


Fact = Callable[[Document], Iterator[Message]]
_facts: dict[str, Fact] = {}


def told(document: Document, fact: str) -> Told:
    """The sentences of a fact; :class:`LookupError` names the facts that there are."""
    if fact not in _facts:
        raise LookupError(f"no fact is called {fact!r}; there is {', '.join(_facts)}")
    return Told(fact, () if document.none_of_ours else tuple(_facts[fact](document)))


def _fact(fact: Fact) -> Fact:
    _facts[fact.__name__] = fact
    return fact


def first(frame: pd.DataFrame) -> dict[str, Any] | None:
    """The first row of a frame, with exact amounts; None where there is none."""
    return exact(frame.iloc[0]) if len(frame) else None


def exact(row: pd.Series) -> dict[str, Any]:
    """A row with the exact amounts in place of their floats; None is what is not there."""
    return {name: None if _absent(value) else value for name, value in exactly(row).items()}


def _absent(value: object) -> bool:
    return isinstance(value, float | Decimal) and value != value


def _given(row: dict[str, Any] | None, *names: str) -> TypeGuard[dict[str, Any]]:
    """Is there a row, and does it have all of these?"""
    return row is not None and all(row.get(name) is not None for name in names)


# --- the whole ---


@_fact
def nothing(document: Document) -> Iterator[Message]:
    """Of a disclosure that gives no figure: that it was published, and how long it is."""
    if document.facts.empty and document.statements.empty:
        yield Message(
            "{who} published {n} page for {year}; no table and no amount can be read from it.",
            plural="{who} published {n} pages for {year}; no table and no amount can be read from them.",
            who=document.organisation,
            n=document.data.page_count,
            year=document.year,
        )


@_fact
def units(document: Document) -> Iterator[Message]:
    """How many units belong to it, where there are several."""
    count = document.institutions["unit_name"].nunique()
    if count > 1:
        yield Message("{n:count} units belong to it.", n=count)


@_fact
def spent(document: Document) -> Iterator[Message]:
    """Of final accounts: what was spent of what had been approved, and the reason that the text gives."""
    plan = document.execution()
    row = first(plan[plan.index == "whole"])
    if not _given(row, "executed", "approved", "rate"):
        return
    given: dict[str, Any] = {"who": document.organisation, "year": document.year}
    given |= {name: row[name] for name in ("executed", "approved", "rate", "reason")}
    if row["reason"]:
        yield Message(
            "{who} spent {executed:money} of its general public budget in {year}, {rate:percent} of the "
            "{approved:money} that had been approved. The reason given: “{reason}”.",
            **given,
        )
    else:
        yield Message(
            "{who} spent {executed:money} of its general public budget in {year}, {rate:percent} of the "
            "{approved:money} that had been approved.",
            **given,
        )


@_fact
def money(document: Document) -> Iterator[Message]:
    """How much money it is: beside that of the year before, where something is compared with it, else alone."""
    beside = list(change(document))
    yield from beside
    every, by_function = document.data.total_of("expenditure_by_function"), document.functions().attrs["total"]
    given: dict[str, Any] = {"who": document.organisation, "year": document.year}
    if beside:
        return
    if isinstance(every, Figure) and every > 0:
        yield (
            Message("{who} spent {whole:money} in {year}.", whole=every, **given)
            if document.phase == EXECUTED
            else Message("{who} has {whole:money} for {year}.", whole=every, **given)
        )
    elif isinstance(by_function, Figure) and by_function > 0:
        yield (
            Message("{who} spent {whole:money} of its general public budget in {year}.", whole=by_function, **given)
            if document.phase == EXECUTED
            else Message("{who} has {whole:money} for {year} in its general public budget.", whole=by_function, **given)
        )


@_fact
def change(document: Document) -> Iterator[Message]:
    """The total, and what it is beside that of the year before."""
    row = document.change("whole")
    values = None if row is None else exact(row)
    if not _given(values, "after", "change") or (values["change"] and not _given(values, "rate")):
        return
    given: dict[str, Any] = {"who": document.organisation, "year": document.year}
    given |= {name: values[name] for name in ("label", "after", "change", "rate")}
    if str(values["label"]) not in WHOLE:
        yield (
            Message(
                "{who}: in {year} {label:name} comes to {after:money}, {change:moved} on the year before "
                "({rate:+percent}).",
                **given,
            )
            if values["change"]
            else Message("{who}: in {year} {label:name} comes to {after:money}, as in the year before.", **given)
        )
    elif document.phase == EXECUTED:
        yield (
            Message(
                "The accounts of {who} for {year} come to {after:money}, {change:moved} on the year before "
                "({rate:+percent}).",
                **given,
            )
            if values["change"]
            else Message("The accounts of {who} for {year} come to {after:money}, as in the year before.", **given)
        )
    else:
        yield (
            Message("{who} has {after:money} for {year}, {change:moved} on the year before ({rate:+percent}).", **given)
            if values["change"]
            else Message("{who} has {after:money} for {year}, as in the year before.", **given)
        )


@_fact
def parts(document: Document) -> Iterator[Message]:
    """Basic and project expenditure, and the reserve, in two years; what changed most first."""
    years = document.year_over_year()
    if years.empty:
        return
    own = years[years.index.isin(["basic", "project", "reserve"])]
    for _, row in own.sort_values("change", key=abs, ascending=False, kind="stable").iterrows():
        yield from _two_years(exact(row))


def _two_years(values: dict[str, Any]) -> Iterator[Message]:
    if not _given(values, "before", "after", "change"):
        return
    given = {name: values[name] for name in ("label", "before", "after", "rate")}
    if not values["change"]:
        yield Message("{label} is {after:money}, as in the year before.", **given)
    elif not _given(values, "rate"):
        yield Message("{label} went from {before:money} to {after:money}.", **given)
    elif values["reason"]:
        yield Message(
            "{label} went from {before:money} to {after:money} ({rate:+percent}). The reason given: “{reason}”.",
            reason=values["reason"],
            **given,
        )
    else:
        yield Message("{label} went from {before:money} to {after:money} ({rate:+percent}).", **given)


def functions_compared(document: Document) -> pd.DataFrame:
    """The functions that the document compares with the year before, what changed most first: the classes where there
    are several, else the items. Lines that a check contradicts are left out."""
    years = document.year_over_year()
    roles = ["general_budget_by_function", "expenditure_by_function"]
    lines = years[years["role"].isin(roles) & (years["code"] != "") & ~years["doubtful"].astype(bool)]
    classes = lines[lines["level"] == 1]
    lines = classes if len(classes) > 1 else lines[lines["row_role"] == "leaf"]
    lines = lines[(lines["role"] == lines["role"].max()) & (lines["change"] != 0)]
    return lines.sort_values("change", key=abs, ascending=False, kind="stable")


@_fact
def function(document: Document) -> Iterator[Message]:
    """The function that changed most."""
    values = first(functions_compared(document))
    if not _given(values, "before", "after", "rate"):
        return
    given = {name: values[name] for name in ("label", "before", "after", "rate")}
    if values["reason"]:
        yield Message(
            "Of the functions, {label:name} changed most: from {before:money} to {after:money} ({rate:+percent}). The "
            "reason given: “{reason}”.",
            reason=values["reason"],
            **given,
        )
    else:
        yield Message(
            "Of the functions, {label:name} changed most: from {before:money} to {after:money} ({rate:+percent}).",
            **given,
        )


@_fact
def growth(document: Document) -> Iterator[Message]:
    """The undertaking with most of the money, beside the growth of the whole."""
    values = first(document.undertakings())
    if not _given(values, "share", "without", "rate_without"):
        return
    given = {name: values[name] for name in ("label", "amount", "without", "rate_without")}
    own = document.projects["theme"] == values["label"].printed
    given["rests_on"] = list(document.projects.loc[own, "amount_exact"])
    if values["share"] > 1:
        yield Message(
            "“{label}” alone comes to {amount:money}, more than the whole growth. Without it the budget would be "
            "{without:money}, {rate_without:grown} on the year before.",
            **given,
        )
    else:
        yield Message(
            "“{label}” alone comes to {amount:money}, {share:percent} of the growth. Without it the budget would be "
            "{without:money}, {rate_without:grown} on the year before.",
            share=values["share"],
            **given,
        )


def without_reason(document: Document) -> pd.DataFrame:
    """The changes that the text states and nowhere explains, the largest first; each once, however often it is told."""
    years = document.year_over_year()
    stated = years[(years["sentence"].fillna("") != "") & (years["change"].fillna(0) != 0)]
    stated = stated[~stated["doubtful"].astype(bool)]
    given = re.compile(reference_settings("questions.yml")["reason"])
    told_why = stated["sentence"].map(lambda text: bool(given.search(text))).astype(bool)
    explained = (stated["reason"].fillna("") != "") | told_why
    silent = stated[~explained & ~stated["change"].isin(stated.loc[explained, "change"])]
    return silent.drop_duplicates("change").sort_values("change", key=abs, ascending=False, kind="stable")


@_fact
def unexplained(document: Document) -> Iterator[Message]:
    """Changes that the text states without a reason."""
    silent = without_reason(document)
    values = first(silent)
    if values is None:
        return
    given: dict[str, Any] = {"label": values["label"], "change": values["change"], "n": len(silent)}
    yield (
        Message("For one change the text gives no reason: {label:name}, {change:moved}.", **given)
        if len(silent) == 1
        else Message("For {n} changes the text gives no reason; the largest is {label:name}, {change:moved}.", **given)
    )


def unsaid(document: Document, *texts: str) -> list[str]:
    """Of these things that a disclosure does not say, those that this one does not say: final accounts tell what was
    spent in the end, and a text may count the staff."""
    told_of = {"what was spent in the end"} if document.phase == EXECUTED else set()
    counts = re.compile(wording("headcount"))
    if any(counts.search(text) for text in document.frame("paragraphs")["paragraph"]):
        told_of.add("headcount")
    return [text for text in texts if text not in told_of]


# --- what it is for ---


@_fact
def largest_class(document: Document) -> Iterator[Message]:
    """The class with most of the money."""
    lines = document.functions()
    values = first(lines[lines["level"] == 1].sort_values("amount", ascending=False, kind="stable"))
    if values is None:
        return
    given = {name: values[name] for name in ("label", "amount", "share")}
    if values["share"] == 1:
        yield Message("All of it, {amount:money}, is for one class: {label:name}.", **given)
    else:
        yield Message(
            "The largest class is {label:name}: {amount:money}, {share:percent} of what is spent by function.", **given
        )


def named_other(document: Document) -> pd.DataFrame:
    """The items whose name says only that they are other, the largest first."""
    lines = document.functions()
    own = lines[(lines["level"] == 3) & lines["name"].str.match(wording("other_first"))]
    return own.sort_values("amount", ascending=False, kind="stable")


def alone_among_others(own: pd.DataFrame) -> bool:
    """Is the largest of these items what there is to tell, rather than all of them together?"""
    largest = own["share"].max()
    return bool(largest >= MUCH and largest >= MOST_OF_THEM * own["share"].sum())


@_fact
def other(document: Document) -> Iterator[Message]:
    """What stands under items named “other”."""
    own = named_other(document)
    values = first(own)
    if values is None:
        return
    given = {name: values[name] for name in ("label", "amount")}
    if alone_among_others(own):
        yield Message(
            "{share:percent} of the money, {amount:money}, stands under one item: “{label}”. Its name does not say "
            "what it is for.",
            share=values["share"],
            **given,
        )
        if len(own) > 1:
            yield Message(
                "With the others so named, {n} in all, it comes to {part:percent}.",
                n=len(own),
                part=own["share"].sum(),
            )
        return
    given |= {"n": len(own), "sum": total(own["amount_exact"]), "part": own["share"].sum()}
    yield (
        Message(
            "One item is named “other” and does not say what it is for: “{label}” with {amount:money}, {part:percent} "
            "of the money.",
            **given,
        )
        if len(own) == 1
        else Message(
            "{n} items are named “other” and do not say what they are for: {sum:money} together, {part:percent} of "
            "the money; the largest is “{label}” with {amount:money}.",
            **given,
        )
    )


# --- people and projects ---


@_fact
def project_total(document: Document) -> Iterator[Message]:
    """Project expenditure."""
    spending = document.project_total()
    if spending is not None:
        yield Message("Project expenditure is {spending:money}.", spending=spending)


@_fact
def projects(document: Document) -> Iterator[Message]:
    """How many projects are named, with how much money, and the largest."""
    values = first(document.projects)
    if values is None:
        return
    given: dict[str, Any] = {"label": values["label"], "amount": values["amount"], "n": len(document.projects)}
    given["sum"] = total(document.projects["amount_exact"])
    yield (
        Message("The document names one project: “{label}” with {amount:money}.", **given)
        if len(document.projects) == 1
        else Message(
            "The document names {n} projects, {sum:money} together; the largest is “{label}” with {amount:money}.",
            **given,
        )
    )


@_fact
def arrears(document: Document) -> Iterator[Message]:
    """What the document itself calls unpaid or overdue."""
    owed = document.arrears()
    values = first(owed)
    if values is None or not (owed_sum := total(owed["amount_exact"])):
        return
    given: dict[str, Any] = {"label": values["label"], "amount": values["amount"], "n": len(owed), "sum": owed_sum}
    given["rests_on"] = list(owed["amount_exact"])
    yield (
        Message("{amount:money} is to pay an old bill: “{label}”.", **given)
        if len(owed) == 1
        else Message("{sum:money} is to pay {n} old bills, the largest of them “{label}” with {amount:money}.", **given)
    )


@_fact
def basic(document: Document) -> Iterator[Message]:
    """Basic expenditure: people and running costs."""
    values = document.basic_totals()
    if _given(values, "basic", "personnel", "operating"):
        yield Message(
            "Basic expenditure is {basic:money}: {personnel:money} for people and {operating:money} for running costs.",
            **values,
        )


@_fact
def three_public(document: Document) -> Iterator[Message]:
    """The “three public” expenses, beside those of the year before where they are known."""
    lines = document.three_public()
    values = first(lines[lines.index == "total"])
    if not _given(values, "after"):
        return
    given: dict[str, Any] = {name: values[name] for name in ("after", "change", "rate")}
    if not values["after"] and document.phase == EXECUTED:
        beside = list(three_public_spent(document))  # tells it with what had been approved
        yield from beside or [Message("Nothing was spent on the “three public” expenses.")]
    elif not values["after"]:
        yield Message("No money is planned for the “three public” expenses.")
    elif not _given(values, "change"):
        yield Message("The “three public” expenses come to {after:money}.", **given)
    elif not values["change"]:
        yield Message("The “three public” expenses come to {after:money}, as in the year before.", **given)
    elif not _given(values, "rate"):
        yield Message("The “three public” expenses come to {after:money}, {change:moved} on the year before.", **given)
    else:
        yield Message(
            "The “three public” expenses come to {after:money}, {change:moved} on the year before ({rate:+percent}).",
            **given,
        )


# --- what became of it ---


def items_off_plan(document: Document) -> pd.DataFrame:
    """The items that had a plan and differ from it, the furthest first."""
    plan = document.execution()
    items = plan[(plan["level"] == 3) & (plan["kind"] == "function") & (plan["approved"] > 0)]
    items = items[(items["difference"].fillna(0) != 0) & items["executed"].notna()]
    return items.sort_values("difference", key=abs, ascending=False, kind="stable")


@_fact
def furthest(document: Document) -> Iterator[Message]:
    """Of final accounts: the item furthest from its plan."""
    values = first(items_off_plan(document))
    if values is None:
        return
    given = {name: values[name] for name in ("label", "executed", "approved", "difference")}
    if values["reason"]:
        yield Message(
            "{label} is furthest from its plan: {executed:money} spent, {approved:money} approved "
            "({difference:+money}). The reason given: “{reason}”.",
            reason=values["reason"],
            **given,
        )
    else:
        yield Message(
            "{label} is furthest from its plan: {executed:money} spent, {approved:money} approved "
            "({difference:+money}).",
            **given,
        )


@_fact
def three_public_spent(document: Document) -> Iterator[Message]:
    """Of final accounts: what was spent on travel, cars and receptions."""
    plan = document.execution()
    values = first(plan[plan.index == "total"])
    if not _given(values, "approved", "executed") or not values["approved"]:
        return
    given: dict[str, Any] = {name: values[name] for name in ("approved", "executed")}
    if values["executed"]:
        yield Message(
            "Of {approved:money} approved for travel abroad, cars and receptions, {executed:money} was spent.", **given
        )
    else:
        yield Message(
            "Of {approved:money} approved for travel abroad, cars and receptions, nothing was spent.", **given
        )


# --- what is bought ---


@_fact
def procurement(document: Document) -> Iterator[Message]:
    """The procurement budget; of final accounts what was bought."""
    whole = document.procurement_total()
    if whole is not None:
        yield (
            Message("Procurement came to {whole:money}.", whole=whole)
            if document.phase == EXECUTED
            else Message("The procurement budget comes to {whole:money}.", whole=whole)
        )


def not_procured(document: Document) -> pd.DataFrame:
    """The projects without a line in the procurement table, where the document has both; the largest first."""
    own = document.projects_procured()
    return own[own["procured"].isna()]


@_fact
def outside_procurement(document: Document) -> Iterator[Message]:
    """How much of the project money has no line in the procurement table."""
    absent, every = not_procured(document), document.projects_procured()
    values = first(absent)
    if values is None or document.procurement.empty:
        return
    outside = total(absent["amount_exact"])
    given: dict[str, Any] = {"label": values["label"], "amount": values["amount"], "n": len(absent), "sum": outside}
    given |= {"part": outside / total(every["amount_exact"]), "rests_on": list(absent["amount_exact"])}
    yield (
        Message(
            "{amount:money}, {part:percent} of the project money, has no line in the procurement table: “{label}”.",
            **given,
        )
        if len(absent) == 1
        else Message(
            "{sum:money}, {part:percent} of the project money, has no line in the procurement table: {n} projects, "
            "the largest of them “{label}” with {amount:money}.",
            **given,
        )
    )


# --- can it be trusted ---


@_fact
def audit(document: Document) -> Iterator[Message]:
    """How many comparisons of figures hold, and how many fail."""
    count = document.checks["status"].value_counts()
    rounded, failed = (int(count.get(status, 0)) for status in ("rounding", "fails"))
    tested = int(count.get("holds", 0)) + rounded + failed
    if not tested or any(nothing(document)):
        return
    given: dict[str, Any] = {"n": failed, "tested": tested, "rounded": rounded}
    if not failed and not rounded:
        yield Message(
            "The one comparison that can be made between its figures holds.",
            plural="All {n:count} comparisons that can be made between its figures hold.",
            n=tested,
        )
    elif not failed:
        yield Message(
            "All {tested:count} comparisons that can be made between its figures hold, {rounded:count} of them but "
            "for rounding.",
            **given,
        )
    elif not rounded:
        yield Message(
            "Of {tested:count} comparisons that can be made between its figures, {n} fails; the others hold.",
            plural="Of {tested:count} comparisons that can be made between its figures, {n:count} fail; the others "
            "hold.",
            **given,
        )
    else:
        yield Message(
            "Of {tested:count} comparisons that can be made between its figures, {n} fails; the others hold, "
            "{rounded:count} of them but for rounding.",
            plural="Of {tested:count} comparisons that can be made between its figures, {n:count} fail; the others "
            "hold, {rounded:count} of them but for rounding.",
            **given,
        )
