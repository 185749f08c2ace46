"""The list of contents against what follows it: a table that is listed is there."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from disclosure.audit.ledger import Ledger, asked_once, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.completeness import place_of, printed_number
from disclosure.model.numbering import NUMERALS, unnumbered
from disclosure.model.records import ParagraphRow
from disclosure.model.roles import WITH_FACTS
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

FIRST = 3  # pages that a list of contents may begin on
ENOUGH = 3  # of its entries have to be found before the others are missed
LONG = 60  # characters: longer than an entry, or the title at the head of a paragraph
SURE = 8  # characters that are left of a table's name without its fund
_LEVELS = (
    rf"第[{NUMERALS[1:]}]+部分",
    rf"[{NUMERALS[1:]}]+、",
    rf"[（(][{NUMERALS[1:]}]+[）)]",
    r"\d{1,2}[、.．](?:(?!\d)|(?=20\d\d年))",
)
_NUMBER = "|".join(_LEVELS)
_NEXT = re.compile(rf"(?<![\d{NUMERALS[1:]}第（(])(?={_NUMBER})|(?<=部分)(?={_NUMBER})")
_LEADER = re.compile(r"[.…·．\s]*\d*$|[.…·．]{2,}.*$")


@dataclass(frozen=True)
class Entry:
    """What a list of contents names, and where; ``level`` is by the look of its number, the highest 0."""

    name: str
    level: int
    paragraph: ParagraphRow


@asked_once
def entries(ledger: Ledger) -> tuple[list[Entry], int]:
    """The entries of the list of contents, and its page; none and 0 where there is no list."""
    rows = ledger.rows.get("paragraphs", [])
    begun = [k for k, row in enumerate(rows) if says("contents", row["paragraph"][:LONG])]
    if not begun or int(rows[begun[0]]["page"]) > FIRST:
        return [], 0
    page = rows[begun[0]]["page"]
    made = []
    for k, row in enumerate(rows[begun[0] :]):
        if row["page"] != page:
            break
        text = re.split(wording("contents"), row["paragraph"], maxsplit=1)[1] if k == 0 else row["paragraph"]
        for part in map(str.strip, _NEXT.split(text)):
            level = next((level for level, look in enumerate(_LEVELS) if re.match(look, part)), len(_LEVELS))
            name = _LEADER.sub("", unnumbered(re.sub(rf"^(?:{_NUMBER})", "", part))).strip("。 ")
            if 3 < len(name) < LONG:
                made.append(Entry(name, level, row))
    return made, int(page)


@asked_once
def body(ledger: Ledger) -> list[ParagraphRow]:
    """The paragraphs behind the list of contents, without the titles of tables."""
    return [row for row in behind(ledger) if not says("titled_table", row["paragraph"][:LONG])]


@asked_once
def behind(ledger: Ledger) -> list[ParagraphRow]:
    """The paragraphs behind the list of contents; all of them where there is no list.

    A list ends where one of its first entries stands again, on its own page or one of the next, else with its page.
    """
    rows = ledger.rows.get("paragraphs", [])
    listed, page = entries(ledger)
    heads = [_plain(row["paragraph"][:LONG]) for row in rows]
    near = [k for k, row in enumerate(rows) if int(row["page"]) <= page + FIRST]
    next_page = next((k for k, row in enumerate(rows) if int(row["page"]) > page), len(rows))
    again = [
        k for entry in listed[:2] for k in near if k > rows.index(entry.paragraph) and _plain(entry.name) in heads[k]
    ]
    return rows[min(again, default=next_page) :]


def is_heading(row: ParagraphRow) -> bool:
    """Is a paragraph a heading: short, and no sentence?"""
    return len(row["paragraph"]) < LONG and not re.search("[，。；;]|[：:]$", row["paragraph"])


def _single(listed: list[Entry]) -> list[Entry]:
    """Entries that have no others below them, and are no part of the whole."""
    return [
        entry
        for entry, following in itertools.zip_longest(listed, listed[1:])
        if entry.level and not (following and following.level > entry.level)
    ]


def _plain(text: str) -> str:
    return re.sub(wording("entry_extras"), "", text)


def _core(text: str) -> str:
    return re.sub(wording("entry_words"), "", _plain(text))


class Heads:
    """What stands at the head of paragraphs and tables after the list of contents."""

    def __init__(self, ledger: Ledger, page: int) -> None:
        rows = ledger.rows
        after = [row["paragraph"][:LONG] for row in rows.get("paragraphs", []) if int(row["page"]) > page]
        cells = [row["text"][:LONG] for row in rows.get("cells", []) if int(row["page"]) > page and row["row"] in "01"]
        texts = [*after, *cells, *(table["title"] for table in ledger.printed)]
        self.texts = [_plain(text) for text in texts]
        self.cores = [_core(text) for text in texts]

    def hold(self, name: str, publisher: str) -> bool:
        """Is there one that says the name, or its words without those that titles come with or leave out?"""
        if any(_plain(name) in text for text in self.texts):
            return True
        own = re.sub(rf"^{_short(publisher)}", "", _plain(name)) if publisher else _plain(name)
        of_fund = re.sub(rf"^(?:{wording('appropriation')})+", "", own)
        cores = {_core(name), _core(own), *([_core(of_fund)] if len(of_fund) >= SURE else [])}
        return any(core in text for core in cores if core for text in self.cores)


def _short(publisher: str) -> str:
    """A publisher's name as a pattern, or short for it: its characters in their order, the last of them always."""
    return "".join(f"{re.escape(character)}?" for character in publisher[:-1]) + re.escape(publisher[-1:])


