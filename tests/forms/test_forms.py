"""Forms that the committed disclosure doesn't have: drawn here with made-up figures, and read back to the last cell.

Each test says how a province prints its tables; the figures add up by this file's own sums.
"""

from decimal import Decimal as D

import pytest
from figures import BASIC, CLASSES, ECONOMIC, NAMES, PROJECT, SUM, TOTAL, leaf_sums, money, roles, rows, split, tree
from sheets import draw, page

from disclosure.run.extraction import extract


@pytest.fixture
def read(tmp_path):
    return lambda *pages, name="made-2023": extract(draw(tmp_path / f"{name}.pdf", *pages))


# --- budgets of other provinces --------------------------------------------------------------------------------


def test_national_form_with_revenue_by_unit(read):
    units = [("", "合计", 180.5, 15.75), ("301", "某某省水利厅", 180.5, 15.75)]
    units += [("301001", "某某省水利厅本级", 150, 0), ("301002", "某某省水文中心", 30.5, 15.75)]
    head = [
        ["部门（单位）代码", "部门（单位）名称", "合计", "本年收入", "<", "<", "上年结转结余", "<"],
        ["^", "^", "^", "小计", "一般公共预算", "事业收入", "小计", "一般公共预算"],
    ]
    body = [
        [code, name, money(a + b), money(a), money(a - 10), "10.00", money(b), money(b)] for code, name, a, b in units
    ]
    body[0][4:6] = body[1][4:6] = [money(160.5), "20.00"]
    made = read(page("收入总表", "部门：301 某某省水利厅", "预算年度：2023", "金额单位：万元", head + body))
    assert roles(made) == ["revenue_by_function"]
    own = leaf_sums(made.facts)
    assert own == {"general_public_budget": D("160.50"), "service_income": D(20)} | {
        "carried_over_general_public_budget": D("15.75")
    }
    assert sum(own.values()) == D("196.25")
    by_unit = {(f.unit_code, f.unit_name): f.row_role for f in made.facts if f.measure == "total"}
    assert by_unit[("301", "某某省水利厅")] == "subtotal" and by_unit[("301002", "某某省水文中心")] == "leaf"
    assert {(f.organisation_name, f.function_code) for f in made.facts} == {("某某省水利厅", "")}


def test_guangdong_codes_stand_in_the_cell_of_the_name(read):
    head = [["功能科目名称", "2023年预算", "<", "<"], ["^", "小计", "基本支出", "项目支出"]]
    general = [*head, ["合计", *SUM], *rows(CLASSES, lambda code, name: [f"[{code}]{name}"])]
    economic = [["支出经济分类科目", "2023年预算"], ["合计", money(BASIC)]]
    economic += [[f"[{code}]{NAMES[code]}", money(sum(v))] for code, v in tree(ECONOMIC).items()]
    summary = [
        ["收入", "<", "支出", "<"],
        ["项目", "2023年预算", "项目", "2023年预算"],
        ["一、一般公共预算拨款", money(TOTAL), "一、基本支出", money(BASIC)],
        ["二、其他资金", "", "二、项目支出", money(PROJECT)],
        ["本年收入合计", money(TOTAL), "本年支出合计", money(TOTAL)],
        ["收入总计", money(TOTAL), "支出总计", money(TOTAL)],
    ]
    three = [["项目", "2023年预算"], ["“三公”经费", "12.00"], ["（一）因公出国（境）支出", "2.00"]]
    three += [["（二）公务用车购置及运行支出", "7.00"], ["（三）公务接待费支出", "3.00"]]
    who = ("单位名称：某某市体育局", "单位：万元")
    made = read(
        page("表1", "收支总体情况表", *who, summary),
        page("表5", "一般公共预算支出情况表（按功能分类科目）", *who, general),
        page("表6", "一般公共预算基本支出情况表（按支出经济分类科目）", *who, economic),
        page("表7", "一般公共预算项目支出情况表（按支出经济分类科目）", *who, economic),
        page("表8", "财政拨款安排的行政经费及“三公”经费预算表", *who, three),
    )
    assert roles(made)[:3] == ["summary", "general_budget_by_function", "basic_by_economic"]
    assert roles(made)[3:] == ["other", "three_public"]
    facts = made.facts
    assert leaf_sums(facts, role="general_budget_by_function") == {"basic": BASIC, "project": PROJECT}
    assert leaf_sums(facts, role="basic_by_economic") == {"total": BASIC}
    assert {f.function_code: f.function_name for f in facts if f.function_code == "2010101"} == {"2010101": "行政运行"}
    assert {f.economic_code for f in facts if f.row_role == "leaf" and f.economic_code} == set(ECONOMIC)
    assert leaf_sums(facts, role="summary", direction="expenditure") == {"amount": TOTAL}
    assert leaf_sums(facts, role="three_public") == {"amount": D("12.00")}
    assert any("page 4" in str(remark) and "(list of projects)" in str(remark) for remark in made.remarks)


