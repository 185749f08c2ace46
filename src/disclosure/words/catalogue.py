"""The catalogue follows from the source: ``python -m disclosure.words.catalogue`` collects every sentence for readers.

Sentences are found in Python and in notebooks where they are handed to a function of :data:`CALLS` (a text that is put
together at run time is a fault, and named), in Markdown cells paragraph by paragraph, and in reference data under the
keys of :data:`DATA_KEYS`. Each language's ``.po`` keeps its translations; what is new is empty, what changed is fuzzy,
what went is dropped. With ``--check`` nothing is written: a sentence that is missing, empty, fuzzy or unused, or a
translation that lost a place for a value, is an error. A language is added with ``--add LANGUAGE``.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from disclosure.words.messages import DOMAIN, locale_folder, places
from disclosure.words.reference import reference_folder

# Functions whose texts are for readers: the places of texts in the call, and the names of arguments that are texts.
CALLS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "Message": ((0,), ("plural",)),
    "translate": ((0,), ("plural",)),
    "marked": ((0,), ()),
    "show_missing": ((0, 1, 2, 3), ()),
    "unsaid": ((1, 2, 3), ()),
    "say": ((0,), ("plural", "otherwise")),
    "show_table": ((), ("title", "source", "otherwise")),
    "show_chart": ((), ("title", "subtitle", "alt", "source", "otherwise")),
    "show_places": ((), ("lead", "mark")),
    "show_page": ((), ("caption",)),
    "show_overlay": ((), ("caption",)),
}
DICTIONARIES = {
    "say": (0, "text", "values"),
    "show_table": (1, "columns", "values"),
    "show_overlay": (2, "layers", "keys"),
}
"""Functions with a dictionary of texts: its place and name among the arguments, and where in it the texts are."""
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
"""The catalogue's own dates say nothing that git does not: the same sentences give the same file."""
DATA_KEYS = ("sentence", "needs", "reason", "message")
"""Keys of reference data (YAML) whose value is an English sentence or name for readers, unless Chinese is in it."""


@dataclass(frozen=True)
class Found:
    """A sentence of the source: where it stands, its plural, and what a translator should know."""

    text: str
    plural: str
    place: str
    comment: str = ""


class Faults(Exception):
    """What is wrong with the catalogue or the sentences, a line each."""


def _literal(node: ast.expr | None) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _comments(source: str) -> dict[int, str]:
    """Comments for the translator (``# For translators: …``) by the line they stand above."""
    found = {}
    for number, line in enumerate(source.splitlines(), start=1):
        if match := re.match(r"\s*# For translators: (.*)", line):
            found[number + 1] = match[1]
    return found


def in_python(source: str, place: str) -> Iterator[Found]:
    """The sentences that Python code hands to the functions of :data:`CALLS`.

    Raises :class:`Faults` where such a text is an f-string or is put together.
    """
    comments = _comments(source)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in CALLS:
            continue
        positions, names = CALLS[name]
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        texts = [node.args[k] for k in positions if k < len(node.args)] + [given[key] for key in names if key in given]
        if name in DICTIONARIES:
            place_of, key, side = DICTIONARIES[name]
            words = node.args[place_of] if place_of < len(node.args) else given.get(key)
            if isinstance(words, ast.Dict):
                texts += [word for word in getattr(words, side) if word is not None]
        texts = [branch for text in texts for branch in _branches(text)]
        plural = _literal(given.get("plural")) or ""
        for text in texts:
            literal = _literal(text)
            if isinstance(text, ast.JoinedStr | ast.BinOp):
                raise Faults(f"{place}:{text.lineno}: a sentence for readers is put together here; write it whole")
            if literal and literal != plural:
                first = bool(node.args) and text is node.args[0]
                note = comments.get(node.lineno, "")
                yield Found(literal, plural if first else "", f"{place}", note)


def _branches(text: ast.expr) -> list[ast.expr]:
    """A text, or the two between which a condition chooses."""
    return [*_branches(text.body), *_branches(text.orelse)] if isinstance(text, ast.IfExp) else [text]


def paragraphs(markdown: str) -> list[str]:
    """The paragraphs of a Markdown cell, each translated by itself; a list is one."""
    return [block.strip() for block in re.split(r"\n\s*\n", markdown) if block.strip()]


