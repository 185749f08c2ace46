"""A workbook of Excel (.xlsx, .xlsm): its sheets as a reader of it sees them.

Read straight from its XML, for a workbook's libraries turn amounts into binary fractions, make a cell of each that has
no more than a border, and do not tell a formula without a value from a blank. Hidden sheets, rows and columns are left
out, as they are on screen and on paper, and said to be; numbers are the texts that their formats show.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import InvalidOperation
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from disclosure.files.layout import Layout, letters
from disclosure.files.number_format import exact, shown, shown_text
from disclosure.files.package import Package, number, parser, whole
from disclosure.files.sheet import Sheet, Value, first_places, is_rounded, lay_out, say_hidden_sheets
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading

MOST = 2_000_000  # cells with a value; more is refused
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read a workbook. Raises :class:`InputError` where it cannot be."""
    with Package(path) as package:
        book = _Book.of(package)
        layout, hidden = Layout(path), []
        for name, part, visible in book.sheets:
            if not visible:
                hidden.append(name)
                continue
            lay_out(layout, _sheet(package, book, name, part))
            if progress:
                progress(layout.page)
    say_hidden_sheets(layout, hidden)
    return layout.reading()


class Look(NamedTuple):
    """How a cell looks: its number format, and whether it has a border."""

    code: str
    bordered: bool


@dataclass
class _Book:
    """What the sheets of a workbook share."""

    sheets: list[tuple[str, str, bool]]
    strings: list[str]
    looks: list[Look]
    base_1904: bool

    @classmethod
    def of(cls, package: Package) -> _Book:
        main = package.main()
        tree, related = package.xml(main), package.related(main)
        parts = {key: where for key, (kind, where) in related.items() if kind == "worksheet"}
        sheets = []
        for sheet in tree.iter("{*}sheet"):
            key = next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")
            if key in parts:
                sheets.append((sheet.get("name", ""), parts[key], sheet.get("state", "visible") == "visible"))
        by_kind = {kind: where for kind, where in related.values()}
        strings = []
        if (where := by_kind.get("sharedStrings", "")) in package:
            for item in package.xml(where).iterchildren("{*}si"):
                strings.append(_text(item))
        looks = _looks(package.xml(where)) if (where := by_kind.get("styles", "")) in package else []
        base = next((p.get("date1904", "0") for p in tree.iter("{*}workbookPr")), "0") in ("1", "true")
        return cls(sheets, strings, looks, base)


def _text(item: etree._Element) -> str:
    """The text of a string; how it is pronounced is no part of it."""
    return "".join(t.text or "" for t in item.iter("{*}t") if not _in(t, "rPh", item))


def _in(element: etree._Element, name: str, up_to: etree._Element) -> bool:
    while (element := element.getparent()) is not None and element is not up_to:
        if etree.QName(element).localname == name:
            return True
    return False


def _looks(styles: etree._Element) -> list[Look]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    codes = dict(BUILTIN_FORMATS)
    codes |= {whole(f.get("numFmtId", "")): f.get("formatCode", "") for f in styles.iter("{*}numFmt")}
    borders = [
        any(side.get("style", "none") != "none" for side in border)
        for group in styles.iterchildren("{*}borders")
        for border in group
    ]
    looks = []
    for group in styles.iterchildren("{*}cellXfs"):
        for form in group.iterchildren("{*}xf"):
            border = whole(form.get("borderId", ""))
            code = codes.get(whole(form.get("numFmtId", "")), "General")
            looks.append(Look(code, border < len(borders) and borders[border]))
    return looks


def _sheet(package: Package, book: _Book, name: str, part: str) -> Sheet:
    sheet = Sheet(name)
    formulas: list[str] = []
    rounded: list[str] = []
    cells, row, column = 0, -1, -1
    for begins, element in _elements(package, part):
        kind = etree.QName(element).localname
        if begins:
            if kind == "row":
                row, column = whole(element.get("r", ""), row + 2) - 1, -1
                high = element.get("ht", "")
                if element.get("hidden") in ("1", "true") or (high and not number(high, 1)):
                    sheet.hidden_rows.add(row)
        elif kind == "c":
            at = _REFERENCE.fullmatch(element.get("r", ""))  # a cell without an address follows the one before
            row, column = (int(at[2]) - 1, _column(at[1])) if at else (row, column + 1)
            style = whole(element.get("s", ""))
            look = book.looks[style] if style < len(book.looks) else Look("General", False)
            if look.bordered:
                sheet.bordered[row] = sheet.bordered.get(row, 0) + 1
            if value := _value(element, look, book):
                cells += 1
                if cells > MOST:
                    said = f"sheet {name} has more than {MOST:,} cells with a value"
                    raise InputError(package.path, said, "leave out what is no part of the disclosure", "size")
                named = f"{letters(column)}{row + 1}"
                if value.text:
                    sheet.values[row, column] = value
                if value.rounded:
                    rounded.append(named)
                elif not value.text:
                    formulas.append(named)
        elif kind == "col":
            first, last = whole(element.get("min", ""), 1) - 1, whole(element.get("max", ""), 1)
            wide = number(element.get("width", ""))
            hidden = element.get("hidden") in ("1", "true") or ("width" in element.attrib and not wide)
            sheet.columns.append((first, last, wide, hidden))
        elif kind == "mergeCell":
            ends = _REFERENCE.findall(element.get("ref", ""))
            if len(ends) == 2:
                (left, top), (right, bottom) = ends
                sheet.merged.append((int(top) - 1, _column(left), int(bottom), _column(right) + 1))
    sheet.remarks += first_places("formula", formulas) + first_places("rounded", rounded)
    return sheet


def _elements(package: Package, part: str) -> Iterator[tuple[bool, etree._Element]]:
    """The columns, rows, cells and merged cells of a sheet, each where it begins (True) and where it ends.

    Each is forgotten when the next one comes.
    """
    names = [f"{{*}}{name}" for name in ("c", "row", "col", "mergeCell")]
    try:
        for event, element in etree.iterparse(BytesIO(package.read(part)), ("start", "end"), tag=names, **parser()):
            yield event == "start", element
            if event == "start":
                continue
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
    except etree.XMLSyntaxError:
        raise InputError(package.path, f"its part {part} is damaged", "save it anew", "damaged") from None


def _value(cell: etree._Element, look: Look, book: _Book) -> Value | None:
    """What a cell shows; None where that is nothing. A formula that was saved without a value has an empty one."""
    kind, said, formula = cell.get("t", "n"), None, False
    for part in cell:
        name = etree.QName(part).localname
        if name == "v":
            said = part.text
        elif name == "is":
            said = _text(part)
        elif name == "f":
            formula = True
    if not said:
        return Value("") if formula and kind != "str" else None
    if kind == "s":
        index = whole(said, len(book.strings))
        said = book.strings[index] if index < len(book.strings) else ""
    if kind == "b":
        return Value("TRUE" if said == "1" else "FALSE")
    if kind != "n":
        return Value(text) if (text := shown_text(said.replace("_x000D_", ""), look.code)).strip() else None
    try:
        value = exact(said)
    except (ValueError, InvalidOperation):
        return Value(said)
    if not value.is_finite():
        return Value(said)
    text = shown(value, look.code, book.base_1904)
    return Value(text, is_rounded(value, text)) if text else None


def _column(name: str) -> int:
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
