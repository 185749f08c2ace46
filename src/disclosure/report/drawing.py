"""From a chart form to pictures: style, type, room for the words, and the files that readers take away."""

from __future__ import annotations

import io
import itertools
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path

import matplotlib
import pandas as pd
from matplotlib import font_manager, ft2font
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text as Words

from disclosure.report.evidence import data_uri
from disclosure.report.svg import lean
from disclosure.words.messages import marked
from disclosure.words.values import rounded, spell

matplotlib.use("agg", force=False)

INK, FAINT = "#1A1A1A", "#6B6B6B"
FAMILY = "Disclosure Sans SC"
FALLBACK = "DejaVu Sans"
"""Matplotlib's own font, for letters that a Chinese one does not have: š, ő, Vietnamese."""
FONTS = Path(__file__).parent / "fonts"
HALO = "halo"
"""The gid of words that stand on lines or areas: they get a white edge."""
AROUND = "around"
"""The gid of a chart's words that a report sets as text: title, subtitle and source."""
WIDE, NARROW = 7.6, 3.1
"""Inches across a chart: on a page, and on a phone, where a picture is about as wide as it is drawn."""


@cache
def use_style() -> None:
    """Set the collection's chart style, with the Chinese font that the project ships."""
    for path in sorted(FONTS.glob("*.otf")):
        font_manager.fontManager.addfont(path)
    matplotlib.rcParams.update(
        {
            "font.family": [FAMILY, FALLBACK],
            "font.size": 10.5,
            "text.color": INK,
            "text.parse_math": False,  # a dollar sign in a name is a dollar sign
            "text.hinting": "none",  # twice the time, for nothing that is seen at this size
            "axes.edgecolor": FAINT,
            "axes.labelcolor": INK,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.unicode_minus": True,
            "xtick.color": FAINT,
            "ytick.color": INK,
            "ytick.major.size": 0,
            "figure.dpi": 96,
            "svg.fonttype": "path",
            "svg.hashsalt": "disclosure",
        }
    )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart's pictures: ``svg`` to take away, with title, subtitle and source in it; ``shown`` without these words,
    which a report sets as text; ``narrow`` the same for a phone, empty where the form has none."""

    svg: bytes
    shown: bytes
    narrow: bytes = b""


def render(
    draw: Callable[..., None],
    data: pd.DataFrame,
    lang: str,
    *,
    title: str,
    subtitle: str,
    source: str,
    height: float,
    alt: str = "",
    unit: str = "",
    **options: object,
) -> Drawn:
    """Draw a chart as the pictures of :class:`Drawn`. The same data gives the same bytes.

    ``height`` is that of the drawing area in inches. A glyph that the font lacks raises an error: no chart goes out
    with a hole in its words. Characters of a document that the font lacks are drawn as □ before that.
    """
    use_style()
    _decimals.set(0 if unit == "yuan" else _places_of(data))
    title, subtitle, source = (drawable(text) for text in (title, subtitle, source))
    data = data.map(lambda value: drawable(value) if isinstance(value, str) else value)
    title_lines = wrap(title, 36 if lang == "zh" else 70).split("\n")
    head, foot = 0.34 * len(title_lines) + 0.34, 0.42
    total = head + height + foot + 0.3
    figure = _blank_figure(WIDE, total)
    figure.text(
        0.02, 1 - 0.1 / total, "\n".join(title_lines), fontsize=14, weight="bold", va="top", linespacing=1.3, gid=AROUND
    )
    figure.text(0.02, 1 - head / total + 0.02 / total, subtitle, fontsize=10, color=FAINT, va="bottom", gid=AROUND)
    figure.text(0.02, 0.1 / total, source, fontsize=8.5, color=FAINT, va="bottom", gid=AROUND)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        ax = figure.add_axes((0.02, (foot + 0.18) / total, 0.96, height / total))
        draw(ax, data, lang, **options)
        _fit(figure, ax)
        drawn = _svg(figure)
        cut = (head - 0.06) * 72, (total - foot + 0.02) * 72  # points from the top, of what is left to show
        narrow = _narrow(draw, data, lang, height, options) if getattr(draw, "narrow", False) else b""
    return Drawn(lean(drawn, title, alt), _part(lean(_bare(drawn)), WIDE * 72, *cut), narrow)


def for_phones(line: float = 0) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A chart form that can be drawn as narrow as a phone: one that names its lines by :func:`name_lines`, or has room.

    ``line`` is how many inches of height each of its lines takes on a page; 0 where its height is always the same.
    """

    def mark(draw: Callable[..., None]) -> Callable[..., None]:
        draw.narrow, draw.line = True, line  # type: ignore[attr-defined]
        return draw

    return mark


