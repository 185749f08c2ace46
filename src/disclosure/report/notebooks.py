"""The notebooks of the collection, by what each says of itself. Light, so that the build can ask without the engine."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from disclosure.words.messages import Message, translate
from disclosure.words.reference import shipped_folder

FIRST = "471-2021"  # the disclosure that notebooks without one of their own begin with
FRONT_PAGE = "index"
METHOD = "01"  # what the names of notebooks begin with that tell how it was made


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


class Title(Message):
    """The title of a notebook: its first heading, without the mark of one."""

    def template(self, language: str) -> str:
        """The title in a language."""
        heading = f"# {self.text}"
        return translate(heading, language).removeprefix("# ")


def title_in(notebook: Path, language: str) -> str:
    """The title of a notebook in a language."""
    return Title(declared(notebook)["title"]).said(language)


def parameters(notebook: Path) -> dict[str, str]:
    """What the cell tagged ``parameters`` of a notebook sets: the disclosure that it tells of."""
    return declared(notebook)["parameters"]


def reading_order(books: Iterable[Path]) -> list[Path]:
    """Notebooks as a reader wants their reports: the front page, stories, comparisons, the audit, how it was made."""
    stages = "34210"
    return sorted(books, key=lambda path: (not is_front_page(path), stages.find(path.stem[:1]), path.stem))


def same_disclosure(notebook: Path, books: Iterable[Path]) -> list[Path]:
    """Of these notebooks those that tell, by their own parameters, of the same disclosure or folder as one of them."""

    def named(book: Path) -> str:
        own = parameters(book)
        return own.get("DOCUMENT") or own.get("DOCUMENTS") or own.get("FOLDER") or FIRST

    return [book for book in books if named(book) == named(notebook)]
