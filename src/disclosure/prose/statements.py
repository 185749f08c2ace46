"""The figures that a disclosure states in prose, each with its sentence and its place on the page.

A row is a figure (an amount, a share or rate, a count) or a comparison without one (``比上年有所减少``). A change told
without a figure keeps an empty amount. It is zero only where the text says that nothing changed (相同, 一致, 无变化),
or says “level” (持平) and prints both years' figures, equal; 持平 alone is often said of what is about the same.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from disclosure.model.amounts import FACTOR
from disclosure.model.source import EXECUTED, Source
from disclosure.pdf.text import PAGE_NUMBER, ProseLine
from disclosure.prose.phrases import (
    FALL,
    WORDS,
    Found,
    found_in,
    meaning,
    name_behind,
    name_of,
    printed_in,
    to_own_budget,
)
from disclosure.words.characters import as_meant

Row = dict[str, object]


Place = tuple[int, tuple[float, float, float, float]]
"""The page and box of a character."""


@dataclass(slots=True)
class Stretch:
    """A printed line of a paragraph: where it begins in the text, and of each of its characters the row of ``boxes``.

    ``rows`` is ``None`` where each row is a character. The boxes are the line's own: a tuple for each character of a
    long document would take more room than all that is read of it.
    """

    start: int
    page: int
    boxes: np.ndarray
    rows: list[int] | None = None


@dataclass(slots=True)
class Paragraph:
    """Running text over printed lines, and where its characters stand."""

    text: str
    stretches: list[Stretch]

    def places(self, begin: int, end: int) -> list[Place]:
        """The places of these characters of the text."""
        found: list[Place] = []
        for stretch, following in itertools.zip_longest(self.stretches, self.stretches[1:]):
            first, last = stretch.start, following.start if following else len(self.text)
            if first < end and begin < last:
                span = slice(max(begin, first) - first, min(end, last) - first)
                boxes = stretch.boxes[span if stretch.rows is None else stretch.rows[span]]
                found += [(stretch.page, tuple(box)) for box in boxes.tolist()]
        return found

    def box(self) -> tuple[int, list[float]]:
        """The page that it begins on, and its box there."""
        page = self.stretches[0].page
        boxes = [stretch.boxes for stretch in self.stretches if stretch.page == page]
        low, high = np.concatenate(boxes).min(axis=0).tolist(), np.concatenate(boxes).max(axis=0).tolist()
        return page, [*low[:2], *high[2:]]


_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]+部分)|如下[:：]?$"
)


_TITLE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])[^，。；：:\d]{3,30}(?:情况|说明)$"
    r"|^[^，。；：:（(]{4,40}(?:情况|编制)说明$"
)


_ENTRY = re.compile(r"^[^，。；：]{1,24}$")
"""A line that is no part of a sentence, such as an entry of a list of contents; on a page of such none is short."""


_LEADER = re.compile(r"[.…·．]{4,}\s*\d*$")
"""Dots that lead to the page number of an entry."""


def paragraphs(lines: Iterable[ProseLine]) -> list[Paragraph]:
    """Printed lines into paragraphs.

    A paragraph begins with an indented line, or after a line that stops short of the right margin with a full
    stop, before a numbered heading or as one; a full line of a sentence goes on over a page break. Page numbers are
    left out. Where a file says itself how its paragraphs begin, they are as it says.
    """
    lines = [line for line in lines if not PAGE_NUMBER.match(line.text)]
    margins: dict[int, tuple[float, float]] = {}
    for line in lines:
        left, right = margins.get(line.page, (line.line.x0, line.line.x1))
        margins[line.page] = min(left, line.line.x0), max(right, line.line.x1)
    made: list[Paragraph] = []
    ended, short = True, False
    last: ProseLine | None = None
    for line in lines:
        left, right = margins[line.page]
        height = line.line.bottom - line.line.top
        overleaf = last is not None and line.page != last.page and (short or bool(_ENTRY.match(last.text)))
        indented = line.line.x0 > left + 1.2 * height
        begins = ended or overleaf or indented or (short and bool(_NUMBERED.search(line.text)))
        if line.begins is not None:
            begins = line.begins or not made
        if begins:
            made.append(Paragraph("", []))
        _append(made[-1], line)
        last = line
        short = line.line.x1 < right - 2.0 * height
        heading = made[-1].text == line.text and _TITLE.match(line.text)
        ended = short and bool(heading or re.search(r"[。：:；;!！？?]$", line.text))
        ended = ended or bool(_LEADER.search(line.text))
    for paragraph in made:
        # A full-width comma within a number is meant as a separator of thousands; no character moves.
        paragraph.text = re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", paragraph.text)
    return made


def _append(paragraph: Paragraph, line: ProseLine) -> None:
    raw = line.line.text
    text: str | list[str] = as_meant(raw)
    if len(text) != len(raw):
        text = [as_meant(character) for character in raw]  # one character may be meant as two
    stretch = Stretch(len(paragraph.text), line.page, line.boxes)
    paragraph.stretches.append(stretch)
    if " " not in raw and len(raw) == len(line.line.offsets) and isinstance(text, str):
        paragraph.text += text
        return
    before, added, rows = paragraph.text[-1:], [], []
    for k, offset in enumerate(line.line.offsets):
        character = text[offset]
        gap = offset and raw[offset - 1] == " "
        if gap and before.isascii() and before.isalpha() and character.isalpha():
            character = " " + character
        before = character[-1:]
        added.append(character)
        rows += [k] * len(character)
    paragraph.text += "".join(added)
    stretch.rows = rows


_HEADING = re.compile(
    r"^([一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)[^。；;]{2,40}$|^[^\d（(，。；：:][^，。；：:]{2,30}说明$|^20\d\d年[^，。；：:]{2,30}说明$"
)
_SUBHEADING = re.compile(r"^([（(][一二三四五六七八九十]+[）)]|\d{1,2}[、.．])[^。；;]{2,30}$")
_FIGURE = re.compile(r"\d(亿|万|千|百)?元|\d%")
_STYLES = (
    r"[一二三四五六七八九十]+、",
    r"[（(][一二三四五六七八九十]+[）)]",
    r"\d{1,2}[.、．](?!\d)",
    r"[（(]\d{1,2}[）)]",
)
_OPENS = re.compile(r"(?P<named>[^，。；：:]{2,40})(?<!其)中，|其中|包括|(?:主要)?用于|具体(?:为|是)?[:：]")
_COMPARES = re.compile(r"[比较与同](?:上年|去年|20\d\d年|年初|预算)")
_ALL_SPENT = re.compile(r"(?:^|[）)、.．])(?:20\d\d年度?|本年度?)支出为?$")
_AS_FOLLOWS = ("以下", "如下", "下列")
_PATH = re.compile(r"[（(](?:类|款|项|\d+[类款项])[）)]")


@dataclass(slots=True)
class Context:
    """What has been said so far and the next sentence may leave out.

    ``top`` is the section without its subheading, ``subject`` the last thing given a figure, ``story`` the changes told
    of it, ``nested`` the wholes that the sentence is dividing, ``opened`` the wholes that numbered paragraphs divide,
    by their style of numbering; ``fresh`` where a paragraph has told no figure yet.
    """

    section: str = ""
    top: str = ""
    style: str = ""
    subject: str = ""
    last: str = ""
    against: str = ""
    year: str = ""
    pending: str = ""
    listing: bool = False
    named: bool = False
    fresh: bool = False
    story: list[Row] = field(default_factory=list)
    nested: list[tuple[str, str]] = field(default_factory=list)
    opened: list[list[str]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    unread: list[Row] = field(default_factory=list)


def statements(source: Source, lines: Iterable[ProseLine], unread: list[Row] | None = None) -> list[Row]:
    """What :func:`statements_in` finds in printed lines."""
    return statements_in(source, paragraphs(lines), unread)


def statements_in(source: Source, text: Iterable[Paragraph], unread: list[Row] | None = None) -> list[Row]:
    """Every figure and comparison stated in prose, in printed order (columns of ``statements.csv``).

    Amounts are exact decimals in yuan, shares and rates fractions of 1, ``quantity`` a count in its ``unit``. What is
    printed like a figure and is no statement is added to ``unread`` (columns of ``unread.csv``).
    """
    said = Context(unread=[] if unread is None else unread)
    for paragraph, top, section in _sections(text):
        if _HEADING.match(paragraph.text):
            said.opened, said.subject, said.story = [], "", []
        said.top, said.section = top, section
        _read(source, said, paragraph)
    return _settled(said.rows)


def paragraph_rows(source: Source, text: Iterable[Paragraph]) -> list[Row]:
    """The text, a row a paragraph in printed order (columns of ``paragraphs.csv``); the box is on its first page."""
    rows: list[Row] = []
    for paragraph, _, section in _sections(text):
        page, (x0, top, x1, bottom) = paragraph.box()
        row: Row = {"paragraph_id": f"para{len(rows) + 1:03d}", "document_id": source.document_id, "section": section}
        box = {"x0": x0, "top": top, "x1": x1, "bottom": bottom}
        rows.append(row | {"paragraph": paragraph.text, "page": page} | box)
    return rows


def _sections(made: Iterable[Paragraph]) -> Iterator[tuple[Paragraph, str, str]]:
    """Each paragraph with the heading that it stands under, and the same with its subheading."""
    title, top, below = "", "", ""
    for paragraph in made:
        if _HEADING.match(paragraph.text):
            # The numbered paragraphs about one project stand under its name: those about the next are numbered alike.
            if not re.match("[一二三四五六七八九十]+、", paragraph.text):
                title = paragraph.text if re.search(WORDS["one_project"], paragraph.text) else ""
                top = paragraph.text
            else:
                top = f"{title} / {paragraph.text}" if title else paragraph.text
            below = ""
        elif _SUBHEADING.match(paragraph.text) and not _FIGURE.search(paragraph.text):
            below = paragraph.text
        yield paragraph, top, " / ".join(part for part in (top, below) if part)


def figures_in(
    source: Source, section: str, text: str, page: int, box: tuple, unread: list[Row] | None = None
) -> list[Row]:
    """The figures stated in a text that stands in one cell, all with the cell's place; ``unread`` as above."""
    said = Context(section, unread=[] if unread is None else unread)
    _read(source, said, Paragraph(text, [Stretch(0, page, np.array([box]), [0] * len(text))]))
    return _settled(said.rows)


