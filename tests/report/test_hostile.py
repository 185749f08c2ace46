"""Text from a PDF never becomes markup, a style, a link, a formula or a template, all the way to the reports.

A disclosure is drawn whose department, titles, lines, projects and prose, and whose file name and metadata, are
attacks. It goes through ``disclosure report`` as any other.
"""

import csv
import io
import re
from xml.etree import ElementTree

import pytest
from sheets import draw, page
from test_reports import downloads
from typer.testing import CliRunner

from disclosure.cli import app
from disclosure.report import build as report
from disclosure.report.build import LANGUAGES
from disclosure.report.page import script

MARKUP = "<img src=x onerror=alert(1)>\"'><svg onload=alert(2)><!--</style>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
TEMPLATE = "{0.__class__}{x}%s$\\frac{1}$"
LINK = "[x](javascript:alert(3))<a href=javascript:alert(4)>"
WHO = f"某某市{MARKUP}局"
NAME = 'x"><img src=x onerror=alert(5)>&{y}\u202efdp'
DRAWN = {"svg", "title", "desc", "defs", "style", "g", "path", "use", "clipPath", "rect", "pattern"}
"""The elements that a chart is drawn with."""
LINES = [
    ["201", f"一般公共服务支出{MARKUP}", "10.00", "10.00", ""],
    ["20101", LINK, "10.00", "10.00", ""],
    ["2010101", FORMULA, "10.00", "10.00", ""],
    ["206", TEMPLATE, "5.00", "", "5.00"],
    ["20699", "@SUM(1+1)", "5.00", "", "5.00"],
    ["2069999", "+1+cmd|' /C calc'!A0", "5.00", "", "5.00"],
    ["208", "\u202e" + "一个很长很长的名称" * 60, "0.50", "0.50", ""],
    ["", "合计", "16.00", "10.00", "5.00"],  # a total that fails, so that the attack stands in a finding, too
]


pytestmark = pytest.mark.notebook


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("attack")
    head = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
    said = f"{WHO}2024年预算支出16.00万元，比上年增加6.00万元，主要原因是{MARKUP}{TEMPLATE}{LINK}。"
    table = page("2024年部门支出总表", f"部门：{WHO}", "单位：万元", [head, *LINES])
    pdf = draw(folder / f"{NAME}.pdf", page(f"{WHO}2024年部门预算", said), table)
    pdf.write_bytes(
        pdf.read_bytes().replace(b"/Type /Catalog", b"/Type /Catalog /Lang (<script>alert\\(6\\)</script>)")
    )
    stories = [path for path in report.notebooks() if path.stem[:2] in ("20", "30", "31", "35")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "notebooks", lambda: stories)
        run = CliRunner().invoke(app, ["report", "--out", str(folder / "out"), "--", str(pdf)])
    assert run.exit_code in (0, 1), run.output
    return folder / "out"


def test_every_report_is_written_and_runs_nothing(attacked, browser):
    written = sorted(attacked.rglob("*.html"))
    assert len(written) == 1 + 2 * (4 + 1)  # with the questions to the publisher
    tab = browser.new_page()
    seen = []
    tab.on("request", lambda request: seen.append(request.url))
    tab.on("console", lambda message: seen.append(f"console: {message.text}"))
    tab.on("dialog", lambda dialog: (seen.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    for path in written:
        tab.goto(path.as_uri())
        strange = tab.evaluate(
            "own => [...document.querySelectorAll('*')].filter(e => (e.tagName == 'SCRIPT' && e.textContent != own) || "
            "e.tagName == 'IFRAME' || e.hasAttribute('onerror') || e.hasAttribute('onload') || "
            "e.hasAttribute('style') || "
            "/^javascript:/i.test(e.getAttribute('href') || '') "
            "|| (e.tagName == 'IMG' && e.getAttribute('src') == 'x')).map(e => e.outerHTML.slice(0, 200))",
            str(script()),
        )
        assert strange == [], path
        assert tab.locator("main").count() == 1 and tab.locator("h1").count() == 1
    tab.close()
    assert [entry for entry in seen if not entry.startswith(("file:", "data:"))] == []


def test_the_attack_is_told_as_text(attacked):
    for lang in LANGUAGES:
        html = (attacked / lang / "20-audit.html").read_text(encoding="utf-8")
        assert "&lt;img src=x onerror=alert(1)&gt;" in html and "<img src=x" not in html
        assert "\u202e" not in html, "a turned reading direction would hide what the file is called"
        assert "16.00" in html


def test_addresses_and_quotations_carry_nothing_of_it(attacked):
    html = (attacked / "en/index.html").read_text(encoding="utf-8")
    names = re.findall(r' id="((?:said|chart|table|only)-[^"]*)"', html)
    assert names and all(re.fullmatch(r"[\w-]{1,90}", name) for name in names)
    assert all("<" not in said for said in re.findall(r'class="quotation"[^>]*>(.*?)</p', html))


def test_no_file_to_take_away_runs_anything(attacked):
    found = 0
    for path in attacked.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for content in downloads(html, "text/csv").values():
            for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
                assert not [value for value in row if re.match(r"[=+@\t]|-[^\d]", value)], row
                found += 1
        for content in downloads(html, "image/svg+xml").values():
            for element in ElementTree.fromstring(content).iter():
                assert element.tag.rpartition("}")[2] in DRAWN
                assert not [name for name in element.attrib if name.startswith("on")]
    for path in attacked.rglob("*.csv"):
        for row in csv.reader(path.open(encoding="utf-8", newline="")):
            assert not [value for value in row if re.match(r"[=+@\t]|-[^\d.]", value) and value != "-"], (
                path.name,
                row,
            )
    assert found > 10
