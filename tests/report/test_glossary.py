"""Words of the budget: explained where they are first said, in the same words everywhere, without a script."""

import re

import pytest
import yaml
from documents import ROOT
from test_reports import told

from disclosure.report.build import LANGUAGES
from disclosure.report.glossary import entries, explained, glossary

LIST = yaml.safe_load((ROOT / "data/reference/glossary.yml").read_text(encoding="utf-8"))


def linked(body, language="en"):
    return re.findall(r'<a class="word" id="w-([\w-]+)"[^>]*>([^<]*)</a>', explained(body, language)[0])


def test_each_word_is_explained_in_each_language_and_says_where_its_meaning_is_from():
    for language in LANGUAGES:
        own = entries(language)
        assert len({entry.key for entry in own}) == len(own) == len(LIST) > 12
        assert all(entry.word and len(entry.meaning) > 15 for entry in own)
        assert all(re.search("[一-鿿]", entry.meaning) for entry in own) == (language == "zh")
    assert all(one["from"] and set(one["look"]) == set(LANGUAGES) for one in LIST)


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("<p>Basic expenditure, and basic expenditure.</p>", "en", [("basic-expenditure", "Basic expenditure")]),
        ("<h2>Basic expenditure</h2><p>All basic expenditure</p>", "en", [("basic-expenditure", "basic expenditure")]),
        ("<table><tr><td>基本支出</td></tr></table><p>项目支出</p>", "zh", [("project-expenditure", "项目支出")]),
        ('<p><a href="#e-1">基本支出</a><br>和<b>基本支出</b></p>', "zh", [("basic-expenditure", "基本支出")]),
        ("<p>原因：“<span>基本支出减少</span>”。</p>", "zh", []),
        ("<p>引文没有完：“基本支出</p><p>基本支出</p>", "zh", [("basic-expenditure", "基本支出")]),
        ("<p>“三公”经费</p>", "zh", [("three-public", "“三公”经费")]),
        (
            "<p>一般公共预算财政拨款</p>",
            "zh",
            [("general-budget", "一般公共预算"), ("fiscal-appropriation", "财政拨款")],
        ),
        ('<p title="Basic expenditure">x</p>', "en", []),
        ("<p>The budget is large.</p>", "en", []),
    ],
)
def test_the_first_mention_in_prose_leads_to_the_meaning(body, language, expected):
    assert linked(body, language) == expected


def test_what_a_report_says_of_a_word_stands_at_its_end():
    body, found = explained("<p>基本支出</p>", "zh")
    assert 'href="#g-basic-expenditure"' in body
    told = glossary(found, "zh")
    assert 'id="g-basic-expenditure"' in told and 'href="#w-basic-expenditure"' in told
    assert glossary([], "zh") == ""


def test_every_report_explains_what_it_says_and_nothing_else(reports):
    meanings, many = {}, 0
    for path, html in told(reports):
        said = re.findall(r' id="w-([\w-]+)" href="#g-([\w-]+)" title="([^"]+)"', html)
        assert {key for key, _, _ in said} == set(re.findall(r'id="g-([\w-]+)"', html)), path
        for key, leads, meaning in said:
            assert key == leads and meanings.setdefault((path.parent.name, key), meaning) == meaning
        many += len(said)
    assert many > 40
    for language in LANGUAGES:
        front = (reports / language / "index.html").read_text(encoding="utf-8")
        assert {"basic-expenditure", "three-public"} <= set(re.findall(r' id="w-([\w-]+)"', front))


def test_a_meaning_opens_and_leads_back(reports, browser):
    page = browser.new_page()
    page.goto((reports / "en/index.html").as_uri())
    word = page.locator("a.word").first
    word.focus()
    page.keyboard.press("Enter")
    panel = page.locator(".entry:target")
    assert panel.is_visible() and panel.evaluate("e => getComputedStyle(e).position") == "fixed"
    page.keyboard.press("Escape")
    assert page.locator(".entry:target").count() == 0
    assert page.evaluate("document.activeElement.id") == word.get_attribute("id")
    page.close()
