"""Clean data that was changed by hand is refused with its place, or read; it is never the end of the program."""

import random
import shutil
from pathlib import Path

import pytest

from disclosure.audit import audit, audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.model.errors import InputError
from disclosure.store.csv_files import csv_bytes
from disclosure.store.reader import columns_of, read_table

CLEAN = Path(__file__).parents[2] / "data/clean/471-2021"


def changed(folder, name, column, text, row=0):
    """A copy of the clean data with one cell changed."""
    copy = Path(shutil.copytree(CLEAN, folder / CLEAN.name, dirs_exist_ok=True))
    rows = read_table(path := copy / f"{name}.csv")
    rows[row] = rows[row] | {column: text}
    path.write_bytes(csv_bytes(name, rows, columns_of(path)))
    return copy


@pytest.mark.parametrize(
    ("name", "column", "text", "said"),
    [
        ("statements", "amount_yuan", "1,255.61", "amount_yuan of row 1 is “1,255.61”.*a number, or nothing"),
        ("facts", "page", "", "page of row 1 is “”.*a whole number"),
        ("facts", "null_kind", "none", "null_kind of row 1 is “none”.*value|zero"),
        ("tables", "is_empty", "TRUE", "is_empty of row 1 is “TRUE”.*true or false"),
        ("tables", "parts", "2", "parts of row 1 is “2”"),
        ("projects", "amount_yuan", "1e9\u202e", r"“1e9\\u202e”"),
    ],
)
def test_a_text_that_no_column_of_its_kind_has_is_named_with_file_and_row(tmp_path, name, column, text, said):
    with pytest.raises(InputError, match=f"471-2021/{name}.csv: .*{said}.*; extract the document again"):
        audit(changed(tmp_path, name, column, text))


TEXTS = ["", "0", "-1", "99999999999999999999999.99", "abc", "……", "1.23456789", "\0", "\u202e", "p01t1r00c00", "2021",
         "合计", "=1+1", "12,3", "-0", "²", "１２", "leaf", "executed"]  # fmt: skip


@pytest.mark.slow
def test_what_the_columns_allow_is_audited_whatever_it_is(tmp_path):
    """A random text in a random cell, many times; two in three are refused as they are read."""
    chosen, sound = random.Random(0), read_rows(CLEAN)
    for _ in range(60):
        name = chosen.choice([name for name, rows in sound.items() if rows])
        row, column = chosen.randrange(len(sound[name])), chosen.choice(list(sound[name][0]))
        copy = changed(tmp_path, name, column, chosen.choice(TEXTS), row)
        try:
            rows = read_rows(copy)
        except InputError as problem:
            assert f"{name}.csv: {column} of row {row + 1} is" in str(problem)
        else:
            assert audit_rows(rows).checks
