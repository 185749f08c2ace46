"""The wheel holds all that the command needs: code, forms, fonts, templates and notebooks."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "-w", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_holds_what_the_command_reads(unpacked):
    for name in ("reference/forms/00-national.yml", "templates/report.css", "fonts/DisclosureSansSC-Bold.otf"):
        assert (unpacked / "disclosure" / name).is_file()
    ours = {path.name for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert {path.name for path in (unpacked / "disclosure/notebooks").glob("*.ipynb")} == ours
    assert (unpacked / "helpers.py").is_file()


def test_it_works_without_the_clone(unpacked, tmp_path):
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    where = "import disclosure.reference as r; print(r.reference_folder())"
    run = subprocess.run([sys.executable, "-c", where], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert run.stdout.strip() == str(unpacked / "disclosure/reference")
    command = [sys.executable, "-m", "disclosure", "extract", ROOT / "data/raw/471-2021.pdf", "--out", tmp_path]
    assert subprocess.run(command, env=env, cwd=tmp_path, capture_output=True).returncode == 0
    made = (tmp_path / "471-2021/facts.csv").read_bytes()
    assert made == (ROOT / "data/clean/471-2021/facts.csv").read_bytes()
