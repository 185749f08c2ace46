"""The drawing on a page: its straight rules, in ink and in white, and the boxes that are filled."""

import math

from disclosure.pdf.kernels.pdfium import (
    BEZIER,
    FAR,
    FORM,
    IMAGE,
    MAX_DEPTH,
    MOVE,
    PATH,
    FPDFFormObj_CountObjects,
    FPDFFormObj_GetObject,
    FPDFPage_CountObjects,
    FPDFPage_GetObject,
    FPDFPageObj_GetFillColor,
    FPDFPageObj_GetMatrix,
    FPDFPageObj_GetStrokeColor,
    FPDFPageObj_GetStrokeWidth,
    FPDFPageObj_GetType,
    FPDFPath_CountSegments,
    FPDFPath_GetDrawMode,
    FPDFPath_GetPathSegment,
    FPDFPathSegment_GetClose,
    FPDFPathSegment_GetPoint,
    FPDFPathSegment_GetType,
    shown_x,
    shown_y,
)
from disclosure.pdf.kernels.types import (
    MAX_OBJECTS,
    NEARLY_WHITE,
    THIN,
    Codes,
    Floats,
    Int,
    Ints,
    Marks,
    Matrices,
    Rules,
)

INK, WHITE, SHADE = 0, 1, 2  # kinds of rules


def inked(known, colour, nearly_white):
    """Is it anything but white or transparent? A pattern has no colour to be known, and is seen."""
    if not known:
        return True
    return colour[3] > 0 and min(colour[0], colour[1], colour[2]) < nearly_white


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


def read_path(thin, item, matrices, depth, stroke, shaded, kind, box, turn, marks, at, rules, kinds, count):
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
            if shaded and min(wide, high) > thin:
                count = add_rule(rules, kinds, SHADE, count, box, turn, left, bottom, right, top)
            if min(wide, high) <= thin:
                if stroke <= thin or max(wide, high) > stroke:
                    if stroke <= 2 * thin:
                        count = add_rule(rules, kinds, kind, count, box, turn, left, bottom, right, top)
                elif max(wide, high) <= thin:  # a short stroke of a broad pen is a rule across
                    if wide >= high:
                        bottom, top = bottom - stroke / 2, top + stroke / 2
                    else:
                        left, right = left - stroke / 2, right + stroke / 2
                    count = add_rule(rules, kinds, kind, count, box, turn, left, bottom, right, top)
            elif 0 <= stroke <= 2 * thin:
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
                    max(abs(left - outer_left), abs(right - outer_right)) <= thin
                    and max(abs(bottom - outer_bottom), abs(top - outer_top)) <= thin
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
    tuned: Floats,
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
    thin = tuned[THIN]
    holders[0], nexts[0], totals[0] = page, 0, FPDFPage_CountObjects(page)
    for k in range(6):
        matrices[0, k] = 1.0 if k == 0 or k == 3 else 0.0
    seen[0] = seen[1] = 0
    depth = count = 0
    own = MAX_DEPTH + 1  # the row for the matrix of a path
    while depth >= 0:
        if nexts[depth] >= totals[depth] or seen[0] > tuned[MAX_OBJECTS]:
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
                shaded = inked(known, colour, tuned[NEARLY_WHITE])
                filled = shaded or colour[3] > 0
            if stroked:
                known = FPDFPageObj_GetStrokeColor(item, colour_at, colour_at + 4, colour_at + 8, colour_at + 12)
                inked_pen = inked(known, colour, tuned[NEARLY_WHITE])
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
                        thin, item, matrices, own, width, shaded, INK, box, turn, marks, at, rules, kinds, count
                    )
                if (stroked and not inked_pen) or not (shaded or inked_pen):
                    count = read_path(
                        thin, item, matrices, own, pen, False, WHITE, box, turn, marks, at, rules, kinds, count
                    )
        elif kind == IMAGE:
            seen[1] += 1
            if FPDFPageObj_GetMatrix(item, at):  # a picture is a square of side one; a thin one is a rule
                multiply(marks, matrices, depth, own)
                wide = abs(matrices[own, 0]) + abs(matrices[own, 2])
                high = abs(matrices[own, 1]) + abs(matrices[own, 3])
                left = matrices[own, 4] + min(0.0, matrices[own, 0]) + min(0.0, matrices[own, 2])
                low = matrices[own, 5] + min(0.0, matrices[own, 1]) + min(0.0, matrices[own, 3])
                if min(wide, high) <= thin < max(wide, high):
                    count = add_rule(rules, kinds, INK, count, box, turn, left, low, left + wide, low + high)
        elif kind == FORM and depth < MAX_DEPTH and FPDFPageObj_GetMatrix(item, at):
            multiply(marks, matrices, depth, depth + 1)
            depth += 1
            holders[depth], nexts[depth], totals[depth] = item, 0, FPDFFormObj_CountObjects(item)
    return count
