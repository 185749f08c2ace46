"""The command line: exit status, one line for a bad input, and what earlier outputs it leaves alone."""

import subprocess
import sys
from pathlib import Path

import pytest
from pdfs import ENCRYPTED, IMAGE_ONLY

ROOT = Path(__file__).parents[1]
PDF = ROOT / "data/raw/471-2021.pdf"


def disclosure(*arguments, cwd=None):
    command = [sys.executable, "-m", "disclosure", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, timeout=120)


WHOLE = PDF.read_bytes()
BAD = {
    "missing": (None, "no such file"),
    "empty": (b"", "empty"),
    "not-a-pdf": (b"<html><body>404 Not Found</body></html>", "no PDF"),
    "half": (WHOLE[: len(WHOLE) // 2], "cut short"),
    "nearly-whole": (WHOLE[: len(WHOLE) * 95 // 100], "cut short"),
    "encrypted": (ENCRYPTED, "encrypted"),
    "image-only": (IMAGE_ONLY, "no text layer|none of its"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_input_gets_one_line_and_status_2(kind, tmp_path):
    content, reason = BAD[kind]
    path = tmp_path / f"{kind}.pdf"
    if content is not None:
        path.write_bytes(content)
    out = tmp_path / "out"
    earlier = out / kind / "facts.csv"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("an earlier reading\n")

    run = disclosure("extract", path, "--out", out)

    assert run.returncode == 2
    lines = run.stderr.strip().splitlines()
    assert len(lines) == 1 and "Traceback" not in run.stderr, run.stderr
    assert path.name in lines[0] and ";" in lines[0]
    assert any(word in lines[0] for word in reason.split("|")), lines[0]
    assert [p.name for p in out.rglob("*") if p.is_file()] == ["facts.csv"]
    assert earlier.read_text() == "an earlier reading\n"


def test_good_inputs_are_finished_before_a_bad_one_sets_the_status(tmp_path):
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"nothing")
    run = disclosure("extract", bad, PDF, "--out", tmp_path / "out")
    assert run.returncode == 2
    assert (tmp_path / "out/471-2021/facts.csv").exists()
    assert "471-2021" in run.stdout and "bad.pdf" in run.stderr


def test_two_files_of_one_id_are_an_error_that_names_both(tmp_path):
    twin = tmp_path / "471-2021.pdf"
    twin.write_bytes(WHOLE)
    run = disclosure("extract", PDF, twin, "--out", tmp_path / "out")
    assert run.returncode == 2
    assert str(PDF) in run.stderr and str(twin) in run.stderr


def test_a_page_that_is_a_picture_is_named_beside_pages_that_are_read(tmp_path):
    import pypdfium2 as pdfium

    mixed = pdfium.PdfDocument(PDF)
    mixed.import_pages(pdfium.PdfDocument(IMAGE_ONLY))
    path = tmp_path / "mixed.pdf"
    mixed.save(path)
    run = disclosure("extract", path, "--out", tmp_path / "out")
    assert run.returncode == 0, run.stderr
    assert "page 26: no text layer" in run.stdout
    assert "page26" in (tmp_path / "out/mixed/tables.csv").read_text(encoding="utf-8")


def test_audit_sets_the_status_by_the_checks(tmp_path):
    disclosure("extract", PDF, "--out", tmp_path)
    assert disclosure("audit", tmp_path).returncode == 0
    facts = tmp_path / "471-2021/facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace(",44362000.00,", ",44362100.00,", 1), encoding="utf-8")
    assert disclosure("audit", tmp_path).returncode == 1
    assert disclosure("audit", tmp_path / "nothing").returncode == 2


def test_help_names_the_commands():
    run = disclosure("--help")
    assert run.returncode == 0
    for command in ("extract", "audit", "report"):
        assert command in run.stdout
