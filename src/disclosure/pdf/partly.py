"""Tables of which rules draw a part only: the columns, the rows or the first column are where the text stands.

What is read so is ``unruled``: less certain than what rules draw whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from disclosure.pdf.grid import Cell, Grid, find_tables, outside
from disclosure.pdf.page import Page
from disclosure.pdf.text import TextLine, lines_of, write
from disclosure.words.characters import meant

_AMOUNT = re.compile(r"[-−+(（]?\d[\d,]*(\.\d+)?%?[)）]?")


def cut_columns(page: Page, grid: Grid) -> None:
    """Cut a table whose frame and rows are ruled, but not its columns, where all its rows leave room."""
    settings = page.settings
    if grid.shape[1] != 1 or any(cell.row_span > 1 for cell in grid.cells):
        return
    rows = [lines_of(page.chars, np.array(cell.chars, "i8"), page.settings) for cell in grid.cells]
    body = next((r for r, lines in enumerate(rows) if len(_pieces(page, lines)) > 1 and _has_amount(page, lines)), 1)
    below = [line for lines in rows[body:] for line in lines]
    gaps = _gaps(page, below)
    if len(gaps) < settings.columns - 1 or body + len(below) < settings.rows:
        return
    xs = [grid.xs[0], *((low + high) / 2 for low, high in gaps), grid.xs[-1]]
    made: list[tuple[int, int, int]] = []
    home = np.full(len(page.chars), -1, "i8")
    for r, lines in enumerate(rows):
        spans: list[list[int]] = [[c, c] for c in range(len(xs) - 1)]
        header = _pieces(page, lines, gaps) if r < body else []
        for _, x0, x1 in header:  # it may stand over several columns
            over = np.minimum(xs[1:], x1) - np.maximum(xs[:-1], x0)  # of each column, how much it stands over
            own = np.flatnonzero(over > settings.header_over * np.minimum(np.diff(xs), x1 - x0))
            first, last = (int(own[0]), int(own[-1])) if len(own) else (0, 0)
            if first < last:
                spans = [s for s in spans if s[1] < first or s[0] > last] + [[first, last]]
        spans.sort()
        starts = [span[0] for span in spans]
        for line in lines:
            at = 0
            for text, x0, x1 in _pieces(page, [line], gaps):
                column = np.searchsorted(xs[1:-1], (x0 + x1) / 2)
                part = line.indices[at : (at := at + len(text.replace(" ", "")))]
                home[part] = len(made) + np.searchsorted(starts, column, side="right") - 1
        made += [(r, first, last) for first, last in spans]
    cut = replace(grid, xs=xs)
    cut.cells = _cells(page, cut, made, home)
    if _is_filled(cut, settings.filled):
        grid.xs, grid.cells, grid.certainty = xs, cut.cells, "unruled"


def _is_filled(grid: Grid, filled: float) -> bool:
    """Have most rows texts in two columns, and two columns texts in most rows?"""
    told = [(cell.row, cell.column) for cell in grid.cells if cell.text]
    of_row, of_column = (np.bincount([place[k] for place in told], minlength=grid.shape[k]) for k in (0, 1))
    rows = grid.shape[0]
    return (of_row > 1).sum() > filled * rows and (of_column > filled * rows).sum() > 1


def is_drawing(page: Page, grid: Grid) -> bool:
    """Is a grid that of a chart? Then bars cross its lines, or figures alone stand in a single column."""
    settings = page.settings
    x0, top, x1, bottom = page.shades.T
    xs, ys = np.array(grid.xs), np.array(grid.ys)
    column = np.searchsorted(xs, (x0 + x1) / 2) - 1
    within = (column >= 0) & (column < len(xs) - 1)
    column = np.clip(column, 0, len(xs) - 2)
    within &= (
        (x0 > xs[column] + settings.bar_edge)
        & (x1 < xs[column + 1] - settings.bar_edge)
        & (x1 - x0 > settings.bar_edge)
    )
    crossed = ((ys[1:-1] > top[:, None] + settings.bar_edge) & (ys[1:-1] < bottom[:, None] - settings.bar_edge)).any(
        axis=1
    )
    if np.count_nonzero(within & crossed) > 1:
        return True
    texts = [cell.text for cell in grid.cells if cell.text]
    return grid.shape[1] == 1 and all(map(_AMOUNT.fullmatch, texts))


def _cells(page: Page, grid: Grid, places: list[tuple[int, int, int]], home: np.ndarray) -> list[Cell]:
    """Cells of one row each: ``places`` are their row, first and last column; ``home`` the cell of each character."""
    written, cells = write(page.chars, home, len(places), page.settings), []
    for k, (r, first, last) in enumerate(places):
        raw, box = written.text_of(k), (grid.xs[first], grid.ys[r], grid.xs[last + 1], grid.ys[r + 1])
        cells.append(Cell(r, first, 1, last - first + 1, *box, raw, meant(raw), written.chars_of(k)))
    return cells


def _pieces(
    page: Page, lines: list[TextLine], gaps: Sequence[tuple[float, float]] = ()
) -> list[tuple[str, float, float]]:
    """What stands on printed lines, cut where a gap is as wide as a column's: text, left and right end.

    Where it is known what ``gaps`` lie between the columns, texts set one by one may be closer there.
    """
    settings = page.settings
    found = []
    for line in lines:
        own = page.chars[line.indices]
        left, right, high = own["x1"][:-1], own["x0"][1:], line.bottom - line.top
        wide = right - left > settings.column_gap * high
        for low, top in gaps:
            begins = (own["space"][1:] >= 2) & (right - left > settings.header_gap * high)
            wide |= begins & (left < top) & (right > low)
        for part in np.split(np.arange(len(own)), np.flatnonzero(wide) + 1):
            text = line.text[line.offsets[part[0]] : line.offsets[part[-1]] + 1]
            found.append((text, float(own["x0"][part].min()), float(own["x1"][part].max())))
    return found


def _has_amount(page: Page, lines: list[TextLine]) -> bool:
    return any(_AMOUNT.fullmatch(text) for text, _, _ in _pieces(page, lines))


def _gaps(page: Page, lines: list[TextLine]) -> list[tuple[float, float]]:
    """What lines leave free between their texts, from the left to the right, where it is as wide as a character."""
    if not lines:
        return []
    chars = page.chars[np.concatenate([line.indices for line in lines])]
    chars = chars[np.argsort(chars["x0"])]
    ends, starts = np.maximum.accumulate(chars["x1"])[:-1], chars["x0"][1:]
    free = np.flatnonzero(
        starts - ends > page.settings.column_gap * np.median([line.bottom - line.top for line in lines])
    )
    return list(zip(ends[free].tolist(), starts[free].tolist(), strict=True))


# --- rules in one direction only -----------------------------------------------------------------------


def one_way(page: Page, ruled: list[Grid]) -> list[Grid]:
    """Tables with rules between their rows only, or between their columns only, outside of those that are ``ruled``."""
    settings = page.settings
    found = []
    for closed, across in _closed(page, ruled):
        part = replace(page, rules=closed, clipped=page.clipped[:0])
        for grid in find_tables(part):
            if across:
                cut_columns(page, grid)
            if grid.shape[1] >= settings.columns and grid.shape[0] >= (settings.rows if across else 1):
                grid.certainty = "unruled"
                found.append(grid)
    return found


def _closed(page: Page, ruled: list[Grid]) -> list[tuple[np.ndarray, bool]]:
    """Rules that begin and end at the same places, closed by two more to a frame; and whether they run across."""
    slack, least, most = page.settings.end_slack, page.settings.rows, page.settings.most_rules
    x, y = (page.rules[:, 0] + page.rules[:, 2]) / 2, (page.rules[:, 1] + page.rules[:, 3]) / 2
    free = np.ones(len(x), bool)
    for left, top, right, bottom in (grid.box for grid in ruled):
        free &= (x < left - slack) | (x > right + slack) | (y < top - slack) | (y > bottom + slack)
    rules = page.rules[free]
    found = []
    for along in 0, 1:  # rules across, and down
        long = rules[rules[:, along + 2] - rules[:, along] > 20 * slack]
        if len(long) < least:
            continue
        ends = np.stack([_numbered(long[:, k], slack) for k in (along, along + 2)], axis=1)
        for number in np.unique(ends, axis=0):
            for stack in _stacks(page, long[(ends == number).all(axis=1)], along):
                places = np.unique(np.round((stack[:, 1 - along] + stack[:, 3 - along]) / 2))
                if not least - along < len(places) <= most:
                    continue
                low, high = stack[:, along].mean(), stack[:, along + 2].mean()
                first, last = places[0], places[-1]
                sides = [[first, low, last, low], [first, high, last, high]]  # of columns, from above
                if not along:
                    sides = [[low, first, low, last], [high, first, high, last]]
                box = (*np.min(sides, axis=0)[:2].tolist(), *np.max(sides, axis=0)[2:].tolist())
                if not any(_overlap(box, grid.box) for grid in ruled):
                    found.append((np.concatenate([stack, np.array(sides)]), not along))
    return found


def _numbered(values: np.ndarray, gap: float) -> np.ndarray:
    """Numbers for values: the same where they lie closer than ``gap``."""
    order = np.argsort(values)
    numbers = np.empty(len(values), "i8")
    numbers[order] = np.cumsum(np.diff(values[order], prepend=values[order[0]]) > gap)
    return numbers


def _stacks(page: Page, rules: np.ndarray, along: int) -> list[np.ndarray]:
    """Rules parted where the next one is far, or nothing stands before it: it is another table's."""
    rules = rules[np.argsort(rules[:, 1 - along] + rules[:, 3 - along])]
    at = (rules[:, 1 - along] + rules[:, 3 - along]) / 2
    apart = np.diff(at)
    if not (apart > page.settings.end_slack).any():
        return [rules]
    usual = np.median(apart[apart > page.settings.end_slack])
    x, y = page.middles()
    across, place = (y, x) if along else (x, y)
    places = np.sort(place[(across > rules[0, along]) & (across < rules[0, along + 2])])
    empty = np.searchsorted(places, at[:-1]) == np.searchsorted(places, at[1:])
    other = (apart > page.settings.stack_far * usual) | (empty & (apart > page.settings.stack_blank * usual))
    return np.split(rules, np.flatnonzero(other) + 1)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


