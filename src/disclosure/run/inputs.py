"""The PDFs that a batch is given: found in a folder or a list, and told apart before any of them is read."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.model.errors import InputError

RESERVED = {"dataset", "datapackage.json", "failures.csv"}  # the result's own stand beside the documents' folders


@dataclass(slots=True)
class Input:
    """A PDF to be read: where it lies, how the user knows it, and other files of the same content."""

    path: str
    name: str
    twins: list[str] = field(default_factory=list)

    @property
    def document_id(self) -> str:
        return Path(self.path).stem


def inputs(place: Path) -> tuple[list[Input], list[InputError], int]:
    """The PDFs of a folder and the folders in it, or of a list with a path on each line (``-``: from stdin).

    Returned are the files to be read, sorted by name; what is wrong with the others; and how many files of a folder
    are left out because they are not named ``.pdf``. Of files with equal content the first, or that in the outer
    folder, is read and names the others. Different files with one document id are all in error, each naming another.
    Raises :class:`InputError` where there is no such place.
    """
    problems: list[InputError] = []
    left_out = 0
    if place.is_dir():
        found = []
        for path in _walk(place, problems):
            if path.lower().endswith(".pdf"):
                found.append(Input(path, os.path.relpath(path, place)))
            else:
                left_out += 1
    elif place.suffix.lower() == ".pdf":
        found = [Input(str(place), place.name)]
    else:
        found = [Input(line, line) for line in dict.fromkeys(_lines(place))]
    found.sort(key=_order)
    sizes: dict[int, list[Input]] = defaultdict(list)
    for one in found:
        try:
            sizes[_size(one)].append(one)
        except InputError as problem:
            problems.append(problem)
    single = [one for group in sizes.values() for one in _without_twins(group, problems)]
    single.sort(key=_order)
    chosen = list(_of_one_id_each(single, problems))
    return chosen, problems, left_out


def _order(one: Input) -> tuple[int, bytes]:
    """Files of the folder itself before those of folders in it."""
    return one.name.count(os.sep), os.fsencode(one.name)


def _walk(folder: Path, problems: list[InputError]) -> Iterator[str]:
    def cannot(error: OSError) -> None:
        name = os.path.relpath(error.filename, folder)
        said = f"the folder cannot be read ({error.strerror})"
        problems.append(InputError(name, said, "check its permissions", "permission"))

    for where, _, names in os.walk(folder, onerror=cannot):
        yield from (os.path.join(where, name) for name in names)


def _lines(place: Path) -> list[str]:
    try:
        content = sys.stdin.buffer.read() if str(place) == "-" else place.read_bytes()
    except FileNotFoundError:
        raise InputError(place, "there is no such folder or list", "check the name", "missing") from None
    except OSError as error:
        said = f"it cannot be read ({error.strerror})"
        raise InputError(place, said, "check its permissions", "permission") from None
    if b"\0" in content:
        raise InputError(place, "this is no list of files", "name a folder, or a text file with a path on each line")
    lines = (os.fsdecode(line.rstrip(b"\r")) for line in content.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return [line for line in lines if line.strip()]


def _size(one: Input) -> int:
    """The size of a file that may be read under its name; else the reason why not."""
    name = one.document_id
    if name.lower() in RESERVED or name.startswith("."):
        raise InputError(one.name, "the name would hide among the result's own", "rename it", "name")
    if any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        said = "the name holds control characters or bytes that are no text"
        raise InputError(one.name, said, "rename it", "name")
    try:
        status = os.stat(one.path)
    except FileNotFoundError:
        raise InputError(one.name, "there is no such file", "check the name", "missing") from None
    except OSError as error:
        raise InputError(one.name, f"it cannot be read ({error.strerror})", "check it", "permission") from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError(one.name, "this is no file", "name a PDF file", "folder")
    return status.st_size


def _without_twins(group: list[Input], problems: list[InputError]) -> Iterator[Input]:
    """Of files of one size those with contents of their own."""
    if len(group) == 1:
        yield from group
        return
    seen: dict[str, Input] = {}
    for one in group:
        try:
            digest = sha256(one.path)
        except OSError as error:
            said = f"it cannot be read ({error.strerror})"
            problems.append(InputError(one.name, said, "check its permissions", "permission"))
            continue
        if digest in seen:
            seen[digest].twins.append(one.name)
        else:
            seen[digest] = one
            yield one


def _of_one_id_each(found: Iterable[Input], problems: list[InputError]) -> Iterator[Input]:
    groups: dict[str, list[Input]] = defaultdict(list)
    for one in found:
        groups[one.document_id].append(one)
    for group in groups.values():
        if len(group) == 1:
            yield from group
        for k, one in enumerate(group if len(group) > 1 else []):
            other = group[0 if k else 1].name
            said = f"{other} has the same document id and another content"
            problems.append(InputError(one.name, said, "rename one of the two", "same-id"))


def sha256(path: str | Path) -> str:
    """The hash of a file's content."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
