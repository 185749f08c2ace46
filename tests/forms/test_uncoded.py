"""A table of classes, groups and items that prints no codes: its leaves are found by their sums, never guessed."""

import pytest
import sheets

from disclosure.audit import audit
from disclosure.run.extraction import extract, save

HEAD = ["科目名称", "合计", "基本支出", "项目支出"]
BODY = [
    ["一般公共服务支出", "62.00", "20.00", "42.00"],
    ["商贸事务", "42.00", "", "42.00"],
    ["招商引资", "30.00", "", "30.00"],
    ["其他商贸事务支出", "12.00", "", "12.00"],
    ["政府办公厅（室）及相关机构事务", "20.00", "20.00", ""],
    ["行政运行", "20.00", "20.00", ""],
    ["住房保障支出", "5.00", "5.00", ""],
    ["住房改革支出", "5.00", "5.00", ""],
    ["住房公积金", "5.00", "5.00", ""],
]
LEAVES = {"招商引资", "其他商贸事务支出", "行政运行", "住房公积金"}


@pytest.fixture
def facts(tmp_path):
    def read(body):
        page = sheets.page("2021年部门支出总表", "单位：万元", [HEAD, *body])
        extraction = extract(sheets.draw(tmp_path / "uncoded.pdf", page))
        save(extraction, tmp_path / "uncoded")
        own = [fact for fact in extraction.facts if fact.measure == "total"]
        checks = audit(tmp_path / "uncoded").checks
        return own, {check["check_id"]: check["status"] for check in checks if check["rule"] == "uncoded-tree"}

    return read


@pytest.mark.parametrize("foot", [True, False])
def test_leaves_are_found_by_their_sums(facts, foot):
    total = [["合计", "67.00", "25.00", "42.00"]]
    own, checks = facts([*BODY, *total] if foot else [*total, *BODY])
    assert {fact.item for fact in own if fact.row_role == "leaf"} == LEAVES
    assert {fact.item: fact.level for fact in own if fact.row_role == "subtotal"} == {
        "一般公共服务支出": 1, "商贸事务": 2, "政府办公厅（室）及相关机构事务": 2, "住房保障支出": 1, "住房改革支出": 2,
    }  # fmt: skip
    assert sum(fact.amount_yuan for fact in own if fact.row_role == "leaf") == 670000
    assert checks and set(checks.values()) == {"holds"}


def test_a_list_without_levels_is_summed_as_it_stands(facts):
    own, checks = facts([*(row for row in BODY if row[0] in LEAVES), ["合计", "67.00", "25.00", "42.00"]])
    assert {fact.item for fact in own if fact.row_role == "leaf"} == LEAVES
    assert set(checks.values()) == {"holds"}


def test_where_sums_do_not_tell_the_audit_says_so(facts):
    wrong = [["商贸事务", "42.01", "", "42.01"] if row[0] == "商贸事务" else row for row in BODY]
    _, checks = facts([*wrong, ["合计", "67.00", "25.00", "42.00"]])
    assert "fails" in checks.values()
