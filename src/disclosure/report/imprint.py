"""What a report says of itself: its source, how to cite it, when it was made, and the clean data to take away."""

from __future__ import annotations

import io
import json
import os
import subprocess
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import yaml

from disclosure import __version__
from disclosure.analysis.clean_data import ROOT
from disclosure.analysis.document import open_clean
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message, languages
from disclosure.words.reference import shipped_folder

PROJECT = "budget-disclosure"
EARLIEST = (1980, 1, 1, 0, 0, 0)  # the time of every entry of a package, so that equal data give equal bytes


def imprint(clean: Path, inputs: Iterable[Path] = ()) -> dict:
    """Where the clean data in ``clean`` come from, as plain values that a notebook's metadata can hold.

    Keys: ``document_id``, ``title`` and ``publisher`` by language, ``year``, ``file``, ``pages``, ``sha256``,
    ``edition``, ``from_the_publisher``, ``not_from_the_publisher`` by language (empty where ``data/raw/sources.yml``
    does not know the file), ``version`` of this project, and ``date`` (see :func:`run_date`).
    """
    document = open_clean(clean)
    source = document.package["sources"][0]
    known = _known(source["sha256"])
    name = {lang: document.organisation.said(lang) for lang in languages()}
    year = str(document.year or "")
    return {
        "document_id": clean.name,
        "publisher": name,
        "title": {lang: known.get("title" if lang == "zh" else "title_en", "") for lang in languages()},
        "year": year,
        "phase": document.phase,
        "file": source["title"],
        "pages": source["pages"],
        "sha256": source["sha256"],
        **{
            key: {lang: str(known.get(f"{key}_zh" if lang == "zh" else key, "")) for lang in languages()}
            for key in ("edition", "from_the_publisher", "not_from_the_publisher")
        },
        "version": __version__,
        "date": run_date(inputs),
    }


def _known(sha256: str) -> dict:
    """What ``sources.yml`` tells of a file of the project, be it a made-up example; nothing of any other."""
    for path in (ROOT / "data" / "raw" / "sources.yml", shipped_folder("data/example") / "sources.yml"):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []:
            if entry["sha256"] == sha256:
                return entry
    return {}


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


def citation(source: dict, lang: str) -> str:
    """One line by which to cite a report: who, what, year, the PDF's hash, this project's version, run date."""
    what = Message("Departmental budget {year}", year=source["year"])
    if source["phase"] == EXECUTED:
        what = Message("Departmental final accounts {year}", year=source["year"])
    values = {"who": source["publisher"][lang], "title": source["title"][lang] or what.said(lang).strip()}
    values |= {key: source[key] for key in ("year", "sha256", "date")} | {"tool": f"{PROJECT} {source['version']}"}
    if str(values["title"]).startswith(str(values["who"])):
        return Message("{title}, {year}, PDF sha256 {sha256}; read by {tool}, {date}.", **values).said(lang)
    return Message("{who}: {title}, {year}, PDF sha256 {sha256}; read by {tool}, {date}.", **values).said(lang)


def package_zip(clean: Path) -> bytes:
    """The clean data of one disclosure as one file; equal data give equal bytes."""
    buffer = io.BytesIO()
    names = ["datapackage.json"]
    names += [resource["path"] for resource in json.loads((clean / names[0]).read_text(encoding="utf-8"))["resources"]]
    with zipfile.ZipFile(buffer, "w") as package:
        for name in sorted(set(names)):
            if (clean / name).exists():
                entry = zipfile.ZipInfo(f"{clean.name}/{name}", EARLIEST)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                package.writestr(entry, (clean / name).read_bytes(), compresslevel=9)
    return buffer.getvalue()
