"""How a value is said in a language: money, shares, counts and budget terms, as a newspaper writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from numbers import Number
from typing import Any

from disclosure.words.names import english

WAN = Decimal(10_000)
MILLION = Decimal(1_000_000)
BILLION = Decimal(1_000_000_000)
YI = Decimal(100_000_000)
MONEY = {"money": WAN, "yuan": Decimal(1)}
"""Specs of money, and how many yuan are one of what the value counts."""
CHINESE = "zh"
"""The language of the documents: terms are said in it as they are printed, and money in 万元."""


def spell(value: object, spec: str = "", language: str = "en", places: int = 2) -> str:
    """A value in words of a language; ``spec`` says what it is, with ``+`` before it where its sign is always said.

    ======== ===================================== =============================== ==================
    spec     the value is                           English                         Chinese
    ======== ===================================== =============================== ==================
    money    an amount in 万元                      44.36 million yuan, 42,500 yuan 4436.20万元, 3.72亿元
    yuan     an amount in yuan                      the same                        the same
    exact    an amount in yuan, to the fen          44,362,000 yuan                 4436.20万元
    moved    a change in 万元                        up 31.81 million yuan, unchanged 增加3180.59万元, 持平
    grown    a change as a ratio                   up 14.4%, 75 times as much      增长14.4%, 增长74倍
    wan      an amount in 万元, as tables print it  4,436.20                        4,436.20
    percent  a ratio                                94.3%; from +1,000% on, times   94.3%
    times    a ratio                                3.5 times                       3.5倍
    count    a number of things                     1,297                           1297
    month    a month as ISO 8601 writes it          July 2021                       2021年7月
    term     a budget term in Chinese               its English, if there is one    as printed
    name     a term or message                      the same within a sentence      as printed
    ======== ===================================== =============================== ==================

    ``places`` are the digits after the point of ``money`` and ``yuan``.
    Without ``spec`` text stays as it is, lists are joined, and what has a ``said`` method says itself. Raises
    :class:`ValueError` for any other ``spec``.
    """
    sign, name = ("+", spec[1:]) if spec.startswith("+") else ("", spec)
    if name == "term":
        return str(value) if language == CHINESE else english(str(value))
    if name == "name":
        return _within(_plain(value, language))
    if name == "month":
        from babel.dates import format_skeleton

        return str(format_skeleton("yMMMM", date.fromisoformat(f"{value}-01"), locale=language))
    if not name:
        return _plain(value, language)
    if name not in _SPECS and name not in MONEY:
        raise ValueError(
            f"unknown format {spec!r}: use one of {', '.join([*MONEY, *_SPECS, 'term', 'name', 'month'])}, "
            "or + before it"
        )
    number = Decimal(str(value))
    said = (
        _yuan(number * MONEY[name], sign, language, places) if name in MONEY else _SPECS[name](number, sign, language)
    )
    return said.replace("-", "−")


def digits_apart(amounts: Iterable[tuple[object, str]], language: str) -> dict[tuple[str, str], int]:
    """How many digits amounts of one sentence need where two that differ would be said alike.

    ``amounts`` are values with their ``spec``; the answer has those that need more than two, by the text of the value
    and its spec: 424.09 and 424.16 (万元) are 4.2409 and 4.2416 million yuan.
    What differs by less than a fen is the same.
    """
    alike: dict[str, dict[Decimal, set[tuple[str, str]]]] = {}
    for value, spec in amounts:
        if (unit := MONEY.get(spec.removeprefix("+"))) and isinstance(value, Number):
            exact = rounded(Decimal(str(value)) * unit, 2)
            alike.setdefault(spell(value, spec, language), {}).setdefault(exact, set()).add((str(value), spec))
    needed: dict[tuple[str, str], int] = {}
    for different in (group for group in alike.values() if len(group) > 1):
        for places in range(3, 9):
            if len({_yuan(exact, "", language, places) for exact in different}) == len(different):
                break
        needed |= dict.fromkeys(set().union(*different.values()), places)
    return needed


def _plain(value: Any, language: str) -> str:
    said = getattr(value, "said", None)
    if callable(said):
        return str(said(language))
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return listed([_plain(item, language) for item in value], language)
    if hasattr(value, "_fields"):  # a pair of texts
        return str(getattr(value, language, value[-1]))
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}".replace("-", "−")
    return str(value)


def _within(words: str) -> str:
    """A name as it stands within a sentence: with a small letter, unless it begins with an abbreviation or a name."""
    at = len(words) - len(words.lstrip("“"))
    first = words[at:].split(" ", 1)[0].rstrip("”")
    if first[1:] != first[1:].lower() or first in _PROPER:
        return words
    return words[:at] + words[at : at + 1].lower() + words[at + 1 :]


_PROPER = frozenset({"I", "China", "Chinese", "Party", "Communist", "Taiwan", "Hong", "Macao", "Tibet", "Xinjiang"})


def listed(words: Iterable[str], language: str) -> str:
    """Words as a list in a sentence: ``a, b and c``; 甲、乙和丙."""
    words = list(words)
    comma, last = ("、", "和") if language == CHINESE else (", ", " and ")
    return comma.join(words[:-1]) + last + words[-1] if len(words) > 1 else "".join(words)


def rounded(value: Decimal, places: int) -> Decimal:
    """A number to so many places, half up."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _yuan(value: Decimal, sign: str, language: str, places: int = 2) -> str:
    if language == CHINESE and abs(rounded(value, 0)) >= YI:
        return f"{_short(rounded(value / YI, places)):{sign}f}亿元"
    if language == CHINESE and 0 < abs(value) < WAN / 200:  # less than what two digits can say
        return f"{_short(rounded(value, 2)):{sign}f}元"
    if language == CHINESE:
        return f"{_whole(rounded(value / WAN, places)):{sign}f}万元"
    if abs(rounded(value, 0)) >= BILLION:
        return f"{_short(rounded(value / BILLION, places)):{sign},f} billion yuan"
    if abs(rounded(value, 0)) >= MILLION:
        return f"{_short(rounded(value / MILLION, places)):{sign},f} million yuan"
    return f"{rounded(value, min(places - 2, 2)):{sign},f} yuan"


