"""Where a figure stands on its page: the page as a picture with the cell marked."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import pypdfium2 as pdfium
from PIL import Image

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
    document: str = ""
    """Which disclosure of a collection, where there are several."""


Box = tuple[float, float, float, float]


@lru_cache(maxsize=64)
def page_picture(pdf: Path, page: int, crop: Box | None = None) -> tuple[bytes, float, float]:
    """A page of a PDF as a small grey PNG, with the page's width and height in points.

    With ``crop`` only that part of the page, at twice the size, with the part's width and height.
    """
    document = pdfium.PdfDocument(pdf)
    try:
        sheet = document[page - 1]
        width, height = sheet.get_size()
        scale = SCALE if crop is None else 2 * SCALE
        image = sheet.render(scale=scale, grayscale=True).to_pil()
    finally:
        document.close()
    if crop is not None:
        width, height = crop[2] - crop[0], crop[3] - crop[1]
        image = image.crop(tuple(round(value * scale) for value in crop))
    image = image.quantize(GREYS, method=Image.Quantize.FASTOCTREE)
    buffer = io.BytesIO()
    image.save(buffer, format="PNG")
    return buffer.getvalue(), width, height


def data_uri(content: bytes, kind: str) -> str:
    """Content as an address that needs no file and no network, safe inside a double-quoted attribute."""
    if kind == "image/svg+xml":  # text needs no base64, which would make it a third longer
        return f"data:{kind},{quote(content.decode('utf-8'), safe=_SAFE_IN_SVG)}"
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


_SAFE_IN_SVG = " !$'()*+,-./:;=?@[]^_{|}~"


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


# --- overlays ------------------------------------------------------------------------------------------

LAYERS = (
    ("#D55E00", 0.0, ""),
    ("#0072B2", 0.16, ""),
    ("#009E73", 0.0, "4 2"),
    ("#CC79A7", 0.3, "1 1.5"),
)
"""Stroke, fill opacity and dashes of each layer of an overlay: told apart without colour, too."""


def overlay_svg(pdf: Path, page: int, layers: Sequence[Iterable[Box]], label: str, crop: Box | None = None) -> str:
    """A page picture, or a part of it, with boxes (points from the page's top left) for each of ``layers``."""
    picture, width, height = page_picture(pdf, page, crop)
    x, y = (0.0, 0.0) if crop is None else crop[:2]
    thick = width / 700
    marks = "".join(
        f'<path d="{"".join(_outline(box) for box in boxes)}" {_look(k, thick)}/>' for k, boxes in enumerate(layers)
    )
    return (
        f'<svg class="page" viewBox="{x:.1f} {y:.1f} {width:.1f} {height:.1f}" role="img" aria-label="{escape(label)}" '
        f'xmlns="http://www.w3.org/2000/svg"><image x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" '
        f'href="{data_uri(picture, "image/png")}"/>{marks}</svg>'
    )


def swatch_svg(layer: int) -> str:
    """The look of a layer of an overlay, for its legend."""
    return (
        '<svg width="22" height="12" viewBox="0 0 22 12" aria-hidden="true" xmlns="http://www.w3.org/2000/svg">'
        f'<path d="M1 1H21V11H1z" {_look(layer, 1)}/></svg>'
    )


def _outline(box: Box) -> str:
    x0, top, x1, bottom = box
    return f"M{x0:.1f} {top:.1f}H{x1:.1f}V{bottom:.1f}H{x0:.1f}z"


def _look(layer: int, thick: float) -> str:
    paint, opacity, dashes = LAYERS[layer % len(LAYERS)]
    dashed = " ".join(f"{float(d) * thick:.2f}" for d in dashes.split())
    return f'fill="{paint}" fill-opacity="{opacity}" stroke="{paint}" stroke-width="{1.6 * thick:.2f}"' + (
        f' stroke-dasharray="{dashed}"' if dashed else ""
    )
