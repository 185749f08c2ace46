"""The wording of figures in Chinese budget prose: numbers and units, comparisons, reasons, and what they name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from disclosure.model.amounts import FACTOR, can_be_meant
from disclosure.model.source import ADJUSTED, APPROVED, EXECUTED, Source
from disclosure.words.wording import wording

WORDS = wording("prose")
RISE = "增加|(?<!稳)增长|上升|提高|上涨|增幅|调增|大于|高于"
FALL = "减少|降低|下降|压缩|压减|缩减|减幅|降幅|调减|小于|低于"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MONEY = "亿元|万元|千元|百元|元"
_COUNTED = "辆|台[（(]套[）)]|台/套|台套|套|台|批次|人次|次|个|人"
_FIGURE = re.compile(
    rf"(?<![\d.,])(?P<number>[-−]?{_NUMBER})"
    rf"(?:亿(?P<ten_thousands>{_NUMBER})万元|万(?P<yuan>{_NUMBER})元|(?P<unit>{_MONEY}|%|个百分点|百分点|{_COUNTED}|[万亿](?=[，。；、,;）)（(]|左右|$)))"
    r"(?P<bound>(?!(?<=[元万亿])[（(]?含?[）)]?以[上下])[（(]?含?[）)]?(?:以[上下内]|左右))?(?!(?<=[元万亿])[（(]?含?[）)]?以[上下])"
)
_PRINTED = re.compile(
    rf"(?<![\d.,])(?:(?P<figure>{_NUMBER}(?:{_MONEY}|[%％]|倍))|(?P<short>{_NUMBER}[万亿])(?=多|余|的|[（(]?含?[）)]?以[上下]))"
    rf"|(?:占比?|{RISE}|{FALL})(?:了|为|约)*(?P<bare>\d[\d,]*\.\d+)(?=[，。；、,;]|$)"
)
_LIST = re.compile(
    rf"分别(?:为|是|安排|支出)?(?P<list>{_NUMBER}(?:{_MONEY}|%)?(?:(?:、|，|以及|和|及){_NUMBER}(?:{_MONEY}|%)?)+)"
)
_ITEM = re.compile(rf"({_NUMBER})({_MONEY}|%)?")
_NIL = re.compile(r"(?<=[为是共])0(?=[。；;，,、）)]|$)")
_NONE = re.compile(r"未做安排|没有安排|未安排|无安排")
_BEFORE = r"(?:上年度?|去年|20\d\d年度?)"
_BUDGET = r"(?:(?:年初|全年|调整后?|当年)预算|预算)数?"
_BACK = rf"(?:{_BEFORE}(?:同期|当年|年初|全年|调整后)*(?:预算执行|预算|执行|决算)?数?|{_BUDGET})"
_LEVEL = re.compile(
    rf"[与和同较比](?P<back>{_BACK})(?:相比)?[，,]?(?P<about>基本|大体|总体|大致)?(?:保持)?"
    r"(?P<level>相同|一致|持平|没有变化|无变化|无增减变化|无增减|不变)"
)
_TREND = re.compile(
    rf"[与和同较比](?P<back>{_BACK})(?:相比)?[，,]?(?:均|各|都)?(?:有所|略有|小幅|大幅|明显)?(?P<way>{RISE}|{FALL})"
    r"(?!的|[^，。；]*\d[\d,.]*(?:万|亿|元|%))"
)
_STAYS = re.compile(r"(?:基本|大体|总体|大致)?(?:保持)?(?P<level>持平)(?=[，。；、]|$)")
_MOVES = re.compile(rf"(?<=元)(?:有所|略有|小幅|大幅|明显)(?P<way>{RISE}|{FALL})(?=[，。；]|$)")
_OFF_BUDGET = re.compile(rf"决算数?(?P<way>大于|高于|小于|低于)(?P<back>{_BUDGET})(?=的|主要|原因|[，。；：:])")
REASON = re.compile(
    rf"(?:(?P<what>[^，。；：:]{{0,40}}?)(?:{RISE}|{FALL}|变化|变动|持平)(?:[^，。；：:]{{0,10}}?)的)?"
    r"(?:主要)?原因(?:主要)?(?:一?是|为|系|在于|：|:)+(?:由于|因为)?"
    r"|主要(?:是|系|为)(?:由于|因为|因)?|(?:主要)?由于|主要因(?!公)|(?<![\u4e00-\u9fff])因(?!公|此|素|地)"
)
_CHANGE = re.compile(
    rf"(?:同比|均|各|共|合计|净|分别)*({RISE}|{FALL})(?P<either>[（(](?:{RISE}|{FALL})[）)])?"
    r"(?:了|额为|额|率为|率|幅度为|为)?(?:约)?$"
)
_DIFFERS = re.compile(rf"(?:本年|当年)?(?:预算|决算)?数(?P<way>大于|高于|小于|低于|多于|少于)(?P<back>{_BACK})$")
_COMPARED = re.compile(rf"(?P<to>[较比与同由从])?(?:同期)?(?P<back>{_BACK})(?:的)?(?:相比|比)?[，,]?$")
_SET_AGAINST = re.compile(r"^[较比与](?:20\d\d年度?)?[^，。；：:]{0,24}(?P<back>(?:年初|全年|调整后?)预算数?)$")
_AT_START = re.compile(rf"^[较比与同](?P<back>{_BACK})(?:相比|比)?[，,]?")
_EQUALS = re.compile(rf"决算数?(?P<level>等于)(?P<back>{_BUDGET})(?=[，。；])")
_PART_OF = re.compile(
    r"占(?:比(?=超过|为|达到|$)|(?P<whole>[^，。；]{0,40}?))(?:超过|达到)?(?:的比例|的比重|比重|比例)?(?:的)?(?:为|是)?$"
)
_COMPLETED = re.compile(rf"(?:为|占|完成)(?:了)?(?P<back>{_BUDGET})的?$|(?:预算)?(?:执行|完成)率为?$")
_STATES_BUDGET = re.compile(r"(?:(?P<early>年初|全年|调整后?)|(?P<side>支出|收入))?预算数?$")
_STATES_FINAL = re.compile(r"(?:(?P<side>支出|收入)?决算数?|实际支出)$")
_STATES_OUTTURN = re.compile(r"(?:执行|决算)数?$|实际支出$")
_LEAD = re.compile(
    rf"^({'|'.join(WORDS['before'])}|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]、?|\d{{1,2}}[.．、](?!\d)|其中[:：，]?|包括|主要用于|主要原因[是为]?|此外|用于"
    r"|以及|和|及|另有|截[止至]到?(20\d\d年)?(\d+月)?(\d+日)?|.{2,30}(?<!未)核定|安排(?=[“\u4e00-\u9fff])|全年|共计|共有?(?=[\u4e00-\u9fff])|.{0,20}(?=共有(车辆|公务用车))|[（(]含(?!税)|我[部局委厅院校办会](门)?|本部门|本单位|我单位|20\d\d年度?|本年度各单位（处室）|本年度)+"
)
_TRAIL = re.compile(r"(安排了|安排|均(?=[为是]?$)|累计|共计|合计|为|是|共|占(.{0,12}的)?|[:：（(“])+$")
_OWN_YEAR = re.compile(r"(20\d\d)年度?(?:当年)?(?:预算|决算|预算支出)?数?$")
_BOUNDED = re.compile(r"(不低于|不少于|不超过|不高于|超过|达到|高于|低于|≥|≤)$")


@dataclass(slots=True)
class Found:
    """What stands in a sentence from ``start`` to ``end``: a figure, or words that state one or a comparison.

    ``kind`` is amount, share, count, none (nothing arranged), level, trend or reason; ``names`` the labels that a
    list gives its figures, ``unit`` as printed.
    """

    start: int
    end: int
    kind: str
    value: Decimal | None = None
    unit: str = ""
    name: str = ""
    bounded: bool = False
    match: re.Match | None = None


@dataclass(slots=True)
class Meaning:
    """What the words before a figure say it is."""

    label: str
    basis: str = "current"
    sign: int = 1
    either: bool = False
    """The template's ``增加（减少）`` was left as it is: it says no direction."""
    against: str = ""
    whole: str = ""
    year: str = ""
    """The year named right at the label, or that a comparison goes back to."""
    phase: str = ""
    """approved, adjusted or executed where the words say so."""


