"""The questions to a publisher, ready to send: as a page, as a document (.docx) and as plain text.

What the audit asks, and what its findings leave open, the gravest first; each with its pages, and beside the cells
that it speaks of. They are put in Chinese, for they go to a Chinese department; elsewhere a translation stands first.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from disclosure.analysis.clean_data import CleanData
from disclosure.model.place import Place
from disclosure.model.source import EXECUTED
from disclosure.report.captions import captions, with_heads
from disclosure.report.evidence import crop_figure, crop_png, data_uri, spoken, together
from disclosure.report.imprint import citation, imprint
from disclosure.report.page import each_picture_once, environment, without_unseen
from disclosure.store.csv_files import write_bytes
from disclosure.store.office import undated
from disclosure.words.messages import Message, languages, translate
from disclosure.words.names import Text, in_a_row
from disclosure.words.values import spell

LETTER = "questions"
"""What the files are called."""
ASKED_IN = "zh"  # the publisher's language
GRAVE = ("material", "minor")  # findings that are worth a letter: a slip of the last digit is not
CROPS, WIDTH = 2, 6.2  # pictures of a question, and the inches that one takes in the document
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
URGENCY = ("high", "medium", "low")


@dataclass(frozen=True)
class Asked:
    """A question to the publisher, the pages that it is about, and its places on them."""

    question: object
    pages: tuple[str | Message, ...]
    """Their numbers, or what they are called where the disclosure has several files."""
    places: tuple[Place, ...]

    def said(self, language: str) -> str:
        """The question in a language, with its pages."""
        said = spell(self.question, "", language)
        if not self.pages:
            return said
        if isinstance(self.pages[0], Message):
            return Message("{question} ({pages})", question=said, pages=list(self.pages)).said(language)
        pages = self.pages
        return Message(
            "{question} (p. {pages})",
            plural="{question} (pp. {pages})",
            n=len(pages),
            question=said,
            pages=in_a_row(pages),
        ).said(language)


def asked(document: CleanData) -> list[Asked]:
    """What to ask the publisher of a disclosure: which of two figures is right, and then the audit's questions."""
    found, flags = document.findings, document.flags

    def named(pages: str) -> tuple[str | Message, ...]:
        return (*(document.pages_by_file(pages.split()) if document.several else pages.split()),)

    wrong = [
        Asked(
            Message("{statement} Which is right?", statement=_ended(row["statement"])),
            named(row["pages"]),
            (*row["places"],),
        )
        for row in found[found["severity"].isin(GRAVE)].to_dict("records")
    ]
    order = {translate(word, "en"): place for place, word in enumerate(URGENCY)}
    rows = sorted(flags.to_dict("records"), key=lambda row: order.get(spell(row["severity"], "", "en"), len(order)))
    return [*wrong, *(Asked(row["question"], named(row["pages"]), (*row["places"],)) for row in rows)]


def _ended(said: Text) -> Text:
    """A statement as a sentence: that of a check has no full stop."""
    return Text(*(words if words.endswith(stop) else words + stop for words, stop in zip(said, "。.", strict=True)))


def write_letter(pdf: Path | None, clean: Path, reports: Path) -> list[Path]:
    """The questions of a disclosure in every language, ``reports/<language>/questions.html``, .docx and .txt.

    ``pdf`` gives the pictures of the cells; without it pages are named alone. No file where there is nothing to ask.
    """
    for old in reports.glob(f"*/{LETTER}.*"):
        old.unlink()
    document = CleanData(clean)
    questions, source = asked(document), imprint(clean, pdf=pdf)
    heads = with_heads(document, [place for one in questions for place in one.places])
    questions = [replace(one, places=tuple(heads[place.name] for place in one.places)) for one in questions]
    written = []
    for language in languages() if questions else ():
        parts = _Parts(document, questions, language)
        text, docx = parts.plain().encode("utf-8"), parts.docx(pdf)
        folder = reports / language
        page = parts.page(pdf, source, {"txt": data_uri(text, "text/plain"), "docx": data_uri(docx, DOCX)})
        for ending, content in (("html", page.encode("utf-8")), ("txt", text), ("docx", docx)):
            written.append(write_bytes(folder / f"{LETTER}.{ending}", content))
    return written


class _Parts:
    """A letter in one language, in its three forms."""

    def __init__(self, document: CleanData, questions: Sequence[Asked], language: str) -> None:
        self.document, self.questions, self.language = document, questions, language
        self.both = [language, *([ASKED_IN] if language != ASKED_IN else [])]

    def heading(self, language: str) -> str:
        return Message("Questions to {who}", who=self.document.organisation).said(language)

    def lead(self, language: str) -> str:
        year, final = self.document.year, self.document.phase == EXECUTED
        if not year:
            what = Message("disclosure")
        elif final:
            what = Message("departmental final accounts for {year}", year=year)
        else:
            what = Message("departmental budget for {year}", year=year)
        return Message(
            "We have read your published {what} and held the figures against one another. Before we write about it "
            "we would be grateful for your answer to this question; pages are those of the file.",
            plural="We have read your published {what} and held the figures against one another. Before we write "
            "about it we would be grateful for your answers to these {n} questions; pages are those of the file.",
            n=len(self.questions),
            what=what,
        ).said(language)

    def end(self, language: str) -> str:
        return translate("Where a figure is a slip, please tell us the right one. Thank you.", language)

    def plain(self) -> str:
        """As text for a message: as it is sent, then in the language of the edition."""
        letters = [
            "\n\n".join(
                [
                    self.heading(language),
                    self.lead(language),
                    *(f"{n}. {one.said(language)}" for n, one in enumerate(self.questions, start=1)),
                    self.end(language),
                ]
            )
            for language in reversed(self.both)
        ]
        return without_unseen("\n\n\n".join(letters) + "\n")

    def docx(self, pdf: Path | None) -> bytes:
        from docx import Document as Docx
        from docx.shared import Inches

        made = Docx()
        made.add_heading(without_unseen(self.heading(self.language)), 0)
        for language in self.both:
            made.add_paragraph(without_unseen(self.lead(language)))
        for n, one in enumerate(self.questions, start=1):
            for k, language in enumerate(self.both):
                made.add_paragraph(without_unseen((f"{n}. " if not k else "") + one.said(language)))
            if pdf:
                for group in together(one.places)[:CROPS]:
                    made.add_picture(io.BytesIO(crop_png(pdf, (*group,))), width=Inches(WIDTH))
        for language in self.both:
            made.add_paragraph(without_unseen(self.end(language)))
        content = io.BytesIO()
        made.save(content)
        return undated(content.getvalue())

    def page(self, pdf: Path | None, source: dict, taken: dict[str, str]) -> str:
        places = [place for one in self.questions for place in one.places]
        names = {name: said.said(self.language) for name, said in captions(self.document, places).items()}
        shown = [
            {
                "said": Markup(spoken(one.said(self.language), self.language)),
                "sent": one.said(ASKED_IN) if self.language != ASKED_IN else "",
                "crops": Markup(
                    "".join(crop_figure(pdf, group, names, self.language, "") for group in together(one.places)[:CROPS])
                    if pdf
                    else ""
                ),
            }
            for one in self.questions
        ]
        page = environment().get_template("questions.html.j2").render(
            lang=self.language, others=[other for other in languages() if other != self.language], name=LETTER,
            title=self.heading(self.language), lead=self.lead(self.language), end=self.end(self.language),
            questions=shown, sent_in=ASKED_IN, taken=taken, source=source, cite=citation(source, self.language),
            _=lambda text: translate(text, self.language),
        )  # fmt: skip
        return each_picture_once(without_unseen(page))
