"""The notebooks: how they are written, that they run top to bottom, and that clean data is what they say."""

import ast
import base64
import io
import itertools
import json
import re
import shutil
import statistics
from decimal import Decimal
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from documents import SHARED
from filelock import FileLock
from pdfs import Sheet, text, write

from disclosure.model.part import Part
from disclosure.report.build import LANGUAGES
from disclosure.report.execute import execute
from disclosure.report.export import export
from disclosure.report.kernel import source as source_of_kernels
from disclosure.report.notebooks import for_any_document, for_collections
from disclosure.run.document import clean as read_document
from disclosure.store.csv_files import dictionary, write_package, write_table

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
    """A title, then prose before code; a third of the characters is prose, code comes in short steps."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = [source(cell) for cell in cells if cell["cell_type"] == "code"]
    prose = [source(cell) for cell in cells if cell["cell_type"] == "markdown"]
    sentences = [node.value for text in code for node in ast.walk(ast.parse(text)) if is_sentence(node)]
    words = sum(map(len, prose)) + sum(map(len, sentences))
    logic = sum(map(len, code)) - sum(map(len, sentences))
    assert words >= (words + logic) / 3, "less than a third of the characters is prose"
    assert max(len(text.splitlines()) for text in code) <= 20, "a cell of more than 20 lines"
    assert len(cells) <= 45
    levels = [len(m[1]) for text in prose for m in re.finditer(r"^(#+) ", text, re.M)]
    assert levels[0] == 1 and levels.count(1) == 1, "one title, and first"
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels)), "no level is skipped"


def test_code_comes_in_short_steps():
    """Over the whole collection: half of the code cells have five lines or fewer."""
    books = [json.loads(path.read_text(encoding="utf-8"))["cells"] for path in NOTEBOOKS]
    assert (
        statistics.median(
            len(source(cell).splitlines()) for cells in books for cell in cells if cell["cell_type"] == "code"
        )
        <= 5
    )


def is_sentence(node: ast.AST) -> bool:
    """A text of several words: a sentence for readers."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.count(" ") > 2


