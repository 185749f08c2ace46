"""Disclosures beside each other: two years of one department by table, and departments side by side.

What may be compared: figures of one phase (budget with budget, outturn with outturn), one fund scope
and one table. Lines are matched by code; where a code changed its name, only if the code list knows both names
(:func:`disclosure.words.codes.same_meaning`). Nothing is matched by name alone. What is not compared is listed.

Amounts are exact decimals in 万元; those read from a table know their place in its PDF.
"""

from __future__ import annotations

import csv
import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pandas as pd

from disclosure.analysis.clean_data import ROOT, CleanData, folder_named
from disclosure.analysis.figure import Figure, total
from disclosure.analysis.year_over_year import comparisons
from disclosure.model.errors import InputError
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.store.csv_files import dictionary, measure_names
from disclosure.words.codes import plain_name, same_meaning
from disclosure.words.messages import Message, Term
from disclosure.words.roles import role_name

SCOPES = {
    "all": ("expenditure_by_function", ""),
    "general": ("general_budget_by_function", "general_public_budget"),
    "basic": ("basic_by_economic", "general_public_budget"),
}
"""Role and fund of the tables that are compared: all funds, the general public budget, its basic expenditure."""

TYPES = ("basic", "project", "business", "paid_to_superior", "aid_to_subordinates", "reserve")


@dataclass
class Disclosure(CleanData):
    """A disclosure of a collection: its places are named apart from those of the others by ``key``."""

    unit_apart: bool = False
    """Is it that of a unit, beside those of its department of the same name?"""

    def frame(self, name: str) -> pd.DataFrame:
        """A file of the clean data. Figures know no place where the PDF is not at hand."""
        frame = super().frame(name)
        for column in frame.columns:
            if any(isinstance(value, Figure) for value in frame[column]):
                frame[column] = pd.Series(map(self._placed, frame[column]), dtype=object, index=frame.index)
        return frame

    def _placed(self, value: object) -> object:
        if not isinstance(value, Figure) or value.place is None:
            return value
        if not self._has_pdf:
            return Figure(value)
        return Figure(value, replace(value.place, name=f"{self.key}-{value.place.name}", document=self.key))

    @cached_property
    def _has_pdf(self) -> bool:
        try:
            return self.pdf.exists()
        except FileNotFoundError:
            return False

    @property
    def dated(self) -> bool:
        """Does it have an amount of a statutory table with its year?"""
        return bool(len(self.facts) and self.facts["fiscal_year"].iloc[0])

    @property
    def label(self) -> Message:
        """Department and year; the file's name where they are not known."""
        if not self.dated:
            return Message("{who}", who=self.folder.name)
        who = Term(self.organisation.zh)
        if self.unit_apart:
            return Message("{who} (unit) {year}", who=who, year=self.year)
        return Message("{who} {year}", who=who, year=self.year)


# --- the collection ------------------------------------------------------------------------------------


def open_collection(where: str | Path | Iterable[CleanData | str | Path] = "") -> list[Disclosure]:
    """The disclosures of a collection, by department and year.

    ``where`` is a folder with a folder of clean data for each, or names them one by one; without it ``data/clean``.
    A relative name that is none here is one of the checkout; ``data/example/clean`` is the made-up department, in an
    installed wheel, too. Raises :class:`FileNotFoundError` where there is no data.
    """
    given = [where or ROOT / "data" / "clean"] if isinstance(where, str | Path) else list(where)
    found: list[tuple[Path, Path | Sequence[Path] | None]] = []
    for one in given:
        if isinstance(one, CleanData):
            found.append((one.folder, one.pdf_given))
            continue
        path = folder_named(one)
        own = (path / "facts.csv").exists()  # a batch has a package too, of its documents
        found += [(f, None) for f in ([path] if own else sorted(p.parent for p in path.glob("*/datapackage.json")))]
    if not found:
        raise FileNotFoundError(f"{where}: no clean data here; run `disclosure extract A.pdf B.pdf --out FOLDER` first")
    made = [Disclosure(folder, pdf, f"d{k}") for k, (folder, pdf) in enumerate(found, start=1)]
    order = {d.key: (d.organisation.zh, d.scope, d.year, d.phase, d.folder.name) for d in made if d.dated}
    scopes = Counter(who for who, _ in {(d.organisation.zh, d.scope) for d in made if d.dated})
    for d in made:
        d.unit_apart = d.scope == "unit" and scopes[d.organisation.zh] > 1
    return sorted(made, key=lambda d: (not d.dated, order.get(d.key, ()), d.folder.name))


