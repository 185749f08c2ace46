"""The floor: PDFium hands over every character and every path of a page, from compiled code, and nothing is made of it.

No reader on PDFium can be faster. Compiled like the engine's own loops (:mod:`disclosure.pdf.compiled`).
"""

import ctypes
import functools
import sys
from pathlib import Path

Int = "int64"
Values, Chars, Paths = ("float64", 1), ("float64", 6), ("float32", 4)
Codes = ("uint32", 1)

PDFIUM = {
    "FPDFText_GetUnicode": "ipi",
    "FPDFText_GetCharBox": "ipipppp",
    "FPDFText_GetCharOrigin": "ipipp",
    "FPDFPage_CountObjects": "ip",
    "FPDFPage_GetObject": "ppi",
    "FPDFFormObj_CountObjects": "ip",
    "FPDFFormObj_GetObject": "ppl",
    "FPDFPageObj_GetType": "ip",
    "FPDFPageObj_GetBounds": "ippppp",
}
KERNELS = ("hand_over_chars", "hand_over_paths")

FPDFText_GetUnicode = FPDFText_GetCharBox = FPDFText_GetCharOrigin = FPDFPageObj_GetBounds = None
FPDFPage_CountObjects = FPDFPage_GetObject = FPDFPageObj_GetType = None
FPDFFormObj_CountObjects = FPDFFormObj_GetObject = None


def hand_over_chars(text: Int, count: Int, codes: Codes, chars: Chars, at: Int) -> Int:
    for i in range(count):
        codes[i] = FPDFText_GetUnicode(text, i)
        FPDFText_GetCharBox(text, i, at + 48 * i, at + 48 * i + 8, at + 48 * i + 16, at + 48 * i + 24)
        FPDFText_GetCharOrigin(text, i, at + 48 * i + 32, at + 48 * i + 40)
    return count


def hand_over_paths(page: Int, paths: Paths, at: Int) -> Int:
    """Page by page, and the forms on the page to the first depth."""
    count = 0
    for i in range(FPDFPage_CountObjects(page)):
        item = FPDFPage_GetObject(page, i)
        kind = FPDFPageObj_GetType(item)
        inner = FPDFFormObj_CountObjects(item) if kind == 5 else 1
        for k in range(inner):
            part = FPDFFormObj_GetObject(item, k) if kind == 5 else item
            if FPDFPageObj_GetType(part) == 2:
                place = at + 16 * (count % len(paths))
                FPDFPageObj_GetBounds(part, place, place + 4, place + 8, place + 12)
                count += 1
    return count


@functools.cache
def kernels() -> dict:
    sys.path.insert(0, str(Path(__file__).parents[1] / "src"))
    from disclosure.pdf import compiled

    return compiled.machine_code(sys.modules[__name__])


def read(file) -> list:
    """All pages of a file. There are no tables to give back."""
    import numpy as np
    import pypdfium2 as pdfium
    import pypdfium2.raw as c

    run = kernels()
    paths = np.empty((1024, 4), "f4")
    document = pdfium.PdfDocument(file)
    for page in document:
        run["hand_over_paths"](ctypes.cast(page.raw, ctypes.c_void_p).value, paths, paths.ctypes.data)
        text = c.FPDFText_LoadPage(page)
        count = c.FPDFText_CountChars(text)
        codes, chars = np.empty(count, "u4"), np.empty((count, 6))
        address = ctypes.cast(text, ctypes.c_void_p).value
        run["hand_over_chars"](address, count, codes, chars, chars.ctypes.data)
        c.FPDFText_ClosePage(text)
        page.close()
    document.close()
    return []
