"""What a file is, by its content: a name says nothing for sure."""

from __future__ import annotations

import re
from pathlib import Path

from disclosure.model.errors import InputError

SUFFIXES = (
    ".pdf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt", ".ods",
    ".ofd", ".html", ".htm", ".mht", ".mhtml",
)  # fmt: skip
"""What a file that can be read is commonly named: in folders, others are left out."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK"
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|div|p)\b", re.IGNORECASE)
HEAD = 4096  # bytes in which a file shows what it is


def kind_of(path: Path) -> str:
    """What a file is: ``pdf``, ``xlsx``, ``docx``, ``html`` …; empty where that cannot be told.

    Raises :class:`InputError` where there is no file, or it is empty, locked or asks for a password.
    """
    if not path.exists():
        raise InputError(path, "there is no such file", "check the name", "missing")
    if path.is_dir():
        raise InputError(path, "this is a folder", "name a file, or use the batch command", "folder")
    if path.name.startswith("~$"):
        said = "this is the lock that an office program keeps beside an open file"
        raise InputError(path, said, f"name {path.name.removeprefix('~$')}", "lock")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise InputError(
            path, f"it cannot be opened ({error.strerror})", "check its permissions", "permission"
        ) from None
    if not head:
        raise InputError(path, "the file is empty", "download it again", "empty")
    if head.startswith(_ZIP):
        return _zipped(path)
    if head.startswith(_OLE):
        return _compound(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    text = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\xfe\xff \t\r\n")
    if re.match(rb"(?:mime-version|from|content-type)\s*:", text, re.IGNORECASE) and b"multipart/" in text:
        return "mhtml"
    for progid, kind in ((b"Excel.Sheet", "excel-xml"), (b"Word.Document", "word-xml")):
        if text.startswith(b"<?xml") and progid in text:
            return kind
    if _HTML.search(text) and text.startswith(b"<"):
        return "html"
    return ""


def _zipped(path: Path) -> str:
    import zipfile  # here, for most files are none

    try:
        with zipfile.ZipFile(path) as package:
            names = {name.lstrip("/").lower() for name in package.namelist()}
            if "mimetype" in names and "content.xml" in names and package.getinfo("mimetype").file_size <= HEAD:
                return package.read("mimetype").decode("ascii", "replace").rpartition(".")[2][:20] or "odf"
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError):
        said = "the file is damaged or cut short"
        raise InputError(path, said, "save it anew, or download it again", "damaged") from None
    if "[content_types].xml" in names:
        if "xl/workbook.bin" in names:
            return "xlsb"
        for folder, kind in (("xl/", "xlsx"), ("word/", "docx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return kind
    return "ofd" if "ofd.xml" in names else "zip"


def _compound(path: Path) -> str:
    """What a file of the older office programs is, by the names of its streams."""
    content = path.read_bytes()

    def has(name: str) -> bool:
        return name.encode("utf-16-le") in content

    if has("EncryptedPackage"):
        raise InputError(path, "the file asks for a password", "save it without one", "encrypted")
    if has("WordDocument"):
        return "doc"
    if has("Workbook") or has("Book"):
        return "xls"
    raise InputError(path, "the file is damaged, or of no office program that is known", "save it anew", "damaged")
