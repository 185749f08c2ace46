"""A child with limits: an answer for files that would take all the memory, or all the time, there is."""

import os
import signal
import subprocess
import sys
import time
import zlib
from pathlib import Path
from threading import Timer

import psutil
import pytest
from pdfs import Sheet, lines, words, write

from disclosure.model.errors import InputError
from disclosure.pdf.reading import read
from disclosure.run.limits import BEYOND, GuardedReader, guarded

PDF = Path(__file__).parents[2] / "data/raw/471-2021.pdf"
TABLE = lines() + words()
pytestmark = pytest.mark.slow
linux = pytest.mark.skipif(sys.platform != "linux", reason="limits memory, or forks")


def test_the_same_answer_as_without():
    seen = []
    inside, outside = guarded(read, PDF, progress=seen.append), read(PDF)
    assert inside.grids == outside.grids and inside.remarks == outside.remarks
    assert seen == sorted(seen)


def test_an_input_error_comes_through(tmp_path):
    with pytest.raises(InputError, match="no such file; check the name"):
        guarded(read, tmp_path / "none.pdf")


# What follows runs in the child, which finds it here.


def fail(path, progress):
    raise KeyError("x")


def crash(path, progress):
    progress(4)
    os.abort()


def hang(path, progress):
    progress(1)
    time.sleep(60)


def hang_at_the_end(path, progress):
    progress(BEYOND)
    time.sleep(60)


def cannot_be_sent(path, progress):
    return lambda: None


def be_killed(path, times, progress):
    """Be killed from outside, so many times."""
    with path.open("a") as file:
        file.write("x")
    if path.stat().st_size <= times:
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)
    return path.stat().st_size


def waited_for(path, progress):
    progress(1)
    os.kill(os.getpid(), signal.SIGSTOP)
    return "read"


def child(path, progress):
    return os.getpid()


def test_any_other_error_comes_through():
    with pytest.raises(KeyError, match="x"):
        guarded(fail, PDF)
    with pytest.raises(Exception, match="pickle"):
        guarded(cannot_be_sent, PDF)


@linux
def test_a_crash_names_the_page():
    with pytest.raises(InputError, match=r"page 5 .* breaks the reader"):
        guarded(crash, PDF)


def test_a_hang_names_the_page():
    start = time.monotonic()
    with pytest.raises(InputError, match=r"page 2 takes more than 0\.5 seconds"):
        guarded(hang, PDF, seconds=0.5)
    with pytest.raises(InputError, match=r"what follows the last page takes more than 0\.5 seconds"):
        guarded(hang_at_the_end, PDF, seconds=0.5)
    assert time.monotonic() - start < 60


@linux
def test_a_page_that_waits_for_its_turn_is_read(tmp_path):
    """The child stands still for longer than a page may work, as on a machine with much else to do."""
    with GuardedReader(seconds=0.5) as reader:
        reader(child, PDF)
        Timer(1.5, psutil.Process(reader.pid).resume).start()
        assert reader(waited_for, PDF) == "read"


def test_one_child_serves_many_files_and_is_replaced_where_one_breaks_it():
    with GuardedReader() as reader:
        first = reader(child, PDF)
        assert reader(child, PDF) == first != os.getpid()
        with pytest.raises(InputError):
            reader(crash, PDF)
        assert reader(child, PDF) != first


@linux
def test_a_child_killed_from_outside_is_no_fault_of_the_file(tmp_path):
    assert guarded(be_killed, tmp_path / "twice", 2) == 3
    with pytest.raises(InputError, match="killed 3 times"):
        guarded(be_killed, tmp_path / "always", 9)


@linux
def test_a_child_does_not_outlive_its_parent(tmp_path):
    code = f"import sys; sys.path[:] = {sys.path!r}; import test_limits as t; t.guarded(t.hang, t.PDF, progress=print)"
    with subprocess.Popen([sys.executable, "-uc", code], stdout=subprocess.PIPE) as parent:
        assert parent.stdout.read(1) == b"1"
        (born,) = psutil.Process(parent.pid).children()
        parent.kill()
    born.wait(timeout=20)


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
