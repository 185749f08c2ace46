"""The made-up department's documents in the formats that departments publish: the same words, tables and pages in each.

:func:`drawn` records what ``data/example/make_example.py`` draws; the writers set that in another format. In workbooks
amounts are numbers with a format, as whoever keeps accounts in Excel has them.
"""

from __future__ import annotations

import importlib.util
import re
import zipfile
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).parents[1]
AMOUNT = re.compile(r"-?[\d,]+\.\d\d")


class Recorder:
    """What a document draws, page by page: ``(kind, content)`` with kind ``line``, ``paragraph`` or ``table``."""

    def __init__(self, title):
        self.title, self.pages, self.y = title, [], 0.0

    def page(self):
        self.pages.append([])

    def heading(self, words, size=14, centred=True):
        self.pages[-1].append(("line", words))

    def sides(self, left, right):
        self.pages[-1].append(("sides", (left, right)))

    def paragraph(self, words, size=11):
        self.pages[-1].append(("paragraph", words))

    def table(self, rows, shares, heads, words=()):
        self.pages[-1].append(("table", (rows, shares)))


@cache
def example():
    """``data/example/make_example.py``, in a copy of our own."""
    spec = importlib.util.spec_from_file_location("make_example_again", ROOT / "data/example/make_example.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def drawn(name: str) -> list[list[tuple]]:
    """The pages of one of the example's documents."""
    module = example()
    make, year = module.DOCUMENTS[name]
    paper, module.Paper = module.Paper, Recorder
    try:
        return make(year).pages
    finally:
        module.Paper = paper


def spans(rows):
    """Each cell of a table: row, column, rows and columns that it covers, and its words."""
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words in ("<", "^"):
                continue
            right, below = c + 1, r + 1
            while right < len(row) and row[right] == "<":
                right += 1
            while below < len(rows) and rows[below][c] == "^":
                below += 1
            yield r, c, below - r, right - c, words


def write_xlsx(pages, path: Path, borders: bool = True) -> Path:
    from openpyxl import Workbook
    from openpyxl.styles import Border, Side

    side = Side(style="thin")
    border = Border(left=side, right=side, top=side, bottom=side)
    book = Workbook()
    book.remove(book.active)
    for number, page in enumerate(pages, start=1):
        sheet, row = book.create_sheet(f"表{number}"), 1
        wide = max([len(content[1]) for kind, content in page if kind == "table"], default=8)
        for kind, content in page:
            if kind == "table":
                for r, c, down, right, words in spans(content[0]):
                    cell = sheet.cell(row + r, c + 1)
                    if AMOUNT.fullmatch(words):
                        cell.value, cell.number_format = float(words.replace(",", "")), "#,##0.00"
                    elif words.endswith("%") and "." in words:
                        cell.value, cell.number_format = float(Decimal(words[:-1]) / 100), "0.00%"
                    else:
                        cell.value = words or None
                    if (down, right) != (1, 1):
                        sheet.merge_cells(None, row + r, c + 1, row + r + down - 1, c + right)
                for line in sheet.iter_rows(row, row + len(content[0]) - 1, 1, len(content[1])) if borders else ():
                    for cell in line:
                        cell.border = border
                row += len(content[0])
            elif kind == "sides":
                sheet.cell(row, 1, content[0])
                sheet.cell(row, wide, content[1])
                row += 1
            else:
                sheet.cell(row, 1, content)
                sheet.merge_cells(None, row, 1, row, wide)
                row += 1
    book.save(path)
    return path


def write_html(pages, path: Path, charset: str = "gbk") -> Path:
    made = []
    for page in pages:
        for kind, content in page:
            if kind == "table":
                rows = [[] for _ in content[0]]
                for r, _, down, right, words in spans(content[0]):
                    rows[r].append(f'<td rowspan="{down}" colspan={right}><p>{escape(words)}</p></td>')
                made.append(f"<table>{''.join(f'<tr>{chr(10).join(row)}' for row in rows)}</table>")
            elif kind == "sides":
                made.append(f"<p>{escape(content[0])}&nbsp;&nbsp;{escape(content[1])}</p>")
            else:
                made.append(f"<p>{escape(content)}</p>")
    page = f"<html><head><meta charset={charset}><script>document.write('0.00')</script></head><body><div>"
    path.write_bytes(f"{page}{''.join(made)}</div></body></html>".encode(charset))
    return path


def write_docx(pages, path: Path) -> Path:
    from docx import Document
    from docx.enum.text import WD_BREAK

    document = Document()
    for number, page in enumerate(pages):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        for kind, content in page:
            if kind == "table":
                table = document.add_table(len(content[0]), len(content[1]), "Table Grid")
                for r, c, down, right, words in spans(content[0]):
                    cell = table.cell(r, c)
                    if (down, right) != (1, 1):
                        cell = cell.merge(table.cell(r + down - 1, c + right - 1))
                    cell.text = words
            elif kind == "sides":
                document.add_paragraph(f"{content[0]}\t{content[1]}")
            else:
                document.add_paragraph(content)
    document.save(path)
    return path


def write_xls(pages, path: Path) -> Path:
    from xlwt import Workbook, easyxf

    ruled = "borders: left thin, right thin, top thin, bottom thin"
    styles = {code: easyxf(ruled, num_format_str=code) for code in ("General", "#,##0.00", "0.00%")}
    book = Workbook()
    for number, page in enumerate(pages, start=1):
        sheet, row = book.add_sheet(f"表{number}"), 0
        wide = max([len(content[1]) for kind, content in page if kind == "table"], default=8)
        for kind, content in page:
            if kind == "table":
                for r, c, down, right, words in spans(content[0]):
                    value, style = words or None, styles["General"]
                    if AMOUNT.fullmatch(words):
                        value, style = float(words.replace(",", "")), styles["#,##0.00"]
                    elif words.endswith("%") and "." in words:
                        value, style = float(Decimal(words[:-1]) / 100), styles["0.00%"]
                    sheet.write_merge(row + r, row + r + down - 1, c, c + right - 1, value, style)
                row += len(content[0])
            elif kind == "sides":
                sheet.write(row, 0, content[0])
                sheet.write(row, wide - 1, content[1])
                row += 1
            else:
                sheet.write_merge(row, row, 0, wide - 1, content)
                row += 1
    book.save(str(path))
    return path


def write_ofd(name: str, path: Path) -> Path:
    """One of the example's documents as an OFD file: what its PDF draws, object by object, in millimetres."""
    module = example()
    make, year = module.DOCUMENTS[name]
    paper = make(year)
    means, mm = {f"{code:04x}": c for c, code in sorted(paper.codes.items(), reverse=True)}, 25.4 / 72
    drawn_text = re.compile(r"BT /F (\S+) Tf (\S+) (\S+) Td <(\w*)> Tj ET|0.5 w (\S+) (\S+) (\S+) (\S+) re S")
    ofd = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        root = "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
        package.writestr("OFD.xml", f"<ofd:OFD {ofd}>{root}</ofd:OFD>")
        listed = ""
        for number, content in enumerate(paper.pages):
            made = ""
            for size, x, y, codes, left, low, wide, high in drawn_text.findall(content):
                if codes:
                    text = "".join(means[codes[k : k + 4]] for k in range(0, len(codes), 4))
                    size, x, y = float(size) * mm, float(x) * mm, (module.HIGH - float(y)) * mm
                    steps = " ".join(f"{paper.widths[c] * size / 1000:.3f}" for c in text[:-1])
                    made += (
                        f'<ofd:TextObject Boundary="{x:.3f} {y - size:.3f} 100 {size:.3f}" Size="{size:.3f}" Font="1">'
                        f'<ofd:TextCode X="0" Y="{size:.3f}" DeltaX="{steps}">{escape(text)}</ofd:TextCode>'
                        "</ofd:TextObject>"
                    )
                else:
                    x, y = float(left) * mm, (module.HIGH - float(low) - float(high)) * mm
                    w, h = float(wide) * mm, float(high) * mm
                    made += (
                        f'<ofd:PathObject Boundary="{x:.3f} {y:.3f} {w:.3f} {h:.3f}" LineWidth="0.2">'
                        f"<ofd:AbbreviatedData>M 0 0 L {w:.3f} 0 L {w:.3f} {h:.3f} L 0 {h:.3f} C"
                        "</ofd:AbbreviatedData></ofd:PathObject>"
                    )
            listed += f'<ofd:Page ID="{number + 2}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            page = f"<ofd:Page {ofd}><ofd:Content><ofd:Layer>{made}</ofd:Layer></ofd:Content></ofd:Page>"
            package.writestr(f"Doc_0/Pages/Page_{number}/Content.xml", page)
        box = f"0 0 {module.WIDE * mm:.2f} {module.HIGH * mm:.2f}"
        area = f"<ofd:PageArea><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:PageArea>"
        pages = f"<ofd:CommonData>{area}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        package.writestr("Doc_0/Document.xml", f"<ofd:Document {ofd}>{pages}</ofd:Document>")
    return path
