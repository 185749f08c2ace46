"""Where a file has no pages, a crop is an excerpt of its table: the header, the row's name, and the cell, marked."""

import io
import re

import formats
import pytest
from PIL import Image

from disclosure.analysis.clean_data import CleanData
from disclosure.report.captions import captions, with_heads
from disclosure.report.evidence import crop_png, crop_svg, overlay_svg, page_called, page_svg
from disclosure.run.extraction import extract, save


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    """A workbook, and the place of an amount far down in a table of it."""
    folder = tmp_path_factory.mktemp("laid_out")
    file = formats.write_xlsx(formats.drawn("example-2024-budget"), folder / "example.xlsx")
    save(extract(file), folder / "example")
    document = CleanData(folder / "example")
    facts = document.facts
    (row,) = facts[
        (facts["role"] == "expenditure_by_function")
        & (facts["function_code"] == "2210201")
        & (facts["measure"] == "basic")
    ].to_dict("records")
    (place,) = with_heads(document, [row["amount"].place]).values()
    return file, place, document


def texts(svg):
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_a_crop_has_the_header_the_name_and_the_cell(workbook):
    file, place, _ = workbook
    svg = crop_svg(file, [place], "")
    assert {"科目名称", "基本支出", "住房公积金", "64.20"} <= set(texts(svg))
    assert "207" not in texts(svg) and svg.count("<rect") == 1
    assert Image.open(io.BytesIO(crop_png(file, (place,)))).size[1] < 600


def test_its_page_is_the_sheet_and_its_caption_names_the_cell(workbook):
    file, place, document = workbook
    assert page_called(place, "en", file=file) == "sheet 表4"
    assert captions(document, [place])[place.name].said("zh").endswith("· 表4!D21")
    svg = page_svg(file, place.page, [place], {}, "", name="page-4")
    assert 'id="page-4"' in svg and "对附属单位补助支" in "".join(texts(svg))
    assert "住房公积金" in texts(overlay_svg(file, place.page, [[]], ""))
