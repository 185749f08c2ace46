"""A disclosure beside others: what is said where there is something, and silence where there is nothing."""

import re

import pytest
from documents import ROOT

from disclosure.analysis.context import AT_HAND, at_hand, context, other_years
from disclosure.analysis.document import open_clean
from disclosure.words.wording import wording

EXAMPLE = sorted(path for path in (ROOT / "data/example/clean").iterdir() if path.is_dir())
KNOWN = [
    ("a-2021", "甲局", "department", 2021, "approved", "100"),
    ("b-2021", "乙局", "department", 2021, "approved", "9000"),
    ("c-2021", "丙局", "department", 2021, "executed", "1"),
    ("d-2021", "丁局", "unit", 2021, "approved", "1"),
    ("d-2020", "丁局", "department", 2020, "approved", "1"),
]


@pytest.fixture
def document(monkeypatch):
    monkeypatch.delenv("DISCLOSURE_PRICE_INDEX", raising=False)
    return open_clean("471-2021")


def beside(tmp_path, *rows):
    own = ("471-2021", "秦皇岛市工业和信息化局", "department", 2021, "approved", "4436.20")
    path = tmp_path / "at-hand.csv"
    lines = [",".join(map(str, row)) for row in (AT_HAND, own, *rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def said(document, *given):
    return [message.said("en") for message in context(document, *given)]


def test_alone_nothing_is_said(document, tmp_path):
    assert said(document) == []
    assert said(document, beside(tmp_path, *KNOWN[2:])) == [], "other kinds, units and years are no measure"
    assert said(document, beside(tmp_path, KNOWN[0])) == [], "two are no field"
    assert other_years(document, beside(tmp_path, *KNOWN)).empty


def test_its_size_among_others_of_the_year(document, tmp_path):
    assert said(document, beside(tmp_path, *KNOWN)) == [
        "Of the 3 disclosures for 2021 that were read together it is number 2 by size with 44.36 million yuan; the "
        "largest, that of 乙局, has 90 million yuan."
    ]
    largest = said(document, beside(tmp_path, KNOWN[0], ("e", "戊局", "department", 2021, "approved", "200")))
    assert largest[0].endswith(
        "it is the largest with 44.36 million yuan; next comes that of 戊局 with 2 million yuan."
    )


def test_the_change_in_steady_prices(document, tmp_path, monkeypatch):
    index = tmp_path / "prices.csv"
    index.write_text("year,index\n2020,100\n2021,102\n", encoding="utf-8")
    monkeypatch.setenv("DISCLOSURE_PRICE_INDEX", str(index))
    assert said(document) == [  # 1255.61 × 1.02 = 1280.7222; 4436.2 / 1280.7222 = 3.4638
        "By the price index given, prices changed by +2.0% from 2020 to 2021; in steady prices the money changes by "
        "+246.4%."
    ]
    index.write_text("year,index\n2019,100\n2021,102\n", encoding="utf-8")
    assert said(document) == [], "the index lacks a year"


def test_other_years_of_the_department(tmp_path, monkeypatch):
    index = tmp_path / "prices.csv"
    index.write_text("year,index\n2023,100\n2024,100\n2025,125\n", encoding="utf-8")
    monkeypatch.setenv("DISCLOSURE_PRICE_INDEX", str(index))
    years = other_years(open_clean(EXAMPLE[0]), EXAMPLE)
    assert list(years["year"]) == [2023, 2023, 2024, 2024, 2025]
    assert list(years["kind"].map(str)) == ["approved budget", "outturn (final accounts)"] * 2 + ["approved budget"]
    assert [f"{rate:.3f}" for rate in years["rate"].dropna()] == ["0.446", "0.442", "-0.176"]
    assert [f"{real:.2f}" for real in years["real"]] == ["1261.42", "1231.26", "1824.25", "1775.79", "1202.18"]
    table = tmp_path / "at-hand.csv"
    table.write_text(at_hand(EXAMPLE).to_csv(index=False), encoding="utf-8")
    assert other_years(open_clean(EXAMPLE[0]), table).equals(years), "a list of them says the same"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("编制339名，其中事业编制36名。实际在编在职人员274名，离退休人员150名。", "274"),
        ("现有在职人员35人", "35"),
        ("实有人数共12人", "12"),
        ("核定行政编制20名", None),
        ("离退休人员8人", None),
    ],
)
def test_who_is_in_post_is_told_from_posts_and_retirees(text, people):
    found = re.search(wording("people_in_post"), text)
    assert (found and found[1]) == people


def test_expenditure_for_each_person_where_they_are_counted_once(document, monkeypatch):
    frame = document.frame("paragraphs").head(2).assign(paragraph=["在职人员 50 人。", "其他"], page=[3, 4])
    monkeypatch.setattr(type(document), "frame", lambda self, name: frame)
    assert said(document) == [
        "The text counts 50 people in post (p. 3). For each of them basic expenditure has 207,850 yuan, of which "
        "187,242 yuan is for people."
    ]
    twice = frame.assign(paragraph=["在职人员50人。", "在职人员20人。"])
    monkeypatch.setattr(type(document), "frame", lambda self, name: twice)
    assert said(document) == []
