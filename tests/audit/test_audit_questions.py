"""Questions about what a document says of itself: each is asked where it should be, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from mutations import Rows

from disclosure.audit import audit_rows
from disclosure.audit.ledger import read_rows

CLEAN = Path(__file__).resolve().parents[2] / "data" / "clean" / "471-2021"


@pytest.fixture(scope="module")
def base() -> Rows:
    return read_rows(CLEAN)


def asked(rows: Rows, rule: str) -> list[dict]:
    return [row for row in audit_rows(rows)[1] if row["rule"] == rule]


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


def test_a_change_that_gives_its_reason_is_not_asked_about(base):
    assert asked(base, "changes-without-reason") == []
    silent = [
        row | {"reason": "", "sentence": row["sentence"].split("，")[0]} if "三公" in row["section"] else row
        for row in base["statements"]
    ]
    (found,) = asked({**base, "statements": silent}, "changes-without-reason")
    assert "0.61" in found["question_zh"] and "−12.6%" in found["question_en"]
