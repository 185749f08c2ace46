"""Final accounts: drawn here with made-up figures, and read back to the last cell."""

from decimal import Decimal as D

import pytest
from figures import BASIC, CLASSES, NAMES, PROJECT, SUM, TOTAL, column_sums, leaf_sums, money, roles, rows, split
from sheets import draw, page

from disclosure.run.extraction import extract


@pytest.fixture
def read(tmp_path):
    return lambda *pages, name="made-2023": extract(draw(tmp_path / f"{name}.pdf", *pages))


UNITS = {
    "with remarks": [
        ["序号", "单位名称", "备注"],
        ["1", "某某市审计局（本级）", ""],
        ["2", "某某市审计中心", "预算不单列，并入本级"],
    ],
    "without": [["序号", "单位名称"], ["1", "某某市审计局（本级）"], ["2", "某某市审计中心"]],
}


@pytest.mark.parametrize("kind", UNITS)
def test_the_units_that_final_accounts_are_of(read, kind):
    said = "纳入某某市审计局2023年度部门决算编制范围的单位包括："
    made = read(page("二、部门决算单位构成", said, UNITS[kind]))
    told = [(row["unit_name"], row.get("remark", "")) for row in made.rows["institutions"]]
    remark = "预算不单列，并入本级" if kind == "with remarks" else ""
    assert told == [("某某市审计局（本级）", ""), ("某某市审计中心", remark)]


# --- final accounts ------------------------------------------------------------------------------------------

HEAD = ("部门：某某市审计局", "金额单位：万元")


Table = list[list[str]]


def one_column_of_codes(title: str, table: Table) -> list[Table]:
    """类, 款 and 项 written together, as three to seven digits."""
    if not any(row[:3] == ["类", "款", "项"] for row in table):
        return [table]
    return [
        [["栏次", "<", *row[4:]] if row[0] == "类" else
         ["合计", "<", *row[4:]] if row[:4] == ["^", "^", "^", "合计"] else
         ["".join(row[:3]).replace("<", "").replace("^", ""), *row[3:]] for row in table]
    ]  # fmt: skip


def without_numbers(title: str, table: Table) -> list[Table]:
    """No 行次 beside the lines and no 栏次 under the columns."""
    lines = [k for k, cell in enumerate(table[1]) if cell == "行次"]
    bare = [[cell for k, cell in enumerate(row) if k not in lines] for row in table if row[0] != "栏次"]
    return [bare if lines else table]


def over_two_pages(title: str, table: Table) -> list[Table]:
    """The last two lines stand overleaf."""
    return [table[:-2], table[-2:]] if len(table) > 8 and "^" not in "".join(table[-2]) else [table]


def header_overleaf(title: str, table: Table) -> list[Table]:
    """The last two lines stand overleaf, under the header once more."""
    parts = over_two_pages(title, table)
    head = next((k for k, row in enumerate(table) if any("." in cell for cell in row)), 0)
    numbered = head and "^" in table[head]  # the total hangs from the header
    return parts if len(parts) == 1 or numbered else [parts[0], [*table[:head], *parts[1]]]


def with_remarks(title: str, table: Table) -> list[Table]:
    """A last column 备注, which is empty."""
    if "总表" in title or "三公" in title:
        return [table]
    return [[[*row, "备注" if k == 0 else "^" if row[0] in ("类", "功能分类科目编码") else ""]
             for k, row in enumerate(table)]]  # fmt: skip


def with_both_budgets(title: str, table: Table) -> list[Table]:
    """年初预算数 and 全年预算数 before 决算数, in the table of all revenue and expenditure."""
    if title != "收入支出决算总表":
        return [table]
    wide: Table = [["收入", *"<<<<", "支出", *"<<<<"], ["项目", "行次", "年初预算数", "全年预算数", "决算数"] * 2]
    for row in table[3:]:
        wide.append([cell for k in (0, 3) for cell in (*row[k : k + 2], *[row[k + 2]] * 3)])
    return [wide]


def lists_below_each_other(title: str, table: Table) -> list[Table]:
    """Economic classes in one list, as some provinces have them."""
    if "基本支出" not in title:
        return [table]
    columns = [[row[k : k + 3] for row in table[2:-1] if row[k]] for k in (0, 3, 6)]
    total = ["", "合计", money(BASIC)]
    return [[["科目编码", "科目名称", "决算数"], *(row for column in columns for row in column), total]]


LAYOUTS = [
    lambda title, table: [table],
    one_column_of_codes,
    without_numbers,
    over_two_pages,
    header_overleaf,
    with_remarks,
    with_both_budgets,
    lists_below_each_other,
]


