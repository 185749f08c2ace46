"""What a document says of itself, and where: whose it is, its year, phase and unit of money, and what it covers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from disclosure.forms.names import names_in, same_name
from disclosure.forms.printed import PrintedTable
from disclosure.model.source import APPROVED, EXECUTED, Source
from disclosure.pdf.text import ProseLine
from disclosure.words.reference import reference_settings

PRINTED = ("above_table", "cover", "title", "heading", "text")
"""Where a document says what it is. What its file is called and says is kept beside them, and decides nothing."""
COVER_LINES, _TITLE_LINES = 6, 3
_TAXES = 2
"""More lines of taxes than these are the revenue of a government."""
_YEAR = re.compile(r"(20\d\d)\s*年?")
_TITLE_YEAR = re.compile(r"\D{0,30}(20\d\d)(?=年)")
"""The year that a title begins with, after its number or the publisher's name."""
_TOLD_YEAR = re.compile(r"(20\d\d)年度?(?=.{0,24}(?:预算|决算|收入|支出))")
_ABOVE_YEAR = re.compile(r"预算年度[:：](20\d\d)")
_TAKEN = ("fiscal_year", "phase", "unit", "scope")
_SENTENCE = re.compile("。|元|％|%")


@dataclass(frozen=True, slots=True)
class Saying:
    """One place where a document says what it is.

    ``what`` is publisher, fiscal_year, phase, unit or scope; ``place`` one of :data:`PRINTED`, properties or file_name.
    """

    what: str
    value: str
    place: str
    text: str
    page: int | None = None


def sayings(tables: list[PrintedTable], prose: list[ProseLine], file: Iterable[tuple[str, str]]) -> list[Saying]:
    """Everything that a document says of itself, place by place.

    ``file`` has what is no part of its pages: ``file_name``, and ``properties`` (title and author of a PDF).
    """
    made = [*_of_cover(_cover(prose)), *_of_tables(tables), *_of_lines(tables, prose)]
    for place, text in file:
        made += _of_line(place, re.sub(r"\s", "", text), None)
    return made


def voices(said: Iterable[Saying], what: str) -> dict[str, str]:
    """What most sayings of each place are, in the order of :data:`PRINTED`; a place that says nothing is left out."""
    own = [one for one in said if one.what == what]
    counts = {place: Counter(one.value for one in own if one.place == place) for place in PRINTED}
    return {place: count.most_common(1)[0][0] for place, count in counts.items() if count}


def most_places(said: list[Saying], what: str) -> str:
    """What most kinds of places say; each has one voice, whatever it repeats: twenty titles kept from last year's file
    weigh no more than the cover. Of two with as many voices it is what the first of these places says.
    """
    counts = Counter(voices(said, what).values())
    return counts.most_common(1)[0][0] if counts else ""


def none_of_ours(tables: list[PrintedTable], prose: list[ProseLine], said: list[Saying], known: bool) -> Saying | None:
    """Where it says that it is no department's disclosure: government, performance_report, or other; None where it is.

    ``known`` says that it has a table of a form that departments publish.
    """
    words = reference_settings("documents.yml")
    head = _cover(prose)[:_TITLE_LINES]
    scopes = [one for one in said if one.what == "scope"]
    titles = [(re.sub(r"\s", "", table.title), table.parts[0].page) for table in tables if table.title]
    for kind, pattern in words["none_of_ours"].items():
        ours = kind == "government" and any(one.text == text for one in scopes for _, text in head)
        if not ours and (found := re.search(pattern, "".join(text for _, text in head))):
            return Saying("scope", kind, "cover", found[0], head[0][0])
    if any(one.place == "cover" for one in scopes):
        return None
    for kind, pattern in words["none_of_ours"].items():
        own = [Saying("scope", kind, "title", title, page) for title, page in titles if re.search(pattern, title)]
        if len(own) > sum(one.place == "title" for one in scopes):
            return own[0]
    lines = [(text, table) for table in tables for row in table.texts() for text in row]
    taxes = {text: table for text, table in lines if re.search(words["government_line"], text)}
    if len(taxes) > _TAXES and not any(one.place == "title" for one in scopes):
        text, table = next(iter(taxes.items()))
        return Saying("scope", "government", "title", text, table.parts[0].page)
    if scopes or known or any(one.what == "phase" and one.place in ("cover", "title", "heading") for one in said):
        return None
    page, text = head[0] if head else (1, "")
    return Saying("scope", "other", "cover", text, page)


def _cover(prose: list[ProseLine]) -> list[tuple[int, str]]:
    """Page and text of the first lines of the first page that has any, without sentences."""
    lines = [(line.page, re.sub(r"\s", "", line.text)) for line in prose[:COVER_LINES]]
    return [(page, text) for page, text in lines if page == lines[0][0] and not _SENTENCE.search(text)]


