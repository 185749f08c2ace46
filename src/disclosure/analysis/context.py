"""A disclosure beside what else is at hand: other years and departments, the price level, the people that it pays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.comparison import open_collection, price_index, printed_total, real
from disclosure.analysis.document import Document
from disclosure.analysis.figure import Figure
from disclosure.analysis.frames import plain
from disclosure.words.messages import Message, Term
from disclosure.words.phases import phase_name
from disclosure.words.wording import wording

AT_HAND = ["document_id", "organisation", "scope", "year", "phase", "amount"]
Beside = str | Path | Iterable[CleanData | Document | str | Path]


def at_hand(beside: Beside = ()) -> pd.DataFrame:
    """What is known of disclosures that stand beside one: the columns of :data:`AT_HAND`, the total exact in 万元.

    ``beside`` names them, as :func:`disclosure.analysis.comparison.open_collection` takes them, or a CSV file that
    holds such a frame, so that of many disclosures each is opened once. Those without year or total are left out.
    """
    if isinstance(beside, str | Path) and Path(beside).is_file():
        known = pd.read_csv(beside, dtype=str, keep_default_na=False)
        return known.assign(year=known["year"].astype(int), amount=known["amount"].map(Figure))
    given = [beside] if isinstance(beside, str | Path) else [_data(one) for one in beside]
    found = [
        (d.folder.name, d.organisation.zh, d.scope, d.year, d.phase, amount)
        for d in (open_collection(given) if given and given != [""] else [])
        if d.dated and (amount := printed_total(d, "all"))
    ]
    return pd.DataFrame(found, columns=AT_HAND)


def _data(one: CleanData | Document | str | Path) -> CleanData | str | Path:
    return one.data if isinstance(one, Document) else one


def context(document: Document, beside: Beside = "") -> Iterator[Message]:
    """What puts the figures of a disclosure into proportion, as far as there is anything: sentences for its front page.

    Its place among other departments of the same year, its change in steady prices, its cost for each person.
    ``beside`` names the others, without it those that were read with it.
    """
    if document.none_of_ours:
        return
    yield from _among_others(document, at_hand(beside or document.beside or ()))
    yield from _in_steady_prices(document, price_index())
    yield from _for_each_person(document)


def other_years(document: Document, beside: Beside = "") -> pd.DataFrame:
    """The disclosures of the same department by year: ``year``, ``kind``, ``amount``, ``rate`` on the one before of the
    same kind, ``real`` in prices of the newest year where a price index is given. No row where there is one only."""
    known = at_hand(beside or document.beside or ())
    own = known[(known["organisation"] == document.organisation.printed) & (known["scope"] == document.data.scope)]
    own = own.sort_values(["year", "phase"]).drop_duplicates(["year", "phase"])
    prices, rows = price_index(), []
    for row in own.to_dict("records"):
        before = own[(own["year"] == row["year"] - 1) & (own["phase"] == row["phase"])]["amount"]
        rows.append(
            {
                "year": row["year"],
                "kind": phase_name(row["phase"]),
                "amount": row["amount"],
                "rate": row["amount"] / before.iloc[0] - 1 if len(before) else None,
                "real": real(row["amount"], row["year"], int(own["year"].max()), prices) if prices else None,
            }
        )
    columns = ["year", "kind", "amount", "rate", "real"]
    return plain(pd.DataFrame(rows if len(rows) > 1 else [], columns=columns).astype(object))


def _among_others(document: Document, known: pd.DataFrame) -> Iterator[Message]:
    """Where it stands by size among those of the same year and kind."""
    peers = known[(known["year"] == document.year) & (known["phase"] == document.phase)]
    peers = peers[peers["scope"] == document.data.scope].drop_duplicates("organisation")
    peers = peers.sort_values("amount", ascending=False, kind="stable", ignore_index=True)
    own = peers[peers["organisation"] == document.organisation.printed]
    if len(own) != 1 or len(peers) < 3:
        return
    rank = int(own.index[0]) + 1
    other = peers.iloc[1 if rank == 1 else 0]
    given = {
        "n": len(peers),
        "year": document.year,
        "amount": own["amount"].iloc[0],
        "who": Term(other["organisation"]),
        "others": other["amount"],
    }
    if rank == 1:
        yield Message(
            "Of the {n} disclosures for {year} that were read together it is the largest with {amount:money}; next "
            "comes that of {who} with {others:money}.",
            **given,
        )
    else:
        yield Message(
            "Of the {n} disclosures for {year} that were read together it is number {rank} by size with "
            "{amount:money}; the largest, that of {who}, has {others:money}.",
            rank=rank,
            **given,
        )


def _in_steady_prices(document: Document, prices: dict[int, Decimal]) -> Iterator[Message]:
    """Its change on the year before, with the change of prices taken out."""
    whole = document.change("whole")
    if whole is None or not prices or whole["before_exact"] is None or whole["after_exact"] is None:
        return
    year = document.year
    before = real(whole["before_exact"], year - 1, year, prices)
    if before:
        yield Message(
            "By the price index given, prices changed by {prices:+percent} from {year_before} to {year}; in steady "
            "prices the money changes by {rate:+percent}.",
            prices=prices[year] / prices[year - 1] - 1,
            year_before=year - 1,
            year=year,
            rate=whole["after_exact"] / before - 1,
        )


def _for_each_person(document: Document) -> Iterator[Message]:
    """Basic expenditure for each person in post, where the text counts them once."""
    paragraphs = document.frame("paragraphs")
    found = [
        (int(match[1]), row["page"])
        for row in paragraphs.to_dict("records")
        for match in re.finditer(wording("people_in_post"), str(row["paragraph"]).replace(" ", ""))
    ]
    totals = document.basic_totals()
    if len(found) != 1 or not found[0][0] or not totals["basic"] or not totals["personnel"]:
        return
    people, page = found[0]
    yield Message(
        "The text counts {people:count} people in post (p. {page}). For each of them basic expenditure has "
        "{basic:money}, of which {personnel:money} is for people.",
        people=people,
        page=page,
        basic=Decimal(totals["basic"]) / people,
        personnel=Decimal(totals["personnel"]) / people,
    )
