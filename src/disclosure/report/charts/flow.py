"""Money on its way, from where it comes to who receives it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.bars import bars
from disclosure.report.charts.colours import colour
from disclosure.report.drawing import HALO, INK, amount, bare, figure_of, for_phones, is_narrow, wrap


@for_phones()
def flow(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """Amounts running from left to right through three columns, as bands as wide as the amounts.

    ``data``: a path a row: ``label`` (left), ``through``, ``to``, ``amount``, and ``code`` (function code, for the
    colour). Rows stand in the order in which they are to be drawn.
    """
    if is_narrow(ax):  # three columns have no room: each path is a bar, named after where it runs
        paths = [" → ".join(str(row[stage]) for stage in ("label", "through", "to")) for row in data.to_dict("records")]
        return bars(ax, data.assign(label=paths), lang, share=False)
    stages, words, room = _columns(data, lang)
    reach = ax.get_position().height * figure_of(ax).get_figheight()
    scale = reach / float(data["amount"].sum())
    while any(sum(map(max, stage.astype(float) * scale, own)) > reach for stage, own in zip(stages, room, strict=True)):
        scale *= 0.98
        if scale * float(data["amount"].sum()) < 0.1:
            break
    tops, columns = [], (0.0, 0.37, 0.76)
    for stage, own, text, x in zip(stages, room, words, columns, strict=True):
        slots = [max(float(v) * scale, space) for v, space in zip(stage, own, strict=True)]
        gap = (reach - sum(slots)) / max(len(slots) - 1, 1)
        middles = [sum(slots[:k]) + gap * k + slot / 2 for k, slot in enumerate(slots)]
        tops.append({name: y - float(v) * scale / 2 for (name, v), y in zip(stage.items(), middles, strict=True)})
        ax.barh(middles, 0.016, left=x, height=stage.astype(float) * scale, color=INK, linewidth=0.8, edgecolor=INK)
        if x:
            for line, y in zip(text, middles, strict=True):
                ax.text(x + 0.028, y, line, va="center", fontsize=9.5, linespacing=1.15, gid=HALO)
        else:
            ax.set_yticks(middles, text, fontsize=9.5, linespacing=1.15)
    bend = [(3 - 2 * t) * t * t for t in (k / 40 for k in range(41))]
    for start, end, x0, x1 in (("label", "through", *columns[:2]), ("through", "to", *columns[1:])):
        left, right = dict(tops[start == "through"]), dict(tops[1 + (start == "through")])
        for row in data.to_dict("records"):
            a, b, high = row[start], row[end], float(row["amount"]) * scale
            upper = [left[a] + (right[b] - left[a]) * t for t in bend]
            along = [x0 + 0.016 + (x1 - x0 - 0.016) * k / 40 for k in range(41)]
            ax.fill_between(
                along, upper, [y + high for y in upper], color=colour(row["code"]), alpha=0.35, linewidth=0.8
            )
            left[a], right[b] = left[a] + high, right[b] + high
    ax.set_xlim(0, 1)
    ax.set_ylim(reach, 0)
    ax.spines["left"].set_visible(False)
    bare(ax)


def _columns(data: pd.DataFrame, lang: str) -> tuple[list[pd.Series], list[list[str]], list[list[float]]]:
    """The three columns of :func:`flow`: the amounts by name, what is written beside each, and the inches it takes."""
    stages = [data.groupby(stage, sort=False)["amount"].sum() for stage in ("label", "through", "to")]
    widths = (16, 11, 10) if lang == "zh" else (28, 19, 17)
    words = [[f"{wrap(n, w)}\n{amount(v)}" for n, v in s.items()] for s, w in zip(stages, widths, strict=True)]
    return stages, words, [[0.165 * (text.count("\n") + 1) + 0.06 for text in own] for own in words]


def _flow_height(data: pd.DataFrame, lang: str) -> float:
    return max(3.2, *(sum(own) + 0.6 for own in _columns(data, lang)[2]))


flow.height = _flow_height  # type: ignore[attr-defined]