# --- the unit of a chart -------------------------------------------------------------------------------

AMOUNTS = ("amount", "before", "after", "now", "change")
"""Columns of a chart's frame that hold money."""
LABELS = ("label", "group", "through", "to")
"""Columns whose words are said in the chart's language."""
_decimals: ContextVar[int] = ContextVar("decimals", default=2)


def prepared(data: pd.DataFrame, language: str) -> tuple[pd.DataFrame, str]:
    """A frame as a chart form draws it: words in the language, exact amounts in one unit; and the unit's name.

    Chinese has 万元; other languages million yuan, or yuan where no amount reaches a million.
    """
    made = data.copy()
    money = money_columns(data)
    for name in money:
        exact = made[f"{name}_exact"] if f"{name}_exact" in made else made[name]
        made[name] = pd.Series(
            [Decimal(0) if _blank(v) else Decimal(str(v)) for v in exact], index=made.index, dtype=object
        )
    for name in LABELS:
        if name in made:
            made[name] = [spell(v, "term" if isinstance(v, str) else "", language) for v in made[name]]
    if not money:
        return made, ""
    if language == "zh":
        return made, marked("10,000 yuan")
    large = max(abs(value) for name in money for value in made[name]) >= 100
    for name in money:
        made[name] = [value / 100 if large else value * 10_000 for value in made[name]]
    return made, marked("million yuan") if large else marked("yuan")


def money_columns(data: pd.DataFrame) -> list[str]:
    """The columns of a chart's frame that it draws as money."""
    return [name for name in AMOUNTS if name in data and data[name].map(_is_money).any()]


def _blank(value: object) -> bool:
    return value is None or value != value


def _is_money(value: object) -> bool:
    return isinstance(value, Decimal | float) and not isinstance(value, bool)


def _places_of(data: pd.DataFrame) -> int:
    """Digits after the point for amounts in millions or 万元: two, or none where all are whole and large."""
    values = [abs(v) for name in AMOUNTS if name in data for v in data[name] if isinstance(v, Decimal) and v]
    return 0 if values and all(v == v.to_integral_value() for v in values) and min(values) >= 100 else 2


def amount(value: Decimal, sign: bool = False) -> str:
    """An amount for a label, in the unit of the chart being drawn: thousands separators, a true minus sign.

    One too small for the digits of the chart has the first digit that says something: 0.002, not 0.00.
    """
    places = _decimals.get()
    if value and not rounded(value, places):
        places = -value.adjusted()
    return f"{rounded(value, places):{'+' if sign else ''},f}".replace("-", "−")


