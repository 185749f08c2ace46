"""Tables without rules: found where amounts stand in columns, read with camelot's stream, and said to be less sure."""

import csv
from pathlib import Path

import pytest
from pdfs import ROWS, Sheet, line, lines, text, words, write

from disclosure.forms.printed import printed_tables
from disclosure.pdf import unruled
from disclosure.pdf.reading import read
from disclosure.pdf.settings import Settings
from disclosure.run.extraction import extract, save

PDF = Path(__file__).parents[2] / "data/raw/471-2021.pdf"
RIGHT = (120, 250, 360, 450, 540)  # where the columns of a table end; the first two begin 60 further left
TABLE = [
    ["code", "name", "total", "basic", "project"],
    ["206", "science", "3,158.13", "158.13", "3,000.00"],
    ["20601", "offices", "158.13", "158.13", ""],
    ["20602", "research", "3,000.00", "", "3,000.00"],
    ["208", "social security", "1,278.07", "1,278.07", "0.00"],
    ["20805", "pensions", "1,278.07", "1,278.07", ""],
    ["", "sum", "4,436.20", "1,436.20", "3,000.00"],
]


def wide(words_: str, size: float = 10) -> float:
    """About the width of words in Helvetica; that of digits exactly."""
    return sum(2.78 if c in ",. " else 5.56 for c in words_) * size / 10


def printed(rows=TABLE, top=700, pitch=20, x=0) -> str:
    made = ""
    for k, row in enumerate(rows):
        for j, cell in enumerate(row):
            left = RIGHT[j] - 60 if j < 2 else RIGHT[j] - wide(cell)
            made += text(left + x, top - k * pitch, cell) if cell else ""
    return made


def prose(top: float, count: int = 12) -> str:
    said = "In {0} the office spent {1}.5 on {2} posts and {3},000.00 for the {4} projects of {0} in all."
    figures = [(2010 + k, 37 * k + 101, 7 * k + 3, k + 1, k + 2) for k in range(count)]
    return "".join(text(60, top - 16 * k, said.format(*row)) for k, row in enumerate(figures))


def grids(folder, *content, **sheet):
    return read(write(folder / "t.pdf", *[Sheet(piece, **sheet) for piece in content]))


def the_table(reading):
    (table,) = printed_tables(reading)
    return table.certainty, table.texts()


# --- what is found -------------------------------------------------------------------------------------


def test_no_rules_at_all(tmp_path):
    reading = grids(tmp_path, text(200, 760, "Table 1") + printed() + prose(400))
    assert the_table(reading) == ("unruled", TABLE)
    assert printed_tables(reading)[0].title == "Table 1" and len(reading.prose) == 13
    (grid,) = reading.grids
    assert (grid.index, grid.shape, reading.remarks) == (1, (7, 5), [])
    assert grid.cells[7].text == "3,158.13"
    assert grid.cells[7].x0 < 360 - wide("3,158.13") and grid.cells[7].x1 > 359


def test_header_between_rules(tmp_path):
    rules = "".join(line(55, y, 545, y) for y in (735, 695, 575))
    reading = grids(tmp_path, text(200, 745, "Table 2") + text(400, 720, "of which") + rules + printed())
    certainty, texts = the_table(reading)
    assert certainty == "unruled" and texts[2:] == TABLE[1:]
    assert printed_tables(reading)[0].header == 2
    assert printed_tables(reading)[0].labels() == ["code", "name", "total", "of which/basic", "project"]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_pages_and_offset_boxes(tmp_path, turn):
    box = (-40, -30, 600, 800)
    reading = grids(tmp_path, printed(), box=box, extra=f"/Rotate {turn}")
    if turn:  # shown sideways or upside down, the text does not run along the lines
        assert all(table.certainty == "unruled" for table in printed_tables(reading))
    else:
        assert the_table(reading) == ("unruled", TABLE)


def test_beside_ruled_tables(tmp_path):
    reading = grids(tmp_path, lines() + words() + printed(top=540) + prose(300))
    assert [(t.certainty, t.texts()) for t in printed_tables(reading)] == [("ruled", ROWS), ("unruled", TABLE)]
    assert [grid.index for grid in reading.grids] == [1, 2]


def test_two_on_a_page(tmp_path):
    reading = grids(tmp_path, printed(top=780) + text(60, 600, "Another one") + printed(top=560))
    assert [table.texts() for table in printed_tables(reading)] == [TABLE, TABLE]


def test_over_two_pages(tmp_path):
    again = [TABLE[0], ["210", "health", "1,111.11", "1,111.11", ""], ["21011", "care", "1,111.11", "1,111.11", ""]]
    again += [["212", "works", "2,222.22", "1,222.22", "1,000.00"], ["213", "farms", "3,333.33", "3,333.33", "0.00"]]
    reading = grids(tmp_path, printed(top=200), printed(again, top=780))
    assert the_table(reading) == ("unruled", TABLE + again[1:])


# --- what is not ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        prose(700),
        lines() + words() + prose(500),
        "".join(text(60, 700 - 20 * k, f"1.{k}") + text(90, 700 - 20 * k, "Part") + text(500, 700 - 20 * k, f"{3 + k}")
                for k in range(1, 7)),
        printed(TABLE[:2]) + text(290, 30, "12"),
        "".join(text(60, 700 - 20 * k, f"item {k}") + text(400, 700 - 20 * k, "12.50") for k in range(9)),
    ],
    ids=["prose", "ruled", "contents", "two lines", "a list"],
)  # fmt: skip
def test_nothing_else(tmp_path, content):
    reading = grids(tmp_path, content)
    assert not reading.remarks and all(table.certainty == "ruled" for table in printed_tables(reading))


