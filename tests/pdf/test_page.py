"""One reading of the page: what it gives, what it refuses, and how much of a hostile page it reads."""

import contextlib
import itertools
import os
import shutil
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from pdfs import HIGH, ROWS, WIDE, XS, YS, Sheet, line, lines, text, words, write

from disclosure.model.errors import InputError
from disclosure.pdf import compiled, kernels
from disclosure.pdf.grid import find_tables
from disclosure.pdf.pages import read_pages
from disclosure.pdf.settings import DEFAULT, Settings

PDF = Path(__file__).parents[2] / "data/raw/471-2021.pdf"
TABLE = lines() + words()


def one(path, sheet):
    (read,) = read_pages(write(path / "page.pdf", sheet, compress=True))
    return read


# --- what a page gives ---------------------------------------------------------------------------------


def test_characters_and_rules(tmp_path):
    read = one(tmp_path, Sheet(text(100, 700, "Hx") + line(50, 600, 250, 600)))
    assert (read.number, read.width, read.height, read.images, read.cut_short) == (1, WIDE, HIGH, 0, False)
    assert "".join(map(chr, read.chars["code"])) == "Hx"
    high, low = read.chars
    assert high["x"] == pytest.approx(100) and high["base"] == pytest.approx(HIGH - 700)
    assert high["bottom"] == pytest.approx(HIGH - 700, abs=0.3) and 6 < high["bottom"] - high["top"] < 8
    assert low["bottom"] - low["top"] < high["bottom"] - high["top"]  # the glyph's box, not the font's
    assert read.rules.tolist() == [pytest.approx([50, HIGH - 600, 250, HIGH - 600], abs=0.01)]


def test_white_space_is_no_character(tmp_path):
    read = one(tmp_path, Sheet(text(100, 700, "a b") + text(200, 700, " ")))
    assert read.chars["code"].tolist() == [97, 98]
    assert read.chars["space"].tolist() == [3, 1]


def test_pages_in_order_and_by_number(tmp_path):
    sheets = [Sheet(text(100, 700, f"p{k}")) for k in range(1, 6)]
    path = write(tmp_path / "five.pdf", *sheets)
    assert [p.number for p in read_pages(path)] == [1, 2, 3, 4, 5]
    assert [(p.number, chr(p.chars["code"][1])) for p in read_pages(path, {4, 2})] == [(2, "2"), (4, "4")]


def test_a_long_document_is_opened_anew_now_and_then(tmp_path):
    path = write(tmp_path / "ten.pdf", *[Sheet(text(100, 700, chr(97 + k))) for k in range(10)])
    assert "".join(chr(p.chars["code"][0]) for p in read_pages(path, settings=Settings(reopen=3))) == "abcdefghij"


def test_a_blank_page_among_others(tmp_path):
    path = write(tmp_path / "blank.pdf", Sheet(""), Sheet(TABLE))
    assert [len(find_tables(p)) for p in read_pages(path)] == [0, 1]


def test_pictures_are_counted(tmp_path):
    picture = "q 300 0 0 200 50 300 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n"
    assert one(tmp_path, Sheet(picture + text(10, 10, "x"))).images == 1


# --- what it refuses -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content, said",
    [
        (b"", "empty"),
        (b"no PDF at all", "no PDF"),
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + b"\xff" * 5000, "damaged"),
    ],
)
def test_no_pdf(tmp_path, content, said):
    path = tmp_path / "bad.pdf"
    path.write_bytes(content)
    with pytest.raises(InputError, match=said):
        list(read_pages(path))