def _of_cover(lines: list[tuple[int, str]]) -> Iterator[Saying]:
    told = [_YEAR.search(text) and text for _, text in lines]
    dated = next((t for t in told if t and re.search("预算|决算", t)), next(filter(None, told), ""))
    for k, (page, text) in enumerate(lines):
        for one in _of_line("cover", text, page):
            if one.what != "fiscal_year" or text == dated:
                yield one
        if k + 1 < len(lines):  # a cover may break a name: 某省高级 / 人民法院
            whole = text + lines[k + 1][1]
            yield from (
                Saying("publisher", name, "cover", whole, page)
                for name in names_in([whole], "heading")
                if name not in names_in([text], "heading", "cover")
            )


def _of_tables(tables: list[PrintedTable]) -> Iterator[Saying]:
    for table in tables:
        page, title = table.parts[0].page, re.sub(r"\s|.*。", "", table.title)
        for one in _of_line("title", title, page):
            if one.what != "fiscal_year":
                yield one
        if year := _TITLE_YEAR.match(title):
            yield Saying("fiscal_year", year[1], "title", title, page)
        for text in (re.sub(r"\s", "", text) for text in [*table.above, table.title]):
            if year := _ABOVE_YEAR.search(text):
                yield Saying("fiscal_year", year[1], "above_table", text, page)
        above = [re.sub(r"\s", "", text) for text in table.above]
        for text in above:
            if text != title and "。" not in text:
                yield from _scope("above_table", text, page)
        for name in names_in(table.above, "stated"):
            yield Saying("publisher", name, "above_table", next((t for t in above if name in t), name), page)
        if table.unit:
            text = next((t for t in above if table.unit in t), table.unit)
            yield Saying("unit", table.unit, "above_table", text, page)


def _of_lines(tables: list[PrintedTable], prose: list[ProseLine]) -> Iterator[Saying]:
    """Headings, and the years that sentences name."""
    cover = _cover(prose)
    over = {(table.parts[0].page, text) for table in tables for text in [*table.above, table.title]}
    for line in prose:
        text = re.sub(r"\s", "", line.text)
        if (line.page, text) in cover:
            continue
        if _SENTENCE.search(text):
            for year in _TOLD_YEAR.findall(text):
                yield Saying("fiscal_year", year, "text", text, line.page)
        elif len(text) < 50 and (line.page, line.text) not in over and not re.search("[，；]", text):
            yield from (one for one in _of_line("heading", text, line.page) if one.what != "phase")


def _of_line(place: str, text: str, page: int | None) -> Iterator[Saying]:
    """What one line says; a year, where it is that of a budget or of final accounts."""
    if phase := title_phase(text):
        yield Saying("phase", phase, place, text, page)
    if year := _YEAR.search(text) if place == "cover" else phase and re.search(r"(20\d\d)年", text):
        yield Saying("fiscal_year", year[1], place, text, page)
    kinds = {"cover": ("stated", "heading", "cover"), "title": ("titled",), "heading": ("heading",)}
    for name in names_in([text], *kinds.get(place, ("heading", "titled"))):
        yield Saying("publisher", name, place, text, page)
    yield from _scope(place, text, page)


def title_phase(text: str) -> str:
    """Whether a line says that it is of final accounts, or else of a budget; the names of funds say nothing."""
    words = reference_settings("documents.yml")
    plain = re.sub(words["aside"], "", text)
    return next((phase for phase in (EXECUTED, APPROVED) if re.search(words["phase"][phase], plain)), "")


def _scope(place: str, text: str, page: int | None) -> Iterator[Saying]:
    if scope := title_scope(text):
        yield Saying("scope", scope, place, text, page)


def title_scope(text: str) -> str:
    """Whether a line says that it is of a unit, or of a department; the names of funds say nothing."""
    words = reference_settings("documents.yml")
    plain = re.sub(words["aside"], "", text)
    return next((scope for scope, pattern in words["scope"].items() if re.search(pattern, plain)), "")


def rows_of(source: Source, said: Iterable[Saying]) -> list[dict[str, object]]:
    """The rows of ``sources.csv``: what is said, where and how often, and whether that is what the data go by."""
    taken = {"publisher": source.organisation_name, **{name: getattr(source, name) for name in _TAKEN}}
    groups: dict[tuple[str, str, str], list[Saying]] = {}
    for one in said:
        groups.setdefault((one.what, one.value, one.place), []).append(one)
    return [
        {
            "document_id": source.document_id,
            "what": what,
            "value": value,
            "place": place,
            "pages": " ".join(map(str, sorted({one.page for one in own if one.page}))),
            "count": len(own),
            "text": own[0].text,
            "agrees": same_name(value, taken[what]) if what == "publisher" else value == taken[what],
        }
        for (what, value, place), own in groups.items()
    ]
