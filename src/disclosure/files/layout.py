"""What a file says of its own structure, laid out on plain pages, so that all that follows knows pages and boxes only.

A file that is no PDF has paragraphs and tables and says where each cell is, but not where it stands on paper. Here its
paragraphs and tables are set one below the other: order, what stands above a table, its unit and its notes are then
told as on printed pages. Boxes on such a page are of use for pictures; what a reader is sent to is the ``place``, such
as ``Sheet1!B7`` in a workbook or ``Table3!B7`` in a text (as Word and LibreOffice name cells of tables in formulas).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from disclosure.model.errors import InputError
from disclosure.pdf.grid import Cell, Grid
from disclosure.pdf.reading import Reading
from disclosure.pdf.settings import DEFAULT
from disclosure.pdf.text import ProseLine, TextLine
from disclosure.words.characters import meant, normalise
from disclosure.words.messages import Message

EDGE, WIDE, COLUMN = 36.0, 720.0, 60.0
"""Points: the margin of a page, the width of its text and tables, and of a column where a table is wider."""
SIZE, LEADING, BETWEEN = 10.5, 4.0, 20.0
"""Points: the size of the text, what is free between two lines, and between two paragraphs."""
PAD = 3.0  # points between the edge of a cell and its text
CELLS, CHARACTERS = DEFAULT.max_boxes, 5_000_000  # of a table, and of a file: more is refused
_TWO_NUMBERS = re.compile(r"(?<=\d)\n(?=\d)")
_SENTENCE_ENDS = re.compile(r"[。：:；;!！?？]$")


@dataclass(slots=True)
class Placed:
    """A cell as its file has it: position, spans and text (a line feed for each line break), and its place there."""

    row: int
    column: int
    text: str
    place: str
    row_span: int = 1
    column_span: int = 1


@dataclass
class Layout:
    """A file set out page by page, for its :meth:`reading`."""

    path: Path
    grids: list[Grid] = field(default_factory=list)
    prose: list[ProseLine] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    remarks: list[tuple[int, Message]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _y: float = EDGE
    _x: float = 0.0
    _index: int = 0
    _characters: int = 0

    @property
    def page(self) -> int:
        """The number of the page that is being set."""
        return len(self.sizes)

    def begin_page(self, name: str = "") -> None:
        """Begin a page; ``name`` is what the file calls it, as a sheet of a workbook has a name."""
        self._end_page()
        self.sizes.append((0.0, 0.0))
        self.names.append(name)
        self._y, self._x, self._index = EDGE, EDGE + WIDE, 0

    def _end_page(self) -> None:
        if self.sizes:
            self.sizes[-1] = self._x + EDGE, self._y + EDGE

    def remark(self, message: Message) -> None:
        """What a reader of the data should know of this page."""
        if (remark := (max(self.page, 1), message)) not in self.remarks:
            self.remarks.append(remark)

    def paragraph(self, text: str, place: str) -> None:
        """Set a paragraph; a line of it goes on the one before unless that ends a sentence."""
        before = ""
        for words in filter(None, map(_spaced, text.split("\n"))):
            self._count(words)
            self._y += BETWEEN
            begins = not before or bool(_SENTENCE_ENDS.search(before))
            for k, line in enumerate(wrapped(words, WIDE)):
                self._line(line, place, begins and not k)
            before = words

    def _line(self, words: str, place: str, begins: bool) -> None:
        xs = np.cumsum([EDGE, *(width(c) for c in words)])
        offsets = [k for k, c in enumerate(words) if c != " "]
        top, bottom = self._y, self._y + SIZE
        boxes = np.array([(xs[k], top, xs[k + 1], bottom) for k in offsets])
        line = TextLine(words, list(range(len(offsets))), EDGE, top, float(xs[-1]), bottom, offsets)
        self.prose.append(ProseLine(self.page, line, boxes, normalise([words]), place, begins))
        self._y = bottom + LEADING

    def table(
        self,
        cells: Sequence[Placed],
        place: Callable[[int, int], str],
        wide: Callable[[int], float] | None = None,
        hidden: Collection[int] = (),
    ) -> None:
        """Set a table. ``cells`` need not cover it; ``place`` names a cell by its row and column as given.

        ``wide`` gives the width of a column in any unit, where known; ``hidden`` are rows that no cell is
        in though there are rows before and behind. Columns in which nothing stands are left out.
        """
        cells, from_row, from_column = without_blank(cells, hidden)
        if not any(cell.text.strip() for cell in cells):
            return
        rows = max(cell.row + cell.row_span for cell in cells)
        columns = max(cell.column + cell.column_span for cell in cells)
        if rows * columns > CELLS:
            said = f"a table of {rows} rows and {columns} columns is more than is read"
            raise InputError(self.path, said, "leave out what is no part of the disclosure", "size")
        self._y += BETWEEN
        taken = {
            (r, c)
            for cell in cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        }
        blank = [
            Placed(r, c, "", place(from_row[r], from_column[c]))
            for r in range(rows)
            for c in range(columns)
            if (r, c) not in taken
        ]
        cells = sorted([*cells, *blank], key=lambda cell: (cell.row, cell.column))
        shares = _shares(cells, columns, [wide(column) for column in from_column] if wide else None)
        xs = [EDGE, *(EDGE + x for x in np.cumsum(shares).tolist())]
        heights = [SIZE + LEADING] * rows
        for cell in cells:
            room = xs[cell.column + cell.column_span] - xs[cell.column] - 2 * PAD
            lines = sum(len(wrapped(words, room)) for words in cell.text.split("\n"))
            last = cell.row + cell.row_span - 1
            need = lines * (SIZE + LEADING) - sum(heights[cell.row : last])
            heights[last] = max(heights[last], need)
        ys = [self._y, *(self._y + y for y in np.cumsum([height + 2 * PAD for height in heights]).tolist())]
        made = []
        for cell in cells:
            raw = "\n".join(map(_spaced, cell.text.split("\n"))).strip("\n")
            self._count(raw)
            right, below = cell.column + cell.column_span, cell.row + cell.row_span
            box = xs[cell.column], ys[cell.row], xs[right], ys[below]
            spans = cell.row_span, cell.column_span
            text = meant(_TWO_NUMBERS.sub("  ", raw))
            made.append(Cell(cell.row, cell.column, *spans, *box, raw, text, place=cell.place))
        self._index += 1
        self.grids.append(Grid(self.page, self._index, xs, ys, made))
        self._y, self._x = ys[-1], max(self._x, xs[-1])

    def _count(self, text: str) -> None:
        self._characters += len(text)
        if self._characters > CHARACTERS:
            said = f"it holds more than {CHARACTERS:,} characters"
            raise InputError(self.path, said, "leave out what is no part of the disclosure", "size")

    def reading(self) -> Reading:
        """All that was set, as a PDF's reading. Raises :class:`InputError` where nothing was."""
        self._end_page()
        if not self.grids and not self.prose:
            raise InputError(self.path, "there is no text in it", "print it to PDF", "blank")
        filled: dict[int, set[int]] = {grid.page: set() for grid in self.grids}
        return Reading(
            self.path, self.sizes, self.grids, self.prose, self.remarks, filled=filled, names=tuple(self.names)
        )


