"""How many units or offices the text says there are, against those it lists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from disclosure.audit.ledger import Ledger, paragraph_place
from disclosure.audit.rule import Test, rule
from disclosure.audit.rules.contents import body, is_heading
from disclosure.model.numbering import NUMERALS, counted
from disclosure.model.records import ParagraphRow
from disclosure.words.messages import Message
from disclosure.words.wording import wording

NUMBER = rf"\d{{1,3}}|[{NUMERALS[1:]}两]{{1,3}}"
_ITEM = r"(?<![\d.]){n}[.、．]\s*(?!\d)|[（(]{n}[）)]"
_ASIDE = r"[（(][^（）()]*[）)]"
_NEAR = 40  # paragraphs below a count that a heading of what is counted is looked for in


@rule(
    "units-counted",
    "completeness",
    Message("The text lists as many units and offices as it says there are"),
    needs=Message("the text lists no units or offices that it counts"),
    severity="minor",
    tolerance="exact",
)
def units_counted(ledger: Ledger) -> Iterator[Test]:
    rows = body(ledger)
    for k, row in enumerate(rows):
        for name, said, listed in _counts(row["paragraph"], rows[k + 1 :]):
            fewest, most = listed
            holds = fewest <= said <= most
            sentence = Message(
                "“{words}”: {said} by the text, {listed} in the list",
                words=name,
                said=said,
                listed=said if holds else most,
            )
            place = paragraph_place(row)
            yield Test(f"{place.id}.{name}", [place], [], sentence, holds=holds)


def _counts(text: str, following: Sequence[ParagraphRow]) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """What a paragraph counts and lists: its words, the number it says, the fewest and the most that it lists."""
    words = {name: pattern.replace("{number}", NUMBER) for name, pattern in wording("listing").items()}
    for sentence in re.finditer(r"[^。；;]+", text):
        rest = text[sentence.end() :]
        kinds = list(re.finditer(words["kinds"], sentence[0]))
        if len(kinds) > 1 and (own := _list(sentence[0][kinds[-1].end() :], rest, following)):
            yield sentence[0][kinds[0].start() : kinds[-1].end()], sum(_value(kind[1]) for kind in kinds), own
        elif (found := re.search(words["below"], sentence[0])) and (own := _numbered(_led(rest), following)):
            yield found[0], _value(found[1]) + 1, own
        for name in ("units", "offices") if len(kinds) < 2 else ("offices",):
            for found in re.finditer(words[name], sentence[0]):
                if own := _list(sentence[0][found.end() :], rest, following):
                    yield found[0], _value(next(filter(None, found.groups()))), own
    for found in re.finditer(words["parts"], text):
        if text.endswith(("：", ":")) and (own := _below_heading(found[2], following)):
            yield found[0], _value(found[1]), own


def _list(rest: str, after: str, following: Sequence[ParagraphRow]) -> tuple[int, int] | None:
    """How many follow a count: in its sentence, or as numbered items."""
    led = re.match(wording("listing")["leads"], rest)
    if not led:
        return None
    listed = rest[led.end() :]
    if numbered := _numbered(listed + after, following):
        return numbered
    plain = re.sub(_ASIDE, "", listed)
    if (
        not re.search(f"、|{wording('listing')['name_end']}", plain)
        or re.search(wording("listing")["list_open"], plain)
        or re.search(r"\d|[，：:“”]", plain)
    ):
        return None
    *before, last = plain.split("、")
    whole = [name for name in (*before, last) if re.search(wording("listing")["name_end"], name)]
    return len(whole), len(before) + 1 + bool(re.search(wording("listing")["joined"], last))


def _led(text: str) -> str:
    """What follows the first words of a text that lead over to a list."""
    found = re.search(wording("listing")["list_begins"], text)
    return text[found.end() :] if found else text


def _numbered(text: str, following: Sequence[ParagraphRow]) -> tuple[int, int] | None:
    """How many items are numbered from 1 on: from the beginning of a text, then one paragraph after the other."""
    n = 0
    if text.strip() and not re.match(_ITEM.format(n=1), text.strip()):
        return None
    while found := re.search(_ITEM.format(n=n + 1), text):
        n, text = n + 1, text[found.end() :]
    for row in following:
        if not re.match(_ITEM.format(n=n + 1), row["paragraph"]):
            break
        rest = row["paragraph"]
        while found := re.search(_ITEM.format(n=n + 1), rest):
            n, rest = n + 1, rest[found.end() :]
    return (n, n) if n else None


def _below_heading(name: str, following: Sequence[ParagraphRow]) -> tuple[int, int] | None:
    for k, row in enumerate(following[:_NEAR]):
        if is_heading(row) and row["paragraph"].endswith(name):
            return _numbered("", following[k + 1 :])
    return None


def _value(text: str) -> int:
    """A number in digits or in Chinese numerals below a hundred."""
    if text.isdigit():
        return int(text)
    return counted(text.replace("两", "二"))
