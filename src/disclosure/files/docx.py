"""A Word document (.docx, .docm): its paragraphs and tables in their order, as they stand after all changes.

What was deleted with changes tracked is left out, what was inserted is read; so are text boxes, after the paragraph
that they hang on. Headers, footers, notes and comments are no part of the text, and hidden text is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path

from lxml import etree

from disclosure.files.layout import Layout, Placed, place_in, rows_apart
from disclosure.files.numbering import Numbering
from disclosure.files.package import Package, number, whole
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading
from disclosure.words.messages import Message

HAIR = 60  # twentieths of a point: as edges in a PDF, nearer ones are one
WIDEST = 1000  # columns that a cell may cover
_UNSEEN = {
    "del", "moveFrom", "Fallback", "rPr", "pPr", "instrText", "delText", "rt", "footnoteReference", "endnoteReference",
}  # fmt: skip
_AROUND = {"ins", "moveTo", "sdt", "sdtContent", "customXml", "AlternateContent", "Choice", "body"}
_PICTURES = {"blip", "imagedata"}
PICTURES = Message("a picture is not read: print it to PDF, and read that with --ocr, where it shows figures")
SCAN = "print it to PDF, and read that with --ocr"
LEADER = "......"  # what leads from an entry of the contents to its page, as Word draws it
_TEXTS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read a Word document. Raises :class:`disclosure.model.errors.InputError` where it cannot be."""
    with Package(path) as package:
        main = package.main()
        tree = package.xml(main)
        parts = {kind: where for kind, where in package.related(main).values()}
        wanted = [parts.get(kind, "") for kind in ("numbering", "styles")]
        numbering, styles = (package.xml(part) if part in package else None for part in wanted)
    walk = _Walk(Layout(path), Numbering(numbering, styles), progress)
    walk.contents = {
        attribute(style, "styleId")
        for style in (styles.iter("{*}style") if styles is not None else ())
        if _child(style, "name").lower().startswith("toc ")
    }
    for body in tree.iterchildren("{*}body"):
        walk.sections = [_child(part, "type", "nextPage") for part in body.iter("{*}sectPr")]
        walk.through(body)
    if walk.pictures and not walk.layout.prose and not walk.layout.grids:
        raise InputError(path, "there are pictures in it, and no text", SCAN, "scan")
    return walk.layout.reading()


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace: that of Word's strict form is another one."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute, whatever its namespace; empty where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _child(element: etree._Element, name: str, otherwise: str = "") -> str:
    """The value of a child element; ``otherwise`` where it has none."""
    found = next(element.iterchildren(f"{{*}}{name}"), None)
    return otherwise if found is None else attribute(found, "val") or "true"


def _on(element: etree._Element | None, name: str) -> bool:
    """Is a property switched on?"""
    return element is not None and _child(element, name, "0") not in ("0", "false", "none", "off")


def _properties(element: etree._Element, name: str) -> etree._Element | None:
    return next(element.iterchildren(f"{{*}}{name}"), None)


