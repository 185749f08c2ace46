"""What a page of a disclosure is called: by its number, or by its file and its number there."""

from __future__ import annotations

from disclosure.words.messages import Message


def page_words(page: int, of_file: tuple[str, int] | None = None) -> Message:
    """``PDF page 4``; where the disclosure has several files, ``page 3 of tables.pdf``."""
    if of_file:
        return Message("page {page} of {file}", file=of_file[0], page=of_file[1])
    return Message("PDF page {page}", page=page)


def page_link(page: object, file: str = "") -> Message:
    """A page, or some, in short: ``p. 4``; with the file, where there are several."""
    return Message("p. {page} of {file}", file=file, page=page) if file else Message("p. {page}", page=page)


def short_words(page: int, of_file: tuple[str, int] | None = None) -> Message:
    """The words of a link to a page."""
    return page_link(of_file[1], of_file[0]) if of_file else page_link(page)
