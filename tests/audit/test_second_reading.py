"""The second reading: what another program reads at every amount's place, on every disclosure at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from documents import CLEAN, PDF, documents, extracted
from pdfs import HIGH, ROWS, WIDE, Sheet, lines, text, words, write

from disclosure.audit import second_reading as second
from disclosure.audit.second_reading import amount, second_reading
from disclosure.model.errors import InputError
from disclosure.pdf.reading import read
from disclosure.run.extraction import save

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("pdf", [pytest.param(PDF, id=PDF.stem), *documents("editions", "made", "corpus")])
def test_both_readings_of_every_amount_agree(tmp_path, pdf):
    save(extracted(pdf), tmp_path / pdf.stem)
    rows = second_reading(tmp_path / pdf.stem, pdf)
    assert [row["statement_en"] for row in rows if row["status"] != "holds"] == []
    with (tmp_path / pdf.stem / "facts.csv").open(encoding="utf-8") as file:
        pages = {(row["page"], row["table"]) for row in csv.DictReader(file) if row["null_kind"] != "empty_table"}
    assert {f"second-reading:p{int(page):02d}t{table}" for page, table in pages} <= {row["check_id"] for row in rows}


@pytest.fixture(scope="module")
def read_once():
    """The first disclosure as pdfplumber has it, for the tests that change the clean data only."""
    return second._read(PDF)


CHANGES = [
    ("facts", "fact_id", "p03t1r24c03", {"amount_yuan": "3259000.00"}, "“325.80” read again", 1000),
    ("facts", "fact_id", "p03t1r24c03", {"amount_yuan": "", "null_kind": "blank"}, "read again", -3258000),
    ("procurement", "page", "14", {"total_yuan": "2903900.00"}, "is not on its line", 100),
    ("projects", "project_code", "13030021N6UXNDR5INL5F", {"amount_yuan": "1948100.00"}, "is not on its line", 100),
    ("assets", "page", "17", {"value_yuan": "11600900.00"}, "is not on its line", 100),
    ("statements", "label", "预算收入", {"value_raw": "4436.3万元"}, "4436.3万元", None),
]


@pytest.mark.parametrize(("file", "key", "place", "change", "said", "difference"), CHANGES)
def test_a_disagreement_is_a_finding_with_both_readings(
    tmp_path, monkeypatch, read_once, file, key, place, change, said, difference
):
    monkeypatch.setattr(second, "_read", lambda pdf: read_once)
    changed(tmp_path, file, key, place, change)
    failing = [row for row in second_reading(tmp_path, PDF) if row["status"] == "fails"]
    found = next(row for row in failing if said in row["statement_en"])
    assert (
        found["family"] == "second_reading" and found["fact_ids"] and found["pages"] and "再读" in found["statement_zh"]
    )
    if difference is not None:
        assert found["difference_yuan"] == difference


def test_a_number_that_no_fact_holds_is_lost(tmp_path, monkeypatch, read_once):
    monkeypatch.setattr(second, "_read", lambda pdf: read_once)
    changed(tmp_path, "facts", "fact_id", "p03t1r24c03", None)
    failing = [row for row in second_reading(tmp_path, PDF) if row["status"] == "fails"]
    assert [(row["right_yuan"], row["pages"]) for row in failing] == [(3258000, "3")]
    assert "325.80" in failing[0]["statement_zh"] and "lack" in failing[0]["statement_en"]


def test_what_a_page_holds_but_does_not_show_is_not_read(tmp_path):
    page = words() + lines() + text(100, -300, "7666.68")
    (sheet,) = second._read(write(tmp_path / "long.pdf", Sheet(page))).values()
    assert "7666.68" not in {word for word, _, _ in second.words(sheet.chars)} and sheet.chars


def changed(folder: Path, file: str, key: str, place: str, change: dict[str, str] | None) -> None:
    """The clean data of the first disclosure in ``folder``, one row of a file changed, or left out."""
    for path in CLEAN.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    with (CLEAN / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    n = next(n for n, row in enumerate(rows) if row[key] == place)
    rows[n : n + 1] = [] if change is None else [rows[n] | change]
    with (folder / f"{file}.csv").open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_the_audit_command_reads_a_second_time_on_request(tmp_path, monkeypatch, read_once):
    from typer.testing import CliRunner

    from disclosure.cli import app

    monkeypatch.setattr(second, "_read", lambda pdf: read_once)
    folder = tmp_path / "471-2021"
    folder.mkdir()
    changed(folder, "facts", "fact_id", "p03t1r24c03", CHANGES[0][3])
    run = CliRunner().invoke(app, ["audit", str(tmp_path), "--second-reading", str(PDF)])
    with (folder / "checks.csv").open(encoding="utf-8") as file:
        found = [row for row in csv.DictReader(file) if row["family"] == "second_reading"]
    assert run.exit_code == 1
    assert [row["check_id"] for row in found if row["status"] == "fails"] == ["second-reading:p03t1r24c03"]
    other = CliRunner().invoke(app, ["audit", str(tmp_path), "--second-reading", "another.pdf"])
    assert other.exit_code == 2


# --- pages that lie otherwise --------------------------------------------------------------------------


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_cells_of_a_page_shown_turned_are_read_again_at_their_place(tmp_path, turn):
    pdf = write(tmp_path / "turned.pdf", Sheet(lines() + words(), extra=f"/Rotate {turn}"))
    sheet = second._read(pdf)["1"]
    cells = [cell for grid in read(pdf).grids for cell in grid.cells]
    assert len(cells) == 9
    upright = {cell.text: sheet.text(cell.x0, cell.top, cell.x1, cell.bottom) for cell in cells}
    assert upright == {text: text for row in ROWS for text in row}


def test_a_page_whose_box_does_not_begin_at_zero(tmp_path):
    pdf = write(tmp_path / "moved.pdf", Sheet(lines() + words(), (20, 30, WIDE + 20, HIGH + 30)))
    sheet = second._read(pdf)["1"]
    cells = [cell for grid in read(pdf).grids for cell in grid.cells]
    assert cells and all(sheet.text(cell.x0, cell.top, cell.x1, cell.bottom) == cell.text for cell in cells)


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "1234.50"), ("-3.2", "-3.2"), ("(7.00)", "-7.00"), ("2080505", "2080505"), ("3.", None), ("a", None)],
)
def test_numbers_as_printed(text, value):
    assert amount(text) == (None if value is None else second.Decimal(value))


def test_what_cannot_be_read_again_is_said_in_one_line(tmp_path, monkeypatch):
    broken = tmp_path / "471-2021.pdf"
    broken.write_bytes(b"no PDF")
    with pytest.raises(InputError, match="cannot read it"):
        second_reading(CLEAN, broken)
    monkeypatch.setitem(__import__("sys").modules, "pdfplumber", None)
    with pytest.raises(InputError, match="pip install"):
        second_reading(CLEAN, PDF)
