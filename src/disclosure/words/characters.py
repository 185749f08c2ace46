"""Text as it was meant: characters that only look like others undone, wrapped lines joined."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from disclosure.words.reference import reference_rows


@cache
def _characters() -> dict[int, str]:
    """Characters that stand for another one: radicals, full-width digits and letters, look-alike dashes."""
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(row["radical"]): row["character"] for row in reference_rows("radicals.csv")}
    table |= {code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
    table |= {code: chr(code - 0xFEE0) for code in range(0xFF41, 0xFF5B)}
    table |= {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xF900, 0xFB00)}
    table |= {0x02: "-", 0xFF0E: ".", 0xFF05: "%", 0x2215: "/", 0x00A5: "¥"}
    return {key: value for key, value in table.items() if value != chr(key)}


def as_meant(text: str) -> str:
    """``text`` with every character that only looks like another one replaced by the one that is meant."""
    text = text.translate(_characters())
    return re.sub(r"(?<=\d)，(?=\d{3}(?!\d))", ",", text) if "，" in text else text


_TIGHT = r"[^\s\x21-\x7E]"  # next to Chinese (anything outside ASCII) a space carries nothing


def meant(raw: str) -> str:
    """The printed text of a cell as it was meant; its lines are separated by line feeds."""
    if "\n" in raw or " " in raw:
        return normalise(raw.split("\n"))
    return raw if raw.isascii() else as_meant(raw)


def normalise(lines: list[str]) -> str:
    """The text of a cell as it was meant: wrapped lines joined, spaces kept only between ASCII words.

    Digits with a space between them are one number, set wide; with two, they are two numbers far apart.
    """
    joined = ""
    for line in map(str.strip, map(as_meant, lines)):
        words = joined and joined[-1].isascii() and line and line[0].isascii()
        # A code or an amount is wrapped in the middle; two words are wrapped at their space.
        joined += (" " if words and joined[-1].islower() and line[0].islower() else "") + line
    joined = re.sub(rf"(?<={_TIGHT})\s+|\s+(?={_TIGHT})", "", joined)
    return re.sub(r"(?<=\d) (?=\d|[.,%])|(?<=[.,]) (?=\d)", "", joined).strip()
