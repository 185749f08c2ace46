"""The audit of one disclosure: what holds, what does not, and what cannot be tested.

Rules are declared in the files of :mod:`disclosure.audit.rules`, questions to the publisher in those of
:mod:`disclosure.audit.questions`. This module only runs them and writes what they find. Identities between named
amounts are rows of data (:mod:`disclosure.audit.equality`). ``CONTRIBUTING.md`` says how a rule is added.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from disclosure.audit import questions as _questions  # noqa: F401  (declares the questions)
from disclosure.audit import rules as _rules  # noqa: F401  (declares the rules)
from disclosure.audit.amount import Amount, total
from disclosure.audit.findings import Tests, findings_of
from disclosure.audit.ledger import Ledger, read_rows, words
from disclosure.audit.question import questions
from disclosure.audit.rule import RULES, Rule, Test
from disclosure.audit.rule_files import rule_data
from disclosure.audit.sentences import Sentences
from disclosure.audit.tolerance import FAILS, HOLDS, NOT_APPLICABLE, ROUNDING, STATUSES, Rounding, difference
from disclosure.model.records import Records
from disclosure.store.csv_files import write_table
from disclosure.words.documents import not_judged
from disclosure.words.messages import Message

Row = dict[str, Any]
WORDING = "wording"
"""The family of rules that judge wording and no figure: for the person who publishes, not for the ledger."""

__all__ = ["FAILS", "HOLDS", "NOT_APPLICABLE", "ROUNDING", "STATUSES", "audit", "audit_rows", "write_audit"]


class Audit(NamedTuple):
    """What an audit finds, as rows of ``checks.csv``, ``flags.csv`` and ``findings.csv``; amounts in exact yuan."""

    checks: list[Row]
    flags: list[Row]
    findings: list[Row]


class Written(NamedTuple):
    """What an audit wrote: how many checks have each status, and the rows of ``flags.csv`` and ``findings.csv``."""

    statuses: Counter[str]
    flags: list[Row]
    findings: list[Row]


def audit(folder: Path) -> Audit:
    """Checks, flags and findings of the clean data in ``folder``.

    Files that are missing are read as empty; what then cannot be tested gets one line with status
    ``not_applicable`` and the reason.
    """
    return audit_rows(read_rows(Path(folder)))


def audit_rows(rows: Records, second: Iterable[Row] = (), wording: bool = False) -> Audit:
    """The same for rows in memory, by file (``facts``, ``statements``, ``procurement`` …), all values as text.

    ``second`` are the checks of a second reading, if there was one; with ``wording`` the rules that judge how it is
    worded are asked, too.
    """
    ledger = Ledger(rows)
    tests = tests_of(ledger, wording)
    rounding = Rounding(test for _, test in tests.values())
    checks = [*_rows(ledger, tests, rounding, wording), *second]
    return Audit(checks, questions(ledger), findings_of(ledger, tests, rounding, checks))


def write_audit(
    folder: Path,
    second: str | Path | Sequence[str | Path] = (),
    wording: bool = False,
    rows: Records | None = None,
) -> Written:
    """Audit ``folder`` and write its ``checks.csv``, ``flags.csv`` and ``findings.csv``.

    ``rows`` are those of its clean files, where they need not be read. With ``second``, the PDF, or the files that were
    read as one, is read a second time by another program (:func:`disclosure.audit.second_reading.second_reading`).
    With ``wording`` what is worded badly is found, too.
    """
    folder = Path(folder)
    again: list[Row] = []
    if second:
        from disclosure.audit.second_reading import second_reading

        again = second_reading(folder, second)
    ledger = Ledger(read_rows(folder) if rows is None else rows)
    tests = tests_of(ledger, wording)
    rounding = Rounding(test for _, test in tests.values())
    statuses: Counter[str] = Counter()
    failing: list[Row] = []

    def told() -> Iterator[Row]:  # one after the other: a long document has more checks than it has amounts
        for row in itertools.chain(_rows(ledger, tests, rounding, wording), again):
            statuses[row["status"]] += 1
            if row["status"] == FAILS:
                failing.append(row)
            yield row

    write_table(folder, "checks", told())
    found = Written(statuses, questions(ledger), findings_of(ledger, tests, rounding, failing))
    write_table(folder, "flags", found.flags)
    write_table(folder, "findings", found.findings)
    return found


def checks_of(ledger: Ledger, wording: bool = False) -> list[Row]:
    """Every check of a ledger, family by family; one line for a rule that has nothing to test."""
    tests = tests_of(ledger, wording)
    return list(_rows(ledger, tests, Rounding(test for _, test in tests.values()), wording))


def _rows(ledger: Ledger, tests: Tests, rounding: Rounding, wording: bool) -> Iterator[Row]:
    own: dict[str, list[str]] = {}
    for name, (rule, _) in tests.items():
        own.setdefault(rule.name, []).append(name)
    for rule in in_order(wording):
        said = Sentences(rule.sentence)
        for name in own.get(rule.name, ()):
            of, test = tests[name]
            yield _row(ledger, of, said, test, name, *rounding.outcome(test))
        if rule.name not in own:
            yield _not_applicable(ledger, rule)


def tests_of(ledger: Ledger, wording: bool = False) -> dict[str, tuple[Rule, Test]]:
    """The tests of a ledger that inform, each with its rule, by their names (``check_id``); none of another document
    than a department's disclosure.
    """
    rules = [] if ledger.none_of_ours else in_order(wording)
    return {name: (rule, test) for rule in rules for name, test in _named(rule, ledger).items()}


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


def in_order(wording: bool = False) -> list[Rule]:
    """The declared rules in the order of their families; those that judge wording only with ``wording``."""
    families = list(words()["families"])
    rules = [rule for rule in (*RULES, *rule_data().rules.values()) if wording or rule.family != WORDING]
    return sorted(rules, key=lambda rule: families.index(rule.family))


def rule_sentences() -> dict[str, Message]:
    """What each rule says, by its name in ``checks.csv``."""
    return {rule.name: rule.sentence for rule in in_order(wording=True)}


def _row(
    ledger: Ledger, rule: Rule, said: Sentences, test: Test, name: str, status: str, reason: Message | None
) -> Row:
    amounts = [*test.left, *test.right]
    row: Row = {
        "check_id": name,
        "document_id": ledger.document_id,
        "rule": rule.name,
        "family": rule.family,
        **said.columns(test.sentence, reason),
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
        **Sentences(rule.sentence).columns(
            reason=not_judged(ledger.none_of_ours) if ledger.none_of_ours else rule.needs
        ),
        "status": NOT_APPLICABLE,
        "fact_ids": "",
        "pages": "",
    }


def _pages(amounts: Iterable[Amount]) -> str:
    pages = {page for amount in amounts for page in amount.page.split()}
    return " ".join(sorted(pages, key=int))