def rows_apart(cells: Iterable[Placed]) -> tuple[list[Placed], list[Placed], list[Placed]]:
    """The lone texts above a table, its cells, and the lone texts below it.

    A title set in the table's first row, over all columns, stands above it as far as a reader is concerned; so does
    a unit, and a note below it. What remains has two rows at least, or it is all given as lone texts.
    """
    told: dict[int, list[Placed]] = {}
    for cell in cells:
        told.setdefault(cell.row, []).append(cell)
    rows = sorted(told)
    first, last = 0, len(rows)
    while first < last and _lone(told[rows[first]]):
        first += 1
    if first == last:
        return [cell for row in rows for cell in told[row] if cell.text.strip()], [], []
    columns = max(cell.column + cell.column_span for cell in told[rows[first]])
    while last > first + 1 and _lone(told[rows[last - 1]], over=columns):
        last -= 1
    above, table, below = rows[:first], rows[first:last], rows[last:]
    pick = [[cell for row in part for cell in told[row]] for part in (above, table, below)]
    return [c for c in pick[0] if c.text.strip()], pick[1], [c for c in pick[2] if c.text.strip()]


def _lone(cells: list[Placed], over: int = 0) -> bool:
    """Does no more than one text stand in a row, in no other row; with ``over``, one over so many columns?"""
    texts = [cell for cell in cells if cell.text.strip()]
    few = len(texts) == 1 if over else len(texts) < 2
    return few and all(cell.row_span == 1 and cell.column_span >= over for cell in texts)