def test_henan_units_among_names_and_two_economic_lists(read):
    head = [
        ["科目编码", "<", "<", "单位（科目名称）", "总计", "基本支出", "项目支出"],
        ["类", "款", "项", "^", "^", "^", "^"],
    ]
    leaves = [["", "", "", "某某市档案馆", *SUM]]
    leaves += [[*split(code, NAMES[code]), money(sum(v)), *map(money, v)] for code, v in CLASSES.items()]
    spent = [*head, ["", "", "", "合计", *SUM], *leaves]
    both = [
        ["部门预算经济分类", "<", "<", "政府预算经济分类", "<", "<", "总计", "人员经费", "公用经费"],
        ["科目编码", "<", "科目名称", "科目编码", "<", "科目名称", "^", "^", "^"],
        ["类", "款", "^", "类", "款", "^", "^", "^", "^"],
        ["", "", "合计", "", "", "", money(BASIC), "138.75", "22.25"],
    ]
    for code, values in ECONOMIC.items():
        other = ["501", "01", "工资奖金津补贴"] if values[0] else ["502", "01", "办公经费"]
        both.append([code[:3], code[3:], NAMES[code], *other, money(sum(values)), *map(money, values)])
    who = ("预算单位：某某市档案馆", "单位：万元")
    made = read(page("2023年部门支出总体情况表", *who, spent), page("2023年一般公共预算基本支出情况表", *who, both))
    assert roles(made) == ["expenditure_by_function", "basic_by_economic"]
    assert leaf_sums(made.facts, role="expenditure_by_function") == {"basic": BASIC, "project": PROJECT}
    units = {f.unit_name for f in made.facts if f.function_code}
    assert units == {"某某市档案馆"}
    assert leaf_sums(made.facts, role="basic_by_economic") == {"personnel": D("138.75"), "operating": D("22.25")}
    assert {f.economic_code for f in made.facts if f.economic_code} == set(ECONOMIC), "never the government's classes"


def test_sichuan_codes_in_three_columns_with_the_unit_in_a_fourth(read):
    head = [
        ["项目", "<", "<", "<", "<", "合计", "基本支出", "项目支出"],
        ["科目编码", "<", "<", "单位代码", "单位名称（科目）", "^", "^", "^"],
        ["类", "款", "项", "^", "^", "^", "^", "^"],
    ]
    body = [["", "", "", "", "合计", *SUM], ["", "", "", "319001", "某某市林业局机关", *SUM]]
    for code, v in CLASSES.items():
        body.append([code[:3], code[3:5], code[5:], "319001", NAMES[code], money(sum(v)), *map(money, v)])
    three = [
        ["单位编码", "单位名称（科目）", "当年财政拨款预算安排", *"<<<<<"],
        ["^", "^", "合计", "因公出国（境）费用", "公务用车购置及运行费", "<", "<", "公务接待费"],
        ["^", "^", "^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"],
        ["", "合计", "9.00", "", "6.00", "", "6.00", "3.00"],
        ["319001", "某某市林业局机关", "5.00", "", "4.00", "", "4.00", "1.00"],
        ["319002", "某某市林业站", "4.00", "", "2.00", "", "2.00", "2.00"],
    ]
    who = ("部门：某某市林业局", "金额单位：万元")
    made = read(
        page("表1-2", "部门支出总表", *who, head + body), page("表3-3", "一般公共预算“三公”经费支出预算表", *who, three)
    )
    assert roles(made) == ["expenditure_by_function", "three_public"]
    assert leaf_sums(made.facts, role="expenditure_by_function") == {"basic": BASIC, "project": PROJECT}
    assert {(f.unit_code, f.unit_name) for f in made.facts if f.function_code} == {("319001", "某某市林业局机关")}
    assert leaf_sums(made.facts, role="three_public") == {"total": D("9.00")}, "the units, and not their total again"
    assert {f.amount_raw for f in made.facts if (f.item, f.unit_code) == ("公务接待费", "319002")} == {"2.00"}
    assert made.remarks == []


