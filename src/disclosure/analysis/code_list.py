"""The code list made from documents: ``python -m disclosure.analysis.code_list FOLDER`` adds to ``codes.csv``
what the clean data under the folder prints, and keeps what the list holds (:mod:`disclosure.words.codes`).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from disclosure.store.csv_files import write_table
from disclosure.store.reader import clean_files, read_table
from disclosure.words.codes import plain_name
from disclosure.words.reference import reference_folder

FIELDS = ["kind", "code", "name", "first_year", "last_year", "source", "last_source"]
CODED = (
    "revenue_by_function",
    "expenditure_by_function",
    "general_budget_by_function",
    "government_fund_by_function",
    "state_capital_by_function",
    "basic_by_economic",
)
"""Roles whose tables print codes. In the others the engine adds the code of a class by its name."""

Entry = dict[str, str]


def seen_in(folder: Path) -> list[Entry]:
    """Every code that a document's tables print with its name: one entry for each name, with its first place."""
    tables = {part: row["title"] for row in read_table(folder / "tables.csv") for part in row["parts"].split()}
    found: dict[tuple[str, ...], Entry] = {}
    for fact in read_table(folder / "facts.csv"):
        for kind in ("function", "economic"):
            code, name = fact[f"{kind}_code"], fact[f"{kind}_name"].replace("(", "（").replace(")", "）")
            if not (code and name) or fact["role"] not in CODED or fact["read_by"] != "text":
                continue
            title = tables.get(f"p{int(fact['page']):02d}t{fact['table']}", "")
            source = f"{fact['organisation_name']}，{fact['fiscal_year']}年，{title}，第{fact['page']}页"
            values = [kind, code, name, fact["fiscal_year"], fact["fiscal_year"], source, source]
            found.setdefault((kind, code, plain_name(name)), dict(zip(FIELDS, values, strict=True)))
    return list(found.values())


def code_list(folders: Iterable[Path], known: Iterable[Entry] = ()) -> list[Entry]:
    """The code list from the clean data of many documents, on top of the entries ``known``.

    Of the documents of one year the first by source speaks, so that their order does not matter.
    """
    merged: dict[tuple[str, ...], Entry] = {}
    for entry in [*known, *(entry for folder in folders for entry in seen_in(folder))]:
        key = entry["kind"], entry["code"], plain_name(entry["name"])
        own = merged.setdefault(key, dict(entry))
        if (entry["first_year"], entry["source"]) < (own["first_year"], own["source"]):
            own |= {field: entry[field] for field in ("name", "first_year", "source")}
        if (entry["last_year"], entry["last_source"]) > (own["last_year"], own["last_source"]):
            own |= {field: entry[field] for field in ("last_year", "last_source")}
    return sorted(merged.values(), key=lambda e: (e["kind"], e["code"], e["first_year"], e["name"]))


def main() -> None:
    """Rebuild ``codes.csv`` from the documents under the folders named on the command line."""
    folders = sorted(path.parent for name in sys.argv[1:] for path in clean_files(Path(name), "facts"))
    path = reference_folder() / "codes.csv"
    entries = code_list(folders, read_table(path))
    write_table(path.parent, path.stem, entries, FIELDS)
    print(f"{len(entries)} entries from {len(folders)} documents and the list before -> {path}")


if __name__ == "__main__":
    main()
