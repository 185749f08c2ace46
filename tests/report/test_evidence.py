"""Every key figure is one click from its source: the part of its page with the cell marked, the page, and back."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Error
from test_reports import told

from disclosure.analysis.document import open_clean
from disclosure.report.evidence import Place, together, window

ROOT = Path(__file__).parents[2]


@pytest.fixture
def phone(browser):
    page = browser.new_page(viewport={"width": 380, "height": 800}, has_touch=True)
    yield page
    page.close()


def test_every_figure_leads_to_its_place_and_back(reports):
    linked = 0
    for page, html in told(reports):
        ids = re.findall(r' id="([^"]+)"', html)
        assert len(ids) == len(set(ids)), f"{page}: an id twice"
        wanted = re.findall(r'<(?:a|use)[^>]* href="#([^"]+)"', html)
        assert set(wanted) <= set(ids), page
        linked += html.count('class="figure"')
    assert linked > 200


def test_a_followed_figure_shows_its_cell_then_its_page_then_the_sentence(reports, phone):
    phone.goto((reports / "zh/20-audit.html").as_uri())
    for name in ("30-year-over-year", "index"):
        phone.goto((reports / f"zh/{name}.html").as_uri())
        figure = phone.locator("p.answer a.figure").first
        figure.focus()
        phone.keyboard.press("Enter")  # by keyboard
        target = figure.get_attribute("href")[1:]
        crop, marked = phone.locator(f"[id='{target}']"), phone.locator(f"[id='{target}'] rect")
        assert crop.is_visible() and figure.is_visible()
        box = marked.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 380 and 0 <= box["y"] <= 800, "the marked cell is in view"
        assert box["height"] >= 9, "its figures are large enough to read on a phone"
        phone.keyboard.press("Tab")
        assert phone.evaluate("document.activeElement.className") == "close"
        crop.locator("a[href^='#m-']").click()
        whole = phone.locator(f"[id='m-{target[2:]}'] rect").bounding_box()
        assert 0 <= whole["x"] <= 380 and 0 <= whole["y"] <= 800 and not crop.is_visible()
        phone.go_back()
        crop.locator("a.back").first.click()
        back = figure.bounding_box()
        assert 0 <= back["y"] <= 800 and not crop.is_visible()


def test_a_panel_closes_on_escape_and_by_its_button_and_leaves_the_reader_where_she_was(reports, browser):
    page = browser.new_page()
    page.goto((reports / "zh/30-year-over-year.html").as_uri())
    cited = page.locator("a.figure").evaluate_all("links => links.map(a => a.hash)")
    twice = next(name for name in cited if cited.count(name) > 1)
    again = page.locator(f"a.figure[href='{twice}']").nth(1)
    panel = page.locator(f"[id='{twice[1:]}']")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: panel.locator("a.close").click()):
        again.click()
        assert panel.is_visible()
        leave()
        assert not panel.is_visible() and again.evaluate("link => link === document.activeElement")
    page.close()


def test_the_policy_lets_in_the_script_of_the_page_and_no_other(reports, browser):
    page = browser.new_page()
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto((reports / "index.html").as_uri())
    assert page.evaluate("typeof closePanels") == "function" and refused == []
    with pytest.raises(Error):
        page.add_script_tag(content="window.strange = 1")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<b onclick=\"window.strange = 1\">x</b>')")
    page.evaluate("document.body.lastElementChild.click()")
    assert page.evaluate("window.strange") is None and len(refused) == 2
    page.close()


def test_each_question_of_the_audit_opens_the_cells_it_rests_on(reports, phone):
    phone.goto((reports / "en/20-audit.html").as_uri())
    questions = phone.locator("details.case")
    flags = open_clean(ROOT / "data/clean/471-2021").questions
    assert questions.count() >= len(flags) > 10
    for number in range(questions.count()):
        one = questions.nth(number)
        one.locator("summary").click()
        assert one.locator("figure.cells rect").count() > 0
        assert one.locator("figure.cells svg").first.bounding_box()["width"] > 250


def test_a_crop_shows_its_places_within_the_page():
    corner = Place("a", 1, 580, 2, 594, 12)
    x0, top, x1, bottom = window([corner], 595, 842)
    assert 0 <= x0 <= 580 and x1 <= 595 and 0 <= top <= 2 and bottom >= 12
    far = Place("b", 1, 10, 800, 40, 812)
    assert together([far, corner, Place("c", 2, 10, 10, 20, 20), Place("d", 1, 500, 30, 540, 40)]) == [
        [corner, Place("d", 1, 500, 30, 540, 40)],
        [far],
        [Place("c", 2, 10, 10, 20, 20)],
    ]
    same = [Place(name, 1, 10, 10, 20, 20) for name in "abcdefgh"]
    assert together(reversed(same)) == together(same) == [same], "where places lie alike, their names tell the order"


def test_an_analyst_sees_a_fact_as_the_part_of_its_page(monkeypatch):
    from disclosure.report import show

    shown = []
    monkeypatch.setattr(show, "_publish", lambda lang, html, plain, report="": shown.append((lang, html)))
    monkeypatch.setattr(show, "_languages", ["en"])
    document = open_clean(ROOT / "data/clean/471-2021")
    figure = document.fact("general_budget_by_function", "project", item="合计")
    show.show_fact(document, figure)
    ((lang, html),) = shown
    assert lang == "en" and html.count("<rect") == 1 and "data:image/webp" in html
    assert "3396.95 万元" in html and f"#e-{figure.place.name}" in html
    show._cited.clear()
