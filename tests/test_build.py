"""``make reports`` does again what a change asks for, and nothing else."""

import importlib.util
import json
import shutil
import subprocess
import sys

import pytest
from documents import PDF, ROOT

from disclosure.run.imports import imported

NAMES = {"raw", "extract", "audit", "notebook", "report", "beside", "front"}


@pytest.fixture(scope="module")
def dodo():
    spec = importlib.util.spec_from_file_location("dodo", ROOT / "dodo.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def asked_for(dodo, path):
    """The steps of which a file is an input, by their names, and the notebooks among them."""
    steps = {name: getattr(dodo, f"task_{name}")() for name in NAMES}
    tasks = [(name, task) for name, made in steps.items() for task in ([made] if isinstance(made, dict) else made)]
    return {f"{name}:{t['name']}" if name == "notebook" else name for name, t in tasks if path in t.get("file_dep", [])}


@pytest.mark.parametrize(
    ("path", "first"),
    [
        ("data/raw/471-2021.pdf", "extract"),
        ("src/disclosure/pdf/grid.py", "extract"),
        ("src/disclosure/forms/lines.py", "extract"),
        ("data/reference/forms/00-national.yml", "extract"),
        ("src/disclosure/audit/rules/down_column.py", "audit"),
        ("src/disclosure/audit/ledger.py", "audit"),
        ("src/disclosure/report/drawing.py", "notebook"),
        ("src/disclosure/analysis/year_over_year.py", "notebook"),
        ("src/helpers.py", "notebook"),
        ("src/disclosure/report/templates/report.css", "report"),
        ("src/disclosure/run/batch.py", None),
        ("src/disclosure/tasks.py", None),
    ],
)
def test_a_changed_file_asks_for_its_own_step_first(dodo, path, first):
    order = ["extract", "audit", "notebook", "report", "beside", "front"]
    asked = {step.partition(":")[0] for step in asked_for(dodo, ROOT / path)}
    assert next((step for step in order if step in asked), None) == first


def test_a_changed_notebook_asks_for_itself_and_a_changed_title_for_the_index_too(dodo, tmp_path, monkeypatch):
    notebook = ROOT / "notebooks/30-year-over-year.ipynb"
    assert asked_for(dodo, notebook) == {"notebook:30-year-over-year"}
    copies = [shutil.copy(path, tmp_path) for path in dodo.NOTEBOOKS]
    monkeypatch.setattr(dodo, "NOTEBOOKS", [tmp_path / path.name for path in dodo.NOTEBOOKS])
    before, changed = dodo.contents(), tmp_path / notebook.name
    book = json.loads(changed.read_text(encoding="utf-8"))
    (title, *_) = [cell for cell in book["cells"] if cell["source"][0].startswith("# ")]
    assert len(copies) > 10

    def contents_with(cell, text):
        cell["source"] += [text]
        changed.write_text(json.dumps(book), encoding="utf-8")
        return dodo.contents()

    assert contents_with(book["cells"][-1], "\nmore") == before
    title["source"][0] = "# Another title\n"
    assert contents_with(book["cells"][-1], "\nmore") != before


def test_a_changed_chart_form_asks_for_the_notebooks_that_draw_it(dodo):
    drawn = {"notebook:20-audit", "notebook:40-compare"}
    assert asked_for(dodo, ROOT / "src/disclosure/report/charts/ledger.py") == drawn
    assert drawn < asked_for(dodo, ROOT / "src/disclosure/report/charts/colours.py") - {"report", "beside", "front"}


def test_imports_are_followed_wherever_they_stand():
    names = {path.name for path in imported("disclosure.run.document", but=["disclosure.audit"])}
    assert {"grid.py", "extraction.py", "limits.py"} <= names, "some are imported in a function"
    assert not names & {"ledger.py", "charts.py", "batch.py", "cli.py"}
    rules = {path.name for path in (ROOT / "src/disclosure/audit/rules").glob("*.py")}
    assert rules <= {path.name for path in imported("disclosure.audit")}, "a package that loads what lies in it"
    with pytest.raises(ModuleNotFoundError, match=r"disclosure\.nothing"):
        imported("disclosure.nothing")


@pytest.mark.slow
def test_doit_runs_the_steps_of_a_change_and_no_other(tmp_path):
    for name in ("src", "data/reference", "data/raw", "data/clean", "data/example"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dodo.py", "notebooks"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)

    def done(*appended):
        for name in appended:
            with (tmp_path / name).open("a", encoding="utf-8") as file:
                file.write("\n# a change\n")
        run = subprocess.run(
            [sys.executable, "-m", "doit", "extract", "audit"], cwd=tmp_path, capture_output=True, text=True,
            env={"PYTHONPATH": str(tmp_path / "src"), "PATH": "/usr/bin", "DISCLOSURE_PLAIN": "1"},
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        steps = [line.removeprefix(".  ") for line in run.stdout.splitlines() if line.startswith(".  ")]
        return [step for step in steps if not step.startswith("raw:")]  # what sources.yml says is checked each time

    extract, audit = f"extract:{PDF.stem}", f"audit:{PDF.stem}"
    assert done() == [extract, audit]
    assert done() == []
    assert done("src/disclosure/report/drawing.py", "src/disclosure/cli.py") == []
    assert done("src/disclosure/audit/rules/rates.py") == [audit]
    assert done("src/disclosure/prose/statements.py") == [extract]
