"""Rules as they are meant: dotted lines as lines, and columns where only the rules between rows are drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from disclosure.pdf.settings import DEFAULT, Settings


def as_meant(rules: np.ndarray, settings: Settings = DEFAULT) -> tuple[np.ndarray, bool]:
    """The rules of a page (``x0, top, x1, bottom``), with dots joined to lines, and with columns; and whether these
    were not drawn.

    A table may have rules between its rows only. Programs that draw the border of each cell by itself still say where
    its columns are: there the rules end and begin again.
    """
    if len(rules) < 9:
        return rules, False
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dots = np.maximum(width, height) <= settings.dot
    if np.count_nonzero(dots) >= 4 * settings.dots:
        lines = [*_dotted(rules[dots], 0, settings), *_dotted(rules[dots], 1, settings)]
        rules = np.array([*rules[~dots], *lines]).reshape(-1, 4)
        width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    tall = height >= 3
    if tall.any() and rules[tall, 3].max() > rules[:, 3].max() - 3:
        return rules, False  # the usual case: rules down the page go down to the last row
    across, down = rules[width > 3], rules[tall]
    if len(across) > 8:
        levels = _levels(across, settings.same_edge)
        middles = (levels[:-1] + levels[1:]) / 2
        open_rows = ~((down[:, 1] < middles[:, None]) & (down[:, 3] > middles[:, None])).any(axis=1)
        if open_rows.sum() > max(2, 0.6 * len(middles)):
            columns = _between_breaks(across, levels, open_rows, settings)
            return (np.concatenate([rules, columns]), True) if len(columns) else (rules, False)
    return rules, False


def _dotted(dots: np.ndarray, along: int, settings: Settings) -> list[list[float]]:
    """The lines that dots make along x (0) or y (1)."""
    place, across = dots[:, along], np.round(dots[:, 1 - along] + dots[:, 3 - along])
    order = np.lexsort((place, across))
    apart = (np.diff(across[order]) != 0) | (np.diff(place[order]) > settings.dot_gap)
    made = []
    for run in np.split(order, np.flatnonzero(apart) + 1):
        if len(run) >= settings.dots:
            line = [*dots[run, :2].min(axis=0), *dots[run, 2:].max(axis=0)]
            made.append([float(value) for value in line])
    return made


def _levels(across: np.ndarray, same: float) -> np.ndarray:
    """The heights at which horizontal rules stand."""
    heights = np.sort((across[:, 1] + across[:, 3]) / 2)
    first = np.flatnonzero(np.diff(heights, prepend=-np.inf) > same)
    return np.add.reduceat(heights, first) / np.diff(np.append(first, len(heights)))


def _between_breaks(level: np.ndarray, rows: np.ndarray, open_rows: np.ndarray, settings: Settings) -> np.ndarray:
    """Rules down the page from break to break of the horizontal rules ``level``, where three or more agree.

    ``rows`` are their heights; ``open_rows`` says between which of them no rule down the page stands.
    """
    same = settings.same_edge
    ends = np.sort(np.concatenate([level[:, 0], level[:, 2]]))
    places = [float(run[len(run) // 2]) for run in np.split(ends, np.flatnonzero(np.diff(ends) > same) + 1)]
    if len(rows) < 3 or len(places) < 3:
        return np.empty((0, 4))
    usual = float(np.median(np.diff(rows)))
    made = []
    for x in places:
        at = np.minimum(abs(level[:, 0] - x), abs(level[:, 2] - x)) <= same
        over = (level[:, 0] < x - same) & (level[:, 2] > x + same)
        broken = [(y, _has(level[at], y, same)) for y in rows if _has(level[at | over], y, same)]
        if sum(is_broken for _, is_broken in broken) < 3:
            continue
        for (top, first), (bottom, second) in pairwise(broken):
            bare = open_rows[(rows[:-1] >= top) & (rows[1:] <= bottom)].all()
            if first and second and bare and bottom - top <= settings.row_far * usual:
                made.append([x, top, x, bottom])
    return np.array(made).reshape(-1, 4)


def _has(level: np.ndarray, y: float, same: float) -> bool:
    return bool((abs((level[:, 1] + level[:, 3]) / 2 - y) <= same).any())
