"""Workbooks as a reader of them sees them: what is hidden, what formats show, and what is wrong with a file."""

import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from disclosure.files.number_format import exact, shown, shown_text
from disclosure.files.reading import read
from disclosure.model.errors import InputError

SHOWN = [
    ("4436.2", "#,##0.00", "4,436.20"),
    ("1255.605", "#,##0.00_);[Red](#,##0.00)", "1,255.61"),
    ("-1255.61", "#,##0.00_);[Red](#,##0.00)", "(1,255.61)"),
    ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
    ("-3.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-3.50"),
    ("0", "0.00;-0.00;", ""),
    ("0", "0.00;-0.00;;@", ""),
    ("0.125", "0.00%", "12.50%"),
    ("12345", '0\\.0,"万"', "1.2万"),
    ("1234567", '#,##0.0,"千元"', "1,234.6千元"),
    ("0.30000000000000004", "General", "0.3"),
    ("1234.5678901234", "General", "1234.56789"),
    ("301", "General", "301"),
    ("2.675", "0.00", "2.68"),
    ("0.5", "#.00", ".50"),
    ("7", "00", "07"),
    ("3", "#,##0.##", "3."),
    ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"),
    ("45292.5", "yyyy-mm-dd hh:mm", "2024-01-01 12:00"),
    ("150", '[>100]"多";[<=100]0', "多"),
    ("12.5", "[$¥-804]#,##0.00", "¥12.50"),
    ("-12.5", "0.00", "-12.50"),
]


@pytest.mark.parametrize("value, code, text", SHOWN)
def test_numbers_are_the_texts_that_their_formats_show(value, code, text):
    assert shown(exact(value), code) == text


def test_texts_are_shown_by_their_section():
    assert [shown_text("元", code) for code in ("0.00", "@", '0;0;0;"约"@')] == ["元", "元", "约元"]


def saved(path, change):
    book = Workbook()
    change(book)
    book.save(path)
    return path


def test_what_is_hidden_is_left_out_and_said_to_be(tmp_path):
    def change(book):
        sheet = book.active
        sheet.title = "收支 总表"
        for row in (["项目", "预算数", "备用"], ["甲", 1.5, 9], ["乙", 2.5, 9], ["合计", 4, 18]):
            sheet.append(row)
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["C"].hidden = True
        book.create_sheet("底稿").append(["甲", 1])
        book["底稿"].sheet_state = "veryHidden"

    reading = read(saved(tmp_path / "a.xlsx", change))
    assert reading.grids[0].rows() == [["项目", "预算数"], ["甲", "1.5"], ["合计", "4"]]
    assert reading.grids[0].cells[3].place == "'收支 总表'!B2"
    assert [str(message) for _, message in reading.remarks] == [
        "hidden rows are left out: 3",
        "hidden columns are left out: C",
        "hidden sheets are left out: 底稿",
    ]


def test_formulas_have_the_value_they_were_saved_with_or_are_remarked_on(tmp_path):
    reading = read(
        saved(tmp_path / "a.xlsx", lambda book: [book.active.append(r) for r in (["甲", 1.25], ["计", "=SUM(B1:B1)"])])
    )
    assert "formulas without a value: B2; open the workbook in Excel" in str(reading.remarks[0][1])


def test_digits_that_are_not_shown_are_remarked_on_and_kept_as_shown(tmp_path):
    def change(book):
        book.active.append(["甲", 12.3456])
        book.active.append(["乙", 12.34])
        for row in (1, 2):
            book.active.cell(row, 2).number_format = "0.00"

    reading = read(saved(tmp_path / "a.xlsx", change))
    assert [row[1] for row in reading.grids[0].rows()] == ["12.35", "12.34"]
    assert [str(message) for _, message in reading.remarks] == [
        "amounts that hold more digits than are shown, kept as shown: B1"
    ]


def test_two_tables_of_a_sheet_stay_two_and_a_million_blank_rows_are_none(tmp_path):
    def change(book):
        sheet = book.active
        for row in (["表一"], ["甲", 1], ["乙", 2], [], ["表二"], ["丙", 3], ["丁", 4]):
            sheet.append(row)
        sheet.row_dimensions[1_048_576].height = 20
        sheet.cell(9, 16_384).number_format = "0.00"

    reading = read(saved(tmp_path / "a.xlsx", change))
    assert [grid.rows() for grid in reading.grids] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]
    assert [line.text for line in reading.prose] == ["表一", "表二"]


