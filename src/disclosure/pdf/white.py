"""White rules: invisible on paper, and the borders of cells where these are shaded, as in office table styles."""

from __future__ import annotations

import numpy as np

from disclosure.pdf.kernels import INK, SHADE, WHITE
from disclosure.pdf.settings import DEFAULT, Settings


def with_white(rules: np.ndarray, kinds: np.ndarray, settings: Settings = DEFAULT) -> np.ndarray:
    """The rules of a page (``x0, top, x1, bottom``) that are seen: those in ink, and the white ones on shaded cells.

    A white rule is seen where most of it has shade beside it. Where every other row is shaded only, the rules of the
    other rows go on from those that are seen.
    """
    ink, white, shades = (rules[kinds == kind] for kind in (INK, WHITE, SHADE))
    if not len(white) or not len(shades) or len(white) > settings.max_white:
        return ink
    join = settings.join
    white = np.unique(white, axis=0)
    seen = _on_shade(white, np.unique(shades, axis=0), settings.white_reach)
    x0, top, x1, bottom = white.T
    new = np.flatnonzero(seen)
    while len(new):
        near = np.zeros(len(white), bool)
        for k in new:
            near |= (x0 <= x1[k] + join) & (x1 >= x0[k] - join) & (top <= bottom[k] + join) & (bottom >= top[k] - join)
        new = np.flatnonzero(near & ~seen)
        seen |= near
    return np.concatenate([ink, *([rule] for rule in white[seen] if not _beside(rule, ink, join))])


def _on_shade(rules: np.ndarray, shades: np.ndarray, reach: float) -> np.ndarray:
    """Which rules have shade on one side of their middle, and a quarter of their length before and after it."""
    x0, top, x1, bottom = rules.T
    across = x1 - x0 >= bottom - top
    seen = np.zeros(len(rules), bool)
    for side in -reach, reach:
        whole = np.ones(len(rules), bool)
        for part in 0.25, 0.5, 0.75:
            x = np.where(across, x0 + part * (x1 - x0), (x0 + x1) / 2 + side)
            y = np.where(across, (top + bottom) / 2 + side, top + part * (bottom - top))
            whole &= np.array(
                [
                    bool(((shades[:, 0] <= a) & (shades[:, 2] >= a) & (shades[:, 1] <= b) & (shades[:, 3] >= b)).any())
                    for a, b in zip(x, y, strict=True)
                ]
            )
        seen |= whole
    return seen


def _beside(rule: np.ndarray, ink: np.ndarray, join: float) -> bool:
    """Does a rule in ink stand where this one does? Then it is the border, and the white one the edge of a shade."""
    x0, top, x1, bottom = rule
    x, y = (x0 + x1) / 2, (top + bottom) / 2
    across = ink[:, 2] - ink[:, 0] >= ink[:, 3] - ink[:, 1]
    if x1 - x0 >= bottom - top:
        return bool(
            (across & (abs((ink[:, 1] + ink[:, 3]) / 2 - y) <= join) & (ink[:, 0] <= x) & (ink[:, 2] >= x)).any()
        )
    return bool((~across & (abs((ink[:, 0] + ink[:, 2]) / 2 - x) <= join) & (ink[:, 1] <= y) & (ink[:, 3] >= y)).any())
