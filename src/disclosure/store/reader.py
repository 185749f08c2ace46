"""Clean data read back from its CSV files: the only place that knows how, and that takes away a spreadsheet's guard."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from disclosure.model.errors import InputError, printable
from disclosure.store.csv_files import Texts, field_of, guard

TextRow = dict[str, str]
"""A row of a clean file, every value the text that was written; "" where a cell is empty."""


def read_table(path: Path) -> list[TextRow]:
    """The rows of a clean file as text; a file that is missing has none.

    Raises :class:`InputError` where a row has not as many cells as the header has columns, where the data dictionary
    does not allow a text in its column, or where an earlier edition of this program has written the file.
    """
    rows = list(iter_table(path)) if path.exists() else []
    for column in rows[0] if rows else ():
        if _allowed(column)[0]:
            _check(path, column, [row[column] for row in rows])
    return rows


def as_read(texts: Texts, folder: Path) -> list[TextRow]:
    """The rows that :func:`read_table` would read from a file as it is written to ``folder``."""
    columns = []
    for column, own in zip(texts.fields, texts.columns, strict=True):
        own = [unguard(text) if text[:1] == "'" else text for text in own] if "'" in "".join(own) else own
        _check(folder / f"{texts.name}.csv", column, own)
        columns.append(own)
    return [dict(zip(texts.fields, line, strict=True)) for line in zip(*columns, strict=True)]


def _check(path: Path, column: str, texts: list[str]) -> None:
    """Raise :class:`InputError` where the data dictionary does not allow one of the texts of a column."""
    pattern, together, what = _allowed(column)
    if not pattern or not together:
        return
    different = dict.fromkeys(texts)
    joined = "\0".join(different)
    if joined.count("\0") == len(different) - 1 and together.fullmatch(joined):
        return
    wrong = next((text for text in different if not pattern.fullmatch(text)), None)
    if wrong is not None:
        place = texts.index(wrong) + 1
        said = f"{column} of row {place} is “{printable(wrong)[:40]}”, where the data dictionary has {what}"
        raise InputError(_named(path), said, _AGAIN)


@cache
def _allowed(column: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None, str]:
    """What may stand in a column of clean data, in many cells at once, and how that is said."""
    try:
        field = field_of(column)
    except StopIteration:  # a column of the user's own
        return None, None, ""
    rules = field.get("constraints", {})
    pattern, what = (rules["pattern"],) * 2 if "pattern" in rules else _TYPES.get(field["type"], ("", ""))
    if not pattern:
        return None, None, ""
    if not rules.get("required"):
        pattern, what = f"({pattern})?", f"{what}, or nothing"
    return re.compile(pattern), re.compile(f"(?:{pattern})(?:\0(?:{pattern}))*"), what


_TYPES = {
    "integer": (r"\d+", "a whole number"),
    "number": (r"-?\d+(\.\d+)?", "a number"),
    "boolean": ("true|false", "true or false"),
}
_AGAIN = "extract the document again"


def iter_table(path: Path) -> Iterator[TextRow]:
    """The same one row after the other, for files that are larger than memory; the file must be there."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines, [])
        if path.stem == "statements" and "phase" not in columns:
            raise _earlier(path, "no phase")
        for line in lines:
            if len(line) != len(columns):
                said = f"{len(line)} cells in line {lines.line_num}, where the header has {len(columns)} columns"
                raise InputError(_named(path), said, _AGAIN)
            if "phase" in columns and lines.line_num == 2:
                check_phase(path, line[columns.index("phase")])
            # Few cells are guarded, and calling a function for each other one would take most of the time.
            yield dict(zip(columns, [unguard(text) if text[:1] == "'" else text for text in line], strict=True))


def iter_columns(path: Path, columns: list[str]) -> Iterator[tuple[str, ...]]:
    """The texts of a few columns, row by row as they stand in the file: what an amount is is never guarded."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        head = next(lines, [])
        places = [head.index(column) for column in columns]
        for line in lines:
            yield tuple([line[place] for place in places])


def check_phase(path: Path, phase: str) -> None:
    """Raise :class:`InputError` where clean data calls a phase as earlier editions of this program did."""
    if phase in ("budget", "final"):
        raise _earlier(path, f"phase “{phase}”")


def _earlier(path: Path, what: str) -> InputError:
    return InputError(_named(path), f"an earlier edition of this program wrote it ({what})", _AGAIN)


def _named(path: Path) -> Path:
    """A clean file by its document, for it may be read in a draft of the folder."""
    return Path(path.parent.name, path.name)


def clean_files(folder: Path, name: str) -> list[Path]:
    """The files ``name.csv`` of the documents under a folder; drafts and a cache, which are hidden, do not count."""
    found = folder.rglob(f"{name}.csv")
    return sorted(path for path in found if not any(p.startswith(".") for p in path.relative_to(folder).parts))


def columns_of(path: Path) -> list[str]:
    """The columns of a clean file, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file), [])


def read_tables(folder: Path, names: Iterable[str]) -> dict[str, list[TextRow]]:
    """The rows of these files of one document, by name."""
    return {name: read_table(folder / f"{name}.csv") for name in names}


def unguard(text: str) -> str:
    """The text that :func:`disclosure.store.csv_files.guard` was given."""
    return text[1:] if text[:1] == "'" and guard(text[1:]) == text else text
