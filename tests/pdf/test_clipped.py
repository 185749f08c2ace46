"""What its cell cuts off on paper stands whole in its own cell: spreadsheet programs print each in a clip box."""

import types

import numpy as np
import pytest
from pdfs import HIGH, ROWS, WIDE, XS, YS, Sheet, line, lines, text, words, write

from disclosure.forms.printed import printed_tables
from disclosure.pdf import compiled, kernels
from disclosure.pdf.grid import find_tables, outside
from disclosure.pdf.pages import read_pages
from disclosure.pdf.reading import read
from disclosure.pdf.turned import direction, upright

SIZE = 10
WIDTH = 0.556 * SIZE  # of a digit and of most small letters
NAME, AMOUNT = "bodenhandhabung", "123,456,789,012,345,678.00"


def clipped(x0, y0, x1, y1, content):
    return f"q {x0} {y0} {x1 - x0} {y1 - y0} re W* n {content} Q\n"


def cell(row, column, content, beyond=0.0):
    """What is drawn in a cell of the example table, in its clip box, which may reach ``beyond`` the rules."""
    x0, x1, y0, y1 = XS[column], XS[column + 1], YS[2 - row], YS[3 - row]
    return clipped(x0 - beyond, y0 - beyond, x1 + beyond, y1 + beyond, content)


def flush_right(row, words):
    """An amount of the example table, set from the right edge of its column."""
    wide = sum(0.556 if character.isdigit() else 0.278 for character in words) * SIZE
    return text(XS[3] - 4 - wide, YS[2 - row] + 8, words, SIZE)


def table(beyond=0.0):
    """The example table, with three texts too long for their cells, and the texts it is to have.

    A name on three lines has its third below its row, in the amount's column an amount begins under the name beside
    it, and a name that does not wrap ends under the amount beside it.
    """
    three = "".join(text(XS[1] + 4, y, line, SIZE) for y, line in ((639, "one"), (629, "two"), (616, "three")))
    drawn = lines() + "".join(cell(0, k, text(XS[k] + 4, YS[2] + 8, ROWS[0][k]), beyond) for k in range(3))
    drawn += cell(1, 0, text(XS[0] + 4, YS[1] + 8, "206"), beyond) + cell(1, 1, three, beyond)
    drawn += cell(1, 2, flush_right(1, AMOUNT), beyond) + cell(2, 0, text(XS[0] + 4, YS[0] + 8, "208"), beyond)
    drawn += cell(2, 1, text(XS[1] + 4, YS[0] + 8, NAME * 2), beyond) + cell(2, 2, flush_right(2, "158.13"), beyond)
    return drawn, [ROWS[0], ["206", "one\ntwo\nthree", AMOUNT], ["208", NAME * 2, "158.13"]]


def pages_of(tmp_path, *sheets):
    return list(read_pages(write(tmp_path / "page.pdf", *sheets)))


def texts(page):
    (found,) = find_tables(upright(page, direction(page)))
    rows = [[""] * found.shape[1] for _ in range(found.shape[0])]
    for one in found.cells:
        rows[one.row][one.column] = one.text_raw
    return rows


@pytest.mark.parametrize("beyond", [-1.5, 0.0, 1.5])
def test_each_text_is_whole_in_its_own_cell(beyond, tmp_path):
    drawn, wanted = table(beyond)
    (page,) = pages_of(tmp_path, Sheet(drawn))
    assert texts(page) == wanted


def test_without_their_clip_boxes_they_are_not(tmp_path):
    drawn, wanted = table()
    (page,) = pages_of(tmp_path, Sheet(drawn.replace("W*", "")))
    rows = texts(page)
    assert [rows[1][1], rows[2][1]] != [wanted[1][1], wanted[2][1]]


def test_a_long_name_may_end_anywhere_under_the_amount_beside_it(tmp_path):
    """Even where it seems to go on as the amount."""
    names, sheets = [], []
    for shift in np.arange(0, WIDTH, 0.7):
        for long in range(16, 42):
            names.append((NAME * 3)[:long])
            drawn = cell(1, 1, text(XS[1] + 2 + shift, YS[1] + 8, names[-1], SIZE))
            drawn += cell(1, 2, flush_right(1, "1,234,567.00"))
            sheets.append(Sheet(lines() + words([ROWS[0], [], ["208"]]) + drawn))
    for page, name in zip(pages_of(tmp_path, *sheets), names, strict=True):
        assert texts(page)[1] == ["", name, "1,234,567.00"]


