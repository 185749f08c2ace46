"""Every way to draw a rule, every geometry of the page, every place of the text: the same cells come out."""

import itertools
import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pdfs import HIGH, ROWS, WIDE, XS, YS, Sheet, bar, box, line, lines, text, words, write

from disclosure.pdf.grid import find_tables, outside
from disclosure.pdf.pages import read_pages
from disclosure.pdf.text import lines_of


@pytest.fixture
def tables(tmp_path):
    """The tables that are read from a page."""

    def read(content, **kwargs):
        sheet = content if isinstance(content, Sheet) else Sheet(content, **kwargs)
        (page,) = read_pages(write(tmp_path / "page.pdf", sheet))
        return find_tables(page)

    return read


def thin(x0, y0, x1, y1):
    return bar(x0 - 0.25, y0 - 0.25, x1 + 0.25, y1 + 0.25)


def twice(x0, y0, x1, y1):
    d = 0.7
    return (
        line(x0, y0 - d, x1, y1 - d) + line(x0, y0 + d, x1, y1 + d)
        if y0 == y1
        else (line(x0 - d, y0, x1 - d, y1) + line(x0 + d, y0, x1 + d, y1))
    )


def broken(x0, y0, x1, y1, piece=5.0, gap=2.0, draw=line):
    made, length, at = "", math.hypot(x1 - x0, y1 - y0), 0.0
    dx, dy = (x1 - x0) / length, (y1 - y0) / length
    while at < length:
        end = min(at + piece, length)
        made += draw(x0 + dx * at, y0 + dy * at, x0 + dx * end, y0 + dy * end)
        at = end + gap
    return made


def tiny(x0, y0, x1, y1):
    return broken(x0, y0, x1, y1, piece=0.5, gap=0.0, draw=thin)


def picture(x0, y0, x1, y1):
    wide, high = max(x1 - x0, 0.5), max(y1 - y0, 0.5)
    return f"q {wide} 0 0 {high} {x0} {y0} cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"


def broad(x0, y0, x1, y1):
    """A rule across, drawn as a stroke as short as the rule is thick, by a pen as broad as the rule is long."""
    if y0 == y1:
        return line((x0 + x1) / 2, y0 - 0.25, (x0 + x1) / 2, y0 + 0.25, width=x1 - x0)
    return line(x0 - 0.25, (y0 + y1) / 2, x0 + 0.25, (y0 + y1) / 2, width=y1 - y0)


def cells(inset=0.0, draw=box):
    made = ""
    for y0, y1 in itertools.pairwise(YS):
        for x0, x1 in itertools.pairwise(XS):
            made += draw(x0 + inset, y0 + inset, x1 - inset, y1 - inset)
    return made


def frame(x0, y0, x1, y1):
    """A border that is filled between an outer and an inner rectangle."""
    return f"{x0} {y0} {x1 - x0} {y1 - y0} re {x0 + 0.5} {y0 + 0.5} {x1 - x0 - 1} {y1 - y0 - 1} re f*\n"


def skewed(x0, y0, x1, y1):
    """Rules of a sheet that was laid a little askew."""
    return line(x0, y0, x1, y1 + 0.3) if y0 == y1 else line(x0, y0, x1 + 0.2, y1)


def sides(xs=XS, ys=YS, over=0.0, draw=line):
    """Rules at ``xs`` and ``ys`` that reach ``over`` the edge of the table, or end short of it."""
    across = "".join(draw(XS[0] - over, y, XS[-1] + over, y) for y in ys)
    return across + "".join(draw(x, YS[0] - over, x, YS[-1] + over) for x in xs)


def backwards(x0, y0, x1, y1):
    return line(x1, y1, x0, y0)


def scaled():
    """Drawn ten times as large and made smaller."""
    large = lines([10 * x for x in XS], [10 * y for y in YS], lambda *place: line(*place, width=5))
    return f"q 0.1 0 0 0.1 0 0 cm\n{large}Q\n"


