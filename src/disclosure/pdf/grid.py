"""The grid that rules draw on a page, and the text that stands in each of its cells.

Rules that touch belong to one table. The lines of a table cut it into the smallest boxes; boxes with no rule
between them are one cell, which is how spans are found. A character belongs to the cell its glyph stands in,
or would, were it not cut off by a clip box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from disclosure.pdf import compiled
from disclosure.pdf.doubts import Doubt
from disclosure.pdf.page import Page
from disclosure.pdf.rules import as_meant
from disclosure.pdf.settings import Settings
from disclosure.pdf.text import Written, write
from disclosure.words.characters import meant

_APART = re.compile(r"(?<=\d)[ \n](?=\d)")


@dataclass(slots=True)
class Cell:
    """One cell as printed: position in the grid, box on the page (points), and its text.

    ``text_raw`` keeps the printed characters with a line feed at each printed line end; ``text`` is what was
    meant: normalised characters, wrapped lines joined, no spaces between Chinese characters.
    ``chars`` are the indices of its characters on the page, in reading order. ``place`` is where a file that is no PDF
    has it (``Sheet1!B7``).
    """

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    top: float
    x1: float
    bottom: float
    text_raw: str = ""
    text: str = ""
    chars: list[int] = field(default_factory=list, repr=False)
    place: str = ""
    doubt: Doubt | None = None
    """What else it may say, where it is a number that was read from a picture."""
    corrected: bool = False
    """Is its text such another reading, which makes the sums hold?"""


@dataclass(slots=True)
class Grid:
    """A table on one page: the lines of its grid and its cells in reading order.

    ``certainty`` is ``ruled`` where rules draw the grid or the file says that it is one, ``unruled`` where the places
    of the text suggest it, ``ocr`` where both were read from a picture.
    """

    page: int
    index: int
    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    certainty: str = "ruled"

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.ys) - 1, len(self.xs) - 1

    def rows(self) -> list[list[str]]:
        """The normalised texts as a full grid: a span's text stands in its top-left position."""
        rows, columns = self.shape
        grid = [[""] * columns for _ in range(rows)]
        for cell in self.cells:
            grid[cell.row][cell.column] = cell.text
        return grid


def find_tables(page: Page) -> list[Grid]:
    """The ruled tables of a page in reading order, each with its cells and their text."""
    rules, open_columns = as_meant(page.rules, page.settings)
    grids, complete = _grids(rules, page.settings)
    page.cut_short |= not complete
    grids = _outermost(page, grids)
    grids.sort(key=lambda grid: (round(grid.ys[0]), grid.xs[0]))
    tables = _with_text(page, grids) if grids and len(page.chars) else []
    if not grids:  # the clip boxes are no cells'
        page.clipped = page.clipped[:0]
    if open_columns:
        for table in tables:
            _span_columns(page, table)
    return tables


def outside(page: Page, grids: Iterable[Grid]) -> np.ndarray:
    """Indices of the characters that stand in no table."""
    x, y = page.middles()
    free, snap = np.ones(len(x), bool), page.settings.snap
    for grid in grids:
        x0, top, x1, bottom = grid.box
        free &= ~((x >= x0 - snap) & (x <= x1 + snap) & (y >= top) & (y <= bottom))
    return np.flatnonzero(free)


# --- rules ---------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Ruled:
    """The lines of a table, its cells (first row and column, last row and column) and the cell of each box."""

    xs: np.ndarray
    ys: np.ndarray
    cells: np.ndarray
    owner: np.ndarray

    @property
    def box(self) -> tuple[float, float, float, float]:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def _grids(rules: np.ndarray, settings: Settings) -> tuple[list[_Ruled], bool]:
    """The grids that rules draw, one for each group of rules that cross or touch; and whether these are all."""
    run, count, tuned = compiled.run(), len(rules), settings.tuned
    if count < 3:
        return [], True
    across, down = np.empty((count, 3)), np.empty((count, 3))
    rows = run.split(rules, across, down)
    keys, order, spare = np.empty(2 * count), np.empty(2 * count, "i8"), np.empty(2 * count, "i8")
    h, v = np.empty((rows, 3)), np.empty((count - rows, 3))
    ys, xs = np.sort(across[:rows, 0]), np.sort(down[: count - rows, 0])
    h = h[: run.merge(tuned, across, rows, xs, keys, order, spare, h)]
    v = v[: run.merge(tuned, down, count - rows, ys, keys, order, spare, v)]
    if len(h) < 2 or not len(v):
        return [], True
    groups = run.connect(tuned, h, v, keys, order, settings.max_line_pairs)
    if groups < 0:
        return [], False
    by_group = _split(h, order[: len(h)], groups), _split(v, order[len(h) : len(h) + len(v)], groups)
    pairs = [(some_h, some_v) for some_h, some_v in zip(*by_group, strict=True) if len(some_h) > 1 and len(some_v)]
    complete = len(pairs) <= settings.max_tables
    if not complete:  # a drawing
        pairs = sorted(pairs, key=lambda pair: -len(pair[0]) * len(pair[1]))[: settings.max_tables]
    complete &= all((len(some_h) + 2) * (len(some_v) + 2) <= settings.max_boxes for some_h, some_v in pairs)
    return [grid for pair in pairs if (grid := _grid(*pair, settings))], complete


