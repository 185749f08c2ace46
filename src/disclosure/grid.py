"""The grid that rules draw on a page, and the text that stands in each of its cells.

Rules that touch belong to one table. The lines of a table cut it into the smallest boxes; boxes with no rule
between them are one cell, which is how spans are found. A character belongs to the cell its glyph stands in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from disclosure.page import Page
from disclosure.text import lines_of, normalise

SNAP = 2.0  # points; rules nearer than this are one rule (double lines, the two edges of a thin border)
JOIN = 3.0  # points; the gap that a broken or dashed rule may leave, and a rule may end short of another
MIN_SIDE = 3.0  # points; a smaller box is a drawing artefact, not a cell


@dataclass(slots=True)
class Cell:
    """One cell as printed: position in the grid, box on the page (points), and its text.

    ``text_raw`` keeps the printed characters with a line feed at each printed line end; ``text`` is what was
    meant: normalised characters, wrapped lines joined, no spaces between Chinese characters.
    ``chars`` are the indices of its characters on the page, in reading order.
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


@dataclass(slots=True)
class Table:
    """A ruled table on one page: the lines of its grid and its cells in reading order.

    ``edge_shares`` is the part of the outer border that is really ruled (1.0 for a closed box).
    """

    page: int
    index: int
    xs: list[float]
    ys: list[float]
    cells: list[Cell]

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


def find_tables(page: Page) -> list[Table]:
    """The ruled tables of a page in reading order, each cell with its text."""
    horizontal, vertical = _straight(page.rules)
    tables = []
    for h, v in _components(horizontal, vertical):
        table = _table(page.number, h, v)
        if table is not None:
            tables.append(table)
    tables = _outermost(tables)
    tables.sort(key=lambda t: (round(t.ys[0]), t.xs[0]))
    for index, table in enumerate(tables, start=1):
        table.index = index
        _place_text(page, table)
    return [table for table in tables if _holds_text(table)]


def outside(page: Page, tables: Iterable[Table]) -> np.ndarray:
    """Indices of the characters that stand in no table."""
    chars = page.chars
    x, y = (chars["x0"] + chars["x1"]) / 2, (chars["top"] + chars["bottom"]) / 2
    free = np.ones(len(chars), bool)
    for table in tables:
        x0, top, x1, bottom = table.box
        free &= ~((x >= x0 - SNAP) & (x <= x1 + SNAP) & (y >= top) & (y <= bottom))
    return np.flatnonzero(free)


# --- rules ---------------------------------------------------------------------------------------------


