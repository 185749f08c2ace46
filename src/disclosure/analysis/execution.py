"""What became of the plan: the approved budget beside what was spent, line by line, with the reasons given.

Final accounts (决算) print what was spent. What had been approved stands in their text (年初预算 … 支出决算 …), in
columns of some tables, and in the budget of the same year. The sources are kept apart, so that they can be held
against each other; nothing is spread or estimated. Amounts are exact decimals in 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure
from disclosure.analysis.three_public import three_public
from disclosure.audit.ledger import Ledger, Statement, read_rows
from disclosure.audit.rules.prose_against_tables import place_of
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.words.codes import same_meaning
from disclosure.words.messages import Message, Term
from disclosure.words.wording import wording

COLUMNS = [
    "kind", "code", "label", "level", "approved", "adjusted", "executed", "difference", "rate", "status", "reason",
    "sentence", "approved_from", "approved_table", "approved_prose", "approved_budget", "stated_rate", "page",
]  # fmt: skip
FUNCTION = ("general_budget_by_function", "expenditure_by_function")
SOURCES = ("table", "prose", "budget")
"""Where an approved amount may stand, the nearest to the outturn first: in its table, in its text, in the budget."""
STATUS = {
    "spent": Message("planned and spent"),
    "not_spent": Message("planned, not spent"),
    "not_planned": Message("spent, not planned"),
    "unknown": Message("no plan at hand"),
}


def execution(final: CleanData, budget: CleanData | None = None) -> pd.DataFrame:
    """The plan and the outturn of every line that final accounts print; ``budget`` is the same year's, if at hand.

    ``kind`` is ``function`` (the general public budget by function code, the first row its total with ``code`` empty),
    ``economic`` (basic expenditure by class) or ``three_public`` (``code`` is the line's key). ``approved`` is the
    first of ``approved_table``, ``approved_prose`` and ``approved_budget`` that is known, ``approved_from`` says which;
    ``adjusted`` is what the table prints of the adjusted budget. ``difference`` is ``executed`` less ``approved``,
    ``rate`` one by the other, ``stated_rate`` what the text says of it, ``reason`` and ``sentence`` what it gives for
    the difference. ``status`` is ``spent``, ``not_spent`` (planned, but no line or nothing in the outturn),
    ``not_planned`` (spent, and the plan has nothing or no such line) or ``unknown`` (no plan of that kind is at hand).
    A budget alone has no outturn: no rows.
    Raises :class:`ValueError` where ``budget`` is of another department or year: nothing is mixed.
    """
    if budget is not None and (other := why_no_pair(final, budget)):
        raise ValueError(str(other))
    spent = final.phase == EXECUTED
    rows = [*_functions(final, budget), *_economic(final, budget), *_three_public(final, budget)] if spent else []
    for row in rows:
        known = [source for source in SOURCES if row[f"approved_{source}"] is not None]
        row["approved_from"] = known[0] if known else ""
        row["approved"] = row[f"approved_{known[0]}"] if known else None
    planned = {row["kind"] for row in rows if row["approved"] is not None}
    for row in rows:
        row |= _compared(row, row["kind"] in planned)
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(object)
    frame.index = pd.Index([row["key"] for row in rows])
    return frame.where(frame.notna(), None)


def budget_beside(final: CleanData) -> CleanData | None:
    """The budget of the same department and year in a folder beside these final accounts; None where there is none."""
    for package in sorted(final.folder.parent.glob("*/datapackage.json")):
        other = CleanData(package.parent)
        if other.year == final.year and other.folder != final.folder and why_no_pair(final, other) is None:
            return other
    return None


def why_no_pair(final: CleanData, budget: CleanData) -> Message | None:
    """Why a budget is not the one that these final accounts carried out; None where it is."""
    if final.organisation.zh != budget.organisation.zh:
        return Message(
            "the budget is that of {who}, the final accounts are those of {other}",
            who=Term(budget.organisation.zh),
            other=Term(final.organisation.zh),
        )
    if final.year != budget.year:
        return Message(
            "the budget is that of {year}, the final accounts are those of {other}", year=budget.year, other=final.year
        )
    if (final.phase, budget.phase) != (EXECUTED, APPROVED):
        return Message("final accounts and a budget are wanted")
    return None


def _compared(row: dict, planned: bool) -> dict:
    """What follows from plan and outturn; ``planned``: does any line of its kind have a plan at hand?"""
    approved, executed = row["approved"], row["executed"]
    nothing = Decimal(0)
    if approved is None:
        status = "not_planned" if planned and row["approved_listed"] and executed else "unknown"
    elif approved and not executed:
        status = "not_spent"
    else:
        status = "not_planned" if executed and not approved else "spent"
    told = approved is not None or status == "not_planned"
    return {
        "status": status,
        "difference": Figure((executed or nothing) - (approved or nothing)) if told else None,
        "rate": Decimal((executed or nothing) / approved) if approved else None,
        "page": next((v.place.page for v in (executed, approved) if isinstance(v, Figure) and v.place), None),
    }


def _blank(kind: str, code: str, name: str, level: object) -> dict:
    """A row of which nothing is known yet but its line."""
    label = Term(name) if name else Message("general public budget, in all")
    known = {"key": code or name or "whole", "kind": kind, "code": code, "label": label, "level": level}
    return {**dict.fromkeys(COLUMNS), **known, "reason": "", "sentence": "", "approved_listed": False}


def _listed(document: CleanData, role: str, code_column: str) -> dict[str, dict]:
    """The lines of a role's table by code; its total under the empty code."""
    table = document.table(role)
    lines = {str(line[code_column]): line for line in table.to_dict("records") if line[code_column]}
    foot = table[table["row_role"] == "total"].to_dict("records")
    return ({"": foot[0]} if foot else {}) | lines


def _lines(kind: str, spent: dict[str, dict], planned: dict[str, dict] | None, told: dict[str, dict]) -> Iterator[dict]:
    """The lines of either table by code, what the text tells of them beside. One code with two meanings is two rows."""
    for code in sorted({*spent, *(planned or {})}):
        here, there = spent.get(code), (planned or {}).get(code)
        if here and there and code and not same_meaning(kind, code, there["name"], here["name"]):
            pairs: list[tuple[dict | None, dict | None]] = [(None, there), (here, None)]
        else:
            pairs = [(here, there)]
        for executed, approved in pairs:
            line: dict = executed or approved or {}
            row = _blank(kind, code, line["name"] if code else "", line["level"])
            if executed:
                row |= {
                    "executed": executed["total"],
                    "approved_table": executed.get("initial_budget"),
                    "adjusted": executed.get("adjusted_budget"),
                    **told.get(code, {}),
                }
            row["approved_budget"] = _elsewhere(approved["total"]) if approved else None
            row["approved_listed"] = planned is not None
            yield row


def _elsewhere(amount: Decimal | None) -> Figure | None:
    """An amount of the other document, without its place: a link would lead into the pages of this one."""
    return None if amount is None else Figure(amount)


def _functions(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """The general public budget by function. What the text alone tells, of lines that no table has, follows."""
    role = final.first_role(*FUNCTION) or FUNCTION[0]
    spent = _listed(final, role, "function_code")
    planned = _listed(budget, role, "function_code") if budget is not None and budget.has(role) else None
    told, unplaced = _told(final)
    yield from _lines("function", spent, planned, told)
    for name, said in unplaced.items():
        yield _blank("function", "", name, None) | said


def _economic(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """Basic expenditure by economic class, where final accounts print it; the sum over all is the function's."""
    role = "basic_by_economic"
    planned = _listed(budget, role, "economic_code") if budget is not None and budget.has(role) else None
    for row in _lines("economic", _listed(final, role, "economic_code"), planned, {}):
        if row["code"]:
            yield row


def _three_public(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """The “three public” lines: plan and outturn stand in one table, and in the text."""
    planned = {} if budget is None else {row["key"]: row for row in three_public(budget).to_dict("records")}
    for line in three_public(final).to_dict("records"):
        row = _blank("three_public", line["key"], "", None)
        yield row | {
            "label": line["name"],
            "level": 2 if line["parent"] else 1,
            "executed": line["after"],
            "approved_table": line["approved"],
            "approved_prose": line["approved_stated"],
            "adjusted": line["adjusted"],
            "approved_budget": _elsewhere(planned.get(line["key"], {}).get("after")),
            "approved_listed": budget is not None and bool(planned),
            "stated_rate": line["completion"],
            "reason": line["deviation_reason"],
        }


def _told(final: CleanData) -> tuple[dict[str, dict], dict[str, dict]]:
    """What the text tells of plan and outturn: by function code, and by label where no table has the line."""
    ledger = Ledger(read_rows(final.folder))
    facts = final.facts.set_index("fact_id")
    stated = final.statements.set_index("statement_id")
    placed: dict[str, dict] = {}
    unplaced: dict[str, dict] = {}
    for group in _groups(ledger.statements):
        executed, approved = group.get("executed"), group.get("approved")
        if executed is None or not (approved or group.get("completion") or group.get("deviation")):
            continue
        cells = (place_of(ledger, executed) or ([], ""))[0]
        fact = facts.loc[cells[0].id] if len(cells) == 1 and cells[0].id in facts.index else None
        said = {
            "approved_prose": stated.at[approved.amount.id, "amount"] if approved else _before(stated, group),
            "stated_rate": group["completion"].share if "completion" in group else None,
            "reason": next((s["reason"] for s in group.values() if s["reason"]), ""),
            "sentence": group[max(group, key=lambda name: group[name].index)].sentence,
        }
        if fact is not None and fact["role"] in FUNCTION and fact["measure"] == "total":
            placed.setdefault(fact["function_code"] if fact["row_role"] != "total" else "", said)
        elif fact is None and not cells:
            unplaced.setdefault(executed.label, said | {"executed": stated.at[executed.amount.id, "amount"]})
    return placed, unplaced


def _before(stated: pd.DataFrame, group: dict[str, Statement]) -> Figure | None:
    """The approved amount where the text gives only how far the outturn is from it: 比年初预算减少11.60万元."""
    gap = stated.at[group["deviation"].amount.id, "amount"] if "deviation" in group else None
    if gap is None or not gap or not re.fullmatch(wording("approved_budget"), group["deviation"]["against"]):
        return None
    return Figure(stated.at[group["executed"].amount.id, "amount"] - gap)


def _groups(statements: list[Statement]) -> list[dict[str, Statement]]:
    """What is said of one line in a row: its approved amount, its outturn, the rate and why they differ."""
    groups: list[dict[str, Statement]] = []
    last: tuple[str, str] | None = None
    for statement in statements:
        rate = statement.basis in ("completion", "deviation")
        kind = statement.basis if rate else statement["phase"]
        if not rate and (statement.basis not in ("current", "budget") or statement.amount.value is None):
            continue
        line = (statement.section, statement.label)
        again = line == last and kind in groups[-1]
        if again and kind == "deviation":
            continue  # the same difference, as a percentage
        if line != last or again:
            groups.append({})
            last = line
        groups[-1][kind] = statement
    return groups
