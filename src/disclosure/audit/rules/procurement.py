"""The identities inside the procurement and asset annexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import Amount, number
from disclosure.audit.ledger import AnnexLine, Ledger
from disclosure.audit.rule import Scope, Test, rule
from disclosure.model.amounts import FACTOR
from disclosure.words.messages import Message
from disclosure.words.wording import says

FUNDS = ("general_public_budget", "government_fund", "state_capital", "special_account", "own_funds")
AMOUNTS = ("total", *FUNDS)


def named(role: str, lines: list[AnnexLine]) -> list[AnnexLine]:
    return [line for line in lines if line.role == role]


@rule(
    "procurement-total",
    "procurement",
    Message("Procurement: the total is the sum of the units' subtotals, and of the lines"),
    needs=Message("there is no procurement table"),
    scope=Scope(roles=("procurement",)),
)
def procurement_total(ledger: Ledger) -> Iterator[Test]:
    for total in named("total", ledger.procurement)[:1]:
        for role, what in (("subtotal", Message("the units' subtotals")), ("leaf", Message("the lines"))):
            lines = units(ledger) if role == "subtotal" else named(role, ledger.procurement)
            for amount in AMOUNTS if lines else ():
                yield Test(
                    f"{amount}.{role}",
                    [total.get(amount)],
                    [line.get(amount) for line in lines],
                    Message("Procurement, total = the sum of {what} ({amount})", what=what, amount=amount),
                )


def units(ledger: Ledger) -> list[AnnexLine]:
    """The subtotals by unit."""
    return [line for line in named("subtotal", ledger.procurement) if not line["level"]]


@rule(
    "procurement-heading",
    "procurement",
    Message("Procurement: a line for a category or project is the sum of the lines below it"),
    needs=Message("the procurement table has no lines for categories or projects"),
    scope=Scope(roles=("procurement",)),
)
def procurement_heading(ledger: Ledger) -> Iterator[Test]:
    lines = [line for line in ledger.procurement if line.role == "leaf" or line["level"]]
    depths = [int(line["level"]) if line["level"] else 99 for line in lines]
    for n, line in enumerate(lines):
        end = next((k for k in range(n + 1, len(lines)) if depths[k] <= depths[n]), len(lines))
        below = range(n + 1, end) if depths[n] < 99 else range(0)
        parts = [lines[k] for k in below if depths[k] == 99]
        heads = [lines[k] for k in below if depths[k] == min(depths[n + 1 : end]) < 99]
        for key, own, what in (
            ("", parts, Message("{line} = the sum of the lines below it", line=_first(line))),
            (".heads", heads, Message("{line} = the sum of the headings below it", line=_first(line))),
        ):
            if own:
                test = _line_test(line, [line.get("total")], [x.get("total") for x in own], what)
                test.key += key
                yield test
    top = [line for line, depth in zip(lines, depths, strict=True) if depth == 1]
    for total in named("total", ledger.procurement)[:1] if top else ():
        yield _line_test(total, [total.get("total")], [line.get("total") for line in top], Message("= the categories"))


def _first(line: AnnexLine) -> str:
    return line["economic_name"] or line["category"] or line["project_name"]


@rule(
    "procurement-unit",
    "procurement",
    Message("Procurement: each unit's subtotal is the sum of its lines"),
    needs=Message("the procurement table has no subtotals by unit"),
    scope=Scope(roles=("procurement",)),
)
def procurement_unit(ledger: Ledger) -> Iterator[Test]:
    for subtotal in units(ledger):
        unit = subtotal["unit_name"]
        lines = [line for line in named("leaf", ledger.procurement) if line["unit_name"] == unit]
        for amount in AMOUNTS:
            yield Test(
                f"{subtotal.id}.{amount}",
                [subtotal.get(amount)],
                [line.get(amount) for line in lines],
                Message("Procurement, {unit}: subtotal = the sum of its lines ({amount})", unit=unit, amount=amount),
            )


@rule(
    "procurement-row",
    "procurement",
    Message("Procurement: the amount of a line is the sum of its funds"),
    needs=Message("no procurement line is split by fund"),
    scope=Scope(roles=("procurement",)),
)
def procurement_row(ledger: Ledger) -> Iterator[Test]:
    if not any(line.get(fund).counts for line in ledger.procurement for fund in FUNDS):
        return
    for line in ledger.procurement:
        own = [line.get(fund) for fund in FUNDS]
        yield _line_test(line, [line.get("total")], own, Message("total = the sum of its funds"))


def _line_test(line: AnnexLine, left: list[Amount], right: list[Amount], what: Message, **more) -> Test:
    name = " ".join(filter(None, (line["project_name"], line["item"] or line["unit_name"])))
    return Test(line.id, left, right, Message("Procurement, {name}, {what}", name=name, what=what), **more)


@rule(
    "procurement-product",
    "procurement",
    Message("Procurement: quantity times unit price is the amount, as far as the unit price is printed"),
    needs=Message("no line prints a quantity and a unit price"),
    scope=Scope(roles=("procurement",)),
    tolerance="unit_price",
)
def procurement_product(ledger: Ledger) -> Iterator[Test]:
    unit = next((row["unit"] for row in ledger.printed if row["role"] == "procurement"), "")
    half = Decimal(FACTOR.get(unit, 1)) / 200
    for line in named("leaf", ledger.procurement):
        quantity, price = number(line["quantity"]), line.get("unit_price")
        if quantity and price.value is not None:
            product = Amount(price.id, price.page, quantity * price.value)
            yield _line_test(
                line,
                [product],
                [line.get("total")],
                Message("{quantity} × unit price = total", quantity=line["quantity"]),
                tolerance=quantity * half,
            )


@rule(
    "procurement-pool",
    "procurement",
    Message("Procurement: a project's budget is the same on each of its lines"),
    needs=Message("the procurement table prints no project budgets"),
    scope=Scope(roles=("procurement",)),
)
def procurement_pool(ledger: Ledger) -> Iterator[Test]:
    for (unit, project), lines in pools(ledger).items():
        for line in lines[1:]:
            yield Test(
                line.id,
                [lines[0].get("project_budget")],
                [line.get("project_budget")],
                Message("Procurement, {unit}, {project}: the same budget on each line", unit=unit, project=project),
            )


def pools(ledger: Ledger) -> dict[tuple[str, str], list[AnnexLine]]:
    """Procurement lines by unit and project, where the project's budget is printed."""
    made: dict[tuple[str, str], list[AnnexLine]] = {}
    for line in named("leaf", ledger.procurement):
        if line.get("project_budget").value is not None:
            made.setdefault((line["unit_name"], line["project_name"]), []).append(line)
    return made