# --- row names left of the frame -----------------------------------------------------------------------


def names_outside(page: Page, grids: list[Grid]) -> None:
    """Give tables the column of names that stands left of their frame, one beside each row.

    A short table, of totals, is given one where its columns are those of another that has; where it begins further
    right, what stands under the first columns of the other is its own.
    """
    slack, named = page.settings.end_slack, []
    for grid in grids:
        if _add_names(page, grid, grids, page.settings.rows):
            named.append(grid)
    for grid in grids:
        for other in named if grid not in named else ():
            k = next((k for k, x in enumerate(other.xs) if abs(x - grid.xs[0]) < slack), 0)
            alike = all(min(abs(x - own) for own in other.xs) < slack for x in grid.xs)
            if k == 1 or (k and alike):
                _add_names(page, grid, grids, 1, other.xs[1:k])
                break


def _add_names(page: Page, grid: Grid, grids: list[Grid], rows_at_least: int, between: Sequence[float] = ()) -> bool:
    """Add the column of names; and more columns, where ``between`` are the borders that lie between name and frame."""
    settings = page.settings
    left, top, right, bottom = grid.box
    told = {cell.row for cell in grid.cells if cell.text}
    if len(told) < rows_at_least:
        return False
    x, y = page.middles()
    beside = np.flatnonzero((x < left) & (y > top) & (y < bottom))
    beside = np.intersect1d(beside, outside(page, grids)) if len(beside) else beside
    if not len(beside):
        return False
    x0, x1 = float(page.chars["x0"][beside].min()), float(page.chars["x1"][beside].max())
    near = (between[-1] if between else left - settings.names_near) < x1 < left + settings.end_slack
    if not near or (between[0] if between else left) - x0 > settings.names_wide * (right - left):
        return False
    lines = lines_of(page.chars, beside, page.settings)
    rows = [int(np.searchsorted(grid.ys, (line.top + line.bottom) / 2)) - 1 for line in lines]
    inside = all(
        line.top > grid.ys[r] - settings.end_slack and line.bottom < grid.ys[r + 1] + settings.end_slack
        for line, r in zip(lines, rows, strict=True)
    )
    if not inside or len(named := set(rows) & told) < rows_at_least:
        return False
    if len(named) < settings.names_share * len([r for r in told if r >= min(named)]):
        return False
    home = np.full(len(page.chars), -1, "i8")
    more = 1 + len(between)
    for line, r in zip(lines, rows, strict=True):
        home[line.indices] = r * more + np.searchsorted(between, x[line.indices])
    grid.xs = [x0 - settings.end_slack, *between, *grid.xs]
    for cell in grid.cells:
        cell.column += more
    grid.cells += _cells(page, grid, [(r, c, c) for r in range(grid.shape[0]) for c in range(more)], home)
    grid.cells.sort(key=lambda cell: (cell.row, cell.column))
    grid.certainty = "unruled"
    return True
