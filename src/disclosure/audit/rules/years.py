"""Years that an older text left behind: in headings, sentences, notes and comparisons, and in the name of the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.completeness import place_of
from disclosure.audit.rules.contents import body, is_heading
from disclosure.audit.rules.sentences import around
from disclosure.forms.sayings import title_phase
from disclosure.model.records import ParagraphRow
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message
from disclosure.words.reference import reference_settings
from disclosure.words.wording import says, wording

NO_YEAR = Message("the text names no year")
_ASIDE = r"[（(][^（）()]*[）)]"
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
LONG = 40  # characters that are shown of a sentence
LIKELY = 2  # years between a disclosure and the one that its text was taken from


def _near(year: str, own: str) -> bool:
    return 0 < abs(int(year) - int(own)) <= LIKELY


def _told(ledger: Ledger) -> list[ParagraphRow]:
    """The paragraphs that name a year; none where the document's own is not among them."""
    told = [row for row in body(ledger) if _YEAR.search(row["paragraph"])]
    return told if any(ledger.year in _YEAR.findall(row["paragraph"]) for row in told) else []


def _tests(wrong: list[tuple[Amount, str]], told: list[ParagraphRow]) -> Iterator[Test]:
    """A test for each wording that is wrong, wherever it stands; else one of all paragraphs that name a year."""
    places: dict[str, list[Amount]] = {}
    for place, words in wrong:
        places.setdefault(words if len(words) < LONG else words[:LONG] + "…", []).append(place)
    for words, own in places.items():
        yield Test(f"{own[0].id}.{words}", own, [], Message("“…{words}…”", words=words), holds=False)
    if told and not wrong:
        all_of_it = Message("{n} paragraph", plural="{n} paragraphs", n=len(told))
        yield Test("all", [paragraph_place(told[0])], [], all_of_it, holds=True)


@rule(
    "year-in-heading",
    "completeness",
    Message("Headings and notes name the document's year"),
    needs=NO_YEAR,
    severity="minor",
    tolerance="exact",
)
def year_in_heading(ledger: Ledger) -> Iterator[Test]:
    """Where most headings are of another year, the document is taken for one of the wrong year (``year-told``).

    A line that every page repeats counts once.
    """
    own, told = ledger.year, _told(ledger)
    if not told:
        return
    headings = [row for row in told if is_heading(row) and re.search(wording("years")["own_heading"], row["paragraph"])]
    old = [row for row in headings if _old_heading(row["paragraph"], own, ledger.phase)]
    lines, stale = ({row["paragraph"] for row in some} for some in (headings, old))
    few = len(stale) == 1 or len(stale) * 2 <= len(lines)
    wrong = [(paragraph_place(row), row["paragraph"]) for row in old] if few else []
    for table in ledger.printed:
        note = table.get("note") or ""
        years = set(_YEAR.findall(note))
        if years and own not in years and says("empty_note", note) and _near(min(years), own):
            wrong.append((place_of(ledger, table), note))
    yield from _tests(wrong, told)


@rule(
    "year-in-sentence",
    "wording",
    Message("Sentences about the year's figures name the document's year"),
    needs=NO_YEAR,
    severity="style",
    tolerance="exact",
)
def year_in_sentence(ledger: Ledger) -> Iterator[Test]:
    """A paragraph that also names the document's own year compares, and is left alone."""
    told = _told(ledger)
    before = wording("years")["before"].replace(
        "{publisher}", f"{re.escape(ledger.taken('publisher')) or '$.'}|{wording('names')['bureau']}"
    )
    wrong = [
        (paragraph_place(row), sentence)
        for row in told
        if not is_heading(row) and (sentence := _old_sentence(row, ledger.year, ledger.phase, before))
    ]
    yield from _tests(wrong, told)


def _old_heading(text: str, own: str, phase: str) -> bool:
    """Is a heading of another year; where a budget's is of accounts, it is so by right."""
    years = set(_YEAR.findall(text))
    accounts = phase != EXECUTED and title_phase(text) == EXECUTED
    following = phase == EXECUTED and min(years) > own
    return len(years) == 1 and _near(min(years), own) and not (accounts or following or _by_right(text))


