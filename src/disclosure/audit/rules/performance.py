"""What the text tells of projects and their targets against the performance forms, and the targets by themselves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import Amount, number, total
from disclosure.audit.ledger import Ledger, Statement
from disclosure.audit.rule import Plus, Scope, Test, rule
from disclosure.audit.rules.projects import forms_of_projects, project_total
from disclosure.model.records import IndicatorRow
from disclosure.model.roles import SPENDING
from disclosure.model.source import EXECUTED
from disclosure.words.codes import plain_name
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

SURE = 5
"""A shorter name may be that of an expense: 培训费."""
ENOUGH = 3
"""So many indicators make a form, and show what the others should have."""
WHOLE = (Decimal(100), Decimal(90), Decimal(1))
"""What weights add up to: all points; all but those for how much of the money is spent; or shares."""


@rule(
    "project-told",
    "projects",
    Message("The amount that the text tells of a project is that of its performance form"),
    needs=Message("the text tells no amount of a project that has a performance form"),
    scope=Scope(roles=("performance",)),
)
def project_told(ledger: Ledger) -> Iterator[Test]:
    """Told by its name, or as the whole of the project in a section with its name: in a budget, and not what is bought.

    The form may print the money of several years and what of it is of the budget: any of these may be told.
    """
    told = _names_told(ledger) if ledger.phase != EXECUTED else {}
    for project in forms_of_projects(ledger) if told else ():
        name = plain_name(project["project_name"])
        if len(name) < SURE:
            continue
        amounts = [project.get(column) for column in ("amount", "whole_amount", "fiscal_funds")]
        amounts = [amount for amount in amounts if amount.value is not None]
        names = ("label", name), ("label", re.sub(wording("project_word"), "", name)), ("title", name)
        own = {said.index: said for key in names for said in told.get(key, ())} if amounts else {}
        for _, said in sorted(own.items()):
            same = [amount for amount in amounts if abs(amount.yuan - said.amount.yuan) <= said.amount.digit / 2]
            case = Message("{project}: {said} in the text = its form", project=project["project_name"], said=said)
            yield Test(said.amount.id, [said.amount], (same or amounts)[:1], case)


def _names_told(ledger: Ledger) -> dict[tuple[str, str], list[Statement]]:
    """The figures that may be the whole amount of a project: by their label, or the title of their section."""
    told: dict[tuple[str, str], list[Statement]] = {}
    for said in ledger.statements:
        if said.basis != "current" or not said.amount.counts or said.project:
            continue
        if says("not_the_project", said.section + said.sentence.partition(said.raw)[0]):
            continue
        told.setdefault(("label", re.sub(wording("project_word"), "", plain_name(said.label))), []).append(said)
        if says("whole_project", said.label):
            title = re.sub(wording("project_title"), "", plain_name(said.section.partition(" / ")[0]))
            told.setdefault(("title", title), []).append(said)
    return told


@rule(
    "project-parts",
    "projects",
    Message("The parts that the text tells of a project's amount come to it, where it says so"),
    needs=Message("the text does not take a project's amount apart and put it together again"),
)
def project_parts(ledger: Ledger) -> Iterator[Test]:
    """Of the form: 1170万元, 其中 A 870万元, B 300万元, 合计1170万元. The second total closes the list of parts."""
    for n, whole in enumerate(ledger.statements):
        if whole.basis != "current" or not whole.amount.counts or not says("whole_project", whole.label):
            continue
        parts: list[Statement] = []
        for other in ledger.statements[n + 1 :]:
            if other.sentence != whole.sentence or other.section != whole.section or not other.amount.counts:
                break
            if other.label == whole.label:
                if len(parts) > 1 and says("put_together", whole.sentence):
                    case = Message("{whole} = {parts}", whole=whole, parts=Plus(parts))
                    yield Test(whole.amount.id, [whole.amount], [part.amount for part in parts], case)
                break
            parts.append(other)


@rule(
    "projects-counted",
    "projects",
    Message("The projects with targets that the text counts are those whose forms follow, with their amount"),
    needs=Message("the text does not count the projects with targets, or not all of their forms follow"),
    scope=Scope(roles=("performance",)),
    severity="minor",
)
def projects_counted(ledger: Ledger) -> Iterator[Test]:
    """A disclosure may print some of the forms only: where neither number nor money agrees, nothing is said."""
    own = forms_of_projects(ledger)
    amounts = [project.get("amount") for project in own]
    if not own or len({(p["project_code"], p["project_name"], p["unit_name"]) for p in own}) < len(own):
        return
    whole = project_total(ledger)
    for said in ledger.statements:
        if said["unit"] != wording("unit_of_projects") or not said["quantity"] or said.basis != "current":
            continue
        told_so = says("projects_with_targets", said.sentence)
        if not told_so or wording("a_project") not in said.label or said.raw.strip() not in told_so[0]:
            continue
        count = Decimal(said["quantity"])
        money = next(
            (s for s in ledger.statements[said.index + 1 : said.index + 2] if s.sentence == said.sentence), None
        )
        money = money if money and money.amount.counts else None
        told = [amount for amount in ((money.amount if money else None), whole[1] if whole else None) if amount]
        all_there = any(abs(amount.yuan - total(amounts).copy_abs()) <= amount.digit for amount in told)
        if all_there or count < len(own):
            case = Message("{said}, {count} forms", said=said, count=len(own))
            yield Test(
                said.amount.id, [Amount(said.amount.id, said.amount.page, None)], [], case, holds=count == len(own)
            )
        if money and count == len(own):
            case = Message("{said} = the {count} forms", said=money, count=len(own))
            yield Test(money.amount.id, [money.amount], amounts, case)
        return


@rule(
    "grades-counted",
    "projects",
    Message("The projects that are graded are as many as those of all grades"),
    needs=Message("the text does not count projects by grade"),
    severity="minor",
    tolerance="exact",
)
def grades_counted(ledger: Ledger) -> Iterator[Test]:
    for said in ledger.statements:
        if not (said["quantity"] and says("projects_graded", said.label)):
            continue
        grades = []
        for other in ledger.statements[said.index + 1 : said.index + 9]:
            if other["quantity"] and says("grade", other.label) and other.section == said.section:
                grades.append(other)
        if len(grades) >= ENOUGH:
            together = sum(Decimal(other["quantity"]) for other in grades)
            yield Test(
                said.amount.id,
                [said.amount],
                [other.amount for other in grades],
                Message("{whole}, {count} by grade", whole=said, count=together),
                holds=together == Decimal(said["quantity"]),
            )


# --- indicators ----------------------------------------------------------------------------------------


def _forms(ledger: Ledger) -> Iterator[tuple[str, list[IndicatorRow]]]:
    """The indicators of each form with enough of them, and what it is called."""
    forms: dict[str, list[IndicatorRow]] = {}
    for row in ledger.indicators:
        project = ledger.project_of(row)
        forms.setdefault(project.id if project else row["project_name"], []).append(row)
    for key, rows in forms.items():
        if len(rows) >= ENOUGH:
            yield key, rows


def _of_form(key: str, rows: list[IndicatorRow], wrong: list[IndicatorRow], what: Message) -> Test:
    place = [Amount(f"projects:{key.removeprefix('projects:')}", row["page"], None) for row in (wrong or rows)[:1]]
    return Test(key.removeprefix("projects:"), place, [], what, holds=not wrong)


@rule(
    "indicator-value",
    "projects",
    Message("Every indicator of a performance form has a target"),
    needs=Message("there are no indicators"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def indicator_value(ledger: Ledger) -> Iterator[Test]:
    """Where most of the form's indicators have one: a form may be published without. A dash says there is none."""
    for key, rows in _forms(ledger):
        blank = [row for row in rows if row["level3"] and not row["target_raw"]]
        if len(blank) * 3 <= len(rows):
            case = Message("{project}: {n} indicators", project=rows[0]["project_name"], n=len(rows))
            if blank:
                names = [row["level3"] for row in blank]
                case = Message("{project}: {names}", project=rows[0]["project_name"], names=names)
            yield _of_form(key, rows, blank, case)


