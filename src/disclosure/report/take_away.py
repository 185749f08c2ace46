"""What a reader takes away of a report: an address for each finding, chart and table, words to quote, a chart to embed.

All of it stands in the page, folded; the script adds buttons that copy, and a picture for sharing.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from urllib.parse import unquote

from markupsafe import Markup

from disclosure.words.messages import translate

WORDS, LONGEST = 8, 60
"""The most words, and letters, of an address within a page."""
SITE = "https://YOUR.SITE/reports"
"""What stands for the place where the reports are published: the script knows it, the page does not."""
ROOM = 150  # pixels that the words around an embedded chart take
WIDTH = 760  # pixels that it is usually shown across


def slug(text: str) -> str:
    """The first words of a text as an address within a page: what it tells, without figures.

    What is shown in several languages takes it from the English, so that an address holds in each.
    """
    words = re.findall(r"[^\W\d_]+", text.lower())
    return "-".join(words[:WORDS])[:LONGEST].rstrip("-") or "figure"


def to_take_away(body: str, page: str, lang: str, title: str, cite: str) -> str:
    """The markup of a report in which each finding, chart and table has an address of its own, and can be taken away.

    ``page`` is where the report lies from the folder of all reports, ``cite`` how its source is cited.
    """
    body = _each_once(body)

    def finding(match: re.Match) -> str:
        said = Markup(match[2]).striptags()
        return match[0] + _folded(translate("Quote", lang), _quotation(said, match[1], cite, lang))

    def figure(match: re.Match) -> str:
        start, kind, name, inside, end = match.groups()
        if kind == "table":
            return f"{start}{inside} {_address(name, lang)}{end}"
        words = re.findall(r'<p class="(?:finding|measure)">(.*?)</p>', inside)
        said, of_what = (*map(unescape, words[:2]), "")[:2]
        said = translate("{said} ({of_what})", lang).format(said=said, of_what=of_what) if of_what else said
        more = _quotation(said, name, cite, lang) + _embedded(inside, said, name, page, lang)
        whole = (
            f'<a class="whole" href="#{name}" target="_blank">'
            f"{escape(translate('From the report “{title}”', lang).format(title=title))}</a>"
        )
        return (
            f'{start}<span class="only" id="only-{name}"></span>{inside}{whole}'
            f"{_folded(translate('Quote, embed', lang), more)}{end}"
        )

    body = re.sub(r'<p class="(?:answer|news)" id="([^"]+)"[^>]*>(.*?)</p>', finding, body, flags=re.S)
    return re.sub(
        r'(<figure class="(chart|table)" id="([^"]+)">)(.*?)(</figcaption></figure>)', figure, body, flags=re.S
    )


def _each_once(body: str) -> str:
    """Addresses that two things of a report would share are told apart by the order in which they stand."""
    seen: Counter[str] = Counter()

    def named(match: re.Match) -> str:
        seen[match[1]] += 1
        return match[0] if seen[match[1]] == 1 else f' id="{match[1]}-{seen[match[1]]}"'

    return re.sub(r' id="((?:said|chart|table)-[^"]+)"', named, body)


def _folded(head: str, inside: str) -> str:
    return f'<details class="take"><summary>{escape(head)}</summary>{inside}</details>'


def _quotation(said: str, name: str, cite: str, lang: str) -> str:
    text = translate("{said} — {source}", lang).format(said=said, source=cite)
    return f'<p class="quotation" data-link="#{name}">{escape(text)}</p>{_address(name, lang)}'


def _address(name: str, lang: str) -> str:
    return f'<a class="permalink" href="#{name}">{escape(translate("Link to this", lang))}</a>'


def _embedded(inside: str, said: str, name: str, page: str, lang: str) -> str:
    """The markup by which another page shows a chart of this one alone."""
    drawn = re.search(r'src="data:image/svg\+xml,(.{400})', inside, re.S)
    size = re.search(r"width='([\d.]+)pt' height='([\d.]+)pt'", unquote(drawn[1])) if drawn else None
    height = round(WIDTH * float(size[2]) / float(size[1])) + ROOM if size else 600
    markup = (
        f'<iframe src="{SITE}/{page}#only-{name}" title="{escape(said)}" width="100%" height="{height}" '
        'loading="lazy"></iframe>'
    )
    note = translate(
        "In a page of your own this shows the chart alone, with its source and a link to the report; put in the "
        "address where the reports are.",
        lang,
    )
    return f'<pre class="quotation">{escape(markup)}</pre><p class="note">{escape(note)}</p>'
