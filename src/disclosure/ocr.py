"""Scanned pages: the words and the ruling lines are read from the picture of the page.

The result is a :class:`disclosure.page.Page` like any other, with ``source`` set to ``ocr``, so that grids, tables
and facts are made of it as of printed text. The library and its models come with the extra ``ocr``.
"""

from __future__ import annotations

import os
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from disclosure.errors import InputError
from disclosure.page import CHAR, Page, open_pdf

SCALE = 200 / 72  # pixels for each point
MAX_PIXELS = 16_000_000  # a larger page is rendered more coarsely
LIMITS = {"seconds": 600.0, "megabytes": 6144}  # what one page may take, models included
LONG, HIGH, REACH = 18, 12, 36  # points: the shortest run across, run down, and group of runs taken for rules
CONTRAST = 20  # levels of grey by which a rule is darker than what surrounds it
INSET = 0.12  # of its height, by which the box of a line is larger than its glyphs
DESCENT = 0.12  # of its height, by which the box reaches below the base line


def require() -> None:
    """Raise :class:`InputError` where the extra ``ocr`` is not installed."""
    if not (find_spec("rapidocr") and find_spec("onnxruntime")):
        raise InputError("--ocr", "the OCR library is not installed", "pip install 'budget-disclosure[ocr]'")


def read_scanned(pdf: str | Path, number: int) -> Page:
    """Read a page (from 1) from its picture."""
    require()
    document = open_pdf(Path(pdf))
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SCALE, (MAX_PIXELS / (width * height)) ** 0.5)
        grey = page.render(scale=scale, grayscale=True).to_numpy()
    finally:
        document.close()
    grey = np.ascontiguousarray(grey.reshape(grey.shape[:2]))
    lines = _lines(grey, scale)
    if angle := _skew(lines[0], scale):
        middle = grey.shape[1] / 2, grey.shape[0] / 2
        turned = cv2.getRotationMatrix2D(middle, angle, 1.0)
        grey = cv2.warpAffine(grey, turned, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=255)
        lines = _lines(grey, scale)
    rules = np.concatenate([_boxes(lines[0], across=True), _boxes(lines[1], across=False)])
    clean = grey.copy()
    clean[cv2.dilate(lines[0] | lines[1], np.ones((3, 3), np.uint8)) > 0] = np.uint8(np.median(grey))
    chars = _chars(clean, rules[rules[:, 0] == rules[:, 2]])
    values = chars.view("f4").reshape(len(chars), 8)
    values[:, 1:7] /= scale
    return Page(number, width, height, chars, rules / scale, 1, source="ocr")


# --- rules ---------------------------------------------------------------------------------------------


def _lines(grey: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of the rules across and of those down, as two masks."""
    block = round(8 * scale) | 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, CONTRAST)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(LONG * scale)), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(HIGH * scale), 1), np.uint8))
    joined = cv2.dilate(across | down, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > REACH * scale
    large[0] = False  # the paper; and what is small is a stroke of a large character
    kept = large[labels]
    return across * kept, down * kept


def _boxes(mask: np.ndarray, across: bool) -> np.ndarray:
    """The rules of a mask: ``x0, top, x1, bottom`` along the middle of each, in pixels."""
    stats = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:].astype(float)
    x, y, wide, high = stats[:, 0], stats[:, 1], stats[:, 2], stats[:, 3]
    if across:
        return np.stack([x, y + high / 2, x + wide, y + high / 2], axis=1)
    return np.stack([x + wide / 2, y, x + wide / 2, y + high], axis=1)


def _skew(across: np.ndarray, scale: float) -> float:
    """By how many degrees the sheet lay askew, by its long rules; 0 where that makes no difference."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    slopes, weights = [], []
    for k in range(1, len(stats)):
        x, y, wide, high = stats[k, :4]
        if wide > 2 * REACH * scale:
            rows, columns = np.nonzero(labels[y : y + high, x : x + wide] == k)
            slopes.append(np.polyfit(columns, rows, 1)[0])
            weights.append(wide)
    if not slopes:
        return 0.0
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(np.array(weights)[order]), sum(weights) / 2)
    angle = float(np.degrees(np.arctan(slopes[order[half]])))
    return angle if abs(angle) > 0.02 else 0.0


# --- words ---------------------------------------------------------------------------------------------


@cache
def _engine():
    from rapidocr import RapidOCR

    # Lines read with little certainty are kept: a value that is wrong is seen by the audit, a missing one is not.
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 2500,
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1),  # each reserves memory
        }
    )


def _chars(grey: np.ndarray, walls: np.ndarray) -> np.ndarray:
    """The characters of a picture as an array of :data:`disclosure.page.CHAR`, their places still in pixels."""
    picture = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
    found = _engine()(picture, use_rec=False).boxes
    boxes = [] if found is None else [part for box in found for part in _cut(box, walls)]
    crops = [picture[top:bottom, x0:x1] for x0, top, x1, bottom in boxes]
    crops = [np.rot90(c).copy() if _upright(c) else c for c in crops]
    texts = _engine().recognize_txt(crops).txts if crops else []
    spread = [char for box, text in zip(boxes, texts, strict=True) for char in _spread(text, box)]
    return np.array(spread, CHAR)


def _cut(box: np.ndarray, walls: np.ndarray) -> list[tuple[int, int, int, int]]:
    """The box of a line, cut where a vertical rule stands across it."""
    x0, top = np.maximum(np.floor(box.min(axis=0)), 0)
    x1, bottom = np.ceil(box.max(axis=0))
    high, middle = bottom - top, (top + bottom) / 2
    inside = (walls[:, 1] < middle) & (walls[:, 3] > middle)
    inside &= (walls[:, 0] > x0 + 0.3 * high) & (walls[:, 0] < x1 - 0.3 * high)
    edges = [x0, *sorted(set(walls[inside, 0])), x1]
    return [(int(a), int(top), int(b), int(bottom)) for a, b in pairwise(edges) if b - a > 0.3 * high and high > 3]


def _upright(crop: np.ndarray) -> bool:
    return crop.shape[0] > 2.5 * crop.shape[1]


def _spread(text: str, box: tuple[int, int, int, int]):
    """The characters of a line over its box; one of ASCII takes half the room of a Chinese one."""
    x0, top, x1, bottom = box
    if not text.strip():
        return
    high = bottom - top
    inset = INSET * min(high, x1 - x0)
    x0, top, x1, bottom = x0 + inset, top + inset, x1 - inset, bottom - inset
    weights = np.where([c.isascii() for c in text], 0.5, 1.0)
    ends = x0 + np.concatenate([[0.0], np.cumsum(weights) / weights.sum()]) * (x1 - x0)
    base = bottom - DESCENT * (bottom - top)
    for k, char in enumerate(text):
        if not char.isspace():
            before = k > 0 and text[k - 1].isspace()
            yield ord(char), ends[k], top, ends[k + 1], bottom, base, ends[k], float(before)
