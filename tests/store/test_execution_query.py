"""Execution by department is one query, on folders of clean data and on the data set of a batch."""

import json
import re
from decimal import Decimal as D

import pytest
from documents import ROOT

from disclosure.run.batch import batch
from disclosure.store.sql import sql

pytestmark = pytest.mark.slow  # whole documents, one after the other

TOTALS = {2023: ("1009.14", "985.01"), 2024: ("1459.40", "1420.63")}
ITEMS = {
    (2023, "2070108"): ("120.00", "131.40"),
    (2023, "2070199"): ("85.00", "61.50"),
    (2024, "2070104"): ("460.00", "402.50"),
    (2024, "2210201"): ("64.20", "63.90"),
}
"""Budget and outturn of the made-up department, as the text of its final accounts prints them (pages 11)."""


def queries() -> list[str]:
    """What notebook 41 asks, and what the recipes ask: of each department, and of each item of each department."""
    book = json.loads((ROOT / "notebooks/41-many-disclosures.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in book["cells"]]
    text = "\n".join([*cells, (ROOT / "docs/recipes.md").read_text(encoding="utf-8")])
    return [asked for asked in re.findall(r'"""\n(.*?)"""', text, re.S) if "phase = 'executed'" in asked]


def year(row: dict) -> int:
    return int(row.get("year") or row["fiscal_year"])


def holds(folder) -> None:
    notebook, recipe, items = queries()
    for asked in (notebook, recipe):
        rows = sql(asked, folder).to_dict("records")
        told = {year(row): (row["approved"], row["executed"]) for row in rows}
        assert told == {y: tuple(map(D, pair)) for y, pair in TOTALS.items()} and len(rows) == 2
    rows = sql(items, folder)
    told = {(year(row), row["function_code"]): (row["approved"], row["executed"]) for row in rows.to_dict("records")}
    assert {key: told[key] for key in ITEMS} == {key: tuple(map(D, pair)) for key, pair in ITEMS.items()}
    sums = {y: tuple(sum(own[k] or 0 for (of, _), own in told.items() if of == y) for k in (0, 1)) for y in TOTALS}
    assert sums == {y: tuple(map(D, pair)) for y, pair in TOTALS.items()}


def test_the_clean_data_of_a_folder_tell_what_each_department_spent_of_its_plan():
    holds(ROOT / "data/example/clean")


@pytest.mark.slow
def test_so_does_the_data_set_of_a_batch(tmp_path):
    batch(ROOT / "data/example/raw", tmp_path / "out", workers=2)
    holds(tmp_path / "out")