ONE_PATH = "0.5 w " + sides(draw=lambda x0, y0, x1, y1: f"{x0} {y0} m {x1} {y1} l ") + "S\n"
OUTLINE = box(XS[0], YS[0], XS[-1], YS[-1])
STYLES = {
    "strokes": lines(),
    "thin fills": lines(draw=thin),
    "outline and lines": OUTLINE + sides(XS[1:-1], YS[1:-1]),
    "double": lines(draw=twice),
    "dashed": "[3 2] 0 d\n" + lines() + "[] 0 d\n",
    "broken": lines(draw=broken),
    "broken wide": lines(draw=lambda *place: broken(*place, piece=4.0, gap=2.8)),
    "tiny rectangles": lines(draw=tiny),
    "thin pictures": lines(draw=picture),
    "broad pens": lines(draw=broad),
    "a box for each cell": cells(),
    "a box for each cell, apart": cells(0.4),
    "a frame for each cell": cells(0, frame),
    "askew": lines(draw=skewed),
    "one path": ONE_PATH,
    "ends short of each other": sides(over=-2),
    "ends beyond each other": sides(over=2),
    "thick": lines(draw=lambda *place: line(*place, width=2.5)),
    "grey": "0.6 G\n" + lines() + "0 G\n",
    "drawn twice": lines() + lines(draw=thin),
    "open left and right": sides(xs=XS[1:-1]),
    "open above and below": sides(ys=YS[1:-1]),
    "shaded head": "0.8 g " + bar(XS[0], YS[-2], XS[-1], YS[-1]) + "0 g " + lines(),
    "scaled": scaled(),
    "upside down, turned": f"q 1 0 0 -1 0 {HIGH} cm\n" + lines(XS, [HIGH - y for y in YS]) + "Q\n",
    "backwards": lines(draw=backwards),
}


@pytest.mark.parametrize("style", STYLES)
def test_rules(tables, style):
    (table,) = tables(STYLES[style] + words())
    assert table.rows() == ROWS
    assert table.xs == pytest.approx(XS, abs=1.5)
    assert table.ys == pytest.approx([HIGH - y for y in reversed(YS)], abs=1.5)


def test_rules_inside_forms(tables):
    plain, matrix = "1 0 0 1 0 0", "2 0 0 2 10 20"
    half = lines([(x - 10) / 2 for x in XS], [(y - 20) / 2 for y in YS])
    for forms in (
        {"A": (lines(), plain)},
        {"A": (half, matrix)},
        {"A": (half, plain), "B": ("q 2 0 0 2 10 20 cm /A Do Q", plain)},
        {"A": (half, "1 0 0 1 -10 0"), "B": ("/A Do", "2 0 0 2 30 20")},
    ):
        (table,) = tables(Sheet(f"/{list(forms)[-1]} Do\n" + words(), forms=forms))
        assert table.rows() == ROWS, forms
        assert table.xs == pytest.approx(XS, abs=1)


@pytest.mark.parametrize("colour", ["1 G 1 g", "1 1 1 RG 1 1 1 rg", "0 0 0 0 K 0 0 0 0 k"])
@pytest.mark.parametrize("draw", [line, thin])
def test_white_rules_are_none(tables, colour, draw):
    assert tables(f"q {colour}\n" + lines(draw=draw) + "Q\n" + words()) == []


def test_white_rules_cut_no_cells(tables):
    white = "q 1 G\n" + line(110, YS[0], 110, YS[-1]) + "Q\n"
    (table,) = tables(lines() + white + words())
    assert table.rows() == ROWS


def shade(x0, y0, x1, y1, grey=0.8):
    return f"{grey} g\n" + bar(x0, y0, x1, y1) + "0 g\n"


def each_cell_shaded():
    """As Word draws its table styles: a shade a cell, and a thin white bar along each side."""
    return cells(draw=shade) + "1 g\n" + cells(draw=lambda *sides: lines(sides[::2], sides[1::2], thin)) + "0 g\n"


def one_shade_under_white_strokes():
    return shade(XS[0], YS[0], XS[-1], YS[-1], 0.3) + "1 G\n" + lines() + "0 G\n"


def every_other_row_shaded():
    """The white rules of the rows between are not seen, but go on from those that are."""
    rows = shade(XS[0], YS[0], XS[-1], YS[1]) + shade(XS[0], YS[2], XS[-1], YS[3], 0.6)
    return rows + "1 1 1 RG\n" + lines() + "0 G\n"


