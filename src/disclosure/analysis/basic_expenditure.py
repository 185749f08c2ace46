"""What basic expenditure pays for: people and running costs by economic class, and the pay base behind some lines."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.three_public import three_public
from disclosure.model.sums import fit_sums
from disclosure.words.messages import Message, Term
from disclosure.words.reference import reference_settings
from disclosure.words.wording import wording

PAY_CLASSES = "301|303"
"""Wages and welfare, and subsidies to individuals and families: personnel costs where a table does not say."""


def basic_lines(document: CleanData) -> pd.DataFrame:
    """Every line (款) of basic expenditure by economic class, amounts in 万元, the largest first.

    ``code``, ``name``, ``label``, ``amount`` and ``kind``: ``personnel`` or ``operating``, by the table's own columns
    or, where it has none, by class, as finance departments do themselves. A line in both columns has two rows.
    """
    table = document.table("basic_by_economic")
    lines = table[table["economic_code"].astype(str).str.len() == 5]
    split = lines[["personnel", "operating"]].notna().any(axis=None)
    rows = []
    for line in lines.to_dict("records"):
        by_class = "personnel" if str(line["economic_code"])[:3] in PAY_CLASSES.split("|") else "operating"
        amounts = {kind: line[kind] for kind in ("personnel", "operating")} if split else {by_class: line["total"]}
        rows += [
            {
                "code": line["economic_code"],
                "name": line["name"],
                "label": Term(line["name"]),
                "amount": amount,
                "kind": k,
            }
            for k, amount in amounts.items()
            if amount
        ]
    frame = pd.DataFrame(rows, columns=["code", "name", "label", "amount", "kind"], dtype=object)
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def basic_totals(document: CleanData) -> dict[str, Figure | None]:
    """``basic``, ``personnel`` and ``operating``: as the table's foot prints them, else as prose does, else as sums."""
    table = document.table("basic_by_economic")
    foot: dict = next(iter(table[table["row_role"] == "total"].to_dict("records")), {})
    lines = basic_lines(document)
    made: dict[str, Figure | None] = {
        "basic": foot.get("total") or document.stated(wording("stated_as")["basic"], optional=True)
    }
    for kind in ("personnel", "operating"):
        own = lines.loc[lines["kind"] == kind, "amount"]
        made[kind] = (
            foot.get(kind)
            or document.stated(wording("stated_as")[kind], optional=True)
            or (total(own) if len(own) else None)
        )
    return made


def pay_base(document: CleanData) -> pd.DataFrame:
    """The base of pay that contributions imply: ``label``, ``amount``, ``rate``, ``low``, ``high``, ``meets``.

    The rates are an assumption from outside (``assumptions.yml``, ``contribution_rates``): the document prints
    neither rate nor base. Each amount, with what printing rounded away, divided by its rate gives an interval;
    ``meets`` counts the other intervals that it meets. Empty where fewer than two of the lines are printed, or where
    the rate changed within the year.
    """
    lines = basic_lines(document).drop_duplicates("code").set_index("code")
    rows = []
    for spec in reference_settings("assumptions.yml")["contribution_rates"]:
        first, last = spec.get("from", 0), spec.get("until", 9999)
        if spec["economic"] in lines.index and first <= document.year <= last:
            amount, rate = lines.at[spec["economic"], "amount"], Decimal(spec["rate"])
            half = Decimal(1).scaleb(min(-2, int(amount.normalize().as_tuple().exponent))) / 2
            low, high = Figure((amount - half) / rate), Figure((amount + half) / rate)
            rows.append({"label": Term(lines.at[spec["economic"], "name"]), "amount": amount, "rate": rate,
                         "low": low, "high": high})  # fmt: skip
    for row in rows:
        row["meets"] = sum(row["low"] <= other["high"] and other["low"] <= row["high"] for other in rows) - 1
    for row in rows:  # outwards, to a hundred yuan: the rate is assumed, and the last digits say nothing
        row["low"] = Figure(row["low"].quantize(Decimal("0.01"), ROUND_FLOOR))
        row["high"] = Figure(row["high"].quantize(Decimal("0.01"), ROUND_CEILING))
    columns = ["label", "amount", "rate", "low", "high", "meets"]
    return pd.DataFrame(rows if len(rows) > 1 else [], columns=columns, dtype=object)


def agency_running_costs(document: CleanData) -> pd.DataFrame:
    """Items of 机关运行经费 (running costs of agencies) in prose, each beside a line of operating costs.

    ``label`` as the prose says it, ``amount``; ``line`` and ``whole``, the table's line and its amount; ``basis``, how
    they were brought together: by name, or inferred where the amounts fit in one way only. Empty where prose lists
    fewer than three.
    """
    stated = document.statements
    listed = stated[stated["section"].str.contains(wording("agency_running_costs"))]
    listed = listed[listed["amount"].notna() & listed["parent"].str.contains(wording("running_costs_name"))]
    lines = basic_lines(document)
    lines = lines[lines["kind"] == "operating"]
    by_name = {name.removesuffix("费"): k for k, name in zip(lines.index, lines["name"], strict=True)}
    rows = [
        {"label": Term(label), "amount": amount, "k": by_name.get(label.removesuffix("费"))}
        for label, amount in zip(listed["label"], listed["amount"], strict=True)
    ]
    rest, left = [row for row in rows if row["k"] is None], [k for k in lines.index if k not in {r["k"] for r in rows}]
    ways, complete = fit_sums([row["amount"] for row in rest], [lines.at[k, "amount"] for k in left])
    for row in rows:
        row["basis"] = Message("by name")
    if len(ways) == 1 and complete:
        for row, place in zip(rest, ways[0], strict=True):
            row |= {"k": left[place], "basis": Message("inferred from the amount")}
    for row in rows:
        k = row.pop("k")
        row |= {"line": Term(lines.at[k, "name"]) if k is not None else None}
        row |= {"whole": lines.at[k, "amount"] if k is not None else None}
    columns = ["label", "amount", "line", "whole", "basis"]
    return pd.DataFrame(rows if len(rows) > 2 else [], columns=columns, dtype=object)


def three_public_by_class(document: CleanData) -> pd.DataFrame:
    """The “three public” lines beside their economic class: ``label``, ``amount``, ``basic`` (expenditure), ``gap``.

    What the “three public” table has in excess is paid from projects; where it is smaller a question is due.
    """
    lines = basic_lines(document).groupby("code")["amount"].agg(total)
    rows = []
    for row in three_public(document).to_dict("records") if len(lines) else []:
        if row["economic_code"] and row["after"] is not None:
            basic = lines.get(row["economic_code"])
            gap = Figure(row["after"] - (basic or 0))
            rows.append({"label": Term(row["name"].zh), "amount": row["after"], "basic": basic, "gap": gap})
    return pd.DataFrame(rows, columns=["label", "amount", "basic", "gap"], dtype=object)
