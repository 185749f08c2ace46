"""What a report says of itself: its source, how to cite it, when it was made, and the clean data to take away."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from disclosure import __version__
from disclosure.analysis.clean_data import ROOT
from disclosure.analysis.document import open_clean
from disclosure.model.part import Part
from disclosure.model.source import EXECUTED
from disclosure.report.page import without_unseen
from disclosure.store.excel import workbook
from disclosure.store.origins import BESIDE, Entry, origin, text_of
from disclosure.words.messages import Message, languages, marked, translate
from disclosure.words.reference import shipped_folder
from disclosure.words.values import spell

PROJECT = "budget-disclosure"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the time of every entry of a package, so that equal data give equal bytes


def imprint(clean: Path, inputs: Iterable[Path] = (), pdf: Path | None = None) -> dict:
    """Where the clean data in ``clean`` come from, as plain values that a notebook's metadata can hold.

    Keys: ``document_id``, ``title`` and ``publisher`` by language, ``year``, ``file``, ``pages``, ``sha256``,
    ``edition``, ``from_the_publisher``, ``not_from_the_publisher`` by language, ``published`` and ``address`` (empty
    where neither the data nor a ``sources.yml`` knows the file: that of the project, or one beside ``pdf``), ``parts``
    (of several files ``file``, ``pages``, ``first_page``, ``sha256``, ``published`` and ``address`` of each; else
    none), ``version`` of this project, and ``date`` (see :func:`run_date`).
    """
    document = open_clean(clean)
    files = [_file(part, pdf) for part in document.data.parts]
    source = files[0] if len(files) == 1 else {}
    known: Entry = _known(Path(source["file"]), source["sha256"], pdf) if source else {}
    name = {lang: document.organisation.said(lang) for lang in languages()}
    year = str(document.year or "")
    return {
        "document_id": clean.name,
        "publisher": name,
        "title": {lang: known.get("title" if lang == "zh" else "title_en", "") for lang in languages()},
        "year": year,
        "phase": document.phase,
        "file": source.get("file", ""),
        "pages": document.data.page_count,
        "sha256": source.get("sha256", ""),
        "parts": [] if source else files,
        **{
            key: {lang: str(known.get(f"{key}_zh" if lang == "zh" else key, "")) for lang in languages()}
            for key in ("edition", "from_the_publisher", "not_from_the_publisher")
        },
        "published": source.get("published", ""),
        "address": source.get("address", ""),
        "version": __version__,
        "date": run_date(inputs),
    }


def _file(part: Part, pdf: Path | None) -> dict:
    """What is known of one file: by the data, else by a ``sources.yml``."""
    known = _known(Path(part.file), part.sha256, pdf)
    return {
        "file": part.file,
        "pages": part.page_count,
        "first_page": part.first_page,
        "sha256": part.sha256,
        "published": part.date_published or text_of(known, "date_published"),
        "address": part.url or text_of(known, "url"),
    }


def _known(name: Path, sha256: str, pdf: Path | None = None) -> Entry:
    """What a ``sources.yml`` tells of a file: that of the project, of its example, or one beside ``pdf``."""
    folders = [ROOT / "data" / "raw", shipped_folder("data/example")]
    beside = pdf.parent / name if pdf else folders[0] / name
    return origin(beside, sha256, files=[folder / BESIDE for folder in folders])


def run_date(inputs: Iterable[Path] = ()) -> str:
    """The day a report is of, as ISO date: that of its newest input, so that the same inputs give the same bytes.

    Inputs are the engine, the reference data and ``inputs`` (a notebook, a PDF). A file of this repository is as old
    as the last commit that changed it, another as its time of modification says. ``SOURCE_DATE_EPOCH`` overrides.
    """
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        return _day(int(epoch))
    own = [Path(__file__).parents[1], shipped_folder("data/reference"), ROOT / "src" / "helpers.py", *inputs]
    files = [path.resolve() for path in own if path.exists()]
    return _day(max([_committed([p for p in files if p.is_relative_to(ROOT)]), *map(_modified, files)]))


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


def _committed(paths: list[Path]) -> int:
    """When these files of the repository were last changed by a commit; 0 outside a repository."""
    if not paths or not (ROOT / ".git").exists():
        return 0
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct", "--", *map(str, paths)]
    try:
        return int(subprocess.run(command, capture_output=True, text=True, check=True, timeout=20).stdout or 0)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


def _modified(path: Path) -> float:
    """When a file outside the repository was last changed; 0 for one within, whose time is that of its checkout."""
    if (ROOT / ".git").exists() and path.is_relative_to(ROOT):
        return 0
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.suffix in (".py", ".yml", ".csv")]
    return max((p.stat().st_mtime for p in files), default=0)


def citation(source: dict, lang: str, brief: bool = False) -> str:
    """One line by which to cite a report: who, what, year, when and where it was published if that is known, the PDF's
    hash unless it is to be ``brief``, this project's version, run date."""
    what = Message("Departmental budget {year}", year=source["year"])
    if source["phase"] == EXECUTED:
        what = Message("Departmental final accounts {year}", year=source["year"])
    who, title = str(source["publisher"][lang]), source["title"][lang] or what.said(lang).strip()
    parts = source.get("parts") or [source]
    said = [
        Message("{title}", title=title) if title.startswith(who) else Message("{who}: {title}", who=who, title=title),
        "" if source["year"] in title else source["year"],
        *(said for part in parts for said in _of_file(part, source["year"], brief, len(parts) > 1)),
    ]
    return Message(
        "{what}; read by {tool}, {date}.",
        what=translate(", ", lang).join(filter(None, (spell(part, "", lang) for part in said))),
        tool=f"{PROJECT} {source['version']}",
        date=source["date"],
    ).said(lang)