def chart_html(drawn: Drawn, words: Mapping[str, str], taken: str, name: str) -> str:
    """A chart as a report shows it: its words as text, and a picture for the page and one for a phone.

    ``words`` are its title, subtitle, source and alternative text; ``taken`` the links to take it away, as markup;
    ``name`` what links call it.
    """
    said = {name: escape(text) for name, text in words.items()}
    picture = f'<img src="{data_uri(drawn.shown, "image/svg+xml")}" alt="{said["alt"]}">'
    if drawn.narrow:  # the style sheet shows one of the two
        small = f'<img class="for-phone" src="{data_uri(drawn.narrow, "image/svg+xml")}" alt="{said["alt"]}">'
        picture = picture.replace("<img", '<img class="for-page"', 1) + small
    else:
        picture = f'<div class="scroll" tabindex="0" role="group" aria-label="{said["title"]}">{picture}</div>'
    return (
        f'<figure class="chart" id="{name}"><p class="finding">{said["title"]}</p>'
        f'<p class="measure">{said["subtitle"]}</p>{picture}<figcaption><span class="source">{said["source"]}</span>'
        f'<span class="taken">{taken}</span></figcaption></figure>'
    )


def _narrow(draw: Callable[..., None], data: pd.DataFrame, lang: str, height: float, options: dict) -> bytes:
    figure = _blank_figure(NARROW, height)
    ax = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    draw(ax, data, lang, **options)
    _stand_above(figure, ax)
    return lean(_svg(figure))


def figure_of(ax: Axes) -> Figure:
    """The figure that a chart is drawn in."""
    assert isinstance(ax.figure, Figure)  # no chart is drawn in a part of a figure
    return ax.figure


def is_narrow(ax: Axes) -> bool:
    """Is this a drawing for a phone?"""
    return figure_of(ax).get_figwidth() < (WIDE + NARROW) / 2


def _blank_figure(width: float, height: float) -> Figure:
    """A figure of so many inches, that knows how to measure its words."""
    figure = Figure(figsize=(width, height))
    FigureCanvasAgg(figure)
    return figure


def _svg(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def _bare(svg: bytes) -> bytes:
    """A picture as matplotlib draws it without the words around the chart, which it draws last."""
    return re.sub(rb'  <g id="%s">.*\n  </g>\n' % AROUND.encode(), b"", svg, flags=re.S)


def _part(svg: bytes, width: float, top: float, bottom: float) -> bytes:
    """The part of a picture between two heights, in points."""
    size = f"width='{width:g}pt' height='{bottom - top:.2f}pt' viewBox='0 {top:.2f} {width:g} {bottom - top:.2f}'"
    return re.sub(rb"width='[^']*' height='[^']*' viewBox='[^']*'", size.encode(), svg, count=1)


@cache
def _known() -> frozenset[int]:
    own = [set(ft2font.FT2Font(path).get_charmap()) for path in FONTS.glob("*.otf")]
    fallback = font_manager.findfont(FALLBACK, fallback_to_default=False)
    return frozenset(set.intersection(*own) | set(ft2font.FT2Font(fallback).get_charmap()))


def drawable(text: str) -> str:
    """Text with □ for each character that the fonts of charts lack: a document may print any."""
    return "".join(c if ord(c) in _known() or c == "\n" else "□" for c in text)


# --- room for words ------------------------------------------------------------------------------------


def name_lines(ax: Axes, labels: Iterable[object], over: float = 0.12, under: float = 0.16) -> None:
    """Name the lines of a chart on its left; on a phone ``over`` inches above the middle of each line.

    ``under`` is what a line needs on a phone from its middle down to the name of the next.
    """
    texts = [str(label) for label in labels]
    if is_narrow(ax):
        wrapped = [wrap(x, 20 if _chinese(x) else 36) for x in texts]
        ax.line_names, ax.name_room = wrapped, (over, under)  # type: ignore[attr-defined]  # for _stand_above
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)  # it would run through the names
    else:
        ax.set_yticks(range(len(texts)), [_two_lines(x) for x in texts])


def _two_lines(label: str) -> str:
    """A line's name on a page: longer lines rather than a third, for which a line of the chart has no room."""
    for width in (20, 28, 36) if _chinese(label) else (36, 46, 56):
        if (wrapped := wrap(label, width)).count("\n") < 2:
            return wrapped
    return wrapped


