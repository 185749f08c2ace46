"""Pages of files that are no PDF, drawn as they were laid out for reading: what a crop of a PDF shows, of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from disclosure.files.kinds import kind_of
from disclosure.model.place import Box

if TYPE_CHECKING:  # the engine, which a report on a PDF does not need
    from disclosure.pdf.grid import Cell
    from disclosure.pdf.reading import Reading

FONT = Path(__file__).parent / "fonts/DisclosureSansSC-Regular.otf"
_END = ' text-anchor="end"'
_MONEY = re.compile(r"-?[\d,]+\.\d+%?")
ASCENT = 0.86  # of its size, by which a text reaches over its base line


@lru_cache(maxsize=256)
def is_laid_out(file: Path) -> bool:
    """Has a file no pages of its own, so that it is drawn as it was laid out?"""
    return kind_of(file) != "pdf"


@lru_cache(maxsize=4)
def _reading(file: Path) -> Reading:
    from disclosure.files.reading import read

    return read(file)


def sheet_name(file: Path, page: int) -> str:
    """What a file calls a page, as workbooks name their sheets; empty where it has no name."""
    names = _reading(file).names if is_laid_out(file) else ()
    return names[page - 1] if page <= len(names) else ""


def page_markup(file: Path, page: int, name: str = "", within: Box | None = None) -> tuple[str, float, float]:
    """A page, or what of it is ``within`` a box, as elements of SVG; with its width and height in points.

    ``name`` is their id.
    """
    from disclosure.files.layout import SIZE

    wide, high = page_size(file, page)
    lines, texts = _drawn(file, page)
    if within:
        x0, top, x1, bottom = within
        lines = [line for line in lines if line[0] < x1 and line[2] > x0 and line[1] < bottom and line[3] > top]
        texts = [text for text in texts if top - SIZE < text[1] < bottom + SIZE and text[0] < x1]
    path = "".join(f"M{x0:.1f} {top:.1f}H{x1:.1f}V{bottom:.1f}H{x0:.1f}z" for x0, top, x1, bottom in lines)
    words = "".join(
        f'<text x="{x:.1f}" y="{y:.1f}"{_END if at_end else ""}>{escape(text)}</text>' for x, y, text, at_end in texts
    )
    known = f' id="{escape(name)}"' if name else ""
    return (
        f'<g{known} fill="#111" font-size="{SIZE}"><path d="M0 0H{wide:.1f}V{high:.1f}H0z" fill="#fff"/>'
        f'<path d="{path}" fill="none" stroke="#767676" stroke-width="0.6"/>{words}</g>',
        wide,
        high,
    )


def page_image(file: Path, page: int, scale: float, crop: Box | None = None) -> Image.Image:
    """A page, or a part of it, as a picture in shades of grey; ``scale`` is pixels for a point."""
    from disclosure.files.layout import SIZE

    wide, high = page_size(file, page)
    x0, top, x1, bottom = crop or (0.0, 0.0, wide, high)
    image = Image.new("L", (round((x1 - x0) * scale), round((bottom - top) * scale)), 255)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, round(SIZE * scale))
    lines, texts = _drawn(file, page)
    for left, over, right, under in lines:
        if over < bottom and under > top:
            pen.rectangle([scale * v for v in (left - x0, over - top, right - x0, under - top)], outline=118)
    for x, y, text, at_end in texts:
        if top - SIZE < y < bottom + SIZE:
            anchor = "rs" if at_end else "ls"
            pen.text(((x - x0) * scale, (y - top) * scale), text, fill=17, font=font, anchor=anchor)
    return image


def page_size(file: Path, page: int) -> tuple[float, float]:
    """Width and height of a page in points."""
    return _reading(file).page_sizes[page - 1]


def header_of(file: Path, page: int, top: float) -> tuple[float, float] | None:
    """Where the header of the table around a height of a page begins and ends; None where there is none above it."""
    grids = [g for g in _reading(file).grids if g.page == page and g.ys[0] - 1 <= top < g.ys[-1]]
    if not grids:
        return None
    (grid, *_) = grids
    amounts = [cell.top for cell in grid.cells if _MONEY.fullmatch(cell.text)]
    end = min([top, *amounts])
    return (grid.ys[0], end) if end > grid.ys[0] else None


def _drawn(file: Path, page: int) -> tuple[list[Box], list[tuple[float, float, str, bool]]]:
    """The boxes of the cells of a page, and its texts with where their base line begins, or ends."""
    from disclosure.files.layout import SIZE

    reading = _reading(file)
    cells = [cell for grid in reading.grids if grid.page == page for cell in grid.cells]
    texts = [text for cell in cells for text in _texts(cell)]
    texts += [
        (line.line.x0, line.line.top + ASCENT * SIZE, line.line.text, False)
        for line in reading.prose
        if line.page == page
    ]
    return [(cell.x0, cell.top, cell.x1, cell.bottom) for cell in cells], texts


def _texts(cell: Cell) -> Iterator[tuple[float, float, str, bool]]:
    """The lines of a cell, in the middle of its height; an amount ends at the right."""
    from disclosure.files.layout import LEADING, PAD, SIZE, wrapped

    if not cell.text_raw:
        return
    room = cell.x1 - cell.x0 - 2 * PAD
    lines = [line for words in cell.text_raw.split("\n") for line in wrapped(words, room)]
    top = (cell.top + cell.bottom - len(lines) * (SIZE + LEADING) + LEADING) / 2
    for k, line in enumerate(lines):
        at_end = bool(_MONEY.fullmatch(cell.text))
        yield cell.x1 - PAD if at_end else cell.x0 + PAD, top + k * (SIZE + LEADING) + ASCENT * SIZE, line, at_end
