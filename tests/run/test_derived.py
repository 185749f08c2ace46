"""Files made of the facts are held against them: a line lost, merged or doubled stops the run."""

import pytest
from sheets import draw, page

from disclosure.model.errors import InputError, StoppedError
from disclosure.run.derived import hold_against_facts
from disclosure.run.extraction import extract, save

TITLE = ("2023年度一般公共预算财政拨款基本支出决算表", "单位：万元")
HEAD = ["科目编码", "科目名称", "决算数"]


def lines(folder, role="basic_by_economic"):
    rows = [line.split(",") for line in (folder / f"{role}.csv").read_text(encoding="utf-8").splitlines()]
    return [(row[rows[0].index("economic_code")], row[rows[0].index("total")]) for row in rows[1:]]


@pytest.mark.parametrize("lists", [2, 3])
def test_lines_that_stand_side_by_side_come_out_each_once(tmp_path, lists):
    body = [
        ["301", "工资福利支出", "70.00", "302", "商品和服务支出", "12.00", "310", "资本性支出", "3.00"],
        ["30101", "基本工资", "70.00", "30201", "办公费", "12.00", "31002", "办公设备购置", "3.00"],
    ]
    table = [HEAD * lists, *(row[: 3 * lists] for row in body)]
    save(extract(draw(tmp_path / "made.pdf", page(*TITLE, table))), tmp_path)
    printed = [
        ("301", "70.00"),
        ("30101", "70.00"),
        ("302", "12.00"),
        ("30201", "12.00"),
        ("310", "3.00"),
        ("31002", "3.00"),
    ]
    assert sorted(lines(tmp_path)) == sorted(printed[: 2 * lists])


def test_two_columns_of_one_name_are_both_kept(tmp_path):
    table = [["科目编码", "科目名称", "合计", "某某资金", "某某资金"], ["2010101", "行政运行", "9.00", "4.00", "5.00"]]
    made = extract(draw(tmp_path / "made.pdf", page("2023年部门支出总表", "单位：万元", table)))
    save(made, tmp_path)
    written = (tmp_path / "expenditure_by_function.csv").read_text(encoding="utf-8")
    assert "4.00" in written and "5.00" in written


def test_a_table_of_an_earlier_reading_does_not_outlive_it(tmp_path):
    for table in ([HEAD, ["301", "工资福利支出", "70.00"]], [["科目", "某数"], ["甲", "5.00"]]):
        save(extract(draw(tmp_path / "made.pdf", page(*TITLE[: len(table[0]) - 1], table))), tmp_path)
        assert (tmp_path / "basic_by_economic.csv").exists() == (len(table[0]) == 3)


@pytest.mark.parametrize(
    ("file", "printed", "spoiled"),
    [
        ("basic_by_economic", "70.00\n", "\n"),  # lost
        ("basic_by_economic", "70.00\n", "12.00\n"),  # another line's
        ("facts", "700000.00", "700000.01"),
    ],
)
def test_a_file_that_is_not_what_its_facts_say_stops_the_run(tmp_path, file, printed, spoiled):
    made = extract(draw(tmp_path / "made.pdf", page(*TITLE, [HEAD, ["301", "工资福利支出", "70.00"]])))
    save(made, tmp_path)
    hold_against_facts(tmp_path, made.facts, "made.pdf")
    path = tmp_path / f"{file}.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(printed, spoiled, 1), encoding="utf-8")
    with pytest.raises(InputError, match=rf"^made.pdf: {file}.csv is not what its facts say .*; report it") as stopped:
        hold_against_facts(tmp_path, made.facts, "made.pdf")
    assert "\n" not in str(stopped.value)


def test_a_doubled_line_stops_the_run(tmp_path):
    made = extract(draw(tmp_path / "made.pdf", page(*TITLE, [HEAD, ["301", "工资福利支出", "70.00"]])))
    save(made, tmp_path)
    path = tmp_path / "basic_by_economic.csv"
    content = path.read_text(encoding="utf-8")
    path.write_text(content + content.splitlines()[1] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="doubled"):
        hold_against_facts(tmp_path, made.facts, "made.pdf")


def test_a_part_of_the_data_set_is_held_against_its_csv_files(tmp_path, monkeypatch):
    from disclosure.store import parquet

    made = extract(draw(tmp_path / "made.pdf", page(*TITLE, [HEAD, ["301", "工资福利支出", "70.00"]])))
    save(made, tmp_path / "made")
    part, rows = str(tmp_path / "part.parquet"), [{"document_id": "made"}]
    assert parquet.write_part(part, "facts/x", "", rows, str(tmp_path)) == 1
    read = parquet.read_csv
    monkeypatch.setattr(parquet, "read_csv", lambda content, schema: read(content, schema).slice(0, 0))
    with pytest.raises(StoppedError, match="facts/x: rows 0 where its CSV files have 1"):
        parquet.write_part(part, "facts/x", "", rows, str(tmp_path))
