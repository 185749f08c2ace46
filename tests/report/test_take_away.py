"""What is taken away of a report: addresses that last, words with their source, a chart in another page."""

import io
import re
from collections import Counter
from html import unescape

import pytest
from PIL import Image
from test_reports import told

from disclosure.report.take_away import slug, to_take_away

CHART = (
    '<figure class="chart" id="chart-parts"><p class="finding">A &amp; B</p><p class="measure">yuan</p>'
    "<img src=\"data:image/svg+xml,%3Csvg width='400pt' height='200pt'%3E" + "x" * 400 + '" alt="">'
    "<figcaption>Source</figcaption></figure>"
)


def taken(body):
    return to_take_away(body, "en/index.html", "en", "At a glance", "A Bureau, 2024")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Smart city” comes to 31.8 million yuan, 94.3% of it", "smart-city-comes-to-million-yuan-of-it"),
        ("Smart city comes to 2 yuan", "smart-city-comes-to-yuan"),
        ("其他支出 2024", "其他支出"),
        ("<script>&\u202e\"'", "script"),
        ("2024", "figure"),
        ("字" * 200, "字" * 60),
    ],
)
def test_an_address_is_of_what_is_told_and_not_of_its_figures(text, expected):
    assert slug(text) == expected


def test_a_finding_is_quoted_with_its_source_and_address():
    html = taken('<p class="news" id="said-a">Up <a class="figure" href="#e-1">5 &lt; 6</a>.</p><p>Other</p>')
    assert '<p class="quotation" data-link="#said-a">Up 5 &lt; 6. — A Bureau, 2024</p>' in html
    assert 'href="#said-a"' in html and html.count("<details") == 1


def test_two_findings_of_the_same_words_have_two_addresses():
    html = taken('<p class="news" id="said-a">A 1</p><p class="news" id="said-a">A 2</p>')
    assert re.findall(r'<p class="news" id="([^"]+)"', html) == ["said-a", "said-a-2"]
    assert re.findall(r'data-link="#([^"]+)"', html) == ["said-a", "said-a-2"]


def test_a_chart_is_embedded_as_high_as_it_is():
    html = taken(CHART)
    assert '<span class="only" id="only-chart-parts">' in html
    markup = unescape(re.search(r"<pre[^>]*>(.*?)</pre>", html)[1])
    assert markup.startswith(
        '<iframe src="https://YOUR.SITE/reports/en/index.html#only-chart-parts" title="A &amp; B ('
    )
    assert 'height="530"' in markup


def test_addresses_are_the_same_in_every_language_and_no_two_things_share_one(reports):
    ids = {}
    for path, html in told(reports):
        every = Counter(re.findall(r'<[^>]* id="([^"]+)"', re.sub(r'"data:[^"]*"', '""', html)))
        assert not [name for name, count in every.items() if count > 1], path
        own = [name for name in every if re.match(r"(said|chart|table)-", name)]
        assert ids.setdefault(path.name, own) == own, path
        shown = len(re.findall(r'<figure class="(?:chart|table)"|<p class="(?:answer|news)"', html))
        assert len(own) == shown
    assert {"chart-by-class", "chart-three-public"} <= set(ids["index.html"])
    assert [name for name in ids["index.html"] if name.startswith("said-smart-city")]


def test_a_link_to_a_report_tells_its_answer_where_it_is_shared(reports):
    html = (reports / "en/index.html").read_text(encoding="utf-8")
    assert re.search(r'<meta property="og:title" content="[^"]*94\.3% of [^"]*Smart city', html)
    assert re.search(r'<meta name="description" content="[^"]*44\.36 million yuan for 2021', html)


def test_what_is_folded_is_copied_by_a_button_and_drawn_for_sharing(reports, browser):
    context = browser.new_context(accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((reports / "zh/index.html").as_uri())
    said = page.locator("p.news").first.text_content()
    page.locator("p.news + details summary").first.click()
    page.locator("p.news + details button").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{said}——《秦皇岛市工业和信息化局2021年部门预算信息公开》；由 ")
    with page.expect_download() as download:
        page.locator("#chart-by-class").get_by_role("button", name="PNG").click()
    assert download.value.suggested_filename == "by-class-zh.png"
    picture = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("L")
    assert picture.width > 1400 and picture.getextrema() < (60, 255)
    assert picture.crop((0, 0, 1400, 60)).getextrema()[0] < 60, "the finding stands on it"
    page.locator("#chart-by-class summary").click()
    with page.expect_download() as download:
        page.locator("#chart-by-class").get_by_role("button", name="1200 × 630").click()
    picture = Image.open(io.BytesIO(download.value.path().read_bytes())).convert("L")
    assert picture.size == (1200, 630) and picture.getextrema() < (60, 255)
    assert picture.crop((40, 40, 900, 90)).getextrema()[0] < 60, "the finding stands on it"
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_an_embedded_chart_stands_alone(reports, browser, script):
    context = browser.new_context(java_script_enabled=script, viewport={"width": 700, "height": 600})
    page = context.new_page()
    page.goto((reports / "en/index.html").as_uri() + "#only-chart-by-class")
    assert (
        page.locator("#chart-by-class img:visible").count() == 1
        and page.locator("#chart-by-class .source").is_visible()
    )
    assert page.locator("#chart-by-class a.whole").get_attribute("href") == "#chart-by-class"
    for other in ("h1", "header", "footer", "p.answer", "#chart-three-public", ".glossary"):
        assert not page.locator(other).first.is_visible(), other
    page.goto((reports / "en/index.html").as_uri() + "#chart-by-class")
    assert page.locator("h1").is_visible()
    context.close()
