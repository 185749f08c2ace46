"""Where the reference data lives: code lists and statutory forms, kept as data and not as Python."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def reference_folder() -> Path:
    """``data/reference`` of the checkout, or the copy inside an installed wheel."""
    here = Path(__file__).resolve().parent
    for folder in (here / "reference", here.parents[1] / "data" / "reference"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the reference data is missing: install the project again")


def reference_file(name: str) -> Path:
    """A file of the reference data by its name."""
    return reference_folder() / name
