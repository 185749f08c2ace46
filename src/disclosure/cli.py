"""The ``disclosure`` command."""

from __future__ import annotations

import json
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from disclosure import __version__
from disclosure.model.errors import APART, InputError, StoppedError, printable
from disclosure.terminal import complain, progress_bar, say_run, stoppable, teller

DONE, CHECK_FAILS, UNREADABLE, INTERRUPTED = 0, 1, 2, 130

EXIT = """\b
Exit status:
  0  done
  1  done, but a check fails
  2  an input cannot be read: one line on stderr names it, says what is wrong and what to do
  130  interrupted: what is finished is whole; run the same again"""

app = typer.Typer(
    help="Chinese departmental budget disclosures: from PDF, Excel or Word to tidy CSVs, an audit, and HTML reports.",
    epilog=f"""\b
Examples:
  disclosure extract 471-2021.pdf --out clean          clean/471-2021/facts.csv and the other files
  disclosure extract *.pdf --out clean --json | jq .   one JSON object for each document
  disclosure extract tables.pdf text.pdf --out clean --as-one 471-2021   several files that are one disclosure
  disclosure extract 2024.zip --out clean              an archive of them
  disclosure audit clean                               checks, findings and flags anew
  disclosure report 471-2021.pdf --out reports         reports/index.html
  disclosure batch pdfs --out data                     data/dataset/ (Parquet), data/failures.csv
  disclosure review 471-2021.pdf                       review/471-2021/: what to mend before it is published
  disclosure trust pdfs                                what would be said of them, for a person to judge

{EXIT}

disclosure COMMAND --help says more of each.""",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
) -> None:
    if version:
        print(__version__)
        raise typer.Exit


