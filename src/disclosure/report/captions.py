"""What a place on a page is called in words: the table, line and column of an amount, and the amount as printed.

And where its page says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from disclosure.analysis.clean_data import NAMED_BY, CleanData
from disclosure.model.place import Box, Place
from disclosure.store.csv_files import measure_names
from disclosure.words.messages import Message, Term
from disclosure.words.names import Text
from disclosure.words.roles import role_name
from disclosure.words.values import spell

SHOWN = 24  # characters of a paragraph


def captions(document: CleanData, places: Iterable[Place]) -> dict[str, Message]:
    """The words for each of these places, by the place's name; a place of no row of the clean data has none."""
    made: dict[str, Message] = {}
    for place, column, file, row in _rows(document, places):
        said = _SAY[file](row)
        said = Message("{where}", where=Names([said, _column(column)])) if column else said
        cell = _cell(document, place) or row.get("source_place", "")
        made[place.name] = Message("{what} · {cell}", what=said, cell=cell) if cell else said
    return made


def _cell(document: CleanData, place: Place) -> str:
    """What a file that is no PDF calls the cell at a place; empty where there is none."""
    box = f"{place.x0:.1f}", f"{place.top:.1f}"
    cells = _on_page(document, "cells", place.page)
    return next((str(c.get("source_place") or "") for c in cells if (c["x0"], c["top"]) == box), "")


def with_heads(document: CleanData, places: Iterable[Place]) -> dict[str, Place]:
    """These places by name, with where their pages say what they are: the name of a line, the line of prose."""
    places = list(places)
    heads: dict[str, Box] = {}
    for place, _, file, row in _rows(document, places):
        if file == "statements":
            texts = [_box(own) for own in _on_page(document, "paragraphs", place.page)]
            around = [box for box in texts if box[1] <= place.top + 1 and place.bottom - 1 <= box[3]]
            around = [box for box in around if box[0] <= place.x0 + 1 and place.x1 - 1 <= box[2]] or texts
            if around:  # a paragraph that began on the page before has no box on this one, and is as wide as the others
                edges = min(box[0] for box in around), max(box[2] for box in around)
                heads[place.name] = (min(edges[0], place.x0), place.top, max(edges[1], place.x1), place.bottom)
        elif file != "paragraphs":
            names = [_packed(row[column]) for column in _NAMES if row.get(column)]
            middle = (place.top + place.bottom) / 2
            line = [cell for cell in _on_page(document, "cells", place.page)
                    if _box(cell)[1] <= middle <= _box(cell)[3] and _box(cell)[2] <= place.x0 + 1]  # fmt: skip
            for name in names:
                own = [_box(cell) for cell in line if name in _packed(cell["text"]) or _holds(name, cell["text"])]
                if own:
                    heads[place.name] = max(own)
                    break
    return {place.name: replace(place, head=heads.get(place.name)) for place in places}


_NAMES = ("function_name", "economic_name", "level3", "item", "project_name", "unit_name")
"""Columns that say what a row is of, the nearest to its amounts first."""


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _holds(name: str, text: str) -> bool:
    """Is what a cell prints a part of a name that the form gives more fully?"""
    return len(_packed(text)) > 2 and _packed(text) in name


def _box(row: Mapping[str, str]) -> Box:
    x0, top, x1, bottom = (float(row[edge] or 0) for edge in ("x0", "top", "x1", "bottom"))
    return x0, top, x1, bottom


def _on_page(document: CleanData, file: str, page: int) -> Sequence[Mapping[str, str]]:
    return document.on_page(file).get(page, [])


