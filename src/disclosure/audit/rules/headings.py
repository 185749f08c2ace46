"""The numbers of headings: none is left out between one and the next."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.contents import entries
from disclosure.model.numbering import NUMERALS, ordinal
from disclosure.model.records import ParagraphRow
from disclosure.words.messages import Message

LONG = 40
"""Characters: longer than a heading."""
_LOOK = re.compile(rf"([{NUMERALS[1:]}]{{1,3}})、")


@rule(
    "headings-numbered",
    "completeness",
    Message("The headings of a part are numbered without a gap"),
    needs=Message("no part has numbered headings"),
    severity="minor",
    tolerance="exact",
)
def headings_numbered(ledger: Ledger) -> Iterator[Test]:
    """Of the form 一、二、三、 after the list of contents: a run that goes on with the number after the next one.

    The number that is missing must stand nowhere between the two, for a heading may be read as part of a paragraph or
    stand in a cell. A run of which more than one number is missing is numbered otherwise.
    """
    _, page = entries(ledger)
    rows = [row for row in ledger.rows.get("paragraphs", []) if int(row["page"]) > page]
    heads = [(k, n) for k, row in enumerate(rows) if (n := _number(row))]
    runs: list[list[tuple[int, int]]] = []
    for k, n in heads:
        if not runs or n <= runs[-1][-1][1]:
            runs.append([])
        runs[-1].append((k, n))
    for run in runs:
        numbers = [n for _, n in run]
        missing = set(range(1, numbers[-1])) - set(numbers)
        if numbers[0] != 1 or len(run) < 3 or len(missing) > 1:
            continue
        gap = next(iter(missing), 0)
        k = next((k for k, n in run if n > gap), run[0][0])
        before = next((j for j, n in reversed(run) if n < gap), 0) if gap else 0
        between = rows[before : k + 1]
        pages = range(int(rows[before]["page"]), int(rows[k]["page"]) + 1)
        cells = (cell["text"] for cell in ledger.rows.get("cells", []) if int(cell["page"]) in pages)
        sign = f"{'十' * (gap > 10)}{NUMERALS[gap - 10 * (gap > 10)]}、" if gap < 20 else ""
        if gap and (not sign or any(sign in text for text in (*(row["paragraph"] for row in between), *cells))):
            continue
        case = Message(
            "from “{first}” to “{last}”", first=rows[run[0][0]]["paragraph"], last=rows[run[-1][0]]["paragraph"]
        )
        if gap:
            case = Message("“{number}” is missing before “{heading}”", number=sign, heading=rows[k]["paragraph"])
        yield Test(rows[k]["paragraph_id"], [paragraph_place(rows[k])], [], case, holds=not gap)


def _number(row: ParagraphRow) -> int:
    """The number that a heading begins with; 0 for any other paragraph."""
    text = row["paragraph"]
    if len(text) > LONG or not _LOOK.match(text) or text[-1] in "。；":
        return 0
    return ordinal(text) or 0
