"""The prose of notebooks in a language."""

from __future__ import annotations

from pathlib import Path

import nbformat

from disclosure.report.notebooks import notebooks
from disclosure.store.csv_files import write_bytes
from disclosure.words.catalogue import paragraphs
from disclosure.words.messages import languages, translate


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
