"""From one total to another, by what makes the change."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import FALL, RISE
from disclosure.report.drawing import FAINT, INK, amount, bare, for_phones, is_narrow, name_lines


@for_phones(0.42)
def waterfall(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """From one total to another, step by step.

    ``data``: labels, ``amount``, and ``kind``: ``total`` for a bar from zero, ``change`` for a step.
    """
    level, lows = Decimal(0), []
    for k, row in enumerate(data.itertuples()):
        base = Decimal(0) if row.kind == "total" else level
        top = row.amount if row.kind == "total" else level + row.amount
        low, high = sorted((base, top))
        paint = INK if row.kind == "total" else (RISE if row.amount >= 0 else FALL)
        hatch = None if row.kind == "total" else ("" if row.amount >= 0 else "///")
        ax.barh(k, float(high - low), left=float(low), color=paint, height=0.6, hatch=hatch, edgecolor="white")
        text = amount(row.amount, sign=row.kind != "total")
        ax.text(float(high), k, f" {text}", va="center", fontsize=9.5)
        if k + 1 < len(data) and not is_narrow(ax):  # where it would cross the name of the next step
            ax.plot([float(top)] * 2, [k, k + 1], color=FAINT, linewidth=0.8, zorder=0)
        level = top
        lows.append(high)
    name_lines(ax, data["label"])
    ax.invert_yaxis()
    ax.set_xlim(0, float(max(lows)) * 1.18)
    bare(ax)
