"""Words of the budget explained: the first mention in a report leads to the meaning at its end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

from disclosure.report.evidence import spoken
from disclosure.words.messages import translate
from disclosure.words.reference import reference_settings

UNTOUCHED = frozenset(
    ["a", "button", "caption", "code", "details", "dt", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "nav", "script",
     "style", "summary", "svg", "table", "textarea"]
)  # fmt: skip
"""Elements in whose words no link is set: they are links, names, pictures, or fold away what would be explained."""
VOID = frozenset(["br", "hr", "img", "input", "link", "meta", "source", "wbr"])
OPENING, CLOSING = "“「『《", "”」』》"
"""Marks around what a document says: its words are not ours to explain."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word and its meaning in one language; ``key`` is what links call it, ``printed`` what disclosures do."""

    key: str
    word: str
    printed: str
    meaning: str
    look: re.Pattern[str]


def entries(language: str) -> list[Entry]:
    """All words that are explained, in a language. A language without patterns of its own is looked for by the word."""
    return [
        Entry(
            one["key"],
            (word := translate(one["message"], language)),
            translate(one["message"], "zh"),
            translate(one["sentence"], language),
            re.compile(one["look"].get(language) or re.escape(word)),
        )
        for one in reference_settings("glossary.yml")
    ]


def explained(body: str, language: str) -> tuple[str, list[Entry]]:
    """The markup of a report with a link at each word's first mention, and the words that it mentions, as in its text.

    A mention in a heading, a table, a picture or a quotation is left as it is.
    """
    left = {entry.key: entry for entry in entries(language)}
    found: list[Entry] = []
    pieces = re.split(r"(<[^>]*>)", body)
    for place, inside in _prose(pieces):
        text, made = pieces[place], ""
        while (first := _first(text, left.values(), inside)) is not None:
            entry, match = first
            del left[entry.key]
            found.append(entry)
            made += (
                f'{text[: match.start()]}<a class="word" id="w-{entry.key}" href="#g-{entry.key}" '
                f'title="{escape(entry.meaning)}">{match[0]}</a>'
            )
            inside += _depth(text[: match.end()])
            text = text[match.end() :]
        pieces[place] = made + text
    return "".join(pieces), found


def _prose(pieces: list[str]) -> Iterator[tuple[int, int]]:
    """Where among the pieces of a page words may be explained, and in how many quotations they stand there."""
    open_: list[str] = []
    quoted = 0
    for place, piece in enumerate(pieces):
        if place % 2 == 0:
            if not UNTOUCHED & set(open_):
                yield place, quoted
            quoted += _depth(piece)
            continue
        name = re.match(r"</?([a-zA-Z][\w-]*)", piece)
        if name is None or piece.endswith("/>") or (tag := name[1].lower()) in VOID:
            continue
        if tag in ("p", "li", "div"):
            quoted = 0  # a quotation that nobody closed ends with its paragraph
        if not piece.startswith("</"):
            open_.append(tag)
        elif tag in open_:
            del open_[len(open_) - 1 - open_[::-1].index(tag) :]


def _depth(text: str) -> int:
    return sum((letter in OPENING) - (letter in CLOSING) for letter in text)


def _first(text: str, left: Iterable[Entry], inside: int) -> tuple[Entry, re.Match[str]] | None:
    """The first mention of any word that is left, outside quotations."""
    mentions = [
        (match.start(), -match.end(), entry, match)
        for entry in left
        for match in entry.look.finditer(text)
        if inside + _depth(text[: match.start()]) <= 0
    ]
    return min(mentions, key=lambda one: one[:2])[2:] if mentions else None


def glossary(found: list[Entry], language: str) -> str:
    """The words that a report mentions with their meanings, as markup for its end."""
    if not found:
        return ""
    back, head = translate("Back to the text", language), translate("Words of the budget", language)
    told = "".join(
        f'<div class="entry" id="g-{one.key}" tabindex="-1"><dt>{escape(one.word)}'
        + (f' <span class="term" lang="zh">{escape(one.printed)}</span>' if one.printed != one.word else "")
        + "</dt>"
        f'<dd>{spoken(one.meaning, language)} <a class="back" href="#w-{one.key}">{escape(back)}</a></dd></div>'
        for one in found
    )
    return f'<section class="glossary"><h2 id="glossary">{escape(head)}</h2><dl>{told}</dl></section>'