def _old_sentence(row: ParagraphRow, own: str, phase: str, before: str) -> str:
    """The sentence of a paragraph that states a figure of another year, or names it as the document's; else empty."""
    text = row["paragraph"]
    if own in _YEAR.findall(text):
        return ""
    for sentence in re.split("[。；;]", text):
        itself = re.search(wording("years")["of_itself"], sentence)
        if itself and _near(next(filter(None, itself.groups())), own):
            return sentence
        begun = re.match(rf"{before}(20\d\d)年度?", sentence)
        figure = re.search(wording("years")["own_figure"], re.sub(_ASIDE, "", sentence))
        if begun and figure and _near(begun[1], own) and begun[1] not in row["section"]:
            head = figure.string[: figure.end()]
            if not _by_right(head) and (phase == EXECUTED or _of_budget(head)):
                return sentence
    return ""


def _by_right(text: str) -> bool:
    return bool(re.search(wording("years")["other_year"], text))


def _of_budget(text: str) -> bool:
    plain = re.sub(reference_settings("documents.yml")["aside"], "", text)
    return title_phase(text) != EXECUTED and bool(re.search(wording("years")["of_budget"], plain))


@rule(
    "year-compared",
    "completeness",
    Message("Figures are compared with those of the year before"),
    needs=Message("the text names no year that it compares with"),
    severity="minor",
    tolerance="exact",
)
def year_compared(ledger: Ledger) -> Iterator[Test]:
    """No budget is compared with the budget of its own year, and no text with a year that all its others do not name.

    An outturn is compared with its own budget.
    """
    if not ledger.year:
        return
    own, before = ledger.year, str(int(ledger.year) - 1)
    found = [
        (row, match)
        for row in body(ledger)
        for match in re.finditer(wording("years")["compared"], row["paragraph"])
        if not (match[1] == own and ledger.phase == EXECUTED and match[2] == "预算")
    ]
    counts = Counter(match[1] for _, match in found)
    wrong: dict[str, list[tuple[ParagraphRow, re.Match[str]]]] = {}
    for row, match in found:
        stray = match[1] == str(int(own) - 2) and counts[before] >= counts[match[1]]
        if match[1] == own or (stray and _subject(match) != str(int(match[1]) + 1)):
            wrong.setdefault(match[1], []).append((row, match))
    for year, cases in wrong.items():
        match = cases[0][1]
        words = around(match)
        sentence = Message("“…{words}…”, {n} time", plural="“…{words}…”, {n} times", words=words, n=len(cases))
        yield Test(year, [paragraph_place(row) for row, _ in cases], [], sentence, holds=False)
    if found and not wrong:
        yield Test("all", [paragraph_place(found[0][0])], [], Message("{n} comparisons", n=len(found)), holds=True)


def _subject(match: re.Match[str]) -> str:
    """The year that is compared: the last before the match that is not compared with itself."""
    years = re.findall(r"(?<![比较与同])(20\d\d)年", match.string[: match.start()])
    return years[-1] if years else ""


@rule(
    "year-of-file",
    "completeness",
    Message("The name of the file names the year of the document"),
    needs=Message("the name of the file names no year, or the document none"),
    severity="minor",
    tolerance="exact",
)
def year_of_file(ledger: Ledger) -> Iterator[Test]:
    """Final accounts are published the year after, a budget late in the year before: a bare year may be that."""
    name = ledger.document_id
    years = set(re.findall(wording("year_in_name"), name))
    if not ledger.year or len(years) != 1:
        return
    year = min(years)
    published = str(int(ledger.year) + (1 if ledger.phase == EXECUTED else -1))
    if year == ledger.year or year != published or says("year_of_accounts", name):
        place = next(iter(ledger.first_of.values()), None) or next(
            map(paragraph_place, ledger.rows.get("paragraphs", [])), None
        )
        sentence = Message("“{name}”, and the document is of {year}", name=name, year=ledger.year)
        yield Test("name", [place] if place else [], [], sentence, holds=year == ledger.year)
