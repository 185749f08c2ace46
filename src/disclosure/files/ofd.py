"""An OFD file, China's own format for fixed pages (GB/T 33190): its characters and rules, read as a PDF's are.

A page of it has text objects (a box, a size, and where each character stands in the box) and paths, all in millimetres
from the top left. They become a :class:`disclosure.pdf.page.Page`, so that tables are found by the same geometry.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from lxml import etree

from disclosure.files.package import Package, number, whole
from disclosure.model.errors import InputError
from disclosure.pdf.page import CHAR, Page
from disclosure.pdf.reading import Reading, read_from
from disclosure.pdf.settings import DEFAULT, Settings

POINT = 72 / 25.4  # points in a millimetre
ASCENT, DESCENT = 0.82, 0.12  # of its size, by which a glyph reaches over and under its base line
_A4 = (0.0, 0.0, 210.0, 297.0)
_PATH = re.compile(r"[SMLQBAC]|-?\d*\.?\d+(?:[eE]-?\d+)?")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""How many numbers follow each letter of a path."""

Matrix = tuple[float, float, float, float, float, float]


def read(path: Path, progress: Callable[[int], None] | None = None, settings: Settings = DEFAULT) -> Reading:
    """Read an OFD file. Raises :class:`InputError` where it cannot be, or has no text."""
    with Package(path) as package:
        found = read_from(path, pages(package, settings), progress)
    if not found.grids and not found.prose:
        said = f"none of its {len(found.page_sizes)} pages has text (a scan?)"
        raise InputError(path, said, "print it to PDF, and read that with --ocr", "scan")
    return found


def pages(package: Package, settings: Settings = DEFAULT) -> Iterator[Page]:
    """The pages of the file's first document, one after the other."""
    start = next(package.xml("OFD.xml").iter("{*}DocRoot"), None)
    root = (start.text or "").strip().lstrip("/") if start is not None else ""
    document, folder = package.xml(root), posixpath.dirname(root)
    area = _box(document, _A4)
    templates = {part.get("ID", ""): part.get("BaseLoc", "") for part in document.iter("{*}TemplatePage")}
    for count, one in enumerate(document.iterfind("{*}Pages/{*}Page"), start=1):
        tree = package.xml(_inside(folder, one.get("BaseLoc", "")))
        under = [
            package.xml(_inside(folder, templates[part.get("TemplateID", "")]))
            for part in tree.iter("{*}Template")
            if part.get("TemplateID", "") in templates
        ]
        yield _page([*under, tree], count, _box(tree, area), settings)


def _inside(folder: str, name: str) -> str:
    return name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(folder, name))


def _box(tree: etree._Element, otherwise: tuple[float, ...]) -> tuple[float, ...]:
    """The size of a page, in millimetres."""
    for name in ("PhysicalBox", "ApplicationBox"):
        for part in tree.iter(f"{{*}}{name}"):
            if len(sides := _numbers(part.text or "")) == 4 and min(sides[2:]) > 0:
                return tuple(sides)
    return otherwise


def _numbers(text: str) -> list[float]:
    return [number(word) for word in text.split()]


def _first(part: etree._Element, name: str) -> float:
    """The number that an attribute gives; 0 where it gives none."""
    return (_numbers(part.get(name, "")) or [0.0])[0]


def _page(trees: list[etree._Element], count: int, area: tuple[float, ...], settings: Settings) -> Page:
    chars: list[tuple] = []
    rules: list[tuple[float, float, float, float]] = []
    images = 0
    for tree in trees:
        for part in tree.iter("{*}TextObject", "{*}PathObject", "{*}ImageObject"):
            name = str(part.tag).rpartition("}")[2]
            if part.get("Visible") == "false":
                continue
            if name == "ImageObject":
                images += 1
            elif name == "TextObject":
                chars += _characters(part)
            else:
                rules += _rules(part, settings)
    cut = len(chars) > settings.max_chars or len(rules) > settings.max_objects
    made = np.array(chars[: settings.max_chars], CHAR) if chars else np.empty(0, CHAR)
    drawn = np.array(rules[: settings.max_objects]).reshape(-1, 4)
    size = (area[2] * POINT, area[3] * POINT)
    return Page(count, *size, made, drawn, images, cut, settings=settings)


