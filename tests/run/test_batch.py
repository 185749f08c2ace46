"""A batch: every file is done or named, whatever happens to the run, and the result is always the same."""

import csv
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import psutil
import pypdfium2
import pytest
from distributed import Client
from documents import SHARED
from pdfs import ENCRYPTED, IMAGE_ONLY, Sheet, lines, words, write

from disclosure.model.errors import InputError, StoppedError
from disclosure.run import batch as batch_module
from disclosure.run.batch import process, put_in_place, read_one
from disclosure.run.cache import Cache, all_files, fingerprints
from disclosure.run.document import clean
from disclosure.run.inputs import Input
from disclosure.store.csv_files import dictionary
from disclosure.store.parquet import MONEY, TABLES

ROOT = Path(__file__).parents[2]
PDF = ROOT / "data/raw/471-2021.pdf"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does"),
]


def command(*arguments):
    return [sys.executable, "-m", "disclosure", "batch", *map(str, arguments)]


def run(*arguments, **options):
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=300, **options)


def result(out):
    """Every file of a result with its bytes, but for the cache and the drafts."""
    hidden = (out / ".cache", out / ".work")
    files = (path for path in out.rglob("*") if path.is_file() and not any(h in path.parents for h in hidden))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in files}


def failures(out):
    with (out / "failures.csv").open(encoding="utf-8", newline="") as file:
        return {row["file"]: row for row in csv.DictReader(file)}


def told(run):
    """What ``--json`` said of each document, and of the run."""
    *documents, last = map(json.loads, run.stdout.splitlines())
    return {one["document_id"]: one for one in documents}, last["run"]


def excerpt(target, *pages):
    """A PDF of some pages of the disclosure."""
    source, made = pypdfium2.PdfDocument(PDF), pypdfium2.PdfDocument.new()
    made.import_pages(source, [page - 1 for page in pages])
    made.save(target)


