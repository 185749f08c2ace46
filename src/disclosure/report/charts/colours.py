"""What charts share: one colour, one meaning; and the share that stands behind an amount."""

from __future__ import annotations

from typing import Any

import pandas as pd

from disclosure.words.names import hue_of
from disclosure.words.values import spell

HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#5C5C5C")
"""Five hues, each at least 3:1 on white; the first four are Okabe and Ito's. They are those of function classes, and
nothing else is drawn in them: a colour has one meaning in a report."""
PLAIN = "#22303F"
"""What is of no class."""
KINDS = ("#3F2F6B", "#8A78BF", "#6E6A86")
"""Kinds of the same money: projects, running costs."""
RISE, FALL = "#7F4A00", "#AC8850"
WRONG = "#B3001B"
"""What an audit found to be wrong."""


def colour(code: str) -> str:
    """The colour of a function class (类), the same in every chart of the collection; other codes have none."""
    hue = hue_of(code)
    return PLAIN if hue is None else HUES[hue]


def of_code(code: str) -> dict[str, Any]:
    """How the part of a code is drawn: a class in its colour, a kind of money in its own, what is left over hollow."""
    if not code:
        return {"facecolor": "white", "edgecolor": PLAIN, "linewidth": 0.8}
    return {"color": colour(code) if code[:1].isdigit() else KINDS[0]}


def share_labels(data: pd.DataFrame, lang: str) -> list[str]:
    """What stands behind each amount: its share, of all that is drawn where the frame does not give it."""
    total = sum(data["amount"])
    shares = data["share"] if "share" in data else [value / total if total else 0 for value in data["amount"]]
    return [f"  {spell(share, 'percent', lang)}" if share else "" for share in shares]
