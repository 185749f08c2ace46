"""Executed notebooks into HTML reports: one file a notebook and language, standing alone and offline."""

from __future__ import annotations

import ast
import contextlib
import itertools
import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from markupsafe import Markup

from disclosure.analysis.clean_data import CleanData, clean_folder
from disclosure.analysis.comparison import comparable, open_collection
from disclosure.analysis.context import at_hand
from disclosure.analysis.document import open_clean
from disclosure.analysis.news import news
from disclosure.model.errors import InputError
from disclosure.report.contents import addressed, each_fact_once, opening_of, sections
from disclosure.report.evidence import REPORT
from disclosure.report.glossary import explained, glossary
from disclosure.report.imprint import citation, citation_of_several, imprint, package_zip
from disclosure.report.letter import LETTER, write_letter
from disclosure.report.page import each_picture_once, environment, without_unseen
from disclosure.report.take_away import to_take_away
from disclosure.store.csv_files import write_bytes
from disclosure.words.catalogue import paragraphs
from disclosure.words.messages import languages, translate
from disclosure.words.reference import shipped_folder
from disclosure.words.values import spell

LANGUAGES = tuple(languages())
"""The languages that reports are made in."""
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


def for_any_document(notebook: Path, phase: str = "") -> bool:
    """Does a notebook tell of whatever disclosure it is opened on, rather than of one?

    With ``phase``, of one of that phase: what tells of final accounts (``phase: executed``) is not for a budget.
    """
    declared = json.loads(notebook.read_text(encoding="utf-8"))["metadata"].get("disclosure", {})
    return bool(declared.get("any_document")) and (not phase or declared.get("phase", phase) == phase)


def for_collections(notebook: Path) -> bool:
    """Does a notebook tell of several disclosures together?"""
    metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    return bool(metadata.get("disclosure", {}).get("collection"))


def is_front_page(notebook: Path) -> bool:
    """Is this, as it stands or executed, the notebook that becomes the front page of a disclosure?"""
    metadata = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]
    return bool(metadata.get("disclosure", {}).get("front_page"))


def page_name(notebook: Path) -> str:
    """What the report of a notebook is called: as the notebook, and ``index`` where it is the front page."""
    return FRONT_PAGE if is_front_page(notebook) else notebook.stem


def title_of(notebook: Path) -> str:
    """The title of a notebook, as its source says it: its first heading."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    heads = (re.match(r"# (.+)", "".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown")
    return next((head[1] for head in heads if head), notebook.stem)


def title_in(notebook: Path, language: str) -> str:
    """The title of a notebook in a language."""
    heading = f"# {title_of(notebook)}"
    return translate(heading, language).removeprefix("# ")


def parameters(notebook: Path) -> dict[str, str]:
    """What the cell tagged ``parameters`` of a notebook sets: the disclosure that it tells of."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = "".join("".join(cell["source"]) for cell in cells if "parameters" in cell["metadata"].get("tags", []))
    return {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }


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


def export(
    executed: Path,
    lang: str,
    reports: Path,
    *,
    alone: bool = False,
    longer: Sequence[Mapping[str, Any]] = (),
    letter: str = "",
    package: str = "",
    siblings: Sequence[Path] = (),
) -> Path:
    """One executed notebook as a report in one language: ``reports/<lang>/<name>.html``.

    Its head leads to the front page beside it, unless it stands ``alone``; a front page lists the ``longer`` reports,
    the ``letter`` with the questions to the publisher and the ``package`` to take away. Of its ``siblings``, the
    notebooks of the same disclosure with itself among them, the one before and the one after it are linked at its end.

    Text from the PDF arrives escaped; characters that turn the reading direction are made visible, so that what
    stands in the file is what is read. A picture that is shown twice is in the file once.
    """
    book = nbformat.read(executed, as_version=4)
    name = page_name(executed)
    description = answer(book, lang)["answer"]
    _say_each_fact_once(book.cells, lang)
    cells = [part for cell in _told(book.cells, lang) for part in _parts(cell, lang)]
    fronts = {path.stem: FRONT_PAGE for path in notebooks() if is_front_page(path)}
    body = re.sub(
        r'href="(\d\d-[\w-]+)\.ipynb"', lambda link: f'href="{fronts.get(link[1], link[1])}.html"', "\n".join(cells)
    )
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", body, re.S)
    title = Markup(heading[1]).striptags() if heading else name
    sources = book.metadata["disclosure"].get("sources", [])
    cite = citation(sources[0], lang, brief=True) if len(sources) == 1 else citation_of_several(sources, lang)
    body = to_take_away(_numbered(body), f"{lang}/{name}.html", lang, title, cite)
    body, words = explained(body, lang)
    body = Markup(each_picture_once(body))
    before, after = neighbours(name, siblings, lang)
    opening = opening_of(body)
    page = (
        environment()
        .get_template("report.html.j2")
        .render(
            lang=lang,
            others=[other for other in languages() if other != lang],
            name=name,
            front="" if alone or name == FRONT_PAGE else FRONT_PAGE,
            letter=letter,
            package=package,
            stories=[one for one in longer if one["name"][0] not in METHOD],
            method=[one for one in longer if one["name"][0] in METHOD],
            title=title,
            description=description,
            opening=opening,
            body=body[len(opening) :],
            followed='class="figure"' in body,
            sections=[] if name == FRONT_PAGE else sections(body),
            before=before,
            after=after,
            glossary=Markup(glossary(words, lang)),
            sources=sources,
            cite=lambda source: citation(source, lang),
            _=lambda text: translate(text, lang),
        )
    )
    return write_bytes(reports / lang / f"{name}.html", without_unseen(page).encode("utf-8"))