def _rows(document: CleanData, places: Iterable[Place]) -> Iterator[tuple[Place, str, str, Mapping[str, str]]]:
    """The row of the clean data that each place is of, with the file, and the column where it is one of several."""
    wanted: dict[str, list[tuple[str, Place]]] = {}  # the places of a row, by its name
    for place in places:
        name = place.name.removeprefix(f"{place.document}-") if place.document else place.name
        row_name, _, column = name.rpartition("-") if re.search(r"\d-[a-z_]+$", name) else (name, "", "")
        wanted.setdefault(row_name, []).append((column, place))
    for file in sorted({_file(name) for name in wanted} & set(_SAY)):
        frame = document.frame(file)
        names = frame[NAMED_BY[file]] if file in NAMED_BY else [f"{file}-{n}" for n in range(1, len(frame) + 1)]
        found = [name for name in names if name in wanted]
        for name, row in zip(found, frame[[name in wanted for name in names]].to_dict("records"), strict=True):
            for column, place in wanted[name]:
                yield place, column, file, row


def _file(name: str) -> str:
    """The clean file that a place is a row of."""
    if found := re.fullmatch(r"([a-z_]+)-\d+", name):
        return found[1]
    by_name = (("statements", r"s\d+"), ("paragraphs", r"para\d+"))
    return next((file for file, look in by_name if re.fullmatch(look, name)), "facts")


def _column(name: str) -> object:
    """What a column of amounts is called, beside the others of its row."""
    known = measure_names(name)
    return Text(*known) if known else _COLUMNS.get(name, name)


_COLUMNS = {
    "project_budget": Message("Budget of the project"),
    "unit_price": Message("Unit price"),
    "fiscal_funds": Message("Fiscal funds"),
    "other_funds": Message("Other funds"),
    "basis_of_target": Message("What the target rests on"),
    "whole_amount": Message("Money of the whole project"),
    "whole_fiscal_funds": Message("Fiscal funds of the whole project"),
    "whole_other_funds": Message("Other funds of the whole project"),
}
"""Columns with places of their own that are no measure of the data dictionary."""


def _fact(row: Mapping[str, str]) -> Message:
    name = row["function_name"] or row["economic_name"] or row["item"]
    code = row["function_code"] or row["economic_code"]
    column = row["column_label"].rpartition("/")[2]
    measure = (measure_names(row["measure"]) or [column] * 2)[1]
    where = [role_name(row["role"]), *([code] if code else []), Term(name), Text(column, measure)]
    if not row["amount_raw"]:
        return Message("{where}: blank", where=Names(where))
    return Message("{where}: {printed}", where=Names(where), printed=row["amount_raw"] + row["unit_raw"])


def _statement(row: Mapping[str, str]) -> Message:
    where = Names([Message("Narrative"), Term(row["label"])])
    return Message("{where}: {printed}", where=where, printed=row["value_raw"])


def _paragraph(row: Mapping[str, str]) -> Message:
    text = row["paragraph"]
    return Message("{where}", where=Names([Message("Text"), text if len(text) <= SHOWN else f"{text[:SHOWN]}…"]))


def _annex(name: Message, *columns: str) -> Callable[[Mapping[str, str]], Message]:
    def say(row: Mapping[str, str]) -> Message:
        return Message("{where}", where=Names([name, *(Term(row[column]) for column in columns if row.get(column))]))

    return say


@dataclass(frozen=True)
class Names:
    """Names from the table down to the cell, as they stand before an amount."""

    names: list[object]

    def said(self, language: str) -> str:
        """The names in a language, those that are there."""
        return " · ".join(filter(None, (spell(name, "", language).strip() for name in self.names)))


_SAY: dict[str, Callable[[Mapping[str, str]], Message]] = {
    "facts": _fact,
    "paragraphs": _paragraph,
    "statements": _statement,
    "procurement": _annex(Message("Procurement"), "item", "project_name"),
    "assets": _annex(Message("Assets"), "item"),
    "projects": _annex(Message("Project budget"), "project_name"),
    "project_plan": _annex(Message("Payment plan"), "project_name", "checkpoint"),
    "project_indicators": _annex(Message("Indicator"), "project_name", "level3"),
    "institutions": _annex(Message("Institutions"), "unit_name"),
}
