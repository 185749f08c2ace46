"""The names of organisations: how disclosures print them, and when two are of one organisation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from disclosure.words.reference import reference_settings

Owner = tuple[str, str]
"""Code and name of the organisation whose table it is; the code is empty where none is printed."""

_WORDS = reference_settings("documents.yml")["publisher"]
_NAME = r"[\u4e00-\u9fff（）()]{4,40}"
_NUMBERED = _WORDS["numbered"]
_YEAR = r"20\d\d年度?+"  # 度 is of the year, never of the name behind it
_BODY = rf"(?:{_WORDS['body']})"
_STATED = [
    re.compile(rf"[\[【(（](\d{{3,9}})[\]】)）]\s*({_NAME}?)(?={_WORDS['behind_label']}|(?![\u4e00-\u9fff（）()])|$)"),
    re.compile(
        rf"(?:{_WORDS['label']})\s*[:：]\s*(?:(\d{{3,9}})\s*[-—_]*\s*)?"
        rf"([\u4e00-\u9fff][\u4e00-\u9fff（）()\d]{{3,39}}?)(?={_WORDS['behind_label']}|{_WORDS['behind_labelled']}|$)"
    ),
    re.compile(rf"^(\d{{3,9}})(?!年)\s*[-—_]*\s*({_NAME})$"),
]
_TITLED = re.compile(
    rf"()(?:{_NUMBERED})?{_YEAR}"
    rf"((?!{_WORDS['no_name_in_titles']})[\u4e00-\u9fff（）()]{{4,30}}?)(?={_WORDS['behind_name']})"
)
_COVER = re.compile(rf"()^([\u4e00-\u9fff]{{2,30}}?{_BODY})$")
HEADING = re.compile(
    rf"()^(?:{_NUMBERED})?(?:{_YEAR})?"
    rf"((?!{_WORDS['no_name_in_headings']})[\u4e00-\u9fff]{{2,30}}{_BODY}(?:[（(]?(?:{_WORDS['part']})[）)]?)?)"
    rf"(?:{_YEAR})?{_WORDS['behind_heading']}$"
)

_UNIT = re.compile(_WORDS["unit"])
_BODY_END = re.compile(rf"{_BODY}(?:[（(][^（）()]*[）)])?$")
PATTERNS = {"stated": _STATED, "titled": [_TITLED], "cover": [_COVER], "heading": [HEADING]}
"""Where a name stands by itself: behind its label, before what a title names, on a cover, in a heading."""
_PART = re.compile(rf"[（(][^（）()]*[）)]|(?:{_WORDS['part']})$|\s")


def organisation(texts: Iterable[str], *kinds: str) -> Owner:
    """The name that most of some texts print, with its code; of kinds of :data:`PATTERNS`, the first that finds any."""
    texts = list(texts)
    for pattern in (pattern for kind in kinds for pattern in PATTERNS[kind]):
        found = Counter(match.groups(default="") for text in texts if (match := pattern.search(text)))
        if found:
            code, name = found.most_common(1)[0][0]
            return code, _UNIT.sub("", name)
    return "", ""


def _cut_short(name: str, whole: str) -> bool:
    """Whether a name is the beginning of another that went on in the next line of its cell: 江苏省高级人民法 / 院."""
    return whole != name and whole.startswith(name) and bool(_BODY_END.search(whole)) and not _BODY_END.search(name)


def whole_name(owner: Owner, owners: Iterable[Owner]) -> Owner:
    """An owner by its whole name, where another place prints the rest of it."""
    return next(((code or owner[0], name) for code, name in owners if _cut_short(owner[1], name)), owner)


def longest_end(names: list[str]) -> str:
    """The first of some names, or one that ends in it: a cover may break 江苏省高级人民法院 before 人民法院."""
    first = next(filter(None, names), "")
    return max((name for name in names if name.endswith(first)), key=len, default=first)


def names_in(texts: Iterable[str], *kinds: str) -> list[str]:
    """The names that some texts print, each once."""
    made = (organisation([text], *kinds)[1] for text in texts)
    return list(dict.fromkeys(name for name in made if name and ("stated" in kinds or _BODY_END.search(name))))


def same_name(one: str, other: str) -> bool:
    """Are two names of one organisation: the same, or one short for the other (省人大办公厅) or cut off?"""
    short, long = sorted((_PART.sub("", name) for name in (one, other)), key=len)
    rest = iter(long)
    return all(character in rest for character in short)
