"""Warm kernels: as fresh as any other, and gone with what started them."""

import json
import subprocess
import sys
import time

import nbformat
import psutil
import pytest

from disclosure.report.execute import execute

pytestmark = [pytest.mark.notebook, pytest.mark.skipif(sys.platform != "linux", reason="kernels start cold here")]
LOOK = """
import builtins, json, os, sys
loaded = {"disclosure.words", "helpers", "pandas"} & sys.modules.keys()
print(json.dumps([os.getpid(), os.getcwd(), hasattr(builtins, "left"), sorted(loaded), os.environ.get("PRICES")]))
builtins.left = True
"""


def notebook(folder, code):
    path = folder / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)
    return path


def test_each_notebook_begins_with_nothing_of_the_one_before(tmp_path, monkeypatch):
    monkeypatch.setenv("PRICES", "rising")
    path, seen = notebook(tmp_path, LOOK), []
    for _ in range(2):
        *_, cell = nbformat.read(execute(path, tmp_path / "done.ipynb"), as_version=4).cells
        seen.append(json.loads(cell.outputs[0].text))
    (pid, *state), (other, *again) = seen
    assert pid != other
    assert state == again == [str(tmp_path), False, ["disclosure.words", "helpers", "pandas"], "rising"]
    assert not psutil.pid_exists(pid) and not psutil.pid_exists(other)


def test_kernels_end_with_a_process_that_is_killed(tmp_path):
    path = notebook(
        tmp_path,
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(__import__('os').getpid())); import time; time.sleep(600)",
    )
    code = f"from disclosure.report.execute import Path, execute; execute(Path({str(path)!r}), Path('x'))"
    with subprocess.Popen([sys.executable, "-c", code], cwd=tmp_path) as one:
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
            assert one.poll() is None
            time.sleep(0.05)
        kernel = psutil.Process(int((tmp_path / "pid").read_text()))
        (source,) = psutil.Process(one.pid).children()
        one.kill()
    assert not psutil.wait_procs([kernel, source], timeout=20)[1]
