"""Printed characters into text: lines in reading order."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass

import numpy as np

from disclosure.pdf import compiled
from disclosure.pdf.settings import DEFAULT, Settings

PAGE_NUMBER = re.compile(r"^[\s\-—–―─·~]*(第?\s*\d{1,4}\s*页?)?([\s,，/]*共?\s*\d{1,4}\s*页)?[\s\-—–―─·~]*$")


@dataclass(slots=True)
class TextLine:
    """A printed line: its text with single spaces where a gap is to be seen, its character indices and box."""

    text: str
    indices: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    offsets: list[int]
    """``offsets[k]`` is the position in ``text`` of character ``indices[k]``."""


@dataclass(slots=True)
class ProseLine:
    """A printed line outside every table, with its page and the boxes of its characters.

    A file that is no PDF says where it has the line (``place``) and whether a paragraph ``begins`` with it; of a PDF's
    that is seen by how the lines stand.
    """

    page: int
    line: TextLine
    boxes: np.ndarray
    text: str
    place: str = ""
    begins: bool | None = None


@dataclass(slots=True)
class Written:
    """The text of the cells of a page, one after the other.

    ``starts[k]`` is the first line of cell ``k``; ``lines[i]`` is where line ``i`` begins in ``text`` and in ``chars``.
    ``chars`` are indices of characters on the page, in reading order, ``offsets`` where they stand in ``text``.
    """

    text: str
    starts: list[int]
    lines: list[int]
    chars: list[int]
    offsets: list[int]
    boxes: list[list[float]]

    def text_of(self, cell: int) -> str:
        """The printed text of a cell, with a line feed at each line end."""
        lines = self.lines
        return self.text[lines[2 * self.starts[cell]] : lines[2 * self.starts[cell + 1]]]

    def chars_of(self, cell: int) -> list[int]:
        """The indices of a cell's characters on the page, in reading order."""
        lines = self.lines
        return self.chars[lines[2 * self.starts[cell] + 1] : lines[2 * self.starts[cell + 1] + 1]]

    def line(self, k: int) -> TextLine:
        begin, first, end, last = self.lines[2 * k : 2 * k + 4]
        x0, top, x1, bottom = self.boxes[k]
        return TextLine(
            self.text[begin:end].rstrip("\n"),
            self.chars[first:last],
            x0,
            top,
            x1,
            bottom,
            [offset - begin for offset in self.offsets[first:last]],
        )


def write(chars: np.ndarray, home: np.ndarray, cells: int, settings: Settings = DEFAULT) -> Written:
    """Text out of characters: ``home`` is the cell of each, or -1. See :func:`disclosure.pdf.kernels.arrange`."""
    count = len(chars)
    chars = np.ascontiguousarray(chars)
    values, codes = chars.view("f4").reshape(count, 8), chars.view("u4").reshape(count, 8)
    text, kept, offsets = np.empty(2 * count, "u4"), np.empty(count, "i8"), np.empty(count, "i8")
    keys, order, spare = np.empty(2 * count), np.empty(2 * count, "i8"), np.empty(2 * count, "i8")
    starts, lines, boxes = np.empty(cells + 1, "i8"), np.empty(2 * count + 2, "i8"), np.empty((count, 4))
    made = compiled.run().arrange(
        settings.tuned, values, codes, home, keys, order, spare, starts, text, kept, offsets, lines, boxes
    )
    written, taken = lines[2 * made : 2 * made + 2].tolist()
    return Written(
        text[:written].tobytes().decode("utf-32-le" if sys.byteorder == "little" else "utf-32-be"),
        starts.tolist(),
        lines[: 2 * made + 2].tolist(),
        kept[:taken].tolist(),
        offsets[:taken].tolist(),
        boxes[:made].tolist(),
    )


def lines_of(chars: np.ndarray, indices: np.ndarray, settings: Settings = DEFAULT) -> list[TextLine]:
    """Characters as printed lines, top to bottom, each from left to right.

    Characters whose baselines lie closer than half a character are on one line. A character printed twice on
    the same spot (imitated bold) counts once; one glyph that stands for two dashes counts as both.
    """
    if not len(indices):
        return []
    home = np.full(len(chars), -1, "i8")
    home[indices] = 0
    written = write(chars, home, 1, settings)
    return [written.line(k) for k in range(written.starts[1])]
