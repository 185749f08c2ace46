"""Who publishes a disclosure, for which year, and whether it is a budget or final accounts: by its own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from disclosure.forms.names import HEADING, Owner, longest_end, organisation, same_name, whole_name
from disclosure.forms.printed import PrintedTable
from disclosure.forms.sayings import COVER_LINES, Saying, most_places, none_of_ours, sayings, voices
from disclosure.model.source import APPROVED, EXECUTED, Source
from disclosure.pdf.text import ProseLine

_FIRST_LINES = 200


def source_of(
    document_id: str,
    tables: list[PrintedTable],
    prose: list[ProseLine],
    properties: Sequence[str] = (),
    known: bool = True,
    file_names: Sequence[str] = (),
) -> tuple[Source, list[Saying]]:
    """What the disclosure is, and every place that says so: its cover, what stands around its tables, its text.

    Of several years, units of money or scopes it is what most kinds of places say; of several organisations the first
    that stands above a table, unless the cover names another of them. ``properties`` are those of its files,
    ``file_names`` their names where they are not its own; ``known`` says that it has a table of a form that
    departments publish.
    """
    files = [("properties", text) for text in properties]
    said = sayings(tables, prose, [*files, *(("file_name", name) for name in file_names or [document_id])])
    source = Source(document_id)
    first = [line.text for line in prose[:_FIRST_LINES]]
    cover = [re.sub(r"\s", "", text) for text in first[:COVER_LINES]]
    stated = [owner for table in tables if any(owner := organisation(table.above, "stated"))]
    titled = organisation([table.title for table in tables] + first, "titled", "cover", "heading")
    named = "", longest_end([organisation(cover, "heading", "cover")[1], titled[1]])
    covered = [one.value for one in said if (one.what, one.place) == ("publisher", "cover")]
    above = [owner for owner in stated if any(same_name(owner[1], name) for name in covered)] or stated
    owner = above[0] if above else named
    source.organisation_code, source.organisation_name = whole_name(owner, [*stated, named])
    source.fiscal_year = most_places(said, "fiscal_year")
    source.unit = most_places(said, "unit")
    final = sum("决算" in table.title for table in tables)
    if final > len(tables) / 3 or any("决算" in text for text in first[:3]):
        source.phase = EXECUTED
    source.scope = next(iter(voices(said, "scope").values()), "")
    if foreign := none_of_ours(tables, prose, said, known):
        said.append(foreign)
        source.scope = foreign.value
    return source, said


def owners(
    source: Source,
    tables: list[PrintedTable],
    prose: list[ProseLine],
    by_file: Mapping[int, Owner] = MappingProxyType({}),
) -> list[Owner]:
    """Whose each table is, in a document that may hold the same tables for a department and for each of its units.

    It is the organisation stated above the table or in its title; else that of a heading since the table before;
    else that of the table before; in several files, that which ``by_file`` gives for the page a file begins with.
    """
    made: list[Owner] = []
    owner: Owner = source.organisation_code, source.organisation_name
    codes = {owner[1]: owner[0]}
    lines = iter(prose)
    line = next(lines, None)
    begins = dict(by_file)
    for table in tables:
        page, top = table.parts[0].page, table.parts[0].ys[0]
        while begins and (first := min(begins)) <= page:
            while line and line.page < first:
                line = next(lines, None)
            owner = begins.pop(first)
            codes.setdefault(owner[1], owner[0])
        while line and (line.page, line.line.top) < (page, top):
            heading = HEADING.search(line.text)
            same = heading and owner[1] and (heading[2].endswith(owner[1]) or owner[1].endswith(heading[2]))
            if heading and not same:
                owner = codes.get(heading[2], ""), heading[2]
            line = next(lines, None)
        code, name = _stated(table)
        if name:
            code, name = whole_name((code, name), [(number, known) for known, number in codes.items()])
            codes.setdefault(name, code)
            owner = code or codes[name], name
        made.append(owner)
    return made


def _stated(table: PrintedTable) -> Owner:
    return next(filter(any, (organisation(table.above, "stated"), organisation([table.title], "titled"))), ("", ""))


def phase_of(source: Source, title: str) -> str:
    """The phase of a table's own figures: by its title where it says so, else that of the document."""
    if "决算" in title:
        return EXECUTED
    return APPROVED if re.search(r"(收支|收入|支出)预算总?表", title) else source.phase
