"""The documents that tests read: the first disclosure, and those beside the checkout, which are no part of the project.

A test of the latter is marked ``shared``, and skipped where their folder is missing (``SHARED_DOCUMENTS`` names it).
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from disclosure.run.extraction import Extraction, extract

ROOT = Path(__file__).resolve().parents[1]
PDF, CLEAN = ROOT / "data/raw/471-2021.pdf", ROOT / "data/clean/471-2021"
SHARED = Path(os.environ.get("SHARED_DOCUMENTS", ROOT.parent / "shared"))
shared = pytest.mark.shared


def documents(*kinds: str):
    """Parameters of a test: the PDFs in these folders of the shared documents, by name."""
    found = [path for kind in kinds for path in sorted((SHARED / kind).glob("*.pdf"))]
    return [pytest.param(path, id=path.stem, marks=shared) for path in found or [SHARED / "none.pdf"]]


@cache
def extracted(pdf: Path) -> Extraction:
    """A document as it is read, once for all tests of a process: they look at it, and change nothing."""
    return extract(pdf)
