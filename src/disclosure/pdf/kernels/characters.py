"""The characters of a page: what can be seen of its text, and which clip boxes cut it off."""

import math

from disclosure.pdf.kernels.pdfium import (
    CLIPPING,
    FAR,
    INVISIBLE,
    MAX_CLIPS,
    MAX_CORNERS,
    FPDFClipPath_CountPaths,
    FPDFClipPath_CountPathSegments,
    FPDFClipPath_GetPathSegment,
    FPDFPageObj_GetClipPath,
    FPDFPageObj_GetMatrix,
    FPDFPathSegment_GetPoint,
    FPDFText_GetCharBox,
    FPDFText_GetCharOrigin,
    FPDFText_GetMatrix,
    FPDFText_GetTextObject,
    FPDFText_GetUnicode,
    FPDFTextObj_GetTextRenderMode,
    shown_x,
    shown_y,
)
from disclosure.pdf.kernels.types import MIN_SIDE, CharCodes, Chars, Clips, Floats, Int, Marks, Matrices


def is_space(code):
    if code <= 32 or code == 0xA0 or code == 0xAD:
        return True
    if code < 0x1680:
        return 0x7F <= code < 0xA0
    if 0x2000 <= code <= 0x200B or code == 0x2028 or code == 0x2029 or code == 0x1680 or code == 0x3000:
        return True
    return code == 0xFEFF or code == 0xFFFE or code == 0xFFFF


def innermost(item):
    """A pointer by which to know the clip paths of a text object again; null where nothing clips it.

    PDFium keeps each path once. So texts with the same last one have the same before it.
    """
    if item == 0:
        return 0
    clip = FPDFPageObj_GetClipPath(item)
    count = FPDFClipPath_CountPaths(clip)
    return FPDFClipPath_GetPathSegment(clip, count - 1, 0) if count > 0 else 0


