"""Clean data is written as Python's own csv module would write it, some rows after the other."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from disclosure.store import csv_files
from disclosure.store.csv_files import csv_bytes, guard, write_table
from disclosure.store.reader import as_read, read_table

FIELDS = ["text", "more", "last"]
ROWS = st.lists(
    st.fixed_dictionaries({name: st.text("a,\"\n\r'=+-@ 1中\t", max_size=5) for name in FIELDS}), max_size=5
)


@given(rows=ROWS, width=st.integers(1, 3))
def test_lines_are_those_of_the_csv_module(rows, width):
    fields = FIELDS[:width]
    rows = [{name: row[name] for name in fields} for row in rows]
    wanted = io.StringIO(newline="")
    as_needed = csv.writer(wanted, lineterminator="\n")
    whole = csv.writer(wanted, lineterminator="\n", quoting=csv.QUOTE_ALL)  # a lone "\r" ends the line for any reader
    as_needed.writerow(fields)
    for row in rows:
        cells = [guard(row[name]) for name in fields]
        (whole if "\r" in "".join(cells) else as_needed).writerow(cells)
    assert csv_bytes("made", rows, fields) == wanted.getvalue().encode()


@pytest.mark.parametrize("at_a_time", [1, 2, 100])
def test_what_is_heard_is_what_is_read_back_however_many_rows_are_written_at_once(tmp_path, monkeypatch, at_a_time):
    monkeypatch.setattr(csv_files, "AT_A_TIME", at_a_time)
    texts = ["=1", "二\n", "'", ""]
    rows: list[dict] = [
        {"page": k, "table": 1, "row": k, "column": 1, "row_span": 1, "column_span": 1, "text": text}
        for k, text in enumerate(texts, 1)
    ]
    heard = []
    path = write_table(tmp_path, "cells", rows, heard=lambda texts: heard.extend(as_read(texts, tmp_path)))
    assert heard == read_table(path) and [row["text"] for row in heard] == texts
    before = path.stat().st_mtime_ns
    write_table(tmp_path, "cells", rows)
    assert path.stat().st_mtime_ns == before, "nothing changed"
    write_table(tmp_path, "cells", rows[:1])
    assert len(read_table(path)) == 1 and [p.name for p in tmp_path.iterdir()] == ["cells.csv"]
