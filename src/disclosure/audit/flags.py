"""Questions to the publisher: what a careful reader would ask, with the figures and the places beside each.

A question is declared with :func:`question` and finds its cases by rule, never by name of a document. Each is worded
as a question; none says that something is wrong. What a rule looks for in words is in ``data/reference/audit.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from disclosure.audit.book import Book, Cell, Entry, Statement, number, words
from disclosure.audit.narrative import place_of, stories
from disclosure.audit.rules import TOTAL, ZERO
from disclosure.audit.schedules import assignment, items, named, pools, project_total, without_form

Row = dict[str, object]
WAN = Decimal(10_000)
LARGE = Decimal("0.10")
"""A change of the total by a tenth calls for a reason."""
MUCH = Decimal("0.30")
"""A share of 其他 from which a reader can no longer tell what the money is for."""


@dataclass(slots=True)
class Asked:
    """A question with its figures filled in, and the cells it rests on."""

    key: str
    severity: str
    zh: str
    en: str
    cells: list[Cell]


QUESTIONS: list[tuple[str, Callable[[Book], Iterator[Asked]]]] = []


def question(name: str):
    """Declare the decorated generator as a question of the audit."""

    def declare(find: Callable[[Book], Iterator[Asked]]):
        QUESTIONS.append((name, find))
        return find

    return declare


def questions(book: Book) -> list[Row]:
    """The rows of ``flags.csv`` of a document, the gravest first."""
    rows: list[Row] = []
    for name, find in QUESTIONS:
        for asked in find(book):
            pages = {page for cell in asked.cells for page in cell.page.split()}
            rows.append(
                {
                    "flag_id": f"{name}:{asked.key}" if asked.key else name,
                    "document_id": book.document_id,
                    "rule": name,
                    "severity": asked.severity,
                    "question_zh": asked.zh,
                    "question_en": asked.en,
                    "fact_ids": " ".join(dict.fromkeys(cell.id for cell in asked.cells if cell.id)),
                    "pages": " ".join(sorted(pages, key=int)),
                }
            )
    return sorted(rows, key=lambda row: ("high", "medium", "low").index(str(row["severity"])))


# --- how figures are said ------------------------------------------------------------------------------


def wan(amount: Decimal) -> str:
    """An amount of yuan in 万元 with two decimals."""
    return f"{_rounded(amount / WAN, '0.01')}万元"


def wan_en(amount: Decimal) -> str:
    """The same for English sentences: 万元 is 10,000 yuan."""
    return f"{_rounded(amount / WAN, '0.01'):,} 万元"


def per_cent(share: Decimal) -> str:
    """A share with one decimal."""
    return f"{_rounded(share * 100, '0.1')}%"


def _rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)


def total(cells: Iterable[Cell]) -> Decimal:
    return sum((cell.amount for cell in cells), ZERO)


def listing(names: Iterable[str]) -> tuple[str, str]:
    names = list(dict.fromkeys(names))
    return "、".join(f"“{name}”" for name in names), ", ".join(f"“{name}”" for name in names)


def _words(name: str) -> str:
    return words()["flags"][name]


# --- growth --------------------------------------------------------------------------------------------


def growth(book: Book) -> tuple[Statement, Statement, Statement] | None:
    """This year's stated total, the year before and the change."""
    wholes = "|".join(spec["whole"] for spec in words()["changes"])
    return next((told for told in stories(book) if re.search(wholes, told[2].label)), None)


@question("change-without-reason")
def change_without_reason(book: Book) -> Iterator[Asked]:
    told = growth(book)
    if told is None:
        return
    now, before, change = told
    share = change.cell.amount / before.cell.amount
    section = {s.sentence for s in book.statements if s.section == now.section}
    if abs(share) >= LARGE and not any(re.search(_words("reason"), sentence) for sentence in section):
        times = _rounded(now.cell.amount / before.cell.amount, "0.01")
        yield Asked(
            "",
            "high",
            f"预算由上年的 {wan(before.cell.amount)} 变为 {wan(now.cell.amount)}（{times} 倍，"
            f"{_signed(share)}），文中未见原因。变化的原因是什么？",
            f"The budget went from {wan_en(before.cell.amount)} to {wan_en(now.cell.amount)} (×{times}, "
            f"{_signed(share)}) and the text gives no reason. What is the reason?",
            [now.cell, before.cell, change.cell],
        )


def _signed(share: Decimal) -> str:
    return ("+" if share > 0 else "") + per_cent(share)


