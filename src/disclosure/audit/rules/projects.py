"""The identities of the projects: their performance forms, their funds, and the codes they are spent under."""

from __future__ import annotations

from collections.abc import Iterator

from disclosure.audit.ledger import Amount, Ledger, LedgerLine, number
from disclosure.audit.rule import ZERO, Test, rule
from disclosure.audit.rules.procurement import pools


@rule(
    "project-funds",
    "projects",
    "项目预算数等于财政资金与其他资金之和",
    "A project's amount is its fiscal funds and other funds",
    ("没有项目绩效目标表", "there is no performance form"),
)
def project_funds(ledger: Ledger) -> Iterator[Test]:
    for project in ledger.projects:
        parts = [project.get("fiscal_funds"), project.get("other_funds")]
        if any(amount.value is not None for amount in parts):
            yield Test(
                project.id,
                [project.get("amount")],
                parts,
                f"{project['project_name']}：预算数＝财政资金＋其他资金",
                f"{project['project_name']}: amount = fiscal funds + other funds",
            )


@rule(
    "project-purpose",
    "projects",
    "资金用途中列出的各笔之和等于项目预算数",
    "The sums named in a project's purpose add up to its amount",
    ("资金用途没有分列金额", "no purpose names its sums one by one"),
)
def project_purpose(ledger: Ledger) -> Iterator[Test]:
    """Two figures or more are read as a breakdown where they come within 5 % of the amount."""
    for project in ledger.projects:
        own = [s.amount for s in ledger.statements if _purpose_of(s.section) == project["project_name"]]
        own = [cell for cell in own if cell.value is not None]
        amount = project.get("amount")
        together = sum((cell.yuan for cell in own), ZERO)
        if len(own) > 1 and amount.value and abs(together - amount.value) <= amount.value / 20:
            yield Test(
                project.id,
                [amount],
                own,
                f"{project['project_name']}：预算数＝资金用途所列 {len(own)} 笔之和",
                f"{project['project_name']}: amount = the {len(own)} sums named in its purpose",
            )


def _purpose_of(section: str) -> str:
    head, _, name = section.partition(" / ")
    return name if head == "资金用途" else ""


def without_form(ledger: Ledger) -> dict[str, Amount]:
    """Projects known only from the procurement table, with their budgets; running costs are no project."""
    forms = {p["project_name"] for p in ledger.projects}
    return {
        project: lines[0].get("project_budget")
        for (_, project), lines in pools(ledger).items()
        if project not in forms and "公用经费" not in project
    }


def project_total(ledger: Ledger) -> tuple[LedgerLine, Amount] | None:
    """Project expenditure of the whole department and the line it stands on."""
    for role in ("expenditure_by_function", "general_budget_by_function"):
        table = ledger.table(role)
        total = table.total() if table else None
        if total is not None and ("project", "current") in total.amounts:
            return total, total.get("project")
    return None


@rule(
    "project-sum",
    "projects",
    "各项目预算数之和等于项目支出",
    "The projects add up to project expenditure",
    ("没有项目绩效目标表，或没有项目支出合计", "there are no performance forms, or no total of project expenditure"),
)
def project_sum(ledger: Ledger) -> Iterator[Test]:
    found = project_total(ledger)
    if not ledger.projects or found is None:
        return
    more = without_form(ledger)
    amounts = [p.get("amount") for p in ledger.projects] + list(more.values())
    short = sum((c.yuan for c in amounts), ZERO) < found[1].yuan
    also = f"＋采购表中另有的 {len(more)} 个项目" if more else ""
    also_en = f" + {len(more)} known from procurement only" if more else ""
    yield Test(
        "all",
        amounts,
        [found[1]],
        f"{len(ledger.projects)} 个绩效目标表{also}之和＝项目支出合计",
        f"{len(ledger.projects)} performance forms{also_en} = project expenditure",
        reason="有的项目没有绩效目标表，也不在采购表中 / some projects have neither a form nor a procurement line"
        if short
        else "",
    )


