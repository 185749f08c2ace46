"""Damaged PDFs, a fixed sample: each gets an answer. `python benchmarks/fuzz.py` does as many as one likes."""

import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).parents[2] / "benchmarks/fuzz.py"
pytestmark = pytest.mark.slow


def test_every_damaged_file_gets_an_answer():
    run = subprocess.run([sys.executable, FUZZ, "--cases", "80"], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "80 cases" in run.stdout