GOOD = {"a": (2, 3, 4), "b": (2, 6), "c": (2, 5, 7), "=1+1": (3, 4), "‮dcba'\" $(x)": (2, 4), "长" * 83: (2, 7)}
CRAZY = b"bytes-\xff.pdf"


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Six disclosures under ordinary and hostile names, and every kind of file that is none."""
    folder = tmp_path_factory.mktemp("corpus")
    for name, pages in GOOD.items():
        excerpt(folder / f"{name}.pdf", *pages)
    for name in ("again", "one", "two"):
        (folder / name).mkdir()
    shutil.copy(folder / "a.pdf", folder / "again/a copy.PDF")
    shutil.copy(folder / "b.pdf", folder / "again/b.pdf")
    excerpt(folder / "one/same.pdf", 2)
    excerpt(folder / "two/same.pdf", 3)
    whole = PDF.read_bytes()
    contents = {"empty": b"", "html": b"<html>404</html>", "half": whole[: len(whole) // 2], "locked": ENCRYPTED}
    for name, content in (contents | {"scan": IMAGE_ONLY, "line\nfeed": whole, "dataset": whole + b" "}).items():
        (folder / f"{name}.pdf").write_bytes(content)
    (folder / "again/nothing.pdf").write_bytes(b"")
    (Path(os.fsdecode(os.fsencode(folder) + b"/" + CRAZY))).write_bytes(whole + b"  ")
    (folder / "gone.pdf").symlink_to("nowhere.pdf")
    (folder / "folder.pdf").mkdir()
    os.mkfifo(folder / "pipe.pdf")
    (folder / "readme.txt").write_text("not a PDF")
    return folder


@pytest.fixture(scope="module")
def whole(corpus, tmp_path_factory):
    """An uninterrupted run: where, and what it said."""
    out = tmp_path_factory.mktemp("whole")
    return out, run(corpus, "--out", out, "--workers", 2, "--json")


# --- what a run gives ----------------------------------------------------------------------------------


def test_every_file_is_done_or_named_with_its_reason(corpus, whole):
    out, done = whole
    assert done.returncode == 2
    documents, run = told(done)
    good = {name for name, one in documents.items() if one["status"] != "unreadable"}
    assert good == set(GOOD) == {path.name for path in out.iterdir() if path.is_dir()} - {"dataset", ".cache", ".work"}
    expected = {
        **{"empty.pdf": "empty", "html.pdf": "no-pdf", "half.pdf": "damaged", "locked.pdf": "encrypted"},
        "again/nothing.pdf": "empty",  # named beside the file it equals
        **{"scan.pdf": "scan", "gone.pdf": "missing", "pipe.pdf": "folder"},
        **{name: "name" for name in ("line\\nfeed.pdf", "bytes-\\udcff.pdf", "dataset.pdf")},
        **{name: "same-id" for name in ("one/same.pdf", "two/same.pdf")},
    }
    assert {name: row["kind"] for name, row in failures(out).items()} == expected
    assert all(row["reason"] and row["advice"] for row in failures(out).values())
    assert "two/same.pdf" in failures(out)["one/same.pdf"]["reason"]
    lines = done.stderr.splitlines()
    assert len(lines) == len(expected) and "Traceback" not in done.stderr
    assert (run["documents"], run["unreadable"], run["left_out"], run["same_content"]) == (6, 13, 1, 2)
    assert documents["a"]["same_as"] == ["again/a copy.PDF"] and documents["b"]["same_as"] == ["again/b.pdf"]
    assert run["cache_bytes"] == sum(path.stat().st_size for path in (out / ".cache").rglob("*.zip")) > 0


def test_each_document_has_the_files_that_extract_writes(corpus, whole, tmp_path):
    clean(corpus / "a.pdf", tmp_path)
    assert result(tmp_path / "a") == result(whole[0] / "a")


def test_extract_and_batch_write_the_same_bytes(tmp_path):
    """Of the committed documents and, where they are at hand, of others of every kind: one code path."""
    pdfs = [*ROOT.glob("data/raw/*.pdf"), *ROOT.glob("data/example/raw/*2024*.pdf")]
    pdfs += [*sorted((SHARED / "corpus").glob("*.pdf"))[::4], *SHARED.glob("made/*.pdf"), *SHARED.glob("cases/*.pdf")]
    (tmp_path / "list.txt").write_text("\n".join(map(str, pdfs)))
    extract = [sys.executable, "-m", "disclosure", "extract", *map(str, pdfs), "--out", str(tmp_path / "one"), "--xlsx"]
    one_by_one = subprocess.run(extract, capture_output=True, text=True, timeout=600)
    together = run(tmp_path / "list.txt", "--out", tmp_path / "many", "--workers", 2, "--xlsx")
    assert one_by_one.returncode == together.returncode == 1, one_by_one.stderr + together.stderr
    for pdf in pdfs:
        files = result(tmp_path / "one" / pdf.stem)
        assert files == result(tmp_path / "many" / pdf.stem), pdf.stem
        books = [tmp_path / folder / f"{pdf.stem}.xlsx" for folder in ("one", "many")]
        assert books[0].read_bytes() == books[1].read_bytes(), pdf.stem
        assert {"facts.csv", "checks.csv", "flags.csv", "findings.csv", "datapackage.json"} <= files.keys()


def test_the_data_set_holds_what_the_csv_files_hold(whole):
    import duckdb
    import pandas as pd
    import pyarrow as pa
    import pyarrow.dataset as ds

    out = whole[0]
    for table in TABLES:
        read = ds.dataset(out / "dataset" / table, partitioning="hive").to_table()
        fields = dictionary()["resources"][table]["fields"]
        assert set(read.column_names) == {*fields, "fiscal_year", "province"}
        assert all(field.type == pa.decimal128(*MONEY) for field in read.schema if field.name.endswith("_yuan"))
        if table != "documents":
            rows = [row for path in sorted(out.glob(f"*/{table}.csv")) for row in csv.DictReader(path.open(newline=""))]
            assert read.num_rows == len(rows) == len(pd.read_parquet(out / "dataset" / table))
            texts = [name for name in read.column_names if pa.types.is_string(read.schema.field(name).type)]
            guarded = {"=1+1": "'=1+1"}
            for name in set(texts) & {"document_id", "item", "sentence", "check_id", "question_zh"}:
                found = sorted(guarded.get(text, text) or "" for text in read[name].to_pylist())
                assert found == sorted(row[name] for row in rows), (table, name)
    amounts = [
        Decimal(row["amount_yuan"] or 0) for path in out.glob("*/facts.csv") for row in csv.DictReader(path.open())
    ]
    ((total,),) = duckdb.sql(
        f"SELECT sum(amount_yuan) FROM read_parquet('{out}/dataset/facts/**/*.parquet') WHERE fiscal_year = 2021"
    ).fetchall()
    assert total == sum(amounts) > 0


def test_one_package_describes_it_all(whole):
    from frictionless import validate

    out = whole[0]
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert {r["path"] for r in package["resources"]} == {
        "failures.csv", *(p.relative_to(out).as_posix() for p in (out / "dataset").rglob("*.parquet"))
    }  # fmt: skip
    report = validate(str(out / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])


# --- interrupted ---------------------------------------------------------------------------------------

SEED = random.SystemRandom().randrange(1_000_000)  # a failing moment can be had again: it is printed


def until(done, folder, entries=0):
    """Wait until a run has so many entries in its cache, and a moment more."""
    while len(list(folder.glob(".cache/*/*.zip"))) < entries:
        assert done.poll() is None, "the run has ended before"
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.2))


def test_a_run_killed_at_random_moments_resumes_to_the_same_bytes(corpus, whole, tmp_path):
    moments = sorted(random.Random(SEED).sample(range(2 * len(GOOD) - 1), 2))
    for entries in moments:
        print(f"seed {SEED}: killed after {entries} entries of the cache")
        with subprocess.Popen(command(corpus, "--out", tmp_path), stderr=subprocess.DEVNULL) as one:
            until(one, tmp_path, entries)
            one.kill()
    assert run(corpus, "--out", tmp_path, "-q").returncode == 2
    assert result(tmp_path) == result(whole[0])
    assert [path.name for path in (tmp_path / ".work").iterdir()] == ["lock"], "no draft is left"


def test_readers_killed_at_random_moments_are_replaced(corpus, whole, tmp_path):
    moments = sorted(random.Random(SEED).sample(range(1, 2 * len(GOOD) - 1), 2))
    with subprocess.Popen(command(corpus, "--out", tmp_path, "-q")) as one:
        for entries in moments:
            print(f"seed {SEED}: a reader killed after {entries} entries of the cache")
            until(one, tmp_path, entries)
            random.choice(psutil.Process(one.pid).children()).kill()
        assert one.wait(120) == 2, "for the files that cannot be read, and nothing else"
    assert result(tmp_path) == result(whole[0])


def test_stopped_by_the_keyboard_it_says_so(corpus, tmp_path):
    one = subprocess.Popen(command(corpus, "--out", tmp_path), stderr=subprocess.PIPE, text=True)
    until(one, tmp_path, 2)
    one.send_signal(signal.SIGINT)
    said = one.communicate(timeout=60)[1]
    assert one.returncode == 130 and said.splitlines()[-1].startswith("stopped; run the same again")


@contextmanager
def cluster(folder, workers=2):
    """A Dask scheduler and workers, each a process of its own as on a cluster."""
    address, started = folder / "scheduler.json", []
    dask = Path(sys.executable).with_name("dask")
    options = {"cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    local = ["--host", "127.0.0.1", "--scheduler-file", address]
    started.append(subprocess.Popen([dask, "scheduler", *local, "--port", "0", "--no-dashboard"], **options))
    options["env"] = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [
        dask,
        "worker",
        "--scheduler-file",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--death-timeout",
        "60",
    ]
    started += [subprocess.Popen([*command, "--name", f"w{k}"], **options) for k in range(workers)]
    try:
        while not address.exists() or not address.read_text().strip():
            time.sleep(0.05)
        place = json.loads(address.read_text())["address"]
        with Client(place, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield place, started
    finally:
        for one in started:
            for process in [*psutil.Process(one.pid).children(recursive=True), one] if one.poll() is None else []:
                process.kill()
            one.wait()


def test_a_cluster_gives_the_same_bytes_and_loses_nothing_with_a_worker_or_the_scheduler(corpus, whole, tmp_path):
    out, moment = whole[0], random.Random(SEED)
    with cluster(tmp_path) as (address, (scheduler, *nannies)):
        with subprocess.Popen(command(corpus, "--out", tmp_path / "out", "--scheduler", address, "-q")) as one:
            for nanny, entries in zip(nannies, sorted(moment.sample(range(8), 2)), strict=True):
                until(one, tmp_path / "out", entries)
                for worker in psutil.Process(nanny.pid).children():
                    worker.kill()  # its nanny starts another
            assert one.wait(180) == 2
        assert result(tmp_path / "out") == result(out)

        shutil.rmtree(tmp_path / "out")
        lost = subprocess.Popen(
            command(corpus, "--out", tmp_path / "out", "--scheduler", address), stderr=subprocess.PIPE
        )
        until(lost, tmp_path / "out", moment.randrange(1, 8))  # with none done, it may not have met the scheduler yet
        scheduler.kill()
        said = lost.communicate(timeout=180)[1].decode().splitlines()[-1]
        assert lost.returncode == 2 and "scheduler is gone" in said and "run the same again" in said
    run(corpus, "--out", tmp_path / "out", "-q")
    assert result(tmp_path / "out") == result(out)


# --- poisoned, full, read-only -------------------------------------------------------------------------


def test_a_poisoned_file_costs_one_line(tmp_path):
    """An endless page and a page that unpacks to gigabytes, beside two that are read."""
    folder = tmp_path / "in"
    folder.mkdir()
    excerpt(folder / "a.pdf", 2)
    excerpt(folder / "z.pdf", 3)
    forms = {"A0": (lines() + words(), "1 0 0 1 0 0")}
    forms |= {f"A{k}": (f"/A{k - 1} Do /A{k - 1} Do", "1 0 0 1 0 0") for k in range(1, 40)}
    write(folder / "endless.pdf", Sheet("/A39 Do\n", forms=forms))
    packer = zlib.compressobj(9)
    strokes = b"".join(packer.compress(b"0 0 m 1 1 l S\n" * 100_000) for _ in range(150)) + packer.flush()
    bomb = write(folder / "bomb.pdf", Sheet("X" * 10))
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(strokes)
    bomb.write_bytes(bomb.read_bytes().replace(b"<< /Length 10  >>\nstream\n" + b"X" * 10, head + strokes))
    done = run(folder, "--out", tmp_path / "out", "--seconds", 5, "--megabytes", 400)
    assert done.returncode == 2
    found = failures(tmp_path / "out")
    assert set(found) == {"bomb.pdf", "endless.pdf"} and {row["kind"] for row in found.values()} <= {"time", "memory"}
    assert {path.parent.name for path in (tmp_path / "out").glob("*/facts.csv")} == {"a", "z"}


def test_what_the_machine_may_have_been_too_busy_for_is_read_once_more_after_all_others(monkeypatch, tmp_path):
    asked, told = [], []
    slow = {
        "b": ["time"],
        "c": ["killed", "killed"],
        "d": ["memory"],
    }  # what each is refused for, one time after another

    def in_child(common, function, path, *arguments):
        if function is process:
            asked.append(name := Path(path).stem)
            if refused := slow.get(name):
                raise InputError(path, "it is too slow", "wait", refused.pop(0))
        return really(common, function, path, *arguments)

    really = batch_module._in_child
    monkeypatch.setattr(batch_module, "_in_child", in_child)
    (tmp_path / "in").mkdir()
    for number, name in enumerate("abcde", start=2):
        excerpt(tmp_path / f"in/{name}.pdf", number)
    done = batch_module.batch(tmp_path / "in", tmp_path / "out", workers=1, tell=told.append)
    assert asked == [*"abcde", "b", "c"] and done["documents"] == 3
    assert {row["document_id"]: row["kind"] for row in told if row["status"] == "unreadable"} == {
        "c": "killed",
        "d": "memory",
    }


def test_a_file_that_vanishes_or_changes_while_it_is_read_is_named(tmp_path):
    work = tmp_path / "out/.work/run"
    work.mkdir(parents=True)
    common = {"out": str(work.parents[1]), "cache": str(tmp_path / "cache"), "work": str(work), "ocr": False}
    common |= {"engine": (*fingerprints(), all_files()), "xlsx": True, "sources": None}
    excerpt(path := tmp_path / "x.pdf", 2, 3)
    one = Input(str(path), "x.pdf")
    with pytest.raises(InputError, match="changed while it was read"):
        process(str(path), one, common, lambda page: path.write_bytes(path.read_bytes() + b" ") if page == 1 else None)
    with pytest.raises(InputError, match=r"No such file.*run it again"):
        process(str(path), one, common, lambda page: path.unlink() if page == 1 else None)
    assert not (tmp_path / "out/x").exists() and not list(work.iterdir())


@contextmanager
def small_disk(folder):
    folder.mkdir()
    size = ["mount", "-t", "tmpfs", "-o", "size=700k", "tmpfs", folder]
    if subprocess.run(size, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_full_disk_stops_the_run_in_one_line_and_costs_nothing(corpus, whole, tmp_path):
    import resource

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))

    said = run(corpus, "--out", tmp_path / "out", preexec_fn=limit)
    assert said.returncode == 2 and "Traceback" not in said.stderr
    assert "File too large" in said.stderr.splitlines()[-1] and "run the same again" in said.stderr.splitlines()[-1]
    run(corpus, "--out", tmp_path / "out", "-q")
    assert result(tmp_path / "out") == result(whole[0])
    with small_disk(tmp_path / "disk"):
        said = run(corpus, "--out", tmp_path / "disk/out")
        assert said.returncode == 2 and "No space left" in said.stderr.splitlines()[-1]
        for folder in (path.parent for path in (tmp_path / "disk").glob("out/*/facts.csv")):
            assert result(folder) == result(whole[0] / folder.name), "whole or not at all"


def test_an_output_that_cannot_be_written_is_said_in_one_line(corpus, tmp_path):
    (tmp_path / "file").write_text("")
    for out in (tmp_path / "file/out", Path("/proc/out")):
        said = run(corpus, "--out", out)
        assert said.returncode == 2 and len(said.stderr.splitlines()) == 1 and "cannot be written" in said.stderr
    said = run(tmp_path / "nowhere", "--out", tmp_path / "out")
    assert said.returncode == 2 and "no such folder or list" in said.stderr


def test_a_notebook_tells_of_the_result_when_one_line_is_changed(whole, tmp_path):
    from disclosure.report.execute import execute
    from disclosure.report.export import export

    text = (ROOT / "notebooks/41-many-disclosures.ipynb").read_text(encoding="utf-8")
    assert text.count("data/example/clean") == 1
    own = tmp_path / "own/41-many-disclosures.ipynb"
    own.parent.mkdir()
    own.write_text(text.replace("data/example/clean", str(whole[0])), encoding="utf-8")
    book = execute(own, tmp_path / "41-many-disclosures.ipynb")
    for lang, said in {"zh": "未能读取", "en": "Files that could not be read"}.items():
        assert said in export(book, lang, tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tls://127.0.0.1:9", "certificates"),
        ("nonsense://x", "no Dask scheduler answers"),
    ],
)
def test_a_scheduler_that_cannot_be_met_is_one_line(corpus, tmp_path, address, said):
    done = run(corpus, "--out", tmp_path, "--scheduler", address)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and said in done.stderr, done.stderr


def test_one_run_at_a_time(corpus, tmp_path):
    with batch_module._work_folder(tmp_path):
        said = run(corpus, "--out", tmp_path)
        assert said.returncode == 2 and "another run is at work here" in said.stderr


def test_a_folder_is_put_in_place_whole_also_where_others_do_the_same(tmp_path):
    for content in ("one", "two"):
        (tmp_path / content).mkdir()
        (tmp_path / content / "file").write_text(content)
        put_in_place(tmp_path / content, tmp_path / "final")
        assert result(tmp_path) == {"final/file": content.encode()}


# --- the cache -----------------------------------------------------------------------------------------


@pytest.fixture
def engine(tmp_path):
    """A copy of the engine that a test may change: its sources, and the environment that runs it."""
    shutil.copytree(ROOT / "src", tmp_path / "clone/src")
    shutil.copytree(ROOT / "data/reference", tmp_path / "clone/data/reference")
    return tmp_path / "clone/src/disclosure", {**os.environ, "PYTHONPATH": str(tmp_path / "clone/src")}


def test_nothing_is_done_twice_and_a_changed_rule_asks_for_no_reading(corpus, whole, engine, tmp_path):
    sources, env = engine
    names = [corpus / "a.pdf", corpus / "b.pdf", corpus / "again/a copy.PDF"]
    (tmp_path / "list.txt").write_text("\n".join(map(str, names)) + "\n")

    def counts(out="out", *more):
        done = told(run(tmp_path / "list.txt", "--out", tmp_path / out, "--json", "--workers", 1, *more, env=env))[1]
        return [done[name] for name in ("read", "audited", "unchanged")]

    assert counts() == [2, 0, 0]
    first = result(tmp_path / "out")
    times = {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in first}
    assert counts() == [0, 0, 2]
    assert times == {name: (tmp_path / "out" / name).stat().st_mtime_ns for name in first}, (
        "what has not changed is left alone"
    )
    assert counts("elsewhere", "--cache", tmp_path / "out/.cache") == [0, 0, 2]
    assert result(tmp_path / "elsewhere") == first
    (tmp_path / "out/a/facts.csv").write_text("spoilt")
    for entry in list((tmp_path / "out/.cache").rglob("*.zip"))[:1]:
        entry.write_bytes(entry.read_bytes()[:100])
    assert sum(counts()[:2]) == 1 and result(tmp_path / "out") == first
    with (sources / "audit/question.py").open("a") as file:
        file.write("# a changed rule\n")
    assert counts() == [0, 2, 0]
    with (sources / "pdf/grid.py").open("a") as file:
        file.write("# a changed engine\n")
    assert counts() == [2, 0, 0]
    shutil.rmtree(tmp_path / "out/.cache")
    assert counts() == [2, 0, 0] and result(tmp_path / "out") == first


def test_the_fingerprints_cover_what_is_loaded_and_opened():
    """What reading or audit load of the project, and every file of the reference data that they open, counts."""
    from disclosure.run.cache import AUDIT, READING, depends_on

    for done, module in ((f"extract.extract({str(PDF)!r})", READING), ("audit.audit(clean)", AUDIT)):
        code = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pathlib import Path
import disclosure.run.extraction as extract, disclosure.audit as audit
clean = Path({str(ROOT / "data/clean/471-2021")!r})
opened.clear()
{done}
modules = [m.__file__ for m in sys.modules.values() if getattr(m, "__file__", None)] if {module == AUDIT} else []
print(*opened, *modules, sep=chr(10))"""
        lines = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        own = (f"{ROOT}/src/disclosure/", f"{ROOT}/data/reference/")
        met = {line for line in lines.splitlines() if line.startswith(own) and line.endswith((".py", ".yml", ".csv"))}
        assert met and not met - set(map(str, depends_on(module))), module


