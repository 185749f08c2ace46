"""The files that a command is given: their names are looked at, and told apart, before any of them is read."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.files.archive import NESTED, Contents, contents
from disclosure.files.kinds import SUFFIXES
from disclosure.model.digest import key
from disclosure.model.errors import InputError
from disclosure.words.file_names import groups, groups_in_archive, name_of
from disclosure.words.messages import languages

RESERVED = {"dataset", "datapackage.json", "failures.csv", "clean"}  # what stands beside the documents' folders
ZIP = ".zip"
LONGEST = 249  # bytes of a document id: file systems take 255, and ours end in up to six more


@dataclass(slots=True)
class Input:
    """A disclosure to be read: where it lies, how the user knows it, and other files of the same content.

    It is one file; or ``files``, several that are one by their names; or ``members`` of the archive at ``path``.
    """

    path: str
    name: str
    twins: list[str] = field(default_factory=list)
    files: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """How the user knows the files."""
    members: tuple[str, ...] = ()
    archive: str = ""
    """How the user knows the archive."""
    called: str = ""
    """Its document id, where it is not that of its file."""
    origin: dict[str, str] = field(default_factory=dict)
    """``url`` and ``date_published``, where a list gives them."""

    @property
    def document_id(self) -> str:
        return self.called or Path(self.path).stem

    @property
    def several(self) -> bool:
        """Is it of more than one file, taken as one by their names?"""
        return len(self.files or self.members) > 1

    def apart(self) -> list[Input]:
        """Its files one by one, where they turn out to be no one disclosure."""
        if self.members:
            return [_member(self, (name,)) for name in self.members]
        return [Input(path, name, origin=self.origin) for path, name in zip(self.files, self.names, strict=True)]


def inputs(place: Path, look: Callable[[Path], Contents] = contents) -> tuple[list[Input], list[InputError], int]:
    """The files of a folder and the folders in it, or of a list with a path on each line (``-``: from stdin).

    In a list a path may be followed by a web address and a date, each after a tab. Returned are the disclosures to be
    read, sorted by name; what is wrong with others; and how many files of a folder or archive are left out: those not
    named as what is read, and those beside a PDF of the same name. Files that lie in one place and are of one
    disclosure by their names are taken as one, as are those of an archive, into which ``look`` looks. Of files with
    equal content the first, or that in the outer folder, is read and names the others. Different files with one
    document id are all in error, each naming another. Raises :class:`InputError` where there is no such place.
    """
    problems: list[InputError] = []
    left_out = 0
    if place.is_dir():
        found = []
        for path in _walk(place, problems):
            if _is_read(path):
                found.append(Input(path, os.path.relpath(path, place)))
            elif path.lower().endswith(NESTED):
                problems.append(_packed(os.path.relpath(path, place)))
            else:
                left_out += 1
        doubles = _doubles([one.path for one in found])
        found, left_out = [one for one in found if one.path not in doubles], left_out + len(doubles)
    elif place.suffix.lower() in (*SUFFIXES, ZIP):
        found = [Input(str(place), place.name)]
    else:
        found = list({one.path: one for one in map(_listed, _lines(place))}.values())
    found.sort(key=_order)
    sizes: dict[int, list[Input]] = defaultdict(list)
    for one in found:
        if (size := _size_or_none(one, problems)) is not None:
            sizes[size].append(one)
    single = [one for group in sizes.values() for one in _without_twins(group, problems)]
    single.sort(key=_order)
    if place.is_dir():
        single = _grouped(single, place)
    opened: list[Input] = []
    for one in single:
        more, lacking, aside = _opened(one, look)
        opened, problems, left_out = opened + more, problems + lacking, left_out + aside
    chosen = list(_of_one_id_each(opened, problems))
    return chosen, problems, left_out


def given(
    pdfs: Iterable[Path], as_one: str = "", look: Callable[[Path], Contents] = contents
) -> list[tuple[Input, InputError | None]]:
    """The disclosures of a command line in their order, each with what is wrong with it before it is read.

    A path that is named twice counts once. Each file is a disclosure, an archive one or more; or all of them are the
    one with the id ``as_one``. Of several with one document id none is read: who would say which?
    """
    found = [Input(str(pdf), str(pdf)) for pdf in dict.fromkeys(pdfs)]
    if as_one:
        return [_all_as_one(found, as_one)]
    made: list[tuple[Input, InputError | None]] = []
    for one in found:
        problems: list[InputError] = []
        opened = _opened(one, look) if _size_or_none(one, problems) is not None else ([], [], 0)
        made += [(own, None) for own in opened[0]]
        made += [(Input(one.path, problem.source), problem) for problem in problems + opened[1]]
    clashes: list[InputError] = []
    list(_of_one_id_each([one for one, problem in made if not problem], clashes))
    wrong = {problem.source: problem for problem in clashes}
    return [(one, problem or wrong.get(one.name)) for one, problem in made]


def _all_as_one(found: list[Input], name: str) -> tuple[Input, InputError | None]:
    problems: list[InputError] = []
    for one in found:
        _size_or_none(one, problems, any_name=True)
    try:
        check_name(name, f"--as-one {name}")
    except InputError as problem:
        problems.insert(0, problem)
    files = tuple(one.path for one in found)
    return Input(files[0], name, files=files, names=files, called=name), problems[0] if problems else None


def paths_of(one: Input, work: Path, open_archive: Callable[[Path, Sequence[str], Path], list[Path]]) -> list[Path]:
    """The files of a disclosure where they can be read: those of an archive are unpacked below the folder ``work``.

    ``open_archive`` unpacks some files of an archive, or without names all that can be read.
    """
    if one.members:
        return open_archive(Path(one.path), one.members, work / key(one.path, *one.members)[:16])
    made: list[Path] = []
    for path in one.files or (one.path,):
        packed = path.lower().endswith(ZIP)
        made += open_archive(Path(path), (), work / key(path)[:16]) if packed else [Path(path)]
    return made


# --- several files, and archives -----------------------------------------------------------------------


def _grouped(found: list[Input], place: Path) -> list[Input]:
    """Those that are of one disclosure by their names as one; archives are none of them."""
    known = {one.name: one for one in found}
    made = []
    for names in groups([name for name in known if not name.lower().endswith(ZIP)]):
        first = known[names[0]]
        if len(names) > 1:
            own = [known[name] for name in names]
            folder = Path(first.path).parent.name or place.name
            called = name_of(names, folder)
            twins = [twin for one in own for twin in one.twins]
            files = tuple(one.path for one in own)
            first = Input(first.path, ", ".join(names), twins, files, tuple(names), called=called)
        made.append(first)
    made += [one for name, one in known.items() if name.lower().endswith(ZIP)]
    return sorted(made, key=_order)


def _opened(one: Input, look: Callable[[Path], Contents]) -> tuple[list[Input], list[InputError], int]:
    """What an archive has, and what is wrong in it; any other file as it is."""
    if not one.path.lower().endswith(ZIP):
        return [one], [], 0
    try:
        found = look(Path(one.path))
    except InputError as problem:
        return [], [InputError(one.name, problem.found, problem.advice, problem.kind)], 0
    doubles = _doubles(found.names)
    names = [name for name in found.names if name not in doubles]
    made, problems = [], list(found.problems)
    together = groups_in_archive(names)
    for group in together:
        own = _member(one, tuple(group), alone=len(together) == 1)
        try:
            check_name(own.document_id, own.name)
        except InputError as problem:
            problems.append(problem)
            continue
        made.append(own)
    return made, problems, found.left_out + len(doubles)


def _member(archive: Input, names: tuple[str, ...], alone: bool = False) -> Input:
    """Some files of an archive as one disclosure; where it has others, they are told apart by their names."""
    known, stem = archive.archive or archive.name, Path(archive.path).stem
    made = Input(archive.path, known, archive.twins, members=names, archive=known, called=stem, origin=archive.origin)
    if not alone:
        own = name_of(names, Path(names[0]).parent.name or stem) if len(names) > 1 else Path(names[0]).stem
        made.name, made.called = f"{known}: {', '.join(names)}", f"{stem}-{own}"
    return made


def _packed(name: str) -> InputError:
    return InputError(name, "archives of this kind are not opened", "unpack it, or pack it as .zip", "archive")


def _is_read(path: str) -> bool:
    """Is a file in a folder named as one that can be read, and none that an office program keeps beside an open one?"""
    name = os.path.basename(path)
    return name.lower().endswith((*SUFFIXES, ZIP)) and not name.startswith("~$")


def _doubles(paths: Sequence[str]) -> set[str]:
    """The files that are the same as a PDF beside them, by their names."""
    printed = {os.path.splitext(path)[0] for path in paths if path.lower().endswith(".pdf")}
    kept = (".pdf", ZIP)
    return {path for path in paths if not path.lower().endswith(kept) and os.path.splitext(path)[0] in printed}


def _listed(line: str) -> Input:
    """A line of a list: a path, and where the file comes from."""
    path, *told = line.split("\t")
    return Input(path, path, origin=dict(zip(("url", "date_published"), map(str.strip, told), strict=False)))


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