@question("one-project-drives-growth")
def one_project_drives_growth(book: Book) -> Iterator[Asked]:
    told, found = growth(book), project_total(book)
    if told is None or found is None or not book.projects:
        return
    now, before, change = told
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
        f"（{_signed(rest / before.cell.amount - 1)}）。它上年由哪里列支，今年为何集中安排？",
        f"Project expenditure went from {wan_en(earlier)} (derived) to {wan_en(found[1].amount)}. “{name}” "
        f"({len(group)} projects, {wan_en(amount)}) comes to {per_cent(amount / change.cell.amount)} of the whole "
        f"increase; without it the budget is {wan_en(rest)} ({_signed(rest / before.cell.amount - 1)}). "
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
            if re.search(_words("operation"), purposes.get(name, "")):
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
            if s.section == f"资金用途 / {name}" and s.cell.value and re.search(_words("arrears"), s.label)
        ]
        if re.search(_words("arrears_name"), name):
            owed.append((name, project.get("amount")))
        elif parts:
            owed += [(s.label, s.cell) for s in parts]
        elif re.search(_words("arrears"), name + project["purpose"]):
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
    leaves = [x for x in table.lines if x.code and x.code not in children and re.search(_words("other_name"), x.name)]
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
    bought = [x for x in items(book) if re.search(_words("asset_catalogue"), x["catalogue_code"])]
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


# --- projects, procurement, performance ----------------------------------------------------------------


@question("project-without-procurement")
def project_without_procurement(book: Book) -> Iterator[Asked]:
    if not book.procurement:
        return
    listed = {line["project_name"] for line in book.procurement}
    missing = [
        p
        for p in book.projects
        if p["project_name"] not in listed
        and p.get("amount").counts
        and re.search(_words("operation"), p["project_name"] + p["purpose"])
    ]
    if missing:
        cells = [p.get("amount") for p in missing]
        zh, en = listing(p["project_name"] for p in missing)
        yield Asked(
            "",
            "high",
            f"{zh} 共 {wan(total(cells))} 用于购买服务，未见于政府采购表。是否纳入政府采购，以何种方式确定供应商？",
            f"{en}, {wan_en(total(cells))} in all, buy services but do not stand in the procurement table. "
            "Are they procured, and how was the supplier chosen?",
            cells,
        )


@question("project-without-form")
def project_without_form(book: Book) -> Iterator[Asked]:
    if not book.projects:
        return
    more = without_form(book)
    found = project_total(book)
    forms = [p.get("amount") for p in book.projects]
    count = len(book.projects) + len(more)
    if more:
        zh, en = listing(more)
        yield Asked(
            "",
            "medium",
            f"{zh}（{wan(total(more.values()))}）没有绩效目标表，而 {count} 个项目中的 {len(book.projects)} 个有。"
            "为何没有？",
            f"{en} ({wan_en(total(more.values()))}) has no performance form, while {len(book.projects)} of {count} "
            "projects have one. Why not?",
            list(more.values()),
        )
    elif found and total(forms) < found[1].amount:
        rest = found[1].amount - total(forms)
        yield Asked(
            "",
            "medium",
            f"绩效目标表共 {wan(total(forms))}，比项目支出 {wan(found[1].amount)} 少 {wan(rest)}。"
            "其余项目的绩效目标在哪里？",
            f"The performance forms come to {wan_en(total(forms))}, {wan_en(rest)} less than project expenditure of "
            f"{wan_en(found[1].amount)}. Where are the goals of the rest?",
            [found[1], *forms],
        )


@question("equipment-from-running-costs")
def equipment_from_running_costs(book: Book) -> Iterator[Asked]:
    bought = [
        line
        for (_, project), lines in pools(book).items()
        for line in lines
        if "公用经费" in project and re.search(_words("asset_catalogue"), line["catalogue_code"])
    ]
    basic = book.table("basic_by_economic")
    line = basic.code(_words("equipment_code")) if basic else None
    planned = line.get(*TOTAL) if line else Cell("", "", ZERO)
    cells = [x.get("total") for x in bought]
    if basic is not None and total(cells) > planned.amount:
        name = line.label if line else _words("equipment_code")
        yield Asked(
            "",
            "low",
            f"采购表中由公用经费购置的设备家具共 {wan(total(cells))}，基本支出表“{name}”为 {wan(planned.amount)}。"
            "差额列在哪个科目？",
            f"Equipment and furniture bought from running costs come to {wan_en(total(cells))} in the procurement "
            f"table; “{name}” in the basic expenditure table holds {wan_en(planned.amount)}. "
            "Under which class is the difference?",
            [*cells, planned],
        )


