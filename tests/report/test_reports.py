"""The reports as files: each stands alone, is light, says where it comes from, and gives its charts and data away."""

import base64
import csv
import io
import itertools
import json
import re
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from PIL import Image

from disclosure.model.errors import InputError
from disclosure.report import build as report
from disclosure.report.build import LANGUAGES, export, write_collection
from disclosure.report.imprint import citation, package_zip, run_date
from disclosure.report.page import script

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "data/clean/471-2021"
EVIDENCE = 130_000  # bytes of page pictures in a report, taking all reports of both languages together


def pages(reports):
    return [reports / "index.html", *(p for lang in LANGUAGES for p in sorted((reports / lang).glob("*.html")))]


def told(reports):
    """Each report with its markup."""
    return [(path, path.read_text(encoding="utf-8")) for path in pages(reports)[1:]]


def downloads(html, kind):
    """The files that a report offers, by name."""
    links = re.findall(r'<a download="([^"]+)" href="data:([^";,]+)(;base64)?,([^"]*)"', html)
    return {name: base64.b64decode(text) if encoded else unquote(unescape(text)).encode()
            for name, found, encoded, text in links if found == kind}  # fmt: skip


def test_a_report_stands_alone(reports):
    for page in pages(reports):
        html = page.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:src|srcset|href|action)="([^"]*)"', html)
        outside = [a for a in addresses if not a.startswith(("data:", "#")) and not re.fullmatch(r"[\w./-]+\.html", a)]
        assert outside == [], page
        assert "&lt;a href" not in html, f"{page}: a link as text"
        assert re.findall(r"(?s)<script.*?</script>", html) == [f"<script>{script()}</script>"]
        assert not re.search(r"<[^>]* (style|on\w+)=", re.sub(r'"data:[^"]*"', "", html))
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1])
        assert re.sub(r"'sha256-[\w+/=]{44}'", "#", policy).replace("'none'", "-") == (
            "default-src -; img-src data:; style-src #; script-src #; base-uri -; form-action -"
        )


def test_a_report_is_light_and_holds_each_page_once(reports):
    evidence, count = 0, 0
    for page, html in told(reports):
        pictures = re.findall(r'<image [^>]*href="(data:image/webp[^"]*)"', html)
        assert len(pictures) == len(set(pictures)), f"{page}: a page picture twice"
        assert len(html.encode("utf-8")) - sum(map(len, pictures)) < 1_000_000, page
        if page.stem == "questions":  # each beside its cell
            assert sum(map(len, pictures)) < 2 * EVIDENCE, page
        else:
            evidence, count = evidence + sum(map(len, pictures)), count + 1
    assert evidence < EVIDENCE * count


def test_language_headings_and_alt_text(reports):
    for page, html in told(reports):
        assert f'<html lang="{"zh-CN" if page.parent.name == "zh" else "en"}"' in html
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", html)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), f"{page}: a level is skipped"
        for image in re.findall(r"<img [^>]*>", html):
            assert re.search(r'alt="[^"]{20,}"', image), f"{page}: a picture without alt text"
        assert 'class="answer"' in html or page.stem == "questions"


def test_a_chart_is_given_away_as_svg_png_and_csv(reports):
    found = 0
    for page, html in told(reports):
        charts = html.count('<figure class="chart">')
        svg, png, data = (downloads(html, kind) for kind in ("image/svg+xml", "image/png", "text/csv"))
        assert len(svg) == len(png) == charts and len(data) == charts, page
        for content in svg.values():
            assert content.startswith(b"<svg") and b"<title>" in content and b"<script" not in content
        for content in png.values():
            assert Image.open(io.BytesIO(content)).width > 1000
        for content in data.values():
            assert content.startswith(b"\xef\xbb\xbf"), "a spreadsheet needs the byte order mark"
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
            assert len(rows) > 1 and len(rows[0]) > 1
            assert not [v for row in rows for v in row if re.match(r"[=+@\t]|-[^\d]", v)], "a formula"
        found += charts
    assert found >= 20


