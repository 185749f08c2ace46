"""How lines and titles are numbered: 一、 （一） 1、 （1） 其中：, and the number that such a beginning says."""

from __future__ import annotations

import re
from functools import cache

NUMERALS = "零一二三四五六七八九十"
FIRST_LEVEL = re.compile(rf"([{NUMERALS[1:]}]+)、")
"""The numbering of the first level: 一、."""
NUMBERING = re.compile(rf"({FIRST_LEVEL.pattern}|[（(][{NUMERALS[1:]}\d]+[）)]|\d+[、.．](?!\d)|其中[:：]?)\s*")
"""A numbering; to be matched at the beginning of a text."""


@cache
def unnumbered(text: str) -> str:
    """A name without the numbering before it, be it one or several: 其中：（1）公用经费 is 公用经费."""
    while found := NUMBERING.match(text):
        text = text[found.end() :]
    return text


@cache
def ordinal(text: str) -> int | None:
    """The number of a text that begins with 一、 to 九十九、; ``None`` for any other."""
    found = FIRST_LEVEL.match(text)
    return counted(found[1]) or None if found else None


_COUNTED = re.compile("[一二三四五六七八九]|[一二三四五六七八九]?十[一二三四五六七八九]?")
"""The numerals below a hundred; 二二 is none, though it may be printed or be read so."""


def counted(numeral: str) -> int:
    """The number that Chinese numerals below a hundred mean: 二十一 is 21; 0 where they mean none (二二)."""
    if not _COUNTED.fullmatch(numeral):
        return 0
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return NUMERALS.index(ones)
    return 10 * (NUMERALS.index(tens) if tens else 1) + (NUMERALS.index(ones) if ones else 0)


def numeral(number: int) -> str:
    """A number below a hundred in Chinese numerals: 21 is 二十一; in figures beyond."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return before + (NUMERALS[ones] if ones or not tens else "")
