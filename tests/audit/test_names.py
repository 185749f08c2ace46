"""Names in the text: the publisher's and others', 部门 and 单位, 预算 and 决算, in five layouts."""

import pytest
from texts import LAYOUTS, failing, rows_of, statuses

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

RULES = ("publisher-in-text", "publisher-spelt", "department-or-unit", "phase-in-text")
# In the layout of a county and a prefecture that are in the list of divisions.
DISTRICT = "上海市徐汇区文化局", LAYOUTS["shanghai"][0].replace("丙浦区", "徐汇区")
CITY = "秦皇岛市水务局", LAYOUTS["hebei"][0].replace("甲山市", "秦皇岛市")
WRONG = [
    ("shanghai", "2024年上海市丙浦区文化局下属", "2024年上海市徐汇区文化局下属", "publisher-in-text"),
    ("jiangsu", "乙州市教育局2024年度财政拨款收、支总", "乙州市民政局2024年度财政拨款收、支总", "publisher-in-text"),
    ("final", "戊江县民政局2023年度支出合计", "戊江县水利局2023年度支出合计", "publisher-in-text"),
    ("shanghai", "截至2023年8月31日，上海市丙浦区文化局", "截至2023年8月31日，上海市丙浦文化局", "publisher-spelt"),
    ("shanghai", "2024年上海市丙浦区文化局下属", "2024年丙浦文化局下属", "publisher-spelt"),
    ("jiangsu", "乙州市教育局2024年支出预算合计", "教育局2024年支出预算合计", "publisher-spelt"),
    ("final", "戊江县民政局2023年度收入合计", "县民政局2023年度收入合计", "publisher-spelt"),
    ("hebei", "现将甲山市水务局", "现将甲山市水务务局", "publisher-spelt"),
    ("final", "2023年12月31日，戊江县民政局", "2023年12月31日，戊江县民证局", "publisher-spelt"),
    ("jiangsu", "乙州市教育局2024年支出预算合计", "乙洲市教育局2024年支出预算合计", "publisher-spelt"),
    ("jiangsu", "2024年本部门一般公共预算机关运行", "2024年本单位一般公共预算机关运行", "department-or-unit"),
    ("jiangsu", "三、支出预算情况说明", "三、支出决算情况说明", "phase-in-text"),
    ("jiangsu", "支出预算合计5600.00", "支出决算合计5600.00", "phase-in-text"),
    ("shanghai", "二、机关运行经费预算", "二、机关运行经费决算", "phase-in-text"),
    ("central", "三、关于丁务总局2024年支出预算", "三、关于丁务总局2024年支出决算", "phase-in-text"),
    ("final", "三、支出决算情况说明", "三、支出预算情况说明", "phase-in-text"),
    ("final", "财政拨款收、支总决算3000", "财政拨款收、支总预算3000", "phase-in-text"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_text_with_the_right_names_is_left_alone(layout):
    rows = rows_of(*LAYOUTS[layout])
    assert [said for rule in RULES for said in failing(rule, rows)] == []
    assert statuses("publisher-in-text", rows) == {HOLDS}


@pytest.mark.parametrize(("layout", "right", "wrong", "rule"), WRONG, ids=[f"{w[0]}-{w[2][-12:]}" for w in WRONG])
def test_a_wrong_name_is_found(layout, right, wrong, rule):
    text, *more = LAYOUTS[layout]
    head, _, rest = text.rpartition(right)  # the list of contents keeps the right one
    assert head
    rows = rows_of(f"{head}{wrong}{rest}", *more)
    assert len(failing(rule, rows)) == 1
    assert [said for other in RULES if other != rule for said in failing(other, rows)] == []


@pytest.mark.parametrize(
    ("publisher", "text", "right", "wrong"),
    [
        (*DISTRICT, "2024年上海市徐汇区文化局下属", "2024年上海市静安区文化局下属"),
        (*DISTRICT, "截至2023年8月31日，上海市徐汇区", "截至2023年8月31日，上海市长宁区"),
        (*CITY, "现将秦皇岛市水务局", "现将唐山市水务局"),
        (*CITY, "2024年我部门机关运行经费", "2024年唐山市财政拨款机关运行经费"),
    ],
)
def test_the_name_of_a_neighbour_is_found(publisher, text, right, wrong):
    assert failing("publisher-in-text", rows_of(text, publisher=publisher)) == []
    assert len(failing("publisher-in-text", rows_of(text.replace(right, wrong), publisher=publisher))) == 1


@pytest.mark.parametrize(
    ("publisher", "text"),
    [
        (DISTRICT[0], "与静安区文化局联合举办活动，安排经费预算5.00万元。"),
        (DISTRICT[0], "上海市文化局2024年安排市级支出10.00万元，上海市徐汇区文化局配套5.00万元。"),
        (CITY[0], "昌黎县水务局2024年支出预算3.00万元。"),
        (CITY[0], "根据唐山市水务局的经验，改进管理。"),
        (CITY[0], "市水务局负责编制2024年支出预算。"),
        (CITY[0], "秦皇岛市水文站2024年收入预算20.00万元。"),
        ("江苏省高级人民法院", "省法院2024年收入预算20.00万元。\n省法院2024年支出预算20.00万元。"),
        ("乙州市第一人民医院", "乙州市第一人民医院与乙州市第二人民医院建立医联体。"),
        ("乙州市民政局", "乙州市民政局2024年支出预算9.00万元，乙州市财政局、乙州市水务局监督。"),
        ("上海市杨浦区文化局", "上海市黄浦区文化局的经验值得借鉴。"),
        ("江苏省高级人民法院", "江苏省中级人民法院的案件由江苏省高级人民法院审理。"),
        ("乙州市民政局", "乙州市民政局会同乙州市财政局下达资金。"),
    ],
)
def test_others_are_named_by_right(publisher, text):
    base = DISTRICT[1] if publisher == DISTRICT[0] else CITY[1]
    rows = rows_of(f"{base}\n{text}\n{publisher}部门预算：{publisher}", publisher=publisher)
    assert failing("publisher-in-text", rows) == failing("publisher-spelt", rows) == []


@pytest.mark.parametrize(
    ("scope", "text", "status"),
    [
        ("unit", "本单位收入100万元。本单位支出100万元。本单位车辆2辆。本部门政府采购5万元。", FAILS),
        ("unit", "本单位收入100万元。本部门政府采购5万元。", NOT_APPLICABLE),
        ("unit", "我单位收入100万元。本单位支出100万元。本单位车辆2辆。", HOLDS),
        ("department", "一、部门主要职能\n二、部门机构设置\n三、部门预算说明\n四、单位预算表说明", FAILS),
        ("department", "一、部门主要职能\n二、部门机构设置\n三、部门预算单位构成\n四、下属单位情况", HOLDS),
        ("", "本单位收入100万元。本单位支出100万元。本单位车辆2辆。本部门政府采购5万元。", NOT_APPLICABLE),
    ],
)
def test_a_unit_that_calls_itself_a_department_once(scope, text, status):
    assert statuses("department-or-unit", rows_of(text, scope=scope)) == {status}


@pytest.mark.parametrize(
    ("phase", "text"),
    [
        ("approved", "四、2023年度决算情况\n2024年支出预算100.00万元，比上年支出决算90.00万元增加10.00万元。"),
        ("approved", "四、2023年“三公”经费决算情况\n2023年度支出决算90.00万元。"),
        ("approved", "（二）上年决算执行情况\n负责编制年度财政预决算。"),
        (
            "executed",
            "十、预算绩效管理情况\n（一）预算执行情况分析\n公务接待费支出预算为0.95万元，支出决算为0.90万元。",
        ),
        ("executed", "（三）2023年度年初预算安排情况\n收入总预算100.00万元调整为120.00万元，全年预算已完成。"),
    ],
)
def test_the_other_phase_is_spoken_of_by_right(phase, text):
    word = "预算" if phase == "approved" else "决算"
    headings = "\n".join(
        f"{n}、{what}{word}情况说明" for n, what in zip("一二三", ("收支", "收入", "支出"), strict=True)
    )
    assert statuses("phase-in-text", rows_of(f"{headings}\n{text}", phase=phase)) == {HOLDS}


def test_a_document_of_both_phases_is_left_alone():
    text = "\n".join(
        f"{n}、{what}情况说明"
        for n, what in zip("一二三四", ("收入预算", "支出预算", "收支预算", "支出决算"), strict=True)
    )
    assert statuses("phase-in-text", rows_of(text + "\n五、收入决算情况说明")) == {NOT_APPLICABLE}
