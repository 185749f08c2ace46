"""The command line: exit status, one line for a bad input, and what earlier outputs it leaves alone."""

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
import sheets
from pdfs import ENCRYPTED, IMAGE_ONLY

from disclosure import api

ROOT = Path(__file__).parents[2]
PDF = ROOT / "data/raw/471-2021.pdf"
pytestmark = pytest.mark.slow


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


UNSAFE = [".", "a:b", "Dataset"]  # one of each kind; tests/run/test_inputs.py has the others


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
    twin = tmp_path / "471-2021.PDF"
    twin.write_bytes(WHOLE)
    run = disclosure("extract", PDF, twin, "--out", tmp_path / "out")
    assert run.returncode == 2 and not (tmp_path / "out").exists()
    one, other = run.stderr.splitlines()
    assert str(PDF) in one and str(twin) in one and str(PDF) in other and str(twin) in other


def test_extract_report_and_batch_refuse_names_in_the_same_words(tmp_path):
    (folder := tmp_path / "pdfs").mkdir()
    pdfs = [folder / f"{name}.pdf" for name in UNSAFE]
    for pdf in pdfs:
        pdf.write_bytes(WHOLE)
    runs = [disclosure(*line, "--out", tmp_path / "out") for line in (["extract", *pdfs], ["report", *pdfs])]
    runs.append(disclosure("batch", folder, "--out", tmp_path / "out", "--workers", 1))
    assert {run.returncode for run in runs} == {2}
    for pdf in pdfs:
        lines = [line for run in runs for line in run.stderr.splitlines() if pdf.name in line]
        assert len(lines) == len(runs)
        (said,) = {line.partition(".pdf: ")[2] for line in lines}
        assert said.endswith("; rename it")
    assert not list(tmp_path.glob("out/**/facts.csv"))


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


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The disclosure's clean data, and the same with one total raised by 100 yuan."""
    folder = tmp_path_factory.mktemp("clean")
    shutil.copytree(ROOT / "data/clean/471-2021", folder / "good")
    facts = shutil.copytree(folder / "good", folder / "wrong") / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8").replace(",44362000.00,", ",44362100.00,", 1), encoding="utf-8")
    return folder


def test_audit_sets_the_status_by_the_checks(clean):
    assert disclosure("audit", clean / "good").returncode == 0
    assert disclosure("audit", clean).returncode == 1
    assert disclosure("audit", clean / "nothing").returncode == 2


def test_what_is_no_department_s_disclosure_is_done_and_said_to_be_so(tmp_path):
    pdf = sheets.draw(tmp_path / "trees.pdf", sheets.page("城市里的树", "树木让街道凉爽。"))
    run = disclosure("extract", pdf, "--out", tmp_path / "out")
    assert run.returncode == 0 and "nothing tested" in run.stdout
    assert "no department's disclosure (not about a budget): it is read, and not judged" in run.stdout
    told = json.loads(disclosure("extract", pdf, "--out", tmp_path / "out", "--json").stdout)
    assert (told["scope"], told["failing"], told["flags"]) == ("other", [], 0)


@pytest.mark.parametrize("name", ["facts", "statements"])
def test_data_of_an_earlier_edition_gets_one_line_and_status_2(clean, tmp_path, name):
    folder = Path(shutil.copytree(clean / "good", tmp_path / "471-2021"))
    rows = list(csv.DictReader((folder / f"{name}.csv").open(encoding="utf-8", newline="")))
    for row in rows:  # facts called a phase otherwise, statements had none
        row.update({"phase": "budget"}) if name == "facts" else row.pop("phase")
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    run = disclosure("audit", folder)
    assert run.returncode == 2 and len(run.stderr.strip().splitlines()) == 1
    assert f"471-2021/{name}.csv" in run.stderr and "extract the document again" in run.stderr


