"""A copy of the first disclosure with one figure altered on its page is flagged once it is extracted."""

from __future__ import annotations

import csv
import re
import zlib
from pathlib import Path

import pdfplumber
import pytest

from disclosure.audit import audit
from disclosure.run.extraction import extract, save

ROOT = Path(__file__).resolve().parents[2]
PDF, CLEAN = ROOT / "data" / "raw" / "471-2021.pdf", ROOT / "data" / "clean" / "471-2021"

ALTERED = [
    # what is altered: file, column and value that name its row, page, the figure printed, the figure instead
    ("facts", "fact_id", "p02t1r17c04", 2, "1145.37", "1145.39"),
    ("facts", "fact_id", "p03t1r24c03", 3, "325.80", "325.86"),
    ("facts", "fact_id", "p06t1r22c04", 6, "691.02", "591.02"),
    ("facts", "fact_id", "p07t1r03c04", 7, "936.21", "936.12"),
    ("facts", "fact_id", "p10t1r03c02", 10, "4.25", "4.24"),
    ("procurement", "row_role", "total", 14, "290.38", "290.39"),
    ("assets", "row_role", "total", 17, "1160.08", "1160.06"),
    ("projects", "project_code", "13030021N6UXNDR5INL5F", 0, "194.80", "199.80"),
    ("statements", "label", "人员经费", 0, "936.21", "936.22"),
    ("statements", "label", "资产总价值", 17, "1160.08", "1160.09"),
]


@pytest.mark.parametrize(("file", "key", "place", "page", "old", "new"), ALTERED)
def test_an_altered_figure_is_flagged_after_extraction(tmp_path, file, key, place, page, old, new):
    with (CLEAN / f"{file}.csv").open(encoding="utf-8", newline="") as source:
        row = next(row for row in csv.DictReader(source) if row[key] == place)
    page = page or int(row["page"])
    box = tuple(float(row[name]) for name in ("x0", "top", "x1", "bottom"))
    pdf = alter(tmp_path / "471-2021.pdf", page, box, old, new)
    save(extract(pdf), tmp_path / "clean")
    changed = differing(tmp_path / "clean")
    assert changed and all(new in after and old in before for before, after in changed)
    failing = [row for row in audit(tmp_path / "clean")[0] if row["status"] == "fails"]
    assert failing and any(str(page) in row["pages"].split() for row in failing)


def differing(folder: Path) -> list[tuple[str, str]]:
    """The printed cells and stated figures that read otherwise than in the first disclosure's clean data."""
    pairs = []
    for file, column in (("cells", "text"), ("statements", "value_raw")):
        before, after = (read(path / f"{file}.csv", column) for path in (CLEAN, folder))
        assert len(before) == len(after)
        pairs += [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return pairs


def read(path: Path, column: str) -> list[str]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def alter(target: Path, number: int, box: tuple[float, float, float, float], old: str, new: str) -> Path:
    """A copy of the PDF with the digits that differ changed, in their own fonts, in the text that a box holds.

    The n-th byte of the page's strings is its n-th character, for the document's fonts have one byte for each.
    """
    with pdfplumber.open(PDF) as document:
        page = document.pages[number - 1]
        chars, (stream,) = page.chars, page.page_obj.contents
        content, name = stream.get_data(), stream.objid
    codes = [k for found in re.finditer(rb"<([0-9A-F]+)>", content) for k in range(found.start(1), found.end(1), 2)]
    assert len(codes) == len(chars)
    x0, top, x1, bottom = box
    inside = [
        k
        for k, char in enumerate(chars)
        if x0 - 1 <= (char["x0"] + char["x1"]) / 2 <= x1 + 1
        and top - 1 <= (char["top"] + char["bottom"]) / 2 <= bottom + 1
    ]
    inside = [k for k in inside if chars[k]["text"].strip()]
    start = "".join(chars[k]["text"] for k in inside).index(old)
    for offset, digit in enumerate(new):
        k = inside[start + offset]
        if chars[k]["text"] != digit:
            font = chars[k]["fontname"]
            like = next(n for n, char in enumerate(chars) if (char["text"], char["fontname"]) == (digit, font))
            content = content[: codes[k]] + content[codes[like] : codes[like] + 2] + content[codes[k] + 2 :]
    data = PDF.read_bytes()
    begin = data.index(b"stream\n", data.index(b"\n%d 0 obj\n" % name)) + len(b"stream\n")
    end = data.index(b"endstream", begin)
    packed = zlib.compress(content, 9)
    assert len(packed) < end - begin
    target.write_bytes(data[:begin] + packed.ljust(end - begin, b"\n") + data[end:])
    return target
