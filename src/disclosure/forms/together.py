"""Several files that are said to be one disclosure: whether they can be, and whose tables each file has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from disclosure.forms.names import Owner, same_name
from disclosure.forms.printed import PrintedTable
from disclosure.forms.sayings import Saying, most_places, voices
from disclosure.forms.source import source_of
from disclosure.model.errors import APART, InputError
from disclosure.model.source import Source
from disclosure.pdf.text import ProseLine

ONE_BY_ONE = "read them one by one, each is a disclosure of its own"
_TEXT = "text"  # a year in a sentence may be any year


@dataclass(slots=True)
class FileSaid:
    """What one of several files says of itself, when it is read by itself."""

    file: str
    first_page: int
    source: Source
    said: list[Saying]
    text: str


def said_by_file(
    files: Sequence[tuple[str, str, int]], tables: Sequence[PrintedTable], prose: Sequence[list[ProseLine]]
) -> list[FileSaid]:
    """What each file says; ``files`` has its name, the stem of that, and the page it begins with."""
    made = []
    for number, ((file, stem, first), lines) in enumerate(zip(files, prose, strict=True)):
        end = files[number + 1][2] if number + 1 < len(files) else float("inf")
        own = [table for table in tables if first <= table.parts[0].page < end]
        source, said = source_of(stem, own, lines)
        text = re.sub(r"\s", "", "".join([*(line.text for line in lines), *(" ".join(t.above) for t in own)]))
        text += "".join(cell for table in own for row in table.texts() for cell in row)
        made.append(FileSaid(file, first, source, said, text))
    return made


def check_one_disclosure(files: Sequence[FileSaid]) -> None:
    """Raise :class:`InputError` where files cannot be one disclosure, naming two that contradict each other.

    They are where their years or phases differ, or where they are of two departments. A department and a unit of its
    are no two: the unit's file says that it is a unit's, or one of the two names the other.
    """
    for number, one in enumerate(files):
        for other in files[number + 1 :]:
            if said := _apart(one, other):
                raise InputError(f"{one.file}, {other.file}", said, ONE_BY_ONE, APART)


def _apart(one: FileSaid, other: FileSaid) -> str:
    for what, named in (("fiscal_year", "the year"), ("phase", "the phase")):
        here, there = (_printed(file.said, what) for file in (one, other))
        if here and there and here != there:
            return f"these are no one disclosure, {named} is {here} in the one and {there} in the other"
    here, there = (file.source.organisation_name for file in (one, other))
    if not here or not there or same_name(here, there) or here in other.text or there in one.text:
        return ""
    if "unit" in (one.source.scope, other.source.scope) and one.source.scope != other.source.scope:
        return ""
    return f"these are no one disclosure, the one is of {here} and the other of {there}"


def _printed(said: list[Saying], what: str) -> str:
    """What a file prints of its year or phase outside its sentences."""
    return most_places([one for one in said if one.place != _TEXT], what) if voices(said, what) else ""


def owners_by_page(files: Sequence[FileSaid], source: Source) -> dict[int, Owner]:
    """Whose tables each file has until its pages say otherwise, by the page that it begins with."""
    owner = source.organisation_code, source.organisation_name
    made: dict[int, Owner] = {}
    for file in files:
        own = file.source.organisation_code, file.source.organisation_name
        made[file.first_page] = own if own[1] and not same_name(own[1], owner[1]) else owner
    return made


def filled_in(source: Source, files: Sequence[FileSaid]) -> Source:
    """What the whole leaves unsaid, by the first file that says it; of a department and its units the department."""
    if departments := [file.source for file in files if file.source.scope == "department"]:
        source.scope = "department"
        if not any(same_name(source.organisation_name, one.organisation_name) for one in departments):
            source.organisation_code = departments[0].organisation_code
            source.organisation_name = departments[0].organisation_name
    for name in ("fiscal_year", "organisation_name", "organisation_code", "scope", "unit"):
        if not getattr(source, name):
            setattr(source, name, next(filter(None, (getattr(file.source, name) for file in files)), ""))
    return source
