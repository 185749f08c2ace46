"""The steps behind ``make reports``: each runs again only when what it reads has changed.

raw → extract → audit → one notebook each → its report → front pages. Of the engine a step depends on the files that it
imports. doit keeps the hashes of inputs in .cache/doit.db.
"""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import yaml
from doit.tools import config_changed

from disclosure.files.kinds import SUFFIXES
from disclosure.report.notebooks import declared, is_front_page, same_disclosure
from disclosure.run.imports import imported
from disclosure.store.csv_files import dictionary

ROOT = Path(__file__).parent
REFERENCE = sorted(path for path in ROOT.glob("data/reference/**/*") if path.is_file())
TEMPLATES = sorted(ROOT.glob("src/disclosure/report/templates/*"))
SOURCED = ROOT / "data/raw/sources.yml"
SOURCES = yaml.safe_load(SOURCED.read_text(encoding="utf-8"))
PDFS = [ROOT / "data/raw" / source["file"] for source in SOURCES if source["file"].endswith(SUFFIXES)]
CLEAN = {pdf: ROOT / "data/clean" / pdf.stem for pdf in PDFS}
STORY = CLEAN[PDFS[0]]  # the disclosure that the committed notebooks tell of
CLEANED = sorted(STORY.glob("*.*"))
EXAMPLE = sorted(
    path for path in (ROOT / "data/example/clean").iterdir() if path.is_dir()
)  # what those that compare tell of
NOTEBOOKS = sorted(ROOT.glob("notebooks/[0-9]*.ipynb"))
LONGER = [path for path in NOTEBOOKS if not is_front_page(path)]
EXECUTED = ROOT / ".cache/executed"
REPORTS = ROOT / "reports"

DOIT_CONFIG = {"default_tasks": ["raw", "extract", "audit", "notebook", "report", "beside", "front"], "verbosity": 1}


def engine(*modules, but=()):
    """The sources of these modules and of what they import, with the files other than Python that lie beside them."""
    sources = imported(*modules, but=but)
    rooms = {path.parent for path in sources} | {path.parent / "fonts" for path in sources}
    return [*sources, *(path for room in rooms for path in room.glob("*.*") if path.suffix in (".ttf", ".otf", ".yml"))]


READER = engine("disclosure.run.document", but=["disclosure.audit"])
AUDIT = engine("disclosure.audit")
FORMS = [f"disclosure.report.charts.{path.stem}" for path in ROOT.glob("src/disclosure/report/charts/[a-z]*.py")]
DESK = engine("helpers", "disclosure.report.build", but=FORMS)
CHECKED = {"checks", "flags", "findings"} & dictionary()["resources"].keys()
"""What the audit writes of a document's tables; extraction writes the others."""
READ = dictionary()["resources"].keys() - CHECKED - {"documents", "failures"}


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


def run_extract(pdf, out):
    """Read and audit a PDF; that a check fails is a finding, and no reason to stop."""
    done = subprocess.run([sys.executable, "-m", "disclosure", "extract", pdf, "--out", out])
    return done.returncode in (0, 1)


def task_extract():
    """PDFs into clean data, with the first audit."""
    for pdf, folder in CLEAN.items():
        yield {
            "name": pdf.stem,
            "actions": [(run_extract, [pdf, folder.parent])],
            "file_dep": [pdf, *READER, *REFERENCE],
            "task_dep": [f"raw:{pdf.name}"],
            "targets": [folder / "datapackage.json", *(folder / f"{name}.csv" for name in sorted(READ))],
            "verbosity": 2,
        }


def run_audit(folder):
    """Audit clean data as they are."""
    from disclosure.run.document import audited

    audited(folder)


def task_audit():
    """Clean data audited again where a rule has changed, or the data by hand."""
    for pdf, folder in CLEAN.items():
        yield {
            "name": pdf.stem,
            "actions": [(run_audit, [folder])],
            "file_dep": [*(folder / f"{name}.csv" for name in sorted(READ)), *AUDIT, *REFERENCE],
            "task_dep": [f"extract:{pdf.stem}"],
            "targets": [folder / f"{name}.csv" for name in sorted(CHECKED)],
        }