def _read(source: Source, said: Context, paragraph: Paragraph) -> None:
    """A paragraph, sentence by sentence."""
    said.style = next((style for style in _STYLES if re.match(style, paragraph.text)), "")
    said.opened = _still_open(said.opened, said.style)
    said.year, said.named = source.fiscal_year, False
    start = 0
    for end in [m.end() for m in re.finditer(r"[。！!？?]|$", paragraph.text)]:
        if end > start:
            _sentence(source, said, paragraph, start, end)
        start = end
    if said.subject and (opening := re.search(r"(其中|包括|如下|情况)[:：]$", paragraph.text)):
        said.opened.append(["", _divided(said, paragraph.text) if opening[1] == "如下" else said.subject])


def _divided(said: Context, text: str) -> str:
    """What ``…如下：`` is going to divide: a name in that clause, else the whole of what was last told."""
    clause = re.split("[，。；]", text)[-1]
    for row in reversed(said.rows):
        name = re.sub(r"(预算)?数?$", "", str(row["label"]))
        if row["section"] == said.section and row["basis"] == "current" and len(name) > 3 and name in clause:
            return str(row["label"])
    if not said.rows:
        return said.subject
    last = said.rows[-1]
    beside = {str(row["label"]) for row in said.rows[-20:] if row["sentence"] == last["sentence"]}
    return str(last["parent"]) or (said.subject if len(beside) == 1 else "")


