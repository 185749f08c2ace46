"""Time and memory against the number of pages, from 20 to 2,000, on documents made of the disclosure's pages.

python benchmarks/linear.py      writes benchmarks/linear.svg and prints the table behind it
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "data/raw/471-2021.pdf"
PAGES = [20, 25, 50, 100, 250, 500, 1000, 2000]
ROUNDS = 3


def make(pages: int, target: Path) -> None:
    """A document of the disclosure's pages, again and again, each with objects of its own."""
    import pypdfium2

    source, made = pypdfium2.PdfDocument(DOCUMENT), pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(target)


def measure(file: str) -> None:
    """Read a file in this process, and print its seconds, peak megabytes and number of cells."""
    sys.path.insert(0, str(ROOT / "src"))
    from disclosure.pdf import compiled
    from disclosure.pdf.grid import find_tables
    from disclosure.pdf.pages import read_pages

    compiled.load(make=True)
    start = time.perf_counter()
    cells = sum(len(table.cells) for page in read_pages(file) for table in find_tables(page))
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    print(json.dumps([seconds, peak, cells]))


def run() -> dict[int, list[float]]:
    """For each number of pages the best time of several rounds, the peak memory, and the cells read."""
    found: dict[int, list[float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for pages in PAGES:
            make(pages, file := Path(folder) / f"{pages}.pdf")
            rounds = []
            for _ in range(ROUNDS):
                command = [sys.executable, __file__, str(file)]
                rounds.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
            found[pages] = [min(x) for x in zip(*rounds, strict=True)]
            file.unlink()
    return found


def draw(found: dict[int, list[float]]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "linear"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    left.loglog(list(found), [values[0] for values in found.values()], marker="o", color="#1f4e79")
    left.set(title="Seconds", xlabel="pages")
    right.semilogx(list(found), [values[1] for values in found.values()], marker="o", color="#1f4e79")
    right.set(title="Peak memory of the process, MB", xlabel="pages")
    right.set_ylim(bottom=0)
    for axes in left, right:
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(ROOT / "benchmarks/linear.svg", metadata={"Date": None})


def main() -> None:
    found = run()
    print("pages  seconds  pages/s  peak MB   cells")
    for pages, (seconds, peak, cells) in found.items():
        print(f"{pages:5d}  {seconds:7.3f}  {pages / seconds:7.1f}  {peak:7.1f}  {cells:6d}")
    print(f"Memory of 250 pages against 25: {found[250][1] / found[25][1]:.2f}")
    draw(found)


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
