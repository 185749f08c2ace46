"""A made-up third language: it is one more file of the catalogue, and no sentence of a report escapes it.

Names in the data (of organisations, budget terms and rules) have Chinese and English only, and stay English in it.
"""

import html as markup
import re
import string

import pytest
from babel import Locale
from babel.messages.pofile import write_po
from documents import ROOT

from disclosure.report.build import execute, export
from disclosure.words.catalogue import collected
from disclosure.words.messages import languages

LANGUAGE = "fr"  # any that has plural forms of its own
ACCENTED = str.maketrans("aeiouycn", "àéîöûýçñ")
KEPT = re.compile(r"(\{[^}]*\}|`[^`]*`|\]\([^)]*\)|<[^>]*>|&\w+;)")


def accented(text):
    return "".join(part if k % 2 else part.translate(ACCENTED) for k, part in enumerate(KEPT.split(text)))


@pytest.fixture
def third(tmp_path, monkeypatch):
    """The catalogue with a third language, whose words are the English ones with accents; the source's messages."""
    source = collected(ROOT)
    messages = [message for message in source if message.id]
    for message in messages:
        ids = message.id
        message.string = accented(ids) if isinstance(ids, str) else tuple(accented(one) for one in ids)
    source.locale = Locale.parse(LANGUAGE)
    file = tmp_path / "locale" / LANGUAGE / "LC_MESSAGES/disclosure.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as out:
        write_po(out, source)
    monkeypatch.setenv("DISCLOSURE_LOCALE", str(tmp_path / "locale"))
    return messages


@pytest.mark.notebook
@pytest.mark.parametrize("name", sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb")))
def test_every_sentence_of_a_report_is_in_it(third, tmp_path, monkeypatch, name):
    assert languages() == ["en", LANGUAGE]
    monkeypatch.setattr("disclosure.report.build.languages", lambda: [LANGUAGE])  # no chart is drawn in any other
    done = execute(ROOT / f"notebooks/{name}.ipynb", tmp_path / f"{name}.ipynb")
    html = export(done, LANGUAGE, tmp_path).read_text(encoding="utf-8")
    assert f'<html lang="{LANGUAGE}"' in html
    shown = markup.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|svg|script|pre|code)\b.*?</\1>", "", html)))
    own = [m for m in third if any(name in place or "/report/templates/" in place for place, _ in m.locations)]
    texts = [text for m in own for text in ([m.id] if isinstance(m.id, str) else m.id)]
    pieces = {piece.strip() for text in texts for piece in re.split(r"\{[^}]*\}|[`*#\n]|\[|\]\([^)]*\)", text)}
    whole = {piece for piece in pieces if len(piece.split()) >= 4 and set(piece) & set(string.ascii_letters)}
    whole = {piece for piece in whole if piece not in (ROOT / "data/raw/sources.yml").read_text(encoding="utf-8")}
    assert len(whole) > 10
    assert sorted(piece for piece in whole if piece in shown) == []
    assert sum(accented(piece) in shown for piece in whole) > 5, "it is there in its own words"
