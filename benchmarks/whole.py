"""The whole way, from a command's start to reports and batches, as ratios to one fixed work of the same run.

    python benchmarks/whole.py [--quick] [--save]

The fixed work is camelot's default reading of all tables of data/raw/471-2021.pdf: seconds are one machine's at one
time, ratios to it travel. Each step is a process of its own (or several); its time is that of the processor, with all
processes that it starts, beside the time by the clock. ``--quick`` leaves out reports and batches;
``--save`` writes benchmarks/WHOLE.md.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import psutil
from linear import make

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "data/raw/471-2021.pdf"
BATCH = 40
FOLDERS = 1000
PAGES = 1000
CHANGED = "notebooks/34-procurement-and-assets.ipynb"


class Taken(NamedTuple):
    """Seconds of the processor and by the clock, and peak megabytes of the largest process, 0 where not asked."""

    processor: float
    clock: float
    peak: float = 0.0


def command(*words: object, rounds: int = 3, before: Callable[[], object] = lambda: None) -> Taken:
    """The best of several runs of a command; ``before`` each something may be put right."""
    found = []
    for _ in range(rounds):
        before()
        found.append(watched([str(word) for word in words], ROOT / "benchmarks", dict(os.environ)))
    return min(found)


def watched(words: list[str], folder: Path, environment: dict[str, str]) -> Taken:
    """Run a command, and look ten times a second at what it and all its processes have taken.

    What a process has taken is lost where nobody waits for it, as kernels are not waited for that are forked from one
    process; and what lived shorter than a look is in the sum of those that were waited for.
    """
    then, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile("w+") as errors:
        run = subprocess.Popen(words, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        seen: dict[int, float] = {}
        while run.poll() is None:
            with contextlib.suppress(psutil.Error):
                own = psutil.Process(run.pid)
                for process in (own, *own.children(recursive=True)):
                    with contextlib.suppress(psutil.Error):
                        seen[process.pid] = sum(process.cpu_times()[:2])
            time.sleep(0.1)
        clock, now = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        errors.seek(0)
        if run.returncode not in (0, 1):
            sys.exit(f"{' '.join(words)}: {errors.read()[-2000:]}")
    waited = now.ru_utime + now.ru_stime - then.ru_utime - then.ru_stime
    return Taken(max(waited, sum(seen.values())), clock)


def within(code: str, *given: object, rounds: int = 3) -> Taken:
    """The best of several timings that a process takes of itself: ``code`` calls ``timed(function)`` for one work."""
    found = []
    for _ in range(rounds):
        run = subprocess.run([sys.executable, "-c", _TIMED + code, *map(str, given)], capture_output=True, text=True)
        if run.returncode:
            sys.exit(run.stderr[-2000:])
        found.append(Taken(*json.loads(run.stdout.splitlines()[-1])))
    return min(found)


_TIMED = f"""
import json, resource, sys, time
sys.path.insert(0, {str(ROOT / "src")!r})
def timed(work, rounds=1):
    best = (9e9, 9e9)
    for k in range(rounds):
        start, clock = time.process_time(), time.perf_counter()
        work()
        best = min(best, (time.process_time() - start, time.perf_counter() - clock))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    print(json.dumps([*best, peak]))
