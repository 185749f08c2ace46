"""The parts of a report: its headings as addresses, its contents, and each fact said once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

LEAST = 3
"""The fewest sections that are worth a list of contents."""
_HEADING = re.compile(r"<h([2-6])( [^>]*)?>(.*?)</h\1>", re.S)
_FACT = re.compile(r'<p[^>]* data-fact="[^"]*">(.*?)</p>', re.S)
_ITEM = re.compile(r"<li>((?:(?!</li>).)*)</li>", re.S)
_TERM = re.compile(r' ?<span class="term"[^>]*>[^<]*</span>')


class Section(NamedTuple):
    """A section of a report: its address within the page, and its heading."""

    id: str
    title: str


def addressed(html: str, source: str) -> str:
    """The HTML of a cell of Markdown whose headings have as ids the words of their source.

    So an address is the same in every language, and a reader who changes the language stays where she is.
    """
    names = iter([_slug(line) for line in re.findall(r"^#{2,6} +(.+)$", source, re.M)])
    return _HEADING.sub(lambda head: f'<h{head[1]} id="{next(names, "")}">{head[3]}</h{head[1]}>', html)


def _slug(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def sections(body: str) -> list[Section]:
    """The sections of a report, where there are enough of them to list."""
    found = [
        Section(named[1], Markup(head[3]).striptags())
        for head in _HEADING.finditer(body)
        if head[1] == "2" and (named := re.search(r'id="([^"]+)"', head[2] or ""))
    ]
    return found if len(found) >= LEAST else []


def opening_of(body: Markup) -> Markup:
    """What stands above the contents: the title with what leads to the answer, and the answers; without an answer all
    that stands before the first section."""
    before = re.split(r"<h2[ >]", body, maxsplit=1)[0]
    answered = re.match(r'.*<p class="answer"[^>]*>.*?</p>(<details class="take">.*?</details>)?', before, re.S)
    return Markup(answered[0] if answered else before)


def each_fact_once(shown: Iterable[str]) -> list[str]:
    """What the cells of a notebook show, one after another, without the sentences of facts that were said before.

    An item of a list that says nothing new goes with its links; what is left empty is an empty text.
    """
    said: set[str] = set()

    def new(sentence: re.Match[str]) -> str:
        words = Markup(_TERM.sub("", sentence[1])).striptags()
        if words in said:
            return ""
        said.add(words)
        return sentence[0]

    def item(one: re.Match[str]) -> str:
        kept = _FACT.sub(new, one[1])
        return f"<li>{kept}</li>" if "data-fact" in kept or "data-fact" not in one[1] else ""

    made = []
    for html in shown:
        if "data-fact" in html:
            html = _ITEM.sub(item, html) if "<li>" in html else _FACT.sub(new, html)
            html = re.sub(r"<ol[^>]*></ol>", "", html)
        made.append(html)
    return made
