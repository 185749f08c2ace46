"""What budget terms are called in English, and which colour a function class has."""

from __future__ import annotations

import csv
import re
from functools import cache
from typing import NamedTuple

import yaml

from disclosure.reference import reference_file
from disclosure.tidy import NUMBERING


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


@cache
def _terms() -> dict[str, str]:
    with reference_file("terms.csv").open(encoding="utf-8", newline="") as file:
        terms = {row["term"]: row["english"] for row in csv.DictReader(file)}
    for row in _classes():
        terms |= {name: row["name_en"] for name in [row["name"], *row["other_names"].split(";")] if name}
    return terms


@cache
def _classes() -> list[dict[str, str]]:
    with reference_file("function_classes.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def english(term: str) -> str:
    """The English of a budget term; the Chinese itself where the reference data has none.

    Numbering (一、 1、 其中：) is left out before the term is looked up.
    """
    bare = NUMBERING.sub("", term)
    words = _terms()
    if bare in words:
        return words[bare]
    subtotal = re.sub(r"(小计|合计)$", "", bare)
    return f"{words[subtotal]}, subtotal" if subtotal != bare and subtotal in words else bare


@cache
def family_names() -> dict[str, tuple[str, str]]:
    """The families of the audit's identities: key to Chinese and English name, in the order they are told."""
    with reference_file("audit.yml").open(encoding="utf-8") as file:
        return {key: tuple(names) for key, names in yaml.safe_load(file)["families"].items()}


@cache
def hue_of(code: str) -> int:
    """Index of the hue of a function class, by the first three digits of a function code."""
    return next((int(row["hue"]) for row in _classes() if row["code"] == code[:3]), 4)
