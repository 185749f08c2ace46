"""The figures that a disclosure states in prose, each with its sentence and its place on the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from disclosure.tables import PAGE_NUMBER, ProseLine
from disclosure.text import as_meant
from disclosure.tidy import FACTOR, Source

Row = dict[str, object]


@dataclass(slots=True)
class Paragraph:
    """Running text over printed lines: ``places[k]`` is page and box of character ``text[k]``."""

    text: str
    places: list[tuple[int, tuple[float, float, float, float]]]


def paragraphs(lines: Iterable[ProseLine]) -> list[Paragraph]:
    """Printed lines into paragraphs.

    A paragraph begins with an indented line, or after a line that stops short of the right margin with a full
    stop; it goes on over a page break. Page numbers are left out.
    """
    lines = [line for line in lines if not PAGE_NUMBER.match(line.text)]
    margins: dict[int, tuple[float, float]] = {}
    for page in {line.page for line in lines}:
        own = [line.line for line in lines if line.page == page]
        margins[page] = min(x.x0 for x in own), max(x.x1 for x in own)
    made: list[Paragraph] = []
    ended = True
    for line in lines:
        left, right = margins[line.page]
        height = line.line.bottom - line.line.top
        if ended or line.line.x0 > left + 1.2 * height:
            made.append(Paragraph("", []))
        _append(made[-1], line)
        ended = line.line.x1 < right - 2.0 * height and bool(re.search(r"[。：:；;!！？?]$", line.text))
    return made


def _append(paragraph: Paragraph, line: ProseLine) -> None:
    for k, offset in enumerate(line.line.offsets):
        gap = offset and line.line.text[offset - 1] == " "
        character = as_meant(line.line.text[offset])
        if gap and paragraph.text[-1:].isascii() and paragraph.text[-1:].isalpha() and character.isalpha():
            character = " " + character
        place = (line.page, tuple(float(v) for v in line.boxes[k]))
        paragraph.text += character
        paragraph.places += [place] * len(character)


_HEADING = re.compile(r"^([一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)[^。；;]{2,40}$")
_SUBHEADING = re.compile(r"^([（(][一二三四五六七八九十]+[）)]|\d{1,2}[、.．])[^。；;]{2,30}$")
_FIGURE = re.compile(r"(?<![\d.,])([-−]?\d[\d,]*(?:\.\d+)?)(亿元|万元|元|%|个百分点)(?!(?<=元)[（(]?含?[）)]?以[上下])")
_YEAR_BEFORE = r"(?:上年度?|去年|20\d\d年度?)"
_WORDS = re.compile(rf"(与{_YEAR_BEFORE}(?:预算)?(?:数|执行数)?(?:相同|持平|一致))|(未做安排|未安排|无安排)")
_RISE, _FALL = "增加|增长|上升|提高", "减少|降低|下降|压缩|压减"
_CHANGE = re.compile(rf"(同比)?({_RISE}|{_FALL})(了|额为|额)?$")
_COMPARED = re.compile(rf"[较比与同]?(同期)?({_YEAR_BEFORE})(当年)?(预算执行|预算|执行|决算)?数?(相比|比)?$")
_LEAD = re.compile(
    r"^([一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d{1,2}[.．、]|其中|包括|主要用于|主要原因[是为]?|此外|用于|以及|和|及|另有"
    r"|截[止至]到?(20\d\d年)?(\d+月)?(\d+日)?|.{2,30}(?<!未)核定|安排(?=[“\u4e00-\u9fff])"
    r"|我部门|本部门|本单位|我单位|20\d\d年度?|本年度各单位（处室）|本年度)+"
)
_TRAIL = re.compile(r"(安排了|安排|共计|合计|为|是|共|占(.{0,12}的)?|[:：])+$")


def statements(source: Source, lines: Iterable[ProseLine]) -> list[Row]:
    """Every figure stated in prose: section, label, amount or share, basis, sentence, page and box."""
    rows: list[Row] = []
    section, subsection = "", ""
    for paragraph in paragraphs(lines):
        if _HEADING.match(paragraph.text):
            section, subsection = paragraph.text, ""
        elif _SUBHEADING.match(paragraph.text) and not _FIGURE.search(paragraph.text):
            subsection = paragraph.text
        where = " / ".join(part for part in (section, subsection) if part)
        rows += _figures(source, where, paragraph)
    return rows


def figures_in(source: Source, section: str, text: str, page: int, box: tuple) -> list[Row]:
    """The figures stated in a text that stands in one cell, all with the cell's place."""
    return _figures(source, section, Paragraph(text, [(page, box)] * len(text)))


