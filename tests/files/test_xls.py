"""Workbooks of the older Excel: what they show and hide, and what is wrong with a file."""

import pytest
from xlwt import Workbook, easyxf

from disclosure.files.reading import read
from disclosure.model.errors import InputError


def test_what_is_shown_and_hidden(tmp_path):
    book = Workbook()
    sheet = book.add_sheet("收支")
    for r, row in enumerate((["项目", "预算数", "备用"], ["甲", 1.5, 9], ["乙", 2.555, 9], ["合计", 0, 18])):
        for c, value in enumerate(row):
            sheet.write(r, c, value, easyxf(num_format_str='#,##0.00;-#,##0.00;"-"') if c == 1 else easyxf())
    sheet.row(1).hidden = True
    sheet.col(2).hidden = True
    book.add_sheet("底稿").write(0, 0, "甲")
    book.get_sheet(1).visibility = 1
    book.save(str(tmp_path / "a.et"))
    reading = read(tmp_path / "a.et")
    assert reading.grids[0].rows() == [["项目", "预算数"], ["乙", "2.56"], ["合计", "-"]]
    assert [cell.place for cell in reading.grids[0].cells][:3] == ["收支!A1", "收支!B1", "收支!A3"]
    assert [str(message) for _, message in reading.remarks] == [
        "amounts that hold more digits than are shown, kept as shown: B3",
        "hidden rows are left out: 2",
        "hidden columns are left out: C",
        "hidden sheets are left out: 底稿",
    ]


def test_a_damaged_workbook_says_what_to_do(tmp_path):
    path = tmp_path / "a.xls"
    book = Workbook()
    book.add_sheet("收支").write(0, 0, "甲")
    book.save(str(path))
    path.write_bytes(path.read_bytes()[:512] + b"\xff" * 900 + path.read_bytes()[1412:])
    with pytest.raises(InputError, match=r"save it anew as \.xlsx"):
        read(path)
