"""Tables without rules: found by amounts that stand in columns, read with camelot's stream, and less certain.

camelot is given the text as this engine read it, so it opens no file: a page stored sideways or a locked file is
no matter. It says where rows and columns are; which text stands in them is the engine's own.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from disclosure.model.amounts import AMOUNT_ENDS
from disclosure.pdf.grid import Cell, Grid
from disclosure.pdf.page import Page
from disclosure.pdf.settings import Settings
from disclosure.pdf.text import ProseLine, write
from disclosure.words.characters import meant
from disclosure.words.messages import Message

READ = Message("a table that rules do not draw whole, read from where its text stands: less certain")
UNREAD = Message("a table without rules that could not be read")

_IS_AMOUNT = re.compile(r"[-−+¥￥]?[(（]?\d[\d,，]*(?:[.．]\d+)?[)）]?[%％]?")
_WORDS = re.compile(rf" {_IS_AMOUNT.pattern}(?= |$)")
_LEADERS = re.compile(r"[….·]( ?[….·]){2}")
_SECTION = re.compile(r"\d{1,2}(\.\d{1,2})*")
_AROUND = re.compile(r"[:：]|^\s*[-—–]?\s*\d{1,4}\s*[-—–]?\s*$")  # units, notes and page numbers: no row of a table


@dataclass(slots=True)
class TextBox:
    """Text and where it stands from the lower left of the page: what camelot calls a text line."""

    x0: float
    y0: float
    x1: float
    y1: float
    text: str

    def get_text(self) -> str:
        return self.text


@dataclass(slots=True)
class Piece:
    """What stands in one cell on one printed line: ``text`` is characters ``first`` to ``last`` of the line."""

    text: str
    is_amount: bool
    first: int
    last: int
    x0: float = 0.0
    x1: float = 0.0


@dataclass(slots=True)
class Region:
    """The printed lines of a table without rules, each with its pieces; its body begins at line ``body``.

    ``clear`` says that no ruled table reaches into it.
    """

    lines: list[tuple[ProseLine, list[Piece]]]
    body: int = 0
    clear: bool = True


def find_unruled(page: Page, lines: Sequence[ProseLine], ruled: Sequence[Grid]) -> list[Region]:
    """The regions of a page outside its ruled tables, whose ``lines`` are given, where amounts or lists of words stand
    in columns."""
    settings = page.settings
    found: list[tuple[int, int, Region]] = []
    likely = [k for k, line in enumerate(lines) if len(_WORDS.findall(" " + line.line.text)) > 1]
    likely = [k for k in likely if _wide(lines[k], settings.column_gap).any()] if len(likely) >= settings.rows else []
    cut = {k: _pieces(lines[k], settings.column_gap) for k in likely}
    likely = [k for k in likely if sum(piece.is_amount for piece in cut[k]) > 1]
    end = -1
    for group in _groups(likely, lines, ruled):
        group = _in_columns([(k, cut[k]) for k in group], settings)
        if len(group) < settings.rows:
            continue
        first, last = _grown(page, lines, group[0], group[-1], end)
        end = last
        region = Region([(line, _pieces(line, settings.column_gap)) for line in lines[first : last + 1]])
        body = next((k for k in group if not _counts(cut[k])), group[0]) - first
        region.body = next((k for k, (_, pieces) in enumerate(region.lines[:body]) if _has_money(pieces)), body)
        found.append((first, last, region))
    taken = {k for first, last, _ in found for k in range(first, last + 1)}
    for first, last in _lists(lines, ruled, taken, settings):
        found.append((first, last, Region([(line, _pieces(line, settings.column_gap)) for line in lines[first:last]])))
    boxes = [grid.box for grid in ruled]
    for _, _, region in found:
        x0, x1 = min(line.line.x0 for line, _ in region.lines), max(line.line.x1 for line, _ in region.lines)
        top, bottom = region.lines[0][0].line.top, region.lines[-1][0].line.bottom
        region.clear = not any(b[0] < x1 and b[2] > x0 and b[1] < bottom and b[3] > top for b in boxes)
    return [region for _, _, region in sorted(found, key=lambda part: part[0])]


def _lists(
    lines: Sequence[ProseLine], ruled: Sequence[Grid], taken: set[int], settings: Settings
) -> list[tuple[int, int]]:
    """First line, and the one after the last, of lists of words: lines of as many texts each, all in the same columns.

    A newspaper's lines fill their columns, or are about as long as each other; those of a list do not. A list whose
    last column numbers pages, or whose dots lead to it, is a table of contents.
    """
    wide = [
        k
        for k, line in enumerate(lines)
        if k not in taken and _wide(line, settings.column_gap).sum() > settings.columns - 1
    ]
    found = []
    for group in _groups(wide, lines, ruled):
        parts = [_pieces(lines[k], settings.column_gap) for k in group]
        start = 0
        for stop in range(1, len(group) + 1):
            if (
                stop < len(group)
                and group[stop] == group[stop - 1] + 1
                and _beside(parts[stop - 1], parts[stop], settings)
            ):
                continue
            rows, start = parts[start:stop], stop
            if len(rows) > settings.rows and _is_list(rows, settings.prose_full):
                found.append((group[stop - len(rows)], group[stop - 1] + 1))
    return found


def _beside(upper: list[Piece], lower: list[Piece], settings: Settings) -> bool:
    """Do all texts of two lines stand in the same columns: left, right or centred?"""
    if len(upper) != len(lower):
        return False
    pairs = [(one.x0 - other.x0, one.x1 - other.x1) for one, other in zip(upper, lower, strict=True)]
    return all(min(abs(left), abs(right), abs(left + right) / 2) < settings.aligned for left, right in pairs)


def _is_list(rows: list[list[Piece]], prose_full: float) -> bool:
    if all(re.fullmatch(r"\d{1,3}", row[-1].text) for row in rows):
        return False
    if any(_LEADERS.search("".join(piece.text for piece in row)) for row in rows):
        return False
    left = np.array([[piece.x0 for piece in row] for row in rows])
    width = np.array([[piece.x1 for piece in row] for row in rows]) - left
    room = np.diff(left.min(axis=0))
    filled = (width.max(axis=0)[:-1] > prose_full * room).all()
    even = (np.median(width, axis=0) > prose_full * width.max(axis=0)).all()
    return not (filled or even)


def _counts(pieces: list[Piece]) -> bool:
    """Is this a row of column numbers?"""
    amounts = [piece.text for piece in pieces if piece.is_amount]
    return amounts == [str(k) for k in range(1, len(amounts) + 1)]


def _has_money(pieces: list[Piece]) -> bool:
    return any(piece.is_amount and re.search(r"[.,]\d", piece.text) for piece in pieces)


def _height(line: ProseLine) -> float:
    return line.line.bottom - line.line.top


def _wide(line: ProseLine, gap: float) -> np.ndarray:
    """Where between its characters the gap is as wide as one of them."""
    return line.boxes[1:, 0] - line.boxes[:-1, 2] > gap * _height(line)


def _pieces(line: ProseLine, gap: float) -> list[Piece]:
    """A line cut where a gap is as wide as a character, or where one amount stands next to another."""
    text, offsets, boxes, wide = line.line.text, line.line.offsets, line.boxes, _wide(line, gap)
    for found in AMOUNT_ENDS.finditer(text):
        wide[offsets.index(found.start()) - 1] = True
    starts = [0, *(np.flatnonzero(wide | (np.diff(offsets) > 1)) + 1).tolist(), len(offsets)]
    pieces: list[Piece] = []
    for first, last in pairwise(starts):
        word = text[offsets[first] : offsets[last - 1] + 1]
        amount = bool(_IS_AMOUNT.fullmatch(word))
        if pieces and not wide[first - 1] and not (amount and pieces[-1].is_amount):
            whole = pieces[-1]
            whole.text, whole.last, whole.is_amount = f"{whole.text} {word}", last, False
        else:
            pieces.append(Piece(word, amount, first, last))
    for piece in pieces:
        piece.x0, piece.x1 = float(boxes[piece.first, 0]), float(boxes[piece.last - 1, 2])
    return pieces


def _groups(likely: list[int], lines: Sequence[ProseLine], ruled: Sequence[Grid]) -> list[list[int]]:
    """Lines that follow each other closely, with no ruled table between them."""
    groups: list[list[int]] = []
    for k in likely:
        if groups:
            over, under = lines[groups[-1][-1]].line, lines[k].line
            near = under.top - over.bottom < 6 * _height(lines[k])
            if near and not any(over.top < grid.ys[0] < under.bottom for grid in ruled):
                groups[-1].append(k)
                continue
        groups.append([k])
    return groups


def _in_columns(group: list[tuple[int, list[Piece]]], settings: Settings) -> list[int]:
    """Those of the lines that have amounts in at least two columns; none where it is a table of contents."""
    amounts = [(k, piece) for k, pieces in group for piece in pieces if piece.is_amount]
    column = np.full(len(amounts), -1)
    for edge in np.array([piece.x1 for _, piece in amounts]), np.array([piece.x0 for _, piece in amounts]):
        order = np.argsort(edge, kind="stable")
        for run in np.split(order, np.flatnonzero(np.diff(edge[order]) > settings.aligned) + 1):
            free = run[column[run] < 0]
            if len({amounts[j][0] for j in free}) >= settings.rows:
                column[free] = column.max() + 1
    rows: dict[int, dict[int, str]] = {}
    for (k, piece), where in zip(amounts, column.tolist(), strict=True):
        if where >= 0:
            rows.setdefault(k, {})[where] = piece.text
    rows = {k: row for k, row in rows.items() if len(row) >= settings.columns}
    ends = [
        (texts[0], texts[-1])
        for texts in (list(row.values()) for row in rows.values())
        if len(texts) == settings.columns
    ]
    pages = [int(last) for first, last in ends if _SECTION.fullmatch(first) and re.fullmatch(r"\d{1,3}", last)]
    return [] if len(pages) == len(rows) and pages == sorted(pages) else list(rows)


def _grown(page: Page, lines: Sequence[ProseLine], first: int, last: int, floor: int) -> tuple[int, int]:
    """From the first and last line of amounts to those of the table: its header, and lines with fewer amounts."""
    body, far, gap = first, 2.5 * _height(lines[first]), page.settings.column_gap

    def near(over: int, under: int, line: int) -> bool:
        return lines[under].line.top - lines[over].line.bottom < far and not _AROUND.search(lines[line].line.text)

    while first - 1 > floor and near(first - 1, first, first - 1):
        if len(_pieces(lines[first - 1], gap)) > 1:
            first -= 1
        elif first - 2 > floor and near(first - 2, first - 1, first - 2) and len(_pieces(lines[first - 2], gap)) > 1:
            first -= 2
        else:
            break
    while last + 1 < len(lines) and near(last, last + 1, last + 1):
        pieces = _pieces(lines[last + 1], gap)
        if len(pieces) == 1 and not pieces[0].is_amount:
            break
        last += 1
    # A table between rules begins at the first of them: a header's upper line may hold one piece only.
    x0, top, x1, _ = page.rules.T if len(page.rules) else np.empty((4, 0))
    level = np.sort(top[(x0 < lines[body].line.x0 + 2) & (x1 > lines[body].line.x1 - 2)])
    above = level[level < lines[first].line.top + 1]
    if len(above) and ((level > above[-1] + 1) & (level < lines[body].line.top + 1)).any():
        while first - 1 > floor and lines[first - 1].line.top > above[-1] - 1 and near(first - 1, first, first - 1):
            first -= 1
    return first, last


def read_unruled(page: Page, region: Region) -> Grid | None:
    """The table of a region as camelot's stream divides it; None where it finds none, or fails.

    The columns are those of the body, for a header stands in the middle of its column and seems to be one more.
    """
    settings = page.settings
    pieces = [(line, piece) for line, pieces in region.lines for piece in pieces]
    if not region.clear or len(pieces) > settings.max_pieces:
        return None
    try:
        xs = _spread(_stream(page, region.lines[region.body :])[0], region)
        whole = [(line, [Piece(line.line.text, False, 0, 0, line.line.x0, line.line.x1)]) for line, _ in region.lines]
        ys = _stream(page, whole, xs[1:-1])[1]
    except Exception:  # whatever camelot meets, the ruled tables stand
        return None
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < settings.rows or columns < settings.columns or np.min(np.diff(xs)) < 0 or np.min(np.diff(ys)) < 0:
        return None
    home = np.full(len(page.chars), -1, "i8")
    head = _row(ys, region.lines[region.body][0])
    for line, piece in pieces:
        r = _row(ys, line)
        c = int(np.searchsorted(xs[1:-1], (piece.x0 + piece.x1) / 2))
        home[line.line.indices[piece.first : piece.last]] = r * columns + c
    written = write(page.chars, home, rows * columns, settings)
    cells = []
    for c in range(columns):
        # In the header a text has the room above it, and the last one that below it.
        told = [r for r in range(head) if written.text_of(r * columns + c)] or [0] * (head > 0)
        for r, start, stop in [
            *zip(told, [0, *(r + 1 for r in told)], [*(r + 1 for r in told[:-1]), head], strict=False),
            *((r, r, r + 1) for r in range(head, rows)),
        ]:
            raw, box = written.text_of(r * columns + c), (xs[c], ys[start], xs[c + 1], ys[stop])
            cells.append(Cell(start, c, stop - start, 1, *box, raw, meant(raw), written.chars_of(r * columns + c)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(page.number, 0, xs, ys, cells, "unruled")


def _row(ys: list[float], line: ProseLine) -> int:
    return int(np.searchsorted(ys[1:-1], (line.line.top + line.line.bottom) / 2))


def _stream(page: Page, lines: list[tuple[ProseLine, list[Piece]]], inner=None) -> tuple[list[float], list[float]]:
    """Where camelot's stream sees columns and rows; ``inner`` are the borders between columns where they are known."""
    from camelot.parsers.stream import Stream

    boxes = [
        TextBox(piece.x0, page.height - line.line.bottom, piece.x1, page.height - line.line.top, piece.text)
        for line, pieces in lines
        for piece in pieces
    ]
    corners = np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes])
    (x0, y0, _, _), (_, _, x1, y1) = corners.min(axis=0), corners.max(axis=0)
    columns = None if inner is None else [",".join(map(str, inner))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = Stream(table_areas=[f"{x0},{y1},{x1},{y0}"], columns=columns)
        parser.prepare_page_parse("", None, (page.width, page.height), page.number, [], boxes, [], "", None)
        (made,) = parser.extract_tables()
    xs = [float(made.cols[0][0]), *(float(right) for _, right in made.cols)]
    return xs, [page.height - float(y) for y in (made.rows[0][0], *(bottom for _, bottom in made.rows))]


def _spread(xs: list[float], region: Region) -> list[float]:
    """The borders between the body's columns once each takes in the header that stands over it.

    A piece of the header over no column belongs to the nearer one beside it; where both have theirs on this line,
    it heads a column of its own, in which nothing is printed.
    """
    spans = [[np.inf, -np.inf] for _ in xs[1:]]
    for piece in (piece for _, pieces in region.lines[region.body :] for piece in pieces):
        span = spans[int(np.searchsorted(xs[1:-1], (piece.x0 + piece.x1) / 2))]
        span[:] = min(span[0], piece.x0), max(span[1], piece.x1)
    spans = [span for span in spans if span[0] < span[1]]
    for _, pieces in reversed(region.lines[: region.body]):
        headed: list[list[float]] = []
        over = [[span for span in spans if span[0] < piece.x1 and span[1] > piece.x0] for piece in pieces]
        for piece, under in sorted(zip(pieces, over, strict=True), key=lambda pair: -len(pair[1])):
            if len(under) > 1:
                continue
            left = [span for span in spans if span[1] <= piece.x0][-1:]
            right = [span for span in spans if span[0] >= piece.x1][:1]
            beside = under or [span for span in left + right if not any(span is other for other in headed)]
            if beside:
                span = min(beside, key=lambda span: max(span[0] - piece.x1, piece.x0 - span[1]))
                span[:] = min(span[0], piece.x0), max(span[1], piece.x1)
            else:
                spans = sorted([*spans, span := [piece.x0, piece.x1]])
            headed.append(span)
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(spans)]
    return [float(x) for x in (spans[0][0], *edges, spans[-1][1])]