def _still_open(opened: list[list[str]], style: str) -> list[list[str]]:
    """The wholes that a paragraph numbered in this style can belong to; the first one sets the style of the parts."""
    for depth, whole in enumerate(opened):
        whole[0] = whole[0] or style or "none"
        if whole[0] == (style or "none"):
            return opened[: depth + 1]
    return []


def _sentence(source: Source, said: Context, paragraph: Paragraph, start: int, end: int) -> None:
    sentence = paragraph.text[start:end]
    found = found_in(sentence)
    said.last, said.pending, said.fresh = "", "", start == 0
    if _COMPARES.match(sentence):
        said.subject = _divided_before(said) or said.subject
    first = len(said.rows)
    read = _figures_of(source, said, paragraph, start, sentence, found)
    _left_over(source, said, paragraph, start, sentence, read, said.rows[first:])


def _divided_before(said: Context) -> str:
    """The whole that the sentence before divides into parts: what is told next (``比上年减少5万元``) is told of it."""
    parts: dict[str, str] = {}
    for row in reversed(said.rows):
        if row["section"] != said.section or row["sentence"] != said.rows[-1]["sentence"]:
            break
        if row["parent"] and row["basis"] == "current":
            parts[str(row["label"])] = str(row["parent"])
    (whole,) = set(parts.values()) if len(parts) > 1 and len(set(parts.values())) == 1 else ("",)
    return whole


