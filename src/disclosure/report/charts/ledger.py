"""What an audit compared, by how it came out."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from disclosure.report.charts.colours import PLAIN, WRONG
from disclosure.report.drawing import bare, for_phones, name_lines
from disclosure.words.messages import translate


@for_phones(0.42)
def ledger(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """What an audit found in each family: how much holds, and beside it how much fails or could not be tested.

    ``data``: labels, and the counts ``holds``, ``fails``, ``not_applicable``; rows stand in the order of the frame.
    """
    data = data.iloc[::-1].reset_index(drop=True)
    words = [translate("hold", lang), translate("fail", lang), translate("not tested", lang)]
    reach = max(int((data["holds"] + data["fails"]).max()), 1)
    for k, row in enumerate(data.itertuples()):
        failing = max(row.fails, reach / 60) if row.fails else 0
        ax.barh(k, row.holds, color=PLAIN, height=0.62)
        ax.barh(k, failing, left=row.holds, color=WRONG, hatch="///", edgecolor="white", height=0.62)
        counts = ((row.holds, words[0]), (row.fails, words[1]), (row.not_applicable, words[2]))
        text = " · ".join(f"{count} {word}" for count, word in counts if count)
        weight = "bold" if row.fails else "normal"
        ax.text(row.holds + failing, k, f" {text}", va="center", fontsize=9.5, weight=weight)
    name_lines(ax, data["label"])
    ax.set_xlim(0, reach * 1.4)
    bare(ax)
