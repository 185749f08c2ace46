"""A page break through a table changes nothing: a torn row is one, one that merely follows is not swallowed."""

import pytest
import sheets

from disclosure.audit import audit
from disclosure.forms.facts import FACT_COLUMNS
from disclosure.run.extraction import extract, save

HEAD = ["科目编码", "科目名称", "合计", "基本支出"]
WIDTHS = [10.0, 4.0, 13.0, 13.0]  # twelve characters fill a line of the second column


@pytest.fixture
def rows(tmp_path):
    """The body of a table whose last line on page 1 and first on page 2 are these, and what was read of it."""

    def read(upper, lower, repeat=True):
        title = "2021年部门支出总表", "单位：万元"
        first = [HEAD, ["201", "一般公共服务支出", "12.00", "12.00"], upper]
        second = [*([HEAD] if repeat else []), lower, ["合计", "<", "99.00", "99.00"]]
        pages = sheets.page(*title, first, widths=WIDTHS), sheets.page(second, widths=WIDTHS)
        extraction = extract(sheets.draw(tmp_path / "torn.pdf", *pages))
        (table,) = [found.table for found in extraction.recognised]
        return table.texts()[2:-1], extraction

    return read


@pytest.mark.parametrize("repeat", [True, False])
def test_a_name_goes_on_overleaf(rows, repeat):
    upper = ["2080505", "机关事业单位基本养老保险", "87.00", "87.00"]
    body, extraction = rows(upper, ["", "缴费支出", "", ""], repeat)
    assert body == [["2080505", "机关事业单位基本养老保险缴费支出", "87.00", "87.00"]]
    (fact,) = [f for f in extraction.facts if f.function_code == "2080505" and f.measure == "total"]
    assert (fact.function_name, fact.page) == ("机关事业单位基本养老保险缴费支出", 1)
    printed = [cell["text"] for cell in extraction.rows["cells"]]
    assert "机关事业单位基本养老保险" in printed and "缴费支出" in printed, "cells stay as each page prints them"


def test_an_amount_goes_on_overleaf(rows, tmp_path):
    body, extraction = rows(["210", "卫生健康支出", "7,207,40", "-"], ["", "", "0.00", "103,695.10"])
    assert body == [["210", "卫生健康支出", "7,207,400.00", "-103,695.10"]]
    assert not [remark for remark in extraction.remarks if remark.kind == "unreadable"]
    save(extraction, tmp_path / "torn")
    checks = audit(tmp_path / "torn").checks
    status = {check["check_id"]: check["status"] for check in checks if check["family"] == "completeness"}
    assert status["amounts-read:p02t1"] == status["table-read:t01"] == "holds", "the rest of an amount is no loss"


@pytest.mark.parametrize(
    ("upper", "lower", "why"),
    [
        (["2080505", "行政运行", "87.00", "87.00"], ["", "市公路管理站", "", ""], "the name above has room left"),
        (["2080505", "机关事业单位基本养老保险", "87.00", ""], ["", "小计", "87.00", "87.00"], "a line with amounts"),
        (
            ["2080505", "机关事业单位基本养老保险", "8.00", ""],
            ["", "其中：离休人员", "", ""],
            "a line that begins anew",
        ),
        (["2080505", "机关事业单位基本养老保险", "8.00", ""], ["210", "卫生健康支出", "", ""], "a line with a code"),
        (["基本养老", "机关事业单位基本养老保险", "8.00", ""], ["", "缴费支出", "", ""], "no code tells lines apart"),
    ],
)
def test_another_row_stays_one(rows, upper, lower, why):
    body, _ = rows(upper, lower)
    assert body == [upper, lower], why


SUMMARY = [
    ["收入", "<", "支出", "<"],
    ["项目", "预算数", "项目", "预算数"],
    ["一、一般公共预算拨款收入", "67.00", "一、一般公共服务支出", "62.00"],
    ["二、政府性基金预算拨款收入", "", "二、外交支出", ""],
    ["三、单位资金收入", "/", "三、住房保障支出", "5.00"],
    ["本年收入合计", "67.00", "本年支出合计", "67.00"],
    ["收入总计", "67.00", "支出总计", "67.00"],
]
BY_FUNCTION = [
    ["科目编码", "<", "<", "科目名称", "2020年执行数", "2021年预算数", "<", "<"],
    ["类", "款", "项", "^", "^", "小计", "基本支出", "项目支出"],
    ["201", "", "", "一般公共服务支出", "50.00", "62.00", "20.00", "42.00"],
    ["201", "13", "", "商贸事务", "50.00", "62.00", "20.00", "42.00"],
    ["201", "13", "01", "行政运行", "50.00", "20.00", "20.00", ""],
    ["201", "13", "08", "招商引资", "", "42.00", "", "42.00"],
    ["221", "", "", "住房保障支出", "4.00", "5.00", "5.00", ""],
    ["合计", "<", "<", "<", "54.00", "67.00", "25.00", "42.00"],
]
THREE_PUBLIC = [
    ["项目", "2020年预算数", "2021年预算数"],
    ["“三公”经费合计", "4.44", "3.83"],
    ["一、因公出国（境）费", "", ""],
    ["二、公务用车购置及运行费", "3.94", "3.33"],
    ["其中：公务用车运行费", "3.94", "3.33"],
    ["三、公务接待费", "0.50", "0.50"],
]
INSTITUTIONS = [
    ["单位名称", "单位性质", "单位规格", "经费保障形式"],
    ["秦皇岛市工业和信息化局", "行政", "正处级", "财政拨款"],
    ["秦皇岛市中小企业服务中心", "事业", "正科级", "财政性资金基本保证"],
    ["秦皇岛市节能监察中心", "事业", "正科级", "财政性资金基本保证"],
]
PLACE = {"fact_id", "page", "table", "row", "column", "x0", "top", "x1", "bottom"}


@pytest.mark.parametrize("repeat", [True, False])
@pytest.mark.parametrize(
    ("title", "table", "head"),
    [
        ("2021年部门收支总表", SUMMARY, 2),
        ("2021年一般公共预算支出表", BY_FUNCTION, 2),
        ("2021年“三公”经费支出表", THREE_PUBLIC, 1),
        ("部门机构设置情况", INSTITUTIONS, 1),
    ],
)
def test_a_page_break_changes_nothing_wherever_it_falls(tmp_path, title, table, head, repeat):
    def told(*pages):
        made = extract(sheets.draw(tmp_path / "cut.pdf", *pages))
        facts = [{key: getattr(fact, key) for key in FACT_COLUMNS} for fact in made.facts]
        return [{key: row[key] for key in row if key not in PLACE} for row in (*facts, *made.rows["institutions"])]

    top = title, "单位：万元"
    whole = told(sheets.page(*top, table))
    assert whole and not any(row.get("organisation_name") for row in whole), "no organisation is named"
    for cut in range(head, len(table)):
        first, rest = table[:cut], [*(table[:head] if repeat else []), *table[cut:]]
        assert told(sheets.page(*top, first), sheets.page(rest)) == whole, f"cut above {table[cut]}"
