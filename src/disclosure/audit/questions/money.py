"""Questions about growth, about what money is for, and about what sentences say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.ledger import Book, Cell, Entry, Statement, words
from disclosure.audit.question import (
    Asked,
    listing,
    looked_for,
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
from disclosure.audit.rules.prose_against_prose import told
from disclosure.audit.rules.prose_against_tables import place_of, stories

LARGE = Decimal("0.10")
"""A change of the total by a tenth calls for a reason."""
MUCH = Decimal("0.30")
"""A share of 其他 from which a reader can no longer tell what the money is for."""

# --- growth --------------------------------------------------------------------------------------------


def growth(book: Book) -> tuple[Statement, Statement, Statement] | None:
    """This year's stated total, the year before and the change."""
    wholes = "|".join(spec["whole"] for spec in words()["changes"])
    return next((story for story in stories(book) if re.search(wholes, story[2].label)), None)


@question("change-without-reason")
def change_without_reason(book: Book) -> Iterator[Asked]:
    found = growth(book)
    if found is None:
        return
    now, before, change = found
    share = change.cell.amount / before.cell.amount
    if abs(share) >= LARGE and not _reason(book, change):
        times = rounded(now.cell.amount / before.cell.amount, "0.01")
        yield Asked(
            "",
            "high",
            f"预算由上年的 {wan(before.cell.amount)} 变为 {wan(now.cell.amount)}（{times} 倍，"
            f"{signed(share)}），文中未见原因。变化的原因是什么？",
            f"The budget went from {wan_en(before.cell.amount)} to {wan_en(now.cell.amount)} (×{times}, "
            f"{signed(share)}) and the text gives no reason. What is the reason?",
            [now.cell, before.cell, change.cell],
        )


def _reason(book: Book, change: Statement) -> bool:
    """Is a reason given for a change: with it, with the same figure told elsewhere, or in its section's sentences?"""
    for other in book.statements:
        same = other.basis == "change" and other.cell.value is not None and other.cell.value == change.cell.value
        if (same or other is change) and told(book, other, "reason"):
            return True
    own = {s.sentence for s in book.statements if s.section == change.section}
    return any(re.search(looked_for("reason"), sentence) for sentence in own)


@question("changes-without-reason")
def changes_without_reason(book: Book) -> Iterator[Asked]:
    """Stated changes by a tenth or more, other than the whole budget's and its parts', in one question."""
    whole = growth(book)
    found: dict[str, tuple[Statement, Decimal]] = {}
    for change in book.statements:
        part = whole is not None and change.section == whole[2].section
        if part or change.basis != "change" or not change.cell.counts or change.label in found:
            continue
        own = book.statements[max(0, change.index - 4) : change.index]
        now = next(
            (s for s in reversed(own) if (s.basis, s.label) == ("current", change.label) and s.cell.counts), None
        )
        base = now.cell.amount - change.cell.amount if now else ZERO
        if base > 0 and abs(change.cell.amount / base) >= LARGE and not _reason(book, change):
            found[change.label] = change, change.cell.amount / base
    if found:
        zh = "；".join(f"“{s.label}”变化 {wan(s.cell.amount)}（{signed(share)}）" for s, share in found.values())
        en = "; ".join(f"“{s.label}” by {wan_en(s.cell.amount)} ({signed(share)})" for s, share in found.values())
        yield Asked(
            "",
            "low",
            f"{zh}，文中未见原因。变化的原因是什么？",
            f"These changed and the text gives no reason: {en}. What are the reasons?",
            [s.cell for s, _ in found.values()],
        )


@question("one-project-drives-growth")
def one_project_drives_growth(book: Book) -> Iterator[Asked]:
    grown, found = growth(book), project_total(book)
    if grown is None or found is None or not book.projects:
        return
    now, before, change = grown
    project = next(
        (
            s
            for s in book.statements
            if s.basis == "change" and s.label == "项目支出" and s.cell.value and s.section == change.section
        ),
        None,
    )
    groups = _groups(book.projects)
    name, group = max(groups.items(), key=lambda item: total(p.get("amount") for p in item[1]))
    amount = total(p.get("amount") for p in group)
    if project is None or change.cell.amount <= 0 or amount * 2 < change.cell.amount:
        return
    rest = now.cell.amount - amount
    earlier = found[1].amount - project.cell.amount
    yield Asked(
        "",
        "high",
        f"项目支出由上年的 {wan(earlier)}（推算）增至 {wan(found[1].amount)}。“{name}”{len(group)} 个项目共 "
        f"{wan(amount)}，相当于总增量的 {per_cent(amount / change.cell.amount)}；不计它，预算为 {wan(rest)}"
        f"（{signed(rest / before.cell.amount - 1)}）。它上年由哪里列支，今年为何集中安排？",
        f"Project expenditure went from {wan_en(earlier)} (derived) to {wan_en(found[1].amount)}. “{name}” "
        f"({len(group)} projects, {wan_en(amount)}) comes to {per_cent(amount / change.cell.amount)} of the whole "
        f"increase; without it the budget is {wan_en(rest)} ({signed(rest / before.cell.amount - 1)}). "
        "Where was it paid from before, and why does it all fall in this year?",
        [now.cell, before.cell, change.cell, project.cell, found[1], *(p.get("amount") for p in group)],
    )


