"""Pages that show their text sideways or upside down: turned for reading, and their boxes turned back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from disclosure.pdf.page import Page

UPRIGHT, DOWN, OVER, UP = 0, 1, 2, 3
"""Which way the text of a page runs as displayed: to the right, downwards, to the left (upside down), upwards."""


def _ways(chars: np.ndarray) -> np.ndarray:
    """Which way each character runs: a glyph stands above its base line, and right of where it was set."""
    left = chars["x0"] + chars["x1"] < 2 * chars["x"]
    below = chars["top"] + chars["bottom"] > 2 * chars["base"]
    return np.array([UPRIGHT, DOWN, UP, OVER], "i8")[2 * left + below]


def direction(page: Page) -> int:
    """Which way most of the page's text runs; what runs to the left but stands upright is Arabic or Hebrew.

    Small ones tell nothing beside larger ones: commas hang from their base line.
    """
    chars = page.chars
    size = np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"])
    counts = np.bincount(_ways(chars)[size > 0.6 * size.max(initial=0) / 2], minlength=4)
    return int(counts.argmax()) if counts.max() > counts.sum() / 2 else UPRIGHT


def stray(page: Page, way: int) -> np.ndarray:
    """Which characters of a page whose text lies sideways run another way, as page numbers and running heads do.

    A comma hangs from its base line, so what is small runs as what stands before it.
    """
    chars = page.chars
    if way not in (DOWN, UP):
        return np.zeros(len(chars), bool)
    size = np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"])
    told = np.where(size > 0.6 * np.median(size), np.arange(len(chars)), 0)
    return _ways(chars)[np.maximum.accumulate(told)] != way


def without(page: Page, gone: np.ndarray) -> Page:
    """The page without some of its characters."""
    if not gone.any():
        return page
    left = np.cumsum(~gone) - 1
    clipped = page.clipped[~gone[page.clipped[:, 0].astype("i8")]].copy()
    clipped[:, 0] = left[clipped[:, 0].astype("i8")]
    return replace(page, chars=page.chars[~gone], clipped=clipped)


def upright(page: Page, way: int) -> Page:
    """The page as it would be with its text running to the right."""
    if way == UPRIGHT:
        return page
    chars = page.chars.copy()
    corners = np.stack([page.chars[name] for name in ("x0", "top", "x1", "bottom")], axis=1)
    for name, side in zip(("x0", "top", "x1", "bottom"), _turn(corners, way, page.width, page.height).T, strict=True):
        chars[name] = side
    origin = np.stack([page.chars["x"], page.chars["base"]] * 2, axis=1)
    chars["x"], chars["base"] = _turn(origin, way, page.width, page.height).T[:2]
    width, height = (page.width, page.height) if way == OVER else (page.height, page.width)
    rules, shades = (_turn(boxes, way, page.width, page.height) for boxes in (page.rules, page.shades))
    clipped = page.clipped.copy()
    clipped[:, 2:] = _turn(clipped[:, 2:], way, page.width, page.height)
    doubts = list(page.doubts)
    if doubts:
        boxes = _turn(np.array([one.box for one in doubts]), way, page.width, page.height).tolist()
        doubts = [replace(one, box=tuple(box)) for one, box in zip(doubts, boxes, strict=True)]
    return replace(
        page, width=width, height=height, chars=chars, rules=rules, clipped=clipped, shades=shades, doubts=doubts
    )  # fmt: skip


def displayed(boxes: np.ndarray, way: int, width: float, height: float) -> np.ndarray:
    """Boxes of an upright page back to where they are on the page as displayed (of this width and height)."""
    back = {UPRIGHT: UPRIGHT, DOWN: UP, OVER: OVER, UP: DOWN}[way]
    turned = (width, height) if way == OVER else (height, width)
    return _turn(boxes, back, *turned)


def _turn(boxes: np.ndarray, way: int, width: float, height: float) -> np.ndarray:
    """Boxes ``x0, top, x1, bottom`` turned so that what runs ``way`` runs to the right."""
    x0, top, x1, bottom = boxes.T
    if way == DOWN:
        sides = [top, width - x1, bottom, width - x0]
    elif way == UP:
        sides = [height - bottom, x0, height - top, x1]
    elif way == OVER:
        sides = [width - x1, height - bottom, width - x0, height - top]
    else:
        sides = [x0, top, x1, bottom]
    return np.ascontiguousarray(np.stack(sides, axis=1))
