"""Questions about growth, about what money is for, and about what sentences say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from disclosure.audit.amount import Amount, total
from disclosure.audit.ledger import AnnexLine, Ledger, Statement
from disclosure.audit.question import Flag, pattern_of, question, quoted
from disclosure.audit.rule import TOTAL, ZERO, Scope
from disclosure.audit.rule_files import rule_data
from disclosure.audit.rules.procurement import named
from disclosure.audit.rules.projects import assignment, project_total
from disclosure.audit.rules.prose_against_prose import stated_changes
from disclosure.audit.rules.prose_against_tables import place_of
from disclosure.words.messages import Message, Printed
from disclosure.words.names import themes
from disclosure.words.wording import says

LARGE = Decimal("0.10")
"""A change of the total by a tenth calls for a reason."""
MUCH = Decimal("0.30")
"""A share of 其他 from which a reader can no longer tell what the money is for."""

# --- growth --------------------------------------------------------------------------------------------


def growth(ledger: Ledger) -> tuple[Statement, Statement, Statement] | None:
    """This year's stated total, the year before and the change."""
    wholes = "|".join(spec.whole for spec in rule_data().changes)
    return next((stated for stated in stated_changes(ledger) if re.search(wholes, stated[2].label)), None)


@question("change-without-reason", "high")
def change_without_reason(ledger: Ledger) -> Iterator[Flag]:
    found = growth(ledger)
    if found is None:
        return
    now, before, change = found
    share = change.amount.yuan / before.amount.yuan
    if abs(share) >= LARGE and not _reason(ledger, change):
        yield Flag(
            "",
            Message(
                "The budget went from {before:exact} to {now:exact} ({change:+percent}) "
                "and the text gives no reason. What is the reason?",
                before=before.amount.yuan,
                now=now.amount.yuan,
                change=share,
            ),
            [now.amount, before.amount, change.amount],
        )


def _reason(ledger: Ledger, change: Statement) -> bool:
    """Is a reason given for a change: with it, with the same figure told elsewhere, or in its section's sentences?"""
    for other in ledger.statements:
        same = other.basis == "change" and other.amount.value is not None and other.amount.value == change.amount.value
        if (same or other is change) and other["reason"]:
            return True
    own = {s.sentence for s in ledger.statements if s.section == change.section}
    return any(re.search(pattern_of("reason"), sentence) for sentence in own)


@question("changes-without-reason", "low")
def changes_without_reason(ledger: Ledger) -> Iterator[Flag]:
    """Stated changes by a tenth or more, other than the whole budget's and its parts', in one question."""
    whole = growth(ledger)
    found: dict[str, tuple[Statement, Decimal]] = {}
    for change in ledger.statements:
        part = whole is not None and change.section == whole[2].section
        if part or change.basis != "change" or not change.amount.counts or change.label in found:
            continue
        own = (s for s in ledger.before(change, 4) if (s.basis, s.label) == ("current", change.label))
        now = next((s for s in own if s.amount.counts), None)
        base = now.amount.yuan - change.amount.yuan if now else ZERO
        if base > 0 and abs(change.amount.yuan / base) >= LARGE and not _reason(ledger, change):
            found[change.label] = change, change.amount.yuan / base
    if found:
        cases = [
            Message(
                "“{label}” by {amount:exact} ({change:+percent})",
                label=Printed(s.label),
                amount=s.amount.yuan,
                change=share,
            )
            for s, share in found.values()
        ]
        yield Flag(
            "",
            Message("These changed and the text gives no reason: {cases}. What are the reasons?", cases=cases),
            [s.amount for s, _ in found.values()],
        )


@question("one-project-drives-growth", "high", Scope(roles=("performance",)))
def one_project_drives_growth(ledger: Ledger) -> Iterator[Flag]:
    grown, found = growth(ledger), project_total(ledger)
    if grown is None or found is None or not ledger.projects:
        return
    now, before, change = grown
    project = next(
        (
            s
            for s in ledger.statements
            if s.basis == "change"
            and says("project_expenditure", s.label)
            and s.amount.value
            and s.section == change.section
        ),
        None,
    )
    groups: dict[str, list[AnnexLine]] = {}
    for theme, line in zip(themes(p["project_name"] for p in ledger.projects), ledger.projects, strict=True):
        groups.setdefault(theme, []).append(line)
    name, group = max(groups.items(), key=lambda item: total(p.get("amount") for p in item[1]))
    amount = total(p.get("amount") for p in group)
    if project is None or change.amount.yuan <= 0 or amount * 2 < change.amount.yuan:
        return
    rest = now.amount.yuan - amount
    earlier = found[1].yuan - project.amount.yuan
    yield Flag(
        "",
        Message(
            "Project expenditure went from {earlier:exact} (derived) to {spent:exact}. “{name}” "
            "({projects} projects, {amount:exact}) comes to {share:percent} of the whole "
            "increase; without it the budget is {rest:exact} ({without:+percent}). Where was it "
            "paid from before, and why does it all fall in this year?",
            earlier=earlier,
            spent=found[1].yuan,
            name=Printed(name),
            projects=len(group),
            amount=amount,
            share=amount / change.amount.yuan,
            rest=rest,
            without=rest / before.amount.yuan - 1,
        ),
        [now.amount, before.amount, change.amount, project.amount, found[1], *(p.get("amount") for p in group)],
    )


# --- what money is for ---------------------------------------------------------------------------------


