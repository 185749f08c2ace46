"""The notebooks of the collection: what each is for, executed on a disclosure, and as it reads in a language."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat

from disclosure.analysis.clean_data import clean_folder
from disclosure.analysis.comparison import open_collection
from disclosure.report.imprint import imprint
from disclosure.store.csv_files import write_bytes
from disclosure.words.catalogue import paragraphs
from disclosure.words.messages import languages, translate
from disclosure.words.reference import shipped_folder

FIRST = "471-2021"  # the disclosure that notebooks without one of their own begin with
FRONT_PAGE = "index"
METHOD = "01"  # what the names of notebooks begin with that tell how it was made
TIMEOUT = 300  # seconds a cell may run


def notebook_folder() -> Path:
    """The folder of the notebook collection."""
    return shipped_folder("notebooks")


def notebooks() -> list[Path]:
    """The notebooks of the collection in order."""
    return sorted(path for path in notebook_folder().glob("[0-9]*.ipynb") if not path.name.startswith("."))


@lru_cache(maxsize=256)
def _declared(notebook: Path, changed: int) -> dict[str, Any]:
    """What a notebook says of itself: ``disclosure`` of its metadata, its ``title``, what its ``parameters`` set."""
    book = json.loads(notebook.read_text(encoding="utf-8"))
    cells = [(cell["cell_type"], cell["metadata"].get("tags", []), "".join(cell["source"])) for cell in book["cells"]]
    heads = (re.match(r"# (.+)", source) for kind, _, source in cells if kind == "markdown")
    own = "".join(source for _, tags, source in cells if "parameters" in tags)
    return {
        **book["metadata"].get("disclosure", {}),
        "title": next((head[1] for head in heads if head), notebook.stem),
        "parameters": {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(own).body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        },
    }


def declared(notebook: Path) -> dict[str, Any]:
    """What a notebook says of itself; read again where it has changed."""
    return _declared(notebook, notebook.stat().st_mtime_ns)


def for_any_document(notebook: Path, phase: str = "") -> bool:
    """Does a notebook tell of whatever disclosure it is opened on, rather than of one?

    With ``phase``, of one of that phase: what tells of final accounts (``phase: executed``) is not for a budget.
    """
    own = declared(notebook)
    return bool(own.get("any_document")) and (not phase or own.get("phase", phase) == phase)


def for_collections(notebook: Path) -> bool:
    """Does a notebook tell of several disclosures together?"""
    return bool(declared(notebook).get("collection"))


def is_front_page(notebook: Path) -> bool:
    """Is this, as it stands or executed, the notebook that becomes the front page of a disclosure?"""
    return bool(declared(notebook).get("front_page"))


def page_name(notebook: Path) -> str:
    """What the report of a notebook is called: as the notebook, and ``index`` where it is the front page."""
    return FRONT_PAGE if is_front_page(notebook) else notebook.stem


def title_in(notebook: Path, language: str) -> str:
    """The title of a notebook, its first heading, in a language."""
    heading = f"# {declared(notebook)['title']}"
    return translate(heading, language).removeprefix("# ")


def parameters(notebook: Path) -> dict[str, str]:
    """What the cell tagged ``parameters`` of a notebook sets: the disclosure that it tells of."""
    return declared(notebook)["parameters"]


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


def translated(notebook: Path, language: str) -> nbformat.NotebookNode:
    """A notebook as it reads in a language: its prose translated, what it shows in that language too."""
    book = nbformat.read(notebook, as_version=4)
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source = prose(cell.source, language)
    book.metadata["language"] = language
    return book


def write_translated(language: str, folder: Path) -> list[Path]:
    """Each notebook as it reads in a language, in ``folder``. Raises :class:`ValueError` for an unknown language."""
    if language not in languages():
        raise ValueError(f"no catalogue for {language}; there is {', '.join(languages())}")
    folder.mkdir(parents=True, exist_ok=True)
    made = ((path, nbformat.writes(translated(path, language))) for path in notebooks())
    return [write_bytes(folder / path.name, text.encode("utf-8")) for path, text in made]


def prose(markdown: str, language: str) -> str:
    """The Markdown of a cell in a language, paragraph by paragraph."""
    return "\n\n".join(translate(block, language) for block in paragraphs(markdown))


def reading_order(books: Iterable[Path]) -> list[Path]:
    """Notebooks as a reader wants their reports: the front page, stories, comparisons, the audit, how it was made."""
    stages = "34210"
    return sorted(books, key=lambda path: (not is_front_page(path), stages.find(path.stem[:1]), path.stem))


def same_disclosure(notebook: Path, books: Iterable[Path]) -> list[Path]:
    """Of these notebooks those that tell, by their own parameters, of the same disclosures as one of them."""
    own = own_documents(notebook)
    return [book for book in books if own_documents(book) == own]
