"""The steps behind ``make reports``: each runs again only when what it reads has changed.

raw → extract → one notebook each → reports → index. doit keeps the hashes of inputs in .cache/doit.db.
"""

import hashlib
import json
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent
ENGINE = sorted(ROOT.glob("src/disclosure/**/*.py"))
REFERENCE = sorted(path for path in ROOT.glob("data/reference/**/*") if path.is_file())
TEMPLATES = sorted(ROOT.glob("src/disclosure/report/templates/*"))
SOURCED = ROOT / "data/raw/sources.yml"
SOURCES = yaml.safe_load(SOURCED.read_text(encoding="utf-8"))
PDFS = [ROOT / "data/raw" / source["file"] for source in SOURCES if source["file"].endswith(".pdf")]
CLEAN = {pdf: ROOT / "data/clean" / pdf.stem for pdf in PDFS}
STORY = CLEAN[PDFS[0]]  # the disclosure that the committed notebooks tell of
NOTEBOOKS = sorted(ROOT.glob("notebooks/[0-9]*.ipynb"))
EXECUTED = ROOT / ".cache/executed"
REPORTS = ROOT / "reports"

DOIT_CONFIG = {"default_tasks": ["raw", "extract", "notebook", "index"], "verbosity": 1}


def check_raw(source):
    """Stop the run where a raw file is not the one that sources.yml describes."""
    path = ROOT / "data/raw" / source["file"]
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "nothing"
    if found != source["sha256"]:
        sys.exit(
            f"{path.relative_to(ROOT)}: expected sha256 {source['sha256'][:16]}…, found {found[:16]}…; raw files are "
            f"never changed: restore it with `git checkout -- {path.relative_to(ROOT)}`, or describe a new file in "
            "data/raw/sources.yml"
        )


def task_raw():
    """Raw files are the ones described in sources.yml."""
    for source in SOURCES:
        yield {"name": source["file"], "actions": [(check_raw, [source])]}


def task_extract():
    """PDFs into clean data, with the first audit."""
    for pdf, folder in CLEAN.items():
        yield {
            "name": pdf.stem,
            "actions": [f'"{sys.executable}" -m disclosure extract "{pdf}" --out "{folder.parent}"'],
            "file_dep": [pdf, *ENGINE, *REFERENCE],
            "task_dep": [f"raw:{pdf.name}"],
            "targets": [folder / "datapackage.json", folder / "facts.csv", folder / "checks.csv"],
            "verbosity": 2,
        }


def inputs_of(notebook):
    """The clean files that a notebook says it reads; of every document for one that compares them."""
    declared = json.loads(notebook.read_text(encoding="utf-8"))["metadata"].get("disclosure", {})
    folders = CLEAN.values() if declared.get("collection") or declared.get("many") else [STORY]
    return [folder / name for folder in folders for name in declared.get("inputs", [])]


def run_notebook(notebook):
    """Execute a notebook and export it in both languages."""
    from disclosure.report.build import LANGUAGES, execute, export

    executed = execute(notebook, EXECUTED / notebook.name)
    for lang in LANGUAGES:
        export(executed, lang, REPORTS)


def task_notebook():
    """Each notebook executed and exported."""
    for notebook in NOTEBOOKS:
        told = NOTEBOOKS if notebook.stem == "00-index" else [notebook]  # the index tells of all of them
        yield {
            "name": notebook.stem,
            "actions": [(run_notebook, [notebook])],
            "file_dep": [
                *told,
                ROOT / "src/helpers.py",
                *ENGINE,
                *REFERENCE,
                *TEMPLATES,
                SOURCED,
                *inputs_of(notebook),
            ],
            "task_dep": [f"extract:{pdf.stem}" for pdf in CLEAN],
            "targets": [
                EXECUTED / notebook.name,
                *(REPORTS / lang / f"{notebook.stem}.html" for lang in ("zh", "en")),
            ],
        }


def make_index():
    """The page that leads to every report."""
    from disclosure.report.build import write_index

    write_index([EXECUTED / notebook.name for notebook in NOTEBOOKS], REPORTS, STORY)


def task_index():
    """reports/index.html"""
    return {
        "actions": [make_index],
        "file_dep": [*(EXECUTED / notebook.name for notebook in NOTEBOOKS), *sorted(STORY.glob("*.*")), *TEMPLATES],
        "task_dep": [f"notebook:{notebook.stem}" for notebook in NOTEBOOKS],
        "targets": [REPORTS / "index.html"],
    }
