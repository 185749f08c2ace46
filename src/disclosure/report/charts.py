"""Chart forms for budgets. Each function draws one form on given axes from a small data frame.

The frame is one that :func:`disclosure.report.drawing.prepared` has made: words in the language ``lang``, amounts as
exact decimals in one unit, which become floats only as lengths on the page; the labels beside them are written from
the decimals.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from disclosure.report.drawing import FAINT, HALO, INK, NARROW, WIDE, amount, figure_of, for_phones, is_narrow, wrap
from disclosure.report.drawing import bare as _bare
from disclosure.report.drawing import names as _names
from disclosure.report.drawing import spread as _spread
from disclosure.report.drawing import wrap as _wrap
from disclosure.words.messages import Message, translate
from disclosure.words.names import hue_of
from disclosure.words.values import spell

HUES = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#5C5C5C")
"""Five hues, each at least 3:1 on white; the first four are Okabe and Ito's. They are those of function classes, and
nothing else is drawn in them: a colour has one meaning in a report."""
PLAIN = "#22303F"
"""What is of no class."""
KINDS = ("#3F2F6B", "#8A78BF", "#6E6A86")
"""Kinds of the same money: projects, running costs."""
RISE, FALL = "#7F4A00", "#AC8850"
WRONG = "#B3001B"
"""What an audit found to be wrong."""


def colour(code: str) -> str:
    """The colour of a function class (类), the same in every chart of the collection; other codes have none."""
    hue = hue_of(code)
    return PLAIN if hue is None else HUES[hue]


def _shares(data: pd.DataFrame, lang: str) -> list[str]:
    """What stands behind each amount: its share, of all that is drawn where the frame does not give it."""
    total = sum(data["amount"])
    shares = data["share"] if "share" in data else [value / total if total else 0 for value in data["amount"]]
    return [f"  {spell(share, 'percent', lang)}" if share else "" for share in shares]


# --- forms ---------------------------------------------------------------------------------------------


@for_phones(0.4)
def bars(ax: Axes, data: pd.DataFrame, lang: str, share: bool = True, whole: bool = False) -> None:
    """Ordered horizontal bars with amount and share beside them.

    ``data``: ``label``, ``amount``; optional ``code`` (function code, for the colour) and ``share``, where the bars
    are not all there is.
    ``whole`` writes counts instead of amounts.
    """
    data = data.sort_values("amount", kind="stable").reset_index(drop=True)
    shares = _shares(data, lang) if share else [""] * len(data)
    codes = data["code"] if "code" in data else [""] * len(data)
    widths = data["amount"].astype(float)
    ax.barh(data.index, widths, color=[colour(c) if c else PLAIN for c in codes], height=0.62)
    for k, (value, part) in enumerate(zip(data["amount"], shares, strict=True)):
        text = (f"{value:,}" if whole else amount(value)) + part
        ax.text(float(value), k, f" {text}", va="center", ha="left", fontsize=9.5)
    _names(ax, data["label"])
    ax.set_xlim(0, max(widths.max() * 1.32, 1e-9))
    _bare(ax)


@for_phones(0.38)
def lollipop(ax: Axes, data: pd.DataFrame, lang: str, share: bool = False) -> None:
    """Ordered dots on stems: for many lines of very different size. ``data`` and ``share`` as for :func:`bars`."""
    data = data.sort_values("amount", kind="stable").reset_index(drop=True)
    shares = _shares(data, lang) if share else [""] * len(data)
    codes = data["code"] if "code" in data else [""] * len(data)
    values = data["amount"].astype(float)
    paint = [colour(c) if c else PLAIN for c in codes]
    ax.hlines(data.index, 0, values, color=paint, linewidth=1.8)
    ax.scatter(values, data.index, color=paint, s=34, zorder=3)
    for k, (value, part) in enumerate(zip(data["amount"], shares, strict=True)):
        ax.text(float(value), k, f"   {amount(value)}{part}", va="center", fontsize=9.5)
    _names(ax, data["label"])
    ax.set_xlim(0, max(values.max() * (1.32 if share else 1.22), 1e-9))
    _bare(ax)


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
    left = _spread([float(v) for v in data["before"]], gap)
    right = _spread([float(v) for v in data["after"]], gap)
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
    _names(ax, data["label"])
    ax.invert_yaxis()
    ax.set_xlim(0, float(max(lows)) * 1.18)
    _bare(ax)


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
    _names(ax, data["label"])
    room = reach * 0.42  # for the amounts beside the bars
    ax.set_xlim(min(values.min(), 0) - room * (values.min() < 0), max(values.max(), 0) + room * (values.max() >= 0))
    ax.spines["left"].set_visible(False)
    _bare(ax)


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
    lane = 1.35 + 0.09 * len(parts)  # a full bar and its per cent beside it, which takes its room in every lane
    for row in data.to_dict("records"):
        y, x = groups.index(row["group"]), lane * parts.index(row["label"])
        ax.barh(y, float(row["share"]), left=x, height=0.62, **_of_code(row["code"]))
        text = spell(row["share"], "percent", lang) if row["share"] else "–"
        ax.text(x + float(row["share"]), y, f" {text}", va="center", fontsize=9)
    width = max(36 // len(parts), 5) if lang == "zh" else max(66 // len(parts), 10)
    for k, part in enumerate(parts):
        ax.vlines(lane * k, -0.5, len(groups) - 0.5, color=FAINT, linewidth=0.8)
        ax.text(lane * k, len(groups) - 0.35, _wrap(part, width), va="bottom", fontsize=9, linespacing=1.15)
    head = max(_wrap(part, width).count("\n") + 1 for part in parts)
    inches = ax.get_position().height * figure_of(ax).get_figheight()
    ax.set_ylim(-0.5, len(groups) - 0.35 + len(groups) * 0.17 * head / max(inches - 0.17 * head, 0.5))
    ax.set_yticks(range(len(groups)), [_wrap(g, 14 if lang == "zh" else 24) for g in groups], fontsize=9.5)
    ax.set_xlim(0, lane * len(parts))
    ax.spines["left"].set_visible(False)
    _bare(ax)


def _of_code(code: str) -> dict[str, Any]:
    """How the part of a code is drawn: a class in its colour, a kind of money in its own, what is left over hollow."""
    if not code:
        return {"facecolor": "white", "edgecolor": PLAIN, "linewidth": 0.8}
    return {"color": colour(code) if code[:1].isdigit() else KINDS[0]}


def _below_each_other(ax: Axes, data: pd.DataFrame, lang: str) -> None:
    """The columns of :func:`aligned` one below the other, for a phone: a part, and under it a bar for each group."""
    y, line, bar = 0.0, 0.165, 0.15  # inches
    for part in dict.fromkeys(data["label"]):
        head = _wrap(str(part), 18 if lang == "zh" else 34)
        ax.text(0, y, head, va="top", fontsize=10.5, weight="bold", linespacing=1.1)
        y += line * 1.1 * (head.count("\n") + 1) + 0.05
        for row in data[data["label"] == part].to_dict("records"):
            name = _wrap(str(row["group"]), 20 if lang == "zh" else 40)
            ax.text(0, y, name, va="top", fontsize=9.5, linespacing=1.1)
            y += line * (name.count("\n") + 1) + 0.02
            share = float(row["share"])
            ax.barh(y + bar / 2, share, height=bar, **_of_code(row["code"]))
            said = spell(row["share"], "percent", lang) if row["share"] else "–"
            ax.text(share, y + bar / 2, f" {said}", va="center", fontsize=9.5)
            y += bar + 0.07
        y += 0.14
    figure_of(ax).set_size_inches(NARROW, y)
    ax.set_position((0.02, 0, 0.96, 1))
    ax.set_xlim(0, 1.25)
    ax.set_ylim(y, 0)
    ax.axis("off")


aligned.shares = True  # type: ignore[attr-defined]  # it draws no amounts, so its subtitle names no unit


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
            _above(ax, after, k, amount(row.after), INK)
        else:
            _above(ax, before, k, amount(row.before), FAINT)
            _above(ax, after, k, amount(row.after), INK, below=abs(after - before) < 0.16 * reach)
    _names(ax, data["label"], over=0.34, under=0.34)
    ax.set_xlim(-reach * 0.06, reach * 1.12)
    narrow = is_narrow(ax)
    ax.set_ylim(-0.9 if narrow else -0.6, len(data) - 0.2)
    _bare(ax)
    if ends is None:
        years = data["year_before"].iloc[0], data["year"].iloc[0]
        ends = Message("{year} (year before)", year=years[0]), Message("{year} (this year)", year=years[1])
    key = f"○ {ends[0].said(lang)}    ● {ends[1].said(lang)}"
    ax.text(0, -0.7 if narrow else len(data) - 0.35, key, fontsize=9.5, color=FAINT)


def _above(ax: Axes, x: float, y: float, text: str, paint: str, below: bool = False) -> None:
    """An amount above its dot, or below it where the other year's stands above."""
    up, side = (-8, "top") if below else (8, "bottom")
    ax.annotate(text, (x, y), (0, up), textcoords="offset points", ha="center", va=side, fontsize=9.5, color=paint)


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
    _names(ax, names[::-1], over=0.76)
    if not narrow:
        ax.set_yticks([k + 0.2 for k in range(len(names))], [t.get_text() for t in ax.get_yticklabels()])
    ax.set_xlim(0, 12.4)
    ax.set_ylim(-0.35, len(names) - 0.05)
    _bare(ax)
    ax.spines["left"].set_visible(False)


