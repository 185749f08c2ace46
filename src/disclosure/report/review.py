"""A disclosure as a reviewer marks it, in order of page: for the person who publishes it, before it is published.

Each mark is a finding of the audit with the part of the page that it is about, what is printed there and what the rest
of the document makes of it. A page for each language, and the same as a document to write in.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from disclosure.analysis.clean_data import CleanData
from disclosure.audit.findings import SEVERITIES
from disclosure.model.place import Place
from disclosure.report.captions import captions, with_heads
from disclosure.report.evidence import crop_figure, crop_png, spoken, together
from disclosure.report.imprint import citation, imprint
from disclosure.report.page import each_picture_once, environment, without_unseen
from disclosure.store.csv_files import write_bytes
from disclosure.store.office import undated
from disclosure.words.messages import Message, languages, translate
from disclosure.words.phases import phase_name
from disclosure.words.values import spell

CROPS = 3  # pictures of a mark; its other places are named
WIDTH = 6.2  # inches of a picture in the document, within the margins of its page


@dataclass(frozen=True)
class Mark:
    """One thing to look at: on which page it begins, how grave it is, what is said of it, and the places it is about.

    ``severity`` is one of :data:`disclosure.audit.findings.SEVERITIES`, or ``question`` for what readers will ask.
    """

    page: int
    severity: str
    word: object
    statement: object
    printed: str
    expected: str
    places: tuple[Place, ...]


def marks(document: CleanData) -> list[Mark]:
    """Findings and questions of a document, in order of page; on a page the gravest first."""
    made = [
        Mark(_page(row), row["severity"], row["severity_word"], row["statement"], row["printed"], row["expected"],
             tuple(row["places"]))
        for row in document.findings.to_dict("records")
    ] + [
        Mark(_page(row), "question", Message("question"), row["question"], "", "", tuple(row["places"]))
        for row in document.flags.to_dict("records")
    ]  # fmt: skip
    gravest_first = [*SEVERITIES, "question"]
    return sorted(made, key=lambda mark: (mark.page, gravest_first.index(mark.severity)))


def _page(row: dict) -> int:
    return int(next(iter(row["pages"].split()), 0))


def verdict(document: CleanData) -> Message:
    """What the review comes to, in a sentence."""
    if (other := document.none_of_ours) is not None:
        return Message("This is {what}; it is not judged.", what=other)
    count = document.checks["status"].value_counts()
    tested = int(sum(n for status, n in count.items() if status != "not_applicable"))
    found = document.findings["severity"].value_counts()
    if not tested:
        return Message("Nothing of this can be tested: no two figures of the document say the same thing.")
    if found.empty:
        return Message("Nothing to mend was found; {n} comparison was made.",
                       plural="Nothing to mend was found; {n} comparisons were made.", n=tested)  # fmt: skip
    several = [
        Message("{n} material", n=int(found.get("material", 0))),
        Message("{n} minor", n=int(found.get("minor", 0))),
        Message("{n} of form", n=int(found.get("style", 0))),
    ]
    return Message(
        "{n} thing to look at before this is published: {kinds}.",
        plural="{n} things to look at before this is published: {kinds}.",
        n=int(found.sum()),
        kinds=[kind for kind in several if kind.values["n"]],
    )


def write_review(pdf: Path | Sequence[Path], clean: Path, out: Path) -> list[Path]:
    """The review of a PDF from its clean data, in every language: ``out/<document_id>/review.<language>.html``, .docx.

    ``pdf`` names all files of a disclosure that was read from several. Returns what is written, each whole or not
    there. Raises :class:`OSError` where it cannot be written.
    """
    document = CleanData(clean, pdf)
    pdf = document.pdf
    found, folder, source = marks(document), out / clean.name, imprint(clean, pdf=pdf)
    heads = with_heads(document, [place for mark in found for place in mark.places])
    found = [replace(mark, places=tuple(heads[place.name] for place in mark.places)) for mark in found]
    written = []
    for language in languages():
        page = _page_of(pdf, document, found, source, language)
        text = _document_of(pdf, document, found, source, language)
        written.append(write_bytes(folder / f"review.{language}.html", page.encode("utf-8")))
        written.append(write_bytes(folder / f"review.{language}.docx", text))
    return written


def _head(document: CleanData, page: int) -> Message:
    at = document.of_file(page)
    if at:
        return Message("Page {page} of {file}", page=at[1], file=at[0])
    return Message("Page {page}", page=page)


def _heading(document: CleanData) -> Message:
    if not document.year:
        return Message("Review: {who}", who=document.organisation)
    phase = phase_name(document.phase)
    return Message("Review: {who}, {phase}, {year}", who=document.organisation, phase=phase, year=document.year)


# --- as a page -----------------------------------------------------------------------------------------


def _page_of(pdf: Path, document: CleanData, found: Sequence[Mark], source: dict, language: str) -> str:
    words = captions(document, [place for mark in found for place in mark.places])
    names = {name: said.said(language) for name, said in words.items()}
    pages = [
        (_head(document, number).said(language), [_shown(pdf, document, mark, names, language) for mark in own])
        for number, own in groupby(found, key=lambda mark: mark.page)
    ]
    page = environment().get_template("review.html.j2").render(
        lang=language, others=[other for other in languages() if other != language],
        title=_heading(document).said(language), verdict=verdict(document).said(language), pages=pages, source=source,
        cite=citation(source, language), _=lambda text: translate(text, language),
    )  # fmt: skip
    return each_picture_once(without_unseen(page))


def _shown(pdf: Path, document: CleanData, mark: Mark, names: dict[str, str], language: str) -> dict[str, object]:
    groups = together(mark.places)
    rest = sorted({place.page for group in groups[CROPS:] for place in group})
    return {
        "severity": mark.severity,
        "word": spell(mark.word, "", language),
        "statement": Markup(spoken(spell(mark.statement, "", language), language)),
        "printed": mark.printed,
        "expected": mark.expected,
        "crops": Markup("".join(crop_figure(pdf, group, names, language, "") for group in groups[:CROPS])),
        "rest": [page.said(language) for page in document.pages_by_file(rest)] if document.several else rest,
    }


# --- as a document -------------------------------------------------------------------------------------


def _document_of(pdf: Path, document: CleanData, found: Sequence[Mark], source: dict, language: str) -> bytes:
    from docx import Document as Docx
    from docx.shared import Inches

    made = Docx()
    made.add_heading(without_unseen(_heading(document).said(language)), 0)
    made.add_paragraph(without_unseen(verdict(document).said(language)))
    for number, own in groupby(found, key=lambda mark: mark.page):
        made.add_heading(_head(document, number).said(language), 1)
        for mark in own:
            told = made.add_paragraph()
            told.add_run(without_unseen(f"[{spell(mark.word, '', language)}] ")).bold = True
            told.add_run(without_unseen(spell(mark.statement, "", language)))
            for label, value in ((Message("As printed"), mark.printed), (Message("Expected"), mark.expected)):
                if value:
                    line = made.add_paragraph()
                    line.add_run(f"{label.said(language)}: ").bold = True
                    line.add_run(without_unseen(value))
            for group in together(mark.places)[:CROPS]:
                made.add_picture(io.BytesIO(crop_png(pdf, (*group,))), width=Inches(WIDTH))
    made.add_paragraph(without_unseen(citation(source, language)))
    content = io.BytesIO()
    made.save(content)
    return undated(content.getvalue())
