"""The red seal on a scanned page, taken off the figures and rules that it was put over."""

from __future__ import annotations

import cv2
import numpy as np

RED = 28  # levels by which the red of a seal is above its green and blue
DARKEST = 20  # per cent of the seal's pixels that may be darker than what counts as paper: edges, and ink under it
SIZE = 20.0, 70.0  # millimetres across: seals of departments are 42, of units 38, oval ones up to 60
SHAPE = 0.6, 1.7  # width by height
GAP = 1.2  # millimetres that a worn ring may be broken by
SPREAD = 0.4  # millimetres by which a lossy picture spreads the colour


def without_seal(picture: np.ndarray, dots: float) -> np.ndarray:
    """A picture in colour in shades of grey, without what is red within a seal; ``dots`` are those of a millimetre.

    Red lines and headings are kept: a seal is round, and large.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    red, green, blue = (picture[..., k].astype(np.int16) for k in range(3))
    reddish = ((red - np.maximum(green, blue)) > RED).astype(np.uint8)
    if reddish.mean() < 1e-4:
        return grey
    joined = cv2.morphologyEx(reddish, cv2.MORPH_CLOSE, _disc(GAP * dots))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    paper = np.uint8(np.median(grey))
    for label, (x, y, wide, high, _) in enumerate(stats.tolist()):
        large = all(SIZE[0] * dots <= side <= SIZE[1] * dots for side in (wide, high))
        if not label or not large or not SHAPE[0] <= wide / high <= SHAPE[1]:
            continue
        part = slice(y, y + high), slice(x, x + wide)
        ring = cv2.morphologyEx((labels[part] == label).astype(np.uint8), cv2.MORPH_CLOSE, _disc(5 * dots))
        inside = _filled(ring) > 0
        ink = cv2.dilate(reddish[part], _disc(SPREAD * dots)) > 0
        # In the light of its own colour a seal is as bright as the paper, and the black ink under it stays dark.
        level = np.percentile(red[part][inside & (reddish[part] > 0)], DARKEST)
        light = np.minimum(red[part] * (paper / max(level, 1.0)), paper).astype(np.uint8)
        grey[part] = np.where(inside & ink, light, grey[part])
    return grey


def _disc(size: float) -> np.ndarray:
    odd = max(round(size), 1) | 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (odd, odd))


def _filled(ring: np.ndarray) -> np.ndarray:
    """A ring with what it encloses."""
    outer, _ = cv2.findContours(ring, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return cv2.drawContours(np.zeros_like(ring), outer, -1, 1, cv2.FILLED)
