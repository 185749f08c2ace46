"""Several disclosures together: years of one department, and departments side by side.

What may be compared, and how lines are matched, is in :mod:`disclosure.analysis.comparison`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import pandas as pd

from disclosure.analysis import comparison
from disclosure.analysis.basic_expenditure import basic_totals
from disclosure.analysis.chain import budget_of, chain
from disclosure.analysis.clean_data import made_up
from disclosure.analysis.comparison import Disclosure
from disclosure.analysis.document import Document
from disclosure.analysis.execution import COLUMNS as EXECUTION
from disclosure.analysis.execution import execution, why_no_pair
from disclosure.analysis.frames import plain
from disclosure.analysis.procurement import procurement_items
from disclosure.model.source import APPROVED, EXECUTED
from disclosure.words.messages import Message, Term
from disclosure.words.phases import phase_name

_NO_OTHER_YEAR = Message("no other year of this department, of the same phase, is at hand")
_OTHER_SCOPE = Message("the others are those of the department and of a unit of it: neither is set against the other")
SCOPES = ("all", "general", "basic")
"""All expenditure of all funds by class; the general public budget by function; basic expenditure by economic class."""


class Collection(Sequence[Document]):
    """Disclosures in order of department and year. ``collection[0]`` is a :class:`Document`.

    Frames have floats in 万元 with the exact amounts beside them, as those of a document.
    """

    def __init__(self, disclosures: Iterable[Disclosure]) -> None:
        self.disclosures = list(disclosures)
        self.kept = comparison.comparable(self.disclosures)
        self.pairs = comparison.pairs(self.disclosures)
        self.documents = [Document(disclosure) for disclosure in self.disclosures]

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, index):
        return self.documents[index]

    @property
    def compared(self) -> list[Document]:
        """The disclosures that may stand side by side."""
        return [document for document in self.documents if document.data in self.kept]

    def source(self) -> Message:
        """The source line of a comparison."""
        if len(self.kept) == 1:
            return Message("Source: {who}", who=self.kept[0].label)
        return Message("Source: expenditure tables of the {n} disclosures listed above", n=len(self.kept))

    def overview(self) -> pd.DataFrame:
        """What is in the collection: ``label``, ``organisation``, ``year``, ``phase``, ``amount`` (total expenditure),
        ``pages``, ``reason`` where a disclosure is not compared, and ``made_up``: is it one of the example?"""
        aside = comparison.set_aside(self.disclosures).set_index("document")["reason"].to_dict()
        rows = [
            {
                "label": d.label,
                "organisation": Term(d.organisation.zh),
                "year": d.year,
                "phase": phase_name(d.phase) if d.dated else "",
                "amount": comparison.printed_total(d, "all") if d.dated else None,
                "pages": d.page_count,
                "reason": aside.get(d.folder.name),
                "made_up": d.folder.name in made_up(),
            }
            for d in self.disclosures
        ]
        columns = ["label", "organisation", "year", "phase", "amount", "pages", "reason", "made_up"]
        return plain(pd.DataFrame(rows, columns=columns).astype({"amount": object}))

    def years(self) -> pd.DataFrame:
        """Each pair of years of a department: ``organisation``, ``year_before``, ``year``, ``before``, ``after``,
        ``change``, ``rate``, from the totals that both print; the newest pair first."""
        rows = []
        for a, b in self.pairs:
            before, after = comparison.printed_total(a, "all"), comparison.printed_total(b, "all")
            assert before is not None and after is not None, "a pair is of disclosures that print their totals"
            rows.append(
                {
                    "label": b.label,
                    "organisation": Term(b.organisation.zh),
                    "year_before": a.year,
                    "year": b.year,
                    "before": before,
                    "after": after,
                    "change": after - before,
                    "rate": after / before - 1,
                }
            )
        columns = ["label", "organisation", "year_before", "year", "before", "after", "change", "rate"]
        frame = pd.DataFrame(rows, columns=columns, dtype=object)
        return plain(frame.sort_values("year", ascending=False, kind="stable", ignore_index=True))

    def changes(self, scope: str = "general", level: int = 0) -> pd.DataFrame:
        """What became of each line from one year to the next, over all pairs.

        ``scope`` is one of :data:`SCOPES`; ``level`` 1 keeps the classes, 2 groups, 3 items, 0 every line. Columns:
        ``organisation``, ``year_before``, ``year``, ``code``, ``label``, ``before``, ``after``, ``change``, ``rate``,
        ``status`` and ``match`` (the same in words), ``elsewhere`` (codes under which the other year prints the name).
        """
        frames = []
        for a, b in self.pairs:
            own = comparison.change(a, b, scope)
            own = own[own["code"].str.len() == 2 * level + 1] if level else own
            who = [Term(b.organisation.zh)] * len(own)
            frames.append(own.assign(organisation=who, year_before=a.year, year=b.year))
        columns = ["organisation", "year_before", "year", "code", "label", "before", "after", "change", "rate"]
        columns += ["status", "match", "elsewhere"]
        if not frames:
            return pd.DataFrame(columns=columns)
        frame = pd.concat(frames, ignore_index=True)
        frame["label"] = [Term(name) for name in frame["name"]]
        frame["match"] = [comparison.STATUS[status] for status in frame["status"]]
        return plain(frame[columns])

    def largest_changes(self, scope: str = "general", level: int = 0) -> pd.DataFrame:
        """The eight largest changes of the newest pair of years, and all others as one line, for a chart."""
        if not self.pairs:
            return pd.DataFrame(columns=["code", "label", "amount"])
        a, b = max(self.pairs, key=lambda pair: pair[1].year)
        return plain(comparison.largest(comparison.change(a, b, scope), 2 * level + 1 if level else 0))

    def growth(self, level: int = 3) -> pd.DataFrame:
        """Which lines of the general public budget grew most between two years: the largest rise first."""
        grown = self.changes("general", level)
        return grown[grown["change"] > 0].sort_values("change", ascending=False, ignore_index=True)

    def execution(self) -> pd.DataFrame:
        """What became of the plan in each of the final accounts: the lines of ``document.execution`` with
        ``organisation`` and ``year`` before them, the budgets of the year and of the next beside them where they are in
        the collection."""
        frames = []
        for final in self.disclosures:
            if final.dated and final.phase == EXECUTED:
                budgets = (budget_of(final, self.disclosures, later) for later in (0, 1))
                own = plain(execution(final, *budgets))
                own.insert(0, "organisation", [Term(final.organisation.zh)] * len(own))
                own.insert(1, "year", final.year)
                frames.append(own)
        return pd.concat(frames) if frames else pd.DataFrame(columns=["organisation", "year", *EXECUTION])

    def unpaired(self) -> pd.DataFrame:
        """What in the collection has nothing to be set against: ``label``, ``lacks`` (plan or change), ``reason``."""
        rows = []
        paired = [d for pair in self.pairs for d in pair]
        for d in self.disclosures:
            if not d.dated:
                continue
            same = [other for other in self.disclosures if other.dated and other.organisation.zh == d.organisation.zh]
            if d.phase == EXECUTED and budget_of(d, same) is None:
                whys = [why_no_pair(d, other) for other in same if (other.phase, other.year) == (APPROVED, d.year)]
                none = Message("no budget of this department for {year} is at hand", year=d.year)
                rows.append({"label": d.label, "lacks": Message("plan"), "reason": next(iter(whys), none)})
            if d in self.kept and d not in paired:
                other_scope = any(other.phase == d.phase and other.scope != d.scope for other in same)
                reason = _OTHER_SCOPE if other_scope else _NO_OTHER_YEAR
                rows.append({"label": d.label, "lacks": Message("change over years"), "reason": reason})
        return pd.DataFrame(rows, columns=["label", "lacks", "reason"])

    def chain(self) -> pd.DataFrame:
        """Each department's general public budget over the years: :func:`disclosure.analysis.chain.chain`."""
        return plain(chain(self.disclosures))

    def said_of_last_year(self) -> pd.DataFrame:
        """What each disclosure says of the year before, beside the tables of that year where they are at hand.

        ``document``, ``line``, ``after``, ``change``, ``before``, ``earlier``, ``gap``, ``verdict`` and ``check``.
        """
        own_year = {(d.organisation.zh, d.scope, d.year, d.phase): d for d in self.disclosures if d.dated}
        frames = []
        for d in [d for d in self.disclosures if d.dated]:
            key = d.organisation.zh, d.scope, d.year - 1
            earlier = (own_year.get((*key, phase)) for phase in (APPROVED, EXECUTED))
            own = comparison.checked(d, *earlier)
            if len(own):
                frames.append(own.assign(document=[d.label] * len(own)))
        columns = ["document", "line", "after", "change", "before", "earlier", "gap", "verdict", "check"]
        if not frames:
            return pd.DataFrame(columns=columns)
        frame = pd.concat(frames, ignore_index=True).rename(columns={"now": "after"})
        frame["check"] = [comparison.VERDICT[verdict] for verdict in frame["verdict"]]
        return plain(frame[columns])

    def shares(self, of: str = "class") -> pd.DataFrame:
        """The parts of each disclosure's expenditure, for a chart of aligned bars: ``group``, ``label``, ``code``,
        ``amount``, ``share``. ``of`` is ``class`` (by function) or ``type`` (basic, project …)."""
        parts = comparison.side_by_side(self.kept, "types" if of == "type" else "all")
        return comparison.leading(parts) if len(parts) else pd.DataFrame(columns=["group", "label", "code", "share"])

    def personnel(self) -> pd.DataFrame:
        """The part of personnel in basic expenditure, largest first: ``label``, ``personnel``, ``basic``, ``share``."""
        rows = []
        for d in self.kept:
            totals = basic_totals(d)
            if totals["personnel"] and totals["basic"]:
                share = totals["personnel"] / totals["basic"]
                rows.append(
                    {"label": d.label, "personnel": totals["personnel"], "basic": totals["basic"], "share": share}
                )
        frame = plain(pd.DataFrame(rows, columns=["label", "personnel", "basic", "share"], dtype=object))
        return frame.sort_values("share", ascending=False, ignore_index=True)

    def three_public(self) -> pd.DataFrame:
        """The “three public” lines of every disclosure with the change on the year before: ``document``, ``label`` …

        Those that rose: ``frame[frame["change"] > 0]``.
        """
        frames = [document.three_public().assign(document=document.label) for document in self.documents]
        return pd.concat(frames, ignore_index=True)

    def procurement(self, over: float | Decimal = 0) -> pd.DataFrame:
        """Every line of procurement over a sum (万元), the largest first: ``document``, ``label``, ``amount`` …"""
        frames = []
        for d in self.disclosures:
            items = plain(procurement_items(d))
            items = items[items["amount"] > float(over)]
            frames.append(items.assign(document=[d.label] * len(items)))
        frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["document", "amount"])
        return frame.sort_values("amount", ascending=False, ignore_index=True)

    def reasons(self) -> pd.DataFrame:
        """Every sentence with a reason: ``document``, ``label``, ``amount``, ``reason``, ``sentence``, ``page``."""
        frames = []
        for document in self.documents:
            stated = document.statements
            own = stated[stated["reason"].fillna("") != ""].drop_duplicates("sentence")
            frames.append(own.assign(document=[document.label] * len(own)))
        columns = ["document", "label", "amount", "reason", "sentence", "page"]
        return pd.concat(frames, ignore_index=True)[columns] if frames else pd.DataFrame(columns=columns)

    def in_prices_of(self, year: int, prices: dict[int, Decimal]) -> pd.DataFrame:
        """Total expenditure in the prices of one year: ``label``, ``year``, ``amount``, ``level``, ``real``.

        ``prices`` is an index by year (:func:`disclosure.analysis.comparison.price_index`).
        """
        rows = []
        for d in self.kept:
            amount = comparison.printed_total(d, "all")
            real = comparison.real(amount, d.year, year, prices) if amount is not None else None
            rows.append({"label": d.label, "year": d.year, "amount": amount, "level": prices.get(d.year), "real": real})
        return plain(pd.DataFrame(rows, columns=["label", "year", "amount", "level", "real"]).astype(object))


def open_documents(where: str | Path | Iterable[Document | str | Path] = "") -> Collection:
    """A collection: a folder of clean data, or documents and folders one by one; without, ``data/clean``."""
    if isinstance(where, str | Path):
        return Collection(comparison.open_collection(where))
    return Collection(comparison.open_collection([w.data if isinstance(w, Document) else w for w in where]))
