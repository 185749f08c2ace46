"""The “三公” expenses by the words of tables and of prose, as ``names.yml`` has them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from disclosure.words.reference import reference_settings


def expenses() -> list[dict[str, str]]:
    """What ``names.yml`` says of each expense, the total first: ``key``, ``parent``, ``economic``, ``message`` …"""
    return reference_settings("names.yml")["three_public"]


def lines_of(names: Sequence[str]) -> Mapping[str, int]:
    """Which line of a table is which expense, by the lines' names without numbering: its place, by the key.

    Where no line is called as expenses usually are, some may be called ``else``: a total that says not of what.
    """
    return _lines_of(tuple(names))


@lru_cache(500)
def _lines_of(names: tuple[str, ...]) -> Mapping[str, int]:
    found = {}
    for spec in expenses():
        for pattern in filter(None, (spec["line"], spec.get("else"))):
            place = next((k for k, name in enumerate(names) if re.search(pattern, name)), None)
            if place is not None:
                found[spec["key"]] = place
                break
    return found


def told_by(label: str) -> list[str]:
    """The expenses that a label of prose may name, by their keys, the likeliest first."""
    return [spec["key"] for spec in expenses() if re.search(spec["prose"], label)]