def found_in(sentence: str) -> list[Found]:
    """Figures, wordings and reasons of a sentence in printed order, none within another."""
    every = [*_lists(sentence), *_figures(sentence), *_words(sentence)]
    every.sort(key=lambda x: (x.start, x.start - x.end))
    kept: list[Found] = []
    for one in every:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.kind == "reason" and kept[-1].kind in ("trend", "level") and one.end > kept[-1].end:
            kept.append(Found(kept[-1].end, one.end, "reason", match=one.match))
    return kept


def printed_in(sentence: str) -> Iterator[tuple[int, int]]:
    """Where a sentence prints money, percentages, multiples, and numbers that lack their unit (``减少9.52，``)."""
    for m in _PRINTED.finditer(sentence):
        if not m["short"] or re.search(WORDS["money"], sentence):
            yield m.span(m.lastgroup or 0)


def _figures(sentence: str) -> Iterator[Found]:
    for m in _FIGURE.finditer(sentence):
        value = Decimal(m["number"].replace(",", "").replace("−", "-"))
        unit = m["unit"] or "万元"
        if unit in ("万", "亿"):
            if not re.search(WORDS["money"], sentence):
                continue
            unit += "元"
        end = m.start("bound") if m["bound"] else m.end()
        bounded = bool(m["bound"]) or bool(_BOUNDED.search(sentence[: m.start()]))
        if m["ten_thousands"]:
            value = value * 10_000 + Decimal(m["ten_thousands"].replace(",", ""))
        elif m["yuan"]:
            value += Decimal(m["yuan"].replace(",", "")) / 10_000
        share = unit in ("%", "个百分点", "百分点")
        if not can_be_meant(value / 100 if share else value):  # two numbers set together, or nonsense
            continue
        if unit in FACTOR:
            yield Found(m.start(), end, "amount", value, unit, bounded=bounded)
        elif share:
            yield Found(m.start(), end, "share", value, unit, bounded=bounded)
        elif name := _counts(sentence, m, unit):
            yield Found(m.start(), end, "count", value, unit, name="" if name == unit else name)


