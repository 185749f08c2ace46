"""The one module that notebooks import: open a disclosure, say what was found, show tables, charts and places.

    from helpers import open_document, say, show_chart, slope

    document = open_document("471-2021")  # or "my.pdf", or a folder of clean data
    document.year_over_year()

Amounts in frames are floats in 万元 (10,000 yuan) with the exact decimal beside them (``amount``, ``amount_exact``).
What is shown comes in the language chosen by :func:`use_language`; sentences stand in the notebooks in English, and in
every other language in the catalogue.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import yaml
from markupsafe import Markup

from disclosure.analysis.clean_data import ROOT, folder_named, made_up
from disclosure.analysis.collection import Collection, open_documents
from disclosure.analysis.comparison import price_index
from disclosure.analysis.context import context, other_years
from disclosure.analysis.document import Document
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.frames import plain
from disclosure.analysis.news import news
from disclosure.analysis.told import functions_compared, named_other, told, unsaid
from disclosure.model.sums import fit_sums
from disclosure.report.notebooks import Title, declared, notebooks
from disclosure.report.show import (
    boxes_of,
    say,
    show_chart,
    show_evidence,
    show_fact,
    show_headline,
    show_missing,
    show_news,
    show_overlay,
    show_page,
    show_places,
    show_table,
    use_language,
)
from disclosure.run.opening import open_document
from disclosure.store.reader import read_table
from disclosure.words.messages import Message, Term
from disclosure.words.names import english, nearest, themes
from disclosure.words.phases import phase_name

if TYPE_CHECKING:
    from disclosure.report.charts.aligned import aligned
    from disclosure.report.charts.bars import bars
    from disclosure.report.charts.diverging import diverging
    from disclosure.report.charts.dumbbell import dumbbell
    from disclosure.report.charts.flow import flow
    from disclosure.report.charts.ledger import ledger
    from disclosure.report.charts.lollipop import lollipop
    from disclosure.report.charts.slope import slope
    from disclosure.report.charts.stacked import stacked
    from disclosure.report.charts.steps import steps
    from disclosure.report.charts.waterfall import waterfall
    from disclosure.run.extraction import Extraction
    from disclosure.run.reader import Reader

__all__ = [
    "Collection",
    "Document",
    "Figure",
    "Message",
    "Term",
    "aligned",
    "bars",
    "boxes_of",
    "collection",
    "context",
    "diverging",
    "dumbbell",
    "english",
    "files_not_read",
    "fit_sums",
    "flow",
    "functions_compared",
    "ledger",
    "lollipop",
    "made_up",
    "named_other",
    "nearest",
    "news",
    "open_document",
    "open_documents",
    "other_years",
    "phase_name",
    "price_index",
    "provenance",
    "read_pdf",
    "read_tables",
    "rule_sentence",
    "say",
    "show_chart",
    "show_evidence",
    "show_fact",
    "show_headline",
    "show_missing",
    "show_news",
    "show_overlay",
    "show_page",
    "show_places",
    "show_table",
    "slope",
    "sql",
    "stacked",
    "steps",
    "themes",
    "told",
    "total",
    "unsaid",
    "use_language",
    "waterfall",
    "write_clean",
]

FORMS = (
    "aligned", "bars", "diverging", "dumbbell", "flow", "ledger", "lollipop", "slope", "stacked", "steps", "waterfall",
)  # fmt: skip
"""Chart forms, which bring matplotlib: loaded when a notebook first names one."""


def __getattr__(name: str) -> Any:
    if name in FORMS:
        return getattr(importlib.import_module(f"disclosure.report.charts.{name}"), name)
    raise AttributeError(f"helpers has no {name!r}; it has {', '.join(__all__)}")


# --- opening -------------------------------------------------------------------------------------------


def rule_sentence(name: str) -> Message:
    """What a rule of the audit says, by its name in ``checks.csv``; the name itself where no rule has it."""
    from disclosure.audit import rule_sentences  # declares every rule, which only this needs

    return rule_sentences().get(name, Message(name))


def collection() -> pd.DataFrame:
    """The notebooks in order: a linked ``number``, ``title``, and the clean files they read and write."""
    rows = []
    for path in notebooks():
        own = declared(path)
        link = Markup('<a href="{}">{}</a>').format(path.name, path.stem[:2])
        rows.append(
            {
                "number": link,
                "title": Title(own["title"]),
                "inputs": ", ".join(own.get("inputs", [])),
                "outputs": ", ".join(own.get("outputs", [])),
            }
        )
    return pd.DataFrame(rows, dtype=object)  # pandas would make plain text of the links


def sql(question: str, folder: str | Path = "") -> pd.DataFrame:
    """A question in SQL to the clean data in a folder: of one document, of many, or the result of a batch.

    Without ``folder`` to the collection's own (``data/clean``). Tables are named as the files are; money is in 万元,
    a float with the exact decimal beside it (``amount``, ``amount_exact``); columns in ``_yuan`` are exact, in yuan.
    """
    from disclosure.store.sql import sql as ask

    answer = ask(question, folder_named(folder or ROOT / "data" / "clean"))
    return plain(answer.map(lambda value: Figure(value) if isinstance(value, Decimal) else value))


def files_not_read(folder: str | Path) -> pd.DataFrame:
    """Which files a batch could not read, with ``kind``, ``reason`` and ``advice``; no rows where all were read."""
    path = folder_named(folder) / "failures.csv"
    columns = ["file", "kind", "reason", "advice"]
    return pd.DataFrame(read_table(path) if path.exists() else [], columns=columns)


# --- reading -------------------------------------------------------------------------------------------


def read_pdf(document: Document | str | Path, reference: str | Path | None = None) -> Reader:
    """A PDF, or the one behind clean data, read step by step; ``reference`` is a folder of your own forms."""
    from disclosure.run.reader import Reader

    path = document.pdf if isinstance(document, Document) else Path(document)
    return Reader(path, Path(reference) if reference else None)


def read_tables(pdf: str | Path, pages: str = "all") -> Any:
    """The tables of a file as camelot's own objects (``camelot.core.TableList``), read by this project's reader.

    ``read_tables("my.pdf", pages="1,3-5")[0].df``; also ``.parsing_report``, ``.to_csv(…)``, ``camelot.plot(…)``.
    """
    from disclosure.files.reading import tables

    return tables(pdf, pages)


def provenance(document: Document) -> dict:
    """What ``data/raw/sources.yml`` tells of the document's PDF; empty where it tells nothing."""
    path = ROOT / "data" / "raw" / "sources.yml"
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
    return next((entry for entry in entries if entry["file"] == document.pdf.name), {})


def write_clean(document: Document, extraction: Extraction, names: Sequence[str]) -> pd.DataFrame:
    """Write files of the clean data, and tell of each how many rows it has and whether any byte of it changed."""
    from disclosure.run.extraction import save

    before = {name: _bytes(document.folder / f"{name}.csv") for name in names}
    written = save(extraction, document.folder, only=tuple(names))
    return pd.DataFrame(
        [
            {
                "file": path.name,
                "rows": len(read_table(path)),
                "bytes": path.stat().st_size,
                "changed": path.read_bytes() != before[path.stem],
            }
            for path in written
        ]
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