def final_pages(layout=LAYOUTS[0]):
    """The nine tables of final accounts, 公开01表 to 公开09表."""
    numbered = [["类", "款", "项", "栏次", "1", "2", "3"], ["^", "^", "^", "合计", *SUM]]
    spent = ["项目", "<", "<", "<", "本年支出合计", "基本支出", "项目支出"]
    spent = [spent, ["功能分类科目编码", "<", "<", "科目名称", "^", "^", "^"], *numbered, *rows(CLASSES, split)]
    income = ["项目", "<", "<", "<", "本年收入合计", "财政拨款收入", "其他收入"]
    income = [income, *spent[1:]]
    total = money(TOTAL + 10)
    summary = [
        ["收入", "<", "<", "支出", "<", "<"],
        ["项目", "行次", "决算数", "项目", "行次", "决算数"],
        ["栏次", "", "1", "栏次", "", "2"],
        ["一、一般公共预算财政拨款收入", "1", money(BASIC), "一、一般公共服务支出", "32", "155.75"],
        ["二、政府性基金预算财政拨款收入", "2", "", "八、社会保障和就业支出", "39", "18.40"],
        ["三、其他收入", "8", money(PROJECT), "十九、住房保障支出", "50", "22.10"],
        ["本年收入合计", "27", money(TOTAL), "本年支出合计", "58", money(TOTAL)],
        ["使用非财政拨款结余", "28", "", "结余分配", "59", ""],
        ["年初结转和结余", "29", "10.00", "年末结转和结余", "60", "10.00"],
        ["总计", "31", total, "总计", "62", total],
    ]
    appropriation = [
        ["收入", "<", "<", "支出", "<", "<", "<", "<"],
        ["项目", "行次", "金额", "项目", "行次", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款"],
        ["栏次", "", "1", "栏次", "", "2", "3", "4"],
        ["一、一般公共预算财政拨款", "1", "190.00", "一、一般公共服务支出", "30", "155.75", "155.75", ""],
        ["二、政府性基金预算财政拨款", "2", "6.25", "八、社会保障和就业支出", "37", "18.40", "18.40", ""],
        ["", "3", "", "十一、城乡社区支出", "40", "22.10", "15.85", "6.25"],
        ["本年收入合计", "24", "196.25", "本年支出合计", "52", "196.25", "190.00", "6.25"],
        ["年初财政拨款结转和结余", "25", "10.00", "年末财政拨款结转和结余", "53", "10.00", "10.00", ""],
        ["一般公共预算财政拨款", "26", "10.00", "", "54", "", "", ""],
        ["总计", "28", "206.25", "总计", "56", "206.25", "200.00", "6.25"],
    ]
    basic = [
        ["人员经费", "<", "<", "公用经费", "<", "<", "<", "<", "<"],
        [*(["科目编码", "科目名称", "决算数"] * 3)],
        ["301", NAMES["301"], "131.25", "302", NAMES["302"], "22.25", "310", "资本性支出", ""],
        ["30101", NAMES["30101"], "90.00", "30201", NAMES["30201"], "20.00", "31002", "办公设备购置", ""],
        ["30102", NAMES["30102"], "41.25", "30217", NAMES["30217"], "2.25", "", "", ""],
        ["303", NAMES["303"], "7.50", "", "", "", "", "", ""],
        ["30301", NAMES["30301"], "7.50", "", "", "", "", "", ""],
        ["人员经费合计", "<", "138.75", "公用经费合计", "<", "<", "<", "<", "22.25"],
    ]
    kinds = ["合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"]
    cars = ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"]
    three = [["预算数", *"<<<<<", "决算数", *"<<<<<"], kinds * 2, cars * 2, [str(k) for k in range(1, 13)]]
    three.append(["12.00", "", "9.00", "", "9.00", "3.00", "8.25", "", "6.00", "", "6.00", "2.25"])
    fund = [
        ["项目", *"<<<", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
        ["功能分类科目编码", "<", "<", "科目名称", "^", "^", "小计", "基本支出", "项目支出", "^"],
        ["类", "款", "项", "栏次", *"123456"],
        ["^", "^", "^", "合计", "1.00", "6.25", "5.25", "", "5.25", "2.00"],
        ["212", "", "", "城乡社区支出", "1.00", "6.25", "5.25", "", "5.25", "2.00"],
        ["212", "08", "", "国有土地使用权出让收入安排的支出", "1.00", "6.25", "5.25", "", "5.25", "2.00"],
        ["212", "08", "99", "其他支出", "1.00", "6.25", "5.25", "", "5.25", "2.00"],
    ]
    state = [
        ["项目", *"<<<", "本年支出", "<", "<"],
        ["功能分类科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"],
        ["类", "款", "项", "栏次", "1", "2", "3"],
        ["^", "^", "^", "合计", "", "", ""],
        ["", "", "", "", "", "", ""],
    ]
    general = [
        ["项目", *"<<<", "本年支出", "<", "<"],
        ["功能分类科目编码", "<", "<", "科目名称", "小计", "基本支出", "项目支出"],
    ]
    titled = {
        "收入支出决算总表": summary,
        "收入决算表": income,
        "支出决算表": spent,
        "财政拨款收入支出决算总表": appropriation,
        "一般公共预算财政拨款支出决算表": [*general, *spent[2:]],
        "一般公共预算财政拨款基本支出决算表": basic,
        "一般公共预算财政拨款“三公”经费支出决算表": three,
        "政府性基金预算财政拨款收入支出决算表": fund,
        "国有资本经营预算财政拨款支出决算表": state,
    }
    pages = []
    for k, (title, table) in enumerate(titled.items(), start=1):
        first, *more = layout(title, table)
        pages += [page(f"公开0{k}表", title, *HEAD, first), *(page(part) for part in more)]
    return ["2022年度部门决算", "某某市审计局"], pages


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__.strip("<>"))
def test_the_nine_tables_of_final_accounts_in_every_layout(read, layout):
    cover, pages = final_pages(layout)
    made = read(page(*cover), *pages)
    assert roles(made) == [
        "summary",
        "revenue_by_function",
        "expenditure_by_function",
        "appropriation",
        "general_budget_by_function",
        "basic_by_economic",
        "three_public",
        "government_fund_by_function",
        "state_capital_by_function",
    ]
    facts = made.facts
    assert {(f.organisation_name, f.fiscal_year, f.unit_raw) for f in facts} == {("某某市审计局", "2022", "万元")}
    assert {f.phase for f in facts if "预算数" not in f.column_label} == {"executed"}
    whole = {"basic": BASIC, "project": PROJECT}
    for role in ("expenditure_by_function", "general_budget_by_function"):
        assert leaf_sums(facts, role=role) == whole
        assert column_sums(facts, "total", role=role) == TOTAL
    assert leaf_sums(facts, role="revenue_by_function") == {"appropriation": BASIC, "other_income": PROJECT}
    for side in ("revenue", "expenditure"):
        assert leaf_sums(facts, role="summary", direction=side) == {"amount": TOTAL + 10}
    assert leaf_sums(facts, role="appropriation", direction="revenue") == {"amount": D("206.25")}
    assert leaf_sums(facts, role="appropriation", direction="expenditure") == {
        "general_public_budget": D("200.00"),
        "government_fund": D("6.25"),
    }
    assert leaf_sums(facts, role="basic_by_economic") == {"total": BASIC}
    operating = [f.amount_raw for f in facts if f.item == "公用经费合计" and f.amount_raw]
    assert operating == ([] if layout is lists_below_each_other else ["22.25"])
    codes = [f.economic_code for f in facts if f.role == "basic_by_economic" and f.economic_code]
    assert len(codes) == len(set(codes)), "each line once"
    assert leaf_sums(facts, role="three_public") == {"total": D("8.25")}, "the budget half is in no sum"
    budgeted = {
        f.item: f.amount_raw for f in facts if f.role == "three_public" and f.phase == "approved" and f.amount_raw
    }
    assert budgeted == {"合计": "12.00", "公务用车购置及运行费": "9.00", "公务用车运行费": "9.00", "公务接待费": "3.00"}
    assert leaf_sums(facts, role="government_fund_by_function") == {"project": D("5.25")}
    assert column_sums(facts, "carried_forward", role="government_fund_by_function") == D("2.00")
    assert [t["is_empty"] for t in made.rows["tables"]] == [False] * 8 + [True]
    assert made.remarks == [] or all("blank page" in str(remark) for remark in made.remarks)


def test_budget_columns_within_final_accounts_are_in_no_sum(read):
    head = [["收入", *"<<<", "支出", *"<<<"], ["项目", "年初预算数", "全年预算数", "决算数"] * 2]
    body = [
        ["一、财政拨款收入", "50.00", "60.00", "55.00", "一、一般公共服务支出", "50.00", "60.00", "55.00"],
        ["总计", "50.00", "60.00", "55.00", "总计", "50.00", "60.00", "55.00"],
    ]
    made = read(page("2022年度收入支出决算总表", *HEAD, head + body))
    for side in ("revenue", "expenditure"):
        assert leaf_sums(made.facts, direction=side) == {"amount": D("55.00")}
        assert {(f.measure, f.phase, f.amount_raw) for f in made.facts if f.direction == side} == {
            ("initial_budget", "approved", "50.00"),
            ("adjusted_budget", "adjusted", "60.00"),
            ("amount", "executed", "55.00"),
        }


def test_budget_and_outturn_of_each_of_the_three_public_expenses_side_by_side(read):
    kinds = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
    head = [[x for kind in kinds for x in (kind, "<")], ["预算数", "决算数"] * 4]
    made = read(
        page(
            "“三公”经费支出决算表",
            "公开部门：某某市审计局",
            "单位：万元",
            [*head, ["12", "8", "", "", "9", "6", "3", "2"]],
        )
    )
    assert leaf_sums(made.facts) == {"total": D(8)}
    assert {(f.item, f.phase): f.amount_raw for f in made.facts if f.item == "公务接待费"} == {
        ("公务接待费", "approved"): "3",
        ("公务接待费", "executed"): "2",
    }


@pytest.mark.parametrize("number", ["", "一、"])
def test_funds_of_what_was_carried_in_are_of_which(read, number):
    table = [
        ["收入", "<", "支出", "<", "<"],
        ["项目", "金额", "项目", "合计", "一般公共预算财政拨款"],
        ["一、一般公共预算财政拨款", "20.00", "一、一般公共服务支出", "25.00", "25.00"],
        ["本年收入合计", "20.00", "本年支出合计", "25.00", "25.00"],
        ["年初财政拨款结转和结余", "5.00", "年末财政拨款结转和结余", "", ""],
        [f"{number}一般公共预算财政拨款", "5.00", "", "", ""],
        ["总计", "25.00", "总计", "25.00", "25.00"],
    ]
    made = read(page("财政拨款收入支出决算总表", *HEAD, table))
    assert leaf_sums(made.facts, direction="revenue") == {"amount": D(25)}


@pytest.mark.parametrize(
    ("note", "phase"),
    [
        ("注：预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数；决算数是实际支出。", "adjusted"),
        ("注：预算数为年初部门预算批复数，决算数包括以前年度结转资金安排的支出。", "approved"),
    ],
)
def test_a_note_says_which_budget_stands_beside_the_outturn(read, note, phase):
    head = [["预算数", "<", "决算数", "<"], ["合计", "公务接待费", "合计", "公务接待费"]]
    made = read(page("2022年度“三公”经费支出决算表", "单位：万元", [*head, ["3.00", "3.00", "2.00", "2.00"]], note))
    assert {(f.phase, f.amount_raw) for f in made.facts} == {(phase, "3.00"), ("executed", "2.00")}
    assert leaf_sums(made.facts) == {"total": D("2.00")}


@pytest.mark.parametrize(
    ("before", "phase"),
    [
        ("2023年执行数", "executed"),
        ("2023年决算数", "executed"),
        ("2023年预算数", "approved"),
        ("上年调整预算数", "adjusted"),
    ],
)
def test_a_budget_prints_the_year_before_in_its_own_phase(read, before, phase):
    head = ["科目编码", "科目名称", before, "2024年预算数", "2024年预算数比2023年增减额"]
    body = [["2010101", "行政运行", "8.00", "9.00", "1.00"], ["合计", "<", "8.00", "9.00", "1.00"]]
    made = read(page("2024年一般公共预算支出表", "单位：万元", [head, *body]))
    assert {(f.basis, f.phase, f.amount_raw) for f in made.facts if f.measure == "total"} == {
        ("prior", phase, "8.00"),
        ("current", "approved", "9.00"),
    }
    assert {f.phase for f in made.facts if f.amount_raw == "1.00"} == {"approved"}


@pytest.mark.parametrize("title", ["2022年部门收支预算总表", "2022年度一般公共预算支出预算表"])
def test_tables_of_the_budget_bound_into_final_accounts_keep_their_phase(read, title):
    summary = [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]]
    summary += [
        ["一、一般公共预算拨款收入", "50.00", "一、一般公共服务支出", "50.00"],
        ["收入总计", "50.00", "支出总计", "50.00"],
    ]
    coded = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    coded += [["201", NAMES["201"], "50.00", "40.00", "10.00"], ["20101", NAMES["20101"], "50.00", "40.00", "10.00"]]
    coded += [["2010101", NAMES["2010101"], "50.00", "40.00", "10.00"], ["合计", "<", "50.00", "40.00", "10.00"]]
    cover, pages = final_pages()
    made = read(page(*cover), *pages, page(title, *HEAD, summary if "总表" in title else coded))
    bound = [f for f in made.facts if f.page == len(pages) + 2]
    assert {f.phase for f in bound} == {"approved"} and bound
    others = [f for f in made.facts if f not in bound and "预算数" not in f.column_label]
    assert {f.phase for f in others} == {"executed"} and {f.table_id for f in bound}.isdisjoint(
        {f.table_id for f in others}
    )
