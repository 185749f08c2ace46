"""The ``disclosure`` command."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from disclosure import __version__
from disclosure.errors import InputError

DONE, CHECK_FAILS, UNREADABLE = 0, 1, 2

app = typer.Typer(
    help="Chinese departmental budget disclosures: from the PDF to tidy CSVs, an audit, and reports.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        print(__version__)
        raise typer.Exit


Pdfs = Annotated[list[Path], typer.Argument(metavar="PDF...", help="Disclosures to read.", show_default=False)]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder that gets one folder for each document.")]
Ocr = Annotated[bool, typer.Option("--ocr", help="Read scanned pages by OCR (the extra ocr) and mark what is read.")]


@app.command()
def extract(pdfs: Pdfs, out: Out, ocr: Ocr = False) -> None:
    """Turn PDFs into tidy CSVs: DIR/<document id>/ with facts, cells, tables, annexes, statements, checks."""
    from disclosure.extract import save

    read = _reader(ocr)
    status = DONE
    seen: dict[str, Path] = {}
    with _progress() as bar:
        for pdf in pdfs:
            task = bar.add_task(pdf.name, total=None if bar.disable else _pages(pdf))
            try:
                if pdf.stem in seen:
                    raise InputError(pdf, f"{seen[pdf.stem]} has the same document id", "rename one of the two")
                seen[pdf.stem] = pdf
                extraction = read(pdf, progress=lambda page, task=task: bar.update(task, completed=page))
                folder = out / extraction.source.document_id
                save(extraction, folder)
                failed = _audit(folder)
            except Exception as error:  # whatever a file does, the others are finished
                _complain(error, pdf)
                status = UNREADABLE
                continue
            _summary(extraction, folder, failed)
            status = status or (CHECK_FAILS if failed else DONE)
    raise typer.Exit(status)


@app.command()
def audit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clean data of one or many documents.")],
) -> None:
    """(Re)write checks.csv and flags.csv from the clean files under DIR."""
    folders = sorted(path.parent for path in folder.rglob("facts.csv"))
    if not folders:
        _err.print(f"{folder}: there is no clean data (facts.csv) here; run disclosure extract first", markup=False)
        raise typer.Exit(UNREADABLE)
    failed = {path: _audit(path) for path in folders}
    for path, count in failed.items():
        print(f"{path.name}: {count} failing checks" if count else f"{path.name}: every check holds")
    raise typer.Exit(CHECK_FAILS if any(failed.values()) else DONE)


@app.command()
def report(
    pdf: Annotated[Path, typer.Argument(metavar="PDF", help="The disclosure.")],
    out: Out,
    ocr: Ocr = False,
) -> None:
    """Any disclosure to HTML reports in Chinese and English."""
    from disclosure.extract import save
    from disclosure.report import build

    read = _reader(ocr)
    try:
        extraction = read(pdf)
        clean = out / "clean" / extraction.source.document_id
        save(extraction, clean)
        failed = _audit(clean)
    except Exception as error:
        _complain(error, pdf)
        raise typer.Exit(UNREADABLE) from None
    _summary(extraction, clean, failed)
    build(pdf, clean, out)
    raise typer.Exit(CHECK_FAILS if failed else DONE)


def _reader(ocr: bool) -> Callable:
    """What reads a PDF into an extraction, within limits; status 2 where OCR is asked for and not installed."""
    from disclosure.extract import extract as extract_one
    from disclosure.guard import guarded

    if not ocr:
        return partial(guarded, extract_one)
    from disclosure.ocr import LIMITS, require

    try:
        require()
    except InputError as error:
        _err.print(str(error), markup=False)
        raise typer.Exit(UNREADABLE) from None
    return partial(guarded, partial(extract_one, ocr=True), **LIMITS)


def _complain(error: Exception, pdf: Path) -> None:
    """One line: the file, what is wrong, what to do."""
    if isinstance(error, OSError):
        reason = (error.strerror or "it cannot be written").lower()
        error = InputError(error.filename or pdf, reason, "check the folder and its permissions")
    elif not isinstance(error, InputError):
        found = f"the reader stopped ({type(error).__name__}: {error})"
        error = InputError(pdf, found, "report it to the project with the file")
    _err.print(" ".join(str(error).split()), markup=False)


def _audit(folder: Path) -> int:
    from disclosure.audit import write_audit

    checks, _ = write_audit(folder)
    return sum(check["status"] == "fails" for check in checks)


def _pages(pdf: Path) -> int | None:
    """How many pages the progress bar has before it; None where the file will not say."""
    from disclosure.guard import guarded

    try:
        return guarded(_count, pdf)
    except Exception:  # reading it will say why
        return None


def _count(pdf: Path, progress: Callable | None = None) -> int:
    from disclosure.page import open_pdf

    return len(open_pdf(pdf))


def _summary(extraction, folder: Path, failed: int) -> None:
    known = sum(found.role != "other" for found in extraction.recognised)
    print(
        f"{extraction.source.document_id}: {len(extraction.reading.page_sizes)} pages, "
        f"{len(extraction.recognised)} tables ({known} recognised), {len(extraction.facts)} facts, "
        f"{failed or 'no'} failing checks -> {folder}"
    )
    for remark in extraction.remarks:
        print(f"  {remark}")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=_err,
        transient=True,
        disable=not sys.stderr.isatty(),
    )


def main() -> None:
    """Entry point of the installed command."""
    app()


if __name__ == "__main__":
    main()