@rule(
    "contents-tables",
    "completeness",
    Message("Every table that the list of contents names is there"),
    needs=Message("there is no list of contents that names tables"),
    severity="minor",
    tolerance="exact",
)
def contents_tables(ledger: Ledger) -> Iterator[Test]:
    """Where text and tables are published apart, a document without tables is none that lacks them."""
    if ledger.roles.isdisjoint(WITH_FACTS):
        return
    listed, page = entries(ledger)
    heads, publisher = Heads(ledger, page), ledger.taken("publisher")
    tables = [entry for entry in _single(listed) if says("table_entry", entry.name)]
    there = [heads.hold(entry.name, publisher) for entry in tables]
    if sum(there) < ENOUGH:
        return
    for entry, holds in zip(tables, there, strict=True):
        place = paragraph_place(entry.paragraph)
        yield Test(f"{place.id}.{entry.name}", [place], [], Message("“{name}”", name=entry.name), holds=holds)


@rule(
    "tables-in-order",
    "completeness",
    Message("The tables stand in the order of the list of contents, or of their own numbers"),
    needs=Message("neither a list of contents nor numbers say in which order the tables should stand"),
    severity="minor",
    tolerance="exact",
)
def tables_in_order(ledger: Ledger) -> Iterator[Test]:
    """The order of tables whose title is an entry of the list, each once; else of those that their titles number."""
    listed, publisher = entries(ledger)[0], ledger.taken("publisher")
    names = [_named(entry.name, publisher) for entry in listed if says("table_entry", entry.name)]
    titles = [_named(table["title"], publisher) for table in ledger.printed]
    once = [title for title, count in Counter(titles).items() if count == 1 and names.count(title) == 1]
    places = {title: names.index(title) for title in once}
    if len(places) < ENOUGH + 2:
        numbers = {title: number for title, table in zip(titles, ledger.printed, strict=True)
                   if (number := printed_number(table["title"]))}  # fmt: skip
        places = numbers if len(set(numbers.values())) == len(numbers) == len(ledger.printed) else {}
    own = [(places[title], table) for title, table in zip(titles, ledger.printed, strict=True) if title in places]
    if len(own) < ENOUGH + 2:
        return
    early = next((pair for pair, after in itertools.pairwise(own) if pair[0] > after[0]), None)
    _, table = early or own[0]
    before = Message("“{name}” stands before what it should follow", name=table["title"])
    sentence = before if early else Message("{n} tables", n=len(own))
    yield Test("all", [place_of(ledger, table)], [], sentence, holds=early is None)


def _named(name: str, publisher: str) -> str:
    """A table's name without number, year, publisher and the words that titles come with or leave out."""
    plain = _plain(unnumbered(name))
    return _core(re.sub(rf"^{_short(publisher)}", "", plain)) if publisher else _core(plain)
