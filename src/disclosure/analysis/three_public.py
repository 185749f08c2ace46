"""The “三公” expenses of a disclosure over two years, whatever its table and prose call them."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import total
from disclosure.model.numbering import unnumbered
from disclosure.words.messages import Message
from disclosure.words.roles import both
from disclosure.words.three_public import expenses, lines_of, told_by
from disclosure.words.wording import wording

COLUMNS = [
    "key", "name", "parent", "economic_code", "after", "before", "change", "before_from", "reason", "approved",
    "approved_stated", "adjusted", "completion", "deviation_reason",
]  # fmt: skip


def three_public(document: CleanData) -> pd.DataFrame:
    """The lines of the “三公” expenses that a disclosure gives, the total first, amounts in 万元.

    ``after`` is this year's amount: the table's, or where the table leaves the line blank, the prose's. ``before`` is
    the year before, and ``before_from`` says where it is from: ``table`` (a column of the year before), ``prose``, or
    ``derived``, this year's amount less the change that prose states. ``change`` is ``after`` less ``before``,
    ``reason`` what prose gives for it. The total of three parts that are given without one is their sum.

    Of final accounts ``after`` is the outturn; the plan beside it is ``approved`` and ``adjusted`` (by the table),
    ``approved_stated`` (by the prose), ``completion`` the rate that prose gives, and ``deviation_reason`` why the two
    differ. What the document does not give is None. How lines are worded is in ``names.yml``.
    """
    printed, told = document.table("three_public"), document.stated_now
    told, planned = (f[~f["section"].str.contains(wording("agency_running_costs"))] for f in (told, _planned(document)))
    lines, places = printed.to_dict("records"), lines_of([unnumbered(item) for item in printed["item"]])
    rows: dict[str, dict] = {}
    for spec in expenses():
        line = lines[places[spec["key"]]] if spec["key"] in places else {}
        prose, plan = (f.loc[[spec["key"] in told_by(label) for label in f["label"]]] for f in (told, planned))
        said = _said(prose)
        after = line.get("total") if line.get("total") is not None else said.get("current")
        before, origin = line.get("total_prior"), "table"
        if before is None:
            before, origin = said.get("prior"), "prose"
        if before is None and after is not None and "change" in said:
            before, origin = after - said["change"], "derived"
        if after is not None or before is not None:
            rows[spec["key"]] = {
                "key": spec["key"],
                "name": both(Message(spec["message"])),
                "parent": spec.get("parent", ""),
                "economic_code": spec.get("economic", ""),
                "after": after,
                "before": before,
                "before_from": origin if before is not None else "",
                "reason": next((text for text in prose.loc[prose["basis"] != "deviation", "reason"] if text), ""),
                "approved": line.get("initial_budget"),
                "approved_stated": _said(plan).get("current"),
                "adjusted": line.get("adjusted_budget"),
                "completion": next((share for share in plan["share"] if share is not None), None),
                "deviation_reason": next((text for text in plan["reason"] if text), ""),
            }
    rows = _with_total(rows)
    _add_up(rows)
    for row in rows.values():
        known = row["after"] is not None and row["before"] is not None
        row["change"] = row["after"] - row["before"] if known else None
    return pd.DataFrame(rows.values(), columns=COLUMNS, dtype=object)


def _planned(document: CleanData) -> pd.DataFrame:
    """What final accounts say in prose of the plan: its amounts, how much of it was spent, and why not all."""
    told = document.statements
    repeated = (told["basis"] == "current") & (told["phase"] != document.phase)
    return told[repeated | told["basis"].isin(["completion", "deviation"])]


def _with_total(rows: dict[str, dict]) -> dict[str, dict]:
    """The lines with their total first: where the document states its three parts and no total, their sum."""
    parts = [rows[key]["after"] for key in ("abroad", "cars", "reception") if key in rows]
    if "total" in rows or len(parts) < 3 or None in parts:
        return rows
    spec = next(own for own in expenses() if own["key"] == "total")
    words = dict.fromkeys(("parent", "economic_code", "before_from", "reason", "deviation_reason"), "")
    row = dict.fromkeys(COLUMNS) | words | {"key": "total", "name": both(Message(spec["message"]))}
    return {"total": row | {"after": total(parts)}, **rows}


def _add_up(rows: dict[str, dict]) -> None:
    """The year before of a line whose parts are all known and add up this year: the sum of its parts."""
    for key in ("cars", "total"):
        parts = [row for row in rows.values() if row["parent"] == key]
        row = rows.get(key)
        if not row or row["before"] is not None or not parts or any(part["before"] is None for part in parts):
            continue
        if sum(part["after"] or 0 for part in parts) == row["after"]:
            row["before"], row["before_from"] = sum((part["before"] for part in parts), Decimal(0)), "derived"


def _said(prose: pd.DataFrame) -> dict[str, Decimal]:
    """The first amount of each basis; a change that prose says there was none of is nothing."""
    said: dict[str, Decimal] = {}
    for row in prose.to_dict("records"):
        amount = Decimal(0) if row["trend"] == "unchanged" else row["amount"]
        if amount is not None:
            said.setdefault(row["basis"], amount)
    return said
