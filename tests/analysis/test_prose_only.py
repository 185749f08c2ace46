"""A disclosure that has no tables: what is asked of it is answered from its sentences, in the wording of two places."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sheets import draw, page

from disclosure.analysis.document import Document, open_clean
from disclosure.run.document import clean

JIANGSU = (
    "江苏省示范厅2024年度部门预算公开",
    "第三部分 2024年度部门预算情况说明",
    "一、收支预算总体情况说明",
    "江苏省示范厅2024年度收入、支出预算总计1000.00万元，与上年相比收、支预算总计各增加200.00万元，增长25.00%。",
    "（二）支出预算总计1000.00万元。包括：",
    "1．一般公共服务（类）支出700.00万元，主要用于机构运转。与上年相比增加150.00万元，增长27.27%。",
    "2．住房保障（类）支出300.00万元，主要用于住房公积金。与上年相比增加50.00万元，增长20.00%。",
    "此外，基本支出预算数为600.00万元。与上年相比增加100.00万元，增长20.00%。主要原因是人员增加。",
    "项目支出预算数为400.00万元。与上年相比增加100.00万元，增长33.33%。主要原因是新增项目。",
    "四、财政拨款收支预算总体情况说明",
    "江苏省示范厅2024年度财政拨款收、支总预算900.00万元。与上年相比收、支预算总计各增加90.00万元，增长11.11%。",
    "五、财政拨款基本支出预算情况说明",
    "江苏省示范厅2024年度财政拨款基本支出预算600.00万元，其中：",
    "（一）人员经费500.00万元。主要包括：基本工资。",
    "（二）公用经费100.00万元。主要包括：办公费。",
    "九、一般公共预算“三公”经费支出预算情况说明",
    "1．因公出国（境）费预算支出70万元，与上年预算数一致。",
    "2．公务用车购置及运行费预算支出40万元。其中：",
    "（1）公务用车购置预算支出0万元，与上年预算数一致。",
    "（2）公务用车运行维护费预算支出40万元，与上年预算数一致。",
    "3．公务接待费预算支出27万元，比上年预算减少1万元，主要原因是压减接待。",
    "十二、政府采购支出预算情况说明",
    "2024年度政府采购支出预算总额95.00万元，其中：拟采购货物支出90万元、拟购买服务支出5万元。",
)
SHANGHAI = (
    "上海市示范区示范局2024年部门预算",
    "2024年部门预算编制说明",
    "2024年，上海市示范区示范局收入预算1000.00万元，其中：财政拨款收入1000.00万元，比2023年预算增加200.00万元。",
    "支出预算1000.00万元，其中：财政拨款支出预算1000.00万元，比2023年预算增加200.00万元。",
    "财政拨款支出主要内容如下：",
    "1. “一般公共服务支出（类）财政事务（款）行政运行（项）”700.00万元，主要用于机构运转。",
    "2. “住房保障支出（类）住房改革支出（款）住房公积金（项）”200.00万元，主要用于住房公积金。",
    "3. “住房保障支出（类）住房改革支出（款）购房补贴（项）”100.00万元，主要用于购房补贴。",
    "其他相关情况说明",
    "一、2024年“三公”经费预算情况说明",
    "2024年“三公”经费预算数为137.00万元，比2023年预算减少1.00万元。其中：",
    "（一）因公出国（境）费70.00万元，与2023年预算持平。",
    "（二）公务用车购置及运行费40.00万元，与2023年预算持平。",
    "（三）公务接待费27.00万元，比2023年预算减少1.00万元。",
    "三、政府采购预算情况",
    "2024年本部门政府采购预算95.00万元，其中：政府采购货物预算90.00万元、政府采购服务预算5.00万元。",
)


@pytest.fixture(scope="module", params=[JIANGSU, SHANGHAI], ids=["jiangsu", "shanghai"])
def document(request, tmp_path_factory) -> Document:
    folder = tmp_path_factory.mktemp("prose")
    told = clean(draw(folder / "no-tables.pdf", page(*request.param)), folder / "clean")
    assert told["facts"] == 0
    return open_clean(str(told["folder"]))


def test_publisher_and_year_are_those_of_the_text(document):
    assert document.organisation.said("zh") in ("江苏省示范厅", "上海市示范区示范局")
    assert document.year == 2024


def test_the_total_is_that_of_the_text_and_so_is_its_change(document):
    whole = document.change("whole")
    assert (whole["before"], whole["change"], whole["after"]) == (800, 200, 1000)
    assert whole["after_exact"].place.page == 1


def test_classes_of_functions_are_read_from_sentences(document):
    lines = document.functions()
    classes = lines[lines["level"] == 1].set_index("code")["amount"]
    assert classes.to_dict() == {"201": 700, "221": 300}
    assert lines.loc[lines["level"] == 1, "share"].tolist() == pytest.approx([0.7, 0.3])
    assert lines.attrs["total"] == Decimal(1000)


def test_the_three_public_expenses_have_a_total_and_a_year_before(document):
    lines = document.three_public()
    after, before = (lines[name].to_dict() for name in ("after", "before"))
    assert [after[key] for key in ("total", "abroad", "cars", "reception")] == [137, 70, 40, 27]
    assert [before[key] for key in ("total", "abroad", "reception")] == [138, 70, 28]


def test_procurement_is_told_by_kind(document):
    kinds = document.procurement_by_kind()
    assert dict(zip(map(str, kinds["label"]), kinds["amount"], strict=True)) == {"货物": 90, "服务": 5}
    assert document.procurement_total() == Decimal(95)


@pytest.fixture(scope="module")
def jiangsu(tmp_path_factory) -> Document:
    folder = tmp_path_factory.mktemp("parts")
    told = clean(draw(folder / "no-tables.pdf", page(*JIANGSU)), folder / "clean")
    return open_clean(str(told["folder"]))


def test_basic_and_project_expenditure_are_parts_of_the_whole(jiangsu):
    years = jiangsu.year_over_year()
    assert years.loc[["basic", "project"], "after"].tolist() == [600, 400]
    assert years.loc[["basic", "project"], "before"].tolist() == [500, 300]
    assert {kind: int(value or 0) for kind, value in jiangsu.basic_totals().items()} == {
        "basic": 600,
        "personnel": 500,
        "operating": 100,
    }
    assert years.loc[["201", "221"], "before"].tolist() == [550, 250]


def test_the_change_of_the_appropriation_is_not_that_of_the_whole(jiangsu):
    years = jiangsu.year_over_year()
    own = years[years["role"] == "appropriation"]
    assert own[["before", "change", "after"]].to_numpy().tolist() == [[810, 90, 900]]
    assert (years["role"] == "summary").sum() == 1


def test_a_list_that_makes_no_stated_total_is_not_taken_for_the_whole(tmp_path):
    text = (line.replace("支出300.00万元", "支出299.00万元") for line in JIANGSU)
    told = clean(draw(tmp_path / "short.pdf", page(*text)), tmp_path / "clean")
    lines = open_clean(str(told["folder"])).functions()
    assert len(lines) == 0 and lines.attrs["total"] is None
