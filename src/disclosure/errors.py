"""What can go wrong with an input, said in one line a user can act on."""

from __future__ import annotations


class InputError(Exception):
    """An input that cannot be read: names the file, what was found, and what to do.

    ``str(error)`` is the one line that the command line prints before it exits with status 2.
    """

    def __init__(self, source: object, found: str, advice: str) -> None:
        super().__init__(f"{source}: {found}; {advice}")
        self.source, self.found, self.advice = str(source), found, advice
