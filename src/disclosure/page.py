"""One reading of a PDF page: the characters with their places, and the ruling lines.

Everything comes from PDFium's own objects in one pass: nothing is rendered and nothing is parsed twice.
Coordinates are points from the top left of the page *as displayed* (rotation and crop box applied).
"""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from disclosure.errors import InputError

THIN = 3.0  # points; a filled rectangle no thicker than this is a rule, a thicker one is shading
NEARLY_WHITE = 245  # a fill or stroke at least this bright in each channel cannot be seen on paper
MAX_PATHS = 200_000  # objects read on a page before the reader stops and says so
MAX_DEPTH = 12  # form objects inside form objects

CHAR = np.dtype(
    [("code", "u4"), ("x0", "f4"), ("top", "f4"), ("x1", "f4"), ("bottom", "f4"), ("base", "f4"), ("x", "f4")]
)
"""A character: code point, tight box of its glyph, and the origin (``x``, ``base``) it was set from."""


@dataclass(slots=True)
class Page:
    """A page as displayed.

    ``chars`` is an array of :data:`CHAR` in the order the file draws them, without white space.
    ``rules`` has a row ``x0, top, x1, bottom`` for each straight horizontal or vertical rule.
    ``images`` counts the pictures on the page, so that a scan can be told from a blank page.
    ``cut_short`` says that the page holds more drawing objects than :data:`MAX_PATHS`.
    """

    number: int
    width: float
    height: float
    chars: np.ndarray
    rules: np.ndarray
    images: int = 0
    cut_short: bool = False


def read_pages(pdf: str | Path) -> Iterator[Page]:
    """Read a PDF page by page; one page is held at a time.

    Raises :class:`InputError` where the file is missing, empty, no PDF, truncated or encrypted, and after
    the last page where no page had a text layer.
    """
    path = Path(pdf)
    document = open_pdf(path)
    characters = 0
    try:
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:
                raise InputError(
                    path, f"page {index + 1} of {len(document)} cannot be loaded", "get the file anew"
                ) from None
            try:
                read = _read_page(page, index + 1)
            finally:
                page.close()
            characters += len(read.chars)
            yield read
    finally:
        count = len(document)
        document.close()
    if not characters:
        raise InputError(
            path,
            f"none of its {count} pages has a text layer (a scan?)",
            "run it through OCR first, or ask the publisher for the text PDF",
        )


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Open a PDF or raise :class:`InputError` saying why it cannot be opened."""
    if not path.exists():
        raise InputError(path, "there is no such file", "check the name")
    if path.is_dir():
        raise InputError(path, "this is a folder", "name a PDF file, or use the batch command")
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise InputError(path, f"it cannot be opened ({error.strerror})", "check its permissions") from None
    if not head:
        raise InputError(path, "the file is empty", "download it again")
    if b"%PDF-" not in head:
        raise InputError(path, f"this is no PDF (it begins with {head[:8]!r})", "name a PDF file")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        code = c.FPDF_GetLastError()
        if code == c.FPDF_ERR_PASSWORD:
            raise InputError(
                path, "the PDF is encrypted and asks for a password", "unlock it first"
            ) from None
        raise InputError(path, "the PDF is damaged or cut short", "download it again") from None
    if len(document) == 0:
        document.close()
        raise InputError(path, "the PDF has no pages", "download it again")
    return document


def _read_page(page: pdfium.PdfPage, number: int) -> Page:
    box = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, box)
    place = _Placement(box, c.FPDFPage_GetRotation(page))
    rules, images, cut_short = _read_rules(page, place)
    return Page(number, place.width, place.height, _read_chars(page, place), rules, images, cut_short)


class _Placement:
    """From PDF user space (origin bottom left, unrotated) to the page as displayed."""

    def __init__(self, box: c.FS_RECTF, rotation: int) -> None:
        self.left, self.bottom, self.right, self.top = box.left, box.bottom, box.right, box.top
        self.rotation = rotation
        width, height = abs(box.right - box.left), abs(box.top - box.bottom)
        self.width, self.height = (height, width) if rotation % 2 else (width, height)

    def points(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Displayed ``x`` and ``top`` of points in user space."""
        match self.rotation % 4:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def boxes(self, boxes: np.ndarray) -> np.ndarray:
        """Displayed ``x0, top, x1, bottom`` of boxes given as ``left, bottom, right, top``."""
        xa, ya = self.points(boxes[:, 0], boxes[:, 1])
        xb, yb = self.points(boxes[:, 2], boxes[:, 3])
        return np.stack(
            [np.minimum(xa, xb), np.minimum(ya, yb), np.maximum(xa, xb), np.maximum(ya, yb)], axis=1
        )


