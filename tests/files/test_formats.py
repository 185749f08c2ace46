"""The same disclosure in every format gives the same facts: only where they stand differs."""

import csv
from pathlib import Path

import formats
import pytest

from disclosure.run.extraction import extract, save

ROOT = Path(__file__).parents[2]
PLACES = {"page", "table", "row", "column", "x0", "top", "x1", "bottom", "source_place", "fact_id"}
FILES = ("facts", "statements", "procurement", "projects", "project_indicators", "three_public")


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        made = list(csv.DictReader(file))
    return [{k: v for k, v in row.items() if k not in PLACES and not k.startswith("purpose_")} for row in made]


WRITERS = {
    "xlsx": formats.write_xlsx,
    "borderless.xlsx": lambda pages, path: formats.write_xlsx(pages, path, borders=False),
    "xls": formats.write_xls,
    "ofd": lambda pages, path: formats.write_ofd("example-2024-budget", path),
    "docx": formats.write_docx,
    "html": formats.write_html,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_facts_as_the_pdf(kind, tmp_path):
    name = "example-2024-budget"
    file = WRITERS[kind](formats.drawn(name), tmp_path / f"{name}.{kind.rpartition('.')[2]}")
    extraction = extract(file)
    assert not extraction.remarks
    save(extraction, tmp_path / "out")
    for table in FILES:
        assert rows(tmp_path / "out", table) == rows(ROOT / "data/example/clean" / name, table), table
    assert all(bool(fact.source_place) == (kind != "ofd") for fact in extraction.facts)  # an OFD has pages of its own


def test_a_place_names_the_sheet_and_the_cell(tmp_path):
    extraction = extract(formats.write_xlsx(formats.drawn("example-2024-budget"), tmp_path / "a.xlsx"))
    fact = next(f for f in extraction.facts if f.role == "expenditure_by_function" and f.function_code == "2070101")
    assert (fact.source_place, fact.amount_raw) == ("表4!C7", "558.90")
    assert all(row["source_place"] for row in extraction.rows["statements"] + extraction.rows["paragraphs"])


def test_tables_in_a_workbook_and_text_in_a_document_are_one_disclosure(tmp_path):
    name, pages = "example-2024-budget", formats.drawn("example-2024-budget")
    tables = formats.write_xlsx(pages[1:14], tmp_path / "公开表.xlsx")
    text = formats.write_docx([pages[0], pages[14]], tmp_path / "说明.docx")
    extraction = extract([text, tables], name=name)
    save(extraction, tmp_path / "out")
    for table in ("facts", "statements"):
        assert rows(tmp_path / "out", table) == rows(ROOT / "data/example/clean" / name, table), table
    assert {row["source_place"][:1] for row in extraction.rows["statements"]} == {"¶"}
    assert extraction.facts[0].source_place.startswith("表1!")
