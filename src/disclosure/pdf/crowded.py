"""Rows without rules between them, in a table that is ruled otherwise: cut where the lines of text stand."""

from __future__ import annotations

import re

import numpy as np

from disclosure.pdf.grid import Cell, Grid
from disclosure.pdf.page import Page
from disclosure.pdf.text import write
from disclosure.words.characters import meant

_AMOUNT = re.compile(r"[-−+(（]?\d[\d,]*(\.\d+)?%?[)）]?")


def cut_rows(page: Page, grid: Grid) -> None:
    """Cut each row that holds several printed lines of amounts, and beside them as many of words or amounts.

    Amounts and codes say where the lines are, and words that stand by themselves. A name on several lines belongs to
    the line that it stands around or begins on.
    """
    settings = page.settings
    if not any(cell.text_raw.count("\n") >= settings.rows - 1 for cell in grid.cells):
        return
    crowded = [
        r for r in range(grid.shape[0]) if _is_crowded(_own(grid, r), settings.rows) or _is_even(page, _own(grid, r))
    ]
    for r in reversed(crowded):
        _cut(page, grid, r)
    if crowded:
        grid.certainty = "unruled"
        grid.cells.sort(key=lambda cell: (cell.row, cell.column))


def _own(grid: Grid, r: int) -> list[Cell]:
    return [cell for cell in grid.cells if cell.row == r and cell.row_span == 1]


def _is_crowded(cells: list[Cell], least: int) -> bool:
    counts = [cell.text_raw.count("\n") + 1 for cell in cells]
    lists = [n for cell, n in zip(cells, counts, strict=True) if n >= least and _is_list(cell.text_raw, least)]
    return len(lists) > 1 or (len(lists) == 1 and counts.count(lists[0]) > 1)


def _is_even(page: Page, cells: list[Cell]) -> bool:
    """Do the lines of most cells stand side by side, none of them wrapped?"""
    settings = page.settings
    cells = [cell for cell in cells if cell.chars]
    lines = max((cell.text_raw.count("\n") + 1 for cell in cells), default=0)
    if len(cells) < settings.even_columns or lines < settings.rows:
        return False
    bases, size = [], float(np.median(np.concatenate([_size(page.chars[cell.chars]) for cell in cells])))
    for cell in cells:
        own = page.chars[cell.chars]
        runs = _runs(own["base"].astype("f8"), 0.5 * size)
        for run in runs[:-1]:
            free = cell.x1 - cell.x0 - float(own["x1"][run].max() - own["x0"][run].min())
            if free < settings.padding + settings.wrap_room * size:
                return False
        bases += [float(own["base"][run].mean()) for run in runs]
    beside = [len(run) for run in _runs(np.array(bases), settings.same_edge)]
    even = sum(count > 1 for count in beside)
    return len(beside) >= settings.rows and even > settings.filled * len(beside) and len(bases) > 2 * len(beside)


def _size(chars: np.ndarray) -> np.ndarray:
    return np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"])


def _is_list(raw: str, least: int) -> bool:
    lines = raw.split("\n")
    return _numeric(raw) and sum(bool(re.search(r"[.,]\d", line)) for line in lines) >= least


def _numeric(raw: str) -> bool:
    return bool(raw) and all(map(_AMOUNT.fullmatch, raw.split("\n")))


def _runs(values: np.ndarray, gap: float) -> list[np.ndarray]:
    """Indices of values that lie closer than ``gap``, run by run, in order."""
    order = np.argsort(values, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(values[order]) > gap) + 1)