def shades_stroked_in_white():
    return "1 G 0.7 g\n" + cells(draw=lambda x0, y0, x1, y1: f"{x0} {y0} {x1 - x0} {y1 - y0} re B\n") + "0 g 0 G\n"


@pytest.mark.parametrize(
    "drawn", [each_cell_shaded, one_shade_under_white_strokes, every_other_row_shaded, shades_stroked_in_white]
)
def test_white_rules_on_shaded_cells(tables, drawn):
    (table,) = tables(drawn() + words())
    assert table.rows() == ROWS


def test_shading_and_curves_are_no_rules(tables):
    shade = "0.9 g " + bar(70, 605, 150, 645) + "0 g "
    curve = "100 605 m 120 606 140 604 150 605 c S\n"
    (table,) = tables(shade + curve + lines() + words())
    assert table.rows() == ROWS


GEOMETRIES = {
    "upright": ("", "", (0, 0, WIDE, HIGH)),
    "quarter turn": ("/Rotate 90", f"0 1 -1 0 {HIGH} 0 cm\n", (0, 0, HIGH, WIDE)),
    "half turn": ("/Rotate 180", f"-1 0 0 -1 {WIDE} {HIGH} cm\n", (0, 0, WIDE, HIGH)),
    "three quarters": ("/Rotate 270", f"0 -1 1 0 0 {WIDE} cm\n", (0, 0, HIGH, WIDE)),
    "back a quarter": ("/Rotate -90", f"0 -1 1 0 0 {WIDE} cm\n", (0, 0, HIGH, WIDE)),
    "offset sheet": ("", "1 0 0 1 -100 300 cm\n", (-100, 300, WIDE - 100, HIGH + 300)),
    "offset crop box": (f"/CropBox [40 50 {WIDE + 40} {HIGH + 50}]", "1 0 0 1 40 50 cm\n", (0, 0, 1000, 1000)),
    "crop box and turn": (
        f"/CropBox [40 50 {HIGH + 40} {WIDE + 50}] /Rotate 90",
        f"1 0 0 1 40 50 cm 0 1 -1 0 {HIGH} 0 cm\n",
        (0, 0, 1000, 1000),
    ),
    "boxes the wrong way round": ("", "", (WIDE, HIGH, 0, 0)),
    "a user's unit": ("/UserUnit 2", "", (0, 0, WIDE, HIGH)),
}


@pytest.mark.parametrize("geometry", GEOMETRIES)
def test_geometry(tables, geometry):
    extra, matrix, sheet = GEOMETRIES[geometry]
    (table,) = tables(matrix + lines() + words(), extra=extra, box=sheet)
    assert table.rows() == ROWS
    assert table.xs == pytest.approx(XS, abs=0.6)
    assert table.ys == pytest.approx([HIGH - y for y in reversed(YS)], abs=0.6)


def test_a3(tables):
    xs, ys = [40 + 60 * k for k in range(19)], [60 + 20 * k for k in range(37)]
    rows = [[f"{r}.{c}" for c in range(18)] for r in range(36)]
    (table,) = tables(lines(xs, ys) + words(rows, xs, ys, 8), box=(0, 0, 1191, 842))
    assert table.rows() == rows


# --- spans and more tables -----------------------------------------------------------------------------


def test_spans(tables):
    """A head over two columns, a name over two rows."""
    rules = (
        OUTLINE
        + line(XS[1], YS[2], XS[-1], YS[2])
        + line(XS[0], YS[1], XS[-1], YS[1])
        + line(XS[1], YS[0], XS[1], YS[3])
        + line(XS[2], YS[0], XS[2], YS[2])
    )
    content = rules + text(64, 640, "item") + text(200, 660, "amount") + text(170, 633, "plan") + text(270, 633, "paid")
    content += text(64, 608, "206") + text(170, 608, "1.00") + text(270, 608, "2.00")
    (table,) = tables(content)
    assert table.rows() == [["item", "amount", ""], ["", "plan", "paid"], ["206", "1.00", "2.00"]]
    spans = {cell.text: (cell.row_span, cell.column_span) for cell in table.cells}
    assert spans["item"] == (2, 1) and spans["amount"] == (1, 2) and spans["plan"] == (1, 1)


