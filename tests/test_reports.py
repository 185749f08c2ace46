"""The reports as a reader opens them: one file, offline, in both languages, with figures that lead to their place."""

import base64
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest

from disclosure.report import LANGUAGES, export, write_index

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(scope="session")
def reports(executed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    drafts = [executed(path) for path in NOTEBOOKS]
    for path in drafts:
        for lang in LANGUAGES:
            export(path, lang, folder)
    write_index(drafts, folder, ROOT / "data/clean/471-2021")
    return folder


def pages(reports):
    return [reports / "index.html", *(p for lang in LANGUAGES for p in sorted((reports / lang).glob("*.html")))]


def test_a_report_stands_alone(reports):
    for page in pages(reports):
        html = page.read_text(encoding="utf-8")
        addresses = re.findall(r'(?:src|href|action)="([^"]*)"', html)
        outside = [a for a in addresses if not a.startswith(("data:", "#")) and not re.fullmatch(r"[\w./-]+\.html", a)]
        assert outside == [], page
        assert "<script" not in html and 'style="' not in html
        assert "Content-Security-Policy" in html and "default-src 'none'" in unescape(html)
        own = re.sub(r"<image [^>]*>", "", html)  # page pictures are the evidence, not the report
        assert len(own.encode("utf-8")) < 1_500_000


def test_language_headings_and_alt_text(reports):
    for page in pages(reports)[1:]:
        html = page.read_text(encoding="utf-8")
        assert f'<html lang="{"zh-CN" if page.parent.name == "zh" else "en"}"' in html
        assert html.count("<h1") == 1
        for image in re.findall(r"<img [^>]*>", html):
            assert re.search(r'alt="[^"]{20,}"', image), f"{page}: a picture without alt text"
        assert 'class="answer"' in html


def test_every_figure_leads_to_its_place_in_the_same_file(reports):
    linked = 0
    for page in pages(reports)[1:]:
        html = page.read_text(encoding="utf-8")
        places = set(re.findall(r'<g id="(e-[^"]+)"', html))
        wanted = set(re.findall(r'<a class="figure" href="#([^"]+)"', html))
        assert wanted <= places, page
        linked += len(wanted)
    assert linked > 100


def test_chart_data_opens_right_in_a_spreadsheet(reports):
    found = 0
    for page in pages(reports)[1:]:
        for content in re.findall(r'href="data:text/csv;base64,([^"]+)"', page.read_text(encoding="utf-8")):
            data = base64.b64decode(content)
            assert data.startswith(b"\xef\xbb\xbf")
            assert not re.search(rb"(^|,)[=+@]", data)
            found += 1
    assert found >= 10


@pytest.mark.parametrize("width", [320, 768, 1920])
def test_in_a_browser_at_three_widths(reports, browser, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    seen = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(f"console: {message.text}"))
    for path in pages(reports):
        page.goto(path.as_uri())
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert size[0] <= size[1], f"{path.name} scrolls sideways at {width} px"
        broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).length")
        assert broken == 0, path
    strange = [entry for entry in seen if not entry.startswith(("file:", "data:"))]
    assert strange == []
    page.close()


def test_a_figure_is_one_click_from_its_place(reports, browser):
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto((reports / "zh/30-year-over-year.html").as_uri())
    figure = page.locator("p.answer a.figure").first
    target = figure.get_attribute("href")
    figure.click()
    box = page.locator(f"[id='{target[1:]}'] rect").bounding_box()
    assert -1 <= box["y"] <= 800, "the marked cell is in view"
    with page.expect_download() as download:
        page.locator("figure.chart a[download$='.csv']").first.click()
    assert "label_zh" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.close()


def test_text_from_a_pdf_cannot_become_markup(capsys):
    import helpers

    published = []
    hostile = '<img src=x onerror="alert(1)">=cmd|'
    original, helpers._publish = helpers._publish, lambda lang, html, plain: published.append(html)
    try:
        import pandas as pd

        helpers.use_languages("zh", "en")
        helpers.say("{x}", "{x}", x=hostile)
        text = helpers.Text(hostile, hostile)
        frame = pd.DataFrame({"a": [hostile]})
        helpers.show_table(frame, {"a": text}, title=text, source=text, translate=["a"])
    finally:
        helpers._publish = original
    assert published and all("<img" not in html for html in published)


def test_the_chart_of_the_readme_is_the_one_the_notebook_draws(executed):
    draft = executed(ROOT / "notebooks/30-year-over-year.ipynb")
    book = json.loads(draft.read_text(encoding="utf-8"))
    html = "".join(
        "".join(o["data"].get("text/html", "")) for c in book["cells"] for o in c.get("outputs", []) if "data" in o
    )
    drawn = re.search(r'download="growth-by-project-en.svg" href="data:image/svg\+xml,([^"]+)"', html)
    assert unquote(drawn[1]) == (ROOT / "docs/growth-by-project.svg").read_text(encoding="utf-8")
