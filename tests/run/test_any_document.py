"""Any header and any value: what cannot be read is said to be so, and the rest of the document is delivered."""

import json
import tempfile
from pathlib import Path

import pytest
import sheets
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disclosure.run.document import clean
from disclosure.store.parquet import fits
from disclosure.store.reader import read_table

TITLES = ["部门收支总表", "部门收入总表", "部门支出总表", "财政拨款收支总表", "一般公共预算支出表", "情况表",
          "政府性基金预算支出表", "一般公共预算基本支出表", "“三公”经费支出表", "政府采购预算表", "项目支出表",
          "项目绩效目标表"]  # fmt: skip
HEADS = ["科目编码", "科目名称", "项目", "合计", "小计", "基本支出", "项目支出", "人员经费", "公用经费", "单位",
         "一般公共预算", "政府性基金", "国有资本经营", "上年结转", "本年收入", "2023年预算数", "2024年预算数", "增减额",
         "增减%", "备注"]  # fmt: skip
CODES = ["201", "20101", "2010101", "301", "30101", "2299999", "", "类", "201-01"]
VALUES = ["", "100 200", "0", "0.00", "——", "100.00", "-12.5", "（3.50）", "1,234.56", "1.2e3", "无", "0.123456789",
          "9" * 24, "12.3.4", "1,23", "12.5%", "详见附件", "=1+1", "一、基本支出", "1.00元"]  # fmt: skip
UNITS = ["单位：万元", "单位：元", "单位：亿元", "金额单位：%", ""]


def cells(words, count):
    return st.lists(st.sampled_from(words), min_size=count, max_size=count)


@st.composite
def documents(draw):
    """Cover, prose and up to three tables of any heads and values, as text and as pages."""
    pages = [sheets.page(draw(st.sampled_from(["某某局2024年部门预算", "某某局2023年度部门决算", "情况说明"])))]
    for _ in range(draw(st.integers(1, 3))):
        columns = draw(st.integers(0, 6))
        heads = [[draw(st.sampled_from(HEADS)), *draw(cells(["", "<", *HEADS], columns))]]
        if draw(st.booleans()):
            heads.append(draw(cells(["", "^", *HEADS], columns + 1)))
        body = [[draw(st.sampled_from(CODES)), *line] for line in draw(st.lists(cells(VALUES, columns), max_size=5))]
        pages.append(sheets.page(draw(st.sampled_from(TITLES)), draw(st.sampled_from(UNITS)), heads + body))
    pages.append(
        sheets.page(
            f"本部门2024年支出预算{draw(st.sampled_from(VALUES))}万元，比上年增长{draw(st.sampled_from(VALUES))}%。"
        )
    )
    return pages


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(documents())
def test_every_document_is_delivered_whatever_its_heads_and_values_are(pages):
    with tempfile.TemporaryDirectory() as place:
        told = clean(sheets.draw(Path(place, "any.pdf"), *pages), place, xlsx=True, wording=True)
        json.dumps(told)
        fits(Path(place, "any"))  # a batch takes it, too
        for fact in read_table(Path(place, "any/facts.csv")):
            assert fact["null_kind"] in ("value", "zero") or not fact["amount_yuan"]
            assert fact["null_kind"] != "unreadable" or any(
                fact["amount_raw"] in row["text_raw"] for row in read_table(Path(place, "any/cells.csv"))
            )
