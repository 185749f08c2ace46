"""Printed characters into text: lines in reading order, and the text as it was meant."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np

from disclosure.reference import reference_file


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


def lines_of(chars: np.ndarray, indices: np.ndarray) -> list[Line]:
    """Characters as printed lines, top to bottom, each from left to right.

    Characters whose baselines lie closer than half a character are on one line. A character printed twice on
    the same spot (imitated bold) counts once; one glyph that stands for two dashes counts as both.
    """
    if not len(indices):
        return []
    own = chars[indices]
    height = own["bottom"] - own["top"]
    em = float(np.median(np.maximum(height, own["x1"] - own["x0"])))
    order = np.argsort(own["base"], kind="stable")
    base = own["base"][order]
    starts = np.flatnonzero(np.r_[True, np.diff(base) > 0.4 * max(em, 1.0)])
    lines = []
    for a, b in zip(starts, np.r_[starts[1:], len(order)], strict=True):
        row = order[a:b]
        row = row[np.argsort(own["x"][row], kind="stable")]
        lines.append(_line(own, row, indices))
    return lines


def _line(own: np.ndarray, row: np.ndarray, indices: np.ndarray) -> Line:
    codes, x0, x1, x = (own[name][row].tolist() for name in ("code", "x0", "x1", "x"))
    size = np.maximum(own["x1"][row] - own["x0"][row], own["bottom"][row] - own["top"][row]).tolist()
    text: list[str] = []
    kept: list[int] = []
    offsets: list[int] = []
    length = 0
    last: tuple[int, float, float] | None = None
    last_size = 0.0
    for k, code in enumerate(codes):
        if last is not None:
            if (
                code == last[0]
                and abs(x[k] - last[1]) < 0.12 * max(size[k], 1.0)
                and not (code in _DOUBLED and row[k] == row[k - 1] + 1)
            ):
                continue
            if x0[k] - last[2] > 0.45 * max(size[k], last_size):
                text.append(" ")
                length += 1
        text.append(chr(code))
        kept.append(int(indices[row[k]]))
        offsets.append(length)
        length += 1
        last, last_size = (code, x[k], x1[k]), size[k]
    top, bottom = float(own["top"][row].min()), float(own["bottom"][row].max())
    return Line("".join(text), kept, min(x0), top, max(x1), bottom, offsets)


_DOUBLED = frozenset(map(ord, "—―─…f"))


@cache
def _characters() -> dict[int, str]:
    """Characters that stand for another one: radicals, full-width digits and letters, look-alike dashes."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    with reference_file("radicals.csv").open(encoding="utf-8", newline="") as file:
        table |= {ord(row["radical"]): row["character"] for row in csv.DictReader(file)}
    table |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFB00)}
    table |= {0x02: "-", 0xFF0E: ".", 0xFF05: "%", 0x2215: "/", 0x00A5: "¥"}
    return {key: value for key, value in table.items() if value != chr(key)}


def as_meant(text: str) -> str:
    """``text`` with every character that only looks like another one replaced by the one that is meant."""
    text = text.translate(_characters())
    return re.sub(r"(?<=\d)，(?=\d{3})", ",", text)


_TIGHT = r"[^\x21-\x7E]"  # next to Chinese (anything outside ASCII) a space carries nothing


def normalise(lines: list[str]) -> str:
    """The text of a cell as it was meant: wrapped lines joined, spaces kept only between ASCII words."""
    joined = ""
    for line in map(str.strip, map(as_meant, lines)):
        words = joined and joined[-1].isascii() and line and line[0].isascii()
        # A code or an amount is wrapped in the middle; two words are wrapped at their space.
        joined += (" " if words and joined[-1].islower() and line[0].islower() else "") + line
    joined = re.sub(rf"(?<={_TIGHT})\s+|\s+(?={_TIGHT})", "", joined)
    return re.sub(r"(?<=\d)\s+(?=\d|[.,%])|(?<=[.,])\s+(?=\d)", "", joined).strip()
