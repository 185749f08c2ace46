"""What sentences of real disclosures state, held against what was read from the pages by eye."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from documents import PDF, ROOT, SHARED, extracted, shared

GOLDEN = sorted((ROOT / "tests/golden/prose").glob("*.csv"))
FOLDERS = (PDF.parent, ROOT / "data/example/raw", SHARED / "corpus", SHARED / "cases")
RIGHT = Decimal("0.995")


def name(label: str) -> str:
    """A label as the golden files compare it: see their README."""
    plain = re.sub(r"[“”\s]", "", str(label)).replace("（", "(").replace("）", ")")
    return re.sub(r"(合计|安排)$", "", plain)


def printed(golden: dict, row: dict) -> bool:
    """Is a statement of the page and the wording that a golden row gives?"""
    raw = re.sub(r"\s", "", str(row["value_raw"]))
    wanted = golden["value_raw"].removesuffix("以上")
    return golden["page"] == str(row["page"]) and (raw == wanted if wanted[0].isdigit() else wanted in raw)


def differences(golden: dict, row: dict) -> Iterator[str]:
    if name(row["label"]) != name(golden["label"]):
        yield f"label {row['label']}"
    for column in ("basis", "phase", "trend"):
        if str(row[column]) != golden[column]:
            yield f"{column} {row[column]}"
    for column in ("amount_yuan", "share"):
        want = Decimal(golden[column]) if golden[column] else None
        if row[column] != want:
            yield f"{column} {row[column]}"


def held_against(path: Path) -> tuple[int, list[str]]:
    """How many rows of a golden file are right, and what is wrong with the others, or is stated beside them."""
    with path.open(encoding="utf-8") as file:
        golden = list(csv.DictReader(file))
    rows = extracted(next(f for f in (folder / f"{path.stem}.pdf" for folder in FOLDERS) if f.exists())).rows[
        "statements"
    ]
    wrong, used, at = [], set(), 0
    for one in golden:
        alike = [k for k, row in enumerate(rows) if k not in used and printed(one, row)]
        k = next((k for k in alike if k >= at), alike[0] if alike else None)
        found = ["not read"] if k is None else list(differences(one, rows[k]))
        if k is not None:
            used.add(k)
            at = k
        if found:
            wrong.append(f"{path.stem}, page {one['page']}, {one['label']} {one['value_raw']}: {'; '.join(found)}")
    pages = {one["page"] for one in golden}
    beside = [
        f"{path.stem}, page {row['page']}: {row['label']} {row['value_raw']} is no figure of the text"
        for k, row in enumerate(rows)
        if k not in used and str(row["page"]) in pages and row["quantity"] is None
    ]
    return len(golden) - len(wrong), wrong + beside


@shared
@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="the corpus is no part of the project")
def test_at_least_995_of_1000_figures_of_the_text_are_right():
    told = [held_against(path) for path in GOLDEN]
    right, wrong = sum(count for count, _ in told), [line for _, lines in told for line in lines]
    assert right + len(wrong) >= 1208
    assert right / Decimal(right + len(wrong)) >= RIGHT, "\n".join(wrong)