@pytest.mark.parametrize("gap", [4.0, 10.0, 40.0])
def test_two_tables_one_under_the_other(tables, gap):
    lower = [y - (YS[-1] - YS[0]) - gap for y in YS]
    found = tables(lines() + words() + lines(ys=lower) + words(ys=lower))
    assert [table.rows() for table in found] == [ROWS, ROWS]


@pytest.mark.parametrize("gap", [2.5, 2.9])
def test_two_tables_closer_than_rules_may_end_short(tables, gap):
    """Each is closed by borders of its own, with other columns: they are two."""
    other = (XS[0], 130.0, 220.0, XS[-1])
    lower = [y - (YS[-1] - YS[0]) - gap for y in YS]
    found = tables(lines() + words() + lines(other, lower) + words(xs=other, ys=lower))
    assert [table.rows() for table in found] == [ROWS, ROWS]


def test_two_tables_side_by_side(tables):
    right = [x + 340 for x in XS]
    found = tables(lines() + words() + lines(right) + words(xs=right), box=(0, 0, 842, 842))
    assert [table.rows() for table in found] == [ROWS, ROWS]


def test_a_box_within_a_cell_is_no_table(tables):
    inside = lines((70, 80, 90), (605, 612, 619))
    assert len(tables(lines() + words() + inside)) == 1


def test_no_table_without_text(tables):
    assert tables(lines() + text(100, 100, "elsewhere")) == []


# --- text ----------------------------------------------------------------------------------------------


def test_bold_imitated_by_printing_twice(tables):
    moved = words(xs=[x + 0.3 for x in XS])
    for content in words() + moved, words() + moved + words(xs=[x + 0.15 for x in XS]):
        (table,) = tables(lines() + content)
        assert table.rows() == ROWS


def test_digits_that_really_repeat_stay(tables):
    rows = [["1001", "22", "1,000,000.00"], ["--", "ll", "::"], ["0.00", "ff", "11111111"]]
    (table,) = tables(lines() + words(rows))
    assert table.rows() == rows


def test_text_over_a_border_stays_whole(tables):
    """Most of it decides; an amount set flush against the border is not cut."""
    content = text(64, 658, "a-name-far-too-long-for-it") + text(232, 633, "12345.67")
    (table,) = tables(lines() + content)
    assert table.rows()[0] == ["a-name-far-too-long-for-it", "", ""]
    assert table.rows()[1] == ["", "12345.67", ""]


def test_text_that_touches_over_a_border_stays_where_its_glyphs_lie(tables):
    """Cells without padding: an amount ends where the words, or another amount, of the next cell begin."""
    amount = text(XS[2] - 36.14, 658, "2406.66")  # Helvetica's digits are 5.56 points wide, its point 2.78
    content = amount + text(XS[2], 658, "education") + text(XS[1] - 36.14, 633, "2106.66") + text(XS[1], 633, "300.00")
    (table,) = tables(lines() + content)
    assert table.rows()[:2] == [["", "2406.66", "education"], ["2106.66", "300.00", ""]]


TWO = {
    "set one by one": text(264, 658, "100") + text(330, 658, "200"),
    "with spaces": text(264, 658, "100                200"),
    "one below the other": text(264, 664, "100") + text(264, 653, "200"),
}


@pytest.mark.parametrize("two", TWO)
def test_two_numbers_in_one_cell_are_not_one(tables, two):
    """One that is set wide, or wrapped where the cell ends, is."""
    wrapped = text(264, 614, "12345678901234567890") + text(264, 603, "1.50")
    (table,) = tables(lines() + TWO[two] + text(264, 633, "1 2 3.4 5") + wrapped)
    assert [row[2] for row in table.rows()] == ["100  200", "123.45", "123456789012345678901.50"]


