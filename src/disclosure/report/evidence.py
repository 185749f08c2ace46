"""Where a figure stands on its page: the page as a picture with the cell marked."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape
from pathlib import Path
from urllib.parse import quote

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from disclosure.model.place import Box, Place
from disclosure.pdf.merged import original
from disclosure.pdf.system_fonts import machine_fonts
from disclosure.report.laid_out import header_of, is_laid_out, page_image, page_markup, page_size, sheet_name
from disclosure.report.page import MARK
from disclosure.words.messages import Message, translate
from disclosure.words.pages import page_words

REPORT = "application/vnd.disclosure.report.build+html"
"""The kind of notebook output that holds what a report shows where that differs from what JupyterLab shows."""

SCALE = 1.5  # pixels for a point: 108 dpi, legible at a report's width and, cropped, on a phone
GREYS = 4  # shades of grey that black text on white needs
MARGIN = 1  # points between a cell's text and the mark around it


@lru_cache(maxsize=64)
def page_picture(pdf: Path, page: int, crop: Box | None = None) -> tuple[bytes, float, float]:
    """A page of a PDF as a small grey WebP without loss, with the page's width and height in points.

    With ``crop`` only that part of the page, at twice the size, with the part's width and height. A file without pages
    of its own is drawn as it was laid out for reading.
    """
    scale = SCALE if crop is None else 2 * SCALE
    pdf, page = original(pdf, page)
    if is_laid_out(pdf):
        width, height = page_size(pdf, page)
        image = page_image(pdf, page, scale, crop)
    else:
        image, width, height = _rendered(pdf, page, scale, crop)
    if crop is not None:
        width, height = crop[2] - crop[0], crop[3] - crop[1]
    step = 255 / (GREYS - 1)
    buffer = io.BytesIO()
    image.point([round(round(grey / step) * step) for grey in range(256)]).save(
        buffer, format="WEBP", lossless=True, quality=60, method=4
    )
    return buffer.getvalue(), width, height


def _rendered(pdf: Path, page: int, scale: float, crop: Box | None) -> tuple[Image.Image, float, float]:
    """A page of a PDF, or the part of it, as PDFium draws it, with the page's width and height."""
    with machine_fonts():
        document = pdfium.PdfDocument(pdf)
        try:
            sheet = document[page - 1]
            width, height = sheet.get_size()
            image = sheet.render(scale=scale, grayscale=True).to_pil()
        finally:
            document.close()
    return image if crop is None else image.crop(tuple(round(value * scale) for value in crop)), width, height


def _page(pdf: Path, page: int, name: str = "") -> tuple[str, float, float]:
    """A page as markup within an SVG, called ``name``, with its width and height in points."""
    pdf, page = original(pdf, page)
    if is_laid_out(pdf):
        return page_markup(pdf, page, name)
    picture, width, height = page_picture(pdf, page)
    return _image(picture, width, height, name), width, height


def data_uri(content: bytes, kind: str) -> str:
    """Content as an address that needs no file and no network, safe inside a double-quoted attribute."""
    if kind == "image/svg+xml":  # text needs no base64, which would make it a third longer
        return f"data:{kind},{quote(content.decode('utf-8'), safe=_SAFE_IN_SVG)}"
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


_SAFE_IN_SVG = " !$'()*+,-./:;=?@[]^_{|}~"


def page_svg(
    pdf: Path,
    page: int,
    places: Iterable[Place],
    titles: Mapping[str, str],
    label: str,
    *,
    prefix: str = "e",
    name: str = "",
) -> str:
    """A page picture with a marked box for each place.

    ``titles`` gives the words that a box is called by; ``label`` describes the picture for those who do not see it.
    Boxes are linked as ``#prefix-…``; the picture of the page has the id ``name``, where one is given.
    """
    shown, width, height = _page(pdf, page, name)
    boxes = "".join(
        f'<g id="{prefix}-{escape(place.name)}" class="place" tabindex="-1">'
        f"<title>{escape(titles.get(place.name, place.name))}</title>{_mark(place)}</g>"
        for place in places
    )
    return _svg((0, 0, width, height), label, shown + boxes)


def _svg(view: Box, label: str, content: str) -> str:
    wide = " wide" if view[2] - view[0] > 1.4 * NEAR[0] else ""
    called = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return (
        f'<svg class="page{wide}" viewBox="{_view(view)}" {called} xmlns="http://www.w3.org/2000/svg">{content}</svg>'
    )


