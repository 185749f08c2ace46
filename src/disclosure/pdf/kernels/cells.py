"""Lines as cells: the grid that a group of lines draws, and which of its boxes are one cell."""

from disclosure.pdf.kernels.lines import root, unite
from disclosure.pdf.kernels.sorting import first_at_least
from disclosure.pdf.kernels.types import JOIN, SNAP, Cells, Floats, Int, Ints, Lines


def positions(lines, low, high, at, snap, join):
    """Where the lines of a grid stand: one position for rules that nearly coincide; how many.

    ``low`` and ``high`` are the outermost ends of the crossing rules: where they reach beyond the last line,
    the side is open and its border is implied. ``lines`` are sorted by position.
    """
    count = 0
    if lines[0, 0] - low > 2 * join:
        at[0] = low
        count = 1
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i, 0] - lines[i - 1, 0] > snap:
            total = 0.0
            for k in range(start, i):
                total += lines[k, 0]
            at[count] = total / (i - start)
            count += 1
            start = i
    if high - at[count - 1] > 2 * join:
        at[count] = high
        count += 1
    return count


def mark_ruled(lines, at, count, stops, last, ruled, width, join):
    """``ruled[i * width + j]``: is the piece of line ``at[i]`` between ``stops[j]`` and ``stops[j + 1]`` ruled?"""
    for k in range(len(lines)):
        i = first_at_least(at, count, lines[k, 0])
        if i == count or (i > 0 and lines[k, 0] - at[i - 1] <= at[i] - lines[k, 0]):
            i -= 1
        for j in range(last):
            length = stops[j + 1] - stops[j]
            reach = min(length / 2, join)
            if (
                lines[k, 1] <= stops[j] + reach
                and lines[k, 2] >= stops[j + 1] - reach
                and lines[k, 1] < (stops[j] + stops[j + 1]) / 2
            ):
                ruled[i * width + j] = 1


def cut(
    tuned: Floats,
    across: Lines,
    down: Lines,
    xs: Floats,
    ys: Floats,
    size: Ints,
    ruled: Ints,
    owner: Ints,
    cells: Cells,
) -> Int:
    """Cut the grid of one group of lines into cells; return how many.

    Boxes with no rule between them are one cell. ``size`` is set to the numbers of lines and ``owner`` to the
    cell of each box, row by row; ``cells`` are first row, first column, last row, last column.
    Returns -1, with ``size`` set, where there is not room for all the boxes.
    """
    snap, join = tuned[SNAP], tuned[JOIN]
    low, high = across[0, 1], across[0, 2]
    for i in range(len(across)):
        low, high = min(low, across[i, 1]), max(high, across[i, 2])
    nx = positions(down, low, high, xs, snap, join)
    low, high = down[0, 1], down[0, 2]
    for i in range(len(down)):
        low, high = min(low, down[i, 1]), max(high, down[i, 2])
    ny = positions(across, low, high, ys, snap, join)
    size[0], size[1] = nx, ny
    rows, columns = ny - 1, nx - 1
    boxes = rows * columns
    if boxes < 2:
        return 0
    if nx * ny * 2 > len(ruled) or boxes > len(cells):
        return -1
    side = nx * ny
    for k in range(2 * side):
        ruled[k] = 0
    mark_ruled(across, ys, ny, xs, columns, ruled, nx, join)
    # The vertical lines, turned: line i, piece j at side + i * ny + j.
    for k in range(side):
        owner[k] = 0
    mark_ruled(down, xs, nx, ys, rows, owner, ny, join)
    for k in range(side):
        ruled[side + k] = owner[k]
    for k in range(boxes):
        owner[k] = k
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not ruled[side + (c + 1) * ny + r]:
                unite(owner, r * columns + c, r * columns + c + 1)
            if r + 1 < rows and not ruled[(r + 1) * nx + c]:
                unite(owner, r * columns + c, (r + 1) * columns + c)
    count = 0
    for k in range(boxes):
        r, c = k // columns, k % columns
        first = root(owner, k)
        if first == k:
            ruled[k] = count
            cells[count, 0], cells[count, 1], cells[count, 2], cells[count, 3] = r, c, r, c
            count += 1
        cell = ruled[first]
        cells[cell, 0], cells[cell, 1] = min(cells[cell, 0], r), min(cells[cell, 1], c)
        cells[cell, 2], cells[cell, 3] = max(cells[cell, 2], r), max(cells[cell, 3], c)
    for k in range(boxes):
        ruled[boxes + k] = ruled[root(owner, k)]
    for k in range(boxes):
        owner[k] = ruled[boxes + k]
    return count
