"""A copy of a disclosure with one figure altered on its page is flagged once it is extracted."""

from __future__ import annotations

import ctypes
import random
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from documents import CLEAN, PDF, documents
from mutations import Rows, unconfirmed

from disclosure.audit import FAILS, ROUNDING, audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.run.extraction import extract, save

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


@pytest.mark.slow
@pytest.mark.parametrize(("file", "key", "place", "page", "old", "new"), ALTERED)
def test_an_altered_figure_is_flagged_after_extraction(tmp_path, file, key, place, page, old, new):
    before = read_rows(CLEAN)
    row = next(row for row in before[file] if row[key] == place)
    page = page or int(row["page"])
    box = tuple(float(row[name]) for name in ("x0", "top", "x1", "bottom"))
    after = read(alter(tmp_path / "471-2021.pdf", page, box, old, new))
    changed = differing(before, after)
    assert changed and all(new in now and old in then for then, now in changed)
    failing = [row for row in audit_rows(after).checks if row["status"] == FAILS]
    assert failing and any(str(page) in row["pages"].split() for row in failing)


@pytest.mark.slow
@pytest.mark.parametrize("pdf", documents("corpus"))
def test_a_digit_altered_in_another_disclosure_is_noticed_or_was_named_as_told_once(tmp_path, pdf):
    before = read(pdf)
    told, known = unconfirmed(before), amiss(before)
    tried = 0
    for place, row, old, new in digits(before, seed=1):
        copy = tmp_path / pdf.name
        if not drawn_anew(pdf, copy, row, old, new):
            continue
        after = read(copy)
        assert any(old in then and new in now for then, now in differing(before, after)), (place, old, new)
        assert amiss(after) - known or told(place), (place, old, new)
        tried += 1
        if tried == 3:
            break
    assert tried >= 2


def read(pdf: Path) -> Rows:
    """The clean data of a PDF."""
    folder = pdf.parent / "clean"
    save(extract(pdf), folder)
    return read_rows(folder)


def amiss(rows: Rows) -> set[tuple[str, str]]:
    """The checks that do not hold, with their status."""
    return {(row["check_id"], row["status"]) for row in audit_rows(rows).checks if row["status"] in (FAILS, ROUNDING)}


def digits(rows: Rows, seed: int) -> Iterator[tuple[str, dict[str, str], str, str]]:
    """Printed amounts of tables and text in some order: place, row, figure, and the figure with another digit."""
    rng = random.Random(seed)
    own = [(row["fact_id"], row, row["amount_raw"]) for row in rows["facts"] if row["amount_yuan"]]
    own += [(row["statement_id"], row, row["value_raw"]) for row in rows["statements"] if row["amount_yuan"]]
    for place, row, raw in rng.sample(own, len(own)):
        if figure := re.match(r"\d[\d,.]+", raw):
            at = rng.choice([k for k, digit in enumerate(figure[0]) if digit.isdigit()])
            digit = rng.choice([digit for digit in "123456789" if digit != figure[0][at]])
            yield place, row, figure[0], figure[0][:at] + digit + figure[0][at + 1 :]


def differing(before: Rows, after: Rows) -> list[tuple[str, str]]:
    """The printed cells and stated figures that read otherwise than before."""
    pairs: list[tuple[str, str]] = []
    for file, column in (("cells", "text"), ("statements", "value_raw")):
        assert len(before[file]) == len(after[file])
        pairs += [(a[column], b[column]) for a, b in zip(before[file], after[file], strict=True)]
    return [(a, b) for a, b in pairs if a != b]


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


def drawn_anew(pdf: Path, target: Path, row: dict[str, str], old: str, new: str) -> bool:
    """Write a copy of any PDF in which a figure is printed with another digit; was that possible?

    ``row`` has the figure's page and the box that it stands in. PDFium writes the page anew, and takes fonts of one
    name for one font: a copy in which any other character differs is none.
    """
    document = pypdfium2.PdfDocument(pdf)
    page = document[int(row["page"]) - 1]
    text = page.get_textpage()
    before = text.get_text_range()
    inside = [k for k in range(text.count_chars()) if _within(page, text.get_charbox(k), row)]
    inside = [k for k in inside if chr(pdfium.FPDFText_GetUnicode(text, k)).strip()]
    start = "".join(chr(pdfium.FPDFText_GetUnicode(text, k)) for k in inside).find(old)
    if start < 0:
        return False
    offset = next(k for k, digit in enumerate(new) if digit != old[k])
    _set_character(text, inside[start + offset], new[offset])
    pdfium.FPDFPage_GenerateContent(page)
    document.save(target)
    document.close()
    with pypdfium2.PdfDocument(target) as copy:
        after = copy[int(row["page"]) - 1].get_textpage().get_text_range()
    changed = [(a, b) for a, b in zip(before, after, strict=False) if a != b]
    return len(before) == len(after) and changed == [(a, b) for a, b in zip(old, new, strict=True) if a != b]


def _within(page, charbox: tuple[float, ...], row: dict) -> bool:
    """Does the middle of a character, in points of the page as it is seen, lie in the box of a row?"""
    left, bottom, right, top = charbox
    x, y, fine = ctypes.c_int(), ctypes.c_int(), 100
    size = (round(page.get_width() * fine), round(page.get_height() * fine))
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, (left + right) / 2, (bottom + top) / 2, x, y)
    x0, above, x1, below = (float(row[name]) for name in ("x0", "top", "x1", "bottom"))
    return x0 - 1 <= x.value / fine <= x1 + 1 and above - 1 <= y.value / fine <= below + 1


def _set_character(text, index: int, digit: str) -> None:
    """Give one character of a page another digit, in the text object that prints it."""

    def printed_by(k: int) -> int:
        return ctypes.cast(pdfium.FPDFText_GetTextObject(text, k), ctypes.c_void_p).value or 0

    own = printed_by(index)
    at = next(k for k in range(index + 1) if index == k or printed_by(index - k - 1) != own)
    made = pdfium.FPDFText_GetTextObject(text, index)
    size = pdfium.FPDFTextObj_GetText(made, text, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFTextObj_GetText(made, text, buffer, size)
    buffer[at] = ord(digit)
    pdfium.FPDFText_SetText(made, buffer)
