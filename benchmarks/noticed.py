"""What goes unnoticed when clean data are made wrong, kind by kind and document by document.

    python benchmarks/noticed.py [--changes 60] [--misses FILE] FOLDER…

Each folder holds the clean data of one document (``disclosure extract``). Each kind of change is made at no more than
so many places. Written down is how many of them no check notices and the audit does not name beforehand as confirmed
by nothing else, and how many it names so (+).
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from mutations import MUTATIONS, TOLD, Watch, unconfirmed

from disclosure.audit.ledger import read_rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=60, help="places changed, of each kind in each document")
    parser.add_argument("--kinds", nargs="*", help="names of the kinds; all of them if none is given")
    parser.add_argument("--misses", type=Path, help="a CSV of what went unnoticed and was not named")
    said = parser.parse_args()
    ways = [way for way in (*MUTATIONS, *TOLD) if not said.kinds or way.__name__ in said.kinds]
    print(f"| document | {' | '.join(way.__name__ for way in ways)} |\n|{'---|' * (1 + len(ways))}")
    left = []
    for folder in said.folders:
        rows = read_rows(folder)
        watch, told = Watch(rows), unconfirmed(rows)
        line = []
        for way in ways:
            changes = list(way(rows))
            missed, tried = watch.missed(iter(changes[:: -(-len(changes) // said.changes) or 1]))
            own = [place for place in missed if not told(place)]
            left += [{"document": folder.name, "kind": way.__name__, "place": place} for place in own]
            line.append(f"{len(own)} (+{len(missed) - len(own)}) / {tried}")
        print(f"| {folder.name} | {' | '.join(line)} |", flush=True)
    if said.misses:
        with said.misses.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["document", "kind", "place"])
            writer.writeheader()
            writer.writerows(left)


if __name__ == "__main__":
    main()
