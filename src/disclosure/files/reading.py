"""One file into its reading, whatever its format: what is found in it is what counts, not how it is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.files import office
from disclosure.files.kinds import kind_of
from disclosure.model.errors import InputError
from disclosure.pdf.merged import originals
from disclosure.pdf.reading import Reading, joined
from disclosure.pdf.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import camelot.core

    from disclosure.pdf.page import Page


def read(
    file: str | Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    settings: Settings = DEFAULT,
) -> Reading:
    """Read a file into grids, lines of prose and remarks; ``ocr`` and ``settings`` are for PDFs.

    ``progress`` is called with each page done: of a workbook each sheet. Raises :class:`InputError` where the file
    cannot be read, with what to do.
    """
    path = Path(file)
    kind = kind_of(path)
    # What is named a PDF and is a web page tells of a download that failed: the reader of PDFs says so.
    if kind == "pdf" or (kind in ("", "html") and path.suffix.lower() == ".pdf"):
        from disclosure.pdf.reading import read as read_pdf

        return read_pdf(path, progress, ocr, settings)
    try:
        if kind in office.TO:
            return replace(_read(office.saved_as(path, kind), office.TO[kind], progress), path=path)
        return _read(path, kind, progress)
    except OSError as error:
        raise InputError(path, f"it cannot be read ({error.strerror})", "check it", "permission") from None
    except InputError as error:  # it may be of the file that LibreOffice saved
        raise InputError(path, error.found, error.advice, error.kind) from None


_NAMES = {"zip": "an archive (.zip)", "pptx": "a presentation", "presentation": "a presentation"}


def _read(path: Path, kind: str, progress: Callable[[int], None] | None) -> Reading:
    """Read a file of a kind that is no PDF; a reader is loaded when the first file of its kind is read."""
    if kind == "xlsx":
        from disclosure.files import xlsx

        return xlsx.read(path, progress)
    if kind == "docx":
        from disclosure.files import docx

        return docx.read(path, progress)
    if kind == "xls":
        from disclosure.files import xls

        return xls.read(path, progress)
    if kind == "ofd":
        from disclosure.files import ofd

        return ofd.read(path, progress)
    if kind == "html":
        from disclosure.files import html

        return html.read(path, progress)
    if kind == "mhtml":
        from disclosure.files import mhtml

        return mhtml.read(path, progress)
    raise InputError(path, f"this is {_NAMES.get(kind, 'of no format that is read')}", "print it to PDF", "format")


def tables(file: str | Path, pages: str = "all") -> camelot.core.TableList:
    """The tables of a file as camelot's own objects; of a workbook each sheet is a page."""
    from camelot.core import TableList

    from disclosure.pdf import camelot_tables

    path = Path(file)
    if all(kind_of(one) == "pdf" for one in originals(path)):
        return camelot_tables.camelot_tables(path, pages)
    found = joined([read(one) for one in originals(path)])
    sheets, count = as_pages(found), len(found.page_sizes)
    only = range(1, count + 1) if pages == "all" else camelot_tables.page_numbers(pages, count)
    grids = [grid for grid in found.grids if grid.page in only]
    made = [camelot_tables.camelot_table(sheets[grid.page], grid, [], str(path), None) for grid in grids]
    for table in made:
        table.accuracy = 100.0  # the file itself says what stands in which cell
    return TableList(made)


def as_pages(found: Reading) -> dict[int, Page]:
    """The pages of a file that has none of its own: without characters, their rules those of the tables' cells."""
    import numpy as np

    from disclosure.pdf.page import CHAR, Page

    pages = {}
    for number, (width, height) in enumerate(found.page_sizes, start=1):
        cells = [cell for grid in found.grids if grid.page == number for cell in grid.cells]
        edges = [
            edge
            for c in cells
            for edge in (
                (c.x0, c.top, c.x1, c.top), (c.x0, c.bottom, c.x1, c.bottom),
                (c.x0, c.top, c.x0, c.bottom), (c.x1, c.top, c.x1, c.bottom),
            )
        ]  # fmt: skip
        pages[number] = Page(number, width, height, np.empty(0, CHAR), np.array(edges).reshape(-1, 4))
    return pages


def properties(path: Path) -> str:
    """Title and author that the file itself gives, where it is a PDF; those of others are their templates'."""
    if kind_of(path) != "pdf":
        return ""
    from disclosure.pdf.page import properties as of_pdf

    return of_pdf(path)


def pages_of(path: Path) -> int | None:
    """How many pages a file has; None where only reading it tells."""
    if kind_of(path) != "pdf":
        return None
    from disclosure.pdf.page import open_pdf

    with open_pdf(path) as document:
        return len(document)