def test_an_amount_is_not_glued_to_its_neighbour(tables):
    """One show operation runs from cell to cell, with a jump in it, or only a small gap at the border."""
    jump = "BT /F 10 Tf 64 658 Td [(206) -8000 (science) -6500 (3000.00)] TJ ET\n"
    close = text(218, 633, "4436.20") + text(263, 633, "1.5 next")
    (table,) = tables(lines() + jump + close)
    assert table.rows()[0] == ["206", "science", "3000.00"]
    assert table.rows()[1] == ["", "4436.20", "1.5 next"]


def test_invisible_text(tables):
    over = text(70, 660, "hidden", mode=3) + text(70, 630, "clipped", mode=7)
    (table,) = tables(lines() + words() + over)
    assert table.rows() == ROWS


def test_a_scan_with_invisible_text_only_is_read(tables):
    content = words().replace(" 0 Tr", " 3 Tr")
    (table,) = tables(lines() + content)
    assert table.rows() == ROWS


def test_what_lies_outside_the_crop_box_is_not_there(tables):
    out = lines([x + 600 for x in XS]) + words(xs=[x + 600 for x in XS]) + text(10, 900, "above")
    (table,) = tables(lines() + words() + out, extra=f"/CropBox [0 0 {WIDE} {HIGH}]", box=(0, 0, 1200, 1200))
    assert table.rows() == ROWS


def test_wrapped_lines(tables):
    content = text(64, 662, "a wrapped") + text(64, 652, "name") + text(264, 662, "13,297") + text(264, 652, ".11")
    (table,) = tables(lines() + content)
    assert table.rows()[0] == ["a wrapped name", "", "13,297.11"]
    assert table.cells[0].text_raw == "a wrapped\nname"


def test_order_within_a_cell_is_that_of_the_page(tables):
    content = text(100, 652, "four") + text(100, 662, "two") + text(64, 652, "three") + text(64, 662, "one")
    (table,) = tables(lines() + content)
    assert table.cells[0].text_raw == "one two\nthree four"


@pytest.mark.parametrize("size, lift", [(5, 3.6), (4, 3.8)])
def test_what_is_raised_behind_a_word_stays_there(tables, size, lift):
    """A footnote's or a trademark's sign is on the line of its word, in a cell of one line as in one of two."""
    raised = "BT /F 8 Tf 64 {y} Td (Casa Italia) Tj ET\nBT /F {size} Tf {x} {z} Td (PIR) Tj ET\n" + text(128, 0, "")
    drawn = ""
    for y in 662, 632:
        drawn += raised.format(y=y, z=y + lift, size=size, x=103)
        drawn += f"BT /F 8 Tf 116 {y} Td (is one) Tj ET\n"
    drawn += text(64, 652, "contract") + text(264, 632, "7.00")
    (table,) = tables(lines() + drawn)
    first = [cell.text_raw for cell in table.cells if cell.column == 0]
    assert [said.replace("Italia PIR", "ItaliaPIR") for said in first[:2]] == [
        "Casa ItaliaPIR is one\ncontract",
        "Casa ItaliaPIR is one",
    ]


def sideways(x, y, words, up=True, size=8):
    matrix = "0 1 -1 0" if up else "0 -1 1 0"
    return f"BT /F {size} Tf {matrix} {x} {y} Tm ({words}) Tj ET\n"


def test_text_that_runs_up_or_down(tables):
    xs, ys = (60.0, 100.0, 260.0), (500.0, 590.0, 680.0)
    content = sideways(78, 592, "Expense") + sideways(90, 592, "item") + sideways(84, 585, "Income", up=False)
    content += sideways(74, 585, "item", up=False) + text(110, 630, "3000.00") + text(110, 540, "158.13")
    (table,) = tables(lines(xs, ys) + content)
    assert [row[1] for row in table.rows()] == ["3000.00", "158.13"]
    assert [row[0].replace(" ", "") for row in table.rows()] == ["Expenseitem", "Incomeitem"]


@pytest.mark.parametrize("up", [True, False])
def test_words_that_lie_keep_their_spaces_and_their_order(tables, up):
    """A word of two letters, and three words on one line."""
    xs, ys = (60.0, 100.0, 260.0), (500.0, 590.0, 680.0)
    y = 592 if up else 678
    content = sideways(84, y, "No of them", up) + sideways(84, y - 88, "No", up) + text(110, 630, "3.00")
    (table,) = tables(lines(xs, ys) + content)
    assert [row[0] for row in table.rows()] == ["No of them", "No"]