"""
_CAMELOT = """
import camelot
timed(lambda: camelot.read_pdf(sys.argv[1], pages="all", flavor="lattice", suppress_stdout=True))
"""
_CLEAN = """
import itertools, pathlib
from disclosure.run.document import clean
names = (pathlib.Path(sys.argv[2], str(k)) for k in itertools.count())
clean(sys.argv[1], next(names))
timed(lambda: clean(sys.argv[1], next(names)), 3)
"""
_LONG = """
from disclosure.run.document import clean
import disclosure.audit
timed(lambda: clean(sys.argv[1], sys.argv[2]))
"""
_ASK = """
import os
os.environ["XDG_CACHE_HOME"] = sys.argv[2]
from disclosure.store.sql import sql
timed(lambda: sql("SELECT role, sum(amount) AS amount FROM facts GROUP BY role", sys.argv[1]))
"""
_HELPERS = "timed(lambda: __import__('helpers'))"
_CHART = """
import helpers
document = helpers.open_document(sys.argv[1])
parts = document.functions()
timed(lambda: helpers.show_chart(helpers.bars, parts, title="Expenditure", alt="Bars", source=document.source()))
"""


def copies(folder: Path, count: int) -> Path:
    """So many distinct PDFs, each a copy of the disclosure with a comment at its end."""
    folder.mkdir()
    content = DOCUMENT.read_bytes()
    for k in range(count):
        (folder / f"471-{k:05d}.pdf").write_bytes(content + b"\n%% copy %d\n" % k)
    return folder


def folders(folder: Path, count: int) -> Path:
    """So many folders of clean data of the disclosure."""
    folder.mkdir()
    for k in range(count):
        shutil.copytree(ROOT / "data/clean/471-2021", folder / f"471-{k:05d}", copy_function=os.link)
    return folder


def one_notebook(place: Path) -> Taken:
    """``make reports`` in a copy of the checkout, all done, where a sentence of one notebook has changed."""
    clone = place / "clone"
    left_out = shutil.ignore_patterns(".git", ".venv", ".cache", "reports", "site", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, clone, ignore=left_out)
    task = [sys.executable, "-m", "disclosure.tasks", "reports"]
    environment = os.environ | {"PYTHONPATH": str(clone / "src")}

    watched(task, clone, environment)
    book = json.loads((clone / CHANGED).read_text(encoding="utf-8"))
    cell = next(cell for cell in reversed(book["cells"]) if cell["cell_type"] == "code")
    cell["source"] = ["# changed\n", *cell["source"]]
    (clone / CHANGED).write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    return watched(task, clone, environment)


def measured(quick: bool) -> dict[str, Taken]:
    """Every step with what it takes; the fixed work first."""
    disclosure = [sys.executable, "-m", "disclosure"]
    found: dict[str, Taken] = {}

    def step(name: str, taken: Taken) -> None:
        found[name] = taken
        print(f"  {name}: {taken.processor:.2f} s", file=sys.stderr, flush=True)

    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        out = place / "out"
        step("camelot's default reading of the disclosure", within(_CAMELOT, DOCUMENT))
        step("`disclosure --version`", command(*disclosure, "--version"))
        step("`import helpers`", within(_HELPERS))
        step("first chart after it", within(_CHART, ROOT / "data/clean/471-2021"))
        step("file to audited data, warm", within(_CLEAN, DOCUMENT, place / "warm"))
        fresh = lambda: shutil.rmtree(out, ignore_errors=True)  # noqa: E731
        step(
            "`disclosure extract`, start to exit", command(*disclosure, "extract", DOCUMENT, "--out", out, before=fresh)
        )
        make(PAGES, long := place / "long.pdf")
        step(f"{PAGES:,} pages to audited data", within(_LONG, long, place / "long", rounds=1))
        many = folders(place / "folders", FOLDERS)
        step(f"first question to {FOLDERS:,} folders of CSV files", within(_ASK, many, place / "cache", rounds=1))
        step("the next question", within(_ASK, many, place / "cache"))
        if not quick:
            pdfs = copies(place / "pdfs", BATCH)
            batch = [*disclosure, "batch", pdfs, "--out", place / "batch", "--workers", 2, "--quiet"]
            step(f"batch of {BATCH} documents, two workers", command(*batch, rounds=1))
            step(
                "all reports, both languages",
                command(*disclosure, "report", DOCUMENT, "--out", place / "reports", rounds=1),
            )
            step("`make reports`, one notebook changed", one_notebook(place))
    return found


def table(found: dict[str, Taken]) -> str:
    """The steps as a Markdown table."""
    fixed = next(iter(found.values())).processor
    lines = ["| step | ÷ camelot | processor, s | clock, s | peak, MB |", "|---|--:|--:|--:|--:|"]
    for name, taken in found.items():
        peak = f"{taken.peak:.0f}" if taken.peak else ""
        lines.append(f"| {name} | {taken.processor / fixed:.3f} | {taken.processor:.2f} | {taken.clock:.2f} | {peak} |")
    if (batch := next((t for name, t in found.items() if name.startswith("batch")), None)) is not None:
        lines.append(f"| documents a second in the batch | | | {BATCH / batch.clock:.2f} | |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="no reports and no batch")
    parser.add_argument("--save", action="store_true", help="write benchmarks/WHOLE.md")
    options = parser.parse_args()
    subprocess.run([sys.executable, "-m", "disclosure.pdf.compiled"], cwd=ROOT / "src", stdout=subprocess.DEVNULL)
    kept = any((ROOT / "src/disclosure").glob("__pycache__/cli.*.pyc"))
    said = (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"{datetime.date.today().isoformat()}; the project's bytecode "
        f"{'was at hand' if kept else 'was not kept: each process compiled it'}."
    )
    text = f"{said}\n\n{table(measured(options.quick))}\n"
    print(text)
    if options.save:
        head = (
            "# The whole way\n\nMade by `make bench-whole`: ratios to one work of the same run travel, seconds do not."
        )
        (ROOT / "benchmarks/WHOLE.md").write_text(f"{head} {text}", encoding="utf-8")


if __name__ == "__main__":
    main()
