"""Tables of which rules draw a part only: what the rules leave out is where the text stands, and less certain."""

import itertools
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import HIGH, ROWS, XS, YS, Sheet, bar, box, line, lines, text, words, write

from disclosure.pdf.pages import read_pages
from disclosure.pdf.reading import read, set_upright, tables_on

MORE = [*ROWS, ["210", "health", "7.00"]]
FOUR = (*YS, 700.0)  # the lines of four rows


@pytest.fixture
def grids(tmp_path):
    """The texts and the certainty of what is read from a page."""

    def of(content, **sheet):
        reading = read(write(tmp_path / "page.pdf", Sheet(content, **sheet)))
        return [(grid.rows(), grid.certainty) for grid in reading.grids]

    return of


def across(ys=FOUR, xs=XS):
    return "".join(line(xs[0], y, xs[-1], y) for y in ys)


def down(ys=FOUR, xs=XS):
    return "".join(line(x, ys[0], x, ys[-1]) for x in xs)


# --- no rules between columns, or between rows ---------------------------------------------------------


def test_a_frame_and_rules_between_rows(grids):
    assert grids(box(XS[0], FOUR[0], XS[-1], FOUR[-1]) + across() + words(MORE, ys=FOUR)) == [(MORE, "unruled")]


def test_a_header_over_two_columns_within_a_frame(grids):
    """Texts of the header that nearly touch stand in columns of their own; one may stand over two."""
    ys = (*YS, 700.0, 725.0)
    over = text(200, 708, "of which, in yuan") + text(64, 708, "code")
    close = text(64, 683, "code") + text(164, 683, "basic expenditure") + text(247, 683, "project expenditure")
    body = [["206", "1.00", "3000.00"], ["208", "2.00", "158.13"], ["210", "3.00", "7.00"]]
    frame = box(XS[0], ys[0], XS[-1], ys[-1]) + across(ys)
    ((rows, certainty),) = grids(frame + over + close + words(body, ys=YS))
    assert rows[0] == ["code", "of which, in yuan", ""] and certainty == "unruled"
    assert rows[1:] == [["code", "basic expenditure", "project expenditure"], *body]


def test_rules_between_rows_and_no_frame(grids):
    prose = "".join(text(60, 400 - 14 * k, "a line of words that say something") for k in range(4))
    assert grids(across() + words(MORE, ys=FOUR) + prose) == [(MORE, "unruled")]


def test_two_tables_without_frame_and_one_with(grids):
    """All begin and end at the same places."""
    lower, lowest = [y - 150 for y in FOUR], [y - 300 for y in FOUR]
    content = across() + across(lower) + lines(ys=lowest)
    content += words(MORE, ys=FOUR) + words(MORE, ys=lower) + words(MORE, ys=lowest)
    assert grids(content) == [(MORE, "unruled"), (MORE, "unruled"), (MORE, "ruled")]


def test_rules_between_columns_only(grids):
    named = [[f"{cell} {k}" for cell in "abc"] for k in range(4)]
    assert grids(down() + words(named, ys=FOUR)) == [(named, "unruled")]


def test_rules_around_the_header_and_between_columns(grids):
    named = [["code", "name", "kind"], *([f"{cell}{k}" for cell in "abc"] for k in range(4))]
    ys = (*YS, 700.0, 725.0)
    assert grids(across((ys[0], ys[-2], ys[-1])) + down(ys) + words(named, ys=ys)) == [(named, "unruled")]


def test_a_frame_with_a_rule_below_the_header(grids):
    ys = (600, 620, 640, 660, 680)
    frame = box(XS[0], 600, XS[-1], 680) + line(XS[0], 660, XS[-1], 660)
    assert grids(frame + words(MORE, ys=ys)) == [(MORE, "unruled")]


def test_a_frame_with_rules_between_columns(grids):
    """Where the lines of most cells stand side by side, and none is wrapped, each is a row."""
    rows = [*MORE, ["", "sum", "3165.13"]]
    ys = (600, 615, 630, 645, 660, 675)
    assert grids(box(XS[0], 600, XS[-1], 675) + down(ys) + words(rows, ys=ys, size=8)) == [(rows, "unruled")]


# --- names left of the frame ---------------------------------------------------------------------------


