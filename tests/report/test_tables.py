"""Tables: sorted by a click or a key, by value; long ones filtered; and no column hidden without a word."""

import re
from decimal import Decimal

import pandas as pd
import pytest
from markupsafe import Markup

from disclosure.analysis.figure import Figure
from disclosure.report import show
from disclosure.report.page import environment
from disclosure.words.messages import translate

LINES = {f"line {k:02}": amount for k, amount in enumerate(
    ["9.50", "1204.77", "-3.10", "0", "1204.7699", "88", "20.05", "7", "6", "5", "4", "3", "2"]
)}  # fmt: skip


@pytest.fixture
def table(browser, tmp_path, monkeypatch):
    """A page with a table of thirteen lines and their total, as a report shows it in Chinese."""
    shown = []
    monkeypatch.setattr(show, "_publish", lambda lang, html, plain, report="": shown.append(html))
    monkeypatch.setattr(show, "_languages", ["zh"])
    amounts = [Figure(amount) for amount in LINES.values()]
    frame = pd.DataFrame(
        {"label": [*LINES, "all"], "amount_exact": [*amounts, sum(amounts, Figure(0))], "note": "what it is for " * 3,
         "row_role": ["leaf"] * len(LINES) + ["total"], "rate": [0.1] * 14, "amount": 0.0, "more": "x" * 30}
    )  # fmt: skip
    names = {name: name for name in ("label", "amount", "rate", "note", "more")}
    show.show_table(frame, names, title="t", source="s", folded=False)
    page = environment().get_template("report.html.j2").render(
        lang="zh", title="t", body=Markup(shown[0]), _=lambda text: translate(text, "zh"), sources=[]
    )  # fmt: skip
    (tmp_path / "table.html").write_text(page, "utf-8")
    tab = browser.new_page(viewport={"width": 1280, "height": 900})
    tab.goto((tmp_path / "table.html").as_uri())
    yield tab
    tab.close()


def first_cells(tab):
    return tab.locator("tbody tr:visible th").all_text_contents()


def test_a_table_is_sorted_by_value_with_a_click_or_a_key_and_its_total_stays(table):
    falling = sorted(LINES, key=lambda name: Decimal(LINES[name]), reverse=True)
    amount = table.locator("thead th").nth(1)
    amount.locator("button").click()
    assert first_cells(table) == [*falling, "all"] and amount.get_attribute("aria-sort") == "descending"
    assert falling[:2] == ["line 01", "line 04"], "two that read alike are told apart by what they are"
    table.keyboard.press("Enter")
    assert first_cells(table) == [*falling[::-1], "all"] and amount.get_attribute("aria-sort") == "ascending"
    table.locator("thead th button").first.focus()
    table.keyboard.press("Space")
    assert first_cells(table) == [*LINES, "all"] and table.locator("[aria-sort]").count() == 1


def test_a_long_table_shows_the_rows_that_hold_what_is_typed_and_says_how_many(table):
    box = table.get_by_label(translate("Rows with", "zh"))
    box.fill("LINE 01")
    assert first_cells(table) == ["line 01"]
    assert re.findall(r"\d+", table.locator("output").text_content()) == ["14", "1"]
    box.fill("")
    assert len(first_cells(table)) == 14 and table.locator("output").text_content() == ""


def test_columns_out_of_sight_are_named_until_they_are_scrolled_to(table):
    more = table.locator(".more")
    assert not more.is_visible()
    table.set_viewport_size({"width": 380, "height": 800})
    more.wait_for()
    assert "more" in more.text_content() and "label" not in more.text_content()
    first = table.locator("tbody th").first
    before = first.bounding_box()["x"]
    table.locator(".scroll").evaluate("box => box.scrollLeft = 9999")
    more.wait_for(state="hidden")
    assert first.bounding_box()["x"] == before, "the names of the lines stay"


def test_a_wide_table_takes_the_free_room_of_the_window(table):
    table.locator("tbody td").last.evaluate("cell => cell.textContent = 'x'.repeat(60)")
    size = table.evaluate(
        "(box => [box.scrollWidth, box.clientWidth, document.documentElement.scrollWidth, innerWidth])"
        "(document.querySelector('.scroll'))"
    )
    assert size[0] <= size[1] and size[1] > 850 and size[2] <= size[3]
