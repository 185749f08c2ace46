"""Questions to the clean data in SQL: DuckDB over CSV or Parquet files, typed as the dictionary says."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.model.digest import key
from disclosure.store.csv_files import dictionary
from disclosure.store.reader import check_phase, clean_files

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

MONEY = "DECIMAL(38,10)"
WAN = "0.0001"  # a decimal factor: a division would give a binary fraction
_TYPES = {"string": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "number": "DECIMAL(38,10)"}
_BOXES = ("x0", "top", "x1", "bottom")
MANY = 100
"""So many CSV files are gathered in one before they are asked: fewer are opened in the time that it takes to look."""


def database(folder: Path | str, question: str = "") -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with a view for each file of the clean data under ``folder``, of one document or many.

    The views are named as the files (``facts``, ``checks``, ``statements`` …); for a ``question`` there are only those
    that it names. Money is an exact decimal, codes are text, an empty cell is NULL. Beside each ``x_yuan`` stands
    ``x``, the same amount in 万元, exact as well. Of a batch the views are those of its data set, with ``province``.
    Nothing is loaded before a question is asked, which of many documents' CSV files makes one file in the user's cache
    that answers the next. Raises :class:`FileNotFoundError` where there is no clean data.
    """
    folder = Path(folder)
    import duckdb  # takes a moment, which only questions in SQL need

    connection = duckdb.connect()
    resources = dictionary()["resources"]
    for name in [name for name in resources if name in question.lower()] or resources:
        if files := [str(path) for path in _files(folder, name)]:
            fields = resources[name]["fields"]
            if files[0].endswith(".parquet"):
                rows = connection.read_parquet(files, hive_partitioning=True)
            else:
                rows = connection.read_csv(
                    files,
                    header=True, auto_detect=False, delimiter=",", quotechar='"', escapechar='"',
                    columns={field: _type(field) for field in fields},
                )  # fmt: skip
                rows = rows.project(", ".join(_unguarded(field) for field in fields))
                if question and len(files) >= MANY:
                    rows = _gathered(connection, rows, folder, name, files)
            if name == "facts" and (first := rows.project("phase").limit(1).fetchall()):
                check_phase(Path(files[0]), first[0][0])
            wan = [f"{field} * {WAN} AS {field.removesuffix('_yuan')}" for field in fields if field.endswith("_yuan")]
            rows.project(", ".join(["*", *wan])).create_view(name)
    if not connection.sql("SHOW TABLES").fetchall():
        raise FileNotFoundError(f"{folder}: there is no clean data here; run `disclosure extract` first")
    return connection


def _gathered(
    connection: duckdb.DuckDBPyConnection, rows: duckdb.DuckDBPyRelation, folder: Path, name: str, files: list[str]
) -> duckdb.DuckDBPyRelation:
    """The rows of many CSV files from one Parquet file in the user's cache, which is made anew where one has changed.

    Opening thousands of files takes longer than any question. Where nothing can be written they are opened.
    """
    import duckdb
    from platformdirs import user_cache_path

    stamps = ((path, os.stat(path)) for path in files)
    made_of = key(str(rows.types), *rows.columns, *(f"{path} {s.st_size} {s.st_mtime_ns}" for path, s in stamps))
    place = user_cache_path("budget-disclosure") / "collections" / key(str(folder.resolve()))[:16]
    path = place / f"{name}.{made_of[:16]}.parquet"
    if not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.part")
        try:
            place.mkdir(parents=True, exist_ok=True)
            before = list(place.glob(f"{name}.*.parquet"))
            rows.write_parquet(str(draft), compression="zstd")
            os.replace(draft, path)
            for old in before:
                old.unlink(missing_ok=True)
        except (OSError, duckdb.IOException):
            return rows
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return connection.read_parquet(str(path))


def _files(folder: Path, name: str) -> list[Path]:
    """The Parquet files of a batch, else the CSV files of one document or many."""
    if not (data_set := folder / "dataset").is_dir():
        return clean_files(folder, name)
    return sorted((data_set / name).rglob("*.parquet")) or sorted(folder.glob(f"{name}.csv"))


def sql(question: str, folder: Path | str) -> pd.DataFrame:
    """The answer to a question in SQL to the clean data under ``folder``; money comes as exact decimals."""
    import pandas as pd
    import pyarrow as pa

    whole_numbers = {pa.int64(): pd.Int64Dtype()}  # a missing page is not 0 and turns no other page into 12.0
    with database(folder, question) as connection:
        return connection.sql(question).to_arrow_table().to_pandas(types_mapper=whole_numbers.get)


def _unguarded(field: str) -> str:
    """A column as :func:`disclosure.store.reader.unguard` gives it, in SQL: a file larger than memory stays on disk."""
    if _type(field) != "VARCHAR":
        return f'"{field}"'
    rest = f'substr("{field}", 2)'
    number = f"try_cast(rtrim(replace({rest}, ',', ''), '%') AS DOUBLE) IS NOT NULL"
    guarded = f"substr(\"{field}\", 1, 1) = '''' AND substr({rest}, 1, 1) IN ('=', '+', '-', '@', '\t', '\r', '''')"
    unguarded = f"{guarded} AND NOT (starts_with({rest}, '-') AND {number})"
    return f'CASE WHEN {unguarded} THEN {rest} ELSE "{field}" END AS "{field}"'


def _type(field: str) -> str:
    fields = dictionary()["fields"]
    if field.endswith("_yuan"):
        return MONEY
    if field in _BOXES:
        return "DOUBLE"
    return _TYPES[fields[field][0]] if field in fields else "VARCHAR"