@rule(
    "indicator-possible",
    "projects",
    Message("No rate of satisfaction, quality or coverage is to be above 100 %"),
    needs=Message("no performance form has a target in per cent"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def indicator_possible(ledger: Ledger) -> Iterator[Test]:
    for key, rows in _forms(ledger):
        rates = [
            row for row in rows if re.match(r"[%％]", row["unit"]) and re.search(wording("rate_to_100"), row["level3"])
        ]
        wrong = [row for row in rates if (number(row["target"]) or 0) > 100 and row["operator"] != "<"]
        if rates:
            names = [f"{row['level3']} {row['target_raw']}" for row in wrong or rates]
            yield _of_form(
                key, rates, wrong, Message("{project}: {names}", project=rows[0]["project_name"], names=names)
            )


@rule(
    "weights-whole",
    "projects",
    Message("The weights of a form's indicators make 100"),
    needs=Message("no performance form gives each of its indicators a weight"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def weights_whole(ledger: Ledger) -> Iterator[Test]:
    """The projects of one document leave out the same points, or none: one form that differs from two is wrong."""
    sums: dict[str, Decimal] = {}
    forms = dict(_forms(ledger))
    for key, rows in forms.items():
        weights = [weight for row in rows if (weight := number(row["weight"])) is not None]
        if len(weights) == len(rows):
            sums[key] = sum(weights, Decimal(0))
    of_projects = {project.id for project in forms_of_projects(ledger)}
    often = Counter(together for key, together in sums.items() if key in of_projects and together in WHOLE)
    odd = {together for together, n in often.items() if n == 1 and often.total() > 2 and max(often.values()) > 1}
    for key, together in sums.items():
        rows = forms[key]
        case = Message("{project}: {total}", project=rows[0]["project_name"], total=f"{together.normalize():f}")
        yield _of_form(
            key, rows, [] if together in WHOLE and not (key in of_projects and together in odd) else rows[-1:], case
        )


@rule(
    "department-form",
    "projects",
    Message("The amount of a performance form of the whole department is the department's expenditure"),
    needs=Message("there is no performance form of the whole department with an amount"),
    scope=Scope(roles=("performance",)),
    severity="minor",
)
def department_form(ledger: Ledger) -> Iterator[Test]:
    wholes = []
    for role in SPENDING:
        table = ledger.table(role)
        line = table.total() if table else None
        if line and (amount := line.get("total", "subtotal", "amount")).counts:
            wholes.append(amount)
    for project in ledger.projects:
        amount = project.get("amount")
        if project["scope"] == "department" and amount.counts and wholes:
            near = min(wholes, key=lambda whole: abs(whole.yuan - amount.yuan))
            case = Message("{project}: its form = expenditure", project=project["project_name"])
            yield Test(project.id, [amount], [near], case)
