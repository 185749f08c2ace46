"""One name for several texts: a hash of them."""

from __future__ import annotations

import hashlib


def key(*parts: str) -> str:
    """One hex digest of several texts."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