def reading_order(books: Iterable[Path]) -> list[Path]:
    """Notebooks as a reader wants their reports: the front page, stories, comparisons, the audit, how it was made."""
    stages = "34210"
    return sorted(books, key=lambda path: (not is_front_page(path), stages.find(path.stem[:1]), path.stem))


def same_disclosure(notebook: Path, books: Iterable[Path]) -> list[Path]:
    """Of these notebooks those that tell, by their own parameters, of the same disclosures as one of them."""
    own = own_documents(notebook)
    return [book for book in books if own_documents(book) == own]


def neighbours(name: str, siblings: Iterable[Path], lang: str) -> tuple[dict[str, str], dict[str, str]]:
    """``name`` and ``title`` of the reports before and after one; empty where there is none."""
    ordered = [path for path in reading_order(siblings) if not is_front_page(path)]
    names = [path.stem for path in ordered]
    if name not in names:
        return {}, {}
    at = names.index(name)

    def named(path: Path) -> dict[str, str]:
        return {"name": path.stem, "title": title_in(path, lang)}

    return (
        named(ordered[at - 1]) if at else {},
        named(ordered[at + 1]) if at + 1 < len(ordered) else {},
    )


def _say_each_fact_once(cells: Sequence[nbformat.NotebookNode], lang: str) -> None:
    """Leave out of what the cells show in a language the sentences of facts that one before them says."""
    shown = [
        output
        for cell in cells
        for output in cell.get("outputs", [])
        if output.output_type == "display_data" and output.get("metadata", {}).get("lang") == lang
    ]
    texts = each_fact_once(str(output["data"].get("text/html", "")) for output in shown)
    for output, text in zip(shown, texts, strict=True):
        output["data"]["text/html"] = text


def _told(cells: Sequence[nbformat.NotebookNode], lang: str) -> list[nbformat.NotebookNode]:
    """The cells without headings and words that lead to nothing: where code that would show something shows nothing.

    A section goes with its heading where none of its code shows anything.
    """
    heads = [
        len(head[0]) if cell.cell_type == "markdown" and (head := re.match("#+", cell.source)) else 0 for cell in cells
    ]
    silent: set[int] = set()
    for k, level in enumerate(heads):
        if level > 1:
            end = next((j for j in range(k + 1, len(cells)) if 0 < heads[j] <= level), len(cells))
            code = [cell for cell in cells[k:end] if cell.cell_type == "code"]
            if code and not any(_parts(cell, lang) for cell in code):
                silent |= set(range(k, end))
        elif not level and cells[k].cell_type == "markdown":
            code = list(itertools.takewhile(lambda cell: cell.cell_type == "code", cells[k + 1 :]))
            asked = any(re.search(r"\b(say|show_(table|chart))\(", cell.source) for cell in code)
            if asked and not any(_parts(cell, lang) for cell in code):
                silent.add(k)
    return [cell for k, cell in enumerate(cells) if k not in silent]


def _parts(cell: nbformat.NotebookNode, lang: str) -> list[str]:
    """What a cell gives to the report of one language: its prose, or what it showed through ``helpers``."""
    if cell.cell_type == "markdown":
        if "notebook-only" in cell.metadata.get("tags", []):
            return []
        return [addressed(_markdown(prose(cell.source, lang)), cell.source)]
    shown = [
        str(output["data"].get(REPORT) or output["data"]["text/html"])
        for output in cell.get("outputs", [])
        if output.output_type == "display_data" and output.get("metadata", {}).get("lang") == lang
    ]
    return [html for html in shown if html]


def _markdown(text: str) -> str:
    from nbconvert.filters import markdown2html

    html = markdown2html(text)
    # nbconvert puts a ¶ link into each heading, and an inline style into each table cell: neither is wanted here.
    html = re.sub(r'<a class="anchor-link"[^>]*>.*?</a>', "", html)
    return re.sub(r' style="[^"]*"', "", html)


