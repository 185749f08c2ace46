"""A review: what the person who publishes a disclosure should look at, in order of page, as a page and a document."""

import re
from pathlib import Path

import docx
import pytest
from documents import ROOT
from sheets import draw, page
from typer.testing import CliRunner

from disclosure.analysis.clean_data import CleanData
from disclosure.cli import app
from disclosure.report.review import marks, verdict
from disclosure.run.document import clean
from disclosure.run.review import reviewed

pytestmark = pytest.mark.slow  # whole documents, one after the other

WRONG = ROOT / "data/example/raw/example-2024-budget.pdf"  # 162.00 for 126.00 on page 4
RIGHT = ROOT / "data/example/raw/example-2023-budget.pdf"
SLIP = ROOT / "data/example/raw/example-2025-budget.pdf"  # 85.31 for 83.15 in the text: a minor one
MARKUP = "<img src=x onerror=alert(1)>"


def cleaned(pdf, out):
    return Path(str(clean(pdf, out)["folder"]))


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    out = tmp_path_factory.mktemp("review")
    reviewed(WRONG, out)
    return out / WRONG.stem


@pytest.mark.parametrize(
    ("language", "printed", "expected"), [("en", "As printed", "Expected"), ("zh", "印出的", "应为")]
)
def test_the_page_shows_what_is_printed_what_is_expected_and_where(review, language, printed, expected):
    html = (review / f"review.{language}.html").read_text(encoding="utf-8")
    assert re.search(rf"<dt>{printed}</dt><dd>162\.00</dd>.*?<dt>{expected}</dt><dd>126\.00</dd>", html, re.S)
    assert html.count('<svg class="page') == 1 and html.count("<script") == 1 and "http:" not in html.replace(
        "http://www.w3.org/2000/svg", ""
    )  # fmt: skip


def test_the_document_holds_the_same_with_a_picture(review):
    made = docx.Document(review / "review.zh.docx")
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    assert "示例市虚构文化局" in text and "印出的: 162.00" in text and "应为: 126.00" in text
    assert len(made.inline_shapes) == 1


def test_the_same_pdf_gives_the_same_review(review, tmp_path):
    reviewed(WRONG, tmp_path)
    for path in review.iterdir():
        made = (tmp_path / review.name / path.name).read_bytes()
        undated = [re.sub(rb"20\d\d-\d\d-\d\d", b"", one) for one in (made, path.read_bytes())]
        assert undated[0] == undated[1], path.name


def test_marks_stand_in_order_of_page_and_on_a_page_the_gravest_first(tmp_path):
    found = marks(CleanData(cleaned(WRONG, tmp_path)))
    assert [mark.page for mark in found] == sorted(mark.page for mark in found)
    assert found[0].severity == "material"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pdf", "severity", "status"),
    [(WRONG, "material", 1), (SLIP, "minor", 1), (SLIP, "material", 0), (RIGHT, "style", 0)],
)
def test_the_exit_status_is_by_the_severity_that_is_chosen(pdf, severity, status, tmp_path):
    run = CliRunner().invoke(app, ["review", str(pdf), "--severity", severity, "--out", str(tmp_path)])
    assert run.exit_code == status, run.output
    assert len(list((tmp_path / pdf.stem).iterdir())) == 4


def test_where_nothing_can_be_tested_it_says_so(tmp_path):
    head = ["功能分类科目编码", "科目名称", "合计"]
    table = page("2024年部门支出总表", "部门：某某市某某局", "单位：万元", [head, ["2010101", "行政运行", "10.00"]])
    pdf = draw(tmp_path / "alone.pdf", page("某某市某某局2024年部门预算"), table)
    document = CleanData(cleaned(pdf, tmp_path / "clean"))
    said = verdict(document)
    assert document.findings.empty and said.said("en").startswith(("Nothing of this can be tested", "Nothing to mend"))
    assert said.said("zh") != said.said("en")


def test_text_of_the_pdf_is_text_in_the_review(tmp_path):
    head = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    lines = [
        ["201", "一般公共服务支出", "10.00", "10.00", ""],
        ["20101", "人大事务", "10.00", "10.00", ""],
        ["2010101", f"行政运行{MARKUP}", "12.00", "10.00", ""],
        ["", "合计", "10.00", "10.00", ""],
    ]
    table = page("2024年部门支出总表", f"部门：某某市{MARKUP}局", "单位：万元", [head, *lines])
    pdf = draw(tmp_path / 'x"><b>&{y}.pdf', page(f"某某市{MARKUP}局2024年部门预算"), table)
    reviewed(pdf, tmp_path / "out")
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) == 2
    for path in pages:
        assert "<img src=x" not in (html := path.read_text(encoding="utf-8")) and "&lt;img src=x" in html
