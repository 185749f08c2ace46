"""Wholes and the parts that make them up."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from disclosure.report.charts.colours import KINDS
from disclosure.report.drawing import NARROW, WIDE, amount, bare, figure_of, for_phones, is_narrow, name_lines, wrap


@for_phones(0.46)
def stacked(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """One bar a group, cut into parts with their amounts.

    ``data``: ``group``, ``label``, ``amount``; the parts of all groups share an
    order and a colour.
    """
    groups = list(dict.fromkeys(data["group"]))[::-1]
    parts = list(dict.fromkeys(data["label"]))
    reach = max(float(sum(data.loc[data["group"] == g, "amount"])) for g in groups)
    narrow = is_narrow(ax)
    for y, group in enumerate(groups):
        left = 0.0
        for k, part in enumerate(parts):
            rows = data[(data["group"] == group) & (data["label"] == part)]
            value = sum(rows["amount"], Decimal(0))
            if not value:
                continue
            ax.barh(y, float(value), left=left, color=KINDS[k % 3], edgecolor="white", height=0.6,
                    label=part if part not in ax.get_legend_handles_labels()[1] else None)  # fmt: skip
            if float(value) > reach * (0.28 if narrow else 0.09):
                ax.text(
                    left + float(value) / 2,
                    y,
                    amount(value),
                    ha="center",
                    va="center",
                    color="white",
                    fontsize=9,
                )
            left += float(value)
        ax.text(
            left,
            y,
            f" {amount(sum(data.loc[data['group'] == group, 'amount'], Decimal(0)))}",
            va="center",
        )
    name_lines(ax, groups)
    ax.set_xlim(0, reach * 1.18)
    bare(ax)
    across, names, lines = _legend([str(part) for part in parts], lang, narrow)
    ax.set_ylim(-0.6 - 0.42 * lines, len(groups) - 0.5)  # room for the legend, which names the parts in their order
    ax.spines["left"].set_bounds(-0.5, len(groups) - 0.5)
    handles = dict(zip(*ax.get_legend_handles_labels()[::-1], strict=True))
    shown = [(part, name) for part, name in zip(parts, names, strict=True) if part in handles]
    ax.legend(
        [handles[part] for part, _ in shown],
        [name for _, name in shown],
        loc="lower left" if narrow else "lower center",
        bbox_to_anchor=(0.02 if narrow else 0.5, 0.0),
        bbox_transform=blended_transform_factory(figure_of(ax).transFigure, ax.transAxes),
        ncols=across,
        frameon=False,
        fontsize=9.5,
        borderpad=0,
        borderaxespad=0,
    )


def _legend(names: list[str], lang: str, narrow: bool) -> tuple[int, list[str], int]:
    """How many columns the names of a legend take, the names in lines that fit, and how many lines these are."""
    wide = 0.14 if lang == "zh" else 0.078  # inches of a letter
    room = (NARROW - 0.5) if narrow else WIDE - 1.6
    across = 1 if narrow else max(min(int(room / (max(map(len, names)) * wide + 0.6)), 4 if len(names) == 4 else 3), 1)
    wrapped = [wrap(name, int(room / wide)) for name in names]
    deep = [name.count("\n") + 1 for name in wrapped]
    return across, wrapped, max(sum(column) for column in _columns_of(deep, across))


def _columns_of(deep: list[int], across: int) -> list[list[int]]:
    """A legend fills its columns from above, the first ones with one more where they are not equal."""
    each, more = divmod(len(deep), across)
    sizes = [each + (k < more) for k in range(across)]
    return [deep[sum(sizes[:k]) : sum(sizes[: k + 1])] for k in range(across)]


def _stacked_height(data: pd.DataFrame, lang: str) -> float:
    """So much for each bar, and for the lines of the legend beyond its first."""
    *_, lines = _legend([str(part) for part in dict.fromkeys(data["label"])], lang, False)
    return 0.46 * data["group"].nunique() + 0.3 + 0.2 * (lines - 1)


stacked.height = _stacked_height  # type: ignore[attr-defined]