def _numbered(body: str) -> str:
    """Each link to a place gets an id, and the place links back to every sentence that cites it."""
    seen: Counter[str] = Counter()

    def mark(link: re.Match) -> str:
        seen[link[2]] += 1
        return f'<a{link[1] or ""} id="r-{link[2]}-{seen[link[2]]}" href="#e-{link[2]}"'

    def first(link: re.Match) -> str:
        return f'<a class="close" href="#{f"r-{link[1]}-1" if seen[link[1]] else "content"}"'

    def back(link: re.Match) -> str:
        many = range(1, seen[link[1]] + 1)
        return " ".join(
            f'<a class="back" href="#r-{link[1]}-{k}">{f"{link[2]} {k}" if len(many) > 1 else link[2]}</a>'
            for k in many
        )

    body = re.sub(r'<a( class="figure")? href="#e-([^"]+)"', mark, body)
    body = re.sub(r'<a class="close" href="#r-([^"]+)"', first, body)
    return re.sub(r'<a class="back" href="#r-([^"]+)">([^<]*)</a>', back, body)


# --- the pages that lead to the reports ----------------------------------------------------------------


def answer(book: nbformat.NotebookNode, lang: str) -> dict[str, str]:
    """``title`` and ``answer`` of an executed notebook, as plain text, for the index."""
    html = "".join(part for cell in book.cells for part in _parts(cell, lang))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    said = re.search(r'<p class="answer"[^>]*>(.*?)</p>', html, re.S)
    return {name: Markup(match[1]).striptags() if match else "" for name, match in (("title", title), ("answer", said))}


def write_index(
    executed: list[Path], reports: Path, clean: Path, pdf: Path | None = None, *, one_of_several: bool = False
) -> Path:
    """``reports/index.html`` of one disclosure: its reports in both languages, each with its answer, and its data.

    That of ``one_of_several`` leads to the list of them in the folder above.
    Beside it the front page of each language, ``reports/<lang>/index.html``, and the questions to the publisher.
    ``pdf`` is looked for where clean data has it.
    """
    entries = _entries(executed)
    longer = [one for one in entries if one["name"] != FRONT_PAGE]
    with contextlib.suppress(FileNotFoundError):
        pdf = pdf or CleanData(clean).pdf
    letter = write_letter(pdf, clean, reports)
    for path in executed:
        if is_front_page(path):
            for lang in languages():
                export(path, lang, reports, longer=longer, letter=LETTER if letter else "", package=f"{clean.name}.zip")
    source = _source(executed, clean, pdf)
    package = write_bytes(reports / f"{clean.name}.zip", package_zip(clean, source, pdf))
    return _write_page(
        reports / "index.html",
        "index.html.j2",
        source=source,
        front=[one for one in entries if one["name"] == FRONT_PAGE],
        stories=[one for one in longer if one["name"][0] not in METHOD],
        method=[one for one in longer if one["name"][0] in METHOD],
        letter=LETTER if letter else "",
        above="../index.html" if one_of_several else "",
        package=package.name,
        package_size=f"{package.stat().st_size / 1000:,.0f} kB",
    )


def write_collection(reports: Path, shelves: Sequence[tuple[list[Path], Path]], compared: Iterable[Path] = ()) -> Path:
    """``reports/index.html`` over several disclosures: a line for each with what is worth knowing before it is opened.

    ``shelves`` gives the executed notebooks and the clean data of each disclosure, whose own landing page is
    ``reports/<document_id>/index.html``; ``compared`` are executed notebooks that tell of all of them.
    """
    rows = [
        {"folder": clean.name, "source": _source(executed, clean), "front": any(map(is_front_page, executed))}
        | _in_short(clean)
        for executed, clean in shelves
    ]
    return _write_page(reports / "index.html", "collection.html.j2", rows=rows, compared=_entries(compared))


def _entries(executed: Iterable[Path]) -> list[dict]:
    """The reports with their titles and answers, as a reader wants them."""
    read = ((path, nbformat.read(path, as_version=4)) for path in reading_order(executed))
    return [{"name": page_name(path), **{lang: answer(book, lang) for lang in languages()}} for path, book in read]


def _source(executed: list[Path], clean: Path, pdf: Path | None = None) -> dict:
    """The imprint of a disclosure, of the day of its newest report."""
    told = [nbformat.read(path, as_version=4).metadata.get("disclosure", {}).get("sources") for path in executed]
    sources = [own[0] for own in told if own and own[0]["document_id"] == clean.name]
    source = sources[0] if sources else imprint(clean, [pdf] if pdf else [], pdf)
    return {**source, "date": max(one["date"] for one in [source, *sources])}


