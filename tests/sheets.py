"""Disclosures drawn for tests: ruled tables of Chinese text, from rows written as one reads them.

A row is a list of cells. ``<`` is covered by the cell to its left, ``^`` by the one above. The font is one of those
that every PDF reader knows without its being in the file.
"""

from __future__ import annotations

from pathlib import Path

from pdfs import assemble

WIDE, HIGH, EDGE, STEP, SIZE = 842.0, 595.0, 30.0, 16.0, 6.0

_FONT = [
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 5 0 R /DW 1000 /W [1 95 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
    b" /Ascent 752 /Descent -271 /CapHeight 737 /StemV 58 >>",
]


def _text(x: float, y: float, words: str, size: float) -> str:
    return f"BT /C {size} Tf {x:.1f} {y:.1f} Td <{words.encode('utf-16-be').hex()}> Tj ET\n"


def _width(words: str, size: float) -> float:
    return sum(size / 2 if character.isascii() else size for character in words)


def _wrapped(words: str, room: float) -> list[str]:
    lines = [""]
    for character in words:
        if _width(lines[-1] + character, SIZE) > room:
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
            drawn += _text(xs[c] + 2, ys[r] - SIZE - 3 - k * (SIZE + 1), line, SIZE)
    return drawn, ys[-1]


def page(*parts: str | list[list[str]], widths: list[float] | None = None) -> str:
    """A page: words are lines of text (the size of a title where they name a table), lists are tables."""
    drawn, y = "", HIGH - EDGE
    for part in parts:
        if isinstance(part, str):
            y -= 18
            drawn += _text(EDGE, y, part, 12 if part.endswith("表") else 9)
            y -= 6
        else:
            made, y = _table(part, y, widths)
            drawn += made
    assert y > 0, "more than a page"
    return drawn


def draw(path: Path, *pages: str) -> Path:
    """Write a PDF of these pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", *_FONT]
    kids = []
    for content in pages:
        data = content.encode("ascii")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {HIGH}] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /C 3 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    path.write_bytes(assemble(objects))
    return path
