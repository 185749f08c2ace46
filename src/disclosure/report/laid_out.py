"""Pages of files that are no PDF, drawn as they were laid out for reading: what a crop of a PDF shows, of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from disclosure.files.kinds import kind_of
from disclosure.model.place import Box

if TYPE_CHECKING:  # the engine, which a report on a PDF does not need
    from disclosure.pdf.grid import Cell
    from disclosure.pdf.reading import Reading

FONT = Path(__file__).parent / "fonts/DisclosureSansSC-Regular.otf"
_END = ' text-anchor="end"'
_MONEY = re.compile(r"-?[\d,]+\.\d+%?")
MOST = 8000  # pixels of a picture's longer side
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
        texts = [text for text in texts if top - text.size < text.y < bottom + text.size and text.x < x1 + SIZE]
    path = "".join(f"M{x0:.1f} {top:.1f}H{x1:.1f}V{bottom:.1f}H{x0:.1f}z" for x0, top, x1, bottom in lines)
    words = ""
    for one in texts:
        size = f' font-size="{one.size:.1f}"' if abs(one.size - SIZE) > 0.05 else ""
        words += f'<text x="{one.x:.1f}" y="{one.y:.1f}"{size}{_END if one.at_end else ""}>{escape(one.text)}</text>'
    known = f' id="{escape(name)}"' if name else ""
    return (
        f'<g{known} fill="#111" font-size="{SIZE}"><path d="M0 0H{wide:.1f}V{high:.1f}H0z" fill="#fff"/>'
        f'<path d="{path}" fill="none" stroke="#767676" stroke-width="0.6"/>{words}</g>',
        wide,
        high,
    )


def page_image(file: Path, page: int, scale: float, crop: Box | None = None) -> Image.Image:
    """A page, or a part of it, as a picture in shades of grey; ``scale`` is pixels for a point, less if it is large."""
    wide, high = page_size(file, page)
    x0, top, x1, bottom = crop or (0.0, 0.0, wide, high)
    scale = min(scale, MOST / max(x1 - x0, bottom - top))
    image = Image.new("L", (round((x1 - x0) * scale), round((bottom - top) * scale)), 255)
    pen = ImageDraw.Draw(image)
    lines, texts = _drawn(file, page)
    for left, over, right, under in lines:
        if over < bottom and under > top:
            pen.rectangle([scale * v for v in (left - x0, over - top, right - x0, under - top)], outline=118)
    for one in texts:
        if top - one.size < one.y < bottom + one.size:
            at, anchor = ((one.x - x0) * scale, (one.y - top) * scale), "rs" if one.at_end else "ls"
            pen.text(at, one.text, fill=17, font=_font(round(one.size * scale)), anchor=anchor)
    return image


@lru_cache(maxsize=32)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, max(size, 1))


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


class _Text(NamedTuple):
    """A line of text: where its base line begins, or ends (``at_end``), and its size in points."""

    x: float
    y: float
    text: str
    size: float
    at_end: bool = False


def _drawn(file: Path, page: int) -> tuple[list[Box], list[_Text]]:
    """The boxes of the cells of a page, and its texts."""
    reading = _reading(file)
    cells = [cell for grid in reading.grids if grid.page == page for cell in grid.cells]
    texts = [text for cell in cells for text in _texts(cell)]
    for line in reading.prose:
        if line.page == page:
            own = line.line
            size = own.bottom - own.top
            texts.append(_Text(own.x0, own.top + ASCENT * size, own.text, size))
    return [(cell.x0, cell.top, cell.x1, cell.bottom) for cell in cells], texts


def _texts(cell: Cell) -> Iterator[_Text]:
    """The lines of a cell, in the middle of its height, as large as they have room; an amount ends at the right."""
    from disclosure.files.layout import LEADING, PAD, SIZE, wrapped

    if not cell.text_raw:
        return
    room, high, size = cell.x1 - cell.x0 - 2 * PAD, cell.bottom - cell.top, SIZE
    while True:
        lines = [line for words in cell.text_raw.split("\n") for line in wrapped(words, room * SIZE / size)]
        step = size * (1 + LEADING / SIZE)
        if len(lines) * step < high + LEADING or size < 5:
            break
        size *= 0.85
    top = (cell.top + cell.bottom - len(lines) * step + step - size) / 2
    at_end = bool(_MONEY.fullmatch(cell.text))
    for k, line in enumerate(lines):
        yield _Text(cell.x1 - PAD if at_end else cell.x0 + PAD, top + k * step + ASCENT * size, line, size, at_end)
