"""Whether the text has every section that disclosures must have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, paragraph_place, parts_of
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.completeness import ENOUGH
from disclosure.audit.rules.contents import behind, body, entries, is_heading
from disclosure.model.numbering import NUMERALS, counted
from disclosure.model.roles import ANNEXES, STATUTORY
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

LONG = 30  # characters that are shown of a heading
_ONES = NUMERALS[1:10]
_NUMERAL = rf"((?:[{_ONES}]?十)?[{_ONES}]|[{_ONES}]?十)"
_LEVELS = (re.compile(rf"(?<![{NUMERALS}第]){_NUMERAL}、"), re.compile(rf"[（(]{_NUMERAL}[）)]"))
_PART = re.compile(rf"第[{NUMERALS[1:]}]+部分")
MOST = 2
"""Where more sections than these are missing, the document is of another kind, or its text is published elsewhere."""
SECTIONS = {
    "duties": Message("duties"),
    "institutions": Message("institutions"),
    "notes": Message("notes on the figures"),
    "running_costs": Message("running costs of the agency"),
    "three_public": Message("“three public” expenses"),
    "procurement": Message("government procurement"),
    "assets": Message("state-owned assets"),
    "performance": Message("performance"),
    "glossary": Message("glossary"),
}
_SINCE = {"assets": "2019", "performance": "2020"}
"""The fiscal year since which a section is called for everywhere."""


@rule(
    "sections-there",
    "completeness",
    Message("The text has the sections that disclosures must have"),
    needs=Message("fewer than five statutory tables, or too few of these sections: not a whole disclosure"),
    severity="minor",
    tolerance="exact",
)
def sections_there(ledger: Ledger) -> Iterator[Test]:
    """An annex is the section of its matter; of 机关运行经费 only an agency has to speak."""
    texts = body(ledger)
    unread = any(not parts_of(table) for table in ledger.printed)  # a page that is a picture may hold the section
    if len(ledger.roles & set(STATUTORY)) < ENOUGH or not texts or unread:
        return
    called = [name for name in SECTIONS if ledger.year >= _SINCE.get(name, "")]
    if not _is_agency(ledger):
        called.remove("running_costs")
    told = [(row["paragraph"], is_heading(row)) for row in texts]
    there = {name for name in called if name in _annexes(ledger) or any(_tells(name, *one) for one in told)}
    missing = [name for name in called if name not in there]
    if len(missing) <= MOST:
        listed = {name: _listed(ledger, name) for name in missing}
        for name in called:
            place = listed.get(name) or Amount(texts[0]["paragraph_id"], texts[0]["page"], None)
            yield Test(name, [place], [], SECTIONS[name], holds=name in there)


def _annexes(ledger: Ledger) -> set[str]:
    return ledger.roles & set(ANNEXES)


def _tells(name: str, text: str, heading: bool) -> bool:
    """Is a paragraph a heading of the section, or a sentence of its matter?"""
    pattern = wording("sections")[name]
    told = pattern if heading else rf"(?:{pattern}){wording('section_told').get(name, wording('matter_told'))}"
    return bool(re.search(told, text)) and not _defines(text)


def _defines(text: str) -> bool:
    return bool(says("definition", text)) and not re.search(r"\d元|\d万元", text)


def _is_agency(ledger: Ledger) -> bool:
    rows = ledger.rows.get("facts", ())
    return any(says("agency_item", row["function_name"]) and row["amount_yuan"] for row in rows)


def _listed(ledger: Ledger, name: str) -> Amount | None:
    """Where the list of contents names the section."""
    found = (one for one in entries(ledger)[0] if re.search(wording("sections")[name], one.name))
    entry = next(found, None)
    return paragraph_place(entry.paragraph) if entry else None


@rule(
    "subheadings-numbered",
    "wording",
    Message("Headings of the second level are numbered without a gap"),
    needs=Message("no headings of the second level are numbered"),
    severity="style",
    tolerance="exact",
)
def subheadings_numbered(ledger: Ledger) -> Iterator[Test]:
    """（一） below each 一、 (``headings-numbered``); a number within a paragraph or a frame is there as well."""
    rows = behind(ledger)
    frames = [part for table in ledger.printed if table["role"] == "other" for part in parts_of(table)]
    cells = [cell["text"] for part in frames for cell in ledger.cells_of.get(part, ())]
    elsewhere = [*cells, *(table.get("title", "") for table in ledger.printed)]
    in_tables = [{number for text in elsewhere if (number := _number(text, level))} for level in range(len(_LEVELS))]
    seen = [set[int]() for _ in _LEVELS]
    numbered, gaps = 0, []
    for row in rows:
        text = row["paragraph"]
        if _PART.match(text):
            seen = [set[int]() for _ in _LEVELS]
        for level, look in enumerate(_LEVELS):
            if number := _number(text, level):
                numbered += level > 0 and number > 1
                if level and number > 1 and seen[level] and not {number - 1, number} & (seen[level] | in_tables[level]):
                    gaps.append(row)
                seen[level + 1 :] = [set[int]() for _ in _LEVELS[level + 1 :]]
            seen[level] |= {counted(found) for found in look.findall(text)}
    for row in gaps:
        place = paragraph_place(row)
        sentence = Message("nothing is numbered before “{heading}”", heading=row["paragraph"][:LONG])
        yield Test(place.id, [place], [], sentence, holds=False)
    if numbered and not gaps:
        place = Amount(rows[0]["paragraph_id"], rows[0]["page"], None)
        yield Test("all", [place], [], Message("{n} numbers", n=numbered), holds=True)


def _number(text: str, level: int) -> int:
    """The number of a level that a text begins with; 0 where it begins with none."""
    found = _LEVELS[level].match(text)
    return counted(found[1]) if found else 0