def _figures(source: Source, section: str, paragraph: Paragraph) -> list[Row]:
    """The figures of a paragraph, sentence by sentence; what one sentence is about, the next may leave out."""
    rows: list[Row] = []
    start, subject = 0, ""
    for end in [m.end() for m in re.finditer(r"[。！!？?]|$", paragraph.text)]:
        if end > start:
            said = _sentence(source, section, paragraph, start, end, subject)
            subject = next((str(row["label"]) for row in said if row["basis"] == "current"), subject)
            rows += said
        start = end
    return rows


def _sentence(source: Source, section: str, paragraph: Paragraph, start: int, end: int, subject: str) -> list[Row]:
    """The figures of one sentence; ``subject`` is what the sentence before was about."""
    sentence = paragraph.text[start:end]
    rows: list[Row] = []
    done = 0
    found = sorted([*_FIGURE.finditer(sentence), *_WORDS.finditer(sentence)], key=lambda m: m.start())
    for match in found:
        chunk = re.split(r"[，,：:；;]", sentence[done : match.start()].lstrip("、"))[-1]
        done = match.end()
        label, basis, sign = _label(source, chunk)
        if basis == "current":
            subject = label or subject
        row: Row = {
            "document_id": source.document_id,
            "section": section,
            "label": label or subject,
            "amount_yuan": None,
            "share": None,
            "basis": basis,
            "value_raw": match[0],
            "sentence": sentence.strip(),
        }
        if match.re is _WORDS:
            row["amount_yuan"] = Decimal(0)
            row["basis"] = "change" if match[1] else "current"
            subject = label or subject
        else:
            value = Decimal(match[1].replace(",", "").replace("−", "-")) * sign
            if match[2] in FACTOR:
                row["amount_yuan"] = value * FACTOR[match[2]]
            else:
                row["share"] = value / 100
        rows.append({**row, **_place(paragraph.places[start + match.start() : start + match.end()])})
    return rows


def _label(source: Source, chunk: str) -> tuple[str, str, int]:
    """What a figure is, from the words right before it: label, basis (current, prior, change) and sign."""
    label, basis, sign = chunk, "current", 1
    if change := _CHANGE.search(label):
        basis = "change"
        sign = -1 if re.fullmatch(_FALL, change[2]) else 1
        label = label[: change.start()]
    label = _TRAIL.sub("", label)
    if (back := _COMPARED.search(label)) and _is_before(source, back[2], compared=back[0][0] in "较比与同"):
        basis = "prior" if basis == "current" else basis
        label = label[: back.start()]
    elif back := re.match(rf"[较比与]({_YEAR_BEFORE})(预算|执行)?数?(相比|比)?", label):
        label = label[back.end() :]
    label = _LEAD.sub("", label.removeprefix(source.organisation_name))
    label = _TRAIL.sub("", label.removeprefix(source.organisation_name)).strip()
    label = _LEAD.sub("", label)
    label = re.sub(r"^(当年)?预算数?$", "", label)
    return (label.strip("“”") if label.count("“") != label.count("”") else label), basis, sign


def _is_before(source: Source, year: str, compared: bool) -> bool:
    """Does the year named mean the one before the budget's?"""
    number = re.match(r"20\d\d", year)
    if number is None or not source.fiscal_year:
        return True
    return compared or int(number[0]) < int(source.fiscal_year)


def _place(places: list[tuple[int, tuple[float, float, float, float]]]) -> Row:
    """Page and box of the characters of a figure; where it runs on over a line, of its first line."""
    page, (_, top, _, bottom) = places[0]
    same = [b for p, b in places if p == page and b[1] < bottom and b[3] > top]
    return {
        "page": page,
        "x0": round(min(b[0] for b in same), 1),
        "top": round(min(b[1] for b in same), 1),
        "x1": round(max(b[2] for b in same), 1),
        "bottom": round(max(b[3] for b in same), 1),
    }
