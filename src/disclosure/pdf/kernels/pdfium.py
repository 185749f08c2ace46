"""PDFium's functions that the kernels call, and how its pages lie as they are displayed."""

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

# Filled in by disclosure.pdf.compiled, named here for the reader and the linter.
FPDFText_GetUnicode = FPDFText_GetCharBox = FPDFText_GetCharOrigin = None
FPDFText_GetMatrix = FPDFText_GetTextObject = FPDFTextObj_GetTextRenderMode = None
FPDFPageObj_GetClipPath = FPDFClipPath_CountPaths = None
FPDFClipPath_CountPathSegments = FPDFClipPath_GetPathSegment = None
FPDFPage_CountObjects = FPDFPage_GetObject = FPDFFormObj_CountObjects = FPDFFormObj_GetObject = None
FPDFPageObj_GetType = FPDFPageObj_GetMatrix = FPDFPageObj_GetFillColor = FPDFPageObj_GetStrokeColor = None
FPDFPageObj_GetStrokeWidth = FPDFPath_GetDrawMode = FPDFPath_CountSegments = FPDFPath_GetPathSegment = None
FPDFPathSegment_GetType = FPDFPathSegment_GetPoint = FPDFPathSegment_GetClose = None

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
