"""A PDF to its review: read, audited, and marked for the person who publishes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from disclosure.run.document import Told, clean


def reviewed(
    pdf: str | Path,
    out: str | Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    wording: bool = True,
) -> Told:
    """Write the review of a PDF to ``out/<document_id>/``; what ``review --json`` prints.

    Without ``wording`` nothing is said of how it is worded. The clean data is not kept.
    Raises as :func:`disclosure.run.document.clean` does.
    """
    from disclosure.report.review import write_review

    with TemporaryDirectory() as drafts:
        told = clean(pdf, drafts, progress, ocr, wording=wording)
        written = write_review(Path(pdf), Path(str(told["folder"])), Path(out))
    return told | {"folder": str(written[0].parent), "written": [str(path) for path in written]}