def _of_file(part: dict, year: str, brief: bool, named: bool) -> list[object]:
    """What a citation says of a file: its name where there are several, its date, address and hash."""
    published = part.get("published", "")
    return [
        part["file"] if named else "",
        Message("published {date}", date=published) if published not in ("", year) else "",
        part.get("address", ""),
        "" if brief else _hash(part["sha256"], part.get("file", "")),
    ]


def _hash(sha256: str, file: str) -> Message:
    if Path(file).suffix.lower() in ("", ".pdf"):
        return Message("PDF sha256 {sha256}", sha256=sha256)
    return Message("file sha256 {sha256}", sha256=sha256)


def citation_of_several(sources: list[dict], lang: str) -> str:
    """One line by which to cite what is told of several disclosures; of none that is named, by this project alone."""
    date = max((source["date"] for source in sources), default=run_date())
    tool = f"{PROJECT} {__version__}"
    if not sources:
        return Message("read by {tool}, {date}.", tool=tool, date=date).said(lang)
    return Message("{n} disclosures; read by {tool}, {date}.", n=len(sources), tool=tool, date=date).said(lang)


def package_zip(clean: Path, source: dict, pdf: Path | None = None, originals: Sequence[Path] = ()) -> bytes:
    """All there is to take away of one disclosure as one file: clean data, a workbook, the PDF, and what is what.

    ``source`` is its imprint. Without ``pdf`` the package says that the PDF was not at hand. Of a disclosure in several
    files it has ``originals``, each by its name. Equal data give equal bytes.
    """
    buffer = io.BytesIO()
    names = ["datapackage.json"]
    names += [resource["path"] for resource in json.loads((clean / names[0]).read_text(encoding="utf-8"))["resources"]]
    files = {name: (clean / name).read_bytes() for name in names if (clean / name).exists()}
    if "facts.csv" in files:
        files[f"{clean.name}.xlsx"] = workbook(clean)
    own = ""
    if source.get("parts"):
        names = [part["file"] for part in source["parts"]]
        files |= {name: path.read_bytes() for name, path in zip(names, originals, strict=False)}
    elif pdf is not None:
        files[own := _own_name(clean.name, pdf)] = pdf.read_bytes()
    for language in languages():
        text = _what_is_what(clean.name, own, source, files, language)
        files[f"README.{language}.txt"] = without_unseen(text).encode("utf-8")
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{clean.name}/{name}", EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            package.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def _own_name(name: str, file: Path) -> str:
    """What the disclosure itself is called in the package: as its data are, unless the workbook made of these is."""
    suffix = file.suffix.lower()
    return f"{name}.source{suffix}" if suffix == ".xlsx" else f"{name}{suffix}"


def _what_is_what(name: str, own: str, source: dict, files: Iterable[str], lang: str) -> str:
    """The text in a package that says what each file is, and where the disclosure, called ``own``, comes from."""
    there = {
        own: marked("the disclosure as it was read"),
        f"{name}.xlsx": marked("the tables as a workbook, one sheet a table; the last sheet says what each column is"),
        "facts.csv": marked("every amount of every table, one a line, with the page and the place where it is printed"),
        "datapackage.json": marked("what every column of every CSV file means, with its unit"),
        "findings.csv": marked("where the figures do not agree"),
        "flags.csv": marked("questions to the publisher"),
        "checks.csv": marked("every comparison of the audit, also those that hold"),
    }
    parts = source.get("parts") or [source]
    if len(parts) > 1:
        there |= {part["file"]: marked("a file of the disclosure as it was read") for part in parts}
    known = [f"{file}: {translate(said, lang)}" for file, said in there.items() if file in set(files)]
    unknown = translate("not known", lang)
    origins = [
        (head, said)
        for part in parts
        for head, said in (
            (marked("File"), part["file"]),
            ("sha256", part["sha256"]),
            (marked("Published"), part.get("published") or unknown),
            (marked("Address"), part.get("address") or unknown),
        )
    ]
    told = [
        (marked("Publisher"), source["publisher"][lang]),
        *origins,
        (marked("From the publisher"), source["from_the_publisher"][lang]),
        (marked("Not from the publisher"), source["not_from_the_publisher"][lang]),
    ]
    lines = [f"{translate(head, lang)}: {said}" for head, said in told if said]
    there_all = {part["file"] for part in parts} <= set(files) if len(parts) > 1 else bool(own)
    absent = [] if there_all else [translate("The PDF was not at hand when this was packed.", lang)]
    units = translate(
        "Columns whose names end in _yuan are amounts in yuan, in _percent shares and rates in per cent; a column that "
        "ends in _raw has the text as it is printed.",
        lang,
    )
    free = translate("The data are CC0, free to use.", lang)
    paragraphs = ["\n".join(lines), "\n".join([*known, *absent]), units, f"{free}\n{citation(source, lang)}"]
    return "\n\n".join(paragraphs) + "\n"
