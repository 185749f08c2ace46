"""Whose a disclosure is and of which year: several places say so; a torn or outdated one does not decide."""

import pytest
import sheets

from disclosure.run.extraction import extract

TABLE = [
    ["功能分类科目编码", "科目名称", "合计", "基本支出"],
    ["201", "甲", "12.30", "12.30"],
    ["合计", "", "12.30", "12.30"],
]


@pytest.fixture
def read(tmp_path):
    def read(*pages):
        return extract(sheets.draw(tmp_path / "disclosure.pdf", *pages))

    return read


def table(year="2024", above="单位：万元"):
    return sheets.page(f"{year}年部门支出总表", above, [TABLE])


@pytest.mark.parametrize(
    "lines",
    [
        ["某市示范局2024年度部门决算", "某市示范局2024年度部门决算编制范围的单位包括："],
        ["某市示范局", "2024年度部门决算", "纳入某市示范局2024年度部门决算编制范围的单位包括："],
    ],
)
def test_what_follows_a_year_is_no_name(read, lines):
    assert read(sheets.page(*lines), table()).source.organisation_name == "某市示范局"


@pytest.mark.parametrize(
    ("places", "year"),
    [
        (("2024", "2024", "2023"), "2024"),  # titles kept from last year's file
        (("2019", "2024", "2024"), "2024"),  # a cover kept from an old one
        (("2024", "2023", "2024"), "2024"),  # a sentence kept
    ],
    ids=["titles", "cover", "text"],
)
def test_the_year_is_what_most_places_say(read, places, year):
    on_cover, in_text, in_titles = places
    text = f"某市示范局{in_text}年预算支出12.30万元。"
    assert (
        read(
            sheets.page(f"某市示范局{on_cover}年部门预算", text), table(in_titles), table(in_titles)
        ).source.fiscal_year
        == year
    )


@pytest.mark.parametrize("torn", ["部门：某省高级人民法", "部门名称：某省高级人民法院元"])
def test_a_torn_name_is_no_other_organisation(read, torn):
    pages = sheets.page("某省高级人民法院2024年部门预算"), table(above="部门：某省高级人民法院"), table(above=torn)
    assert {fact.organisation_name for fact in read(*pages).facts} == {"某省高级人民法院"}
