"""Dots on thin lines, for long lists."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import PLAIN, colour, share_labels
from disclosure.report.drawing import amount, bare, for_phones, name_lines


@for_phones(0.38)
def lollipop(ax: Axes, data: pd.DataFrame, lang: str, share: bool = False) -> None:
    """Ordered dots on stems: for many lines of very different size. ``data`` and ``share`` as for :func:`bars`."""
    data = data.sort_values("amount", kind="stable").reset_index(drop=True)
    shares = share_labels(data, lang) if share else [""] * len(data)
    codes = data["code"] if "code" in data else [""] * len(data)
    values = data["amount"].astype(float)
    paint = [colour(c) if c else PLAIN for c in codes]
    ax.hlines(data.index, 0, values, color=paint, linewidth=1.8)
    ax.scatter(values, data.index, color=paint, s=34, zorder=3)
    for k, (value, part) in enumerate(zip(data["amount"], shares, strict=True)):
        ax.text(float(value), k, f"   {amount(value)}{part}", va="center", fontsize=9.5)
    name_lines(ax, data["label"])
    ax.set_xlim(0, max(values.max() * (1.32 if share else 1.22), 1e-9))
    bare(ax)
