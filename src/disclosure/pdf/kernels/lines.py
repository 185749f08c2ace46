"""Rules as lines: pieces joined, and lines that cross or touch gathered into groups, one for each grid."""

import math

from disclosure.pdf.kernels.sorting import first_at_least, sort
from disclosure.pdf.kernels.types import JOIN, MIN_SIDE, SNAP, Floats, Int, Ints, Lines, Rules


def split(rules: Rules, across: Lines, down: Lines) -> Int:
    """Rules as horizontal ``(y, x0, x1)`` and vertical ``(x, top, bottom)``; the number of horizontal ones."""
    rows = columns = 0
    for i in range(len(rules)):
        x0, top, x1, bottom = rules[i, 0], rules[i, 1], rules[i, 2], rules[i, 3]
        if x1 - x0 >= bottom - top:
            across[rows, 0], across[rows, 1], across[rows, 2] = (top + bottom) / 2, x0, x1
            rows += 1
        else:
            down[columns, 0], down[columns, 1], down[columns, 2] = (x0 + x1) / 2, top, bottom
            columns += 1
    return rows


def ends_both(stops, low, high):
    """Does a crossing rule stand at each end of a gap? Then it lies between two borders, not in a broken rule."""
    i, k = first_at_least(stops, len(stops), low - 0.75), first_at_least(stops, len(stops), high - 0.75)
    return i < len(stops) and k < len(stops) and stops[i] <= low + 0.75 and stops[k] <= high + 0.75


def merge(
    tuned: Floats, lines: Lines, count: Int, stops: Floats, keys: Floats, order: Ints, spare: Ints, merged: Lines
) -> Int:
    """Collinear pieces that touch or overlap become one line, sorted by position; too short ones go.

    ``stops`` are the positions of the crossing rules, sorted.
    """
    snap, join, min_side = tuned[SNAP], tuned[JOIN], tuned[MIN_SIDE]
    for i in range(count):
        keys[i], order[i] = lines[i, 0], i
    sort(keys, order, spare, 0, count)
    for i in range(count):
        spare[count + i] = order[i]  # by position
        keys[count + i] = lines[i, 1]
    made = 0
    start = 0
    while start < count:
        stop = start + 1
        while stop < count and keys[spare[count + stop]] - keys[spare[count + stop - 1]] <= snap / 2:
            stop += 1
        at = (keys[spare[count + (start + stop - 1) // 2]] + keys[spare[count + (start + stop) // 2]]) / 2
        for i in range(start, stop):
            order[i] = count + spare[count + i]
        sort(keys, order, spare, start, stop)
        low, high = lines[order[start] - count, 1], lines[order[start] - count, 2]
        for i in range(start + 1, stop + 1):
            line = order[i] - count if i < stop else -1
            gap = lines[line, 1] - high if line >= 0 else math.inf
            if gap <= snap or (gap <= join and not ends_both(stops, high, high + gap)):
                high = max(high, lines[line, 2])
                continue
            if high - low >= min_side:
                merged[made, 0], merged[made, 1], merged[made, 2] = at, low, high
                made += 1
            if line >= 0:
                low, high = lines[line, 1], lines[line, 2]
        start = stop
    return made


def root(owner, k):
    while owner[k] != k:
        owner[k] = owner[owner[k]]
        k = owner[k]
    return k


def unite(owner, a, b):
    a, b = root(owner, a), root(owner, b)
    if a < b:
        owner[b] = a
    else:
        owner[a] = b


def beyond(start, stop, at):
    """How far a position lies beyond the ends of a line."""
    return max(start - at, at - stop, 0.0)


def connect(tuned: Floats, across: Lines, down: Lines, keys: Floats, group: Ints, limit: Int) -> Int:
    """Number the groups of lines that cross or touch; ``group`` holds the horizontal lines, then the vertical.

    Returns the number of groups, or -1 where more than ``limit`` pairs of lines lie near each other.
    """
    snap, join = tuned[SNAP], tuned[JOIN]
    rows, columns = len(across), len(down)
    for i in range(rows):
        keys[i] = across[i, 0]
    for k in range(rows + columns):
        group[k] = k
    tried = 0
    for k in range(columns):
        x, top, bottom = down[k, 0], down[k, 1], down[k, 2]
        first = first_at_least(keys, rows, top - join)
        # A rule that ends at another one does not reach on to a third, unless the two are as good as one.
        near_top = near_bottom = join
        i = first
        while i < rows and keys[i] <= bottom + join:
            if across[i, 1] - join <= x <= across[i, 2] + join:
                near_top = min(near_top, abs(keys[i] - top))
                near_bottom = min(near_bottom, abs(keys[i] - bottom))
            i += 1
            tried += 1
        if tried > limit:
            return -1
        i = first
        while i < rows and keys[i] <= bottom + join:
            y = keys[i]
            far = beyond(top, bottom, y)
            near = near_top if y < top else near_bottom
            if beyond(across[i, 1], across[i, 2], x) <= join and (far <= snap or far <= near):
                unite(group, i, rows + k)
            i += 1
    for k in range(rows + columns):
        group[k] = root(group, k)
    # A root is the smallest of its group: numbering in one pass, through negative numbers.
    groups = 0
    for k in range(rows + columns):
        if group[k] == k:
            groups += 1
            group[k] = -groups
        else:
            group[k] = group[group[k]]
    for k in range(rows + columns):
        group[k] = -group[k] - 1
    return groups
