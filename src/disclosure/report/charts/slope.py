"""Two years side by side, a line from one to the other."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import KINDS
from disclosure.report.charts.dumbbell import dumbbell
from disclosure.report.drawing import INK, amount, for_phones, is_narrow, spread, wrap


@for_phones()
def slope(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Lines from one year to the next. ``data``: labels, ``before``, ``after``; ``year_before``, ``year``."""
    narrow = is_narrow(ax)
    names = [str(label) for label in data["label"]]
    longest = max(len(name) for name in names) * (2 if lang == "zh" else 1)
    if len(data) > 4 or longest > (16 if narrow else 34):  # no room beside the lines
        return dumbbell(ax, data, lang)
    if narrow:  # names stand below their amounts, which leaves the lines some room, and years below the lines
        ax.set_position((0.02, 0.1, 0.96, 0.88))
    values = [float(v) for v in [*data["before"], *data["after"]]]
    low, high = min(values), max(max(values), 1e-9)
    low = min(low, high - 0.3 * abs(high))
    gap = (high - low) / (6 if narrow else 14)
    left = spread([float(v) for v in data["before"]], gap)
    right = spread([float(v) for v in data["after"]], gap)
    for k, row in enumerate(data.itertuples()):
        paint, style = KINDS[k % len(KINDS)], ("-", "--", ":")[k % 3]
        ax.plot([0, 1], [float(row.before), float(row.after)], style, color=paint, linewidth=2.4, marker="o")
        ax.text(-0.04, left[k], amount(row.before), ha="right", va="center")
        label = row.label
        ax.text(
            1.04,
            right[k],
            f"{amount(row.after)}\n{wrap(str(label), 20)}" if narrow else f"{amount(row.after)}  {label}",
            ha="left",
            va="center",
            color=paint,
            weight="bold",
        )
    ax.set_xticks([0, 1], [str(data["year_before"].iloc[0]), str(data["year"].iloc[0])])
    ax.set_xlim(-0.35, 1.95)
    ax.set_ylim(low - gap, max(high, *left, *right) + gap)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", length=0, colors=INK)
    ax.vlines([0, 1], *ax.get_ylim(), color="#DDDDDD", linewidth=1, zorder=0)
