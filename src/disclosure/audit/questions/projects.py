"""Questions about projects, what they buy, and how their performance is to be measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.ledger import Amount, AnnexLine, Ledger, number
from disclosure.audit.question import WAN, Flag, listing, pattern_of, question, total, wan, wan_en
from disclosure.audit.rule import TOTAL, ZERO
from disclosure.audit.rules.procurement import pools
from disclosure.audit.rules.projects import project_total, without_form


@question("project-without-procurement")
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
        zh, en = listing(p["project_name"] for p in missing)
        yield Flag(
            "",
            "high",
            f"{zh} 共 {wan(total(amounts))} 用于购买服务，未见于政府采购表。是否纳入政府采购，以何种方式确定供应商？",
            f"{en}, {wan_en(total(amounts))} in all, buy services but do not stand in the procurement table. "
            "Are they procured, and how was the supplier chosen?",
            amounts,
        )


@question("project-without-form")
def project_without_form(ledger: Ledger) -> Iterator[Flag]:
    if not ledger.projects:
        return
    more = without_form(ledger)
    found = project_total(ledger)
    forms = [p.get("amount") for p in ledger.projects]
    count = len(ledger.projects) + len(more)
    if more:
        zh, en = listing(more)
        yield Flag(
            "",
            "medium",
            f"{zh}（{wan(total(more.values()))}）没有绩效目标表，而 {count} 个项目中的 {len(ledger.projects)} 个有。"
            "为何没有？",
            f"{en} ({wan_en(total(more.values()))}) has no performance form, while {len(ledger.projects)} of {count} "
            "projects have one. Why not?",
            list(more.values()),
        )
    elif found and total(forms) < found[1].yuan:
        rest = found[1].yuan - total(forms)
        yield Flag(
            "",
            "medium",
            f"绩效目标表共 {wan(total(forms))}，比项目支出 {wan(found[1].yuan)} 少 {wan(rest)}。"
            "其余项目的绩效目标在哪里？",
            f"The performance forms come to {wan_en(total(forms))}, {wan_en(rest)} less than project expenditure of "
            f"{wan_en(found[1].yuan)}. Where are the goals of the rest?",
            [found[1], *forms],
        )


@question("equipment-from-running-costs")
def equipment_from_running_costs(ledger: Ledger) -> Iterator[Flag]:
    bought = [
        line
        for (_, project), lines in pools(ledger).items()
        for line in lines
        if "公用经费" in project and re.search(pattern_of("asset_catalogue"), line["catalogue_code"])
    ]
    basic = ledger.table("basic_by_economic")
    line = basic.code(pattern_of("equipment_code")) if basic else None
    planned = line.get(*TOTAL) if line else Amount("", "", ZERO)
    amounts = [x.get("total") for x in bought]
    if basic is not None and total(amounts) > planned.yuan:
        name = line.label if line else pattern_of("equipment_code")
        yield Flag(
            "",
            "low",
            f"采购表中由公用经费购置的设备家具共 {wan(total(amounts))}，基本支出表“{name}”为 {wan(planned.yuan)}。"
            "差额列在哪个科目？",
            f"Equipment and furniture bought from running costs come to {wan_en(total(amounts))} in the procurement "
            f"table; “{name}” in the basic expenditure table holds {wan_en(planned.yuan)}. "
            "Under which class is the difference?",
            [*amounts, planned],
        )


@question("indicators-without-basis")
def indicators_without_basis(ledger: Ledger) -> Iterator[Flag]:
    bases = [row["basis_of_target"] for row in ledger.indicators]
    weak = [row for row in ledger.indicators if re.search(pattern_of("plan_basis"), row["basis_of_target"])]
    if len(bases) >= 5 and len(weak) * 10 >= len(bases) * 9:
        projects = {row["project_code"]: row["page"] for row in weak}
        yield Flag(
            "",
            "medium",
            f"{len(bases)} 项绩效指标中有 {len(weak)} 项的确定依据是“{weak[0]['basis_of_target']}”。"
            "各指标值据何测算，计划可否公开？",
            f"{len(weak)} of {len(bases)} performance indicators rest on “{weak[0]['basis_of_target']}” (the yearly "
            "work plan). What were the targets worked out from, and is the plan public?",
            [Amount(f"projects:{code}", page, None) for code, page in projects.items()],
        )


UNITS = {"万元": WAN, "元": Decimal(1)}


@question("ceiling-below-budget")
def ceiling_below_budget(ledger: Ledger) -> Iterator[Flag]:
    projects = {p["project_code"]: p for p in ledger.projects}
    found: dict[tuple[str, Decimal], list[AnnexLine]] = {}
    for row in ledger.indicators:
        project, target = projects.get(row["project_code"]), number(row["target"])
        if project is None or target is None or row["operator"] not in ("≤", "<") or row["unit"] not in UNITS:
            continue
        if target * UNITS[row["unit"]] < _yearly(ledger, project)[0]:
            found.setdefault((row["level3"], target * UNITS[row["unit"]]), []).append(project)
    for (name, ceiling), own in found.items():
        said, said_en, cells = [], [], []
        for project in own:
            amount, used = _yearly(ledger, project)
            cells += used
            said.append(f"“{project['project_name']}” {wan(amount)}")
            said_en.append(f"“{project['project_name']}” {wan_en(amount)}")
        shared = f"（{len(own)} 个项目共用）" if len(own) > 1 else ""
        shared_en = f"shared by {len(own)} projects" if len(own) > 1 else "of one project"
        yield Flag(
            own[0]["project_code"],
            "medium",
            f"成本指标“{name}”上限 {wan(ceiling)}{shared}，低于安排的 {'、'.join(said)}。上限管的是哪一部分？",
            f"The cost ceiling “{name}” of {wan_en(ceiling)} ({shared_en}) is below the money given: "
            f"{', '.join(said_en)}. Which part does the ceiling cover?",
            [*cells, *(Amount(p.id, p.page, None) for p in own)],
        )


def _yearly(ledger: Ledger, project: AnnexLine) -> tuple[Decimal, list[Amount]]:
    """What a project gives for the year: its named sums without arrears, else its amount."""
    own = [s for s in ledger.statements if s.section == f"资金用途 / {project['project_name']}" and s.amount.value]
    if own and any(re.search(pattern_of("arrears"), s.label) for s in own):
        amounts = [s.amount for s in own if not re.search(pattern_of("arrears"), s.label)]
        return total(amounts), amounts
    return project.get("amount").yuan, [project.get("amount")]


@question("paid-before-service")
def paid_before_service(ledger: Ledger) -> Iterator[Flag]:
    for project in ledger.projects:
        period = re.search(r"(20\d\d)年(\d{1,2})月\s*[-—－至到~]\s*(20\d\d)年(\d{1,2})月", project["project_name"])
        period = period or re.search(r"(20\d\d)年(\d{1,2})月\s*[-—－至到~]\s*(20\d\d)年(\d{1,2})月", project["purpose"])
        if not period or not ledger.year:
            continue
        paid = [
            int(row["month"])
            for row in ledger.plan
            if row["project_code"] == project["project_code"] and number(row["cumulative_share"]) == 1
        ]
        starts = int(period[1]) * 12 + int(period[2])
        if paid and int(ledger.year) * 12 + min(paid) < starts:
            name, month = project["project_name"], min(paid)
            yield Flag(
                project["project_code"],
                "high",
                f"“{name}”计划在 {month} 月底前支付 100%，而服务自 {period[1]} 年 {period[2]} 月开始。"
                "为何在服务之前付清？",
                f"“{name}” is to be paid in full by the end of month {month}, for service from "
                f"{period[1]}-{int(period[2]):02d}. Why is it paid before the service?",
                [project.get("amount")],
            )


@question("payment-plan-unclear")
def payment_plan_unclear(ledger: Ledger) -> Iterator[Flag]:
    unclear = {row["project_code"]: row for row in ledger.plan if row["position_certain"] == "false"}
    if unclear:
        zh, en = listing(row["project_name"] for row in unclear.values())
        yield Flag(
            "",
            "low",
            f"{zh} 的支出计划印出的时点与比例不能一一对应。各比例属于哪个月？",
            f"In the payment plans of {en} the printed months and percentages cannot be matched with certainty. "
            "Which month does each percentage belong to?",
            [Amount(f"projects:{code}", row["page"], None) for code, row in unclear.items()],
        )
