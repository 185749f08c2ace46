"""What all pages share: templates, the style sheet, the script, the policy, and no character that nobody sees."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path

from babel import Locale
from jinja2 import Environment, FileSystemLoader, select_autoescape
from markupsafe import Markup

from disclosure.words.messages import marked, translate

TEMPLATES = Path(__file__).parent / "templates"


@cache
def environment() -> Environment:
    """What fills the templates of pages."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(style=style(), script=script(), policy=policy)
    environment.globals.update(running_head=running_head, script_words=script_words)
    environment.filters["tag"] = lambda language: "zh-CN" if language == "zh" else language
    environment.filters["own_name"] = lambda x: (Locale.parse(x).get_display_name(x) or x).capitalize()
    return environment


@cache
def style() -> Markup:
    """The one style sheet of all pages."""
    return Markup((TEMPLATES / "report.css").read_text(encoding="utf-8"))


@cache
def script() -> Markup:
    """The one script of all pages."""
    return Markup((TEMPLATES / "report.js").read_text(encoding="utf-8"))


SCRIPT_WORDS: tuple[str, ...] = (
    marked("Copy"),
    marked("Copied"),
    marked("Copy by hand: it is marked"),
    marked("Picture for sharing (1200 × 630)"),
    marked("PNG"),
    marked("Rows with"),
    marked("{n} of {all} rows"),
    marked("To the right: {columns}"),
)
"""What the script says, each as ``marked("…")``; it finds them as ``words["…"]``."""


def script_words(language: str) -> str:
    """The words of the script in a language, as JSON by what they are in English."""
    return json.dumps({text: translate(text, language) for text in SCRIPT_WORDS}, ensure_ascii=False)


def policy(own_style: str = "") -> str:
    """A Content-Security-Policy that lets in the file's own pictures, its style sheets, its one script, and no more.

    ``own_style`` is what a page has beside the style sheet of all pages (:func:`running_head`).
    """
    styles = " ".join(_digest(text) for text in (str(style()), own_style) if text)
    return (
        f"default-src 'none'; img-src data:; style-src {styles}; script-src {_digest(str(script()))}; "
        "base-uri 'none'; form-action 'none'"
    )


def running_head(left: str, right: str) -> Markup:
    """A style sheet with the words that stand at the head of each printed page; they may be any."""
    boxes = (("top-left", left), ("top-right", right))
    return Markup(f"@page{{{''.join(f'@{box}{{content:{_quoted(text)}}}' for box, text in boxes)}}}")


def _quoted(text: str) -> str:
    """A string of a style sheet in which nothing but letters and digits stands as it is, so that nothing ends it."""
    plain = Markup(text).striptags() if isinstance(text, Markup) else text
    letters = (c if c.isascii() and c.isalnum() else "\\" + f"{ord(c):06x}" for c in without_unseen(plain))
    return f'"{"".join(letters)}"'


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def without_unseen(text: str) -> str:
    """A text with a mark in place of each character that nobody sees, and that would change what is seen."""
    return _UNSEEN.sub("\ufffd", text)


_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that turn the direction of the text around them, and control characters."""


MARK = 'fill="#F0E442" fill-opacity="0.28" stroke="#D55E00" stroke-width="1.2"'
"""How a cell is marked on a picture of its page."""


def each_picture_once(body: str) -> str:
    """Page pictures that stand in several places of a report are kept once and referred to; how cells are marked stands
    in the style sheet (``.here``), not at each of them."""
    body = body.replace(MARK, 'class="here"')
    body = re.sub(r'(<svg [^>]*?) xmlns="http://www.w3.org/2000/svg"', r"\1", body)
    picture = re.compile(
        r'<image( id="([^"]+)")?((?: [xy]="[^"]+")* width="[^"]+" height="[^"]+") href="(data:[^"]+)"/>'
    )
    often = Counter(match[4] for match in picture.finditer(body))
    names: dict[str, str] = {}
    numbers = itertools.count(1)

    def once(match: re.Match) -> str:
        known, name, size, uri = match.groups()
        if often[uri] == 1:
            return match[0]
        if uri in names:
            return f'<use{known or ""} href="#{names[uri]}"/>'
        names[uri] = name or f"picture-{next(numbers)}"
        return f'<image id="{names[uri]}"{size} href="{uri}"/>'

    return picture.sub(once, body)
