"""The types of the kernels' arguments: their annotations are the signatures that are compiled."""

Int, Float = "int64", "float64"
Ints, Floats, Codes, Marks = ("int64", 1), ("float64", 1), ("uint32", 1), ("float32", 1)  # one-dimensional
Lines, Rules, Chars, Cells = ("float64", 3), ("float64", 4), ("float32", 8), ("int64", 4)  # rows of so many
CharCodes, Matrices, Clips = ("uint32", 8), ("float64", 6), ("float64", 6)

TUNED = ("thin", "nearly_white", "max_objects", "snap", "join", "min_side", "run_gap", "space_gap")
"""The settings that kernels are given as one array (:mod:`disclosure.pdf.settings`), and where each stands in it."""
THIN, NEARLY_WHITE, MAX_OBJECTS, SNAP, JOIN, MIN_SIDE, RUN_GAP, SPACE_GAP = range(8)