def test_missing_and_folder(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        list(read_pages(tmp_path / "none.pdf"))
    with pytest.raises(InputError, match="folder"):
        list(read_pages(tmp_path))


def test_cut_short_file(tmp_path):
    path = tmp_path / "half.pdf"
    whole = PDF.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with contextlib.suppress(InputError):
        assert all(p.chars is not None for p in read_pages(path))


def test_no_text_layer(tmp_path):
    path = write(tmp_path / "scan.pdf", Sheet(lines()))
    with pytest.raises(InputError, match="text layer"):
        list(read_pages(path))
    assert [len(p.chars) for p in read_pages(path, {1})] == [0]


def test_a_page_that_is_not_there_is_named(tmp_path):
    path = write(tmp_path / "two.pdf", Sheet(TABLE), Sheet(TABLE))
    content = path.read_bytes().replace(b"/Count 2", b"/Count 9")
    path.write_bytes(content)
    with pytest.raises(InputError, match="page 3 of 9"):
        list(read_pages(path))


# --- hostile pages -------------------------------------------------------------------------------------


def test_absurd_coordinates(tmp_path):
    numbers = ["1e30", "-1e38", "NaN", "1e999", "99999999999999", "0"]
    wild = "".join(f"{a} {b} m {c} 1 l S\n" for a, b, c in itertools.product(numbers, repeat=3))
    wild += "".join(f"BT /F {a} Tf {b} 5 Td (x) Tj ET\n" for a, b in itertools.product(numbers, repeat=2))
    wild += "q 1e30 0 0 1e30 0 0 cm\n" + TABLE + "Q q 0 0 0 0 0 0 cm\n" + TABLE + "Q\n"
    read = one(tmp_path, Sheet(wild + TABLE))
    assert all(np.isfinite(read.chars[name]).all() for name in read.chars.dtype.names)
    assert np.isfinite(read.rules).all()
    assert ROWS[0][0] in [cell.text for table in find_tables(read) for cell in table.cells]


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (0, 0, 1e9, 1e9), (0, 0, 1e-9, 1e-9), (-1e30, 0, 1e30, 5)])
def test_absurd_page_sizes(tmp_path, box):
    path = write(tmp_path / "size.pdf", Sheet(TABLE, box=box), Sheet(TABLE))
    assert find_tables(list(read_pages(path))[1])[0].rows() == ROWS


