"""Questions to the publisher: what a careful reader would ask, with the figures and the places beside each.

A question is declared with :func:`question`, its severity and scope, and finds its cases by rule, never by name of a
document. Each is worded as a question; none says that something is wrong. What one looks for in words is in
``data/reference/questions.yml``. The questions themselves are in the files of :mod:`disclosure.audit.questions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import EVERYWHERE, Scope
from disclosure.words.messages import Message, Printed
from disclosure.words.reference import reference_settings

Row = dict[str, object]
Urgency = Literal["high", "medium", "low"]
URGENCIES: tuple[object, ...] = get_args(Urgency)


@dataclass(slots=True)
class Flag:
    """A question with its figures filled in, and the amounts it rests on; ``severity`` where it is not the usual."""

    key: str
    sentence: Message
    amounts: list[Amount]
    severity: Urgency | None = None


@dataclass(slots=True)
class Question:
    """A declared question: how urgent it is, where it applies, and the function that finds its cases."""

    name: str
    severity: Urgency
    find: Callable[[Ledger], Iterator[Flag]]
    scope: Scope = EVERYWHERE

    def flags(self, ledger: Ledger) -> Iterator[Flag]:
        """Its cases in a document; none where it does not apply."""
        return self.find(ledger) if self.scope.covers(ledger) else iter(())


QUESTIONS: list[Question] = []


def question(name: str, severity: Urgency, scope: Scope = EVERYWHERE):
    """Declare the decorated generator of flags as a question of the audit."""

    def declare(find: Callable[[Ledger], Iterator[Flag]]):
        QUESTIONS.append(Question(name, severity, find, scope))
        return find

    return declare


def questions(ledger: Ledger) -> list[Row]:
    """The rows of ``flags.csv`` of a document, the gravest first."""
    rows: list[Row] = []
    for asked in QUESTIONS if not ledger.none_of_ours else ():
        for flag in asked.flags(ledger):
            pages = {page for amount in flag.amounts for page in amount.page.split()}
            rows.append(
                {
                    "flag_id": f"{asked.name}:{flag.key}" if flag.key else asked.name,
                    "document_id": ledger.document_id,
                    "rule": asked.name,
                    "severity": flag.severity or asked.severity,
                    "question_zh": flag.sentence.said("zh"),
                    "question_en": flag.sentence.said("en"),
                    "fact_ids": " ".join(dict.fromkeys(_place(amount) for amount in flag.amounts if amount.id)),
                    "pages": " ".join(sorted(pages, key=int)),
                }
            )
    return sorted(rows, key=lambda row: URGENCIES.index(row["severity"]))


def _place(amount: Amount) -> str:
    """The name of a place: that of a line of an annex with the column, where it isn't the line's one main amount."""
    column = amount.column.removesuffix("_yuan")
    return amount.id if column in ("", "total", "amount", "value") else f"{amount.id}:{column}"


def quoted(names: Iterable[str]) -> list[Message]:
    """Names in quotation marks, each once."""
    return [Message("“{name}”", name=Printed(name)) for name in dict.fromkeys(names)]


def pattern_of(name: str) -> str:
    """The regular expression of what a question looks for."""
    return reference_settings("questions.yml")[name]
