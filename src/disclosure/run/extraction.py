"""The whole way of one document: from the PDF to the files of its clean data."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from operator import attrgetter
from pathlib import Path
from typing import cast

import numpy as np

from disclosure.files.reading import properties, read
from disclosure.forms.annex import annex_rows
from disclosure.forms.facts import FACT_COLUMNS, Fact, facts_of, measure_of, table_id, wide
from disclosure.forms.form import recognise
from disclosure.forms.lines import is_empty
from disclosure.forms.names import Owner
from disclosure.forms.printed import PrintedTable, printed_tables
from disclosure.forms.recognised import Recognised
from disclosure.forms.remarks import Remark
from disclosure.forms.sayings import rows_of
from disclosure.forms.source import owners, source_of
from disclosure.forms.together import check_one_disclosure, filled_in, owners_by_page, said_by_file
from disclosure.model.digest import key
from disclosure.model.part import Part
from disclosure.model.records import Records
from disclosure.model.roles import WITH_FACTS
from disclosure.model.source import NONE_OF_OURS, Source
from disclosure.pdf.grid import Cell, Grid
from disclosure.pdf.reading import BLANK, Reading, joined
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf.unruled import READ
from disclosure.prose.statements import Paragraph, figures_in, paragraph_rows, paragraphs, statements_in
from disclosure.run.derived import hold_against_facts
from disclosure.store.csv_files import AUDITED, WAN, dictionary, texts_of, write_package, write_table
from disclosure.store.origins import Given, origin, text_of
from disclosure.store.reader import TextRow, as_read
from disclosure.words.documents import not_judged
from disclosure.words.messages import Message
from disclosure.words.names import in_a_row
from disclosure.words.province import province_of

Row = dict[str, object]
TEXT = ("paragraphs", "statements", "unread")
ANNEXES = ("institutions", "procurement", "assets", "projects", "project_plan", "project_indicators")


@dataclass(slots=True)
class Extraction:
    """One document read and understood: its source, recognised tables and rows by file."""

    source: Source
    reading: Reading
    tables: list[PrintedTable]
    parts: list[Part]
    """The files it was read from."""
    recognised: list[Recognised]
    facts: list[Fact]
    rows: dict[str, list[Row]]
    remarks: list[Remark] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    """What its files say of themselves."""
    same: list[Message] = field(default_factory=list)
    """Which of the files have the content of another."""

    @property
    def sha256(self) -> str:
        """The hash of the file, or one of those of several files."""
        return self.parts[0].sha256 if len(self.parts) == 1 else key(*(part.sha256 for part in self.parts))

    def records(self) -> Records:
        """The rows that the audit asks, as it would read them from the files."""
        rows = {name: own for name, own in self.rows.items() if name in dictionary()["resources"]} | _facts_rows(self)
        folder = Path(self.source.document_id)
        return cast(Records, {name: as_read(texts_of(name, own), folder) for name, own in rows.items()})


def extract(
    pdf: str | Path | Sequence[str | Path],
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    settings: Settings = DEFAULT,
    *,
    name: str = "",
    sources: Given = None,
) -> Extraction:
    """Read a PDF into facts, annex rows, statements, tables and cells; with ``ocr`` also pages that are pictures.

    Several files are read as one disclosure, the one with the document id ``name``. ``settings`` are what the reader
    of pages goes by; ``sources`` is a list of where files come from (:mod:`disclosure.store.origins`). Raises
    :class:`disclosure.model.errors.InputError` where a file cannot be read, or where several are not one disclosure.
    Tables that no form knows keep the role ``other`` and are named in ``remarks``.
    """
    paths = [Path(pdf)] if isinstance(pdf, str | Path) else list(map(Path, pdf))
    parts, reading, own_words, again = _read(paths, progress, ocr, settings, sources)
    return _understood(name or paths[0].stem, reading, parts, own_words, again)


def understood_again(extraction: Extraction) -> Extraction:
    """What the reading of a document comes to when cells of it have been changed."""
    again = extraction
    return _understood(again.source.document_id, again.reading, again.parts, again.properties, again.same)


def _understood(
    document_id: str, reading: Reading, parts: list[Part], own_words: list[str], again: list[Message]
) -> Extraction:
    """What a reading comes to: tables, facts, rows and remarks."""
    tables = printed_tables(reading)
    recognised = [recognise(table) for table in tables]
    known = any(found.role != "other" for found in recognised)
    stems = [Path(part.file).stem for part in parts] if len(parts) > 1 else []
    source, places = source_of(document_id, tables, reading.prose, own_words, known, stems)
    begins: dict[int, Owner] = {}
    if len(parts) > 1:
        files = [(part.file, Path(part.file).stem, part.first_page) for part in parts]
        apart = said_by_file(files, tables, reading.prose_by_file())
        check_one_disclosure(apart)
        source = filled_in(source, apart)
        begins = owners_by_page(apart, source)
    whose = owners(source, tables, reading.prose, begins)
    facts = facts_of(source, recognised, whose)
    rows: dict[str, list[Row]] = annex_rows(source, recognised)
    rows["unread"] = []
    text = [paragraphs(lines) for lines in reading.prose_by_file()]
    rows["statements"] = _statements(source, text, rows["projects"], rows["unread"])
    rows["cells"] = cells_of(reading)
    rows["paragraphs"] = [row for own in text for row in paragraph_rows(source, own)]
    _number(rows["paragraphs"], "paragraph_id", "para")
    for row in (row for name in (*ANNEXES, *TEXT, "cells") for row in rows[name]):
        row.setdefault("read_by", reading.read_by(int(str(row["page"]))))
        row["source_place"] = _place(reading, row) if reading.places else ""
    for fact in facts if reading.places else ():
        fact.source_place = reading.places.get((fact.page, round(fact.x0, 1), round(fact.top, 1)), "")
    for found in recognised:
        if found.role == "other":
            found.remark("other", _without_role(found))
    remarks = [Remark("document", said) for said in again]
    remarks += [Remark("page", message, page) for page, message in reading.remarks]
    if source.scope in NONE_OF_OURS:
        remarks.insert(0, Remark("document", not_judged(source.scope)))
    remarks += [Remark("page", READ, part.page) for part in reading.grids if part.certainty == "unruled"]
    _remark_on_doubts(recognised)
    remarks += [remark for found in recognised for remark in found.remarks]
    remarks += [
        Remark(
            "unreadable",
            Message("“{amount}” cannot be read as an amount", amount=fact.amount_raw),
            fact.page,
            fact_id=fact.fact_id,
        )
        for fact in facts
        if fact.null_kind == "unreadable" and fact.unit_raw
    ]
    remarks += [
        Remark(
            "unread",
            Message("figures of the text that are in no statement: {figures}", figures=", ".join(figures)),
            page,
        )
        for page, figures in _by_page(rows["unread"]).items()
    ]
    names = dict.fromkeys(name for found, (_, name) in zip(recognised, whose, strict=True) if found.role in WITH_FACTS)
    if len(names) > 1:
        said = Message(
            "tables of {count} organisations ({names}): sum within one organisation",
            count=len(names),
            names=", ".join(names),
        )
        remarks.append(Remark("organisations", said))
    rows["sources"] = [*_file_rows(source, parts), *rows_of(source, places)]
    rows["tables"] = tables_of(source, recognised, whose, reading)
    return Extraction(source, reading, tables, parts, recognised, facts, rows, remarks, own_words, again)


def _read(
    paths: list[Path], progress: Callable[[int], None] | None, ocr: bool, settings: Settings, sources: Given
) -> tuple[list[Part], Reading, list[str], list[Message]]:
    """Each file once: the parts, what was read of all, their properties, and which are the same as another."""
    parts: list[Part] = []
    readings: list[Reading] = []
    own_words, again = [], []
    for path, name in zip(paths, names_apart(paths), strict=True):
        before = sum(part.page_count for part in parts)
        own_words.append(properties(path))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        if same := next((part for part in parts if part.sha256 == sha256), None):
            again.append(
                Message("the content of {file} is that of {other}: it is read once", file=name, other=same.file)
            )
            continue
        counted = (lambda page, before=before: progress(before + page)) if progress else None
        readings.append(read(path, counted, ocr, settings))
        entry = origin(path, sha256, sources)
        url, date = text_of(entry, "url"), text_of(entry, "date_published")
        parts.append(Part(name, sha256, before + 1, len(readings[-1].page_sizes), url, date))
    return parts, readings[0] if len(readings) == 1 else joined(readings), own_words, again


def names_apart(paths: Sequence[Path]) -> list[str]:
    """The names of files, with as many of their folders as tell them apart."""
    names = [path.name for path in paths]
    if len(set(names)) == len({path.absolute() for path in paths}):
        return names
    common = os.path.commonpath([path.absolute().parent for path in paths])
    return [path.absolute().relative_to(common).as_posix() for path in paths]


def _file_rows(source: Source, parts: list[Part]) -> list[Row]:
    """A row of ``sources.csv`` for each file: its name, its hash, its pages, and where it comes from."""
    return [
        {
            "document_id": source.document_id,
            "what": "file",
            "value": part.file,
            "place": "file",
            "count": 1,
            "agrees": True,
            "sha256": part.sha256,
            "first_page": part.first_page,
            "page_count": part.page_count,
            "url": part.url,
            "date_published": part.date_published,
        }
        for part in parts
    ]


def _number(rows: list[Row], name: str, prefix: str) -> None:
    for number, row in enumerate(rows, start=1):
        row[name] = f"{prefix}{number:03d}"


def _place(reading: Reading, row: Row) -> str:
    """Where a file that is no PDF has what a row says."""
    x0, top = (round(float(str(row[name] or 0)), 1) for name in ("x0", "top"))
    return reading.places.get((int(str(row["page"])), x0, top), "")


def _remark_on_doubts(recognised: list[Recognised]) -> None:
    """Say of numbers that OCR is not certain of what else they may be, and which of them the sums have put right."""
    for found in recognised:
        cells = [cell for part in found.table.parts for cell in part.cells if cell.doubt and cell.doubt.doubted]
        for cell in cells:
            if cell.corrected:
                said = Message(
                    "OCR read “{read}”; taken as {amount}, which makes the sums hold",
                    read=cell.text_raw,
                    amount=cell.text,
                )
                found.remark("ocr_corrected", said)
        if merged := [cell.text or "…" for part in found.table.parts for cell in run_together(part)]:
            said = Message(
                "on this scan a rule may be missing; each of these may be two cells: {cells}", cells=in_a_row(merged)
            )
            found.remark("doubtful", said)
        rest = [f"{cell.text} ({cell.doubt.others[0]}?)" for cell in cells if cell.doubt and not cell.corrected]
        if rest:
            said = Message("OCR is not certain of these numbers: {numbers}", numbers=in_a_row(rest))
            found.remark("doubtful", said)


USUAL = 0.75
"""The part of the rows of a scanned table in which a column ends, from which on it is doubtful where it does not."""


def run_together(part: Grid) -> list[Cell]:
    """The cells of a scanned table that reach over a line which nearly all its other rows, or columns, have.

    Only beside amounts, and below the header: cells of names and of headers are often merged.
    """
    amounts = [cell for cell in part.cells if _AMOUNT.fullmatch(cell.text)]
    if part.certainty != "ocr" or not amounts:
        return []
    rows, columns = part.shape
    below = np.zeros((rows + 1, columns), bool)  # whether a cell ends above this row
    before = np.zeros((rows, columns + 1), bool)  # whether a cell ends before this column
    for cell in part.cells:
        below[cell.row, cell.column : cell.column + cell.column_span] = True
        before[cell.row : cell.row + cell.row_span, cell.column] = True
    usual_row, usual_column = below.mean(axis=1) >= USUAL, before.mean(axis=0) >= USUAL
    of_amounts, body = {cell.column for cell in amounts}, min(cell.row for cell in amounts)

    def reaches_over(cell: Cell) -> bool:
        inside = range(cell.column + 1, cell.column + cell.column_span)
        across = any(usual_column[k] and {k - 1, k} & of_amounts for k in inside)
        return across or (cell.column in of_amounts and usual_row[cell.row + 1 : cell.row + cell.row_span].any())

    return [cell for cell in part.cells if cell.row >= body and reaches_over(cell)]


_AMOUNT = re.compile(r"-?[\d,]+\.\d+")


def _by_page(unread: list[Row]) -> dict[int, list[str]]:
    """The figures that were not read, as printed, by page."""
    pages: dict[int, list[str]] = {}
    for row in unread:
        pages.setdefault(int(str(row["page"])), []).append(str(row["value_raw"]))
    return pages


def _without_role(found: Recognised) -> Message:
    if found.known:
        return Message("has no role ({name}): kept cell by cell", name=found.known)
    return Message("is of no known form: kept cell by cell")


def _statements(source: Source, text: list[list[Paragraph]], projects: list[Row], unread: list[Row]) -> list[Row]:
    rows = [row for own in text for row in statements_in(source, own, unread)]
    for project in projects:
        box = tuple(project.get(f"purpose_{k}", 0.0) for k in ("x0", "top", "x1", "bottom"))
        section = f"资金用途 / {project['project_name']}"
        rows += figures_in(source, section, str(project["purpose"]), int(str(project["page"])), box, unread)
    _number(rows, "statement_id", "s")
    return rows


def cells_of(reading: Reading) -> list[Row]:
    """A row for each cell as printed, tables numbered page by page before any joining."""
    names = ("row", "column", "row_span", "column_span", "text_raw", "text", "x0", "top", "x1", "bottom")
    values = attrgetter(*names)
    return [
        {"page": grid.page, "table": grid.index, **dict(zip(names, values(cell), strict=True))}
        | ({"read_by": "ocr_corrected"} if cell.corrected else {})
        for grid in reading.grids
        for cell in grid.cells
    ]


def tables_of(source: Source, recognised: list[Recognised], whose: list[Owner], reading: Reading) -> list[Row]:
    """A row for each joined table, and one for each page that has to be remarked on."""
    rows = []
    for number, (found, owner) in enumerate(zip(recognised, whose, strict=True), start=1):
        table = found.table
        rows.append(
            {
                "table_id": table_id(number),
                "document_id": source.document_id,
                "role": found.role,
                "score": Decimal(str(found.score)),
                "title": table.title,
                "pages": " ".join(map(str, table.pages)),
                "parts": " ".join(f"p{part.page:02d}t{part.index}" for part in table.parts),
                "rows": len(table.rows),
                "columns": table.width,
                "unit": table.unit,
                "note": table.note,
                "is_empty": is_empty(found) if found.role in WITH_FACTS else False,
                "certainty": table.certainty,
                "organisation_code": owner[0],
                "organisation_name": owner[1],
                **_said([*[READ] * (table.certainty == "unruled"), *(remark.message for remark in found.remarks)]),
            }
        )
    said: dict[int, list[Message]] = {}
    for page, remark in reading.remarks:
        if remark != BLANK and remark not in said.setdefault(page, []):
            said[page].append(remark)
    for page, remarks in said.items():
        rows.append(
            {
                "table_id": f"page{page:02d}",
                "document_id": source.document_id,
                "role": "other",
                "pages": str(page),
                "is_empty": False,
                **_said(remarks),
            }
        )
    return rows


def _said(messages: list[Message]) -> Row:
    """Remarks in the columns of the languages that a clean file has."""
    return {f"remark_{lang}": end.join(m.said(lang) for m in messages) for lang, end in (("zh", "；"), ("en", "; "))}


def role_tables(facts: list[Row]) -> dict[str, tuple[list[str], list[Row]]]:
    """Each statutory table as people want to open it: ``{role: (columns, rows)}``, amounts in 万元.

    ``facts`` are the rows of ``facts.csv``.
    """
    made = {}
    for role in WITH_FACTS:
        own = [fact for fact in facts if fact["role"] == role]
        if not own:
            continue
        lines = wide((fact | {"wan": _wan(fact["amount_yuan"])} for fact in own), "wan")
        labels = dictionary()["role_table"]["fields"]
        measures = list(dict.fromkeys(measure_of(fact) for fact in own))
        made[role] = labels + measures, [{name: line.get(name) for name in labels + measures} for line in lines]
    return made


def _wan(yuan: object) -> Decimal | None:
    return yuan / WAN if isinstance(yuan, Decimal) else None


def _facts_rows(extraction: Extraction) -> dict[str, list[Row]]:
    values = attrgetter(*FACT_COLUMNS)
    return {"facts": [dict(zip(FACT_COLUMNS, values(fact), strict=True)) for fact in extraction.facts]}


def save(
    extraction: Extraction, folder: Path, only: tuple[str, ...] | None = None, rows: Records | None = None
) -> list[Path]:
    """Write the clean data of one document to ``folder``; with ``only``, just the files of these names.

    What is made of the facts is read back and held against them: :func:`hold_against_facts`. Into ``rows``, where
    they are given, go the rows of each file as the audit would read them back, and the extraction lets go of its own.
    """
    written: list[Path] = []
    columns: dict[str, list[str]] = {}
    kept = cast(dict[str, list[TextRow]] | None, rows)

    def write(name: str, content: Iterable[Row], fields: list[str] | None = None) -> None:
        columns[name] = fields or dictionary()["resources"][name]["fields"]
        if only is not None and name not in only:
            return
        own: list[TextRow] = []
        keep = None if kept is None or fields else lambda texts: own.extend(as_read(texts, folder))
        written.append(write_table(folder, name, content, fields, keep))
        if keep and kept is not None:
            kept[name] = own

    def of(name: str) -> list[Row]:
        return extraction.rows[name] if rows is None else extraction.rows.pop(name)

    values = attrgetter(*FACT_COLUMNS)

    def facts(role: str = "") -> Iterator[Row]:
        own = (fact for fact in extraction.facts if not role or fact.role == role)
        return (dict(zip(FACT_COLUMNS, values(fact), strict=True)) for fact in own)

    for name in ("cells", "tables", "sources"):
        write(name, of(name))
    write("facts", facts())
    for name in (*ANNEXES, *TEXT):
        write(name, of(name))
    wide = {}
    for role in WITH_FACTS:
        for made, (fields, content) in role_tables(list(facts(role))).items():
            wide[made] = fields
            write(made, content, fields)
    if only is None:
        for role in set(WITH_FACTS) - set(wide):
            (folder / f"{role}.csv").unlink(missing_ok=True)  # left by an earlier reading
        hold_against_facts(folder, extraction.facts, extraction.reading.path)
        columns |= {name: dictionary()["resources"][name]["fields"] for name in AUDITED}
        title = f"{extraction.source.organisation_name} {extraction.source.fiscal_year}".strip()
        written.append(
            write_package(
                folder,
                title=title or extraction.source.document_id,
                source=asdict(extraction.source),
                parts=extraction.parts,
                tables=columns,
            )
        )
    return written


def told(extraction: Extraction) -> Row:
    """What is to be told of a reading: whose and when, pages, tables by role, facts, remarks; all fit for JSON."""
    source = extraction.source
    cover = [line.text for line in extraction.reading.prose[:10]]
    return {
        "document_id": source.document_id,
        "sha256": extraction.sha256,
        "fiscal_year": int(source.fiscal_year) if source.fiscal_year else None,
        "province": province_of(source.organisation_name, cover),
        "organisation_code": source.organisation_code,
        "organisation_name": source.organisation_name,
        "phase": source.phase,
        "scope": source.scope,
        "unit": source.unit,
        "pages": len(extraction.reading.page_sizes),
        "files": [asdict(part) for part in extraction.parts],
        "tables": [
            {"role": found.role, "title": found.table.title, "pages": found.table.pages, "score": float(found.score)}
            for found in extraction.recognised
        ],
        "facts": len(extraction.facts),
        "remarks": [str(remark) for remark in extraction.remarks],
    }
