"""Scanned pages: the words and the ruling lines are read from the picture of the page.

The result is a :class:`disclosure.pdf.page.Page` like any other, with ``source`` set to ``ocr``, so that grids, tables
and facts are made of it as of printed text. The library and its models come with the extra ``ocr``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np

from disclosure.model.errors import InputError
from disclosure.pdf.doubts import Doubt, DoubtingDecoder, ReadText
from disclosure.pdf.page import CHAR, Page, open_pdf
from disclosure.pdf.seals import without_seal
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf.system_fonts import machine_fonts
from disclosure.pdf.turned import upright

SCALE = 200 / 72  # pixels for each point
MILLIMETRE = 72 / 25.4  # points
MAX_PIXELS = 16_000_000  # a larger page is rendered more coarsely
LIMITS = {"seconds": 600.0, "megabytes": 6144}  # what one page may take, models included
LONG, HIGH, REACH = 18, 12, 36  # points: the shortest run across, run down, and group of runs taken for rules
GAP = 4.0  # points: what may be missing of a rule between two pieces of it
STROKE_ACROSS, STROKE_DOWN = 6.0, 3.0  # points: strokes at least so long may be pieces of an edge
PART_ACROSS, PART_DOWN = 0.35, 0.2  # the least part of an edge that is drawn
CORNER = 1.5  # points at an end of it that are
NEAR, SAME = 3, 2.0  # pixels by which a line may waver, and points within which two are one
SAMPLE = 8  # lines by which it is told which way up a picture is
CONTRAST = 20  # levels of grey by which a rule is darker than what surrounds it
INSET = 0.12  # of its height, by which the box of a line is larger than its glyphs
DESCENT = 0.12  # of its height, by which the box reaches below the base line


def require() -> None:
    """Raise :class:`InputError` where the extra ``ocr`` is not installed."""
    if not (find_spec("rapidocr") and find_spec("onnxruntime")):
        raise InputError("--ocr", "the OCR library is not installed", "pip install 'budget-disclosure[ocr]'")


def read_scanned(pdf: str | Path, number: int, settings: Settings = DEFAULT) -> Page:
    """Read a page (from 1) from its picture."""
    require()
    with machine_fonts():
        document = open_pdf(Path(pdf))
        try:
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(SCALE, (MAX_PIXELS / (width * height)) ** 0.5)
            picture = np.array(page.render(scale=scale).to_pil().convert("RGB"))
        finally:
            document.close()
    return replace(_read(without_seal(picture, scale * MILLIMETRE), scale, number), settings=settings)


def _read(grey: np.ndarray, scale: float, number: int, turned: bool = False) -> Page:
    """The page that a picture shows; where that lies sideways or upside down it is turned, read, and turned back."""
    grey = np.ascontiguousarray(grey)
    lines = _lines(grey, scale)
    if angle := _skew(lines[0], scale):
        middle = grey.shape[1] / 2, grey.shape[0] / 2
        matrix = cv2.getRotationMatrix2D(middle, angle, 1.0)
        grey = cv2.warpAffine(grey, matrix, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=255)
        lines = _lines(grey, scale)
    rules = np.concatenate([_boxes(lines[0], across=True), _boxes(lines[1], across=False)])
    mended = np.concatenate([rules[:0], *_edges_of_cells(rules, _ink(grey, scale), lines[0] | lines[1], scale)])
    rules = np.concatenate([rules, mended])
    drawn = lines[0] | lines[1]
    for x0, top, x1, bottom in mended.round().astype(int).tolist():  # its pieces are no characters
        cv2.line(drawn, (x0, top), (x1, bottom), 255, 3)
    clean = grey.copy()
    clean[cv2.dilate(drawn, np.ones((3, 3), np.uint8)) > 0] = np.uint8(np.median(grey))
    picture = cv2.cvtColor(clean, cv2.COLOR_GRAY2BGR)
    found, walls = _engine()(picture, use_rec=False).boxes, rules[rules[:, 0] == rules[:, 2]]
    boxes = [] if found is None else [part for box in found for part in _cut(box, walls)]
    if not turned and (turns := _turns(picture, boxes)):
        set_up = upright(_read(np.rot90(grey, turns), scale, number, turned=True), -turns % 4)
        return replace(set_up, askew=set_up.askew + angle)
    chars, doubts = _chars(picture, boxes)
    chars.view("f4").reshape(len(chars), 8)[:, 1:7] /= scale
    doubts = [replace(one, box=tuple(side / scale for side in one.box)) for one in doubts]
    height, width = np.array(grey.shape) / scale
    return Page(
        number, float(width), float(height), chars, rules / scale, 1, source="ocr", askew=angle, doubts=doubts
    )  # fmt: skip


def _lines(grey: np.ndarray, scale: float) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of the rules across and of those down, as two masks."""
    ink = _ink(grey, scale)
    across = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(LONG * scale)), np.uint8))
    down = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(HIGH * scale), 1), np.uint8))
    gap = round(GAP * scale)
    across = cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((gap, 1), np.uint8))
    joined = cv2.dilate(np.bitwise_or(across, down), np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > REACH * scale
    large[0] = False  # the paper; and what is small is a stroke of a large character
    kept = large[labels]
    return across * kept, down * kept


def _ink(grey: np.ndarray, scale: float) -> np.ndarray:
    """What is darker than the paper around it, as a mask."""
    block = round(8 * scale) | 1
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, CONTRAST)


