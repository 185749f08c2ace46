"""What a place on a page is called in words: the table, line and column of an amount, and the amount as printed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from disclosure.analysis.clean_data import NAMED_BY, CleanData
from disclosure.model.place import Place
from disclosure.store.csv_files import measure_names
from disclosure.words.messages import Message, Term
from disclosure.words.names import Text
from disclosure.words.roles import role_name
from disclosure.words.values import spell

SHOWN = 24  # characters of a paragraph


def captions(document: CleanData, places: Iterable[Place]) -> dict[str, Message]:
    """The words for each of these places, by the place's name; a place of no row of the clean data has none."""
    wanted = {
        place.name.removeprefix(f"{place.document}-") if place.document else place.name: place for place in places
    }
    made: dict[str, Message] = {}
    for file in sorted({_file(name) for name in wanted} & set(_SAY)):
        key = NAMED_BY.get(file)
        for number, row in enumerate(document.frame(file).to_dict("records"), start=1):
            place = wanted.get(row[key] if key else f"{file}-{number}")
            if place is not None:
                made[place.name] = _SAY[file](row)
    return made


def _file(name: str) -> str:
    """The clean file that a place is a row of."""
    if found := re.fullmatch(r"([a-z_]+)-\d+", name):
        return found[1]
    by_name = (("statements", r"s\d+"), ("paragraphs", r"para\d+"))
    return next((file for file, look in by_name if re.fullmatch(look, name)), "facts")


def _fact(row: Mapping[str, str]) -> Message:
    name = row["function_name"] or row["economic_name"] or row["item"]
    code = row["function_code"] or row["economic_code"]
    column = row["column_label"].rpartition("/")[2]
    measure = (measure_names(row["measure"]) or [column] * 2)[1]
    where = [role_name(row["role"]), *([code] if code else []), Term(name), Text(column, measure)]
    if not row["amount_raw"]:
        return Message("{where}: blank", where=Names(where))
    return Message("{where}: {printed}", where=Names(where), printed=f"{row['amount_raw']} {row['unit_raw']}".strip())


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