def _left_over(
    source: Source,
    said: Context,
    paragraph: Paragraph,
    start: int,
    sentence: str,
    read: list[tuple[int, int]],
    rows: list[Row],
) -> None:
    """List what a sentence prints like a figure and no statement holds, nor the name of one (单价100万元以上设备)."""
    for begin, end in printed_in(sentence):
        held = any(a <= begin < b for a, b in read)
        if not held and not any(sentence[begin:end] in str(row["label"]) for row in rows):
            row: Row = {"document_id": source.document_id, "section": said.section, "value_raw": sentence[begin:end]}
            said.unread.append(
                row | {"sentence": sentence.strip()} | _place(paragraph.places(start + begin, start + end))
            )


def _figures_of(
    source: Source, said: Context, paragraph: Paragraph, start: int, sentence: str, found: list[Found]
) -> list[tuple[int, int]]:
    """Add the rows of a sentence to what is said; returns where their figures stand in it."""
    end = start + len(sentence)
    read: list[tuple[int, int]] = []
    if not re.match(r"其中|包括", sentence):
        said.nested = []
    if not found:
        named = start == 0 and said.style and len(sentence) < 30 and end < len(paragraph.text)
        if named or (_PATH.search(sentence) and len(sentence) < 90):
            said.subject, said.story, said.named = name_of(source, sentence.rstrip("。")), [], True
        return read
    done, because_of = 0, 0
    whole = ""
    for one in found:
        lead = sentence[done : one.start]
        done = one.end
        _divide(source, said, lead)
        if one.kind == "reason":
            because_of = _reason(source, said, sentence, one)
            whole = str(said.story[0]["label"]) if said.story else ""
            continue
        row = _row(source, said, one, lead, sentence, within_reason=one.start < because_of)
        if row is None:
            continue
        if one.start < because_of:
            row["parent"] = whole
        row |= {"section": said.section, "sentence": sentence.strip()}
        row |= _place(paragraph.places(start + one.start, start + one.end))
        said.rows.append(row)
        read.append((one.start, one.end))
    return read


def _divide(source: Source, said: Context, lead: str) -> None:
    """Follow the parts of parts: 其中 opens a whole, a semicolon closes the inner one."""
    listing = lead.startswith("、")
    if lead.startswith(("）", ")")) and said.nested and said.nested[-1][0] == "（":
        said.nested.pop()
    if re.match(r"[（(](?!或|含|不含)", lead) and said.last:
        said.nested.append(("（", said.last))
    for mark in re.finditer(rf"{_OPENS.pattern}|[；;]", lead):
        if mark[0] in "；;":
            if len(said.nested) > 1 or (said.nested and (said.nested[-1][0] == "用于" or said.listing)):
                said.nested.pop()
        elif whole := (name_of(source, mark["named"]) if mark["named"] else said.last or said.subject):
            # "主要用于以下方面：" divides the whole, and each semicolon after it ends but one of the parts.
            inner = "用于" if mark[0].endswith("用于") and lead[mark.end() :][:2] not in _AS_FOLLOWS else "其中"
            if (inner, whole) not in said.nested:
                said.nested.append((inner, whole))
    said.listing = listing


