"""Where what travels with the engine lies, and the reference data in it: code lists and forms, kept as data."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path

from disclosure.model.errors import InputError
from disclosure.words.kept import yaml_of


@cache
def shipped_folder(name: str) -> Path:
    """A folder that travels with the engine: ``shipped/name`` in an installed wheel, ``name`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "shipped" / name, package.parents[1] / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"{name}: this folder of the project is missing; install the project again")


def reference_folder() -> Path:
    """``data/reference`` of the checkout, or the copy inside an installed wheel."""
    return shipped_folder("data/reference")


@cache
def reference_rows(name: str) -> list[dict[str, str]]:
    """The rows of a code list (CSV) of the reference data."""
    with (reference_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def reference_settings(name: str) -> dict:
    """What a YAML file of the reference data says."""
    said: dict = yaml_of((reference_folder() / name).read_text(encoding="utf-8"))
    return said


OWN = "DISCLOSURE_REFERENCE"
_kept: list = []


def remembered(function: Callable) -> Callable:
    """Like :func:`functools.cache`, for what follows from the reference data: forgotten where that changes."""
    kept = cache(lambda own, *arguments: function(*arguments))
    _kept.append(kept)
    return wraps(function)(lambda *arguments: kept(os.environ.get(OWN), *arguments))


@contextmanager
def own_reference(folder: Path | None) -> Iterator[None]:
    """In this block the reference data of ``folder`` is read beside the project's; None changes nothing."""
    if folder is None:
        yield
        return
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: there is no such folder; make it, with your forms in {folder}/forms/*.yml")
    before = os.environ.get(OWN)
    os.environ[OWN] = str(folder)
    try:
        _forget()
        yield
    finally:
        os.environ.pop(OWN)
        if before is not None:
            os.environ[OWN] = before
        _forget()


def _forget() -> None:
    for kept in _kept:
        kept.cache_clear()


def reference_files(name: str) -> list[Path]:
    """The YAML files of a folder of the reference data, in order of their stems.

    A folder of the same name in the folder that the environment variable ``DISCLOSURE_REFERENCE`` names comes after
    it: reference data of one's own, without touching the project. Raises :class:`InputError` where there is no such
    folder, or nothing of use in it.
    """
    files = sorted((reference_folder() / name).glob("*.yml"))
    if own := os.environ.get(OWN):
        source, advice = f"{OWN}={own}", "name a folder that holds forms/*.yml or rules/*.yml"
        if not Path(own).is_dir():
            raise InputError(source, "there is no such folder", advice, "reference")
        if not any(Path(own).glob("*/*.yml")):
            raise InputError(source, "the folder holds no reference data", advice, "reference")
        files += sorted((Path(own) / name).glob("*.yml"))
    return files
