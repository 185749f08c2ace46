"""The parts of several wholes, each part on a line of its own to be compared."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import of_code
from disclosure.report.drawing import FAINT, NARROW, bare, figure_of, for_phones, is_narrow, wrap
from disclosure.words.values import spell


@for_phones()
def aligned(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Shares of a whole as bars on one scale: a row for each group, a column for each part.

    ``data``: ``group``, ``label``, ``share`` (0 to 1), ``code`` (a function code has
    its colour; none is for what is left over). Rows and columns stand in the order in which they first appear.
    """
    if is_narrow(ax):
        return _below_each_other(ax, data, lang)
    groups = list(dict.fromkeys(data["group"]))[::-1]
    parts = list(dict.fromkeys(data["label"]))
    texts = [spell(share, "percent", lang) if share else "–" for share in data["share"]]
    longer = max(max(map(len, texts), default=0) - len("100.0%"), 0)
    # A full bar and its per cent beside it, which takes its room in every lane.
    lane = 1.35 + (0.09 + 0.035 * longer) * len(parts)
    for row, text in zip(data.to_dict("records"), texts, strict=True):
        y, x = groups.index(row["group"]), lane * parts.index(row["label"])
        ax.barh(y, float(row["share"]), left=x, height=0.62, **of_code(row["code"]))
        ax.text(x + float(row["share"]), y, f" {text}", va="center", fontsize=9)
    width = max(36 // len(parts), 5) if lang == "zh" else max(66 // len(parts), 10)
    for k, part in enumerate(parts):
        ax.vlines(lane * k, -0.5, len(groups) - 0.5, color=FAINT, linewidth=0.8)
        ax.text(lane * k, len(groups) - 0.35, wrap(part, width), va="bottom", fontsize=9, linespacing=1.15)
    head = max(wrap(part, width).count("\n") + 1 for part in parts)
    inches = ax.get_position().height * figure_of(ax).get_figheight()
    ax.set_ylim(-0.5, len(groups) - 0.35 + len(groups) * 0.17 * head / max(inches - 0.17 * head, 0.5))
    ax.set_yticks(range(len(groups)), [wrap(g, 14 if lang == "zh" else 24) for g in groups], fontsize=9.5)
    ax.set_xlim(0, lane * len(parts))
    ax.spines["left"].set_visible(False)
    bare(ax)


def _below_each_other(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """The columns of :func:`aligned` one below the other, for a phone: a part, and under it a bar for each group."""
    y, line, bar = 0.0, 0.165, 0.15  # inches
    for part in dict.fromkeys(data["label"]):
        head = wrap(str(part), 18 if lang == "zh" else 34)
        ax.text(0, y, head, va="top", fontsize=10.5, weight="bold", linespacing=1.1)
        y += line * 1.1 * (head.count("\n") + 1) + 0.05
        for row in data[data["label"] == part].to_dict("records"):
            name = wrap(str(row["group"]), 20 if lang == "zh" else 40)
            ax.text(0, y, name, va="top", fontsize=9.5, linespacing=1.1)
            y += line * (name.count("\n") + 1) + 0.02
            share = float(row["share"])
            ax.barh(y + bar / 2, share, height=bar, **of_code(row["code"]))
            said = spell(row["share"], "percent", lang) if row["share"] else "–"
            ax.text(share, y + bar / 2, f" {said}", va="center", fontsize=9.5)
            y += bar + 0.07
        y += 0.14
    figure_of(ax).set_size_inches(NARROW, y)
    ax.set_position((0.02, 0, 0.96, 1))
    ax.set_xlim(0, 1.25)
    ax.set_ylim(y, 0)
    ax.axis("off")


aligned.shares = True  # type: ignore[attr-defined]
