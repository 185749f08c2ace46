"""The clean data of one document as an Excel workbook: a sheet a table, for those who do not open CSV files.

Codes and texts are text, so that no leading zero is lost and nothing is run as a formula; amounts are numbers with all
the decimals that their column has. A number of more than 15 digits, which Excel would round, is text. The same clean
data gives the same bytes.
"""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from disclosure.model.errors import InputError
from disclosure.store.csv_files import dictionary, field_of, write_bytes
from disclosure.store.office import undated
from disclosure.store.reader import columns_of, read_table

LEFT_OUT = ("cells",)
"""Larger than all other tables together, and of use only with the PDF beside it."""
LAST = ("paragraphs", "statements", "tables", "checks")
DIGITS = 15  # as many as Excel keeps of a number
TEXT = 32_767  # characters, as many as Excel keeps in a cell; beyond it nothing could open the workbook
WIDEST = 60

Value = str | int | float | bool | None


def write_workbook(folder: Path, path: Path) -> Path:
    """Write the clean data in ``folder`` to the workbook ``path``, whole or not at all; return the path.

    Raises :class:`InputError` where there is no clean data, and :class:`OSError` where the workbook cannot be written.
    """
    return write_bytes(Path(path), workbook(folder))


def workbook(folder: Path) -> bytes:
    """The clean data in ``folder`` as the content of a workbook.

    First come findings and questions, then the tables as printed, all facts, the annexes, and what is known of the
    reading; the last sheet says what each column is. Raises :class:`InputError` where there is no clean data.
    """
    names = _sheets(Path(folder))
    if "facts" not in names:
        raise InputError(folder, "there is no clean data (facts.csv) here", "run disclosure extract first")
    from openpyxl import Workbook  # takes a moment, which only workbooks need

    book = Workbook(write_only=True)
    meanings: list[tuple[Value, ...]] = []
    for name in names:
        source = Path(folder, f"{name}.csv")
        fields, rows = columns_of(source), read_table(source)
        _fill(book.create_sheet(name[:31]), fields, [_column(field, [row[field] for row in rows]) for field in fields])
        meanings += [(name, field, (known := field_of(field))["title"], known["description"]) for field in fields]
    heads = ["sheet", "column", "title", "description"]
    _fill(book.create_sheet("columns"), heads, [("@", [row[k] for row in meanings]) for k in range(len(heads))])
    made = io.BytesIO()
    book.save(made)
    return undated(made.getvalue())


def _sheets(folder: Path) -> list[str]:
    """The files of a document in the order of a reader: what was found, the tables, the rest."""
    there = {file.stem for file in folder.glob("*.csv")} - set(LEFT_OUT)
    known = list(dictionary()["resources"])
    printed = sorted(there - set(known))
    annexes = [name for name in known if name not in ("findings", "flags", "facts", *LAST)]
    return [name for name in ("findings", "flags", *printed, "facts", *annexes, *LAST) if name in there]


def _column(field: str, texts: list[str]) -> tuple[str, list[Value]]:
    """The values of a column of a clean file as Excel is to have them, and the format of those that are numbers."""
    kind = field_of(field)["type"]
    if kind == "boolean":
        return "General", [{"true": True, "false": False}.get(text) for text in texts]
    if kind not in ("number", "integer"):
        return "@", [text or None for text in texts]
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    money = kind == "number" and places >= 2
    form = f"#,##0.{'0' * places}" if money else "General"
    return form, [_number(text) if text else None for text in texts]


def _number(text: str) -> Value:
    """A number, or its text where Excel would change it."""
    number = Decimal(text)
    if len(number.normalize().as_tuple().digits) > DIGITS:
        return text
    return int(number) if "." not in text and abs(number) < 10**DIGITS else float(number)


def _fill(sheet, fields: list[str], columns: list[tuple[str, list[Value]]]) -> None:
    """Fill a sheet: bold heads that stay in sight, columns as wide as what is in them."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    def styled(form: str, **looks):
        made = WriteOnlyCell(sheet)
        made.number_format = form
        for name, look in looks.items():
            setattr(made, name, look)
        return made._style  # a look is looked up once and not for each of many thousand cells

    text, head = styled("@"), styled("@", font=Font(bold=True))  # "@": it stays text where somebody edits it

    def cell(value: Value, style):
        if isinstance(value, str):
            value = ILLEGAL_CHARACTERS_RE.sub("�", value)[:TEXT]
            style = head if style is head else text
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # also where it begins with =
        made._style = style
        return made

    sheet.freeze_panes = "A2"
    for number, (field, (form, values)) in enumerate(zip(fields, columns, strict=True), start=1):
        widest = max([_width(field) + 1, *(_width(said) for said in _shown(values, form))])
        sheet.column_dimensions[get_column_letter(number)].width = min(widest + 2, WIDEST)
    sheet.append([cell(field, head) for field in fields])
    styles = [styled(form) for form, _ in columns]
    for row in zip(*(values for _, values in columns), strict=True):
        sheet.append([None if v is None else cell(v, style) for v, style in zip(row, styles, strict=True)])


def _shown(values: Iterable[Value], form: str) -> Iterator[str]:
    """About what a column shows of its values: the longest line of a text, a number with its separators."""
    places = len(form.partition(".")[2])
    for value in set(values):
        if isinstance(value, str):
            yield max(value.split("\n"), key=len)
        elif value is not None:
            yield f"{value:,.{places}f}" if "." in form else str(value)


def _width(text: str) -> int:
    return (
        len(text)
        if text.isascii()
        else sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
    )
