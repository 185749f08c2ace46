"""Which amounts make which sums, where nothing but the amounts says so."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

TRIES = 200_000
"""Placements tried before the search gives up: some tenths of a second."""
MOST = 400
"""Parts a list may have: each is a step deeper into the search."""


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


def fit_sums(parts: Sequence[Decimal], wholes: Sequence[Decimal], tries: int = TRIES) -> tuple[list[list[int]], bool]:
    """Put each part under one of the wholes so that every whole is exactly the sum of its parts.

    Returns the ways that fit, two at most, each as the index of the whole for each part; and whether the search came
    to its end. One way and an end: the sums tell. Two ways: they do not (equal parts in different places count as
    two). Amounts must be positive.
    """
    if not parts or sum(parts) != sum(wholes) or any(value <= 0 for value in (*parts, *wholes)):
        return [], True
    if len(parts) > MOST:
        return [], False
    order = sorted(range(len(parts)), key=lambda k: parts[k], reverse=True)
    room, placed, found, left = list(wholes), [0] * len(parts), [], tries

    def place(step: int) -> bool:
        nonlocal left
        if step == len(order):
            found.append(list(placed))
            return len(found) < 2
        part = order[step]
        for whole in range(len(room)):
            if room[whole] < parts[part]:
                continue
            left -= 1
            if left < 0:
                return False
            room[whole] -= parts[part]
            placed[part] = whole
            more = place(step + 1)
            room[whole] += parts[part]
            if not more:
                return False
        return True

    place(0)
    return found, left >= 0
