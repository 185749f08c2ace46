"""The identities of the projects: their performance forms, their funds, and the codes they are spent under."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.amount import Amount, number, total
from disclosure.audit.ledger import AnnexLine, Ledger
from disclosure.audit.rule import Plus, Scope, Test, rule
from disclosure.audit.rules.procurement import pools
from disclosure.audit.tables import LedgerLine
from disclosure.model.records import PlanRow
from disclosure.model.roles import SPENDING
from disclosure.model.sums import fit_sums
from disclosure.words.messages import Message
from disclosure.words.wording import says


@rule(
    "project-funds",
    "projects",
    Message(
        "A project's amount is its fiscal funds, what is carried over and other funds; the whole project has no less"
    ),
    needs=Message("there is no performance form"),
    scope=Scope(roles=("performance",)),
)
def project_funds(ledger: Ledger) -> Iterator[Test]:
    for project in ledger.projects:
        name = project["project_name"]
        parts = [project.get(part) for part in ("fiscal_funds", "carried_over", "other_funds")]
        if any(amount.value is not None for amount in parts):
            case = Message("{project}: amount = fiscal funds + carried over + other funds", project=name)
            yield Test(project.id, [project.get("amount")], parts, case)
        whole = project.get("whole_amount")
        if whole.value is None:
            continue
        parts = [project.get("whole_fiscal_funds"), project.get("whole_other_funds")]
        if any(amount.value is not None for amount in parts):
            case = Message("{project}: amount of the whole project = fiscal funds + other funds", project=name)
            yield Test(f"{project.id}.whole", [whole], parts, case)
        case = Message("{project}: amount of the year ≤ amount of the whole project", project=name)
        yield Test(f"{project.id}.year", [project.get("amount")], [whole], case, relation="<=")


@rule(
    "project-purpose",
    "projects",
    Message("The sums named in a project's purpose add up to its amount"),
    needs=Message("no purpose names its sums one by one"),
    scope=Scope(roles=("performance",)),
)
def project_purpose(ledger: Ledger) -> Iterator[Test]:
    """Two figures or more are read as a breakdown where they come within 5 % of the amount."""
    for project in ledger.projects:
        own = [s.amount for s in ledger.told_in_purpose.get(project["project_name"], ())]
        own = [cell for cell in own if cell.value is not None]
        amount = project.get("amount")
        together = total(own)
        if len(own) > 1 and amount.value and abs(together - amount.value) <= amount.value / 20:
            yield Test(
                project.id,
                [amount],
                own,
                Message(
                    "{project}: amount = the {units} sums named in its purpose",
                    project=project["project_name"],
                    units=len(own),
                ),
            )


@rule(
    "project-once",
    "projects",
    Message("Each project has one performance form"),
    needs=Message("no project has a performance form"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def project_once(ledger: Ledger) -> Iterator[Test]:
    """By its code, or where the form prints none by its name, within one unit."""
    counted: dict[tuple[str, str], list[AnnexLine]] = {}
    for project in ledger.projects:
        if name := project["project_code"] or project["project_name"]:
            counted.setdefault((name, project["unit_name"]), []).append(project)
    for n, ((name, _), own) in enumerate(counted.items(), start=1):
        yield Test(
            str(n),
            [Amount(own[-1].id, own[-1].page, None)],
            [],
            Message("{project} stands once", project=own[0]["project_name"] or name),
            holds=len(own) == 1,
        )


def forms_of_projects(ledger: Ledger) -> list[AnnexLine]:
    """The forms of projects, without those of a whole department."""
    return [project for project in ledger.projects if project["scope"] != "department"]


def without_form(ledger: Ledger) -> dict[str, Amount]:
    """Projects known only from the procurement table, with their budgets; running costs are no project."""
    forms = {p["project_name"] for p in ledger.projects}
    return {
        project: lines[0].get("project_budget")
        for (_, project), lines in pools(ledger).items()
        if project not in forms and not says("running_costs_name", project)
    }


def project_total(ledger: Ledger) -> tuple[LedgerLine, Amount] | None:
    """Project expenditure of the whole department and the line it stands on."""
    for role in SPENDING:
        table = ledger.table(role)
        total = table.total() if table else None
        if total is not None and ("project", "current") in total.amounts:
            return total, total.get("project")
    return None


@rule(
    "project-sum",
    "projects",
    Message("The projects add up to project expenditure"),
    needs=Message("there are no performance forms, or no total of project expenditure"),
    scope=Scope(roles=("performance",)),
)
def project_sum(ledger: Ledger) -> Iterator[Test]:
    found, own = project_total(ledger), forms_of_projects(ledger)
    if not own or found is None:
        return
    more = without_form(ledger)
    amounts = [p.get("amount") for p in own] + list(more.values())
    short = total(amounts) < found[1].yuan
    forms = Message("{projects} performance forms", projects=len(own))
    also = Message("{more} projects known from procurement only", more=len(more))
    yield Test(
        "all",
        amounts,
        [found[1]],
        Message("{projects} = project expenditure", projects=Plus([forms, also] if more else [forms])),
        reason=Message("some projects have neither a form nor a procurement line") if short else None,
    )


@rule(
    "project-leaf",
    "projects",
    Message("Project expenditure of each last-level function code is the sum of its projects"),
    needs=Message("projects and function codes cannot be matched in exactly one way"),
    scope=Scope(roles=("performance",)),
)
def project_leaf(ledger: Ledger) -> Iterator[Test]:
    for line, projects in assignment(ledger).items():
        yield Test(
            line,
            [amount for _, amount in projects[1]],
            [projects[0].get("project")],
            Message(
                "{line}, project expenditure = {items}",
                line=projects[0].label,
                items=Plus(name for name, _ in projects[1]),
            ),
        )


def assignment(ledger: Ledger) -> dict[str, tuple[LedgerLine, list[tuple[str, Amount]]]]:
    """Which projects make up each function code: the one way to share them out that fits to the fen.

    Empty where there is no such way or more than one, or where there are too many to try.
    """
    table = ledger.spending
    if table is None or not (own := forms_of_projects(ledger)):
        return {}
    children = table.children()
    leaves = [line for line in table.lines if line.code and line.code not in children and line.get("project").counts]
    items = [(p["project_name"], p.get("amount")) for p in own] + list(without_form(ledger).items())
    items.sort(key=lambda item: -item[1].yuan)
    ways, complete = fit_sums([amount.yuan for _, amount in items], [line.get("project").yuan for line in leaves])
    if len(ways) != 1 or not complete:
        return {}
    return {
        line.code: (line, [item for item, place in zip(items, ways[0], strict=True) if place == k])
        for k, line in enumerate(leaves)
    }


@rule(
    "project-plan",
    "projects",
    Message("A payment plan never falls and ends at 100 %"),
    needs=Message("there is no payment plan"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def project_plan(ledger: Ledger) -> Iterator[Test]:
    plans: dict[str, list[PlanRow]] = {}
    for row in ledger.plan:
        project = ledger.project_of(row)
        plans.setdefault(project.id if project else row["project_code"], []).append(row)
    for place, rows in plans.items():
        shares = [share for row in rows if (share := number(row["cumulative_share"])) is not None]
        if not shares:
            continue
        code = place.removeprefix("projects:")
        name, amounts = rows[0]["project_name"], [Amount(f"projects:{code}", rows[0]["page"], None)]
        for key, holds, what in (
            ("rises", shares == sorted(shares), Message("never falls")),
            ("ends", shares[-1] == 1, Message("ends at 100 %")),
        ):
            yield Test(
                f"{code}.{key}",
                amounts,
                [],
                Message("{name}: the payment plan {what}", name=name, what=what),
                holds=holds,
            )


@rule(
    "project-form",
    "projects",
    Message("Each performance form is one project, and plans and purposes belong to one"),
    needs=Message("there is no performance form"),
    scope=Scope(roles=("performance",)),
    severity="minor",
    tolerance="exact",
)
def project_form(ledger: Ledger) -> Iterator[Test]:
    """Where titles name the project. A list of projects is one table of many, and one of the whole names none."""
    forms = [row for row in ledger.printed if row["role"] == "performance" and not says("of_the_whole", row["title"])]
    names = [p["project_name"] for p in ledger.projects]
    owned = [[name for name in names if name and name in form["title"]] for form in forms]
    for form, own in zip(forms, owned, strict=True):
        if own or (any(owned) and len(forms) != len(names)):
            amounts = [p for p in ledger.projects if p["project_name"] in own]
            yield Test(
                form["table_id"],
                [Amount(p.id, p.page, None) for p in amounts] or [Amount(form["table_id"], form["pages"], None)],
                [],
                Message("{title}: one form, one project", title=form["title"]),
                holds=len(own) == 1,
            )