@pytest.mark.parametrize("turn", [90, 180, 270])
@pytest.mark.parametrize("shown_upright", [True, False])
def test_on_a_turned_page(turn, shown_upright, tmp_path):
    """The page turned for showing, its text with it or not; and its box does not begin at zero."""
    drawn, wanted = table()
    matrix = {90: f"0 1 -1 0 {HIGH} 0", 180: f"-1 0 0 -1 {WIDE} {HIGH}", 270: f"0 -1 1 0 0 {WIDE}"}[turn]
    box = (0, 0, WIDE, HIGH)
    if shown_upright:
        drawn = f"{matrix} cm {drawn}"
        box = (0, 0, HIGH, WIDE) if turn != 180 else box
    (page,) = pages_of(
        tmp_path, Sheet(f"1 0 0 1 20 30 cm {drawn}", (20, 30, box[2] + 20, box[3] + 30), f"/Rotate {turn}")
    )
    assert (direction(page) == 0) == shown_upright
    assert texts(page) == wanted


@pytest.mark.parametrize("matrix", ["1 0 0 1 0 0", "1 0 0 1 7 -9", "0.5 0 0 2 100 -900"])
def test_in_a_form(matrix, tmp_path):
    """What is drawn in a form, its clip boxes too, is scaled and moved with it."""
    drawn, wanted = table()
    inner = Sheet("q 1 0 0 1 -3 4 cm /A Do Q", forms={"A": (drawn, matrix)})
    outer = Sheet(f"q {matrix} cm /B Do Q", forms={"A": (drawn, "1 0 0 1 0 0"), "B": ("/A Do", "1 0 0 1 5 5")})
    for page in pages_of(tmp_path, inner, outer):
        assert texts(page) == wanted


def test_what_is_hidden_under_the_table_is_no_prose(tmp_path):
    names = "".join(text(XS[1] + 4, y, line, SIZE) for y, line in ((615, "one"), (604, "two"), (588, "three")))
    (page,) = pages_of(tmp_path, Sheet(lines() + words([*ROWS[:2], ["208"]]) + cell(2, 1, names)))
    assert texts(page)[2] == ["208", "one\ntwo\nthree", ""]
    assert not len(outside(page, find_tables(page)))


def test_beside_rows_without_rules_between_them(tmp_path):
    """A name in a list of three runs into a column that is one cell over all rows."""
    xs, ys = (60, 160, 260, 360, 460), (560, 600, 640)
    lists = (["1.00", "2.00", "3.00"], ["4.00", "5.00", "6.00"], [NAME * 2, "b", "d"])
    drawn = "".join(line(x, 560, x, 640) for x in xs) + "".join(line(60, y, xs[-1 - (y == 600)], y) for y in ys)
    for x, words_of in zip(xs, lists, strict=False):
        for top in ys[1:]:
            said = "".join(text(x + 4, top - 11 - 12 * k, words, SIZE) for k, words in enumerate(words_of))
            drawn += clipped(x, top - 40, x + 100, top, said)
    (table,) = printed_tables(read(write(tmp_path / "page.pdf", Sheet(drawn + text(364, 606, "all")))))
    assert [row[:3] for row in table.texts()] == [list(row) for row in zip(*lists, strict=True)] * 2
    assert table.texts()[0][3] == "all"


@pytest.mark.parametrize(
    "box",
    [
        (40, 630, 555, 800),  # the page, all but a margin
        (XS[1] + 5, YS[1], XS[1] + 5, YS[2]),  # empty
        (XS[0], YS[2], XS[0] + 2, YS[3]),  # a line
    ],
)
def test_the_clip_box_of_no_cell_changes_nothing(box, tmp_path):
    (page, plain) = pages_of(tmp_path, Sheet(lines() + clipped(*box, words())), Sheet(lines() + words()))
    assert texts(page) == texts(plain) == ROWS


def test_the_characters_are_where_they_are_printed(tmp_path):
    drawn, _ = table()
    page, plain = pages_of(tmp_path, Sheet(drawn), Sheet(drawn.replace("W*", "")))
    assert (page.chars == plain.chars).all() and len(page.clipped) and not len(plain.clipped)


def test_machine_code_and_plain_python_place_the_same(tmp_path, monkeypatch):
    pytest.importorskip("numba")
    drawn, wanted = table()
    forms = {"A": (drawn, "0.9 0 0 1.1 20 -30")}
    places = []
    for run in compiled.load(make=True), types.SimpleNamespace(plain=True, **compiled.plain(kernels)):
        monkeypatch.setattr(compiled, "_loaded", run)
        pages = pages_of(tmp_path, Sheet(drawn), Sheet("/A Do", forms=forms))
        assert [texts(page) for page in pages] == [wanted, wanted]
        places.append(np.concatenate([page.clipped for page in pages]))
    assert (places[0] == places[1]).all() and len(places[0])
