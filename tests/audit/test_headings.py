"""Numbers of headings, as parts of disclosures print them: whole, with a gap, and where nothing can be said."""

import pytest
from test_sentences import checked

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

FOUR = ["一、收支预算总体情况", "二、机关运行经费", "三、政府采购情况", "四、绩效目标设置情况"]
MANY = [f"{'十' * (n > 10)}{'一二三四五六七八九十'[n - 1 - 10 * (n > 10)]}、第{n}项情况说明" for n in range(1, 15)]


@pytest.mark.parametrize(
    ("paragraphs", "status"),
    [
        (FOUR, {HOLDS}),
        ([*FOUR[:2], "政府采购预算1.00万元。", FOUR[3]], {FAILS}),
        ([*FOUR[:1], *FOUR[2:]], {FAILS}),
        ([*MANY[:11], *MANY[12:]], {FAILS}),
        ([*FOUR, "项目概况", *FOUR[:3]], {HOLDS}),
        (
            [*FOUR[:2], "机关运行经费预算为1.00万元三、政府采购情况", FOUR[3]],
            {NOT_APPLICABLE},
        ),  # read as one with the text
        ([FOUR[0], FOUR[3]], {NOT_APPLICABLE}),  # more than one is missing
        ([*FOUR[1:]], {NOT_APPLICABLE}),  # the first stands elsewhere
        (["一、贯彻执行方针政策。", "三、管理文化馆和图书馆。", "四、承办其他事项。"], {NOT_APPLICABLE}),  # sentences
    ],
)
def test_headings_are_numbered_without_a_gap(paragraphs, status):
    assert {found for found, _ in checked("headings-numbered", *paragraphs)} == status
