"""What final accounts print beside the nine tables: spending by function and economic class at once, and projects."""

from dataclasses import asdict
from decimal import Decimal as D

import pytest
from figures import column_sums, leaf_sums, roles
from sheets import draw, page
from test_final_accounts import final_pages

from disclosure.run.extraction import extract, role_tables, save

HEAD = ("部门：某某市审计局", "金额单位：万元")
PLACES = {
    "2010101": {"30101": "60.00", "30102": "30.25", "30201": "18.00", "30217": "2.25", "30301": "10.00"},
    "2080505": {"30108": "18.40"},
    "2210201": {"30113": "22.10"},
}
"""What each function item was spent on; in all 161.00: 130.75 wages, 20.25 goods and services, 10.00 aid."""
OFFICE = ["120.50", "90.25", "60.00", "30.25", "", "", "20.25", "18.00", "2.25", "10.00", "10.00"]
PENSION = ["18.40", "18.40", "", "", "18.40", "", "", "", "", "", ""]
HOUSING = ["22.10", "22.10", "", "", "", "22.10", "", "", "", "", ""]
LINES = [
    ["201", "一般公共服务支出", *OFFICE],
    ["20101", "人大事务", *OFFICE],
    ["2010101", "行政运行", *OFFICE],
    ["208", "社会保障和就业支出", *PENSION],
    ["20805", "行政事业单位养老支出", *PENSION],
    ["2080505", "机关事业单位基本养老保险缴费支出", *PENSION],
    ["221", "住房保障支出", *HOUSING],
    ["22102", "住房改革支出", *HOUSING],
    ["2210201", "住房公积金", *HOUSING],
]
CODES = ["301", "30101", "30102", "30108", "30113", "302", "30201", "30217", "303", "30301"]
TOTAL = ["161.00", "130.75", "60.00", "30.25", "18.40", "22.10", "20.25", "18.00", "2.25", "10.00", "10.00"]
WAGES, GOODS, AID = "工资福利支出", "商品和服务支出", "对个人和家庭的补助"
PARTS = ["小计", "基本工资", "津贴补贴", "机关事业单位基本养老保险缴费", "住房公积金", "小计", "办公费", "公务接待费"]


def codes_in_one_column() -> list[list[str]]:
    """A code of one to seven digits; the sum of each class, and its parts beside it; the total under the numbers."""
    return [
        ["项目", "<", "合计", WAGES, *"<<<<", GOODS, *"<<", AID, "<"],
        ["科目编码", "科目名称", "^", *PARTS, "小计", "离休费"],
        ["栏次", "<", *(str(k) for k in range(1, 12))],
        ["合计", "<", *TOTAL],
        *LINES,
    ]


def codes_in_three_columns() -> list[list[str]]:
    """类, 款 and 项 apart; the parts headed by their codes; the total at the foot."""
    codes = ["30101", "30102", "30108", "30113", "", "30201", "30217"]
    heads = [f"{code}{name}" for code, name in zip(codes, PARTS[1:], strict=True)]
    split = [[row[0][:3], row[0][3:5], row[0][5:], *row[1:]] for row in LINES]
    return [
        ["科目编码", "<", "<", "科目名称", "合计", WAGES, *"<<<<", GOODS, *"<<", AID, "<"],
        ["类", "款", "项", "^", "^", "小计", *heads, "小计", "30301离休费"],
        *split,
        ["合计", "<", "<", "<", *TOTAL],
    ]


@pytest.fixture
def read(tmp_path):
    return lambda *pages: extract(draw(tmp_path / "made-2023.pdf", *pages))


@pytest.mark.parametrize("layout", [codes_in_one_column, codes_in_three_columns], ids=lambda layout: layout.__name__)
@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("支出决算明细表", "expenditure_detail"),
        ("基本支出决算明细表", "basic_detail"),
        ("项目支出决算明细表", "project_detail"),
        ("一般公共预算财政拨款基本支出决算明细表", "basic_detail"),
    ],
)
def test_each_amount_of_a_breakdown_has_its_function_and_its_economic_class(read, tmp_path, layout, title, role):
    made = read(page(f"2023年度{title}", *HEAD, layout()))
    assert roles(made) == [role]
    printed = [f for f in made.facts if f.amount_raw]
    told = [(f.function_code, f.economic_code, f.amount_raw) for f in printed if f.row_role == f.column_role == "leaf"]
    assert sorted(told) == sorted((item, code, raw) for item, own in PLACES.items() for code, raw in own.items())
    whole = {f.economic_code: f.amount_raw for f in printed if f.row_role == "total"}
    assert whole == dict(zip(["", *CODES], TOTAL, strict=True))
    assert {f.economic_name for f in printed if f.economic_code == "30108"} == {"机关事业单位基本养老保险缴费"}
    assert sum(leaf_sums(made.facts, role=role).values()) == column_sums(made.facts, "total", role=role) == D("161.00")
    assert {f.phase for f in made.facts} == {"executed"} and made.remarks == []
    columns, lines = role_tables([asdict(fact) for fact in made.facts])[role]
    assert columns[-11:] == ["total", *(f"economic_{code}" for code in CODES)]
    row = next(line for line in lines if line["function_code"] == "2010101")
    assert (row["name"], row["economic_code"], row["economic_30102"]) == ("行政运行", "", D("30.25"))
    assert len(lines) == 10, "each line once"
    save(made, tmp_path / "clean")  # every column has a name in the data dictionary


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("一般公共预算财政拨款支出决算明细表", "general_budget_by_function"),
        ("支出决算明细表", "expenditure_by_function"),
    ],
)
def test_a_table_by_function_that_is_called_a_breakdown_is_none(read, title, role):
    head = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    body = [["2010101", "行政运行", "120.50", "100.25", "20.25"], ["合计", "<", "120.50", "100.25", "20.25"]]
    made = read(page(f"2023年度{title}", *HEAD, [head, *body]))
    assert roles(made) == [role]
    assert leaf_sums(made.facts) == {"basic": D("100.25"), "project": D("20.25")}


