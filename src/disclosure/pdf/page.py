"""One reading of a PDF page: the characters with their places, and the ruling lines.

Everything comes from PDFium's own objects in one pass: nothing is rendered and nothing is parsed twice.
Coordinates are points from the top left of the page *as displayed* (rotation and crop box applied).
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as c

from disclosure.model.errors import InputError
from disclosure.pdf import compiled, kernels, system_fonts
from disclosure.pdf.doubts import Doubt
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf.white import with_white

CHAR = np.dtype([("code", "u4"), *((name, "f4") for name in ("x0", "top", "x1", "bottom", "base", "x", "space"))])
"""A character: code point, tight box of its glyph, the origin (``x``, ``base``) it was set from, and ``space``:
1 where white space stands before it in the file, 2 where it begins a text object, 3 for both."""


@dataclass(slots=True)
class Page:
    """A page as displayed.

    ``chars`` is an array of :data:`CHAR` in the order the file draws them, without white space.
    ``rules`` has a row ``x0, top, x1, bottom`` for each straight horizontal or vertical rule.
    ``images`` counts the pictures on the page, so that a scan can be told from a blank page.
    ``cut_short`` says that the page holds more than is read, by the limits of its ``settings``.
    ``clipped`` has a row ``index, stretch, x0, top, x1, bottom`` for each character of text that a clip box cuts off,
    as spreadsheets do with what is too long for its cell. Characters set in the same box, one after the other, are a
    stretch. Boxes that are no cells' go when the tables are found.
    ``shades`` has a row ``x0, top, x1, bottom`` for each filled box that is no rule: shading, or the bar of a chart.
    ``source`` is ``text``, or ``ocr`` where the page was read from its picture (:mod:`disclosure.pdf.ocr`).
    """

    number: int
    width: float
    height: float
    chars: np.ndarray
    rules: np.ndarray
    images: int = 0
    cut_short: bool = False
    source: str = "text"
    clipped: np.ndarray = field(default_factory=lambda: np.empty((0, 6)))
    shades: np.ndarray = field(default_factory=lambda: np.empty((0, 4)))
    settings: Settings = DEFAULT
    askew: float = 0.0
    """Degrees by which the picture was turned to set its rules level."""
    doubts: list[Doubt] = field(default_factory=list)
    """The numbers of a picture that may be read otherwise."""

    def middles(self) -> tuple[np.ndarray, np.ndarray]:
        """Where each character belongs: the middle of its glyph; where that is cut off, brought into its clip box.

        A clip box may reach a little over the rules of its cell, so it is brought in by as much as rules are apart.
        """
        chars = self.chars
        x, y = (chars["x0"] + chars["x1"]) / 2, (chars["top"] + chars["bottom"]) / 2
        if len(self.clipped):
            index, boxes = self.clipped[:, 0].astype("i8"), self.clipped[:, 2:]
            at = np.stack([x[index], y[index]], axis=1)
            low, high = boxes[:, :2], boxes[:, 2:]
            inset = np.minimum(self.settings.snap, (high - low) / 2)
            cut = ((at < low) | (at > high)).any(axis=1, keepdims=True)
            x[index], y[index] = np.where(cut, np.clip(at, low + inset, high - inset), at).T
        return x, y


system_fonts.install()


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """Open a PDF or raise :class:`InputError` saying why it cannot be opened."""
    if not path.exists():
        raise InputError(path, "there is no such file", "check the name", "missing")
    if path.is_dir():
        raise InputError(path, "this is a folder", "name a PDF file, or use the batch command", "folder")
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        said = f"it cannot be opened ({error.strerror})"
        raise InputError(path, said, "check its permissions", "permission") from None
    if not head:
        raise InputError(path, "the file is empty", "download it again", "empty")
    if b"%PDF-" not in head:
        raise InputError(path, f"this is no PDF (it begins with {head[:8]!r})", "name a PDF file", "no-pdf")
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError:
        code = c.FPDF_GetLastError()
        if code == c.FPDF_ERR_PASSWORD:
            said = "the PDF is encrypted and asks for a password"
            raise InputError(path, said, "unlock it first", "encrypted") from None
        raise InputError(path, "the PDF is damaged or cut short", "download it again", "damaged") from None
    if len(document) == 0:
        document.close()
        raise InputError(path, "the PDF has no pages", "download it again", "damaged")
    return document


def properties(path: Path) -> str:
    """Title and author that the file itself gives; often those of another file that it was made from."""
    with open_pdf(path) as document:
        said = document.get_metadata_dict(skip_empty=True)
    return " ".join(said[name] for name in ("Title", "Author") if name in said)


def read_page(page: pdfium.PdfPage, number: int, settings: Settings = DEFAULT) -> Page:
    bounds = c.FS_RECTF()
    c.FPDF_GetPageBoundingBox(page, bounds)
    box = np.array([bounds.left, bounds.bottom, bounds.right, bounds.top], "f8")
    turn = c.FPDFPage_GetRotation(page) % 4
    width, height = float(box[2] - box[0]), float(box[3] - box[1])
    if turn % 2:
        width, height = height, width
    rules, shades, images, cut_rules = _read_rules(page, box, turn, settings)
    chars, clipped, cut_chars = _read_chars(page, box, turn, settings)
    return Page(
        number,
        width,
        height,
        chars,
        rules,
        images,
        cut_rules or cut_chars,
        clipped=clipped,
        shades=shades,
        settings=settings,
    )


def _read_chars(
    page: pdfium.PdfPage, box: np.ndarray, turn: int, settings: Settings
) -> tuple[np.ndarray, np.ndarray, bool]:
    text = c.FPDFText_LoadPage(page)
    if not text:
        return np.empty(0, CHAR), np.empty((0, 6)), False
    try:
        there = c.FPDFText_CountChars(text)
        count = min(max(there, 0), settings.max_chars)
        chars = np.empty(count, CHAR)
        codes, values = chars.view("u4").reshape(count, 8), chars.view("f4").reshape(count, 8)
        clips = np.empty((count, 6))
        for hidden in False, True:  # text that cannot be seen counts only where there is no other: a scan, read by OCR
            spot, marks = np.zeros(8), np.zeros(12, "f4")
            kept = compiled.run().read_chars(
                settings.tuned,
                _address(text),
                count,
                box,
                turn,
                hidden,
                spot,
                spot.ctypes.data,
                marks,
                marks.ctypes.data,
                np.empty((2, 6)),
                codes,
                values,
                clips,
            )
            if kept or not spot[6]:
                break
    finally:
        c.FPDFText_ClosePage(text)
    return chars[:kept], clips[: int(spot[7])].copy(), there > count


def _read_rules(
    page: pdfium.PdfPage, box: np.ndarray, turn: int, settings: Settings
) -> tuple[np.ndarray, np.ndarray, int, bool]:
    seen, deep = np.zeros(2, "i8"), kernels.MAX_DEPTH + 1
    marks, colour = np.zeros(6, "f4"), np.zeros(6, "u4")
    stack = [np.zeros(deep, "i8") for _ in range(3)]
    matrices, rules, kinds = np.zeros((deep + 1, 6)), np.empty((1024, 4)), np.empty(1024, "i8")
    while True:
        count = compiled.run().read_rules(
            settings.tuned,
            _address(page.raw),
            box,
            turn,
            marks,
            marks.ctypes.data,
            colour,
            colour.ctypes.data,
            *stack,
            matrices,
            rules,
            kinds,
            seen,
        )
        if count <= len(rules):
            rules, kinds = rules[:count], kinds[:count]
            cut_short = bool(seen[0] > settings.max_objects)
            return with_white(rules, kinds, settings), rules[kinds == kernels.SHADE], int(seen[1]), cut_short
        rules, kinds = np.empty((count, 4)), np.empty(count, "i8")


def _address(pointer) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