Pdfs = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", help="Disclosures to read: .pdf .xlsx .xls .docx .html .ofd …", show_default=False
    ),
]
Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder that gets one folder for each document.")]
AsOne = Annotated[
    str, typer.Option("--as-one", metavar="NAME", help="The files are one disclosure, with this document id.")
]
Sources = Annotated[
    Path | None,
    typer.Option(
        "--sources",
        metavar="FILE",
        help="Where files come from: a sources.yml, or CSV (file,url,date_published).",
    ),
]
Ocr = Annotated[bool, typer.Option("--ocr", help="Read scanned pages by OCR (the extra ocr) and mark what is read.")]
Xlsx = Annotated[
    bool, typer.Option("--xlsx", help="Write the clean data to an Excel workbook, too: DIR/<document id>.xlsx.")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object for each document, one a line.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but what goes wrong.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print every table and every check that fails, too.")]


@app.command(
    short_help="Disclosures to tidy CSVs, with their audit.",
    epilog=f"""\b
JSON keys:
  document_id  file  folder  sha256  status (done, check_fails, unreadable)
  files        [file, sha256, first_page, page_count, url, date_published]
  fiscal_year  province  organisation_code  organisation_name  phase  scope  unit  pages  facts
  tables       [role, title, pages, score]
  checks       {{holds, rounding, fails, not_applicable}}
  failing      [finding_id, severity (material, minor, style), kind, statement_zh, statement_en, printed, expected,
               pages, amount_yuan (at stake), check_ids]: one for each cause of failing checks, the gravest first
  flags        how many questions to the publisher
  workbook     the Excel workbook, with --xlsx or where it stands already
  remarks      what a reader of the data should know, in English (tables.csv has them in Chinese, too)
  kind, reason, advice   where it is unreadable: what is wrong, what to do

{EXIT}""",
)
def extract(
    pdfs: Pdfs,
    out: Out,
    as_one: AsOne = "",
    sources: Sources = None,
    xlsx: Xlsx = False,
    ocr: Ocr = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Turn disclosures into tidy CSVs: DIR/<document id>/ with facts, cells, tables, annexes, statements, checks.

    The document id is the file's name without its ending. What cannot be read costs nothing but its own line. With
    --as-one the files are one disclosure (tables here, text there; a department and its units): pages are counted on
    through them, and sources.csv names each.
    """
    from disclosure.run.document import clean

    tell = teller(as_json, quiet, verbose)
    status = DONE
    with _reader(ocr) as read, progress_bar() as bar, TemporaryDirectory() as work:

        def clean_one(files: Path | list[Path], name: str) -> dict:
            total = None if bar.disable else _pages(read, files if isinstance(files, list) else [files])
            task = bar.add_task(printable(name or str(files)), total=total)
            step = partial(bar.update, task)
            function = partial(clean, xlsx=xlsx, name=name, sources=sources)
            return read(function, files, out, progress=lambda page: step(completed=page))

        for source, told in _each_given(read, pdfs, as_one, Path(work), clean_one):
            if isinstance(told, Exception):  # whatever a file does, the others are finished
                tell(complain(told, source))
                status = UNREADABLE
                continue
            tell(told)
            status = status or (CHECK_FAILS if told["failing"] else DONE)
    raise typer.Exit(status)


@app.command(
    short_help="The audit anew, from the CSVs.",
    epilog=f"""\b
JSON keys: document_id  folder  status  checks  failing  flags  workbook, as extract has them.

{EXIT}""",
)
def audit(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clean data of one or many documents.")],
    second_reading: Annotated[
        list[Path] | None, typer.Option(metavar="PDF", help="Confirm each amount by reading the PDF with pdfplumber.")
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """(Re)write checks.csv, findings.csv and flags.csv from the clean files under DIR."""
    from disclosure.store.reader import clean_files

    folders = [path.parent for path in clean_files(folder, "facts")]
    if not folders:
        nothing = InputError(folder, "there is no clean data (facts.csv) here", "run disclosure extract first")
        complain(nothing, folder)
        raise typer.Exit(UNREADABLE)
    from disclosure.run.document import audited

    tell = teller(as_json, quiet, verbose)
    status = DONE
    pdfs, read_from = second_reading or [], {path: _files_of(path) for path in folders}
    again = {path: [pdf for pdf in pdfs if _is_one_of(pdf, path.name, files)] for path, files in read_from.items()}
    for pdf in pdfs:
        if not any(pdf in own for own in again.values()):
            tell(complain(InputError(pdf, f"{folder} holds no clean data of this name", "extract it first"), pdf))
            status = UNREADABLE
    for path in folders:
        try:
            tell(told := audited(path, again[path]))
        except InputError as error:
            tell(complain(error, path))
            status = UNREADABLE
            continue
        status = status or (CHECK_FAILS if told["failing"] else DONE)
    raise typer.Exit(status)


def _files_of(folder: Path) -> list[str]:
    """The files that clean data was read from, where there are several."""
    from disclosure.store.reader import read_table

    files = [row["value"] for row in read_table(folder / "sources.csv") if row["what"] == "file"]
    return files if len(files) > 1 else []


def _is_one_of(pdf: Path, name: str, files: list[str]) -> bool:
    return any(pdf.as_posix().endswith(file) for file in files) if files else pdf.stem == name


@app.command(
    short_help="Disclosures to HTML reports in Chinese and English.",
    epilog=f"""\b
Examples:
  disclosure report 471-2021.pdf --out reports         reports/index.html, reports/zh/, reports/en/
  disclosure report 2024.pdf 2025.pdf --out reports    reports/2024/, reports/2025/, and reports/zh/40-compare.html

JSON keys: those of extract.

{EXIT}""",
)
def report(
    pdfs: Pdfs,
    out: Out,
    prices: Annotated[
        Path | None,
        typer.Option("--price-index", metavar="CSV", help="Levels of prices (year,index), for real amounts."),
    ] = None,
    as_one: AsOne = "",
    sources: Sources = None,
    ocr: Ocr = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Any disclosure to HTML reports in Chinese and English: DIR/index.html, with its clean data in DIR/clean/.

    Several are compared, years of one department and departments side by side; each has its own in DIR/<its name>/.
    """
    from disclosure.report.build import build, build_together
    from disclosure.run.document import clean

    tell = teller(as_json, quiet, verbose)
    _give_prices(prices)
    status, count = DONE, 0
    made: list[tuple[Path | list[Path], Path]] = []
    with TemporaryDirectory() as work:
        with _reader(ocr) as read:

            def clean_one(files: Path | list[Path], name: str) -> dict:
                told = read(partial(clean, name=name, sources=sources), files, out / "clean")
                made.append((files, Path(told["folder"])))
                return told

            for source, told in _each_given(read, pdfs, as_one, Path(work), clean_one):
                count += 1
                if isinstance(told, Exception):
                    tell(complain(told, source))
                    status = UNREADABLE
                    continue
                tell(told)
                status = status or (CHECK_FAILS if told["failing"] else DONE)
        try:
            if count == 1 and made:
                build(*made[0], out)
            elif made:
                build_together(made, out)
        except Exception as error:
            complain(error, out)
            status = UNREADABLE
    raise typer.Exit(status)


class Severity(StrEnum):
    """How grave a finding is, from the lightest."""

    STYLE, MINOR, MATERIAL = "style", "minor", "material"


@app.command(
    short_help="What a reviewer would mark, for the person who publishes.",
    epilog="""\b
Examples:
  disclosure review 2024.pdf                           review/2024/review.zh.html, .docx, and in English
  disclosure review 2024.pdf --severity material -q    for a script: 1 where a material finding is left

\b
JSON keys: those of extract, and
  written      the files

\b
Exit status:
  0  nothing of the severity, or graver, is found
  1  something is
  2  an input cannot be read: one line on stderr names it, says what is wrong and what to do""",
)
def review(
    pdfs: Pdfs,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder that gets one folder for each document.")
    ] = Path("review"),
    severity: Annotated[
        Severity, typer.Option(help="The lightest finding that sets the exit status to 1; all are shown.")
    ] = Severity.MINOR,
    wording: Annotated[
        bool, typer.Option("--wording/--no-wording", help="What is worded badly, too: matters of style.")
    ] = True,
    as_one: AsOne = "",
    sources: Sources = None,
    ocr: Ocr = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """What to look at before a disclosure is published, in order of page: what is printed, what is expected, and where.

    DIR/<document id>/ gets a page and a document to write in (.docx), in every language.
    """
    from disclosure.run.review import reviewed

    tell = teller(as_json, quiet, verbose)
    graver = list(Severity)[list(Severity).index(severity) :]
    status = DONE
    with _reader(ocr) as read, TemporaryDirectory() as work:

        def review_one(files: Path | list[Path], name: str) -> dict:
            return read(partial(reviewed, wording=wording, name=name, sources=sources), files, out)

        for source, told in _each_given(read, pdfs, as_one, Path(work), review_one):
            if isinstance(told, Exception):  # whatever a file does, the others are finished
                tell(complain(told, source))
                status = UNREADABLE
                continue
            tell(told)
            found = any(finding["severity"] in graver for finding in told["failing"])
            status = status or (CHECK_FAILS if found else DONE)
    raise typer.Exit(status)


def _give_prices(path: Path | None) -> None:
    """Hand the user's price index to the notebooks; status 2 where it cannot be read."""
    if path is None:
        return
    from disclosure.analysis.comparison import price_index

    try:
        price_index(path)
    except InputError as error:
        complain(error, path)
        raise typer.Exit(UNREADABLE) from None
    os.environ["DISCLOSURE_PRICE_INDEX"] = str(path.resolve())


@app.command(
    short_help="Thousands of disclosures to one data set.",
    epilog=f"""\b
Examples:
  disclosure batch pdfs --out data                     every disclosure in pdfs and the folders in it
  find . -name '*.pdf' | disclosure batch - --out data
  disclosure batch pdfs --out data --scheduler tcp://10.0.0.1:8786

\b
In DIR:
  <document id>/     the files of each document, as extract writes them
  <document id>.xlsx the same as an Excel workbook, with --xlsx
  dataset/           documents, facts, statements, checks and flags in Parquet,
                     in folders fiscal_year=…/province=…
  datapackage.json   what the files and their columns are
  failures.csv       what could not be read: file, kind, reason, advice
  .cache/            what has been read; may be deleted at any time, and is then made again

\b
JSON keys: those of extract, and
  same_as      other files of the same content, which are read once
  how          read, audited (the rules have changed), unchanged
After the last document comes an object with the key run:
  documents, unreadable, pages, findings {{material, minor, style}}, checks_fail, seconds, cache_bytes …

{EXIT}""",
)
def batch(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|LIST", help="Folder of disclosures, or a list with a path on each line (-: stdin)."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder of the result.")],
    workers: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Files read side by side; as many as there are cores.")
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers, which share the file system, do it."),
    ] = None,
    cache: Annotated[
        Path | None, typer.Option(metavar="DIR", help="What has been read, for several results to share.")
    ] = None,
    seconds: Annotated[float | None, typer.Option(metavar="S", min=0.1, help="Longest time for a page.")] = None,
    megabytes: Annotated[int | None, typer.Option(metavar="MB", min=64, help="Most memory for a page.")] = None,
    sources: Sources = None,
    xlsx: Xlsx = False,
    ocr: Ocr = False,
    as_json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Read all disclosures of a folder or a list, audit them, and make one data set of them.

    Interrupt it whenever you like: run the same again, and it goes on where it stopped. A file that cannot be read
    costs one line in failures.csv. Files of equal content are read once; different files of one name are an error.
    Files of one folder or archive that are one disclosure by their names are read as one.
    """
    from disclosure.run.batch import batch as run

    if scheduler and workers:
        raise typer.BadParameter("--workers is for this machine, a cluster has its own")
    tell = teller(as_json, quiet, verbose)
    limits = _limits(ocr) | {k: v for k, v in (("seconds", seconds), ("megabytes", megabytes)) if v}

    def hear(told: dict) -> None:
        if told["status"] == "unreadable":
            print(printable(f"{told['file']}: {told['reason']}; {told['advice']}"), file=sys.stderr, flush=True)
        if as_json or verbose:
            tell(told)

    with progress_bar(rate=True) as bar, stoppable() as go_on:
        task = bar.add_task("documents", total=None)

        def step(done: int, of: int) -> None:
            go_on()
            bar.update(task, completed=done, total=of)

        try:
            done = run(
                place, out, workers=workers, scheduler=scheduler, cache=cache, ocr=ocr, xlsx=xlsx, sources=sources,
                **limits, tell=hear, progress=step,
            )  # fmt: skip
        except (InputError, StoppedError) as problem:
            bar.stop()
            print(printable(problem), file=sys.stderr)
            raise typer.Exit(UNREADABLE) from None
    if as_json:
        print(json.dumps({"run": done}, ensure_ascii=False))
    elif not quiet:
        say_run(done, out)
    raise typer.Exit(UNREADABLE if done["unreadable"] else CHECK_FAILS if done["checks_fail"] else DONE)


@app.command(
    short_help="What is said of many documents, for a person to judge.",
    epilog=f"""\b
