"""The engine's tables as camelot's, so that an analyst's camelot habits work.

    tables = camelot_tables("471-2021.pdf", pages="1,3-5")
    tables[0].df, tables[0].parsing_report, tables.export("out.csv"), camelot.plot(tables[0], kind="grid")

The tables are ``camelot.core.Table`` objects. Their text is the text as meant
(:func:`disclosure.words.characters.normalise`), in the top left position of a span. ``accuracy`` is the part of the
printed characters' area that lies in the cells they were given to. Coordinates are those of the page as displayed, from
its lower left corner, so a page that is stored sideways needs no rotation. camelot is slow to start, and is imported
where it is first needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from disclosure.pdf.grid import Grid, outside
from disclosure.pdf.page import Page, open_pdf
from disclosure.pdf.pages import read_pages
from disclosure.pdf.reading import set_upright, tables_on
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf.text import lines_of
from disclosure.pdf.unruled import TextBox

if TYPE_CHECKING:
    import camelot.core


def camelot_tables(
    pdf: str | Path, pages: str = "all", copy_text: list[str] | None = None, settings: Settings = DEFAULT
) -> camelot.core.TableList:
    """The tables of a PDF as camelot gives them: those that :func:`disclosure.pdf.reading.read` finds.

    ``pages`` is written as for camelot: ``"all"``, ``"1"``, ``"1,4-end"``. ``copy_text`` (``["h"]``, ``["v"]``) repeats
    a span's text over the span; ``settings`` are what the reader goes by. Raises
    :class:`disclosure.model.errors.InputError` where the file cannot be read.
    """
    from camelot.core import TableList

    document = open_pdf(Path(pdf))
    count = len(document)
    document.close()
    only = None if pages == "all" else page_numbers(pages, count)
    found = []
    for page in read_pages(pdf, only, settings=settings):
        found += _of_page(page, str(pdf), copy_text)
    return TableList(found)


def page_numbers(pages: str, count: int) -> set[int]:
    """The numbers that ``pages`` stands for in a document of ``count`` pages."""
    found: set[int] = set()
    for part in pages.split(","):
        first, _, last = part.strip().partition("-")
        try:
            start = int(first)
            stop = start if not last else count if last == "end" else int(last)
        except ValueError:
            raise ValueError(f"pages={pages!r}: write 'all', '1' or '1,4-end'") from None
        if not 1 <= start <= stop <= count:
            raise ValueError(f"pages={pages!r}: the document has pages 1 to {count}")
        found.update(range(start, stop + 1))
    return found


def _of_page(page: Page, filename: str, copy_text: list[str] | None = None) -> list[camelot.core.Table]:
    page = set_upright(page)[0]
    tables = tables_on(page)[0]
    boxes = _text_boxes(page, tables) if tables else []
    return [camelot_table(page, table, boxes, filename, copy_text) for table in tables]


def camelot_table(
    page: Page, grid: Grid, boxes: list[TextBox], filename: str, copy_text: list[str] | None
) -> camelot.core.Table:
    """One table of a page as camelot's; ``boxes`` are the pieces of text on the page."""
    import camelot.core
    import pandas as pd
    from camelot.utils import compute_whitespace

    height = page.height
    columns = list(zip(grid.xs, grid.xs[1:], strict=False))
    rows = [(height - top, height - bottom) for top, bottom in zip(grid.ys, grid.ys[1:], strict=False)]
    made: Any = camelot.core.Table(columns, rows)  # camelot's parsers give its tables more than the class declares
    for cell in grid.cells:
        last_row, last_column = cell.row + cell.row_span - 1, cell.column + cell.column_span - 1
        for r in range(cell.row, last_row + 1):
            for c in range(cell.column, last_column + 1):
                part = made.cells[r][c]
                part.top, part.bottom = r == cell.row, r == last_row
                part.left, part.right = c == cell.column, c == last_column
        made.cells[cell.row][cell.column].text = cell.text
    if copy_text:
        made.copy_spanning_text(copy_text)
    x0, top, x1, bottom = grid.box
    made.df = pd.DataFrame(made.data)
    made.shape = made.df.shape
    made.accuracy, made.whitespace = _accuracy(page, grid), compute_whitespace(made.data)
    made.filename, made.page, made.order = filename, page.number, grid.index
    made.flavor = "lattice"  # camelot's word for a table with rules; its plots ask for it
    made.pdf_size = (page.width, page.height)
    made._bbox = (x0, height - bottom, x1, height - top)
    made._segments = _segments(page, grid)
    made.parse = {"vertical": made._segments[0], "horizontal": made._segments[1], "joints": _joints(made)}
    made.textlines = boxes
    made._text = [(box.x0, box.y0, box.x1, box.y1) for box in boxes]
    return made


def _accuracy(page: Page, grid: Grid) -> float:
    """How much of the characters' area lies in the cells they were given to, in per cent."""
    inside = total = 0.0
    for cell in grid.cells:
        own = page.chars[cell.chars]
        wide = np.minimum(own["x1"], cell.x1) - np.maximum(own["x0"], cell.x0)
        high = np.minimum(own["bottom"], cell.bottom) - np.maximum(own["top"], cell.top)
        inside += float((np.maximum(wide, 0) * np.maximum(high, 0)).sum())
        total += float(((own["x1"] - own["x0"]) * (own["bottom"] - own["top"])).sum())
    return 100 * min(inside / total, 1.0) if total else 0.0


def _text_boxes(page: Page, tables: list[Grid]) -> list[TextBox]:
    found = []
    for cell in (cell for table in tables for cell in table.cells if cell.chars):
        own = page.chars[cell.chars]
        top, bottom = float(own["top"].min()), float(own["bottom"].max())
        x0, x1 = float(own["x0"].min()), float(own["x1"].max())
        found.append(TextBox(x0, page.height - bottom, x1, page.height - top, cell.text_raw))
    for line in lines_of(page.chars, outside(page, tables), page.settings):
        found.append(TextBox(line.x0, page.height - line.bottom, line.x1, page.height - line.top, line.text))
    return found


def _segments(page: Page, grid: Grid) -> tuple[list[tuple], list[tuple]]:
    """The vertical and horizontal rules of a table, as lines between two points."""
    x0, top, x1, bottom = grid.box
    vertical, horizontal = [], []
    for left, over, right, under in page.rules.tolist():
        if left < x0 - 3 or right > x1 + 3 or over < top - 3 or under > bottom + 3:
            continue
        x, y = (left + right) / 2, page.height - (over + under) / 2
        if right - left >= under - over:
            horizontal.append((left, y, right, y))
        else:
            vertical.append((x, page.height - under, x, page.height - over))
    return vertical, horizontal


def _joints(table: camelot.core.Table) -> list[tuple[float, float]]:
    """The corners of all cells, spans taken as one."""
    corners = set()
    for cell in (cell for row in table.cells for cell in row):
        corners |= {cell.lt} if cell.left and cell.top else set()
        corners |= {cell.rt} if cell.right and cell.top else set()
        corners |= {cell.lb} if cell.left and cell.bottom else set()
        corners |= {cell.rb} if cell.right and cell.bottom else set()
    return sorted(corners)