def test_none_in_the_disclosure(monkeypatch):
    monkeypatch.setattr("disclosure.pdf.reading.read_unruled", None)  # nothing is ever handed to camelot
    assert all(grid.certainty == "ruled" for grid in read(PDF).grids)


# --- what is said --------------------------------------------------------------------------------------


def rows_of(path):
    extraction = extract(path)
    save(extraction, path.parent, ("tables", "cells"))
    with (path.parent / "tables.csv").open(encoding="utf-8-sig", newline="") as file:
        return extraction, list(csv.DictReader(file))


def test_said_in_summary_and_tables(tmp_path):
    path = write(tmp_path / "t.pdf", Sheet(prose(700)), Sheet(lines() + words() + printed(top=540)))
    extraction, rows = rows_of(path)
    other = "is of no known form: kept cell by cell"
    told = [("ruled", other), ("unruled", f"{unruled.READ}; {other}")]
    assert [(row["certainty"], row["remark_en"]) for row in rows] == told
    assert f"page 2: {unruled.READ}" in map(str, extraction.remarks)
    assert sum(row["table"] == 2 for row in extraction.rows["cells"]) == 35


def test_rows_without_rules_between_them(tmp_path):
    ys = (540, 690, 720)  # a box with column rules, but no rule between the rows of its body
    path = write(tmp_path / "t.pdf", Sheet(lines((50, 180, 310, 370, 460, 550), ys) + printed()))
    extraction, rows = rows_of(path)
    assert extraction.tables[0].texts() == TABLE
    assert [row["certainty"] for row in rows] == ["unruled"] and str(unruled.READ) in rows[0]["remark_en"]


LIST = [["Name", "Town", "Kind"], ["Alice", "Paris", "red"], ["Bob", "Rome", "light blue"], ["Eve", "Oslo", "grey"]]


@pytest.mark.parametrize("set_so", ["left", "right"])
def test_lists_of_words(tmp_path, set_so):
    """Four lines of three texts each, in the same columns; the prose around them is none."""
    at = [(60, 180, 300), (120, 260, 400)][set_so == "right"]
    size = {"i": 2.22, "l": 2.22, "t": 2.78, " ": 2.78, "r": 3.33, "m": 8.33, "w": 7.22, "c": 5, "k": 5}
    back = {cell: (set_so == "right") * sum(size.get(c, 5.56) for c in cell) for row in LIST for cell in row}
    drawn = "".join(
        text(x - back[cell], 700 - 20 * k, cell) for k, row in enumerate(LIST) for x, cell in zip(at, row, strict=True)
    )
    (grid,) = grids(tmp_path, prose(780, 3) + drawn + prose(560)).grids
    assert (grid.rows(), grid.certainty) == (LIST, "unruled")


def contents():
    chapters = "".join(
        text(60, 700 - 20 * k, f"{k + 1}.") + text(90, 700 - 20 * k, "Chapter " + "abc"[k % 3]) for k in range(8)
    )
    return chapters + "".join(text(500, 700 - 20 * k, str(3 * k + 2)) for k in range(8))


def with_leaders():
    """The dots are texts of their own, and the page number is glued to them."""
    return "".join(
        text(60, 700 - 20 * k, f"{k + 1}.")
        + text(90, 700 - 20 * k, "Part")
        + text(150, 700 - 20 * k, f". . . . . . . . {k}")
        for k in range(5)
    )


def newspaper(width):
    said = "the office spent what it was given and a little more on all that it had to do in this year of plenty"
    return "".join(
        text(40 + 180 * column, 700 - 12 * k, said[k : k + width + k % 3]) for k in range(20) for column in range(3)
    )


@pytest.mark.parametrize(
    "drawn",
    [contents(), with_leaders(), newspaper(34), newspaper(24)],
    ids=["contents", "contents with leaders", "newspaper", "wide gutters"],
)
def test_what_is_no_list(tmp_path, drawn):
    assert grids(tmp_path, drawn).grids == []


def test_too_large_for_camelot(tmp_path):
    reading = read(write(tmp_path / "t.pdf", Sheet(printed())), settings=Settings(max_pieces=10))
    assert not printed_tables(reading) and reading.remarks == [(1, unruled.UNREAD)]
    assert len(reading.prose) == len(TABLE)  # its lines stay


def test_camelot_failing_costs_no_ruled_table(tmp_path, monkeypatch):
    from camelot.parsers import Stream

    monkeypatch.setattr(Stream, "extract_tables", lambda self: 1 / 0)
    path = write(tmp_path / "t.pdf", Sheet(lines() + words() + printed(top=540)), Sheet(printed() + printed(top=350)))
    extraction, rows = rows_of(path)
    assert [table.texts() for table in extraction.tables] == [ROWS]
    assert [(row["pages"], row["role"], row["remark_en"]) for row in rows[1:]] == [
        ("1", "other", str(unruled.UNREAD)),
        ("2", "other", str(unruled.UNREAD)),
    ]
    assert [str(remark) for remark in extraction.remarks].count(f"page 2: {unruled.UNREAD}") == 2
