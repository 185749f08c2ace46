"""Printed characters into text: lines in reading order, and the text as it was meant."""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from disclosure.pdf import compiled
from disclosure.reference.files import reference_rows


@dataclass(slots=True)
class Line:
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

    def line(self, k: int) -> Line:
        begin, first, end, last = self.lines[2 * k : 2 * k + 4]
        return Line(
            self.text[begin:end].rstrip("\n"),
            self.chars[first:last],
            *self.boxes[k],
            [offset - begin for offset in self.offsets[first:last]],
        )


def write(chars: np.ndarray, home: np.ndarray, cells: int) -> Written:
    """Text out of characters: ``home`` is the cell of each, or -1. See :func:`disclosure.pdf.kernels.arrange`."""
    count = len(chars)
    chars = np.ascontiguousarray(chars)
    values, codes = chars.view("f4").reshape(count, 8), chars.view("u4").reshape(count, 8)
    text, kept, offsets = np.empty(2 * count, "u4"), np.empty(count, "i8"), np.empty(count, "i8")
    keys, order, spare = np.empty(2 * count), np.empty(2 * count, "i8"), np.empty(2 * count, "i8")
    starts, lines, boxes = np.empty(cells + 1, "i8"), np.empty(2 * count + 2, "i8"), np.empty((count, 4))
    made = compiled.run().arrange(values, codes, home, keys, order, spare, starts, text, kept, offsets, lines, boxes)
    written, taken = lines[2 * made : 2 * made + 2].tolist()
    return Written(
        text[:written].tobytes().decode("utf-32-le" if sys.byteorder == "little" else "utf-32-be"),
        starts.tolist(),
        lines[: 2 * made + 2].tolist(),
        kept[:taken].tolist(),
        offsets[:taken].tolist(),
        boxes[:made].tolist(),
    )


def lines_of(chars: np.ndarray, indices: np.ndarray) -> list[Line]:
    """Characters as printed lines, top to bottom, each from left to right.

    Characters whose baselines lie closer than half a character are on one line. A character printed twice on
    the same spot (imitated bold) counts once; one glyph that stands for two dashes counts as both.
    """
    if not len(indices):
        return []
    home = np.full(len(chars), -1, "i8")
    home[indices] = 0
    written = write(chars, home, 1)
    return [written.line(k) for k in range(written.starts[1])]


@cache
def _characters() -> dict[int, str]:
    """Characters that stand for another one: radicals, full-width digits and letters, look-alike dashes."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(row["radical"]): row["character"] for row in reference_rows("radicals.csv")}
    table |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFB00)}
    table |= {0x02: "-", 0xFF0E: ".", 0xFF05: "%", 0x2215: "/", 0x00A5: "¥"}
    return {key: value for key, value in table.items() if value != chr(key)}


def as_meant(text: str) -> str:
    """``text`` with every character that only looks like another one replaced by the one that is meant."""
    text = text.translate(_characters())
    return re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text) if "，" in text else text


_TIGHT = r"[^\x21-\x7E]"  # next to Chinese (anything outside ASCII) a space carries nothing


def meant(raw: str) -> str:
    """The printed text of a cell as it was meant; its lines are separated by line feeds."""
    if "\n" in raw or " " in raw:
        return normalise(raw.split("\n"))
    return raw if raw.isascii() else as_meant(raw)


def normalise(lines: list[str]) -> str:
    """The text of a cell as it was meant: wrapped lines joined, spaces kept only between ASCII words."""
    joined = ""
    for line in map(str.strip, map(as_meant, lines)):
        words = joined and joined[-1].isascii() and line and line[0].isascii()
        # A code or an amount is wrapped in the middle; two words are wrapped at their space.
        joined += (" " if words and joined[-1].islower() and line[0].islower() else "") + line
    joined = re.sub(rf"(?<={_TIGHT})\s+|\s+(?={_TIGHT})", "", joined)
    return re.sub(r"(?<=\d)\s+(?=\d|[.,%])|(?<=[.,])\s+(?=\d)", "", joined).strip()
