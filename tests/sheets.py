"""Disclosures drawn for tests: ruled tables of Chinese text, from rows written as one reads them.

A row is a list of cells. ``<`` is covered by the cell to its left, ``^`` by the one above. The font is the project's,
and in the file, so that a drawn page is the same page on every machine, whatever fonts it has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont
from pdfs import assemble

import disclosure

WIDE, HIGH, EDGE, STEP, SIZE = 842.0, 595.0, 30.0, 16.0, 6.0
FONT = Path(disclosure.__file__).parent / "report/fonts/DisclosureSansSC-Regular.otf"


@cache
def _glyphs() -> dict[str, int]:
    """The number of each character's glyph in the font."""
    return {chr(code): int(name.removeprefix("cid")) for code, name in TTFont(FONT).getBestCmap().items()}


def _font(characters: set[str]) -> tuple[dict[str, int], list[bytes]]:
    """Each character's code, and the font as objects 3 to 7 of a PDF; what it lacks is drawn as some other glyph."""
    known, spare = _glyphs(), iter(sorted({*_glyphs().values()} - {_glyphs().get(c) for c in characters}))
    codes = {c: known.get(c) or next(spare) for c in sorted(characters)}
    means = "\n".join(f"<{code:04x}> <{c.encode('utf-16-be').hex()}>" for c, code in codes.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Own def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{means}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode()
    half = " ".join(f"{code} [500]" for c, code in codes.items() if c.isascii()).encode()
    file = TTFont(FONT).reader["CFF "]
    return codes, [
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Own /FontDescriptor 5 0 R /DW 1000 /W [%s]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % half,
        b"<< /Type /FontDescriptor /FontName /Own /Flags 4 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 /FontFile3 7 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(unicode), unicode),
        b"<< /Subtype /CIDFontType0C /Length %d >>\nstream\n%s\nendstream" % (len(file), file),
    ]


def text_at(x: float, y: float, words: str, size: float, stretch: float = 100) -> str:
    """What draws words from a point on, stretched to so many per cent of their width."""
    return f"BT /C {size:.2f} Tf {stretch:.1f} Tz {x:.1f} {y:.1f} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def width_of(words: str, size: float) -> float:
    return sum(size / 2 if character.isascii() else size for character in words)


def _wrapped(words: str, room: float) -> list[str]:
    lines = [""]
    for character in words:
        if width_of(lines[-1] + character, SIZE) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _table(rows: list[list[str]], top: float, widths: list[float] | None) -> tuple[str, float]:
    """What draws a table from ``top`` down, and where it ends."""
    columns = len(rows[0])
    assert all(len(row) == columns for row in rows), [len(row) for row in rows]
    shares = widths or [1.0] * columns
    xs = [EDGE]
    for share in shares:
        xs.append(xs[-1] + share * (WIDE - 2 * EDGE) / sum(shares))
    spans = {}
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words in ("<", "^"):
                continue
            right, below = c + 1, r + 1
            while right < columns and row[right] == "<":
                right += 1
            while below < len(rows) and rows[below][c] == "^":
                below += 1
            spans[r, c] = right, below
    heights = [STEP] * len(rows)
    for (r, c), (right, below) in spans.items():
        need = len(_wrapped(rows[r][c], xs[right] - xs[c] - 4)) * (SIZE + 1) + 4
        heights[below - 1] = max(heights[below - 1], need - sum(heights[r : below - 1]))
    ys = [top]
    for height in heights:
        ys.append(ys[-1] - height)
    drawn = ""
    for (r, c), (right, below) in spans.items():
        drawn += f"0.5 w {xs[c]:.1f} {ys[below]:.1f} {xs[right] - xs[c]:.1f} {ys[r] - ys[below]:.1f} re S\n"
        for k, line in enumerate(_wrapped(rows[r][c], xs[right] - xs[c] - 4)):
            drawn += text_at(xs[c] + 2, ys[r] - SIZE - 3 - k * (SIZE + 1), line, SIZE)
    return drawn, ys[-1]


def page(*parts: str | list[list[str]], widths: list[float] | None = None) -> str:
    """A page: words are lines of text (the size of a title where they name a table), lists are tables."""
    drawn, y = "", HIGH - EDGE
    for part in parts:
        if isinstance(part, str):
            y -= 18
            drawn += text_at(EDGE, y, part, 12 if part.endswith("表") else 9)
            y -= 6
        else:
            made, y = _table(part, y, widths)
            drawn += made
    assert y > 0, "more than a page"
    return drawn


def draw(path: Path, *pages: str, sizes: Sequence[tuple[float, float]] = ()) -> Path:
    """Write a PDF of these pages, whose text is in Unicode until the font gives each character its code.

    ``sizes`` are the width and height of each page, where they differ.
    """
    texts = re.compile(r"<(\w+)> Tj")
    characters = {c for content in pages for words in texts.findall(content) for c in _characters(words)}
    codes, font = _font(characters)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *font]
    kids = []
    for content, (wide, high) in zip(pages, sizes or [(WIDE, HIGH)] * len(pages), strict=True):
        coded = texts.sub(lambda m: f"<{''.join(f'{codes[c]:04x}' for c in _characters(m[1]))}> Tj", content)
        data = coded.encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {wide} {high}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /C 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    path.write_bytes(assemble(objects))
    return path


def _characters(words: str) -> str:
    return bytes.fromhex(words).decode("utf-16-be")
