"""Bringing in a new PDF: what is not known is listed, and a form of one's own makes it known."""

from decimal import Decimal

import pytest
import yaml
from sheets import draw, page

from disclosure.run.extraction import extract
from helpers import read_pdf

STRANGE = [
    ["摘要", "经费出处", "数目", "附记"],
    ["用于办公楼的暖气", "本级", "12.50", ""],
    ["用于图书", "上级", "3.25", ""],
    ["合计", "", "15.75", ""],
]


@pytest.fixture
def pdf(tmp_path):
    return draw(tmp_path / "new.pdf", page("某某县档案局2024年部门预算", "经费去向一览", "单位：万元", STRANGE))


@pytest.fixture
def unknown(pdf):
    return read_pdf(pdf)


def test_an_unknown_table_is_listed_and_kept(unknown):
    tables = unknown.tables()
    assert list(tables["role"]) == ["other"] and not tables["statutory"].any()
    assert len(unknown.missing()) == 9
    assert list(unknown.remarks()["page"]) == [1] and list(unknown.remarks()["kind"]) == ["other"]
    assert {row["text"] for row in unknown.extraction.rows["cells"]} >= {"12.50", "3.25", "15.75"}


def test_a_form_of_ones_own_makes_it_known_for_this_reader_only(pdf, unknown, tmp_path):
    form = yaml.safe_load(unknown.draft(0))
    form["roles"][0] |= {"role": "expenditure_by_function", "direction": "expenditure", "title": ["经费去向"]}
    form["columns"] = [
        {"label": "^摘要$", "measure": "item"},
        {"label": "^经费出处$|^附记$", "measure": "note"},
        {"label": "^数目$", "measure": "total", "column_role": "leaf"},
    ]
    mine = tmp_path / "mine" / "forms"
    mine.mkdir(parents=True)
    (mine / "county.yml").write_text(yaml.safe_dump(form, allow_unicode=True), encoding="utf-8")

    known = read_pdf(pdf, reference=tmp_path / "mine")
    assert list(known.tables()["role"]) == ["expenditure_by_function"]
    amounts = {fact.item: fact.amount_yuan for fact in known.extraction.facts}
    assert amounts == {
        "用于办公楼的暖气": Decimal(125000),
        "用于图书": Decimal(32500),
        "合计": Decimal(157500),
    }
    assert [found.role for found in extract(pdf).recognised] == ["other"], "the project's own forms are as before"


def test_a_folder_that_is_not_there_is_an_error(pdf, tmp_path):
    with pytest.raises(FileNotFoundError, match=r"forms/\*\.yml"):
        read_pdf(pdf, reference=tmp_path / "none").tables()
