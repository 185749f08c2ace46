"""The inner loops of the reader: written as plain Python, run as machine code (:mod:`disclosure.pdf.compiled`).

PDFium hands out one value a call, and a page has thousands of values: from Python the calls cost twenty times
what PDFium's own work does. So everything that is done once for each character, path or box stands here, in
the part of Python that numba compiles: numbers, arrays that the caller made, loops; no objects, no exceptions.

The annotations are the compiled signature. ``pdf`` names stand for PDFium's functions; pointers are plain integers.
"""

import math

Int, Float = "int64", "float64"
Ints, Floats, Codes, Marks = ("int64", 1), ("float64", 1), ("uint32", 1), ("float32", 1)  # one-dimensional
Lines, Rules, Chars, Cells = ("float64", 3), ("float64", 4), ("float32", 8), ("int64", 4)  # rows of so many
CharCodes, Matrices, Clips = ("uint32", 8), ("float64", 6), ("float64", 6)

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
KERNELS = ("read_chars", "read_rules", "split", "merge", "connect", "cut", "place", "keep_runs_whole", "arrange")

# Filled in by disclosure.pdf.compiled, named here for the reader and the linter.
FPDFText_GetUnicode = FPDFText_GetCharBox = FPDFText_GetCharOrigin = None
FPDFText_GetMatrix = FPDFText_GetTextObject = FPDFTextObj_GetTextRenderMode = None
FPDFPageObj_GetClipPath = FPDFClipPath_CountPaths = None
FPDFClipPath_CountPathSegments = FPDFClipPath_GetPathSegment = None
FPDFPage_CountObjects = FPDFPage_GetObject = FPDFFormObj_CountObjects = FPDFFormObj_GetObject = None
FPDFPageObj_GetType = FPDFPageObj_GetMatrix = FPDFPageObj_GetFillColor = FPDFPageObj_GetStrokeColor = None
FPDFPageObj_GetStrokeWidth = FPDFPath_GetDrawMode = FPDFPath_CountSegments = FPDFPath_GetPathSegment = None
FPDFPathSegment_GetType = FPDFPathSegment_GetPoint = FPDFPathSegment_GetClose = None

THIN = 3.0  # points; a filled rectangle no thicker than this is a rule, a thicker one is shading
NEARLY_WHITE = 245  # a fill or stroke at least this bright in each channel cannot be seen on paper
MAX_OBJECTS = 1_000_000  # drawing objects and path segments read on a page before the reader stops and says so
MAX_CHARS = 200_000  # characters read on a page
MAX_DEPTH = 12  # form objects inside form objects
MAX_CLIPS, MAX_CORNERS = 4, 20  # clip paths looked at for a text, the innermost; a cell's has no more segments
FAR = 1e6  # points; whatever stands farther out is no part of any page

SNAP = 2.0  # points; rules nearer than this are one rule (double lines, the two edges of a thin border)
JOIN = 3.0  # points; the gap that a broken or dashed rule may leave, and a rule may end short of another
MIN_SIDE = 3.0  # points; a smaller box is a drawing artefact, not a cell

INK, WHITE, SHADE = 0, 1, 2  # kinds of rules
PATH, IMAGE, FORM = 2, 3, 5  # kinds of page objects
MOVE, BEZIER = 2, 1  # kinds of path segments
INVISIBLE, CLIPPING = 3, 7  # ways of drawing text that leave nothing on the paper


# --- reading -------------------------------------------------------------------------------------------


def is_space(code):
    if code <= 32 or code == 0xA0 or code == 0xAD:
        return True
    if code < 0x1680:
        return 0x7F <= code < 0xA0
    if 0x2000 <= code <= 0x200B or code == 0x2028 or code == 0x2029 or code == 0x1680 or code == 0x3000:
        return True
    return code == 0xFEFF or code == 0xFFFE or code == 0xFFFF


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


def innermost(item):
    """A pointer by which to know the clip paths of a text object again; null where nothing clips it.

    PDFium keeps each path once. So texts with the same last one have the same before it.
    """
    if item == 0:
        return 0
    clip = FPDFPageObj_GetClipPath(item)
    count = FPDFClipPath_CountPaths(clip)
    return FPDFClipPath_GetPathSegment(clip, count - 1, 0) if count > 0 else 0


