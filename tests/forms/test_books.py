"""Forms are data, and what is wrong in them is said with file, line and what is allowed; never of a PDF."""

import pytest
from sheets import draw, page
from typer.testing import CliRunner

from disclosure.cli import app
from disclosure.forms.books import form_books
from disclosure.model.errors import InputError
from disclosure.words.reference import own_reference

WRONG = {
    "titles: []\n": (1, "unknown key “titles” in the file", "words, sides, funds, roles, known, columns, rows"),
    "roles:\n  - {role: assets, header: []}\n  - {role: sumary}\n": (3, "unknown role “sumary”", "summary"),
    "roles:\n  - role: summary\n    headers: [收入]\n": (3, "unknown key “headers”", "header, alone"),
    "roles:\n  - role: summary\n": (2, "lacks “header”", "it needs role, header"),
    "roles:\n  - role: summary\n    header: 收入\n": (3, "header is '收入'", "a list"),
    "roles:\n  - role: summary\n    header: ['收入(']\n": (3, "“收入(” is no regular expression", "mend"),
    "columns:\n  - {label: 数目$, measure: totl}\n": (2, "unknown measure “totl”", "total, basic"),
    "columns:\n  - {label: 数目, measure: total, column_role: leafs}\n": (2, "unknown column_role “leafs”", "leaf, "),
    "rows:\n  - {item: 小计$, row_role: sum}\n": (2, "unknown row_role “sum”", "of_which, count"),
    "annexes:\n  procurement:\n    - {label: 品牌$, name: brand}\n": (3, "unknown name “brand”", "item, "),
    "performance:\n  labels:\n    projct_name: 项目\n": (3, "unknown key “projct_name”", "project_name, "),
    "roles: [\n": (2, "is no YAML", "mend"),
    "- 1\n": (1, "the file is [1]", "roles, known"),
    "words:\n  titel: 表$\n": (2, "unknown key “titel”", "title, "),
    "funds: {社保基金: insurance}\n": (1, "unknown “insurance”", "mend it"),
}  # fmt: skip


def own(folder, text):
    (folder / "forms").mkdir()
    (folder / "forms" / "mine.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("text", WRONG, ids=[found for _, found, _ in WRONG.values()])
def test_a_wrong_form_is_told_its_file_its_line_and_what_is_allowed(tmp_path, text):
    line, found, advice = WRONG[text]
    with own_reference(own(tmp_path, text)), pytest.raises(InputError) as error:
        form_books()
    assert error.value.source.endswith(f"mine.yml:{line}")
    assert found in error.value.found and advice in error.value.advice
    assert "\n" not in str(error.value)


def test_the_projects_own_books_are_right():
    assert next(iter(form_books())) == "00-national"


@pytest.mark.parametrize(("folder", "found"), [("missing", "there is no such folder"), ("empty", "no reference data")])
@pytest.mark.parametrize("command", [("extract",), ("batch",)])
def test_a_wrong_folder_is_no_fault_of_the_pdf(tmp_path, monkeypatch, command, folder, found):
    (tmp_path / "empty").mkdir()
    (tmp_path / "in").mkdir()
    pdf = draw(tmp_path / "in" / "made.pdf", page("2023年部门支出总表"))
    monkeypatch.setenv("DISCLOSURE_REFERENCE", str(tmp_path / folder))
    source = pdf if command == ("extract",) else pdf.parent
    run = CliRunner().invoke(app, [*command, str(source), "--out", str(tmp_path / "out")])
    assert run.exit_code == 2
    assert run.stderr.startswith("DISCLOSURE_REFERENCE=") and found in run.stderr and "made.pdf" not in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_wrong_form_stops_a_run_in_one_line(tmp_path, monkeypatch):
    pdf = draw(tmp_path / "made.pdf", page("2023年部门支出总表"))
    monkeypatch.setenv("DISCLOSURE_REFERENCE", str(own(tmp_path, "titles: []\n")))
    run = CliRunner().invoke(app, ["extract", str(pdf), "--out", str(tmp_path / "out")])
    assert run.exit_code == 2 and run.stderr.count("\n") == 1
    assert "mine.yml:1: unknown key “titles”" in run.stderr and "made.pdf" not in run.stderr
