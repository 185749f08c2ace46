"""Questions about projects, what they buy, and how their performance is to be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from disclosure.audit.amount import Amount, number, total
from disclosure.audit.ledger import AnnexLine, Ledger, Record
from disclosure.audit.question import Flag, pattern_of, question, quoted
from disclosure.audit.rule import TOTAL, ZERO, Scope
from disclosure.audit.rules.procurement import pools
from disclosure.audit.rules.projects import project_total, without_form
from disclosure.model.amounts import FACTOR
from disclosure.words.messages import Message, Printed
from disclosure.words.wording import says


@question("project-without-procurement", "high", Scope(roles=("procurement",)))
def project_without_procurement(ledger: Ledger) -> Iterator[Flag]:
    if not ledger.procurement:
        return
    listed = {line["project_name"] for line in ledger.procurement}
    missing = [
        p
        for p in ledger.projects
        if p["project_name"] not in listed
        and p.get("amount").counts
        and re.search(pattern_of("operation"), p["project_name"] + p["purpose"])
    ]
    if missing:
        amounts = [p.get("amount") for p in missing]
        yield Flag(
            "",
            Message(
                "{projects}, {amount:exact} in all, buy services but do not stand in the procurement "
                "table. Are they procured, and how was the supplier chosen?",
                projects=quoted(p["project_name"] for p in missing),
                amount=total(amounts),
            ),
            amounts,
        )


@question("project-without-form", "medium", Scope(roles=("performance",)))
def project_without_form(ledger: Ledger) -> Iterator[Flag]:
    if not ledger.projects:
        return
    more = without_form(ledger)
    found = project_total(ledger)
    forms = [p.get("amount") for p in ledger.projects]
    count = len(ledger.projects) + len(more)
    if more:
        yield Flag(
            "",
            Message(
                "{projects} ({amount:exact}) has no performance form, while {forms} of {count} "
                "projects have one. Why not?",
                projects=quoted(more),
                amount=total(more.values()),
                forms=len(ledger.projects),
                count=count,
            ),
            list(more.values()),
        )
    elif found and total(forms) < found[1].yuan:
        rest = found[1].yuan - total(forms)
        yield Flag(
            "",
            Message(
                "The performance forms come to {forms:exact}, {rest:exact} less than project "
                "expenditure of {spent:exact}. Where are the goals of the rest?",
                forms=total(forms),
                rest=rest,
                spent=found[1].yuan,
            ),
            [found[1], *forms],
        )


@question("equipment-from-running-costs", "low", Scope(roles=("procurement",)))
def equipment_from_running_costs(ledger: Ledger) -> Iterator[Flag]:
    bought = [
        line
        for (_, project), lines in pools(ledger).items()
        for line in lines
        if says("running_costs_name", project) and re.search(pattern_of("asset_catalogue"), line["catalogue_code"])
    ]
    basic = ledger.table("basic_by_economic")
    line = basic.code(pattern_of("equipment_code")) if basic else None
    planned = line.get(*TOTAL) if line else Amount("", "", ZERO)
    amounts = [x.get("total") for x in bought]
    if basic is not None and total(amounts) > planned.yuan:
        code = line.code if line else pattern_of("equipment_code")
        yield Flag(
            "",
            Message(
                "Equipment and furniture bought from running costs come to {amount:exact} in the "
                "procurement table; “{code} {name}” in the basic expenditure table holds {planned:exact}. "
                "Under which class is the difference?",
                amount=total(amounts),
                code=code,
                name=Printed(line.name) if line else "",
                planned=planned.yuan,
            ),
            [*amounts, planned],
        )


@question("indicators-without-basis", "medium", Scope(roles=("performance",)))
def indicators_without_basis(ledger: Ledger) -> Iterator[Flag]:
    bases = [row["basis_of_target"] for row in ledger.indicators]
    weak = [row for row in ledger.indicators if re.search(pattern_of("plan_basis"), row["basis_of_target"])]
    if len(bases) >= 5 and len(weak) * 10 >= len(bases) * 9:
        first: dict[str, Amount] = {}  # of each project
        basis = Printed(weak[0]["basis_of_target"])
        for row in weak:
            if found := ledger.project_of(row):
                first.setdefault(found.id, _cell(ledger.indicators, "project_indicators", row, "basis_of_target"))
        yield Flag(
            "",
            Message(
                "All {count} performance indicators rest on “{basis}”. "
                "What were the targets worked out from, and is the plan public?",
                count=len(bases),
                basis=basis,
            )
            if len(weak) == len(bases)
            else Message(
                "{weak} of {count} performance indicators rest on “{basis}”. "
                "What were the targets worked out from, and is the plan public?",
                weak=len(weak),
                count=len(bases),
                basis=basis,
            ),
            [*first.values()],
        )


@question("ceiling-below-budget", "medium", Scope(roles=("performance",)))
def ceiling_below_budget(ledger: Ledger) -> Iterator[Flag]:
    """A most for each thing or person that is bought or paid for is no most of the whole."""
    found: dict[tuple[str, Decimal], list[AnnexLine]] = {}
    ceilings: dict[tuple[str, Decimal], list[Amount]] = {}
    for row in ledger.indicators:
        project, target = ledger.project_of(row), number(row["target"])
        if project is None or target is None or row["operator"] not in ("≤", "<") or row["unit"] not in FACTOR:
            continue
        if any(re.search(pattern_of("unit_price"), row[column]) for column in ("level3", "description", "target_raw")):
            continue
        if target * FACTOR[row["unit"]] < _yearly(ledger, project)[0]:
            case = row["level3"], target * FACTOR[row["unit"]]
            found.setdefault(case, []).append(project)
            ceilings.setdefault(case, []).append(_cell(ledger.indicators, "project_indicators", row))
    for (name, ceiling), own in found.items():
        cases, amounts = [], []
        for project in own:
            given, used = _yearly(ledger, project)
            amounts += used
            facts: dict[str, Any] = {"name": Printed(project["project_name"]), "amount": given}
            cases.append(
                Message("“{name}” {amount:exact}", **facts)
                if given == project.get("amount").yuan
                else Message("“{name}” {amount:exact}, old bills left aside", **facts)
            )
        yield Flag(
            own[0].id.removeprefix("projects:"),
            Message(
                "The cost ceiling “{name}” of {ceiling:exact} is below the money given to its project: {cases}. Which "
                "part does the ceiling cover?",
                plural="The cost ceiling “{name}” of {ceiling:exact}, printed for {n} projects, is below the money "
                "given: {cases}. Which part does the ceiling cover?",
                n=len(own),
                name=Printed(name),
                ceiling=ceiling,
                cases=cases,
            ),
            [*ceilings[name, ceiling], *amounts],
        )


def _yearly(ledger: Ledger, project: AnnexLine) -> tuple[Decimal, list[Amount]]:
    """What a project gives for the year: its named sums without arrears, else its amount."""
    own = [s for s in ledger.told_in_purpose.get(project["project_name"], ()) if s.amount.value]
    if own and any(re.search(pattern_of("arrears"), s.label) for s in own):
        amounts = [s.amount for s in own if not re.search(pattern_of("arrears"), s.label)]
        return total(amounts), amounts
    return project.get("amount").yuan, [project.get("amount")]


@question("paid-before-service", "high", Scope(roles=("performance",)))
def paid_before_service(ledger: Ledger) -> Iterator[Flag]:
    for project in ledger.projects:
        told = (re.search(pattern_of("period"), project[column]) for column in ("project_name", "purpose"))
        period = next(filter(None, told), None)
        if not period or not ledger.year:
            continue
        paid = {
            int(row["month"]): row
            for row in ledger.checkpoints.get(id(project), ())
            if number(row["cumulative_share"]) == 1
        }
        starts = int(period[1]) * 12 + int(period[2])
        if paid and int(ledger.year) * 12 + min(paid) < starts:
            yield Flag(
                project.id.removeprefix("projects:"),
                Message(
                    "As printed, “{name}” is to be paid in full by the end of {paid:month}, for service from "
                    "{starts:month}. Why is it paid before the service?",
                    name=Printed(project["project_name"]),
                    paid=f"{ledger.year}-{min(paid):02}",
                    starts=f"{period[1]}-{period[2]:0>2}",
                ),
                [_cell(ledger.plan, "project_plan", paid[min(paid)])],
            )


def _cell(rows: Sequence[Record], file: str, row: Record, column: str = "") -> Amount:
    """The place of a row of a list, or of one of its columns, which a question is about."""
    return Amount(f"{file}:{rows.index(row) + 1}", row["page"], None, column=column)


@question("payment-plan-unclear", "low", Scope(roles=("performance",)))
def payment_plan_unclear(ledger: Ledger) -> Iterator[Flag]:
    uncertain = [row for row in ledger.plan if row["position_certain"] == "false" and ledger.project_of(row)]
    unclear = {found.id: row for row in uncertain if (found := ledger.project_of(row))}
    if unclear:
        yield Flag(
            "",
            Message(
                "In the payment plans of {projects} the printed months and percentages cannot be matched "
                "with certainty. Which month does each percentage belong to?",
                projects=quoted(row["project_name"] for row in unclear.values()),
            ),
            [_cell(ledger.plan, "project_plan", row) for row in uncertain],
        )
