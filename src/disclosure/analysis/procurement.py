"""What a disclosure says of procurement and assets: what is bought, with which money, and what is owned."""

from __future__ import annotations

import re

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure, total
from disclosure.words.messages import Message, Term
from disclosure.words.reference import reference_settings
from disclosure.words.wording import says, wording

KINDS = wording("procurement_kinds")
"""Goods, works and services by the first letter of the procurement catalogue."""


def procurement_items(document: CleanData) -> pd.DataFrame:
    """What is to be bought, line by line, amounts in 万元: ``label``, ``kind``, ``project_name``, ``amount``
    … and the columns of ``procurement.csv``. Empty where the document has no such table."""
    lines = document.frame("procurement")
    letters = {word: letter for letter, word in KINDS.items()}
    heading = lines["category"].str.extract(f"({'|'.join(letters)})", expand=False).ffill().map(letters)
    coded = lines["catalogue_code"].str[:1]
    named = lines["project_name"].where(lines["project_name"] != "").ffill().fillna("")
    lines = lines.assign(kind=coded.where(coded.isin(list(KINDS)), heading), project_name=named)
    items = lines[(lines["row_role"] == "leaf") & (lines["item"] != "") & lines["total"].notna()]
    items = items.rename(columns={"total": "amount"}).reset_index(drop=True)
    return items.assign(label=[Term(name) for name in items["item"]])


def procurement_total(document: CleanData) -> Figure | None:
    """The procurement budget: as the table's total prints it, else as prose states it; None where there is neither."""
    lines = document.frame("procurement")
    printed = lines.loc[lines["row_role"] == "total", "total"].dropna()
    return next(iter([*printed, *_stated(document, wording("procurement_total"))]), None)


def procurement_by_kind(document: CleanData) -> pd.DataFrame:
    """Goods, works and services: ``label``, ``amount`` (the table's, else the prose's), ``table``, ``prose``; 万元."""
    items = procurement_items(document)
    rows = []
    for letter, word in KINDS.items():
        own = items.loc[items["kind"] == letter, "amount"]
        table = (own.iloc[0] if len(own) == 1 else total(own)) if len(own) else None
        prose = next(iter(_stated(document, wording("procurement_kind").format(kind=word))), None)
        rows.append({"label": Term(word), "amount": table or prose, "table": table, "prose": prose})
    frame = pd.DataFrame(
        [row for row in rows if row["amount"]], columns=["label", "amount", "table", "prose"], dtype=object
    )
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def procurement_by_source(document: CleanData) -> pd.DataFrame:
    """Procurement by the project or purpose that pays: ``label``, ``amount``, ``budget`` (of the whole source, counted
    once), ``items``, ``kind``: ``operating`` for the operating budget of a unit, else ``project``."""
    rows = []
    for (unit, project), own in procurement_items(document).groupby(["unit_name", "project_name"], sort=False):
        operating = bool(says("running_costs_name", str(project)))
        rows.append(
            {
                "label": Message("{what} ({where})", what=Term(project), where=Term(unit))
                if operating
                else Term(project),
                "project_name": project,
                "unit_name": unit,
                "amount": total(own["amount"]),
                "budget": next(iter(own["project_budget"].dropna()), None),
                "items": len(own),
                "kind": "operating" if operating else "project",
            }
        )
    columns = ["label", "project_name", "unit_name", "amount", "budget", "items", "kind"]
    frame = pd.DataFrame(rows, columns=columns, dtype=object)
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def projects_procured(document: CleanData) -> pd.DataFrame:
    """Each project and how much of it the procurement table buys: ``label``, ``amount``, ``procured``, ``share``.

    Matched by name. Empty where the document lacks a list of projects or a procurement table.
    """
    items, projects = procurement_items(document), document.projects
    bought = {name: total(own) for name, own in items.groupby("project_name")["amount"]}
    rows = [
        {
            "label": Term(name),
            "amount": amount,
            "procured": bought.get(name),
            "share": bought[name] / amount if name in bought and amount else None,
        }
        for name, amount in zip(projects["project_name"], projects["amount"], strict=True)
    ]
    return pd.DataFrame(rows if len(items) else [], columns=["label", "amount", "procured", "share"], dtype=object)


def bought_from_running_costs(document: CleanData) -> pd.DataFrame:
    """Purchases from operating budgets beside the economic line that should pay for them.

    ``label``, ``line`` (the amount of the line in basic expenditure), ``procured``, ``left``. Which line a catalogue
    number belongs to is a reading of the catalogue (``catalogue_lines`` in ``reference/assumptions.yml``).
    """
    reading = reference_settings("assumptions.yml")["catalogue_lines"]
    items = procurement_items(document)
    items = items[items["project_name"].str.contains(wording("running_costs_name"))]
    lines = document.table("basic_by_economic").drop_duplicates("economic_code").set_index("economic_code")
    rows = []
    for code, own in items.groupby(items["catalogue_code"].str[:3].map(reading)):
        if code in lines.index and lines.at[code, "total"] is not None:
            procured, line = total(own["amount"]), lines.at[code, "total"]
            rows.append(
                {
                    "label": Term(lines.at[code, "name"]),
                    "line": line,
                    "procured": procured,
                    "left": Figure(line - procured),
                }
            )
    return pd.DataFrame(rows, columns=["label", "line", "procured", "left"], dtype=object)


def assets_held(document: CleanData) -> pd.DataFrame:
    """The categories of fixed assets with a value, the largest first: ``label``, ``amount`` (万元), ``quantity``."""
    assets = document.frame("assets")
    held = assets[(assets["row_role"] == "leaf") & assets["value"].notna()].rename(columns={"value": "amount"})
    held = held.assign(label=[Term(re.sub(r"^\d+、", "", item)) for item in held["item"]])
    return held.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def counted(document: CleanData) -> pd.DataFrame:
    """Vehicles and equipment that prose counts: ``label``, ``quantity``, ``unit``, ``page``."""
    stated = document.statements
    own = stated[
        stated["quantity"].notna() & (stated["parent"] == "") & stated["label"].str.contains(wording("counted"))
    ]
    own = own[own["unit"].str.contains(wording("counted_in"))].drop_duplicates("label")
    own = own.assign(label=own["label"].map(Term))
    return own[["label", "quantity", "unit", "page"]]


def _stated(document: CleanData, label: str) -> list[Figure]:
    stated = document.stated_now
    own = stated[stated["label"].str.contains(label) & stated["amount"].notna() & (stated["basis"] == "current")]
    return list(own["amount"])
