"""A row that a page break tears in two is one row of its table; a row that merely follows is not swallowed."""

import pytest
import sheets

from disclosure.audit import audit
from disclosure.extract import extract, save

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
    assert not [remark for remark in extraction.remarks if "cannot be read" in remark]
    save(extraction, tmp_path / "torn")
    checks, _ = audit(tmp_path / "torn")
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
