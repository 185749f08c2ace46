"""What has been read once is kept: by the content of the PDF and the engine that read it.

A fingerprint is a hash of what a result depends on: the sources that are imported on the way, the reference data that
these sources name, and the libraries that they import. Reading and audit have one each, so that a changed rule asks
for a new audit and no new reading. All of it follows from the sources; nobody keeps a list.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import zipfile
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from disclosure.model.digest import key
from disclosure.run.imports import HOME, imported, source
from disclosure.store.csv_files import write_bytes
from disclosure.words.reference import OWN, reference_folder

READING, AUDIT = "disclosure.run.extraction", "disclosure.run.document"  # the latter reads, audits and tells


@cache
def fingerprints() -> tuple[str, str]:
    """Of the reader and of the audit: hex digests that change with anything their results depend on.

    The audit's covers the reader's, for it is made of what was read.
    """
    reading = key(*map(_digest, depends_on(READING)), *_versions(READING))
    return reading, key(reading, *map(_digest, depends_on(AUDIT)), *_versions(AUDIT))


def depends_on(module: str) -> list[Path]:
    """The files that the work of a module depends on: the sources it imports, and the reference data they name.

    Reference data is named by a file (``"codes.csv"``) or its folder (``"forms"``), as a text of its own or the first
    part of a path, in the folder of the project and in that of the user (``DISCLOSURE_REFERENCE``).
    """
    sources = imported(module)
    named = {text for path in sources for text in source(path).texts}
    data = [path for folder, path in _reference() if named & {path.name, path.relative_to(folder).parts[0]}]
    return [*sources, *data]


CALLED = {"camelot": "camelot-py", "cv2": "opencv-python-headless", "yaml": "PyYAML"}
"""The distributions of libraries that are imported under another name; to look it up takes half a second."""


def _versions(module: str) -> list[str]:
    """The libraries that the sources of a module import, each with its version; those that are installed."""
    told = []
    for library in sorted({name for path in imported(module) for name in source(path).libraries}):
        with suppress(PackageNotFoundError):
            told.append(f"{library} {version(CALLED.get(library, library))}")
    return told


@cache
def all_files() -> str:
    """A hash of every source of the engine and every file of its reference data.

    A child reads these in a hundredth of the time in which it would find out what its work depends on.
    """
    sources = [(HOME, path) for path in sorted(HOME.joinpath("disclosure").rglob("*.py"))]
    return key(
        *(f"{path.relative_to(folder).as_posix()} {_digest(path)}" for folder, path in [*sources, *_reference()])
    )


def _reference() -> list[tuple[Path, Path]]:
    """The files of the reference data, ours and the user's (``DISCLOSURE_REFERENCE``), each after its folder."""
    folders = [reference_folder(), *([Path(own)] if (own := os.environ.get(OWN)) else [])]
    return [(folder, path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def _digest(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


class Cache:
    """Files by key, each entry one archive; any of it may vanish at any time, and is then made anew.

    An entry holds the hash of each of its files. One that has been changed, or names a file elsewhere, is none.
    """

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.zip"

    def get(self, name: str) -> dict[str, bytes] | None:
        """The files of an entry by name; None where there is none, or not a whole one as it was put there."""
        try:
            with zipfile.ZipFile(self._path(name)) as archive:
                hashes = json.loads(archive.comment)
                members = archive.namelist()
                if not (sorted(members) == sorted(hashes["files"]) and all(map(_is_plain, members))):
                    return None
                files = {member: archive.read(member) for member in members}
        except (OSError, zipfile.BadZipFile, ValueError, RuntimeError, KeyError, TypeError, NotImplementedError):
            return None
        return files if hashes == _hashes(name, files) else None

    def put(self, name: str, files: dict[str, bytes]) -> None:
        """Keep an entry; :class:`OSError` where it cannot be written."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for file, content in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(file), content, zipfile.ZIP_DEFLATED, 1)
            archive.comment = json.dumps(_hashes(name, files)).encode()
        write_bytes(self._path(name), packed.getvalue())

    def size(self) -> int:
        """Bytes that the cache takes on disk."""
        total, folders = 0, [self.folder]
        while folders:
            try:
                with os.scandir(folders.pop()) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(Path(entry.path))
                        else:
                            total += entry.stat(follow_symlinks=False).st_size
            except OSError:  # it has just been deleted
                continue
        return total


def _hashes(name: str, files: dict[str, bytes]) -> dict[str, object]:
    """What an entry says of itself: its own name, so that none stands for another, and the hash of each file."""
    return {"key": name, "files": {file: hashlib.sha256(content).hexdigest() for file, content in files.items()}}


def _is_plain(name: str) -> bool:
    """Is this the name of a file, and no path to anywhere?"""
    return name not in ("", ".", "..") and not set(name) & set("/\\:\0")