def test_shaanxi_says_expenditure_three_ways_in_one_table(read):
    head = [
        ["收入", "<", "支出", *"<<<"],
        ["项目", "预算数", "支出功能分类科目（按大类）", "预算数", "部门预算支出经济分类科目（按大类）", "预算数"],
    ]
    body = [
        ["一、部门预算", money(TOTAL), "一、一般公共服务支出", "155.75", "一、人员经费和公用经费支出", money(BASIC)],
        ["1、财政拨款", money(TOTAL), "八、社会保障和就业支出", "18.40", "二、专项业务经费支出", money(PROJECT)],
        ["", "", "十九、住房保障支出", "22.10", "", ""],
        ["收入总计", money(TOTAL), "支出总计", money(TOTAL), "支出总计", money(TOTAL)],
    ]
    detail = [["功能科目编码", "功能科目名称", "合计", "人员经费支出", "公用经费支出", "专项业务经费支出", "备注"]]
    detail += [["", "合计", money(TOTAL), "100.00", "61.00", money(PROJECT), "不含上级专项"]]
    detail += [
        ["2010101", "行政运行", "161.00", "100.00", "61.00", "", ""],
        ["2010102", "一般行政管理事务", "35.25", "", "", "35.25", ""],
    ]
    who = ("部门：某某县司法局", "单位：万元")
    made = read(
        page("2023年部门综合预算收支总表", *who, head + body),
        page("2023年部门综合预算一般公共预算支出明细表（按支出功能分类科目）", *who, detail),
    )
    assert roles(made) == ["summary", "general_budget_by_function"]
    for side in ("revenue", "expenditure"):
        assert leaf_sums(made.facts, role="summary", direction=side) == {"amount": TOTAL}
    assert leaf_sums(made.facts, role="general_budget_by_function") == {
        "personnel": D(100),
        "operating": D(61),
        "project": PROJECT,
    }


def test_beijing_three_public_by_year_and_amounts_in_yuan(read):
    head = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    spent = [*head, *rows(CLASSES, lambda code, name: [code, name], 10000)]
    spent.append(["合计", "<", *(money(x, 10000) for x in (TOTAL, BASIC, PROJECT))])
    three = [
        [
            "年度",
            "“三公”经费财政拨款预算总额",
            "因公出国（境）费用",
            "公务接待费",
            "公务用车购置和运行维护费",
            "<",
            "<",
        ],
        ["^", "^", "^", "^", "小计", "公务用车购置费", "公务用车运行维护费"],
        ["2022", "10.00", "", "4.00", "6.00", "", "6.00"],
        ["2023", "9.00", "", "3.00", "6.00", "", "6.00"],
    ]
    bought = [["采购类别", "金额"], ["合计", "66.00"], ["货物", "16.00"], ["服务", "50.00"]]
    made = read(
        page("2023年部门预算"),
        page("预算03表 支出总表", "部门：某某市园林局 单位：元", spent),
        page("预算11表", "财政拨款“三公”经费支出表", "部门：某某市园林局", "单位：万元", three),
        page("预算05表", "政府采购预算明细表", "部门：某某市园林局", "单位：万元", bought),
    )
    assert roles(made) == ["expenditure_by_function", "three_public", "procurement"]
    assert leaf_sums(made.facts, role="expenditure_by_function") == {"basic": BASIC, "project": PROJECT}
    assert leaf_sums(made.facts, role="three_public", basis="current") == {"total": D("9.00")}
    assert leaf_sums(made.facts, role="three_public", basis="prior") == {"total": D("10.00")}
    bought = {row["category"]: (row["row_role"], row["total_yuan"]) for row in made.rows["procurement"]}
    assert bought == {"合计": ("total", 660000), "货物": ("leaf", 160000), "服务": ("leaf", 500000)}


