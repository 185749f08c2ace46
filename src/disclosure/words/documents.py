"""What a document is called that is no department's disclosure."""

from __future__ import annotations

from disclosure.words.messages import Message

_KINDS = {
    "government": Message("the budget or final accounts of a whole government"),
    "performance_report": Message("a report on performance"),
    "other": Message("not about a budget"),
}


def not_judged(scope: str) -> Message:
    """That a document is none of ours, and what that means for its audit."""
    return Message("no department's disclosure ({kind}): it is read, and not judged", kind=_KINDS[scope])
