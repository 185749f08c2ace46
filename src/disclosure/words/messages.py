"""Sentences for readers: written once in English, said in every language of the catalogue.

    Message("The table on page {page} prints no unit of money.", page=4).said("zh")
    Message("{n} amount cannot be read.", plural="{n} amounts cannot be read.", n=3).said("en")

The Chinese, and any further language, is in ``data/reference/locale/<language>/LC_MESSAGES/disclosure.po``; how the
catalogue follows from the source is in :mod:`disclosure.words.catalogue`.
"""

from __future__ import annotations

import gettext
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter

from disclosure.words.kept import kept
from disclosure.words.reference import reference_folder
from disclosure.words.values import MONEY, digits_apart, spell

SOURCE = "en"
"""The language of the source, which needs no catalogue."""
DOMAIN = "disclosure"


def locale_folder() -> Path:
    """Where the catalogue lies, a folder for each language; ``DISCLOSURE_LOCALE`` names another one."""
    return Path(os.environ.get("DISCLOSURE_LOCALE") or reference_folder() / "locale")


def languages() -> list[str]:
    """The languages that reports are made in: that of the source, and each that has a folder in the catalogue."""
    return [SOURCE, *sorted(path.parents[1].name for path in locale_folder().glob(f"*/LC_MESSAGES/{DOMAIN}.po"))]


@cache
def _translations(language: str, folder: Path) -> gettext.NullTranslations:
    path = folder / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if language == SOURCE or not path.exists():
        return gettext.NullTranslations()
    content = path.read_bytes()
    return gettext.GNUTranslations(io.BytesIO(kept(content, lambda: _compiled(content, language), f"mo {language}")))