def test_a_breakdown_by_classes_alone_has_them_as_leaves(read):
    head = ["科目编码", "科目名称", "合计", WAGES, GOODS, AID, "资本性支出"]
    body = [
        ["2010101", "行政运行", "120.50", "90.25", "20.25", "10.00", ""],
        ["合计", "<", *OFFICE[:2], "20.25", "10.00", ""],
    ]
    made = read(page("2023年度项目支出决算明细表", *HEAD, [head, *body]))
    assert roles(made) == ["project_detail"]
    sums = {"economic_301": D("90.25"), "economic_302": D("20.25"), "economic_303": D("10.00")}
    assert leaf_sums(made.facts) == sums


def by_name() -> list[list[str]]:
    """Projects by name, and the fund that paid each."""
    return [
        ["序号", "项目名称", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "其他资金"],
        ["1", "智慧审计平台", "30.00", "30.00", "", ""],
        ["2", "培训基地维护", "5.25", "", "", "5.25"],
        ["3", "乡村道路审计", "6.25", "", "6.25", ""],
        ["合计", "<", "41.50", "30.00", "6.25", "5.25"],
    ]


def under_their_function() -> list[list[str]]:
    """Projects under the function item that they are of, what was carried in and out beside them."""
    general, land = ["2010102", "一般行政管理事务"], ["2120899", "其他国有土地使用权出让收入安排的支出"]
    return [
        ["科目编码", "科目名称", "项目名称", "年初结转和结余", "本年收入", "本年支出", "年末结转和结余"],
        ["合计", "<", "<", "2.00", "40.00", "41.50", "0.50"],
        [*general, "", "2.00", "33.75", "35.25", "0.50"],
        [*general, "智慧审计平台", "2.00", "28.50", "30.00", "0.50"],
        [*general, "培训基地维护", "", "5.25", "5.25", ""],
        [*land, "乡村道路审计", "", "6.25", "6.25", ""],
    ]


def plan_and_outturn() -> list[list[str]]:
    """Projects by name, the budget beside the outturn."""
    return [
        ["项目名称", "年初预算数", "决算数"],
        ["智慧审计平台", "28.00", "30.00"],
        ["培训基地维护", "6.00", "5.25"],
        ["乡村道路审计", "", "6.25"],
        ["合计", "34.00", "41.50"],
    ]


@pytest.mark.parametrize(
    ("title", "layout"),
    [
        ("项目支出决算表", by_name),
        ("项目收入支出决算表", under_their_function),
        ("项目支出决算情况表", plan_and_outturn),
    ],
)
def test_the_projects_of_final_accounts_each_once(read, tmp_path, title, layout):
    made = read(page(f"2023年度{title}", *HEAD, layout()))
    assert roles(made) == ["project_expenditure"]
    spent = [f for f in made.facts if f.row_role == "leaf" and f.column_role in ("leaf", "total") and f.amount_raw]
    whole = {f.item: f.amount_raw for f in spent if f.measure in ("total", "amount")}
    assert whole == {"智慧审计平台": "30.00", "培训基地维护": "5.25", "乡村道路审计": "6.25"}
    assert sum(leaf_sums(made.facts, role="project_expenditure").values()) == D("41.50")
    codes = {f.item: f.function_code for f in spent if f.function_code}
    assert codes == (
        {"智慧审计平台": "2010102", "培训基地维护": "2010102", "乡村道路审计": "2120899"}
        if layout is under_their_function
        else {}
    )
    assert made.remarks == []
    save(made, tmp_path / "clean")


def test_breakdowns_beside_the_nine_tables_double_no_sum(read):
    cover, pages = final_pages()
    nine = read(page(*cover), *pages)
    more = [
        page("公开10表", "支出决算明细表", *HEAD, codes_in_one_column()),
        page("公开11表", "基本支出决算明细表", *HEAD, codes_in_three_columns()),
        page("公开12表", "项目支出决算表", *HEAD, by_name()),
    ]
    both = read(page(*cover), *pages, *more)
    assert roles(both) == [*roles(nine), "expenditure_detail", "basic_detail", "project_expenditure"]
    for role in roles(nine):
        assert leaf_sums(both.facts, role=role) == leaf_sums(nine.facts, role=role)
    assert {f.restates for f in both.facts} == {""}
