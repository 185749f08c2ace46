"""Clean data changed by hand: is each changed cell refused with its place, or audited?

python benchmarks/changed.py --cells 3000         random texts in random cells of the clean data of this project
python benchmarks/changed.py --cells 3000 --save  and the table of docs/nothing-lost.md
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import sys
import tempfile
from pathlib import Path

from batch import put_between

ROOT = Path(__file__).parents[1]
FOLDERS = sorted([*ROOT.glob("data/clean/*/"), *ROOT.glob("data/example/clean/*/")])
TEXTS = ["", "0", "-1", "99999999999999999999999.99", "abc", "……", "1.23456789", "\0", "\u202e", "p01t1r00c00", "2021",
         "合计", "=1+1", "12,3", "-0", "²", "１２", "leaf", "executed", "1e9", "NaN"]  # fmt: skip


def outcome(folder: Path, chance: random.Random) -> tuple[str, str]:
    """The file of which a cell was changed, and how it ended."""
    from disclosure.audit import audit_rows
    from disclosure.audit.ledger import FILES, read_rows
    from disclosure.model.errors import InputError
    from disclosure.store.csv_files import csv_bytes
    from disclosure.store.reader import columns_of, read_table

    path = folder / f"{chance.choice([name for name in FILES if read_table(folder / f'{name}.csv')])}.csv"
    before, rows, columns = path.read_bytes(), read_table(path), columns_of(path)
    row, column = chance.randrange(len(rows)), chance.choice(columns)
    rows[row][column] = chance.choice(TEXTS)
    path.write_bytes(csv_bytes(path.stem, rows, columns))
    try:
        audit_rows(read_rows(folder))
        return path.name, "audited"
    except InputError as problem:
        named = f"{folder.name}/{path.name}: {column} of row {row + 1} is" in str(problem)
        return path.name, "refused with its place" if named else "refused"
    except Exception as problem:
        print(f"{path.name}, {column} of row {row + 1}, {rows[row][column]!r}: {type(problem).__name__}: {problem}")
        return path.name, "lost"
    finally:
        path.write_bytes(before)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", type=int, default=3000)
    parser.add_argument("--save", action="store_true", help="write the table of docs/nothing-lost.md")
    given = parser.parse_args()
    sys.path.insert(0, str(ROOT / "src"))
    ends: collections.Counter = collections.Counter()
    with tempfile.TemporaryDirectory() as place:
        copies = [Path(shutil.copytree(folder, Path(place, folder.name))) for folder in FOLDERS]
        for cell in range(given.cells):
            chance = random.Random(cell)
            ends[outcome(chance.choice(copies), chance)] += 1
    columns = ["audited", "refused with its place", *sorted({end for _, end in ends} & {"refused", "lost"})]
    rows = [f"| cells of | tried | {' | '.join(columns)} |", "|---" * (len(columns) + 2) + "|"]
    for file in sorted({file for file, _ in ends}):
        counts = [ends[file, column] for column in columns]
        rows.append(f"| {file} | {' | '.join(f'{n:,}' for n in [sum(counts), *counts])} |")
    print("\n".join(rows))
    if given.save:
        put_between(ROOT / "docs/nothing-lost.md", "changed", rows)
    return 1 if any(end in ("refused", "lost") for _, end in ends) else 0


if __name__ == "__main__":
    sys.exit(main())
