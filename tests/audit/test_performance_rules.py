"""Projects in the text against their forms, and targets by themselves, in forms of two layouts."""

from __future__ import annotations

from pathlib import Path

import pytest
from sheets import draw, page

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE, audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.run.extraction import extract, save

RULES = (
    "project-told",
    "projects-counted",
    "indicator-value",
    "indicator-possible",
    "weights-whole",
    "department-form",
)


def checks_of(pdf: Path) -> list[dict]:
    save(extract(pdf), pdf.parent / "clean")
    return audit_rows(read_rows(pdf.parent / "clean")).checks


def statuses_of(pdf: Path, rule: str) -> set[str]:
    return {row["status"] for row in checks_of(pdf) if row["rule"] == rule}


WEIGHTS = ("40", "20", "20", "20")


def shanghai(name: str, amount: str, targets: list[str]) -> list[list[str]]:
    """The form of a project as Shanghai prints it, without weights."""
    kinds = ["数量指标", "质量指标", "社会效益指标", "服务对象满意度指标"]
    names = ["演出场次", "验收合格率", "观众人次", "观众满意度"]
    return [
        ["项目名称", name, "<", "<"],
        ["年度资金申请总额：", amount, "其中：财政资金", amount],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *(["产出指标", kind, own, target] for kind, own, target in zip(kinds, names, targets, strict=True)),
    ]


def national(name: str, amount: str, targets: list[str], weights: tuple[str, ...] = WEIGHTS) -> list[list[str]]:
    """The form of the national pattern, with weights."""
    head, money, columns, *rows = shanghai(name, amount, targets)
    return [[*head, "<"], [*money, "<"], [*columns, "分值权重"], *([*a, b] for a, b in zip(rows, weights, strict=True))]


RIGHT = ["≥60场", "≥98%", "≥45000人次", "≥92%"]
FORMS = {"shanghai": shanghai, "national": national}


@pytest.fixture(params=FORMS.values(), ids=FORMS)
def found(request, tmp_path):
    """The statuses of the rules on two projects' forms and a text; ``forms`` are the amounts and targets of each."""

    def read(*text: str, amounts=("120.00", "85.00"), targets=RIGHT, **more) -> dict[str, set[str]]:
        names = ["群众文化活动", "文化场馆维修"]
        sheets = [
            page("项目支出绩效目标申报表", "（2024年度）", "单位：万元", request.param(name, amount, own, **more))
            for name, amount, own in zip(names, amounts, (targets, RIGHT), strict=True)
        ]
        pdf = draw(tmp_path / "made.pdf", page("某某市某某局2024年部门预算", "一、项目情况说明", *text), *sheets)
        checks = checks_of(pdf)
        return {rule: {str(row["status"]) for row in checks if row["rule"] == rule} for rule in RULES}

    return read


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("项目支出205.00万元，其中：群众文化活动120.00万元，文化场馆维修85.00万元。", {HOLDS}),
        ("群众文化活动项目经费120.00万元。", {HOLDS}),
        ("群众文化活动102.00万元，用于演出。", {FAILS}),
        ("群众文化设施102.00万元，用于演出。", {NOT_APPLICABLE}),
        ("群众文化活动比上年增加102.00万元。", {NOT_APPLICABLE}),
    ],
)
def test_what_the_text_tells_of_a_project_is_its_form_s(found, text, told):
    assert found(text)["project-told"] == told


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2024年度，本部门编报绩效目标的项目共2个，涉及项目预算资金205.00万元。", {HOLDS}),
        ("2024年本部门共2个项目实行绩效目标管理，涉及财政性资金合计205.00万元。", {HOLDS}),
        ("2024年度，本部门编报绩效目标的项目共2个，涉及项目预算资金250.00万元。", {FAILS}),
        ("2024年度，本部门编报绩效目标的项目共3个，涉及项目预算资金205.00万元。", {FAILS}),
        ("2024年度，本部门编报绩效目标的项目共1个，涉及项目预算资金120.00万元。", {FAILS}),
        ("2024年度，本部门编报绩效目标的项目共25个，涉及项目预算资金1205.00万元。", {NOT_APPLICABLE}),  # not all follow
        ("2024年度，本部门开展2个项目的绩效评价。", {NOT_APPLICABLE}),
    ],
)
def test_projects_are_as_many_and_as_dear_as_the_text_says(found, text, status):
    assert found(text)["projects-counted"] == status


@pytest.mark.parametrize(
    ("targets", "value", "possible"),
    [
        (RIGHT, {HOLDS}, {HOLDS}),
        (["≥60场", "", "≥45000人次", "≥92%"], {HOLDS, FAILS}, {HOLDS}),
        (["≥60场", "≥98%", "——", "≥92%"], {HOLDS}, {HOLDS}),
        (["", "", "", "≥92%"], {HOLDS}, {HOLDS}),  # of one form most are blank: it is published without
        (["≥60场", "≥98%", "≥45000人次", "≥192%"], {HOLDS}, {HOLDS, FAILS}),
        (["≥160%", "≥98%", "≥45000人次", "优良"], {HOLDS}, {HOLDS}),
    ],
)
def test_an_indicator_has_a_target_and_one_that_can_be(found, targets, value, possible):
    statuses = found(targets=targets)
    assert (statuses["indicator-value"], statuses["indicator-possible"]) == (value, possible)


