"""What prose states, as data: paragraphs in the wording of other provinces, central departments and final accounts.

The expected figures are read from the words of each paragraph: label, basis, and the value with its sign (万元, %, or a
count), then the reason where the text gives one. The paragraphs are made up; their figures describe nobody.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from paragraphs import BUDGET, FINAL, printed

from disclosure.model.source import Source
from disclosure.prose.statements import statements


def value(row: dict) -> str:
    if row["amount_yuan"] is not None:
        return f"{Decimal(row['amount_yuan']) / 10_000:f}万元"
    if row["share"] is not None:
        return f"{Decimal(row['share']) * 100:f}%"
    if row["quantity"] is not None:
        return f"{row['quantity']}{row['unit']}"
    return str(row["trend"])


def told(text: str, source: Source = BUDGET) -> list[tuple[str, ...]]:
    rows = statements(source, printed(text))
    return [(row["label"], row["basis"], value(row), *([row["reason"]] if row["reason"] else [])) for row in rows]


def number(text: str) -> Decimal:
    return Decimal(text.rstrip("万元%"))


def same(found: list[tuple[str, ...]], expected: list[tuple[str, ...]]) -> None:
    assert [(f[0], f[1], f[3:]) for f in found] == [(e[0], e[1], e[3:]) for e in expected]
    for (_, _, got, *_), (label, _, want, *_) in zip(found, expected, strict=True):
        if want[-1] in "元%":
            assert (number(got), got[-1]) == (number(want), want[-1]), label
        else:
            assert got == want, label


def test_a_central_department_s_totals_and_their_parts():
    text = """
    一、关于某某部2024年部门收支总表的说明
    按照综合预算的原则，某某部所有收入和支出均纳入部门预算管理。某某部2024年收支总预算1,234,567.89万元。
    二、关于某某部2024年部门收入总表的说明
    某某部2024年收入预算1,234,567.89万元，其中：上年结转234,567.89万元，占19.00%；一般公共预算拨款收入900,000.00万元，占72.90%；事业收入100,000.00万元，占8.10%。
    """
    same(
        told(text),
        [
            ("收支总预算", "current", "1234567.89万元"),
            ("收入预算", "current", "1234567.89万元"),
            ("上年结转", "current", "234567.89万元"),
            ("上年结转", "current", "19%"),
            ("一般公共预算拨款收入", "current", "900000万元"),
            ("一般公共预算拨款收入", "current", "72.9%"),
            ("事业收入", "current", "100000万元"),
            ("事业收入", "current", "8.1%"),
        ],
    )
    rows = statements(BUDGET, printed(text))
    assert {row["parent"] for row in rows[2:]} == {"收入预算"}
    assert rows[0]["section"] == "一、关于某某部2024年部门收支总表的说明"


def test_a_function_item_in_the_national_form_with_its_change_rate_and_reason():
    text = """
    （一）一般公共预算当年拨款规模变化情况。
    2024年一般公共预算当年拨款900,000.00万元，比2023年执行数减少100,000.00万元，下降10.00%。主要原因是落实过紧日子要求，压减一般性支出。
    1.一般公共服务支出（类）财政事务（款）行政运行（项）2024年预算数为34,070.30万元，比2023年执行数增加1,070.30万元，增长3.24%。主要是人员经费增加。
    2.教育支出（类）进修及培训（款）培训支出（项）2024年预算数为120.00万元，与2023年执行数持平。
    3.住房保障支出（类）住房改革支出（款）住房公积金（项）2024年预算数为300.00万元，比2023年执行数有所减少，主要是由于在职人员减少。
    """
    reason = "落实过紧日子要求，压减一般性支出"
    item = "一般公共服务支出（类）财政事务（款）行政运行（项）"
    housing = "住房保障支出（类）住房改革支出（款）住房公积金（项）"
    same(
        told(text),
        [
            ("一般公共预算当年拨款", "current", "900000万元"),
            ("一般公共预算当年拨款", "change", "-100000万元", reason),
            ("一般公共预算当年拨款", "change", "-10%", reason),
            (item, "current", "34070.30万元"),
            (item, "change", "1070.30万元", "人员经费增加"),
            (item, "change", "3.24%", "人员经费增加"),
            ("教育支出（类）进修及培训（款）培训支出（项）", "current", "120万元"),
            ("教育支出（类）进修及培训（款）培训支出（项）", "change", "unchanged"),
            (housing, "current", "300万元"),
            (housing, "change", "fall", "在职人员减少"),
        ],
    )
    row = statements(BUDGET, printed(text))[4]
    assert (row["against"], row["year"], row["unit"], row["value_raw"]) == (
        "2023年执行数",
        "2023",
        "万元",
        "1,070.30万元",
    )


def test_three_public_expenses_with_their_two_levels_of_parts():
    text = """
    2024年“三公”经费预算数为1,947.30万元，其中：因公出国（境）费764.48万元；公务用车购置及运行费761.93万元，其中，公务用车购置费200.00万元，公务用车运行费561.93万元；公务接待费420.89万元。2024年“三公”经费预算比2023年减少52.70万元，主要是压减公务接待费。
    """
    same(
        told(text),
        [
            ("“三公”经费预算数", "current", "1947.30万元"),
            ("因公出国（境）费", "current", "764.48万元"),
            ("公务用车购置及运行费", "current", "761.93万元"),
            ("公务用车购置费", "current", "200.00万元"),
            ("公务用车运行费", "current", "561.93万元"),
            ("公务接待费", "current", "420.89万元"),
            ("“三公”经费预算", "change", "-52.70万元", "压减公务接待费"),
        ],
    )
    parents = [row["parent"] for row in statements(BUDGET, printed(text))]
    total, cars = "“三公”经费预算数", "公务用车购置及运行费"
    assert parents == ["", total, total, cars, cars, total, ""]


def test_final_accounts_hold_budget_outturn_and_the_share_completed_apart():
    text = """
    2023年度收、支总计2,352.31万元。与2022年度相比，收、支总计各减少147.69万元，下降5.91%，主要原因是项目支出减少。
    1.一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为500.00万元，支出决算为480.50万元，完成年初预算的96.1%。决算数小于年初预算数的主要原因是人员调出。
    """
    item = "一般公共服务支出（类）财政事务（款）行政运行（项）"
    same(
        told(text, FINAL),
        [
            ("收、支总计", "current", "2352.31万元"),
            ("收、支总计", "change", "-147.69万元", "项目支出减少"),
            ("收、支总计", "change", "-5.91%", "项目支出减少"),
            (item, "current", "500.00万元"),
            (item, "current", "480.50万元"),
            (item, "completion", "96.1%"),
            (item, "deviation", "fall", "人员调出"),
        ],
    )


def test_three_public_expenses_of_final_accounts_count_cars_groups_and_visits():
    text = """
    （一）“三公”经费财政拨款支出决算总体情况说明
    2023年度“三公”经费财政拨款支出预算为20.00万元，支出决算为15.20万元，完成预算的76.0%。
    （二）“三公”经费财政拨款支出决算具体情况说明
    公务用车购置支出0万元，购置公务用车0辆。公务用车运行维护费支出12.00万元，比上年减少1.00万元，主要原因：车辆使用减少；公务用车保有量4辆。公务接待费支出3.20万元，国内公务接待25批次、180人次。全年因公出国（境）团组0个，累计0人次。
    """
    same(
        told(text, FINAL),
        [
            ("“三公”经费财政拨款", "current", "20.00万元"),
            ("“三公”经费财政拨款", "current", "15.20万元"),
            ("“三公”经费财政拨款", "completion", "76.0%"),
            ("公务用车购置支出", "current", "0万元"),
            ("购置公务用车", "current", "0辆"),
            ("公务用车运行维护费支出", "current", "12.00万元"),
            ("公务用车运行维护费支出", "change", "-1.00万元", "车辆使用减少"),
            ("公务用车保有量", "current", "4辆"),
            ("公务接待费支出", "current", "3.20万元"),
            ("国内公务接待", "current", "25批次"),
            ("国内公务接待", "current", "180人次"),
            ("因公出国（境）团组", "current", "0个"),
            ("因公出国（境）团组", "current", "0人次"),
        ],
    )


def test_procurement_with_its_kinds_and_what_went_to_small_firms():
    text = """
    2023年度政府采购支出总额327.5万元，其中：政府采购货物支出100.5万元、政府采购工程支出27万元、政府采购服务支出200万元。授予中小企业合同金额262万元，占政府采购支出总额的80%，其中：授予小微企业合同金额131万元，占授予中小企业合同金额的50%。
    """
    same(
        told(text, FINAL),
        [
            ("政府采购支出总额", "current", "327.5万元"),
            ("政府采购货物支出", "current", "100.5万元"),
            ("政府采购工程支出", "current", "27万元"),
            ("政府采购服务支出", "current", "200万元"),
            ("授予中小企业合同金额", "current", "262万元"),
            ("授予中小企业合同金额", "current", "80%"),
            ("授予小微企业合同金额", "current", "131万元"),
            ("授予小微企业合同金额", "current", "50%"),
        ],
    )
    parents = [row["parent"] for row in statements(FINAL, printed(text))]
    whole, small = "政府采购支出总额", "授予中小企业合同金额"
    assert parents == ["", whole, whole, whole, "", whole, small, small]


def test_running_costs_assets_and_performance_coverage():
    text = """
    2023年度机关运行经费支出103.04万元，比2022年度增加3.04万元，增长3.04%。主要原因是物价上涨。
    截至2023年12月31日，本部门共有车辆12辆，其中，副部（省）级及以上领导用车1辆、主要领导干部用车2辆、其他用车9辆；单价50万元以上通用设备3台（套），单价100万元以上专用设备0台（套）。
    本部门组织对2023年度一般公共预算项目支出全面开展绩效自评，共涉及项目32个，涉及资金5,000.12万元，占一般公共预算项目支出总额的100%。
    """
    same(
        told(text, FINAL),
        [
            ("机关运行经费支出", "current", "103.04万元"),
            ("机关运行经费支出", "change", "3.04万元", "物价上涨"),
            ("机关运行经费支出", "change", "3.04%", "物价上涨"),
            ("车辆", "current", "12辆"),
            ("副部（省）级及以上领导用车", "current", "1辆"),
            ("主要领导干部用车", "current", "2辆"),
            ("其他用车", "current", "9辆"),
            ("单价50万元以上通用设备", "current", "3台（套）"),
            ("单价100万元以上专用设备", "current", "0台（套）"),
            ("涉及项目", "current", "32个"),
            ("涉及资金", "current", "5000.12万元"),
            ("涉及资金", "current", "100%"),
        ],
    )


def test_units_lists_full_width_digits_and_nothing_to_report():
    text = """
    货物、工程、服务预算分别为1.5、2、3.25万元。
    人员经费和公用经费分别为1，200.50万元和300元。
    资产总额3亿2,000万元，债务余额１．５亿元，项目支出２，３４５．６７千元。
    本部门2024年政府性基金预算支出为0。2024年没有安排国有资本经营预算支出。
    公务接待费与上年预算基本持平，培训费与2023年一致，会议费比上年有所增加。
    """
    same(
        told(text),
        [
            ("货物", "current", "1.5万元"),
            ("工程", "current", "2万元"),
            ("服务预算", "current", "3.25万元"),
            ("人员经费", "current", "1200.50万元"),
            ("公用经费", "current", "0.03万元"),
            ("资产总额", "current", "32000万元"),
            ("债务余额", "current", "15000万元"),
            ("项目支出", "current", "234.567万元"),
            ("政府性基金预算支出", "current", "0万元"),
            ("国有资本经营预算支出", "current", "0万元"),
            ("公务接待费", "change", "unchanged"),
            ("培训费", "change", "0万元"),
            ("会议费", "change", "rise"),
        ],
    )


def test_level_with_the_year_before_is_zero_only_where_both_years_are_printed():
    text = """
    1.科普活动（项）10.00万元。2023年当年预算执行数为10.00万元，2024年预算安排10.00万元，比2023年预算执行数持平。
    2.公务接待费0.83万元，与2023年预算持平。
    """
    same(
        told(text),
        [
            ("科普活动（项）", "current", "10.00万元"),
            ("科普活动（项）", "prior", "10.00万元"),
            ("科普活动（项）", "current", "10.00万元"),
            ("科普活动（项）", "change", "0万元"),
            ("公务接待费", "current", "0.83万元"),
            ("公务接待费", "change", "unchanged"),
        ],
    )


def test_a_name_before_a_colon_or_in_a_sentence_of_its_own_names_the_figures_after_it():
    text = """
    2023年度一般公共预算支出决算数为13,400.00万元，完成预算99.5%。其中：
    1.教育（类）进修及培训（款）培训支出（项）：支出决算为35.60万元，完成预算100%。
    2.公务接待费。2023年支出决算0.50万元，比2022年减少0.10万元（或与2022年决算数持平）。
    """
    whole, item = "一般公共预算支出", "教育（类）进修及培训（款）培训支出（项）"
    same(
        told(text, FINAL),
        [
            (whole, "current", "13400.00万元"),
            (whole, "completion", "99.5%"),
            (item, "current", "35.60万元"),
            (item, "completion", "100%"),
            ("公务接待费", "current", "0.50万元"),
            ("公务接待费", "change", "-0.10万元"),
        ],
    )
    assert [row["parent"] for row in statements(FINAL, printed(text))[2:]] == [whole] * 4


def test_parts_in_brackets_levels_reached_and_a_reason_that_comes_first():
    text = """
    公务用车购置及运行费140.00万元（公务用车购置费30.00万元，公务用车运行费110.00万元），公务接待费11.45万元。
    项目支出预算由2023年的350万元减少到300万元。因业务量增加，2024年培训费比上年增加2万元。
    我局2024年支出预算12345.678901万元，比2023年年初预算数11111.000000万元增加1234.678901万元，增长11.11%。
    """
    same(
        told(text),
        [
            ("公务用车购置及运行费", "current", "140万元"),
            ("公务用车购置费", "current", "30万元"),
            ("公务用车运行费", "current", "110万元"),
            ("公务接待费", "current", "11.45万元"),
            ("项目支出预算", "prior", "350万元"),
            ("项目支出预算", "current", "300万元"),
            ("培训费", "change", "2万元", "业务量增加"),
            ("支出预算", "current", "12345.678901万元"),
            ("支出预算", "prior", "11111万元"),
            ("支出预算", "change", "1234.678901万元"),
            ("支出预算", "change", "11.11%"),
        ],
    )
    cars = "公务用车购置及运行费"
    assert [row["parent"] for row in statements(BUDGET, printed(text))][:4] == ["", cars, cars, ""]


def test_a_reason_told_apart_goes_to_the_change_it_names():
    text = """
    四、“三公”经费预算情况
    “三公”经费4.25万元，较上年4.86万元减少0.61万元，降低12.55%。会议费2.00万元，较上年增加1.00万元。
    “三公”经费减少的原因是厉行节约。
    """
    same(
        told(text),
        [
            ("“三公”经费", "current", "4.25万元"),
            ("“三公”经费", "prior", "4.86万元"),
            ("“三公”经费", "change", "-0.61万元", "厉行节约"),
            ("“三公”经费", "change", "-12.55%", "厉行节约"),
            ("会议费", "current", "2.00万元"),
            ("会议费", "change", "1.00万元"),
        ],
    )


def test_figures_within_a_reason_are_changes_of_their_own():
    text = """
    2024年支出预算1,000.00万元，比上年增加100.00万元，增长11.11%。主要原因是基本支出增加120.00万元、项目支出安排减少云平台租赁费20.00万元。
    """
    reason = "基本支出增加120.00万元、项目支出安排减少云平台租赁费20.00万元"
    same(
        told(text),
        [
            ("支出预算", "current", "1000.00万元"),
            ("支出预算", "change", "100.00万元", reason),
            ("支出预算", "change", "11.11%", reason),
            ("基本支出", "change", "120.00万元"),
            ("项目支出", "change", "-20.00万元"),
        ],
    )
    assert [row["parent"] for row in statements(BUDGET, printed(text))] == ["", "", "", "支出预算", "支出预算"]


@pytest.mark.parametrize(
    "text",
    [
        "“三公”经费反映公务出国（境）的住宿费、旅费等支出，单价100万元（含）以上设备另行列示。",
        "2024年1月1日起执行，联系电话010-12345678。",
        "新建建筑面积13459平方米，设计使用年限为50年。",
    ],
)
def test_what_is_no_figure_of_the_budget_is_left_alone(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("source", "text", "phases"),
    [
        (
            FINAL,
            "2.住房公积金（项）。年初预算为50.00万元，支出决算为45.00万元，完成年初预算的90.0%。与上年决算数相比，减少5.00万元。",
            ["approved", "executed", "executed", "executed"],
        ),
        (
            FINAL,
            "办公费全年预算数为8.00万元，决算数为6.00万元；水费调整预算为3.00万元，实际支出2.00万元。",
            ["adjusted", "executed", "adjusted", "executed"],
        ),
        (
            BUDGET,
            "2023年当年预算执行数为4.00万元，2024年预算安排5.00万元，比2023年预算执行数增加25%。",
            ["executed", "approved", "approved"],
        ),
        (
            BUDGET,
            "会议费2024年预算5.00万元，较上年预算4.00万元增加1.00万元，2023年调整后预算数为4.50万元。",
            ["approved", "approved", "approved", "adjusted"],
        ),
    ],
)
def test_a_figure_is_of_the_budget_the_adjusted_budget_or_the_outturn(source, text, phases):
    assert [row["phase"] for row in statements(source, printed(text))] == phases


PLAIN = Source("made-up", "2024", "", "某某省人民示范院")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 万 and 亿 without 元 behind them, where money is spoken of; the total told last is the whole.
        (
            "2024年项目总预算90.00万，其中支持甲30.00万，支持乙60.00万元，合计90.00万。",
            [("项目总预算", "90"), ("支持甲", "30"), ("支持乙", "60"), ("项目总预算", "90")],
        ),
        (
            "专项资金1.2亿，其中：区级配套资金3000万；上级资金9000万。",
            [("专项资金", "12000"), ("区级配套资金", "3000"), ("上级资金", "9000")],
        ),
        # Verbs that say how this year differs from the year before.
        ("会议费预算5.00万元，本年数小于上年预算数3.00万元。", [("会议费预算", "5"), ("会议费预算", "-3")]),
        ("会议费预算5.00万元，本年预算数大于上年预算数3.00万元。", [("会议费预算", "5"), ("会议费预算", "3")]),
        (
            "培训费3.00万元，比上年增加3.00万元，原因是从会议费预算中调减3.00万元。",
            [("培训费", "3"), ("培训费", "3"), ("会议费预算", "-3")],
        ),
        ("培训费3.00万元，比上年调增2.00万元。", [("培训费", "3"), ("培训费", "2")]),
        # What stands before a name and is no part of it.
        ("根据上级通知要求运转类项目预算较上年压减10万元。", [("运转类项目预算", "-10")]),
        ("按照过紧日子的要求会议费预算较上年减少2万元。", [("会议费预算", "-2")]),
        (
            "社会保障支出9.00万元，主要原因：一是退休人员减少；二是缴费增加。增减相抵后与上年相比减少7.00万元。",
            [("社会保障支出", "9"), ("社会保障支出", "-7")],
        ),
        (
            "2024年某某省人民示范院（部门）下属1家机关和1家事业单位财政拨款的机关运行经费预算为7万元。",
            [("财政拨款的机关运行经费预算", "7")],
        ),
        ("2024年本部门下属2家预算单位机关运行经费7万元。", [("机关运行经费", "7")]),
        # The publisher abbreviated, before and behind the year; another body is no abbreviation of it.
        ("省示范院2024年支出预算8万元。2024年省示范院培训费1万元。", [("支出预算", "8"), ("培训费", "1")]),
        ("市示范局支出预算8万元。", [("市示范局支出预算", "8")]),
        # The name stands behind the figure.
        ("安排减少的原因是纳入2023年预算管理的700万元培训费收入，2024年不再安排。", [("培训费收入", "700")]),
        (
            "主要原因一是省级机关划转240万元办案费；二是增加了“其他支出”科目分流50万元。",
            [("办案费", "240"), ("“其他支出”科目分流", "50")],
        ),
        # Who is paid belongs to the name.
        (
            "由中小企业供应商成交的，采购金额4万元；由小微企业供应商成交的，采购金额1万元。",
            [("由中小企业供应商成交的采购金额", "4"), ("由小微企业供应商成交的采购金额", "1")],
        ),
        # Numbering, counts, glosses and quotation marks are no part of a name.
        ("（一）、因公出国（境）费3万元。（二）公务接待费1万元。", [("因公出国（境）费", "3"), ("公务接待费", "1")]),
        ("在建工程1项12万元。无形资产471项2万元。", [("在建工程", "12"), ("无形资产", "2")]),
        ("收入预算8万元，比2023年（上一年度，下同）预算增加1万元。", [("收入预算", "8"), ("收入预算", "1")]),
        ("“一般公共服务支出”科目12万元，主要用于人员经费。", [("一般公共服务支出", "12")]),
        (
            "“公共安全支出（类）司法（款）行政运行（项）”12万元。",
            [("公共安全支出（类）司法（款）行政运行（项）", "12")],
        ),
        # A template's brackets: no direction of their own, but for the one told before; nothing is nothing.
        ("培训费9万元，比上年增加（减少）0万元。", [("培训费", "9"), ("培训费", "0")]),
        (
            "培训费9万元，比上年减少1万元，比预算下降（增长）2万元。",
            [("培训费", "9"), ("培训费", "-1"), ("培训费", "-2")],
        ),
    ],
)
def test_how_sentences_name_their_figures(text, expected):
    rows = statements(PLAIN, printed(text))
    found = [(row["label"], Decimal(row["amount_yuan"]) / 10_000) for row in rows if row["amount_yuan"] is not None]
    assert found == [(label, Decimal(amount)) for label, amount in expected]


@pytest.mark.parametrize(
    "text", ["公务接待支出0.30万（含外宾接待支出0.10万元）。", "公务接待费0.30万(其中：外宾接待支出0.10万)。"]
)
def test_a_number_with_wan_before_a_bracket_is_money(text):
    assert [row["amount_yuan"] for row in statements(PLAIN, printed(text))] == [3_000, 1_000]


def test_a_number_with_wan_is_no_money_where_nothing_says_so():
    assert told("年服务群众1.2万，网站访问30万。") == []


def test_money_of_the_year_before_named_behind_its_figure_is_of_that_year():
    (row,) = statements(PLAIN, printed("减少的原因是纳入2023年预算管理的700万元培训费收入，2024年不再安排。"))
    assert (row["basis"], row["year"], row["label"]) == ("prior", "2023", "培训费收入")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("与2023年相比，财政拨款收入支出总计持平。", "财政拨款收入支出总计"),
        ("其中：公务接待费基本持平；因公出国（境）费2万元。", "公务接待费"),
    ],
)
def test_level_without_the_year_in_its_clause_is_a_comparison(text, label):
    row = statements(BUDGET, printed(text))[0]
    assert (row["label"], row["basis"], row["trend"], row["amount_yuan"]) == (label, "change", "unchanged", None)


def test_a_template_s_direction_left_open_is_no_direction():
    rows = statements(BUDGET, printed("培训费9万元，比上年增加（减少）2万元。"))
    assert [(row["basis"], row["trend"]) for row in rows] == [("current", ""), ("change", "")]


@pytest.mark.parametrize("first", ["（一）机关运行经费支出情况", "五、机关运行经费情况说明", "2024年预算编制说明"])
def test_a_short_heading_is_no_part_of_the_sentence_below_it(first):
    lines = printed(f"{first}\n机关运行经费支出184万元，比上年增加2万元。")
    for line in lines[2:]:
        line.line.x0 = 50.0  # the sentence is not indented
    rows = statements(BUDGET, lines)
    assert {row["label"] for row in rows} == {"机关运行经费支出"}
    assert {row["section"].split(" / ")[-1] for row in rows} == {first}


def test_the_paragraphs_of_one_project_stand_under_its_name():
    lines = printed(
        "甲专项经费情况说明\n六、年度预算安排\n项目总预算9万元。\n乙专项经费情况说明\n六、年度预算安排\n项目总预算8万元。"
    )
    sections = [row["section"] for row in statements(BUDGET, lines)]
    assert sections == ["甲专项经费情况说明 / 六、年度预算安排", "乙专项经费情况说明 / 六、年度预算安排"]


@pytest.mark.parametrize("number", ["─7─", "— 11 —", "第 7 页"])
def test_a_page_number_within_a_sentence_is_dropped(number):
    lines = printed(f"收入预算合计900.00万元，比上年增长\n{number}\n17.31%。")
    for line in lines:
        line.line.x0 = 50.0
    found = [(row["value_raw"], row["basis"]) for row in statements(BUDGET, lines)]
    assert found == [("900.00万元", "current"), ("17.31%", "change")]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("项目支出900万元，占87.53；比上年减少100万元，减少9.52，主要原因是压减。", ["87.53", "9.52"]),
        ("培训费是上年的16倍。单价80万元（含）以上的软件另行列示。", ["16倍", "80万元"]),
        ("设备购置单价100万元以上专用设备2台（套）。培训费5万元，比上年增长12.5%，2024年共3.5级。", []),
        ("单价80万（含）以上的软件另行列示。另有经费3.2万多用于培训。全年服务群众1.2万多人次。", ["80万", "3.2万"]),
    ],
)
def test_what_is_printed_like_a_figure_and_is_no_statement_is_listed(text, left):
    unread: list[dict] = []
    statements(BUDGET, printed(text), unread)
    assert [row["value_raw"] for row in unread] == left
    assert all(row["value_raw"] in row["sentence"] and row["page"] == 1 and row["x1"] > row["x0"] for row in unread)


@pytest.mark.parametrize("digits", ["9" * 30, "1" * 16, "1." + "1" * 11])
def test_a_number_that_no_table_could_hold_is_no_figure_and_costs_no_other(digits):
    text = f"2021年收入总计{digits}万元，其中：基本支出收入分别为{digits}万元、3.5万元。支出总计12.5万元。"
    assert [row[2] for row in told(text)] and all(digits not in row[2] for row in told(text))
    assert "12.5万元" in [row[2].replace("12.50", "12.5") for row in told(text)]


def test_a_list_of_uses_is_of_one_whole_from_its_first_part_to_its_last():
    text = """
    财政拨款支出100万元，主要用于以下方面：教育（类）支出60万元，占60%，主要用于培训；卫生健康（类）支出30万元，占30%；住房保障（类）支出10万元，占10%。
    """
    rows = statements(FINAL, printed(text))
    assert {row["parent"] for row in rows[1:]} == {"财政拨款支出"} and len(rows) == 7


def test_the_budget_that_an_outturn_is_set_against_has_its_name_and_phase():
    text = (
        "财政拨款支出合计90万元，比年初预算100万元减少10万元，下降10%，决算数小于预算数主要原因是压减。"
        "其中：基本支出80万元。"
    )
    rows = statements(FINAL, printed(text))
    assert [(row["label"], row["basis"], row["phase"], row["against"], row["trend"]) for row in rows] == [
        ("财政拨款支出", "current", "executed", "", ""),
        ("财政拨款支出", "current", "approved", "年初预算", ""),
        ("财政拨款支出", "deviation", "executed", "年初预算", "fall"),
        ("财政拨款支出", "deviation", "executed", "年初预算", "fall"),
        ("财政拨款支出", "deviation", "executed", "预算数", "fall"),
        ("基本支出", "current", "executed", "", ""),
    ]


@pytest.mark.parametrize("said", ["基本支出决算90万元", "基本支出决算数为90万元", "基本支出90万元"])
def test_basic_expenditure_keeps_its_name_before_the_word_for_outturn(said):
    (row,) = statements(FINAL, printed(f"2023年度财政拨款{said}。"))
    assert row["label"] == "财政拨款基本支出"


def test_the_whole_of_what_was_spent_keeps_its_name():
    rows = statements(FINAL, printed("本部门2023年度支出合计90万元，其中：基本支出50万元，占55.56%。"))
    assert [(row["label"], row["parent"]) for row in rows] == [("支出", ""), ("基本支出", "支出"), ("基本支出", "支出")]


def test_a_percentage_in_brackets_is_the_rate_of_the_change_before_it():
    text = (
        "公务接待费20.00万元，较上年减少5.00万元（20%），主要原因是节约；"
        "公务用车运行费6.00万元（含维护费），较上年增加1.00万元（20%）。"
    )
    rows = [row for row in statements(BUDGET, printed(text)) if row["share"] is not None]
    assert [(row["basis"], row["trend"], row["share"]) for row in rows] == [
        ("change", "fall", Decimal("-0.2")),
        ("change", "rise", Decimal("0.2")),
    ]


def test_what_is_compared_after_a_list_of_parts_is_their_whole():
    text = "政府采购预算合计50.00万元，包括货物类10.00万元、服务类40.00万元。比上年减少5.00万元，下降9.09%。"
    rows = statements(BUDGET, printed(text))
    assert [row["label"] for row in rows][-2:] == ["政府采购预算"] * 2
    text = "其中：货物10.00万元。比上年减少5.00万元。服务40.00万元。"
    assert [row["label"] for row in statements(BUDGET, printed(text))] == ["货物", "货物", "服务"]


def test_a_paragraph_that_begins_with_the_year_s_expenditure_tells_all_of_it():
    text = "3.其他收入6.20万元。\n（二）2023年度支出2,940.05万元，比上年决算数减少63.14万元。"
    rows = statements(FINAL, printed(text))
    assert [row["label"] for row in rows] == ["其他收入", "支出", "支出"]
    text = "1.教育支出（类）培训支出（项）。2023年度支出90.00万元。"
    assert [row["label"] for row in statements(FINAL, printed(text))] == ["教育支出（类）培训支出（项）"]


def test_nothing_arranged_as_a_reason_is_no_amount():
    rows = statements(FINAL, printed("公务接待费支出决算为1.20万元，与上年持平，持平的主要原因是未安排其他接待。"))
    assert [(row["label"], row["value_raw"]) for row in rows] == [
        ("公务接待费", "1.20万元"),
        ("公务接待费", "与上年持平"),
    ]


def test_a_change_told_within_a_reason_gives_its_rate_the_same_base():
    text = (
        "公务接待费预算为9.00万元，决算为2.00万元，决算数小于预算数的主要原因是节约，与上年相比减少2.00万元，减少50%。"
    )
    row = statements(FINAL, printed(text))[-1]
    assert (row["basis"], row["against"], row["share"]) == ("change", "上年", Decimal("-0.5"))
