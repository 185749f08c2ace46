"""Every key figure is one click from its source: the part of its page with the cell marked, the page, and back."""

import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from playwright.sync_api import Error
from test_reports import told

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.document import open_clean
from disclosure.report.evidence import Place, strips, together, window
from disclosure.report.execute import own_documents
from disclosure.store.reader import read_table

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


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LARGE = (("billion", 10**9), ("million", 10**6), ("thousand", 1000), ("亿", 10**8), ("万", 10**4))
SAME = re.compile("相同|持平|一致|未安排|没有")
"""How prose says that nothing changed, without a number."""


def squeezed(text):
    return re.sub(r"\s", "", text)


def numbers(text):
    return [Decimal(number.replace(",", "")) for number in NUMBER.findall(squeezed(text))]


def holds(printed, said, chinese):
    """Does the text of a box print the figure that a report says, whatever the units, as far as it is said?"""
    value = numbers(said)[0]
    unit = next((factor for word, factor in LARGE if word in said), 10_000 if chinese else 1)
    half = Decimal(unit).scaleb(value.as_tuple().exponent) / 2
    there = numbers(printed)
    if not value and (not there or SAME.search(printed)):
        return True
    return any(abs(n * factor - value * unit) <= half for n in there for factor in (1, 1000, 10**4, 10**8))


class Crops:
    """The panels of a report, with the text of the PDF itself in the box and in all that is shown."""

    def __init__(self, html, documents):
        self.documents, self.open, self.sheets = documents, {}, {}
        html = re.sub('"data:[^"]*"', '""', html)
        self.markup = dict(re.findall(r'(?s)<figure class="crop" id="e-([^"]+)"(.*?)</figure>', html))

    def text(self, key, page, x, y, width, height):
        if (key, page) not in self.sheets:
            path = self.documents[int(key[1:]) - 1 if key else 0].pdf
            if path not in self.open:
                self.open[path] = pdfium.PdfDocument(path)
            sheet = self.open[path][int(page) - 1]
            self.sheets[key, page] = sheet.get_textpage(), sheet.get_height()
        words, tall = self.sheets[key, page]
        return words.get_text_bounded(x, tall - y - height, x + width, tall - y)

    def of(self, name):
        """Key of the document, text in the box, and text in the crop."""
        markup = self.markup[name]
        key, page = re.search(r'href="#page-(\w*)-(\d+)"', markup).groups()
        (box,) = re.findall(r'<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', markup)
        pieces = re.findall(r'viewBox="([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"', markup)
        shown = "".join(self.text(key, page, *map(float, piece)) for piece in pieces[len(pieces) > 1 :])
        return key, self.text(key, page, *map(float, box)), shown


def test_the_box_of_each_link_holds_the_figure_that_was_clicked_and_its_crop_says_of_what(reports):
    """Every linked figure of every report, of the disclosure and of the made-up ones, against the PDF's own text."""
    checked, wrong, named, nameless = 0, [], 0, []
    lines = {}
    for path, html in told(reports):
        source = ROOT / "notebooks" / ("35-overview.ipynb" if path.stem == "index" else f"{path.stem}.ipynb")
        cited = re.findall(r'<a class="figure" id="[^"]*" href="#e-([^"]+)">(.*?)</a>', html)
        documents = [CleanData(folder) for folder in own_documents(source)] if cited else []
        crops = Crops(html, documents)
        known = {name: crops.of(name) for name, _ in cited}
        for name, said in cited:
            key, printed, shown = known[name]
            checked += 1
            if not holds(printed, unescape(re.sub("<[^>]*>", "", said)), path.parent.name == "zh"):
                wrong.append((path.name, name, said, printed))
            document = documents[int(key[1:]) - 1 if key else 0]
            if document.folder not in lines:
                lines[document.folder] = {row["fact_id"]: row for row in read_table(document.folder / "facts.csv")}
            if row := lines[document.folder].get(name.removeprefix(f"{key}-")):
                label = row["function_name"] or row["economic_name"] or row["item"]
                named += squeezed(label)[-4:] in squeezed(shown)
                nameless.append((path.name, name, label))
    assert wrong == []
    assert checked > 500 and named >= 0.97 * len(nameless) > 200


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
    near, away = (Place("c", 1, x, 100, x + 40, 110, head=(60, 98, 160, 112)) for x in (200, 500))
    (one,) = strips([near], 595, 842)
    assert one[0] <= 60 and one[2] >= 240, "the name of the line and the cell in one piece"
    names, cell = strips([away], 595, 842)
    assert names[0] <= 60 and names[2] >= 160 and cell[0] <= 500 and cell[2] >= 540 and names[2] <= cell[0]
    assert names[1::2] == cell[1::2], "two pieces of one height"
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
    assert "3396.95万元" in html and f"#e-{figure.place.name}" in html
    show._cited.clear()