def test_more_drawing_than_is_read_is_said(tmp_path, monkeypatch):
    many = "".join(line(60, 100 + k / 100, 61, 100 + k / 100) for k in range(3000))
    assert not one(tmp_path, Sheet(TABLE + many)).cut_short
    million = "".join(f"{k % 500} {k % 90} 1 1 re f\n" for k in range(DEFAULT.max_objects // 5))
    assert one(tmp_path, Sheet(TABLE + million)).cut_short


def test_more_tables_than_are_kept_is_said(tmp_path):
    small = "".join(
        lines((x, x + 5, x + 10), (y, y + 5, y + 10)) + text(x + 1, y + 1, "a", 4)
        for x, y in itertools.product(range(0, 1000, 25), range(0, 1000, 25))
    )
    read = one(tmp_path, Sheet(small, box=(0, 0, 1000, 1000)))
    assert len(find_tables(read)) == 1000 and read.cut_short


def test_forms_that_hold_themselves(tmp_path):
    path = write(tmp_path / "self.pdf", Sheet("/A Do\n", forms={"A": (TABLE + "/A Do\n", "1 0 0 1 0 0")}))
    content = path.read_bytes()
    number = content.split(b"/XObject << /A ")[1].split(b" ")[0]
    path.write_bytes(content.replace(b"/XObject <<  >>", b"/XObject << /A " + number + b" 0 R >>"))
    (read,) = read_pages(path)
    assert find_tables(read)[0].rows() == ROWS


def test_forms_many_times_over(tmp_path):
    """Twelve forms, each with the one before it in it twice: four thousand tables in the same place."""
    forms = {"A0": (TABLE, "1 0 0 1 0 0")}
    for k in range(1, 12):
        forms[f"A{k}"] = (f"/A{k - 1} Do /A{k - 1} Do", "1 0 0 1 0 0")
    read = one(tmp_path, Sheet("/A11 Do\n", forms=forms))
    assert find_tables(read)[0].rows() == ROWS


# --- plain Python and machine code ---------------------------------------------------------------------


@pytest.fixture(scope="module")
def machine_code():
    pytest.importorskip("numba")
    before = compiled._loaded
    yield compiled.load(make=True)
    compiled._loaded = before


def test_machine_code_and_plain_python_read_the_same(machine_code, monkeypatch, tmp_path):
    assert not machine_code.plain
    plain = types.SimpleNamespace(plain=True, **compiled.plain(kernels))
    numbers = {2, 6, 12}
    both = []
    for run in machine_code, plain:
        monkeypatch.setattr(compiled, "_loaded", run)
        both.append([(p, find_tables(p)) for p in read_pages(PDF, numbers)])
    for (page_a, tables_a), (page_b, tables_b) in zip(*both, strict=True):
        assert (page_a.chars == page_b.chars).all() and (page_a.rules == page_b.rules).all()
        assert tables_a == tables_b


@pytest.mark.slow
@pytest.mark.parametrize("first", ["", "import numba", "import numba; numba.njit(lambda x: x + 1)(1)"])
def test_machine_code_beside_numba(machine_code, first):
    """Whether the process uses numba itself, before or after, makes no difference to either."""
    code = f"""
{first}
from disclosure.pdf.grid import find_tables
from disclosure.pdf.pages import read_pages
from disclosure.pdf.settings import DEFAULT, Settings
from disclosure.pdf import compiled
assert not compiled.load().plain
assert sum(len(find_tables(p)) for p in read_pages({str(PDF)!r})) == 20
import numba

@numba.njit
def divide(a, b):
    return a // b

try:
    divide(1, 0)
except ZeroDivisionError:
    print("numba raises")
"""
    environment = {**os.environ, "DISCLOSURE_PLAIN": ""}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert run.stdout == "numba raises\n", run.stderr


def test_machine_code_is_kept_and_found_again(machine_code):
    assert compiled.machine_code(kernels, make=False) is not None


@pytest.mark.parametrize("harm", ["damaged", "others may write"])
def test_machine_code_that_cannot_be_trusted_is_not_run(machine_code, harm, monkeypatch, tmp_path):
    """Plain Python goes on, and one line says why."""
    folders = compiled._folders(kernels)
    made = max(
        (path for folder in folders for path in folder.glob("kernels.*.o")), key=lambda path: path.stat().st_mtime
    )
    kept = Path(shutil.copy(made, tmp_path))
    monkeypatch.setattr(compiled, "_folders", lambda _: [tmp_path])
    monkeypatch.setattr(compiled, "_loaded", None)
    monkeypatch.delenv("DISCLOSURE_PLAIN", raising=False)
    assert not compiled.load().plain
    if harm == "damaged":
        kept.write_bytes(kept.read_bytes()[:-1] + b"x")
    else:
        kept.chmod(0o666)
    with pytest.warns(UserWarning, match=harm):
        assert compiled.load().plain


def test_it_is_made_when_it_pays(monkeypatch):
    asked = []
    monkeypatch.setattr(compiled, "_loaded", types.SimpleNamespace(plain=True))
    monkeypatch.setattr(compiled, "_pages", 0)
    monkeypatch.setattr(compiled, "_wants_plain", lambda: False)
    monkeypatch.setattr(compiled, "load", lambda make=False: asked.append(make))
    for _ in range(2 * compiled.PATIENCE):
        compiled.page_done()
    assert asked == [True]


def test_without_numba_it_stays_plain(monkeypatch):
    def missing(*_):
        raise ImportError("no llvmlite")

    monkeypatch.setattr(compiled, "machine_code", missing)
    monkeypatch.setattr(compiled, "_loaded", None)
    assert compiled.run().plain


def test_lines_of_the_example_are_where_they_are_said_to_be(tmp_path):
    (table,) = find_tables(one(tmp_path, Sheet(TABLE)))
    assert table.xs == pytest.approx(XS) and table.ys == pytest.approx([HIGH - y for y in reversed(YS)])
