"""A department's plan and outturn over the years: approved, adjusted, spent, and approved for the year after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.comparison import Disclosure, open_collection, printed_total
from disclosure.analysis.execution import execution, why_no_pair
from disclosure.analysis.figure import Figure
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.words.messages import Message, Term, marked

COLUMNS = [
    "organisation", "label", "year", "approved", "approved_prose", "adjusted", "executed", "difference", "rate",
    "next_approved",
]  # fmt: skip


def chain(disclosures: Sequence[Disclosure]) -> pd.DataFrame:
    """Each department's general public budget over the years, amounts in 万元.

    ``organisation``, ``label``, ``year``, ``approved`` (by the budget, else by the final accounts), ``approved_prose``
    (by the text of the final accounts), ``adjusted``, ``executed``, ``difference``, ``rate`` and ``next_approved``.
    A unit of a department has a chain of its own.
    """
    rows: dict[tuple[str, str, int], dict[str, Any]] = {}
    for d in disclosures:
        if d.dated and d.phase == APPROVED:
            amount = printed_total(d, "general")
            rows[d.organisation.zh, d.scope, d.year] = {"approved": amount, "year": d.year, "label": d.label}
    for final in disclosures:
        if final.dated and final.phase == EXECUTED:
            lines = execution(final, budget_of(final, disclosures))
            whole: dict[str, Any] = next(iter(lines[lines.index == "whole"].to_dict("records")), {})
            key = final.organisation.zh, final.scope, final.year
            row = rows.setdefault(key, {"year": final.year, "label": final.label})
            row |= {name: whole.get(name) for name in ("approved_prose", "adjusted", "executed", "difference", "rate")}
            row["approved"] = row.get("approved") or whole.get("approved")
    for who, scope, year in rows:
        rows[who, scope, year] |= {
            "organisation": Term(who),
            "next_approved": rows.get((who, scope, year + 1), {}).get("approved"),
        }
    frame = pd.DataFrame([rows[key] for key in sorted(rows)], columns=COLUMNS, dtype=object)
    return frame.where(frame.notna(), None)


def budget_of(final: Disclosure, disclosures: Iterable[Disclosure], later: int = 0) -> Disclosure | None:
    """The budget that final accounts carried out, or with ``later`` 1 the next, if it is among these."""
    return next((d for d in disclosures if d.dated and why_no_pair(final, d, later) is None), None)


def department_beside(document: CleanData) -> list[Disclosure]:
    """The disclosures of a document's department in the folder that its own data lies in, itself among them."""
    folders = []
    for package in document.folder.parent.glob("*/datapackage.json"):
        other = CleanData(package.parent)
        if _titled(other) == _titled(document):  # before any figure is read: there may be many
            folders.append(package.parent)
    found = open_collection(sorted(folders))
    return [d for d in found if d.dated and (d.organisation.zh, d.scope) == (document.organisation.zh, document.scope)]


def _titled(document: CleanData) -> str:
    return str(document.package.get("title", "")).removesuffix(str(document.year or "")).strip()


def steps(links: pd.DataFrame) -> pd.DataFrame:
    """The chain of one department as a waterfall: ``label``, ``amount``, ``kind`` (``total``, or ``change`` between).

    A chain of a single year has no rows: it is no chain.
    """
    rows: list[dict[str, Any]] = []
    for link in links.to_dict("records") if len(links) > 1 else ():
        for name, said in _STAGES.items():
            if (amount := link[name]) is not None:
                if rows:
                    change = Figure(amount - rows[-1]["amount"])
                    rows.append({"label": _CHANGES[name], "amount": change, "kind": "change"})
                rows.append({"label": Message(said, year=link["year"]), "amount": amount, "kind": "total"})
    return pd.DataFrame(rows, columns=["label", "amount", "kind"], dtype=object)


_STAGES = {
    "approved": marked("{year}, approved"),
    "adjusted": marked("{year}, adjusted"),
    "executed": marked("{year}, spent"),
}
_CHANGES = {
    "approved": Message("against what was spent the year before"),
    "adjusted": Message("changed within the year"),
    "executed": Message("against the plan"),
}