def test_codes_that_are_not_repeated_and_names_cut_by_a_page_break(read):
    head = [["科目编码", "<", "<", "科目名称", "合计", "基本支出", "项目支出"], ["类", "款", "项", "^", "^", "^", "^"]]
    first = [
        ["201", "", "", NAMES["201"], "155.75", "120.50", "35.25"],
        ["^", "01", "", NAMES["20101"], "155.75", "120.50", "35.25"],
        ["^", "^", "01", NAMES["2010101"], "120.50", "120.50", ""],
        ["^", "^", "02", "一般行政", "35.25", "", "35.25"],
    ]
    rest = [["", "", "", "管理事务", "", "", ""], ["221", "02", "01", NAMES["2210201"], "22.10", "22.10", ""]]
    rest += [["合计", *"<<<", "177.85", "142.60", "35.25"]]
    made = read(page("支出总表", "部门：某某市人大办公室", "单位：万元", head + first), page(rest))
    assert roles(made) == ["expenditure_by_function"]
    assert leaf_sums(made.facts) == {"basic": D("142.60"), "project": D("35.25")}
    names = {f.function_code: f.function_name for f in made.facts if f.function_code}
    assert names == {code: NAMES[code] for code in ("201", "20101", "2010101", "2010102", "2210201")}


def test_assets_without_numbers_and_procurement_with_its_unit_in_the_header(read):
    assets = [
        ["资产名称", "数量", "账面价值（万元）"],
        ["合计", "", "30.00"],
        ["车辆", "2", "20.00"],
        ["通用设备", "14", "10.00"],
    ]
    bought = [["采购单位", "采购项目", "采购品目", "采购方式", "数量", "预算金额（元）"]]
    bought += [["某某市审计局", "办公设备", "打印机", "电子卖场", "3", "9,600.00"]]
    made = read(page("国有资产占用情况表", assets), page("政府采购预算表", bought))
    told = [(row["item"], row["row_role"], row["value_yuan"]) for row in made.rows["assets"]]
    assert told == [("合计", "total", 300000), ("车辆", "leaf", 200000), ("通用设备", "leaf", 100000)]
    (line,) = made.rows["procurement"]
    assert (line["unit_name"], line["item"], line["quantity"], line["total_yuan"]) == (
        "某某市审计局",
        "打印机",
        3,
        9600,
    )


# --- several organisations, bad input -----------------------------------------------------------------------


def spent_table(total=SUM, leaves=CLASSES):
    head = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
    return [*head, *rows(leaves, lambda code, name: [code, name]), ["合计", "<", *total]]


def test_a_department_and_its_units_are_never_summed_together(read):
    part = {"2010101": (50, 0)}
    mine = spent_table(["50.00", "50.00", ""], part)
    made = read(
        page("部门支出总表", "部门：某某市交通局", "单位：万元", spent_table()),
        page("第二部分", "某某市交通学校2023年单位预算"),
        page("单位支出总表", "金额单位：万元", mine),
        page("单位支出总表", "单位名称：[302002]某某市公路站", "金额单位：万元", mine),
    )
    assert roles(made) == ["expenditure_by_function"] * 3
    names = ["某某市交通局", "某某市交通学校", "某某市公路站"]
    assert [row["organisation_name"] for row in made.rows["tables"]] == names
    sums = [sum(leaf_sums(made.facts, organisation_name=name).values()) for name in names]
    assert sums == [TOTAL, D(50), D(50)]
    assert {f.organisation_code for f in made.facts if f.organisation_name == names[2]} == {"302002"}
    assert any("3 organisations" in str(remark) for remark in made.remarks)


