"""What grew and what shrank, on either side of nothing."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import FALL, RISE
from disclosure.report.drawing import FAINT, amount, bare, for_phones, is_narrow, name_lines


@for_phones(0.42)
def diverging(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Changes as bars to both sides of zero, from above. ``data``: labels, ``amount`` (with its sign)."""
    data = data.iloc[::-1].reset_index(drop=True)
    values = data["amount"].astype(float)
    reach = max(values.abs().max(), 1e-9)
    for k, (value, length) in enumerate(zip(data["amount"], values, strict=True)):
        paint, hatch = (RISE, "") if value >= 0 else (FALL, "///")
        ax.barh(k, length, color=paint, hatch=hatch, edgecolor="white", height=0.62)
        side = "left" if value >= 0 else "right"
        ax.text(length, k, f" {amount(value, sign=True)} ", va="center", ha=side, fontsize=9.5)
    if is_narrow(ax):  # the names stand between the bars
        ax.vlines([0] * len(data), data.index - 0.18, data.index + 0.18, color=FAINT, linewidth=0.8)
    else:
        ax.vlines(0, -0.5, len(data) - 0.5, color=FAINT, linewidth=0.8)
    name_lines(ax, data["label"])
    room = reach * 0.42  # for the amounts beside the bars
    ax.set_xlim(min(values.min(), 0) - room * (values.min() < 0), max(values.max(), 0) + room * (values.max() >= 0))
    ax.spines["left"].set_visible(False)
    bare(ax)