def test_the_fingerprints_name_the_version_of_every_installed_library():
    from importlib.metadata import packages_distributions, version

    from disclosure.run.cache import AUDIT, _versions
    from disclosure.run.imports import imported, source

    named = {name for path in imported(AUDIT) for name in source(path).libraries}
    installed = {name: found for name, found in packages_distributions().items() if name in named}
    told = dict(line.split() for line in _versions(AUDIT))
    assert {"yaml", "camelot"} <= told.keys() == installed.keys()
    assert all(told[name] in map(version, found) for name, found in installed.items())


def test_a_rule_asks_for_an_audit_and_a_chart_for_nothing():
    from disclosure.run.cache import AUDIT, READING, depends_on

    reading, audit = ({path.relative_to(ROOT).as_posix() for path in depends_on(one)} for one in (READING, AUDIT))
    assert {"src/disclosure/pdf/grid.py", "data/reference/forms/00-national.yml"} <= reading < audit
    rules = {"src/disclosure/audit/rules/rates.py", "data/reference/rules/00-national.yml", "data/reference/names.yml"}
    assert rules <= audit - reading
    charts = {"src/disclosure/report/charts/bars.py", "src/disclosure/analysis/comparison.py", "src/disclosure/cli.py"}
    assert not charts & audit


@pytest.mark.parametrize("forged", ["../../outside", "..", "/tmp/outside", "a\\b", "C:evil"])
def test_a_forged_entry_of_the_cache_is_none(tmp_path, forged):
    """Neither one that was changed, nor that of another document, nor one with a name that leads elsewhere."""
    cache = Cache(tmp_path / "cache")
    cache.put("ab", {"x": b"1"})
    cache.put("cd", {"x": b"2"})
    first, second = sorted((tmp_path / "cache").rglob("*.zip"))
    first.write_bytes(second.read_bytes())
    assert cache.get("ab") is None, "another's"
    with zipfile.ZipFile(second) as archive:
        comment = archive.comment
    with zipfile.ZipFile(second, "w") as archive:
        archive.writestr("x", b"3")
        archive.comment = comment
    assert cache.get("cd") is None, "changed"
    cache.put("ef", {forged: b"1"})
    assert cache.get("ef") is None, "a path"


def test_a_cache_entry_is_whole_or_none(tmp_path):
    cache = Cache(tmp_path)
    cache.put("ab", {"x": b"1", "y": b"2"})
    assert cache.get("ab") == {"x": b"1", "y": b"2"} and cache.get("cd") is None
    (entry,) = tmp_path.rglob("*.zip")
    for size in range(0, entry.stat().st_size, 7):
        entry.write_bytes(entry.read_bytes()[:size])
        assert cache.get("ab") is None
        cache.put("ab", {"x": b"1", "y": b"2"})


def test_a_worker_of_another_engine_stops_the_run(tmp_path):
    ours = (*fingerprints(), all_files())
    with pytest.raises(StoppedError, match="another version of the engine"):
        read_one(Input("x.pdf", "x.pdf"), {"engine": ("other", *ours[1:])})
    with pytest.raises(StoppedError, match="another version of the engine"):  # changed since the worker has started
        process("x.pdf", Input("x.pdf", "x.pdf"), {"engine": (*ours[:2], "other")}, lambda page: None)
