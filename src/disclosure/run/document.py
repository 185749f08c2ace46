"""One document from its PDF to audited clean data, and what is told of it afterwards.

The engine is imported where it is used: what is named here runs in a child process, and the parent need not load it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from disclosure.run.limits import BEYOND

Told = dict[str, object]


def clean(pdf: str | Path, out: str | Path, progress: Callable[[int], None] | None = None, ocr: bool = False) -> Told:
    """Read a PDF, write its clean data to ``out/<document_id>/`` and audit it; what ``extract --json`` prints.

    Raises :class:`disclosure.model.errors.InputError` where the PDF cannot be read, :class:`OSError` where the data
    cannot be written.
    """
    folder = Path(out) / Path(pdf).stem
    told = extracted(pdf, folder, progress, ocr)
    return {"file": str(pdf), **told, **audited(folder)}


def clean_once(pdf: Path) -> Path:
    """The folder of a PDF's audited clean data in the user's cache: read now, or before by the same engine.

    Raises as :func:`clean` does.
    """
    from platformdirs import user_cache_path

    from disclosure.model.digest import key
    from disclosure.pdf.page import open_pdf
    from disclosure.run.cache import fingerprints
    from disclosure.run.inputs import sha256

    open_pdf(pdf).close()  # what is wrong with a file is said before anything is made of it
    base = user_cache_path("budget-disclosure") / "documents"
    folder = base / key(sha256(pdf), *fingerprints())[:16] / pdf.stem
    if not (folder / "checks.csv").exists():
        clean(pdf, folder.parent)
    return folder


def extracted(pdf: str | Path, folder: Path, progress: Callable[[int], None] | None = None, ocr: bool = False) -> Told:
    """Read a PDF and write its clean data to ``folder``; what is to be told of the reading."""
    from disclosure.run.extraction import extract, save, told

    extraction = extract(pdf, progress, ocr)
    if progress:
        progress(BEYOND)
    save(extraction, folder)
    return told(extraction)


def audited(folder: str | Path, second: str | Path | None = None) -> Told:
    """Write the checks, flags and findings of the clean data in ``folder``; what ``audit --json`` prints.

    With ``second``, the PDF, every amount is confirmed by a second reading of it.
    """
    from disclosure.audit import FAILS, STATUSES, write_audit
    from disclosure.store.csv_files import plain

    folder = Path(folder)
    checks, flags, findings = write_audit(folder, Path(second) if second else None)
    count = Counter(str(check["status"]) for check in checks)
    names = ("finding_id", "severity", "kind", "statement_zh", "statement_en", "printed", "expected", "pages")
    return {
        "document_id": folder.name,
        "folder": str(folder),
        "status": "check_fails" if count[FAILS] else "done",
        "checks": {status: count[status] for status in STATUSES},
        "failing": [
            {name: row[name] for name in names}
            | {"amount_yuan": plain(row["amount_yuan"], 2), "check_ids": str(row["check_ids"]).split()}
            for row in findings
        ],
        "flags": len(flags),
    }
