"""Which fonts PDFium takes for those that a PDF names but does not bring along.

For reading, none of the machine's: the same file would read differently where other fonts are installed, and where
none has a character PDFium gives it no box, or drops it. Instead each such character gets the box of ``boxes.ttf``,
half an em or a whole one, set as wide as the PDF says. For pictures of pages (:func:`machine_fonts`) it is the
machine's fonts that count.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2  # noqa: F401  (starts PDFium)
import pypdfium2.raw as c

_BOXES = (Path(__file__).parent / "fonts/boxes.ttf").read_bytes()
_NAME = b"Disclosure Boxes\0"
_HANDLE = 1  # the handle of our font; the machine's are addresses
_STANDARD = (b"Arial", b"Courier", b"Helvetica", b"Times", b"Symbol", b"ZapfDingbats")
_GB2312 = 134  # a character set, in the numbers of Windows
_machine = c.FPDF_GetDefaultSystemFontInfo()
_reading = True


@contextmanager
def machine_fonts() -> Iterator[None]:
    """Documents opened meanwhile are drawn with the machine's fonts."""
    global _reading
    _reading, before = False, _reading
    try:
        yield
    finally:
        _reading = before


def _ours_for(face) -> int:
    """None for the standard fonts: PDFium has these in itself."""
    name = ctypes.cast(face, ctypes.c_char_p).value or b""
    return 0 if name.startswith(_STANDARD) else _HANDLE


def _enumerate(_, mapper) -> None:
    if _machine:
        _machine.contents.EnumFonts(_machine, mapper)


def _map(_, weight, italic, charset, pitch, face, exact) -> int:
    if _reading or not _machine:
        return _ours_for(face)
    return _machine.contents.MapFont(_machine, weight, italic, charset, pitch, face, exact) or 0


def _get(_, face) -> int:
    if _reading or not _machine:
        return _ours_for(face)
    return (_machine.contents.GetFont(_machine, face) if _machine.contents.GetFont else 0) or 0


def _data(_, font, table, buffer, size) -> int:
    if font != _HANDLE:
        return _machine.contents.GetFontData(_machine, font, table, buffer, size)
    if table:  # PDFium asks whether it is a collection of fonts
        return 0
    if buffer and size >= len(_BOXES):
        ctypes.memmove(buffer, _BOXES, len(_BOXES))
    return len(_BOXES)


def _name(_, font, buffer, size) -> int:
    if font != _HANDLE:
        return _machine.contents.GetFaceName(_machine, font, buffer, size)
    if buffer and size >= len(_NAME):
        ctypes.memmove(buffer, _NAME, len(_NAME))
    return len(_NAME)


def _charset(_, font) -> int:
    return _GB2312 if font == _HANDLE else _machine.contents.GetFontCharset(_machine, font)


def _delete(_, font) -> None:
    if font != _HANDLE and _machine.contents.DeleteFont:
        _machine.contents.DeleteFont(_machine, font)


_calls = {
    "EnumFonts": _enumerate,
    "MapFont": _map,
    "GetFont": _get,
    "GetFontData": _data,
    "GetFaceName": _name,
    "GetFontCharset": _charset,
    "DeleteFont": _delete,
}
_types = dict(c.FPDF_SYSFONTINFO._fields_)
_ours = c.FPDF_SYSFONTINFO(version=1, **{name: _types[name](call) for name, call in _calls.items()})


def install() -> None:
    """Have PDFium ask here for its fonts, from now on."""
    c.FPDF_SetSystemFontInfo(_ours)
