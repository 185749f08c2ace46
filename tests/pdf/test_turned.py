"""A page shown sideways or upside down is read like any other, and its boxes are where the page shows them."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdfs import HIGH, ROWS, WIDE, Sheet, lines, text, words, write

from disclosure.pdf.reading import read
from disclosure.run.extraction import extract

PDF = Path(__file__).parents[2] / "data/raw/471-2021.pdf"


@pytest.fixture(scope="module")
def straight():
    return extract(PDF)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages_give_the_same_data(turn, straight, tmp_path):
    document = pdfium.PdfDocument(PDF)
    for page in document:
        page.set_rotation(turn)
    path = tmp_path / "471-2021.pdf"
    document.save(path)
    turned = extract(path)

    def said(extraction):
        facts = [(f.fact_id, f.role, f.measure, f.amount_yuan, f.amount_raw) for f in extraction.facts]
        return facts, [(s["label"], s["basis"], s["value_raw"]) for s in extraction.rows["statements"]]

    assert said(turned) == said(straight)
    width, height = straight.reading.page_sizes[1]
    for was, now in zip(straight.facts[:45], turned.facts[:45], strict=True):
        corner = {
            90: (height - was.bottom, was.x0),
            180: (width - was.x1, height - was.bottom),
            270: (was.top, width - was.x1),
        }
        assert (now.x0, now.top) == pytest.approx(corner[turn], abs=0.11)


def leftwards(x, y, word):
    """A word whose letters are set one after the other to the left, as Arabic and Hebrew are."""
    return "".join(text(x - 7 * k, y, letter) for k, letter in enumerate(word))


@pytest.mark.parametrize("turned", [False, True])
def test_text_that_runs_to_the_left_turns_no_page(turned, tmp_path):
    content = lines() + words() + "".join(leftwards(300, 500 - 14 * k, "abcdefghijklmnop") for k in range(20))
    if turned:
        content = f"q -1 0 0 -1 {WIDE} {HIGH} cm\n{content}Q\n"
    (grid,) = read(write(tmp_path / "page.pdf", Sheet(content))).grids
    assert grid.rows() == ROWS


@pytest.mark.parametrize("way", ["0 1 -1 0 842 0", "0 -1 1 0 0 595"], ids=["up", "down"])
def test_a_page_number_that_stands_upright_is_no_part_of_a_table_that_lies(way, tmp_path):
    rows = "".join(
        text(x, 700 - 20 * k, f"{10 * k + x}.50") for k in range(12) for x in (100, 200, 300)
    )  # no rules: where the text stands is all there is to go by
    content = f"q {way} cm\n{rows}Q\n" + text(20, 290, "54") + "q -1 0 0 -1 842 595 cm\n" + text(20, 265, "55") + "Q\n"
    reading = read(write(tmp_path / "page.pdf", Sheet(content, box=(0, 0, 842, 595))))
    (grid,) = reading.grids
    assert grid.rows() == [[f"{10 * k + x}.50" for x in (100, 200, 300)] for k in range(12)]
    assert [line.text for line in reading.prose] == ["55", "54"]
