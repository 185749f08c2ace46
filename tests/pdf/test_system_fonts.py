"""A PDF that does not bring its fonts reads the same on every machine, and no character is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pdfplumber
import pytest
from pdfs import XS, YS, Sheet, lines, write
from sheets import draw
from sheets import page as sheet

from disclosure.pdf.fonts import make_box_font
from disclosure.pdf.grid import find_tables
from disclosure.pdf.page import open_pdf
from disclosure.pdf.pages import read_pages
from disclosure.pdf.system_fonts import machine_fonts

ROWS = [["编码", "名称", "合计"], ["201", "丁", "12.30"], ["202", "一", "2.00"]]
SONG = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font "
    b"/Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 "
    b">> /DW 1000 >> ] >>"
)
KAI = SONG.replace(b"CIDFontType0", b"CIDFontType2").replace(b"STSong-Light", b"KaiTi_GB2312")
HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"

HIDE = """
import ctypes, pypdfium2.raw as c
text = ctypes.POINTER(ctypes.c_char)
folders = (text * 2)(ctypes.cast(ctypes.c_char_p({folder!r}), text), None)
c.FPDF_DestroyLibrary()
c.FPDF_InitLibraryWithConfig(c.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=folders))
"""
READ = """
import json
from disclosure.pdf.grid import find_tables
from disclosure.pdf.pages import read_pages
(page,) = read_pages({path!r})
(table,) = find_tables(page)
print(json.dumps([table.rows(), page.chars.tolist()]))
"""


def run(code):
    return json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


def page(path, font):
    """The table of ROWS, each cell a text of its own, as office programs write them."""
    content = lines()
    for row, y in zip(ROWS, YS[-2::-1], strict=True):
        for cell, x in zip(row, XS, strict=False):
            content += f"BT /F 10 Tf {x + 4} {y + 8} Td <{cell.encode('utf-16-be').hex()}> Tj ET\n"
    write(path, Sheet(content))
    path.write_bytes(path.read_bytes().replace(HELVETICA, font))
    return path


@pytest.mark.slow
@pytest.mark.parametrize("font", [SONG, KAI], ids=["Type 1", "TrueType"])
def test_the_machine_s_fonts_make_no_difference(tmp_path, font):
    read = READ.format(path=str(page(tmp_path / "page.pdf", font)))
    (tmp_path / "no fonts").mkdir()
    hidden = run(HIDE.format(folder=str(tmp_path / "no fonts").encode()) + read)
    assert hidden[0] == ROWS
    assert hidden == run(read)


def test_pictures_are_drawn_with_the_machine_s_fonts(tmp_path):
    """Where it has none for these characters, nothing is drawn; boxes never are."""

    def ink(path):
        document = open_pdf(path)
        try:
            return int((document[0].render(grayscale=True).to_numpy() < 128).sum())
        finally:
            document.close()

    path, empty = page(tmp_path / "page.pdf", SONG), write(tmp_path / "lines.pdf", Sheet(lines()))
    boxes = ink(path)
    with machine_fonts():
        drawn = ink(path)
    assert ink(empty) <= drawn < boxes
    assert ink(path) == boxes


def test_the_font_of_boxes_is_what_its_maker_makes(tmp_path):
    make_box_font.make(tmp_path / "boxes.ttf")
    assert (tmp_path / "boxes.ttf").read_bytes() == Path(make_box_font.__file__).with_name("boxes.ttf").read_bytes()


def test_a_disclosure_drawn_for_tests_brings_its_font_and_reads_the_same_by_two_programs(tmp_path):
    path = draw(tmp_path / "drawn.pdf", sheet("部门支出总表", ROWS))
    with pdfplumber.open(path) as document:
        (table,) = document.pages[0].extract_tables()
        assert {character["fontname"] for character in document.pages[0].chars} == {"Own"}
    assert b"/FontFile3" in path.read_bytes()
    (found,) = find_tables(next(read_pages(path)))
    assert table == found.rows() == ROWS
