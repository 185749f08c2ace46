"""The reports as files: each stands alone, is light, says where it comes from, and gives its charts and data away."""

import base64
import csv
import hashlib
import io
import itertools
import json
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from openpyxl import load_workbook

from disclosure.model.errors import InputError
from disclosure.report import build as report
from disclosure.report.build import LANGUAGES, write_collection
from disclosure.report.export import export
from disclosure.report.imprint import citation, imprint, package_zip, run_date
from disclosure.report.page import script

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "data/clean/471-2021"
EXAMPLE = sorted(path for path in (ROOT / "data/example/clean").iterdir() if path.is_dir())
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
        outside = [
            a for a in addresses if not a.startswith(("data:", "#")) and not re.fullmatch(r"[\w./-]+\.(html|zip)", a)
        ]
        assert outside == [], page
        assert "&lt;a href" not in html, f"{page}: a link as text"
        assert re.findall(r"(?s)<script.*?</script>", html) == [f"<script>{script()}</script>"]
        assert not re.search(r"<[^>]* (style|on\w+)=", re.sub(r'"data:[^"]*"', "", html))
        policy = unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1])
        styles = "#" if page.parent == reports else "# #"  # with one of its own for the head of its printed pages
        assert re.sub(r"'sha256-[\w+/=]{44}'", "#", policy).replace("'none'", "-") == (
            f"default-src -; img-src data:; style-src {styles}; script-src #; base-uri -; form-action -"
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


def test_a_chart_is_given_away_as_svg_and_csv(reports):
    found = 0
    for page, html in told(reports):
        charts = html.count('<figure class="chart"')
        svg, data = (downloads(html, kind) for kind in ("image/svg+xml", "text/csv"))
        assert len(svg) == len(data) == charts, page
        for content in svg.values():
            assert content.startswith(b"<svg") and b"<title>" in content and b"<script" not in content
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
    said = "A Bureau: Departmental final accounts 2024, PDF sha256 ab12; read by budget-disclosure 9.9, 2025-01-02."
    assert citation(source, "en") == said


def test_a_citation_has_the_day_and_the_address_of_publication_where_they_are_known(tmp_path):
    pdf, sources = tmp_path / "471-2021.pdf", tmp_path / "sources.yml"
    sha256 = json.loads((EXAMPLE[0] / "datapackage.json").read_text(encoding="utf-8"))["sources"][0]["sha256"]
    sources.write_text(f"- {{sha256: {'0' * 64}, url: 'https://wrong.example'}}\n", encoding="utf-8")
    assert imprint(EXAMPLE[0], pdf=pdf)["address"] == "", "of another file"
    source = imprint(EXAMPLE[0], pdf=pdf) | {"published": "2023-02-10", "address": "https://a.example/1.pdf"}
    assert "2023, published 2023-02-10, https://a.example/1.pdf, PDF sha256 " + sha256 in citation(source, "en")
    assert "2023-02-10公布" in citation(source, "zh")


def test_sources_beside_a_pdf_tell_when_and_where_it_was_published(tmp_path):
    clean = tmp_path / "mine"
    shutil.copytree(EXAMPLE[0], clean)
    package = json.loads((clean / "datapackage.json").read_text(encoding="utf-8"))
    package["sources"][0]["sha256"] = "f" * 64  # a file that the project does not know
    (clean / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    told = f"- {{sha256: {'f' * 64}, date_published: 2023-02-10, url: 'https://a.example/1.pdf'}}\n"
    (tmp_path / "sources.yml").write_text(told, encoding="utf-8")
    found = imprint(clean, pdf=tmp_path / "mine.pdf")
    assert (found["published"], found["address"]) == ("2023-02-10", "https://a.example/1.pdf")
    (tmp_path / "sources.yml").write_text("sha256: no list\n", encoding="utf-8")
    with pytest.raises(InputError, match="no list of sources"):
        imprint(clean, pdf=tmp_path / "mine.pdf")


def test_the_index_leads_to_every_report_and_to_the_package(reports):
    html = (reports / "index.html").read_text(encoding="utf-8")
    leads = set(re.findall(r'href="((?:zh|en)/[\w-]+\.html)"', html))
    assert leads == {str(path.relative_to(reports)) for path in pages(reports)[1:]}
    places = [html.index(f'href="en/{name}.html"') for name in ("index", "questions", "30-year-over-year", "00-index")]
    assert places == sorted(places), "what a journalist opens stands before how it was made"
    package = (reports / re.search(r'download href="([^"]+\.zip)"', html)[1]).read_bytes()
    front = (reports / "en/index.html").read_text(encoding="utf-8")
    assert 'download href="../471-2021.zip"' in front, "and so does the front page"
    pdf = ROOT / "data/raw/471-2021.pdf"
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        names = {name.removeprefix("471-2021/") for name in inside.namelist()}
        data = {path.name for path in CLEAN.iterdir() if path.suffix in (".csv", ".json")}
        assert names == data | {"471-2021.pdf", "471-2021.xlsx", "README.en.txt", "README.zh.txt"}
        assert inside.read("471-2021/facts.csv") == (CLEAN / "facts.csv").read_bytes()
        assert inside.read("471-2021/471-2021.pdf") == pdf.read_bytes()
        tables = load_workbook(io.BytesIO(inside.read("471-2021/471-2021.xlsx")), read_only=True).sheetnames
        assert {"facts", "projects", "general_budget_by_function", "columns"} <= set(tables)
        told = inside.read("471-2021/README.en.txt").decode("utf-8")
        sha256 = hashlib.sha256(pdf.read_bytes()).hexdigest()
        assert f"sha256: {sha256}\n" in told and "Published: 2021\n" in told and "Address: not known\n" in told
        assert all(re.search(rf"^{re.escape(name)}: ", told, re.M) for name in ("471-2021.xlsx", "facts.csv"))


def test_a_package_without_its_pdf_says_so_and_is_the_same_for_the_same_data():
    source = imprint(EXAMPLE[0])
    package = package_zip(EXAMPLE[0], source)
    with zipfile.ZipFile(io.BytesIO(package)) as inside:
        assert not [name for name in inside.namelist() if name.endswith(".pdf")]
        name = EXAMPLE[0].name
        assert "The PDF was not at hand" in inside.read(f"{name}/README.en.txt").decode("utf-8")
    assert package == package_zip(EXAMPLE[0], source)


def test_an_index_over_several_disclosures_is_a_table_that_leads_to_the_front_page_of_each(executed, tmp_path):
    drafts = [executed(ROOT / "notebooks/35-overview.ipynb")]
    page = write_collection(tmp_path, [(drafts, CLEAN), ([], EXAMPLE[0])], drafts)
    rows = re.findall(r"<tr>.*?</tr>", page.read_text(encoding="utf-8"), re.S)[1:]
    assert 'href="471-2021/zh/index.html"' in rows[0] and 'href="471-2021/en/index.html"' in rows[0]
    assert f'href="{EXAMPLE[0].name}/index.html"' in rows[1], "without a front page, to its landing page"
    assert ">4,436.20<" in rows[0] and 'data-value="4436.2' in rows[0] and ">+253.3%<" in rows[0]
    assert "Smart city" in rows[0] and "智慧城市" in rows[0]


def test_an_index_over_300_disclosures_is_light(executed, tmp_path):
    drafts = [executed(ROOT / "notebooks/35-overview.ipynb")]
    known = report._in_short(CLEAN)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(report, "_in_short", lambda clean: known)
        page = write_collection(tmp_path, [(drafts, CLEAN)] * 300)
    assert page.stat().st_size < 1_000_000


def test_the_data_of_a_chart_says_its_units(reports):
    """In the names of its columns: a number that is no count, code, page or year is money or a per cent."""
    counts = {"n", "page", "level", "year", "year_before", "month", "quantity", "items", "holds", "rounding", "fails"}
    counts |= {"not_applicable", "code", "economic_code", "function_code", "facts"}
    for path, html in told(reports):
        for name, content in downloads(html, "text/csv").items():
            for column, *values in zip(*csv.reader(io.StringIO(content.decode("utf-8-sig"))), strict=True):
                there = [value for value in values if value]
                assert there, f"{path.name} {name}: {column} is empty"
                if all(re.fullmatch(r"-?\d+(\.\d+)?", value) for value in there) and not column.endswith("_raw"):
                    assert column in counts or column.endswith(("_yuan", "_percent")), f"{path.name} {name}: {column}"
    shares = downloads((reports / "en/index.html").read_text(encoding="utf-8"), "text/csv")["by-class-en.csv"]
    first = next(csv.DictReader(io.StringIO(shares.decode("utf-8-sig"))))
    assert (first["amount_yuan"], first["share_percent"]) == ("30000000.00", "67.63")


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
    """Each report of one language has the charts, tables and sections of the other; each explains its own words."""
    for path in sorted((reports / lang).glob("*.html")):
        counts = []
        for other in LANGUAGES:
            html = (reports / other / path.name).read_text(encoding="utf-8").replace('<h2 id="glossary">', "")
            counts.append([html.count(mark) for mark in ("<figure", "<table", "<h2")])
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
