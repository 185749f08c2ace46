"""Where each rule and question spoke: ``python -m disclosure.audit.seen FOLDER…`` writes ``rules/seen.csv``.

Every rule and question has a row with its declared scope, severity and tolerance, and the documents in which it held,
was off by rounding, or failed; for a question, those that it asks about. What speaks nowhere is seen at a glance. A
document is a folder of clean data; other folders are searched for some.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from disclosure.audit import FAILS, HOLDS, ROUNDING, checks_of, in_order
from disclosure.audit.ledger import Ledger, read_rows
from disclosure.audit.question import QUESTIONS, questions
from disclosure.audit.rule import Scope
from disclosure.store.csv_files import csv_bytes, write_bytes
from disclosure.store.reader import clean_files
from disclosure.words.reference import reference_folder

SPOKEN = (HOLDS, ROUNDING, FAILS)
COLUMNS = (
    *("kind", "name", "family", "severity", "tolerance", "phases", "provinces", "roles", "documents"),
    *(f"{status}_in" for status in SPOKEN),
)


def documents(folders: Iterable[Path]) -> list[Path]:
    """The folders of clean data in or below some folders, by the documents' names."""
    found = {path.parent for folder in folders for path in clean_files(folder, "facts")}
    return sorted(found, key=lambda path: path.name)


def seen(folders: Iterable[Path]) -> list[dict[str, str]]:
    """A row for each rule and question with the documents in which it spoke, in the order they are told."""
    spoke: dict[tuple[str, str], list[str]] = {}
    for folder in documents(folders):
        ledger = Ledger(read_rows(folder))
        said = {(str(row["rule"]), str(row["status"])) for row in checks_of(ledger, wording=True)}
        said |= {(str(row["rule"]), FAILS) for row in questions(ledger)}
        for key in said:
            spoke.setdefault(key, []).append(folder.name)
    rows = [
        _row(spoke, "rule", rule.name, rule.scope, family=rule.family, severity=rule.severity, tolerance=rule.tolerance)
        for rule in in_order(wording=True)
    ]
    return rows + [_row(spoke, "question", q.name, q.scope, severity=q.severity) for q in QUESTIONS]


def _row(spoke: dict[tuple[str, str], list[str]], kind: str, name: str, scope: Scope, **said: str) -> dict[str, str]:
    own = {status: spoke.get((name, status), []) for status in SPOKEN}
    limits = {key: " ".join(getattr(scope, key)) for key in ("phases", "provinces", "roles")}
    count = len({document for documents in own.values() for document in documents})
    lists = {f"{status}_in": " ".join(documents) for status, documents in own.items()}
    return {"kind": kind, "name": name, **said, **limits, "documents": str(count), **lists}


def main(arguments: list[str] | None = None) -> int:
    """Write the table; print the names of what spoke in no document."""
    parser = argparse.ArgumentParser(prog="python -m disclosure.audit.seen", description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folders of clean data")
    parser.add_argument("--out", type=Path, default=reference_folder() / "rules" / "seen.csv")
    options = parser.parse_args(arguments)
    rows = seen(options.folders)
    write_bytes(options.out, csv_bytes("seen", rows, list(COLUMNS)))
    silent = [row["name"] for row in rows if row["documents"] == "0"]
    print(f"{options.out}: {len(rows)} rules and questions, {len(silent)} spoke nowhere", *silent, sep="\n  ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
