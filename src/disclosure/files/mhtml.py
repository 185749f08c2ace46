"""A web page saved with all that belongs to it in one file (.mht), as browsers and Excel do: its text part is read."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from pathlib import Path

from disclosure.files.html import decoded, read_text
from disclosure.model.errors import InputError
from disclosure.pdf.reading import Reading


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read the first page of the file. Raises :class:`InputError` where there is none."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(content := part.get_payload(decode=True), bytes):
            said = part.get_content_charset()
            head = f"<meta charset={said}>".encode() if said else b""
            return read_text(path, decoded(head + content), progress)
    raise InputError(path, "there is no web page in it", "print it to PDF", "blank")