def in_notebook(path: Path, place: str) -> Iterator[Found]:
    """The sentences of a notebook: of its Markdown cells and of its code."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    if any("zh" in cell["metadata"].get("tags", []) for cell in cells):
        return  # still written in two languages
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield from (Found(block, "", place) for block in paragraphs(source))
        elif cell["cell_type"] == "code":
            lines = [line if not line.lstrip().startswith(("%", "!")) else "" for line in source.splitlines()]
            yield from in_python("\n".join(lines), place)


def in_data(path: Path, place: str) -> Iterator[Found]:
    """The English texts of a file of reference data."""

    def walk(node: object) -> Iterator[Found]:
        if isinstance(node, dict):
            for key, value in node.items():
                if key in DATA_KEYS and isinstance(value, str) and not re.search("[\u4e00-\u9fff]", value):
                    yield Found(value, "", place)
                else:
                    yield from walk(value)
        elif isinstance(node, list):
            for value in node:
                yield from walk(value)

    yield from walk(yaml.safe_load(path.read_text(encoding="utf-8")))


def collected(root: Path) -> Catalog:
    """Every sentence of a checkout as a catalogue without translations, in order of its first place."""
    catalogue = Catalog(project="budget-disclosure", fuzzy=False, charset="utf-8")
    sources: list[Found] = []
    for path in sorted(root.glob("src/disclosure/**/*.py")):
        sources += in_python(path.read_text(encoding="utf-8"), path.relative_to(root).as_posix())
    for path in sorted(root.glob("notebooks/*.ipynb")):
        sources += in_notebook(path, path.relative_to(root).as_posix())
    for path in sorted(reference_folder().rglob("*.yml")):
        sources += in_data(path, f"data/reference/{path.relative_to(reference_folder()).as_posix()}")
    for path in sorted(root.glob("src/disclosure/report/templates/*.j2")):
        name = path.relative_to(root).as_posix()
        sources += [Found(m[2], "", name) for m in _IN_TEMPLATE.finditer(path.read_text(encoding="utf-8"))]
    for found in sources:
        catalogue.add(
            (found.text, found.plural) if found.plural else found.text,
            locations=[(found.place, None)],
            auto_comments=[found.comment] if found.comment else [],
        )
    return catalogue


_IN_TEMPLATE = re.compile(r"""\b_\((["'])(.+?)\1""", re.S)


def _file(language: str) -> Path:
    return locale_folder() / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(language: str) -> Catalog:
    path = _file(language)
    if not path.exists():
        return Catalog(locale=language, project="budget-disclosure", fuzzy=False, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, source: Catalog) -> Path:
    """Bring a language's ``.po`` up to date with the source; returns its path."""
    catalogue = _read(language)
    catalogue.update(source, no_fuzzy_matching=False, keep_user_comments=True)
    catalogue.obsolete.clear()
    catalogue.project, catalogue.version, catalogue.fuzzy = "budget-disclosure", "0", False
    catalogue.header_comment = f"# The sentences of this project in the language {language}."
    catalogue.revision_date = catalogue.creation_date = NO_DATE
    path = _file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, omit_header=False, sort_output=True, include_lineno=False)
    return path


def faults(language: str, source: Catalog) -> Iterator[str]:
    """What is wrong with a language's translations, a line each."""
    catalogue = _read(language)
    name = f"locale/{language}/LC_MESSAGES/{DOMAIN}.po"
    for message in source:
        if not message.id:
            continue
        text = message.id if isinstance(message.id, str) else message.id[0]
        own = catalogue.get(message.id)
        if own is None:
            yield f"{name}: missing: {text!r} (run python -m disclosure.words.catalogue)"
            continue
        said = [own.string] if isinstance(own.string, str) else list(own.string or [])
        if own.fuzzy:
            yield f"{name}: fuzzy: {text!r}"
        if not said or not all(said):
            yield f"{name}: not translated: {text!r}"
        wanted = {
            place for id_ in ([message.id] if isinstance(message.id, str) else message.id) for place in _safe(id_)
        }
        for one in filter(None, said):
            if set(_safe(one)) - wanted or (isinstance(message.id, str) and set(_safe(one)) != wanted):
                yield f"{name}: places for values differ: {sorted(wanted)} in {text!r}, not so in {one!r}"
    for message in catalogue:
        if message.id and source.get(message.id) is None:
            text = message.id if isinstance(message.id, str) else message.id[0]
            yield f"{name}: unused: {text!r}"


def _safe(text: str) -> list[str]:
    try:
        return list(places(text))
    except ValueError:
        return []  # Markdown or words with braces of their own: no template


def main(arguments: list[str] | None = None) -> int:
    """Update or check the catalogue of the checkout in the current folder; exit status 1 where a check fails."""
    parser = argparse.ArgumentParser(prog="python -m disclosure.words.catalogue", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="say what is missing, fuzzy, unused or broken; write nothing"
    )
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a new language")
    options = parser.parse_args(arguments)
    try:
        source = collected(Path.cwd())
    except Faults as fault:
        print(fault, file=sys.stderr)
        return 1
    known = {path.parents[1].name for path in locale_folder().glob(f"*/LC_MESSAGES/{DOMAIN}.po")}
    if options.check:
        wrong = [line for language in sorted(known) for line in faults(language, source)]
        print(*wrong, sep="\n", end="\n" if wrong else "", file=sys.stderr)
        return 1 if wrong else 0
    for language in sorted(known | ({options.add} if options.add else set())):
        path = update(language, source)
        left = sum(1 for _ in faults(language, source))
        print(f"{path}: {left} to translate" if left else f"{path}: whole")
    return 0


if __name__ == "__main__":
    sys.exit(main())
