"""A PDF as the engine reads it, one step at a time: for notebooks that tell how the data is made, and for new files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from disclosure.analysis.frames import plain
from disclosure.files.kinds import kind_of
from disclosure.files.reading import as_pages
from disclosure.forms.form import draft
from disclosure.forms.recognised import Recognised
from disclosure.model.roles import STATUTORY
from disclosure.pdf.grid import Grid
from disclosure.pdf.merged import originals
from disclosure.pdf.page import Page
from disclosure.pdf.pages import read_pages
from disclosure.pdf.reading import set_upright, tables_on
from disclosure.prose.statements import Paragraph, paragraphs
from disclosure.run.extraction import Extraction, extract
from disclosure.store.csv_files import dictionary
from disclosure.words.reference import own_reference
from disclosure.words.roles import both, role_name, role_names


@dataclass
class Reader:
    """A PDF as the engine reads it, one step at a time: for the notebooks that tell how the data is made."""

    path: Path
    reference: Path | None = None
    """A folder with reference data of your own, beside the project's: forms of a new province, say."""

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The characters and rules of each page, by its number."""
        if self._laid_out:
            return as_pages(self.extraction.reading)
        return {page.number: page for page in read_pages(self.path)}

    @cached_property
    def extraction(self) -> Extraction:
        """The whole way of the document, from pages to rows."""
        with own_reference(self.reference):
            return extract(originals(self.path), name=self.path.stem)

    @cached_property
    def _laid_out(self) -> bool:
        """Has any of the files no pages of its own?"""
        return any(kind_of(file) != "pdf" for file in originals(self.path))

    def tables(self) -> pd.DataFrame:
        """Every table in reading order: as in ``tables.csv``, the ``name`` of its role, and if it is ``statutory``."""
        own = [row for row in self.extraction.rows["tables"] if str(row["table_id"]).startswith("t")]
        own = pd.DataFrame(own, columns=dictionary()["resources"]["tables"]["fields"])
        names = [both(role_name(role)) for role in own["role"]]
        return plain(own.assign(statutory=own["role"].isin(STATUTORY), name=pd.Series(names, own.index, object)))

    def missing(self) -> pd.DataFrame:
        """The statutory tables that were not found: ``role``, and ``name`` in both languages."""
        found = {found.role for found in self.extraction.recognised}
        names = {role: both(name) for role, name in role_names().items()}
        return pd.DataFrame(
            [{"role": role, "name": names[role]} for role in STATUTORY if role not in found], columns=["role", "name"]
        )

    def remarks(self) -> pd.DataFrame:
        """What was remarked while reading: the ``page`` (None where it is of no page), ``kind`` and the ``remark``."""
        rows = [(remark.page, remark.kind, remark.placed) for remark in self.extraction.remarks]
        return pd.DataFrame(rows, columns=["page", "kind", "remark"]).astype(object)

    def draft(self, number: int) -> str:
        """A form drafted from the table at this place of :meth:`tables`, to be kept as a file under ``forms/``."""
        return draft(self.extraction.recognised[number])

    def rules(self, page: int) -> pd.DataFrame:
        """The ruling lines found on a page, in points from its top left."""
        return pd.DataFrame(self.pages[page].rules, columns=["x0", "top", "x1", "bottom"])

    def grids(self, page: int) -> list[Grid]:
        """The grids on a page, each with its lines and cells."""
        if self._laid_out:
            return [grid for grid in self.extraction.reading.grids if grid.page == page]
        return tables_on(set_upright(self.pages[page])[0])[0]

    def cells(self, page: int) -> pd.DataFrame:
        """The cells on a page: position, span, box and text."""
        return pd.DataFrame([row for row in self.extraction.rows["cells"] if row["page"] == page])

    def found(self, role: str) -> list[Recognised]:
        """The tables that were given a role."""
        return [found for found in self.extraction.recognised if found.role == role]

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The running text, put together from its printed lines."""
        return paragraphs(self.extraction.reading.prose)
