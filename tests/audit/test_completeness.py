"""The sections that disclosures must have, in five layouts: whole, and each with one section taken out."""

import re

import pytest
from made import table
from texts import LAYOUTS, failing, rows_of, statuses

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

# The first and the last line of each section of a layout, by what it is called in English.
TAKEN_OUT = {
    "hebei": {
        "duties": ("一、部门职责及", "机构设置："),
        "running costs of the agency": ("三、机关运行", "四、"),
        "“three public” expenses": ("四、财政拨款", "五、"),
        "performance": ("五、绩效", "六、"),
        "government procurement": ("六、政府采购", "七、"),
        "state-owned assets": ("七、国有资产", "八、"),
        "glossary": ("八、名词", "九、"),
    },
    "jiangsu": {
        "duties": ("一、主要职能", "二、部门机构"),
        "“three public” expenses": ("六、“三公”", "七、"),
        "running costs of the agency": ("九、机关运行", "十、"),
        "government procurement": ("十、政府采购", "十一、"),
        "state-owned assets": ("十一、国有", "十二、"),
        "performance": ("十二、预算绩效", "第四部分"),
        "glossary": ("第四部分", "$"),
    },
    "shanghai": {
        "duties": ("上海市丙浦区文化局主要职能", "上海市丙浦区文化局机构设置"),
        "institutions": ("上海市丙浦区文化局机构设置", "名词解释"),
        "glossary": ("名词解释", "2024年部门预算编制说明"),
        "“three public” expenses": ("一、2024年“三公”", "二、机关"),
        "running costs of the agency": ("二、机关运行", "三、"),
        "government procurement": ("三、政府采购", "四、"),
        "performance": ("四、绩效", "五、"),
        "state-owned assets": ("五、国有资产", "公共文化配送"),
    },
    "central": {
        "duties": ("一、主要职能", "二、部门预算单位构成"),
        "institutions": ("二、部门预算单位构成", "第三部分"),
        "“three public” expenses": ("五、关于", "六、关于"),
        "running costs of the agency": ("（一）机关运行", "（二）政府"),
        "government procurement": ("（二）政府采购", "（三）"),
        "state-owned assets": ("（三）国有", "（四）"),
        "performance": ("（四）预算绩效", "第四部分"),
        "glossary": ("第四部分", "$"),
    },
    "final": {
        "duties": ("一、部门职责", "二、机构设置"),
        "institutions": ("二、机构设置", "第三部分"),
        "“three public” expenses": ("七、财政拨款“三公”", "八、"),
        "running costs of the agency": ("（一）机关运行", "（二）政府"),
        "government procurement": ("（二）政府采购", "（三）"),
        "state-owned assets": ("（三）国有", "（四）"),
        "performance": ("（四）预算绩效", "第四部分"),
        "glossary": ("第四部分", "$"),
    },
}


def agency(year, phase, name="行政运行"):
    lines = {"2010101": ("1.00", "1.00")}
    measures = {"total": "total", "basic": "leaf"}
    return table(lines, measures, fiscal_year=year, phase=phase, function_name=name)


def without(text, first, last):
    """The text without the section that begins with a line, up to the line that the next begins with.

    The list of contents, a page of its own, keeps the name.
    """
    contents, _, body = text.rpartition("== 3") if "== 3" in text else ("", "", text)
    begun = re.search(rf"^{re.escape(first)}", body, re.M)
    end = re.search(rf"\Z|^{re.escape(last)}" if last != "$" else r"\Z", body[begun.end() :], re.M)
    rest = body[: begun.start()] + body[begun.end() + end.start() :]
    return f"{contents}== 3{rest}" if contents else rest


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_section_that_is_taken_out_is_missed_and_no_other(layout):
    text, year, phase, *more = LAYOUTS[layout]
    facts = agency(year, phase)
    assert failing("sections-there", rows_of(text, year, phase, *more, facts=facts)) == []
    for name, lines in TAKEN_OUT[layout].items():
        rows = rows_of(without(text, *lines), year, phase, *more, facts=facts)
        assert [english(said) for said in failing("sections-there", rows)] == [name], name


def english(said):
    from disclosure.audit.rules.sections import SECTIONS

    return next(message.said("en") for message in SECTIONS.values() if message.said("zh") == said)


def test_a_unit_that_is_no_agency_need_not_speak_of_its_running_costs():
    text, year, phase, *more = LAYOUTS["jiangsu"]
    rows = rows_of(without(text, "九、机关运行", "十、"), year, phase, *more, facts=agency(year, phase, "培训支出"))
    assert statuses("sections-there", rows) == {HOLDS}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_text_alone_and_tables_alone_are_not_judged(layout):
    text, *more = LAYOUTS[layout]
    alone = rows_of(text, *more)
    alone["tables"] = alone["tables"][:3]
    bare = rows_of("\n".join(text.strip().split("\n")[:1]) + "\n本部门2024年无政府性基金预算，故本表为空表。", *more)
    for rows in (alone, bare):
        assert statuses("sections-there", rows) == {NOT_APPLICABLE}


def test_assets_and_performance_are_called_for_since_the_year_in_which_everyone_published_them():
    text, _, phase, *more = LAYOUTS["jiangsu"]
    text = without(without(text, "十一、国有", "十二、"), "十二、预算绩效", "第四部分").replace("2024", "2018")
    assert failing("sections-there", rows_of(text, "2018", phase, *more, facts=agency("2018", phase))) == []


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_part_of_a_section_that_is_taken_out_leaves_a_gap_in_the_numbers(layout):
    text, *more = LAYOUTS[layout]
    assert failing("subheadings-numbered", rows_of(text, *more)) == []
    for first, last in TAKEN_OUT[layout].values():
        gap = re.match("（(?!一）)[一二三四五六七八九十]+）", first) and last.startswith(
            "（"
        )  # before the first there is none
        said = failing("subheadings-numbered", rows_of(without(text, first, last), *more))
        assert len(said) == bool(gap), first


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (("一、收入", "（一）拨款", "（二）其他", "二、支出", "（一）基本", "（三）项目"), FAILS),
        (("一、收入", "（一）拨款（二）其他", "（三）结转"), HOLDS),
        (("一、收入", "（一）拨款100万元。（二）其他1万元。", "（三）结转"), HOLDS),
        (("一、收入", "（一）拨款", "二、支出", "（三）项目", "（四）其他"), HOLDS),
        (("一、收入", "二、支出"), NOT_APPLICABLE),
    ],
)
def test_headings_of_the_second_level_follow_one_another(lines, status):
    assert statuses("subheadings-numbered", rows_of("\n".join(lines))) == {status}
