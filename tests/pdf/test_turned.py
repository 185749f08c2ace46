"""A page shown sideways or upside down is read like any other, and its boxes are where the page shows them."""

from pathlib import Path

import pypdfium2 as pdfium
import pytest

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
