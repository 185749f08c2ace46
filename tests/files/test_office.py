"""What LibreOffice has to save first: within limits, or with one line that says what to do."""

import sys

import pytest
from docx import Document

from disclosure.files import office
from disclosure.files.reading import read
from disclosure.model.errors import InputError

RTF = rb"{\rtf1 anything}"


@pytest.fixture
def soffice(tmp_path, monkeypatch):
    """A program that does what it is given to do in LibreOffice's place; ``OUT`` and ``FILE`` are its arguments."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def stands_in(code):
        program = tmp_path / "soffice"
        start = f"#!{sys.executable}\nimport sys, shutil, time, pathlib\nOUT, FILE = sys.argv[-2:]\n"
        program.write_text(start + code, encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("DISCLOSURE_SOFFICE", str(program))

    return stands_in


@pytest.fixture
def rtf(tmp_path):
    (tmp_path / "预算.rtf").write_bytes(RTF)
    return tmp_path / "预算.rtf"


def test_a_file_is_saved_once_and_read_as_it_was_saved(soffice, rtf, tmp_path):
    made = Document()
    made.add_paragraph("收支预算")
    made.save(tmp_path / "made.docx")
    copy = f"shutil.copy({str(tmp_path / 'made.docx')!r}, OUT + '/file.docx')\n"
    soffice(f"assert open(FILE, 'rb').read() == {RTF!r}\n{copy}")
    reading = read(rtf)
    assert [line.text for line in reading.prose] == ["收支预算"] and reading.path == rtf
    soffice("raise SystemExit(1)")
    assert read(rtf).prose[0].place == "¶1"


def test_no_macro_is_run_and_nothing_fetched(soffice, rtf, tmp_path):
    soffice(
        "import os\n"
        "profile = next(pathlib.Path(os.environ['HOME']).rglob('registrymodifications.xcu')).read_text()\n"
        f"pathlib.Path({str(tmp_path / 'seen')!r}).write_text(os.environ['http_proxy'] + profile)\n"
    )
    with pytest.raises(InputError, match=r"LibreOffice cannot read it; save it as \.docx, or print it to PDF"):
        read(rtf)
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("http://127.0.0.1:9")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in seen


def test_it_ends_where_it_takes_too_long(soffice, rtf, monkeypatch):
    monkeypatch.setattr(office, "SECONDS", 1)
    soffice("time.sleep(60)")
    with pytest.raises(InputError, match="LibreOffice takes more than 1 seconds to read it"):
        read(rtf)


def test_without_libreoffice_it_is_said_what_to_install(rtf, tmp_path, monkeypatch):
    monkeypatch.setenv("DISCLOSURE_SOFFICE", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with pytest.raises(InputError, match=r"rich text \(.rtf\); install LibreOffice, or save it as .docx"):
        read(rtf)
