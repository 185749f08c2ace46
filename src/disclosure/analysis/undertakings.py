"""What this year's projects say of the growth: projects whose names begin alike are one undertaking."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.year_over_year import compared, comparisons
from disclosure.words.messages import Message, Term

COLUMNS = ["label", "amount", "projects", "share", "without", "rate_without"]
STEP = Decimal("0.05")
"""An undertaking of a smaller part of the growth is no step of its own."""


def undertakings(document: CleanData) -> pd.DataFrame:
    """This year's projects by undertaking, the largest first, beside the growth of the whole budget.

    ``label``, ``amount`` (万元), ``projects`` (how many), ``share`` of the growth, ``without`` (what the whole would be
    without it) and ``rate_without`` (the growth that would be left); these three are None where the document does not
    state a growth. Empty where it lists no projects.
    """
    projects = document.projects
    grown = _growth(document)
    rows = []
    for theme, own in projects.groupby("theme", sort=False):
        amount = own["amount"].iloc[0] if len(own) == 1 else total(own["amount"])
        row = {"label": Term(str(theme)), "amount": amount, "projects": len(own)} | dict.fromkeys(COLUMNS[3:])
        if grown:
            without = Figure(grown["now"] - amount)
            row |= {
                "share": amount / grown["change"],
                "without": without,
                "rate_without": without / grown["before"] - 1,
            }
        rows.append(row)
    frame = pd.DataFrame(rows, columns=COLUMNS, dtype=object)
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def growth_steps(document: CleanData, most: int = 5) -> pd.DataFrame:
    """From last year's total to this year's, for a waterfall: ``label``, ``amount`` (万元) and ``kind``.

    The steps are the undertakings that account for a twentieth of the growth or more, ``most`` of them, and everything
    else. Empty where the document states no growth, or no undertaking is as large.
    """
    grown, found = _growth(document), undertakings(document)
    large = found[[share >= STEP for share in found["share"]] if grown else []].head(most)
    if not grown or large.empty:
        return pd.DataFrame(columns=["label", "amount", "kind"])
    rest = Figure(grown["change"] - total(large["amount"]))
    rows = [
        (Message("{year}", year=document.year - 1), grown["before"], "total"),
        *((row.label, row.amount, "change") for row in large.itertuples()),
        (Message("Everything else"), rest, "change"),
        (Message("{year}", year=document.year), grown["now"], "total"),
    ]
    return pd.DataFrame([row for row in rows if row[1]], columns=["label", "amount", "kind"])


def _growth(document: CleanData) -> dict | None:
    """The comparison of the whole with the year before, where it grew."""
    whole = compared(comparisons(document), "whole")
    return whole if whole and whole["change"] and whole["change"] > 0 and whole["before"] else None
