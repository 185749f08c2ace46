"""Codes and names against the national classification, in tables and in the text, with what must stay silent."""

from __future__ import annotations

import pytest
from made import table
from sheets import draw, page
from test_sentences import checked

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE, audit_rows, checks_of
from disclosure.audit.ledger import Ledger, read_rows
from disclosure.run.extraction import extract, save

TOTAL = {"total": "total"}


def statuses(rule: str, kind: str, codes: dict[str, str], year: str) -> dict[str, str]:
    """The statuses of a rule on a table of these codes and names, by the row that it speaks of."""
    role = "basic_by_economic" if kind == "economic" else "expenditure_by_function"
    facts = table({code: ("1.00",) for code in codes}, TOTAL, role=role, fiscal_year=year)
    for row, (code, name) in zip(facts, codes.items(), strict=True):
        row |= {"function_code": "", "function_name": "", f"{kind}_code": code, f"{kind}_name": name}
    sources = [
        {"document_id": "made", "what": "fiscal_year", "value": year, "place": "cover", "agrees": "true", "count": "1"}
        | {"pages": "1", "text": ""}
    ]
    checks = checks_of(Ledger({"facts": facts, "sources": sources}))
    own = [check for check in checks if check["rule"] == rule and not str(check["check_id"]).endswith(":alone")]
    return {str(check["fact_ids"]): str(check["status"]) for check in own}


@pytest.mark.parametrize(
    ("kind", "code", "name", "year", "status"),
    [
        ("economic", "30113", "住房公积金", "2025", HOLDS),
        ("economic", "30110", "公务员医疗补助缴费", "2025", FAILS),
        ("economic", "31002", "专用设备购置", "2021", FAILS),
        ("economic", "30213", "维修(护)费", "2021", HOLDS),
        ("economic", "30213", "维修（护） 费", "2021", HOLDS),
        ("economic", "30108", "机关事业单位基本养老保险", "2024", HOLDS),  # cut
        ("economic", "30212", "退休人员活动费", "2024", HOLDS),  # the department's own
        ("economic", "30307", "医疗费", "2017", HOLDS),  # before the list begins
        ("function", "2101101", "住房公积金", "2024", FAILS),
        ("function", "2080501", "事业单位离退休", "2024", FAILS),
        ("function", "2080501", "归口管理的行政单位离退休", "2019", HOLDS),
        ("function", "2080501", "归口管理的行政单位离退休", "2024", FAILS),
        ("function", "210", "医疗卫生与计划生育支出", "2019", HOLDS),  # a year late
        ("function", "210", "医疗卫生与计划生育支出", "2024", FAILS),
        ("function", "2010602", "一般行政管理事务（含财政信息化建设等专项）", "2024", HOLDS),
        ("function", "2080599", "其他行政事业单位养老", "2024", HOLDS),
        ("economic", "30101", "基本工次", "2024", FAILS),  # misspelt
        ("economic", "30202", "印制费", "2024", FAILS),
        ("function", "2040502", "一般行政事务管理", "2019", FAILS),  # turned about
        ("economic", "30227", "委托业务", "2024", HOLDS),
        ("economic", "30239", "其他交通费", "2024", HOLDS),
        ("function", "2299901", "其他支出", "2018", HOLDS),  # a code that the list does not have
    ],
)
def test_a_code_has_its_own_name_of_the_year(kind, code, name, year, status):
    assert set(statuses("name-of-another-code", kind, {code: name}, year).values()) == {status}


@pytest.mark.parametrize(
    ("kind", "codes", "year", "wrong"),
    [
        ("economic", {"301": "工资福利支出", "30101": "基本工资", "30113": "住房公积金"}, "2025", 0),
        ("economic", {"301": "工资福利支出", "30123": "住房公积金"}, "2025", 1),
        ("function", {"210": "卫生健康支出", "21011": "行政事业单位医疗", "2101171": "行政单位医疗"}, "2024", 1),
        ("function", {"208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080506": "职业年金"}, "2024", 0),
    ],
)
def test_below_what_is_wholly_known_a_code_exists(kind, codes, year, wrong):
    assert [*statuses("code-exists", kind, codes, year).values()].count(FAILS) == wrong


def test_where_a_group_may_have_more_codes_than_the_list_nothing_is_said():
    assert statuses("code-exists", "function", {"20106": "财政事务", "2010688": "新项目"}, "2024") == {
        "": NOT_APPLICABLE
    }
    assert statuses("code-exists", "economic", {"301": "工资福利支出", "30123": "住房公积金"}, "2017") == {
        "": NOT_APPLICABLE
    }


