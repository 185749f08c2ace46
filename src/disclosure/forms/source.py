"""Who publishes a disclosure, for which year, and whether it is a budget or final accounts: by its own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from disclosure.forms.printed import YEAR, PrintedTable
from disclosure.model.source import APPROVED, EXECUTED, Source
from disclosure.pdf.text import ProseLine

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
    r"()(?:[一二三四五六七八九十]+、)?20\d\d年度?+((?!没有|未|无|本|我|各|安排|使用|部门|单位|预算|一般公共|政府性|国有|财政|收|支|三公|项目|整体|基本|区级|市级|省级)[\u4e00-\u9fff（）()]{4,30}?)"
    r"(?=收支|收入|支出|财政拨款|一般公共|政府性?基金|国有资本|[“\"]?三公|部门|单位|预算|决算)"
)
_BODY = r"(?:局|厅|院|委员会|委|办公厅|办公室|办事处|法院|检察院|中心|政府|部|署|协会|联合会|站|所|队|馆|园|学|校|医院)"
_COVER = re.compile(rf"()^([\u4e00-\u9fff]{{2,30}}?{_BODY})$")
_HEADING = re.compile(
    rf"()^(?:第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|附件?\d*[:：]?)?(?:20\d\d年度?+)?"
    rf"((?!关于|本|我|各|地方|中央|政府|财政)[\u4e00-\u9fff]{{2,30}}{_BODY}(?:[（(]?(?:本级|机关)[）)]?)?)"
    r"(?:20\d\d年度?)?(?:部门|单位)?(?:预算|决算)(?:公开|信息|情况|说明|报表|表|及|和|的)*$"
)

_UNIT = re.compile(r"[（(]?(?:人民币)?[百千万亿]*元[）)]?$")
_BODY_END = re.compile(rf"{_BODY}(?:[（(][^（）()]*[）)])?$")
_COVER_LINES = 6
_SAID_YEAR = re.compile(r"(20\d\d)年度?(?=.{0,24}(?:预算|决算|收入|支出))")


def _organisation(texts: Iterable[str], patterns: list[re.Pattern]) -> Owner:
    texts = list(texts)
    for pattern in patterns:
        found = Counter(match.groups(default="") for text in texts if (match := pattern.search(text)))
        if found:
            code, name = found.most_common(1)[0][0]
            return code, _UNIT.sub("", name)
    return "", ""


def _cut_short(name: str, whole: str) -> bool:
    """Whether a name is the beginning of another that went on in the next line of its cell: 江苏省高级人民法 / 院."""
    return whole != name and whole.startswith(name) and bool(_BODY_END.search(whole)) and not _BODY_END.search(name)


def _whole(owner: Owner, owners: Iterable[Owner]) -> Owner:
    """An owner by its whole name, where another place prints the rest of it."""
    return next(((code or owner[0], name) for code, name in owners if _cut_short(owner[1], name)), owner)


def _longest_end(names: list[str]) -> str:
    """The first of some names, or one that ends in it: a cover may break 江苏省高级人民法院 before 人民法院."""
    first = next(filter(None, names), "")
    return max((name for name in names if name.endswith(first)), key=len, default=first)


def year_of(tables: list[PrintedTable], prose: list[ProseLine]) -> str:
    """The fiscal year that most kinds of places agree on: 预算年度, the cover, titles of tables, the text; "" if none.

    Each kind has one voice, whatever it repeats: twenty titles kept from last year's file weigh no more than the cover.
    Of two years with as many voices it is the one that the first of these places names.
    """
    above = [text for table in tables for text in [*table.above, table.title]]
    places = [
        [match[1] for text in above if (match := re.search(r"预算年度\s*[:：]\s*(20\d\d)", text))],
        [match[1] for line in prose[:_COVER_LINES] if (match := YEAR.search(line.text))][:1],
        [match[1] for table in tables if (match := YEAR.search(table.title))],
        [year for line in prose[1:] if re.search("。|元", line.text) for year in _SAID_YEAR.findall(line.text)],
    ]
    voices = Counter(Counter(years).most_common(1)[0][0] for years in places if years)
    return voices.most_common(1)[0][0] if voices else ""


def source_of(document_id: str, tables: list[PrintedTable], prose: list[ProseLine]) -> Source:
    """Who publishes the disclosure, for which year and phase: from what stands around its tables and on its cover.

    Of several organisations it is the one whose tables come first.
    """
    source = Source(document_id)
    first = [line.text for line in prose[:200]]
    cover = [re.sub(r"\s", "", text) for text in first[:_COVER_LINES]]
    stated = [owner for table in tables if any(owner := _organisation(table.above, _STATED))]
    titled = _organisation([table.title for table in tables] + first, [_TITLED, _COVER, _HEADING])
    named = "", _longest_end([_organisation(cover, [_HEADING, _COVER])[1], titled[1]])
    owner = stated[0] if stated else named
    source.organisation_code, source.organisation_name = _whole(owner, [*stated, named])
    source.fiscal_year = year_of(tables, prose)
    final = sum("决算" in table.title for table in tables)
    if final > len(tables) / 3 or any("决算" in text for text in first[:3]):
        source.phase = EXECUTED
    return source


def owners(source: Source, tables: list[PrintedTable], prose: list[ProseLine]) -> list[Owner]:
    """Whose each table is, in a document that may hold the same tables for a department and for each of its units.

    It is the organisation stated above the table or in its title; else that of a heading since the table before;
    else that of the table before.
    """
    made: list[Owner] = []
    owner: Owner = source.organisation_code, source.organisation_name
    codes = {owner[1]: owner[0]}
    lines = iter(prose)
    line = next(lines, None)
    for table in tables:
        page, top = table.parts[0].page, table.parts[0].ys[0]
        while line and (line.page, line.line.top) < (page, top):
            heading = _HEADING.search(line.text)
            same = heading and owner[1] and (heading[2].endswith(owner[1]) or owner[1].endswith(heading[2]))
            if heading and not same:
                owner = codes.get(heading[2], ""), heading[2]
            line = next(lines, None)
        code, name = _stated(table)
        if name:
            code, name = _whole((code, name), [(number, whole) for whole, number in codes.items()])
            codes.setdefault(name, code)
            owner = code or codes[name], name
        made.append(owner)
    return made


def _stated(table: PrintedTable) -> Owner:
    return next(filter(any, (_organisation(table.above, _STATED), _organisation([table.title], [_TITLED]))), ("", ""))


def phase_of(source: Source, title: str) -> str:
    """The phase of a table's own figures: by its title where it says so, else that of the document."""
    if "决算" in title:
        return EXECUTED
    return APPROVED if re.search(r"(收支|收入|支出)预算总?表", title) else source.phase