def _counts(sentence: str, m: re.Match, unit: str) -> str:
    """Is a number with such a unit a count that budgets report (cars, equipment, visits, groups, projects)?

    The answer is what it counts where that follows (``6个项目``), or else the unit; empty for any other number.
    """
    before, after = sentence[: m.start()], sentence[m.end() :]
    lead = re.split(r"[，。；]", before)[-1]
    if unit == "辆":
        return unit if "车" in before else ""
    if unit[0] in "台套":
        return unit if "设备" in lead or "单价" in before else ""
    if unit in ("批次", "人次", "次", "人"):
        return unit if re.search("接待|出国|团组", before) else ""
    named = re.match(r"(项目|团组)(?=[，。；、实开编]|$)", after)
    if named and re.search("绩效|出国", sentence):
        return named[1]
    return unit if re.search("(项目|团组)共?(计|有)?$", lead) else ""


def _lists(sentence: str) -> Iterator[Found]:
    """The figures of ``甲、乙、丙分别为1、2、3万元``, named one by one; a unit printed once holds for all."""
    for m in _LIST.finditer(sentence):
        items = list(_ITEM.finditer(sentence, m.start("list"), m.end("list")))
        if not items[-1][2]:
            continue
        clause = re.split(r"[，：:；;]", sentence[: m.start()])[-1]
        names = re.split(r"、|以及|和|及", clause)
        unit = ""
        for k, item in reversed(list(enumerate(items))):
            unit = item[2] or unit
            value = Decimal(item[1].replace(",", ""))
            name = names[k] if len(names) == len(items) else clause
            if not can_be_meant(value if unit in FACTOR else value / 100):
                continue
            yield Found(item.start(), item.end(), "amount" if unit in FACTOR else "share", value, unit, name=name)


def _words(sentence: str) -> Iterator[Found]:
    for m in _NIL.finditer(sentence):
        yield Found(m.start(), m.end(), "amount", Decimal(0), "元")
    for m in _NONE.finditer(sentence):
        yield Found(m.start(), m.end(), "none", match=m)
    for m in _LEVEL.finditer(sentence):
        yield Found(m.start(), m.end(), "level", match=m)
    for m in _EQUALS.finditer(sentence):
        yield Found(m.start(), m.end(), "level", match=m)
    for m in _STAYS.finditer(sentence):
        yield Found(m.start(), m.end(), "level", match=m)
    for pattern in (_TREND, _MOVES, _OFF_BUDGET):
        for m in pattern.finditer(sentence):
            yield Found(m.start(), m.end(), "trend", match=m)
    for m in REASON.finditer(sentence):
        start = m.end("what") if m["what"] else m.start()
        yield Found(start, m.end(), "reason", match=m)


