"""One disclosure as the notebooks open it: its clean data, and what it compares."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

import pandas as pd

from disclosure.analysis.clean_data import ROOT, CleanData


class Document(CleanData):
    """The clean data of one disclosure, and what is asked of it.

    The analyses are imported where they are asked for: most notebooks need one or two, and the audit is not small.
    """

    @cached_property
    def years(self) -> pd.DataFrame:
        """What the disclosure compares with the year before: see ``analysis.year_over_year.comparisons``."""
        from disclosure.analysis.year_over_year import comparisons

        return comparisons(self)

    def compared(self, what: str) -> dict | None:
        """The comparison with the year before of the ``whole``, ``three_public``, ``basic``, ``project`` …; or None."""
        from disclosure.analysis.year_over_year import compared

        return compared(self.years, what)


def open_document(name: str | Path = "") -> Document:
    """The clean data of a disclosure: its folder, its name under ``data/clean``, or what the run was started for."""
    given = Path(name) if name else Path(os.environ.get("DISCLOSURE_CLEAN") or "471-2021")
    folder = given if (given / "datapackage.json").exists() else ROOT / "data" / "clean" / given
    if not (folder / "datapackage.json").exists():
        raise FileNotFoundError(f"{folder}: no clean data here; run `disclosure extract` on the PDF first")
    return Document(folder)