@dataclass
class _Said:
    """What a paragraph says: its text, boxes and pictures beside it, and whether a page begins before it or behind."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0
    before: bool = False
    behind: bool = False


class _Walk:
    """Through the parts of a document in their order: paragraphs and tables to a layout."""

    def __init__(self, layout: Layout, numbering: Numbering, progress: Callable[[int], None] | None) -> None:
        self.layout, self.numbering, self.progress = layout, numbering, progress
        self.sections: list[str] = []
        self.contents: set[str] = set()
        self.pictures = 0
        self.tables, self.paragraphs, self.break_due = 0, 0, True

    def through(self, parent: etree._Element) -> None:
        """Set all that is in an element."""
        for block in blocks(parent):
            if name_of(block) == "tbl":
                self._table(block)
            else:
                self._paragraph(block)

    def _page(self) -> None:
        """Begin a page where one is due, as soon as there is something to stand on it."""
        if self.break_due:
            self.layout.begin_page()
            self.break_due = False
            if self.progress:
                self.progress(self.layout.page)

    def _paragraph(self, paragraph: etree._Element) -> None:
        said, properties = self._said(paragraph), _properties(paragraph, "pPr")
        self.paragraphs += 1
        self.break_due |= said.before or _on(properties, "pageBreakBefore")
        if said.text.strip():
            self._page()
            self.layout.paragraph(said.text, f"¶{self.paragraphs}")
        for box in said.boxes:
            self.through(box)
        if said.pictures:
            self.pictures += said.pictures
            if self.layout.page:
                self.layout.remark(PICTURES)
        self.break_due |= said.behind
        if properties is not None and _properties(properties, "sectPr") is not None:
            self.sections = self.sections[1:]
            self.break_due |= (self.sections or ["nextPage"])[0] not in ("continuous", "nextColumn")

    def _said(self, paragraph: etree._Element) -> _Said:
        said = _Said()
        properties = _properties(paragraph, "pPr")
        in_contents = properties is not None and _child(properties, "pStyle") in self.contents
        for part in _parts(paragraph):
            name = name_of(part)
            if name in _PICTURES:
                said.pictures += 1
            elif name == "tab" and in_contents and said.text.strip():
                said.text += LEADER
            elif name == "txbxContent":
                said.boxes.append(part)
            elif name == "lastRenderedPageBreak" or (name == "br" and attribute(part, "type") in ("page", "column")):
                if said.text.strip():
                    said.behind = True
                else:
                    said.before = True
            elif name == "t":
                said.text += part.text or ""
            else:
                said.text += _TEXTS[name]
        if said.text.strip():
            said.text = self.numbering.number(paragraph) + said.text
        return said

    def _table(self, table: etree._Element) -> None:
        """Set a table, and then those within it; one of a single row or column only sets out text."""
        self.tables += 1
        name, inner = f"Table{self.tables}", list[etree._Element]()
        widths = [number(attribute(c, "w")) for g in table.iterchildren("{*}tblGrid") for c in g]
        cells, widths = _snapped(self._cells(table, inner), widths)
        for cell in cells:
            cell.place = place_in(name, cell.row, cell.column)
        rows, columns = ({getattr(c, side) for c in cells if c.text.strip()} for side in ("row", "column"))
        self._page()
        if len(rows) < 2 or len(columns) < 2:
            for cell in cells:
                self.layout.paragraph(cell.text, cell.place)
        else:
            above, own, below = rows_apart(cells)
            for cell in above:
                self.layout.paragraph(cell.text, cell.place)
            if own:
                place = partial(place_in, name)
                self.layout.table(own, place, lambda c: widths[c] if c < len(widths) else 0.0)
            for cell in below:
                self.layout.paragraph(cell.text, cell.place)
        for one in inner:
            self._table(one)

    def _cells(self, table: etree._Element, inner: list[etree._Element]) -> list[Placed]:
        cells: list[Placed] = []
        open_above: dict[int, Placed] = {}
        rows = [row for row in _inside(table, "tr") if not _gone(_properties(row, "trPr"))]
        for r, row in enumerate(rows):
            properties = _properties(row, "trPr")
            column = min(whole(_child(properties, "gridBefore")), WIDEST) if properties is not None else 0
            for cell in _inside(row, "tc"):
                about = _properties(cell, "tcPr")
                wide = min(max(whole(_child(about, "gridSpan"), 1), 1), WIDEST) if about is not None else 1
                merge = _child(about, "vMerge", "no") if about is not None else "no"
                text = self._cell_text(cell, inner)
                if (
                    merge in ("true", "continue")
                    and (above := open_above.get(column))
                    and above.row + above.row_span == r
                ):
                    above.row_span += 1
                    above.text += f"\n{text}" if text else ""
                else:
                    made = Placed(r, column, text, "", 1, wide)
                    cells.append(made)
                    open_above.pop(column, None)
                    if merge != "no":
                        open_above[column] = made
                column += wide
        return cells

    def _cell_text(self, cell: etree._Element, inner: list[etree._Element]) -> str:
        texts = []
        for block in blocks(cell):
            if name_of(block) == "tbl":
                inner.append(block)
                continue
            said = self._said(block)
            self.break_due |= said.behind or said.before
            texts.append(said.text.strip())
            texts += [self._cell_text(box, inner) for box in said.boxes]
        return "\n".join(filter(None, texts))


def _snapped(cells: list[Placed], widths: list[float]) -> tuple[list[Placed], list[float]]:
    """The cells with edges that are meant to be one as one: columns of a hair's width come of rows set one by one."""
    if len(widths) < max((cell.column + cell.column_span for cell in cells), default=0):
        return cells, widths
    edges, kept, at = [0], [0.0], 0.0
    for wide in widths:
        at += wide
        if not 0 <= at - kept[-1] < HAIR or not wide:
            kept.append(at)
        edges.append(len(kept) - 1)
    made = []
    for cell in cells:
        first, last = edges[cell.column], edges[cell.column + cell.column_span]
        if last > first:
            made.append(Placed(cell.row, first, cell.text, "", cell.row_span, last - first))
        elif cell.text.strip():
            return cells, widths
    return made, [right - left for left, right in pairwise(kept)]


def blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs and tables right in an element, whatever is put around them."""
    yield from _inside(parent, "p", "tbl")


def _inside(parent: etree._Element, *names: str) -> Iterator[etree._Element]:
    for child in parent:
        name = name_of(child)
        if name in names:
            yield child
        elif name in _AROUND:
            yield from _inside(child, *names)


def _gone(properties: etree._Element | None) -> bool:
    """Is a row deleted, or hidden?"""
    return properties is not None and (_properties(properties, "del") is not None or _on(properties, "hidden"))


def _parts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The texts, breaks and text boxes of a paragraph in their order."""
    for child in paragraph:
        name = name_of(child)
        if name in _UNSEEN or not name or (name == "r" and _on(_properties(child, "rPr"), "vanish")):
            continue
        if name in _TEXTS or name in _PICTURES or name in ("t", "lastRenderedPageBreak", "txbxContent"):
            yield child
        else:
            yield from _parts(child)
