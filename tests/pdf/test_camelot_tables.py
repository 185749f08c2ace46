"""The engine's tables in camelot's hands: what an analyst does with ``camelot.read_pdf`` works."""

import subprocess
import sys
from pathlib import Path

import pytest
from pdfs import ROWS, XS, YS, Sheet, line, lines, text, words, write

from disclosure.pdf.camelot_tables import camelot_tables, page_numbers
from disclosure.pdf.reading import read

FOUR, MORE = (*YS, 700.0), [*ROWS, ["210", "health", "7.00"]]  # a table of four rows
PDF = Path(__file__).parents[2] / "data/raw/471-2021.pdf"


def across():
    return "".join(line(XS[0], y, XS[-1], y) for y in FOUR)


def prose():
    return "".join(text(60, 500 - 14 * k, f"In {2010 + k} there were {k + 3}.5 of them") for k in range(6))


@pytest.fixture(scope="module")
def tables():
    return camelot_tables(PDF)


def test_they_are_camelots_own(tables):
    import camelot.core

    assert isinstance(tables, camelot.core.TableList)
    assert all(type(table) is camelot.core.Table for table in tables)
    assert tables.n == len(tables) == 20
    assert [(t.page, t.order) for t in tables] == sorted((t.page, t.order) for t in tables)


def test_same_cells_as_the_engine(tables):
    engine = read(PDF).grids
    for table, own in zip(tables, engine, strict=True):
        assert table.df.values.tolist() == own.rows()
        assert table.data == own.rows()
        assert table.shape == own.shape


def test_parsing_report(tables):
    report = tables[0].parsing_report
    assert set(report) == {"accuracy", "whitespace", "order", "page", "confidence"}
    assert report["page"] == tables[0].page and report["order"] == 1
    assert all(table.accuracy > 98 for table in tables)
    assert all(0 <= table.whitespace < 100 for table in tables)
    assert all(table.flavor == "lattice" for table in tables)


def test_same_places_as_camelots_own_reading(tables):
    import camelot

    number = tables[0].page
    theirs = camelot.read_pdf(str(PDF), pages=str(number), flavor="lattice", engine="vector", split_text=True)
    ours = [table for table in tables if table.page == number]
    assert len(theirs) == len(ours)
    for a, b in zip(theirs, ours, strict=True):
        assert a.shape == b.shape
        assert a.pdf_size == pytest.approx(b.pdf_size, abs=0.5)
        assert a._bbox == pytest.approx(b._bbox, abs=1.5)
        assert (a.df.map(lambda x: "".join(x.split())) == b.df.map(lambda x: "".join(x.split()))).all(axis=None)
        for row_a, row_b in zip(a.cells, b.cells, strict=True):
            for cell_a, cell_b in zip(row_a, row_b, strict=True):
                assert (cell_a.x1, cell_a.y1, cell_a.x2, cell_a.y2) == pytest.approx(
                    (cell_b.x1, cell_b.y1, cell_b.x2, cell_b.y2), abs=1.5
                )
                assert (cell_a.hspan, cell_a.vspan) == (cell_b.hspan, cell_b.vspan)


def test_spans_and_copied_text(tables):
    span = next((t, r, c) for t in tables for r, row in enumerate(t.cells) for c, x in enumerate(row) if not x.right)
    table, r, c = span
    assert table.cells[r][c].hspan and table.df.iat[r, c] and not table.df.iat[r, c + 1]
    copied = camelot_tables(PDF, str(table.page), copy_text=["h"])[table.order - 1]
    assert copied.df.iat[r, c + 1] == copied.df.iat[r, c]


def test_export(tables, tmp_path):
    tables[0].to_csv(tmp_path / "one.csv")
    tables[0].to_json(tmp_path / "one.json")
    tables[0].to_html(tmp_path / "one.html")
    tables.export(str(tmp_path / "all.csv"), f="csv")
    assert len(list(tmp_path.glob("all-page-*.csv"))) == 20
    assert "4436.20" in (tmp_path / "one.csv").read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "grid", "contour", "joint", "line"])
def test_plots(tables, kind):
    import camelot
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    figure = camelot.plot(tables[0], kind=kind)
    assert figure.axes[0].has_data() or figure.axes[0].images
    pyplot.close(figure)


def test_pages():
    assert page_numbers("1,4-end", 6) == {1, 4, 5, 6}
    assert page_numbers("2-3, 3", 6) == {2, 3}
    for wrong in "0", "7", "3-2", "one", "":
        with pytest.raises(ValueError, match="pages="):
            page_numbers(wrong, 6)


def test_filter_and_stack(tables):
    assert tables.filter(min_accuracy=50).n == 20
    assert tables.stack_contiguous().n <= 20


@pytest.mark.parametrize(
    "drawn",
    [lines() + words(), across() + words(MORE, ys=FOUR), f"q 0 1 -1 0 842 0 cm\n{lines() + words()}{prose()}Q\n"],
    ids=["ruled", "rules between rows only", "sideways"],
)
def test_tables_of_every_kind_are_there(tmp_path, drawn):
    path = write(tmp_path / "page.pdf", Sheet(drawn, box=(0, 0, 842, 842)))
    (table,), (grid,) = camelot_tables(path), read(path).grids
    assert table.df.values.tolist() == grid.rows() and table.shape == grid.shape
    assert table.accuracy > 95 and table.parsing_report["page"] == 1


def test_camelot_is_not_imported_before_it_is_needed():
    code = "import sys, disclosure.pdf.camelot_tables; assert not {'camelot', 'pandas'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