def _cut(page: Page, grid: Grid, r: int) -> None:
    own = _own(grid, r)
    chars = page.chars
    middle = ((chars["base"] + chars["top"]) / 2).astype("f8")
    used = [cell for cell in own if cell.chars]
    height = float(np.median([chars["base"][k] - chars["top"][k] for cell in used for k in cell.chars]))
    told = np.array(
        [k for cell in used if _numeric(cell.text_raw) for k in cell.chars] or [k for cell in used for k in cell.chars]
    )
    anchors = np.array([middle[told[run]].mean() for run in _runs(middle[told], 0.5 * height)])
    usual = float(np.median(np.diff(anchors)))
    lines = []  # of each cell: the indices of the characters of its lines
    for cell in used:
        places = np.array(cell.chars)
        lines.append([places[run] for run in _runs(middle[places], 0.5 * height)])
    at = [np.array([middle[line].mean() for line in own_lines]) for own_lines in lines]
    least = min((float(np.diff(ys).min()) for ys in at if len(ys) > 1), default=usual)
    wraps = 1.15 * least if least < 0.9 * usual else 0.0
    blocks = [(line, ys) for own_lines, ys in zip(lines, at, strict=True) for line, ys in _blocks(own_lines, ys, wraps)]
    alone = np.array([ys.mean() for _, ys in blocks if abs(anchors - ys.mean()).min() > 0.6 * usual])
    if len(alone):
        more = [alone[run].mean() for run in _runs(alone, 0.5 * height)]
        anchors = np.sort(np.concatenate([anchors, more]))
    count, home = len(anchors), np.full(len(chars), -1, "i8")
    for places, ys in blocks:
        on = [k for k in range(count) if abs(ys - anchors[k]).min() < 0.3 * height]
        home[places] = min(on or range(count), key=lambda k: abs(anchors[k] - ys.mean()))
    rows = [row for k in range(count) if len(row := np.flatnonzero(home == k))]
    count = len(rows)
    tops = [float(chars["top"][row].min()) for row in rows]
    bottoms = [float(chars["bottom"][row].max()) for row in rows]
    grid.ys[r + 1 : r + 1] = [(bottom + top) / 2 for bottom, top in zip(bottoms[:-1], tops[1:], strict=True)]
    for cell in grid.cells:
        if cell.row > r:
            cell.row += count - 1
        elif cell.row + cell.row_span > r and not any(cell is other for other in own):
            cell.row_span += count - 1
    kept = [cell for cell in grid.cells if not any(cell is other for other in own)]
    made = [(k, *span) for k in range(r, r + count) for cell in own for span in _columns(page, grid, cell, k)]
    of_column = {(k, column): n for n, (k, a, b) in enumerate(made) for column in range(a, b + 1)}
    center, _ = page.middles()
    for k, row in enumerate(rows):
        columns = np.searchsorted(grid.xs[1:-1], center[row])
        home[row] = [of_column[r + k, column] for column in columns.tolist()]
    written = write(chars, home, len(made), page.settings)
    for n, (k, a, b) in enumerate(made):
        raw, box = written.text_of(n), (grid.xs[a], grid.ys[k], grid.xs[b + 1], grid.ys[k + 1])
        kept.append(Cell(k, a, 1, b - a + 1, *box, raw, meant(raw), written.chars_of(n)))
    grid.cells = kept


def _blocks(lines: list[np.ndarray], at: np.ndarray, gap: float) -> list[tuple[np.ndarray, np.ndarray]]:
    """The characters and places of the lines that are one text, wrapped."""
    runs = _runs(at, gap)
    return [(np.concatenate([lines[k] for k in run]), at[run]) for run in runs]


def _columns(page: Page, grid: Grid, cell: Cell, r: int) -> list[tuple[int, int]]:
    """First and last column of what a cell is in row ``r``: a rule down the page may stand in some of the rows only."""
    x0, top, x1, bottom = page.rules.T
    y = (grid.ys[r] + grid.ys[r + 1]) / 2
    here = (x0 + x1)[(top < y) & (bottom > y)] / 2
    spans, first = [], cell.column
    for k in range(cell.column, cell.column + cell.column_span):
        if k + 1 == cell.column + cell.column_span or (abs(here - grid.xs[k + 1]) < 1.5).any():
            spans.append((first, k))
            first = k + 1
    return spans