def comparable(documents: Iterable[Disclosure]) -> list[Disclosure]:
    """The disclosures that may stand side by side: those of the commonest phase that print total expenditure.

    Each year of a department counts once, and each of a unit that has disclosures of its own.
    """
    documents = [document for document in documents if not _lacks(document)]
    phases = Counter(document.phase for document in documents)
    phase = APPROVED if phases[APPROVED] >= phases[EXECUTED] else EXECUTED
    once = {(d.organisation.zh, d.scope, d.year): d for d in reversed(documents) if d.phase == phase}
    return [document for document in documents if document in once.values()]


def _lacks(document: Disclosure) -> Message | None:
    """What keeps a disclosure from being compared with any other."""
    if not document.dated:
        return Message("no statutory table with its year was recognised")
    if printed_total(document, "all") is None:
        return Message("no total of an expenditure table was recognised")
    return None


def pairs(documents: Iterable[Disclosure]) -> list[tuple[Disclosure, Disclosure]]:
    """Each disclosure with the next one of the same department and phase; a unit is not its department."""
    kept = comparable(documents)
    return [(a, b) for a, b in pairwise(kept) if (a.organisation.zh, a.scope) == (b.organisation.zh, b.scope)]


def set_aside(documents: Iterable[Disclosure]) -> pd.DataFrame:
    """The disclosures that are not compared, each with the reason."""
    documents = list(documents)
    kept = comparable(documents)
    phases = {document.phase for document in kept}
    other = Message("budget and outturn are set against each other for one year only, further down")
    twice = Message("another disclosure of this department and year is in the collection")
    rows = []
    for d in documents:
        if d not in kept:
            reason = twice if d.dated and d.phase in phases else other
            rows.append({"document": d.folder.name, "label": d.label, "reason": _lacks(d) or reason})
    return pd.DataFrame(rows, columns=["document", "label", "reason"])


# --- lines ---------------------------------------------------------------------------------------------


def _table(document: CleanData, role: str, fund: str, basis: str) -> pd.DataFrame:
    """The facts of the first table of a role and fund that states anything for the basis."""
    facts = document.facts
    own = facts[(facts["role"] == role) & (facts["fund"].isin(["", fund])) & (facts["basis"] == basis)]
    own = own[own["amount"].notna()]
    if basis == "current" and (own["phase"] == document.phase).any():
        own = own[own["phase"] == document.phase]  # not those of a budget that is bound in
    if own.empty:
        return own
    parts = {part: k for k, text in enumerate(document.frame("tables")["parts"]) for part in text.split()}
    table = [parts.get(f"p{page:02d}t{t}", -1) for page, t in zip(own["page"], own["table"], strict=True)]
    return own[[k == table[0] for k in table]]


def lines(document: CleanData, scope: str, basis: str = "current") -> pd.DataFrame:
    """The coded lines of a scope's table: ``code``, ``name``, ``amount``; empty where the document has none."""
    own = _coded(document, scope, basis)
    kind = "economic" if scope == "basic" else "function"
    own = own[(own[f"{kind}_code"] != "") & own["measure"].isin(["total", "amount"])]
    own = own.drop_duplicates(f"{kind}_code")
    own = own.rename(columns={f"{kind}_code": "code", f"{kind}_name": "name"})
    return own[["code", "name", "amount"]].reset_index(drop=True)


