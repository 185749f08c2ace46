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
    width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    dots = np.maximum(width, height) <= DOT
    if dots.sum() >= 4 * DOTS:
        lines = [*_dotted(rules[dots], 0), *_dotted(rules[dots], 1)]
        rules = np.array([*rules[~dots], *lines]).reshape(-1, 4)
        width, height = rules[:, 2] - rules[:, 0], rules[:, 3] - rules[:, 1]
    if len(rules) > 8 and (height < 3).all():
        columns = _between_breaks(rules[width > 3])
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


def _between_breaks(level: np.ndarray) -> np.ndarray:
    """Rules down the page from break to break of the horizontal rules ``level``, where three or more agree."""
    ends = np.sort(np.concatenate([level[:, 0], level[:, 2]]))
    places = [float(run[len(run) // 2]) for run in np.split(ends, np.flatnonzero(np.diff(ends) > SAME) + 1)]
    heights = np.sort((level[:, 1] + level[:, 3]) / 2)
    rows = np.array([run.mean() for run in np.split(heights, np.flatnonzero(np.diff(heights) > SAME) + 1)])
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
            if first and second and bottom - top <= FAR * usual:
                made.append([x, top, x, bottom])
    return np.array(made).reshape(-1, 4)


def _has(level: np.ndarray, y: float) -> bool:
    return bool((abs((level[:, 1] + level[:, 3]) / 2 - y) <= SAME).any())
