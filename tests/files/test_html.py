"""Web pages as a browser would show them."""

import pytest

from disclosure.files.html import decoded
from disclosure.files.reading import read
from disclosure.model.errors import InputError


def page(tmp_path, body, head=""):
    path = tmp_path / "a.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    return path


def test_a_table_within_a_table_is_read_and_the_outer_one_sets_out_the_page(tmp_path):
    inner = "<table><tr><th>项目<th>金额<tr><td>甲<td>1.50<tr><td rowspan=2>乙<td>2<tr><td>3</table>"
    reading = read(page(tmp_path, f"<table><tr><td>菜单<td><p>收支总表</p>{inner}<p>注：无。</table>"))
    assert [grid.rows() for grid in reading.grids] == [[["项目", "金额"], ["甲", "1.50"], ["乙", "2"], ["", "3"]]]
    assert [line.text for line in reading.prose] == ["菜单", "收支总表", "注：无。"]
    assert [cell.place for cell in reading.grids[0].cells][:3] == ["Table1!A1", "Table1!B1", "Table1!A2"]


def test_nothing_that_a_reader_does_not_see_is_read(tmp_path):
    body = "<p>甲<script>document.write('乙')</script><span style='display: none'>丙</span><b hidden>丁</b>戊<br>己</p>"
    reading = read(page(tmp_path, body, "<title>庚</title><style>p{}</style>"))
    assert [line.text for line in reading.prose] == ["甲戊", "己"]


def test_a_title_in_the_first_row_stands_above_the_table(tmp_path):
    body = "<table><tr><td colspan=2>收支总表<tr><td>项目<td>金额<tr><td>甲<td>1<tr><td colspan=2>注：无。</table>"
    reading = read(page(tmp_path, body))
    assert reading.grids[0].rows() == [["项目", "金额"], ["甲", "1"]]
    assert [line.place for line in reading.prose] == ["Table1!A1", "Table1!A4"]


@pytest.mark.parametrize("name", ["utf-8", "gbk", "gb18030", "utf-16"])
def test_characters_are_told_by_mark_or_meta_or_bytes(name):
    head = "" if name == "utf-16" else f"<meta http-equiv=Content-Type content='text/html; charset={name}'>"
    assert "预算公开" in decoded(f"<html>{head}<p>预算公开".encode(name))
    assert "预算公开" in decoded("<html><p>预算公开".encode(name))
    assert "预算公开" in decoded(f"<meta charset=utf-8>{'预算公开'}".encode(name))


def test_deep_nesting_is_read_or_refused(tmp_path):
    assert read(page(tmp_path, "<div>" * 1_500 + "甲")).prose[0].text == "甲"
    with pytest.raises(InputError, match="nested deeper than is read"):
        read(page(tmp_path, "<div>" * 20_000 + "甲"))


def test_menus_are_left_out_and_files_that_are_linked_to_are_named(tmp_path):
    body = (
        "<nav>导航</nav><ul><li><a href=/>首页</a><li><a href=/b.html>某市财政局</a></ul><p>见<a href=#c>附表</a>。</p>"
    )
    files = "<p><a href='/f/公开表.xls?x=1'>附件1</a></p><p>附件：<a href='b.docx'>说明</a></p>"
    reading = read(
        page(
            tmp_path,
            f"{body}{files}<table><tr><td><a href=/>甲</a><td>1<tr><td>乙<td>2</table><footer>版权所有</footer>",
        )
    )
    assert [line.text for line in reading.prose] == ["见附表。", "附件：说明"]
    assert reading.grids[0].rows() == [["甲", "1"], ["乙", "2"]]
    assert str(reading.remarks[0][1]) == "files that the page links to are not read: 公开表.xls, b.docx"
    with pytest.raises(InputError, match=r"only links to files: 公开表\.xls; download and read these"):
        read(page(tmp_path, "<a href='/f/公开表.xls'>附件</a>"))


def test_a_page_without_text_is_refused(tmp_path):
    with pytest.raises(InputError, match="there is no text in it; print it to PDF"):
        read(page(tmp_path, "<script>1</script>"))
