"""What became of the plan: the approved budget beside what was spent, line by line, with the reasons given.

Final accounts (决算) print what was spent. What had been approved stands in their text (年初预算 … 支出决算 …), in
columns of some tables, in the budget of the same year, and where the next year's budget compares with it. The sources
are kept apart, so that they can be held against each other; nothing is spread or estimated. Amounts are exact
decimals in 万元.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure
from disclosure.analysis.three_public import three_public
from disclosure.analysis.year_over_year import comparisons
from disclosure.audit.ledger import Ledger, Statement, read_rows
from disclosure.audit.rules.prose_against_tables import place_of
from disclosure.model.numbering import unnumbered
from disclosure.model.roles import BUDGETED
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.words.codes import same_meaning
from disclosure.words.messages import Message, Term
from disclosure.words.names import in_a_row
from disclosure.words.roles import role_name
from disclosure.words.three_public import lines_of
from disclosure.words.wording import wording

COLUMNS = [
    "kind", "code", "label", "level", "approved", "adjusted", "executed", "difference", "rate", "status", "reason",
    "sentence", "approved_from", "approved_table", "approved_prose", "approved_budget", "approved_next",
    "executed_next", "stated_rate", "page",
]  # fmt: skip
FUNCTION = ("general_budget_by_function", "expenditure_by_function")
FUNDS = {"government_fund_by_function": "government_fund", "state_capital_by_function": "state_capital"}
"""Roles of the tables of funds, and what the keys of their lines begin with."""
SOURCES = ("table", "prose", "budget", "next")
"""Where an approved amount may stand, the nearest to the outturn first: in its table, in its text, in the budget, in
the budget of the year after."""
STATUS = {
    "spent": Message("planned and spent"),
    "not_spent": Message("planned, not spent"),
    "not_planned": Message("spent, not planned"),
    "unknown": Message("no plan at hand"),
}
RECEIVED = {
    "spent": Message("planned and received"),
    "not_spent": Message("planned, not received"),
    "not_planned": Message("received, not planned"),
}
"""What is said of revenue instead."""


def execution(final: CleanData, budget: CleanData | None = None, following: CleanData | None = None) -> pd.DataFrame:
    """The plan and the outturn of every line that final accounts print.

    ``budget`` is the same year's, ``following`` that of the year after, if they are at hand. ``kind`` is ``function``
    (the general public budget by function code, the first row its total with ``code`` empty), ``fund`` (government
    funds and state capital by function code), ``economic`` (basic expenditure by class), ``three_public`` (``code`` is
    the line's key) or ``revenue`` (by source, ``code`` is its key; what is said of spending means what was received).

    ``approved`` is the first of ``approved_table``, ``approved_prose``, ``approved_budget`` and ``approved_next`` (the
    year before by the following budget) that is known, ``approved_from`` says which; ``adjusted`` is what the table
    prints of the adjusted budget, ``executed_next`` the outturn as the following budget prints it. ``difference`` is
    ``executed`` less ``approved``, ``rate`` one by the other, ``stated_rate`` what the text says of it, ``reason`` and
    ``sentence`` what it gives for the difference. ``status`` is ``spent``, ``not_spent`` (planned, but no line or
    nothing in the outturn), ``not_planned`` (spent, and the plan has nothing or no such line) or ``unknown`` (no plan
    of that kind is at hand). A budget alone has no outturn: no rows.

    Raises :class:`ValueError` where one of the two is of another department or year: nothing is mixed.
    """
    for other, later in ((budget, 0), (following, 1)):
        if other is not None and (why := why_no_pair(final, other, later)):
            raise ValueError(str(why))
    rows: list[dict] = []
    if final.phase == EXECUTED:
        told, unplaced = _told(final)
        rows += _functions(final, budget, told, unplaced)
        rows += _funds(final, budget, told)
        rows += _economic(final, budget)
        rows += _three_public(final, budget)
        rows += _revenue(final, budget)
    later_said = _said_later(following) if following is not None else {}
    for row in rows:
        row |= later_said.get((row["kind"], row["key"]), {})
        known = [source for source in SOURCES if row[f"approved_{source}"] is not None]
        row["approved_from"] = known[0] if known else ""
        row["approved"] = row[f"approved_{known[0]}"] if known else None
    planned = {row["kind"] for row in rows if row["approved"] is not None}
    for row in rows:
        row |= _compared(row, row["kind"] in planned)
    frame = pd.DataFrame(rows, columns=COLUMNS).astype(object)
    frame.index = pd.Index([row["key"] for row in rows])
    return frame.where(frame.notna(), None)


def status_word(kind: str, status: str) -> Message:
    """A status in words."""
    return (RECEIVED if kind == "revenue" else {}).get(status) or STATUS[status]


def budget_beside(final: CleanData, later: int = 0) -> CleanData | None:
    """The budget of the same department in a folder beside these final accounts; None where there is none.

    It is that of the same year, or with ``later`` 1 that of the year after.
    """
    for package in sorted(final.folder.parent.glob("*/datapackage.json")):
        other = CleanData(package.parent)
        own_year = other.year == final.year + later  # before any figure is read: there may be many
        if own_year and other.folder != final.folder and why_no_pair(final, other, later) is None:
            return other
    return None


def why_no_pair(final: CleanData, budget: CleanData, later: int = 0) -> Message | None:
    """Why a budget is not the one that these final accounts carried out; None where it is.

    With ``later`` 1 the budget wanted is the one that follows them.
    """
    if final.organisation.zh != budget.organisation.zh:
        return Message(
            "the budget is that of {who}, the final accounts are those of {other}",
            who=Term(budget.organisation.zh),
            other=Term(final.organisation.zh),
        )
    if final.year + later != budget.year:
        return Message(
            "the budget is that of {year}, the final accounts are those of {other}", year=budget.year, other=final.year
        )
    if {final.scope, budget.scope} == {"unit", "department"}:
        return (
            Message("the budget is that of the department, the final accounts are those of a unit of it")
            if final.scope == "unit"
            else Message("the budget is that of a unit, the final accounts are those of the department")
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


def _listed(document: CleanData, role: str, code_column: str, phase: str) -> dict[str, dict]:
    """The lines of a role's table by code; its total under the empty code."""
    table = document.table(role, phase=phase)
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
            row["approved_budget"] = approved["total"] if approved else None
            row["approved_listed"] = planned is not None or _beside(spent)
            yield row


def _planned(final: CleanData, budget: CleanData | None, role: str, code_column: str) -> dict[str, dict] | None:
    """The lines of a role's table in the budget, else in a budget that is bound into the final accounts, by code."""
    if budget is not None and budget.has(role):
        lines = _listed(budget, role, code_column, APPROVED)
        return {code: line | {"total": _elsewhere(line["total"])} for code, line in lines.items()}
    return _listed(final, role, code_column, APPROVED) or None


def _elsewhere(amount: Decimal | None) -> Figure | None:
    """An amount of the other document, without its place: a link would lead into the pages of this one."""
    return None if amount is None else Figure(amount)


def _functions(final: CleanData, budget: CleanData | None, told: Told, unplaced: dict[str, dict]) -> Iterator[dict]:
    """The general public budget by function. What the text alone tells, of lines that no table has, follows."""
    role = final.first_role(*FUNCTION) or FUNCTION[0]
    spent = _listed(final, role, "function_code", EXECUTED)
    planned = _planned(final, budget, role, "function_code")
    yield from _lines("function", spent, planned, told.get("function", {}))
    for name, said in unplaced.items():
        yield _blank("function", "", name, None) | said


def _funds(final: CleanData, budget: CleanData | None, told: Told) -> Iterator[dict]:
    """Government funds and state capital by function; of an empty table nothing."""
    for role, fund in FUNDS.items():
        spent, planned = _listed(final, role, "function_code", EXECUTED), _planned(final, budget, role, "function_code")
        for row in _lines("function", spent, planned, told.get(fund, {})):
            if row["executed"] is None and all(row[f"approved_{source}"] is None for source in SOURCES):
                continue
            key = f"{fund}:{row['code']}" if row["code"] else fund
            row |= {"kind": "fund", "key": key} | ({} if row["code"] else {"label": role_name(role)})
            yield row


def _revenue(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """What was received by source, where the balance table or the budget says what had been planned of any."""
    received, planned = _sources(final, EXECUTED), _sources(budget or final, APPROVED)
    if not planned and not _beside(received):
        return
    for source in wording("revenue_sources"):
        here, there = received.get(source, {}), planned.get(source, {})
        amounts = [here.get("amount"), here.get("initial_budget"), there.get("amount")]
        if not any(amounts):
            continue
        row = _blank("revenue", source, unnumbered((here or there)["name"]), 1)
        yield row | {
            "executed": here.get("amount"),
            "approved_table": here.get("initial_budget"),
            "adjusted": here.get("adjusted_budget"),
            "approved_budget": _elsewhere(there.get("amount")),
            "approved_listed": True,
        }


def _beside(lines: dict[str, dict]) -> bool:
    """Does a table print the budget beside the outturn?"""
    return any(line.get("initial_budget") is not None for line in lines.values())


def _sources(document: CleanData, phase: str) -> dict[str, dict]:
    """The revenue lines of the balance table by source."""
    lines = document.table("summary", phase=phase)
    lines = lines[(lines["direction"] == "revenue") & lines["row_role"].isin(["leaf", "subtotal"])]
    found: dict[str, dict] = {}
    for line in lines.to_dict("records"):
        name = unnumbered(line["name"])
        source = next((s for s, said in wording("revenue_sources").items() if re.search(said, name)), None)
        if source:
            found.setdefault(source, line)
    return found


def _economic(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """Basic expenditure by economic class, where final accounts print it; the sum over all is the function's."""
    role = "basic_by_economic"
    planned = _planned(final, budget, role, "economic_code")
    for row in _lines("economic", _listed(final, role, "economic_code", EXECUTED), planned, {}):
        if row["code"]:
            yield row


def _three_public(final: CleanData, budget: CleanData | None) -> Iterator[dict]:
    """The “three public” lines: plan and outturn stand in one table, and in the text."""
    planned = {} if budget is None else {row["key"]: row for row in three_public(budget).to_dict("records")}
    for line in three_public(final).to_dict("records"):
        row = _blank("three_public", line["key"], "", None)
        yield row | {
            "label": line["name"] if line["parent"] else Term("“三公”经费"),
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


def _said_later(following: CleanData) -> dict[tuple[str, str], dict]:
    """What the budget of the year after says of a line's year before, by kind and key: its plan, or its outturn."""
    said: dict[tuple[str, str], dict] = {}
    rows = comparisons(following)
    for row in rows[rows["measure"].isin(["total", "amount"]) & rows["before"].notna()].to_dict("records"):
        column = "executed_next" if row["against"] == "outturn" else "approved_next"
        role, code = row["role"], row["code"]
        key = None
        if role in FUNDS:
            key = "fund", f"{FUNDS[role]}:{code}" if code else FUNDS[role]
        elif role == FUNCTION[0]:
            key = "function", code or "whole"
        elif role == "basic_by_economic" and code:
            key = "economic", code
        elif role == "three_public":
            key = "three_public", next(iter(lines_of([row["name"]])), "")
        if key and (code or row["row_role"] == "total" or role == "three_public"):
            said.setdefault(key, {})[column] = _elsewhere(row["before"])
    return said


Told = dict[str, dict[str, dict]]
"""What the text tells, by ``function`` or the fund, then by function code; of the whole under the empty code."""


def _told(final: CleanData) -> tuple[Told, dict[str, dict]]:
    """What the text tells of plan and outturn: by function code, and by label where no table has the line."""
    ledger = Ledger(read_rows(final.folder))
    facts = final.facts.set_index("fact_id")
    stated = final.statements.set_index("statement_id")
    placed: Told = {}
    unplaced: dict[str, dict] = {}
    stale = _of_other_years(ledger)
    for group in _groups([s for s in ledger.statements if s.section not in stale]):
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
        of = None if fact is None or fact["measure"] != "total" else _KEYS.get(fact["role"])
        if fact is not None and of:
            code = fact["function_code"] if fact["row_role"] != "total" else ""
            placed.setdefault(of, {}).setdefault(code, said)
        elif fact is None and not cells:
            unplaced.setdefault(executed.label, said | {"executed": stated.at[executed.amount.id, "amount"]})
    return placed, unplaced


def left_out(final: CleanData) -> list[Message]:
    """What is not set beside final accounts, and why: text of another year, a budget bound in, or of another scope."""
    if final.phase != EXECUTED:
        return []
    said = []
    for section, year in _of_other_years(Ledger(read_rows(final.folder))).items():
        said.append(
            Message(
                "“{section}” is of {year}, the tables are of {other}: what it says of plan and outturn is left out.",
                section=Term(section.rpartition(" / ")[2]),
                year=int(year),
                other=final.year,
            )
        )
    facts = final.facts[(final.facts["basis"] == "current") & ~final.facts["measure"].isin(BUDGETED)]
    pages = sorted(set(facts.loc[facts["phase"] != EXECUTED, "page"]))
    if pages:
        said.append(
            Message(
                "A budget is bound in on page {pages}: its amounts are a plan, in no sum of what was spent.",
                plural="A budget is bound in on pages {pages}: its amounts are a plan, in no sum of what was spent.",
                n=len(pages),
                pages=in_a_row(pages),
            )
        )
    for package in sorted(final.folder.parent.glob("*/datapackage.json")):
        other = CleanData(package.parent)
        alike = (other.year, other.phase) == (final.year, APPROVED) and other.organisation.zh == final.organisation.zh
        if alike and (why := why_no_pair(final, other)):
            said.append(Message("A budget of {year} lies beside and is not used: {why}.", year=other.year, why=why))
    return said


def _of_other_years(ledger: Ledger) -> dict[str, str]:
    """The sections of the text that begin with a figure of another year than the document's, and that year."""
    first: dict[str, str] = {}
    for statement in ledger.statements:
        if statement.basis in ("current", "budget") and statement.amount.value is not None:
            first.setdefault(statement.section, statement["year"])
    return {section: year for section, year in first.items() if year and ledger.year and year != ledger.year}


_KEYS = dict.fromkeys(FUNCTION, "function") | FUNDS


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
