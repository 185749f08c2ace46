"""The files that a command is given: their names are looked at, and told apart, before any of them is read."""

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

from disclosure.files.kinds import SUFFIXES
from disclosure.model.errors import InputError
from disclosure.words.messages import languages

RESERVED = {"dataset", "datapackage.json", "failures.csv", "clean"}  # what stands beside the documents' folders
LONGEST = 249  # bytes of a document id: file systems take 255, and ours end in up to six more


@dataclass(slots=True)
class Input:
    """A file to be read: where it lies, how the user knows it, and other files of the same content."""

    path: str
    name: str
    twins: list[str] = field(default_factory=list)

    @property
    def document_id(self) -> str:
        return Path(self.path).stem


def inputs(place: Path) -> tuple[list[Input], list[InputError], int]:
    """The files of a folder and the folders in it, or of a list with a path on each line (``-``: from stdin).

    Returned are the files to be read, sorted by name; what is wrong with the others; and how many files of a folder
    are left out: those not named as what is read, and those beside a PDF of the same name. Of files with equal content
    the first, or that in the outer
    folder, is read and names the others. Different files with one document id are all in error, each naming another.
    Raises :class:`InputError` where there is no such place.
    """
    problems: list[InputError] = []
    left_out = 0
    if place.is_dir():
        found = []
        for path in _walk(place, problems):
            if _is_read(path):
                found.append(Input(path, os.path.relpath(path, place)))
            else:
                left_out += 1
        printed = {os.path.splitext(one.path)[0] for one in found if one.path.lower().endswith(".pdf")}
        doubles = [one for one in found if _is_double(one, printed)]
        found, left_out = [one for one in found if one not in doubles], left_out + len(doubles)
    elif place.suffix.lower() in SUFFIXES:
        found = [Input(str(place), place.name)]
    else:
        found = [Input(line, line) for line in dict.fromkeys(_lines(place))]
    found.sort(key=_order)
    sizes: dict[int, list[Input]] = defaultdict(list)
    for one in found:
        if (size := _size_or_none(one, problems)) is not None:
            sizes[size].append(one)
    single = [one for group in sizes.values() for one in _without_twins(group, problems)]
    single.sort(key=_order)
    chosen = list(_of_one_id_each(single, problems))
    return chosen, problems, left_out


def _is_read(path: str) -> bool:
    """Is a file in a folder named as one that can be read, and none that an office program keeps beside an open one?"""
    name = os.path.basename(path)
    return name.lower().endswith(SUFFIXES) and not name.startswith("~$")


def _is_double(one: Input, printed: set[str]) -> bool:
    """Is a file the same as a PDF beside it, by its name?"""
    return not one.path.lower().endswith(".pdf") and os.path.splitext(one.path)[0] in printed


def given(pdfs: Iterable[Path]) -> dict[Path, InputError | None]:
    """The files of a command line in their order, each with what is wrong with it before it is read.

    A path that is named twice counts once. Of several files with one document id none is read: who would say which?
    """
    found = [Input(str(pdf), str(pdf)) for pdf in dict.fromkeys(pdfs)]
    problems: list[InputError] = []
    list(_of_one_id_each([one for one in found if _size_or_none(one, problems) is not None], problems))
    wrong = {problem.source: problem for problem in problems}
    return {Path(one.path): wrong.get(one.name) for one in found}


@dataclass(slots=True)
class Asked:
    """A disclosure that a command line asks for: its file, or files, and what is wrong before they are read."""

    files: tuple[Path, ...]
    name: str = ""
    """Its document id, where it is not that of its file."""
    problem: InputError | None = None

    @property
    def given(self) -> Path | tuple[Path, ...]:
        """The file, or all of them, as the engine takes them."""
        return self.files if self.name else self.files[0]

    @property
    def called(self) -> Path:
        """What it is called in a line about it."""
        return Path(self.name) if self.name else self.files[0]


def asked(pdfs: Iterable[Path], as_one: str = "") -> list[Asked]:
    """The disclosures of a command line in their order: each file is one, or all are the one with the id ``as_one``."""
    if not as_one:
        return [Asked((pdf,), problem=problem) for pdf, problem in given(pdfs).items()]
    files, problems = tuple(dict.fromkeys(pdfs)), list[InputError]()
    for pdf in files:
        _size_or_none(Input(str(pdf), str(pdf)), problems, any_name=True)
    try:
        check_name(as_one, f"--as-one {as_one}")
    except InputError as problem:
        problems.insert(0, problem)
    return [Asked(files, as_one, problems[0] if problems else None)]


def check_id(pdf: str | Path) -> None:
    """Raise :class:`InputError` where a file's name makes no document id, which is to be the name of a folder."""
    check_name(Path(pdf).stem, pdf)


def check_name(name: str, source: object) -> None:
    """Raise :class:`InputError`, said of ``source``, where a document id is none that a folder can have as its name."""
    said = ""
    if _same(name) in RESERVED | set(languages()) or name.startswith(".") or not name:
        said = "the name would hide among the result's own"
    elif any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in name):
        said = "the name holds control characters or bytes that are no text"
    elif name.startswith("-"):
        said = "the name begins with a dash, which programs take for an option"
    elif found := {":", "\\", "/"} & set(name):
        said = f"the name holds {' and '.join(sorted(found))}, which no folder may have everywhere"
    elif len(name.encode()) > LONGEST:
        said = f"the name has more than {LONGEST} bytes"
    if said:
        raise InputError(source, said, "rename it", "name")


def _same(name: str) -> str:
    """A name as file systems compare it that take no notice of case and of how accents are encoded."""
    return unicodedata.normalize("NFC", name).casefold()


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


def _size_or_none(one: Input, problems: list[InputError], any_name: bool = False) -> int | None:
    """The size of a file that may be read under its name; else the reason why not is added to the problems."""
    try:
        return _size(one, any_name)
    except InputError as problem:
        problems.append(InputError(one.name, problem.found, problem.advice, problem.kind))
        return None


def _size(one: Input, any_name: bool) -> int:
    if not any_name:
        check_id(one.path)
    try:
        status = os.stat(one.path)
    except FileNotFoundError:
        raise InputError(one.name, "there is no such file", "check the name", "missing") from None
    except OSError as error:
        raise InputError(one.name, f"it cannot be read ({error.strerror})", "check it", "permission") from None
    if not stat.S_ISREG(status.st_mode):
        raise InputError(one.name, "this is no file", "name a file", "folder")
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
        groups[_same(one.document_id)].append(one)
    for group in groups.values():
        if len(group) == 1:
            yield from group
        for k, one in enumerate(group if len(group) > 1 else []):
            other = group[0 if k else 1].name
            said = f"{other} has the same document id"
            problems.append(InputError(one.name, said, "rename one of the two", "same-id"))


def sha256(path: str | Path) -> str:
    """The hash of a file's content."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
