"""Two years of the “三公” expenses, read off the published pages by hand."""

from decimal import Decimal

import pytest
from documents import SHARED, extracted, shared

from disclosure.analysis.clean_data import CleanData, clean_folder
from disclosure.analysis.three_public import three_public
from disclosure.run.extraction import save


def two_years(document: CleanData) -> dict[str, tuple[str, str, str]]:
    return {
        row["key"]: (f"{row['before']}", f"{row['after']}", row["before_from"])
        for row in three_public(document).to_dict("records")
    }


def test_the_year_before_is_stated_or_this_year_less_a_stated_change():
    lines = two_years(CleanData(clean_folder("471-2021")))
    assert lines["total"] == ("4.86", "4.25", "prose")
    assert lines["reception"] == ("1.03", "0.42", "prose")
    assert Decimal(lines["abroad"][1]) == 0  # a blank cell, and 0 in prose
    assert Decimal(lines["cars"][0]) == Decimal("3.83")  # never stated: its parts add up to it
    assert lines["cars"][2] == "derived"


def test_this_years_amounts_are_the_tables_and_know_their_place():
    after = three_public(CleanData(clean_folder("471-2021"))).set_index("key")["after"]
    assert after["reception"].place.page == 10


@shared
@pytest.mark.parametrize(
    ("name", "line", "before", "after", "origin"),
    [
        ("made/made-central-1", "abroad", "83.82", "64.48", "table"),
        ("corpus/putuo-wanli-2025", "total", "47.91", "37.91", "derived"),
        ("corpus/putuo-wanli-2025", "reception", "1.35", "1.35", "derived"),
        ("corpus/jiangsu-cppcc-2019", "total", "None", "660.10", ""),
    ],
)
def test_every_form_gives_what_it_prints_and_no_more(tmp_path, name, line, before, after, origin):
    save(extracted(SHARED / f"{name}.pdf"), tmp_path)
    found = two_years(CleanData(tmp_path))[line]
    assert [text if text == "None" else Decimal(text) for text in found[:2]] == [
        text if text == "None" else Decimal(text) for text in (before, after)
    ]
    assert found[2] == origin
