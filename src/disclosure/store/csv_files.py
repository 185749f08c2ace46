"""Clean data on disk: CSV files and the data package that describes them, written whole or not at all."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import BinaryIO, cast

from disclosure.model.part import Part
from disclosure.words.codes import economic_name
from disclosure.words.names import english
from disclosure.words.reference import reference_settings

Row = Mapping[str, object]
WAN = Decimal(10_000)
AUDITED = ("checks", "flags", "findings")
"""The files that an audit writes beside the clean data."""


def dictionary() -> dict:
    """The data dictionary (``data/reference/dictionary.yml``)."""
    return reference_settings("dictionary.yml")


@dataclass(slots=True)
class Texts:
    """A clean file as text, column by column in the order of its ``fields``; formulas are guarded."""

    name: str
    fields: list[str]
    columns: list[list[str]]

    def csv(self) -> bytes:
        """What the file holds."""
        return self.head() + self.lines()

    def head(self) -> bytes:
        """The first line of the file."""
        return (",".join(map(_as_needed, self.fields)) + "\n").encode("utf-8")

    def lines(self) -> bytes:
        """The lines of these rows."""
        if any("\r" in "".join(column) for column in self.columns):
            # Every reader would take a lone "\r" for the end of the line: such a row is quoted whole.
            lines = [
                ",".join(map(_quoted if "\r" in "".join(line) else _as_needed, line))
                for line in zip(*self.columns, strict=True)
            ]
        else:
            lines = list(map(",".join, zip(*map(_column, self.columns), strict=True)))
        # One column's empty cell would be an empty line, which is no row.
        return "\n".join([*(line or '""' for line in lines), ""]).encode("utf-8")


def texts_of(name: str, rows: Iterable[Row], fields: list[str] | None = None) -> Texts:
    """The rows of ``name.csv`` as text, in the order of the dictionary's columns or of ``fields``."""
    fields = fields or dictionary()["resources"][name]["fields"]
    known, found = set(fields), []
    # Column by column: most hold harmless texts, or few different ones, and need no look at each cell.
    pick = itemgetter(*fields) if len(fields) > 1 else lambda row: (row[fields[0]],)
    for row in rows:
        if not known.issuperset(row):
            raise KeyError(f"{name}.csv has no column {sorted(set(row) - known)}; add it to dictionary.yml")
        found.append(pick(row) if len(row) == len(fields) else tuple(map(row.get, fields)))
    columns = list(zip(*found, strict=True)) or [()] * len(fields)
    return Texts(
        name, fields, [_as_text(column, _places(field)) for field, column in zip(fields, columns, strict=True)]
    )


AT_A_TIME = 2_000
"""Rows that are turned into text at once: a long document has a hundred thousand."""


def write_table(
    folder: Path,
    name: str,
    rows: Iterable[Row],
    fields: list[str] | None = None,
    heard: Callable[[Texts], None] | None = None,
) -> Path:
    """Write ``rows`` to ``folder/name.csv`` in the order of the dictionary's columns; return the path.

    A file whose bytes would not change is left alone, so that what depends on it need not run again. ``heard`` is
    called with the texts, some rows after the other.
    """
    path, rows = folder / f"{name}.csv", iter(rows)
    with _replacing(path) as file:
        for number in itertools.count():
            some = list(itertools.islice(rows, AT_A_TIME))
            if not some and number:
                return path
            texts = texts_of(name, some, fields)
            file.write(texts.lines() if number else texts.csv())
            if heard:
                heard(texts)
    return path


def csv_bytes(name: str, rows: Iterable[Row], fields: list[str]) -> bytes:
    """What the file ``name.csv`` of these rows and columns holds."""
    return texts_of(name, rows, fields).csv()


def _as_text(column: Sequence[object], places: int) -> list[str]:
    """The values of a column as they are written."""
    kinds = set(map(type, column))
    if kinds == {float} or kinds == {int}:  # many of few: each is written, and kept, once
        own = {value: f"{value:.1f}" if type(value) is float else str(value) for value in set(column)}
        return [own[value] for value in column]
    texts = cast(list[str], column) if kinds == {str} else [_cell(value, places) for value in column]
    if not _FORMULA.isdisjoint([text[:1] for text in dict.fromkeys(texts)]):
        return list(map(guard, texts))
    return list(texts)


