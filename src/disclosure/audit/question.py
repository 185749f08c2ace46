"""Questions to the publisher: what a careful reader would ask, with the figures and the places beside each.

A question is declared with :func:`question` and finds its cases by rule, never by name of a document. Each is worded
as a question; none says that something is wrong. What a rule looks for in words is in ``data/reference/audit.yml``.
The questions themselves are in the files of :mod:`disclosure.audit.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from disclosure.audit.ledger import Amount, Ledger, words
from disclosure.audit.rule import ZERO

Row = dict[str, object]
WAN = Decimal(10_000)


@dataclass(slots=True)
class Flag:
    """A question with its figures filled in, and the cells it rests on."""

    key: str
    severity: str
    zh: str
    en: str
    amounts: list[Amount]


QUESTIONS: list[tuple[str, Callable[[Ledger], Iterator[Flag]]]] = []


def question(name: str):
    """Declare the decorated generator as a question of the audit."""

    def declare(find: Callable[[Ledger], Iterator[Flag]]):
        QUESTIONS.append((name, find))
        return find

    return declare


def questions(ledger: Ledger) -> list[Row]:
    """The rows of ``flags.csv`` of a document, the gravest first."""
    rows: list[Row] = []
    for name, find in QUESTIONS:
        for flag in find(ledger):
            pages = {page for amount in flag.amounts for page in amount.page.split()}
            rows.append(
                {
                    "flag_id": f"{name}:{flag.key}" if flag.key else name,
                    "document_id": ledger.document_id,
                    "rule": name,
                    "severity": flag.severity,
                    "question_zh": flag.zh,
                    "question_en": flag.en,
                    "fact_ids": " ".join(dict.fromkeys(amount.id for amount in flag.amounts if amount.id)),
                    "pages": " ".join(sorted(pages, key=int)),
                }
            )
    return sorted(rows, key=lambda row: ("high", "medium", "low").index(str(row["severity"])))


# --- how figures are said ------------------------------------------------------------------------------


def wan(amount: Decimal) -> str:
    """An amount of yuan in 万元 with two decimals."""
    return f"{rounded(amount / WAN, '0.01')}万元"


def wan_en(amount: Decimal) -> str:
    """The same for English sentences: 万元 is 10,000 yuan."""
    return f"{rounded(amount / WAN, '0.01'):,} 万元"


def per_cent(share: Decimal) -> str:
    """A share with one decimal."""
    return f"{rounded(share * 100, '0.1')}%"


def signed(share: Decimal) -> str:
    return ("+" if share > 0 else "") + per_cent(share)


def rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)


def total(amounts: Iterable[Amount]) -> Decimal:
    return sum((amount.yuan for amount in amounts), ZERO)


def listing(names: Iterable[str]) -> tuple[str, str]:
    names = list(dict.fromkeys(names))
    return "、".join(f"“{name}”" for name in names), ", ".join(f"“{name}”" for name in names)


def pattern_of(name: str) -> str:
    return words()["flags"][name]
