"""The folder of a document is the old whole or the new whole, whatever happens between."""

import os
import signal
import subprocess
import sys
import time

import pytest

from disclosure.store import folders
from disclosure.store.folders import DRAFT, LEFT, drafted, holds
from disclosure.store.reader import clean_files

OLD, NEW = {"facts.csv": b"old", "checks.csv": b"old"}, {"facts.csv": b"new", "checks.csv": b"new", "flags.csv": b""}


def fill(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def files_of(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_is_replaced_whole_and_what_is_ones_own_stays(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(folders, "_exchange", lambda one, other: False)
    final = tmp_path / "a"
    fill(final, OLD | {"projects.csv": b"left by an earlier reading", "notes.txt": b"mine"})
    with drafted(final) as draft:
        fill(draft, NEW)
    assert files_of(final) == NEW | {"notes.txt": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_nothing_is_touched_where_the_draft_is_the_same(tmp_path):
    fill(final := tmp_path / "a", OLD)
    before = final.stat().st_ino
    with drafted(final) as draft:
        fill(draft, OLD)
    assert final.stat().st_ino == before


def test_an_error_leaves_the_old_whole(tmp_path):
    fill(final := tmp_path / "a", OLD)
    with pytest.raises(OSError, match="full"), drafted(final) as draft:
        fill(draft, {"facts.csv": b"new"})
        raise OSError("the disk is full")
    assert files_of(final) == OLD and [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.slow
def test_a_kill_at_any_write_leaves_the_old_or_the_new_whole(tmp_path):
    """Killed at each call of the system that names a file, one run after the other."""
    code = """
import os, sys, signal
from pathlib import Path
from disclosure.store.folders import drafted
final, left = Path(sys.argv[1]), [int(sys.argv[2])]
def count(event, args):
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.listdir", "os.scandir"):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(count)
with drafted(final) as draft:
    for name in ("facts.csv", "checks.csv", "flags.csv"):
        (draft / name).write_bytes(b"" if name == "flags.csv" else b"new")
"""
    seen = set()
    for moment in range(1, 60):
        fill(final := tmp_path / str(moment) / "a", OLD)
        done = subprocess.run([sys.executable, "-c", code, str(final), str(moment)], capture_output=True)
        assert holds(final, OLD) or holds(final, NEW), moment
        assert clean_files(final.parent, "facts") == [final / "facts.csv"], "a draft that is left does not count"
        seen.add(holds(final, NEW))
        if done.returncode != -signal.SIGKILL:
            break
    assert done.returncode == 0 and seen == {True, False}, done.stderr
    assert os.listdir(final.parent) == ["a"]


def aged(folder, seconds):
    """Set back when a folder and all that is in it were written."""
    then = time.time() - seconds
    for path in (*folder.rglob("*"), folder):
        os.utime(path, (then, then))


def test_what_a_kill_left_is_swept_and_what_another_process_drafts_is_not(tmp_path):
    for name in ("killed", "at-work", "just-written"):
        fill(tmp_path / f"{DRAFT}{name}" / "b", {"facts.csv": b"half"})
        aged(tmp_path / f"{DRAFT}{name}", LEFT - 60 if name == "at-work" else LEFT + 60)
    (tmp_path / f"{DRAFT}just-written" / "b" / "checks.csv").write_bytes(b"")
    fill(tmp_path / "old", OLD)
    aged(tmp_path / "old", 10 * LEFT)
    with drafted(tmp_path / "a") as draft:
        fill(draft, NEW)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [f"{DRAFT}at-work", f"{DRAFT}just-written", "a", "old"]
