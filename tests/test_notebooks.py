"""The notebooks: how they are written, that they run top to bottom, and that clean data is what they say."""

import ast
import itertools
import json
import re
from pathlib import Path

import nbformat
import pytest

from disclosure.report import LANGUAGES, execute, export

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
CLEAN = ROOT / "data/clean/471-2021"


def source(cell):
    return "".join(cell["source"])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request):
    return request.param


def test_the_collection_is_numbered_by_stage():
    assert [p.stem[:2] for p in NOTEBOOKS] == sorted({p.stem[:2] for p in NOTEBOOKS})
    assert NOTEBOOKS[0].stem == "00-index"


def test_it_reads_like_an_article(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [source(cell) for cell in cells if cell["cell_type"] == "code"]
    prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
    assert len(prose) >= 0.4 * len(cells)
    assert max(len(text.splitlines()) for text in code) <= 25
    by_language = {lang: [c for c in prose if lang in c["metadata"].get("tags", [])] for lang in LANGUAGES}
    assert len(by_language["zh"]) == len(by_language["en"]) > 0
    for lang, own in by_language.items():
        levels = [len(m[1]) for cell in own for m in re.finditer(r"^(#+) ", source(cell), re.M)]
        assert levels[0] == 1 and levels.count(1) == 1, f"{lang}: one title, and first"
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), f"{lang}: no level is skipped"


def test_it_imports_helpers_and_pandas_and_defines_no_function(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tree = ast.parse("\n".join(source(cell) for cell in cells if cell["cell_type"] == "code"))
    assert not [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    engine = {module for module in modules if module.split(".")[0] == "disclosure"}
    assert not engine, f"{engine}: the engine is reached through helpers"


def test_no_amount_is_typed_into_prose(path):
    """Every figure with decimals, a thousands separator or a per cent sign is computed."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "markdown":
            typed = re.findall(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d+ ?%", source(cell))
            assert not typed, f"{typed} in: {source(cell)[:80]}"


def test_it_runs_and_what_it_declares_exists(path, executed):
    book = nbformat.read(executed(path), as_version=4)
    assert all(cell.execution_count for cell in book.cells if cell.cell_type == "code")
    declared = book.metadata["disclosure"]
    for name in [*declared["inputs"], *declared["outputs"]]:
        assert (CLEAN / name).exists(), name
    warned = [out.text for cell in book.cells for out in cell.get("outputs", []) if out.get("name") == "stderr"]
    assert warned == []


def test_it_reads_what_it_declares(path):
    """The build re-runs a notebook for the files it declares, so it must not read others."""
    cells = json.loads(path.read_text(encoding="utf-8"))
    code = "\n".join(source(cell) for cell in cells["cells"] if cell["cell_type"] == "code")
    declared = cells["metadata"]["disclosure"]["inputs"]
    used = set(re.findall(r'frame\("(\w+)"\)', code))
    used |= {"facts"} if re.search(r"\.(fact|facts|table|year|organisation|source)\b", code) else set()
    used |= {"statements"} if re.search(r"\.(stated|statements)\b", code) else set()
    used |= {"tables"} if re.search(r"\.source\(", code) else set()
    assert {f"{name}.csv" for name in used} <= set(declared)


def test_the_same_run_gives_the_same_report(executed, tmp_path):
    notebook = ROOT / "notebooks/30-year-over-year.ipynb"
    first = export(executed(notebook), "zh", tmp_path / "a")
    again = export(execute(notebook, tmp_path / notebook.name), "zh", tmp_path / "b")
    assert first.read_bytes() == again.read_bytes()
