"""Where a figure stands on its page: the page as a picture with the cell marked."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path

import pypdfium2 as pdfium

SCALE = 1.5  # pixels for a point: 108 dpi, legible at a report's width
GREYS = 8  # shades of grey that black text on white needs


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page, in points from the top left of the page as displayed, with the name it is linked by."""

    name: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@lru_cache(maxsize=64)
def page_picture(pdf: Path, page: int) -> tuple[bytes, float, float]:
    """A page of a PDF as a small grey PNG, with the page's width and height in points."""
    document = pdfium.PdfDocument(pdf)
    try:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        image = sheet.render(scale=SCALE, grayscale=True).to_pil()
    finally:
        document.close()
    image = image.quantize(GREYS)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG", optimize=True)
    return buffer.getvalue(), width, height


def data_uri(content: bytes, kind: str) -> str:
    """Content as an address that needs no file and no network."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def page_svg(pdf: Path, page: int, places: Iterable[Place], titles: Mapping[str, str], label: str) -> str:
    """A page picture with a marked box for each place.

    ``titles`` gives the words that a box is called by; ``label`` describes the picture for those who do not see it.
    """
    picture, width, height = page_picture(pdf, page)
    boxes = "".join(_marked(place, titles.get(place.name, place.name)) for place in places)
    return (
        f'<svg class="page" viewBox="0 0 {width:.1f} {height:.1f}" role="img" aria-label="{escape(label)}" '
        f'xmlns="http://www.w3.org/2000/svg"><image width="{width:.1f}" height="{height:.1f}" '
        f'href="{data_uri(picture, "image/png")}"/>{boxes}</svg>'
    )


def _marked(place: Place, title: str) -> str:
    x, y = place.x0 - 1, place.top - 1
    width, height = place.x1 - place.x0 + 2, place.bottom - place.top + 2
    return (
        f'<g id="e-{escape(place.name)}" class="place" tabindex="-1"><title>{escape(title)}</title>'
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        'fill="#F0E442" fill-opacity="0.28" stroke="#D55E00" stroke-width="1.2"/></g>'
    )
