"""This engine and its peers on the same documents, in one run.

Each tool works in a process of its own and reads the same files in turn with the others, round after round, so
that a busy moment of the machine hits all of them. Written down are the best time of each, the peak memory of
its process after one reading of the disclosure, and how many of the disclosure's cells it got right.

    python benchmarks/bench.py [--rounds 5] [--save]
"""

from __future__ import annotations

import argparse
import csv
import datetime
import itertools
import json
import os
import platform
import re
import select
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIMIT = 120.0  # seconds for one file
ENOUGH = 20.0  # seconds after which a file is not read again by the same tool
DOCUMENT = ROOT / "data/raw/471-2021.pdf"
TOOLS = {
    "engine": "this engine",
    "camelot": "camelot, default",
    "camelot_vector": "camelot, vector",
    "camelot_split": "camelot, vector, split_text, boxes_flow=None",
    "pdfplumber": "pdfplumber",
    "pymupdf": "PyMuPDF",
    "tabula": "tabula-py",
    "tablers": "tablers",
    "pdfspine": "pdfspine",
    "pdfplumber_rs": "pdfplumber-rs",
    "bolivar": "bolivar",
    "pdfmuse": "pdfmuse, Markdown",
    "floor": "floor: PDFium hands over all, no table logic",
}


# --- the tools, each in its own process ----------------------------------------------------------------


def engine(file):
    from disclosure.pdf.grid import find_tables
    from disclosure.pdf.pages import read_pages

    return [table.rows() for page in read_pages(file) for table in find_tables(page)]


def camelot(file, **options):
    import camelot

    read = camelot.read_pdf(file, pages="all", flavor="lattice", suppress_stdout=True, **options)
    return [table.df.values.tolist() for table in read]


def camelot_vector(file):
    return camelot(file, engine="vector")


def camelot_split(file):
    return camelot(file, engine="vector", split_text=True, layout_kwargs={"boxes_flow": None})


def pdfplumber(file):
    import pdfplumber

    with pdfplumber.open(file) as pdf:
        return [table for page in pdf.pages for table in page.extract_tables()]


pdfplumber_rs = bolivar = pdfplumber  # the same name of the package, from other folders
APART = {"pdfplumber_rs": "pdfplumber-rs", "bolivar": "bolivar"}
"""Peers that take the name of another: make bench puts them into folders of their own."""


def pymupdf(file):
    import pymupdf

    with pymupdf.open(file) as pdf:
        return [table.extract() for page in pdf for table in page.find_tables().tables]


def tabula(file):
    import tabula

    tables = tabula.read_pdf(file, pages="all", lattice=True, output_format="json", silent=True, force_subprocess=True)
    return [[[cell["text"] for cell in row] for row in table["data"]] for table in tables]


def tablers(file):
    import tablers

    pdf = tablers.Document(file)
    found = [t for page in pdf.pages() for t in tablers.find_tables(page, extract_text=True)]
    return [[[cell.text if cell else "" for cell in row] for row in table.to_list()] for table in found]


def pdfmuse(file):
    import pdfmuse

    lines = pdfmuse.to_markdown(Path(file).read_bytes()).splitlines()  # a tenth of the time of its objects
    rows = [line.strip("|").split("|") if line.startswith("|") else None for line in lines]
    return [
        [row for row in some if not all(set(cell) <= set(" :-") for cell in row)]
        for whole, some in itertools.groupby(rows, key=bool)
        if whole
    ]


def pdfspine(file):
    import pdfspine

    return [table.extract() for page in pdfspine.open(file) for table in page.find_tables().tables]


def floor(file):
    import floor

    return floor.read(file)


def work(tool: str) -> None:
    """Answer each file named on standard input with a line: seconds, peak memory, tables."""
    import resource

    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a tool prints is not an answer
    sys.path.insert(0, str(ROOT / "src"))
    for line in sys.stdin:
        start = time.perf_counter()
        try:
            tables, error = globals()[tool](line.strip()), ""
        except Exception as problem:
            tables, error = [], f"{type(problem).__name__}: {problem}".split("\n")[0][:100]
        seconds = time.perf_counter() - start
        peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        peak /= 1024 if sys.platform != "darwin" else 1024 * 1024
        print(json.dumps({"seconds": seconds, "peak": peak, "tables": tables, "error": error}), file=out, flush=True)


class Worker:
    """A tool in its process; ``trouble`` says why it does not work, or no longer."""

    def __init__(self, tool: str) -> None:
        self.tool, self.trouble, self.peak = tool, "", 0.0
        self.times: dict[Path, list[float]] = {}
        self.tables: dict[Path, list] = {}
        self.broken: dict[Path, str] = {}
        self.start()

    def start(self) -> None:
        environment = dict(os.environ)
        if self.tool in APART:
            folder = Path(sys.prefix) / APART[self.tool]
            environment["PYTHONPATH"] = str(folder)
            if not folder.is_dir():
                self.trouble = "not installed"
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--work", self.tool],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def read(self, file: Path) -> None:
        if self.trouble or file in self.broken or sum(self.times.get(file, [])) > ENOUGH:
            return
        try:
            self.process.stdin.write(f"{file}\n".encode())
            self.process.stdin.flush()
            ready = select.select([self.process.stdout], [], [], LIMIT)[0]
            answer = json.loads(self.process.stdout.readline()) if ready else {"error": f"cut off after {LIMIT:.0f} s"}
        except (OSError, ValueError):
            answer = {"error": "its process ended"}
        if "seconds" not in answer:
            self.process.kill()
            self.start()
        if error := answer["error"]:
            self.broken[file] = error
            if re.search("No module named|Java|java", error):
                self.trouble = "not installed" if "module" in error else "needs Java"
            return
        self.times.setdefault(file, []).append(answer["seconds"])
        self.tables[file] = answer["tables"]
        self.peak = self.peak or answer["peak"]

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()

    def speed(self, files: dict[Path, int]) -> float | None:
        """Pages a second over ``files``, the best round of each."""
        if any(file not in self.times for file in files):
            return None
        return sum(files.values()) / sum(min(self.times[file]) for file in files)