def _row(source: Source, said: Context, one: Found, lead: str, sentence: str, within_reason: bool) -> Row | None:
    """The row of one figure or wording; ``None`` where no name can be given to what nothing was arranged for."""
    told = meaning(source, lead, one.kind, within_reason)
    label = name_of(source, one.name) if one.name else told.label
    if one.kind == "amount" and said.fresh and not label and _ALL_SPENT.search(lead):
        label = "支出"  # "（二）2024年度支出100万元" is about all of it, and not about what was told before
    said.fresh = False
    last = said.rows[-1] if said.rows else None
    if one.kind == "share" and lead in ("（", "(") and last and last["basis"] in ("change", "deviation"):
        # "减少19.34万元（23.07%）": the rate of the change right before it
        told.basis, told.against = str(last["basis"]), str(last["against"])
        told.sign = -1 if last["trend"] == "fall" else 1
    if one.kind == "amount" and (behind := name_behind(source, lead, sentence[one.end :])):
        label = behind
        if told.basis == "current" and told.year and told.year < source.fiscal_year:
            told.basis = "prior"
    if not label and said.nested and re.search(r"[，,、；;](?:合计|共计|总计)(?:为|是)?$", lead):
        label = said.nested.pop()[1]
        told.phase = told.phase or _phase_told(said, label)
    if (one.kind == "share" and not lead and not said.last) or re.search(r"[（(]或$", lead):
        return None  # a percentage that opens a paragraph labels a chart; （或与上年持平） is left over from a template
    row: Row = {
        "document_id": source.document_id,
        "label": label or said.last or said.subject,
        "parent": "",
        "basis": told.basis,
        "phase": told.phase or source.phase,
        "amount_yuan": None,
        "share": None,
        "quantity": None,
        "unit": one.unit,
        "trend": "",
        "against": told.against,
        "year": told.year,
        "value_raw": sentence[one.start : one.end],
        "reason": "",
    }
    if one.kind == "none" and within_reason and not label:
        return None  # "持平的主要原因是未安排" tells no amount
    if one.kind == "none":
        following = re.match(r"[^，。；、（(]*", sentence[one.end :])
        if not label and following and following[0]:
            row["label"] = label = name_of(source, following[0])
        if not row["label"] or (not label and re.search("[具有]体?明?$", lead)):
            return None
        row["amount_yuan"] = Decimal(0)
    elif one.kind in ("level", "trend"):
        _compare(source, said, row, one)
    else:
        trend = next((str(row["trend"]) for row in reversed(said.story)), "") if told.either else ""
        sign = {"fall": -1, "rise": 1}.get(trend, 1 if told.either else told.sign)
        value = one.value * sign if one.value is not None else Decimal(0)
        if one.kind == "amount":
            row["amount_yuan"] = value * FACTOR[one.unit]
        elif one.kind == "share":
            row["share"] = value / 100
        else:
            row["quantity"] = value
        if told.basis in ("change", "deviation"):
            row["trend"] = "unchanged" if not value else trend if told.either else "rise" if value > 0 else "fall"
    if one.bounded and one.kind == "share":
        row["basis"] = "target"
    _remember(source, said, row, label, told.whole, within_reason)
    if row["basis"] == "current" and not told.phase:
        row["phase"] = _phase_told(said, str(row["parent"])) or row["phase"]
    return row


def _phase_told(said: Context, whole: str) -> str:
    """The phase in which a whole was last given an amount: its parts, and the sum told after them, have it too."""
    own = (r for r in reversed(said.rows) if r["label"] == whole and r["section"] == said.section and not r["against"])
    return next((str(r["phase"]) for r in own if r["basis"] == "current" and r["amount_yuan"] is not None), "")


def _compare(source: Source, said: Context, row: Row, one: Found) -> None:
    """A comparison in words: which way, with what, and whether the words say zero."""
    assert one.match is not None
    words = one.match.groupdict("")
    back = row["against"] = words.get("back") or str(row["against"])
    row["basis"] = "deviation" if to_own_budget(source, back) and source.phase == EXECUTED else "change"
    if one.kind == "trend":
        row["trend"] = "fall" if re.fullmatch(FALL, words["way"]) else "rise"
        return
    row["trend"] = "unchanged"
    if words["level"] != "持平" and not words.get("about"):
        row["amount_yuan"] = Decimal(0)