def test_no_branch_in_it_asks_what_is_missing(path):
    """``say``, ``show_table`` and ``show_chart`` know what to do with nothing; a notebook has no if statement."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tree = ast.parse("\n".join(source(cell) for cell in cells if cell["cell_type"] == "code"))
    assert not [node.lineno for node in ast.walk(tree) if isinstance(node, ast.If)]


def test_one_line_says_which_document_it_tells_of(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    tagged = [source(cell) for cell in cells if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assert len(re.findall(r"^(?:DOCUMENTS?|FOLDER) =", tagged[0], re.M)) == 1


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


READS = {
    "fact|facts|table|functions|basic_expenditure|organisation": ["facts"],
    "year_over_year|change": ["facts", "statements", "checks"],
    "execution": ["facts", "statements"],
    "undertakings|projects": ["projects", "procurement"],
    "three_public|statements|stated": ["facts", "statements"],
    "procurement_items|procurement": ["procurement"],
    "assets|assets_held": ["assets"],
    "indicators": ["project_indicators"],
    "payment_plan|project_plan": ["project_plan"],
    "checks": ["checks"],
    "questions": ["flags"],
    "findings": ["findings"],
}
"""What of the clean data a document is asked for by these names."""


def test_it_reads_what_it_declares(path):
    """The build re-runs a notebook for the files it declares, so it must not read others."""
    cells = json.loads(path.read_text(encoding="utf-8"))
    code = "\n".join(source(cell) for cell in cells["cells"] if cell["cell_type"] == "code")
    declared = cells["metadata"]["disclosure"]["inputs"]
    used = set(re.findall(r'frame\("(\w+)"\)', code))
    used |= {name for pattern, names in READS.items() if re.search(rf"\.({pattern})\b", code) for name in names}
    used |= {"tables"} if re.search(r"\.source\(", code) else set()
    assert {f"{name}.csv" for name in used} <= set(declared)


def test_the_same_run_gives_the_same_report(executed, tmp_path):
    notebook = ROOT / "notebooks/20-audit.ipynb"
    first = export(executed(notebook), "zh", tmp_path / "a")
    warm = source_of_kernels().process
    warm.kill()  # so that the next kernel is another process's: what hangs on the order of a set would show
    warm.wait()
    again = export(execute(notebook, tmp_path / notebook.name), "zh", tmp_path / "b")
    assert first.read_bytes() == again.read_bytes()


# --- on any disclosure ---------------------------------------------------------------------------------


def written_by_hand(folder: Path) -> tuple[Path, Path]:
    """A disclosure of one table with one class and one line, and nothing else: the least there can be."""
    pdf = write(folder / "least.pdf", Sheet(text(60, 700, "Nothing but a line")))
    clean = folder / "least"
    fact = dict.fromkeys(dictionary()["resources"]["facts"]["fields"], "") | {
        "document_id": "least", "fiscal_year": "2023", "organisation_name": "某某局", "phase": "approved",
        "basis": "current", "role": "expenditure_by_function", "direction": "expenditure", "column_role": "total",
        "measure": "total", "null_kind": "value", "amount_yuan": Decimal(1_234_500), "amount_raw": "123.45",
        "unit_raw": "万元", "page": 1, "table": 1, "column": 2, "x0": 60.0, "top": 60.0, "x1": 90.0, "bottom": 80.0,
        "read_by": "text",
    }  # fmt: skip
    lines = [("201", "一般公共服务支出"), ("20101", "人大事务"), ("2010101", "行政运行")]
    facts = [
        fact
        | {"fact_id": f"p01t1r{level:02d}c02", "row": level, "function_code": code, "function_name": name}
        | {"level": level, "row_role": "leaf" if level == len(lines) else "subtotal"}
        for level, (code, name) in enumerate(lines, start=1)
    ]
    facts.append(fact | {"fact_id": "p01t1r04c02", "row": 4, "item": "合计", "row_role": "total"})
    table = {"table_id": "t01", "document_id": "least", "role": "expenditure_by_function", "title": "支出预算总表"}
    rows = {name: [] for name in dictionary()["resources"]} | {"facts": facts}
    rows["tables"] = [table | {"pages": "1", "parts": "p01t1", "unit": "万元", "is_empty": False, "certainty": "ruled"}]
    for name, own in rows.items():
        write_table(clean, name, own)
    source = {"document_id": "least", "fiscal_year": "2023", "phase": "approved"}
    parts = [Part("least.pdf", "0" * 64, first_page=1, page_count=1)]
    write_package(clean, title="某某局 2023", source=source, parts=parts, tables={"facts": list(fact)})
    return pdf, clean


DISCLOSURES = {
    "least": None,
    "national form": SHARED / "made" / "made-central-1.pdf",
    "prose that contradicts itself": SHARED / "corpus" / "putuo-justice-2026.pdf",
    "no prose figures": SHARED / "corpus" / "jiangsu-cppcc-2018.pdf",
}


@pytest.fixture(scope="session", params=DISCLOSURES, ids=lambda name: name.replace(" ", "-"))
def disclosure(request, together):
    """PDF and clean data of a disclosure, read once for all workers of a test session."""
    source = DISCLOSURES[request.param]
    if source and not source.exists():
        pytest.skip(f"{source.name} is not on this machine")
    folder = together / "disclosures"
    folder.mkdir(exist_ok=True)
    with FileLock(folder / f"{request.param}.lock"):
        if source is None:
            return written_by_hand(folder)
        if not (folder / source.stem / "checks.csv").exists():
            read_document(source, folder)
    return source, folder / source.stem


ANY = [path for path in NOTEBOOKS if for_any_document(path) and not for_collections(path)]


@pytest.mark.notebook
@pytest.mark.parametrize("notebook", ANY, ids=lambda path: path.stem)
def test_it_tells_of_any_disclosure_and_shows_nothing_empty(notebook, disclosure, tmp_path):
    pdf, clean = disclosure
    done = execute(notebook, tmp_path / notebook.name, clean, pdf)
    for lang in LANGUAGES:
        html = export(done, lang, tmp_path).read_text(encoding="utf-8")
        assert '<p class="answer"' in html
        words = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|svg|script).*?</\1>", "", html))
        assert not re.findall(r"\b(?:nan|None|NaT|Text\()\b", words), "a value that is missing is said, not printed"
        assert "<tbody></tbody>" not in html
        for data in re.findall(r'download="[^"]+\.csv" href="data:text/csv;base64,([^"]+)"', html):
            frame = pd.read_csv(io.BytesIO(base64.b64decode(data)))
            assert len(frame) > 1, f"a chart of {len(frame)} rows is better said in a sentence"


@pytest.mark.notebook
def test_a_folder_of_a_batch_is_asked_without_its_pdf(tmp_path):
    """Notebook 36 with its first line changed: pages cannot be shown, all else can, and a note says where to look."""
    clean = shutil.copytree(ROOT / "data/example/clean/example-2024-budget", tmp_path / "result/example-2024-budget")
    package = clean / "datapackage.json"
    package.write_text(re.sub(r'"title": "[^"]*\.pdf"', '"title": "elsewhere.pdf"', package.read_text("utf-8")))
    text = (ROOT / "notebooks/36-your-own-question.ipynb").read_text(encoding="utf-8")
    assert text.count('DOCUMENT = \\"471-2021\\"') == 1
    own = tmp_path / "36-your-own-question.ipynb"
    own.write_text(text.replace("471-2021", clean.as_posix()), encoding="utf-8")
    book = execute(own, tmp_path / "out/36.ipynb")
    notes = {
        "en": r"The PDF is not at hand; the figures stand on these of its pages: \d",
        "zh": r"手边没有PDF；所引数字见其以下各页：\d",
    }
    for lang, note in notes.items():
        shown = export(book, lang, tmp_path / "out").read_text(encoding="utf-8")
        assert len(re.findall(note, shown)) == 2 and 'class="chart' in shown
