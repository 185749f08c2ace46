"""Questions about what a document says of itself: each is asked where it should be, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutations import Rows
from sheets import draw, page

from disclosure.audit import audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.run.document import clean

CLEAN = Path(__file__).resolve().parents[2] / "data" / "clean" / "471-2021"


@pytest.fixture(scope="module")
def base() -> Rows:
    return read_rows(CLEAN)


def asked(rows: Rows, rule: str) -> list[dict]:
    return [row for row in audit_rows(rows)[1] if row["rule"] == rule]


@pytest.mark.slow
def test_an_amount_that_cannot_be_read(base):
    facts = [dict(row) for row in base["facts"]]
    row = next(row for row in facts if row["fact_id"] == "p03t1r24c03")
    row |= {"null_kind": "unreadable", "amount_yuan": "", "amount_raw": "325.8O"}
    (found,) = asked({**base, "facts": facts}, "unreadable-amount")
    assert "325.8O" in found["question_zh"] and found["fact_ids"] == "p03t1r24c03" and found["pages"] == "3"
    assert asked(base, "unreadable-amount") == []


def other_table(title: str, *texts: str) -> dict[str, list[dict]]:
    table = {"table_id": "t19", "role": "other", "title": title, "pages": "25", "parts": "p25t1", "unit": "万元"}
    return {"tables": [table], "cells": [{"page": "25", "table": "1", "text": text} for text in texts]}


@pytest.mark.parametrize(
    ("title", "texts", "questions"),
    [
        ("补充资料表", ("项目", "1,234.50", "7.00"), 1),
        ("补充资料表", ("项目", "3 人", "第 2.1 节"), 0),
        ("机关运行经费支出预算表", ("302", "1,234.50"), 0),
    ],
)
def test_a_table_of_unknown_form_that_holds_amounts(title, texts, questions):
    found = asked(other_table(title, *texts), "table-of-unknown-form")
    assert len(found) == questions
    assert all(title in row["question_en"] and "2 amounts" in row["question_en"] for row in found)


@pytest.mark.slow
def test_a_table_told_twice_with_other_figures(base):
    own = [row for row in base["facts"] if row["role"] == "three_public"]
    again = [row | {"page": "11", "fact_id": row["fact_id"].replace("p10", "p11")} for row in own]
    table = next(row for row in base["tables"] if row["role"] == "three_public")
    tables = [*base["tables"], table | {"table_id": "t19", "pages": "11", "parts": "p11t1"}]
    assert asked({**base, "facts": [*base["facts"], *again], "tables": tables}, "table-printed-twice") == []
    again[0] |= {"amount_yuan": "42600.00", "amount_raw": "4.26"}
    (found,) = asked({**base, "facts": [*base["facts"], *again], "tables": tables}, "table-printed-twice")
    assert found["severity"] == "high" and found["pages"] == "10 11"
    assert "4.25" in found["question_zh"] and "42,600 yuan" in found["question_en"]


@pytest.mark.slow
def test_a_change_that_gives_its_reason_is_not_asked_about(base):
    assert asked(base, "changes-without-reason") == []
    silent = [
        row | {"reason": "", "sentence": row["sentence"].split("，")[0]} if "三公" in row["section"] else row
        for row in base["statements"]
    ]
    (found,) = asked({**base, "statements": silent}, "changes-without-reason")
    assert "0.61" in found["question_zh"] and "−12.6%" in found["question_en"]


# --- a cost ceiling below the money of its project ------------------------------------------------------

TITLE = "项目支出绩效目标表", "（2023年度）"


def form(name: str, amount: str, *ceilings: tuple[str, str]) -> list[list[str]]:
    """A form of the national pattern, which prints no code of the project."""
    return [
        ["项目名称", name, "<", "<"],
        ["项目资金（万元）", "年度资金总额：", amount, "<"],
        ["年度总体目标", "按期完成", "<", "<"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        *(["产出指标", "成本指标", what, most] for what, most in ceilings),
    ]


def forms(*ceilings: list[tuple[str, str]]):
    amounts = {"水文监测": "1,250.00", "档案整理": "80.00"}
    return [
        page(*TITLE, form(name, amount, *own)) for (name, amount), own in zip(amounts.items(), ceilings, strict=True)
    ]


def lines(*ceilings: list[tuple[str, str]]):
    """The same two projects as a list with a line for each indicator."""
    heads = [
        "项目名称",
        "预算数（万元）",
        "年度目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "绩效指标性质",
        "绩效指标值",
        "绩效度量单位",
    ]
    table = [heads]
    for head, own in zip((["水文监测", "1,250.00"], ["档案整理", "80.00"]), ceilings, strict=True):
        for n, (what, most) in enumerate(own):
            value, unit = most.removeprefix("≤").split("万")[0].removesuffix("元"), "万元" if "万" in most else "元"
            table.append([*([*head, "完成"] if n == 0 else "^^^"), "产出指标", "成本指标", what, "≤", value, unit])
    return [page("部门预算项目绩效目标表", "金额单位：万元", table, widths=[2, 2, 2, 2, 2, 3, 2, 2, 2])]


@pytest.fixture
def ceilings(tmp_path):
    def read(pages) -> list[dict]:
        told = clean(draw(tmp_path / "made-2023.pdf", *pages), tmp_path)
        return asked(read_rows(Path(str(told["folder"]))), "ceiling-below-budget")

    return read


@pytest.mark.parametrize("layout", [forms, lines])
def test_projects_without_codes_have_each_its_own_ceiling(layout, ceilings):
    """1,250万元 and 80万元 are given, at most 900万元 and 60万元 may be spent: a question for each, with its money."""
    first, second = ceilings(layout([("项目总成本", "≤900万元")], [("整理成本", "≤60万元")]))
    assert "“水文监测” 12,500,000 yuan" in first["question_en"] and " 9,000,000 yuan" in first["question_en"]
    assert "“档案整理” 800,000 yuan" in second["question_en"] and "600,000 yuan" in second["question_en"]
    assert first["flag_id"] != second["flag_id"] and first["fact_ids"] != second["fact_ids"]


@pytest.mark.parametrize("layout", [forms, lines])
def test_a_ceiling_above_the_money_of_its_own_project_is_none_of_anothers(layout, ceilings):
    assert ceilings(layout([("项目总成本", "≤1250万元")], [("整理成本", "≤80万元")])) == []
    (found,) = ceilings(layout([("项目总成本", "≤1250万元")], [("整理成本", "≤79万元")]))
    assert "水文监测" not in found["question_zh"] and "800,000 yuan" in found["question_en"]


@pytest.mark.parametrize("layout", [forms, lines])
@pytest.mark.parametrize("what", ["每册扫描成本", "设备单价", "人均培训费", "补助标准"])
def test_a_price_for_each_is_no_ceiling_of_the_whole(layout, what, ceilings):
    assert ceilings(layout([(what, "≤150元")], [("整理成本", "≤80万元")])) == []
    (found,) = ceilings(layout([("扫描成本", "≤150元")], [("整理成本", "≤80万元")]))
    assert "150 yuan" in found["question_en"]
