"""Characters in cells: the cell that each stands in, and runs of text that go over a border."""

from disclosure.pdf.kernels.sorting import first_at_least
from disclosure.pdf.kernels.types import RUN_GAP, SNAP, Chars, Floats, Int, Ints


def place(
    tuned: Floats, chars: Chars, xs: Floats, ys: Floats, owner: Ints, first: Int, table: Int, home: Ints, tables: Ints
) -> Int:
    """Note for each character in a table the cell its middle stands in, numbered from ``first``."""
    snap = tuned[SNAP]
    columns, rows = len(xs) - 1, len(ys) - 1
    left, right, top, bottom = xs[0], xs[columns], ys[0], ys[rows]
    placed = 0
    for i in range(len(chars)):
        x, y = (chars[i, 1] + chars[i, 3]) / 2, (chars[i, 2] + chars[i, 4]) / 2
        if x < left - snap or x > right + snap or y < top - snap or y > bottom + snap:
            continue
        if home[i] >= 0 and (x < left or x > right or y < top or y > bottom):
            continue  # in the margin of this table, but in another one already
        c = min(max(first_at_least(xs, columns + 1, x) - 1, 0), columns - 1)
        r = min(max(first_at_least(ys, rows + 1, y) - 1, 0), rows - 1)
        home[i] = first + owner[r * columns + c]
        tables[i] = table
        placed += 1
    return placed


def keep_runs_whole(tuned: Floats, chars: Chars, home: Ints, tables: Ints, votes: Ints) -> Int:
    """Text that runs over a border stays in one cell: the one most of its run stands in.

    A border separates two characters only where a gap is to be seen between them, or where they were not set
    one right after the other: where cells have no padding, the text of one begins where that of the other ends.
    """
    run_gap = tuned[RUN_GAP]
    start = 0
    moved = 0
    for i in range(1, len(chars) + 1):
        follows = False
        if i < len(chars) and tables[i] >= 0 and tables[i] == tables[i - 1]:
            size = max(
                max(chars[i, 3] - chars[i, 1], chars[i, 4] - chars[i, 2]),
                max(chars[i - 1, 3] - chars[i - 1, 1], chars[i - 1, 4] - chars[i - 1, 2]),
            )
            gap = chars[i, 1] - chars[i - 1, 3]
            follows = abs(chars[i, 5] - chars[i - 1, 5]) < 0.1 * size and -0.5 * size < gap < run_gap * size
            if home[i] != home[i - 1] and chars[i, 7] >= 2 and gap > -0.05 * size:
                follows = False  # a text of its own that begins in its own cell
        if follows:
            continue
        mixed = False
        for k in range(start + 1, i):
            mixed = mixed or home[k] != home[start]
        if mixed:
            best = home[start]
            for k in range(start, i):
                votes[home[k]] += 1
            for k in range(start, i):
                cell = home[k]
                if votes[cell] > votes[best] or (votes[cell] == votes[best] and cell < best):
                    best = cell
            for k in range(start, i):
                votes[home[k]] = 0
                home[k] = best
            moved += 1
        start = i
    return moved
