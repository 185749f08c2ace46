"""Where files come from: what a ``sources.yml``, or a list of one's own, says of their web address and date.

Nothing is fetched from there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from disclosure.model.errors import InputError

Entry = Mapping[str, object]
Given = str | Path | Sequence[Entry] | None
BESIDE = "sources.yml"
"""The file beside disclosures that says where they come from."""
WANTED = "make it a list of entries with file or sha256, url and date_published, or take it away"
_COLUMNS = {"file", "sha256"}


def entries(path: Path) -> Sequence[Entry]:
    """The entries of a ``sources.yml``, or the rows of a CSV file that names the same keys in its first line.

    Raises :class:`InputError` where it is neither.
    """
    try:
        stamp = path.stat()
        return _entries(path, stamp.st_mtime_ns, stamp.st_size)
    except FileNotFoundError:
        raise InputError(path, "there is no such list of sources", "check the name", "missing") from None
    except (yaml.YAMLError, csv.Error, UnicodeDecodeError, OSError, RecursionError, ValueError) as error:
        said = f"no sources can be read from it ({type(error).__name__})"
        raise InputError(path, said, WANTED, "sources") from None


@lru_cache(maxsize=8)
def _entries(path: Path, _changed: int, _size: int) -> Sequence[Entry]:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix.lower() == ".csv":
        rows = csv.DictReader(io.StringIO(text))
        if not _COLUMNS & set(rows.fieldnames or ()):
            raise InputError(path, "its first line names neither file nor sha256", WANTED, "sources")
        return [row for row in rows]
    told = yaml.safe_load(text) or []
    if not isinstance(told, list) or not all(isinstance(entry, dict) for entry in told):
        raise InputError(path, "it is no list of sources", WANTED, "sources")
    return told


def origin(path: Path, sha256: str, given: Given = None, files: Iterable[Path] = ()) -> Entry:
    """What is said of a file by the list ``given``, else by ``sources.yml`` beside it or one of ``files``; or nothing.

    ``given`` is a file, or the entries themselves. An entry is meant by its hash; one without a hash by the name of its
    file. Raises as :func:`entries` does.
    """
    first: list[Path | Sequence[Entry]] = []
    if given:
        first = [Path(given) if isinstance(given, str | Path) else given]
    for one in (*first, *(one for one in (path.with_name(BESIDE), *files) if one.exists())):
        told = entries(one) if isinstance(one, Path) else one
        for entry in told:
            if entry.get("sha256") == sha256:
                return entry
        for entry in told:
            if not entry.get("sha256") and _is_named(path, str(entry.get("file") or "")):
                return entry
    return {}


def _is_named(path: Path, name: str) -> bool:
    """Does a path end in this name, folder by folder?"""
    wanted = Path(name).parts if name else ()
    return bool(wanted) and path.parts[-len(wanted) :] == wanted


def text_of(entry: Entry, key: str) -> str:
    """What an entry says, on one line; empty where it does not."""
    return " ".join(str(entry.get(key) or "").split())
