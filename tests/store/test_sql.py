"""Questions in SQL: the same clean data, the same exact money."""

from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest

from disclosure.audit import audit
from disclosure.model.errors import InputError
from disclosure.store.csv_files import dictionary, write_table
from disclosure.store.parquet import TABLES, partition_of, read_csv, schema_of, write_part
from disclosure.store.reader import read_table
from disclosure.store.sql import sql

CLEAN = Path(__file__).parents[2] / "data/clean"
STATED = {"statement_id": "s001", "phase": "approved", "basis": "current", "page": 1}


def test_money_is_exact_and_codes_are_text():
    rows = sql(
        "SELECT organisation_code, sum(amount) AS wan, sum(amount_yuan) AS yuan FROM facts WHERE role = "
        "'general_budget_by_function' AND row_role = 'leaf' AND column_role = 'leaf' GROUP BY organisation_code",
        CLEAN / "471-2021",
    )
    (row,) = rows.to_dict("records")
    assert row == {"organisation_code": "471", "wan": Decimal("4436.2"), "yuan": Decimal("44362000")}


@pytest.mark.slow
def test_every_cell_of_every_file_arrives():
    """The text of the CSV and the answer agree, row by row, blanks as NULL."""
    for path in sorted((CLEAN / "471-2021").glob("*.csv")):
        if path.stem in dictionary()["resources"]:
            printed = pd.DataFrame(read_table(path))
            answer = sql(f"SELECT * FROM {path.stem}", CLEAN / "471-2021")
            assert len(printed) == len(answer)
            for column in printed.columns.difference(["x0", "top", "x1", "bottom"]):
                blank = printed[column] == ""
                assert (answer[column].isna() == blank).all(), (path.stem, column)
                exact = isinstance(answer[column].dropna().head(1).squeeze(), Decimal)
                read = Decimal if exact else lambda value: str(value).lower()
                assert [read(value) for value in answer[column][~blank]] == [read(t) for t in printed[column][~blank]]


def test_a_folder_without_clean_data_says_so(tmp_path):
    with pytest.raises(FileNotFoundError, match="run `disclosure extract` first"):
        sql("SELECT 1", tmp_path)


@pytest.mark.parametrize(
    "text", ["=1+1", "+公用", "@名", "\tabc", "\rabc", "-减少", "-12.5", "-12,345.6%", "'=1", "plain", "“-”", "-"]
)
def test_every_reader_gives_the_text_that_was_written(tmp_path, text):
    """What guards a cell from a spreadsheet is no part of its text, whichever way it is read."""
    path = write_table(tmp_path, "statements", [STATED | {"sentence": text}])
    wanted = read_table(path)[0]["sentence"]
    assert sql("SELECT sentence FROM statements", str(tmp_path))["sentence"].tolist() == [wanted]
    assert wanted == text


@pytest.mark.parametrize("amount", ["0.12345678", "123456789012345678901234.56", "-0.0000000001"])
def test_an_amount_that_a_document_may_have_fits_the_data_set(tmp_path, amount):
    """More decimals than a fen has, or more digits than any budget: a batch takes what extract accepts."""
    yuan = Decimal(amount)
    path = write_table(tmp_path, "facts", [{"fact_id": "p01t1r01c1", "document_id": "a", "amount_yuan": yuan}])
    (held,) = read_csv(path.read_bytes(), schema_of("facts")).column("amount_yuan").to_pylist()
    assert held == yuan
    assert sql("SELECT amount_yuan FROM facts", tmp_path)["amount_yuan"].tolist() == [yuan]


@pytest.mark.slow
def test_a_question_to_one_document_is_answered_of_a_batch_too(tmp_path):
    """The data set has every table of a document; its cells stay in the documents' folders."""
    row = {"document_id": "471-2021", "fiscal_year": 2021, "province": "hebei"}
    for table in TABLES[1:]:
        path = tmp_path / f"dataset/{table}/{partition_of(row)}/part-0.parquet"
        write_part(str(path), f"{table}/part-0.parquet", "", [row], str(CLEAN))
    assert {*TABLES[1:], "cells"} == {path.stem for path in (CLEAN / "471-2021").glob("*.csv")} & {
        *dictionary()["resources"]
    }
    for table in TABLES[1:]:
        question = f"SELECT count(*) AS n, count(DISTINCT document_id) AS d FROM {table}"
        one, many = (sql(question, folder).to_dict("records") for folder in (CLEAN / "471-2021", tmp_path))
        assert one == many, table
    question = "SELECT sum(amount) AS wan, count(*) AS n FROM projects HAVING count(*) > 0"
    one, many = (sql(question, folder).to_dict("records") for folder in (CLEAN, tmp_path))
    assert one == many != []


@pytest.mark.parametrize("phase", ["budget", "final"])
def test_data_of_an_earlier_edition_has_to_be_extracted_again(tmp_path, phase):
    folder = tmp_path / "a-2019"
    path = write_table(folder, "facts", [{"fact_id": "p01t1r01c01", "phase": phase}])
    for read in (lambda: read_table(path), lambda: sql("SELECT 1 FROM facts", folder), lambda: audit(folder)):
        with pytest.raises(InputError, match=f"a-2019/facts.csv: .*“{phase}”.*; extract the document again"):
            read()


def test_many_csv_files_are_gathered_once_and_again_where_one_has_changed(tmp_path, monkeypatch):
    from disclosure.store import sql as module

    cache = tmp_path / "cache"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: cache / name)
    monkeypatch.setattr(module, "MANY", 2)
    texts = ["=1+1", "二", "三"]
    for k, text in enumerate(texts):
        write_table(tmp_path / f"data/{k}", "statements", [STATED | {"sentence": text, "amount_yuan": Decimal(k)}])
    asked = "SELECT sentence, amount_yuan FROM statements ORDER BY amount_yuan"
    for _ in range(2):
        assert sql(asked, tmp_path / "data")["sentence"].tolist() == texts
    (first,) = cache.rglob("*.parquet")
    write_table(tmp_path / "data/1", "statements", [STATED | {"sentence": "换了", "amount_yuan": Decimal("0.1")}])
    assert sql(asked, tmp_path / "data")["amount_yuan"].tolist() == [Decimal(0), Decimal("0.1"), Decimal(2)]
    assert [path for path in cache.rglob("*") if path.is_file()] != [first]
    cache.rename(tmp_path / "gone")
    cache.write_text("no folder")  # nothing can be kept
    assert len(sql(asked, tmp_path / "data")) == 3
