"""How Sphinx builds the site: ``make docs``. Nothing on its pages is loaded from anywhere else."""

from pathlib import Path

from disclosure.store.csv_files import dictionary, field_of

HERE = Path(__file__).resolve().parent

project = "部门预算 · Departmental budgets"
copyright = "the project's authors"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["README.md"]
source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
autodoc_typehints = "description"
autodoc_member_order = "bysource"
html_theme = "furo"
html_title = project
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"footer_icons": []}


def dictionary_page() -> str:
    """The data dictionary as a page: each file with its row, key and columns, as ``dictionary.yml`` has them."""
    told = dictionary()
    lines = [
        "# Data dictionary",
        "",
        "Made from `data/reference/dictionary.yml`, as each `datapackage.json` is. Files are UTF-8 CSV; an empty cell",
        "says nothing, and is no zero. Columns in `_yuan` are exact decimals in yuan. Boxes (`x0`, `top`, `x1`,",
        "`bottom`) are in points from the upper left corner of the page as it is displayed.",
    ]
    for name, resource in told["resources"].items():
        zh, english = resource["title"]
        key = f" Key: {', '.join(f'`{column}`' for column in resource['key'])}." if "key" in resource else ""
        lines += ["", f"## {name}.csv", "", f"{english} · {zh}. One row: {resource['row']}{key}", ""]
        lines += ["| column | type | what it is | 中文 |", "|---|---|---|---|"]
        for column in resource["fields"]:
            field = field_of(column)
            lines.append(f"| `{column}` | {field['type']} | {field['description']} | {field['title']} |")
    table = told["role_table"]
    columns = ", ".join(f"`{column}`" for column in table["fields"])
    lines += ["", "## A statutory table, <role>.csv", ""]
    lines += [f"One row: {table['row']} Columns: {columns}, then a column for each measure that the table prints."]
    return "\n".join(lines).replace("<role>", "&lt;role&gt;") + "\n"


def setup(app) -> None:
    """Write the page that is made, before Sphinx looks for pages."""
    path = HERE / "dictionary.md"
    page = dictionary_page()
    if not path.exists() or path.read_text(encoding="utf-8") != page:  # an unchanged page is not built again
        path.write_text(page, encoding="utf-8", newline="\n")
