"""Habits a reader relies on: stripped notebooks, one style, no trace of the machine that wrote a file."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
pytestmark = pytest.mark.slow


def run(*command):
    return subprocess.run([*map(str, command)], cwd=ROOT, capture_output=True, text=True)


def tracked():
    listed = run("git", "ls-files", "-z")
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_notebooks_are_stripped():
    notebooks = [path for path in tracked() if path.suffix == ".ipynb"]
    if not notebooks:
        pytest.skip("no notebook yet")
    checked = run(BIN / "nbstripout", "--verify", *notebooks)
    assert checked.returncode == 0, (
        f"{checked.stdout}\nrun .venv/bin/nbstripout on these (make hooks does it at each commit)"
    )


def test_lint():
    checked = run(BIN / "ruff", "check", ".")
    assert checked.returncode == 0, checked.stdout


def test_format():
    checked = run(BIN / "ruff", "format", "--check", ".")
    assert checked.returncode == 0, f"{checked.stdout}\nrun .venv/bin/ruff format"


def test_no_file_names_a_registry_or_a_folder_of_this_machine():
    """Such an address works on one machine only, and a mirror's is nobody else's business."""
    hosts = ["pypi.", "files.pythonhosted.", "registry.npmjs.", "deb.debian.", "conda.anaconda."]
    patterns = [re.escape(host + "org") for host in hosts]
    home = ROOT.parent  # the folder that holds the checkout
    if home != Path(home.anchor) and home != Path(tempfile.gettempdir()):
        patterns.append(rf"(?<![\w.:/-]){re.escape(home.as_posix())}/")
    pattern = re.compile("|".join(patterns).encode())
    for path in tracked():
        found = pattern.search(path.read_bytes())
        assert not found, f"{path.relative_to(ROOT)}: {found[0].decode()}"