def _column(texts: list[str]) -> list[str]:
    """The texts of a column, quoted where they have to be."""
    return list(map(_as_needed, texts)) if _SPECIAL.search("".join(dict.fromkeys(texts))) else texts


def _as_needed(text: str) -> str:
    return _quoted(text) if "," in text or '"' in text or "\n" in text else text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


_SPECIAL = re.compile('[,"\n]')


def write_bytes(path: Path, content: bytes) -> Path:
    """Replace a file in one step, or leave it alone where nothing changes."""
    with _replacing(path) as file:
        file.write(content)
    return path


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """A draft that takes the place of a file in one step, unless it holds the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name[:40]}.{os.getpid()}.part")  # no longer than a name may be
    try:
        with draft.open("wb") as file:
            yield file
        if not (path.exists() and _alike(path, draft)):
            os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _alike(one: Path, other: Path) -> bool:
    if one.stat().st_size != other.stat().st_size:
        return False
    with one.open("rb") as a, other.open("rb") as b:
        return all(x == b.read(1 << 20) for x in iter(lambda: a.read(1 << 20), b""))


def _cell(value: object, places: int) -> str:
    if isinstance(value, str):
        return value
    match value:
        case None:
            return ""
        case Decimal():
            return plain(value, places)
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:.1f}"
    return str(value)


@cache
def _places(field: str) -> int:
    """How many digits an amount in this column has at least after the point."""
    return 2 if field.endswith("_yuan") or _is_measure(field) else 0


def _is_measure(field: str) -> bool:
    return measure_names(field) is not None


@cache
def measure_names(measure: str) -> tuple[str, str] | None:
    """A measure's name in Chinese and English; None for a name that is no measure.

    Beside the measures of the dictionary there are those of one fund (``subtotal_government_fund``), of the year before
    (``total_prior``), of an economic class (``economic_30101``), and the second of a name in one line (``other_2``).
    """
    measures = dictionary()["measures"]
    if measure in measures:
        zh, en = measures[measure]
        return zh, en
    if (code := measure.removeprefix("economic_")).isdigit():
        zh = economic_name(code)
        return (zh, english(zh)) if zh else (f"经济分类{code}", f"Economic class {code}")
    head, _, number = measure.rpartition("_")
    if number.isdigit() and (names := measure_names(head)):
        return f"{names[0]}（{number}）", f"{names[1]} ({number})"
    if number == "prior" and (names := measure_names(head)):
        return f"{names[0]}（上年）", f"{names[1]} of the year before"
    for fund in ("general_public_budget", "government_fund", "state_capital", "appropriation"):
        if measure.endswith(f"_{fund}") and (names := measure_names(measure.removesuffix(f"_{fund}"))):
            return f"{names[0]}（{measures[fund][0]}）", f"{names[1]}, {measures[fund][1].lower()}"
    return None


def plain(value: Decimal, places: int = 0) -> str:
    """An exact decimal without exponent, with at least ``places`` digits after the point."""
    text = str(value)
    if places == 2 and text[-3:-2] == "." and text[0] != "-":
        return text  # as most amounts are
    whole, _, part = format(value, "f").partition(".")  # arithmetic would round what has more than 28 digits
    part = part.rstrip("0").ljust(places, "0")
    text = f"{whole}.{part}" if part else whole
    return text.lstrip("-") if value == 0 else text


_FORMULA = frozenset("=+-@\t\r'")


def guard(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe before it; plain numbers do not.

    Text that begins with an apostrophe gets another, or it would lose its own when it is read back.
    """
    if text[:1] in _FORMULA and (text[0] != "-" or not _is_number(text)):
        return "'" + text
    return text


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "").rstrip("%"))
    except ValueError:
        return False
    return True


# --- the package ---------------------------------------------------------------------------------------