@question("indicators-without-basis")
def indicators_without_basis(book: Book) -> Iterator[Asked]:
    bases = [row["basis_of_target"] for row in book.indicators]
    weak = [row for row in book.indicators if re.search(_words("plan_basis"), row["basis_of_target"])]
    if len(bases) >= 5 and len(weak) * 10 >= len(bases) * 9:
        projects = {row["project_code"]: row["page"] for row in weak}
        yield Asked(
            "",
            "medium",
            f"{len(bases)} 项绩效指标中有 {len(weak)} 项的确定依据是“{weak[0]['basis_of_target']}”。"
            "各指标值据何测算，计划可否公开？",
            f"{len(weak)} of {len(bases)} performance indicators rest on “{weak[0]['basis_of_target']}” (the yearly "
            "work plan). What were the targets worked out from, and is the plan public?",
            [Cell(f"projects:{code}", page, None) for code, page in projects.items()],
        )


UNITS = {"万元": WAN, "元": Decimal(1)}


@question("ceiling-below-budget")
def ceiling_below_budget(book: Book) -> Iterator[Asked]:
    projects = {p["project_code"]: p for p in book.projects}
    found: dict[tuple[str, Decimal], list[Entry]] = {}
    for row in book.indicators:
        project, target = projects.get(row["project_code"]), number(row["target"])
        if project is None or target is None or row["operator"] not in ("≤", "<") or row["unit"] not in UNITS:
            continue
        if target * UNITS[row["unit"]] < _yearly(book, project)[0]:
            found.setdefault((row["level3"], target * UNITS[row["unit"]]), []).append(project)
    for (name, ceiling), own in found.items():
        said, said_en, cells = [], [], []
        for project in own:
            amount, used = _yearly(book, project)
            cells += used
            said.append(f"“{project['project_name']}” {wan(amount)}")
            said_en.append(f"“{project['project_name']}” {wan_en(amount)}")
        shared = f"（{len(own)} 个项目共用）" if len(own) > 1 else ""
        shared_en = f"shared by {len(own)} projects" if len(own) > 1 else "of one project"
        yield Asked(
            own[0]["project_code"],
            "medium",
            f"成本指标“{name}”上限 {wan(ceiling)}{shared}，低于安排的 {'、'.join(said)}。上限管的是哪一部分？",
            f"The cost ceiling “{name}” of {wan_en(ceiling)} ({shared_en}) is below the money given: "
            f"{', '.join(said_en)}. Which part does the ceiling cover?",
            [*cells, *(Cell(p.id, p.page, None) for p in own)],
        )


def _yearly(book: Book, project: Entry) -> tuple[Decimal, list[Cell]]:
    """What a project gives for the year: its named sums without arrears, else its amount."""
    own = [s for s in book.statements if s.section == f"资金用途 / {project['project_name']}" and s.cell.value]
    if own and any(re.search(_words("arrears"), s.label) for s in own):
        cells = [s.cell for s in own if not re.search(_words("arrears"), s.label)]
        return total(cells), cells
    return project.get("amount").amount, [project.get("amount")]


@question("paid-before-service")
def paid_before_service(book: Book) -> Iterator[Asked]:
    for project in book.projects:
        period = re.search(r"(20\d\d)年(\d{1,2})月\s*[-—－至到~]\s*(20\d\d)年(\d{1,2})月", project["project_name"])
        period = period or re.search(r"(20\d\d)年(\d{1,2})月\s*[-—－至到~]\s*(20\d\d)年(\d{1,2})月", project["purpose"])
        if not period or not book.year:
            continue
        paid = [
            int(row["month"])
            for row in book.plan
            if row["project_code"] == project["project_code"] and number(row["cumulative_share"]) == 1
        ]
        starts = int(period[1]) * 12 + int(period[2])
        if paid and int(book.year) * 12 + min(paid) < starts:
            name, month = project["project_name"], min(paid)
            yield Asked(
                project["project_code"],
                "high",
                f"“{name}”计划在 {month} 月底前支付 100%，而服务自 {period[1]} 年 {period[2]} 月开始。"
                "为何在服务之前付清？",
                f"“{name}” is to be paid in full by the end of month {month}, for service from "
                f"{period[1]}-{int(period[2]):02d}. Why is it paid before the service?",
                [project.get("amount")],
            )


@question("payment-plan-unclear")
def payment_plan_unclear(book: Book) -> Iterator[Asked]:
    unclear = {row["project_code"]: row for row in book.plan if row["position_certain"] == "false"}
    if unclear:
        zh, en = listing(row["project_name"] for row in unclear.values())
        yield Asked(
            "",
            "low",
            f"{zh} 的支出计划印出的时点与比例不能一一对应。各比例属于哪个月？",
            f"In the payment plans of {en} the printed months and percentages cannot be matched with certainty. "
            "Which month does each percentage belong to?",
            [Cell(f"projects:{code}", row["page"], None) for code, row in unclear.items()],
        )