def meaning(source: Source, lead: str, kind: str, within_reason: bool = False) -> Meaning:
    """What a figure is, from the words since the figure before it."""
    lead = re.sub(r"[（(][^（）()]*下同[）)]", "", lead)
    pieces = re.split(r"[，,：:；;]", lead.lstrip("、"))
    piece = pieces[-1]
    said = Meaning("")
    if kind == "share" and (done := _COMPLETED.search(piece)):
        said.basis, said.against = "completion", done["back"] or "预算"
        piece = piece[: done.start()]
    elif kind == "share" and (part := _PART_OF.search(piece)):
        said.whole = part["whole"] or ""
        piece = piece[: part.start()]
    elif reached := re.search(rf"({RISE}|{FALL})[到至]$", piece):
        piece = piece[: reached.start()]
    elif differs := _DIFFERS.search(piece):
        # "本年数小于上年预算数403.75万元"
        said.basis, said.sign = "change", -1 if re.search("[小低少]于", differs["way"]) else 1
        said.against, said.year = differs["back"], _year_back(source, differs["back"])
        piece = piece[: differs.start()]
    elif change := _CHANGE.search(piece):
        said.basis, said.sign = "change", -1 if re.fullmatch(FALL, change[1]) else 1
        said.either = bool(change["either"])
        piece = piece[: change.start()]
    elif moved := re.search(rf"({WORDS['moved']})$", piece):
        piece = re.split(rf"(?:{RISE}|{FALL})了?(?=[“\u4e00-\u9fff])", piece[: moved.start()])[-1] + moved[0]
    elif within_reason and (verb := re.search(rf"({RISE}|{FALL})(?!的)", piece)):
        # "项目支出安排减少云平台租赁费20万元": the verb stands before what it is about.
        said.basis, said.sign = "change", -1 if re.fullmatch(FALL, verb[1]) else 1
        piece = piece[: verb.start()] or piece[verb.end() :]
    if kind == "level" or kind == "trend":
        said.basis = "change"
    piece = _compared(source, piece, pieces, said)
    if kind in ("amount", "level", "trend") and said.basis in ("current", "change", "deviation"):
        piece = _phase(source, piece, said)
    said.label = name_of(source, piece, said)
    if not said.label and (before := re.search(r"([^，。；：:]{2,80})[：:][^：:]*$", lead)) and kind != "share":
        # "…（项）：支出决算为35.60万元": the name stands before the colon.
        said.label = "" if re.search("其中|原因|包括|如下", before[1]) else name_of(source, before[1])
    if said.label and len(pieces) > 1 and (by := re.fullmatch(r"由.{2,40}的", pieces[-2])):
        said.label = by[0] + said.label  # "由中小企业供应商中标的，采购金额4.79万元"
    if not said.year and (day := re.search(r"截[止至]到?(20\d\d)年", lead)):
        said.year = day[1]
    return said


def _compared(source: Source, piece: str, pieces: list[str], said: Meaning) -> str:
    """What is left of the words once a comparison with another year or with the budget is taken off."""
    short = _TRAIL.sub("", piece)
    back = _COMPARED.search(short)
    own = said.basis == "current" and source.phase == EXECUTED and not said.whole and not (back and back["to"])
    if own and (named := _SET_AGAINST.search(short)):  # "比2023年“三公”经费财政拨款年初预算10万元减少2万元"
        said.phase, said.against = _phase_back(named["back"]), named["back"]
        return ""
    if back and (back["to"] or _years_before(source, back["back"])):
        to_budget = to_own_budget(source, back["back"])
        if said.basis in ("change", "deviation"):
            said.against = back["back"]
            if to_budget and source.phase == EXECUTED:
                said.basis = "deviation"
        elif not to_budget and said.basis == "current" and not said.whole:
            said.basis, said.phase = "prior", _phase_back(back["back"])
        elif to_budget and source.phase == EXECUTED and back["to"] and said.basis == "current" and not said.whole:
            # "比年初预算2993.92万元减少53.87万元": the budget that the outturn just told is set against.
            said.phase, said.against = _phase_back(back["back"]) or APPROVED, back["back"]
        elif to_budget:
            return piece
        said.year = _year_back(source, back["back"])
        return short[: back.start()]
    before = next((m for p in reversed(pieces[:-1]) if (m := _COMPARED.search(p)) and m["to"]), None)
    if at_start := _AT_START.search(piece):
        piece, before = piece[at_start.end() :], at_start
    if before and said.basis == "change":
        said.against = before["back"]
        said.year = _year_back(source, before["back"])
        if to_own_budget(source, before["back"]) and source.phase == EXECUTED:
            said.basis = "deviation"
    return piece


def to_own_budget(source: Source, back: str) -> bool:
    """Do the words of a comparison go back to the budget of the own year: 年初预算, 2023年年初预算 in 2023?"""
    own = re.sub(rf"^{source.fiscal_year}年度?", "", back) if source.fiscal_year else back
    return bool(re.fullmatch(_BUDGET, own))


