"""What was written is held against the facts it was made of: no line lost, merged or doubled on the way to disk."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter, itemgetter
from pathlib import Path

from disclosure.forms.facts import LINE, Fact
from disclosure.model.errors import InputError
from disclosure.model.roles import BREAKDOWNS, WITH_FACTS
from disclosure.store.csv_files import WAN, dictionary
from disclosure.store.reader import iter_table, read_table

Amounts = Counter[tuple[str, ...]]


def hold_against_facts(folder: Path, facts: list[Fact], pdf: str | Path) -> None:
    """Read ``facts.csv`` and the table of each statutory role back from ``folder`` and compare them with ``facts``.

    What is compared is each printed amount with the labels of its line, and how many lines there are. Raises
    :class:`InputError` (kind ``engine``), for a difference is an error of ours, not of the document.
    """
    if not _as_written(folder / "facts.csv", facts):  # or in another order
        _same(pdf, "facts", _of_facts(facts), _of_facts(iter_table(folder / "facts.csv")))
    labels = set(dictionary()["role_table"]["fields"])
    for role in WITH_FACTS:
        own = [fact for fact in facts if fact.role == role and fact.null_kind != "empty_table"]
        lines = read_table(folder / f"{role}.csv")
        _same(pdf, role, _in_lines(own), _of_lines(lines, labels))
        printed = {attrgetter(*LINE)(fact) for fact in own}
        if len(printed) != len(lines):
            raise _error(pdf, role, f"{len(lines)} lines, made of {len(printed)}")


_NAMED = ("fact_id", "role", "function_code", "economic_code", "item", "measure", "amount_yuan")


def _as_written(path: Path, facts: list[Fact]) -> bool:
    """Does the file have these facts in their order, with the same labels and amounts?"""
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        columns = next(lines)
        read, of = itemgetter(*map(columns.index, _NAMED)), attrgetter(*_NAMED)
        for line, fact in itertools.zip_longest(lines, facts):
            if line is None or fact is None:
                return False
            *labels, text = read(line)
            *wanted, amount = of(fact)
            if labels != wanted or (Decimal(text) if text else None) != amount:
                return False
    return True


def _of_facts(facts: Iterable[Fact | dict[str, str]]) -> Amounts:
    rows = (fact if isinstance(fact, dict) else {name: getattr(fact, name) for name in _NAMED} for fact in facts)
    return Counter((*(str(row[name]) for name in _NAMED[:-1]), _plain(row["amount_yuan"])) for row in rows)


def _in_lines(facts: list[Fact]) -> Amounts:
    """The amounts as the table of a role should have them: codes of the line, item, measure and 万元."""
    return Counter(
        (
            *(fact.function_code, "" if fact.role in BREAKDOWNS else fact.economic_code, fact.item),
            fact.measure if fact.basis == "current" else f"{fact.measure}_{fact.basis}",
            _plain(fact.amount_yuan / WAN),
        )
        for fact in facts
        if fact.amount_yuan is not None
    )


def _of_lines(lines: list[dict[str, str]], labels: set[str]) -> Amounts:
    return Counter(
        (*(line[name] for name in ("function_code", "economic_code", "item")), measure, _plain(text))
        for line in lines
        for measure, text in line.items()
        if measure not in labels and text
    )


def _plain(amount: Decimal | str | None) -> str:
    """An amount in one spelling, whatever zeros stand at its end; empty where there is none."""
    return "" if amount in (None, "") else f"{Decimal(amount).normalize():f}"


def _same(pdf: str | Path, name: str, wanted: Amounts, written: Amounts) -> None:
    if lost := wanted - written:
        raise _error(pdf, name, f"lost or changed {next(iter(lost))}")
    if more := written - wanted:
        raise _error(pdf, name, f"doubled or changed {next(iter(more))}")


def _error(pdf: str | Path, name: str, found: str) -> InputError:
    return InputError(pdf, f"{name}.csv is not what its facts say ({found})", "report it to the project", "engine")
