"""The list of contents and what follows it, in two layouts: numbered by province habits, with leaders or without."""

import pytest
from sheets import draw, page
from texts import rows_of

from disclosure.audit import audit
from disclosure.audit.ledger import Ledger
from disclosure.audit.rules.contents import body
from disclosure.run.document import clean

TABLES = [
    "部门收支总表",
    "部门收入总表",
    "部门支出总表",
    "财政拨款收支总表",
    "一般公共预算支出表",
    "政府性基金预算支出表",
]
HEAD = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
LINES = [["201", "一般公共服务支出", "10.00", "10.00", ""], ["", "合计", "10.00", "10.00", ""]]
LAYOUTS = {
    "one numbering": (
        ["目录", *(f"{numeral}、{name}" for numeral, name in zip("一二三四五六", TABLES, strict=True))],
        "2024年{}",
    ),
    "parts and leaders": (
        [
            "目  录",
            "第一部分 部门预算表",
            *(f"{n}.2024年某某市某某局{name}………………{n + 2}" for n, name in enumerate(TABLES, start=1)),
        ],
        "{}",
    ),
}


@pytest.fixture(params=LAYOUTS.values(), ids=LAYOUTS)
def found(request, tmp_path):
    """What the audit finds missing in a document of that layout that prints only some of its tables."""
    contents, title = request.param

    def read(printed, rule="contents-tables"):
        sheets = [page(title.format(name), "部门：某某市某某局", "单位：万元", [HEAD, *LINES]) for name in printed]
        pdf = draw(tmp_path / "made.pdf", page("某某市某某局2024年部门预算"), page(*contents), *sheets)
        clean(pdf, tmp_path / "clean")
        checks = audit(tmp_path / "clean/made").checks
        return [row["instance_zh"] for row in checks if row["rule"] == rule and row["status"] == "fails"]

    return read


def test_a_table_that_is_listed_and_not_there_is_named(found):
    (name,) = found(TABLES[:-1])
    assert TABLES[-1] in name


def test_a_table_is_found_by_its_title_without_year_and_publisher(found):
    assert found(TABLES) == []


def test_where_next_to_nothing_of_the_list_is_there_nothing_is_said(found):
    assert found(TABLES[:2]) == []


def test_tables_that_have_changed_places_are_named(found):
    first, second, *others = TABLES
    (name,) = found([second, first, *others], "tables-in-order")
    assert second in name
    assert found(TABLES, "tables-in-order") == found([first, *others], "tables-in-order") == []


def test_the_text_begins_where_the_first_entry_stands_again_even_on_the_page_of_the_list():
    lines = ["目录", "第一部分部门概况", "第二部分名词解释", "第一部分部门概况", "主要职责是管理。", "第二部分名词解释"]
    assert [row["paragraph"] for row in body(Ledger(rows_of("\n".join(lines))))] == lines[3:]


def test_the_text_begins_behind_a_list_that_goes_on_over_a_page():
    lines = ["目录", "第一部分部门概况", "== 2", "第二部分名词解释", "== 3", "第一部分部门概况", "主要职责是管理。"]
    assert [row["paragraph"] for row in body(Ledger(rows_of("\n".join(lines))))] == lines[5:]
    assert [row["paragraph"] for row in body(Ledger(rows_of("\n".join(lines[:5] + lines[6:]))))] == [lines[3], lines[6]]
