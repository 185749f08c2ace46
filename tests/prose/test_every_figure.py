"""Every figure of money in the text of a page is a statement, in the name of one, in a cell, or listed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from documents import documents, extracted

MONEY = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?:亿|万|千|百)?元|(?<![\d.,])\d[\d,]*(?:\.\d+)?[万亿](?![元人户次])")
WITH_TEXT = {"final-accounts-parts", "prose-errors", "sangong", "yuan-with-cents-and-rate"}
CASES = [case for case in documents("cases") if case.id in WITH_TEXT]


@pytest.mark.parametrize("pdf", [*documents("corpus", "disclosure", "editions", "made"), *CASES])
def test_no_money_in_the_text_is_neither_read_nor_listed(pdf: Path):
    rows = extracted(pdf).rows
    read: Counter[tuple[int, str]] = Counter()
    for file, columns in (("cells", ["text_raw"]), ("statements", ["value_raw", "label"]), ("unread", ["value_raw"])):
        for row in rows[file]:
            read.update((int(row["page"]), money) for column in columns for money in figures(str(row[column])))
    printed: Counter[tuple[int, str]] = Counter()
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            printed.update((number, money) for money in figures(page.get_textpage().get_text_range(), whole=False))
    assert printed and not printed - read


def figures(text: str, whole: bool = True) -> list[str]:
    """The figures of money in a text; where it is a page and not ``whole``, none that a page break may tear."""
    text = unicodedata.normalize("NFKC", re.sub(r"[\s\ufffe]", "", text))
    found = [m for m in MONEY.finditer(text) if whole or (m.start() > 0 and m.end() < len(text))]
    return [m[0].replace(",", "") for m in found]
