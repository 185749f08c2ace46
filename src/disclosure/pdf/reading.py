"""A PDF in one pass: the grids on its pages, the lines of text outside them, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from disclosure.pdf.crowded import cut_rows
from disclosure.pdf.doubts import Doubt
from disclosure.pdf.grid import Grid, find_tables, outside
from disclosure.pdf.page import Page
from disclosure.pdf.pages import read_pages
from disclosure.pdf.partly import cut_columns, is_drawing, names_outside, one_way
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf.text import ProseLine, lines_of
from disclosure.pdf.turned import UPRIGHT, direction, displayed, stray, upright, without
from disclosure.pdf.unruled import UNREAD, find_unruled, read_unruled
from disclosure.words.characters import normalise
from disclosure.words.messages import Message

NO_TEXT, BLANK = Message("no text layer (a picture of a page)"), Message("blank page")


@dataclass(slots=True)
class Reading:
    """All that was read from one PDF: grids page by page, the lines outside them, and remarks on pages."""

    path: Path
    page_sizes: list[tuple[float, float]]
    grids: list[Grid]
    prose: list[ProseLine]
    remarks: list[tuple[int, Message]]
    by_ocr: set[int] = field(default_factory=set)
    filled: dict[int, set[int]] = field(default_factory=dict)
    """For each page the columns of its last row whose text is full, so that it may go on overleaf."""
    names: tuple[str, ...] = ()
    """What the file calls each page, where that is no number: the names of a workbook's sheets."""
    begins: tuple[int, ...] = (1,)
    """The page that each file begins with, where several were read as one: nothing goes on from the page before."""
    _places: dict[tuple[int, float, float], str] | None = None

    @property
    def places(self) -> dict[tuple[int, float, float], str]:
        """Where a file that is no PDF has what begins at a point of a page: ``Sheet1!B7``; empty for a PDF.

        By page, left and top, rounded as in the clean data.
        """
        if self._places is None:
            self._places = {
                (grid.page, round(cell.x0, 1), round(cell.top, 1)): cell.place
                for grid in self.grids
                for cell in grid.cells
                if cell.place
            }
            for line in self.prose:
                for left, top in line.boxes[:, :2].tolist() if line.place else ():
                    self._places[line.page, round(left, 1), round(top, 1)] = line.place
        return self._places

    def read_by(self, page: int) -> str:
        """``ocr`` where a page was read from its picture, ``text`` where from its text layer."""
        return "ocr" if page in self.by_ocr else "text"

    def prose_by_file(self) -> list[list[ProseLine]]:
        """The lines outside the tables, file by file."""
        ends = [*self.begins[1:], len(self.page_sizes) + 1]
        return [
            [line for line in self.prose if begin <= line.page < end]
            for begin, end in zip(self.begins, ends, strict=True)
        ]


def _names(reading: Reading) -> tuple[str, ...]:
    """What a file calls each of its pages; empty for those without a name."""
    return (*reading.names, *[""] * (len(reading.page_sizes) - len(reading.names)))


def joined(readings: Sequence[Reading]) -> Reading:
    """Several files read as one: the pages of each are counted on from those of the file before."""
    first, *others = readings
    whole = replace(
        first, grids=[*first.grids], prose=[*first.prose], page_sizes=[*first.page_sizes], remarks=[*first.remarks],
        by_ocr={*first.by_ocr}, filled={**first.filled}, names=_names(first), _places=None,
    )  # fmt: skip
    for other in others:
        before = len(whole.page_sizes)
        whole.begins = (*whole.begins, before + 1)
        whole.page_sizes += other.page_sizes
        whole.names += _names(other)
        whole.grids += [replace(grid, page=grid.page + before) for grid in other.grids]
        whole.prose += [replace(line, page=line.page + before) for line in other.prose]
        whole.remarks += [(page + before, said) for page, said in other.remarks]
        whole.by_ocr |= {page + before for page in other.by_ocr}
        whole.filled |= {page + before: columns for page, columns in other.filled.items()}
    return whole


def read(pdf: str | Path, progress=None, ocr: bool = False, settings: Settings = DEFAULT) -> Reading:
    """Read a PDF in one pass; with ``ocr`` also the pages that are pictures.

    ``progress`` is called with each page number done; ``settings`` are what the reader goes by. Raises
    :class:`disclosure.model.errors.InputError` where the file cannot be read.
    """
    path = Path(pdf)
    return read_from(path, read_pages(path, ocr=ocr, settings=settings), progress)


def read_from(path: Path, pages: Iterable[Page], progress=None) -> Reading:
    """What stands on pages, whatever read them; ``path`` is the file that they are of."""
    grids: list[Grid] = []
    prose: list[ProseLine] = []
    sizes: list[tuple[float, float]] = []
    remarks: list[tuple[int, Message]] = []
    by_ocr: set[int] = set()
    ways: list[int] = []
    askew: list[float] = []
    aside: list[ProseLine] = []
    filled: dict[int, set[int]] = {}
    for shown in pages:
        page, way, other = set_upright(shown)
        found, around, unread = tables_on(page)
        remarks += [(page.number, UNREAD)] * unread
        if page.source == "ocr":
            by_ocr.add(page.number)
            remarks.append((page.number, Message("read by OCR from a picture of the page")))
        if found:
            filled[page.number] = _full_columns(page, found[-1])
        grids += found
        prose += around
        sizes.append((shown.width, shown.height))
        ways.append(way)
        askew.append(shown.askew)
        if not len(page.chars):
            remarks.append((page.number, NO_TEXT if page.images else BLANK))
        if page.cut_short:
            remarks.append((page.number, Message("more drawing objects than are read; tables may be missing")))
        if other.any():
            aside += _other_way(without(shown, ~other))
        _let_go(found, around)
        if progress:
            progress(page.number)
    _turn_back(grids, prose, ways, sizes)
    _lay_askew(grids, prose, askew, sizes)
    prose = sorted([*prose, *aside], key=lambda line: line.page)
    return Reading(path, sizes, grids, prose, remarks, by_ocr, filled)


