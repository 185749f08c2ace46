"""Several files of one disclosure as one PDF whose pages are those of its data, to make pictures of."""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

import pypdfium2 as pdfium

from disclosure.pdf.page import open_pdf

BLANK = 595.0, 842.0
"""The size of a page that stands for one of a file that is no PDF."""


def merged(files: Sequence[tuple[Path, int]], name: str) -> Path:
    """The PDFs one after the other, in a file of this name that lives as long as this process.

    ``files`` gives the number of pages of each. One that is no PDF, or is not at hand, gets as many blank pages.
    """
    digest = hashlib.sha256("\0".join(f"{path.absolute()} {pages}" for path, pages in files).encode("utf-8", "replace"))
    path = _folder() / digest.hexdigest()[:16] / f"{name}.pdf"
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    whole = pdfium.PdfDocument.new()
    for file, pages in files:
        if _is_pdf(file):
            with open_pdf(file) as part:
                whole.import_pages(part)
        else:
            for _ in range(pages):
                whole.new_page(*BLANK)
    _list(path).write_text(json.dumps([[str(file.absolute()), pages] for file, pages in files]), encoding="utf-8")
    whole.save(path)
    whole.close()
    return path


def original(pdf: Path, page: int) -> tuple[Path, int]:
    """The file that a page was taken from and its number there, where a PDF was merged; else the same."""
    for file, pages in _listed(pdf):
        if page <= pages:
            return file, page
        page -= pages
    return pdf, page


def originals(pdf: Path) -> list[Path]:
    """The files that a PDF was merged from; else itself."""
    return [file for file, _ in _listed(pdf)] or [pdf]


@lru_cache(maxsize=64)
def _listed(pdf: Path) -> list[tuple[Path, int]]:
    listed = _list(pdf)
    return [(Path(file), pages) for file, pages in json.loads(listed.read_text("utf-8"))] if listed.exists() else []


def _list(pdf: Path) -> Path:
    return pdf.with_suffix(".files.json")


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return b"%PDF-" in file.read(1024)
    except OSError:
        return False


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="disclosure-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