def test_amounts_are_exact():
    assert exact("4436.2000000000007") == Decimal("4436.2")


# --- files that are refused ----------------------------------------------------------------------------


def rezipped(path, name, content):
    """The workbook with another content in one of its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    path.write_bytes(buffer.getvalue())
    return path


def filled(path):
    return saved(path, lambda book: [book.active.append(row) for row in (["甲", 1], ["乙", 2])])


SHEET = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    '<c r="A1" t="inlineStr"><is><t>甲&e;</t></is></c><c r="B1"><v>1</v></c></row></sheetData></worksheet>'
)


def test_nothing_is_fetched_by_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden words")
    sheet = SHEET.format(secret=secret).encode()
    reading = read(rezipped(filled(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", sheet))
    assert "hidden" not in "".join(cell.text for grid in reading.grids for cell in grid.cells)


@pytest.mark.parametrize(
    "name, content, said",
    [
        ("a.xlsx", b"", "the file is empty"),
        ("a.xlsx", b"PK\x03\x04 cut", "the file is damaged or cut short"),
        ("~$a.xlsx", b"\x05user", "this is the lock that an office program keeps beside an open file; name a.xlsx"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "the file asks for a password; save it without one",
        ),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n", "this is of no format that is read; print it to PDF"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name, content, said, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=said.replace("$", r"\$")):
        read(path)


def test_a_bomb_is_not_unpacked(tmp_path):
    path = rezipped(filled(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", bytes(64 << 20))
    with pytest.raises(InputError, match="it unpacks to 64 megabytes"):
        read(path)


def test_a_part_that_is_no_xml_is_damage(tmp_path):
    with pytest.raises(InputError, match="damaged"):
        read(rezipped(filled(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData>"))


def test_a_lone_text_within_a_table_without_borders_is_its_row_and_a_title_is_not(tmp_path):
    def change(book):
        sheet = book.active
        for row in (["项目", "预算数"], ["甲", 1], ["乙"], ["丙"], ["丁", 2], ["另一表"], ["戊", 3], ["己", 4], ["注"]):
            sheet.append(row)
        sheet.merge_cells("A6:B6")

    reading = read(saved(tmp_path / "a.xlsx", change))
    assert [[row[0] for row in grid.rows()] for grid in reading.grids] == [
        ["项目", "甲", "乙", "丙", "丁"],
        ["戊", "己"],
    ]
    assert [line.text for line in reading.prose] == ["另一表", "注"]


def test_a_table_of_three_lines_is_one(tmp_path):
    def change(book):
        sheet = book.active
        for row in (["收支表"], ["部门：甲", None, "单位：元"], ["编码", "项目", "金额"], [1, "乙", 1.5], [None, "丙"]):
            sheet.append(row)
        for row in ([2, "丁", 2.5], ["计", None, 4], ["注：无"], ["填报：戊", None, "日期：己"]):
            sheet.append(row)
        for row in (3, 7):
            for cell in sheet[row]:
                cell.border = Border(bottom=Side(style="thin"))

    reading = read(saved(tmp_path / "a.xlsx", change))
    assert [[row[1] for row in grid.rows()] for grid in reading.grids] == [["项目", "乙", "丙", "丁", ""]]
    assert [line.line.text for line in reading.prose] == ["收支表", "部门：甲 单位：元", "注：无", "填报：戊 日期：己"]


def test_cells_without_addresses_follow_each_other(tmp_path):
    rows = "".join(f"<row>{''.join(f'<c><v>{n}</v></c>' for n in row)}</row>" for row in ("12", "34"))
    sheet = (
        f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>'
    )
    reading = read(rezipped(filled(tmp_path / "a.xlsx"), "xl/worksheets/sheet1.xml", f"{sheet}</worksheet>".encode()))
    assert reading.grids[0].rows() == [["1", "2"], ["3", "4"]]