def _groups(projects: list[Entry]) -> dict[str, list[Entry]]:
    """Projects by the beginning that their names share (four characters or more), else alone."""
    made: dict[str, list[Entry]] = {}
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
def one_purpose_in_several_classes(book: Book) -> Iterator[Asked]:
    purposes = {p["project_name"]: p["project_name"] + p["purpose"] for p in book.projects}
    classes: dict[str, list[tuple[str, Cell, Cell]]] = {}
    for code, (line, projects) in assignment(book).items():
        for name, cell in projects:
            if re.search(looked_for("operation"), purposes.get(name, "")):
                classes.setdefault(code[:3], []).append((name, cell, line.get("project")))
    table = book.spending
    if len(classes) < 2 or table is None or table.total() is None:
        return
    whole = table.total().get(*TOTAL)
    said, said_en = [], []
    for code, own in classes.items():
        line, amount = table.code(code), total(cell for _, cell, _ in own)
        name = line.name if line else ""
        share = per_cent(amount / whole.amount)
        said.append(f"{code} {name} {wan(amount)}（占预算 {share}）")
        said_en.append(f"{wan_en(amount)} under {code} {name} ({share} of the budget)")
    yield Asked(
        "",
        "medium",
        f"同为信息化运行维护与服务费，分列在 {len(classes)} 个功能类：{'；'.join(said)}。分类的依据是什么？",
        f"Running and service fees of information systems stand in {len(classes)} function classes: "
        f"{'; '.join(said_en)}. What is the basis of the classification?",
        [cell for own in classes.values() for _, amount, leaf in own for cell in (amount, leaf)],
    )


@question("arrears")
def arrears(book: Book) -> Iterator[Asked]:
    owed: list[tuple[str, Cell]] = []
    unclear: list[Entry] = []
    for project in book.projects:
        name = project["project_name"]
        parts = [
            s
            for s in book.statements
            if s.section == f"资金用途 / {name}" and s.cell.value and re.search(looked_for("arrears"), s.label)
        ]
        if re.search(looked_for("arrears_name"), name):
            owed.append((name, project.get("amount")))
        elif parts:
            owed += [(s.label, s.cell) for s in parts]
        elif re.search(looked_for("arrears"), name + project["purpose"]):
            unclear.append(project)
    if not owed and not unclear:
        return
    amount = total(cell for _, cell in owed)
    zh, en = "；".join(f"{n} {wan(c.amount)}" for n, c in owed), "; ".join(f"{n} {wan_en(c.amount)}" for n, c in owed)
    also, also_en = listing(p["project_name"] for p in unclear)
    yield Asked(
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
def much_in_other(book: Book) -> Iterator[Asked]:
    table = book.spending
    whole = table.total() if table else None
    if whole is None or not whole.get(*TOTAL).counts:
        return
    children = table.children()
    ends = [line for line in table.lines if line.code and line.code not in children]
    leaves = [line for line in ends if re.search(looked_for("other_name"), line.name)]
    cells = [x.get(*TOTAL) for x in leaves if x.get(*TOTAL).counts]
    share = total(cells) / whole.get(*TOTAL).amount
    if share >= MUCH:
        yield Asked(
            "",
            "medium",
            f"预算的 {per_cent(share)}（{wan(total(cells))}）列在名为“其他”的 {len(cells)} 个末级科目。"
            "这些支出能否列到更具体的科目？",
            f"{per_cent(share)} of the budget ({wan_en(total(cells))}) sits in {len(cells)} last-level codes named "
            "“other” (其他). Could it be shown under codes that say what it is for?",
            [*cells, whole.get(*TOTAL)],
        )


# --- what sentences say --------------------------------------------------------------------------------


@question("year-of-another-table")
def year_of_another_table(book: Book) -> Iterator[Asked]:
    if not book.year:
        return
    for statement in book.statements:
        said = re.match(r"(20\d\d)年(?!度?(\d|末|底|决算|执行|当年))", statement.sentence)
        if not said or said[1] == book.year or statement.basis != "current" or not statement.cell.counts:
            continue
        found = place_of(book, statement)
        if found and total(found[0]) == statement.cell.amount:
            yield Asked(
                statement.cell.id,
                "medium",
                f"“{statement.sentence}”写的是 {said[1]} 年，金额却与 {book.year} 年的{found[1]}相同。"
                "这笔金额属于哪一年？",
                f"“{statement.sentence}” speaks of {said[1]}, yet the amount is that of the {book.year} table "
                f"({found[2]}). Which year is meant?",
                [statement.cell, *found[0]],
            )
    same = [s for s in book.statements if re.search(rf"[比较与]{book.year}年(度)?预算(数)?", s.sentence)]
    same = [s for s in same if s.basis == "change"]
    if same:
        yield Asked(
            "compared",
            "medium",
            f"{book.year} 年的预算与“{book.year}年预算”相比（{len(same)} 处）。比较的是哪一年？",
            f"The budget of {book.year} is compared with “the budget of {book.year}” ({len(same)} times). "
            "Which year is it compared with?",
            [s.cell for s in same],
        )


@question("total-under-another-name")
def total_under_another_name(book: Book) -> Iterator[Asked]:
    bought = [x for x in items(book) if re.search(looked_for("asset_catalogue"), x["catalogue_code"])]
    totals = named("total", book.procurement)
    for statement in book.statements:
        if not totals or not re.search("购置.*固定资产|固定资产.*购置", statement.label):
            continue
        cells = [x.get("total") for x in bought]
        if statement.cell.counts and statement.cell.amount == totals[0].get("total").amount != total(cells):
            yield Asked(
                statement.cell.id,
                "medium",
                f"“{statement.label}” {wan(statement.cell.amount)} 等于全部政府采购预算，而采购表中属于固定资产的只有 "
                f"{wan(total(cells))}。拟购置的固定资产究竟是多少？",
                f"“{statement.label}” of {wan_en(statement.cell.amount)} is the whole procurement budget, of which "
                f"fixed assets are {wan_en(total(cells))}. What is the amount of assets to be bought?",
                [statement.cell, totals[0].get("total"), *cells],
            )
