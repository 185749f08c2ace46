"""The files that a disclosure was published in, and which page of which file a page of it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a disclosure. Pages are counted on through its files, so that a page and a box are one place."""

    file: str
    sha256: str
    first_page: int
    page_count: int
    url: str = ""
    date_published: str = ""


def page_of_file(parts: Iterable[Part], page: int) -> tuple[str, int] | None:
    """The file that a page of a disclosure stands in, and its number there; None where no part has it."""
    for part in parts:
        if 0 <= page - part.first_page < part.page_count:
            return part.file, page - part.first_page + 1
    return None
