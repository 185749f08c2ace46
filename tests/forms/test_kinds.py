"""Kinds of tables that real disclosures print, each in its smallest form and in another layout or wording."""

from decimal import Decimal as D

import pytest
from figures import leaf_sums
from sheets import draw, page

from disclosure.run.extraction import extract, save

UNIT = "单位：万元"


@pytest.fixture
def read(tmp_path):
    return lambda *pages, name="made-2023": extract(draw(tmp_path / f"{name}.pdf", *pages))


def lines(made, role="procurement"):
    return [(r["row_role"], r.get("level"), str(r["total_yuan"] / 10000)) for r in made.rows[role]]


# --- pages that go on ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "opening", "rest"),
    [
        (
            ["项目", "决算数", "项目", "决算数"],
            ["使用非财政拨款结余", "", "结余分配", ""],
            ["总计", "20.00", "总计", "20.00"],
        ),
        (
            ["项目", "金额", "项目", "合计", "基本支出", "项目支出"],
            ["上级补助收入", "", "外交支出", "", "", ""],
            ["总计", "20.00", "总计", "20.00", "15.00", "5.00"],
        ),
    ],
)
def test_a_page_may_open_with_a_row_of_words(read, head, opening, rest):
    first = ["一、财政拨款收入", "20.00", "一、一般公共服务支出", *rest[3:]]
    made = read(page("2023年度收入支出决算总表", UNIT, [head, first]), page([opening, rest]))
    assert [t["pages"] for t in made.rows["tables"]] == ["1 2"]
    totals = {f.amount_raw for f in made.facts if f.item == "总计" and f.direction == "revenue"}
    assert totals == {"20.00"}, "the totals of the second page belong to the table"


def form(project, amount, *title):
    titled = [[text, "<", "<", "<"] for text in title]
    return [
        *titled,
        ["项目名称", project, "项目资金（万元）", amount],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", f"{project}次数", "≥3次"],
    ]


@pytest.mark.parametrize("title", [("项目支出绩效目标表",), ("财政项目支出绩效目标填报表", "（2023年度）"), ()])
def test_a_form_filled_in_again_on_the_next_page_is_another_project(read, title):
    above = () if title else ("项目支出绩效目标表",)
    made = read(page(*above, form("项目甲", "10.00", *title)), page(form("项目乙", "20.00", *title)))
    assert {r["project_name"]: r["amount_yuan"] for r in made.rows["projects"]} == {
        "项目甲": D(100000),
        "项目乙": D(200000),
    }
    assert [(r["project_name"], r["level3"]) for r in made.rows["project_indicators"]] == [
        ("项目甲", "项目甲次数"),
        ("项目乙", "项目乙次数"),
    ]


@pytest.mark.parametrize(
    ("cut", "rest", "whole"),
    [
        ("八、社会保障和就", "业支出", "八、社会保障和就业支出"),
        ("本年支出合", "计", "本年支出合计"),
        ("本年支出", "小计", "本年支出小计"),
    ],
)
def test_a_name_that_a_page_break_cuts_in_the_first_column_is_one_line(read, cut, rest, whole):
    widths = [6 * len(cut) + 8.0, 100.0, 782 - 108.0 - 6 * len(cut)]
    table = [["项目", "金额", "备注"], ["一、一般公共服务支出", "4.00", ""], [cut, "16.00", ""]]
    made = read(
        page("2023年财政拨款收支总表", UNIT, table, widths=widths),
        page([[rest, "", ""], ["二十、其他支出", "1.00", ""]], widths=widths),
    )
    assert [(f.item, f.amount_raw) for f in made.facts] == [
        ("一、一般公共服务支出", "4.00"),
        (whole, "16.00"),
        ("二十、其他支出", "1.00"),
    ]


# --- headers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (["功能科目代码", "<", "功能科目名称", "金额"], lambda code, name, amount: [code, name, "<", amount]),
        (["科目编码", "<", "科目名称", "合计"], lambda code, name, amount: [code, name, "", amount]),
    ],
)
def test_the_rules_of_a_header_need_not_be_those_of_the_body(read, head, body):
    coded = [("204", "公共安全支出", "16.00"), ("20404", "检察", "16.00"), ("2040401", "行政运行", "12.00")]
    rows = [["合计", "<", "<", "16.00"], *(body(*row) for row in coded), body("2040402", "一般行政管理事务", "4.00")]
    made = read(page("财政拨款支出预算表", UNIT, [head, *rows]))
    named = [(f.function_code, f.function_name, f.level, f.row_role) for f in made.facts if f.function_code]
    assert named[:3] == [
        ("204", "公共安全支出", 1, "subtotal"),
        ("20404", "检察", 2, "subtotal"),
        ("2040401", "行政运行", 3, "leaf"),
    ]
    assert leaf_sums(made.facts) == {"total": D("16.00")}