def _split(lines: np.ndarray, group: np.ndarray, groups: int) -> list[np.ndarray]:
    """Lines by their group, each group in the order of the lines."""
    if groups == 1:
        return [lines]
    order = np.argsort(group, kind="stable")
    return np.split(lines[order], np.cumsum(np.bincount(group, minlength=groups))[:-1])


def _grid(h: np.ndarray, v: np.ndarray, settings: Settings) -> _Ruled | None:
    xs, ys, size = np.empty(len(v) + 2), np.empty(len(h) + 2), np.zeros(2, "i8")
    room = len(xs) * len(ys)
    if room > settings.max_boxes:
        return None
    owner, cells = np.empty(room, "i8"), np.empty((room, 4), "i8")
    count = compiled.run().cut(settings.tuned, h, v, xs, ys, size, np.empty(2 * room, "i8"), owner, cells)
    nx, ny = size.tolist()
    if count < 2:
        return None
    return _Ruled(xs[:nx], ys[:ny], cells[:count], owner[: (nx - 1) * (ny - 1)])


def _outermost(page: Page, grids: list[_Ruled]) -> list[_Ruled]:
    """Drop a grid that lies wholly inside another one (drawn twice, or boxes within a cell), unless it is a table."""
    if len(grids) < 2:
        return grids
    boxes = np.array([grid.box for grid in grids])
    order = np.argsort((boxes[:, 2] - boxes[:, 0]) * (boxes[:, 1] - boxes[:, 3]), kind="stable")
    kept: list[int] = []
    snap = page.settings.snap
    slack = np.array([-snap, -snap, snap, snap])
    for k in order:
        outer = boxes[kept] + slack
        around = ((boxes[k, :2] >= outer[:, :2]) & (boxes[k, 2:] <= outer[:, 2:])).all(axis=1)
        holders = [grids[kept[n]] for n in np.flatnonzero(around)]
        if not holders or (
            all(_in_one_cell(grids[k], holder, snap) for holder in holders) and _is_table(page, grids[k])
        ):
            kept.append(k)
    return [grids[k] for k in kept]


def _in_one_cell(inner: _Ruled, outer: _Ruled, snap: float) -> bool:
    """Does a grid stand within one cell of another, clear of its borders?"""
    x0, top, x1, bottom = inner.box
    first, last = np.searchsorted(outer.xs, [x0 - snap, x1 + snap]) - 1
    upper, lower = np.searchsorted(outer.ys, [top - snap, bottom + snap]) - 1
    columns, rows = len(outer.xs) - 1, len(outer.ys) - 1
    if min(first, upper) < 0 or last >= columns or lower >= rows:
        return False
    return len(np.unique(outer.owner.reshape(rows, columns)[upper : lower + 1, first : last + 1])) == 1


def _is_table(page: Page, grid: _Ruled) -> bool:
    """Has a grid at least two rows and columns, and text in most of its cells?"""
    rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
    if min(rows, columns) < 2:
        return False
    x, y = page.middles()
    c, r = np.searchsorted(grid.xs, x) - 1, np.searchsorted(grid.ys, y) - 1
    inside = (c >= 0) & (c < columns) & (r >= 0) & (r < rows)
    told = np.unique(grid.owner[r[inside] * columns + c[inside]])
    return len(told) >= max(4, 0.6 * len(grid.cells))


# --- text ----------------------------------------------------------------------------------------------


def _with_text(page: Page, grids: list[_Ruled]) -> list[Grid]:
    """The tables of a page, their text placed and read in one pass; a grid without any text is none."""
    run, count = compiled.run(), len(page.chars)
    values = page.chars.view("f4").reshape(count, 8)
    home, tables = np.full(count, -1, "i8"), np.full(count, -1, "i8")
    placed = values
    if len(page.clipped):
        page.clipped = page.clipped[_in_a_cell(page.clipped[:, 2:], grids, page.settings)]
    if len(page.clipped):
        placed = values.copy()
        placed[:, 1], placed[:, 2] = placed[:, 3], placed[:, 4] = page.middles()
    first = [0]
    for k, grid in enumerate(grids):
        run.place(page.settings.tuned, placed, grid.xs, grid.ys, grid.owner, first[-1], k, home, tables)
        first.append(first[-1] + len(grid.cells))
    if len(page.clipped):  # what one box cuts off is no run with what stands under or beside it
        index, stretch = page.clipped[:, :2].astype("i8").T
        tables[index] += np.where(tables[index] >= 0, (stretch + 1) * len(grids), 0)
    run.keep_runs_whole(page.settings.tuned, values, home, tables, np.zeros(first[-1], "i8"))
    written = write(page.chars, home, first[-1], page.settings)
    made: list[Grid] = []
    for grid, start in zip(grids, first, strict=False):
        table = _table(page, len(made) + 1, grid, written, start)
        if any(cell.text for cell in table.cells):
            made.append(table)
    return made