def _view(box: Box) -> str:
    return " ".join(f"{value:.1f}" for value in (box[0], box[1], box[2] - box[0], box[3] - box[1]))


def _image(picture: bytes, width: float, height: float, name: str = "", at: tuple[float, float] | None = None) -> str:
    known = f' id="{escape(name)}"' if name else ""
    where = f' x="{at[0]:.1f}" y="{at[1]:.1f}"' if at else ""
    uri = data_uri(picture, "image/webp")
    return f'<image{known}{where} width="{width:.1f}" height="{height:.1f}" href="{uri}"/>'


def _mark(place: Place) -> str:
    x, y = place.x0 - MARGIN, place.top - MARGIN
    width, height = place.x1 - place.x0 + 2 * MARGIN, place.bottom - place.top + 2 * MARGIN
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" {MARK}/>'


# --- parts of pages ------------------------------------------------------------------------------------

NEAR, TALL = (300.0, 84.0), 230.0
"""The least width and height of a crop in points, so that its text is readable on a phone; and the most height."""


def crop_svg(pdf: Path, places: Sequence[Place], label: str, *, shared: str = "") -> str:
    """The part of a page around some places of it, each marked; ``shared`` is the id of the page's picture if shown."""
    file, number = original(pdf, places[0].page)
    laid_out = is_laid_out(file)
    page, width, height = ("", *page_size(file, number)) if laid_out else _page(file, number)
    if not laid_out:
        page = f'<use href="#{escape(shared)}"/>' if shared else page

    def content(piece: Box) -> str:
        return page_markup(file, number, within=piece)[0] if laid_out else page

    parts = pieces(pdf, places, width, height)
    if len(parts) == 1:
        ((view, _, _),) = parts
        return _svg(view, label, content(view) + "".join(map(_mark, places)))
    wide = max(x + view[2] - view[0] for view, x, _ in parts)
    tall = max(y + view[3] - view[1] for view, _, y in parts)
    inside = ""
    for view, x, y in parts:
        own = "".join(_mark(p) for p in places if view[0] <= p.x0 < view[2] and view[1] <= p.top < view[3])
        inside += (
            f'<svg x="{x:.1f}" y="{y:.1f}" width="{view[2] - view[0]:.1f}" height="{view[3] - view[1]:.1f}" '
            f'viewBox="{_view(view)}">{content(view)}{own}</svg>'
        )
    cuts = [f"M{x - GAP / 2:.1f} 0V{tall:.1f}" for x in sorted({x for _, x, _ in parts if x})]
    cuts += [f"M0 {y - GAP / 2:.1f}H{wide:.1f}" for y in sorted({y for _, _, y in parts if y})]
    inside += f'<path d="{"".join(cuts)}" stroke="#6B6B6B" stroke-width="1.5" stroke-dasharray="3 3"/>'
    return _svg((0, 0, wide, tall), label, inside)


def pieces(pdf: Path, places: Sequence[Place], width: float, height: float) -> list[tuple[Box, float, float]]:
    """What a crop shows: each piece of the page, and where it stands in the crop.

    Where a file has no pages of its own, the header of the table comes before the rows, however far away.
    """
    columns = strips(places, width, height)
    _, top, _, bottom = columns[0]
    rows = [(top, bottom)]
    file, page = original(pdf, places[0].page)
    if is_laid_out(file) and (band := header_of(file, page, places[0].top)):
        first, last = min(place.top for place in places) - 3, max(place.bottom for place in places) + 3
        near = band[1] > first - NEAR[1]
        rows = [(band[0] - 3, max(last, band[0] + NEAR[1]))] if near else [(band[0] - 3, band[1]), (first, last)]
    made = []
    x = y = 0.0
    for over, under in rows:
        x = 0.0
        for left, _, right, _ in columns:
            made.append(((left, over, right, under), x, y))
            x += right - left + GAP
        y += under - over + GAP
    return made


def window(places: Sequence[Place], width: float, height: float) -> Box:
    """What a crop shows: the places, with more room above and before them, where their headers stand."""
    x0, top = min(p.x0 for p in places), min(p.top for p in places)
    x1, bottom = max(p.x1 for p in places), max(p.bottom for p in places)
    wide, tall = min(max(NEAR[0], x1 - x0 + 40), width), min(max(NEAR[1], bottom - top + 36), height)
    left = min(max(x0 - 0.65 * (wide - (x1 - x0)), 0), width - wide)
    above = min(max(top - 0.55 * (tall - (bottom - top)), 0), height - tall)
    return left, above, left + wide, above + tall


