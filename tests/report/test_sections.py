"""What of a notebook stands in its report."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from disclosure.report.export import export

pytestmark = pytest.mark.unit


def shown(html):
    return new_code_cell("x", outputs=[new_output("display_data", {"text/html": html}, metadata={"lang": "en"})])


def frame():
    return new_code_cell("x", outputs=[new_output("execute_result", {"text/html": "<table></table>"})])


def test_no_heading_stands_over_a_void(tmp_path):
    cells = [
        new_markdown_cell("# Title"), frame(),
        new_markdown_cell("## Words only"), new_markdown_cell("They stand."),
        new_markdown_cell("## Mixed"), new_markdown_cell("Where both are given:"), new_code_cell("show_table(both)"),
        new_markdown_cell("How to read it."), frame(), new_markdown_cell("Led to."), shown("<p>B row.</p>"),
        new_markdown_cell("## Nothing found\n\nEach row below is one."), frame(),
        new_markdown_cell("### Nor here"), frame(),
        new_markdown_cell("## Deep"), frame(), new_markdown_cell("### Found"), shown("<p>A row.</p>"),
        new_markdown_cell("### Empty end"), frame(),
    ]  # fmt: skip
    book = new_notebook(cells=cells, metadata={"disclosure": {"sources": []}})
    nbformat.write(book, tmp_path / "90-made.ipynb")
    html = export(tmp_path / "90-made.ipynb", "en", tmp_path).read_text(encoding="utf-8")
    body = html[html.index("<main") : html.index("</main>")]
    assert [
        word
        for word in ("Title", "Words only", "They stand", "Deep", "Found", "A row", "How to", "Led to")
        if word not in body
    ] == []
    assert [word for word in ("Nothing found", "Each row", "Nor here", "Empty end", "Where both") if word in body] == []
