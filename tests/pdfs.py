"""Small PDFs written by hand, for tests: what is drawn is said in PDF's own words.

A :class:`Sheet` is a page; the functions give pieces of content. Everything is in points from the lower left.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from pathlib import Path

WIDE, HIGH = 595, 842  # the page
XS, YS = (60.0, 160.0, 260.0, 380.0), (600.0, 625.0, 650.0, 675.0)  # the lines of the example table, from below
ROWS = [["code", "name", "amount"], ["206", "science", "3000.00"], ["208", "social", "158.13"]]


@dataclass
class Sheet:
    """A page: its content, and what stands in its dictionary. ``forms`` are content by name, with their matrix."""

    content: str | bytes
    box: tuple[float, float, float, float] = (0, 0, WIDE, HIGH)
    extra: str = ""
    forms: dict[str, tuple[str, str]] = field(default_factory=dict)


def write(path: Path, *sheets: Sheet, compress: bool = False) -> Path:
    """Write a PDF of these pages."""
    objects: list[bytes] = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]

    def add(body: bytes) -> int:
        objects.append(body)
        return len(objects)

    def stream(content: str | bytes, extra: str = "") -> int:
        data = content if isinstance(content, bytes) else content.encode("latin-1")
        if compress:
            data, extra = zlib.compress(data), extra + " /Filter /FlateDecode"
        return add(f"<< /Length {len(data)} {extra} >>\nstream\n".encode() + data + b"\nendstream")

    kids = []
    for sheet in sheets:
        names: dict[str, int] = {}
        for name, (content, matrix) in sheet.forms.items():  # a form may use those before it
            inner = " ".join(f"/{k} {v} 0 R" for k, v in names.items())
            names[name] = stream(
                content,
                f"/Type /XObject /Subtype /Form /BBox [-9999 -9999 9999 9999] /Matrix [{matrix}] "
                f"/Resources << /Font << /F 3 0 R >> /XObject << {inner} >> >>",
            )
        forms = " ".join(f"/{name} {number} 0 R" for name, number in names.items())
        content = stream(sheet.content)
        box = " ".join(map(str, sheet.box))
        kids.append(
            add(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {sheet.extra} /Contents {content} 0 R "
                f"/Resources << /Font << /F 3 0 R >> /XObject << {forms} >> >> >>".encode()
            )
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>".encode()
    path.write_bytes(assemble(objects))
    return path


def assemble(objects: list[bytes], trailer: str = "") -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


# --- pieces of content ---------------------------------------------------------------------------------


def line(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> str:
    return f"{width} w {x0} {y0} m {x1} {y1} l S\n"


def bar(x0: float, y0: float, x1: float, y1: float) -> str:
    """A filled rectangle."""
    return f"{x0} {y0} {x1 - x0} {y1 - y0} re f\n"


def box(x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> str:
    """A stroked rectangle."""
    return f"{width} w {x0} {y0} {x1 - x0} {y1 - y0} re S\n"


def text(x: float, y: float, words: str, size: float = 10, mode: int = 0) -> str:
    words = words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F {size} Tf {mode} Tr {x} {y} Td ({words}) Tj ET\n"


def words(rows=ROWS, xs=XS, ys=YS, size: float = 10) -> str:
    """The texts of a table, each at the lower left of its box."""
    made = ""
    for row, y in zip(rows, ys[-2::-1], strict=True):
        for cell, x in zip(row, xs, strict=False):
            made += text(x + 4, y + 8, cell, size) if cell else ""
    return made


def lines(xs=XS, ys=YS, draw=line) -> str:
    """The rules of a table, each from edge to edge."""
    across = "".join(draw(xs[0], y, xs[-1], y) for y in ys)
    return across + "".join(draw(x, ys[0], x, ys[-1]) for x in xs)


# --- files that cannot be read -------------------------------------------------------------------------


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra, content)


PAGES = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"]

IMAGE_ONLY = assemble(
    [
        *PAGES,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /XObject << /I 5 0 R >> >> >>",
        _stream(b"500 0 0 700 40 70 cm /I Do"),
        _stream(
            b"\x00",
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
        ),
    ]
)

ENCRYPTED = assemble(
    [
        *PAGES,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        b"<< /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >>" % (b"41" * 32, b"42" * 32),
    ],
    "/Encrypt 4 0 R /ID [<00> <00>]",
)
