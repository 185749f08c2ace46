"""Two amounts of each line, before and after."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import PLAIN
from disclosure.report.drawing import FAINT, INK, amount, bare, for_phones, is_narrow, name_lines
from disclosure.words.messages import Message


@for_phones(0.6)
def dumbbell(ax: Axes, data: pd.DataFrame, lang: str, ends: tuple[Message, Message] | None = None) -> None:
    """Two amounts of each line as two dots. ``data``: labels, ``before``, ``after``, ``year_before``, ``year``.

    ``ends`` names the two where they are not two years (approved, spent); the columns of years are not needed then.
    """
    data = data.iloc[::-1].reset_index(drop=True)
    reach = float(max(data["before"].max(), data["after"].max(), Decimal("0.01")))
    for k, row in enumerate(data.itertuples()):
        before, after = float(row.before), float(row.after)
        ax.plot([before, after], [k, k], color="#BBBBBB", linewidth=3, zorder=1)
        ring: dict[str, Any] = {"s": 70, "facecolor": "white"} if before != after else {"s": 170, "facecolor": "none"}
        ax.scatter([before], [k], edgecolor=PLAIN, linewidth=2, zorder=3, **ring)
        ax.scatter([after], [k], s=70, color=PLAIN, zorder=2)
        if row.before == row.after:
            above(ax, after, k, amount(row.after), INK)
        else:
            above(ax, before, k, amount(row.before), FAINT)
            above(ax, after, k, amount(row.after), INK, below=abs(after - before) < 0.16 * reach)
    name_lines(ax, data["label"], over=0.34, under=0.34)
    ax.set_xlim(-reach * 0.06, reach * 1.12)
    narrow = is_narrow(ax)
    ax.set_ylim(-0.9 if narrow else -0.6, len(data) - 0.2)
    bare(ax)
    if ends is None:
        years = data["year_before"].iloc[0], data["year"].iloc[0]
        ends = Message("{year} (year before)", year=years[0]), Message("{year} (this year)", year=years[1])
    key = f"○ {ends[0].said(lang)}    ● {ends[1].said(lang)}"
    ax.text(0, -0.7 if narrow else len(data) - 0.35, key, fontsize=9.5, color=FAINT)


def above(ax: Axes, x: float, y: float, text: str, paint: str, below: bool = False) -> None:
    """An amount above its dot, or below it where the other year's stands above."""
    up, side = (-8, "top") if below else (8, "bottom")
    ax.annotate(text, (x, y), (0, up), textcoords="offset points", ha="center", va=side, fontsize=9.5, color=paint)
