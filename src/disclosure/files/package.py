"""The zipped files of office programs, opened within limits: nothing in them is run, or fetched from elsewhere."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path

from lxml import etree

from disclosure.model.errors import InputError

FILES, BYTES, RATIO = 20_000, 512 << 20, 400
"""The most files of a package, bytes of them unpacked, and times that a file of more than a megabyte may grow."""
_DAMAGED = "save it anew, or download it again"


class Package:
    """A zipped office file, for ``with``. Raises :class:`InputError` where it is damaged, locked or beyond limits."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise InputError(path, "the file is damaged or cut short", _DAMAGED, "damaged") from None
        files = self._zip.infolist()
        self.names = {file.filename.lstrip("/"): file for file in files}
        if any(file.flag_bits & 1 for file in files):
            raise InputError(path, "the file asks for a password", "save it without one", "encrypted")
        unpacked = sum(file.file_size for file in files)
        grown = [f for f in files if f.file_size > 1 << 20 and f.file_size > RATIO * max(f.compress_size, 1)]
        if len(files) > FILES or unpacked > BYTES or grown:
            said = f"it unpacks to {unpacked >> 20:,} megabytes in {len(files):,} files, more than a disclosure needs"
            raise InputError(path, said, "save it anew without what is no part of the disclosure", "size")

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str) -> bytes:
        """The content of a file in the package."""
        try:
            return self._zip.read(self.names[name])
        except KeyError:
            raise InputError(self.path, f"it lacks its part {name}", _DAMAGED, "damaged") from None
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError):
            raise InputError(self.path, f"its part {name} is damaged", _DAMAGED, "damaged") from None
        except Exception as error:  # zlib's own
            raise InputError(self.path, f"its part {name} is damaged ({error})", _DAMAGED, "damaged") from None

    def xml(self, name: str) -> etree._Element:
        """A part as a tree of elements."""
        try:
            return parse_xml(self.read(name))
        except etree.XMLSyntaxError:
            raise InputError(self.path, f"its part {name} is no XML", _DAMAGED, "damaged") from None

    def related(self, name: str = "") -> dict[str, tuple[str, str]]:
        """Kind and name of what a part of the package, or the package itself, refers to, by the reference's id."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self:
            return {}
        made = {}
        for one in self.xml(rels).iter("{*}Relationship"):
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target", "")
            where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            made[one.get("Id", "")] = one.get("Type", "").rpartition("/")[2], where
        return made

    def main(self) -> str:
        """The part that the document itself is in."""
        return next((where for kind, where in self.related().values() if kind == "officeDocument"), "")


def parser() -> dict[str, bool]:
    """How XML is parsed here: no entity is resolved, nothing is fetched, and a tree may not grow without bounds."""
    return {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def parse_xml(content: bytes) -> etree._Element:
    """XML as a tree."""
    return etree.fromstring(content, etree.XMLParser(**parser(), remove_comments=True, remove_pis=True))


def whole(text: str, otherwise: int = 0) -> int:
    """A whole number of a file, not below 0; ``otherwise`` where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def number(text: str, otherwise: float = 0.0) -> float:
    """A number of a file; ``otherwise`` where it is none, or not finite."""
    try:
        value = float(text)
    except ValueError:
        return otherwise
    return value if abs(value) < 1e9 else otherwise
