"""What ``make`` does, where there is no make: ``python -m disclosure.tasks check``, in a clone of the project.

The Makefile calls the same tasks once it has made the environment, so that each is written once. Only the standard
library is imported: the tools run as processes of their own.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
"""The clone. Tasks are for it alone: an installed wheel has no tests and no ``dodo.py``."""
JOBS = os.environ.get("JOBS", "2")
"""How many processes a task may use."""


def tool(name: str) -> str:
    """The path of a command of this environment."""
    scripts = sysconfig.get_path("scripts")
    found = sys.executable if name == "python" else shutil.which(name, path=scripts)
    if not found:
        sys.exit(f"{name} is not in {scripts}: run {sys.executable} -m pip install -r requirements-test.lock")
    return found


def run(*command: str) -> int:
    """Run a command in the clone, its output as it comes; its exit status."""
    return subprocess.run(command, cwd=ROOT).returncode


def reports(more: Sequence[str]) -> int:
    """PDFs to clean data, audit, notebooks and HTML reports in reports/"""
    (ROOT / ".cache").mkdir(exist_ok=True)
    return run(tool("doit"), "-n", JOBS, "--db-file", ".cache/doit.db", *more)


def test(more: Sequence[str]) -> int:
    """the whole test suite"""
    return run(tool("pytest"), "-n", JOBS, "--dist", "loadfile", "--no-loadscope-reorder", *more)


def lab(more: Sequence[str]) -> int:
    """JupyterLab on the collection, with LANGUAGE=zh in the environment on the same notebooks in Chinese"""
    # Desktops set LANGUAGE too, to a list such as zh_CN:en; its first is meant.
    language = re.split(r"[:_.@]", os.environ.get("LANGUAGE", ""))[0]
    if not (ROOT / "data/reference/locale" / language / "LC_MESSAGES").is_dir():
        first = "--LabApp.default_url=/lab/tree/notebooks/00-index.ipynb"
        return run(tool("jupyter"), "lab", f"--ServerApp.root_dir={ROOT}", first, *more)
    folder = ROOT / ".cache/lab" / language  # made from the catalogue, and made anew each time
    write = (
        f"from disclosure.report.translated import Path, write_translated; write_translated({language!r}, Path.cwd())"
    )
    folder.mkdir(parents=True, exist_ok=True)
    if status := subprocess.run([tool("python"), "-c", write], cwd=folder).returncode:
        return status
    os.environ["DISCLOSURE_LANGUAGES"] = language
    first = "--LabApp.default_url=/lab/tree/00-index.ipynb"
    return run(tool("jupyter"), "lab", f"--ServerApp.root_dir={folder}", first, *more)


def docs(more: Sequence[str]) -> int:
    """the documentation site in site/, offline"""
    return run(tool("python"), "-m", "sphinx", "--fail-on-warning", "--quiet", "docs", "site", *more)


def bench(more: Sequence[str]) -> int:
    """this project and its peers on the same documents"""
    return run(sys.executable, "benchmarks/bench.py", *more)


def bench_whole(more: Sequence[str]) -> int:
    """the whole way, as ratios to camelot's reading (--quick: no reports, no batch)"""
    return run(sys.executable, "benchmarks/whole.py", *more)


CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "notebooks": ["nbstripout", "--verify", *map(str, sorted(ROOT.glob("notebooks/*.ipynb")))],
    "layers": ["lint-imports"],
    "messages": ["python", "-m", "disclosure.words.catalogue", "--check"],
    "types": ["mypy", "src"],
    "unit tests": ["pytest", "-q", "-m", "unit", "-n", JOBS],
}
"""What ``check`` asks, each of a tool of the environment."""


def check(more: Sequence[str]) -> int:
    """format, lint, layers, messages, types and unit tests, in under a minute"""

    def one(name: str) -> int:
        (command, *arguments), start = CHECKS[name], time.monotonic()
        asked = subprocess.run(
            [tool(command), *arguments], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        verdict = f"fails\n{asked.stdout.rstrip()}" if asked.returncode else "holds"
        print(f"{name} ({time.monotonic() - start:.0f} s): {verdict}", flush=True)
        return asked.returncode

    with ThreadPoolExecutor(len(CHECKS)) as pool:
        return max(pool.map(one, CHECKS))


TASKS: dict[str, Callable[[Sequence[str]], int]] = {
    task.__name__.replace("_", "-"): task for task in (reports, check, test, lab, docs, bench, bench_whole)
}
"""The tasks by name."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the task that is named, with whatever else is said handed on to its tool; its exit status."""
    listed = "\n".join(f"  {name:<13}{task.__doc__}" for name, task in TASKS.items())
    parser = argparse.ArgumentParser(
        prog="python -m disclosure.tasks", description=__doc__.partition("\n")[0], epilog=f"tasks:\n{listed}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("task", choices=TASKS, metavar="TASK")
    parser.add_argument("more", nargs=argparse.REMAINDER, help="handed on to what the task runs")
    asked = parser.parse_args(arguments)
    if not (ROOT / "pyproject.toml").exists():
        parser.error("tasks are for a clone of the project; `disclosure --help` has what is installed")
    # Tasks start dozens of Pythons that import the same libraries, which each would compile again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return TASKS[asked.task](asked.more)


if __name__ == "__main__":
    sys.exit(main())
