"""A web page: its text and tables as a browser would show them. No script is run, and nothing is fetched."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from lxml import etree, html

from disclosure.files.kinds import SUFFIXES
from disclosure.files.layout import Layout, Placed, place_in, rows_apart
from disclosure.files.package import whole
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading
from disclosure.words.messages import Message

_UNSEEN = {
    "script", "style", "noscript", "template", "head", "svg", "math", "object", "iframe", "canvas", "audio", "video",
    "select", "textarea", "input", "button", "map", "nav", "footer",
}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ul",
}  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_FILES = (*(suffix for suffix in SUFFIXES if "htm" not in suffix), ".zip", ".rar", ".7z")
SPAN = 1000  # rows or columns that a cell may say it covers: as browsers have it


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read a web page. Raises :class:`InputError` where there is nothing to be read."""
    return read_pages(path, [decoded(path.read_bytes())], progress)


def read_pages(path: Path, texts: Iterable[str], progress: Callable[[int], None] | None = None) -> Reading:
    """Read the texts of web pages, each as a page."""
    layout = Layout(path)
    walk = _Walk(layout)
    for text in texts:
        if (tree := _tree(path, text)) is not None:
            layout.begin_page()
            walk.through(tree)
            if walk.files:
                names = ", ".join(dict.fromkeys(walk.files[:10]))
                if not layout.grids and not layout.prose:
                    raise InputError(path, f"the page only links to files: {names}", "download and read these", "blank")
                layout.remark(Message("files that the page links to are not read: {names}", names=names))
                walk.files = []
            if progress:
                progress(layout.page)
    return layout.reading()


def _tree(path: Path, text: str) -> etree._Element | None:
    """A web page as a tree; None where there is nothing in it."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = html.HTMLParser(no_network=True, huge_tree=True)  # elements 2,048 deep, not 256
    try:
        tree = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise InputError(path, "its elements are nested deeper than is read", "print it to PDF", "size")
    return tree


def decoded(content: bytes) -> str:
    """The characters of a page: by its byte order mark, by what it says, or by what its bytes can be."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):  # fmt: skip
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    said = _CHARSET.search(content[:4096])
    name = said[1].decode("ascii", "replace").lower() if said else ""
    # GB 2312 and GBK are parts of GB 18030, and pages that say the former often hold the latter.
    for code in ("gb18030" if name.startswith(("gb", "x-gbk", "cp936")) else name, "utf-8", "gb18030"):
        try:
            return content.decode(code)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode(name if name and _known(name) else "utf-8", "replace")


def _known(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


class _Walk:
    """Through the elements of a page in their order: paragraphs and tables to a layout."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.tables, self.paragraphs = layout, 0, 0
        self._text: list[str] = []
        self._own = self._within = False
        self.files: list[str] = []

    def through(self, top: etree._Element) -> None:
        """Set what is in an element. Elements may be nested as deep as they like: there is no recursion."""
        for event, element in _events(top):
            if event == "text":
                self._text.append(re.sub(r"[\s\u3000]+", " ", str(element)))
                self._own |= not self._within and bool(str(element).strip())
            elif event == "link":
                self._within = True
                if (href := element.get("href", "").partition("?")[0]).lower().endswith(_FILES):
                    self.files.append(href.rpartition("/")[2])
            elif event == "linked":
                self._within = False
            elif event == "break":
                self._text.append("\n")
            elif event == "block":
                self.end_paragraph()
            else:
                self.end_paragraph()
                self._table(element)
        self.end_paragraph()

    def end_paragraph(self) -> None:
        """Set the text met so far; one that is nothing but links leads elsewhere, as menus do."""
        text, self._text = "".join(self._text), []
        own, self._own = self._own, False
        if text.strip() and own:
            self.paragraphs += 1
            self.layout.paragraph(text, f"¶{self.paragraphs}")

    def _table(self, table: etree._Element) -> None:
        cells = _cells(table)
        rows, columns = ({getattr(cell, name) for cell in cells if cell.text.strip()} for name in ("row", "column"))
        if len(rows) < 2 or len(columns) < 2:  # it sets out text, and is none
            for cell in cells:
                self._text.append(cell.text)
                self._own = True
                self.end_paragraph()
            return
        self.tables += 1
        name = f"Table{self.tables}"
        for cell in cells:
            cell.place = place_in(name, cell.row, cell.column)
        above, own, below = rows_apart(cells)
        for cell in above:
            self.layout.paragraph(cell.text, cell.place)
        self.layout.table(own, partial(place_in, name))
        for cell in below:
            self.layout.paragraph(cell.text, cell.place)


def _events(top: etree._Element):
    """What a reader meets, in order: ``text``; ``break``; ``block`` where a block begins or ends; ``table``.

    ``link`` and ``linked`` are where a link to elsewhere begins and ends.

    A table that holds others, or headings and lists, sets out a page: what is in it is met by itself.
    """
    walk = etree.iterwalk(top, events=("start", "end"))
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not name or name in _UNSEEN or _hidden(element):
                walk.skip_subtree()
                continue
            if name == "table" and element is not top and _is_table(element):
                yield "table", element
                walk.skip_subtree()
                continue
            if name in _BLOCKS:
                yield "block", element
            if name == "br":
                yield "break", element
            if _leads_away(element):
                yield "link", element
            if element.text:
                yield "text", element.text
        else:
            if _leads_away(element):
                yield "linked", element
            if name in _BLOCKS:
                yield "block", element
            if element.tail and element is not top:
                yield "text", element.tail


def _leads_away(element: etree._Element) -> bool:
    return element.tag == "a" and not element.get("href", "#").startswith("#")


def _hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _is_table(table: etree._Element) -> bool:
    """Is this a table of data? One that holds others is not, nor one of a single column."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(row.xpath("./td|./th")) > 1 for row in table.iterdescendants("tr"))


def _cells(table: etree._Element) -> list[Placed]:
    """The cells of a table, placed as browsers do."""
    cells: list[Placed] = []
    taken: dict[int, set[int]] = {}
    rows = [row for row in table.iterdescendants("tr") if not _hidden(row)]
    for r, row in enumerate(rows):
        own, column = taken.setdefault(r, set()), 0
        for cell in row.iterchildren("td", "th"):
            if _hidden(cell):
                continue
            while column in own:
                column += 1
            down = min(_span(cell, "rowspan") or len(rows) - r, len(rows) - r)
            right = _span(cell, "colspan") or 1
            for below in range(r, r + down):
                taken.setdefault(below, set()).update(range(column, column + right))
            cells.append(Placed(r, column, _cell_text(cell), "", down, right))
            column += right
    return cells


def _span(cell: etree._Element, name: str) -> int:
    return min(whole(cell.get(name, "1"), 1), SPAN)


def _cell_text(cell: etree._Element) -> str:
    parts: list[str] = []
    for event, element in _events(cell):
        if event == "text":
            parts.append(re.sub(r"[\s\u3000]+", " ", str(element)))
        elif event in ("break", "block") and parts and parts[-1] != "\n":
            parts.append("\n")
    return "".join(parts).strip()
