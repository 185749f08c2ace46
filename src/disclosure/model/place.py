"""Where something is printed: a box on a page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page, in points from the top left of the page as displayed, with the name it is linked by."""

    name: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    document: str = ""
    """Which disclosure of a collection, where there are several."""
    head: tuple[float, float, float, float] | None = None
    """Where the same page says what stands there: the name of the line, or the text around; None where not known."""
    of_file: tuple[str, int] | None = None
    """The file it is in and its page there, where the disclosure has several files: they are counted through."""


Box = tuple[float, float, float, float]