def test_a_title_on_every_page_of_a_table(read):
    rows, above = spent_table(), ("部门支出总表", "部门：某某市交通局", "单位：万元")
    made = read(page(*above, rows[:5]), page("部门支出总表（续）", *above[1:], [rows[0], *rows[5:]]))
    assert len(made.recognised) == 1 and sum(leaf_sums(made.facts).values()) == TOTAL


def test_a_table_printed_twice_restates_the_first(read):
    again = page("部门支出总表", "部门：某某市交通局", "单位：万元", spent_table())
    made = read(again, again)
    assert sum(leaf_sums(made.facts, restates="").values()) == TOTAL
    assert sum(leaf_sums(made.facts, table_id="t02", restates="t01").values()) == TOTAL, "safe within each table"
    assert any("second table of this role" in str(remark) and "page 2" in str(remark) for remark in made.remarks)


def test_titles_in_the_first_row_overleaf_or_missing(read):
    inside = [["支出总表", *"<<<<"], ["部门：某某市交通局", "<", "<", "单位：万元", "<"], *spent_table()]
    assert roles(made := read(page(inside))) == ["expenditure_by_function"]
    assert sum(leaf_sums(made.facts).values()) == TOTAL and made.facts[0].organisation_name == "某某市交通局"

    overleaf = read(page("部门情况", "附表3：支出总表", "单位：万元"), page(spent_table()))
    assert roles(overleaf) == ["expenditure_by_function"] and overleaf.recognised[0].table.unit == "万元"

    economic = [
        ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ["合计", "<", money(BASIC), "138.75", "22.25"],
    ]
    economic += rows(ECONOMIC, lambda code, name: [code, name])
    untitled = read(page("单位：万元", economic), page("单位：万元", spent_table()))
    assert roles(untitled) == ["basic_by_economic", "other"], "basic and project alone may be of any fund"
    assert untitled.recognised[0].score == 0.6


def test_what_is_not_known_is_said_and_in_no_sum(read):
    table = [[*row[:3], *row[3:], "1.00" if k else "特别安排"] for k, row in enumerate(spent_table())]
    strange = [["Item", "Amount"], ["Salaries", "3.00"], ["Travel", "4.00"]]
    made = read(page("部门支出总表", "单位：万元", table), page("Statement of spending", strange))
    assert roles(made) == ["expenditure_by_function", "other"]
    assert leaf_sums(made.facts) == {"total": TOTAL}, "with an unknown part the total itself is the leaf"
    assert {f.measure for f in made.facts} == {"total", "basic", "project", "other"}
    assert any("page 1" in str(remark) and "特别安排" in str(remark) for remark in made.remarks)
    assert any("page 2" in str(remark) and "no known form" in str(remark) for remark in made.remarks)


def test_a_table_that_says_in_a_row_that_there_is_nothing(read):
    table = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["本部门无国有资本经营预算支出", *"<<<<"]]
    made = read(page("国有资本经营预算支出表", "单位：万元", table))
    (row,) = made.rows["tables"]
    assert (row["role"], row["is_empty"], row["note"]) == ("state_capital_by_function", True, table[1][0])
    assert {(f.measure, f.null_kind) for f in made.facts} == {(m, "empty_table") for m in ("total", "basic", "project")}


def test_a_line_of_amounts_without_a_name_is_in_no_sum(read):
    table = spent_table()
    table.insert(5, ["", "", "7.00", "7.00", ""])
    made = read(page("部门支出总表", "单位：万元", table))
    assert sum(leaf_sums(made.facts).values()) == TOTAL
    assert any("without a name" in str(remark) for remark in made.remarks)


