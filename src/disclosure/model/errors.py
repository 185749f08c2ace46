"""What can go wrong with an input, said in one line a user can act on."""

from __future__ import annotations

APART = "apart"
"""The kind of an error that says of several files that they are no one disclosure."""


class InputError(Exception):
    """An input that cannot be read: names the file, what was found, and what to do.

    ``str(error)`` is the one line that the command line prints before it exits with status 2. ``kind`` is one word
    for counting: ``missing``, ``time``, ``memory`` …; ``input`` where nothing more is said.
    """

    def __init__(self, source: object, found: str, advice: str, kind: str = "input") -> None:
        super().__init__(f"{source}: {found}; {advice}")
        self.source, self.found, self.advice, self.kind = str(source), found, advice, kind

    def __reduce__(self) -> tuple:
        return InputError, (self.source, self.found, self.advice, self.kind)


class StoppedError(Exception):
    """A run that cannot go on, through no fault of any input: a full disk, a scheduler that is gone. One line."""


def printable(text: object) -> str:
    """Text on one line of a terminal or a table: control and direction characters and stray bytes are spelled out."""
    return "".join(c if c.isprintable() or c == "\u3000" else ascii(c)[1:-1] for c in str(text))