def _straight(rules: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rules as horizontal ``(y, x0, x1)`` and vertical ``(x, top, bottom)``, snapped and merged."""
    if not len(rules):
        return np.empty((0, 3)), np.empty((0, 3))
    wide, high = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    across = wide >= high
    h = np.stack([(rules[:, 1] + rules[:, 3]) / 2, rules[:, 0], rules[:, 2]], axis=1)[across]
    v = np.stack([(rules[:, 0] + rules[:, 2]) / 2, rules[:, 1], rules[:, 3]], axis=1)[~across]
    return _merged(h), _merged(v)


def _merged(lines: np.ndarray) -> np.ndarray:
    """Collinear pieces that touch or overlap become one line."""
    if not len(lines):
        return lines
    lines = lines[np.argsort(lines[:, 0], kind="stable")]
    start = np.flatnonzero(np.r_[True, np.diff(lines[:, 0]) > SNAP / 2])
    merged = []
    for a, b in zip(start, np.r_[start[1:], len(lines)], strict=True):
        group = lines[a:b]
        at = float(np.median(group[:, 0]))
        group = group[np.argsort(group[:, 1], kind="stable")]
        reach = np.maximum.accumulate(group[:, 2])
        cut = np.flatnonzero(np.r_[True, group[1:, 1] > reach[:-1] + JOIN])
        for i, j in zip(cut, np.r_[cut[1:], len(group)], strict=True):
            merged.append((at, group[i, 1], reach[j - 1]))
    merged = np.array(merged)
    return merged[merged[:, 2] - merged[:, 1] >= MIN_SIDE]


def _components(h: np.ndarray, v: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """Groups of rules that cross or touch."""
    if not len(h) or not len(v):
        return []
    touch = (
        (h[:, None, 0] >= v[None, :, 1] - JOIN)
        & (h[:, None, 0] <= v[None, :, 2] + JOIN)
        & (v[None, :, 0] >= h[:, None, 1] - JOIN)
        & (v[None, :, 0] <= h[:, None, 2] + JOIN)
    )
    free_h, groups = set(range(len(h))), []
    while free_h:
        rows, columns, frontier = set(), set(), {free_h.pop()}
        while frontier:
            rows |= frontier
            new_columns = set(np.flatnonzero(touch[list(frontier)].any(axis=0))) - columns
            columns |= new_columns
            if not new_columns:
                break
            frontier = set(np.flatnonzero(touch[:, list(new_columns)].any(axis=1))) - rows
        free_h -= rows
        if len(rows) > 1 and columns:
            groups.append((h[sorted(rows)], v[sorted(columns)]))
    return groups


# --- cells ---------------------------------------------------------------------------------------------


def _positions(lines: np.ndarray, ends: Iterable[float]) -> list[float]:
    """Where the lines of a grid stand: one position for rules that nearly coincide.

    ``ends`` are the outermost ends of the crossing rules: where they reach beyond the last line, the side is
    open and its border is implied.
    """
    at: list[list[float]] = []
    for position in sorted(lines[:, 0]):
        if at and position - at[-1][0] <= SNAP:
            at[-1].append(position)
        else:
            at.append([position])
    found = [float(np.mean(group)) for group in at]
    low, high = ends
    if found[0] - low > 2 * JOIN:
        found.insert(0, low)
    if high - found[-1] > 2 * JOIN:
        found.append(high)
    return found


def _covered(lines: np.ndarray, at: list[float], along: list[float]) -> np.ndarray:
    """``[i, j]``: is the piece of line ``at[i]`` between ``along[j]`` and ``along[j + 1]`` ruled?"""
    positions, stops = np.array(at), np.array(along)
    middle, length = (stops[:-1] + stops[1:]) / 2, np.diff(stops)
    ruled = np.zeros((len(at), len(middle)), bool)
    nearest = np.abs(lines[:, 0][:, None] - positions[None, :]).argmin(axis=1)
    reach = np.minimum(length / 2, JOIN) + length * 0.0
    for line, i in zip(lines, nearest, strict=True):
        ruled[i] |= (line[1] <= stops[:-1] + reach) & (line[2] >= stops[1:] - reach) & (line[1] < middle)
    return ruled


def _table(page: int, h: np.ndarray, v: np.ndarray) -> Table | None:
    xs = _positions(v, (h[:, 1].min(), h[:, 2].max()))
    ys = _positions(h, (v[:, 1].min(), v[:, 2].max()))
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2:
        return None
    above = _covered(h, ys, xs)  # [rows + 1, columns]
    left = _covered(v, xs, ys).T  # [rows, columns + 1]
    owner = np.arange(rows * columns).reshape(rows, columns)

    def root(k: int) -> int:
        flat = owner.ravel()
        while flat[k] != k:
            k = flat[k]
        return k

    def unite(a: int, b: int) -> None:
        a, b = root(a), root(b)
        if a != b:
            owner.ravel()[max(a, b)] = min(a, b)

    for r, k in zip(*np.nonzero(~left[:, 1:-1]), strict=True):
        unite(r * columns + k, r * columns + k + 1)
    for r, k in zip(*np.nonzero(~above[1:-1, :]), strict=True):
        unite(r * columns + k, (r + 1) * columns + k)
    cells: dict[int, list[int]] = {}
    for k in range(rows * columns):
        r, col = divmod(k, columns)
        box = cells.setdefault(root(k), [r, col, r, col])
        box[0], box[1] = min(box[0], r), min(box[1], col)
        box[2], box[3] = max(box[2], r), max(box[3], col)
    if len(cells) < 2:
        return None
    made = [
        Cell(r0, c0, r1 - r0 + 1, c1 - c0 + 1, xs[c0], ys[r0], xs[c1 + 1], ys[r1 + 1])
        for r0, c0, r1, c1 in sorted(map(tuple, cells.values()))
    ]
    return Table(page, 0, xs, ys, made)


def _outermost(tables: list[Table]) -> list[Table]:
    """Drop a grid that lies wholly inside another one's cell border region (drawn twice)."""
    kept: list[Table] = []
    for table in sorted(tables, key=lambda t: -(t.xs[-1] - t.xs[0]) * (t.ys[-1] - t.ys[0])):
        x0, top, x1, bottom = table.box
        inside = any(
            x0 >= k.xs[0] - SNAP
            and x1 <= k.xs[-1] + SNAP
            and top >= k.ys[0] - SNAP
            and bottom <= k.ys[-1] + SNAP
            for k in kept
        )
        if not inside:
            kept.append(table)
    return kept


def _holds_text(table: Table) -> bool:
    return any(cell.text for cell in table.cells)


# --- text ----------------------------------------------------------------------------------------------


def _place_text(page: Page, table: Table) -> None:
    chars = page.chars
    x0, top, x1, bottom = table.box
    x, y = (chars["x0"] + chars["x1"]) / 2, (chars["top"] + chars["bottom"]) / 2
    mine = np.flatnonzero((x >= x0 - SNAP) & (x <= x1 + SNAP) & (y >= top - SNAP) & (y <= bottom + SNAP))
    if not len(mine):
        return
    rows, columns = table.shape
    owner = np.zeros((rows, columns), int)
    for k, cell in enumerate(table.cells):
        owner[cell.row : cell.row + cell.row_span, cell.column : cell.column + cell.column_span] = k
    r = np.clip(np.searchsorted(table.ys, y[mine]) - 1, 0, rows - 1)
    col = np.clip(np.searchsorted(table.xs, x[mine]) - 1, 0, columns - 1)
    home = owner[r, col]
    home = _keep_runs_whole(chars[mine], home, table.cells)
    for k in np.unique(home):
        inside = mine[home == k]
        cell = table.cells[k]
        lines = lines_of(chars, inside)
        cell.chars = [i for line in lines for i in line.indices]
        cell.text_raw = "\n".join(line.text for line in lines)
        cell.text = normalise([line.text for line in lines])


def _keep_runs_whole(chars: np.ndarray, home: np.ndarray, cells: list[Cell]) -> np.ndarray:
    """Text that runs over a border stays in one cell: the one most of its run stands in.

    A border separates two characters only where a gap is to be seen between them, or where they were not set
    one right after the other.
    """
    if len(chars) < 2:
        return home
    em = np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"])
    gap = chars["x0"][1:] - chars["x1"][:-1]
    size = np.maximum(em[1:], em[:-1])
    follows = (
        (np.abs(chars["base"][1:] - chars["base"][:-1]) < 0.1 * size)
        & (gap < 0.22 * size)
        & (gap > -0.5 * size)
    )
    if not (follows & (home[1:] != home[:-1])).any():
        return home
    home = home.copy()
    start = np.flatnonzero(np.r_[True, ~follows])
    for a, b in zip(start, np.r_[start[1:], len(chars)], strict=True):
        run = home[a:b]
        if b - a > 1 and (run != run[0]).any():
            values, counts = np.unique(run, return_counts=True)
            home[a:b] = values[counts.argmax()]
    return home