def _placed(part: etree._Element) -> tuple[float, float, Matrix]:
    """Where the box of an object begins, and the matrix of what is in it."""
    left, top = [*_numbers(part.get("Boundary", "")), 0.0, 0.0][:2]
    matrix = _numbers(part.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return left, top, (a, b, c, d, e, f)


def _characters(part: etree._Element) -> Iterator[tuple]:
    """The characters of a text object, as rows of :data:`CHAR`."""
    left, top, (a, b, c, d, e, f) = _placed(part)
    size = _first(part, "Size")
    high, wide = size * abs(d or b) * POINT, size * abs(a or c) * POINT
    begins = True
    if min(high, wide) < 0.1:
        return
    for code in part.iterchildren("{*}TextCode"):
        text = code.text or ""
        x, y = _first(code, "X"), _first(code, "Y")
        across, down = (_steps(code.get(name, ""), len(text)) for name in ("DeltaX", "DeltaY"))
        spaced = False
        for k, character in enumerate(text):
            if character.isspace():
                spaced = True
            else:
                at = (left + a * x + c * y + e) * POINT
                base = (top + b * x + d * y + f) * POINT
                share = 0.5 if character.isascii() else 1.0
                own = min(wide * share, across[k] * abs(a) * POINT) if k < len(across) and across[k] else wide * share
                mark = (1 if spaced else 0) + (2 if begins else 0)
                yield (ord(character), at, base - ASCENT * high, at + own, base + DESCENT * high, base, at, mark)
                spaced = begins = False
            x += across[k] if k < len(across) else 0.0 if k < len(down) else size * (0.5 if character.isascii() else 1)
            y += down[k] if k < len(down) else 0.0


def _steps(text: str, count: int) -> list[float]:
    """The steps from character to character; ``g 3 4.2`` says 4.2 three times."""
    made: list[float] = []
    words = iter(text.split())
    for word in words:
        if word == "g":
            times, step = whole(next(words, "")), number(next(words, ""))
            made += [step] * min(times, count)
        else:
            made.append(number(word))
    return made[:count]


def _rules(part: etree._Element, settings: Settings) -> Iterator[tuple[float, float, float, float]]:
    """The straight rules that a path draws: across or down, and boxes too thin to be anything else."""
    left, top, (a, b, c, d, e, f) = _placed(part)
    data = next((p.text or "" for p in part.iter("{*}AbbreviatedData")), "")
    stroked = part.get("Stroke", "true") != "false"
    for points in _lines(data):
        places = [((left + a * x + c * y + e) * POINT, (top + b * x + d * y + f) * POINT) for x, y in points]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        box = min(xs), min(ys), max(xs), max(ys)
        if not stroked and min(box[2] - box[0], box[3] - box[1]) > settings.thin:
            continue  # a shade
        if not stroked or min(box[2] - box[0], box[3] - box[1]) <= settings.thin:
            yield box
            continue
        for (x0, y0), (x1, y1) in pairwise(places):
            if abs(x1 - x0) < 0.5 or abs(y1 - y0) < 0.5:
                yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _lines(data: str) -> Iterator[list[tuple[float, float]]]:
    """The polygons of a path; one with a curve is none."""
    words = _PATH.findall(data)
    points: list[tuple[float, float]] = []
    curved, k = False, 0
    while k < len(words):
        letter = words[k]
        count = _TAKES.get(letter, 0)
        numbers = words[k + 1 : k + 1 + count]
        k += 1 + count
        if letter not in _TAKES or any(word in _TAKES for word in numbers) or len(numbers) < count:
            continue
        if letter in "SM":
            if len(points) > 1 and not curved:
                yield points
            points, curved = [(number(numbers[0]), number(numbers[1]))], False
        elif letter == "L":
            points.append((number(numbers[0]), number(numbers[1])))
        elif letter == "C":
            if points:
                points.append(points[0])
        else:
            curved = True
    if len(points) > 1 and not curved:
        yield points
