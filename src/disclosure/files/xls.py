"""A workbook of the older Excel (.xls), and what WPS saves as .et: read as its younger kin is.

What it shows, hides and merges is in :mod:`disclosure.files.xlsx`. xlrd gives the formats and what is hidden; other
libraries for this format do not.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import xlrd
from xlrd.sheet import Sheet as OldSheet

from disclosure.files.layout import Layout
from disclosure.files.number_format import exact, shown, shown_text
from disclosure.files.sheet import Sheet, Value, first_places, is_rounded, lay_out, say_hidden_sheets
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read a workbook. Raises :class:`InputError` where it cannot be."""
    layout, hidden = Layout(path), []
    with _opened(path) as book:
        for old in book.sheets():
            if old.visibility:
                hidden.append(old.name)
                continue
            lay_out(layout, _sheet(book, old))
            if progress:
                progress(layout.page)
    say_hidden_sheets(layout, hidden)
    return layout.reading()


def _opened(path: Path) -> xlrd.Book:
    try:
        return xlrd.open_workbook(str(path), formatting_info=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        if "encrypted" in str(error).lower():
            raise InputError(path, "the file asks for a password", "save it without one", "encrypted") from None
        raise InputError(path, f"the file is damaged ({error})", "save it anew as .xlsx", "damaged") from None
    except MemoryError:
        raise
    except Exception:  # a damaged file may say anything of itself, and xlrd believes it
        raise InputError(path, "the file is damaged", "save it anew as .xlsx", "damaged") from None


def _sheet(book: xlrd.Book, old: OldSheet) -> Sheet:
    sheet = Sheet(old.name)
    sheet.merged = [(r0, c0, r1, c1) for r0, r1, c0, c1 in old.merged_cells]
    sheet.hidden_rows = {r for r, row in old.rowinfo_map.items() if row.hidden}
    sheet.columns = [
        (c, c + 1, column.width / 256, bool(column.hidden or not column.width))
        for c, column in sorted(old.colinfo_map.items())
    ]
    rounded = []
    for r in range(old.nrows):
        for c, cell in enumerate(old.row(r)):
            look = book.xf_list[min(cell.xf_index, len(book.xf_list) - 1)]
            border = look.border
            if any((border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)):
                sheet.bordered[r] = sheet.bordered.get(r, 0) + 1
            code = book.format_map[look.format_key].format_str if look.format_key in book.format_map else "General"
            text = ""
            if cell.ctype == xlrd.XL_CELL_TEXT:
                text = shown_text(cell.value, code)
            elif cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
                value = exact(cell.value)
                text = shown(value, code, bool(book.datemode))
                if is_rounded(value, text):
                    rounded.append(sheet.place(r, c).rpartition("!")[2])
            elif cell.ctype == xlrd.XL_CELL_BOOLEAN:
                text = "TRUE" if cell.value else "FALSE"
            elif cell.ctype == xlrd.XL_CELL_ERROR:
                text = xlrd.error_text_from_code.get(cell.value, "#N/A")
            if text.strip():
                sheet.values[r, c] = Value(text)
    sheet.remarks += first_places("rounded", rounded)
    return sheet