PATHS = [
    # in the words of several provinces: the text, the year, and whether it is right
    ("1.“卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）”63.19万元。", "2025", HOLDS),
    ("卫生健康支出（类）行政事业单位医疗（款)住房公积金（项）63.19万元，主要用于缴费。", "2025", FAILS),
    ("10、住房保障支出（类）行政事业单位医疗（款）行政单位医疗（项）。年初预算为1.00万元。", "2024", FAILS),
    ("11、卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）98.27万元。", "2026", HOLDS),
    ("11、医疗卫生与计划生育支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）98.27万元。", "2026", FAILS),
    ("12、住房保障支出（221类）住房改革支出（02款）购房补贴（01项）179.15万元。", "2026", FAILS),
    ("住房保障支出（212类）住房改革支出（02款）住房公积金（01项）179.15万元。", "2026", FAILS),
    ("公共安全支出（204类）司法（06款）其他司法支出（99项）3845.49万元。", "2026", HOLDS),
    ("住房公积金（2210201项）1.00万元。", "2026", HOLDS),
    ("医疗卫生与计划生育（类）支出10.00万元。", "2018", HOLDS),
    ("1.行政事业单位离退休（款）未归口管理的行政单位离退休（项）支出417.06万元。", "2019", HOLDS),
    (
        "1.住房改革支出（款）住房公积金（项）支出1.00万元。2.住房改革支出（款）购房补贴（项）支出1.00万元。",
        "2024",
        HOLDS,
    ),
    ("1.公共安全（类）支出2.00万元，2.社会保障和就业（类）支出1.00万元。", "2024", HOLDS),
    ("农林水支出（类）某种新事务（款）某种新支出（项）1.00万元。", "2024", HOLDS),
    ("一般公共服务支出（类）财政事务（款）信息化建设（项）1.00万元。", "2024", HOLDS),
    ("社会保障和就业支出（类）人力资源和社会保障管理事务（款）一般行政管理事务（项）1.00万元。", "2024", HOLDS),
    ("城乡社区支出（类）城乡社区管理事务（款）信息化建设（项）1.00万元。", "2024", HOLDS),
    ("“卫生健康支出（类）卫生健康支出（款）计划生育事务（项）”科目20.00万元。", "2025", FAILS),  # one level too low
    ("其他支出（类）其他支出（款）其他支出（项）1.00万元。", "2024", HOLDS),
    ("收入预算1.00万元。", "2024", NOT_APPLICABLE),
    ("卫生健康支出（类）住房改革支出（款）1.00万元。", "2017", NOT_APPLICABLE),
]


@pytest.mark.parametrize(("text", "year", "status"), PATHS)
def test_a_path_of_names_leads_from_class_to_group_to_item(text, year, status):
    assert {found for found, _ in checked("path-of-names", text, year=year)} == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("1.法院（款）一般行政管理事务（项）支出5.00万元，与上年持平。", HOLDS),
        ("1.法院（款）一般行政事务管理（项）支出5.00万元，与上年持平。", FAILS),
        ("“公共安全支出（类）法院（款）案件审理（项）”科目7.00万元，主要用于审判。", FAILS),
        ("1.法院（款）案件执行（项）支出3.00万元，上年已经完成。", NOT_APPLICABLE),  # none has that amount
        ("1.检察（款）案件审理（项）支出7.00万元，主要用于审判。", NOT_APPLICABLE),
    ],
)
def test_an_item_has_the_name_of_its_line_in_the_table(tmp_path, text, status):
    lines = [["204", "公共安全支出", "12.00"], ["20405", "法院", "12.00"], ["2040502", "一般行政管理事务", "5.00"]]
    lines += [["2040504", "案件审判", "7.00"], ["", "合计", "12.00"]]
    spent = page("部门支出总表", "单位：万元", [["功能分类科目编码", "科目名称", "合计"], *lines])
    pdf = draw(tmp_path / "made.pdf", page("某某市法院2024年部门预算", "一、支出预算情况说明", text), spent)
    save(extract(pdf), tmp_path / "clean")
    checks = audit_rows(read_rows(tmp_path / "clean")).checks
    assert {row["status"] for row in checks if row["rule"] == "path-in-table"} == {status}
