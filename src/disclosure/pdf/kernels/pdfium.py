"""PDFium's functions that the kernels call, and how its pages lie as they are displayed."""

from collections.abc import Callable
from typing import cast

PDFIUM = {  # result and arguments: i for int, l for unsigned long, p for a pointer
    "FPDFText_GetUnicode": "ipi",
    "FPDFText_GetCharBox": "ipipppp",
    "FPDFText_GetCharOrigin": "ipipp",
    "FPDFText_GetMatrix": "ipip",
    "FPDFText_GetTextObject": "ppi",
    "FPDFTextObj_GetTextRenderMode": "ip",
    "FPDFPage_CountObjects": "ip",
    "FPDFPage_GetObject": "ppi",
    "FPDFFormObj_CountObjects": "ip",
    "FPDFFormObj_GetObject": "ppl",
    "FPDFPageObj_GetType": "ip",
    "FPDFPageObj_GetMatrix": "ipp",
    "FPDFPageObj_GetClipPath": "pp",
    "FPDFClipPath_CountPaths": "ip",
    "FPDFClipPath_CountPathSegments": "ipi",
    "FPDFClipPath_GetPathSegment": "ppii",
    "FPDFPageObj_GetFillColor": "ippppp",
    "FPDFPageObj_GetStrokeColor": "ippppp",
    "FPDFPageObj_GetStrokeWidth": "ipp",
    "FPDFPath_GetDrawMode": "ippp",
    "FPDFPath_CountSegments": "ip",
    "FPDFPath_GetPathSegment": "ppi",
    "FPDFPathSegment_GetType": "ip",
    "FPDFPathSegment_GetPoint": "ippp",
    "FPDFPathSegment_GetClose": "ip",
}

# Filled in by disclosure.pdf.compiled, named here for the reader, the linter and the types.
_unfilled = cast(Callable[..., int], None)
FPDFText_GetUnicode = _unfilled
FPDFText_GetCharBox = _unfilled
FPDFText_GetCharOrigin = _unfilled
FPDFText_GetMatrix = _unfilled
FPDFText_GetTextObject = _unfilled
FPDFTextObj_GetTextRenderMode = _unfilled
FPDFPageObj_GetClipPath = _unfilled
FPDFClipPath_CountPaths = _unfilled
FPDFClipPath_CountPathSegments = _unfilled
FPDFClipPath_GetPathSegment = _unfilled
FPDFPage_CountObjects = _unfilled
FPDFPage_GetObject = _unfilled
FPDFFormObj_CountObjects = _unfilled
FPDFFormObj_GetObject = _unfilled
FPDFPageObj_GetType = _unfilled
FPDFPageObj_GetMatrix = _unfilled
FPDFPageObj_GetFillColor = _unfilled
FPDFPageObj_GetStrokeColor = _unfilled
FPDFPageObj_GetStrokeWidth = _unfilled
FPDFPath_GetDrawMode = _unfilled
FPDFPath_CountSegments = _unfilled
FPDFPath_GetPathSegment = _unfilled
FPDFPathSegment_GetType = _unfilled
FPDFPathSegment_GetPoint = _unfilled
FPDFPathSegment_GetClose = _unfilled

MAX_DEPTH = 12  # form objects inside form objects
MAX_CLIPS, MAX_CORNERS = 4, 20  # clip paths looked at for a text, the innermost; a cell's has no more segments
FAR = 1e6  # points; whatever stands farther out is no part of any page

PATH, IMAGE, FORM = 2, 3, 5  # kinds of page objects
MOVE, BEZIER = 2, 1  # kinds of path segments
INVISIBLE, CLIPPING = 3, 7  # ways of drawing text that leave nothing on the paper


def shown_x(box, turn, x, y):
    """Distance from the left edge of the page as displayed, of a point in the file's own space."""
    if turn == 0:
        return x - box[0]
    if turn == 1:
        return y - box[1]
    if turn == 2:
        return box[2] - x
    return box[3] - y


def shown_y(box, turn, x, y):
    """Distance from the top edge of the page as displayed."""
    if turn == 0:
        return box[3] - y
    if turn == 1:
        return x - box[0]
    if turn == 2:
        return y - box[1]
    return box[2] - x
