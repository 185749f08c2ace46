"""Names in the text: the publisher's, spelt in one way and no other's; 部门 and 单位, 预算 and 决算 not mixed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.contents import body, is_heading
from disclosure.audit.rules.sentences import AROUND, around
from disclosure.forms.names import same_name
from disclosure.forms.sayings import title_phase, title_scope
from disclosure.model.records import ParagraphRow
from disclosure.words.messages import Message
from disclosure.words.province import division_at_end
from disclosure.words.wording import wording

NO_NAME = Message("neither the cover nor a table names the publisher, or there is no text")
SHORT = 4  # characters of a publisher's name that is too short for slips to be told from other names
FEW = 3  # of one word against one of the other


Found = tuple[ParagraphRow, re.Match[str]]


def _tests(found: list[Found], rows: list[ParagraphRow]) -> Iterator[Test]:
    """A test for each place that is wrong; else one of all paragraphs."""
    for row, match in found:
        words = around(match)
        yield Test(
            f"{row['paragraph_id']}.{match.start()}",
            [paragraph_place(row)],
            [],
            Message("“…{words}…”", words=words),
            holds=False,
        )
    if rows and not found:
        all_of_it = Message("{n} paragraph", plural="{n} paragraphs", n=len(rows))
        yield Test("all", [paragraph_place(rows[0])], [], all_of_it, holds=True)


def _parts(publisher: str) -> tuple[str, str]:
    """The divisions that a publisher's name begins with, and what it is called there."""
    found = re.match(wording("names")["region"], publisher)
    region = found[0] if found else ""
    return region, publisher[len(region) :]


@rule(
    "publisher-in-text",
    "completeness",
    Message("The text speaks of the publisher, and of no namesake elsewhere or other office in its place"),
    needs=NO_NAME,
    severity="minor",
    tolerance="exact",
)
def publisher_in_text(ledger: Ledger) -> Iterator[Test]:
    publisher, rows = ledger.taken("publisher"), body(ledger)
    if publisher and rows:
        found = [*_in_its_place(ledger, publisher, rows), *_elsewhere(publisher, rows)]
        yield from _tests(list({row["paragraph_id"]: (row, match) for row, match in found}.values()), rows)


def _elsewhere(publisher: str, rows: list[ParagraphRow]) -> Iterator[Found]:
    """Offices called as the publisher is, of another division of its level."""
    region, office = _parts(publisher)
    own = division_at_end(region)[0] or ("000001" if re.search(wording("names")["county"], region) else "")
    level = _level(own)
    if not own or len(office) < FEW:
        return
    same = f"{re.escape(office)}|{wording('names')['every_division']}" if level else re.escape(office)
    for row in rows:
        for found in re.finditer(same, row["paragraph"]):
            before = row["paragraph"][: found.start()]
            code, name = division_at_end(before)
            other = code and _level(code) == level and name not in region
            around = before[-AROUND:] + "|" + row["paragraph"][found.end() : found.end() + AROUND]
            if (
                other
                and re.search(wording("names")["of_itself"], around)
                and not re.search(wording("names")["with_others"], before.removesuffix(name))
            ):
                yield row, found


def _level(code: str) -> int:
    """0 for a province, 1 for a prefecture, 2 for a county."""
    return 0 if code.endswith("0000") else 1 if code.endswith("00") else 2


def _in_its_place(ledger: Ledger, publisher: str, rows: list[ParagraphRow]) -> Iterator[Found]:
    """Sentences that state a figure of an office that is neither the publisher nor named anywhere else.

    The same office elsewhere, and a slip of the pen, are found by their own.
    """
    found = _subjects(rows)
    slip = re.compile("|".join([*_slips(publisher), f".*{re.escape(_parts(publisher)[1])}"]))
    others = [(row, match) for row, match in found if not (same_name(match[1], publisher) or slip.fullmatch(match[1]))]
    if sum(publisher in row["paragraph"] for row in rows) <= len(others):
        return
    texts = [row["paragraph"] for row in rows] + [cell["text"] for cell in ledger.rows.get("cells", ())]
    own = {row["paragraph"] for row, _ in others}
    for row, match in others:
        if not any(match[1] in text for text in texts if text not in own):
            yield row, match


@rule(
    "publisher-spelt",
    "wording",
    Message("The publisher's name is spelt in one way"),
    needs=NO_NAME,
    severity="style",
    tolerance="exact",
)
def publisher_spelt(ledger: Ledger) -> Iterator[Test]:
    """Slips of the pen anywhere; and sentences that state a figure of it by a short name, where it is named in full."""
    publisher, rows = ledger.taken("publisher"), body(ledger)
    full = sum(publisher in row["paragraph"] for row in rows)
    if len(publisher) <= SHORT or not full:
        return
    slips = re.compile("|".join(_slips(publisher)))
    found = [(row, match) for row in rows for match in slips.finditer(row["paragraph"]) if match[0] != publisher]
    found = [(row, match) for row, match in found if not _of_its_own(match[0], publisher)]
    times = Counter(match[0] for _, match in found)
    found = [(row, match) for row, match in found if times[match[0]] < FEW]
    region, office = _parts(publisher)
    upper = re.match(wording("names")["upper_region"], region)
    namesake = upper[0] + office if upper else ""  # 某市某局, of 某市某区某局
    subjects = [(row, match) for row, match in _subjects(rows) if match[1] not in (publisher, namesake)]
    short = [(row, match) for row, match in subjects if same_name(match[1], publisher)]
    wrong = short * (full > FEW * len(short)) + found
    yield from _tests(list({row["paragraph_id"]: (row, match) for row, match in wrong}.values()), rows)