@rule(
    "procurement-within-pool",
    "procurement",
    Message("Procurement: what a project buys does not exceed its budget"),
    needs=Message("the procurement table prints no project budgets"),
    scope=Scope(roles=("procurement",)),
)
def procurement_within_pool(ledger: Ledger) -> Iterator[Test]:
    for (unit, project), lines in pools(ledger).items():
        yield Test(
            lines[0].id,
            [line.get("total") for line in lines],
            [lines[0].get("project_budget")],
            Message("Procurement, {unit}, {project}: the sum of its lines ≤ its budget", unit=unit, project=project),
            relation="<=",
        )


@rule(
    "procurement-running-costs",
    "procurement",
    Message("Procurement: the units' running cost budgets add up to operating expenditure"),
    needs=Message("the procurement table prints no running cost budget"),
    scope=Scope(roles=("procurement",)),
)
def procurement_running_costs(ledger: Ledger) -> Iterator[Test]:
    own = [lines[0] for (_, project), lines in pools(ledger).items() if says("running_costs_name", project)]
    general = ledger.table("general_budget_by_function")
    total = general.total() if general else None
    if own and total and ("operating", "current") in total.amounts:
        names = {line["unit_name"] for line in units(ledger)}
        if names and len(own) == len(names):
            yield Test(
                "operating",
                [line.get("project_budget") for line in own],
                [total.get("operating")],
                Message(
                    "Procurement, running cost budgets of {units} units = {table}, operating",
                    units=len(own),
                    table=general,
                ),
            )


