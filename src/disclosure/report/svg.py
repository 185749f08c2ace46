"""matplotlib's SVG made small without a visible change: whole numbers for outlines, short names, nothing left over.

Text stays drawn as outlines, so that a chart looks the same on a machine that has no Chinese font.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

UNITS = 400
"""Steps that an outline of a letter is drawn in for the height of its line: finer than any printer."""
HALO = f"<g style='paint-order:stroke' stroke='#fff' stroke-opacity='.8' stroke-width='{UNITS * 0.25:g}'>"
"""A white edge round words, a quarter of their height wide: drawn before them, without another outline."""
_DRAWN_IN = 6400  # matplotlib's steps: 100 to the line, in 64ths


def lean(svg: bytes, title: str = "", description: str = "") -> bytes:
    """The same picture in about a third of the bytes, with a title and a description for those who do not see it."""
    text = svg.decode("utf-8").replace('"', "'")
    text = re.sub(r"<metadata>.*?</metadata>|<!DOCTYPE.*?>|<\?xml.*?\?>|<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text).replace("> <", "><").strip()
    text = re.sub(r" (version|id)='(1\.1|(figure|axes|patch|line2d|text|PolyCollection|PathCollection|FillBetween"
                  r"PolyCollection|LineCollection|legend|xtick|ytick|matplotlib\.axis)_\d+)'", "", text)  # fmt: skip
    text = re.sub(r" style='([^']*)'", lambda m: " style='" + m[1].replace(": ", ":").replace("; ", ";") + "'", text)
    text = _letters(text).replace("<g id='halo'>", HALO)
    text = re.sub(r" d='([^']*)'", lambda m: f" d='{_short(m[1])}'", text)
    while (fewer := re.sub(r"<g>((?:(?!<g[ >]).)*?)</g>|<g[^>]*/>|<defs/>|<defs></defs>", r"\1", text)) != text:
        text = fewer
    said = "".join(
        f"<{tag}>{escape(words)}</{tag}>" for tag, words in (("title", title), ("desc", description)) if words
    )
    return re.sub(r"<svg[^>]*>", lambda m: m[0] + said, text, count=1).encode("utf-8")


def _letters(text: str) -> str:
    """Letters drawn once each, in whole steps, under names of a letter or two, and set by their distance alone."""
    names: dict[str, str] = {}
    outlines: list[str] = []

    def keep(match: re.Match) -> str:
        names[match[1]] = _name(len(names))
        outlines.append(f"<path id='{names[match[1]]}' d='{_outline(match[2])}'/>")
        return ""

    text = re.sub(r"<path id='([^']*)' d='([^']*)' transform='scale\(0\.015625\)'/>", keep, text)
    if not outlines:
        return text

    def place(match: re.Match) -> str:
        if match[1] not in names:
            return match[0]
        along, up = (round(float(v or 0) * UNITS / 100) for v in (match[2], match[3]))
        where = (f" x='{along}'" if along else "") + (f" y='{up}'" if up else "")
        return f"<use xlink:href='#{names[match[1]]}'{where}/>"

    text = re.sub(r"<use xlink:href='#([^']*)'(?: transform='translate\(([-\d.]+)(?: ([-\d.]+))?\)')?/>", place, text)
    text = re.sub(
        r"translate\(([-\d.]+) ([-\d.]+)\)((?: rotate\([-\d.]+\))?) scale\(([\d.]+) -[\d.]+\)",
        lambda m: f"translate({_number(m[1])} {_number(m[2])}){m[3]} scale({float(m[4]) * 100 / UNITS:.6g} "
        f"-{float(m[4]) * 100 / UNITS:.6g})",
        text,
    )  # fmt: skip
    return re.sub(r"(<svg[^>]*>)", lambda m: f"{m[1]}<defs>{''.join(outlines)}</defs>", text, count=1)


def _name(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[number] if number < 26 else _name(number // 26 - 1) + letters[number % 26]


@lru_cache(maxsize=4096)
def _outline(path: str) -> str:
    """An outline in whole steps, each point told from the one before."""
    out: list[str] = []
    here = start = (0, 0)
    last = ""
    for command, numbers in re.findall(r"([MLQCz])([^MLQCz]*)", path):
        values = [round(float(v) * UNITS / _DRAWN_IN) for v in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        if command == "z":
            out.append("z")
            here, last = start, "z"
            continue
        away = [(x - here[0], y - here[1]) for x, y in points]
        name, told = command.lower(), [v for point in away for v in point]
        if command == "L":
            if away[0] == (0, 0):
                continue
            if away[0][1] == 0 or away[0][0] == 0:
                name, told = ("h", told[:1]) if away[0][1] == 0 else ("v", told[1:])
        out.append(("" if name == last and name != "m" else name) + _joined(told, name == last and name != "m"))
        here, last = points[-1], name
        if command == "M":
            start = here
    return "".join(out)


def _joined(values: list[int], follows: bool) -> str:
    text = "".join(f"{'' if v < 0 else ' '}{v}" for v in values)
    return text if follows else text.lstrip()


def _short(path: str) -> str:
    """A path of the drawing in hundredths of a point."""
    path = re.sub(r"-?\d+\.\d+", lambda m: _number(m[0]), path)
    return re.sub(r" ?([A-Za-z]) ?", r"\1", path).strip()


def _number(text: str) -> str:
    return f"{float(text):.2f}".rstrip("0").rstrip(".").replace("-0.", "-.").removeprefix("0") or "0"
