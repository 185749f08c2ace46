"""Scanned pages: what OCR reads goes the way of printed text, and is marked wherever it goes."""

import csv
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from typer.testing import CliRunner

from disclosure.audit import audit, write_audit
from disclosure.cli import app
from disclosure.pdf import ocr
from disclosure.pdf.doubts import ReadText, other_readings
from disclosure.pdf.grid import find_tables
from disclosure.pdf.pages import read_pages
from disclosure.pdf.seals import without_seal
from disclosure.pdf.text import lines_of
from disclosure.run import document
from disclosure.run.extraction import extract, run_together, save

ROOT = Path(__file__).parents[2]
PDF = ROOT / "data/raw/471-2021.pdf"
PAGES = (6, 7)  # the general public budget by function, and its basic expenditure by economic class
RIGHT = 0.95  # the least share of amounts that OCR has to read right
READ_BY = ("facts", "cells", "statements", "institutions", "procurement", "assets", "projects", "project_plan")


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pictures(path, pages, askew=0.0):
    """These pages of the disclosure as a PDF that holds nothing but a picture of each."""
    document = pdfium.PdfDocument(PDF)
    made = [document[page - 1].render(scale=200 / 72).to_pil().convert("L") for page in pages]
    made = [picture.rotate(askew, Image.Resampling.BICUBIC, expand=askew % 90 == 0, fillcolor=255) for picture in made]
    made[0].save(path, save_all=True, append_images=made[1:], resolution=200)
    return path


def _picture(page):
    """A page of the disclosure at 200 dpi."""
    with pdfium.PdfDocument(PDF) as document:
        return np.array(document[page - 1].render(scale=ocr.SCALE).to_pil().convert("L"))


@pytest.fixture(scope="module")
def scan(tmp_path_factory):
    return pictures(tmp_path_factory.mktemp("scan") / "scan.pdf", PAGES)


def amounts(folder, pages):
    """Printed amounts by their place; ``pages`` gives the number of each page in the disclosure."""
    return {
        (pages[int(row["page"])], row["table"], row["row"], row["column"]): row["amount_raw"]
        for row in rows(folder / "facts.csv")
        if int(row["page"]) in pages
    }


def lines_on(number, misread):
    """What a faultless recogniser would find on a page of the disclosure: boxes in pixels, and texts."""
    (page,) = read_pages(PDF, {number})
    down = np.sort(page.rules[page.rules[:, 0] == page.rules[:, 2]][:, 0])
    row = np.round(page.chars["base"]).astype(int)
    column = np.searchsorted(down, (page.chars["x0"] + page.chars["x1"]) / 2)
    boxes, texts = [], []
    for key in sorted(set(zip(row.tolist(), column.tolist(), strict=True))):
        for line in lines_of(page.chars, np.flatnonzero((row == key[0]) & (column == key[1]))):
            out = 0.15 * (line.bottom - line.top)
            x0, x1, top, bottom = line.x0 - out, line.x1 + out, line.top - out, line.bottom + out
            boxes.append(np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], "f4") * ocr.SCALE)
            texts.append(misread.get(line.text, line.text))
    return boxes, texts


@pytest.fixture
def recogniser(monkeypatch):
    """Puts a recogniser that reads page 6 without a fault, or with those it is told, in the library's place."""

    def put(misread=None):
        boxes, texts = lines_on(6, misread or {})

        class Engine:
            def __call__(self, picture, use_rec):
                return SimpleNamespace(boxes=np.array(boxes))

            def recognize_txt(self, crops):
                return SimpleNamespace(txts=texts[: len(crops)], scores=np.linspace(1, 0, len(crops)))

        monkeypatch.setattr(ocr, "require", lambda: None)
        monkeypatch.setattr(ocr, "_engine", Engine)

    return put


def clean(pdf, folder):
    save(extract(pdf, ocr=True), folder)
    write_audit(folder)
    checks, flags, _ = audit(folder)
    return checks, flags


def doubtful(read, *others, doubted=True):
    """A number as a recogniser reads it that knows what else it may be."""
    text = ReadText(read)
    text.others, text.doubted = others, doubted
    return text


