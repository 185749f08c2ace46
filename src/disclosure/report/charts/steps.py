"""What is to be spent by when, in steps through a year."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import PLAIN
from disclosure.report.drawing import bare, for_phones, is_narrow, name_lines
from disclosure.words.messages import translate


@for_phones()
def steps(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Cumulative payment shares over the year, one small row for each project.

    ``data``: labels, ``month``, ``share`` (0 to 1 or None), ``certain``.
    """
    names = list(dict.fromkeys(data["label"]))
    narrow = is_narrow(ax)
    height = 0.36 if narrow else 0.62
    for k, name in enumerate(names):
        own = data[(data["label"] == name) & data["share"].notna()].sort_values("month")
        base = len(names) - 1 - k
        months = [0, *own["month"], 12]
        shares = [0.0, *(float(s) for s in own["share"])]
        shares.append(shares[-1])
        certain = bool(own["certain"].all())
        ax.step(months, [base + height * s for s in shares], where="post", color=PLAIN,
                linestyle="-" if certain else "--", linewidth=2)  # fmt: skip
        ax.hlines(base, 0, 12, color="#DDDDDD", linewidth=0.8)
        for month, share in _apart(list(zip(own["month"], own["share"], strict=True)), 1.4 if narrow else 0.7):
            ax.text(month, base + height * float(share) + 0.06, f"{share:.0%}", ha="center", fontsize=9)
    unit = translate("end of month {month}", lang)
    for month in (3, 6, 10, 12):
        label = unit.format(month=month) if month == 3 else str(month)
        ax.annotate(label, (month, 0), (0, -5), textcoords="offset points", ha="center", va="top", fontsize=9)
    name_lines(ax, names[::-1], over=0.76)
    if not narrow:
        ax.set_yticks([k + 0.2 for k in range(len(names))], [t.get_text() for t in ax.get_yticklabels()])
    ax.set_xlim(0, 12.4)
    ax.set_ylim(-0.35, len(names) - 0.05)
    bare(ax)
    ax.spines["left"].set_visible(False)


def _apart(points: list[tuple[int, Decimal]], months: float) -> list[tuple[int, Decimal]]:
    """The steps whose per cents have room: the last one, and of those before it the ones that stand apart."""
    kept: list[tuple[int, Decimal]] = []
    for month, share in reversed(points):
        if not kept or kept[-1][0] - month >= months or kept[-1][1] - share > Decimal("0.45"):
            kept.append((month, share))
    return kept[::-1]
