"""Which lines are the sum of the lines that follow them, where nothing but their amounts says so."""

from __future__ import annotations

from decimal import Decimal


def ends_of_sums(values: list[list[Decimal]]) -> list[int]:
    """For each line, its amounts in all columns given, where the lines below it end: the first that is not part of it.

    A line is the sum of the lines that follow, each with those below it, until they reach it; a line that is no sum
    ends at the next one.
    """
    ends = [0] * len(values)
    for n in range(len(values) - 1, -1, -1):
        left, m = list(values[n]), n + 1
        while any(left) and m < len(values) and all(a >= b for a, b in zip(left, values[m], strict=True)):
            left = [a - b for a, b in zip(left, values[m], strict=True)]
            m = ends[m]
        ends[n] = m if m > n + 1 and not any(left) else n + 1
    return ends
