"""A made-up third language: it is one more file of the catalogue, and no sentence of a report escapes it.

Names in the data (of organisations, budget terms and rules) have Chinese and English only, and stay English in it.
"""

import html as markup
import re
import string

import pytest
from conftest import NOTEBOOKS
from documents import ROOT
from third_language import LANGUAGE, accented

from disclosure.report.export import export
from disclosure.words.messages import languages


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_sentence_of_a_report_is_in_it(third, executed, tmp_path, monkeypatch, path):
    monkeypatch.setenv("DISCLOSURE_LOCALE", str(third.folder))
    assert languages() == ["en", LANGUAGE, "zh"]
    html = export(executed(path), LANGUAGE, tmp_path).read_text(encoding="utf-8")
    assert f'<html lang="{LANGUAGE}"' in html
    shown = markup.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|svg|script|pre|code)\b.*?</\1>", "", html)))
    places = re.compile(rf"{path.stem}|/report/templates/")
    own = [m for m in third.messages if any(places.search(place) for place, _ in m.locations)]
    texts = [text for m in own for text in ([m.id] if isinstance(m.id, str) else m.id)]
    pieces = {piece.strip() for text in texts for piece in re.split(r"\{[^}]*\}|[`*#\n]|\[|\]\([^)]*\)", text)}
    whole = {piece for piece in pieces if len(piece.split()) >= 4 and set(piece) & set(string.ascii_letters)}
    whole = {piece for piece in whole if piece not in (ROOT / "data/raw/sources.yml").read_text(encoding="utf-8")}
    assert len(whole) > 10
    assert sorted(piece for piece in whole if piece in shown) == []
    assert sum(accented(piece) in shown for piece in whole) > 5, "it is there in its own words"
