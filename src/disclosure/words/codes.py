"""The code list: what function and economic codes are called, from which year to which, and which document says so.

``data/reference/codes.csv`` is built from documents that print code and name beside each other. Its years are those
in which a document was seen to use the name; they are no statute. A code keeps its meaning over a change of name only
where the list holds both names: see :func:`same_meaning`.

It is rebuilt from clean data by :mod:`disclosure.analysis.code_list`.

``data/reference/classification.csv`` is the national classification (政府收支分类科目) from 2018 on, as far as it was
typed: a name with the years that it holds for, where it changed, and ``children`` is ``all`` where every code below
is in the list. ``source`` is the document that prints the name, where one at hand does.
"""

from __future__ import annotations

import csv
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from disclosure.words.characters import as_meant
from disclosure.words.names import bare
from disclosure.words.reference import OWN, reference_rows, remembered


@cache
def plain_name(name: str) -> str:
    """A name as compared: look-alike characters, 其它, brackets, numbering, spaces and a closing 支出 made the same."""
    return re.sub(r"支出$", "", re.sub(r"[\s“”\"、，,]", "", bare(as_meant(name))))


def same_meaning(kind: str, code: str, before: str, after: str) -> str:
    """Does a code mean the same under two names? ``same``, ``renamed`` (the list holds both), or ``""``: not known."""
    if plain_name(before) == plain_name(after):
        return "same"
    known = _known_names().get((kind, code), set())
    return "renamed" if {plain_name(before), plain_name(after)} <= known else ""


def known_names(kind: str, code: str) -> set[str]:
    """What a code (``kind`` function or economic) is called, as :func:`plain_name` has it; nothing where not known."""
    return _known_names().get((kind, code), set())


def economic_code(name: str, above: str = "") -> str:
    """The code of an economic class or item by its name, below the class ``above`` if one is given; else nothing.

    ``""`` too where the name is that of several codes.
    """
    plain = plain_name(name)
    found = {code for (kind, code), names in _known_names().items() if kind == "economic" and plain in names}
    found = {code for code in found if code.startswith(above) and (not above or code != above)}
    return found.pop() if len(found) == 1 else ""


def economic_name(code: str) -> str:
    """What the list calls an economic class, the newest name; nothing where it does not know the code."""
    named = [row for row in reference_rows("codes.csv") if (row["kind"], row["code"]) == ("economic", code)]
    return max(named, key=lambda row: row["last_year"])["name"] if named else ""


@cache
def function_classes() -> dict[str, str]:
    """Code of a function class (类) by each of its Chinese names."""
    return {
        name: row["code"]
        for row in reference_rows("function_classes.csv")
        for name in [row["name"], *row["other_names"].split(";")]
        if name
    }


NATIONAL_SINCE = "2018"
"""The first year of ``classification.csv``: economic codes meant other things before."""


MINISTRY = "财政部《政府收支分类科目》"
"""The source of a name that no document at hand prints."""


@dataclass(frozen=True, slots=True)
class National:
    """A name of a code in the national classification, and the first and last year that it holds for, if any.

    ``seen`` tells whether a document at hand prints it.
    """

    name: str
    first_year: str
    last_year: str
    seen: bool = False

    def long_over(self, year: str) -> bool:
        """Was the name gone more than a year before? Systems take the new names over a year late."""
        return bool(self.last_year) and int(year) > int(self.last_year) + 1

    def far_off(self, year: str) -> bool:
        """Does the name come up more than a year later?"""
        return bool(self.first_year) and int(year) < int(self.first_year) - 1

    def holds(self, year: str) -> bool:
        return not (self.long_over(year) or self.far_off(year))


@cache
def _national() -> dict[tuple[str, str], list[National]]:
    made: dict[tuple[str, str], list[National]] = {}
    for row in reference_rows("classification.csv"):
        own = made.setdefault((row["kind"], row["code"]), [])
        own.append(National(row["name"], row["first_year"], row["last_year"], row["source"] != MINISTRY))
    return made


@cache
def _national_codes() -> dict[tuple[str, str], set[str]]:
    made: dict[tuple[str, str], set[str]] = {}
    for (kind, code), names in _national().items():
        for one in names:
            made.setdefault((kind, plain_name(one.name)), set()).add(code)
    return made


@cache
def all_children_known(kind: str, code: str) -> bool:
    """Does the national list have every code below this one?"""
    rows = reference_rows("classification.csv")
    return any(row["children"] == "all" for row in rows if (row["kind"], row["code"]) == (kind, code))


def national_names(kind: str, code: str) -> list[National]:
    """What the national classification calls a code, in all years; nothing where the list does not have it."""
    return _national().get((kind, code), [])


def national_codes(kind: str, name: str) -> set[str]:
    """The codes that the national classification has under a name, as :func:`plain_name` has it."""
    return _national_codes().get((kind, name), set())


def misspelt(kind: str, code: str, name: str, year: str) -> bool:
    """Is a name, as :func:`plain_name` has it, its code's national one but for one character, or two changed about?

    Held against names that a document prints: a character that was typed wrong in the list would be no one's error.
    """
    for one in national_names(kind, code):
        right = plain_name(one.name)
        if one.seen and one.holds(year) and len(name) == len(right) > (2 if kind == "economic" else 3):
            places = [k for k, (a, b) in enumerate(zip(name, right, strict=True)) if a != b]
            turned = len(places) <= 4 and sorted(name) == sorted(right)
            if places and (len(places) == 1 or turned):
                return True
    return False


@remembered
def _known_names() -> dict[tuple[str, str], set[str]]:
    """The names of each code: those of the list and of the user's own, and for classes of ``function_classes.csv``."""
    names: dict[tuple[str, str], set[str]] = {}
    mine = Path(os.environ.get(OWN, "")) / "codes.csv"
    for row in [*reference_rows("codes.csv"), *(_own_rows(mine) if os.environ.get(OWN) and mine.exists() else [])]:
        names.setdefault((row["kind"], row["code"]), set()).add(plain_name(row["name"]))
    for row in reference_rows("function_classes.csv"):
        own = names.setdefault(("function", row["code"]), set())
        own |= {plain_name(name) for name in [row["name"], *row["other_names"].split(";")] if name}
    return names


def _own_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
