"""Ordered bars with amount and share beside them."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import PLAIN, colour, share_labels
from disclosure.report.drawing import amount, bare, for_phones, name_lines


@for_phones(0.4)
def bars(ax: Axes, data: pd.DataFrame, lang: str, share: bool = True, whole: bool = False) -> None:
    """Ordered horizontal bars with amount and share beside them.

    ``data``: ``label``, ``amount``; optional ``code`` (function code, for the colour) and ``share``, where the bars
    are not all there is.
    ``whole`` writes counts instead of amounts.
    """
    data = data.sort_values("amount", kind="stable").reset_index(drop=True)
    shares = share_labels(data, lang) if share else [""] * len(data)
    codes = data["code"] if "code" in data else [""] * len(data)
    widths = data["amount"].astype(float)
    ax.barh(data.index, widths, color=[colour(c) if c else PLAIN for c in codes], height=0.62)
    for k, (value, part) in enumerate(zip(data["amount"], shares, strict=True)):
        text = (f"{value:,}" if whole else amount(value)) + part
        ax.text(float(value), k, f" {text}", va="center", ha="left", fontsize=9.5)
    name_lines(ax, data["label"])
    ax.set_xlim(0, max(widths.max() * 1.32, 1e-9))
    bare(ax)