def _read_chars(page: pdfium.PdfPage, place: _Placement) -> np.ndarray:
    text = c.FPDFText_LoadPage(page)
    count = c.FPDFText_CountChars(text) if text else 0
    if count <= 0:
        if text:
            c.FPDFText_ClosePage(text)
        return np.empty(0, CHAR)
    raw = np.empty((count, 6), "f8")  # left, right, bottom, top, origin x, origin y
    codes = np.zeros(count, "u4")
    base = raw.ctypes.data
    get_code, get_box, get_origin = c.FPDFText_GetUnicode, c.FPDFText_GetCharBox, c.FPDFText_GetCharOrigin
    double = ctypes.POINTER(ctypes.c_double)
    first = [ctypes.cast(base + 8 * k, double) for k in range(6)]
    # One row is filled in place by PDFium and then copied: cheaper than a pointer for every character.
    row = raw[0]
    values = raw.copy()
    for i in range(count):
        code = get_code(text, i)
        if code == 2:
            code = 0x2D  # PDFium's word for a hyphen at a line's end
        elif code <= 32 or code in _SPACES:
            continue
        if get_box(text, i, *first[:4]) and get_origin(text, i, *first[4:]):
            codes[i] = code
            values[i] = row
    c.FPDFText_ClosePage(text)
    keep = codes > 0
    values, codes = values[keep], codes[keep]
    finite = np.isfinite(values).all(axis=1)
    values, codes = values[finite], codes[finite]
    chars = np.empty(len(codes), CHAR)
    chars["code"] = codes
    boxes = place.boxes(values[:, [0, 2, 1, 3]])
    for k, name in enumerate(("x0", "top", "x1", "bottom")):
        chars[name] = boxes[:, k]
    chars["x"], chars["base"] = place.points(values[:, 4], values[:, 5])
    on_page = (
        (chars["x1"] > 0)
        & (chars["x0"] < place.width)
        & (chars["bottom"] > 0)
        & (chars["top"] < place.height)
    )
    return chars[on_page]


_SPACES = frozenset(
    [0xA0, 0xAD, 0x1680, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF, 0x200B, 0x2028, 0x2029, *range(0x2000, 0x200B)]
)


def _read_rules(page: pdfium.PdfPage, place: _Placement) -> tuple[np.ndarray, int, bool]:
    reader = _RuleReader()
    reader.walk(page, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, (1, 0, 0, 1, 0, 0), 0)
    if not reader.lines:
        return np.empty((0, 4)), reader.images, reader.seen > MAX_PATHS
    lines = np.array(reader.lines, dtype="f8")
    lines = lines[np.isfinite(lines).all(axis=1)]
    lines = place.boxes(lines)
    inside = (
        (lines[:, 2] >= -1)
        & (lines[:, 0] <= place.width + 1)
        & (lines[:, 3] >= -1)
        & (lines[:, 1] <= place.height + 1)
    )
    return lines[inside], reader.images, reader.seen > MAX_PATHS


class _RuleReader:
    """Collects the straight rules of a page, form objects included, as ``left, bottom, right, top``."""

    def __init__(self) -> None:
        self.lines: list[tuple[float, float, float, float]] = []
        self.images = 0
        self.seen = 0
        self.f = [ctypes.c_float() for _ in range(4)]
        self.u = [ctypes.c_uint() for _ in range(4)]
        self.fill_mode, self.stroke = ctypes.c_int(), ctypes.c_int()

    def walk(self, holder, count, get, matrix, depth: int) -> None:
        for i in range(count(holder)):
            self.seen += 1
            if self.seen > MAX_PATHS:
                return
            item = get(holder, i)
            kind = c.FPDFPageObj_GetType(item)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self.path(item, matrix)
            elif kind == c.FPDF_PAGEOBJ_IMAGE:
                self.images += 1
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < MAX_DEPTH:
                own = c.FS_MATRIX()
                c.FPDFPageObj_GetMatrix(item, own)
                inner = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
                self.walk(item, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject, inner, depth + 1)

    def path(self, item, matrix) -> None:
        c.FPDFPath_GetDrawMode(item, self.fill_mode, self.stroke)
        filled, stroked = bool(self.fill_mode.value), bool(self.stroke.value)
        if filled and not self.visible(c.FPDFPageObj_GetFillColor, item):
            filled = False
        if stroked and not self.visible(c.FPDFPageObj_GetStrokeColor, item):
            stroked = False
        if not (filled or stroked):
            return
        own = c.FS_MATRIX()
        c.FPDFPageObj_GetMatrix(item, own)
        full = _multiply((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        for points in self.subpaths(item, full):
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
            thin = min(right - left, top - bottom) <= THIN
            if thin and max(right - left, top - bottom) > 0:
                self.lines.append((left, bottom, right, top))
            elif stroked:
                for (xa, ya), (xb, yb) in itertools.pairwise(points):
                    if abs(xa - xb) <= 0.5 or abs(ya - yb) <= 0.5:
                        self.lines.append((min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)))

    def visible(self, get_colour, item) -> bool:
        if not get_colour(item, *self.u):
            return True
        red, green, blue, alpha = (value.value for value in self.u)
        return alpha > 0 and min(red, green, blue) < NEARLY_WHITE

    def subpaths(self, item, matrix) -> Iterator[list[tuple[float, float]]]:
        """The straight subpaths of a path; a subpath with a curve in it is no rule and is left out."""
        a, b, cc, d, e, f = matrix
        x, y = self.f[0], self.f[1]
        points: list[tuple[float, float]] = []
        straight = True
        for i in range(c.FPDFPath_CountSegments(item)):
            segment = c.FPDFPath_GetPathSegment(item, i)
            kind = c.FPDFPathSegment_GetType(segment)
            c.FPDFPathSegment_GetPoint(segment, x, y)
            if kind == c.FPDF_SEGMENT_MOVETO:
                if straight and len(points) > 1:
                    yield points
                points, straight = [], True
            elif kind == c.FPDF_SEGMENT_BEZIERTO:
                straight = False
            points.append((a * x.value + cc * y.value + e, b * x.value + d * y.value + f))
            if c.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
                points.append(points[0])
        if straight and len(points) > 1:
            yield points


def _multiply(inner, outer):
    """The matrix that applies ``inner`` first and ``outer`` after it."""
    a, b, cc, d, e, f = inner
    A, B, C, D, E, F = outer
    return (
        a * A + b * C,
        a * B + b * D,
        cc * A + d * C,
        cc * B + d * D,
        e * A + f * C + E,
        e * B + f * D + F,
    )
