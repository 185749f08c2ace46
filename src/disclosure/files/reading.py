"""One file into its reading, whatever its format: what is found in it is what counts, not how it is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from disclosure.files.kinds import kind_of
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading
from disclosure.pdf.settings import DEFAULT, Settings


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
    path, kind = Path(file), kind_of(Path(file))
    try:
        # What is named a PDF and is a web page tells of a download that failed: the reader of PDFs says so.
        if kind == "pdf" or (kind in ("", "html") and path.suffix.lower() == ".pdf"):
            from disclosure.pdf.reading import read as read_pdf

            return read_pdf(path, progress, ocr, settings)
        if kind == "xlsx":
            from disclosure.files import xlsx

            return xlsx.read(path, progress)
        if kind == "docx":
            from disclosure.files import docx

            return docx.read(path, progress)
        if kind == "html":
            from disclosure.files import html

            return html.read(path, progress)
    except OSError as error:
        raise InputError(path, f"it cannot be read ({error.strerror})", "check it", "permission") from None
    raise InputError(path, f"this is {_NAMES.get(kind, 'of no format that is read')}", "print it to PDF", "format")


_NAMES = {"zip": "an archive (.zip)", "pptx": "a presentation"}


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
