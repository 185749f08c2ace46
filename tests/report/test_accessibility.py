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
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False} | run
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], len(v["nodes"]), v["nodes"][0]["html"][:200]) for v in found]


WIDTHS = 320, 380, 768, 1280, 1920
FITS = """() => {
  const page = document.documentElement;
  const narrow = [...document.querySelectorAll("figure.chart img")].filter((picture) => picture.checkVisibility()
    && picture.getBoundingClientRect().width < Math.min(280, innerWidth * 0.75));
  const there = [...document.images].every((picture) => picture.naturalWidth);
  return [page.scrollWidth <= page.clientWidth, there, !narrow.length];
}"""
"""Does the page need no scrolling sideways, are all its pictures there, and its charts as wide as the screen allows?"""


LOOKS = """() => {
  const look = (node) => `${node.localName}.${node.className.baseVal ?? node.className}`;
  const told = (node) => [...node.childNodes].some((own) => own.nodeType === Node.TEXT_NODE && own.data.trim());
  const seen = [...document.body.querySelectorAll(":not(svg *)")].filter(told);
  const around = (node) => [node.parentElement.parentElement, node.parentElement, node];
  return seen.filter((node) => node.checkVisibility()).map((node) => around(node).map(look).join(">"));
}"""
"""The elements with words by their class, and the classes of the two that they stand in: what decides their colours."""
OF_LOOKS = ("color-contrast", "target-size", "link-in-text-block")
"""Rules of which the same looks are judged the same; they take most of the time."""


def test_each_report_is_read_at_any_width_in_the_light_in_the_dark_and_on_paper(reports, page):
    """axe-core finds nothing, with a figure's panel open; there is no message and no request.

    Each page is opened once, and looked at as it changes. Contrasts and sizes are measured where words stand in a page
    as in none before it.
    """
    known = set()
    for path in pages(reports):
        page.emulate_media(color_scheme="light", media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path.as_uri())
        loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
        assert loaded < 3000, f"{path}: {loaded:.0f} ms, where a machine at rest takes a tenth of a second"
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(FITS) == [True, True, True], f"{path} at {width} px"
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 690, "height": 1000})  # A4 without its margins
        assert page.evaluate(FITS)[0], f"{path} on paper"
        page.emulate_media(media="screen")
        page.set_viewport_size({"width": 1280, "height": 900})
        page.evaluate("location.hash = document.querySelector('a.figure')?.hash ?? ''")
        new = set(page.evaluate(LOOKS)) - known
        known |= new
        assert violations(page, rules={key: {"enabled": bool(new)} for key in OF_LOOKS}) == [], path
        if new:
            page.emulate_media(color_scheme="dark")
            contrast = {"type": "rule", "values": ["color-contrast"]}
            assert violations(page, runOnly=contrast) == [], f"{path} in the dark"
    assert len(known) > 50
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


def printed(page, path, folder):
    """The sheets that a report is printed on."""
    page.goto(path.as_uri())
    page.pdf(path=folder / "paper.pdf", prefer_css_page_size=True)
    return pdfium.PdfDocument(folder / "paper.pdf")


def bottom(sheet):
    """How far down a sheet its content reaches, as a part of its height; the foot with the number is no content."""
    boxes = (item.get_bounds() for item in sheet.get_objects(max_depth=1))
    foot = 46  # points
    return 1 - min((low for _, low, _, _ in boxes if low > foot), default=842) / 842


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_front_page_is_two_sheets_of_paper(reports, page, lang, tmp_path):
    sheets = printed(page, reports / lang / "index.html", tmp_path)
    words = [sheet.get_textpage().get_text_range() for sheet in sheets]
    assert len(sheets) == 2
    assert all(abs(side - wanted) < 2 for side, wanted in zip(sheets[0].get_size(), (595, 842), strict=True))
    title = page.title().partition(" · ")
    for number, text in enumerate(words, start=1):
        assert title[2] in text and f"{number} / 2" in text and title[0] in text, "publisher and year, title, number"
    assert not re.search("SVG|CSV|PNG", words[0]), "nothing to click on"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_longer_report_on_paper(reports, page, lang, tmp_path):
    """Every chart whole on its page and every question's cells printed, and no page left half empty."""
    sheets = printed(page, reports / lang / "20-audit.html", tmp_path)
    page.emulate_media(media="print")
    room = page.evaluate("Math.max(...[...document.querySelectorAll('figure.chart, figure.sheet, figure.cells')]"
                         ".map(f => f.getBoundingClientRect().height))")  # fmt: skip
    assert room < 265 / 25.4 * 96, "no figure is higher than a page"
    assert 5 < len(sheets) < 60
    words = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
    figures = page.locator("details.case figure.cells figcaption").all_text_contents()
    assert figures and re.sub(r"\W", "", figures[0])[:8] in re.sub(r"\W", "", words), "what is folded is printed"
    assert f"{len(sheets)} / {len(sheets)}" in words
    for number, sheet in enumerate(list(sheets)[:-1], start=1):
        assert bottom(sheet) > 0.6, f"page {number} is half empty"