JSON keys, one object for each document: those of extract, and
  statuses     {{family: {{status: how many checks}}}}
  unread       [page, text]: amounts and figures of the text that are not read, and printed amounts without a figure
  unconfirmed  how many figures of the text nothing else in the document states; statements, of how many

{EXIT}""",
)
def trust(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder of disclosures.", show_default=False)],
    ocr: Ocr = False,
    as_json: Json = False,
) -> None:
    """Publisher, year, amounts unread, causes of failing checks of every disclosure in FOLDER, for a person to judge.

    Nothing is kept: to keep the data, use extract.
    """
    from disclosure.files.kinds import SUFFIXES
    from disclosure.run.inputs import ZIP
    from disclosure.run.trust import judged, lines

    pdfs = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (*SUFFIXES, ZIP))
    if not pdfs:
        complain(InputError(folder, "there is no disclosure here", "name a folder that holds disclosures"), folder)
        raise typer.Exit(UNREADABLE)
    found, status = [], DONE
    with _reader(ocr) as read, TemporaryDirectory() as out, progress_bar() as bar:
        task = bar.add_task("documents", total=len(pdfs))
        for n, pdf in enumerate(pdfs):

            def judge(files: Path | list[Path], name: str, n: int = n) -> dict:
                return read(partial(judged, name=name), files, Path(out, str(n)))

            for source, told in _each_given(read, [pdf], "", Path(out, f"files-{n}"), judge):
                if isinstance(told, Exception):  # whatever a file does, the others are told of
                    complain(told, source)
                    status = UNREADABLE
                    continue
                found.append(told | {"folder": ""})
                if as_json:
                    print(json.dumps(found[-1], ensure_ascii=False), flush=True)
            bar.advance(task)
    if not as_json:
        for line in lines(found):
            print(printable(line))
    raise typer.Exit(status or (CHECK_FAILS if any(told["failing"] for told in found) else DONE))


# --- reading within limits -----------------------------------------------------------------------------


@contextmanager
def _reader(ocr: bool) -> Iterator[Callable]:
    """What reads a file within limits."""
    from disclosure.forms.books import form_books
    from disclosure.run.limits import GuardedReader

    try:
        form_books()  # what is wrong there is no fault of any file
    except InputError as error:
        print(printable(error), file=sys.stderr)
        raise typer.Exit(UNREADABLE) from None
    with GuardedReader(**_limits(ocr)) as reader:
        yield lambda function, *arguments, **more: reader(
            partial(function, ocr=True) if ocr else function, *arguments, **more
        )


def _each_given(
    read: Callable, given_files: list[Path], as_one: str, work: Path, do: Callable[[Path | list[Path], str], dict]
) -> Iterator[tuple[Path, dict | Exception]]:
    """Each disclosure of a command line with what is told of it, or why it cannot be read.

    ``do`` is given its file; or its files and its document id, where it has several or is of an archive, which is
    unpacked below the folder ``work``. Files that were taken as one by their names and turn out to be of several are
    read one by one.
    """
    from disclosure.files.archive import contents, unpack
    from disclosure.run.inputs import given, paths_of

    todo = deque(given(given_files, as_one, partial(read, contents)))
    while todo:
        one, problem = todo.popleft()
        try:
            if problem:
                raise problem
            files = paths_of(one, work, partial(read, unpack))
            yield Path(one.name), do(files if one.called else files[0], one.called) | {"file": one.name}
        except Exception as error:
            if isinstance(error, InputError) and str(work) in error.source:  # a file of an archive
                source = error.source.replace(f"{work}{os.sep}", "")
                error = InputError(
                    f"{one.archive or one.name}: {source.partition(os.sep)[2]}", error.found, error.advice, error.kind
                )
            if isinstance(error, InputError) and error.kind == APART and one.several and not as_one:
                todo.extendleft((own, None) for own in reversed(one.apart()))
            else:
                yield Path(one.name), error


def _limits(ocr: bool) -> dict[str, Any]:
    """What a page may take where it is not the usual; status 2 where OCR is asked for and not installed."""
    if not ocr:
        return {}
    from disclosure.pdf.ocr import LIMITS, require

    try:
        require()
    except InputError as error:
        complain(error, Path())
        raise typer.Exit(UNREADABLE) from None
    return LIMITS


def _pages(read: Callable, files: list[Path]) -> int | None:
    """How many pages the progress bar has before it; None where a file will not say."""
    try:
        return sum(read(_count, pdf) for pdf in files)
    except Exception:  # reading it will say why
        return None


def _count(pdf: Path, progress: Callable | None = None, ocr: bool = False) -> int | None:
    from disclosure.files.reading import pages_of

    return pages_of(pdf)


def main() -> None:
    """Entry point of the installed command."""
    for stream in (sys.stdout, sys.stderr):  # names of files may hold what the terminal's encoding does not
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except SystemExit as end:
        if end.code == INTERRUPTED:
            print("stopped; run the same again: what is finished is whole, and stays", file=sys.stderr)
        raise


if __name__ == "__main__":
    main()
