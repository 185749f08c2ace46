"""Reasons of changes, as several provinces give them: missing beside others, and explaining the opposite."""

import pytest
from texts import LAYOUTS, failing, rows_of, statuses

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

TAKEN = [
    ("jiangsu", "减少11.76%。主要原因是压减一般性支出。", "减少11.76%。"),
    ("jiangsu", "增长177.78%。主要原因是新增学前教育补助项目。", "增长177.78%。"),
    ("shanghai", "减少14.29%，主要原因是在职人员减少。", "减少14.29%。"),
    ("central", "增长25%。主要是缴存基数调整。", "增长25%。"),
    ("final", "完成年初预算的120.00%，决算数大于预算数的主要原因是人员增加。", "完成年初预算的120.00%。"),
]
OPPOSITE = [
    ("jiangsu", "减少11.76%。主要原因是压减一般性支出。", "减少11.76%。主要原因是在职人员增加。"),
    ("jiangsu", "增长11.61%。主要原因是在职人员增加。", "增长11.61%。主要原因是压减一般性支出。"),
    ("shanghai", "减少14.29%，主要原因是在职人员减少。", "减少14.29%，主要原因是业务量增加。"),
    ("central", "减少400.00万元，主要原因是压减项目支出", "减少400.00万元，主要原因是项目支出增加"),
    ("final", "决算数大于预算数的主要原因是人员增加", "决算数大于预算数的主要原因是厉行节约"),
    ("final", "增长5.26%，主要原因是办公楼维修", "增长5.26%，主要原因是压缩公用经费"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_that_gives_its_reasons_is_left_alone(layout):
    rows = rows_of(*LAYOUTS[layout])
    assert failing("reason-wanted", rows) == failing("reason-fits", rows) == []


@pytest.mark.parametrize(("layout", "right", "wrong"), TAKEN, ids=[f"{t[0]}-{t[2]}" for t in TAKEN])
def test_a_reason_that_was_taken_out_is_missed(layout, right, wrong):
    text, *more = LAYOUTS[layout]
    assert right in text
    assert len(failing("reason-wanted", rows_of(text.replace(right, wrong), *more))) == 1


@pytest.mark.parametrize(("layout", "right", "wrong"), OPPOSITE, ids=[f"{t[0]}-{t[2][-14:]}" for t in OPPOSITE])
def test_a_reason_for_the_opposite_is_found(layout, right, wrong):
    text, *more = LAYOUTS[layout]
    assert right in text
    assert len(failing("reason-fits", rows_of(text.replace(right, wrong), *more))) == 1


SECOND = "科技支出100万元，增长12%"
THIRD = "住房支出100万元，下降20%"
LISTS = {
    "no reason beside two": (
        "1.教育支出100万元，增长15%。",
        f"2.{SECOND}，主要是新增项目。",
        f"3.{THIRD}，由于人员减少。",
    ),
    "a small change": ("1.教育支出100万元，增长9.5%。", f"2.{SECOND}，主要是新增项目。", f"3.{THIRD}，由于人员减少。"),
    "in its sentence": (
        "1.教育支出100万元，增长15%，因学校新建。",
        f"2.{SECOND}，因项目增加。",
        f"3.{THIRD}。主要原因是人员减少。",
    ),
    "below it": (
        "1.教育支出100万元，增长15%。",
        "主要原因是学校新建。",
        f"2.{SECOND}，因项目增加。",
        f"3.{THIRD}，因人员减少。",
    ),
    "of all": (
        "1.教育支出100万元，增长15%。",
        f"2.{SECOND}，因项目增加。",
        f"3.{THIRD}，因人员减少。",
        "上述变动的主要原因是调整。",
    ),
    "most without": ("1.教育支出100万元，增长15%。", f"2.{SECOND}。", f"3.{THIRD}，因人员减少。"),
    "no list": ("教育支出100万元，增长15%。", f"{SECOND}，因项目增加。", f"{THIRD}，因人员减少。"),
}
STATUSES = [FAILS, HOLDS, HOLDS, HOLDS, NOT_APPLICABLE, NOT_APPLICABLE, NOT_APPLICABLE]


@pytest.mark.parametrize(("lines", "status"), list(zip(LISTS.values(), STATUSES, strict=True)), ids=LISTS)
def test_a_reason_is_missed_only_in_a_list_that_gives_reasons(lines, status):
    assert statuses("reason-wanted", rows_of("\n".join(("一、支出说明", *lines)))) == {status}


@pytest.mark.parametrize(
    "text",
    [
        "行政单位离退休支出50万元，比上年减少5万元，主要原因是退休人员增加。",
        "培训费10万元，比上年增加10万元，主要原因是从会议费中调减10万元。",
        "项目支出减少5万元，主要原因是上年新增项目已完成。",
        "支出减少5万元，主要原因是基本支出增加3万元、项目支出减少8万元。",
        "本级支出减少5万元，主要原因是上级转移支付项目增加。",
        "与上年持平，主要原因是人员增加。",
        "占比下降2%，主要原因是支出增加。",
        "比上年减少5万元，主要原因是机构改革。",
    ],
)
def test_a_reason_that_may_go_both_ways_is_left_alone(text):
    assert statuses("reason-fits", rows_of(text)) == {NOT_APPLICABLE}
