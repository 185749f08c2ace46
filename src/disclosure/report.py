"""Executed notebooks into HTML reports: one file a notebook and language, standing alone and offline."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from disclosure.reference import shipped_folder
from disclosure.store import write_bytes

LANGUAGES = ("zh", "en")
TEMPLATES = Path(__file__).parent / "templates"
TIMEOUT = 300  # seconds a cell may run

WORDS = {
    "zh": {"title": "报告", "skip": "跳到正文", "other": "English", "index": "全部报告"},
    "en": {"title": "Reports", "skip": "Skip to content", "other": "中文", "index": "All reports"},
}


def notebook_folder() -> Path:
    """The folder of the notebook collection."""
    return shipped_folder("notebooks", "notebooks")


def notebooks() -> list[Path]:
    """The notebooks of the collection in order."""
    return sorted(path for path in notebook_folder().glob("[0-9]*.ipynb") if not path.name.startswith("."))


def for_any_document(notebook: Path) -> bool:
    """Does a notebook tell of whatever disclosure it is opened on, rather than of one?"""
    metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    return bool(metadata.get("disclosure", {}).get("any_document"))


def execute(notebook: Path, executed: Path, clean: Path | None = None, pdf: Path | None = None) -> Path:
    """Run a notebook in a fresh kernel, in both languages, and write it with its outputs to ``executed``.

    ``clean`` and ``pdf`` name the disclosure; without them the notebook opens its own. Raises
    :class:`nbclient.exceptions.CellExecutionError` where a cell fails.
    """
    from nbclient import NotebookClient

    book = nbformat.read(notebook, as_version=4)
    env = {**os.environ, "DISCLOSURE_LANGUAGES": " ".join(LANGUAGES), "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    if clean:
        env["DISCLOSURE_CLEAN"] = str(clean.resolve())
    if pdf:
        env["DISCLOSURE_PDF"] = str(pdf.resolve())
    client = NotebookClient(
        book, timeout=TIMEOUT, kernel_name="python3", resources={"metadata": {"path": str(notebook.parent)}}
    )
    client.extra_arguments = ["--log-level=ERROR"]  # that a local kernel talks over local ports is no news
    client.execute(env=env)
    executed.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(executed, nbformat.writes(book).encode("utf-8"))
    return executed


def export(executed: Path, lang: str, reports: Path) -> Path:
    """One executed notebook as a report in one language: ``reports/<lang>/<name>.html``."""
    book = nbformat.read(executed, as_version=4)
    name = executed.stem
    cells = [part for cell in book.cells for part in _parts(cell, lang)]
    body = Markup(re.sub(r'href="(\d\d-[\w-]+)\.ipynb"', r'href="\1.html"', "\n".join(cells)))
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = Markup(heading[1]).striptags() if heading else name
    page = (
        _environment()
        .get_template("report.html.j2")
        .render(
            lang=lang,
            other="en" if lang == "zh" else "zh",
            name=name,
            title=title,
            body=body,
            words=WORDS[lang],
            style=_style(),
            policy=_policy(),
        )
    )
    return write_bytes(reports / lang / f"{name}.html", page.encode("utf-8"))


def _parts(cell, lang: str) -> list[str]:
    """What a cell gives to the report of one language: its prose, or what it showed through ``helpers``."""
    if cell.cell_type == "markdown":
        tags = cell.metadata.get("tags", [])
        if any(tag in LANGUAGES and tag != lang for tag in tags) or "notebook-only" in tags:
            return []
        return [_markdown(cell.source)]
    return [
        str(output["data"]["text/html"])
        for output in cell.get("outputs", [])
        if output.output_type == "display_data" and output.get("metadata", {}).get("lang") == lang
    ]


def _markdown(text: str) -> str:
    from nbconvert.filters import markdown2html

    html = markdown2html(text)
    # nbconvert puts a ¶ link into each heading, and an inline style into each table cell: neither is wanted here.
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html)
    return re.sub(r' style="[^"]*"', "", html)


def answer(executed: Path, lang: str) -> dict[str, str]:
    """``title`` and ``answer`` of an executed notebook, as plain text, for the index."""
    book = nbformat.read(executed, as_version=4)
    html = "".join(part for cell in book.cells for part in _parts(cell, lang))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    said = re.search(r'<p class="answer">(.*?)</p>', html, re.S)
    return {name: Markup(match[1]).striptags() if match else "" for name, match in (("title", title), ("answer", said))}


def write_index(executed: list[Path], reports: Path, clean: Path) -> Path:
    """``reports/index.html``: every report in both languages with its answer, and where the data comes from."""
    package = json.loads((clean / "datapackage.json").read_text(encoding="utf-8"))
    entries = [{"name": path.stem, **{lang: answer(path, lang) for lang in LANGUAGES}} for path in executed]
    page = (
        _environment()
        .get_template("index.html.j2")
        .render(entries=entries, package=package, style=_style(), policy=_policy())
    )
    return write_bytes(reports / "index.html", page.encode("utf-8"))


def build(pdf: Path, clean: Path, reports: Path, workers: int | None = None) -> list[Path]:
    """Run the notebooks that serve any disclosure on one and write its reports; notebooks run side by side."""
    chosen = [book for book in notebooks() if for_any_document(book)]
    with TemporaryDirectory() as drafts, ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        executed = list(pool.map(lambda book: execute(book, Path(drafts) / book.name, clean, pdf), chosen))
        written = [export(path, lang, reports) for path in executed for lang in LANGUAGES]
        return [write_index(executed, reports, clean), *written]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> Markup:
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))


@cache
def _policy() -> str:
    """A Content-Security-Policy that lets in nothing but the file's own pictures and its one style sheet."""
    digest = base64.b64encode(hashlib.sha256(str(_style()).encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
