"""What the phases of a budget are called."""

from __future__ import annotations

from disclosure.model.source import ADJUSTED, APPROVED, EXECUTED
from disclosure.words.messages import Message

_NAMES = {
    APPROVED: Message("approved budget"),
    ADJUSTED: Message("adjusted budget"),
    EXECUTED: Message("outturn (final accounts)"),
}


def phase_name(phase: str) -> Message:
    """A phase of ``facts.csv`` or ``statements.csv`` in words for a reader; what is none is said to be none."""
    return _NAMES.get(phase) or Message("no known phase")
