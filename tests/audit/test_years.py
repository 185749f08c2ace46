"""Years that an older text left behind, in five layouts; and other years that stand there by right."""

import pytest
from texts import LAYOUTS, failing, rows_of, statuses

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

RULES = ("year-in-heading", "year-in-sentence", "year-compared", "year-of-file", "day-of-count")
STALE = [
    ("hebei", "现将甲山市水务局2024年", "现将甲山市水务局2023年", "year-in-sentence"),
    ("hebei", "2024年，我部门安排政府采购", "2023年，我部门安排政府采购", "year-in-sentence"),
    ("hebei", "2024年支出预算1200.00", "2022年支出预算1200.00", "year-in-sentence"),
    ("hebei", "2024年我部门机关运行经费", "2023年我部门机关运行经费", "year-in-sentence"),
    ("hebei", "较2023年减少1.00万元，下降", "较2022年减少1.00万元，下降", "year-compared"),
    ("hebei", "截至2023年12月31日", "截至2022年12月31日", "day-of-count"),
    ("jiangsu", "第三部分2024年度部门预算情况说明", "第三部分2023年度部门预算情况说明", "year-in-heading"),
    ("jiangsu", "乙州市教育局2024年政府性基金支出", "乙州市教育局2023年政府性基金支出", "year-in-sentence"),
    ("jiangsu", "2024年度政府采购支出预算总额", "2023年度政府采购支出预算总额", "year-in-sentence"),
    ("central", "纳入丁务总局2024年", "纳入丁务总局2023年", "year-in-sentence"),
    ("jiangsu", "乙州市教育局2024年收入预算合计", "市教育局2023年收入预算合计", "year-in-sentence"),
    ("shanghai", "二、机关运行经费预算\n2024年", "二、机关运行经费预算\n2023年", "year-in-sentence"),
    ("shanghai", "一、2024年“三公”经费", "一、2023年“三公”经费", "year-in-heading"),
    ("shanghai", "比2023年预算增加150.00万元；事业", "比2024年预算增加150.00万元；事业", "year-compared"),
    ("shanghai", "（三）公务接待费1.00万元，与2023年", "（三）公务接待费1.00万元，与2022年", "year-compared"),
    ("shanghai", "截至2023年8月31日", "截至2022年8月31日", "day-of-count"),
    ("central", "二、关于丁务总局2024年收入预算", "二、关于丁务总局2023年收入预算", "year-in-heading"),
    ("central", "丁务总局2024年支出预算9000.00", "丁务总局2023年支出预算9000.00", "year-in-sentence"),
    ("central", "丁务总局2024年没有使用", "丁务总局2023年没有使用", "year-in-sentence"),
    ("central", "2024年政府采购预算总额", "2023年政府采购预算总额", "year-in-sentence"),
    ("final", "戊江县民政局2023年度收入合计", "戊江县民政局2022年度收入合计", "year-in-sentence"),
    ("final", "戊江县民政局2023年度没有政府性", "戊江县民政局2022年度没有政府性", "year-in-sentence"),
    ("final", "2023年度政府采购支出总额", "2022年度政府采购支出总额", "year-in-sentence"),
    ("final", "与2022年度相比，财政拨款收", "与2021年度相比，财政拨款收", "year-compared"),
    ("final", "截至2023年12月31日", "截至2022年12月31日", "day-of-count"),
    ("final", "第三部分2023年度部门决算情况说明", "第三部分2022年度部门决算情况说明", "year-in-heading"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_whose_years_are_right_is_left_alone(layout):
    rows = rows_of(*LAYOUTS[layout], document_id=f"{layout}-{LAYOUTS[layout][1]}")
    assert [said for rule in RULES for said in failing(rule, rows)] == []
    assert statuses("year-in-sentence", rows) == statuses("year-of-file", rows) == {HOLDS}


@pytest.mark.parametrize(("layout", "right", "wrong", "rule"), STALE, ids=[f"{s[0]}-{s[2][:12]}" for s in STALE])
def test_a_year_that_was_left_over_is_found(layout, right, wrong, rule):
    text, *more = LAYOUTS[layout]
    head, _, rest = text.rpartition(right)  # the list of contents keeps the right one
    assert head
    rows = rows_of(f"{head}{wrong}{rest}", *more)
    assert len(failing(rule, rows)) == 1
    assert [said for other in RULES if other != rule for said in failing(other, rows)] == []


@pytest.mark.parametrize(
    "text",
    [
        "2023年，市水务局完成河道治理投资8.00亿元，全市供水收入增长。",
        "2023年预算执行数为120.00万元，结转资金5.00万元。",
        "三、2023年度预算执行情况",
        "2022年度项目绩效自评情况",
        "根据《关于批复2023年部门预算的通知》，安排经费10.00万元。",
        "2023年签订的供水合同尾款安排支出预算6.00万元。",
        "2022年采购项目支出尾款预算3.00万元，2024年付清。",
        "纳入2023年预算管理的培训费收入取消。",
        "二、2023年“三公”经费决算情况\n2023年度“三公”经费合计支出20.12万元，其中公务接待费12.39万元。",
        "2023年度“三公”经费支出20.12万元，其中公务接待费12.39万元。",
        "2023年一般公共预算财政拨款支出110.00万元。",
        "2025年至2026年项目支出规划安排预算90.00万元。",
    ],
)
def test_other_years_stand_there_by_right(text):
    rows = rows_of(f"一、2024年度部门预算情况说明\n{text}\n2024年收入预算10.00万元。")
    assert failing("year-in-heading", rows) == failing("year-in-sentence", rows) == []


def test_a_line_that_every_page_repeats_is_one_finding():
    pages = "\n".join(f"== {n}\n某某局2023年度部门预算\n2024年支出预算{n}.00万元。" for n in range(1, 9))
    assert len(failing("year-in-heading", rows_of(f"{pages}\n一、2024年收入预算说明"))) == 1


@pytest.mark.parametrize(
    ("text", "phase", "status"),
    [
        ("比2024年预算增加5.00万元，与2023年预算持平。", "approved", FAILS),
        ("决算数比2023年度年初预算减少5.00万元，与2022年度相比增加1.00万元。", "executed", HOLDS),
        ("与2023年度决算相比增加5.00万元，与2022年度相比增加1.00万元。", "executed", FAILS),
        ("2022年支出比2021年增长5%；与2022年相比减少1.00万元，比2022年下降1%。", "executed", HOLDS),
        ("较上年增加5.00万元。", "approved", NOT_APPLICABLE),
        ("比2019年下降30%，比2023年预算减少5.00万元。", "approved", HOLDS),
    ],
)
def test_a_budget_is_compared_with_the_year_before(text, phase, status):
    assert statuses("year-compared", rows_of(text, "2024" if phase == "approved" else "2023", phase)) == {status}


@pytest.mark.parametrize(
    ("name", "year", "phase", "status"),
    [
        ("some-bureau-2024", "2024", "approved", HOLDS),
        ("某某局2023年部门决算", "2023", "executed", HOLDS),
        ("某某局2022年度部门决算", "2023", "executed", FAILS),
        ("2024-final-accounts", "2023", "executed", FAILS),
        ("bureau-2021", "2023", "executed", FAILS),
        ("bureau-2024", "2023", "executed", NOT_APPLICABLE),
        ("P020240826", "2023", "executed", NOT_APPLICABLE),
        ("2023-2025-plan", "2024", "approved", NOT_APPLICABLE),
    ],
)
def test_the_file_is_named_by_the_year_of_the_document_or_of_its_publication(name, year, phase, status):
    assert statuses("year-of-file", rows_of("某某局部门预算", year, phase, document_id=name)) == {status}