def clip_box(text, i, item, box, turn, marks, at, spaces, min_side):
    """What the clip paths of a text object leave to be seen, as displayed; without bounds where that is nothing."""
    nothing = (-math.inf, -math.inf, math.inf, math.inf)
    clip = FPDFPageObj_GetClipPath(item)
    count = FPDFClipPath_CountPaths(clip)
    left = bottom = -math.inf
    right = top = math.inf
    for path in range(max(count - MAX_CLIPS, 0), count):
        corners = FPDFClipPath_CountPathSegments(clip, path)
        if not 1 < corners <= MAX_CORNERS:
            continue
        x0 = y0 = math.inf
        x1 = y1 = -math.inf
        for k in range(corners):
            FPDFPathSegment_GetPoint(FPDFClipPath_GetPathSegment(clip, path, k), at, at + 4)
            x0, x1 = min(x0, marks[0]), max(x1, marks[0])
            y0, y1 = min(y0, marks[1]), max(y1, marks[1])
        left, right, bottom, top = max(left, x0), min(right, x1), max(bottom, y0), min(top, y1)
    if not (left < right and bottom < top):
        return nothing
    # In a form, the object and its clip are in the form's space, and the character is in that of the page.
    if not (FPDFPageObj_GetMatrix(item, at) and FPDFText_GetMatrix(text, i, at + 24)):
        return nothing
    same = True
    for k in range(6):
        spaces[0, k], spaces[1, k] = marks[k], marks[6 + k]
        same = same and marks[k] == marks[6 + k]
    if not same:
        a, b, c, d = spaces[0, 0], spaces[0, 1], spaces[0, 2], spaces[0, 3]
        area = a * d - b * c
        if not abs(area) > 0:
            return nothing
        left, right, bottom, top = left - spaces[0, 4], right - spaces[0, 4], bottom - spaces[0, 5], top - spaces[0, 5]
        u, v = (left * d - bottom * c) / area, (bottom * a - left * b) / area
        x0, y0 = u * spaces[1, 0] + v * spaces[1, 2] + spaces[1, 4], u * spaces[1, 1] + v * spaces[1, 3] + spaces[1, 5]
        u, v = (right * d - top * c) / area, (top * a - right * b) / area
        x1, y1 = u * spaces[1, 0] + v * spaces[1, 2] + spaces[1, 4], u * spaces[1, 1] + v * spaces[1, 3] + spaces[1, 5]
        left, right, bottom, top = x0, x1, y0, y1
    if not (abs(left) < FAR and abs(right) < FAR and abs(bottom) < FAR and abs(top) < FAR):
        return nothing
    xa, xb = shown_x(box, turn, left, bottom), shown_x(box, turn, right, top)
    ya, yb = shown_y(box, turn, left, bottom), shown_y(box, turn, right, top)
    if not min(abs(xb - xa), abs(yb - ya)) > min_side:
        return nothing
    return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def read_chars(
    tuned: Floats,
    text: Int,
    count: Int,
    box: Floats,
    turn: Int,
    hidden: Int,
    spot: Floats,
    at: Int,
    marks: Marks,
    marks_at: Int,
    spaces: Matrices,
    codes: CharCodes,
    chars: Chars,
    clips: Clips,
) -> Int:
    """Fill ``chars`` (and ``codes``, its first column as integers) with what can be seen; return how many.

    Invisible text is left out unless ``hidden`` is set; ``spot[6]`` is how much of it there is. ``clips`` is filled
    with the characters of text that a clip box cuts off, ``spot[7]`` of them: see :class:`disclosure.pdf.page.Page`.
    """
    min_side = tuned[MIN_SIDE]
    width, height = box[2] - box[0], box[3] - box[1]
    if turn % 2:
        width, height = height, width
    kept = 0
    space = 1.0
    before = known = drawn = 0
    clip = (-math.inf, -math.inf, math.inf, math.inf)
    noted = first = 0  # what is set in this clip box is noted from ``first`` on
    cut = False
    for i in range(count):
        code = FPDFText_GetUnicode(text, i) & 0xFFFFFFFF
        if code == 2:
            code = 0x2D  # PDFium's word for a hyphen at a line's end
        elif is_space(code):
            space = 1.0
            continue
        elif 0xD800 <= code < 0xE000 or code > 0x10FFFF:
            code = 0xFFFD
        item = FPDFText_GetTextObject(text, i)
        if item != 0:
            mode = FPDFTextObj_GetTextRenderMode(item)
            if mode in (INVISIBLE, CLIPPING):
                spot[6] += 1
                if not hidden:
                    continue
        if not FPDFText_GetCharBox(text, i, at, at + 8, at + 16, at + 24):
            continue
        if not FPDFText_GetCharOrigin(text, i, at + 32, at + 40):
            continue
        finite = True
        for k in range(6):
            if not abs(spot[k]) < FAR:
                finite = False
        if not finite:
            continue
        xa, xb = shown_x(box, turn, spot[0], spot[2]), shown_x(box, turn, spot[1], spot[3])
        ya, yb = shown_y(box, turn, spot[0], spot[2]), shown_y(box, turn, spot[1], spot[3])
        x0, x1, top, bottom = min(xa, xb), max(xa, xb), min(ya, yb), max(ya, yb)
        if x1 <= 0 or x0 >= width or bottom <= 0 or top >= height:
            continue
        if item != before:
            before = item
            path = innermost(item)
            if path != known:
                known = path
                last = clip
                if path != 0:
                    clip = clip_box(text, i, item, box, turn, marks, marks_at, spaces, min_side)
                else:
                    clip = (-math.inf, -math.inf, math.inf, math.inf)
                if clip != last:
                    if not cut:
                        noted = first
                    first = noted
                    cut = False
        if clip[0] > -math.inf:
            x, y = (x0 + x1) / 2, (top + bottom) / 2
            cut = cut or not (clip[0] <= x <= clip[2] and clip[1] <= y <= clip[3])
            clips[noted, 0], clips[noted, 1] = kept, first
            clips[noted, 2], clips[noted, 3], clips[noted, 4], clips[noted, 5] = clip[0], clip[1], clip[2], clip[3]
            noted += 1
        codes[kept, 0] = code
        chars[kept, 1] = x0
        chars[kept, 2] = top
        chars[kept, 3] = x1
        chars[kept, 4] = bottom
        chars[kept, 5] = shown_y(box, turn, spot[4], spot[5])
        chars[kept, 6] = shown_x(box, turn, spot[4], spot[5])
        chars[kept, 7] = space + (2.0 if item != drawn else 0.0)
        space = 0.0
        drawn = item
        kept += 1
    spot[7] = noted if cut else first
    return kept