def _in_a_cell(boxes: np.ndarray, grids: list[_Ruled], settings: Settings) -> np.ndarray:
    """Which clip boxes are in one row of a table, or in a cell over several: others are a page's or a column's."""
    ends = np.zeros((2 * len(boxes), 8), "f4")  # the middle of the upper edge of each, and then of the lower
    inset = np.minimum(settings.snap, (boxes[:, 3] - boxes[:, 1]) / 2)
    ends[:, 1] = ends[:, 3] = np.tile((boxes[:, 0] + boxes[:, 2]) / 2, 2)
    ends[:, 2] = ends[:, 4] = np.concatenate([boxes[:, 1] + inset, boxes[:, 3] - inset])
    home, tables, first = np.full(len(ends), -1, "i8"), np.full(len(ends), -1, "i8"), 0
    for k, grid in enumerate(grids):
        compiled.run().place(settings.tuned, ends, grid.xs, grid.ys, grid.owner, first, k, home, tables)
        first += len(grid.cells)
    upper, lower = np.split(home, 2)
    return (upper >= 0) & (upper == lower)


def _table(page: Page, index: int, grid: _Ruled, written: Written, start: int) -> Grid:
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    cells = []
    for k, (r0, c0, r1, c1) in enumerate(grid.cells.tolist(), start):
        cell = Cell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])
        if raw := written.text_of(k):
            cell.text_raw, cell.text, cell.chars = raw, meant(raw), written.chars_of(k)
            if _APART.search(raw):
                _keep_apart(page, cell, written, k)
        cells.append(cell)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(page.number, index, xs, ys, cells)


def _keep_apart(page: Page, cell: Cell, written: Written, k: int) -> None:
    """Two spaces in the text of a cell where two numbers are not one: far apart on a line, or on two, not wrapped."""
    begin, settings = written.lines[2 * written.starts[k]], page.settings
    first, last = (written.lines[2 * written.starts[n] + 1] for n in (k, k + 1))
    at = {written.offsets[n] - begin: written.chars[n] for n in range(first, last)}

    def spaces(match: re.Match) -> str:
        left, right = page.chars[[at[match.start() - 1], at[match.end()]]]
        high = left["bottom"] - left["top"]
        if match[0] == " ":
            return "  " if right["x0"] - left["x1"] > settings.numbers_apart * high else " "
        line = page.chars[cell.chars][abs(page.chars["base"][cell.chars] - left["base"]) < high / 2]
        free = cell.x1 - cell.x0 - float(line["x1"].max() - line["x0"].min())
        return "  " if free > settings.padding + settings.wrap_room * high else "\n"

    apart = _APART.sub(spaces, cell.text_raw)
    if "\n" not in cell.text_raw:
        cell.text_raw = apart
    cell.text = meant(apart)


def _span_columns(page: Page, grid: Grid) -> None:
    """Header cells over several columns, where no rules between columns are drawn: each is centred over its columns."""
    at = {(cell.row, cell.column): cell for cell in grid.cells}
    for r in range(grid.shape[0]):
        row = [cell for cell in grid.cells if cell.row == r]
        if any(re.search(r"\d[.,]\d", cell.text) for cell in row):
            return
        for cell in [cell for cell in row if cell.text]:
            chars = page.chars[cell.chars]
            middle = float(chars["x0"].min() + chars["x1"].max()) / 2
            first = last = cell.column
            while (left := at.get((r, first - 1))) and not left.text and left.row_span == cell.row_span:
                first -= 1
            while (right := at.get((r, last + 1))) and not right.text and right.row_span == cell.row_span:
                last += 1
            spans = [(a, b) for a in range(first, cell.column + 1) for b in range(cell.column, last + 1)]
            a, b = min(spans, key=lambda span: abs((grid.xs[span[0]] + grid.xs[span[1] + 1]) / 2 - middle))
            if abs((grid.xs[a] + grid.xs[b + 1]) / 2 - middle) > 2 or a == b:
                continue
            for k in range(a, b + 1):
                if at[r, k] is not cell:
                    grid.cells.remove(at.pop((r, k)))
            at.pop((r, cell.column))
            cell.column, cell.column_span, cell.x0, cell.x1 = a, b - a + 1, grid.xs[a], grid.xs[b + 1]
            at[r, a] = cell
    grid.cells.sort(key=lambda cell: (cell.row, cell.column))
