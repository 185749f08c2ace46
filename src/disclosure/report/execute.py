"""A notebook executed on a disclosure: in a fresh kernel, in every language, with what it was made of beside it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import nbformat

from disclosure.analysis.clean_data import clean_folder
from disclosure.analysis.comparison import open_collection
from disclosure.report.imprint import imprint
from disclosure.report.notebooks import FIRST, parameters
from disclosure.store.csv_files import write_bytes
from disclosure.words.messages import languages

TIMEOUT = 300  # seconds a cell may run


NAMED = 12
"""The most documents that an imprint names."""


def own_documents(notebook: Path) -> list[Path]:
    """The clean data that a notebook tells of by its own parameters: one document, or those of a collection.

    Of a collection with more documents than an imprint can name, none.
    """
    own = parameters(notebook)
    if "DOCUMENT" in own or not (many := own.get("DOCUMENTS") or own.get("FOLDER")):
        return [clean_folder(own.get("DOCUMENT", FIRST))]
    folders = [disclosure.folder for disclosure in open_collection(many)]
    return folders if len(folders) <= NAMED else []


def parameterised(
    book: nbformat.NotebookNode,
    clean: Path | None = None,
    pdf: Path | None = None,
    collection: Sequence[tuple[Path, Path]] = (),
    beside: Path | None = None,
) -> nbformat.NotebookNode:
    """A notebook that tells of another disclosure, in every language: its cell tagged ``parameters`` is followed by one
    that sets them anew, as papermill does. ``collection`` gives PDF and clean data of several, ``beside`` what is known
    of others (:func:`disclosure.analysis.context.at_hand`)."""
    lines = ["from helpers import open_document, use_language", f"use_language(*{languages()!r})"]

    def opened(folder: Path, path: Path | None) -> str:
        others = f", beside={str(beside.resolve())!r}" if beside else ""
        return f"open_document({str(folder.resolve())!r}, pdf={str(path.resolve()) if path else None!r}{others})"

    if clean:
        lines.append(f"DOCUMENT = {opened(clean, pdf)}")
    if collection:
        lines.append(f"DOCUMENTS = [{', '.join(opened(folder, path) for path, folder in collection)}]")
    cell = nbformat.v4.new_code_cell("\n".join(lines), metadata={"tags": ["injected-parameters"]}, id="injected")
    tagged = [k for k, own in enumerate(book.cells) if "parameters" in own.metadata.get("tags", [])]
    first = (k for k, own in enumerate(book.cells) if own.cell_type == "code")
    at = tagged[0] + 1 if tagged else next(first, len(book.cells))
    book.cells.insert(at, cell)
    return book


def execute(
    notebook: Path,
    executed: Path,
    clean: Path | None = None,
    pdf: Path | None = None,
    *,
    collection: Sequence[tuple[Path, Path]] = (),
    beside: Path | None = None,
) -> Path:
    """Run a notebook in a fresh kernel, in every language, and write it with its outputs to ``executed``.

    ``clean`` and ``pdf`` are the disclosure it tells of, without them the one that its own parameters name;
    ``collection`` names several, PDF and clean data of each, for a notebook that compares them; ``beside`` is a CSV
    file of what is known of others. Raises :class:`nbclient.exceptions.CellExecutionError` where a cell fails.
    """
    from nbclient import NotebookClient

    from disclosure.report.kernel import WarmKernelManager

    book = parameterised(nbformat.read(notebook, as_version=4), clean, pdf, collection, beside)
    resources = {"metadata": {"path": str(notebook.parent)}}
    client = NotebookClient(book, timeout=TIMEOUT, kernel_manager_class=WarmKernelManager, resources=resources)
    client.extra_arguments = ["--log-level=ERROR"]  # that a local kernel talks over local ports is no news
    client.execute(env={**os.environ, "PYDEVD_DISABLE_FILE_VALIDATION": "1"})
    told_of: Sequence[tuple[Path | None, Path]] = collection or [
        (pdf, folder) for folder in ([clean] if clean else own_documents(notebook))
    ]
    book.metadata.setdefault("disclosure", {})["sources"] = [
        imprint(folder, [notebook, *([path] if path else [])], path) for path, folder in told_of
    ]
    executed.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(executed, nbformat.writes(book).encode("utf-8"))
    return executed
