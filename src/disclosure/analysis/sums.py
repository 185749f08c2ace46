"""Which parts make which sums: two lists of one amount of money, matched by their figures alone."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

TRIES = 200_000
"""Placements tried before the search gives up: some tenths of a second."""
MOST = 400
"""Parts a list may have: each is a step deeper into the search."""


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