def _fit(figure: Figure, ax: Axes) -> None:
    """Give the line names on the left the room they need, and the words in the drawing theirs."""
    box = ax.get_position()
    widest = max((t.get_window_extent().width for t in ax.get_yticklabels() if t.get_text()), default=0.0)
    room = (widest + 10) / (figure.get_figwidth() * figure.dpi)
    ax.set_position((box.x0 + room, box.y0, box.width - room, box.height))
    _keep_inside(figure, ax)


def _stand_above(figure: Figure, ax: Axes) -> None:
    """Set the line names above their lines, make each line as high as its name needs, and keep all words inside."""
    labels, (over, under) = getattr(ax, "line_names", []), getattr(ax, "name_room", (0.0, 0.0))
    if labels:
        deep = max(label.count("\n") + 1 for label in labels)
        row = over + under + 0.165 * deep  # inches
        low, high = sorted(ax.get_ylim())
        free = -low if ax.yaxis_inverted() else high - (len(labels) - 1)  # rows above the middle of the first line
        above = over + 0.165 * deep + 0.05 - free * row  # what the first name needs beyond the drawing
        figure.set_size_inches(NARROW, (high - low) * row + max(above, 0) + 0.1)
        ax.set_position((0.02, 0.01, 0.96, (high - low) * row / figure.get_figheight()))
        for k, label in enumerate(labels):
            ax.annotate(label, (0, k), (0, over * 72 + 1), ax.get_yaxis_transform(), "offset points", va="bottom",
                        fontsize=10, linespacing=1.1, gid=HALO)  # fmt: skip
        for bar in (patch for patch in ax.patches if isinstance(patch, Rectangle)):
            middle, thick = bar.get_y() + bar.get_height() / 2, min(0.2 / row, bar.get_height())
            bar.set(y=middle - thick / 2, height=thick)
    _keep_inside(figure, ax)


def _keep_inside(figure: Figure, ax: Axes) -> None:
    """Widen the scale until no word beside a bar runs out of the picture."""
    for _ in range(9):
        left, right = ax.get_window_extent().x0, ax.get_window_extent().x1
        x0, x1 = ax.get_xlim()
        per_pixel = (x1 - x0) / (right - left)
        over = under = 0.0
        for text in ax.texts:
            if isinstance(text, Words) and text.get_transform() == ax.transData and text.get_text().strip():
                box = text.get_window_extent()
                over, under = max(over, box.x1 - right), max(under, left - box.x0)
        if over < 1 and under < 1:
            return
        ax.set_xlim(x0 - under * 1.15 * per_pixel, x1 + over * 1.35 * per_pixel)


def _chinese(text: str) -> bool:
    return any(ord(c) > 0x2E80 for c in text)


def wrap(text: str, width: int) -> str:
    """Break a label into lines of at most ``width`` columns, a Chinese character counting as one.

    Chinese breaks anywhere but before a closing mark; words and numbers stay whole.
    """
    chinese = _chinese(text)
    pieces = re.findall(r"[\x21-\x7e−–×≤≥]+|\s+|.", text) if chinese else re.findall(r"\S+|\s+", text)
    lines, line, used = [], "", 0.0
    for piece in pieces:
        size = len(piece) * (0.55 if chinese and piece.isascii() else 1)
        if line.strip() and used + size > width and piece not in "，。；：、）》”":
            lines.append(line.strip())
            line, used = "", 0.0
        line += piece
        used += size
    return "\n".join([*lines, line.strip()])


def bare(ax: Axes) -> None:
    """No axis for amounts: each is written beside its bar."""
    ax.set_xticks([])
    ax.spines["bottom"].set_visible(False)


def spread(values: list[float], gap: float) -> list[float]:
    """Label heights pushed apart so that none overprints its neighbour."""
    order = sorted(range(len(values)), key=values.__getitem__)
    placed = list(values)
    for a, b in itertools.pairwise(order):
        placed[b] = max(placed[b], placed[a] + gap)
    return placed
