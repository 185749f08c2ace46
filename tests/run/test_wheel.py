"""The wheel holds all that the command needs: code, forms, fonts, templates, notebooks; it works without the clone."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PDF = ROOT / "data/example/raw/example-2023-budget.pdf"  # a short one
TOLD = ("20", "35")  # notebooks that are run from the wheel: with findings, and the overview with its charts
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A fresh environment with the wheel installed; what the project depends on is this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--quiet"]
    offline = ["--no-index", "--no-deps"]
    command = [*pip, "wheel", *offline, "--no-build-isolation", "-w", folder, ROOT]
    subprocess.run(command, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    into = [*pip, "--python", folder / "env", "install", *offline, "--ignore-installed", wheel]
    subprocess.run(into, check=True, capture_output=True)
    (site,) = (folder / "env").glob("**/site-packages")
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib"))
    return next(folder.glob("env/*/disclosure*")), site


def test_it_holds_what_the_command_reads(installed):
    _, site = installed
    files = (
        "shipped/data/reference/dictionary.yml",
        "report/templates/report.css",
        "report/fonts/DisclosureSansSC-Bold.otf",
    )
    for name in files:
        assert (site / "disclosure" / name).is_file()
    for folder in ("notebooks", "data/reference"):
        ours, shipped = ROOT / folder, site / "disclosure/shipped" / folder
        names = {path.relative_to(ours) for path in ours.rglob("*.*") if not path.name.startswith(".")}
        assert names and {path.relative_to(shipped) for path in shipped.rglob("*.*")} >= names
    assert (site / "helpers.py").is_file()


def test_it_reads_and_reports_without_the_clone(installed, tmp_path):
    command, site = installed
    where = [command.with_name("python"), "-c", "import disclosure; print(disclosure.__file__)"]
    for book in sorted((site / "disclosure/shipped/notebooks").glob("[0-9]*.ipynb")):
        if not book.name.startswith(TOLD):  # each of them is run in the clone; that they are here, the test above sees
            text = book.read_text(encoding="utf-8")
            book.write_text(text.replace('"any_document": true', '"any_document": false'), encoding="utf-8")
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}  # it may lead to the clone
    options = {"cwd": tmp_path, "env": alone, "capture_output": True, "text": True}
    assert subprocess.run(where, **options).stdout.startswith(str(site))
    run = subprocess.run([command, "report", PDF, "--out", tmp_path], **options)
    assert run.returncode == 0, run.stderr
    made = (tmp_path / f"clean/{PDF.stem}/facts.csv").read_bytes()
    assert made == (ROOT / f"data/example/clean/{PDF.stem}/facts.csv").read_bytes()
    assert (tmp_path / "index.html").is_file() and len(list(tmp_path.glob("zh/*.html"))) == len(TOLD)