def test_json_has_one_object_for_each_document(tmp_path):
    bad = tmp_path / "b\u202ead.pdf"
    bad.write_bytes(b"nothing")
    run = disclosure("extract", PDF, bad, "--out", tmp_path, "--json")
    good, unreadable = map(json.loads, run.stdout.splitlines())
    assert (good["document_id"], good["status"], good["pages"], good["fiscal_year"]) == ("471-2021", "done", 25, 2021)
    assert good["organisation_name"] == "秦皇岛市工业和信息化局" and good["checks"]["fails"] == 0
    with (Path(good["folder"]) / "facts.csv").open(encoding="utf-8", newline="") as file:
        assert good["facts"] == sum(1 for _ in csv.DictReader(file))
    assert unreadable["status"] == "unreadable" and unreadable["file"] == str(bad)
    assert "no PDF" in unreadable["reason"] and unreadable["advice"]
    told = disclosure("extract", "--help").stdout
    assert [key for key in (good | unreadable) if f" {key}" not in told] == []
    assert len(run.stderr.splitlines()) == 1 and "b\\u202ead.pdf" in run.stderr


def test_quiet_says_nothing_and_verbose_names_what_fails(clean):
    quiet = disclosure("audit", clean, "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (1, "", "")
    plain, verbose = (disclosure("audit", clean, *more).stdout for more in ([], ["--verbose"]))
    assert [line.split(":")[0] for line in plain.splitlines()] == ["good", "wrong"]
    (fails,) = [json.loads(line) for line in disclosure("audit", clean / "wrong", "--json").stdout.splitlines()]
    assert fails["status"] == "check_fails" and fails["failing"]
    assert all(check["statement_en"] in verbose for check in fails["failing"])
    assert disclosure("audit", clean, "--quiet", "--json").returncode == 2


def test_trust_tells_of_each_document_and_of_all(tmp_path):
    (tmp_path / "471-2021.pdf").symlink_to(PDF)
    (tmp_path / "empty.pdf").write_bytes(b"")
    run = disclosure("trust", tmp_path)
    first, *lines = run.stdout.splitlines()
    assert first == "471-2021" and "秦皇岛市工业和信息化局, year 2021" in lines[0]
    assert lines[-3:][0] == "1 documents" and "0 causes" in lines[-1]
    assert run.returncode == 2 and "empty.pdf" in run.stderr
    (told,) = map(json.loads, disclosure("trust", tmp_path, "--json").stdout.splitlines())
    assert told["unread"] == [] and told["statuses"]["assets"] == {"holds": 9}
    assert disclosure("trust", tmp_path / "none").returncode == 2


def test_help_shows_examples_and_the_exit_status_and_needs_no_engine():
    run = disclosure("--help")
    assert run.returncode == 0
    for words in ("extract", "audit", "report", "Examples:", "Exit status:", "2  an input cannot be read"):
        assert words in run.stdout
    loads = "import sys, disclosure.cli; print(sorted({'numpy', 'pandas', 'camelot', 'dask', 'rich'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", loads], capture_output=True, text=True).stdout == "[]\n"


def test_python_has_the_same_by_the_same_names(tmp_path):
    told = api.clean(PDF, tmp_path)
    checks, flags, _ = api.audit(told["folder"])
    assert told["facts"] == len(api.extract(PDF).facts) == len(api.open_document(told["folder"]).facts)
    assert told["flags"] == len(flags) and sum(told["checks"].values()) == len(checks)
    with pytest.raises(api.InputError, match="check the name") as problem:
        api.extract(tmp_path / "none.pdf")
    assert problem.value.kind == "missing"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("command", ["extract", "report", "review"])
def test_ctrl_c_has_its_own_status_and_leaves_what_is_finished_whole(tmp_path, command):
    folder = tmp_path / "many"
    folder.mkdir()
    pdfs = [shutil.copy(PDF, folder / f"{k:02d}.pdf") for k in range(6)]
    given = pdfs if command == "extract" else pdfs[:1]
    asked = [sys.executable, "-m", "disclosure", command, *given, "--out", tmp_path / "out"]
    run = subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    if command == "extract":
        run.stdout.readline()  # one is done
    else:
        while not psutil.Process(run.pid).children():  # the process that reads it
            time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=60)
    # Where it comes within an import, Python ends by the signal itself; shells call both 130.
    assert run.returncode in (130, -signal.SIGINT)
    assert said.splitlines() == ["stopped; run the same again: what is finished is whole, and stays"]
    done = [path for path in (tmp_path / "out").glob("*") if path.is_dir() and not path.name.startswith(".")]
    assert all((path / "findings.csv").exists() for path in done if command == "extract")
