"""Pages that show their text sideways or upside down: turned for reading, and their boxes turned back."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from disclosure.pdf.page import Page

UPRIGHT, DOWN, OVER, UP = 0, 1, 2, 3
"""Which way the text of a page runs as displayed: to the right, downwards, to the left (upside down), upwards."""


def direction(page: Page) -> int:
    """Which way most of the page's text runs.

    Upright digits are higher than wide, so digits tell sideways text from text set in columns; of two neighbours, the
    later one tells up from down. What hangs from its base line is upside down; text that runs to the left and stands
    on it is Arabic or Hebrew.
    """
    chars = page.chars
    if len(chars) < 8:
        return UPRIGHT
    wide, high = chars["x1"] - chars["x0"], chars["bottom"] - chars["top"]
    digits = (chars["code"] >= 48) & (chars["code"] <= 57)
    lying = np.count_nonzero(digits & (wide > high))
    sideways = lying > 8 and lying > np.count_nonzero(digits) / 2
    along, across = ("base", "x") if sideways else ("x", "base")
    step = np.diff(chars[along])
    near = (np.abs(np.diff(chars[across])) < 1) & (np.abs(step) < 3 * np.maximum(wide, high)[1:])
    if not sideways:
        hanging = (chars["base"] < (chars["top"] + chars["bottom"]) / 2)[1:]
        return OVER if np.count_nonzero(near & hanging) > np.count_nonzero(near) / 2 else UPRIGHT
    return UP if np.count_nonzero(near & (step < 0)) > np.count_nonzero(near) / 2 else DOWN


def stray(page: Page, way: int) -> np.ndarray:
    """Which characters of a page whose text lies sideways run another way, as page numbers and running heads do."""
    chars = page.chars
    if way not in (DOWN, UP):
        return np.zeros(len(chars), bool)
    x, y = (chars["x0"] + chars["x1"]) / 2, (chars["top"] + chars["bottom"]) / 2
    own = (chars["x"] > x) & (chars["base"] > y) if way == UP else (chars["x"] < x) & (chars["base"] < y)
    # A comma hangs from its base line, so what is small is taken for what stands before it.
    size = np.maximum(chars["x1"] - chars["x0"], chars["bottom"] - chars["top"])
    told = np.where(size > 0.6 * np.median(size), np.arange(len(chars)), 0)
    return ~own[np.maximum.accumulate(told)]


def upside_down(page: Page) -> bool:
    """Does the text of a page that does not lie sideways hang from its base line?"""
    chars = page.chars
    return bool(np.count_nonzero(chars["base"] < (chars["top"] + chars["bottom"]) / 2) > len(chars) / 2)


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
    return replace(page, width=width, height=height, chars=chars, rules=rules, clipped=clipped, shades=shades)


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