@pytest.mark.parametrize("at", [(10, 10, 10, 10), (41, 41, 36, 42)], ids=["left", "right"])
def test_row_names_left_of_the_frame(grids, at):
    names = ["", "Alcona", "Curtis", "Haynes"]
    outside = "".join(text(x, y + 8, name, 5) for x, y, name in zip(at, FOUR[-2::-1], names, strict=True) if name)
    rows = [[name, *row] for name, row in zip(names, MORE, strict=True)]
    assert grids(lines(ys=FOUR) + words(MORE, ys=FOUR) + outside) == [(rows, "unruled")]


def test_a_row_of_totals_apart_gets_its_name_too(grids):
    names = ["Alcona", "Curtis", "Haynes", "Mikado"]
    outside = "".join(text(12, y + 8, name) for y, name in zip(FOUR[-2::-1], names, strict=True))
    totals = lines(ys=(560, 580)) + words([["1", "2", "3"]], ys=(560, 580)) + text(12, 568, "Totals")
    found = grids(lines(ys=FOUR) + words(MORE, ys=FOUR) + outside + totals)
    assert found[1] == ([["Totals", "1", "2", "3"]], "unruled")


@pytest.mark.parametrize("given", [1, 2])
def test_a_row_of_totals_whose_frame_begins_further_right(grids, given):
    """What stands under the columns that its frame leaves out is in these columns."""
    xs, rows = (*XS, 460.0, 540.0), [[*row, "8.00", "9.00"] for row in MORE]
    names = ["Alcona", "Curtis", "Haynes", "Mikado"]
    outside = "".join(text(12, y + 8, name) for y, name in zip(FOUR[-2::-1], names, strict=True))
    totals = (
        lines(xs[given:], (560, 580)) + words([["1", "2", "3", "4", "5"]], xs, (560, 580)) + text(12, 568, "Totals")
    )
    found = grids(lines(xs, FOUR) + words(rows, xs, FOUR) + outside + totals)
    assert found[1] == ([["Totals", "1", "2", "3", "4", "5"]], "unruled")


def test_what_stands_beside_a_table_is_no_column_of_it(grids):
    note = text(20, 690, "Note") + text(20, 641, "that is") + text(20, 628, "beside") + text(20, 610, "this")
    assert grids(lines(ys=FOUR) + words(MORE, ys=FOUR) + note) == [(MORE, "ruled")]


# --- a table within a cell -----------------------------------------------------------------------------


@pytest.mark.parametrize("x, y", [(70, 610), (270, 655)], ids=["below the words", "above the words"])
def test_a_table_within_a_cell(grids, x, y):
    ys = (600.0, 700.0, 725.0)
    inner_xs, inner_ys = (x, x + 40, x + 85), (y, y + 13, y + 26)
    inner = lines(inner_xs, inner_ys) + words([["HI", "BI"], ["61", "77"]], inner_xs, inner_ys, 6)
    said = text(x, 690 if y < 650 else 640, "words")
    outer, nested = grids(lines(ys=ys) + words([["a", "b", "c"]], ys=ys[1:]) + said + inner)
    row = ["", "", ""]
    row[0 if x < 160 else 2] = "words"
    assert outer == ([["a", "b", "c"], row], "ruled") and nested == ([["HI", "BI"], ["61", "77"]], "ruled")


# --- what is no table ----------------------------------------------------------------------------------


def test_underlined_blanks_are_no_table(grids):
    """A form to be filled in: rules of one length below each other, with a word on some."""
    content = "".join(
        text(60, y + 3, label) + line(140, y, 300, y) + text(150, y + 3, filled)
        for y, label, filled in zip(
            range(500, 700, 25),
            ["Name", "Unit", "Year", "Sum", "Seal", "Date", "By", "To"],
            ["", "x", "2030"] * 3,
            strict=False,
        )
    )
    assert grids(content) == []