def _edges_of_cells(rules: np.ndarray, ink: np.ndarray, mask: np.ndarray, scale: float) -> Iterator[np.ndarray]:
    """The edges of cells that are drawn in part: a copy too light or a worn drum has left gaps in them.

    An edge goes from one line of its table to the next. It is drawn where a good part of it is, in straight strokes
    longer than those of characters, and up to one of its ends, which no character in a cell reaches.
    """
    reach = round(REACH / 2 * scale)
    joined = cv2.dilate(mask, np.ones((reach | 1, reach | 1), np.uint8))
    count, labels, _, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    middles = ((rules[:, :2] + rules[:, 2:]) / 2).astype(int)
    table = labels[np.clip(middles[:, 1], 0, labels.shape[0] - 1), np.clip(middles[:, 0], 0, labels.shape[1] - 1)]
    level = rules[:, 1] == rules[:, 3]
    straight = [
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape, np.uint8)) > 0
        for shape in ((1, round(STROKE_ACROSS * scale)), (round(STROKE_DOWN * scale), 1))
    ]
    for k in range(1, count):
        own = rules[table == k]
        ys, xs = _lines_at(own[level[table == k]][:, 1], scale), _lines_at(own[~level[table == k]][:, 0], scale)
        if len(ys) < 3 or len(xs) < 3:
            continue
        for at, ends, strokes, across in ((ys, xs, straight[0], True), (xs, ys, straight[1].T, False)):
            part = PART_ACROSS if across else PART_DOWN
            for line in at:
                band = strokes[max(round(line) - NEAR, 0) : round(line) + NEAR + 1].any(axis=0)
                spans = ((a, b, band[round(a) : round(b) + 1]) for a, b in pairwise(ends))
                made = [(a, b) for a, b, own in spans if _is_drawn(own, part, scale)]
                sides = [(a, line, b, line) if across else (line, a, line, b) for a, b in made]
                yield np.array(sides).reshape(-1, 4)


def _lines_at(places: np.ndarray, scale: float) -> list[float]:
    """Where lines are, each once."""
    made: list[list[float]] = []
    for place in sorted(places.tolist()):
        if made and place - made[-1][-1] < SAME * scale:
            made[-1].append(place)
        else:
            made.append([place])
    return [float(np.median(own)) for own in made]


def _is_drawn(strokes: np.ndarray, part: float, scale: float) -> bool:
    """Is so much of an edge drawn that it is one?"""
    corner = round(CORNER * scale)
    return strokes.mean() > part and bool(strokes[:corner].mean() > 0.5 or strokes[-corner:].mean() > 0.5)


def _boxes(mask: np.ndarray, across: bool) -> np.ndarray:
    """The rules of a mask: ``x0, top, x1, bottom`` along the middle of each, in pixels."""
    x, y, wide, high = cv2.connectedComponentsWithStats(mask, connectivity=8)[2][1:, :4].T.astype(float)
    x0, x1, top, bottom = (x, x + wide, y + high / 2, y + high / 2) if across else (x + wide / 2,) * 2 + (y, y + high)
    return np.stack([x0, top, x1, bottom], axis=1)


