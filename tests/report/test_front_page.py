"""The front page of a disclosure: the news first, short enough for a phone, and the way to the reports behind it."""

import re

import pytest
from test_reports import told

from disclosure.report.build import LANGUAGES

PROSE = """() => {
  const top = document.querySelector("main").getBoundingClientRect().top;
  const end = document.querySelector("#longer").getBoundingClientRect().top;
  const shown = [...document.querySelectorAll("main figure.chart, main figure.table, main .evidence")];
  const tall = shown.filter(part => part.getBoundingClientRect().top < end).map(part => {
    const look = getComputedStyle(part);
    return part.getBoundingClientRect().height + parseFloat(look.marginTop) + parseFloat(look.marginBottom);
  });
  return (end - top - tall.reduce((sum, height) => sum + height, 0)) / innerHeight;
}"""
"""How many windows tall the words of a front page are, without charts, tables and folded evidence."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_begins_with_the_news_and_lists_three_to_five_findings_with_their_reports(reports, language):
    html = (reports / language / "index.html").read_text(encoding="utf-8")
    title = re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]
    assert "94.3%" in title and "2021" in re.search(r'<p class="kicker">(.*?)</p>', html)[1]
    items = re.findall(r"(?s)<li>(.*?)</li>", re.search(r'(?s)<ol class="findings">(.*?)</ol>', html)[1])
    assert 3 <= len(items) <= 5
    for item in items:
        assert re.search(r'<a id="[^"]+" href="#e-[^"]+"', item) and re.search(r'<a href="3\d-[\w-]+\.html"', item)


@pytest.mark.parametrize(("width", "most"), [(1280, 3), (380, 6)])
def test_its_words_are_read_in_a_few_windows(reports, browser, width, most):
    page = browser.new_page(viewport={"width": width, "height": 800})
    for language in LANGUAGES:
        page.goto((reports / language / "index.html").as_uri())
        assert 0.5 < page.evaluate(PROSE) <= most
    page.close()


def test_each_report_leads_to_the_next_and_back(reports):
    """Along the links to the next report one comes to every report of the disclosure, stories before method."""
    pages = {(path.parent.name, path.name): html for path, html in told(reports)}

    def beside(language, name):
        html = pages[language, name]
        return [
            found[1] if (found := re.search(rf'<a rel="{way}" href="([^"]+)"', html)) else ""
            for way in ("prev", "next")
        ]

    for language in LANGUAGES:
        at, seen = "30-year-over-year.html", []
        assert beside(language, at)[0] == ""
        while at:
            seen.append(at)
            after = beside(language, at)[1]
            assert not after or beside(language, after)[0] == at
            at = after
        own = {name for lang, name in pages if lang == language and name not in ("index.html", "questions.html")}
        assert set(seen) == {name for name in own if name[0] != "4"}
        stages = [name[0] for name in seen]
        assert stages == sorted(stages, key="3210".index)


def test_the_contents_of_a_report_lead_to_its_sections_in_every_language(reports):
    pages = {(path.parent.name, path.name): html for path, html in told(reports)}
    listed = 0
    for (_, name), html in pages.items():
        contents = re.search(r'(?s)<nav class="contents".*?</nav>', html)
        links = re.findall(r'href="#([^"]+)"', contents[0]) if contents else []
        body = html[html.index("<main") :]
        heads = [head for head in re.findall(r'<h2 id="([a-z0-9-]+)"', body) if head != "glossary"]
        if name not in ("index.html", "questions.html") and len(heads) >= 3:
            assert links == heads
            english = re.findall(r'<h2 id="([a-z0-9-]+)"', pages["en", name])
            assert heads == [head for head in english if head != "glossary"], "the same address in each language"
            listed += 1
        assert 'href="#content"' in body or name == "questions.html"
    assert listed >= 14
