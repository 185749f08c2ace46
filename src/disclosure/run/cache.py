"""What has been read once is kept: by the content of the PDF and the engine that read it.

A fingerprint is a hash of the sources and the reference data that a result depends on. Reading and audit have one each,
so that a changed rule asks for a new audit and no new reading.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from disclosure.model.digest import key
from disclosure.store.csv_files import write_bytes
from disclosure.words.reference import OWN, reference_folder

# Files and folders of the package; what is named in neither set counts as part of the reader.
_NEITHER = {"__main__.py", "api.py", "cli.py", "report", "store/parquet.py", "store/sql.py"}
_NEITHER |= {"run/batch.py", "run/cache.py", "run/inputs.py", "run/limits.py", "run/reader.py"}
_NO_READER = {"audit", "words/names.py", "words/roles.py", "analysis"}
_NO_READER_DATA = {"names.yml", "wording.yml", "questions.yml", "assumptions.yml", "terms.csv", "seen.csv"}
_LIBRARIES = ("camelot-py", "numpy", "pypdfium2")


@cache
def fingerprints() -> tuple[str, str]:
    """Of the reader and of the audit: hex digests that change with anything their results depend on."""
    engine = Path(__file__).parents[1]
    modules = {path.relative_to(engine).as_posix(): path for path in sorted(engine.glob("**/*.py"))}
    reader = [path for name, path in modules.items() if not _within(name, _NEITHER | _NO_READER)]
    rules = [path for name, path in modules.items() if _within(name, _NO_READER)]
    data = sorted(path for path in reference_folder().rglob("*") if path.is_file() and not path.name.startswith("."))
    data += sorted(Path(own).rglob("*.yml")) if (own := os.environ.get(OWN)) else []
    reader += [path for path in data if path.name not in _NO_READER_DATA]
    rules += [path for path in data if path.name in _NO_READER_DATA]
    read = key(*(f"{name} {version(name)}" for name in _LIBRARIES), *map(_digest, reader))
    return read, key(read, *map(_digest, rules))


def _within(name: str, places: set[str]) -> bool:
    return any(name == place or name.startswith(f"{place}/") for place in places)


def _digest(path: Path) -> str:
    return f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"


class Cache:
    """Files by key, each entry one archive; any of it may vanish at any time, and is then made anew."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name}.zip"

    def get(self, name: str) -> dict[str, bytes] | None:
        """The files of an entry by name; None where there is none, or not a whole one."""
        try:
            with zipfile.ZipFile(self._path(name)) as archive:
                return {info.filename: archive.read(info) for info in archive.infolist()}
        except (OSError, zipfile.BadZipFile, ValueError, RuntimeError):
            return None

    def put(self, name: str, files: dict[str, bytes]) -> None:
        """Keep an entry; :class:`OSError` where it cannot be written."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for file, content in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(file), content, zipfile.ZIP_DEFLATED, 1)
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