def _coded(document: CleanData, scope: str, basis: str) -> pd.DataFrame:
    """The facts of the table that prints a scope's codes: where Jiangsu has all funds by class, in the summary."""
    own = _table(document, *SCOPES[scope], basis)
    if scope == "all" and not (own["function_code"] != "").any():
        own = _table(document, "summary", "", basis)
        own = own[own["direction"] == "expenditure"]
    return own


def printed_total(document: CleanData, scope: str, basis: str = "current") -> Figure | None:
    """The total that a scope's table prints; None where it prints none."""
    own = _table(document, *SCOPES[scope], basis)
    own = own[(own["row_role"] == "total") & own["measure"].isin(["total", "amount"])]
    return own["amount"].iloc[0] if len(own) else None


def types(document: CleanData) -> pd.DataFrame:
    """Total expenditure of all funds by type, as the total line of the expenditure table prints it."""
    own = _table(document, *SCOPES["all"], "current")
    own = own[(own["row_role"] == "total") & own["measure"].isin(TYPES)].drop_duplicates("measure")
    words = dictionary()["measures"]
    frame = pd.DataFrame({"code": own["measure"], "name": [words[m][0] for m in own["measure"]]}, index=own.index)
    return frame.assign(amount=own["amount"]).reset_index(drop=True)


# --- changes -------------------------------------------------------------------------------------------


