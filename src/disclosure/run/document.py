"""One document from its PDF to audited clean data, and what is told of it afterwards.

The engine is imported where it is used: what is named here runs in a child process, and the parent need not load it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.run.limits import BEYOND
from disclosure.store.folders import drafted, link
from disclosure.store.origins import Given

if TYPE_CHECKING:
    from disclosure.model.records import Records
    from disclosure.run.extraction import Extraction

Told = dict[str, object]
Files = str | Path | Sequence[str | Path]
"""A file, or several that are one disclosure."""


def clean(
    pdf: Files,
    out: str | Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    xlsx: bool = False,
    wording: bool = False,
    *,
    name: str = "",
    sources: Given = None,
) -> Told:
    """Read a PDF, write its clean data to ``out/<document_id>/`` and audit it; what ``extract --json`` prints.

    Several files are read as one disclosure, whose document id is ``name``; ``sources`` is a list of where files come
    from (:mod:`disclosure.store.origins`).
    With ``xlsx`` the same goes into the workbook ``out/<document_id>.xlsx``, and where that stands already.
    With ``wording`` the audit judges how it is worded, too.

    Raises :class:`disclosure.model.errors.InputError` where the PDF cannot be read or its name makes no folder,
    :class:`OSError` where the data cannot be written. Then, as after a kill, the folder is what it was before.
    """
    from disclosure.run.extraction import save, told
    from disclosure.run.inputs import check_name

    document_id = name or _first(pdf).stem
    check_name(document_id, name or _first(pdf))
    folder = Path(out) / document_id
    # Before there is a draft: a page that takes too long leaves none.
    extraction = _read(pdf, progress, ocr, name, sources)
    read = told(extraction)
    with drafted(folder) as draft:
        rows: Records = {}
        save(extraction, draft, rows=rows)
        del extraction  # of a long document it takes as much memory as the audit
        audit = audit_of(draft, wording=wording, rows=rows)
    made: Told = {"file": str(_first(pdf)), **read, **audit, "folder": str(folder)}
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


def extracted(
    pdf: Files,
    folder: Path,
    progress: Callable[[int], None] | None = None,
    ocr: bool = False,
    *,
    name: str = "",
    sources: Given = None,
) -> tuple[Told, Records]:
    """Read a PDF and write its clean data to ``folder``; what is to be told of the reading, and the rows written.

    See :func:`clean`.
    """
    from disclosure.run.extraction import save, told

    extraction = _read(pdf, progress, ocr, name, sources)
    read = told(extraction)
    rows: Records = {}
    save(extraction, folder, rows=rows)
    return read, rows


def _first(pdf: Files) -> Path:
    return Path(pdf if isinstance(pdf, str | Path) else pdf[0])


def _read(pdf: Files, progress: Callable[[int], None] | None, ocr: bool, name: str, sources: Given) -> Extraction:
    from disclosure.run.extraction import extract

    extraction = extract(pdf, progress, ocr, name=name, sources=sources)
    if extraction.reading.by_ocr:
        from disclosure.run.referee import refereed

        extraction = refereed(extraction)
    if progress:
        progress(BEYOND)
    return extraction


def audited(folder: str | Path, second: Files | None = None) -> Told:
    """Write the checks, flags and findings of the clean data in ``folder`` anew; what ``audit --json`` prints.

    With ``second``, the PDF, or the files that were read as one, every amount is confirmed by a second reading. All
    three files are put in place at once; the Excel workbook beside the folder, if there is one, follows.
    """
    place = Path(folder).resolve()  # its name is the document's id
    with drafted(place) as draft:
        link(place, draft)
        told = audit_of(draft, second)
    return told | {"folder": str(folder)} | workbook(place)


def audit_of(folder: Path, second: Files | None = None, wording: bool = False, rows: Records | None = None) -> Told:
    """Write checks, flags and findings into a draft, whose name is the document's id; what is to be told of them.

    With ``wording`` the rules that judge wording, and no figure, are asked, too. ``rows`` are those of the draft's
    files where they are at hand.
    """
    from disclosure.audit import FAILS, STATUSES, write_audit
    from disclosure.store.csv_files import plain

    count, flags, findings = write_audit(folder, second or (), wording, rows)
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
