"""A table over several pages is one table; one that merely follows another is not joined to it."""

import pytest
from documents import PDF, SHARED, shared
from pdfs import Sheet, lines, text, words, write

from disclosure.forms.form import recognise
from disclosure.forms.printed import _header_count, printed_tables
from disclosure.pdf.reading import read

HEAD = ["code", "name", "amount"]
XS = (60.0, 160.0, 260.0, 380.0)


def sheet(rows, title="", xs=XS, bottom=""):
    """A page with a table of these rows under a title, and words at its foot."""
    ys = [700.0 - 25 * k for k in range(len(rows) + 1)][::-1]
    content = lines(xs, ys) + words(rows, xs, ys)
    content += text(60, 730, title, 14) if title else ""
    return Sheet(content + (text(280, 40, bottom) if bottom else ""))


@pytest.fixture
def tables(tmp_path):
    return lambda *sheets: printed_tables(read(write(tmp_path / "two.pdf", *sheets)))


FIRST = [HEAD, ["206", "science", "3000.00"], ["208", "social", "158.13"]]


def test_a_repeated_header_counts_once(tables):
    (table,) = tables(sheet(FIRST, "Table one", bottom="1"), sheet([HEAD, ["210", "health", "81.81"]], bottom="2"))
    assert table.pages == [1, 2] and table.title == "Table one"
    assert [row[0] for row in table.texts()] == ["code", "206", "208", "210"]


def test_a_table_goes_on_without_a_header(tables):
    (table,) = tables(sheet(FIRST, "Table one"), sheet([["210", "health", "81.81"], ["221", "housing", "50.89"]]))
    assert [row[0] for row in table.texts()] == ["code", "206", "208", "210", "221"]


def test_a_total_alone_on_the_last_page_belongs_to_the_table(tables):
    (table,) = tables(sheet(FIRST, "Table one"), sheet([["total", "", "3158.13"]]))
    assert table.texts()[-1] == ["total", "", "3158.13"]


@pytest.mark.parametrize("xs", [(60.0, 160.0, 260.0, 380.0), (60.0, 110.0, 290.0, 380.0)])
def test_a_name_reaches_over_the_columns_that_a_later_page_does_not_part(tables, xs):
    """A page whose every row merges two columns has no line between them: the name is of both."""
    (table,) = tables(sheet(FIRST, "Table one", xs), sheet([["total", "3158.13"]], xs=(xs[0], xs[2], xs[3])))
    assert table.texts()[-1] == ["total", "", "3158.13"]
    assert [table.covering(len(table.rows) - 1, k) for k in range(3)] == ["total", "total", "3158.13"]


def test_a_table_with_a_title_of_its_own_is_another_table(tables):
    first, second = tables(sheet(FIRST, "Table one"), sheet(FIRST, "Table two"))
    assert (first.title, second.title) == ("Table one", "Table two")


def test_a_table_with_another_header_is_another_table(tables):
    other = [["item", "unit", "price"], ["printer", "2", "0.27"]]
    assert len(tables(sheet(FIRST, "Table one"), sheet(other))) == 2


def test_a_table_with_other_columns_is_another_table(tables):
    other = sheet([["210", "health", "81.81"]], xs=(60.0, 120.0, 300.0, 380.0))
    assert len(tables(sheet(FIRST, "Table one"), other)) == 2


def test_words_between_two_tables_part_them(tables):
    after = sheet([["210", "health", "81.81"]])
    before = sheet(FIRST, "Table one", bottom="The next table shows something else")
    assert len(tables(before, after)) == 2


def test_titles_units_and_notes_of_the_first_disclosure():
    found = printed_tables(read(PDF))
    assert [table.title for table in found][:3] == ["部门预算收支总表", "部门预算收入总表", "部门预算支出总表"]
    assert found[13].title == "2.政府网站群尾款及2021年7月-2022年6月运维费绩效目标表", "a title over two lines"
    assert {table.unit for table in found if table.pages[0] < 11} == {"万元"}
    assert [table.note for table in found if table.note] == [
        "注：无政府性基金预算，空表列示。",
        "注：无国有资本经营预算，空表列示。",
    ]


ROLES = {
    "putuo-wanli-2024": {(11, 15): "revenue_by_function", (29, 30): "basic_by_economic"},
    "putuo-justice-2026": {(12, 13): "expenditure_by_function", (17, 17): "government_fund_by_function"},
    "shanghai-finance-2025": {(17, 19): "basic_by_economic", (20, 20): "three_public"},
    "jiangsu-court-2018": {(9, 10): "summary", (10, 11): "appropriation", (15, 16): "procurement"},
}


@shared
@pytest.mark.parametrize("name", ROLES)
def test_tables_of_real_disclosures_are_joined_and_recognised(name):
    tables = printed_tables(read(SHARED / f"corpus/{name}.pdf"))
    found = {(table.pages[0], table.pages[-1]): recognise(table).role for table in tables}
    for pages, role in ROLES[name].items():
        assert found[pages] == role


@pytest.mark.parametrize("numbers", [["栏次", "", "", "", "1", "2"], ["", "", "", "栏次", "1", "2"]])
def test_a_row_that_numbers_the_columns_is_header_below_the_code_columns_too(numbers):
    head = [["科目编码", "", "", "科目名称", "合计", "基本支出"], ["类", "款", "项", "", "", ""]]
    body = ["合计", "", "", "", "9.00", "9.00"]
    assert _header_count([*head, numbers, body]) == 3
    assert _header_count([*head, body]) == 2
