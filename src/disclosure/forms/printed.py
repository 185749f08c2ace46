"""Tables as readers see them: parts on several pages joined, with the title, unit and notes printed around."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from disclosure.forms.books import wording
from disclosure.forms.torn import one_row
from disclosure.model.amounts import MONEY
from disclosure.model.numbering import ordinal
from disclosure.pdf.grid import Cell, Grid
from disclosure.pdf.reading import Reading
from disclosure.pdf.text import PAGE_NUMBER, ProseLine
from disclosure.words.characters import as_meant, normalise

UNIT = re.compile(rf"(?:单位\s*[:：]?\s*(?:人民币)?\s*|[（(](?:人民币)?)({MONEY})(?![\u4e00-\u9fff])")
YEAR = re.compile(r"(20\d\d)\s*年?")
MATCH = 4.0  # points; how far a column line may move from one page to the next in a continued table


@dataclass(slots=True)
class PrintedTable:
    """A table over all its pages.

    ``parts`` are the grids page by page; ``columns`` gives for each part the joined column of each of its own.
    ``rows`` holds the joined rows (a repeated header once), each a mapping from joined column to cell and part.
    """

    parts: list[Grid]
    columns: list[list[int]]
    width: int
    header: int
    title: str
    above: list[str]
    note: str
    rows: list[dict[int, tuple[Cell, Grid]]] = field(default_factory=list)

    @property
    def pages(self) -> list[int]:
        return sorted({part.page for part in self.parts})

    @property
    def certainty(self) -> str:
        """``ruled``, or ``unruled`` where rules do not draw all of it, or ``ocr`` where any of it was."""
        told = {part.certainty for part in self.parts}
        return next((word for word in ("ocr", "unruled") if word in told), "ruled")

    def text(self, row: int, column: int) -> str:
        """The normalised text at a joined position; empty where a span covers it or nothing stands there."""
        found = self.rows[row].get(column)
        return found[0].text if found else ""

    def covering(self, row: int, column: int) -> str:
        """The text of the cell that stands at a joined position or covers it from the left."""
        for k in range(column, -1, -1):
            if k in self.rows[row]:
                cell, part = self.rows[row][k]
                return cell.text if self._last_column(cell, part) >= column else ""
        return ""

    def _last_column(self, cell: Cell, part: Grid) -> int:
        """The last joined column that a cell reaches over. A page with fewer column lines joins columns unsaid."""
        places = [*self.columns[self.parts.index(part)], self.width]
        return max(places[cell.column], places[cell.column + cell.column_span] - 1)

    def texts(self) -> list[list[str]]:
        """All rows as texts, spans in their top-left position."""
        return [self._texts_of(row) for row in self.rows]

    def _texts_of(self, row: dict[int, tuple[Cell, Grid]]) -> list[str]:
        return [row[k][0].text if k in row else "" for k in range(self.width)]

    def labels(self) -> list[str]:
        """For each column its header texts from top to bottom, joined with ``/``; column numbers left out."""
        paths: list[list[str]] = [[] for _ in range(self.width)]
        for row in self.rows[: self.header]:
            texts = [cell.text for cell, _ in row.values() if cell.text]
            numbers = any(map(wording("column_number").match, texts)) or all(text.isdigit() for text in texts)
            for column, (cell, part) in row.items():
                if numbers and (wording("column_number").match(cell.text) or cell.text.isdigit()):
                    continue
                for k in range(column, self._last_column(cell, part) + 1):
                    if cell.text and (not paths[k] or paths[k][-1] != cell.text):
                        paths[k].append(cell.text)
        return ["/".join(path) for path in paths]

    def _heads(self) -> Iterator[str]:
        return (text for row in self.rows[: self.header] for text in self._texts_of(row))

    @property
    def unit(self) -> str:
        """The unit of money as printed above the table or in its header; empty where none is printed."""
        for text in [*reversed(self.above), self.title, *self._heads()]:
            if found := UNIT.search(text):
                return found[1]
        return ""


def printed_tables(reading: Reading) -> list[PrintedTable]:
    """The tables of a document in reading order, each over all its pages."""
    grids, prose, filled = reading.grids, reading.prose, reading.filled
    lines: dict[int, list[ProseLine]] = {}
    for line in prose:
        if not PAGE_NUMBER.match(line.text):
            lines.setdefault(line.page, []).append(line)
    groups: list[list[Grid]] = []
    above: list[list[ProseLine]] = []
    for before, grid in zip([None, *grids], grids, strict=False):
        start = before.ys[-1] if before and before.page == grid.page else 0.0
        over = [x for x in lines.get(grid.page, []) if start - 1 <= x.line.top and x.line.bottom <= grid.ys[0] + 3]
        new_file = grid.page in reading.begins and (before is None or before.page != grid.page)
        if before and not new_file and _continues(groups[-1], grid, lines, over, above[-1]):
            groups[-1].append(grid)
        else:
            groups.append([grid])
            named = new_file or any(_named(x) for x in over)
            above.append(over if named else [*_overleaf(before, grid, lines), *over])
    tables = []
    for k, (group, over) in enumerate(zip(groups, above, strict=True)):
        following = groups[k + 1][0] if k + 1 < len(groups) else None
        tables.append(_table(group, over, _note(group[-1], following, lines), filled))
    return tables


def _overleaf(before: Grid | None, grid: Grid, lines: dict[int, list[ProseLine]]) -> list[ProseLine]:
    """The title of a table that opens a page, where it stands at the foot of the page before."""
    if before and before.page == grid.page:
        return []
    end = before.ys[-1] if before and before.page == grid.page - 1 else 0.0
    foot = [x for x in lines.get(grid.page - 1, []) if x.line.top >= end - 1][-3:]
    for k in range(len(foot) - 1, -1, -1):
        if _named(foot[k]):
            return foot[k:]
        if not wording("beside_title").search(foot[k].text):
            break
    return []


def _named(line: ProseLine) -> bool:
    """Is this line a title, as far as one can tell by its words?"""
    return bool(wording("title").search(line.text)) and not line.text.startswith("表")


def _continues(
    group: list[Grid], grid: Grid, lines: dict[int, list[ProseLine]], over: list[ProseLine], first: list[ProseLine]
) -> bool:
    """Is ``grid`` the next part of the table that ``group`` is, so far?

    It is where it opens the next page, nothing but page furniture is printed in between, the outer borders
    agree and the column lines of one are among those of the other; and it does not bring a header of its own, or fill
    in the same form again.
    """
    before = group[-1]
    if grid.page != before.page + 1:
        return False
    below = [x for x in lines.get(before.page, []) if x.line.top >= before.ys[-1] - 1]
    if below or (
        any(not wording("beside_title").search(x.text) for x in over) and not _headed_again(before, grid, over, first)
    ):
        return False
    if abs(grid.xs[0] - before.xs[0]) > MATCH or abs(grid.xs[-1] - before.xs[-1]) > MATCH:
        return False
    head = _header_rows(before)
    if len(grid.xs) == len(before.xs) and _same_header(grid.rows()[:head], before.rows()[:head]):
        return True  # the same header again; a browser may have set the columns to other widths
    few, many = sorted([before.xs, grid.xs], key=len)
    if any(min(abs(x - y) for y in many) > MATCH for x in few):
        return False
    if _filled_in_again(group[0], grid):
        return False
    opening, again = before.rows()[0], grid.rows()[0]
    if opening == again or len(before.rows()) == 1:
        return True
    body = before.rows()[head:] or before.rows()[1:]
    return not _is_header_row(again) or any(map(_is_header_row, body)) or _blank_where_amounts(before, grid)


def _filled_in_again(first: Grid, grid: Grid) -> bool:
    """Does ``grid`` begin as the form ``first`` does, with the same label and another answer, or with another title?"""
    leads = _lead(first), _lead(grid)
    parts = [(part.rows()[:lead], part.rows()[lead]) for part, lead in zip((first, grid), leads, strict=True)]
    (above, (label, *said)), (title, (again, *now)) = parts
    if title and title != above:
        return any(wording("title").search(text) for row in title for text in row)
    return bool(label) and label == again and said != now


def _blank_where_amounts(before: Grid, grid: Grid) -> bool:
    """Does the first row of ``grid`` leave a cell blank where ``before`` has amounts? A header has words there."""
    amounts = {
        round(cell.x0 / MATCH) for cell in before.cells if re.search(r"\d", cell.text) and AMOUNT.match(cell.text)
    }
    blank = [cell for cell in grid.cells if cell.row == 0 and not cell.text]
    return any({round(cell.x0 / MATCH) + k for k in (-1, 0, 1)} & amounts for cell in blank)


def _same_header(again: list[list[str]], first: list[list[str]]) -> bool:
    """Do these rows say the same? On a later page the end of a label may be cut off."""
    if [len(row) for row in again] != [len(row) for row in first]:
        return False
    pairs = [pair for rows in zip(again, first, strict=True) for pair in zip(*rows, strict=True)]
    return all(a == b or (len(a) > 1 and b.startswith(a)) for a, b in pairs)


def _headed_again(before: Grid, grid: Grid, over: list[ProseLine], first: list[ProseLine]) -> bool:
    """Does a page print title, department and header of its table again, and then goes on with it?

    The same table printed twice begins with the same line again; another unit's table has another name above it;
    and after its total a table is done.
    """
    words = [wording("continued").sub("", x.text) for x in over]
    head, rows, again = _header_rows(before), before.rows(), grid.rows()
    if not set(words) <= {x.text for x in first} or not _same_header(again[:head], rows[:head]) or len(again) <= head:
        return False
    last, opening = (next((text for text in row if text), "") for row in (rows[-1], again[head]))
    return again[head] != rows[min(head, len(rows) - 1)] and not any(map(wording("total").match, (last, opening)))


def _is_header_row(row: list[str]) -> bool:
    """Only words, the first at the left: no amounts, codes or sentences. Any row of a table of words may be so."""
    words = [text for text in row if re.search(r"\w", text)]
    return (
        len(words) > 1
        and bool(row[0])
        and not any(re.search(r"\d|。$", text) or ordinal(text) is not None for text in words)
        and len(set(words)) == len(words)
    )


def _table(group: list[Grid], over: list[ProseLine], note: str, filled: dict[int, set[int]]) -> PrintedTable:
    xs = max((part.xs for part in group), key=len)
    columns = [
        list(range(len(xs) - 1))
        if len(part.xs) == len(xs)
        else [int(np.abs(np.array(xs) - x).argmin()) for x in part.xs[:-1]]
        for part in group
    ]
    lead = _lead(group[0])
    head = _header_rows(group[0])
    rows: list[dict[int, tuple[Cell, Grid]]] = []
    printed = group[0].rows()
    for number, (part, places) in enumerate(zip(group, columns, strict=True)):
        texts = part.rows()
        skip = 0
        if number:
            while skip < min(head, len(texts)) and _same_header([texts[skip]], [printed[skip]]):
                skip += 1
            if skip < head and len(printed) > head:
                skip = 0 if texts[0] != printed[0] else skip
        for r in range(skip if number else lead, len(texts)):
            row = {places[cell.column]: (cell, part) for cell in part.cells if cell.row == r}
            torn = one_row(rows[-1], row, filled[group[number - 1].page]) if number and r == skip and rows else None
            if torn:
                rows[-1] = torn
            else:
                rows.append(row)
    title, above = _title(over), [x.text for x in over]
    for words in printed[:lead]:
        above += filter(None, words)
        title = next((text for text in words if text and not wording("beside_title").search(text)), title)
    table = PrintedTable(group, columns, len(xs) - 1, head - lead, title, above, note, rows=rows)
    if not note and (said := [text for text in table.texts()[-1] if text]) and len(said) == 1:
        table.note = said[0] if wording("states_none").match(said[0]) and len(said[0]) > 4 else ""
    if len(group) > 1 and len(printed) <= head:
        table.header = _header_count(table.texts())
    return table


def _lead(grid: Grid) -> int:
    """How many rows at the head of a grid are its title, unit and department, set between rules."""
    count = 0
    for row in grid.rows()[:4]:
        words = [text for text in row if text]
        titled = len(words) == 1 and (wording("title").search(words[0]) or wording("beside_title").search(words[0]))
        if not titled and not (words and all(wording("beside_title").search(text) for text in words)):
            break
        count += 1
    return count if len(grid.rows()) > count + 1 else 0


def _header_rows(grid: Grid) -> int:
    lead = _lead(grid)
    return lead + _header_count(grid.rows()[lead:], grid, lead)


AMOUNT = re.compile(r"^[-−+]?\(?[\d,]+(\.\d+)?\)?%?$")


def _header_count(rows: list[list[str]], grid: Grid | None = None, lead: int = 0) -> int:
    """How many rows stand above the first line of the body; ``rows`` begin at row ``lead`` of the table.

    The body begins after a row of column numbers (栏次), or at the first row with a code, an amount or a total.
    A row that a header cell reaches into by its span is header still.
    """
    reach = 0
    for r, row in enumerate(rows):
        words = [text for text in row if text]
        if _numbers_columns(words):
            return r + 1
        if len(set(words)) > 1 and all(map(wording("part_of_code").fullmatch, words)):
            numbered = r + 1 < len(rows) and _numbers_columns([text for text in rows[r + 1] if text])
            return r + 1 + numbered
        if r >= reach and r > 0:
            if not words:
                return r
            if any(AMOUNT.match(text) for text in words) or wording("first_line").match(words[0]):
                return r
            if all(wording("nothing").match(text) or wording("states_none").match(text) for text in words):
                return r
        if grid is not None:
            spans = [c.row + c.row_span - lead for c in grid.cells if c.row == r + lead and c.row_span < len(rows)]
            reach = max([reach, *spans])
    return min(len(rows), max(reach, 1))


def _numbers_columns(words: list[str]) -> bool:
    """Is a row with these words one that numbers the columns (栏次 1 2 3)?"""
    return any(map(wording("column_number").match, words)) or (
        len(words) > 2 and words == [str(k + 1) for k in range(len(words))]
    )


def _title(over: list[ProseLine]) -> str:
    """The line that names a table: the nearest one above it that is not its unit, year or department."""
    lines = [x for x in over if x.text]
    for k in range(len(lines) - 1, -1, -1):
        if wording("beside_title").search(lines[k].text):
            if (named := wording("title").search(lines[k].text)) and lines[k].text != named[0]:
                return named[0]
            continue
        title = lines[k].text
        size = _size(lines[k])
        while (
            k
            and not wording("beside_title").search(lines[k - 1].text)
            and not wording("before_title").search(lines[k - 1].text)
        ):
            near = lines[k].line.top - lines[k - 1].line.bottom < 1.5 * size
            if not near or abs(_size(lines[k - 1]) - size) > 0.08 * size or len(lines[k - 1].text) < len(title):
                break
            k -= 1
            title = normalise([lines[k].text, title])
        return title
    return ""


def _size(line: ProseLine) -> float:
    boxes = line.boxes
    return float(np.quantile(np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]), 0.9))


def _note(last: Grid, following: Grid | None, lines: dict[int, list[ProseLine]]) -> str:
    """The note printed below a table (注：…), up to the next table."""
    limit = following.ys[0] if following and following.page == last.page else float("inf")
    below = [x for x in lines.get(last.page, []) if last.ys[-1] - 1 <= x.line.top < limit]
    for k, line in enumerate(below):
        if wording("note").match(line.text):
            taken = [line.text]
            for more in below[k + 1 :]:
                if re.search(r"[。.]$", taken[-1]):
                    break
                taken.append(more.text)
            return as_meant(normalise(taken))
    return ""
