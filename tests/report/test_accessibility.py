"""The reports for everyone: WCAG 2.2 AA as axe-core measures it, any screen, the keyboard, the dark, and paper."""

import re

import pypdfium2 as pdfium
import pytest
from axe_playwright_python.sync_playwright import Axe
from test_reports import pages

from disclosure.report.build import LANGUAGES

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.seen = []
    page.on("request", lambda request: page.seen.append(request.url))
    page.on("console", lambda message: page.seen.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: page.seen.append(f"error: {error}"))
    yield page
    page.close()


def violations(page, **run):
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]} | run  # passes are many
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found]


@pytest.mark.parametrize("lang", ["index", *LANGUAGES])
def test_axe_finds_nothing(reports, page, lang):
    """In the light, with a figure's panel open; every contrast again in the dark, where languages look alike."""
    for path in (p for p in pages(reports) if p.parent.name == lang or p.stem == lang):
        page.emulate_media(color_scheme="light")
        page.goto(path.as_uri())
        if link := page.locator("a.figure").first.get_attribute("href") if page.locator("a.figure").count() else "":
            page.goto(path.as_uri() + link)
        assert violations(page) == [], path
        if lang == "zh":
            continue
        page.emulate_media(color_scheme="dark")
        assert violations(page, runOnly={"type": "rule", "values": ["color-contrast"]}) == [], f"{path} in the dark"


@pytest.mark.parametrize("lang", ["index", *LANGUAGES])
def test_it_is_read_at_once_and_at_any_width(reports, page, lang):
    for path in (p for p in pages(reports) if p.parent.name == lang or p.stem == lang):
        page.goto(path.as_uri())
        loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        assert loaded < 3000, f"{path}: {loaded:.0f} ms, where a machine at rest takes a tenth of a second"
        for width in (320, 768, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
            assert size[0] <= size[1], f"{path.name} scrolls sideways at {width} px"
            broken = page.evaluate("[...document.images].filter(i => !i.naturalWidth).length")
            assert broken == 0, path
            small = page.evaluate(
                "[...document.querySelectorAll('figure.chart img')].filter(i => i.checkVisibility() && "
                "i.getBoundingClientRect().width < Math.min(300, innerWidth * .75)).length"
            )
            assert small == 0, f"{path}: a chart too small to read at {width} px"
    assert [entry for entry in page.seen if not entry.startswith(("file:", "data:"))] == []


def test_the_keyboard_reaches_everything_and_is_seen(reports, page):
    page.goto((reports / "en/30-year-over-year.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator("a.skip").bounding_box()["x"] >= 0, "the link to the content shows itself"
    stops = page.locator("a:visible, summary:visible, .scroll:visible").count()
    seen = 1
    for _ in range(stops + 5):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(e => e === document.body ? '' : getComputedStyle(e).outlineStyle)(document.activeElement)"
        )
        if not style:
            break
        assert style == "solid", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        seen += 1
    assert seen >= stops - 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_paper(reports, page, lang, tmp_path):
    """A4, with every chart whole on its page and every question's cells printed."""
    page.goto((reports / lang / "20-audit.html").as_uri())
    page.emulate_media(media="print")
    room = page.evaluate("Math.max(...[...document.querySelectorAll('figure.chart, figure.sheet, figure.cells')]"
                         ".map(f => f.getBoundingClientRect().height))")  # fmt: skip
    assert room < 265 / 25.4 * 96, "no figure is higher than a page"
    paper = page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    document = pdfium.PdfDocument(paper)
    assert 5 < len(document) < 60
    assert all(abs(side - wanted) < 2 for side, wanted in zip(document[0].get_size(), (595, 842), strict=True))
    words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    figures = page.locator("details.case figure.cells figcaption").all_text_contents()
    assert figures and re.sub(r"\W", "", figures[0])[:8] in re.sub(r"\W", "", words), "what is folded is printed"