def clip_box(text, i, item, box, turn, marks, at, spaces):
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
    if not min(abs(xb - xa), abs(yb - ya)) > MIN_SIDE:
        return nothing
    return (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def read_chars(
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
                    clip = clip_box(text, i, item, box, turn, marks, marks_at, spaces)
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


def inked(known, colour):
    """Is it anything but white or transparent? A pattern has no colour to be known, and is seen."""
    if not known:
        return True
    return colour[3] > 0 and min(colour[0], colour[1], colour[2]) < NEARLY_WHITE


def add_rule(rules, kinds, kind, count, box, turn, left, bottom, right, top):
    """Note a rule (or shade) if it is on the page and there is room; the count grows all the same."""
    if not (abs(left) < FAR and abs(right) < FAR and abs(bottom) < FAR and abs(top) < FAR):
        return count
    xa, xb = shown_x(box, turn, left, bottom), shown_x(box, turn, right, top)
    ya, yb = shown_y(box, turn, left, bottom), shown_y(box, turn, right, top)
    width, height = box[2] - box[0], box[3] - box[1]
    if turn % 2:
        width, height = height, width
    if max(xa, xb) < -1 or min(xa, xb) > width + 1 or max(ya, yb) < -1 or min(ya, yb) > height + 1:
        return count
    if count < len(rules):
        rules[count, 0] = min(xa, xb)
        rules[count, 1] = min(ya, yb)
        rules[count, 2] = max(xa, xb)
        rules[count, 3] = max(ya, yb)
        kinds[count] = kind
    return count + 1


def multiply(inner, matrices, depth, to):
    """Into ``matrices[to]``: first ``inner``, then ``matrices[depth]``."""
    a, b, c, d, e, f = inner[0], inner[1], inner[2], inner[3], inner[4], inner[5]
    A, B, C = matrices[depth, 0], matrices[depth, 1], matrices[depth, 2]
    D, E, F = matrices[depth, 3], matrices[depth, 4], matrices[depth, 5]
    matrices[to, 0] = a * A + b * C
    matrices[to, 1] = a * B + b * D
    matrices[to, 2] = c * A + d * C
    matrices[to, 3] = c * B + d * D
    matrices[to, 4] = e * A + f * C + E
    matrices[to, 5] = e * B + f * D + F


def read_path(item, matrices, depth, stroke, shaded, kind, box, turn, marks, at, rules, kinds, count):
    """The rules of a path: each thin straight subpath is one; of a stroked shape each straight side is one.

    A subpath with a curve in it is none. ``stroke`` is the width of the pen, negative where nothing is stroked.
    Rules are of ``kind``; where the path is ``shaded``, what is no rule is noted as a shade.
    """
    a, b, c = matrices[depth, 0], matrices[depth, 1], matrices[depth, 2]
    d, e, f = matrices[depth, 3], matrices[depth, 4], matrices[depth, 5]
    total = FPDFPath_CountSegments(item)
    start = 0
    outer_left = outer_bottom = math.inf
    outer_right = outer_top = -math.inf
    while start < total:
        straight = True
        left = bottom = math.inf
        right = top = -math.inf
        i = start
        while i < total:
            segment = FPDFPath_GetPathSegment(item, i)
            shape = FPDFPathSegment_GetType(segment)
            if shape == MOVE and i > start:
                break
            if shape == BEZIER:
                straight = False
            FPDFPathSegment_GetPoint(segment, at, at + 4)
            x, y = a * marks[0] + c * marks[1] + e, b * marks[0] + d * marks[1] + f
            left, right = min(left, x), max(right, x)
            bottom, top = min(bottom, y), max(top, y)
            i += 1
        end = i
        wide, high = right - left, top - bottom
        if straight and end - start > 1 and max(wide, high) > 0:
            if shaded and min(wide, high) > THIN:
                count = add_rule(rules, kinds, SHADE, count, box, turn, left, bottom, right, top)
            if min(wide, high) <= THIN:
                if stroke <= THIN or max(wide, high) > stroke:
                    if stroke <= 2 * THIN:
                        count = add_rule(rules, kinds, kind, count, box, turn, left, bottom, right, top)
                elif max(wide, high) <= THIN:  # a short stroke of a broad pen is a rule across
                    if wide >= high:
                        bottom, top = bottom - stroke / 2, top + stroke / 2
                    else:
                        left, right = left - stroke / 2, right + stroke / 2
                    count = add_rule(rules, kinds, kind, count, box, turn, left, bottom, right, top)
            elif 0 <= stroke <= 2 * THIN:
                x0 = y0 = px = py = 0.0
                for k in range(start, end):
                    segment = FPDFPath_GetPathSegment(item, k)
                    FPDFPathSegment_GetPoint(segment, at, at + 4)
                    x, y = a * marks[0] + c * marks[1] + e, b * marks[0] + d * marks[1] + f
                    if k == start:
                        x0, y0 = x, y
                    else:
                        if abs(px - x) <= 0.5 or abs(py - y) <= 0.5:
                            count = add_rule(
                                rules, kinds, kind, count, box, turn, min(px, x), min(py, y), max(px, x), max(py, y)
                            )
                        if (
                            FPDFPathSegment_GetClose(segment)
                            and (x != x0 or y != y0)
                            and (abs(x0 - x) <= 0.5 or abs(y0 - y) <= 0.5)
                        ):
                            count = add_rule(
                                rules, kinds, kind, count, box, turn, min(x0, x), min(y0, y), max(x0, x), max(y0, y)
                            )
                    px, py = x, y
            elif stroke < 0:  # a border may be filled between an outer and an inner rectangle
                if (
                    max(abs(left - outer_left), abs(right - outer_right)) <= THIN
                    and max(abs(bottom - outer_bottom), abs(top - outer_top)) <= THIN
                ):
                    x0, x1 = min(left, outer_left), max(right, outer_right)
                    y0, y1 = min(bottom, outer_bottom), max(top, outer_top)
                    xa, xb = max(left, outer_left), min(right, outer_right)
                    ya, yb = max(bottom, outer_bottom), min(top, outer_top)
                    if x0 < xa:
                        count = add_rule(rules, kinds, kind, count, box, turn, x0, y0, xa, y1)
                    if xb < x1:
                        count = add_rule(rules, kinds, kind, count, box, turn, xb, y0, x1, y1)
                    if y0 < ya:
                        count = add_rule(rules, kinds, kind, count, box, turn, x0, y0, x1, ya)
                    if yb < y1:
                        count = add_rule(rules, kinds, kind, count, box, turn, x0, yb, x1, y1)
                outer_left, outer_bottom, outer_right, outer_top = left, bottom, right, top
        start = end
    return count


def read_rules(
    page: Int,
    box: Floats,
    turn: Int,
    marks: Marks,
    at: Int,
    colour: Codes,
    colour_at: Int,
    holders: Ints,
    nexts: Ints,
    totals: Ints,
    matrices: Matrices,
    rules: Rules,
    kinds: Ints,
    seen: Ints,
) -> Int:
    """Fill ``rules`` with the straight rules of the page, form objects included; return how many there are.

    ``kinds`` says of each whether it is a rule in ink, one in white, or the box of a shade, on which white is seen.

    Where that is more than there is room for, call it again with more. ``seen`` is set to the number of
    objects and segments met, and of pictures. ``matrices`` has a row more than the forms may be deep.
    """
    holders[0], nexts[0], totals[0] = page, 0, FPDFPage_CountObjects(page)
    for k in range(6):
        matrices[0, k] = 1.0 if k == 0 or k == 3 else 0.0
    seen[0] = seen[1] = 0
    depth = count = 0
    own = MAX_DEPTH + 1  # the row for the matrix of a path
    while depth >= 0:
        if nexts[depth] >= totals[depth] or seen[0] > MAX_OBJECTS:
            depth -= 1
            continue
        if depth == 0:
            item = FPDFPage_GetObject(holders[0], nexts[0])
        else:
            item = FPDFFormObj_GetObject(holders[depth], nexts[depth])
        nexts[depth] += 1
        seen[0] += 1
        if item == 0:
            continue
        kind = FPDFPageObj_GetType(item)
        if kind == PATH:
            seen[0] += FPDFPath_CountSegments(item)
            FPDFPath_GetDrawMode(item, colour_at + 16, colour_at + 20)
            filled, stroked = colour[4] != 0, colour[5] != 0
            shaded = inked_pen = False
            if filled:
                known = FPDFPageObj_GetFillColor(item, colour_at, colour_at + 4, colour_at + 8, colour_at + 12)
                shaded = inked(known, colour)
                filled = shaded or colour[3] > 0
            if stroked:
                known = FPDFPageObj_GetStrokeColor(item, colour_at, colour_at + 4, colour_at + 8, colour_at + 12)
                inked_pen = inked(known, colour)
                stroked = inked_pen or colour[3] > 0
            if (filled or stroked) and FPDFPageObj_GetMatrix(item, at):
                multiply(marks, matrices, depth, own)
                pen = -1.0
                if stroked:
                    pen = 0.0
                    if FPDFPageObj_GetStrokeWidth(item, at):
                        scale = abs(matrices[own, 0] * matrices[own, 3] - matrices[own, 1] * matrices[own, 2])
                        pen = marks[0] * math.sqrt(scale)
                if shaded or inked_pen:
                    width = pen if inked_pen else -1.0
                    count = read_path(
                        item, matrices, own, width, shaded, INK, box, turn, marks, at, rules, kinds, count
                    )
                if (stroked and not inked_pen) or not (shaded or inked_pen):
                    count = read_path(item, matrices, own, pen, False, WHITE, box, turn, marks, at, rules, kinds, count)
        elif kind == IMAGE:
            seen[1] += 1
            if FPDFPageObj_GetMatrix(item, at):  # a picture is a square of side one; a thin one is a rule
                multiply(marks, matrices, depth, own)
                wide = abs(matrices[own, 0]) + abs(matrices[own, 2])
                high = abs(matrices[own, 1]) + abs(matrices[own, 3])
                left = matrices[own, 4] + min(0.0, matrices[own, 0]) + min(0.0, matrices[own, 2])
                low = matrices[own, 5] + min(0.0, matrices[own, 1]) + min(0.0, matrices[own, 3])
                if min(wide, high) <= THIN < max(wide, high):
                    count = add_rule(rules, kinds, INK, count, box, turn, left, low, left + wide, low + high)
        elif kind == FORM and depth < MAX_DEPTH and FPDFPageObj_GetMatrix(item, at):
            multiply(marks, matrices, depth, depth + 1)
            depth += 1
            holders[depth], nexts[depth], totals[depth] = item, 0, FPDFFormObj_CountObjects(item)
    return count


# --- sorting -------------------------------------------------------------------------------------------


def sort(keys, order, spare, start, stop):
    """Sort ``order[start:stop]`` by ``keys``, keeping the order of equals: in place if short, else by merging."""
    step = 12
    for low in range(start, stop, step):
        for i in range(low + 1, min(low + step, stop)):
            item = order[i]
            k = i - 1
            while k >= low and keys[order[k]] > keys[item]:
                order[k + 1] = order[k]
                k -= 1
            order[k + 1] = item
    while step < stop - start:
        for low in range(start, stop, 2 * step):
            middle, high = min(low + step, stop), min(low + 2 * step, stop)
            i, k = low, middle
            for to in range(low, high):
                if k >= high or (i < middle and keys[order[i]] <= keys[order[k]]):
                    spare[to] = order[i]
                    i += 1
                else:
                    spare[to] = order[k]
                    k += 1
        for i in range(start, stop):
            order[i] = spare[i]
        step *= 2


def first_at_least(values, count, wanted):
    """The first index in ascending ``values`` whose value is not less than ``wanted``."""
    low, high = 0, count
    while low < high:
        middle = (low + high) // 2
        if values[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


# --- the grid ------------------------------------------------------------------------------------------


def split(rules: Rules, across: Lines, down: Lines) -> Int:
    """Rules as horizontal ``(y, x0, x1)`` and vertical ``(x, top, bottom)``; the number of horizontal ones."""
    rows = columns = 0
    for i in range(len(rules)):
        x0, top, x1, bottom = rules[i, 0], rules[i, 1], rules[i, 2], rules[i, 3]
        if x1 - x0 >= bottom - top:
            across[rows, 0], across[rows, 1], across[rows, 2] = (top + bottom) / 2, x0, x1
            rows += 1
        else:
            down[columns, 0], down[columns, 1], down[columns, 2] = (x0 + x1) / 2, top, bottom
            columns += 1
    return rows


def ends_both(stops, low, high):
    """Does a crossing rule stand at each end of a gap? Then it lies between two borders, not in a broken rule."""
    i, k = first_at_least(stops, len(stops), low - 0.75), first_at_least(stops, len(stops), high - 0.75)
    return i < len(stops) and k < len(stops) and stops[i] <= low + 0.75 and stops[k] <= high + 0.75


def merge(lines: Lines, count: Int, stops: Floats, keys: Floats, order: Ints, spare: Ints, merged: Lines) -> Int:
    """Collinear pieces that touch or overlap become one line, sorted by position; too short ones go.

    ``stops`` are the positions of the crossing rules, sorted.
    """
    for i in range(count):
        keys[i], order[i] = lines[i, 0], i
    sort(keys, order, spare, 0, count)
    for i in range(count):
        spare[count + i] = order[i]  # by position
        keys[count + i] = lines[i, 1]
    made = 0
    start = 0
    while start < count:
        stop = start + 1
        while stop < count and keys[spare[count + stop]] - keys[spare[count + stop - 1]] <= SNAP / 2:
            stop += 1
        at = (keys[spare[count + (start + stop - 1) // 2]] + keys[spare[count + (start + stop) // 2]]) / 2
        for i in range(start, stop):
            order[i] = count + spare[count + i]
        sort(keys, order, spare, start, stop)
        low, high = lines[order[start] - count, 1], lines[order[start] - count, 2]
        for i in range(start + 1, stop + 1):
            line = order[i] - count if i < stop else -1
            gap = lines[line, 1] - high if line >= 0 else math.inf
            if gap <= SNAP or (gap <= JOIN and not ends_both(stops, high, high + gap)):
                high = max(high, lines[line, 2])
                continue
            if high - low >= MIN_SIDE:
                merged[made, 0], merged[made, 1], merged[made, 2] = at, low, high
                made += 1
            if line >= 0:
                low, high = lines[line, 1], lines[line, 2]
        start = stop
    return made


def root(owner, k):
    while owner[k] != k:
        owner[k] = owner[owner[k]]
        k = owner[k]
    return k


def unite(owner, a, b):
    a, b = root(owner, a), root(owner, b)
    if a < b:
        owner[b] = a
    else:
        owner[a] = b


def beyond(start, stop, at):
    """How far a position lies beyond the ends of a line."""
    return max(start - at, at - stop, 0.0)


def connect(across: Lines, down: Lines, keys: Floats, group: Ints, limit: Int) -> Int:
    """Number the groups of lines that cross or touch; ``group`` holds the horizontal lines, then the vertical.

    Returns the number of groups, or -1 where more than ``limit`` pairs of lines lie near each other.
    """
    rows, columns = len(across), len(down)
    for i in range(rows):
        keys[i] = across[i, 0]
    for k in range(rows + columns):
        group[k] = k
    tried = 0
    for k in range(columns):
        x, top, bottom = down[k, 0], down[k, 1], down[k, 2]
        first = first_at_least(keys, rows, top - JOIN)
        # A rule that ends at another one does not reach on to a third, unless the two are as good as one.
        near_top = near_bottom = JOIN
        i = first
        while i < rows and keys[i] <= bottom + JOIN:
            if across[i, 1] - JOIN <= x <= across[i, 2] + JOIN:
                near_top = min(near_top, abs(keys[i] - top))
                near_bottom = min(near_bottom, abs(keys[i] - bottom))
            i += 1
            tried += 1
        if tried > limit:
            return -1
        i = first
        while i < rows and keys[i] <= bottom + JOIN:
            y = keys[i]
            far = beyond(top, bottom, y)
            near = near_top if y < top else near_bottom
            if beyond(across[i, 1], across[i, 2], x) <= JOIN and (far <= SNAP or far <= near):
                unite(group, i, rows + k)
            i += 1
    for k in range(rows + columns):
        group[k] = root(group, k)
    # A root is the smallest of its group: numbering in one pass, through negative numbers.
    groups = 0
    for k in range(rows + columns):
        if group[k] == k:
            groups += 1
            group[k] = -groups
        else:
            group[k] = group[group[k]]
    for k in range(rows + columns):
        group[k] = -group[k] - 1
    return groups


def positions(lines, low, high, at):
    """Where the lines of a grid stand: one position for rules that nearly coincide; how many.

    ``low`` and ``high`` are the outermost ends of the crossing rules: where they reach beyond the last line,
    the side is open and its border is implied. ``lines`` are sorted by position.
    """
    count = 0
    if lines[0, 0] - low > 2 * JOIN:
        at[0] = low
        count = 1
    start = 0
    for i in range(1, len(lines) + 1):
        if i == len(lines) or lines[i, 0] - lines[i - 1, 0] > SNAP:
            total = 0.0
            for k in range(start, i):
                total += lines[k, 0]
            at[count] = total / (i - start)
            count += 1
            start = i
    if high - at[count - 1] > 2 * JOIN:
        at[count] = high
        count += 1
    return count


def mark_ruled(lines, at, count, stops, last, ruled, width):
    """``ruled[i * width + j]``: is the piece of line ``at[i]`` between ``stops[j]`` and ``stops[j + 1]`` ruled?"""
    for k in range(len(lines)):
        i = first_at_least(at, count, lines[k, 0])
        if i == count or (i > 0 and lines[k, 0] - at[i - 1] <= at[i] - lines[k, 0]):
            i -= 1
        for j in range(last):
            length = stops[j + 1] - stops[j]
            reach = min(length / 2, JOIN)
            if (
                lines[k, 1] <= stops[j] + reach
                and lines[k, 2] >= stops[j + 1] - reach
                and lines[k, 1] < (stops[j] + stops[j + 1]) / 2
            ):
                ruled[i * width + j] = 1


def cut(
    across: Lines,
    down: Lines,
    xs: Floats,
    ys: Floats,
    size: Ints,
    ruled: Ints,
    owner: Ints,
    cells: Cells,
) -> Int:
    """Cut the grid of one group of lines into cells; return how many.

    Boxes with no rule between them are one cell. ``size`` is set to the numbers of lines and ``owner`` to the
    cell of each box, row by row; ``cells`` are first row, first column, last row, last column.
    Returns -1, with ``size`` set, where there is not room for all the boxes.
    """
    low, high = across[0, 1], across[0, 2]
    for i in range(len(across)):
        low, high = min(low, across[i, 1]), max(high, across[i, 2])
    nx = positions(down, low, high, xs)
    low, high = down[0, 1], down[0, 2]
    for i in range(len(down)):
        low, high = min(low, down[i, 1]), max(high, down[i, 2])
    ny = positions(across, low, high, ys)
    size[0], size[1] = nx, ny
    rows, columns = ny - 1, nx - 1
    boxes = rows * columns
    if boxes < 2:
        return 0
    if nx * ny * 2 > len(ruled) or boxes > len(cells):
        return -1
    side = nx * ny
    for k in range(2 * side):
        ruled[k] = 0
    mark_ruled(across, ys, ny, xs, columns, ruled, nx)
    # The vertical lines, turned: line i, piece j at side + i * ny + j.
    for k in range(side):
        owner[k] = 0
    mark_ruled(down, xs, nx, ys, rows, owner, ny)
    for k in range(side):
        ruled[side + k] = owner[k]
    for k in range(boxes):
        owner[k] = k
    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not ruled[side + (c + 1) * ny + r]:
                unite(owner, r * columns + c, r * columns + c + 1)
            if r + 1 < rows and not ruled[(r + 1) * nx + c]:
                unite(owner, r * columns + c, (r + 1) * columns + c)
    count = 0
    for k in range(boxes):
        r, c = k // columns, k % columns
        first = root(owner, k)
        if first == k:
            ruled[k] = count
            cells[count, 0], cells[count, 1], cells[count, 2], cells[count, 3] = r, c, r, c
            count += 1
        cell = ruled[first]
        cells[cell, 0], cells[cell, 1] = min(cells[cell, 0], r), min(cells[cell, 1], c)
        cells[cell, 2], cells[cell, 3] = max(cells[cell, 2], r), max(cells[cell, 3], c)
    for k in range(boxes):
        ruled[boxes + k] = ruled[root(owner, k)]
    for k in range(boxes):
        owner[k] = ruled[boxes + k]
    return count


# --- text ----------------------------------------------------------------------------------------------


def place(chars: Chars, xs: Floats, ys: Floats, owner: Ints, first: Int, table: Int, home: Ints, tables: Ints) -> Int:
    """Note for each character in a table the cell its middle stands in, numbered from ``first``."""
    columns, rows = len(xs) - 1, len(ys) - 1
    left, right, top, bottom = xs[0], xs[columns], ys[0], ys[rows]
    placed = 0
    for i in range(len(chars)):
        x, y = (chars[i, 1] + chars[i, 3]) / 2, (chars[i, 2] + chars[i, 4]) / 2
        if x < left - SNAP or x > right + SNAP or y < top - SNAP or y > bottom + SNAP:
            continue
        if home[i] >= 0 and (x < left or x > right or y < top or y > bottom):
            continue  # in the margin of this table, but in another one already
        c = min(max(first_at_least(xs, columns + 1, x) - 1, 0), columns - 1)
        r = min(max(first_at_least(ys, rows + 1, y) - 1, 0), rows - 1)
        home[i] = first + owner[r * columns + c]
        tables[i] = table
        placed += 1
    return placed


def keep_runs_whole(chars: Chars, home: Ints, tables: Ints, votes: Ints) -> Int:
    """Text that runs over a border stays in one cell: the one most of its run stands in.

    A border separates two characters only where a gap is to be seen between them, or where they were not set
    one right after the other: where cells have no padding, the text of one begins where that of the other ends.
    """
    start = 0
    moved = 0
    for i in range(1, len(chars) + 1):
        follows = False
        if i < len(chars) and tables[i] >= 0 and tables[i] == tables[i - 1]:
            size = max(
                max(chars[i, 3] - chars[i, 1], chars[i, 4] - chars[i, 2]),
                max(chars[i - 1, 3] - chars[i - 1, 1], chars[i - 1, 4] - chars[i - 1, 2]),
            )
            gap = chars[i, 1] - chars[i - 1, 3]
            follows = abs(chars[i, 5] - chars[i - 1, 5]) < 0.1 * size and -0.5 * size < gap < 0.22 * size
            if home[i] != home[i - 1] and chars[i, 7] >= 2 and gap > -0.05 * size:
                follows = False  # a text of its own that begins in its own cell
        if follows:
            continue
        mixed = False
        for k in range(start + 1, i):
            mixed = mixed or home[k] != home[start]
        if mixed:
            best = home[start]
            for k in range(start, i):
                votes[home[k]] += 1
            for k in range(start, i):
                cell = home[k]
                if votes[cell] > votes[best] or (votes[cell] == votes[best] and cell < best):
                    best = cell
            for k in range(start, i):
                votes[home[k]] = 0
                home[k] = best
            moved += 1
        start = i
    return moved


def is_doubled(code):
    """May one glyph stand for two of these (a long dash, an ellipsis, a ligature)?"""
    return code == 0x2014 or code == 0x2015 or code == 0x2500 or code == 0x2026 or code == 0x66


def sideways(chars, order, a, b, em):
    """1 where the characters of a cell run downwards in more than one column, -1 upwards, else 0.

    That is text set vertically: each character stands below (above) the one before it, and none beside it.
    """
    down = up = jumps = 0
    for k in range(a + 1, b):
        i, j = order[k], order[k - 1]
        dx, dy = chars[i, 6] - chars[j, 6], chars[i, 5] - chars[j, 5]
        if abs(dx) < 0.3 * em and abs(dy) > 0.3 * em:
            if dy > 0:
                down += 1
            else:
                up += 1
        elif abs(dy) < 0.6 * em:
            return 0
        else:
            jumps += 1
    if down > 1 and down > 2 * jumps and up == 0 and jumps:
        return 1
    if up > 1 and up > 2 * jumps and down == 0:
        return -1
    return 0


def arrange(
    chars: Chars,
    codes: CharCodes,
    home: Ints,
    keys: Floats,
    order: Ints,
    spare: Ints,
    starts: Ints,
    text: Codes,
    kept: Ints,
    offsets: Ints,
    lines: Ints,
    boxes: Rules,
) -> Int:
    """The characters of each cell as printed lines, top to bottom, each from left to right.

    ``home`` is the cell of each character, or -1. Characters whose baselines lie closer than half a character
    are on one line; a gap within it becomes one space, a line end a line feed. A character printed twice on
    the same spot (imitated bold) counts once; one glyph that stands for two dashes counts as both.

    Fills ``text`` with the lines of all cells one after the other, ``kept`` with the characters they are made of,
    and ``offsets`` with where each stands in ``text``. Line ``i`` begins at ``lines[2 * i]`` in the text and at
    ``lines[2 * i + 1]`` in ``kept``; ``boxes[i]`` is its box. ``starts[c]`` is set to the first line of cell
    ``c``. The end of the last stands one further in each. Returns the number of lines.
    """
    cells = len(starts) - 1
    count = len(chars)
    for c in range(cells + 1):
        starts[c] = 0
    for i in range(count):
        if home[i] >= 0:
            starts[home[i] + 1] += 1
    for c in range(cells):
        starts[c + 1] += starts[c]
    for i in range(count):  # sorted by cell, and within a cell as drawn
        if home[i] >= 0:
            order[starts[home[i]]] = i
            starts[home[i]] += 1
    written = taken = line = 0
    a = 0
    for cell in range(cells):
        b = starts[cell]  # after the pass above, the end of this cell
        starts[cell] = line
        if a == b:
            continue
        for k in range(a, b):
            i = order[k]
            keys[i] = max(chars[i, 3] - chars[i, 1], chars[i, 4] - chars[i, 2])
            order[count + k] = i
        sort(keys, order, spare, count + a, count + b)
        em = (keys[order[count + (a + b - 1) // 2]] + keys[order[count + (a + b) // 2]]) / 2
        turned = sideways(chars, order, a, b, em)
        # Along the line goes ``x``, across it ``y``: in text that is set vertically they change places.
        for k in range(a, b):
            i = order[k]
            keys[i] = chars[i, 5] if turned == 0 else -turned * chars[i, 6]
        sort(keys, order, spare, a, b)
        slack = 0.4 * max(em, 1.0)
        low = a
        while low < b:
            high = low + 1
            while high < b and keys[order[high]] - keys[order[high - 1]] <= slack:
                high += 1
            if low > a:
                text[written] = 10
                written += 1
            for k in range(low, high):
                i = order[k]
                keys[count + i] = chars[i, 6] if turned == 0 else turned * chars[i, 5]
                order[k] = count + i
            sort(keys, order, spare, low, high)
            for k in range(low, high):
                order[k] -= count
            lines[2 * line], lines[2 * line + 1] = written, taken
            x0 = top = math.inf
            x1 = bottom = -math.inf
            last = before = -1
            for k in range(low, high):
                i = order[k]
                x0, x1 = min(x0, chars[i, 1]), max(x1, chars[i, 3])
                top, bottom = min(top, chars[i, 2]), max(bottom, chars[i, 4])
                size = max(chars[i, 3] - chars[i, 1], chars[i, 4] - chars[i, 2])
                if last >= 0:
                    near = 0.12 * max(size, 0.6 * em, 1.0)
                    same = codes[i, 0] == codes[last, 0] and (
                        abs(chars[i, 6] - chars[last, 6]) < near
                        and (turned == 0 or abs(chars[i, 5] - chars[last, 5]) < near)
                    )
                    if same and not (is_doubled(codes[i, 0]) and i == before + 1):
                        before = i
                        continue
                    wide = max(size, max(chars[last, 3] - chars[last, 1], chars[last, 4] - chars[last, 2]))
                    gap = chars[i, 1] - chars[last, 3] if turned == 0 else 0.0
                    if i == last + 1 and codes[i, 0] < 0x80 and codes[last, 0] < 0x80:
                        spaced = (
                            chars[i, 7] == 1 or chars[i, 7] == 3
                        ) and gap > 0.15 * wide  # in Latin text the file says where spaces are
                    else:
                        spaced = gap > 0.45 * wide
                    if spaced:
                        text[written] = 32
                        written += 1
                text[written] = codes[i, 0]
                kept[taken] = i
                offsets[taken] = written
                written += 1
                taken += 1
                last = before = i
            boxes[line, 0], boxes[line, 1], boxes[line, 2], boxes[line, 3] = x0, top, x1, bottom
            line += 1
            low = high
        a = b
    starts[cells] = line
    lines[2 * line], lines[2 * line + 1] = written, taken
    return line
