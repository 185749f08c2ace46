"""Sentence by sentence: for each rule a text that holds, some that fail, and one that it leaves alone."""

import pytest

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE, audit_rows

SENTENCES = {
    "reason-given": (
        "比上年减少5.00万元，主要原因是人员减少。",
        ["比上年减少5.00万元，主要原因是。", "与2023年预算数持平，主要原因：；其中公务接待费0万元。"],
        "主要原因如下：\n一是人员减少；二是压减一般性支出。",
    ),
    "template-filled": (
        "某某市民政局负责社会救助工作。",
        [
            "XX局2024年部门预算",
            "本部门共有车辆____辆",
            "比上年增加（此处填写增减额）万元",
            "×××单位2024年度收入",
            "主要原因是……",
            "共有车辆 辆，其中",
            "政府采购预算万元",
        ],
        "购置XXL号工作服，型号X-200，3×4米。",
    ),
    "direction-decided": (
        "比上年减少0.10万元，下降25.00%。",
        ["比上年增加（减少）0.10万元", "下降（增长）25.00%"],
        "说明预算增加（减少）的原因，下降（增长）超过10%的须说明。",
    ),
    "nothing-twice": (
        "收入预算10.00万元，支出预算10.00万元。",
        [
            "营业收入增长10%以上；，支持5G应用",
            "运行维护等方面的支出。。其中",
            "主要用于基本支出的的人员经费",
            "因人员变化导致导致增加",
        ],
        "该项目的目的的确是保障运行，下属单位单位预算另行公开……",
    ),
}


def checked(rule, *texts, year="2024", phase="approved"):
    """The statuses of a rule on a document of these paragraphs."""
    paragraphs = [
        {"paragraph_id": f"para{n:03d}", "document_id": "d", "section": "", "paragraph": text, "page": str(n)}
        for n, text in enumerate(texts, start=1)
    ]
    source = {"document_id": "d", "place": "cover", "agrees": "true", "count": "1", "pages": "1", "text": ""}
    sources = [source | {"what": what, "value": value} for what, value in (("fiscal_year", year), ("phase", phase))]
    checks = audit_rows({"paragraphs": paragraphs, "sources": sources}, wording=True).checks
    return {(row["status"], row["pages"]) for row in checks if row["rule"] == rule}


@pytest.mark.parametrize(("rule", "right", "wrong", "silent"), [(k, *v) for k, v in SENTENCES.items()], ids=SENTENCES)
def test_each_rule_has_a_text_that_holds_some_that_fail_and_one_it_leaves_alone(rule, right, wrong, silent):
    assert checked(rule, right) == checked(rule, silent) == {(HOLDS, "1")}
    for text in wrong:
        assert checked(rule, right, text) == {(FAILS, "2")}, text
    assert checked(rule) == {(NOT_APPLICABLE, "")}


@pytest.mark.parametrize(
    ("text", "year", "phase", "status"),
    [
        ("截至2023年12月31日，本部门共有车辆3辆。", "2024", "approved", HOLDS),
        ("截止2022年底，本部门共有车辆3辆。", "2024", "approved", FAILS),
        ("截至2024年12月31日，本部门共有车辆3辆。", "2024", "executed", HOLDS),
        ("截至2023年12月31日，本部门共有车辆3辆。", "2024", "executed", FAILS),
        ("截至2024年6月30日，项目已完成一半。", "2024", "approved", NOT_APPLICABLE),
    ],
)
def test_what_is_owned_is_counted_at_the_end_of_the_year_that_goes_before(text, year, phase, status):
    assert {found for found, _ in checked("day-of-count", text, year=year, phase=phase)} == {status}


@pytest.mark.parametrize(
    ("following", "status"),
    [
        (("。",), FAILS),
        (("3、住房保障支出（类）。年初预算为5.00万元。",), FAILS),
        ((), FAILS),
        (("人员增加。", "3、住房保障支出（类）。"), HOLDS),
        (("一是人员增加；二是标准提高。",), HOLDS),
        (("1.人员增加。", "2.标准提高。"), HOLDS),
    ],
)
def test_a_reason_announced_at_the_end_of_a_paragraph_is_given_in_the_next(following, status):
    text = "2、教育支出（类）。年初预算为4.00万元，支出决算为3.00万元。决算数小于预算数的主要原因："
    assert {found for found, _ in checked("reason-given", text, *following)} == {status}


def test_what_judges_wording_is_no_part_of_the_ledger_unless_it_is_asked_for():
    row = {"paragraph_id": "para001", "document_id": "d", "section": "", "paragraph": "的的。。", "page": "1"}
    plain, asked = (audit_rows({"paragraphs": [row]}, wording=wording) for wording in (False, True))
    assert "wording" not in {check["family"] for check in plain.checks} and plain.findings == []
    assert {finding["severity"] for finding in asked.findings} == {"style"}
