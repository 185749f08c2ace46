"""Several files that are one disclosure: tables here, text there; a department and its unit."""

import csv
import io
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import replace

import openpyxl
import pypdfium2 as pdfium
import pytest
import sheets
from documents import CLEAN, PDF

from disclosure.analysis.document import open_clean
from disclosure.audit.second_reading import second_reading
from disclosure.cli import app
from disclosure.model.errors import InputError
from disclosure.report.evidence import crop_svg
from disclosure.report.imprint import citation, imprint
from disclosure.report.letter import asked
from disclosure.run.document import clean
from disclosure.run.extraction import extract

pytestmark = pytest.mark.unit
TEXT_PAGES = [1, *range(12, 17)]
EXAMPLE = PDF.parents[1] / "example/raw"


def cut(path, pages, source=PDF):
    """Some pages of a PDF as one of its own."""
    with pdfium.PdfDocument(source) as whole, pdfium.PdfDocument.new() as part:
        part.import_pages(whole, [page - 1 for page in pages])
        part.save(path)
    return path


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A disclosure cut in two, the tables after the text, read as one with a list of where the files come from."""
    folder = tmp_path_factory.mktemp("parts")
    text = cut(folder / "预算说明.pdf", TEXT_PAGES)
    tables = cut(folder / "预算表.pdf", [page for page in range(1, 26) if page not in TEXT_PAGES])
    sources = folder / "list.csv"
    told = "file,url,date_published\n预算表.pdf,https://a.example/2.pdf,2021-02-10\n"
    sources.write_text(told, encoding="utf-8")
    clean([text, tables], folder / "out", name="cut", sources=sources)
    return [text, tables], folder / "out" / "cut"


def test_the_files_give_what_the_whole_gives(made):
    _, folder = made
    labels = ("role", "item", "function_code", "economic_code", "measure", "amount_yuan", "organisation_name")
    ours, whole = ([[row[n] for n in labels] for row in rows(f, "facts")] for f in (folder, CLEAN))
    assert sorted(ours) == sorted(whole)
    assert [r["sentence"] for r in rows(folder, "statements")] == [r["sentence"] for r in rows(CLEAN, "statements")]
    checks = {row["check_id"]: row for row in rows(folder, "checks")}
    assert {row["status"] for row in checks.values()} <= {"holds", "not_applicable"}
    across = [sorted(map(int, row["pages"].split())) for row in checks.values()]
    assert sum(pages[0] <= 6 < pages[-1] for pages in across if pages) > 40, "text is held against the tables"


def test_each_file_is_named_with_its_pages_and_where_it_comes_from(made):
    (text, tables), folder = made
    files = [row for row in rows(folder, "sources") if row["what"] == "file"]
    assert [(row["value"], row["first_page"], row["page_count"]) for row in files] == [
        ("预算说明.pdf", "1", "6"), ("预算表.pdf", "7", "19"),
    ]  # fmt: skip
    assert [(row["url"], row["date_published"]) for row in files] == [
        ("", ""), ("https://a.example/2.pdf", "2021-02-10"),
    ]  # fmt: skip
    document = open_clean(folder, [text, tables])
    assert document.fact("three_public", item="合计").place.of_file == ("预算表.pdf", 9)
    assert len(pdfium.PdfDocument(document.pdf)) == 25, "pages that are counted as in the data"
    assert "预算表.pdf 第9页" in document.source("three_public").said("zh")
    assert any("（预算说明.pdf 第2页）" in one.said("zh") for one in asked(document.data))
    cited = citation(imprint(folder), "zh")
    assert "预算表.pdf，2021-02-10公布，https://a.example/2.pdf" in cited and "预算说明.pdf" in cited


def test_a_second_reading_takes_every_file(made):
    pdfs, folder = made
    held = second_reading(folder, list(reversed(pdfs)))
    assert {row["status"] for row in held} == {"holds"} and {row["pages"] for row in held} >= {"2", "7", "25"}
    with pytest.raises(InputError, match=r"预算表\.pdf: .*name all its files"):
        second_reading(folder, pdfs[:1])


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["example-2023-budget", "example-2024-budget"], "the year is 2023 in the one and 2024 in the other"),
        (["example-2024-budget", "example-2024-final"], "the phase is approved in the one and executed in the other"),
    ],
)
def test_files_of_two_years_or_phases_are_refused(names, said, tmp_path):
    pdfs = [cut(tmp_path / f"{name}.pdf", [1, 2], EXAMPLE / f"{name}.pdf") for name in names]
    with pytest.raises(InputError, match=said) as told:
        extract(pdfs, name="both")
    assert told.value.kind == "apart" and all(f"{name}.pdf" in str(told.value) for name in names)


TABLE = [
    ["功能分类科目编码", "科目名称", "合计", "基本支出"],
    ["201", "甲", "12.30", "12.30"],
    ["合计", "", "12.30", "12.30"],
]


def drawn(path, *cover, title="2024年部门支出总表", overleaf=()):
    """A small disclosure: a cover, and a table below."""
    return sheets.draw(path, sheets.page(*cover, title, "单位：万元", TABLE), *overleaf)


def test_the_tables_of_a_unit_s_file_are_the_unit_s(tmp_path):
    unit = drawn(tmp_path / "1.pdf", "某市信息中心2024年单位预算", title="2024年单位支出总表")
    department = drawn(tmp_path / "2.pdf", "某市示范局2024年部门预算")
    read = extract([unit, department], name="both")
    assert (read.source.organisation_name, read.source.scope) == ("某市示范局", "department")
    assert [row["organisation_name"] for row in read.rows["tables"]] == ["某市信息中心", "某市示范局"]


def test_files_of_two_departments_are_refused(tmp_path):
    one = drawn(tmp_path / "1.pdf", "某市示范局2024年部门预算")
    other = drawn(tmp_path / "2.pdf", "某市样板局2024年部门预算")
    with pytest.raises(InputError, match="the one is of 某市示范局 and the other of 某市样板局"):
        extract([one, other], name="both")
    named = drawn(tmp_path / "3.pdf", "某市样板局2024年部门预算", "某市样板局是某市示范局的二级预算单位。")
    assert extract([one, named], name="both").source.organisation_name == "某市示范局"


def test_a_workbook_with_the_tables_and_a_pdf_with_the_text(tmp_path):
    book = openpyxl.Workbook()
    for row in [["2024年部门支出总表"], ["单位：万元"], *TABLE]:
        book.active.append(row)
    book.save(tables := tmp_path / "表.xlsx")
    text = sheets.draw(tmp_path / "说明.pdf", sheets.page("某市示范局2024年部门预算", "2024年支出预算12.30万元。"))
    clean([text, tables], tmp_path / "out", name="both")
    document = open_clean(tmp_path / "out/both", [text, tables])
    total = document.fact("expenditure_by_function", row_role="total")
    assert total.place.of_file == ("表.xlsx", 1) and total.place.page == 2
    assert ">12.30<" in crop_svg(document.pdf, [total.place], ""), "the sheet, as it was laid out for reading"
    assert "image/webp" in crop_svg(document.pdf, [replace(total.place, page=1)], ""), "a picture of the PDF's page"
    held = {row["pages"]: row["status"] for row in second_reading(tmp_path / "out/both", [text, tables])}
    assert held == {"1": "holds", "2": "not_applicable"}


def test_nothing_goes_on_from_one_file_into_the_next(tmp_path):
    """A table that would go on overleaf, and a sentence that has no full stop, end with their file."""
    text = "本年支出12.30万元，其中基本支出"
    tables = sheets.draw(tmp_path / "1.pdf", sheets.page("2024年部门支出总表", "单位：万元", TABLE))
    again = sheets.draw(tmp_path / "2.pdf", sheets.page([TABLE[0], ["202", "乙", "1.00", "1.00"]]), sheets.page(text))
    third = sheets.draw(tmp_path / "3.pdf", sheets.page("5.00万元。"))
    read = extract([tables, again, third], name="all")
    assert [table.pages for table in read.tables] == [[1], [2]] and read.reading.begins == (1, 2, 4)
    assert [row["paragraph"] for row in read.rows["paragraphs"]][-2:] == [text, "5.00万元。"]


def test_the_same_file_twice_is_read_once(tmp_path):
    one, again = cut(tmp_path / "a.pdf", [3]), tmp_path / "b.pdf"
    again.write_bytes(one.read_bytes())
    read = extract([one, again], name="once")
    assert [part.file for part in read.parts] == ["a.pdf"] and "the content of b.pdf is that of a.pdf" in str(
        read.remarks[0]
    )


def run(*words):
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err), pytest.raises(SystemExit) as ended:
        app([str(word) for word in words])
    return ended.value.code, out.getvalue(), err.getvalue()


def test_a_name_that_makes_no_folder_and_a_missing_file_are_said_in_one_line(tmp_path):
    one = cut(tmp_path / "a.pdf", [3])
    status, _, told = run("extract", one, tmp_path / "none.pdf", "--as-one", "x", "--out", tmp_path / "out")
    assert status == 2 and told.count("\n") == 1 and "none.pdf: there is no such file" in told
    status, _, told = run("extract", one, "--as-one", "../x", "--out", tmp_path / "out")
    assert status == 2 and told.count("\n") == 1 and "--as-one" in told
    assert not (tmp_path / "out").exists()