def without_blank(cells: Sequence[Placed], hidden: Collection[int] = ()) -> tuple[list[Placed], list[int], list[int]]:
    """The cells moved together over columns that no text begins in, and rows after a first one; spans shrink by those.

    With them come the rows and the columns, as they were numbered, that are left. One blank row says that a table
    states nothing there; a workbook may have a thousand of them.
    """
    texts = [cell for cell in cells if cell.text.strip()]
    columns = {column: k for k, column in enumerate(sorted({cell.column for cell in texts}))}
    rows: dict[int, int] = {}
    last = max((cell.row for cell in cells), default=-1)
    told, before = {cell.row for cell in texts}, -1
    for row in sorted({*told, *(row + 1 for row in told if row < last)} - set(hidden)):
        if row in told or before in told:
            rows[row] = len(rows)
        before = row
    made = []
    for cell in cells:
        own = [rows[r] for r in range(cell.row, cell.row + cell.row_span) if r in rows]
        over = [columns[c] for c in range(cell.column, cell.column + cell.column_span) if c in columns]
        if own and over:
            made.append(Placed(own[0], over[0], cell.text, cell.place, len(own), len(over)))
    return made, list(rows), list(columns)


def _shares(cells: Sequence[Placed], columns: int, widths: Sequence[float] | None) -> list[float]:
    """The width of each column in points: as the file has them, else by their texts; none too narrow to be read."""
    if widths is None or len(widths) != columns or min(widths) < 0 or not sum(widths):
        longest = [4.0] * columns
        for cell in cells:
            if cell.column_span == 1:
                longest[cell.column] = max(longest[cell.column], min(len(cell.text), 24))
        widths = longest
    wide = max(WIDE, COLUMN * columns)
    least = wide / columns / 3
    shares = [max(width * wide / sum(widths), least) for width in widths]
    return [share * wide / sum(shares) for share in shares]


def width(character: str) -> float:
    """The width of a character in points, whatever font it is drawn in: Latin's are narrower than Chinese ones."""
    return 0.6 * SIZE if character < "\u2000" else SIZE


def wrapped(text: str, room: float) -> list[str]:
    """A text as lines no wider than ``room``, broken between any two characters; a number is kept whole if it can."""
    lines, line, at = [], "", 0.0
    for word in re.findall(r"[\d.,%-]+|.", text):
        needed = sum(map(width, word))
        for part in [word] if needed <= room else word:
            wide = sum(map(width, part))
            if line and at + wide > room:
                lines.append(line.rstrip())
                line, at = "", 0.0
            line += part if line or part != " " else ""
            at += wide
    return [*lines, line]


def _spaced(text: str) -> str:
    """A line with single spaces, and none at its ends."""
    return " ".join(text.split())


def letters(column: int) -> str:
    """What a workbook calls a column, from 0: A … Z, AA …"""
    name = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        name, column = chr(65 + rest) + name, column - 1
    return name


def place_in(name: str, row: int, column: int) -> str:
    """What a cell of a table or sheet of this name is called, as in formulas: ``Table3!B7``."""
    return f"{name}!{letters(column)}{row + 1}"