@question("one-purpose-in-several-classes", "medium", Scope(roles=("performance",)))
def one_purpose_in_several_classes(ledger: Ledger) -> Iterator[Flag]:
    purposes = {p["project_name"]: p["project_name"] + p["purpose"] for p in ledger.projects}
    classes: dict[str, list[tuple[str, Amount, Amount]]] = {}
    for code, (line, projects) in assignment(ledger).items():
        for name, cell in projects:
            if re.search(pattern_of("operation"), purposes.get(name, "")):
                classes.setdefault(code[:3], []).append((name, cell, line.get("project")))
    table = ledger.spending
    foot = table.total() if table else None
    if len(classes) < 2 or table is None or foot is None:
        return
    whole = foot.get(*TOTAL)
    cases = []
    for code, own in classes.items():
        top, amount = table.code(code), total(part for _, part, _ in own)
        cases.append(
            Message(
                "{amount:exact} under {code} {name} ({share:percent} of the budget)",
                amount=amount,
                code=code,
                name=Printed(top.name) if top else "",
                share=amount / whole.yuan,
            )
        )
    yield Flag(
        "",
        Message(
            "Running and service fees of information systems stand in {classes} function "
            "classes: {cases}. What is the basis of the classification?",
            classes=len(classes),
            cases=cases,
        ),
        [cell for own in classes.values() for _, amount, leaf in own for cell in (amount, leaf)],
    )


@question("arrears", "high", Scope(roles=("performance",)))
def arrears(ledger: Ledger) -> Iterator[Flag]:
    owed: list[tuple[str, Amount]] = []
    unclear: list[AnnexLine] = []
    for project in ledger.projects:
        name = project["project_name"]
        parts = [
            s
            for s in ledger.told_in_purpose.get(name, ())
            if s.amount.value and re.search(pattern_of("arrears"), s.label)
        ]
        if re.search(pattern_of("arrears_name"), name):
            owed.append((name, project.get("amount")))
        elif parts:
            owed += [(s.label, s.amount) for s in parts]
        elif re.search(pattern_of("arrears"), name + project["purpose"]):
            unclear.append(project)
    if not owed and not unclear:
        return
    amount = total(due for _, due in owed)
    cases = [Message("{name} {amount:exact}", name=Printed(name), amount=due.yuan) for name, due in owed]
    facts: dict[str, Any] = {"amount": amount, "cases": cases, "projects": quoted(p["project_name"] for p in unclear)}
    if not owed:
        sentence = Message(
            "Money pays arrears of earlier years; {projects} holds a final or unpaid instalment, without its amount. "
            "How did the arrears come about, and what remains after this payment?",
            **facts,
        )
    elif unclear:
        sentence = Message(
            "{amount:exact} pays arrears of earlier years ({cases}); {projects} also holds a final or unpaid "
            "instalment, without its amount. How did the arrears come about, and what remains after this payment?",
            **facts,
        )
    else:
        sentence = Message(
            "{amount:exact} pays arrears of earlier years ({cases}). How did the arrears come about, and what remains "
            "after this payment?",
            **facts,
        )
    yield Flag(
        "",
        sentence,
        [due for _, due in owed] + [p.get("amount") for p in unclear],
        "high" if amount else "medium",
    )


@question("much-in-other", "medium")
def much_in_other(ledger: Ledger) -> Iterator[Flag]:
    table = ledger.spending
    whole = table.total() if table else None
    if table is None or whole is None or not whole.get(*TOTAL).counts:
        return
    children = table.children()
    ends = [line for line in table.lines if line.code and line.code not in children]
    leaves = [line for line in ends if re.search(pattern_of("other_name"), line.name)]
    amounts = [x.get(*TOTAL) for x in leaves if x.get(*TOTAL).counts]
    share = total(amounts) / whole.get(*TOTAL).yuan
    if share >= MUCH:
        yield Flag(
            "",
            Message(
                "{share:percent} of the budget ({amount:exact}) sits in {count} last-level codes "
                "named “other” (其他). Could it be shown under codes that say what it is for?",
                share=share,
                amount=total(amounts),
                count=len(amounts),
            ),
            [*amounts, whole.get(*TOTAL)],
        )


# --- what sentences say --------------------------------------------------------------------------------


@question("year-of-another-table", "medium")
def year_of_another_table(ledger: Ledger) -> Iterator[Flag]:
    if not ledger.year:
        return
    for statement in ledger.statements:
        said = re.match(pattern_of("year_meant"), statement.sentence)
        if not said or said[1] == ledger.year or statement.basis != "current" or not statement.amount.counts:
            continue
        found = place_of(ledger, statement)
        if found and total(found[0]) == statement.amount.yuan:
            yield Flag(
                statement.amount.id,
                Message(
                    "“{sentence}” speaks of {year}, yet the amount is that of the {year_of_table} table "
                    "({place}). Which year is meant?",
                    sentence=statement.sentence,
                    year=said[1],
                    year_of_table=ledger.year,
                    place=found[1],
                ),
                [statement.amount, *found[0]],
            )


@question("total-under-another-name", "medium", Scope(roles=("procurement",)))
def total_under_another_name(ledger: Ledger) -> Iterator[Flag]:
    bought = [
        x for x in named("leaf", ledger.procurement) if re.search(pattern_of("asset_catalogue"), x["catalogue_code"])
    ]
    totals = named("total", ledger.procurement)
    for statement in ledger.statements:
        if not totals or not says("assets_to_buy", statement.label):
            continue
        amounts = [x.get("total") for x in bought]
        if statement.amount.counts and statement.amount.yuan == totals[0].get("total").yuan != total(amounts):
            yield Flag(
                statement.amount.id,
                Message(
                    "“{label}” of {amount:exact} is the whole procurement budget, of which fixed assets "
                    "are {assets:exact}. What is the amount of assets to be bought?",
                    label=Printed(statement.label),
                    amount=statement.amount.yuan,
                    assets=total(amounts),
                ),
                [statement.amount, totals[0].get("total"), *amounts],
            )