def _apart(points: list[tuple[int, Decimal]], months: float) -> list[tuple[int, Decimal]]:
    """The steps whose per cents have room: the last one, and of those before it the ones that stand apart."""
    kept: list[tuple[int, Decimal]] = []
    for month, share in reversed(points):
        if not kept or kept[-1][0] - month >= months or kept[-1][1] - share > Decimal("0.45"):
            kept.append((month, share))
    return kept[::-1]


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
    _names(ax, data["label"])
    ax.set_xlim(0, reach * 1.4)
    _bare(ax)


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
    _names(ax, groups)
    ax.set_xlim(0, reach * 1.18)
    _bare(ax)
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
    wrapped = [_wrap(name, int(room / wide)) for name in names]
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
    _bare(ax)


def _columns(data: pd.DataFrame, lang: str) -> tuple[list[pd.Series], list[list[str]], list[list[float]]]:
    """The three columns of :func:`flow`: the amounts by name, what is written beside each, and the inches it takes."""
    stages = [data.groupby(stage, sort=False)["amount"].sum() for stage in ("label", "through", "to")]
    widths = (16, 11, 10) if lang == "zh" else (28, 19, 17)
    words = [[f"{_wrap(n, w)}\n{amount(v)}" for n, v in s.items()] for s, w in zip(stages, widths, strict=True)]
    return stages, words, [[0.165 * (text.count("\n") + 1) + 0.06 for text in own] for own in words]


def _flow_height(data: pd.DataFrame, lang: str) -> float:
    return max(3.2, *(sum(own) + 0.6 for own in _columns(data, lang)[2]))


flow.height = _flow_height  # type: ignore[attr-defined]