# --- procurement ---------------------------------------------------------------------------------------------

JIANGSU = ["采购品目大类", "专项名称", "经济科目", "采购物品名称", "采购组织形式", "总计"]


def test_headings_of_a_procurement_table_are_no_leaves(read):
    table = [
        JIANGSU,
        ["合计", "", "", "", "", "125.00"],
        ["一、货物A", "", "", "", "", "90.00"],
        ["", "设备购置费", "办公设备购置", "", "", "90.00"],
        ["", "", "", "计算机", "政府集中采购", "90.00"],
        ["三、服务C", "", "", "", "", "35.00"],
        ["", "物业管理费", "物业管理费", "", "", "30.00"],
        ["", "", "", "物业管理服务", "政府集中采购", "25.00"],
        ["", "", "", "", "分散自行组织", "5.00"],
        ["", "", "租赁费", "", "", "5.00"],
        ["", "", "", "房屋租赁服务", "分散自行组织", "5.00"],
    ]
    made = read(page("2023年政府采购预算表", UNIT, table))
    bought = [r for r in made.rows["procurement"] if r["row_role"] == "leaf"]
    assert [
        (r["category"], r["project_name"], r["economic_name"], r["item"], str(r["total_yuan"])) for r in bought
    ] == [
        ("一、货物A", "设备购置费", "办公设备购置", "计算机", "900000.00"),
        ("三、服务C", "物业管理费", "物业管理费", "物业管理服务", "250000.00"),
        ("三、服务C", "物业管理费", "物业管理费", "物业管理服务", "50000.00"),
        ("三、服务C", "物业管理费", "租赁费", "房屋租赁服务", "50000.00"),
    ]
    headings = [(r["level"], str(r["total_yuan"])) for r in made.rows["procurement"] if r["row_role"] == "subtotal"]
    assert headings == [(1, "900000.00"), (2, "900000.00"), (1, "350000.00"), (2, "300000.00"), (2, "50000.00")]


def test_an_item_whose_cell_spans_two_lines_is_bought_on_both(read):
    table = [
        ["采购项目", "采购品目", "采购方式", "金额"],
        ["合计", "", "", "35.00"],
        ["后勤", "物业管理服务", "集中", "30.00"],
        ["^", "^", "分散", "5.00"],
    ]
    made = read(page("政府采购预算表", UNIT, table))
    assert [(r["project_name"], r["item"], r["row_role"]) for r in made.rows["procurement"][1:]] == [
        ("后勤", "物业管理服务", "leaf")
    ] * 2


@pytest.mark.parametrize(
    "table",
    [
        [JIANGSU, ["", "", "", "", "", "5.00"], ["一、货物A", "设备购置费", "", "计算机", "政府集中采购", "90.00"]],
        [["采购项目", "采购品目", "金额"], ["合计", "", "95.00"], ["", "", "5.00"], ["后勤", "", "90.00"]],
    ],
)
def test_an_amount_with_no_name_beside_it_heads_nothing(read, table):
    bought = read(page("政府采购预算表", UNIT, table)).rows["procurement"]
    assert ("leaf", "50000.00") in [(r["row_role"], str(r["total_yuan"])) for r in bought]


def test_headings_in_the_one_column_of_names_are_told_by_their_sums(read):
    table = [["采购内容", "采购金额"], ["合计", "95.00"], ["货物", "90.00"], ["购置费", "90.00"], ["计算机", "90.00"]]
    made = read(page("政府采购预算表", UNIT, [*table, ["工程", "5.00"], ["修缮", "5.00"]]))
    assert lines(made) == [
        ("total", None, "95.00"),
        ("subtotal", 1, "90.00"),
        ("subtotal", 2, "90.00"),
        ("leaf", None, "90.00"),
        ("subtotal", 1, "5.00"),
        ("leaf", None, "5.00"),
    ]


def test_two_items_of_one_price_are_two_items(read):
    table = [["采购内容", "采购金额"], ["合计", "20.00"], ["打印机", "10.00"], ["复印机", "10.00"]]
    assert (
        lines(read(page("政府采购预算表", UNIT, table))) == [("total", None, "20.00")] + [("leaf", None, "10.00")] * 2
    )


