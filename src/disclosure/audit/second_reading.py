"""The second reading: every amount confirmed by an extractor that shares no code with the engine.

pdfplumber (pdfminer's characters) reads the PDF again. Both ways are asked: what stands in the box of each amount, and
whether every number inside the tables belongs to an amount that was kept. Nothing here uses the engine's own reading,
its tables or its way to understand numbers; only the boxes and amounts of the clean data.
"""

from __future__ import annotations

import logging
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from disclosure.audit.sentences import Sentences
from disclosure.files.kinds import kind_of
from disclosure.model.errors import InputError
from disclosure.model.records import CellRow, FactRow, Placed, Records, StatementRow
from disclosure.store.reader import read_table, read_tables
from disclosure.words.messages import Message
from disclosure.words.wording import wording

Row = dict[str, object]
Record = Mapping[str, Any]
FAMILY = "second_reading"
SENTENCE = Message("An independent program reads the same")
YUAN = {"元": 1, "百元": 100, "千元": 1_000, "万元": 10_000, "亿元": 100_000_000}
NUMBER = re.compile(r"\(?[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\)?")
AMOUNT = re.compile(r"\(?[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{1,6})\)?")
"""A number that is printed like money, with decimals or thousands; whole numbers may also be codes and counts."""
DASHES = str.maketrans({c: "-" for c in "−－—–―─﹣"})
EDGE = 0.6  # points by which boxes are rounded
RISE = 0.35  # of its size, by which the middle of a glyph lies above the base line
GAP = 0.35  # of its size, a gap that ends a word


@dataclass(slots=True)
class Char:
    """A character as pdfplumber has it: its text, the middle of its glyph on the page, and its place in its line.

    ``start`` and ``end`` count along the line, ``depth`` from line to line; both turn with the text.
    """

    text: str
    x: float
    y: float
    start: float
    end: float
    depth: float
    size: float


@dataclass(slots=True)
class Sheet:
    """A page as read the second time."""

    chars: list[Char]
    tables: list[tuple[float, float, float, float]] = field(default_factory=list)

    def text(self, x0: float, top: float, x1: float, bottom: float) -> str:
        """The text inside a box: characters whose middle it holds, line by line, without white space."""
        inside = [c for c in self.chars if x0 <= c.x <= x1 and top <= c.y <= bottom]
        return "".join(c.text for line in lines(inside) for c in line)


def second_reading(folder: Path, pdf: str | Path | Sequence[str | Path]) -> list[Row]:
    """Rows of ``checks.csv`` that say what a second reading of ``pdf`` confirms of the clean data in ``folder``.

    Where several files were read as one disclosure, ``pdf`` names them all.
    One row for each page of a table or annex and for the prose of each page, and one more for each disagreement, with
    the amount in the clean data on the left and the second reading's on the right (yuan). Pages read by OCR cannot be
    read this way: they get ``not_applicable``. Raises :class:`InputError` where pdfplumber is not installed or the
    file cannot be read.
    """
    pdfs = [Path(pdf)] if isinstance(pdf, str | Path) else list(map(Path, pdf))
    sheets = _read_all(folder, pdfs)
    data = cast(Records, read_tables(folder, (*_ANNEXES, "facts", "statements", "cells", "tables")))
    document = next((row["document_id"] for row in (*data["facts"], *data["statements"])), folder.name)
    found = [*_facts(data, sheets), *_annexes(data, sheets), *_prose(data, sheets), *_lost(data, sheets)]
    return [_check(document, finding) for finding in found]


@dataclass(slots=True)
class _Finding:
    """What a page, or one amount, comes to: amounts in yuan where two readings differ."""

    key: str
    sentence: Message
    page: str
    ids: list[str]
    status: str = "holds"
    left: Decimal | None = None
    right: Decimal | None = None
    reason: Message | None = None


def _check(document: str, finding: _Finding) -> Row:
    row: Row = {
        "check_id": f"second-reading:{finding.key}",
        "document_id": document,
        "rule": "second-reading",
        "family": FAMILY,
        **Sentences(SENTENCE).columns(finding.sentence, finding.reason),
        "status": finding.status,
        "fact_ids": " ".join(finding.ids),
        "pages": finding.page,
    }
    if finding.left is not None or finding.right is not None:
        left, right = finding.left or Decimal(0), finding.right or Decimal(0)
        row |= {"left_yuan": left, "right_yuan": right, "difference_yuan": left - right}
    return row


# --- reading the PDF -----------------------------------------------------------------------------------