def test_an_amount_that_cannot_be_read_is_never_zero(read):
    table = spent_table()
    table[3][3] = "l2O.50"
    made = read(page("部门支出总表", "单位：万元", table))
    (bad,) = [f for f in made.facts if f.null_kind == "unreadable"]
    assert (bad.amount_raw, bad.amount_yuan, bad.function_code) == ("l2O.50", None, "2010101")
    assert any(bad.fact_id in str(remark) for remark in made.remarks)


def test_units_of_money_stand_in_titles_and_columns_or_nowhere(read):
    in_title = read(page("部门支出总表（千元）", spent_table()))
    assert sum(f.amount_yuan or 0 for f in in_title.facts if f.row_role == f.column_role == "leaf") == TOTAL * 1000
    table = spent_table()
    table[0][2:] = ["合计（元）", "基本支出（元）", "项目支出（元）"]
    in_columns = read(page("部门支出总表", table))
    assert {f.measure for f in in_columns.facts} == {"total", "basic", "project"}
    assert sum(f.amount_yuan or 0 for f in in_columns.facts if f.row_role == f.column_role == "leaf") == TOTAL
    nowhere = read(page("部门支出总表", spent_table()))
    assert {(f.amount_yuan, f.null_kind) for f in nowhere.facts if f.amount_raw} == {(None, "unreadable")}
    assert any("prints no unit of money" in str(remark) for remark in nowhere.remarks)


# --- what a table may print besides --------------------------------------------------------------------------


def test_labels_and_names_in_two_languages(read):
    table = [[text.replace("合计", "合计 Total") for text in row] for row in spent_table()]
    table[0] = [
        "科目编码 Code",
        "科目名称 Name",
        "合计 Total",
        "基本支出 Basic spending",
        "项目支出 Projects (one year)",
    ]
    made = read(page("部门支出总表", "单位：万元", table))
    assert leaf_sums(made.facts) == {"basic": BASIC, "project": PROJECT}
    assert {f.row_role for f in made.facts if not f.function_code} == {"total"}


PUBLIC = [
    ["合计", "12.00"],
    ["1、因公出国（境）费用", "3.00"],
    ["2、公务接待费", "2.00"],
    ["3、公务用车购置及运行费", "7.00"],
]


@pytest.mark.parametrize(
    "parts",
    [
        [["其中：（1）公务用车运行维护费", "5.00"], ["（2）公务用车购置", "2.00"]],
        [["（1）公务用车购置费", "2.00"], ["（2）公务用车运行费", "5.00"]],
    ],
)
def test_purchase_and_running_of_cars_are_of_which(read, parts):
    more = [["会议费", "4.00"], ["培训费", "1.00"]]
    head = [["项目", "2023年预算数"]]
    made = read(page("“三公”经费、会议费和培训费支出表", "单位：万元", [*head, *PUBLIC, *parts, *more]))
    assert leaf_sums(made.facts) == {"amount": D(12)}, "meetings and training are not in the total, nor in the sum"
    whole = [["合计", "17.00"], *PUBLIC[1:], *parts, *more]
    made = read(page("“三公”经费、会议费和培训费支出表", "单位：万元", [*head, *whole]))
    assert leaf_sums(made.facts) == {"amount": D(17)}, "where the total holds them, they are"


def test_a_stroke_is_no_amount_and_no_zero(read):
    table = [[text or "/" for text in row] for row in spent_table()]
    made = read(page("部门支出总表", "单位：万元", table))
    assert {f.null_kind for f in made.facts} == {"value", "dash"}


def test_a_note_that_begins_with_the_year_names_nobody(read):
    empty = [["科目编码", "科目名称", "合计"], ["", "", ""]]
    note = "2023年没有使用政府性基金预算拨款安排的支出"
    made = read(page("某某市审计局", "2023年部门预算"), page("政府性基金预算支出表", "单位：万元", empty, note))
    assert made.source.organisation_name == "某某市审计局"