def test_a_doubtful_digit_is_put_right_where_the_sums_say_how_and_is_marked(tmp_path, recogniser):
    recogniser({"106.21": doubtful("106.27", "106.24", "106.21"), "0.14": doubtful("0.14", "0.74")})
    told = document.clean(pictures(tmp_path / "page.pdf", [6]), tmp_path, ocr=True)
    marked = {row["amount_raw"]: row for row in rows(tmp_path / "page/facts.csv") if row["read_by"] == "ocr_corrected"}
    assert list(marked) == ["106.27"] and marked["106.27"]["amount_yuan"] == "1062100.00"
    assert told["checks"]["fails"] == 0
    (cell,) = [row for row in rows(tmp_path / "page/cells.csv") if row["read_by"] == "ocr_corrected"]
    assert (cell["text_raw"], cell["text"]) == ("106.27", "106.21")
    (remark,) = [row["remark_en"] for row in rows(tmp_path / "page/tables.csv") if row["role"] != "other"]
    assert "OCR read “106.27”; taken as 106.21" in remark and "not certain of these numbers: 0.14 (0.74?)" in remark


@pytest.mark.parametrize(
    "read",
    [
        doubtful("106.27", "106.21", doubted=False),  # read with certainty: so it is printed
        doubtful("106.27", "106.24", "196.27"),  # no other reading makes the sums hold
    ],
)
def test_what_is_not_doubted_or_has_no_reading_that_fits_stays_as_read_and_fails(tmp_path, recogniser, read):
    recogniser({"106.21": read})
    told = document.clean(pictures(tmp_path / "page.pdf", [6]), tmp_path, ocr=True)
    assert {row["read_by"] for row in rows(tmp_path / "page/facts.csv")} == {"ocr"}
    assert told["checks"]["fails"] and any("106.27" in finding["printed"] for finding in told["failing"])


def test_the_likeliest_readings_of_a_number_come_first():
    characters = ["blank", *"0123456789.,-", " "]
    steps = np.full((7, len(characters)), 0.001)
    for step, (char, probability) in enumerate(
        [("4", 0.99), ("", 0.9), (".", 0.99), ("5", 0.6), ("", 0.99), ("0", 0.99), ("", 0.99)]
    ):
        steps[step, characters.index(char or "blank")] = probability
    steps[3, characters.index("6")], steps[3, characters.index("8")], steps[1, characters.index("1")] = 0.3, 0.08, 0.05
    classes = [characters.index(c) for c in "0123456789.,-"]
    others, doubted = other_readings("4.50", steps, classes, characters)
    assert others == ("4.60", "4.80", "41.50") and doubted
    steps[3], steps[1] = np.eye(len(characters))[characters.index("5")], np.eye(len(characters))[0]
    assert other_readings("4.50", steps, classes, characters) == ((), False)


def test_rules_that_a_copy_has_broken_are_whole_and_merged_cells_stay_merged(tmp_path, recogniser):
    recogniser()
    picture, scale = _picture(6), ocr.SCALE
    (printed,) = read_pages(PDF, {6})
    chance = np.random.default_rng(7)
    for x0, top, x1, bottom in printed.rules * scale:
        gap, at = 0.35 * max(x1 - x0, bottom - top), chance.uniform(0.1, 0.5) * max(x1 - x0, bottom - top)
        if chance.random() < 0.3 and x1 > x0:
            picture[round(top) - 4 : round(top) + 5, round(x0 + at) : round(x0 + at + min(gap, 40))] = 255
        elif chance.random() < 0.3:
            picture[round(top + at) : round(top + at + min(gap, 15)), round(x0) - 4 : round(x0) + 5] = 255
    Image.fromarray(picture).save(tmp_path / "broken.pdf", resolution=200)
    (page,) = read_pages(tmp_path / "broken.pdf", ocr=True)
    whole, mended = next(iter(find_tables(printed))), next(iter(find_tables(page)))
    places = [[(c.row, c.column, c.row_span, c.column_span) for c in table.cells] for table in (whole, mended)]
    assert places[0] == places[1]


def test_cells_that_a_missing_rule_has_run_together_are_told_and_merged_headers_are_not():
    (page,) = read_pages(PDF, {6})
    (grid,) = find_tables(page)
    grid.certainty = "ocr"
    assert run_together(grid) == []
    at = {(cell.row, cell.column): cell for cell in grid.cells}
    above, below, left, right = at[10, 4], at[11, 4], at[7, 5], at[7, 6]
    above.row_span, left.column_span, above.text, left.text = 2, 2, "1.7867.86", "107.003.98"
    grid.cells = [cell for cell in grid.cells if cell not in (below, right)]
    assert run_together(grid) == [left, above]