def test_letters_stacked_in_columns(tables):
    """Written from top to bottom, the columns from right to left."""
    xs, ys = (60.0, 100.0, 260.0), (500.0, 590.0, 680.0)
    content = "".join(text(84, 660 - 12 * k, x) for k, x in enumerate("ABCD"))
    content += "".join(text(70, 660 - 12 * k, x) for k, x in enumerate("EFG"))
    content += "".join(text(76, 570 - 12 * k, x) for k, x in enumerate("HIJK")) + text(110, 630, "1.00")
    (table,) = tables(lines(xs, ys) + content)
    assert [row[0] for row in table.rows()] == ["ABCDEFG", "HIJK"]


@pytest.mark.parametrize("words", ["0,,", ".,", "a____", "3,,,,,", ",", "1__1__"])
def test_commas_and_strokes_below_the_line_turn_no_cell(tables, words):
    (table,) = tables(lines() + text(XS[0] + 4, YS[1] + 8, words))
    assert words in itertools.chain(*table.rows())


def test_lines_outside(tmp_path):
    content = lines() + words() + text(60, 700, "A title") + text(300, 700, "unit: yuan") + text(60, 580, "a note")
    (page,) = read_pages(write(tmp_path / "page.pdf", Sheet(content)))
    free = lines_of(page.chars, outside(page, find_tables(page)))
    assert [x.text for x in free] == ["A title unit: yuan", "a note"]
    for x in free:
        assert [x.text[k] for k in x.offsets] == [chr(c) for c in page.chars["code"][x.indices]]


# --- any table -----------------------------------------------------------------------------------------


@st.composite
def any_table(draw):
    columns, rows = draw(st.integers(1, 6)), draw(st.integers(2, 8))
    widths = draw(st.lists(st.floats(45, 85), min_size=columns, max_size=columns))
    heights = draw(st.lists(st.floats(14, 40), min_size=rows, max_size=rows))
    xs, ys = [30.0], [100.0]
    for width in widths:
        xs.append(round(xs[-1] + width, 2))
    for height in heights:
        ys.append(round(ys[-1] + height, 2))
    words = st.text("abcdefgh0123456789.,%-", min_size=0, max_size=6).map(str.strip)
    texts = [[draw(words) for _ in range(columns)] for _ in range(rows)]
    texts[0][0] = texts[0][0] or "x"
    return xs, ys, texts, draw(st.sampled_from([line, thin, twice, broken]))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(any_table())
def test_any_table(tmp_path, made):
    xs, ys, texts, style = made
    content = lines(xs, ys, style) + words(texts, xs, ys, 8)
    (page,) = read_pages(write(tmp_path / "any.pdf", Sheet(content)))
    (table,) = find_tables(page)
    assert table.rows() == texts


def dotted(x0, y0, x1, y1):
    return broken(
        x0, y0, x1, y1, piece=0.7, gap=1.0, draw=lambda *ends: bar(ends[0], ends[1], *(v + 0.7 for v in ends[:2]))
    )


def test_dots_are_lines(tables):
    (whole,), (made,) = tables(lines() + words()), tables(lines(draw=dotted) + words())
    assert made.rows() == whole.rows()
    assert made.xs == pytest.approx(whole.xs, abs=1) and made.ys == pytest.approx(whole.ys, abs=1)


def test_rules_between_rows_that_break_at_each_column_say_where_the_columns_are(tables):
    pieces = "".join(bar(x0, y, x1, y + 0.7) for y in YS for x0, x1 in itertools.pairwise(XS))
    (whole,), (made,) = tables(lines() + words()), tables(pieces + words())
    assert made.rows() == whole.rows() and made.xs == pytest.approx(whole.xs, abs=1)
    assert not tables("".join(bar(XS[0], y, XS[-1], y + 0.7) for y in YS) + words()), (
        "a rule from edge to edge does not"
    )
