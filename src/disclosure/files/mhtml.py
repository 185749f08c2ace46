"""A web page saved with all that belongs to it in one file (.mht), as browsers and Excel do: its pages are read."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from pathlib import Path

from disclosure.files.html import decoded, read_pages
from disclosure.pdf.reading import Reading


def read(path: Path, progress: Callable[[int], None] | None = None) -> Reading:
    """Read the pages of the file: Excel saves a sheet as one. Raises :class:`InputError` where there is no text."""
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    texts = []
    for part in message.walk():
        if part.get_content_type() == "text/html" and isinstance(content := part.get_payload(decode=True), bytes):
            said = part.get_content_charset()
            head = f"<meta charset={said}>".encode() if said else b""
            texts.append(decoded(head + content))
    return read_pages(path, texts, progress)
