"""What is made of the reference data and takes a while is kept in the user's cache, so that a command starts sooner.

An entry is named by the content that it is made of, so it is never out of date; whatever is wrong with it, it is made
anew. Where nothing can be written nothing is kept.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs import user_cache_path

_DAYS = 60 * 86_400.0
"""Seconds after which an entry that was not made anew goes when another is kept."""


def kept(content: bytes, make: Callable[[], bytes], by: str) -> bytes:
    """``make()``, which follows from the content and from what ``by`` names; from the cache where it is there."""
    name = hashlib.sha256(by.encode() + b"\0" + content).hexdigest()
    path = user_cache_path("budget-disclosure") / "reference" / name
    with suppress(OSError):
        whole = path.read_bytes()
        if whole[:32] == hashlib.sha256(whole[32:]).digest():
            return whole[32:]
    made = make()
    with suppress(OSError):
        _keep(path, hashlib.sha256(made).digest() + made)
    return made


def _keep(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    for other in path.parent.iterdir():
        if time.time() - other.stat().st_mtime > _DAYS:
            other.unlink(missing_ok=True)


def yaml_of(text: str) -> Any:
    """What a text in YAML says; raises :class:`yaml.YAMLError` where it is none."""
    said: list[Any] = []

    def made() -> bytes:
        import yaml  # where nothing is kept yet

        said.append(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        encoded = json.dumps(said[0])
        if json.loads(encoded) != said[0]:
            raise TypeError("JSON has no keys that are numbers")
        return encoded.encode()

    try:
        again = json.loads(kept(text.encode(), made, "yaml"))
    except TypeError:  # what JSON cannot say is not kept
        return said[0]
    return said[0] if said else again
