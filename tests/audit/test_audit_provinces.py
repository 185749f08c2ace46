"""Disclosures in the styles of several provinces, drawn here: right as printed, and with one figure off a check fails.

None of these forms is wrong: balance tables without a carry-over line, or with one total only; 三公 items in another
order and under other names; lists of codes side by side; lines for two years; classes numbered as the classification
numbers them.
"""

from __future__ import annotations

import pytest
from mutations import Watch, dropped, raised
from sheets import draw, page

from disclosure.audit import audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.run.extraction import extract, save

UNIT = ("部门：某某市审计局", "单位：万元")
CODES = [
    ["201", "一般公共服务支出", "155.75", "120.50", "35.25"],
    ["20108", "审计事务", "155.75", "120.50", "35.25"],
    ["2010801", "行政运行", "120.50", "120.50", ""],
    ["2010804", "审计业务", "35.25", "", "35.25"],
    ["208", "社会保障和就业支出", "18.40", "18.40", ""],
    ["20805", "行政事业单位养老支出", "18.40", "18.40", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "18.40", "18.40", ""],
    ["221", "住房保障支出", "22.10", "22.10", ""],
    ["22102", "住房改革支出", "22.10", "22.10", ""],
    ["2210201", "住房公积金", "22.10", "22.10", ""],
]
SPENT = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["合计", "<", "196.25", "161.00", "35.25"], *CODES]
ECONOMIC = [
    ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ["合计", "<", "161.00", "138.75", "22.25"],
    ["301", "工资福利支出", "131.25", "131.25", ""],
    ["30101", "基本工资", "90.75", "90.75", ""],
    ["30108", "机关事业单位基本养老保险缴费", "18.40", "18.40", ""],
    ["30113", "住房公积金", "22.10", "22.10", ""],
    ["303", "对个人和家庭的补助", "7.50", "7.50", ""],
    ["30301", "离休费", "7.50", "7.50", ""],
    ["302", "商品和服务支出", "22.25", "", "22.25"],
    ["30217", "公务接待费", "2.25", "", "2.25"],
    ["30231", "公务用车运行维护费", "20.00", "", "20.00"],
]


def balance(*last: list[str], total: str = "196.25") -> list[list[str]]:
    """A balance table of one fund without carry-over lines, ended by ``last``."""
    return [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", total, "一、一般公共服务支出", "155.75"],
        ["二、政府性基金预算拨款收入", "", "八、社会保障和就业支出", "18.40"],
        ["三、国有资本经营预算拨款收入", "", "十九、住房保障支出", "22.10"],
        *last,
    ]


TWO_TOTALS = balance(["本年收入合计", "196.25", "本年支出合计", "196.25"], ["收入总计", "196.25", "支出总计", "196.25"])
ONE_TOTAL = balance(["收入总计", "196.25", "支出总计", "196.25"])
ITEMS = [
    ["项目", "2023年预算数"],
    ["合计", "30.25"],
    ["1、因公出国（境）费用", "3.00"],
    ["2、公务接待费", "2.25"],
    ["3、公务用车费", "25.00"],
    ["其中：（1）公务用车运行维护费", "20.00"],
    ["（2）公务用车购置", "5.00"],
]
LISTS = [
    ["人员经费", "<", "<", "公用经费", "<", "<"],
    ["科目编码", "科目名称", "决算数"] * 2,
    ["301", "工资福利支出", "131.25", "302", "商品和服务支出", "20.00"],
    ["30101", "基本工资", "90.75", "30231", "公务用车运行维护费", "20.00"],
    ["30108", "机关事业单位基本养老保险缴费", "18.40", "310", "资本性支出", "2.25"],
    ["30113", "住房公积金", "22.10", "31002", "办公设备购置", "2.25"],
    ["303", "对个人和家庭的补助", "7.50", "", "", ""],
    ["30301", "离休费", "7.50", "", "", ""],
    ["人员经费合计", "<", "138.75", "公用经费合计", "<", "22.25"],
]
MONEY = ["合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"]
HALVES = [
    ["2022年预算数", *"<<<<<", "2023年预算数", *"<<<<<"],
    MONEY * 2,
    ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"] * 2,
    ["31.25", "3.00", "26.00", "5.00", "21.00", "2.25", "30.25", "3.00", "25.00", "5.00", "20.00", "2.25"],
]

STYLES = {
    "guangdong": (
        page("收支总体情况表", *UNIT, TWO_TOTALS),
        page("支出总体情况表", *UNIT, SPENT),
        page("一般公共预算基本支出情况表（按支出经济分类科目）", "表", *UNIT, ECONOMIC),
        page("一般公共预算安排的“三公”经费预算表", *UNIT, ITEMS),
    ),
    "one total": (page("收支总表", *UNIT, ONE_TOTAL), page("支出总表", *UNIT, SPENT)),
    "final accounts": (
        page("一般公共预算财政拨款支出决算表", *UNIT, SPENT),
        page("一般公共预算财政拨款基本支出决算表", *UNIT, LISTS),
    ),
    "two years": (page("一般公共预算“三公”经费支出表", *UNIT, HALVES),),
}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """The clean data of a style, read once."""
    done: dict[str, dict] = {}

    def clean(style: str) -> dict:
        if style not in done:
            folder = tmp_path_factory.mktemp("province")
            save(extract(draw(folder / "made-2023.pdf", *STYLES[style])), folder / "clean")
            done[style] = read_rows(folder / "clean")
        return done[style]

    return clean


@pytest.mark.parametrize("style", STYLES)
def test_what_is_right_as_printed_fails_nowhere(read, style):
    checks = audit_rows(read(style)).checks
    assert [(row["check_id"], row["statement_en"]) for row in checks if row["status"] == "fails"] == []
    assert sum(row["status"] == "holds" for row in checks) > 10


@pytest.mark.parametrize("mutation", [raised, dropped], ids=lambda way: way.__name__)
@pytest.mark.parametrize("style", STYLES)
def test_each_figure_changed_and_each_line_dropped_fails_somewhere(read, style, mutation):
    missed, tried = Watch(read(style)).missed(mutation(read(style)))
    assert missed == []
    assert tried
