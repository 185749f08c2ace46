"""The names of organisations: how disclosures print them, and when two are of one organisation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

Owner = tuple[str, str]
"""Code and name of the organisation whose table it is; the code is empty where none is printed."""

_NAME = r"[\u4e00-\u9fff（）()]{4,40}"
_STATED = [
    re.compile(
        rf"[\[【(（](\d{{3,9}})[\]】)）]\s*({_NAME}?)(?=金额单位|单位[:：]|预算年度|(?![\u4e00-\u9fff（）()])|$)"
    ),
    re.compile(
        r"(?:(?:编制|填报|预算|公开)?(?:部门|单位)(?:名称|编码及名称)?)\s*[:：]\s*(?:(\d{3,9})\s*[-—_]*\s*)?"
        r"([\u4e00-\u9fff][\u4e00-\u9fff（）()\d]{3,39}?)(?=金额单位|单位[:：]|预算年度|公开\d|20\d\d|$)"
    ),
    re.compile(rf"^(\d{{3,9}})(?!年)\s*[-—_]*\s*({_NAME})$"),
]
_TITLED = re.compile(
    r"()(?:[一二三四五六七八九十]+、)?20\d\d年度?+((?!没有|未|无|本|我|各|安排|使用|部门|单位|预算|一般公共|政府性|政府采购|国有|财政|收|支|三公|项目|整体|基本|区级|市级|省级)[\u4e00-\u9fff（）()]{4,30}?)"
    r"(?=收支|收入|支出|财政拨款|一般公共|政府性?基金|国有资本|[“\"]?三公|部门|单位|预算|决算)"
)
_BODY = r"(?:局|厅|院|委员会|委|办公厅|办公室|办事处|法院|检察院|中心|政府|部|署|协会|联合会|站|所|队|馆|园|学|校|医院)"
_COVER = re.compile(rf"()^([\u4e00-\u9fff]{{2,30}}?{_BODY})$")
HEADING = re.compile(
    rf"()^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|附件?\d*[:：]?)?(?:20\d\d年度?+)?"
    rf"((?!关于|本|我|各|地方|中央|政府|财政)[\u4e00-\u9fff]{{2,30}}{_BODY}(?:[（(]?(?:本级|机关)[）)]?)?)"
    r"(?:20\d\d年度?)?(?:部门|单位)?(?:预算|决算)(?:公开|信息|情况|说明|报表|表|及|和|的)*$"
)

_UNIT = re.compile(r"[（(]?(?:人民币)?[百千万亿]*元[）)]?$")
_BODY_END = re.compile(rf"{_BODY}(?:[（(][^（）()]*[）)])?$")
PATTERNS = {"stated": _STATED, "titled": [_TITLED], "cover": [_COVER], "heading": [HEADING]}
"""Where a name stands by itself: behind its label, before what a title names, on a cover, in a heading."""
_PART = re.compile(r"[（(][^（）()]*[）)]|本级$|机关$|\s")


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
