"""The province that a disclosure comes from, by the names of places in it; never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from disclosure.words.reference import reference_rows

UNKNOWN = "unknown"
CENTRAL = "中央"
_BEFORE = re.compile(
    r"^(附件?\d*[:：]?|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|20\d\d年度?|中国共产党|中共|中国人民政治协商会议|政协"
    r"|中国共产主义青年团|共青团|国家税务总局)+"
)


@cache
def _divisions() -> tuple[dict[str, str], list[str]]:
    """Names of divisions to their provinces, and the provinces' own names.

    ``divisions.csv`` holds the names of GB/T 2260, county level and above, as they stood in any year from 2000 to
    2019, but none that divisions of two provinces bear (鼓楼区, 朝阳区 …).
    """
    rows = reference_rows("divisions.csv")
    provinces = {row["code"][:2]: row["name"] for row in rows if row["code"].endswith("0000")}
    names = {row["name"]: provinces[row["code"][:2]] for row in rows}
    return names | {provinces.pop("00"): CENTRAL}, list(provinces.values())


def province_names() -> list[str]:
    """The official names of the provinces, and ``中央`` for the centre."""
    return [*_divisions()[1], CENTRAL]


def province_of(organisation: str, texts: Iterable[str] = ()) -> str:
    """The official name of the province; ``中央`` for the centre, ``unknown`` where nothing says it.

    It is that of the division the organisation's name begins with, or of the first province it names; else that of
    the division that one of the ``texts``, such as the lines of the cover, begins with.
    """
    divisions, provinces = _divisions()
    for text in (organisation, *texts):
        rest = _BEFORE.sub("", text)
        for length in range(min(len(rest), 15), 2, -1):
            if found := divisions.get(rest[:length]):
                return found
        if text is organisation and (named := min((n for n in provinces if n in text), key=text.index, default="")):
            return named
    return UNKNOWN


def division_at_end(text: str) -> tuple[str, str]:
    """Code and name of the division whose name a text ends in, the longest; empty where it ends in none."""
    codes = _codes()
    found = next((text[-length:] for length in range(min(len(text), 11), 1, -1) if text[-length:] in codes), "")
    return codes.get(found, ""), found


@cache
def _codes() -> dict[str, str]:
    return {row["name"]: row["code"] for row in reference_rows("divisions.csv")}