def test_a_report_says_what_it_was_made_of_and_when(reports, monkeypatch):
    source = json.loads((CLEAN / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]
    words = {
        "zh": ("按公布的文本重新排版", "秦皇岛市工业和信息化局"),
        "en": ("typeset anew from the published text", "Qinhuangdao"),
    }
    for page, html in told(reports):
        about = html[html.index('<footer id="about"') :]
        if page.stem.startswith("4"):  # of several documents, those of the made-up department
            assert "示例市虚构文化局" in about
        else:
            assert source["sha256"] in about and all(word in about for word in words[page.parent.name])
        assert re.search(r'<time datetime="\d{4}-\d\d-\d\d">', about)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert run_date() == "1970-01-02"


def test_a_citation_names_who_what_year_hash_version_and_date():
    source = {"publisher": {"en": "A Bureau"}, "title": {"en": ""}, "year": "2024", "phase": "executed",
              "sha256": "ab12", "version": "9.9", "date": "2025-01-02"}  # fmt: skip
    said = (
        "A Bureau: Departmental final accounts 2024, 2024, PDF sha256 ab12; read by budget-disclosure 9.9, 2025-01-02."
    )
    assert citation(source, "en") == said


def test_the_index_leads_to_every_report_and_holds_the_clean_data(reports):
    html = (reports / "index.html").read_text(encoding="utf-8")
    leads = set(re.findall(r'href="((?:zh|en)/[\w-]+\.html)"', html))
    assert leads == {str(path.relative_to(reports)) for path in pages(reports)[1:]}
    package = downloads(html.replace('class="button" ', ""), "application/zip")["471-2021.zip"]
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        names = {name.removeprefix("471-2021/") for name in inside.namelist()}
        assert names == {path.name for path in CLEAN.iterdir() if path.suffix in (".csv", ".json")}
        assert inside.read("471-2021/facts.csv") == (CLEAN / "facts.csv").read_bytes()
    assert package == package_zip(CLEAN), "the same data, the same bytes"


def test_an_index_over_several_disclosures_leads_to_the_page_of_each(executed, tmp_path):
    drafts = [executed(ROOT / "notebooks/20-audit.ipynb")]
    page = write_collection(tmp_path, [(drafts, CLEAN), (drafts, CLEAN)], drafts)
    html = page.read_text(encoding="utf-8")
    assert html.count('href="471-2021/index.html"') == 2
    assert 'href="471-2021/zh/20-audit.html"' in html and 'href="en/20-audit.html"' in html


def test_the_same_notebook_gives_the_same_bytes(executed, tmp_path):
    draft = executed(ROOT / "notebooks/20-audit.ipynb")
    first, again = (export(draft, "en", tmp_path / name).read_bytes() for name in "ab")
    assert first == again


def test_the_chart_of_the_readme_is_the_one_the_notebook_draws(reports):
    html = (reports / "en/30-year-over-year.html").read_text(encoding="utf-8")
    drawn = downloads(html, "image/svg+xml")
    assert (ROOT / "docs/growth-by-undertaking.svg").read_bytes() in drawn.values()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_both_editions_tell_the_same(reports, lang):
    """Each report of one language has the charts and tables of the other."""
    for path in sorted((reports / lang).glob("*.html")):
        counts = [
            [
                (reports / other / path.name).read_text(encoding="utf-8").count(mark)
                for mark in ("<figure", "<table", "<h2")
            ]
            for other in LANGUAGES
        ]
        assert counts[0] == counts[1], path.name


@pytest.mark.notebook
def test_a_notebook_that_stops_costs_its_own_report_and_no_other(tmp_path, monkeypatch):
    cells = {"50-good": 'helpers.say("Good")', "51-bad": "1 / 0"}
    for name, code in cells.items():
        book = nbformat.v4.new_notebook(metadata={"disclosure": {"any_document": ["yes"]}})
        book.cells = [
            nbformat.v4.new_markdown_cell("# 题 / Title"),
            nbformat.v4.new_code_cell(f"import helpers\n{code}"),
        ]
        nbformat.write(book, tmp_path / f"{name}.ipynb")
    monkeypatch.setattr(report, "notebooks", lambda: sorted(tmp_path.glob("*.ipynb")))
    pdf = ROOT / "data/raw/471-2021.pdf"
    with pytest.raises(InputError, match=r"no report 51-bad \(ZeroDivisionError.*the others are written"):
        report.build(pdf, CLEAN, tmp_path / "reports")
    assert sorted(path.name for path in (tmp_path / "reports").rglob("*.html")) == [
        "50-good.html", "50-good.html", "index.html", "questions.html", "questions.html"
    ]  # fmt: skip
