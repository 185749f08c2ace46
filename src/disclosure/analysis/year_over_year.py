"""What a disclosure says of the year before: in the prior-year columns of its tables, and in its prose.

Nothing is compared that the publisher does not compare. Whether a figure is set against the budget of the year
before or against what was spent in it is kept with each comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData, once
from disclosure.analysis.figure import Figure
from disclosure.analysis.stated_functions import function_named
from disclosure.audit.ledger import Ledger, Statement, read_rows
from disclosure.audit.rules.prose_against_tables import place_of
from disclosure.model.numbering import unnumbered
from disclosure.model.roles import STATUTORY
from disclosure.model.source import EXECUTED
from disclosure.store.csv_files import dictionary, measure_names
from disclosure.words.messages import Message, Term
from disclosure.words.wording import wording

COLUMNS = (
    "source", "role", "direction", "measure", "code", "level", "row_role", "name", "now", "before", "change", "share",
    "against", "sentence", "reason", "doubtful",
)  # fmt: skip
OUTTURN, BOTH_SIDES, PERFORMANCE = (
    re.compile(wording(name)) for name in ("outturn_told", "both_sides_told", "performance_section")
)
KINDS = ("current", "prior", "change", "share")
BASES = {"budget": Message("budget"), "outturn": Message("outturn")}
SCOPES = {
    "summary": Message("the whole budget"),
    "expenditure_by_function": Message("all expenditure"),
    "appropriation": Message("expenditure from fiscal appropriation"),
    "general_budget_by_function": Message("expenditure of the general public budget"),
}
"""What the foot of a table is the total of, the widest first."""


def year_over_year(document: CleanData) -> pd.DataFrame:
    """Every comparison with the year before that the disclosure makes, in its tables or its text, amounts in 万元.

    The index is a key: ``whole`` (the total of the widest scope), ``three_public``, ``basic``, ``project`` … (parts of
    the whole), else the line's code or name. Columns: ``label``, ``before``, ``change``, ``after``, ``rate`` (change
    by before), ``against`` (``budget`` or ``outturn`` of the year before; ``basis`` is its name), ``reason`` and
    ``sentence`` where prose
    gives them, ``page``, ``source`` (``table`` or ``prose``), ``role``, ``measure``, ``code``, ``level``,
    ``row_role``, ``doubtful`` (a check on its figures fails), ``year``, ``year_before`` and
    ``phase`` (of the document's own figures). An amount that is not
    printed but follows from the two others has no place.
    """
    rows = comparisons(document)
    keys = ["whole", "three_public", *dict.fromkeys(rows["measure"])]
    known = {id_: key for key in reversed(keys) if (id_ := _position(rows, compared(rows, key))) is not None}
    frame = rows.rename(columns={"now": "after", "share": "stated_rate"})
    frame["rate"] = [
        change / before if before and change is not None else stated
        for before, change, stated in zip(frame["before"], frame["change"], frame["stated_rate"], strict=True)
    ]
    frame["page"] = [
        next((v.place.page for v in values if isinstance(v, Figure) and v.place), None)
        for values in zip(frame["after"], frame["change"], frame["before"], strict=True)
    ]
    frame["year"], frame["year_before"], frame["phase"] = document.year, document.year - 1, document.phase
    frame.index = pd.Index([known.get(k) or _key(row) for k, row in enumerate(frame.to_dict("records"))])
    frame["basis"] = [BASES[against] for against in frame["against"]]
    columns = [
        "label",
        "before",
        "change",
        "after",
        "rate",
        "against",
        "basis",
        "reason",
        "sentence",
        "page",
        "source",
        "role",
    ]
    return frame[[*columns, "measure", "code", "level", "row_role", "doubtful", "year", "year_before", "phase"]]


def _position(rows: pd.DataFrame, wanted: dict | None) -> int | None:
    """Where a comparison stands among the rows."""
    if wanted is None:
        return None
    names = ("role", "direction", "measure", "code", "name")
    lines = (tuple(row[name] for name in names) for row in rows.to_dict("records"))
    return next(k for k, line in enumerate(lines) if line == tuple(wanted[name] for name in names))


def _key(row: dict) -> str:
    """The key of a line that has no other: its code or name, with its measure where that is no total."""
    code = str(row["code"])
    line = code if code and not code.endswith("…") else str(row["label"])
    return line if row["measure"] in ("total", "amount", "") else f"{line}:{row['measure']}"


@once
def comparisons(document: CleanData) -> pd.DataFrame:
    """Every line that the disclosure compares with the year before, amounts in 万元; first those of its tables.

    ``source`` is ``table`` or ``prose``; ``role``, ``measure`` and ``code`` tell the line of a table that is meant,
    empty where prose names none. An amount without a place is derived from the two others. ``share`` is the stated
    rate of change. ``against`` is ``budget`` or ``outturn``. ``doubtful`` where a check on its figures fails.
    ``label`` is what readers know the line by.
    """
    rows: dict[tuple, dict] = {}
    for row in (*_printed(document), *_told(document)):
        line = tuple(row[name] for name in ("role", "direction", "measure", "code", "name"))
        first = rows.setdefault(line, row)
        if row is not first:  # prose says once more what a table prints: its words count, and that it agrees
            first |= {name: first[name] or row[name] for name in ("sentence", "reason")}
            first["doubtful"] |= round(first["change"] - (row["change"] or first["change"]), 0) != 0
    made = [{name: row[name] for name in COLUMNS} | {"label": _label(row)} for row in rows.values()]
    frame = pd.DataFrame(made, columns=[*COLUMNS, "label"]).astype(object)
    return frame.where(frame.notna(), None)


def compared(years: pd.DataFrame, what: str) -> dict | None:
    """The one comparison of ``years`` that readers ask for first, as a row; None where there is none.

    ``what`` is ``whole`` (of the widest scope that is compared), ``three_public``, or a measure (``basic``,
    ``project`` …) of the whole.
    """
    own = years[(years["row_role"] == "total") & (years["direction"] != "revenue") & ~years["doubtful"].astype(bool)]
    if what == "three_public":
        found = own[own["role"] == what].to_dict("records")
    else:
        own = own[own["measure"].isin(["total", "amount"] if what == "whole" else [what])]
        found = [line for role in SCOPES for line in own[own["role"] == role].to_dict("records")]
    return next((line for line in found if line["before"] is not None), None)


def _label(line: dict) -> Message | Term:
    """What readers know a comparison by: for the foot of a table what it is the total of, else the line's name."""
    if line["row_role"] != "total":
        return Term(line["name"])
    if line["measure"] not in ("total", "amount"):
        return Term((measure_names(line["measure"]) or (line["measure"], ""))[0])
    if line["role"] == "three_public":
        return Term("“三公”经费")
    return SCOPES.get(line["role"]) or Term(line["name"])


def _printed(document: CleanData) -> Iterator[dict]:
    """The lines of tables that have a column for the year before; a blank beside an amount is nothing."""
    facts = document.facts
    for role in STATUTORY:
        table = document.table(role)
        for prior in [column for column in table.columns if column.endswith("_prior")]:
            measure = prior.removesuffix("_prior")
            own = facts[(facts["role"] == role) & (facts["basis"] == "prior") & (facts["measure"] == measure)]
            spent = document.phase == EXECUTED or own["column_label"].str.contains(OUTTURN).any()
            against = "outturn" if spent else "budget"
            for line in table.to_dict("records"):
                if line.get(measure) is None and line[prior] is None:
                    continue
                yield {
                    **{key: line[key] for key in ("direction", "level", "row_role")},
                    "name": unnumbered(line["name"]),
                    **_complete(line.get(measure), line[prior], line.get("change") if measure == "total" else None),
                    **{"source": "table", "role": role, "measure": measure, "against": against},
                    **{"code": line["function_code"] or line["economic_code"], "sentence": "", "reason": ""},
                    "doubtful": False,
                }


def _complete(
    now: Decimal | None, before: Decimal | None, change: Decimal | None, share: Decimal | None = None
) -> dict:
    """The third of three amounts where two are known; of a printed line a blank is nothing."""
    zero = Decimal(0)
    if change is None and (now is None) != (before is None) and share is None:
        now, before = now or zero, before or zero
    if change is None and now is not None and before is not None:
        change = now - before
    elif before is None and now is not None and change is not None:
        before = now - change
    return {"now": now, "before": before, "change": change, "share": share}


def _told(document: CleanData) -> Iterator[dict]:
    """The comparisons of prose, each line once, at its place in the tables where it has one."""
    ledger = Ledger(read_rows(document.folder))
    facts = document.facts.set_index("fact_id")
    stated = document.statements.set_index("statement_id")
    failed = [ids.split() for ids in document.frame("checks").query("status == 'fails'")["fact_ids"]]
    failing = {name for names in failed if len(names) <= len(KINDS) for name in names}  # of one line, not of a sum
    seen: set[tuple] = set()
    level = set(stated.index[stated["trend"] == "unchanged"])
    for group in _groups(ledger.statements, level):
        first = group["current"] or group["change"]
        if first is None:
            continue
        printed = (place_of(ledger, first) or ([], "", ""))[0]
        fact = facts.loc[printed[0].id] if len(printed) == 1 and printed[0].id in facts.index else None
        key = (first.label,) if fact is None else (fact.name,)
        if key in seen or not first.label or (fact is None and PERFORMANCE.search(first.section)):
            continue
        seen.add(key)
        said = [statement for statement in group.values() if statement is not None]
        now, before, change = (
            stated.at[statement.amount.id, "amount"] if statement else None
            for statement in (group["current"], group["prior"], group["change"])
        )
        if group["change"] and change is None:
            change = Decimal(0)  # “与上年持平”
        if now is None and fact is not None:
            now = fact["amount"]
        share = group["share"].share if group["share"] else None
        compared = " ".join(statement.sentence for statement in said if statement.basis != "current")
        yield {
            **(_line(fact) if fact is not None else _unplaced(first)),
            **_complete(now, before, change, share),
            "source": "prose",
            "against": "outturn" if document.phase == EXECUTED or OUTTURN.search(compared) else "budget",
            "sentence": said[-1].sentence,
            "reason": next((text for text in stated.loc[[s.amount.id for s in said], "reason"] if text), ""),
            "doubtful": bool(failing & {statement.amount.id for statement in said}),
        }


def _line(fact: pd.Series) -> dict:
    """Which line of a table a fact is."""
    name = fact["function_name"] or fact["economic_name"] or fact["item"]
    own = {key: fact[key] for key in ("role", "direction", "measure", "row_role", "level")}
    return own | {"code": fact["function_code"] or fact["economic_code"], "name": unnumbered(name)}


def _unplaced(statement: Statement) -> dict:
    """What prose speaks of where no table prints it: all there is, a measure or function of it, or something else."""
    label, about = statement.label, statement.section + statement.label
    own: dict = dict.fromkeys(("role", "direction", "measure", "row_role", "code"), "") | {"level": None, "name": label}
    names = {zh: measure for measure, (zh, _) in dictionary()["measures"].items()}
    scope = "appropriation" if wording("side_of_funds") in about else "summary"
    told = wording("total_told")
    scope = scope if BOTH_SIDES.search(label) else next((role for role in told if re.search(told[role], label)), "")
    if scope:
        return own | {"role": scope, "direction": "expenditure", "measure": "amount", "row_role": "total", "name": ""}
    if measure := names.get(re.sub("预算数?$", "", label)) or names.get(re.sub("(支出)?预算数?$", "", label)):
        return own | {"role": "expenditure_by_function", "measure": measure, "row_role": "total"}
    if found := function_named(label, statement.section):
        role = "general_budget_by_function" if wording("side_of_funds") in about else "expenditure_by_function"
        own |= {"role": role, "direction": "expenditure", "measure": "total", "code": found[0], "level": found[1]}
        return own | {"row_role": "leaf" if found[1] == 3 else "subtotal", "name": found[2]}
    return own


def _thing(statement: Statement) -> str:
    """What a figure is of, in words that a change shares: 财政拨款收、支总预算 rises as 收、支预算总计各."""
    label = re.sub("[入出]|各$", "", statement.label)
    if wording("side_of_funds") not in statement.section:
        return label
    return (
        re.sub("^财政拨款|预算|总计?", "", label) if BOTH_SIDES.search(statement.label) else label.replace("预算", "")
    )


def _groups(statements: list[Statement], level: set[str]) -> list[dict[str, Statement | None]]:
    """Stated figures that belong together: this year's, the year before's, the change and its rate, by label.

    ``level`` names the statements that something is unchanged.
    """
    groups: list[dict[str, Statement | None]] = []
    last: dict[tuple, dict[str, Statement | None]] = {}
    for statement in statements:
        key = (statement.section, _thing(statement))
        kind = "share" if statement.basis == "change" and statement.share is not None else statement.basis
        said = statement.amount
        if kind == "change" and said.value and not statement["trend"]:
            continue  # a template's 增加（减少） says no direction
        if kind not in KINDS or (said.value is None and kind != "share" and said.id not in level):
            continue
        group = last.get(key)
        if group is None or (kind == "current" and group["current"] and (group["change"] or group["share"])):
            group = last[key] = dict.fromkeys(KINDS)
            groups.append(group)
        group[kind] = group[kind] or statement
    return [group for group in groups if group["prior"] or group["change"] or group["share"]]
