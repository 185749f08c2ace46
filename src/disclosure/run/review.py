"""A PDF to its review: read, audited, and marked for the person who publishes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from disclosure.run.document import Files, Told, clean
from disclosure.store.origins import Given


def reviewed(
    pdf: Files,
    out: str | Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    wording: bool = True,
    *,
    name: str = "",
    sources: Given = None,
) -> Told:
    """Write the review of a PDF to ``out/<document_id>/``; what ``review --json`` prints.

    Several files are one disclosure, as :func:`disclosure.run.document.clean` has them.
    Without ``wording`` nothing is said of how it is worded. The clean data is not kept.
    Raises as :func:`disclosure.run.document.clean` does.
    """
    from disclosure.report.review import write_review

    with TemporaryDirectory() as drafts:
        told = clean(pdf, drafts, progress, ocr, wording=wording, name=name, sources=sources)
        files = Path(pdf) if isinstance(pdf, str | Path) else list(map(Path, pdf))
        written = write_review(files, Path(str(told["folder"])), Path(out))
    return told | {"folder": str(written[0].parent), "written": [str(path) for path in written]}
