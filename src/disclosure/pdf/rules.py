"""Rules as they are meant: dotted lines as lines, and columns where only the rules between rows are drawn."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

DOT = 1.6  # points; a rule no longer than this in either direction is a dot
NEAR = 4.0  # points between the dots of one line
DOTS = 6  # the least that make a line
SAME = 1.0  # points between edges that are meant to be the same
FAR = 2.5  # times the usual height of a row: between two rules so far apart stands no row


def as_meant(rules: np.ndarray) -> tuple[np.ndarray, bool]:
    """The rules of a page (``x0, top, x1, bottom``), with dots joined to lines, and with columns; and whether these
    were not drawn.

    A table may have rules between its rows only. Programs that draw the border of each cell by itself still say where
    its columns are: there the rules end and begin again.
    """
    if len(rules) < 9:
        return rules, False
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dots = np.maximum(width, height) <= DOT
    if np.count_nonzero(dots) >= 4 * DOTS:
        lines = [*_dotted(rules[dots], 0), *_dotted(rules[dots], 1)]
        rules = np.array([*rules[~dots], *lines]).reshape(-1, 4)
        width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    tall = height >= 3
    if tall.any() and rules[tall, 3].max() > rules[:, 3].max() - 3:
        return rules, False  # the usual case: rules down the page go down to the last row
    across, down = rules[width > 3], rules[tall]
    if len(across) > 8:
        levels = _levels(across)
        middles = (levels[:-1] + levels[1:]) / 2
        open_rows = ~((down[:, 1] < middles[:, None]) & (down[:, 3] > middles[:, None])).any(axis=1)
        if open_rows.sum() > max(2, 0.6 * len(middles)):
            columns = _between_breaks(across, levels, open_rows)
            return (np.concatenate([rules, columns]), True) if len(columns) else (rules, False)
    return rules, False


def _dotted(dots: np.ndarray, along: int) -> list[list[float]]:
    """The lines that dots make along x (0) or y (1)."""
    place, across = dots[:, along], np.round(dots[:, 1 - along] + dots[:, 3 - along])
    order = np.lexsort((place, across))
    apart = (np.diff(across[order]) != 0) | (np.diff(place[order]) > NEAR)
    made = []
    for run in np.split(order, np.flatnonzero(apart) + 1):
        if len(run) >= DOTS:
            line = [*dots[run, :2].min(axis=0), *dots[run, 2:].max(axis=0)]
            made.append([float(value) for value in line])
    return made


def _levels(across: np.ndarray) -> np.ndarray:
    """The heights at which horizontal rules stand."""
    heights = np.sort((across[:, 1] + across[:, 3]) / 2)
    first = np.flatnonzero(np.diff(heights, prepend=-np.inf) > SAME)
    return np.add.reduceat(heights, first) / np.diff(np.append(first, len(heights)))


def _between_breaks(level: np.ndarray, rows: np.ndarray, open_rows: np.ndarray) -> np.ndarray:
    """Rules down the page from break to break of the horizontal rules ``level``, where three or more agree.

    ``rows`` are their heights; ``open_rows`` says between which of them no rule down the page stands.
    """
    ends = np.sort(np.concatenate([level[:, 0], level[:, 2]]))
    places = [float(run[len(run) // 2]) for run in np.split(ends, np.flatnonzero(np.diff(ends) > SAME) + 1)]
    if len(rows) < 3 or len(places) < 3:
        return np.empty((0, 4))
    usual = float(np.median(np.diff(rows)))
    made = []
    for x in places:
        at = np.minimum(abs(level[:, 0] - x), abs(level[:, 2] - x)) <= SAME
        over = (level[:, 0] < x - SAME) & (level[:, 2] > x + SAME)
        broken = [(y, _has(level[at], y)) for y in rows if _has(level[at | over], y)]
        if sum(is_broken for _, is_broken in broken) < 3:
            continue
        for (top, first), (bottom, second) in pairwise(broken):
            bare = open_rows[(rows[:-1] >= top) & (rows[1:] <= bottom)].all()
            if first and second and bare and bottom - top <= FAR * usual:
                made.append([x, top, x, bottom])
    return np.array(made).reshape(-1, 4)


def _has(level: np.ndarray, y: float) -> bool:
    return bool((abs((level[:, 1] + level[:, 3]) / 2 - y) <= SAME).any())