def _years_before(source: Source, back: str) -> bool:
    """Do these words alone, without 比 or 较, go back to a year before the disclosure's?"""
    number = re.match(r"20\d\d", back)
    if number is None:
        return bool(re.match("上年|去年", back))
    return bool(source.fiscal_year) and int(number[0]) < int(source.fiscal_year)


def _year_back(source: Source, back: str) -> str:
    number = re.match(r"20\d\d", back)
    if number:
        return number[0]
    earlier = re.match("上年|去年", back)
    return str(int(source.fiscal_year) - 1) if earlier and source.fiscal_year else ""


def _phase_back(back: str) -> str:
    """The phase of a figure that is told of the year before: 上年执行数, 2020年预算; nothing where only the year is."""
    if re.search("执行|决算", back):
        return EXECUTED
    if re.search("全年|调整", back):
        return ADJUSTED
    return APPROVED if "预算" in back else ""


def _phase(source: Source, piece: str, said: Meaning) -> str:
    """Final accounts state budget and outturn side by side; both words belong to the phase, not to the label."""
    short = re.sub(r"(?:为|是)+$", "", piece)
    budget = _STATES_BUDGET.search(short)
    if budget and said.basis == "current" and (source.phase == EXECUTED or budget["early"]):
        said.phase = ADJUSTED if re.match("全年|调整", budget["early"] or "") else APPROVED
        return _without(short, budget)
    if said.basis == "current" and _STATES_OUTTURN.search(short):
        said.phase = EXECUTED
    if source.phase == EXECUTED and (final := _STATES_FINAL.search(short)):
        return _without(short, final)
    return piece


def _without(piece: str, phase: re.Match) -> str:
    """The words before 支出决算; after the year or the fund the side is part of the label (``2023年度支出决算``)."""
    rest = piece[: phase.start()]
    if rest.endswith("总"):
        return piece  # 总预算 is one word
    return (
        rest + (phase["side"] or "")
        if re.search(r"(20\d\d年度?|预算|基金|本年|基本|项目|(预算|年度?)财政拨款)$", rest)
        else rest
    )


def name_of(source: Source, piece: str, said: Meaning | None = None) -> str:
    """A label out of the words before a figure: without numbering, publisher, year and verbs."""
    own = source.organisation_name
    label = _TRAIL.sub("", piece.lstrip("、）)"))
    label = _without_publisher(own, label)
    if year := _OWN_YEAR.search(label):
        label = label[: year.start()]
    if said is not None and not said.year and (year or (year := re.match(r"\D{0,4}(20\d\d)年", label))):
        said.year = year[1]
    label = _without_publisher(own, _LEAD.sub("", label))
    label = _without_publisher(own, _TRAIL.sub("", label)).strip()
    label = _LEAD.sub("", label)
    if not re.search("支出[合共总]计为?$", piece):
        label = re.sub(r"^(的|当年)?(预算|预算数|预算安排|支出)?$", "", label)
    label = re.sub(r"^[从自在](.{2,})中$", r"\1", label)
    label = re.sub(r"\d[\d,]*[项个家处宗份]$", "", label)  # "无形资产471项234.37万元"
    label = re.sub(r"^“([^“”]+)”(?:科目)?$", r"\1", label)
    if label.count("“") != label.count("”"):
        label = label.strip("“”")
    return label.lstrip("（(") if label.count("（") > label.count("）") else label


def _without_publisher(own: str, label: str) -> str:
    """A label without the publisher's name at its beginning: in full, without its province, or abbreviated.

    省检察院 stands for 江苏省人民检察院: its characters in their order, and the same end.
    """
    for k in range(max(0, len(own) - 2)):
        if label.startswith(own[k:]):
            return label[len(own) - k :]
    end = label.find(own[-2:]) + 2 if own else 0
    rest = iter(own)
    return label[end:] if end > 2 and all(character in rest for character in label[:end]) else label


def name_behind(source: Source, lead: str, rest: str) -> str:
    """The name that stands behind a figure, else nothing: ``纳入预算管理的700万元培训费收入``, ``划转240万元办案费``"""
    if not re.search(rf"(?:的|{WORDS['moved']})$", lead):
        return ""
    behind = re.match(rf"(?!{RISE}|{FALL}|[以左])([\u4e00-\u9fff]{{2,20}})(?=[，。；、,;]|$)", rest)
    return name_of(source, behind[1]) if behind else ""