JOINED, HEAD, GAP = 360.0, 180.0, 8.0
"""The widest that a crop of one piece becomes to show the name of a line, too; the widest piece with a name that stands
apart from its cell; and the points between the two."""


def strips(places: Sequence[Place], width: float, height: float) -> list[Box]:
    """The pieces of a page that a crop shows: one, or a piece with the names of the lines and one with the cells."""
    x0, top, x1, bottom = window(places, width, height)
    heads = [place.head for place in places if place.head]
    if not heads:
        return [(x0, top, x1, bottom)]
    left, right = max(min(head[0] for head in heads) - 3, 0), min(max(head[2] for head in heads) + 3, width)
    top, bottom = min(top, *(head[1] - 3 for head in heads)), max(bottom, *(head[3] + 3 for head in heads))
    own0, own1 = min(place.x0 for place in places), min(max(place.x1 for place in places) + 20, width)
    if left >= x0 or right > own0 or own1 - left <= JOINED:  # it is in view; it is the text around; it is near
        from_left = min(left, own0 - 3)
        return [(from_left, top, min(max(from_left + NEAR[0], own1, right if right > own0 else 0), width), bottom)]
    right = min(right, left + HEAD)
    first = min(max(right, own1 - (NEAR[0] - (right - left))), own0 - 6)
    return [(left, top, right, bottom), (max(first, 0), top, own1, bottom)]


def together(places: Iterable[Place]) -> list[list[Place]]:
    """Places put together that one crop can show: of one page, and not too far apart."""
    groups: list[list[Place]] = []
    for place in sorted(set(places), key=lambda p: (p.document, p.page, p.top, p.x0, p.name)):
        last = groups[-1] if groups else []
        if (
            last
            and (last[0].document, last[0].page) == (place.document, place.page)
            and (place.bottom - last[0].top <= TALL)
        ):
            last.append(place)
        else:
            groups.append([place])
    return groups


def page_called(place: Place, lang: str, document: str = "", file: Path | None = None) -> str:
    """What the page of a place is called: ``PDF page 4``, or the sheet of a workbook (``file``).

    With its document where there are several.
    """
    words = page_words(place.page, place.of_file)
    if file is not None and not place.of_file and is_laid_out(file):
        name = sheet_name(file, place.page)
        words = Message("sheet {name}", name=name) if name else Message("page {page}", page=place.page)
    return Message("{document}, {page}", document=document, page=words).said(lang) if document else words.said(lang)


def sheets(
    pages: Iterable[tuple[Path, str, list[Place]]], captions: Mapping[str, str], lang: str, folded: bool = False
) -> str:
    """The evidence at the end of a report: each page once, its cells marked, and a crop for each place.

    A crop is shown when a figure that is linked to it (``#e-…``) is followed; it leads on to the whole page (``#m-…``)
    and back to the sentence (``#r-…``). ``pages`` gives the PDF, the page in words, and its places;
    ``folded`` has each page open on a click.
    """
    made = []
    for pdf, words, places in pages:
        name = f"page-{places[0].document}-{places[0].page}"
        label = Message(
            "Picture of {page} with the place of {n} figure marked",
            plural="Picture of {page} with the places of {n} figures marked",
            page=words,
            n=len(places),
        ).said(lang)
        crops = "".join(_panel(pdf, place, captions.get(place.name, ""), words, lang, name) for place in places)
        items = "".join(
            f'<li><a href="#m-{escape(place.name)}">{escape(captions.get(place.name, place.name))}</a></li>'
            for place in places
        )
        listed = Message("Figures marked on {page}", page=words).said(lang)
        sheet = (
            f'<figure class="sheet"><div class="scroll" tabindex="0" role="group" aria-label="{escape(words)}">'
            f"{page_svg(pdf, places[0].page, places, captions, label, prefix='m', name=name)}</div>"
            f"<figcaption>{escape(words)}</figcaption></figure>"
            f'<details class="marked"><summary>{escape(listed)}</summary><ul>{items}</ul></details>'
        )
        if folded:
            sheet = f"<details><summary>{escape(words)}</summary>{sheet}</details>"
        made.append(sheet + crops)
    return "".join(made)