def _remember(source: Source, said: Context, row: Row, label: str, whole: str, within_reason: bool) -> None:
    """Place a row in what is being told: its whole, its year, its story."""
    basis = str(row["basis"])
    own = said.named or (bool(label) and label != said.subject)
    if basis in ("change", "deviation", "completion"):
        set_against = said.rows[-1] if said.rows else row
        if basis == "change" and not row["against"] and set_against["basis"] == "current" and set_against["against"]:
            row["against"], row["basis"] = set_against["against"], "deviation"  # "比年初预算10万元减少2万元"
            basis = "deviation"
        told = said.story[-1] if said.story else None
        if said.rows and said.rows[-1]["basis"] in ("change", "deviation") and said.rows[-1]["against"]:
            told = said.rows[-1]  # also one told within a reason: "原因是节约，与上年相比减少5万元，下降10%"
        if not row["against"] and told and told["label"] == row["label"]:
            row["against"] = told["against"]
            if basis == "change" and told["basis"] == "deviation":
                row["basis"] = basis = "deviation"
        number = re.match(r"20\d\d", str(row["against"]))
        earlier = str(int(source.fiscal_year) - 1) if source.fiscal_year else ""
        row["year"] = number[0] if number else earlier if basis == "change" else source.fiscal_year
        if basis != "completion" and not within_reason:
            if said.story and (own and label != said.story[-1]["label"]):
                said.story = []
            said.story.append(row)
            if said.pending:
                row["reason"] = said.pending
    elif basis == "prior":
        row["year"] = row["year"] or (str(int(source.fiscal_year) - 1) if source.fiscal_year else "")
    else:
        if row["year"] and row["share"] is None:
            said.year = str(row["year"])
        row["year"] = row["year"] or said.year
    states = basis == "current" and row["share"] is None and not within_reason
    if states and (own or any(other["label"] != row["label"] for other in said.story)):
        said.story = []
    row["parent"] = (whole and _named(whole)) or _parent(said, row, own)
    if not within_reason:
        said.last = str(row["label"])
        if states:
            said.subject = str(row["label"])


def _named(whole: str) -> str:
    return re.sub(r"^(本年|全部|当年)?(总额|总数|比例)?$", "", whole)


def _parent(said: Context, row: Row, own: bool) -> str:
    """The whole that a part is told under, in its sentence or by numbered paragraphs."""
    if said.nested:
        return said.nested[-1][1] if said.nested[-1][1] != row["label"] else _same(said, row)
    if row["basis"] in ("current", "change") and said.opened and own:
        return said.opened[-1][1]
    return _same(said, row)


def _same(said: Context, row: Row) -> str:
    """The whole already given for this label in this section."""
    for other in reversed(said.rows[-6:]):
        if other["label"] == row["label"] and other["section"] == said.section and other["share"] is None:
            return str(other["parent"])
    return ""


def _reason(source: Source, said: Context, sentence: str, one: Found) -> int:
    """Give the reason to the changes it explains; returns where in the sentence it ends."""
    assert one.match is not None
    rest = re.match(
        r"(?:[^。；;]|[；;](?=[二三四五六七八]是))*?(?=。|[；;](?![二三四五六七八]是)|，?其中[:：，]|$)",
        sentence[one.end :],
    )
    assert rest is not None
    text = rest[0].strip("：:，, ")
    end = one.end + len(rest[0])
    what = name_of(source, one.match["what"] or "")
    early = re.search("由于|因", one.match[0]) and not said.story
    if said.story and (not what or _alike(what, str(said.story[-1]["label"])) or "决算" in what):
        for row in said.story:
            row["reason"] = row["reason"] or text
        return end
    if what:
        for row in said.rows:
            told = row["basis"] in ("change", "deviation") and not row["reason"]
            if told and str(row["section"]).startswith(said.top) and _alike(what, str(row["label"])):
                row["reason"] = text
        return end
    if early:
        said.pending = re.split("[，,]", text)[0]
        return one.end
    return end if not one.match[0].startswith("主要是") else one.end


def _alike(one: str, other: str) -> bool:
    """Do two names mean the same, but for words such as 预算, 收入, 总额?"""
    a, b = (re.sub(r"预算|决算|收入|支出|总额|总计|总|数|“|”|各|20\d\d年度?", "", name) for name in (one, other))
    return bool(a and b) and (a in b or b in a)


def _settled(rows: list[Row]) -> list[Row]:
    """持平 is a change of zero where both years' figures are printed before it, equal."""
    for n, row in enumerate(rows):
        if row["trend"] == "unchanged" and row["amount_yuan"] is None and row["share"] is None:
            told: dict[str, object] = {}
            for other in reversed(rows[max(0, n - 4) : n]):
                own = other["phase"] == row["phase"] or other["basis"] == "prior"
                if own and other["label"] == row["label"] and other["amount_yuan"] is not None:
                    told.setdefault(str(other["basis"]), other["amount_yuan"])
            plain = not re.search("基本|大体|总体|大致", str(row["value_raw"]))
            if plain and told.get("current") is not None and told.get("current") == told.get("prior"):
                row["amount_yuan"] = Decimal(0)
    return rows


def _place(places: list[Place]) -> Row:
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
