"""The workbook: the clean data to the fen, text as text, and nothing that a spreadsheet would run."""

import shutil
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from disclosure.analysis.document import open_clean
from disclosure.model.errors import InputError
from disclosure.run.document import audited
from disclosure.run.extraction import role_tables
from disclosure.store.csv_files import field_of, write_table
from disclosure.store.excel import write_workbook
from disclosure.store.reader import read_table

CLEAN = Path(__file__).parents[2] / "data/clean/471-2021"
ROW = read_table(CLEAN / "facts.csv")[0]


def rows_of(sheet):
    heads, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return openpyxl.load_workbook(open_clean(CLEAN).to_excel(tmp_path_factory.mktemp("excel") / "471.xlsx"))


@pytest.mark.slow
def test_every_cell_of_every_file_arrives(book):
    files = {path.stem: read_table(path) for path in CLEAN.glob("*.csv") if path.stem != "cells"}
    assert set(book.sheetnames) == {*files, "columns"}
    for name, rows in files.items():
        shown = rows_of(book[name])
        assert len(shown) == len(rows), name
        for printed, row in zip(rows, shown, strict=True):
            for field, text in printed.items():
                kind, value = field_of(field)["type"], row[field]
                if kind in ("number", "integer") and text:
                    assert Decimal(str(value)) == Decimal(text), (name, field)
                else:
                    assert value == ({"true": True, "false": False}.get(text) if kind == "boolean" else text or None)


@pytest.mark.slow
def test_the_general_public_budget_adds_up_in_the_workbook_as_on_page_6(book):
    """4,436.20万元, printed as the total of the table of the general public budget."""
    leaves = [row["amount_yuan"] for row in rows_of(book["facts"]) if row["role"] == "general_budget_by_function"
              and row["row_role"] == row["column_role"] == "leaf" and row["amount_yuan"] is not None]  # fmt: skip
    assert sum(leaves) == 44_362_000
    by_line = rows_of(book["general_budget_by_function"])
    assert sum(row["total"] or 0 for row in by_line if row["row_role"] == "leaf") == pytest.approx(4436.2, abs=1e-9)


@pytest.mark.slow
def test_sheets_are_made_for_reading(book):
    for sheet in book:
        assert len(sheet.title) <= 31
        assert sheet.freeze_panes == "A2" and all(cell.font.bold for cell in sheet[1]), sheet.title
        assert not any(cell.font.bold for row in sheet.iter_rows(min_row=2, max_row=3) for cell in row)
    widths = {cell.value: book["facts"].column_dimensions[cell.column_letter].width for cell in book["facts"][1]}
    assert widths["organisation_name"] == 24  # 秦皇岛市工业和信息化局: eleven characters, each as wide as two letters
    assert widths["page"] == 7
    codes = {cell.value: cell for row in book["facts"].iter_rows(min_row=2) for cell in row if cell.value == "201"}
    assert codes["201"].data_type == "s" and codes["201"].number_format == "@"
    money = next(cell for cell in book["facts"][2] if cell.value == 44_362_000)
    assert money.number_format == "#,##0.00"


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-减少", "@名", "=HYPERLINK(1)", "0012", "1e5", "a\x01b", "甲" * 40_000]
)
def test_text_stays_text_and_is_never_run(text, tmp_path):
    write_table(tmp_path, "facts", [ROW | {"function_code": text}])
    cell = openpyxl.load_workbook(write_workbook(tmp_path, tmp_path / "a.xlsx"))["facts"]["K2"]
    assert cell.data_type == "s" and cell.number_format == "@"
    assert cell.value == text.replace("\x01", "�")[:32_767]


@pytest.mark.parametrize(
    ("yuan", "kept", "form"),
    [
        ("-0.05", -0.05, "#,##0.00"),
        ("1234567890123.45", 1234567890123.45, "#,##0.00"),
        ("1234.5678", 1234.5678, "#,##0.0000"),
        ("12345678901234567.89", "12345678901234567.89", "@"),
        ("1" + "0" * 29, 1e29, "#,##0.00"),
    ],
)
def test_an_amount_is_a_number_as_long_as_excel_keeps_every_digit(yuan, kept, form, tmp_path):
    write_table(tmp_path, "facts", [ROW | {"amount_yuan": Decimal(yuan)}])
    sheet = openpyxl.load_workbook(write_workbook(tmp_path, tmp_path / "a.xlsx"))["facts"]
    cell = next(cell for cell in sheet[2] if sheet.cell(1, cell.column).value == "amount_yuan")
    assert (cell.value, cell.number_format) == (kept, form)


@pytest.mark.slow
def test_the_same_data_gives_the_same_bytes_and_says_no_date(tmp_path):
    one, other = write_workbook(CLEAN, tmp_path / "a.xlsx"), write_workbook(CLEAN, tmp_path / "b.xlsx")
    assert one.read_bytes() == other.read_bytes()
    with zipfile.ZipFile(one) as made:
        assert {entry.date_time[0] for entry in made.infolist()} == {1980}
        assert b"dcterms:" not in made.read("docProps/core.xml")


def test_what_cannot_be_written_leaves_the_workbook_of_before(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"before")
    with pytest.raises(InputError, match="no clean data"):
        write_workbook(tmp_path, tmp_path / "a.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_bytes() == b"before"


def test_names_of_tables_fit_a_sheet():
    """Excel takes 31 characters; two tables must not become one sheet."""
    from disclosure.model.roles import STATUTORY
    from disclosure.store.csv_files import dictionary

    names = [*STATUTORY, *dictionary()["resources"]]
    assert len({name[:31] for name in names}) == len(names) and role_tables([]) == {}


@pytest.mark.slow
def test_an_audit_says_the_same_in_the_workbook_beside_the_folder(tmp_path):
    folder = Path(shutil.copytree(CLEAN, tmp_path / CLEAN.name))
    assert "workbook" not in audited(folder) and not list(tmp_path.glob("*.xlsx")), "none is written unasked"
    path = write_workbook(folder, tmp_path / f"{CLEAN.name}.xlsx")
    facts = read_table(folder / "facts.csv")
    line = next(k for k, row in enumerate(facts) if row["role"] == "summary" and row["amount_yuan"] == "30000000.00")
    facts[line]["amount_yuan"] = "30000001.00"
    write_table(folder, "facts", facts)
    assert audited(folder)["workbook"] == str(path)
    failing = [row for row in read_table(folder / "checks.csv") if row["status"] == "fails"]
    shown = [row for row in rows_of(openpyxl.load_workbook(path)["checks"]) if row["status"] == "fails"]
    assert failing and [row["check_id"] for row in shown] == [row["check_id"] for row in failing]