def _let_go(grids: list[Grid], lines: list[ProseLine]) -> None:
    """Forget which characters of the page a cell or line is made of: of a long document they would be most of it."""
    for grid in grids:
        for cell in grid.cells:
            cell.chars = []
    for line in lines:
        line.line.indices = []


def set_upright(shown: Page) -> tuple[Page, int, np.ndarray]:
    """The page with its text running to the right, which way that ran, and which characters ran another way."""
    way = direction(shown)
    other = stray(shown, way)
    return upright(without(shown, other), way), way, other


def tables_on(page: Page) -> tuple[list[Grid], list[ProseLine], int]:
    """The tables of an upright page in reading order, the lines outside them, and how many tables remain unread."""
    found = find_tables(page)
    found = _numbered([grid for grid in [*found, *one_way(page, found)] if not is_drawing(page, grid)])
    for grid in found:
        cut_columns(page, grid)
        cut_rows(page, grid)
    names_outside(page, found)
    around, unread = list(_prose(page, found)), 0
    if regions := find_unruled(page, around, found):
        made = [read_unruled(page, region) for region in regions]
        unread = made.count(None)
        found = _numbered([*found, *(grid for grid in made if grid)])
        around = list(_prose(page, found))
    if page.source == "ocr":
        for grid in found:
            grid.certainty = "ocr"
            _doubt(grid, page.doubts)
    return found, around, unread


def _doubt(grid: Grid, doubts: list[Doubt]) -> None:
    """Give the cells of a grid that hold one number what else that may be."""
    for doubt in doubts:
        x, y = (doubt.box[0] + doubt.box[2]) / 2, (doubt.box[1] + doubt.box[3]) / 2
        for cell in grid.cells:
            if cell.x0 <= x <= cell.x1 and cell.top <= y <= cell.bottom and cell.text_raw == doubt.text:
                cell.doubt = doubt


def _full_columns(page: Page, grid: Grid) -> set[int]:
    """The columns of the last row whose text ends in a line without room for one more character."""
    full, padding = set(), page.settings.padding
    for cell in grid.cells:
        if cell.row + cell.row_span < grid.shape[0] or not cell.chars:
            continue
        chars = page.chars[cell.chars]
        size = float(np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"]).max())
        last = chars[chars["base"] > chars["base"].max() - size / 2]
        left, right = float(last["x0"].min()) - cell.x0, cell.x1 - float(last["x1"].max())
        indented = left > max(right, padding / 2)
        if right + (padding / 2 if indented else left) < padding + page.settings.wrap_room * size:
            full.add(cell.column)
    return full


def _numbered(grids: list[Grid]) -> list[Grid]:
    """The tables of a page in reading order, numbered."""
    grids = sorted(grids, key=lambda grid: (round(grid.ys[0]), grid.xs[0]))
    for index, grid in enumerate(grids, start=1):
        grid.index = index
    return grids


def _lay_askew(grids: list[Grid], prose: list[ProseLine], askew: list[float], sizes: list[tuple[float, float]]) -> None:
    """Boxes of what was read from a picture set level, to where they are on the page that lies askew."""
    for grid in grids:
        if angle := askew[grid.page - 1]:
            boxes = np.array([(cell.x0, cell.top, cell.x1, cell.bottom) for cell in grid.cells])
            for cell, sides in zip(grid.cells, _askew(boxes, angle, *sizes[grid.page - 1]).tolist(), strict=True):
                cell.x0, cell.top, cell.x1, cell.bottom = sides
    for line in prose:
        if angle := askew[line.page - 1]:
            line.boxes = _askew(line.boxes, angle, *sizes[line.page - 1])


def _askew(boxes: np.ndarray, degrees: float, width: float, height: float) -> np.ndarray:
    """Boxes moved as their middles are, where a page is turned about its own."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2 - width / 2, (boxes[:, 1] + boxes[:, 3]) / 2 - height / 2
    cos, sin = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    across, down = x * cos - y * sin - x, x * sin + y * cos - y
    return boxes + np.stack([across, down, across, down], axis=1)


def _turn_back(grids: list[Grid], prose: list[ProseLine], ways: list[int], sizes: list[tuple[float, float]]) -> None:
    """Boxes of what was read upright, to where they are on the page as displayed."""
    for grid in grids:
        if (way := ways[grid.page - 1]) != UPRIGHT:
            boxes = np.array([(cell.x0, cell.top, cell.x1, cell.bottom) for cell in grid.cells])
            for cell, sides in zip(grid.cells, displayed(boxes, way, *sizes[grid.page - 1]).tolist(), strict=True):
                cell.x0, cell.top, cell.x1, cell.bottom = sides
    for line in prose:
        if (way := ways[line.page - 1]) != UPRIGHT:
            line.boxes = displayed(line.boxes, way, *sizes[line.page - 1])


def _other_way(page: Page) -> Iterator[ProseLine]:
    """The lines that stand on a page whose text lies sideways."""
    way = direction(page)
    for line in _prose(upright(page, way), []):
        line.boxes = displayed(line.boxes, way, page.width, page.height)
        yield line


def _prose(page: Page, grids: list[Grid]) -> Iterator[ProseLine]:
    sides = np.ascontiguousarray(page.chars).view("f4").reshape(len(page.chars), 8)[:, 1:5]  # x0, top, x1, bottom
    for line in lines_of(page.chars, outside(page, grids), page.settings):
        yield ProseLine(page.number, line, sides[line.indices], normalise([line.text]))