def spoken(text: str, lang: str) -> str:
    """Text as markup; in editions in other languages Chinese words are marked as such, for those who hear it read."""
    if lang == "zh":
        return escape(text)
    return re.sub(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+", r'<span lang="zh">\g<0></span>', escape(text))


def crop_figure(pdf: Path, places: Sequence[Place], captions: Mapping[str, str], lang: str, links: str) -> str:
    """Places that one crop shows, with what each is called and ``links`` (markup) to the evidence."""
    names = [captions[place.name] for place in places if place.name in captions]
    said = translate("; ", lang).join([*names[:4], *(["…"] if len(names) > 4 else [])])
    where = page_called(places[0], lang, file=pdf)
    svg = crop_svg(pdf, places, f"{where}: {said}")
    return (
        f'<figure class="cells"><div class="scroll" tabindex="0" role="group" aria-label="{escape(where)}">{svg}</div>'
        f"<figcaption>{spoken(said, lang)} {links}</figcaption></figure>"
    )


def case(lead: str, shown: str, folded: bool | None) -> str:
    """What is asked or found (markup) with what it rests on; ``folded`` as True or False makes it open on a click."""
    shown = f'<div class="crops">{shown}</div>'
    if folded is None:
        return f"<p>{lead}</p>{shown}" if lead else shown
    return f'<details class="case"{"" if folded else " open"}><summary>{lead}</summary>{shown}</details>'


def _panel(pdf: Path, place: Place, caption: str, words: str, lang: str, shared: str) -> str:
    name = escape(place.name)
    said = Message("{what} ({where})", what=caption, where=words).said(lang)
    crop = crop_svg(pdf, [place], "", shared=shared)  # its caption says what it is
    return (
        f'<figure class="crop" id="e-{name}" tabindex="-1">{_close(place, lang)}{crop}'
        f'<figcaption>{spoken(said, lang)} <span class="ways">{_back(place, lang)} '
        f'<a href="#m-{name}">{escape(translate("Whole page", lang))}</a></span></figcaption></figure>'
    )


def _close(place: Place, lang: str) -> str:
    words = escape(translate("Close", lang))
    return f'<a class="close" href="#r-{escape(place.name)}" aria-label="{words}">×</a>'


def _back(place: Place, lang: str) -> str:
    return f'<a class="back" href="#r-{escape(place.name)}">{escape(translate("Back to the text", lang))}</a>'


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
    shown, width, height, (x, y) = _part(pdf, page, crop)
    thick = width / 700
    marks = "".join(
        f'<path d="{"".join(_outline(box) for box in boxes)}" {_look(k, thick)}/>' for k, boxes in enumerate(layers)
    )
    return _svg((x, y, x + width, y + height), label, shown + marks)


def _part(pdf: Path, page: int, crop: Box | None) -> tuple[str, float, float, tuple[float, float]]:
    """A page or the part ``crop`` of it as markup, with its width and height, and where it begins on the page."""
    file, number = original(pdf, page)
    if is_laid_out(file):
        wide, high = page_size(file, number)
        x0, top, x1, bottom = crop or (0.0, 0.0, wide, high)
        return page_markup(file, number, within=crop)[0], x1 - x0, bottom - top, (x0, top)
    picture, width, height = page_picture(pdf, page, crop)
    at = (0.0, 0.0) if crop is None else crop[:2]
    return _image(picture, width, height, at=None if crop is None else at), width, height, at


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


@lru_cache(maxsize=64)
def crop_png(pdf: Path, places: tuple[Place, ...]) -> bytes:
    """The part of a page around some places of it, each framed, as a PNG to be read on paper (216 dpi)."""
    width, height = _page(pdf, places[0].page)[1:]
    parts, drawn, scale = pieces(pdf, places, width, height), [], 2 * SCALE
    for box, _, _ in parts:
        picture, wide, _ = page_picture(pdf, places[0].page, box)
        image = Image.open(io.BytesIO(picture)).convert("RGB")
        scale = image.width / wide
        pen = ImageDraw.Draw(image)
        for place in places:
            corners = place.x0 - MARGIN - box[0], place.top - MARGIN - box[1]
            opposite = place.x1 + MARGIN - box[0], place.bottom + MARGIN - box[1]
            pen.rectangle([scale * value for value in (*corners, *opposite)], outline="#D55E00", width=3)
        drawn.append(image)
    wide = max(x + view[2] - view[0] for view, x, _ in parts)
    tall = max(y + view[3] - view[1] for view, _, y in parts)
    image = Image.new("RGB", (round(scale * wide), round(scale * tall)), "white")
    for piece, (_, x, y) in zip(drawn, parts, strict=True):
        image.paste(piece, (round(scale * x), round(scale * y)))
    content = io.BytesIO()
    image.quantize(16).save(content, format="PNG")
    return content.getvalue()
