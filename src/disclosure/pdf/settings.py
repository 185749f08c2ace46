"""What the reader goes by: every distance, share and limit of this folder, in one place, each with its unit and reason.

    read("budget.pdf", settings=Settings(snap=1.0, space_gap=0.6))

A page carries its settings (:class:`disclosure.pdf.page.Page`). The values were found on the documents that the tests
read; a file of another kind may want others.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from disclosure.pdf.kernels import TUNED


@dataclass(frozen=True)
class Settings:
    """How pages are read. Raises :class:`ValueError` for a value that is no number above 0."""

    # --- rules and shades
    thin: float = 3.0
    """Points: a filled rectangle no thicker is a rule, a thicker one shading."""
    nearly_white: float = 245
    """Of 255: ink at least as bright in each channel cannot be seen on paper, only on shading."""
    white_reach: float = 1.5
    """Points beside a white rule where there is to be shade: it lies on one, or between two."""
    dot: float = 1.6
    """Points: a rule no longer in either direction is a dot of a dotted line."""
    dot_gap: float = 4.0
    """Points between the dots of one line."""
    dots: int = 6
    """The least that make a line."""
    same_edge: float = 1.0
    """Points between edges that are meant to be the same, where each cell has its border drawn by itself."""
    row_far: float = 2.5
    """Times the usual height of a row: two rules farther apart have no row between them."""

    # --- grids
    snap: float = 2.0
    """Points: nearer rules are one (double lines, the two edges of a thin border)."""
    join: float = 3.0
    """Points: the gap that a broken rule may leave, and by which a rule may end short of another."""
    min_side: float = 3.0
    """Points: a smaller box is an artefact of drawing, not a cell."""

    # --- text
    run_gap: float = 0.22
    """Of a character's size: closer ones are one run, which a border does not part."""
    space_gap: float = 0.45
    """Of a character's size: a wider gap is a space."""
    numbers_apart: float = 2.0
    """Heights of a digit: farther apart, digits in one cell are of two numbers."""
    padding: float = 12.0
    """Points that a cell keeps free at its two sides together."""

    # --- tables of which rules draw a part
    rows: int = 3
    """The least of a table that rules do not draw whole, and lines in a cell that may be as many rows."""
    columns: int = 2
    """The least of such a table."""
    even_columns: int = 3
    """Cells side by side with as many lines each: the least that are taken for rows, where these hold no amounts."""
    wrap_room: float = 1.3
    """Of a character's size: a line that leaves so much room beside the padding was not wrapped."""
    end_slack: float = 2.0
    """Points by which rules may differ that end at the same place."""
    column_gap: float = 0.8
    """Heights of a character: what stays free over all rows, and is at least as wide, parts two columns."""
    header_gap: float = 0.25
    """Heights of a character between the headers of two columns, where texts are set one by one."""
    header_over: float = 0.3
    """Of a column, or of a header that is narrower: the header belongs to each column that it covers so far."""
    filled: float = 0.5
    """Of the rows: more have texts in two columns, or it is no table."""
    bar_edge: float = 3.0
    """Points by which the bar of a chart is clear of the lines beside it, and crosses those it runs over."""
    stack_far: float = 2.5
    """Times the usual distance between the rules of one table: the next one is another's."""
    stack_blank: float = 1.6
    """Times that distance: where nothing stands in so high a row, it is none."""
    most_rules: int = 40
    """Rules that end at the same places; more are hatching, or ruled paper."""
    names_near: float = 60.0
    """Points between a frame and the row names that stand left of it."""
    names_wide: float = 0.6
    """Of the table's width: what is wider left of it is no column of names."""
    names_share: float = 0.85
    """Of the rows, from the first named one on, that have a name."""
    aligned: float = 1.5
    """Points between the edges of amounts of one column, where there are no rules at all."""
    prose_full: float = 0.8
    """Of a column's room, or of its longest text: where the texts of all columns fill as much, it is prose."""

    # --- limits: a page with more is cut short, and said to be
    max_objects: int = 1_000_000
    """Drawing objects and path segments of a page."""
    max_chars: int = 200_000
    """Characters of a page."""
    max_white: int = 5_000
    """White rules of a page; one with more is a picture."""
    max_line_pairs: int = 50_000_000
    """Neighbouring pairs of lines; a drawing with more is no table."""
    max_boxes: int = 200_000
    """Boxes of one grid."""
    max_tables: int = 1_000
    """Tables of a page: the largest are kept."""
    max_pieces: int = 2_000
    """Pieces of text of a table without rules: camelot compares each with each other."""
    reopen: int = 100
    """Pages after which a file is opened anew: PDFium keeps whatever it has parsed."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not isinstance(value, int | float) or not 0 < value < float("inf"):
                raise ValueError(f"{field.name}={value!r}: a number above 0 is expected, such as {field.default}")

    @cached_property
    def tuned(self) -> np.ndarray:
        """Those that the kernels take, as they take them."""
        return np.array([float(getattr(self, name)) for name in TUNED])


DEFAULT = Settings()