def _skew(across: np.ndarray, scale: float) -> float:
    """By how many degrees the sheet lay askew, by its longest rule; 0 where that makes no difference."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(across, connectivity=8)
    k = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_WIDTH])) if len(stats) > 1 else 0
    x, y, wide, high = stats[k, :4]
    if not k or wide < 2 * REACH * scale:
        return 0.0
    rows, columns = np.nonzero(labels[y : y + high, x : x + wide] == k)
    angle = float(np.degrees(np.arctan(np.polyfit(columns, rows, 1)[0])))
    return angle if abs(angle) > 0.02 else 0.0


@cache
def _engine():
    from rapidocr import RapidOCR

    # Lines read with little certainty are kept: a value that is wrong is seen by the audit, a missing one is not.
    params = {"Global.log_level": "critical", "Global.use_cls": False, "Global.text_score": 0.0}
    params |= {"Global.max_side_len": 2500}
    params |= {"EngineConfig.onnxruntime.intra_op_num_threads": min(4, os.cpu_count() or 1)}  # each reserves memory
    engine = RapidOCR(params=params)
    recogniser = engine._load_rec_model()
    recogniser.postprocess_op = DoubtingDecoder(recogniser.postprocess_op)
    return engine


Box = tuple[int, int, int, int]


def _turns(picture: np.ndarray, boxes: list[Box]) -> int:
    """How many quarter turns to the left set a picture upright, by how certainly its longest lines are then read."""
    longest = sorted(boxes, key=lambda box: -max(box[2] - box[0], box[3] - box[1]))[:SAMPLE]
    if not longest:
        return 0
    tall = sum(bottom - top > x1 - x0 for x0, top, x1, bottom in longest) > len(longest) / 2
    ways = (1, 3) if tall else (0, 2)
    crops = [np.rot90(picture[top:bottom, x0:x1], way).copy() for way in ways for x0, top, x1, bottom in longest]
    scores = np.reshape(_engine().recognize_txt(crops).scores, (2, -1)).mean(axis=1)
    return ways[int(scores[1] > scores[0])]


def _chars(picture: np.ndarray, boxes: list[Box]) -> tuple[np.ndarray, list[Doubt]]:
    """The characters of a picture as an array of :data:`disclosure.pdf.page.CHAR`, and the numbers that may be others.

    Their places are still in pixels.
    """
    crops = [picture[top:bottom, x0:x1] for x0, top, x1, bottom in boxes]
    crops = [np.rot90(crop).copy() if crop.shape[0] > 2.5 * crop.shape[1] else crop for crop in crops]
    texts = _engine().recognize_txt(crops).txts if crops else []
    spread = [char for box, text in zip(boxes, texts, strict=True) for char in _spread(text, box)]
    doubts = [
        Doubt(tuple(map(float, box)), str(text), text.others, text.doubted)
        for box, text in zip(boxes, texts, strict=True)
        if isinstance(text, ReadText) and text.others
    ]
    return np.array(spread, CHAR), doubts


def _cut(box: np.ndarray, walls: np.ndarray) -> list[Box]:
    """The box of a line, cut where a vertical rule stands across it."""
    x0, top = np.maximum(np.floor(box.min(axis=0)), 0)
    x1, bottom = np.ceil(box.max(axis=0))
    high, middle = bottom - top, (top + bottom) / 2
    inside = (walls[:, 1] < middle) & (walls[:, 3] > middle)
    inside &= (walls[:, 0] > x0 + 0.3 * high) & (walls[:, 0] < x1 - 0.3 * high)
    edges = [x0, *sorted(set(walls[inside, 0])), x1]
    return [(int(a), int(top), int(b), int(bottom)) for a, b in pairwise(edges) if b - a > 0.3 * high and high > 3]


def _spread(text: str, box: Box):
    """The characters of a line over its box; one of ASCII takes half the room of a Chinese one."""
    x0, top, x1, bottom = map(float, box)
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
