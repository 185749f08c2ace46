"""What the command says: how each document went on stdout, what is wrong on stderr, a bar where that is a terminal."""

from __future__ import annotations

import json
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import typer

from disclosure.model.errors import InputError, printable


def teller(as_json: bool, quiet: bool, verbose: bool) -> Callable[[dict], None]:
    """What prints how a document went: as JSON, in words, in many words, or not at all."""
    if as_json + quiet + verbose > 1:
        raise typer.BadParameter("--json, --quiet and --verbose exclude each other")
    if as_json:
        return lambda told: print(json.dumps(told, ensure_ascii=False), flush=True)
    return (lambda told: None) if quiet else partial(say_document, verbose=verbose)


def say_document(told: dict, verbose: bool) -> None:
    """What became of a document, in words: whose tables, how many findings; with ``verbose`` each of them."""
    if told["status"] == "unreadable":
        return  # stderr has said so
    parts = []
    if "pages" in told:
        known = sum(table["role"] != "other" for table in told["tables"])
        parts = [
            _some(told["pages"], "page"),
            f"{_some(len(told['tables']), 'table')} ({known} recognised)",
            _some(told["facts"], "fact"),
        ]
    tested = any(n for status, n in told["checks"].items() if status != "not_applicable")
    said = counted(Counter(finding["severity"] for finding in told["failing"])) if tested else "nothing tested"
    parts.append(f"{said} -> {told['folder']}")
    print(printable(f"{told['document_id']}: {', '.join(parts)}"))
    if len(files := told.get("files", [])) > 1:
        print(printable(f"  read as one: {', '.join(file['file'] for file in files)}"))
    for remark in told.get("remarks", []):
        print(printable(f"  {remark}"))
    if not verbose:
        return
    for table in told.get("tables", []):
        pages = " ".join(map(str, table["pages"]))
        print(printable(f"  page {pages}: {table['role']} ({table['score']:.2f}) {table['title']}"))
    for finding in told["failing"]:
        print(printable(f"  {finding['severity']}: {finding['statement_zh']} / {finding['statement_en']}"))
    if told["checks"]["rounding"]:
        print(
            f"  rounding: {told['checks']['rounding']} checks are off by no more than printing rounded away or cut off"
        )


def counted(severities: Mapping[str, int]) -> str:
    """How many findings there are, and how grave."""
    said = ", ".join(f"{severities[name]} {name}" for name in ("material", "minor", "style") if severities[name])
    count = sum(severities.values())
    return f"{_some(count, 'finding')} ({said})" if count else "nothing fails"


def _some(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


@contextmanager
def stoppable() -> Iterator[Callable[[], None]]:
    """Ctrl-C is remembered, and raised again at the next step: a library may have swallowed it where it came."""
    asked = False

    def ask(*_: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    def go_on() -> None:
        if asked:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield go_on
    finally:
        signal.signal(signal.SIGINT, before)


def say_run(done: dict, out: Path) -> None:
    """What became of a batch, in words."""
    rate = done["documents"] / max(done["seconds"], 0.1)
    print(
        f"{done['documents']} documents of {done['pages']} pages in {done['seconds']:g} s ({rate:.1f} a second): "
        f"{done['read']} read, {done['audited']} audited anew, {done['unchanged']} unchanged -> {printable(out)}"
    )
    if done["same_content"]:
        print(f"  {done['same_content']} files have the content of another, and are read once (same_as in documents)")
    if done["as_one"]:
        print(f"  {done['as_one']} documents are of several files, taken as one (sources.csv of each names them)")
    if done["left_out"]:
        print(f"  {done['left_out']} files are of another kind, or lie beside a PDF of their name, and are left out")
    if done["unreadable"]:
        print(f"  {done['unreadable']} files cannot be read -> {printable(out / 'failures.csv')}")
    failing = done["documents_with_failing_checks"]
    print(f"  {counted(done['findings'])}" + (f", in {failing} documents" if failing else ""))
    size = done["cache_bytes"] / 1e6
    print(f"  cache: {size:.1f} MB in {printable(done['cache'])}; it may be deleted at any time")


def complain(error: Exception, pdf: Path) -> dict[str, object]:
    """One line on stderr, the file, what is wrong, what to do; the same as a dictionary."""
    if isinstance(error, OSError):
        reason = (error.strerror or "it cannot be written").lower()
        error = InputError(error.filename or pdf, reason, "check the folder and its permissions")
    elif not isinstance(error, InputError):
        last = next((line for line in reversed(str(error).splitlines()) if line.strip()), "")
        found = f"the reader stopped ({type(error).__name__}: {last})"
        error = InputError(pdf, found, "report it to the project with the file")
    print(printable(str(error).strip()), file=sys.stderr, flush=True)
    found, advice = printable(error.found), printable(error.advice)
    told: dict[str, object] = {"document_id": pdf.stem, "file": str(pdf), "status": "unreadable", "kind": error.kind}
    return told | {"reason": found, "advice": advice}


def progress_bar(rate: bool = False) -> Any:
    """A bar on stderr where that is a terminal; with ``rate`` it tells how many a second, and the time that is left."""
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    class Rate(TextColumn):
        def render(self, task):
            return f"{task.speed:.1f}/s" if task.speed else ""

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *([Rate(""), TimeRemainingColumn()] if rate else []),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
