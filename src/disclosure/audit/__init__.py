"""The audit of one disclosure: what holds, what does not, and what cannot be tested.

Rules are declared in the files of :mod:`disclosure.audit.rules`, questions to the publisher in those of
:mod:`disclosure.audit.questions`. This module only runs them and writes what they find. To add a rule, write a
generator under ``@rule`` in the file named for what it compares, and an example in ``tests/audit/test_audit.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from disclosure.audit import questions as _questions  # noqa: F401  (declares the questions)
from disclosure.audit import rules as _rules  # noqa: F401  (declares the rules)
from disclosure.audit.equality import rule_data
from disclosure.audit.ledger import Amount, Ledger, read_rows, words
from disclosure.audit.question import questions
from disclosure.audit.rule import RULES, Rule, Test
from disclosure.audit.sentences import sentences
from disclosure.audit.tolerance import FAILS, HOLDS, NOT_APPLICABLE, ROUNDING, STATUSES, Rounding, difference, total
from disclosure.store.csv_files import write_table
from disclosure.words.messages import Message

Row = dict[str, object]

__all__ = ["FAILS", "HOLDS", "NOT_APPLICABLE", "ROUNDING", "STATUSES", "audit", "audit_rows", "write_audit"]


def audit(folder: Path) -> tuple[list[Row], list[Row]]:
    """Checks and flags of the clean data in ``folder``, as rows of ``checks.csv`` and ``flags.csv``.

    Amounts in the rows are exact decimals in yuan. Files that are missing are read as empty; what then cannot be
    tested gets one line with status ``not_applicable`` and the reason.
    """
    return audit_rows(read_rows(Path(folder)))


def audit_rows(rows: Mapping[str, list[dict[str, str]]]) -> tuple[list[Row], list[Row]]:
    """The same for rows in memory, by file (``facts``, ``statements``, ``procurement`` …), all values as text."""
    ledger = Ledger(rows)
    return checks_of(ledger), questions(ledger)


def write_audit(folder: Path, second: Path | None = None) -> tuple[list[Row], list[Row]]:
    """Audit ``folder`` and write its ``checks.csv`` and ``flags.csv``; returns their rows.

    With ``second``, the PDF is read a second time by another program
    (:func:`disclosure.audit.second_reading.second_reading`).
    """
    checks, flags = audit(folder)
    if second is not None:
        from disclosure.audit.second_reading import second_reading

        checks += second_reading(Path(folder), Path(second))
    write_table(Path(folder), "checks", checks)
    write_table(Path(folder), "flags", flags)
    return checks, flags


def checks_of(ledger: Ledger) -> list[Row]:
    """Every check of a ledger, family by family; one line for a rule that has nothing to test."""
    tests = tests_of(ledger)
    rounding = Rounding(test for own in tests.values() for test in own.values())
    rows: list[Row] = []
    for rule in in_order():
        own = tests[rule.name]
        rows += [_row(ledger, rule, test, name, *rounding.outcome(test)) for name, test in own.items()]
        if not own:
            rows.append(_not_applicable(ledger, rule))
    return rows


def tests_of(ledger: Ledger) -> dict[str, dict[str, Test]]:
    """The tests of a ledger that inform, by the name of their rule and by their own (``check_id``)."""
    return {rule.name: _named(rule, ledger) for rule in in_order()}


def _named(rule: Rule, ledger: Ledger) -> dict[str, Test]:
    made: dict[str, Test] = {}
    for test in rule.tests(ledger):
        if test.informs:
            name, n = f"{rule.name}:{test.key}", 1
            while name in made:
                n += 1
                name = f"{rule.name}:{test.key}-{n}"
            made[name] = test
    return made


def in_order() -> list[Rule]:
    """The declared rules in the order of their families."""
    families = list(words()["families"])
    return sorted([*RULES, *rule_data().rules.values()], key=lambda rule: families.index(rule.family))


def _row(ledger: Ledger, rule: Rule, test: Test, name: str, status: str, reason: Message | None) -> Row:
    amounts = [*test.left, *test.right]
    row: Row = {
        "check_id": name,
        "document_id": ledger.document_id,
        "rule": rule.name,
        "family": rule.family,
        **sentences(rule.sentence, test.sentence, reason),
        "status": status,
        "fact_ids": " ".join(dict.fromkeys(amount.id for amount in amounts if amount.id)),
        "pages": _pages(amounts),
    }
    if test.holds is None:
        row |= {"left_yuan": total(test.left), "right_yuan": total(test.right), "difference_yuan": difference(test)}
    return row


def _not_applicable(ledger: Ledger, rule: Rule) -> Row:
    return {
        "check_id": f"{rule.name}:none",
        "document_id": ledger.document_id,
        "rule": rule.name,
        "family": rule.family,
        **sentences(rule.sentence, reason=rule.needs),
        "status": NOT_APPLICABLE,
        "fact_ids": "",
        "pages": "",
    }


def _pages(amounts: Iterable[Amount]) -> str:
    pages = {page for amount in amounts for page in amount.page.split()}
    return " ".join(sorted(pages, key=int))
