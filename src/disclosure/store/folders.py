"""The folder of a document is written whole: drafted beside its place, and put there in one step."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DRAFT = ".draft-"
"""How the folders begin in which documents are drafted."""
LEFT = 3600.0
"""Seconds after which a draft that nothing was written into is taken to be left by a kill."""


@contextmanager
def drafted(final: Path) -> Iterator[Path]:
    """An empty folder of the same name, which is put in the place of ``final`` where the block ends without error.

    Whatever happens, ``final`` is what it was or what was drafted, never some of both. It is left alone where the
    draft holds the same. Files of one's own in it are kept, but for CSV files. Drafts that a kill has left beside it
    are removed.
    """
    final.parent.mkdir(parents=True, exist_ok=True)
    sweep(final.parent)
    with tempfile.TemporaryDirectory(dir=final.parent, prefix=DRAFT, ignore_cleanup_errors=True) as work:
        draft = Path(work, final.name)
        draft.mkdir()
        yield draft
        if not final.exists() or not holds(final, {path.name: path.read_bytes() for path in draft.iterdir()}):
            put_in_place(draft, final)


def sweep(parent: Path) -> None:
    """Remove the drafts in a folder that a kill has left, and none that another process may be at work on."""
    before = time.time() - LEFT
    for work in parent.glob(f"{DRAFT}*"):
        try:
            written = max(path.lstat().st_mtime for path in (work, *work.rglob("*")))
        except OSError:  # it has just been put in place
            continue
        if written < before:
            shutil.rmtree(work, ignore_errors=True)


def holds(folder: Path, files: dict[str, bytes]) -> bool:
    """Does a folder hold these files, each as it should be, and no other CSV file?"""
    try:
        others = {path.name for path in folder.glob("*.csv")} - set(files)
        return not others and all((folder / name).read_bytes() == content for name, content in files.items())
    except OSError:
        return False


def link(folder: Path, draft: Path) -> None:
    """Fill a draft with the files of a folder; no byte is copied where the file system can do without."""
    for path in folder.iterdir():
        if path.is_file():
            try:
                os.link(path, draft / path.name)
            except OSError:
                shutil.copy2(path, draft / path.name)


def put_in_place(draft: Path, final: Path) -> None:
    """Move a folder to its place, whole; what is there gives way, but for files of one's own."""
    if final.is_dir() and not final.is_symlink():
        for path in final.iterdir():
            if path.suffix != ".csv" and not (draft / path.name).exists():
                (shutil.copytree if path.is_dir() else shutil.copy2)(path, draft / path.name)
        if _exchange(draft, final):
            shutil.rmtree(draft)
            return
    aside = Path(f"{draft}.aside")
    for _ in range(10):
        try:
            os.rename(draft, final)
            return
        except OSError as problem:
            if problem.errno not in (errno.EEXIST, errno.ENOTEMPTY, errno.EACCES, errno.ENOTDIR):
                raise
        try:
            os.rename(final, aside)
        except FileNotFoundError:  # another process was faster
            continue
        shutil.rmtree(aside) if aside.is_dir() else aside.unlink()
    raise OSError(errno.EBUSY, "another program keeps changing it", str(final))


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step, which a kill cannot divide; False where the system cannot."""
    if sys.platform != "linux":
        return False
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of linux/fcntl.h and linux/fs.h
    try:
        rename = ctypes.CDLL(None).renameat2
    except (AttributeError, OSError):
        return False
    return rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0
