"""The types of the kernels' arguments: their annotations are the signatures that are compiled."""

from typing import Annotated

import numpy as np

Int = Annotated[int, "int64"]
Ints = Annotated[np.ndarray, "int64", 1]  # one-dimensional
Floats = Annotated[np.ndarray, "float64", 1]
Codes = Annotated[np.ndarray, "uint32", 1]
Marks = Annotated[np.ndarray, "float32", 1]
Lines = Annotated[np.ndarray, "float64", 3]  # rows of so many
Rules = Annotated[np.ndarray, "float64", 4]
Chars = Annotated[np.ndarray, "float32", 8]
Cells = Annotated[np.ndarray, "int64", 4]
CharCodes = Annotated[np.ndarray, "uint32", 8]
Matrices = Annotated[np.ndarray, "float64", 6]
Clips = Annotated[np.ndarray, "float64", 6]

TUNED = ("thin", "nearly_white", "max_objects", "snap", "join", "min_side", "run_gap", "space_gap")
"""The settings that kernels are given as one array (:mod:`disclosure.pdf.settings`), and where each stands in it."""
THIN, NEARLY_WHITE, MAX_OBJECTS, SNAP, JOIN, MIN_SIDE, RUN_GAP, SPACE_GAP = range(8)
