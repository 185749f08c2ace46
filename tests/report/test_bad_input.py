"""Whatever a disclosure is, it has a front page that says what there is: with nothing in it, with 300 units in it."""

import re

import pytest
from sheets import draw, page
from typer.testing import CliRunner

from disclosure.cli import app
from disclosure.report import build as report
from disclosure.report.notebooks import is_front_page

pytestmark = pytest.mark.notebook

UNITS = [[str(k), f"某某市第{k}中学", "事业单位", "正科级", "财政性资金基本保证"] for k in range(1, 301)]
INSTITUTIONS = ["序号", "单位名称", "单位性质", "单位规格", "经费保障形式"]
HEAD = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
LINES = [
    ["205", "教育支出", "30000.00", "18000.00", "12000.00"],
    ["20502", "普通教育", "30000.00", "18000.00", "12000.00"],
    ["2050203", "初中教育", "30000.00", "18000.00", "12000.00"],
    ["", "合计", "30000.00", "18000.00", "12000.00"],
]
MANY = [
    page("某某市教育局2024年部门预算"),
    page("2024年部门支出总表", "部门：某某市教育局", "单位：万元", [HEAD, *LINES]),
    *(page("部门机构设置情况表", [INSTITUTIONS, *UNITS[k : k + 25]]) for k in range(0, 300, 25)),
]


def reported(folder, *pages):
    """The front pages and the index of a drawn disclosure, as text."""
    pdf = draw(folder / "drawn.pdf", *pages)
    front = [path for path in report.notebooks() if is_front_page(path)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "notebooks", lambda: front)
        run = CliRunner().invoke(app, ["report", "--out", str(folder / "out"), str(pdf)])
    assert run.exit_code == 0, run.output
    html = {name: (folder / "out" / name).read_text(encoding="utf-8") for name in ("zh/index.html", "en/index.html")}
    html["index"] = (folder / "out/index.html").read_text(encoding="utf-8")
    assert all(len(text) < 1_000_000 for text in html.values())
    return {name: re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", text)) for name, text in html.items()}


def test_a_disclosure_of_nothing_but_a_title(tmp_path):
    said = reported(tmp_path, page("某某市某某局2024年部门预算公开"))
    assert "某某市某某局公开的2024年材料共1页，读不出表格和金额。" in said["zh/index.html"]
    english = "某某市某某局 published 1 page for 2024; no table and no amount can be read from it."
    assert english in said["en/index.html"] and english in said["index"]
    assert "Nothing is said of:" in said["en/index.html"] and "expenditure by function" in said["en/index.html"]
    assert "hold" not in said["en/index.html"].partition("Nothing is said of")[0], "there is nothing to compare"


def test_a_disclosure_of_300_units(tmp_path):
    said = reported(tmp_path, *MANY)
    assert "某某市教育局2024年预算3亿元。" in said["zh/index.html"]
    assert "某某市教育局 has 300 million yuan for 2024." in said["index"]
    assert "300 units belong to it." in said["en/index.html"] and "所属单位300个。" in said["zh/index.html"]
