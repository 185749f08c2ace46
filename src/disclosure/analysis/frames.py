"""Data frames as an analyst expects them: numbers as numbers, and each exact amount beside its number."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from disclosure.analysis.figure import Figure
from disclosure.words.messages import Both
from disclosure.words.names import Text

TEXT = pd.StringDtype("python", na_value=float("nan"))
"""The type of a column of printed text: pandas' own, kept as Python's strings, with which small frames are faster."""
AMOUNTS = frozenset({
    "amount", "before", "after", "change", "total", "basic", "project", "personnel", "operating", "low", "high",
    "gap", "budget", "table", "prose", "procured", "left", "right", "whole", "ceiling", "stated", "real", "value",
    "approved", "adjusted", "executed", "approved_table", "approved_prose", "approved_budget", "next_approved",
    "difference", "unit_price", "project_budget", "earlier", "without",
})  # fmt: skip
"""Columns that hold money: they are floats with an exact column beside them even where nothing stands in them."""
NUMBERS = frozenset({"score", "share", "rate", "stated_rate", "quantity", "target", "level", "rate_without"})
BOX = ("x0", "top", "x1", "bottom")
EXACT = "_exact"
"""Ends the name of a column of exact amounts: ``amount`` is a float in 万元, ``amount_exact`` what is printed."""


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A copy whose exact amounts (:class:`Figure`, 万元) are floats; the exact ones follow in columns ``…_exact``.

    Other decimals (shares, quantities) become floats; blanks become NaN. So ``nlargest``, ``describe`` and ``groupby``
    do what they do with any numbers, and what is said or shown of a row is still exact and leads to its place.
    """
    made = frame.copy()
    for column in BOX:
        if column in made:
            made[column] = pd.to_numeric(made[column])
    for column in frame.columns:
        if frame[column].dtype != object or column.endswith("_yuan") or column in BOX:
            continue
        values = frame[column]
        if values.isna().all() and column in AMOUNTS | NUMBERS:
            if column in AMOUNTS:
                made[f"{column}{EXACT}"] = values
            made[column] = values.astype(float)
            continue
        if values.map(lambda value: isinstance(value, Figure)).any():
            made[f"{column}{EXACT}"] = values
        elif not values.map(lambda value: isinstance(value, Decimal)).any():
            made[column] = values.map(lambda value: Both(value.zh, value.en) if isinstance(value, Text) else value)
            continue
        made[column] = pd.to_numeric(values.map(lambda value: None if value is None else float(value)))
    return made


def exactly(row: Mapping[str, object]) -> dict[str, object]:
    """The values of a row as they are to be said: an exact amount in place of its float."""
    values = {str(name): value for name, value in row.items()}
    for name, value in list(values.items()):
        if name.endswith(EXACT) and value is not None and value == value:
            values[name.removesuffix(EXACT)] = value
    return values
