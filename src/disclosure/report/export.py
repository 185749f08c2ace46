"""An executed notebook as a report in one language: one file that stands alone and opens offline."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup

from disclosure.report.contents import addressed, each_fact_once, opening_of, sections
from disclosure.report.evidence import REPORT
from disclosure.report.glossary import explained, glossary
from disclosure.report.imprint import citation, citation_of_several
from disclosure.report.notebooks import (
    FRONT_PAGE,
    METHOD,
    is_front_page,
    notebooks,
    page_name,
    reading_order,
    title_in,
)
from disclosure.report.page import each_picture_once, environment, without_unseen
from disclosure.report.take_away import to_take_away
from disclosure.report.translated import prose
from disclosure.store.csv_files import write_bytes
from disclosure.words.messages import languages, translate


def executed_book(path: Path) -> nbformat.NotebookNode:
    """An executed notebook, as this program wrote it."""
    return nbformat.v4.reads(path.read_text(encoding="utf-8"))


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
    book = executed_book(executed)
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


@lru_cache(maxsize=1024)
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


def answer(book: nbformat.NotebookNode, lang: str) -> dict[str, str]:
    """``title`` and ``answer`` of an executed notebook, as plain text, for the index."""
    html = "".join(part for cell in book.cells for part in _parts(cell, lang))
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    said = re.search(r'<p class="answer"[^>]*>(.*?)</p>', html, re.S)
    return {name: Markup(match[1]).striptags() if match else "" for name, match in (("title", title), ("answer", said))}
