"""What else a recogniser may have read: the other readings of an amount of whose characters it is not certain.

The recogniser gives each step of a line a probability for every character (connectionist temporal classification, CTC):
the likeliest is read, and the next are kept here. Only numbers have other readings; a sum may tell which is right.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

NUMBER = re.compile(r"[-(]?[\d.,]{1,24}\)?%?")
CHARACTERS = "0123456789.,-"
LEAST, MOST = 0.002, 12
"""The least probability of another character, and the most other readings of a number."""
CERTAIN = 0.97  # a number all of whose characters are at least so probable is not doubted
BLANK = 0  # the class of a step at which there is no character


@dataclass(frozen=True, slots=True)
class Doubt:
    """A number on a page that may be another: where it stands, how it was read, and its other readings."""

    box: tuple[float, ...]
    text: str
    others: tuple[str, ...]
    doubted: bool = False
    """Was the recogniser uncertain of it?"""


class ReadText(str):
    """A line as it was read, with its ``others``: the readings that are next in probability, the likeliest first."""

    others: tuple[str, ...] = ()
    doubted = False
    """Is any of its characters uncertain?"""


class DoubtingDecoder:
    """The decoder of a recogniser, whose texts know what else they may be."""

    def __init__(self, decoder: Any) -> None:
        self._decoder = decoder
        self.character: Sequence[str] = decoder.character
        self._classes = [self.character.index(c) for c in CHARACTERS if c in self.character]

    def __call__(self, steps: np.ndarray, *given: Any, **named: Any) -> tuple[list[tuple[str, float]], list[Any]]:
        lines, words = self._decoder(steps, *given, **named)
        return [(self._doubted(text, own), score) for (text, score), own in zip(lines, steps, strict=True)], words

    def _doubted(self, text: str, steps: np.ndarray) -> ReadText:
        made = ReadText(text)
        if NUMBER.fullmatch(text) and any(map(str.isdigit, text)):
            made.others, made.doubted = other_readings(text, steps, self._classes, self.character)
        return made


def other_readings(
    text: str, steps: np.ndarray, classes: Sequence[int], characters: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """The readings of a line that differ from the likeliest in one character; and if any of these is uncertain.

    ``steps`` has a row of probabilities for each step of the line, a column for each of ``characters``.
    """
    best = steps.argmax(axis=1)
    begins = np.flatnonzero((best != BLANK) & np.r_[True, best[1:] != best[:-1]])
    if len(begins) != len(text):  # characters of more than one code point
        return (), False
    found: dict[str, float] = {}

    def note(reading: str, probability: float) -> None:
        if probability >= LEAST and reading != text and NUMBER.fullmatch(reading):
            found[reading] = max(probability, found.get(reading, 0.0))

    certain = True
    for k, begin in enumerate(begins):
        end = begin + 1
        while end < len(best) and best[end] == best[begin]:
            end += 1
        run = steps[begin:end]
        certain &= float(run[:, best[begin]].max()) >= CERTAIN
        for other in classes:
            if other != best[begin]:
                note(text[:k] + characters[other] + text[k + 1 :], float(run[:, other].max()))
        note(text[:k] + text[k + 1 :], float(run[:, BLANK].min()))
    for k in range(len(text) + 1):  # between two characters, one that was taken for none
        first = begins[k - 1] + 1 if k else 0
        last = begins[k] if k < len(text) else len(best)
        gap = steps[first:last][best[first:last] == BLANK]
        for other in classes if len(gap) else ():
            probability = float(gap[:, other].max())
            certain &= probability < 1 - CERTAIN
            note(text[:k] + characters[other] + text[k:], probability)
    likeliest = sorted(found, key=lambda reading: -found[reading])
    return tuple(likeliest[:MOST]), not certain
