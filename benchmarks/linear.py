"""Time and memory against length: of the reader and of the whole way, by pages and by the units of a department.

python benchmarks/linear.py      writes benchmarks/linear.svg and prints the tables behind it

``reader`` finds the tables of documents made of the disclosure's pages, ``pages`` makes audited clean data of the same,
and ``units`` of a department that prints its own tables and those of each of its units, which have names of their own.
Time is that of the processor.
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
LENGTHS = {
    "reader": [20, 25, 50, 100, 250, 500, 1000, 2000],
    "pages": [25, 50, 100, 250, 500, 1000],
    "units": [5, 10, 25, 50, 100],
}
ROUNDS = {"reader": 3, "pages": 2, "units": 2}
LABELS = {"reader": "tables of pages", "pages": "audited data of pages", "units": "audited data of units"}


def make(pages: int, target: Path) -> None:
    """A document of the disclosure's pages, again and again, each with objects of its own."""
    import pypdfium2

    source, made = pypdfium2.PdfDocument(DOCUMENT), pypdfium2.PdfDocument.new()
    while len(made) < pages:
        made.import_pages(source, list(range(min(len(source), pages - len(made)))))
    made.save(target)


def make_units(units: int, target: Path) -> None:
    """A department with so many units: its own tables, the sums of theirs, and two tables and a text of each."""
    sys.path.insert(0, str(ROOT / "tests"))
    from sheets import draw, page

    head = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]

    def tables(name: str, times: int, most: int) -> list[str]:
        def line(code: str, what: str, basic: int, project: int) -> list[str]:
            return [code, what, *(f"{n:.2f}" for n in (basic + project, basic, project))]

        school, other = (100 * times, 40 * times), (20 * times, 10 * times)
        both = school[0] + other[0], school[1] + other[1]
        lines = [
            line("205", "教育支出", *both),
            line("20502", "普通教育", *school),
            line("2050203", "初中教育", *school),
            line("20599", "其他教育支出", *other),
            line("2059999", "其他教育支出", *other),
            line("", "合计", *both),
        ]
        sides = [
            ["收入", "<", "支出", "<"],
            ["项目", "预算数", "项目", "预算数"],
            ["一、一般公共预算拨款收入", f"{sum(both):.2f}", "一、教育支出", f"{sum(both):.2f}"],
            ["收入总计", f"{sum(both):.2f}", "支出总计", f"{sum(both):.2f}"],
        ]
        text = f"{name}2024年支出预算{sum(both):.2f}万元，其中：基本支出{both[0]:.2f}万元，项目支出{both[1]:.2f}万元。"
        return [
            page("2024年部门收支总表", f"部门：{name}", "单位：万元", sides),
            page("2024年部门支出总表", f"部门：{name}", "单位：万元", [head, *lines]),
            page("2024年一般公共预算支出表", f"部门：{name}", "单位：万元", [head, *lines]),
            page(f"{name}预算编制说明", text),
        ]

    sums = tables("某某市教育局", sum(range(1, units + 1)), units)
    own = [one for k in range(1, units + 1) for one in tables(f"某某市第{k}中学", k, units)]
    draw(target, page("某某市教育局2024年部门预算"), *sums, *own)


def measure(what: str, file: str) -> None:
    """Read a file in this process, and print its processor seconds, peak megabytes, and how much was found."""
    sys.path.insert(0, str(ROOT / "src"))
    from disclosure.pdf import compiled
    from disclosure.pdf.grid import find_tables
    from disclosure.pdf.pages import read_pages

    compiled.load(make=True)
    if what == "reader":
        start = time.process_time()
        found = sum(len(table.cells) for page in read_pages(file) for table in find_tables(page))
    else:
        import disclosure.audit  # noqa: F401  (what is imported is no part of the time)
        from disclosure.run.document import clean

        clean(DOCUMENT, Path(file).with_suffix(".before"))
        start = time.process_time()
        found = sum(clean(file, Path(file).with_suffix(".out"))["checks"].values())
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1 << 20)
    print(json.dumps([seconds, peak, found]))


def run() -> dict[str, dict[int, list[float]]]:
    """For each length the best time of several rounds, the peak memory, and how many cells or checks there are."""
    found: dict[str, dict[int, list[float]]] = {}
    for what, lengths in LENGTHS.items():
        for length in lengths:
            with tempfile.TemporaryDirectory() as folder:
                (make_units if what == "units" else make)(length, file := Path(folder) / f"long-{length}.pdf")
                rounds = []
                for _ in range(ROUNDS[what]):
                    command = [sys.executable, __file__, what, str(file)]
                    rounds.append(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
            found.setdefault(what, {})[length] = [min(x) for x in zip(*rounds, strict=True)]
    return found


def draw_plot(found: dict[str, dict[int, list[float]]]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "linear"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    for (what, values), colour in zip(found.items(), ("#1f4e79", "#c05a1e", "#4b7f52"), strict=True):
        style = {"marker": "o", "color": colour, "label": LABELS[what]}
        left.loglog(list(values), [seconds for seconds, *_ in values.values()], **style)
        right.semilogx(list(values), [peak for _, peak, _ in values.values()], **style)
    left.set(title="Seconds of the processor", xlabel="pages or units")
    right.set(title="Peak memory of the process, MB", xlabel="pages or units")
    right.set_ylim(bottom=0)
    left.legend(frameon=False)
    for axes in left, right:
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(ROOT / "benchmarks/linear.svg", metadata={"Date": None})


def main() -> None:
    found = run()
    for what, values in found.items():
        of = "units" if what == "units" else "pages"
        print(f"{LABELS[what]}\n{of}  seconds  {of}/s  peak MB   {'cells' if what == 'reader' else 'checks'}")
        for length, (seconds, peak, count) in values.items():
            print(f"{length:5d}  {seconds:7.3f}  {length / seconds:7.1f}  {peak:7.1f}  {count:6d}")
    print(f"Memory of the reader, 250 pages against 25: {found['reader'][250][1] / found['reader'][25][1]:.2f}")
    draw_plot(found)


if __name__ == "__main__":
    measure(*sys.argv[1:]) if len(sys.argv) > 1 else main()