def _compiled(content: bytes, language: str) -> bytes:
    """A catalogue as gettext reads it."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(content), locale=language))
    return compiled.getvalue()


@cache
def _catalogue(language: str, _locale: str | None) -> gettext.NullTranslations:
    """The translations in the folder that is set now: asked for each sentence, so the folder is not made each time."""
    return _translations(language, locale_folder())


def translate(text: str, language: str, plural: str = "", n: int = 1) -> str:
    """A text of the source in a language, its places for values kept; the text itself where there is none."""
    if not text or language == SOURCE:
        return plural if plural and n != 1 else text
    known = _catalogue(language, os.environ.get("DISCLOSURE_LOCALE"))
    return known.ngettext(text, plural, n) if plural else known.gettext(text)


def marked(text: str) -> str:
    """The text itself: marks one that is translated later, so that the catalogue has it."""
    return text


@cache
def _parsed(template: str) -> tuple[tuple[tuple[str, str | None, str], ...], bool]:
    """The template in pieces: what stands there, then the name of a value and how it is said, if one follows.

    And has it places for two amounts or more, which may differ by too little to be seen?
    """
    parsed = tuple((literal, name, spec or "") for literal, name, spec, _ in Formatter().parse(template))
    return parsed, sum(spec.removeprefix("+") in MONEY for _, _, spec in parsed) > 1


def fill(
    template: str, values: Mapping[str, object], language: str, link: Callable[[object, str], str] | None = None
) -> str:
    """A template with its values said in a language (:func:`disclosure.words.values.spell`).

    ``link`` is called with each value and what is said of it, and returns what stands in its place. Raises
    :class:`KeyError` where the template names a value that is not given.
    """
    parsed, of_money = _parsed(template)
    if not of_money and link is None:
        return "".join(_pieces(parsed, values, language))
    given = [None if name is None else _value(name, values) for _, name, _ in parsed]
    finer: dict[tuple[str, str], int] = {}
    if of_money:
        finer = digits_apart(((value, spec) for value, (_, _, spec) in zip(given, parsed, strict=True)), language)
    pieces: list[str] = []
    for value, (literal, name, spec) in zip(given, parsed, strict=True):
        pieces.append(literal)
        if name is not None:
            # asked of amounts only: a table is a value too, and its text is long
            said = spell(value, spec, language, finer.get((str(value), spec), 2) if finer and spec else 2)
            said = _fitted(said, literal, not any(pieces))
            pieces.append(link(value, said) if link else said)
    return "".join(pieces)


def _pieces(parsed: Iterable[tuple[str, str | None, str]], values: Mapping[str, object], language: str) -> list[str]:
    """The pieces of a template with its values said, each as it is: the checks of a document have ten thousand."""
    pieces: list[str] = []
    begun = False
    for literal, name, spec in parsed:
        if literal:
            pieces.append(literal)
            begun = True
        if name is not None:
            value = values[name] if name in values else _value(name, values)
            said = value if not spec and type(value) is str else spell(value, spec, language)
            if not begun or literal[-1:] == "“":
                said = _fitted(said, literal, not begun)
            pieces.append(said)
            begun = begun or bool(said)
    return pieces


def _value(name: str, values: Mapping[str, object]) -> object:
    return values[name] if name in values else Formatter().get_field(name, (), values)[0]


def _fitted(said: str, before: str, first: bool) -> str:
    """What is said of a value, as it stands in its place."""
    if before.endswith("“"):  # a quotation within a quotation
        said = said.replace("“", "‘").replace("”", "’")
    return said[:1].upper() + said[1:] if first else said  # a sentence begins with a capital letter


def places(template: str) -> Iterator[str]:
    """The names of the values that a template has a place for."""
    for _, name, _, _ in Formatter().parse(template):
        if name:
            yield name.split(".")[0].split("[")[0]


class Said:
    """What is said in the language of its reader; sorted by its text in the language of the source."""

    def __lt__(self, other: object) -> bool:
        return str(self) < str(other) if isinstance(other, (Said, str)) else NotImplemented

    def __gt__(self, other: object) -> bool:
        return str(self) > str(other) if isinstance(other, (Said, str)) else NotImplemented

    def __le__(self, other: object) -> bool:
        return str(self) <= str(other) if isinstance(other, (Said, str)) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return str(self) >= str(other) if isinstance(other, (Said, str)) else NotImplemented


@dataclass(frozen=True, init=False)
class Message(Said):
    """A sentence with its values. ``plural`` is the English for any other number than one of the value ``n``."""

    text: str
    plural: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __init__(self, text: str, /, plural: str = "", **values: object) -> None:
        own = self.__dict__  # a document's checks have thousands: past the guard of what is frozen
        own["text"], own["plural"], own["values"] = text, plural, values

    def template(self, language: str) -> str:
        """The sentence in a language, its places for values kept."""
        n = int(str(self.values.get("n", 1))) if self.plural else 1
        return translate(self.text, language, self.plural, n)

    def said(self, language: str, link: Callable[[object, str], str] | None = None) -> str:
        """The sentence in a language; ``link`` as in :func:`fill`."""
        return fill(self.template(language), self.values, language, link)

    def __hash__(self) -> int:
        return hash((self.text, self.plural, tuple(sorted((name, str(value)) for name, value in self.values.items()))))

    def __str__(self) -> str:
        return self.said(SOURCE)


@dataclass(frozen=True)
class Term(Said):
    """A budget term as a document prints it, in Chinese: said in English where the reference data knows it."""

    printed: str

    def said(self, language: str) -> str:
        return spell(self.printed, "term", language)

    def __str__(self) -> str:
        return self.printed


@dataclass(frozen=True)
class Printed(Said):
    """A name that a reader must find in the document: as printed, after its English where the reference data has it."""

    printed: str

    def said(self, language: str) -> str:
        own = spell(self.printed, "term", language)
        return own if own == self.printed else f"{own} {self.printed}"

    def __str__(self) -> str:
        return self.printed


@dataclass(frozen=True)
class Both(Said):
    """A sentence that clean data keeps in two languages (``statement_zh``, ``statement_en``)."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """The Chinese in Chinese, and the English in any other language."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return self.en
