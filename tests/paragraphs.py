"""Paragraphs of made-up disclosures, as the lines of a page."""

from __future__ import annotations

import numpy as np

from disclosure.model.source import Source
from disclosure.pdf.text import ProseLine, TextLine

WIDTH = 30
BUDGET = Source("made-up", "2024", "", "某某部")
FINAL = Source("made-up", "2023", "", "某某厅", "executed")


def printed(text: str) -> list[ProseLine]:
    """A text as a page prints it: paragraphs indented, their lines broken wherever they are full."""
    lines = []
    for paragraph in text.strip().split("\n"):
        rest, indent = paragraph.strip(), 2
        while rest:
            taken, rest = rest[: WIDTH - indent], rest[WIDTH - indent :]
            x0, top = 50.0 + 10 * indent, 50.0 + 15 * len(lines)
            boxes = np.array([[x0 + 10 * k, top, x0 + 10 * k + 10, top + 10] for k in range(len(taken))])
            whole = list(range(len(taken)))
            line = TextLine(taken, whole, x0, top, float(boxes[-1][2]), top + 10, whole)
            lines.append(ProseLine(1, line, boxes, taken))
            indent = 0
    margin = TextLine("版心", [0, 1], 50.0, 20.0, 50.0 + 10 * WIDTH, 30.0, [0, 1])
    return [ProseLine(1, margin, np.array([[50.0, 20, 60, 30], [340.0, 20, 350, 30]]), "版心"), *lines]