# --- running costs, funds, headers that name items -------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("一般公共预算机关运行经费支出预算表", ["科目编码", "科目名称", "机关运行经费支出"]),
        ("2023年机关运行经费情况表", ["经济分类科目编码", "经济分类科目名称", "预算数"]),
    ],
)
def test_running_costs_of_offices_are_facts_that_may_be_summed(read, title, head):
    rows = [
        ["合计", "", "9.00"],
        ["302", "商品和服务支出", "9.00"],
        ["30201", "办公费", "5.00"],
        ["30211", "差旅费", "4.00"],
    ]
    made = read(page(title, UNIT, [head, *rows]))
    assert {f.role for f in made.facts} == {"operating_by_economic"}
    assert leaf_sums(made.facts) == {"total": D("9.00")}


@pytest.mark.parametrize("names", [("人员经费", "公用经费"), ("基本支出", "项目支出")])
def test_measures_under_two_funds_are_told_apart_by_their_fund(read, tmp_path, names):
    head = [
        ["科目编码", "科目名称", "合计", "一般公共预算", "<", "<", "政府性基金", "<", "<"],
        ["^", "^", "^", *["小计", *names] * 2],
    ]
    body = ["2010101", "行政运行", "10.00", "7.00", "4.00", "3.00", "3.00", "1.00", "2.00"]
    made = read(page("2023年部门支出总表", UNIT, [*head, body]))
    leaves = {(f.fund, f.amount_raw) for f in made.facts if f.column_role == "leaf"}
    assert leaves == {
        *(("general_public_budget", amount) for amount in ("4.00", "3.00")),
        *(("government_fund", amount) for amount in ("1.00", "2.00")),
    }
    assert len({f.measure for f in made.facts}) == 7
    save(made, tmp_path)  # every column has a name in the data dictionary


KINDS = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]


def test_where_the_header_names_the_three_public_expenses_no_line_does(read):
    head = [["项目", "决算数", "<", "<", "<"], ["^", *KINDS]]
    made = read(page("2023年度财政拨款“三公”经费支出决算表", UNIT, [*head, ["决算", "6.00", "0.00", "4.00", "2.00"]]))
    assert {f.item: f.amount_raw for f in made.facts} == dict(zip(KINDS, ["6.00", "0.00", "4.00", "2.00"], strict=True))
    assert leaf_sums(made.facts) == {"total": D("6.00")}


def test_lines_for_the_budget_and_for_what_was_spent(read):
    table = [["项目", *KINDS], ["年初预算数", "9.00", "", "6.00", "3.00"], ["决算数", "6.00", "", "4.00", "2.00"]]
    made = read(page("2023年度“三公”经费支出决算表", UNIT, table))
    assert {(f.item, f.phase): f.amount_raw for f in made.facts if f.item == "公务接待费"} == {
        ("公务接待费", "approved"): "3.00",
        ("公务接待费", "executed"): "2.00",
    }
    assert leaf_sums(made.facts) == {"total": D("6.00")}, "the budget is in no sum"


def test_an_amount_with_a_unit_of_its_own_is_in_that_unit(read):
    head = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    made = read(page("2023年部门支出总表", UNIT, [head, ["2010101", "行政运行", "12.30元", "¥12.30", "无"]]))
    assert [(f.amount_yuan, f.unit_raw, f.null_kind) for f in made.facts] == [
        (D("12.30"), "元", "value"),
        (D("123000"), "万元", "value"),
        (None, "万元", "blank"),
    ]


# --- remarks -------------------------------------------------------------------------------------------------


def test_a_remark_is_a_record_said_in_each_language(read):
    head = ["科目编码", "科目名称", "合计", "基本支出", "数目"]
    made = read(page("2023年部门支出总表", UNIT, [head, ["2010101", "行政运行", "5.00", "l2.30", "3.00"]]))
    assert [(r.kind, r.page, r.table, r.fact_id) for r in made.remarks] == [
        ("column", 1, "2023年部门支出总表", ""),
        ("unreadable", 1, None, "p01t1r01c03"),
    ]
    column, amount = (remark.placed for remark in made.remarks)
    assert "column “数目” is not known" in column.said("en") and "未识别的列“数目”" in column.said("zh")
    assert amount.said("zh") == "第1页，p01t1r01c03：“l2.30”不能读作金额"
    assert made.rows["tables"][0]["remark_zh"] == "未识别的列“数目”：作为其他列保留，不参与求和"
