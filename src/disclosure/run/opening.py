"""Opening a disclosure for analysis, whatever it is given as: a file, a folder of clean data, a name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from disclosure.analysis.document import Document, open_clean
from disclosure.files.kinds import SUFFIXES


def open_document(
    name: str | Path | Document,
    pdf: str | Path | Sequence[str | Path] | None = None,
    beside: str | Path | None = None,
) -> Document:
    """A disclosure: a file, which is read and audited first; a folder of clean data; or a name in the collection.

    ``pdf`` is the file behind a folder of clean data, where it does not lie in ``data/raw``, or all files that were
    read as one; ``beside`` a file of what is known of others (:func:`disclosure.analysis.context.at_hand`). Raises
    :class:`FileNotFoundError`, which says what would work, or :class:`disclosure.model.errors.InputError` where a
    file cannot be read.
    """
    if isinstance(name, Document):
        return name
    if str(name).lower().endswith(SUFFIXES):
        from disclosure.run.document import clean_once  # the engine, which clean data does not need

        return open_clean(clean_once(Path(name)), name)
    document = open_clean(name, pdf)
    document.beside = Path(beside) if beside else None
    return document
