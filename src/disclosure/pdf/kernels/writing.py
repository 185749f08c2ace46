"""Characters as text: the printed lines of each cell, in reading order."""

import math

from disclosure.pdf.kernels.sorting import sort
from disclosure.pdf.kernels.types import SPACE_GAP, CharCodes, Chars, Codes, Floats, Int, Ints, Rules


def is_doubled(code):
    """May one glyph stand for two of these (a long dash, an ellipsis, a ligature)?"""
    return code == 0x2014 or code == 0x2015 or code == 0x2500 or code == 0x2026 or code == 0x66


def is_low(code):
    """Does a sign (, . _ and their kin) stand below the line where its text is upright, too?"""
    ascii_sign = code == 0x2C or code == 0x2E or code == 0x5F
    return ascii_sign or code == 0x3001 or code == 0x3002 or code == 0xFF0C or code == 0xFF0E or code == 0xFF3F


def lying(chars, codes, order, a, b):
    """1 where most glyphs of a cell lie on their side with their foot to the left, -1 with it to the right, else 0."""
    down = up = counted = 0
    for k in range(a, b):
        i = order[k]
        if is_low(codes[i, 0]):
            continue
        counted += 1
        right = (chars[i, 1] + chars[i, 3]) / 2 > chars[i, 6]
        above = (chars[i, 2] + chars[i, 4]) / 2 < chars[i, 5]
        if right and not above:
            down += 1
        elif above and not right:
            up += 1
    if 2 * down > counted:
        return 1
    return -1 if 2 * up > counted else 0


def stacked(chars, order, a, b, em):
    """1 where the upright characters of a cell run downwards in more than one column, -1 upwards, else 0.

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


def is_raised(chars, i, base, em):
    """Is a character a small one set directly behind the one drawn before it, above that one's ``base`` line?"""
    gap, lift = chars[i, 1] - chars[i - 1, 3], base - chars[i, 5]
    return 0.4 * em < lift < 0.95 * em and -0.3 * em < gap < 0.6 * em and chars[i, 4] - chars[i, 2] < em


def arrange(
    tuned: Floats,
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
    are on one line, and so is what stands raised behind a character; a gap within it becomes one space, a line
    end a line feed. A character printed twice on the same spot (imitated bold) counts once; one glyph that stands
    for two dashes counts as both.

    Fills ``text`` with the lines of all cells one after the other, ``kept`` with the characters they are made of,
    and ``offsets`` with where each stands in ``text``. Line ``i`` begins at ``lines[2 * i]`` in the text and at
    ``lines[2 * i + 1]`` in ``kept``; ``boxes[i]`` is its box. ``starts[c]`` is set to the first line of cell
    ``c``. The end of the last stands one further in each. Returns the number of lines.
    """
    space_gap = tuned[SPACE_GAP]
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
        lies = lying(chars, codes, order, a, b)
        turned = lies if lies != 0 else stacked(chars, order, a, b, em)
        # Along the line goes ``x``, across it ``y``: in text that is set vertically they change places.
        for k in range(a, b):
            i = order[k]
            keys[i] = chars[i, 5] if turned == 0 else -turned * chars[i, 6]
            if turned == 0 and k > a and order[k - 1] == i - 1 and is_raised(chars, i, keys[i - 1], em):
                keys[i] = keys[i - 1]
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
                    gap = 0.0
                    if turned == 0:
                        gap = chars[i, 1] - chars[last, 3]
                    elif lies != 0:
                        gap = chars[i, 2] - chars[last, 4] if lies > 0 else chars[last, 2] - chars[i, 4]
                    if i == last + 1 and codes[i, 0] < 0x80 and codes[last, 0] < 0x80:
                        spaced = (
                            chars[i, 7] == 1 or chars[i, 7] == 3
                        ) and gap > 0.15 * wide  # in Latin text the file says where spaces are
                    else:
                        spaced = gap > space_gap * wide
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