@rule(
    "procurement-project",
    "procurement",
    Message("Procurement: a project's budget is the amount on its performance form"),
    needs=Message("no project stands in both the procurement table and a form"),
    scope=Scope(roles=("procurement",)),
)
def procurement_project(ledger: Ledger) -> Iterator[Test]:
    forms = {p["project_name"]: p for p in ledger.projects}
    for (_, project), lines in pools(ledger).items():
        if project in forms:
            yield Test(
                lines[0].id,
                [lines[0].get("project_budget")],
                [forms[project].get("amount")],
                Message("{project}: budget in the procurement table = amount on the performance form", project=project),
            )


@rule(
    "procurement-line-once",
    "procurement",
    Message("Procurement: no line is printed twice, and each unit has one subtotal"),
    needs=Message("there is no procurement table"),
    scope=Scope(roles=("procurement",)),
    severity="minor",
    tolerance="exact",
)
def procurement_line_once(ledger: Ledger) -> Iterator[Test]:
    counted: dict[tuple[str, str], list[AnnexLine]] = {("total", ""): []} if len(ledger.procurement) > 1 else {}
    for line in ledger.procurement:
        if line.role != "leaf" and not line["level"]:
            unit = line["unit_name"] if line.role == "subtotal" else ""
            counted.setdefault(("subtotal" if line.role == "subtotal" else "total", unit), []).append(line)
    for (role, unit), lines in counted.items():
        amounts = [Amount(line.id, line.page, None) for line in lines or ledger.procurement[:1]]
        yield Test(
            "total" if role == "total" else unit,
            amounts,
            [],
            Message("Procurement, {name} stands once", name=Message("the total") if role == "total" else unit),
            holds=len(lines) == 1,
        )


# --- assets --------------------------------------------------------------------------------------------


@rule(
    "assets-total",
    "assets",
    Message("Assets: the total is the sum of the categories, and no item of a category exceeds it"),
    needs=Message("there is no table of assets"),
    scope=Scope(roles=("assets",)),
)
def assets_total(ledger: Ledger) -> Iterator[Test]:
    leaves = named("leaf", ledger.assets)
    for total in named("total", ledger.assets):
        if leaves:
            yield Test(
                total.id,
                [total.get("value")],
                [line.get("value") for line in leaves],
                Message("Assets, {item} = the sum of the categories", item=total["item"]),
            )
    parent = None
    for line in ledger.assets:
        if line.role == "leaf":
            parent = line
        elif line.role == "of_which" and parent is not None:
            yield Test(
                line.id,
                [line.get("value")],
                [parent.get("value")],
                Message("Assets, {item} ≤ {parent}", item=line["item"], parent=parent["item"]),
                relation="<=",
            )


@rule(
    "assets-once",
    "assets",
    Message("Assets: the total and each category stand once, numbered without a gap"),
    needs=Message("there is no table of assets"),
    scope=Scope(roles=("assets",)),
    severity="minor",
    tolerance="exact",
)
def assets_once(ledger: Ledger) -> Iterator[Test]:
    counted: dict[str, list[AnnexLine]] = {}
    for line in ledger.assets:
        counted.setdefault("total" if line.role == "total" else line["item"], []).append(line)
    if ledger.assets:
        counted.setdefault("total", [])
    last = 0
    for item, lines in counted.items():
        line = (lines or ledger.assets)[0]
        found, holds = re.match(r"(\d+)[、.．]", item), len(lines) == 1
        if found:
            holds, last = holds and int(found[1]) == last + 1, int(found[1])
        name = Message("the total") if item == "total" else item
        yield Test(
            item if item == "total" else line.id,
            [Amount(line.id, line.page, None)],
            [],
            Message("Assets, {name} stands once and in its place", name=name),
            holds=holds,
        )
