"""A PDF page by page: each as its text layer gives it, or as OCR reads its picture."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

import pypdfium2 as pdfium

from disclosure.model.errors import InputError
from disclosure.pdf import compiled
from disclosure.pdf.page import Page, open_pdf, read_page
from disclosure.pdf.settings import DEFAULT, Settings


def read_pages(
    pdf: str | Path, only: Collection[int] | None = None, ocr: bool = False, settings: Settings = DEFAULT
) -> Iterator[Page]:
    """Read a PDF page by page, or ``only`` the pages of these numbers; one page is held at a time.

    With ``ocr`` a page that is a picture is read from it. Raises :class:`InputError` where the file is missing,
    empty, no PDF, truncated or encrypted, and after the last page where no page had any text.
    """
    path = Path(pdf)
    document = open_pdf(path)
    count, characters = len(document), 0
    try:
        for done, index in enumerate(k for k in range(count) if only is None or k + 1 in only):
            if done and done % settings.reopen == 0:
                document.close()
                document = open_pdf(path)
            try:
                page = document[index]
            except (pdfium.PdfiumError, IndexError):
                said = f"page {index + 1} of {count} cannot be loaded"
                raise InputError(path, said, "get the file anew", "damaged") from None
            try:
                read = read_page(page, index + 1, settings)
            finally:
                page.close()
            if ocr and read.images and not len(read.chars):
                from disclosure.pdf.ocr import read_scanned

                read = read_scanned(path, index + 1, settings)
            characters += len(read.chars)
            yield read
            compiled.page_done()
    finally:
        document.close()
    if not characters and only is None:
        raise InputError(
            path,
            f"none of its {count} pages has a text layer (a scan?)" + " or words that OCR can read" * ocr,
            "ask the publisher for the text PDF" if ocr else "add --ocr, or ask the publisher for the text PDF",
            "scan",
        )
