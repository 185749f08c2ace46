"""Questions about growth, about what money is for, and about what sentences say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.ledger import Amount, AnnexLine, Ledger, Statement, words
from disclosure.audit.question import (
    Flag,
    listing,
    pattern_of,
    per_cent,
    question,
    rounded,
    signed,
    total,
    wan,
    wan_en,
)
from disclosure.audit.rule import TOTAL, ZERO
from disclosure.audit.rules.procurement import items, named
from disclosure.audit.rules.projects import assignment, project_total
from disclosure.audit.rules.prose_against_prose import stated_changes
from disclosure.audit.rules.prose_against_tables import place_of

LARGE = Decimal("0.10")
"""A change of the total by a tenth calls for a reason."""
MUCH = Decimal("0.30")
"""A share of 其他 from which a reader can no longer tell what the money is for."""

# --- growth --------------------------------------------------------------------------------------------


def growth(ledger: Ledger) -> tuple[Statement, Statement, Statement] | None:
    """This year's stated total, the year before and the change."""
    wholes = "|".join(spec["whole"] for spec in words()["changes"])
    return next((stated for stated in stated_changes(ledger) if re.search(wholes, stated[2].label)), None)


@question("change-without-reason")
def change_without_reason(ledger: Ledger) -> Iterator[Flag]:
    found = growth(ledger)
    if found is None:
        return
    now, before, change = found
    share = change.amount.yuan / before.amount.yuan
    if abs(share) >= LARGE and not _reason(ledger, change):
        times = rounded(now.amount.yuan / before.amount.yuan, "0.01")
        yield Flag(
            "",
            "high",
            f"预算由上年的 {wan(before.amount.yuan)} 变为 {wan(now.amount.yuan)}（{times} 倍，"
            f"{signed(share)}），文中未见原因。变化的原因是什么？",
            f"The budget went from {wan_en(before.amount.yuan)} to {wan_en(now.amount.yuan)} (×{times}, "
            f"{signed(share)}) and the text gives no reason. What is the reason?",
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


@question("changes-without-reason")
def changes_without_reason(ledger: Ledger) -> Iterator[Flag]:
    """Stated changes by a tenth or more, other than the whole budget's and its parts', in one question."""
    whole = growth(ledger)
    found: dict[str, tuple[Statement, Decimal]] = {}
    for change in ledger.statements:
        part = whole is not None and change.section == whole[2].section
        if part or change.basis != "change" or not change.amount.counts or change.label in found:
            continue
        own = ledger.statements[max(0, change.index - 4) : change.index]
        now = next(
            (s for s in reversed(own) if (s.basis, s.label) == ("current", change.label) and s.amount.counts), None
        )
        base = now.amount.yuan - change.amount.yuan if now else ZERO
        if base > 0 and abs(change.amount.yuan / base) >= LARGE and not _reason(ledger, change):
            found[change.label] = change, change.amount.yuan / base
    if found:
        zh = "；".join(f"“{s.label}”变化 {wan(s.amount.yuan)}（{signed(share)}）" for s, share in found.values())
        en = "; ".join(f"“{s.label}” by {wan_en(s.amount.yuan)} ({signed(share)})" for s, share in found.values())
        yield Flag(
            "",
            "low",
            f"{zh}，文中未见原因。变化的原因是什么？",
            f"These changed and the text gives no reason: {en}. What are the reasons?",
            [s.amount for s, _ in found.values()],
        )


@question("one-project-drives-growth")
def one_project_drives_growth(ledger: Ledger) -> Iterator[Flag]:
    grown, found = growth(ledger), project_total(ledger)
    if grown is None or found is None or not ledger.projects:
        return
    now, before, change = grown
    project = next(
        (
            s
            for s in ledger.statements
            if s.basis == "change" and s.label == "项目支出" and s.amount.value and s.section == change.section
        ),
        None,
    )
    groups = _groups(ledger.projects)
    name, group = max(groups.items(), key=lambda item: total(p.get("amount") for p in item[1]))
    amount = total(p.get("amount") for p in group)
    if project is None or change.amount.yuan <= 0 or amount * 2 < change.amount.yuan:
        return
    rest = now.amount.yuan - amount
    earlier = found[1].yuan - project.amount.yuan
    yield Flag(
        "",
        "high",
        f"项目支出由上年的 {wan(earlier)}（推算）增至 {wan(found[1].yuan)}。“{name}”{len(group)} 个项目共 "
        f"{wan(amount)}，相当于总增量的 {per_cent(amount / change.amount.yuan)}；不计它，预算为 {wan(rest)}"
        f"（{signed(rest / before.amount.yuan - 1)}）。它上年由哪里列支，今年为何集中安排？",
        f"Project expenditure went from {wan_en(earlier)} (derived) to {wan_en(found[1].yuan)}. “{name}” "
        f"({len(group)} projects, {wan_en(amount)}) comes to {per_cent(amount / change.amount.yuan)} of the whole "
        f"increase; without it the budget is {wan_en(rest)} ({signed(rest / before.amount.yuan - 1)}). "
        "Where was it paid from before, and why does it all fall in this year?",
        [now.amount, before.amount, change.amount, project.amount, found[1], *(p.get("amount") for p in group)],
    )


def _groups(projects: list[AnnexLine]) -> dict[str, list[AnnexLine]]:
    """Projects by the beginning that their names share (four characters or more), else alone."""
    made: dict[str, list[AnnexLine]] = {}
    for project in projects:
        name = project["project_name"]
        for head in list(made):
            common = _common(head, name)
            if len(common) >= 4:
                made[common] = [*made.pop(head), project]
                break
        else:
            made[name] = [project]
    return made


def _common(a: str, b: str) -> str:
    n = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[:n].rstrip("0123456789")


# --- what money is for ---------------------------------------------------------------------------------


@question("one-purpose-in-several-classes")
def one_purpose_in_several_classes(ledger: Ledger) -> Iterator[Flag]:
    purposes = {p["project_name"]: p["project_name"] + p["purpose"] for p in ledger.projects}
    classes: dict[str, list[tuple[str, Amount, Amount]]] = {}
    for code, (line, projects) in assignment(ledger).items():
        for name, cell in projects:
            if re.search(pattern_of("operation"), purposes.get(name, "")):
                classes.setdefault(code[:3], []).append((name, cell, line.get("project")))
    table = ledger.spending
    if len(classes) < 2 or table is None or table.total() is None:
        return
    whole = table.total().get(*TOTAL)
    said, said_en = [], []
    for code, own in classes.items():
        line, amount = table.code(code), total(cell for _, cell, _ in own)
        name = line.name if line else ""
        share = per_cent(amount / whole.yuan)
        said.append(f"{code} {name} {wan(amount)}（占预算 {share}）")
        said_en.append(f"{wan_en(amount)} under {code} {name} ({share} of the budget)")
    yield Flag(
        "",
        "medium",
        f"同为信息化运行维护与服务费，分列在 {len(classes)} 个功能类：{'；'.join(said)}。分类的依据是什么？",
        f"Running and service fees of information systems stand in {len(classes)} function classes: "
        f"{'; '.join(said_en)}. What is the basis of the classification?",
        [cell for own in classes.values() for _, amount, leaf in own for cell in (amount, leaf)],
    )


@question("arrears")
def arrears(ledger: Ledger) -> Iterator[Flag]:
    owed: list[tuple[str, Amount]] = []
    unclear: list[AnnexLine] = []
    for project in ledger.projects:
        name = project["project_name"]
        parts = [
            s
            for s in ledger.statements
            if s.section == f"资金用途 / {name}" and s.amount.value and re.search(pattern_of("arrears"), s.label)
        ]
        if re.search(pattern_of("arrears_name"), name):
            owed.append((name, project.get("amount")))
        elif parts:
            owed += [(s.label, s.amount) for s in parts]
        elif re.search(pattern_of("arrears"), name + project["purpose"]):
            unclear.append(project)
    if not owed and not unclear:
        return
    amount = total(cell for _, cell in owed)
    zh, en = "；".join(f"{n} {wan(c.yuan)}" for n, c in owed), "; ".join(f"{n} {wan_en(c.yuan)}" for n, c in owed)
    also, also_en = listing(p["project_name"] for p in unclear)
    yield Flag(
        "",
        "high" if amount else "medium",
        (f"预算用于支付以前年度欠款 {wan(amount)}（{zh}）" if owed else "预算用于支付以前年度欠款")
        + (f"；{also} 也含尾款或未付款，未单列金额" if unclear else "")
        + "。欠款如何形成，付清后还余多少？",
        (f"{wan_en(amount)} pays arrears of earlier years ({en})" if owed else "Money pays arrears of earlier years")
        + (f"; {also_en} also holds a final or unpaid instalment, without its amount" if unclear else "")
        + ". How did the arrears come about, and what remains after this payment?",
        [cell for _, cell in owed] + [p.get("amount") for p in unclear],
    )


@question("much-in-other")
def much_in_other(ledger: Ledger) -> Iterator[Flag]:
    table = ledger.spending
    whole = table.total() if table else None
    if whole is None or not whole.get(*TOTAL).counts:
        return
    children = table.children()
    ends = [line for line in table.lines if line.code and line.code not in children]
    leaves = [line for line in ends if re.search(pattern_of("other_name"), line.name)]
    amounts = [x.get(*TOTAL) for x in leaves if x.get(*TOTAL).counts]
    share = total(amounts) / whole.get(*TOTAL).yuan
    if share >= MUCH:
        yield Flag(
            "",
            "medium",
            f"预算的 {per_cent(share)}（{wan(total(amounts))}）列在名为“其他”的 {len(amounts)} 个末级科目。"
            "这些支出能否列到更具体的科目？",
            f"{per_cent(share)} of the budget ({wan_en(total(amounts))}) sits in {len(amounts)} last-level codes named "
            "“other” (其他). Could it be shown under codes that say what it is for?",
            [*amounts, whole.get(*TOTAL)],
        )


# --- what sentences say --------------------------------------------------------------------------------


@question("year-of-another-table")
def year_of_another_table(ledger: Ledger) -> Iterator[Flag]:
    if not ledger.year:
        return
    for statement in ledger.statements:
        said = re.match(r"(20\d\d)年(?!度?(\d|末|底|决算|执行|当年))", statement.sentence)
        if not said or said[1] == ledger.year or statement.basis != "current" or not statement.amount.counts:
            continue
        found = place_of(ledger, statement)
        if found and total(found[0]) == statement.amount.yuan:
            yield Flag(
                statement.amount.id,
                "medium",
                f"“{statement.sentence}”写的是 {said[1]} 年，金额却与 {ledger.year} 年的{found[1]}相同。"
                "这笔金额属于哪一年？",
                f"“{statement.sentence}” speaks of {said[1]}, yet the amount is that of the {ledger.year} table "
                f"({found[2]}). Which year is meant?",
                [statement.amount, *found[0]],
            )
    same = [s for s in ledger.statements if re.search(rf"[比较与]{ledger.year}年(度)?预算(数)?", s.sentence)]
    same = [s for s in same if s.basis == "change"]
    if same:
        yield Flag(
            "compared",
            "medium",
            f"{ledger.year} 年的预算与“{ledger.year}年预算”相比（{len(same)} 处）。比较的是哪一年？",
            f"The budget of {ledger.year} is compared with “the budget of {ledger.year}” ({len(same)} times). "
            "Which year is it compared with?",
            [s.amount for s in same],
        )


@question("total-under-another-name")
def total_under_another_name(ledger: Ledger) -> Iterator[Flag]:
    bought = [x for x in items(ledger) if re.search(pattern_of("asset_catalogue"), x["catalogue_code"])]
    totals = named("total", ledger.procurement)
    for statement in ledger.statements:
        if not totals or not re.search("购置.*固定资产|固定资产.*购置", statement.label):
            continue
        amounts = [x.get("total") for x in bought]
        if statement.amount.counts and statement.amount.yuan == totals[0].get("total").yuan != total(amounts):
            yield Flag(
                statement.amount.id,
                "medium",
                f"“{statement.label}” {wan(statement.amount.yuan)} 等于全部政府采购预算，而采购表中属于固定资产的只有 "
                f"{wan(total(amounts))}。拟购置的固定资产究竟是多少？",
                f"“{statement.label}” of {wan_en(statement.amount.yuan)} is the whole procurement budget, of which "
                f"fixed assets are {wan_en(total(amounts))}. What is the amount of assets to be bought?",
                [statement.amount, totals[0].get("total"), *amounts],
            )
