"""How often the first finding names the figure that is wrong, of documents made wrong one digit at a time.

    python benchmarks/findings.py [--changes 200] [--misses FILE] FOLDER…

Each folder holds the clean data of one document (``disclosure extract``). One printed digit of one amount is changed,
always the same ones; the audit should then name the changed amount first. What the document says only once, and the
audit says so (``stated-alone``), is not counted. ``--misses`` writes what was named instead.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "audit"))
sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from audit.test_findings import misnamed

from disclosure.audit.ledger import read_rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=200, help="amounts changed in each document")
    parser.add_argument("--misses", type=Path, help="a CSV of what was named instead")
    said = parser.parse_args()
    misses = []
    print("| document | named first | of | % |\n|---|---|---|---|")
    for folder in said.folders:
        wrong, tried = misnamed(read_rows(folder), seed=1, n=said.changes)
        misses += [{"document": folder.name, **row} for row in wrong]
        print(
            f"| {folder.name} | {tried - len(wrong)} | {tried} | {100 * (1 - len(wrong) / max(1, tried)):.1f} |",
            flush=True,
        )
    if said.misses and misses:
        with said.misses.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, misses[0])
            writer.writeheader()
            writer.writerows(misses)


if __name__ == "__main__":
    main()
