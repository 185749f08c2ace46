"""A made-up third language, whose words are the English ones with accents: one more file of the catalogue."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Message
from babel.messages.pofile import write_po
from documents import ROOT

from disclosure.words.catalogue import collected

LANGUAGE = "fr"  # any that has plural forms of its own
ACCENTED = str.maketrans("aeiouycn", "àéîöûýçñ")
KEPT = re.compile(r"(\{[^}]*\}|`[^`]*`|\]\([^)]*\)|<[^>]*>|&\w+;)")


@dataclass(frozen=True)
class ThirdLanguage:
    """The folder of a catalogue with a third language, and the messages of the source."""

    folder: Path
    messages: list[Message]


def accented(text: str) -> str:
    """The words of a message with accents; what is no word stays."""
    return "".join(part if k % 2 else part.translate(ACCENTED) for k, part in enumerate(KEPT.split(text)))


def with_a_third_language(folder: Path) -> ThirdLanguage:
    """A catalogue in ``folder`` that has Chinese and the third language."""
    source = collected(ROOT)
    messages = [message for message in source if message.id]
    for message in messages:
        ids = message.id
        message.string = accented(ids) if isinstance(ids, str) else tuple(accented(one) for one in ids)
    source.locale = Locale.parse(LANGUAGE)
    file = folder / LANGUAGE / "LC_MESSAGES/disclosure.po"
    if not file.exists():
        shutil.copytree(ROOT / "data/reference/locale", folder, dirs_exist_ok=True)
        file.parent.mkdir(parents=True)
        with file.open("wb") as out:
            write_po(out, source)
    return ThirdLanguage(folder, messages)