def inputs_of(notebook):
    """The clean files that a notebook says it reads: of the made-up department where it compares documents."""
    own = declared(notebook)
    folders = EXAMPLE if own.get("collection") or own.get("many") else [STORY]
    return [folder / name for folder in folders for name in own.get("inputs", [])]


def drawn_with(notebook):
    """The chart forms that a notebook names."""
    words = set(re.findall(r"\w+", notebook.read_text(encoding="utf-8")))
    return engine(*(form for form in FORMS if form.rpartition(".")[2] in words))


def contents():
    """What notebooks and reports tell of the others: their titles, and the files that they read and write."""
    return json.dumps({path.name: declared(path) for path in NOTEBOOKS})


def run_notebook(notebook):
    """Execute a notebook."""
    from disclosure.report.execute import execute

    execute(notebook, EXECUTED / notebook.name)


def task_notebook():
    """Each notebook executed."""
    for notebook in NOTEBOOKS:
        yield {
            "name": notebook.stem,
            "actions": [(run_notebook, [notebook])],
            "file_dep": [notebook, *{*DESK, *drawn_with(notebook)}, *REFERENCE, SOURCED, *inputs_of(notebook)],
            "uptodate": [config_changed(contents())] if notebook.stem == "00-index" or notebook not in LONGER else [],
            "task_dep": [f"audit:{pdf.stem}" for pdf in CLEAN],
            "targets": [EXECUTED / notebook.name],
        }


def write_report(notebook):
    """Export an executed notebook in both languages."""
    from disclosure.report.build import LANGUAGES
    from disclosure.report.export import export

    for lang in LANGUAGES:
        export(EXECUTED / notebook.name, lang, REPORTS, siblings=same_disclosure(notebook, LONGER))


def task_report():
    """Each executed notebook as a report; the front page, which lists the others, comes with the index."""
    titles = contents()  # each leads to the one before it and the one after it
    for notebook in LONGER:
        yield {
            "name": notebook.stem,
            "actions": [(write_report, [notebook])],
            "file_dep": [EXECUTED / notebook.name, *TEMPLATES, *DESK, *REFERENCE],
            "uptodate": [config_changed(titles)],
            "targets": [REPORTS / lang / f"{notebook.stem}.html" for lang in ("zh", "en")],
        }


def make_letter():
    """The questions to the publisher."""
    from disclosure.report.letter import write_letter

    write_letter(PDFS[0], STORY, REPORTS)


def make_package():
    """All there is to take away of the disclosure."""
    from disclosure.report.build import write_package_zip

    write_package_zip(STORY, REPORTS, PDFS[0])


def task_beside():
    """What lies beside the reports: the questions to the publisher, and the package"""
    told = {
        "letter": (make_letter, [REPORTS / lang / "questions.html" for lang in ("zh", "en")]),
        "package": (make_package, [REPORTS / f"{STORY.name}.zip"]),
    }
    for name, (action, targets) in told.items():
        yield {
            "name": name,
            "actions": [action],
            "file_dep": [PDFS[0], *CLEANED, *TEMPLATES, *DESK, *REFERENCE],
            "task_dep": [f"audit:{STORY.name}"],
            "targets": targets,
        }


def make_front_pages():
    """The pages that lead to every report."""
    from disclosure.report.build import write_front_pages

    write_front_pages([EXECUTED / notebook.name for notebook in NOTEBOOKS], REPORTS, STORY, PDFS[0])


def task_front():
    """reports/index.html, and the front page of each language"""
    return {
        "actions": [make_front_pages],
        "file_dep": [*(EXECUTED / notebook.name for notebook in NOTEBOOKS), *CLEANED, *TEMPLATES, *DESK, *REFERENCE],
        "task_dep": [*(f"report:{notebook.stem}" for notebook in LONGER), "beside:letter", "beside:package"],
        "targets": [REPORTS / "index.html", *(REPORTS / lang / "index.html" for lang in ("zh", "en"))],
    }