def _in_short(clean: Path) -> dict:
    """What a list of disclosures says of one: its total in 万元, the change on the year before, the first of its news,
    and how many findings the audit has."""
    document = open_clean(clean)
    whole, found = document.change("whole"), news(document)
    amount = document.functions().attrs["total"] if whole is None else whole["after_exact"]
    return {
        "amount": amount,
        "rate": None if whole is None or whole["rate"] is None else round(Decimal(str(whole["rate"])), 6),
        "news": found["headline"].iloc[0] if len(found) else "",
        "findings": len(document.findings),
    }


def _write_page(path: Path, template: str, **given: object) -> Path:
    """A page that leads to reports, in every language."""
    page = (
        environment()
        .get_template(template)
        .render(
            _=translate, cite=citation, say=spell, said={lang: partial(_said, lang) for lang in languages()},
            languages=[*reversed(languages())], **given,
        )
    )  # fmt: skip
    return write_bytes(path, without_unseen(page).encode("utf-8"))


def _said(language: str, text: str) -> str:
    return translate(text, language)


def build(pdf: Path, clean: Path, reports: Path, workers: int | None = None) -> list[Path]:
    """Run the notebooks that serve any disclosure on one and write its reports; notebooks run side by side.

    Where a notebook stops, the other reports are written, and :class:`InputError` names the one that is not.
    """
    chosen = [book for book in notebooks() if for_any_document(book, CleanData(clean).phase)]
    with TemporaryDirectory() as drafts, ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        runs = {
            Path(drafts) / book.name: pool.submit(execute, book, Path(drafts) / book.name, clean, pdf)
            for book in chosen
        }
        executed, stopped = _finished(runs)
        longer = [path for path in executed if not is_front_page(path)]
        written = [export(path, lang, reports, siblings=longer) for path in longer for lang in languages()]
        written.append(write_index(executed, reports, clean, pdf))
    _complain_of(pdf, stopped)
    return written


def build_together(read: Sequence[tuple[Path, Path]], reports: Path, workers: int | None = None) -> list[Path]:
    """The reports of several disclosures, each in ``reports/<document_id>/``, and those that compare them all.

    ``read`` names PDF and clean data of each disclosure; the clean data lie in folders of different names. Where none
    prints a total there is nothing to compare. Where a notebook stops, the other reports are written, and
    :class:`InputError` names the one that is not.
    """
    some = comparable(open_collection([clean for _, clean in read]))
    compare = [book for book in notebooks() if for_collections(book) and some]
    with TemporaryDirectory() as drafts, ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        others = Path(drafts) / "at-hand.csv"
        write_bytes(others, at_hand([clean for _, clean in read]).to_csv(index=False).encode("utf-8"))
        told = {
            clean: {
                (draft := Path(drafts) / clean.name / book.name): pool.submit(
                    execute, book, draft, clean, pdf, beside=others if is_front_page(book) else None
                )
                for book in notebooks()
                if for_any_document(book, CleanData(clean).phase)
            }
            for pdf, clean in read
        }
        together = {
            (draft := Path(drafts) / book.name): pool.submit(execute, book, draft, read[0][1], collection=read)
            for book in compare
        }
        compared, stopped = _finished(together)
        written, shelves, read_from = [], [], {clean: pdf for pdf, clean in read}
        for clean, runs in told.items():
            executed, more = _finished(runs)
            stopped |= {f"{clean.name}/{name}": reason for name, reason in more.items()}
            shelves.append((executed, clean))
            longer = [path for path in executed if not is_front_page(path)]
            written += [
                export(path, lang, reports / clean.name, siblings=longer) for path in longer for lang in languages()
            ]
            written.append(write_index(executed, reports / clean.name, clean, read_from[clean], one_of_several=True))
        written += [export(path, lang, reports, alone=True) for path in compared for lang in languages()]
        written.append(write_collection(reports, shelves, compared))
    _complain_of(reports, stopped)
    return written


def _finished(runs: Mapping[Path, Future]) -> tuple[list[Path], dict[str, str]]:
    """The notebooks that ran to their end, and why each of the others stopped, by name."""
    executed, stopped = [], {}
    for draft, run in runs.items():
        try:
            executed.append(run.result())
        except Exception as error:
            said = _PAINT.sub("", str(error)).strip().splitlines()
            stopped[draft.stem] = said[-1] if said else type(error).__name__
    return executed, stopped


_PAINT = re.compile(r"\x1b\[[\d;]*m")


def _complain_of(source: Path, stopped: Mapping[str, str]) -> None:
    if stopped:
        told = "; ".join(f"{name} ({reason})" for name, reason in stopped.items())
        raise InputError(source, f"no report {told}; the others are written", "report it to the project with the file")