@pytest.mark.parametrize(
    ("weights", "status"),
    [
        (["40", "20", "20", "20"], {HOLDS}),
        (["30", "20", "20", "20"], {HOLDS}),  # ten points are for how much is spent
        (["0.4", "0.2", "0.2", "0.2"], {HOLDS}),
        (["40", "30", "20", "20"], {FAILS}),
        (["40", "", "20", "20"], {NOT_APPLICABLE}),
    ],
)
def test_weights_make_a_hundred(tmp_path, weights, status):
    pdf = draw(
        tmp_path / "made.pdf", page("项目支出绩效目标表", "单位：万元", national("演出", "1.00", RIGHT, weights))
    )
    save(extract(pdf), tmp_path / "clean")
    checks = audit_rows(read_rows(tmp_path / "clean")).checks
    assert {row["status"] for row in checks if row["rule"] == "weights-whole"} == status


@pytest.mark.parametrize(("grades", "status"), [((3, 1, 0, 0), HOLDS), ((3, 0, 0, 0), FAILS), ((), NOT_APPLICABLE)])
def test_grades_are_of_all_projects_that_are_graded(tmp_path, grades, status):
    told = "；".join(
        f"绩效评级为“{name}”的项目{n}个" for name, n in zip(["优", "良", "合格", "不合格"], grades, strict=False)
    )
    text = f"绩效自评的项目4个，平均得分99.43分（其中，{told}）。" if told else "绩效自评的项目4个，平均得分99.43分。"
    lines = [text[k : k + 60] for k in range(0, len(text), 60)]
    pdf = draw(tmp_path / "made.pdf", page("某某市某某局2024年度部门决算", "一、预算绩效管理情况", *lines))
    assert statuses_of(pdf, "grades-counted") == {status}


@pytest.mark.parametrize(("amount", "status"), [("205.00", HOLDS), ("250.00", FAILS), ("", NOT_APPLICABLE)])
def test_the_form_of_a_whole_department_has_its_expenditure(tmp_path, amount, status):
    spent = [
        ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["207", "文化旅游体育与传媒支出", "205.00", "", "205.00"],
        ["", "合计", "205.00", "", "205.00"],
    ]
    form = [
        ["部门名称", "某某市某某局", "<", "<"],
        ["部门预算总额", amount, "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "演出场次", "≥60场"],
    ]
    pdf = draw(
        tmp_path / "made.pdf",
        page("部门支出总表", "单位：万元", spent),
        page("部门整体支出绩效目标表", "（2024年度）", "单位：万元", form),
    )
    assert statuses_of(pdf, "department-form") == {status}
    assert statuses_of(pdf, "project-sum") == {NOT_APPLICABLE}  # it is no project


@pytest.mark.parametrize(
    "text",
    [
        "政府采购预算100.00万元，其中：群众文化活动80.00万元。",  # what is bought of it
        "按照绩效目标管理要求，选择1个项目开展重点评价。",  # not those with targets
        "本部门1个预算单位编报了绩效目标。",
    ],
)
def test_what_is_told_beside_a_project_s_amount_is_not_held_against_it(found, text):
    statuses = found(text)
    assert statuses["project-told"] | statuses["projects-counted"] == {NOT_APPLICABLE}


def test_the_forms_of_a_document_leave_out_the_same_points(tmp_path):
    other = ("30", *WEIGHTS[1:])
    forms = [national(f"演出{n}", "1.00", RIGHT, weights) for n, weights in enumerate([WEIGHTS, WEIGHTS, other])]
    pdf = draw(tmp_path / "made.pdf", *(page("项目支出绩效目标表", "单位：万元", form) for form in forms))
    found = [(row["pages"], row["status"]) for row in checks_of(pdf) if row["rule"] == "weights-whole"]
    assert found == [("1", HOLDS), ("2", HOLDS), ("3", FAILS)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2025年度项目总预算1170.00万，其中支持甲870.00万，支持乙300.00万，合计1170.00万。", HOLDS),
        ("2025年度项目总预算1170.00万，其中支持甲780.00万，支持乙300.00万，合计1170.00万。", FAILS),
        ("2025年度项目总预算1170.00万元，其中：设备采购780.00万元、运行维护300.00万元，共计1170.00万元。", FAILS),
        ("2025年度项目总预算1170.00万，其中支持甲780.00万，支持乙300.00万。", NOT_APPLICABLE),  # perhaps there are more
    ],
)
def test_parts_of_a_project_that_are_put_together_come_to_it(tmp_path, text, status):
    head = ("某某市某某局2025年部门预算", "生命健康专项经费情况说明", "一、年度预算安排")
    pdf = draw(tmp_path / "made.pdf", page(*head, text))
    assert statuses_of(pdf, "project-parts") == {status}
