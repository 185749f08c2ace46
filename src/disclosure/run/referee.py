"""Sums as a referee: of a number that OCR is not certain of, the one other reading that makes the sums hold is taken.

Only what the recogniser itself doubts is changed, and only to what it holds to be possible: a figure that a department
has printed wrong is read with certainty, and stays. What is changed is marked ``ocr_corrected`` and remarked on.
"""

from __future__ import annotations

from decimal import Decimal

from disclosure.audit import FAILS, audit_rows
from disclosure.forms.facts import Fact, fact_id
from disclosure.model.amounts import parse_amount
from disclosure.pdf.grid import Cell
from disclosure.run.extraction import Extraction, understood_again
from disclosure.words.characters import normalise

ROUNDS = 12
"""Corrections that a document may need before it is left as it is: each asks for another audit."""

Failing = dict[str, tuple[Decimal | None, frozenset[str]]]
"""The checks that fail: by how much, and of which facts, by name."""


def refereed(extraction: Extraction) -> Extraction:
    """The same document, with numbers that OCR doubts put right where the sums say how.

    Its cells are changed, and everything made anew of them. In the end only checks that failed before may fail, or all
    is left as it was read.
    """
    cells = {
        fact_id(grid.page, grid.index, cell.row, cell.column): cell
        for grid in extraction.reading.grids
        for cell in grid.cells
        if cell.doubt and cell.doubt.doubted
    }
    first = failing = _failing(extraction) if cells else {}
    refused: set[tuple[str, str]] = set()
    made, taken = extraction, list[Cell]()
    for _ in range(ROUNDS):
        if not (failing and (choice := _choice(made, failing, cells, refused))):
            break
        cell = cells[choice[0]]
        before, cell.text, cell.corrected = cell.text, normalise([choice[1]]), True
        changed = understood_again(extraction)
        now = _failing(changed)
        if len(now) < len(failing):
            made, failing = changed, now
            taken.append(cell)
            cells.pop(choice[0])
        else:
            cell.text, cell.corrected = before, False
            refused.add(choice)
    if failing.keys() <= first.keys():
        return made
    for cell in taken:
        cell.text, cell.corrected = normalise([cell.text_raw]), False
    return extraction


def _failing(extraction: Extraction) -> Failing:
    return {
        str(row["check_id"]): (
            row["difference_yuan"] if isinstance(row.get("difference_yuan"), Decimal) else None,
            frozenset(str(row["fact_ids"]).split()),
        )
        for row in audit_rows(extraction.records()).checks
        if row["status"] == FAILS
    }


def _choice(
    extraction: Extraction, failing: Failing, cells: dict[str, Cell], refused: set[tuple[str, str]]
) -> tuple[str, str] | None:
    """The fact and its other reading that would let most failing checks hold, where no other fact's would as well.

    A check is off by what a figure in it is wrong by. Of the readings of one number the likeliest comes first.
    """
    mends: dict[tuple[str, str], set[str]] = {}
    facts = {fact.fact_id: fact for fact in extraction.facts}
    for name in sorted(set().union(*(names for _, names in failing.values())) & cells.keys() & facts.keys()):
        doubt = cells[name].doubt
        for reading in doubt.others if doubt else ():
            step = _step(facts[name], reading)
            own = {check for check, (gap, names) in failing.items() if gap and name in names and abs(gap) == step}
            if own and (name, reading) not in refused:
                mends[name, reading] = own
    for choice, own in sorted(mends.items(), key=lambda one: -len(one[1])):
        rivals = (others for (name, _), others in mends.items() if name != choice[0])
        if not any(others & own and len(others) >= len(own) for others in rivals):
            return choice
    return None


def _step(fact: Fact, reading: str) -> Decimal | None:
    """By how much another reading would change a fact."""
    now, then = (parse_amount(text)[0] for text in (fact.amount_raw, reading))
    if now is None or then is None or not now or fact.amount_yuan is None:
        return None
    return abs((then - now) * fact.amount_yuan / now)
