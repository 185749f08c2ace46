"""Sentences by themselves, as a reviewer reads them: reasons, what a template left, signs, the day of a count."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message
from disclosure.words.wording import wording

AROUND = 12  # characters before and after what is found
NO_TEXT = Message("the document has no text")


def each(
    ledger: Ledger,
    pattern: str,
    right: Callable[[re.Match[str]], bool] = lambda found: False,
    open_end: str = "",
) -> Iterator[Test]:
    """A test for each place of the text where a pattern is found and is not ``right``; else one of all paragraphs.

    ``open_end`` is a pattern of what is wrong at the end of a paragraph that the next does not go on with.
    """
    rows = ledger.rows.get("paragraphs", [])
    wrong = 0
    for row, following in itertools.zip_longest(rows, rows[1:]):
        ended = open_end and not _goes_on(row["paragraph"], following["paragraph"] if following else "")
        for found in re.finditer(f"{pattern}|{open_end}" if ended else pattern, row["paragraph"]):
            if not right(found):
                wrong += 1
                words = Message("“…{words}…”", words=around(found))
                yield Test(f"{row['paragraph_id']}.{found.start()}", [paragraph_place(row)], [], words, holds=False)
    if rows and not wrong:
        all_of_it = Message("{n} paragraph", plural="{n} paragraphs", n=len(rows))
        yield Test("all", [paragraph_place(rows[0])], [], all_of_it, holds=True)


def _goes_on(text: str, following: str) -> bool:
    """May a paragraph go on in the next: one that is there, and begins neither with a stop nor with the next number?"""
    number, after = (re.match(wording("item_number"), one) for one in (text, following))
    next_item = number and after and int(after[1]) == int(number[1]) + 1
    return bool(following) and not next_item and not re.match("[。；;]", following)


def around(found: re.Match[str]) -> str:
    """What is found, with some characters before and after it."""
    return found.string[max(0, found.start() - AROUND) : found.end() + AROUND]


@rule(
    "reason-given",
    "completeness",
    Message("Where the text announces a reason, a reason follows"),
    needs=NO_TEXT,
    severity="minor",
    tolerance="exact",
)
def reason_given(ledger: Ledger) -> Iterator[Test]:
    yield from each(ledger, wording("reason_missing"), open_end=wording("reason_to_come"))


@rule(
    "template-filled",
    "completeness",
    Message("Nothing of a template is left to be filled in"),
    needs=NO_TEXT,
    severity="minor",
    tolerance="exact",
)
def template_filled(ledger: Ledger) -> Iterator[Test]:
    yield from each(ledger, wording("placeholder"))


@rule(
    "direction-decided",
    "wording",
    Message("The text says whether an amount rose or fell"),
    needs=NO_TEXT,
    severity="style",
    tolerance="exact",
)
def direction_decided(ledger: Ledger) -> Iterator[Test]:
    yield from each(ledger, wording("undecided"))


@rule(
    "nothing-twice",
    "wording",
    Message("No word or sign stands twice by mistake"),
    needs=NO_TEXT,
    severity="style",
    tolerance="exact",
)
def nothing_twice(ledger: Ledger) -> Iterator[Test]:
    yield from each(ledger, wording("doubled"))


@rule(
    "day-of-count",
    "completeness",
    Message("What is owned is counted at the end of the year before the budget, or of the year of the final accounts"),
    needs=Message("the text does not say on which day it counts what is owned"),
    severity="minor",
    tolerance="exact",
)
def day_of_count(ledger: Ledger) -> Iterator[Test]:
    """Budgets also count on another day of the year before, the last of a month."""
    pattern = wording("end_of_year")
    if ledger.phase != EXECUTED:
        pattern = f"{pattern}|{wording('years')['day_of_assets']}"
    if ledger.year and any(re.search(pattern, row["paragraph"]) for row in ledger.rows.get("paragraphs", [])):
        year = str(int(ledger.year) - (ledger.phase != EXECUTED))
        yield from each(ledger, pattern, lambda found: year in found.groups())
