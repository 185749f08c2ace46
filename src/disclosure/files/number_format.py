"""Numbers as a workbook displays them: by the format of the cell, with every digit exact.

A workbook holds 4436.2 and shows 4,436.20; what is shown is what was published. Formats are those of Excel's cells:
up to four sections (above zero, below, zero, text), digits, thousands, literals, per cent, scaling by thousands, dates.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_(?P<space>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>[Gg]eneral|G/通用格式)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?|AM/PM|A/P|上午/下午|[aA]{3,4})"
    r"|(?P<exponent>[eE][+-]0+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)|(?P<text>@)|(?P<literal>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?[\d.]+)")
_TESTS = {
    "<": Decimal.__lt__, "<=": Decimal.__le__, ">": Decimal.__gt__, ">=": Decimal.__ge__,
    "=": Decimal.__eq__, "<>": Decimal.__ne__,
}  # fmt: skip
Token = tuple[str, str]


def exact(value: float | str) -> Decimal:
    """A number of a workbook to the 15 digits that Excel keeps: 0.30000000000000004 is 0.3."""
    return Decimal(f"{float(value):.15g}")


def shown(value: Decimal, code: str, base_1904: bool = False) -> str:
    """A number as its cell shows it; ``base_1904`` where the workbook counts days from 1904."""
    sections = _sections(code)
    tokens, negative = _chosen(sections, value)
    if any(kind == "date" for kind, _ in tokens):
        return _date(value, tokens, base_1904)
    if not tokens:
        return ""
    if any(kind == "general" for kind, _ in tokens):
        number = _general(abs(value) if negative else value)
        return "".join(number if kind == "general" else _literal(kind, text) for kind, text in tokens).strip()
    return _number(abs(value) if negative else value, tokens).strip()


def shown_text(text: str, code: str) -> str:
    """A text as its cell shows it."""
    sections = _sections(code)
    with_text = [tokens for _, tokens in sections if any(kind == "text" for kind, _ in tokens)]
    if not with_text:
        return text if len(sections) < 4 else ""
    return "".join(text if kind == "text" else _literal(kind, said) for kind, said in with_text[-1])


@lru_cache(maxsize=512)
def _sections(code: str) -> list[tuple[str, list[Token]]]:
    """Each section of a format: its condition, if it has one, and what it consists of."""
    sections: list[tuple[str, list[Token]]] = [("", [])]
    for match in _TOKEN.finditer(code or "General"):
        kind, text = str(match.lastgroup), match[str(match.lastgroup)]
        tokens = sections[-1][1]
        if kind == "literal" and text == ";":
            sections.append(("", []))
        elif kind == "bracket":
            if _CONDITION.fullmatch(text):
                sections[-1] = text, tokens
            elif re.fullmatch(r"[hH]+|[mM]+|[sS]+", text):
                tokens.append(("date", f"[{text}]"))
            elif text.startswith("$") and (sign := text[1:].partition("-")[0]):
                tokens.append(("quoted", sign))
        elif kind not in ("space", "fill"):
            tokens.append((kind, text))
    return sections


def _chosen(sections: list[tuple[str, list[Token]]], value: Decimal) -> tuple[list[Token], bool]:
    """The section that a number is shown by, and whether the section itself says that it is below zero."""
    numeric = sections[:3]
    if any(condition for condition, _ in numeric):
        for k, (condition, tokens) in enumerate(numeric):
            if not (test := _CONDITION.fullmatch(condition)):
                if k or len(numeric) == 1:
                    return _signed(tokens, value), True
            elif _TESTS[test[1]](value, Decimal(test[2])):
                return _signed(tokens, value), True
        return _signed(numeric[-1][1], value), True
    if value < 0 and len(numeric) > 1:
        return numeric[1][1], True
    if value == 0 and len(numeric) > 2:
        return numeric[2][1], False
    return _signed(numeric[0][1], value), True


def _signed(tokens: list[Token], value: Decimal) -> list[Token]:
    return [("literal", "-"), *tokens] if value < 0 and tokens else tokens


def _literal(kind: str, text: str) -> str:
    return text if kind in ("quoted", "escaped", "literal", "comma", "point", "percent") else ""


def _general(value: Decimal) -> str:
    """A number without a format: as many digits as eleven places have room for."""
    if value == value.to_integral_value() and abs(value) < 10**11:
        return f"{value.to_integral_value():f}"
    if not Decimal("1e-9") <= abs(value) < 10**11:
        return f"{value:.5E}".replace("E+", "E+0" if abs(value) < 10**10 else "E+")
    before = len(f"{abs(value).to_integral_value(rounding='ROUND_DOWN'):f}")
    rounded = value.quantize(Decimal(1).scaleb(-max(10 - before, 0)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(value: Decimal, tokens: list[Token]) -> str:
    kinds = [kind for kind, _ in tokens]
    digits = [k for k, kind in enumerate(kinds) if kind == "digit"]
    if not digits:
        return "".join(_literal(kind, text) for kind, text in tokens)
    if "exponent" in kinds:
        return f"{value:.{kinds[: kinds.index('exponent')].count('digit') - 1}E}"
    point = next((k for k in range(digits[0], len(kinds)) if kinds[k] == "point"), len(kinds))
    before, after = [k for k in digits if k < point], [k for k in digits if k > point]
    last = before[-1] if before else digits[0]
    grouped = any(kind == "comma" for kind in kinds[digits[0] : last])
    scaling = {k for k in range(last + 1, len(kinds)) if kinds[k] == "comma" and set(kinds[last + 1 : k]) <= {"comma"}}
    scaling |= {k for k in range(digits[-1] + 1, len(kinds)) if kinds[k] == "comma"} if after else set()
    value = value * 100 ** kinds.count("percent") / Decimal(1000) ** len(scaling)
    text = f"{value.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP):f}"
    if text.startswith("-"):
        text = text[1:]
    whole, _, part = text.partition(".")
    placed = _whole(whole.lstrip("0"), before, tokens, grouped)
    kept = len(part)
    while kept and part[kept - 1] == "0" and tokens[after[kept - 1]][1] != "0":
        kept -= 1
    placed |= {k: part[n] if n < kept else "" for n, k in enumerate(after)}
    made = ""
    for k, (kind, said) in enumerate(tokens):
        if kind == "digit":
            made += placed.get(k, "")
        elif kind == "point":
            made += said
        elif kind != "comma" or (k not in scaling and not digits[0] < k < last):
            made += _literal(kind, said)
    return made


def _whole(whole: str, before: list[int], tokens: list[Token], grouped: bool) -> dict[int, str]:
    """The digits before the point at their places; the first place takes all that are left."""
    placed: dict[int, str] = {}
    count = 0
    for n, k in enumerate(reversed(before)):
        rest = whole if n == len(before) - 1 else whole[-1:]
        whole = whole[: len(whole) - len(rest)]
        if not rest and tokens[k][1] == "0":
            rest = "0"
        made = ""
        for digit in reversed(rest):
            made = digit + ("," if grouped and count and count % 3 == 0 else "") + made
            count += 1
        placed[k] = made
    return placed


def _date(value: Decimal, tokens: list[Token], base_1904: bool) -> str:
    """A day, or time, counted from 1900 (with its 29 February, which never was) or from 1904."""
    if not 0 <= value < 2_958_466:
        return _general(value)
    start = datetime(1904, 1, 1) if base_1904 else datetime(1899, 12, 31 if value < 60 else 30)
    day = start + timedelta(seconds=round(float(value) * 86400))
    half = any(text in ("AM/PM", "A/P", "上午/下午") for _, text in tokens)
    made, before = [], ""
    dates = [text.lower() for kind, text in tokens if kind == "date"]
    at = -1
    for kind, text in tokens:
        if kind != "date":
            made.append(_literal(kind, text))
            continue
        at += 1
        low = text.lower()
        following = dates[at + 1] if at + 1 < len(dates) else ""
        if low[0] == "m" and len(low) < 3 and (before[:1] in ("h", "[") or following[:1] == "s"):
            made.append(f"{day.minute:0{len(low)}d}")
        elif low[0] == "y":
            made.append(f"{day.year:04d}" if len(low) > 2 else f"{day.year % 100:02d}")
        elif low[0] == "m":
            made.append(f"{day.month:0{len(low)}d}" if len(low) < 3 else day.strftime("%b" if len(low) == 3 else "%B"))
        elif low[0] == "d":
            made.append(f"{day.day:0{len(low)}d}" if len(low) < 3 else day.strftime("%a" if len(low) == 3 else "%A"))
        elif low[0] == "h":
            hour = day.hour % 12 or 12 if half else day.hour
            made.append(f"{hour:0{len(low)}d}")
        elif low[0] == "s":
            made.append(f"{day.second:0{len(low.partition('.')[0])}d}")
        elif low.startswith("[h"):
            made.append(f"{int(value * 24):0{len(low) - 2}d}")
        elif low == "上午/下午":
            made.append("上午" if day.hour < 12 else "下午")
        elif "/" in low:
            made.append("AM" if day.hour < 12 else "PM")
        before = low
    return "".join(made).strip()