def write_package(
    folder: Path,
    *,
    title: str,
    source: Mapping[str, object],
    parts: Sequence[Part],
    tables: Mapping[str, list[str]],
) -> Path:
    """Write ``datapackage.json`` for the CSV files of one document, which was read from the files ``parts``.

    ``tables`` maps each file's stem to its columns. Terms are those of Frictionless tabular data packages and
    of the Fiscal Data Package: measures with currency and factor, dimensions with their attributes, phase.
    """
    resources = [_resource(name, fields) for name, fields in tables.items()]
    package = {
        "profile": "tabular-data-package",
        "name": str(source["document_id"]).lower().replace("_", "-"),
        "title": title,
        "description": "Tidy tables of a departmental budget disclosure: exact amounts, each with its place.",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
        "sources": [_source(part, len(parts) > 1) for part in parts],
        "countryCode": "CN",
        "fiscalPeriod": {"start": f"{source['fiscal_year']}-01-01", "end": f"{source['fiscal_year']}-12-31"}
        if source["fiscal_year"]
        else None,
        "model": {
            "measures": {
                "amount": {
                    "source": "amount_yuan",
                    "resource": "facts",
                    "currency": "CNY",
                    "factor": 1,
                    "phase": source["phase"],
                }
            },
            "dimensions": {
                name: {"dimensionType": kind, "primaryKey": key, "attributes": _attributes(attributes)}
                for name, kind, key, attributes in _DIMENSIONS
            },
        },
        "resources": resources,
    }
    package = {key: value for key, value in package.items() if value is not None}
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    return write_bytes(folder / "datapackage.json", text.encode("utf-8"))


_DIMENSIONS = [
    ("date", "datetime", ["fiscal_year"], ["fiscal_year"]),
    ("phase", "fact", ["phase"], ["phase", "basis"]),
    ("administrator", "entity", ["organisation_code"], ["organisation_code", "organisation_name"]),
    ("direction", "fact", ["direction"], ["direction"]),
    ("fund", "fund", ["fund"], ["fund"]),
    ("functional-classification", "classification", ["function_code"], ["function_code", "function_name"]),
    ("economic-classification", "classification", ["economic_code"], ["economic_code", "economic_name"]),
    ("measure", "classification", ["measure"], ["measure", "column_role"]),
    ("line", "classification", ["item"], ["item", "row_role"]),
]


def _source(part: Part, one_of_several: bool) -> dict[str, object]:
    told = {"title": part.file, "path": part.url, "sha256": part.sha256, "pages": part.page_count}
    told |= {"first_page": part.first_page if one_of_several else "", "date_published": part.date_published}
    return {key: value for key, value in told.items() if value != ""}


def _attributes(names: list[str]) -> dict:
    return {name: {"source": name, "resource": "facts"} for name in names}


def _resource(name: str, fields: list[str]) -> dict:
    spec = dictionary()["resources"].get(name) or {
        "title": [name, name],
        "row": dictionary()["role_table"]["row"],
    }
    schema: dict[str, object] = {"fields": [field_of(field) for field in fields], "missingValues": [""]}
    if "key" in spec:
        schema["primaryKey"] = spec["key"]
    return {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "title": " ".join(spec["title"]) if spec["title"][0] != name else name,
        "description": spec["row"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def field_of(name: str) -> dict:
    """What the data dictionary says of a column, as a field of a Table Schema."""
    words = dictionary()
    if name in words["fields"]:
        kind, zh, en = words["fields"][name]
    elif names := measure_names(name):
        kind, zh, en = "number", f"{names[0]}（万元）", f"{names[1]} in 10,000 yuan"
    else:
        kind, zh, en = next(v for suffix, v in words["suffixes"].items() if name.endswith(suffix))
    field = {"name": name, "type": kind, "title": zh, "description": en}
    if kind == "number":
        field["decimalChar"] = "."
    constraints: dict[str, object] = {"required": True} if name in words["required"] else {}
    if name in words["patterns"]:
        constraints["pattern"] = words["patterns"][name]
    return field | ({"constraints": constraints} if constraints else {})
