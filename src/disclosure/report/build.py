"""All reports of a disclosure, or of several: notebooks executed and exported, and the pages that lead to them."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.comparison import comparable, open_collection
from disclosure.analysis.context import at_hand
from disclosure.analysis.document import open_clean
from disclosure.analysis.news import news
from disclosure.model.errors import InputError
from disclosure.report.execute import execute
from disclosure.report.export import answer, executed_book, export
from disclosure.report.imprint import citation, imprint, package_zip
from disclosure.report.letter import LETTER, write_letter
from disclosure.report.notebooks import (
    FRONT_PAGE,
    METHOD,
    declared,
    for_any_document,
    for_collections,
    is_front_page,
    notebooks,
    page_name,
    reading_order,
)
from disclosure.report.page import environment, without_unseen
from disclosure.store.csv_files import write_bytes
from disclosure.words.messages import languages, translate
from disclosure.words.values import spell

LANGUAGES = tuple(languages())
"""The languages that reports are made in."""


def write_index(
    executed: list[Path],
    reports: Path,
    clean: Path,
    pdf: Path | None = None,
    *,
    originals: Sequence[Path] = (),
    one_of_several: bool = False,
) -> Path:
    """All that leads to the reports of one disclosure: its front pages, the questions to its publisher, its package.

    ``reports/index.html`` of ``one_of_several`` leads to the list of them in the folder above. ``pdf`` is looked for
    where clean data has it; of a disclosure in several files ``originals`` are these.
    """
    with contextlib.suppress(FileNotFoundError):
        pdf = pdf or CleanData(clean).pdf
    write_letter(pdf, clean, reports)
    write_package_zip(clean, reports, pdf, originals)
    return write_front_pages(executed, reports, clean, pdf, one_of_several=one_of_several)


def write_package_zip(clean: Path, reports: Path, pdf: Path | None, originals: Sequence[Path] = ()) -> Path:
    """``reports/<document_id>.zip``, all there is to take away (:func:`disclosure.report.imprint.package_zip`)."""
    content = package_zip(clean, imprint(clean, [pdf] if pdf else [], pdf), pdf, originals)
    return write_bytes(reports / f"{clean.name}.zip", content)


def write_front_pages(
    executed: list[Path], reports: Path, clean: Path, pdf: Path | None = None, *, one_of_several: bool = False
) -> Path:
    """``reports/index.html``, the reports in every language, each with its answer, and ``reports/<lang>/index.html``.

    The questions to the publisher, where there are any, and the package lie in ``reports`` already.
    """
    entries = _entries(executed)
    longer = [one for one in entries if one["name"] != FRONT_PAGE]
    letter = LETTER if (reports / LANGUAGES[0] / f"{LETTER}.html").exists() else ""
    package = reports / f"{clean.name}.zip"
    for path in executed:
        if is_front_page(path):
            for lang in languages():
                export(path, lang, reports, longer=longer, letter=letter, package=package.name)
    return _write_page(
        reports / "index.html",
        "index.html.j2",
        source=_source(executed, clean, pdf),
        front=[one for one in entries if one["name"] == FRONT_PAGE],
        stories=[one for one in longer if one["name"][0] not in METHOD],
        method=[one for one in longer if one["name"][0] in METHOD],
        letter=letter,
        above="../index.html" if one_of_several else "",
        package=package.name,
        package_size=f"{package.stat().st_size / 1000:,.0f} kB",
    )


def write_collection(reports: Path, shelves: Sequence[tuple[list[Path], Path]], compared: Iterable[Path] = ()) -> Path:
    """``reports/index.html`` over several disclosures: a line for each with what is worth knowing before it is opened.

    ``shelves`` gives the executed notebooks and the clean data of each disclosure, whose own landing page is
    ``reports/<document_id>/index.html``; ``compared`` are executed notebooks that tell of all of them.
    """
    rows = [
        {"folder": clean.name, "source": _source(executed, clean), "front": any(map(is_front_page, executed))}
        | _in_short(clean)
        for executed, clean in shelves
    ]
    return _write_page(reports / "index.html", "collection.html.j2", rows=rows, compared=_entries(compared))


def _entries(executed: Iterable[Path]) -> list[dict]:
    """The reports with their titles and answers, as a reader wants them."""
    read = ((path, executed_book(path)) for path in reading_order(executed))
    return [{"name": page_name(path), **{lang: answer(book, lang) for lang in languages()}} for path, book in read]


def _source(executed: list[Path], clean: Path, pdf: Path | None = None) -> dict:
    """The imprint of a disclosure, of the day of its newest report."""
    told = [declared(path).get("sources") for path in executed]
    sources = [own[0] for own in told if own and own[0]["document_id"] == clean.name]
    source = sources[0] if sources else imprint(clean, [pdf] if pdf else [], pdf)
    return {**source, "date": max(one["date"] for one in [source, *sources])}


def _in_short(clean: Path) -> dict:
    """What a list of disclosures says of one: its total in 万元, the change on the year before, the first of its news,
    and how many findings the audit has."""
    document = open_clean(clean)
    whole, found = document.change("whole"), news(document)
    amount = document.functions().attrs["total"] if whole is None else whole["after_exact"]
    return {
        "amount": amount,
        "rate": None if whole is None or whole["rate"] is None else round(Decimal(str(whole["rate"])), 6),
        "news": found["headline"].iloc[0] if len(found) else "",
        "findings": len(document.findings),
    }


def _write_page(path: Path, template: str, **given: object) -> Path:
    """A page that leads to reports, in every language."""
    page = (
        environment()
        .get_template(template)
        .render(
            _=translate, cite=citation, say=spell, said={lang: partial(_said, lang) for lang in languages()},
            languages=[*reversed(languages())], **given,
        )
    )  # fmt: skip
    return write_bytes(path, without_unseen(page).encode("utf-8"))


def _said(language: str, text: str) -> str:
    return translate(text, language)


def build(pdf: Path | Sequence[Path], clean: Path, reports: Path, workers: int | None = None) -> list[Path]:
    """Run the notebooks that serve any disclosure on one and write its reports; notebooks run side by side.

    ``pdf`` names all files of a disclosure that was read from several.
    Where a notebook stops, the other reports are written, and :class:`InputError` names the one that is not.
    """
    data = CleanData(clean, pdf)
    chosen, pdf = [book for book in notebooks() if for_any_document(book, data.phase)], data.pdf
    with TemporaryDirectory() as drafts, ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        runs = {
            Path(drafts) / book.name: pool.submit(execute, book, Path(drafts) / book.name, clean, pdf)
            for book in chosen
        }
        executed, stopped = _finished(runs)
        longer = [path for path in executed if not is_front_page(path)]
        written = [export(path, lang, reports, siblings=longer) for path in longer for lang in languages()]
        written.append(write_index(executed, reports, clean, pdf, originals=data.files))
    _complain_of(pdf, stopped)
    return written


def build_together(
    given: Sequence[tuple[Path | Sequence[Path], Path]], reports: Path, workers: int | None = None
) -> list[Path]:
    """The reports of several disclosures, each in ``reports/<document_id>/``, and those that compare them all.

    ``given`` names PDF, or all files, and clean data of each disclosure; the clean data lie in folders of different
    names. Where none prints a total there is nothing to compare. Where a notebook stops, the other reports are
    written, and :class:`InputError` names the one that is not.
    """
    known = {clean: CleanData(clean, pdf) for pdf, clean in given}
    read = [(data.pdf, clean) for clean, data in known.items()]
    some = comparable(open_collection([clean for _, clean in read]))
    compare = [book for book in notebooks() if for_collections(book) and some]
    with TemporaryDirectory() as drafts, ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        others = Path(drafts) / "at-hand.csv"
        write_bytes(others, at_hand([clean for _, clean in read]).to_csv(index=False).encode("utf-8"))
        told = {
            clean: {
                (draft := Path(drafts) / clean.name / book.name): pool.submit(
                    execute, book, draft, clean, pdf, beside=others if is_front_page(book) else None
                )
                for book in notebooks()
                if for_any_document(book, CleanData(clean).phase)
            }
            for pdf, clean in read
        }
        together = {
            (draft := Path(drafts) / book.name): pool.submit(execute, book, draft, read[0][1], collection=read)
            for book in compare
        }
        compared, stopped = _finished(together)
        written, shelves, read_from = [], [], {clean: pdf for pdf, clean in read}
        for clean, runs in told.items():
            executed, more = _finished(runs)
            stopped |= {f"{clean.name}/{name}": reason for name, reason in more.items()}
            shelves.append((executed, clean))
            longer = [path for path in executed if not is_front_page(path)]
            written += [
                export(path, lang, reports / clean.name, siblings=longer) for path in longer for lang in languages()
            ]
            written.append(
                write_index(
                    executed, reports / clean.name, clean, read_from[clean], originals=known[clean].files,
                    one_of_several=True,
                )
            )  # fmt: skip
        written += [export(path, lang, reports, alone=True) for path in compared for lang in languages()]
        written.append(write_collection(reports, shelves, compared))
    _complain_of(reports, stopped)
    return written


def _finished(runs: Mapping[Path, Future]) -> tuple[list[Path], dict[str, str]]:
    """The notebooks that ran to their end, and why each of the others stopped, by name."""
    executed, stopped = [], {}
    for draft, run in runs.items():
        try:
            executed.append(run.result())
        except Exception as error:
            said = _PAINT.sub("", str(error)).strip().splitlines()
            stopped[draft.stem] = said[-1] if said else type(error).__name__
    return executed, stopped


_PAINT = re.compile(r"\x1b\[[\d;]*m")


def _complain_of(source: Path, stopped: Mapping[str, str]) -> None:
    if stopped:
        told = "; ".join(f"{name} ({reason})" for name, reason in stopped.items())
        raise InputError(source, f"no report {told}; the others are written", "report it to the project with the file")
