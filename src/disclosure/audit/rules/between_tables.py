"""The identities between tables, each within one unit and one fund."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import NOTHING, Amount, Ledger, LedgerTable, Part, words
from disclosure.audit.rule import (
    TOTAL,
    ZERO,
    Test,
    carries,
    column_keys,
    measure_words,
    one_fund,
    role_en,
    rule,
)
from disclosure.words.messages import Message

# --- table to table ------------------------------------------------------------------------------------


PAIRS = [
    ("revenue_by_function", ("total",), "expenditure_by_function", ("total", "amount"), "balanced"),
    ("expenditure_by_function", ("total",), "general_budget_by_function", TOTAL, "one_fund"),
    ("expenditure_by_function", ("basic",), "general_budget_by_function", ("basic",), "one_fund"),
    ("expenditure_by_function", ("project",), "general_budget_by_function", ("project",), "one_fund"),
    ("revenue_by_function", ("total",), "general_budget_by_function", TOTAL, "one_fund"),
    ("revenue_by_function", ("appropriation",), "general_budget_by_function", TOTAL, "one_fund"),
]


@rule(
    "same-by-code",
    "table_to_table",
    "收入总表、支出总表、一般公共预算支出表的同一科目金额相同",
    "A code has the same amount in the revenue, expenditure and general budget tables",
    (
        "缺少可比的两张表，或资金范围不同（有其他资金或结转）",
        "two comparable tables are missing, or their funds differ (other funds or money carried over)",
    ),
)
def same_by_code(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        scope = {"one_fund": one_fund(ledger, part), "balanced": not carries(ledger, part)}
        for left_role, left_measure, right_role, right_measure, needed in PAIRS:
            left, right = ledger.table(left_role, part), ledger.table(right_role, part)
            if not (scope[needed] and left and right and left.by_code and right.by_code):
                continue
            if not any(m[0] in left_measure for m in column_keys(left)):
                continue
            if not any(m[0] in right_measure for m in column_keys(right)):
                continue
            name_zh, name_en = measure_words(left_measure[0])
            pairs = [(code, left.code(code), right.code(code)) for code in {**left.by_code, **right.by_code}]
            for code, a, b in [*pairs, ("合计", left.total(), right.total())]:
                if code == "合计" and not (a and b):
                    continue
                one, two = (a.get(*left_measure) if a else NOTHING), (b.get(*right_measure) if b else NOTHING)
                label = (a or b).label if a or b else code
                yield Test(
                    f"{one.id or code}={two.id or right_role}",
                    [one],
                    [two],
                    f"{label}，{name_zh}：{left.title}＝{right.title}",
                    f"{label}, {name_en}: {role_en(left_role)} = {role_en(right_role)}",
                )


def _same(left: Amount, right: Amount | list[Amount], zh: str, en: str, **more) -> Test:
    right = [right] if isinstance(right, Amount) else right
    return Test(f"{left.id}={right[0].id if right else ''}", [left], right, zh, en, **more)


@rule(
    "same-by-class",
    "table_to_table",
    "收支总表、财政拨款收支总表的各类支出等于按科目编码列示的表",
    "Each expenditure class of the balance tables equals the class in the tables by code",
    ("缺少按类列示的收支表或对应的科目表", "no balance table by class, or no table by code to compare it with"),
)
def same_by_class(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        summary, appropriation = ledger.table("summary", part), ledger.table("appropriation", part)
        spent = ledger.table("expenditure_by_function", part)
        general = ledger.table("general_budget_by_function", part)
        single = one_fund(ledger, part)
        pairs: list[tuple[LedgerTable | None, tuple[str, ...], LedgerTable | None, tuple[str, ...]]] = [
            (summary, ("total", "amount"), spent, TOTAL),
            (summary, ("project",), spent, ("project",)),
        ]
        funds = {key[0] for key in column_keys(appropriation)} if appropriation else set()
        if single:
            pairs += [
                (summary, ("total", "amount"), ledger.table("revenue_by_function", part), ("total",)),
                (summary, ("total", "amount"), general, TOTAL),
                (appropriation, ("total", "amount"), summary, ("total", "amount")),
                (appropriation, ("total", "amount"), spent, TOTAL),
            ]
        for spec in words()["fund_lines"]:
            if spec["fund"] in funds:
                other = general if spec["role"] == "general_budget_by_function" else ledger.table(spec["role"], part)
                pairs.append((appropriation, (spec["fund"],), other, TOTAL))
        if single and "general_public_budget" not in funds:
            pairs.append((appropriation, ("total", "amount"), general, TOTAL))
        for left, lefts, right, rights in pairs:
            if left is None or right is None or not any(len(code) == 3 for code in left.by_code):
                continue
            if not (any(len(c) == 3 for c in right.by_code) or right.empty):
                continue
            if not any(m in lefts for m, _ in column_keys(left)):
                continue
            codes = [c for c in {**left.by_code, **right.by_code} if len(c) == 3]
            for code in codes:
                a, b = left.code(code), right.code(code)
                one, two = a.get(*lefts) if a else NOTHING, b.get(*rights) if b else NOTHING
                label = (a or b).label if a or b else code
                zh, en = measure_words(lefts[0])
                yield Test(
                    f"{one.id or left.id + '.' + code}={two.id or right.id}",
                    [one],
                    [two],
                    f"{label}，{zh}：{left.title}＝{right.title}",
                    f"{label}, {en}: {role_en(left.role)} = {role_en(right.role)}",
                )


@rule(
    "same-totals",
    "table_to_table",
    "各表的合计相互一致",
    "The totals of the tables agree with each other",
    ("缺少可比的合计", "no two comparable totals are printed"),
)
def same_totals(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        for left, right, zh, en in _totals(ledger, part):
            if left is not NOTHING and right and NOTHING not in right:
                yield _same(left, right, zh, en)


def _totals(ledger: Ledger, part: Part) -> Iterator[tuple[Amount, list[Amount], str, str]]:
    def amount(role: str, side: str, *measures: str, line: str = "") -> Amount:
        table = ledger.table(role, part)
        found = table and (table.find(line, side) if line else table.total(side))
        return found.get(*measures) if found else NOTHING

    def whole(role: str, *measures: str) -> list[Amount]:
        """The total of a table by code, or where it prints none the classes that make it up."""
        table = ledger.table(role, part)
        if table is None or table.total() is not None or not table.by_code:
            return [amount(role, "", *measures)]
        return [line.get(*measures) for line in table.children().get("", ())]

    year_in, year_out = "本年收入合计|当年收入小计", "本年支出合计|当年支出小计"
    revenue = "revenue_by_function"
    inflow = amount("summary", "revenue", *TOTAL)
    if carries(ledger, part) and not amount(revenue, "", "carried_over").counts:
        inflow = amount("summary", "revenue", *TOTAL, line=year_in)  # the revenue table leaves out what is carried in
    yield (
        inflow,
        [amount(revenue, "", *TOTAL)],
        "收支总表收入＝收入总表合计",
        "Summary, revenue = Revenue by function, total",
    )
    yield (
        amount("summary", "revenue", *TOTAL, line=year_in),
        [amount(revenue, "", "current_year")],
        "收支总表本年收入合计＝收入总表本年收入小计",
        "Summary, revenue of the year = Revenue by function, revenue of the year",
    )
    spent = "expenditure_by_function"
    year = amount("summary", "expenditure", *TOTAL, line=year_out)
    if year is NOTHING and not carries(ledger, part):
        year = amount("summary", "expenditure", *TOTAL)
    yield (
        year,
        [amount(spent, "", *TOTAL)],
        "收支总表本年支出合计＝支出总表合计",
        "Summary, expenditure of the year = Expenditure by function, total",
    )
    for measure, line in (("basic", "^基本支出$"), ("project", "^项目支出$"), ("reserve", "机动经费$")):
        name_zh, name_en = measure_words(measure)
        yield (
            amount("summary", "", *TOTAL, line=line),
            [amount(spent, "", measure)],
            f"收支总表{name_zh}＝支出总表{name_zh}",
            f"Summary, {name_en} = Expenditure by function, {name_en}",
        )
    if one_fund(ledger, part):
        yield (
            amount("appropriation", "expenditure", *TOTAL),
            [amount("summary", "expenditure", *TOTAL)],
            "财政拨款收支总表支出总计＝收支总表支出总计",
            "Fiscal appropriation, total expenditure = Summary, total expenditure",
        )
        yield (
            amount("appropriation", "revenue", *TOTAL),
            [amount("summary", "revenue", *TOTAL)],
            "财政拨款收支总表收入总计＝收支总表收入总计",
            "Fiscal appropriation, total revenue = Summary, total revenue",
        )
    yield (
        amount("appropriation", "expenditure", "general_public_budget", line=year_out),
        [amount("general_budget_by_function", "", *TOTAL)],
        "财政拨款收支总表一般公共预算支出合计＝一般公共预算支出表合计",
        "Fiscal appropriation, general public budget = General public budget by function, total",
    )
    for measure in ("basic", "personnel", "operating"):
        name_zh, name_en = measure_words(measure)
        yield (
            amount("general_budget_by_function", "", measure),
            whole("basic_by_economic", *(TOTAL if measure == "basic" else (measure,))),
            f"一般公共预算支出表{name_zh}＝基本支出表合计",
            f"General public budget by function, {name_en} = Basic expenditure, total",
        )
    for spec in words()["revenue_lines"]:
        table = ledger.table("summary", part)
        line = table and table.find(spec["line"], "revenue")
        if line and not re.search(spec.get("not", "$^"), line.item):
            yield (
                line.get(*TOTAL),
                [amount(revenue, "", *spec["measure"])],
                f"收支总表{line.item}＝收入总表同一来源",
                f"Summary, {line.item} = Revenue by function, the same source",
            )
    yield from _funds(ledger, part, amount)


def _funds(ledger: Ledger, part: Part, amount) -> Iterator[tuple[Amount, list[Amount], str, str]]:
    """What the balance tables say of each fund, and the revenue table of all of them."""
    summed = []
    for spec in words()["fund_lines"]:
        in_summary = amount("summary", "revenue", *TOTAL, line=spec["line"])
        granted = amount("appropriation", "revenue", *TOTAL, line=spec["line"])
        sources = ledger.table("revenue_by_function", part)
        if sources is not None and not sources.by_code:
            line = sources.find(spec["line"])
            yield (
                in_summary,
                [line.get(*TOTAL) if line else NOTHING],
                f"{measure_words(spec['fund'])[0]}：收支总表＝收入总表",
                f"{measure_words(spec['fund'])[1]}: Summary = Revenue table",
            )
        summed.append(in_summary)
        zh, en = measure_words(spec["fund"])
        yield (
            in_summary,
            [granted],
            f"{zh}：收支总表＝财政拨款收支总表",
            f"{en}: Summary = Fiscal appropriation",
        )
        if not carries(ledger, part):
            yield (
                granted,
                [amount("appropriation", "expenditure", spec["fund"])],
                f"{zh}：财政拨款收支总表的收入＝支出总计",
                f"{en}: Fiscal appropriation, revenue = total expenditure",
            )
            yield (
                granted,
                [amount(spec["role"], "", *TOTAL)],
                f"{zh}：财政拨款收支总表的收入＝支出表合计",
                f"{en}: Fiscal appropriation, revenue = total of the fund's table",
            )
    whole = amount("revenue_by_function", "", "appropriation")
    yield (
        whole,
        [x for x in summed if x is not NOTHING],
        "收入总表财政拨款收入＝收支总表各类财政拨款之和",
        "Revenue by function, fiscal appropriation = Summary, the sum of the funds",
    )


@rule(
    "empty-is-zero",
    "table_to_table",
    "空表即无此项资金：收支表中该资金为零",
    "An empty table states zero: the balance tables hold nothing of that fund",
    ("没有空表", "no table is empty"),
)
def empty_is_zero(ledger: Ledger) -> Iterator[Test]:
    for part in ledger.parts:
        for spec in words()["fund_lines"]:
            table = ledger.table(spec["role"], part)
            if table is None or not table.empty:
                continue
            zh, en = measure_words(spec["fund"])
            for role in ("summary", "appropriation"):
                other = ledger.table(role, part)
                line = other and other.find(spec["line"], "revenue")
                total = other and other.total("expenditure")
                for amount in (line.get(*TOTAL) if line else NOTHING, total.get(spec["fund"]) if total else NOTHING):
                    if amount is not NOTHING:
                        yield Test(
                            f"{table.id}={amount.id}",
                            [amount],
                            [],
                            f"{zh}：{table.title}为空表，{other.title}应为零",
                            f"{en}: the table is empty, {role_en(role)} must hold zero",
                            always=True,
                        )


@rule(
    "units-sum",
    "table_to_table",
    "部门各表等于所属各单位同一张表之和",
    "The department's tables are the sum of its units' tables",
    ("没有分单位列示的表", "no tables are printed unit by unit"),
)
def units_sum(ledger: Ledger) -> Iterator[Test]:
    """As many units as the document lists make up the department; fewer come to no more than it."""
    units = ledger.parts[1:]
    if not units:
        return
    listed = len(ledger.rows.get("institutions", ()))
    whole = len(units) > 1 and len(units) == listed
    relation, sign = ("=", "＝") if whole else ("<=", "≥")
    for role, measures in (("expenditure_by_function", TOTAL), ("general_budget_by_function", TOTAL)):
        department = ledger.table(role)
        own = [table for part in units if (table := ledger.table(role, part))]
        if department is None or len(own) != len(units):
            continue
        codes = dict.fromkeys(code for table in (department, *own) for code in table.by_code)
        lines = [(department.code(code), [table.code(code) for table in own], code) for code in codes]
        lines.append((department.total(), [table.total() for table in own], "total"))
        for line, theirs, code in lines:
            right = [line.get(*measures)] if line else []
            label = next((x.label for x in (line, *theirs) if x), code)
            yield Test(
                f"{department.id}.{code}",
                [x.get(*measures) for x in theirs if x],
                right,
                f"{department.title}，{label}{sign}{len(own)} 个单位之和",
                f"{role_en(role)}, {label} {'=' if whole else '≥'} the sum of {len(own)} units",
                relation=relation,
            )


# --- function to economic ------------------------------------------------------------------------------


@rule(
    "function-is-economic",
    "function_to_economic",
    "社保缴费与住房公积金按功能分类与按经济分类金额相同",
    "Insurance and housing fund contributions are the same by function and by economic class",
    ("缺少两种分类中同一笔缴费", "no contribution stands in both classifications"),
)
def function_is_economic(ledger: Ledger) -> Iterator[Test]:
    """A convention of booking, not of arithmetic: a difference is wrong where the document keeps to it elsewhere.

    Where no contribution agrees, the two tables differ in scope. Medical care holds more than insurance where the
    lines under ``more`` are printed.
    """
    for part in ledger.parts:
        general, basic = ledger.table("general_budget_by_function", part), ledger.table("basic_by_economic", part)
        if general is None or basic is None:
            continue
        made: list[tuple[Test, str]] = []
        for spec in words()["function_to_economic"]:
            line = general.code(spec["function"])
            found = [x for code in spec["economic"] if (x := basic.code(code))]
            if line is None or not found:
                continue
            more = sum((x.get(*TOTAL).yuan for code in spec.get("more", ()) if (x := basic.code(code))), ZERO)
            for measures, rights in ((("basic", "amount"), TOTAL), (("personnel",), ("personnel",))):
                left, right = line.get(*measures), [x.get(*rights) for x in found]
                if left is not NOTHING and NOTHING not in right:
                    codes = "＋".join(x.label for x in found)
                    test = Test(
                        f"{left.id}={'+'.join(x.code for x in found)}",
                        [left],
                        right,
                        f"{line.label}＝{codes}",
                        f"{line.label} = {codes}",
                    )
                    if ZERO < left.yuan - sum((c.yuan for c in right), ZERO) <= more:
                        test.reason = Message("it may hold other medical spending")
                    made.append((test, spec["function"]))
        kept = {code for test, code in made if test.informs and test.left[0].yuan == sum(c.yuan for c in test.right)}
        for test, code in made:
            if not kept - {code}:
                test.reason = test.reason or Message("no other contribution agrees in both tables")
            yield test
