"""Whether the text has every section that disclosures must have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import Amount, Ledger, parts_of
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.completeness import ENOUGH
from disclosure.audit.rules.contents import body, entries, is_heading
from disclosure.model.roles import ANNEXES, STATUTORY
from disclosure.words.messages import Message
from disclosure.words.wording import wording

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
    return bool(re.search(wording("definition"), text)) and not re.search(r"\d元|\d万元", text)


def _is_agency(ledger: Ledger) -> bool:
    rows = ledger.rows.get("facts", ())
    return any(re.search(wording("agency_item"), row["function_name"]) and row["amount_yuan"] for row in rows)


def _listed(ledger: Ledger, name: str) -> Amount | None:
    """Where the list of contents names the section."""
    found = (one for one in entries(ledger)[0] if re.search(wording("sections")[name], one.name))
    entry = next(found, None)
    return Amount(entry.paragraph["paragraph_id"], entry.paragraph["page"], None) if entry else None