def match(before: pd.DataFrame, after: pd.DataFrame, kind: str = "function") -> pd.DataFrame:
    """Two frames of :func:`lines` (or :func:`types`) joined by code, in code order.

    ``before``, ``after``, ``change``, ``rate``, and ``status``: ``same``; ``renamed``; ``only_before`` or
    ``only_after`` where the other year prints no such line (it counts as nothing in ``change``); ``unsettled`` where
    one code stands for two names that the code list does not hold as one: two rows, never subtracted. ``elsewhere``
    gives the codes under which the other year prints the same name: a question, not a match.
    """
    old, new = (frame.set_index("code") for frame in (before, after))
    rows = []
    for code in sorted({*old.index, *new.index}):
        a, b = (side.loc[code] if code in side.index else None for side in (old, new))
        if a is None or b is None:
            rows.append(_row(code, a, b, "only_after" if a is None else "only_before"))
        elif status := "same" if kind == "type" else same_meaning(kind, code, a["name"], b["name"]):
            rows.append(_row(code, a, b, status))
        else:
            rows += [_row(code, a, None, "unsettled"), _row(code, None, b, "unsettled")]
    for row in rows:
        row["elsewhere"] = _elsewhere(row, old if row["before"] is None else new)
    columns = ["code", "name", "name_before", "before", "after", "change", "rate", "status", "elsewhere"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _row(code: str, a: pd.Series | None, b: pd.Series | None, status: str) -> dict:
    before, after = (None if side is None else side["amount"] for side in (a, b))
    change = (after or Decimal(0)) - (before or Decimal(0))
    rate = Figure(change / before) if before and after is not None else None
    names = ["" if side is None else side["name"] for side in (a, b)]
    return {"code": code, "name": names[1] or names[0], "name_before": names[0] or names[1], "before": before,
            "after": after, "change": Figure(change), "rate": rate, "status": status}  # fmt: skip


def _elsewhere(row: dict, other: pd.DataFrame) -> str:
    if row["status"] not in ("only_before", "only_after", "unsettled"):
        return ""
    same = [c for c, name in other["name"].items() if plain_name(name) == plain_name(row["name"]) and c != row["code"]]
    return " ".join(code for code in same if len(code) == len(row["code"]))


def change(before: CleanData, after: CleanData, scope: str) -> pd.DataFrame:
    """What became of each line of a scope's table from one disclosure to another: see :func:`match`."""
    return match(lines(before, scope), lines(after, scope), "economic" if scope == "basic" else "function")


STATUS = {
    "same": Message("same code and name"),
    "renamed": Message("same code, renamed; in the code list"),
    "only_before": Message("only in the earlier year"),
    "only_after": Message("only in the later year"),
    "unsettled": Message("one code, two names, not in the code list: not subtracted"),
}


def largest(changes: pd.DataFrame, digits: int = 0, count: int = 8) -> pd.DataFrame:
    """The largest changes of the lines with codes of so many digits (without: the longest), for a chart.

    ``code``, ``label``, ``amount``, from the largest rise to the largest fall; what is left over is one last row
    without code. Lines without change are left out.
    """
    width = changes["code"].str.len()
    own = changes[(width == (digits or width.max())) & changes["change"].map(bool).astype(bool)]
    own = own.reindex(own["change"].map(abs).sort_values(ascending=False, kind="stable").index)
    rows: list[tuple[str, object, Decimal]] = [
        (code, Message("{code} {name}", code=code, name=Term(name)) if digits != 3 else Term(name), amount)
        for code, name, amount in zip(own["code"], own["name"], own["change"], strict=True)
    ]
    left, rows = rows[count:], sorted(rows[:count], key=lambda row: -row[2])
    if left:
        rest = Message("{n} other line", plural="{n} other lines", n=len(left))
        rows.append(("", rest, total(row[2] for row in left)))
    return pd.DataFrame(rows, columns=["code", "label", "amount"])


# --- what a disclosure says of the year before ---------------------------------------------------------


VERDICT = {
    "exact": Message("agrees"),
    "rounded": Message("agrees, rounded"),
    "differs": Message("differs"),
    "alone": Message("none at hand"),
    "outturn": Message("no final accounts at hand"),
}


def checked(after: CleanData, before: CleanData | None = None, accounts: CleanData | None = None) -> pd.DataFrame:
    """What a disclosure says of the year before (its ``years``), beside the tables of that year's own disclosures.

    ``before`` is the budget of the year before, ``accounts`` its final accounts: what is compared with the outturn is
    looked up there. Adds ``line``, what is meant in words; ``earlier``, what that disclosure prints for the line;
    ``gap``, what is said of that year less ``earlier``; and ``verdict``: ``exact``; ``rounded`` (each of two amounts
    rounded to the printed digits by itself); ``differs``; ``alone`` where no table at hand prints the line, and
    ``outturn`` where it would be in final accounts.
    """
    rows = comparisons(after).to_dict("records")
    for row in rows:
        spent = row["against"] == "outturn"
        row |= {"line": _line(row), "earlier": None, "gap": None, "verdict": "outturn" if spent else "alone"}
        source = accounts if spent else before
        if source is None or source.year != after.year - 1 or row["before"] is None:
            continue
        if (earlier := _counterpart(source, row)) is not None:
            row |= {"earlier": earlier, "gap": Figure(row["before"] - earlier)}
            row["verdict"] = _verdict(row)
    columns = [*comparisons(after).columns, "line", "earlier", "gap", "verdict"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def _line(row: dict) -> Message | Term:
    """What a compared line is: its table, its name, and its column where that is no total."""
    if not row["role"]:
        return row["label"]
    table = role_name(row["role"])
    if row["measure"] in ("total", "amount"):
        return Message("{table} · {name}", table=table, name=Term(row["name"]))
    column = Term((measure_names(row["measure"]) or (row["measure"], ""))[0])
    return Message("{table} · {name} · {column}", table=table, name=Term(row["name"]), column=column)


def _counterpart(document: CleanData, row: dict) -> Figure | None:
    """The amount that another disclosure prints for the same line of the same table; None if it prints none or two."""
    facts = document.facts[document.facts["amount"].notna() & (document.facts["basis"] == "current")]
    for label in ("role", "direction", "measure"):
        facts = facts[facts[label] == row[label]]
    if row["code"]:
        kind = "economic" if row["role"] == "basic_by_economic" else "function"
        facts = facts[facts[f"{kind}_code"] == row["code"]]
        names = facts[f"{kind}_name"]
        facts = facts[names.map(lambda name: bool(same_meaning(kind, row["code"], name, row["name"]))).astype(bool)]
    elif row["row_role"] == "total":
        facts = facts[facts["row_role"] == "total"]
    else:
        facts = facts[facts["item"].map(plain_name) == plain_name(row["name"])]
    return facts["amount"].iloc[0] if facts["amount"].nunique() == 1 else None


def _verdict(row: dict) -> str:
    """A change is the difference of two rounded amounts: what follows may be off by one in the last printed digit."""
    digits = max(-value.normalize().as_tuple().exponent for value in (row["now"], row["change"], row["before"]))
    gap = abs(row["gap"])
    return "exact" if gap == 0 else "rounded" if gap <= Decimal(1).scaleb(-max(digits, 0)) else "differs"


# --- side by side --------------------------------------------------------------------------------------


def side_by_side(documents: Iterable[Disclosure], scope: str = "all") -> pd.DataFrame:
    """Each function class (or ``scope="types"``: type) of each disclosure: ``amount``, ``whole`` and ``share`` of it.

    All funds, unless ``scope`` says otherwise; a disclosure that does not print the lines has no row.
    """
    rows = []
    for document in documents:
        own = types(document) if scope == "types" else lines(document, scope)
        own = own if scope == "types" else own[own["code"].str.len() == 3]
        own = own[own["amount"].astype(bool)]
        whole = total(own["amount"])
        for row in own.to_dict("records"):
            rows.append({"document": document.key, "label": document.label, "year": document.year, **row,
                         "whole": whole, "share": Figure(row["amount"] / whole)})  # fmt: skip
    columns = ["document", "label", "year", "code", "name", "amount", "whole", "share"]
    return pd.DataFrame(rows, columns=columns)


def leading(parts: pd.DataFrame, count: int = 5) -> pd.DataFrame:
    """A frame of :func:`side_by_side` for a chart: the parts with the largest shares, all others as one.

    ``group`` (the disclosure), ``label`` (the part), ``code``, ``amount``, ``share``. Every disclosure has a row for
    every part, zero where it has none.
    """
    order = list(parts.groupby("code")["share"].sum().sort_values(ascending=False, kind="stable").index)
    names = dict(zip(parts["code"], parts["name"], strict=True))  # of several years' names the last
    top: dict[str, object] = {code: Term(names[code]) for code in order[:count]}
    if len(order) > count:
        top[""] = Message("All others")
    rows = []
    for _, own in parts.groupby("document", sort=False):
        for code, name in top.items():
            mine = own[own["code"] == code] if code else own[~own["code"].isin(list(top))]
            rows.append((own["label"].iloc[0], name, code, total(mine["amount"]), total(mine["share"])))
    return pd.DataFrame(rows, columns=["group", "label", "code", "amount", "share"])


# --- prices --------------------------------------------------------------------------------------------


def price_index(path: str | Path = "") -> dict[int, Decimal]:
    """The user's price index: a CSV with the columns ``year`` and ``index``, one level a year on one base.

    Without ``path`` the file that ``DISCLOSURE_PRICE_INDEX`` names (``disclosure report --prices``). Empty where none
    was given: the project ships no index. A series of changes on the year before (上年=100) is no such index; chain it
    first. Raises :class:`InputError` where the file is not as described.
    """
    given = path or os.environ.get("DISCLOSURE_PRICE_INDEX", "")
    if not given:
        return {}
    try:
        with Path(given).open(encoding="utf-8-sig", newline="") as file:
            levels = {int(row["year"]): Decimal(row["index"].strip()) for row in csv.DictReader(file)}
    except (OSError, KeyError, ValueError, AttributeError, InvalidOperation) as error:
        wanted = "give a CSV with the columns year,index: one number for each year"
        raise InputError(given, f"no price index can be read from it ({type(error).__name__})", wanted) from None
    if not levels or min(levels.values()) <= 0:
        raise InputError(given, "a price index is above zero in every year", "correct the file")
    return levels


def real(amount: Decimal, year: int, base: int, index: dict[int, Decimal]) -> Figure | None:
    """An amount of ``year`` in prices of ``base``; None where the index lacks one of the years."""
    if year not in index or base not in index:
        return None
    return Figure(amount * index[base] / index[year])
