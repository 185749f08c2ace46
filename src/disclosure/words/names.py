"""What budget terms are called in English, and which colour a function class has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from disclosure.model.numbering import unnumbered
from disclosure.words.reference import reference_rows


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


def in_a_row(items: Iterable[object]) -> Text:
    """Page numbers and the like without an "and": 2–4、7; 2–4, 7."""
    words = [str(item) for item in items]
    return Text("、".join(words), ", ".join(words))


def ranges(pages: Iterable[int]) -> list[str]:
    """``[2, 3, 4, 7]`` as ``2–4`` and ``7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return [str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs]


@cache
def bare(item: str) -> str:
    """A line's name without its numbering, with brackets and look-alike words made the same."""
    return unnumbered(item).replace("（", "(").replace("）", ")").replace("其它", "其他").strip()


@cache
def _terms() -> dict[str, str]:
    terms = {row["term"]: row["english"] for row in reference_rows("terms.csv")}
    for row in reference_rows("function_classes.csv"):
        terms |= {name: row["name_en"] for name in [row["name"], *row["other_names"].split(";")] if name}
    return {term.replace("(", "（").replace(")", "）"): english for term, english in terms.items()}


def english(term: str) -> str:
    """The English of a budget term; the Chinese itself where the reference data has none.

    Numbering (一、 1、 其中：), what stands before a table's title (year, department, 部门), and a 支出 that names
    leave out or put in make no difference. A line named with the levels above it (…（类）…（款）…（项）) is told by
    its own name and the one above it.
    """
    bare = unnumbered(term).replace("(", "（").replace(")", "）")
    words = _terms()
    for known in (bare, title := _TITLED.sub("", bare), title.removesuffix("支出"), f"{title}支出"):
        if known in words:
            return words[known]
    if levels := _levels(bare, words):
        return levels
    subtotal = re.sub(r"(小计|合计)$", "", title)
    return f"{words[subtotal]}, subtotal" if subtotal != title and subtotal in words else term


_LEVEL = re.compile(r"（\d*[类款项]）")


def _levels(term: str, words: dict[str, str]) -> str:
    """The English of a line named with the levels above it; empty where it is not, or a level has no English."""
    names = [name for name in _LEVEL.split(term) if name not in ("", "支出")]
    if not names or not _LEVEL.search(term):
        return ""
    known = [words.get(name) or words.get(name.removesuffix("支出")) or words.get(f"{name}支出") for name in names[-2:]]
    if not all(known):
        return ""
    own, above = str(known[-1]), str(known[0])
    return f"{own} ({above[:1].lower()}{above[1:]})" if len(known) > 1 else own


_TITLED = re.compile(
    r"^(20\d\d年度?.*?)?(部门|单位)?(?=(财务)?(收支|收入|支出|财政拨款|一般公共|政府性?基金|国有资本|“三公”|政府采购).*表)"
    r"|^20\d\d年度?|（(功能|经济)科目）$"
)


@cache
def hue_of(code: str) -> int | None:
    """Index of the hue of a function class, by the first three digits of a function code; None for another code.

    What nearly every department spends on (208, 210, 221) has hues that no other class has.
    """
    return next((int(row["hue"]) for row in reference_rows("function_classes.csv") if row["code"] == code[:3]), None)


def themes(names: Iterable[str]) -> list[str]:
    """For each name the beginning that it shares with another (four characters or more), else the name itself.

    ``["智慧城市一期项目运维费", "智慧城市一期项目服务费", "事转企"]`` gives
    ``["智慧城市一期项目", "智慧城市一期项目", "事转企"]``.
    """
    names = list(names)
    made = []
    for name in names:
        shared = [_beginning(name, other).rstrip("0123456789") for other in names if other != name]
        longest = max(shared, key=len, default="")
        made.append(longest if len(longest) >= 4 else name)
    return made


def _beginning(name: str, other: str) -> str:
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(name, other, strict=False)))


def nearest(name: str, others: Iterable[str]) -> str:
    """Which of the others shares the longest run of characters (two or more) with a name; empty where none does.

    ``nearest("秦皇岛市工业和信息化局", ["科学技术支出", "工业和信息产业监管"])`` gives ``工业和信息产业监管``.
    """
    runs = {other: SequenceMatcher(None, name, other, autojunk=False).find_longest_match().size for other in others}
    return max((other for other in runs if runs[other] > 1), key=runs.__getitem__, default="")
