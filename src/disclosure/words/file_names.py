"""What the names of files tell of each other: which are of one disclosure, tables in one and text in another."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import takewhile
from pathlib import PurePath

from disclosure.words.reference import reference_settings

_EDGES = " \t　-—_.,、，:：;；·《》“”\"'"


@cache
def _words() -> dict[str, re.Pattern[str]]:
    words = reference_settings("documents.yml")["file_names"]
    return {name: re.compile(pattern) for name, pattern in words.items()}


@cache
def title_and_kind(stem: str) -> tuple[str, str]:
    """What a file's name says it is of, and in a word what of that it has: ``text``, ``tables`` …, or nothing.

    ``2024年部门预算公开说明`` and ``附件1：2024年部门预算表`` are both of ``2024年预算``.
    """
    words, kind = _words(), ""
    title = words["number"].sub("", unicodedata.normalize("NFKC", stem).strip(_EDGES))
    for name in ("performance", "text", "tables"):
        if words[name].search(title):
            title, kind = words[name].sub("", title), kind or name
    return words["filler"].sub("", title).strip(_EDGES), kind


def is_title(title: str) -> bool:
    """Does it say of which disclosure a file is: of some year's budget or final accounts?"""
    return bool(_words()["title"].search(title))


def groups(names: Sequence[str]) -> list[list[str]]:
    """Names of files that lie in one place, those of one disclosure together; most are alone.

    They are of one where they are of the same title, and each has something else of it.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for name in names:
        title, _ = title_and_kind(PurePath(name).stem)
        found.setdefault((os.path.dirname(name), title), []).append(name)
    made: list[list[str]] = []
    for own in found.values():
        kinds = [title_and_kind(PurePath(name).stem)[1] for name in own]
        made += [own] if len(set(kinds)) == len(kinds) else [[name] for name in own]
    return made


def groups_in_archive(names: Sequence[str]) -> list[list[str]]:
    """As :func:`groups`, of the files of one archive, which somebody has put together.

    Where no more than one disclosure is named there, all of them are that one: ``附件1.pdf``, ``收支总表.xlsx``. So it
    is for each of its folders.
    """
    titles = {title for name in names if is_title(title := title_and_kind(PurePath(name).stem)[0])}
    if sum(not any(title != other and title in other for other in titles) for title in titles) < 2:
        return [list(names)] if names else []
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(os.path.dirname(name), []).append(name)
    if len(folders) > 1:
        return [group for own in folders.values() for group in groups_in_archive(own)]
    return groups(names)


def name_of(names: Sequence[str], folder: str) -> str:
    """What several files of one disclosure are called: what their names have in common, else as their ``folder``."""
    stems = [unicodedata.normalize("NFC", PurePath(name).stem) for name in names]
    same = takewhile(lambda characters: len(set(characters)) == 1, zip(*stems, strict=False))
    common = "".join(characters[0] for characters in same).strip(_EDGES)
    title = title_and_kind(stems[0])[0]
    return next((name for name in (common, title) if _is_own(name)), folder)


def _is_own(name: str) -> bool:
    """Does a name tell one disclosure from others, beyond its year and that it is a budget?"""
    words = _words()
    return (
        len(re.sub(r"[\W\d年]", "", words["title"].sub("", words["filler"].sub("", words["number"].sub("", name))))) > 1
    )