def _of_its_own(name: str, publisher: str) -> bool:
    """Is a name like the publisher's another's: 某市财政局 for 某市民政局, 上海市黄浦区 for 上海市杨浦区?"""
    region, office = _parts(publisher)
    if name.endswith(office):
        division = division_at_end(name.removesuffix(office))[1]
        return bool(division) and division not in region
    return bool(re.fullmatch(wording("names")["offices"], name.removeprefix(region)))


def _subjects(rows: list[ParagraphRow]) -> list[Found]:
    """The paragraphs that begin with a figure of an office, which is the first group of the match."""
    words = wording("names")
    stated = (
        words["stated_of"].replace("{name}", words["office"]),
        words["stated_in"].replace("{bureau}", words["bureau"]),
    )
    matches = ((row, re.match(stated[0], row["paragraph"]) or re.match(stated[1], row["paragraph"])) for row in rows)
    return [(row, match) for row, match in matches if match]


def _slips(name: str) -> Iterator[str]:
    """Patterns of a name with one character left out, twice or another.

    Not where it may be short for the name, or the name of another office: 第二 for 第一, 民政局 for 财政局.
    """
    region, office = _parts(name)
    if inner := re.search(wording("names")["inner_region"], region):
        yield re.escape(inner[1] + office)
    for k in range(1, len(name) - 1):
        before, character, after = name[:k], name[k], name[k + 1 :]
        first = re.match(wording("names")["upper_region"], region)
        if not (first and k == first.end() - 1):
            yield re.escape(before + after)
        yield re.escape(before + character + character + after)
        counted = character in wording("names")["told_apart_by"]
        if k != len(region) - 1 and not counted:
            yield rf"{re.escape(before)}[\u4e00-\u9fff]{re.escape(after)}"


@rule(
    "department-or-unit",
    "wording",
    Message("The text speaks of a department, or of a unit, in one way"),
    needs=Message("the text speaks of neither its department nor its unit"),
    severity="style",
    tolerance="exact",
)
def department_or_unit(ledger: Ledger) -> Iterator[Test]:
    """Only where a word is rare beside the other, which is that of cover and titles."""
    rows, scope = body(ledger), ledger.taken("scope")
    words = {"department": wording("names")["own_department"], "unit": wording("names")["own_unit"]}
    if scope not in words or ledger.units:
        return
    (other,) = (name for name in words if name != scope)
    wrong: list[Found] = []
    paragraphs = ledger.rows.get("paragraphs", [])
    strange = [(row, match) for row in rows for match in re.finditer(words[other], row["paragraph"])]
    said = sum(len(re.findall(words[scope], row["paragraph"])) for row in paragraphs)
    headings = [(row, match) for row in rows if is_heading(row) and (match := re.match(".+", row["paragraph"]))]
    odd = [(row, match) for row, match in headings if title_scope(match[0]) == other]
    headed = sum(title_scope(match[0]) == scope for _, match in headings)
    for own, others in ((said, strange), (headed, odd)):
        if own >= FEW * len(others):
            wrong += others
    if max(said, headed) >= FEW:
        yield from _tests(wrong, rows)


@rule(
    "phase-in-text",
    "completeness",
    Message("Headings and sentences of a budget are of the budget, those of final accounts of the accounts"),
    needs=Message("no heading says whether it is of a budget or of final accounts"),
    severity="minor",
    tolerance="exact",
)
def phase_in_text(ledger: Ledger) -> Iterator[Test]:
    """A document that speaks of the other phase in many places publishes both."""
    rows = body(ledger)
    words = wording("other_phase").get(ledger.phase)
    headings = [row for row in rows if is_heading(row) and title_phase(row["paragraph"])]
    own = [row for row in headings if title_phase(row["paragraph"]) == ledger.phase]
    if not words or len(own) < FEW:
        return
    wrong: list[Found] = []
    for row in rows:
        text = row["paragraph"]
        heading = is_heading(row)
        if heading and (row not in headings or row in own):
            continue
        for found in re.finditer(words["heading"] if heading else words["sentence"], text):
            sentence = text if heading else _sentence(text, found)
            others = set(re.findall(r"20\d\d(?=年)", sentence)) - {ledger.year}
            if not others and not re.search(words["but"], sentence):
                wrong.append((row, found))
    if len(wrong) * FEW <= len(own):
        yield from _tests(wrong, rows)


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence that a match stands in."""
    return re.split("[。；]", text[: found.start()])[-1] + re.split("[。；]", text[found.start() :])[0]