@pytest.mark.parametrize("frame", [False, True])
def test_a_chart_is_no_table(grids, frame):
    """Bars over a grid of lines, with an axis and figures at both."""
    axis = line(100, 400, 100, 600) + line(100, 400, 400, 400)
    grid = "".join(line(100, y, 400, y, 0.25) + text(70, y - 3, f"{y - 400}.00") for y in range(400, 601, 40))
    bars = "".join("0.3 0.5 0.8 rg " + bar(120 + 50 * k, 400, 150 + 50 * k, 430 + 30 * k) + "0 g " for k in range(5))
    labels = "".join(text(122 + 50 * k, 385, str(2020 + k)) for k in range(5))
    values = "".join(text(124 + 50 * k, 434 + 30 * k, f"{30 + 30 * k}.5", 8) for k in range(5))
    outline = box(60, 370, 420, 620) if frame else ""
    assert grids(axis + grid + bars + labels + values + outline) == []


def test_prose_in_frames_is_one_column(grids):
    said = [[f"The {k}th paragraph says, in {2020 + k}, what it says in words."] for k in range(4)]
    content = box(60, FOUR[0], 560, FOUR[-1]) + across(FOUR, (60, 560)) + words(said, (60, 560), FOUR)
    assert grids(content) == [(said, "ruled")]


def test_wrapped_texts_side_by_side_are_one_row(grids):
    """Three cells of three lines each, of which the first two are full."""
    wrapped = "".join(
        text(x + 3, 660 - 14 * k, word)
        for x, wide in zip(XS, (18, 18, 22), strict=False)
        for k, word in enumerate(["w" * (wide // 2 + 3), "v" * wide, "end"])
    )
    ((rows, _),) = grids(lines(ys=(600, 675, 700)) + words([["a", "b", "c"]], ys=(675, 700)) + wrapped)
    assert len(rows) == 2


def test_boxes_of_what_is_cut_lie_within_the_table(tmp_path):
    (grid,) = read(write(tmp_path / "page.pdf", Sheet(across() + words(MORE, ys=FOUR)))).grids
    assert grid.box == pytest.approx((XS[0], HIGH - FOUR[-1], XS[-1], HIGH - FOUR[0]), abs=0.5)
    for one, other in itertools.pairwise(cell for cell in grid.cells if cell.row == 0):
        assert one.x1 == other.x0


# --- whatever is drawn ---------------------------------------------------------------------------------

WORDS = ["1.00", "100", "2,406.66", "code", "-", "x y z", "1 2"]


@st.composite
def any_drawing(draw):
    """Some of the rules of a grid, and words in and around it, up to four lines of them at a place."""
    xs = sorted(draw(st.lists(st.integers(20, 580), max_size=6, unique=True)))
    ys = sorted(draw(st.lists(st.integers(20, 800), max_size=8, unique=True)))
    drawn = [line(xs[0], y, xs[-1], y) for y in ys if len(xs) > 1 and draw(st.booleans())]
    drawn += [line(x, ys[0], x, ys[-1]) for x in xs if len(ys) > 1 and draw(st.booleans())]
    for _ in range(draw(st.integers(1, 25))):
        x = draw(st.sampled_from(xs or [100])) + draw(st.sampled_from([-40, 2, 10]))
        y = draw(st.sampled_from(ys or [100])) + draw(st.sampled_from([2, 5, 14]))
        count, size = draw(st.sampled_from([1, 1, 3, 4])), draw(st.sampled_from([5, 8, 10]))
        drawn += [text(x, y - 12 * k, draw(st.sampled_from(WORDS)), size) for k in range(count)]
    return "".join(drawn)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_drawing())
def test_each_character_is_read_once_whatever_is_drawn(tmp_path, drawn):
    path = write(tmp_path / "any.pdf", Sheet(drawn + text(500, 830, "all")))
    (page,) = read_pages(path)
    reading = read(path)
    texts = [cell.text_raw for grid in reading.grids for cell in grid.cells] + [line.text for line in reading.prose]
    once = {(chr(char["code"]), round(float(char["x"]), 1), round(float(char["base"]), 1)) for char in page.chars}
    assert sum(len(re.sub(r"\s", "", one)) for one in texts) >= 0.8 * len(once)
    for grid in tables_on(set_upright(page)[0])[0]:
        taken = [k for cell in grid.cells for k in cell.chars]
        assert len(taken) == len(set(taken))
        boxes = sorted(
            (cell.row + r, cell.column + c)
            for cell in grid.cells
            for r in range(cell.row_span)
            for c in range(cell.column_span)
        )
        assert boxes == list(itertools.product(range(grid.shape[0]), range(grid.shape[1])))
