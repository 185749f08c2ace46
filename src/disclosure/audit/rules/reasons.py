"""Reasons of changes: one where its neighbours have theirs, and none that explains the opposite."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.contents import body, is_heading
from disclosure.model.records import ParagraphRow
from disclosure.words.messages import Message
from disclosure.words.wording import wording

LARGE = Decimal(10)
"""Per cent: changes from here on have to be explained."""
ENOUGH = 2
"""So many neighbours of an item have their reasons, and twice as many as have none, before one is missed."""
AROUND = 40  # characters that are shown


@dataclass(frozen=True)
class Item:
    """An item of a numbered list of changes: how large its change is, and whether a reason is given."""

    row: ParagraphRow
    text: str
    rate: Decimal
    explained: bool


@rule(
    "reason-wanted",
    "completeness",
    Message("A change by a tenth or more has its reason where the items beside it have theirs"),
    needs=Message("no list of changes gives reasons"),
    severity="minor",
    tolerance="exact",
)
def reason_wanted(ledger: Ledger) -> Iterator[Test]:
    lists: dict[tuple[str, int], list[Item]] = {}
    rows = body(ledger)
    for_all = {_head(row) for row in rows if re.search(wording("reasons")["for_all"], row["paragraph"])}
    for row, following in itertools.zip_longest(rows, rows[1:]):
        after = following["paragraph"][:AROUND] if following else ""
        for key, item in _items(row, after):
            lists.setdefault(key, []).append(item)
    for (section, _), items in lists.items():
        reasons = sum(item.explained for item in items)
        bare = [item for item in items if not item.explained]
        if reasons < ENOUGH or reasons < 2 * len(bare) or section in for_all:
            continue
        large = [item for item in bare if item.rate >= LARGE]
        for item in large or items[:1]:
            place = Amount(item.row["paragraph_id"], item.row["page"], None)
            words = item.text if len(item.text) < AROUND else item.text[:AROUND] + "…"
            yield Test(f"{place.id}.{words}", [place], [], Message("“{words}”", words=words), holds=not large)


def _head(row: ParagraphRow) -> str:
    """The heading of the first level that a paragraph stands under."""
    return row["section"].split(" / ")[0]


def _items(row: ParagraphRow, after: str) -> Iterator[tuple[tuple[str, int], Item]]:
    """The numbered items of a paragraph that state a change, each with its section and the look of its number."""
    texts = re.split(wording("reasons")["runs_on"], row["paragraph"])
    for text in texts:
        look = next((k for k, look in enumerate(wording("reasons")["looks"]) if re.match(look, text)), None)
        rate = _rate(text)
        if look is None or not rate or is_heading(row):
            continue
        given = wording("reasons")["given"]
        below = text is texts[-1] and not any(map(after.startswith, "（(")) and re.search(given, after[:12])
        yield (_head(row), look), Item(row, text, rate, bool(re.search(given, text) or below))


def _rate(text: str) -> Decimal:
    """By how many per cent an item says to have changed first; zero where it says none or no change."""
    words = wording("reasons")
    if found := re.search(words["rate"], text):
        return Decimal(found[1].replace(",", ""))
    if found := re.search(words["of_budget"], text):
        return abs(Decimal(found[1].replace(",", "")) - 100)
    if found := re.search(words["outturn"], text):
        before, now = (Decimal(figure.replace(",", "")) for figure in found.groups())
        return 100 * abs(now - before) / before if before > 0 else Decimal(0)
    if found := re.search(words["amount"], text):
        now, change = (Decimal(found[n].replace(",", "")) for n in (1, 3))
        before = now - change if re.match(words["up"], found[2]) else now + change
        return 100 * change / before if before > 0 else Decimal(0)
    return Decimal(0)


@rule(
    "reason-fits",
    "completeness",
    Message("A reason does not explain the opposite of the change"),
    needs=Message("no reason speaks for one direction only"),
    severity="minor",
    tolerance="exact",
)
def reason_fits(ledger: Ledger) -> Iterator[Test]:
    """Only reasons that speak for one direction are tested, beside words that all say one direction."""
    tested: ParagraphRow | None = None
    wrong = False
    for row in body(ledger):
        for said, reason, whole in _reasons(row["paragraph"]):
            up, down = (bool(re.search(wording("reasons")[way], said)) for way in ("up", "down"))
            more, less = (bool(re.search(wording("reasons")[way], reason)) for way in ("for_up", "for_down"))
            unsure = re.search(wording("reasons")["other_way"], reason) or re.search(
                wording("reasons")["other_item"], whole
            )
            if up == down or more == less or unsure:
                continue
            tested = tested or row
            if up != more:
                wrong = True
                place = paragraph_place(row)
                words = whole[-2 * AROUND :]
                yield Test(f"{place.id}.{words}", [place], [], Message("“…{words}”", words=words), holds=False)
    if tested and not wrong:
        place = Amount(tested["paragraph_id"], tested["page"], None)
        yield Test("all", [place], [], Message("reasons and directions agree"), holds=True)


def _reasons(text: str) -> Iterator[tuple[str, str, str]]:
    """What is said to have changed, its reason, and both.

    The change is told in the reason's own sentence, or in the one before; never before another reason or item.
    """
    at, directions = 0, f"{wording('reasons')['up']}|{wording('reasons')['down']}"
    for found in re.finditer(wording("reasons")["begins"], text):
        before = re.split(wording("reasons")["runs_on"], text[at : found.start()])[-1]
        sentences = [part for part in re.split("[。；;]", before) if re.search(directions, part)]
        said = sentences[-1] if sentences else ""
        reason = re.split("[。；;]", text[found.end() :])[0]
        at = found.end() + len(reason)
        yield said, reason, f"{said}{found[0]}{reason}"
