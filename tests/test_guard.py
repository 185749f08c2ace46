"""A child with limits: an answer for files that would take all the memory, or all the time, there is."""

import os
import sys
import time
import zlib
from pathlib import Path

import pytest
from pdfs import Sheet, lines, words, write

from disclosure.errors import InputError
from disclosure.guard import guarded
from disclosure.tables import read

PDF = Path(__file__).parents[1] / "data/raw/471-2021.pdf"
TABLE = lines() + words()
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits memory, or forks")


def test_the_same_answer_as_without():
    seen = []
    inside, outside = guarded(read, PDF, progress=seen.append), read(PDF)
    assert inside.grids == outside.grids and inside.remarks == outside.remarks
    assert seen == sorted(seen)


def test_an_input_error_comes_through(tmp_path):
    with pytest.raises(InputError, match="no such file; check the name"):
        guarded(read, tmp_path / "none.pdf")


@linux
def test_any_other_error_comes_through():
    def fail(path, progress):
        raise KeyError("x")

    with pytest.raises(KeyError, match="x"):
        guarded(fail, PDF)


@linux
def test_a_crash_names_the_page():
    def crash(path, progress):
        progress(4)
        os.abort()

    with pytest.raises(InputError, match=r"page 5 .* breaks the reader"):
        guarded(crash, PDF)


@linux
def test_a_hang_names_the_page():
    def hang(path, progress):
        progress(1)
        time.sleep(60)

    start = time.monotonic()
    with pytest.raises(InputError, match=r"page 2 takes more than 0\.5 seconds"):
        guarded(hang, PDF, seconds=0.5)
    assert time.monotonic() - start < 10


@linux
def test_a_decompression_bomb(tmp_path):
    """Fifteen million strokes in half a megabyte, on the second page."""
    path = write(tmp_path / "bomb.pdf", Sheet(TABLE), Sheet("X" * 10))
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 100_000) for _ in range(150)) + packer.flush()
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(bomb)
    path.write_bytes(path.read_bytes().replace(b"<< /Length 10  >>\nstream\n" + b"X" * 10, head + bomb))
    with pytest.raises(InputError, match="page 2 takes more than"):
        guarded(read, path, seconds=15, megabytes=400)


@linux
def test_forms_that_hold_each_other_by_the_million(tmp_path):
    forms = {"A0": (TABLE, "1 0 0 1 0 0")}
    for k in range(1, 26):
        forms[f"A{k}"] = (f"/A{k - 1} Do /A{k - 1} Do", "1 0 0 1 0 0")
    path = write(tmp_path / "forms.pdf", Sheet("/A25 Do\n", forms=forms))
    with pytest.raises(InputError, match="page 1 takes more than"):
        guarded(read, path, seconds=3, megabytes=400)
