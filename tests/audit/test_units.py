"""Units and offices that a text counts and lists, as several provinces word it."""

import pytest
from texts import failing, rows_of, statuses

from disclosure.audit import HOLDS, NOT_APPLICABLE

RIGHT = [
    "纳入本部门2024年度部门预算编制范围的预算单位共2家，具体包括：某某市水务局（本级）、某某市水文站。",
    "本部门共有预算单位3个，具体包括：1.某某局本级；2.某某水文站；3.某某节水中心。",
    "从决算编报单位构成看，纳入决算汇编范围的独立核算单位共2个，具体包括：\n1.某某局（本级）\n2.某某福利院\n三、其他",
    "某某局部门预算是包括局本部以及下属2家预算单位的综合收支计划。本部门中，行政单位1家，事业单位2家，具体包括：\n"
    "1.局本部\n2.图书馆\n3.文化馆",
    "根据部门职责分工，本部门包括3个内设机构和1个派出机构，具体包括：\n（一）内设机构\n1、办公室\n2、立案庭\n3、执行局\n"
    "（二）派出机构\n1、铁路法院",
    "纳入本套部门决算汇编范围的单位共1个，包括：某某县人民检察院。",
    "某某院设4个内设机构，包括：政治部、规划、建设与管理科、第一检察部、综合业务部。",
    "某某局设三个内设科室，分别为：办公室、普法与依法治理科、人民参与和促进法治科。",
]
WRONG = [
    (RIGHT[0].replace("共2家", "共3家"), "单位共3家"),
    (RIGHT[1].replace("预算单位3个", "预算单位4个"), "单位4个"),
    (RIGHT[2].replace("共2个", "共3个"), "单位共3个"),
    (RIGHT[3].replace("事业单位2家", "事业单位3家"), "行政单位1家，事业单位3家"),
    (RIGHT[3].replace("下属2家", "下属4家"), "本部以及下属4家预算单位"),
    (RIGHT[4].replace("3个内设", "4个内设"), "4个内设机构"),
    (RIGHT[7].replace("三个", "六个"), "六个内设科室"),
]
SILENT = [
    "现有38个处室及机关党委，编制339名。",
    "2024年下属1家机关和1家参公事业单位财政拨款的机关运行经费预算为90.00万元。1、办公费10万元。",
    "单位无下属预算单位，下设0个处室，分别是：我单位无下设处室。",
    "内设办公室、人事股、财计股等21个股室和直属单位，下辖自来水公司、路灯管理所8个二级单位。",
    "本部门3个预算单位开展了项目预算绩效目标编报工作，编报绩效目标的项目20个。",
    "本部门下设5个处室，包括：办公室、人事处、财务处等。",
    "某某局内设办公室、人事处、财务处等8个处室，另设机关党委。",
]


@pytest.mark.parametrize("text", RIGHT)
def test_as_many_are_listed_as_are_said(text):
    assert statuses("units-counted", rows_of(text)) == {HOLDS}


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_number_that_the_list_does_not_have_is_named(text, words):
    (said,) = failing("units-counted", rows_of(text))
    assert f"“{words}”" in said


@pytest.mark.parametrize("text", SILENT)
def test_what_lists_nothing_or_not_all_is_left_alone(text):
    assert statuses("units-counted", rows_of(text)) == {NOT_APPLICABLE}


def test_a_list_of_the_units_below_the_department_is_no_list_of_all():
    text = "纳入编制范围的单位共3家，包括：局本级及2家下属单位：甲中心、乙中心。"
    assert failing("units-counted", rows_of(text)) == []
