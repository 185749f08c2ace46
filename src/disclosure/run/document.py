"""One document from its PDF to audited clean data, and what is told of it afterwards.

The engine is imported where it is used: what is named here runs in a child process, and the parent need not load it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.run.limits import BEYOND
from disclosure.store.folders import drafted, link

if TYPE_CHECKING:
    from disclosure.model.records import Records
    from disclosure.run.extraction import Extraction

Told = dict[str, object]


def clean(
    pdf: str | Path,
    out: str | Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    xlsx: bool = False,
    wording: bool = False,
) -> Told:
    """Read a PDF, write its clean data to ``out/<document_id>/`` and audit it; what ``extract --json`` prints.

    With ``xlsx`` the same goes into the workbook ``out/<document_id>.xlsx``, and where that stands already.
    With ``wording`` the audit judges how it is worded, too.

    Raises :class:`disclosure.model.errors.InputError` where the PDF cannot be read or its name makes no folder,
    :class:`OSError` where the data cannot be written. Then, as after a kill, the folder is what it was before.
    """
    folder = Path(out) / Path(pdf).stem
    from disclosure.run.extraction import save, told
    from disclosure.run.inputs import check_id

    check_id(pdf)
    extraction = _read(pdf, progress, ocr)  # before there is a draft: a page that takes too long leaves none
    with drafted(folder) as draft:
        audit = audit_of(draft, wording=wording, rows=save(extraction, draft).rows())
    made: Told = {"file": str(pdf), **told(extraction), **audit, "folder": str(folder)}
    return made | workbook(folder, wanted=xlsx)


def workbook(folder: Path, wanted: bool = False) -> Told:
    """The Excel workbook beside a folder of clean data: written where it is wanted, anew where one stands already."""
    path = folder.with_name(f"{folder.name}.xlsx")
    if not wanted and not path.exists():
        return {}
    from disclosure.store.excel import write_workbook

    return {"workbook": str(write_workbook(folder, path))}


def clean_once(pdf: Path) -> Path:
    """The folder of a file's audited clean data in the user's cache: read now, or before by the same engine.

    Raises as :func:`clean` does.
    """
    from platformdirs import user_cache_path

    from disclosure.files.reading import pages_of
    from disclosure.model.digest import key
    from disclosure.run.cache import fingerprints
    from disclosure.run.inputs import sha256

    pages_of(pdf)  # what is wrong with a file is said before anything is made of it
    base = user_cache_path("budget-disclosure") / "documents"
    folder = base / key(sha256(pdf), *fingerprints())[:16] / pdf.stem
    if not (folder / "checks.csv").exists():
        clean(pdf, folder.parent)
    return folder


def extracted(pdf: str | Path, folder: Path, progress: Callable[[int], None] | None = None, ocr: bool = False) -> Told:
    """Read a PDF and write its clean data to ``folder``; what is to be told of the reading."""
    from disclosure.run.extraction import save, told

    extraction = _read(pdf, progress, ocr)
    save(extraction, folder)
    return told(extraction)


def _read(pdf: str | Path, progress: Callable[[int], None] | None, ocr: bool) -> Extraction:
    from disclosure.run.extraction import extract

    extraction = extract(pdf, progress, ocr)
    if progress:
        progress(BEYOND)
    return extraction


def audited(folder: str | Path, second: str | Path | None = None) -> Told:
    """Write the checks, flags and findings of the clean data in ``folder`` anew; what ``audit --json`` prints.

    With ``second``, the PDF, every amount is confirmed by a second reading of it. All three files are put in place
    at once; the Excel workbook beside the folder, if there is one, follows.
    """
    place = Path(folder).resolve()  # its name is the document's id
    with drafted(place) as draft:
        link(place, draft)
        told = audit_of(draft, second)
    return told | {"folder": str(folder)} | workbook(place)


def audit_of(
    folder: Path, second: str | Path | None = None, wording: bool = False, rows: Records | None = None
) -> Told:
    """Write checks, flags and findings into a draft, whose name is the document's id; what is to be told of them.

    With ``wording`` the rules that judge wording, and no figure, are asked, too. ``rows`` are those of the draft's
    files where they are at hand.
    """
    from disclosure.audit import FAILS, STATUSES, write_audit
    from disclosure.store.csv_files import plain

    checks, flags, findings = write_audit(folder, Path(second) if second else None, wording, rows)
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
