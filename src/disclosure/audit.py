"""The audit of one disclosure: what holds, what does not, and what cannot be tested.

Rules are declared in :mod:`disclosure.rules` (tables), :mod:`disclosure.narrative` (prose) and
:mod:`disclosure.schedules` (annexes), questions to the publisher in :mod:`disclosure.flags`; this module only runs
them, in one loop each, and writes what they find.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from disclosure import narrative, schedules  # noqa: F401  (they declare their rules)
from disclosure.book import Book, Cell, read_rows
from disclosure.flags import questions
from disclosure.rules import RULES, Rule, Test
from disclosure.store import write_table

Row = dict[str, object]
HOLDS, FAILS, NOT_APPLICABLE = "holds", "fails", "not_applicable"


def audit(folder: Path) -> tuple[list[Row], list[Row]]:
    """Checks and flags of the clean data in ``folder``, as rows of ``checks.csv`` and ``flags.csv``.

    Amounts in the rows are exact decimals in yuan. Files that are missing are read as empty; what then cannot be
    tested gets one line with status ``not_applicable`` and the reason.
    """
    return audit_rows(read_rows(Path(folder)))


def audit_rows(rows: Mapping[str, list[dict[str, str]]]) -> tuple[list[Row], list[Row]]:
    """The same for rows in memory, by file (``facts``, ``statements``, ``procurement`` …), all values as text."""
    book = Book(rows)
    return checks_of(book), questions(book)


def write_audit(folder: Path) -> tuple[list[Row], list[Row]]:
    """Audit ``folder`` and write its ``checks.csv`` and ``flags.csv``; returns their rows."""
    checks, flags = audit(folder)
    write_table(Path(folder), "checks", checks)
    write_table(Path(folder), "flags", flags)
    return checks, flags


def checks_of(book: Book) -> list[Row]:
    """Every check of a book, in the order of the rules."""
    rows: list[Row] = []
    for rule in RULES:
        made: dict[str, Row] = {}
        for test in rule.tests(book):
            if test.informs:
                row = _row(book, rule, test)
                name = str(row["check_id"])
                n = 1
                while name in made:
                    n += 1
                    name = f"{row['check_id']}-{n}"
                row["check_id"] = name
                made[name] = row
        rows += made.values() or [_not_applicable(book, rule)]
    return rows


def _row(book: Book, rule: Rule, test: Test) -> Row:
    cells = [*test.left, *test.right]
    left, right = _sum(test.left), _sum(test.right)
    row: Row = {
        "check_id": f"{rule.name}:{test.key}",
        "document_id": book.document_id,
        "rule": rule.name,
        "family": rule.family,
        "statement_zh": f"{rule.zh}：{test.zh}",
        "statement_en": f"{rule.en}: {test.en}",
        "fact_ids": " ".join(dict.fromkeys(cell.id for cell in cells if cell.id)),
        "pages": _pages(cells),
    }
    reason = test.reason
    if any(cell.kind == "unreadable" for cell in cells):
        reason = "有的金额无法辨认 / an amount cannot be read"
    if test.holds is None:
        difference = left - right
        row |= {"left_yuan": left, "right_yuan": right, "difference_yuan": difference}
        excess = difference if test.relation == "<=" else abs(difference)
        status = HOLDS if excess <= max(test.tolerance, _rounded_away(test)) else FAILS
    else:
        status = HOLDS if test.holds else FAILS
    row["status"] = NOT_APPLICABLE if reason and status == FAILS else status
    row["reason"] = reason if row["status"] == NOT_APPLICABLE else ""
    return row


def _rounded_away(test: Test) -> Decimal:
    """What a sum of amounts printed in whole yuan may be off by: half a yuan for each; nothing where one has cents."""
    cells = [cell for cell in (*test.left, *test.right) if cell.value]
    if len(cells) < 3 or not all(cell.rounded for cell in cells):
        return Decimal(0)
    return Decimal(len(cells)) / 2


def _not_applicable(book: Book, rule: Rule) -> Row:
    return {
        "check_id": f"{rule.name}:none",
        "document_id": book.document_id,
        "rule": rule.name,
        "family": rule.family,
        "statement_zh": rule.zh,
        "statement_en": rule.en,
        "status": NOT_APPLICABLE,
        "reason": " / ".join(rule.needs),
        "fact_ids": "",
        "pages": "",
    }


def _sum(cells: Iterable[Cell]) -> Decimal:
    return sum((cell.value for cell in cells if cell.value), Decimal(0))


def _pages(cells: Iterable[Cell]) -> str:
    pages = {page for cell in cells for page in cell.page.split()}
    return " ".join(sorted(pages, key=int))
