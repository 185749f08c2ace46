"""The numbers that Word counts by itself: a paragraph shows 一、 though its text in the file does not have it."""

from __future__ import annotations

import re
from collections import defaultdict

from lxml import etree

from disclosure.files.package import whole
from disclosure.model.numbering import numeral

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CHINESE = {"chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand"}


class Numbering:
    """Counts the paragraphs of a document as Word does; ``tree`` is its numbering part, ``styles`` its styles."""

    def __init__(self, tree: etree._Element | None, styles: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._lists: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._styles: dict[str, tuple[str, int]] = {}
        for part in tree if tree is not None else ():
            key = _value(part, "abstractNumId") if _name(part) == "abstractNum" else ""
            if key:
                self._levels[key] = {whole(_value(level, "ilvl")): _level(level) for level in part.iter("{*}lvl")}
            elif _name(part) == "num":
                number = _value(part, "numId")
                self._lists[number] = _child(part, "abstractNumId")
                for over in part.iterchildren("{*}lvlOverride"):
                    if start := _child(over, "startOverride"):
                        self._starts[number, whole(_value(over, "ilvl"))] = whole(start)
        for style in styles.iter("{*}style") if styles is not None else ():
            if found := _numbered(style):
                self._styles[_value(style, "styleId")] = found

    def number(self, paragraph: etree._Element) -> str:
        """What Word sets before a paragraph; empty where it is not numbered, or only marked."""
        numbered, level = _numbered(paragraph) or self._by_style(paragraph)
        own = self._lists.get(numbered, "")
        if own not in self._levels or level not in self._levels[own]:
            return ""
        levels, counts = self._levels[own], self._counts[own]
        start = self._starts.pop((numbered, level), None)
        counts[level] = counts.get(level, levels[level][2] - 1) + 1 if start is None else start
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        kind, text, _ = levels[level]
        if kind == "bullet" or kind == "none":
            return ""

        def counted(match: re.Match) -> str:
            at = int(match[1]) - 1
            style, _, first = levels.get(at, ("decimal", "", 1))
            return spelled(counts.get(at, first), style)

        return re.sub(r"%(\d)", counted, text)

    def _by_style(self, paragraph: etree._Element) -> tuple[str, int]:
        for properties in paragraph.iterchildren("{*}pPr"):
            return self._styles.get(_child(properties, "pStyle"), ("", 0))
        return "", 0


def spelled(number: int, kind: str) -> str:
    """A number in one of Word's formats; in figures where the format is another."""
    if kind in _CHINESE:
        return numeral(number)
    if kind in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return _LETTERS[number - 1] if kind == "lowerLetter" else _LETTERS[number - 1].upper()
    if kind in ("lowerRoman", "upperRoman") and 0 < number < 40:
        roman = "X" * (number // 10) + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10]
        return roman.lower() if kind == "lowerRoman" else roman
    if kind == "decimalEnclosedCircle" and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _level(level: etree._Element) -> tuple[str, str, int]:
    """Format, text and first number of a level."""
    start = _child(level, "start")
    return _child(level, "numFmt") or "decimal", _child(level, "lvlText"), whole(start, 1)


def _numbered(element: etree._Element) -> tuple[str, int] | None:
    """List and level that a paragraph or style is numbered by; None where it says nothing of that."""
    for properties in element.iterchildren("{*}pPr"):
        for numbered in properties.iterchildren("{*}numPr"):
            level = _child(numbered, "ilvl")
            return _child(numbered, "numId"), whole(level)
    return None


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _value(element: etree._Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: etree._Element, name: str) -> str:
    return next((_value(child, "val") for child in element.iterchildren(f"{{*}}{name}")), "")