# --- right cells ---------------------------------------------------------------------------------------


def golden() -> list[list[list[str]]]:
    """The twenty tables of the disclosure as published, white space removed."""
    found = []
    for path in sorted((ROOT / "tests/golden/471-2021").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            found.append(list(csv.reader(file)))
    return found


def right_cells(tables: list, truth: list[list[list[str]]]) -> int:
    """Cells with the printed text in the printed place, in the best of the tables read (or two in a row).

    A row too many, such as a header again on the next page, costs nothing but itself.
    """
    tables = [[[re.sub(r"\s", "", str(x or "")) for x in row] for row in table] for table in tables]
    tables += [a + b for a, b in itertools.pairwise(tables)]
    return sum(max((_aligned(table, wanted) for table in tables), default=0) for wanted in truth)


def _aligned(table: list[list[str]], wanted: list[list[str]]) -> int:
    """The most cells that can agree when rows are matched in order."""
    best = [0] * (len(wanted) + 1)
    for row in table:
        line = [0]
        for k, other in enumerate(wanted):
            same = sum(a == b for a, b in zip(row, other, strict=False))
            line.append(max(best[k] + same, best[k + 1], line[k]))
        best = line
    return best[-1]


# --- the run -------------------------------------------------------------------------------------------


def pages(file: Path) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(file)
    try:
        return len(document)
    finally:
        document.close()


def documents() -> dict[Path, int]:
    """The disclosure, and beside a checkout that has them, its other editions and other disclosures."""
    files = [DOCUMENT]
    for folder in "editions", "corpus":
        files += sorted((ROOT.parent / "shared" / folder).glob("*.pdf"))
    return {file: pages(file) for file in files}


def table(workers: list[Worker], files: dict[Path, int]) -> list[list[str]]:
    truth = golden()
    cells = sum(len(row) for wanted in truth for row in wanted)
    editions = [file for file in files if file.name.startswith(DOCUMENT.stem)]
    first = {DOCUMENT: files[DOCUMENT]}
    head = ["tool", *(f"right of {cells:,}: {file.stem}" for file in editions)]
    head += ["pages/s", "slower by", "pages/s, all files", "slower by", "peak MB", ""]
    rows = [head]
    for worker in workers:
        row = [TOOLS[worker.tool]]
        for file in editions:
            known = file in worker.tables and worker.tool != "floor"
            row.append(f"{right_cells(worker.tables[file], truth):,}" if known else "")
        for some in first, files:
            speed, own = worker.speed(some), workers[0].speed(some)
            row += [f"{speed:.1f}", f"{own / speed:.2f}"] if speed and own else ["", ""]
        row.append(f"{worker.peak:.0f}" if worker.peak else "")
        row.append(worker.trouble or "; ".join(f"{file.name}: {why}" for file, why in worker.broken.items()))
        rows.append(row)
    return rows


def laid_out(rows: list[list[str]]) -> str:
    """Rows as a Markdown table whose columns stand under each other."""
    wide = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    last = len(wide) - 1
    lines = [
        "| " + " | ".join(f"{x:{'<' if k in (0, last) else '>'}{wide[k]}}" for k, x in enumerate(row)) + " |"
        for row in rows
    ]
    rule = ["-" * (width + 1) + ("-" if k in (0, last) else ":") for k, width in enumerate(wide)]
    return "\n".join([lines[0], "|" + "|".join(rule) + "|", *lines[1:]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tools", nargs="*", default=list(TOOLS), choices=list(TOOLS))
    parser.add_argument("--save", action="store_true", help="write benchmarks/RESULTS.md")
    parser.add_argument("--work", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        return work(options.work)
    # The machine code is made once on each machine, as a compiled peer's was before it was published.
    subprocess.run([sys.executable, "-m", "disclosure.pdf.compiled"], cwd=ROOT / "src", stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-c", "import floor; floor.kernels()"], cwd=ROOT / "benchmarks")
    files = documents()
    workers = [Worker(tool) for tool in options.tools]
    try:
        for number in range(options.rounds):
            for file in files:
                for worker in workers:
                    if sys.stderr.isatty():
                        print(f"\rround {number + 1}: {file.stem}, {worker.tool}".ljust(78), end="", file=sys.stderr)
                    worker.read(file)
    finally:
        for worker in workers:
            worker.stop()
    if sys.stderr.isatty():
        print("\r".ljust(79), end="\r", file=sys.stderr)
    others = f"and {len(files) - 1} other documents ({sum(files.values())} pages in all)"
    said = (
        f"{DOCUMENT.name} ({files[DOCUMENT]} pages) {others if len(files) > 1 else '(no other documents here)'}. "
        f"Best of up to {options.rounds} rounds; {os.cpu_count()} cores, {platform.machine()}, "
        f"Python {platform.python_version()}, {datetime.date.today().isoformat()}."
    )
    text = f"{said}\n\n{laid_out(table(workers, files))}\n"
    print(text)
    if options.save:
        (ROOT / "benchmarks/RESULTS.md").write_text(
            f"# This engine and its peers\n\nMade by `make bench`. {text}", encoding="utf-8"
        )


if __name__ == "__main__":
    main()
