"""Words that say which way an amount went, against its figures and against one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, Statement
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.execution import NEAR
from disclosure.audit.rules.prose_against_prose import alike, told_before
from disclosure.audit.rules.prose_against_tables import place_of, year_before
from disclosure.audit.rules.sentences import NO_TEXT, each
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

LEVEL = Decimal("0.01")
"""Of the year before: what is off by less is called level (持平) without 基本 before it."""
TWO_BACK = 2
"""So many statements before a comparison in words stands the figure that it goes back to."""


@rule(
    "change-direction",
    "year_over_year",
    Message("What prose calls more, less or the same as the year before is so by its figures"),
    needs=Message("prose calls no amount more, less or the same beside both its figures"),
    tolerance="exact",
)
def change_direction(ledger: Ledger) -> Iterator[Test]:
    """The figures are those told before it, or those of a table with a column of the year before."""
    for said in ledger.statements:
        words_only = said.amount.value is None and said.share is None
        if said.basis == "change" and said.amount.counts and "prior" not in told_before(ledger, said):
            yield from _possible(ledger, said)
        if said.basis != "change" or not words_only or said["trend"] not in ("rise", "fall", "unchanged"):
            continue
        pair = _told(ledger, said) or _printed(ledger, said)
        if pair is None:
            continue
        now, before = (amount.yuan for amount, _ in pair)
        near = NEAR if says("roughly", said.raw) else LEVEL
        holds = {"rise": now > before, "fall": now < before, "unchanged": abs(now - before) <= near * abs(before)}
        case = Message("{now}, {before}: “{said}”", now=pair[0][1], before=pair[1][1], said=said.raw)
        yield Test(said.amount.id, [*(x for x, _ in pair), said.amount], [], case, holds=holds[said["trend"]])


def _possible(ledger: Ledger, change: Statement) -> Iterator[Test]:
    """What grew by more than it is now was less than nothing before."""
    now = next(
        (s for s in ledger.before(change, TWO_BACK + 1) if s.basis == "current" and s.amount.value is not None), None
    )
    if now and now.section == change.section and alike(now, change) and change.amount.yuan > now.amount.yuan >= 0:
        case = Message(
            "{now}, {change}: more than there is now", now=now, change=Message("a rise by {raw}", raw=change.raw)
        )
        yield Test(change.amount.id, [now.amount, change.amount], [], case, holds=False)


Spoken = tuple[Amount, Statement | Message]
"""An amount, and how it is called in a sentence."""


def _told(ledger: Ledger, said: Statement) -> tuple[Spoken, Spoken] | None:
    """This year's figure and that of the year before, told right before the words."""
    told = told_before(ledger, said)
    now, before = told.get("current"), told.get("prior")
    if now is None or before is None or said.index - before.index > TWO_BACK:
        return None
    return (now.amount, now), (before.amount, before)


def _printed(ledger: Ledger, said: Statement) -> tuple[Spoken, Spoken] | None:
    """The same two figures of a table that prints the year before."""
    found = place_of(ledger, said)
    if found is None or len(found[0]) != 1 or (back := year_before(ledger, found[0][0], said["against"])) is None:
        return None
    return (found[0][0], found[1]), (back, Message("last year {yuan}", yuan=back.yuan))


@rule(
    "reason-direction",
    "year_over_year",
    Message("The reason for a rise follows a rise, that for a fall a fall"),
    needs=NO_TEXT,
    severity="minor",
    tolerance="exact",
)
def reason_direction(ledger: Ledger) -> Iterator[Test]:
    ways = wording("directions")
    yield from each(ledger, f"(?P<way>{'|'.join(ways.values())}){wording('reason_of')}", _fits)


def _fits(found: re.Match[str]) -> bool:
    """Does a reason go with the changes told right before it? Where they go both ways, it is not asked."""
    ways = wording("directions")
    way = next(name for name, pattern in ways.items() if re.fullmatch(pattern, found["way"]))
    *earlier, own = found.string[: found.start()].split("。")
    *_, subject = re.split("[，；：:]", own)
    if not says("same_subject", subject):
        return True
    for told in (own, *earlier[-1:]):
        sides = {side for side in re.findall(wording("revenue_or_expenditure"), subject) if side not in told}
        changes = {name for name, said in ways.items() if re.search(f"(?:{said}){wording('change_figure')}", told)}
        if changes or re.search("\\d", told):
            return len(changes) != 1 or way in changes or bool(sides)
    return True
