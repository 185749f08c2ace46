"""Cells of the test files of other readers: this engine beside camelot's flavours, against truth read by eye.

    python benchmarks/peers.py [--misses]

The files lie beside the checkout (``shared/peers``), their tables as they are seen on the page in
``tests/golden/peers``. The measure is that of table competitions: which texts stand next to each other, in a row and
in a column (F1 of cell adjacency). White space does not count.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import os
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDER = Path(os.environ.get("SHARED_DOCUMENTS", ROOT.parent / "shared")) / "peers"
GOLDEN = ROOT / "tests/golden/peers"
Rows = list[list[str]]
Relation = tuple[str, str, str]


def engine(file: Path) -> list[Rows]:
    """The tables of the first page by this engine."""
    from disclosure.pdf.pages import read_pages
    from disclosure.pdf.reading import set_upright, tables_on

    return [table.rows() for table in tables_on(set_upright(next(read_pages(file)))[0])[0]]


def camelot(flavor: str, **options: object) -> Callable[[Path], list[Rows]]:
    """The same by a flavour of camelot; none where it stops with an error."""

    def read(file: Path) -> list[Rows]:
        import camelot

        try:
            found = camelot.read_pdf(str(file), pages="1", flavor=flavor, suppress_stdout=True, **options)
        except Exception:  # a reader that stops has read nothing
            return []
        return [table.df.values.tolist() for table in found]

    return read


FLAVORS = {
    "lattice": camelot("lattice"),
    "lattice, vector": camelot("lattice", engine="vector"),
    "lattice, split_text": camelot("lattice", split_text=True),
    "lattice, background": camelot("lattice", process_background=True),
    "stream": camelot("stream"),
    "network": camelot("network"),
    "hybrid": camelot("hybrid"),
}


def truth(file: Path) -> list[Rows]:
    """The tables of the first page as they are seen."""
    return [
        list(csv.reader(path.open(encoding="utf-8", newline="")))
        for path in sorted(GOLDEN.glob(f"{file.stem}-p1-t*.csv"))
    ]


def files() -> list[Path]:
    return [file for file in sorted(FOLDER.glob("*.pdf")) if truth(file)]


def relations(tables: Iterable[Rows]) -> Counter[Relation]:
    """Which texts stand next to each other in a row or a column, blank cells left out."""
    found: Counter[Relation] = Counter()
    for table in tables:
        rows = [[re.sub(r"\s", "", str(cell or "")) for cell in row] for row in table]
        columns = [list(column) for column in itertools.zip_longest(*rows, fillvalue="")]
        for way, lines in ("right", rows), ("down", columns):
            for line in lines:
                found.update((way, *pair) for pair in itertools.pairwise(text for text in line if text))
    return found


def f1(read: Iterable[Rows], wanted: Iterable[Rows]) -> float:
    """The harmonic mean of how many of the relations read are right, and how many of the right ones are read."""
    one, two = relations(read), relations(wanted)
    return 2 * (one & two).total() / max(1, one.total() + two.total())


def scores(file: Path) -> Iterator[float]:
    """The engine's, then camelot's by flavour."""
    wanted = truth(file)
    for read in (engine, *FLAVORS.values()):
        yield f1(read(file), wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="what the engine has too much (+) and too little (-)")
    said = parser.parse_args()
    print(f"| file | this engine | {' | '.join(FLAVORS)} |\n|{'---|' * (2 + len(FLAVORS))}")
    for file in files():
        print(f"| {file.stem} | {' | '.join(f'{score:.3f}' for score in scores(file))} |", flush=True)
        if said.misses:
            one, two = relations(engine(file)), relations(truth(file))
            for sign, more in ("+", one - two), ("-", two - one):
                for relation in more:
                    print(sign, *(text[:40] for text in relation), sep="  ", file=sys.stderr)


if __name__ == "__main__":
    main()
