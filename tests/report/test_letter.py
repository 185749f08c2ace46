"""The questions to a publisher: the same as a page, a document and plain text, in both languages, with their pages."""

import base64
import io
import re

import pytest
from documents import CLEAN, PDF
from docx import Document as Docx

from disclosure.analysis.clean_data import CleanData
from disclosure.report.letter import asked, write_letter

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def letter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("letter")
    written = write_letter(PDF, CLEAN, folder)
    assert {path.relative_to(folder).as_posix() for path in written} == {
        f"{language}/questions.{ending}" for language in ("zh", "en") for ending in ("html", "txt", "docx")
    }
    return folder


def test_every_question_is_in_all_three_forms_with_its_pages(letter):
    questions = asked(CleanData(CLEAN))
    assert len(questions) == len(CleanData(CLEAN).flags) > 10
    text = (letter / "zh/questions.txt").read_text(encoding="utf-8")
    html = (letter / "en/questions.html").read_text(encoding="utf-8")
    document = "\n".join(p.text for p in Docx(io.BytesIO((letter / "en/questions.docx").read_bytes())).paragraphs)
    for one in questions:
        chinese, english = one.said("zh"), one.said("en")
        assert chinese in text and chinese in document and english in document
        assert re.sub(r"\W", "", chinese) in re.sub(r"<[^>]+>|\W", "", html)
        assert "页）" in chinese and re.search(r"\(pp?\. ", english)
    assert text.startswith("致秦皇岛市工业和信息化局的问题") and "16个问题" in text and "2021年部门预算" in text


def test_the_gravest_come_first_and_the_page_carries_what_is_taken_from_it(letter):
    first = asked(CleanData(CLEAN))[0].said("en")
    assert "12,556,100 yuan to 44,362,000 yuan" in first
    html = (letter / "zh/questions.html").read_text(encoding="utf-8")
    taken = re.search(r'download="questions.docx" href="data:[^,]+;base64,([^"]+)"', html)
    assert taken and base64.b64decode(taken[1]) == (letter / "zh/questions.docx").read_bytes()
    assert html.count('<figure class="cells">') >= 16


def test_without_the_pdf_pages_are_named_and_with_nothing_to_ask_there_is_no_letter(tmp_path, monkeypatch):
    assert write_letter(None, CLEAN, tmp_path)
    assert '<figure class="cells">' not in (tmp_path / "en/questions.html").read_text(encoding="utf-8")
    monkeypatch.setattr("disclosure.report.letter.asked", lambda document: [])
    assert write_letter(None, CLEAN, tmp_path / "none") == []
