"""Makes ``boxes.ttf``: a font whose glyphs are boxes, one for half an em and one for a whole one.

    python src/disclosure/pdf/fonts/make_box_font.py

Every character there is has one of the two, by a character map of format 13 (many to one), as in a last-resort font.
"""

from __future__ import annotations

import struct
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib.tables.DefaultTable import DefaultTable

HALF, WHOLE = (50, 0, 450, 700), (50, -80, 950, 820)
"""Left, bottom, right and top in thousandths of an em: a digit of a Song typeface, and the square of a Chinese one."""
RANGES = [(0x21, 0x2E7F, 1), (0x2E80, 0xFF60, 2), (0xFF61, 0xFFDC, 1), (0xFFDD, 0x10FFFF, 2)]
"""First and last character, and their glyph: East Asian ones and what is beyond the first plane are wide."""


def glyph(left: int, bottom: int, right: int, top: int):
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for corner in (left, top), (right, top), (right, bottom):
        pen.lineTo(corner)
    pen.closePath()
    return pen.glyph()


def make(path: Path) -> None:
    """Write the font to ``path``; the same bytes each time."""
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "half", "whole"])
    font.setupCharacterMap({})  # made by hand, below
    font.setupGlyf({".notdef": glyph(*WHOLE), "half": glyph(*HALF), "whole": glyph(*WHOLE)})
    font.setupHorizontalMetrics({".notdef": (1000, 50), "half": (500, 50), "whole": (1000, 50)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Disclosure Boxes", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    font.font["head"].created = font.font["head"].modified = 0
    font.font.recalcTimestamp = False
    cmap = DefaultTable("cmap")
    cmap.data = struct.pack(">HHHHL", 0, 1, 3, 10, 12)  # one subtable: Unicode with all its planes
    cmap.data += struct.pack(">HHLLL", 13, 0, 16 + 12 * len(RANGES), 0, len(RANGES))
    cmap.data += b"".join(struct.pack(">LLL", *part) for part in RANGES)
    font.font["cmap"] = cmap
    font.save(path)


if __name__ == "__main__":
    make(Path(__file__).with_name("boxes.ttf"))