def test_a_seal_is_taken_off_and_what_is_under_it_stays():
    picture = np.full((600, 600, 3), 250, np.uint8)
    cv2.line(picture, (0, 300), (599, 300), (20, 20, 20), 3)  # a rule
    cv2.line(picture, (50, 40), (550, 40), (220, 30, 40), 6)  # a red line, as over letterheads
    plain = picture.copy()
    cv2.circle(picture, (300, 300), 160, (215, 40, 50), 9)
    cv2.rectangle(picture, (250, 250), (350, 350), (215, 40, 50), -1)
    cv2.line(picture, (0, 300), (599, 300), (20, 20, 20), 3)
    grey = without_seal(picture, 200 / 25.4)
    expected = cv2.cvtColor(plain, cv2.COLOR_RGB2GRAY)
    assert np.abs(grey.astype(int) - expected)[60:].max() < 25 and (grey[38:43, 100:500] < 120).all()


@pytest.mark.parametrize("askew", [0.0, 0.3])
def test_rules_in_a_picture_make_the_grid_that_is_printed(tmp_path, recogniser, askew):
    recogniser()
    (page,) = read_pages(pictures(tmp_path / "page.pdf", [6], askew), ocr=True)
    (printed,) = next(find_tables(p) for p in read_pages(PDF, {6}))
    (read,) = find_tables(page)
    assert page.source == "ocr"
    assert [(c.row, c.column, c.row_span, c.column_span) for c in read.cells] == [
        (c.row, c.column, c.row_span, c.column_span) for c in printed.cells
    ]
    assert np.abs(np.array(read.ys) - printed.ys).max() < 1.5
    if not askew:
        assert read.rows() == printed.rows()


def test_what_is_read_by_ocr_is_marked_in_every_file(tmp_path, recogniser):
    recogniser()
    checks, _ = clean(pictures(tmp_path / "page.pdf", [6]), tmp_path / "out")
    assert amounts(tmp_path / "out", {1: 6}) == amounts(ROOT / "data/clean/471-2021", {6: 6})
    assert not [check for check in checks if check["status"] == "fails"]
    table, page = rows(tmp_path / "out/tables.csv")
    assert (table["role"], table["certainty"]) == ("general_budget_by_function", "ocr")
    assert "OCR" in page["remark_en"] and page["pages"] == "1"
    for name in READ_BY:
        assert {row["read_by"] for row in rows(tmp_path / "out" / f"{name}.csv")} <= {"ocr"}, name
        assert {row["read_by"] for row in rows(ROOT / f"data/clean/471-2021/{name}.csv")} <= {"text"}, name


@pytest.mark.parametrize("askew", [90, 180])
def test_a_page_scanned_sideways_or_upside_down_is_turned(tmp_path, askew):
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    extraction = extract(pictures(tmp_path / "page.pdf", [6], askew), ocr=True)
    save(extraction, tmp_path / "out")
    assert amounts(tmp_path / "out", {1: 6}) == amounts(ROOT / "data/clean/471-2021", {6: 6})


def test_the_audit_finds_an_amount_read_wrong(tmp_path, recogniser):
    recogniser({"936.21": "986.21"})
    checks, _ = clean(pictures(tmp_path / "page.pdf", [6]), tmp_path / "out")
    assert [check for check in checks if check["status"] == "fails"]


@pytest.mark.slow
def test_a_scan_without_ocr_is_an_error_that_names_the_option(scan, tmp_path):
    command = [sys.executable, "-m", "disclosure", "extract", str(scan), "--out", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert run.returncode == 2 and "--ocr" in run.stderr and len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", ["extract", "report"])
def test_without_the_extra_one_line_says_how_to_get_it(scan, tmp_path, monkeypatch, command):
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    run = CliRunner().invoke(app, [command, str(scan), "--ocr", "--out", str(tmp_path)])
    assert run.exit_code == 2
    assert run.stderr.splitlines() == ["--ocr: the OCR library is not installed; pip install 'budget-disclosure[ocr]'"]
    assert not list(tmp_path.iterdir())


def test_scanned_tables_are_read(scan, tmp_path):
    pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
    command = [sys.executable, "-m", "disclosure", "extract", str(scan), "--ocr", "--out", str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert run.returncode in (0, 1), run.stderr
    out = tmp_path / "scan"
    tables = [row for row in rows(out / "tables.csv") if row["certainty"]]
    assert [row["role"] for row in tables] == ["general_budget_by_function", "basic_by_economic"]
    assert {row["certainty"] for row in tables} == {row["read_by"] for row in rows(out / "facts.csv")} == {"ocr"}
    read = amounts(out, dict(enumerate(PAGES, start=1)))
    printed = amounts(ROOT / "data/clean/471-2021", dict(zip(PAGES, PAGES, strict=True)))
    right = sum(read.get(place) == amount for place, amount in printed.items())
    print(f"{right} of {len(printed)} amounts right")
    assert right >= RIGHT * len(printed)
    assert run.returncode == (right < len(printed)), "an amount read wrong breaks a sum"