def _read_all(folder: Path, pdfs: Sequence[Path]) -> dict[str, Sheet]:
    """The pages of the files that were read as one, counted through them as the clean data does."""
    first = {row["value"]: int(row["first_page"]) for row in read_table(folder / "sources.csv") if row["first_page"]}
    if len(first) < 2:
        return _read(pdfs[0])
    by_name = {name: next((pdf for pdf in pdfs if pdf.as_posix().endswith(name)), None) for name in first}
    if missing := [name for name, pdf in by_name.items() if pdf is None]:
        raise InputError(missing[0], "the document was read from this file, too", "name all its files", kind="missing")
    return {
        str(int(page) + first[name] - 1): sheet
        for name, pdf in by_name.items()
        if pdf is not None and pdf.suffix.lower() == ".pdf"
        for page, sheet in _read(pdf).items()
    }


def _read(pdf: Path) -> dict[str, Sheet]:
    if kind_of(pdf) not in ("", "pdf"):
        raise InputError(pdf, "only PDFs can be read a second time", "leave out --second-reading", "format")
    try:
        import pdfplumber
    except ImportError:
        raise InputError(
            "--second-reading", "pdfplumber is not installed", "pip install 'budget-disclosure[test]'", kind="missing"
        ) from None
    logger = logging.getLogger("pdfminer")
    level = logger.level
    logger.setLevel(logging.ERROR)  # fonts without a box are said so once for each of their characters
    try:
        with pdfplumber.open(pdf) as document:
            return {str(page.page_number): _sheet(page) for page in document.pages}
    except InputError:
        raise
    except Exception as error:
        raise InputError(pdf, f"pdfplumber cannot read it ({type(error).__name__})", "see whether it opens") from error
    finally:
        logger.setLevel(level)


def _sheet(page) -> Sheet:
    """The characters of a page, each with the middle of its glyph from the base line, whatever its font's box says."""
    left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    if page.rotation % 360:
        left = top = 0.0
    chars: list[Char] = []
    seen: set[tuple[str, int, int]] = set()
    for c in page.chars:
        text = unicodedata.normalize("NFKC", c["text"]).translate(DASHES).replace("，", ",").strip()
        a, b, _, _, x, y = c["matrix"]
        scale, size = math.hypot(a, b) or 1.0, abs(c["size"])
        along, down = a / scale, -b / scale  # the direction of writing on the page as shown, y downwards
        x, y = x - left, page.height - y - top
        width = abs(along) * (c["x1"] - c["x0"]) + abs(down) * (c["bottom"] - c["top"])
        x += along * width / 2 + down * RISE * size
        y += down * width / 2 - along * RISE * size
        mark = text, round(x), round(y)  # imitated bold is printed twice
        on_page = 0 <= x <= page.width and 0 <= y <= page.height  # a page can hold text that it doesn't show
        if text and on_page and mark not in seen:
            seen.add(mark)
            middle = x * along + y * down
            chars.append(Char(text, x, y, middle - width / 2, middle + width / 2, y * along - x * down, size))
    tables = [tuple(found.bbox) for found in page.find_tables()]
    page.close()
    return Sheet(chars, tables)