def _whole(value: Decimal) -> Decimal:
    """A number without the digits after its point where these are all zeros: 3000, 4436.20."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def _short(value: Decimal) -> Decimal:
    """A number without zeros that say nothing: 30, 4.5, 44.36."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def _moved(value: Decimal, sign: str, language: str) -> str:
    if not value:
        return "持平" if language == CHINESE else "unchanged"
    said = _yuan(abs(value) * WAN, "", language)
    if language == CHINESE:
        return f"{'增加' if value > 0 else '减少'}{said}"
    return f"{'up' if value > 0 else 'down'} {said}"


def _grown(value: Decimal, sign: str, language: str) -> str:
    said = _percent(abs(value) if value < 10 else value, "" if value < 10 else "+", language)
    if value >= 10:
        return f"增长{rounded(value, 0)}倍" if language == CHINESE else said
    if not value:
        return _moved(value, sign, language)
    if language == CHINESE:
        return f"{'增长' if value > 0 else '下降'}{said}"
    return f"{'up' if value > 0 else 'down'} {said}"


def _exact(value: Decimal, sign: str, language: str) -> str:
    if language == CHINESE:
        return f"{_at_least(value / WAN, 2):{sign}f}万元"
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return f"{_at_least(value, 2 if places else 0):{sign},f} yuan"


def _at_least(value: Decimal, places: int) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1).scaleb(-max(places, -int(value.as_tuple().exponent))))


def _percent(value: Decimal, sign: str, language: str) -> str:
    if sign and value >= 10:
        times = rounded(1 + value, 0)
        return f"为原来的{times}倍" if language == CHINESE else f"{times} times as much"
    share = value * 100
    if share in (0, 100):
        return f"{share:{sign},.0f}%"
    places = 1 if abs(share) >= Decimal("0.1") else 1 - share.adjusted()
    if rounded(share, places) == 100:  # all but all of it: with the first digit that says so
        places = -(100 - share).adjusted() if abs(100 - share) >= Decimal("0.001") else 0
    return f"{rounded(share, places):{sign},f}%"


def _times(value: Decimal, sign: str, language: str) -> str:
    said = f"{rounded(value, 1 if value < 10 else 0).normalize():{sign},f}"
    return f"{said}倍" if language == CHINESE else f"{said} times"


_SPECS: dict[str, Callable[[Decimal, str, str], str]] = {
    "moved": _moved,
    "grown": _grown,
    "exact": _exact,
    "wan": lambda value, sign, language: f"{rounded(value, 2):{sign},f}",
    "percent": _percent,
    "times": _times,
    "count": lambda value, sign, language: f"{value.normalize():{sign}{'' if language == CHINESE else ','}f}",
}