@rule(
    "project-leaf",
    "projects",
    "每个末级功能科目的项目支出等于归属于它的项目之和",
    "Project expenditure of each last-level function code is the sum of its projects",
    (
        "项目与功能科目没有唯一的对应",
        "projects and function codes cannot be matched in exactly one way",
    ),
)
def project_leaf(ledger: Ledger) -> Iterator[Test]:
    for line, projects in assignment(ledger).items():
        yield Test(
            line,
            [amount for _, amount in projects[1]],
            [projects[0].get("project")],
            f"{projects[0].label} 项目支出＝{'＋'.join(name for name, _ in projects[1])}",
            f"{projects[0].label}, project expenditure = {' + '.join(name for name, _ in projects[1])}",
        )


def assignment(ledger: Ledger) -> dict[str, tuple[LedgerLine, list[tuple[str, Amount]]]]:
    """Which projects make up each function code: the one way to share them out that fits to the fen.

    Empty where there is no such way or more than one; tried for up to 16 projects.
    """
    table = ledger.spending
    if table is None or not ledger.projects:
        return {}
    children = table.children()
    leaves = [line for line in table.lines if line.code and line.code not in children and line.get("project").counts]
    items = [(p["project_name"], p.get("amount")) for p in ledger.projects] + list(without_form(ledger).items())
    items.sort(key=lambda item: -item[1].yuan)
    if not leaves or len(items) > 16:
        return {}
    found: list[list[int]] = []
    left = [line.get("project").yuan for line in leaves]

    def share(n: int, chosen: list[int]) -> None:
        if len(found) > 1:
            return
        if n == len(items):
            if not any(left):
                found.append(chosen.copy())
            return
        amount = items[n][1].yuan
        for k in range(len(leaves)):
            if left[k] >= amount > 0:
                left[k] -= amount
                chosen.append(k)
                share(n + 1, chosen)
                chosen.pop()
                left[k] += amount

    share(0, [])
    if len(found) != 1:
        return {}
    return {
        line.code: (line, [item for item, place in zip(items, found[0], strict=True) if place == k])
        for k, line in enumerate(leaves)
    }


@rule(
    "project-plan",
    "projects",
    "支出计划累计比例不减，最后达到 100%",
    "A payment plan never falls and ends at 100 %",
    ("没有资金支出计划", "there is no payment plan"),
)
def project_plan(ledger: Ledger) -> Iterator[Test]:
    plans: dict[str, list[dict]] = {}
    for row in ledger.plan:
        plans.setdefault(row["project_code"], []).append(row)
    for code, rows in plans.items():
        shares = [share for row in rows if (share := number(row["cumulative_share"])) is not None]
        if not shares:
            continue
        name, amounts = rows[0]["project_name"], [Amount(f"projects:{code}", rows[0]["page"], None)]
        for key, holds, zh, en in (
            ("rises", shares == sorted(shares), "累计比例不减", "never falls"),
            ("ends", shares[-1] == 1, "最后为 100%", "ends at 100 %"),
        ):
            yield Test(
                f"{code}.{key}", amounts, [], f"{name}：支出计划{zh}", f"{name}: the payment plan {en}", holds=holds
            )


@rule(
    "project-form",
    "projects",
    "每个绩效目标表有且只有一个项目，支出计划与资金用途都属于它",
    "Each performance form is one project, and plans and purposes belong to one",
    ("没有项目绩效目标表", "there is no performance form"),
)
def project_form(ledger: Ledger) -> Iterator[Test]:
    """Where titles name the project. A list of projects is one table of many, and one of the whole names none."""
    forms = [row for row in ledger.printed if row["role"] == "performance" and "整体" not in row["title"]]
    names = [p["project_name"] for p in ledger.projects]
    owned = [[name for name in names if name and name in form["title"]] for form in forms]
    for form, own in zip(forms, owned, strict=True):
        if own or (any(owned) and len(forms) != len(names)):
            amounts = [p for p in ledger.projects if p["project_name"] in own]
            yield Test(
                form["table_id"],
                [Amount(p.id, p.page, None) for p in amounts] or [Amount(form["table_id"], form["pages"], None)],
                [],
                f"{form['title']}：一表一个项目",
                f"{form['title']}: one form, one project",
                holds=len(own) == 1,
            )
