"""Archives (.zip) of disclosures: what is in them, and unpacked, within limits; nothing in them is trusted."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from disclosure.files.kinds import SUFFIXES
from disclosure.model.errors import InputError, printable

FILES, BYTES, RATIO = 2_000, 1 << 30, 400
"""The most files of an archive, bytes of them unpacked, and times that a file of more than a megabyte may grow."""
NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
"""What archives are named that are not opened here; of these only ``.zip`` is, where it is in no other."""
_LEFT_BY_SYSTEMS = ("__MACOSX/", "~$", "._", "Thumbs.db", ".DS_Store", "desktop.ini")
_ANEW = "pack it anew, or unpack it and name the files"
_UTF_8 = 0x800  # the bit that says a name is in UTF-8
_ENCRYPTED = 0x1


@dataclass(slots=True)
class Contents:
    """What an archive has: the names of the files that can be read, what is wrong with others, how many are neither."""

    names: list[str] = field(default_factory=list)
    problems: list[InputError] = field(default_factory=list)
    left_out: int = 0


def contents(path: Path, progress: Callable | None = None, ocr: bool = False) -> Contents:
    """What is in an archive, without unpacking it; the other arguments are those of every function that reads a file.

    Raises :class:`InputError` where it is damaged, asks for a password, is beyond limits, or has names or links that
    lead out of it.
    """
    made = Contents()
    with _opened(path) as archive:
        if "[Content_Types].xml" in archive.namelist():
            raise InputError(path, "this is an office document, not an archive", "name it .docx or .xlsx", "archive")
        for name, _ in _members(path, archive):
            if _is_left_by_system(name):
                continue
            if name.lower().endswith(SUFFIXES):
                made.names.append(name)
            elif name.lower().endswith(NESTED):
                said = "this is an archive in an archive"
                made.problems.append(InputError(f"{path.name}: {name}", said, "unpack the outer one first", "nested"))
            else:
                made.left_out += 1
    made.names.sort()
    if not made.names and not made.problems:
        raise InputError(path, "nothing in this archive can be read", "see what is in it", "archive")
    return made


def unpack(
    path: Path, names: Sequence[str], folder: Path, progress: Callable | None = None, ocr: bool = False
) -> list[Path]:
    """Some files of an archive, and its ``sources.yml``, into a folder, below the names that they have there.

    Without ``names`` all that can be read. The last arguments are those of every function that reads a file.
    Raises as :func:`contents` does, and where a file turns out to be damaged or larger than the archive says.
    """
    left, names = BYTES, names or contents(path).names
    with _opened(path) as archive:
        members = {name: member for name, member in _members(path, archive)}
        beside = {f"{os.path.dirname(name)}/sources.yml".lstrip("/") for name in names}
        for name in (*names, *sorted(beside & set(members))):
            place = folder / name
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(members[name]) as packed, place.open("xb") as file:
                    while block := packed.read(min(1 << 20, left + 1)):
                        left -= len(block)
                        if left < 0:
                            raise _too_large(path)
                        file.write(block)
            except InputError:
                raise
            except OSError as error:
                said = f"{printable(name)} cannot be unpacked ({error.strerror or error})"
                raise InputError(path, said, "free some disk, or unpack it yourself", "archive") from None
            except Exception as error:  # zlib and zipfile have errors of their own
                said = f"{printable(name)} in it is damaged ({type(error).__name__})"
                raise InputError(path, said, "download it again", "damaged") from None
    return [folder / name for name in names]


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise InputError(path, "there is no such file", "check the name", "missing") from None
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError):
        said = "the archive is damaged or cut short"
        raise InputError(path, said, "download it again", "damaged") from None


def _members(path: Path, archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Each file of an archive by its name; all are looked at before the first is given."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.flag_bits & _ENCRYPTED for info in files):
        raise InputError(path, "the archive asks for a password", "unpack it and name the files", "encrypted")
    grown = any(info.file_size > 1 << 20 and info.file_size > RATIO * max(info.compress_size, 1) for info in files)
    if len(files) > FILES or sum(info.file_size for info in files) > BYTES or grown:
        raise _too_large(path)
    made = [(_name(info), info) for info in files]
    for name, info in made:
        parts = name.split("/")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise InputError(path, f"{printable(name)} in it is a link", _ANEW, "archive")
        if name.startswith("/") or ".." in parts or ":" in parts[0] or not all(map(_is_plain, parts)):
            raise InputError(path, f"it has a file of the name “{printable(name)}”", _ANEW, "archive")
    if len({unicodedata.normalize("NFC", name).casefold() for name, _ in made}) < len(made):
        raise InputError(path, "it has two files of one name", _ANEW, "archive")
    yield from made


def _is_plain(name: str) -> bool:
    """May a file or folder be called so?"""
    return bool(name) and name != "." and len(name.encode("utf-8", "replace")) < 256 and printable(name) == name


def _too_large(path: Path) -> InputError:
    said = (
        f"it unpacks to more than {FILES:,} files or {BYTES >> 20:,} megabytes, or is packed too densely to be trusted"
    )
    return InputError(path, said, "unpack it yourself, and name the files", "size")


def _is_left_by_system(name: str) -> bool:
    return name.startswith(_LEFT_BY_SYSTEMS) or os.path.basename(name).startswith(_LEFT_BY_SYSTEMS)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file in an archive; programs in China write it in GBK, which a zip has no way to say."""
    name = info.filename
    if not info.flag_bits & _UTF_8:
        raw = info.orig_filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/")