def lines(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Characters in lines from top to bottom, each in the direction of writing."""
    line: list[Char] = []
    for c in sorted(chars, key=lambda c: c.depth):
        if line and c.depth - line[0].depth > 0.5 * max(c.size, 4):
            yield sorted(line, key=lambda c: c.start)
            line = []
        line.append(c)
    if line:
        yield sorted(line, key=lambda c: c.start)


def words(chars: Iterable[Char]) -> Iterator[tuple[str, float, float]]:
    """Runs of characters without a gap: the text and its middle."""
    for line in lines(chars):
        run: list[Char] = []
        for c in [*line, None]:
            if run and (c is None or c.start - run[-1].end > GAP * c.size):
                yield "".join(r.text for r in run), (run[0].x + run[-1].x) / 2, (run[0].y + run[-1].y) / 2
                run = []
            if c is not None:
                run.append(c)


def amount(text: str) -> Decimal | None:
    """A printed number as a decimal; ``None`` where the text is none."""
    if not NUMBER.fullmatch(text):
        return None
    value = Decimal(text.strip("()+").replace(",", ""))
    return -value if text.startswith("(") else value


def _box(row: Record | Placed | CellRow) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (float(row[name]) for name in ("x0", "top", "x1", "bottom"))
    return x0 - EDGE, top - EDGE, x1 + EDGE, bottom + EDGE


# --- what was kept, seen again -------------------------------------------------------------------------


def _facts(data: Records, sheets: dict[str, Sheet]) -> Iterator[_Finding]:
    pages: dict[tuple[str, str], list[FactRow]] = {}
    for row in data["facts"]:
        if row["null_kind"] != "empty_table":
            pages.setdefault((row["page"], row["table"]), []).append(row)
    for (page, table), rows in pages.items():
        key, count = f"p{int(page):02d}t{table}", sum(bool(row["amount_yuan"]) for row in rows)
        if not _has_text(rows[0]):
            yield _unread(key, page, rows[0]["fact_id"])
            continue
        wrong = [finding for row in rows if (finding := _fact(row, sheets.get(page)))]
        yield from wrong
        if not wrong:
            yield _Finding(
                key,
                Message(
                    "page {page}, {count} amounts and {blanks} blanks", page=page, count=count, blanks=len(rows) - count
                ),
                page,
                [rows[0]["fact_id"]],
            )


def _has_text(row: Record | Placed) -> bool:
    """Was it read from the text of a PDF, which can be read again?"""
    return row["read_by"] == "text" and not row["source_place"]


def _unread(key: str, page: str, name: str) -> _Finding:
    reason = Message("only the text of a PDF is read again")
    return _Finding(key, Message("page {page}", page=page), page, [name], "not_applicable", reason=reason)


def _fact(row: FactRow, sheet: Sheet | None) -> _Finding | None:
    text = sheet.text(*_box(row)) if sheet else ""
    told = Decimal(row["amount_yuan"]) if row["amount_yuan"] else None
    read = amount(text)
    second = None if read is None else read * YUAN.get(row["unit_raw"], 1)
    if second == told and (told is not None or not re.search(r"\d", text) or row["null_kind"] == "unreadable"):
        return None
    where = row["function_code"] or row["economic_code"] or row["item"]
    return _Finding(
        row["fact_id"],
        Message(
            "page {page}, {where}, {column}: “{printed}” in the data, “{text}” read again",
            page=row["page"],
            where=where,
            column=row["column_label"],
            printed=row["amount_raw"],
            text=text,
        ),
        row["page"],
        [row["fact_id"]],
        "fails",
        told,
        second,
    )


_ANNEXES = ("procurement", "assets", "projects")
_NEXT_CELL = re.compile(r"(?<=\d)(?=[\u4e00-\u9fff])")  # 0.00其他资金: words of two cells without a space between


def _annexes(data: Records, sheets: dict[str, Sheet]) -> Iterator[_Finding]:
    """Each amount of an annex line among the numbers printed on that line; a project's on its page."""
    units = {row["role"]: row["unit"] for row in data["tables"]}
    annexes = cast(Mapping[str, list[Record]], data)
    for file in _ANNEXES:
        unit = YUAN.get(units.get("performance" if file == "projects" else file, ""), 1)
        pages: dict[str, list[tuple[str, Record]]] = {}
        for n, row in enumerate(annexes[file], start=1):
            name = f"{file}:{row.get('project_code') or n if file == 'projects' else n}"
            pages.setdefault(row["page"], []).append((name, row))
        for page, rows in pages.items():
            if not _has_text(rows[0][1]):
                yield _unread(f"{file}.{page}", page, rows[0][0])
                continue
            count, wrong = 0, []
            for name, row in rows:
                _, top, _, bottom = _box(row)
                chars = sheets[page].chars if page in sheets else []
                own = chars if file == "projects" else [c for c in chars if top <= c.y <= bottom]
                texts = [part for text, *_ in words(own) for part in _NEXT_CELL.split(text)]
                printed = [read * unit for text in texts if (read := amount(text)) is not None]
                for column, value in row.items():
                    if not column.endswith("_yuan") or not value:
                        continue
                    count += 1
                    told = Decimal(value)
                    if told in printed:
                        printed.remove(told)
                        continue
                    nearest = min(printed, key=lambda other: abs(other - told), default=None)
                    wrong.append(
                        _Finding(
                            f"{name}.{column}",
                            Message(
                                "page {page}, {name}, {column}: {value} in the data is not on its line read again",
                                page=page,
                                name=name,
                                column=column,
                                value=told / unit,
                            ),
                            page,
                            [name],
                            "fails",
                            told,
                            nearest,
                        )
                    )
            yield from wrong
            if not wrong:
                same = Message("page {page}, {file}, {count} amounts", page=page, file=file, count=count)
                yield _Finding(f"{file}.{page}", same, page, [rows[0][0]])


def _prose(data: Records, sheets: dict[str, Sheet]) -> Iterator[_Finding]:
    """Each figure stated in a sentence, in the text at its place."""
    pages: dict[str, list[StatementRow]] = {}
    for row in data["statements"]:
        if re.search(r"\d", row["value_raw"]):
            pages.setdefault(row["page"], []).append(row)
    for page, rows in pages.items():
        if not _has_text(rows[0]):
            yield _unread(f"prose.{page}", page, rows[0]["statement_id"])
            continue
        wrong = []
        for row in rows:
            figure = next(iter(re.findall(r"\d[\d,.]*", unicodedata.normalize("NFKC", row["value_raw"]))), "")
            _, top, _, bottom = _box(row)
            # A figure may run on over the end of its line, or of its page.
            below = sheets[page].text(-1e6, top - 1, 1e6, bottom + (bottom - top) * 1.5) if page in sheets else ""
            following = sheets.get(str(int(page) + 1))
            beyond = following.text(-1e6, -1e6, 1e6, 150) if following else ""
            whole = rf"(?<![\d.,]){re.escape(figure)}(?!\d|[,.]\d)"
            if not re.search(whole, below) and not re.search(whole, below + beyond):
                wrong.append(
                    _Finding(
                        row["statement_id"],
                        Message(
                            "page {page}, “{label} {raw}” in prose; read again there: “{text}”",
                            page=page,
                            label=row["label"],
                            raw=row["value_raw"],
                            text=below[:60],
                        ),
                        page,
                        [row["statement_id"]],
                        "fails",
                        Decimal(row["amount_yuan"]) if row["amount_yuan"] else None,
                    )
                )
        yield from wrong
        if not wrong:
            same = Message("page {page}, {count} figures in prose", page=page, count=len(rows))
            yield _Finding(f"prose.{page}", same, page, [rows[0]["statement_id"]])


# --- what is printed, looked for among what was kept ---------------------------------------------------


def _lost(data: Records, sheets: dict[str, Sheet]) -> Iterator[_Finding]:
    """Numbers printed like money inside the tables of statutory pages that no fact holds."""
    facts: dict[str, list[FactRow]] = {}
    for row in data["facts"]:
        facts.setdefault(row["page"], []).append(row)
    statutory = {(row["page"], row["table"]) for row in data["facts"]}
    cells: dict[str, list[CellRow]] = {}
    for cell in data["cells"]:
        cells.setdefault(cell["page"], []).append(cell)
    for page, rows in facts.items():
        sheet = sheets.get(page)
        if sheet is None or not _has_text(rows[0]):
            continue
        kept = [_box(row) for row in rows if row["amount_yuan"]]
        # Cells of other tables keep their text; so do columns of rates, numbers of lines and notes.
        first = {t: min(int(r["row"]) for r in rows if r["table"] == t) for t in {r["table"] for r in rows}}
        own = cells.get(page, [])
        other = [_box(c) for c in own if (page, c["table"]) not in statutory or _no_money(c, own, first, rows)]
        areas = sheet.tables + [_box(c) for c in own if (page, c["table"]) in statutory]
        seen, lost = 0, []
        for text, x, y in words(sheet.chars):
            if AMOUNT.fullmatch(text) and _inside(areas, x, y):
                seen += 1
                if not _inside(kept, x, y) and not _inside(other, x, y):
                    lost.append(text)
        for n, text in enumerate(lost, start=1):
            yield _Finding(
                f"lost.{page}.{n}",
                Message("page {page} prints “{text}” in its table; the data lack it", page=page, text=text),
                page,
                [rows[0]["fact_id"]],
                "fails",
                None,
                (amount(text) or Decimal(0)) * YUAN.get(rows[0]["unit_raw"], 1),
            )
        if not lost:
            same = Message("all {seen} numbers in the tables of page {page} are kept", seen=seen, page=page)
            yield _Finding(f"kept.{page}", same, page, [rows[0]["fact_id"]])


def _inside(boxes: Iterable[tuple[float, float, float, float]], x: float, y: float) -> bool:
    return any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)


def _no_money(cell: CellRow, cells: list[CellRow], first: dict[str, int], facts: list[FactRow]) -> bool:
    """Does a cell stand in a column that holds no money: no fact is in it, and its head says so?"""
    column, table = cell["column"], cell["table"]
    if any(row["table"] == table and row["column"] == column for row in facts):
        return False
    heads = [c["text"] for c in cells if c["table"] == table and c["column"] == column and int(c["row"]) < first[table]]
    numbers_only = wording("no_money_head")
    return not heads or any(re.search(numbers_only, head) for head in heads)
