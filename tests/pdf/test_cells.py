"""Every cell as printed: against the published text's tables, and against pages of real disclosures read by eye."""

import csv
import re
from functools import cache

import pytest
from documents import PDF, ROOT, SHARED, shared

from disclosure.forms.printed import printed_tables
from disclosure.pdf.grid import find_tables
from disclosure.pdf.pages import read_pages
from disclosure.pdf.reading import read

GOLDEN = sorted((ROOT / "tests/golden/471-2021").glob("*.csv"))
BY_EYE = sorted((ROOT / "tests/golden/corpus").glob("*.csv"))


def cells(path):
    """A golden file's cells; white space does not count."""
    with path.open(encoding="utf-8", newline="") as file:
        return [[bare(text) for text in row] for row in csv.reader(file)]


def bare(text):
    return re.sub(r"\s", "", text)


def read_cells(rows):
    return [[bare(text) for text in row] for row in rows]


@cache
def grids(pdf):
    return {page.number: find_tables(page) for page in read_pages(pdf)}


def test_the_golden_cells_are_all_there():
    assert sum(len(row) for path in GOLDEN for row in cells(path)) == 2608
    assert sum(len(row) for path in BY_EYE for row in cells(path)) == 2029


def test_every_cell_of_the_first_disclosure_is_the_published_one():
    found = [table for tables in grids(PDF).values() for table in tables]
    assert [read_cells(table.rows()) for table in found] == [cells(path) for path in GOLDEN]


@shared
@pytest.mark.parametrize("edition", ["471-2021-noto", "471-2021-chromium"])
def test_every_cell_is_the_same_from_another_typesetter(edition):
    """Tables that another typesetter breaks over pages are compared after joining."""
    joined = [read_cells(table.texts()) for table in printed_tables(read(SHARED / f"editions/{edition}.pdf"))]
    procurement = [cells(path) for path in GOLDEN if "procurement" in path.stem]
    whole = procurement[0] + [row for part in procurement[1:] for row in part[2:]]
    expected = [cells(path) for path in GOLDEN if "procurement" not in path.stem]
    expected.insert(10, whole)
    assert joined == expected


@shared
@pytest.mark.parametrize("path", BY_EYE, ids=lambda path: path.stem)
def test_every_cell_of_a_real_page_is_what_a_reader_sees(path):
    name, page, number = re.fullmatch(r"(.+)-p(\d+)-t(\d+)", path.stem).groups()
    found = grids(SHARED / f"corpus/{name}.pdf")[int(page)]
    assert read_cells(found[int(number) - 1].rows()) == cells(path)
    assert len(found) == len([p for p in BY_EYE if p.stem.startswith(f"{name}-p{page}-")])


@shared
def test_every_cell_of_the_national_form():
    truth = [cells(path) for path in sorted((SHARED / "made/made-central-1-truth").glob("*.csv"))]
    found = [table for tables in grids(SHARED / "made/made-central-1.pdf").values() for table in tables]
    assert [read_cells(table.rows()) for table in found] == truth
