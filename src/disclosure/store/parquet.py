"""The clean data of many documents as one data set: Parquet, partitioned by fiscal year and province.

It is made of the documents' CSV files, one partition at a time and document after document, so that memory does not
grow with their number. The same documents give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from disclosure.model.digest import key
from disclosure.model.errors import StoppedError
from disclosure.store.csv_files import csv_bytes, dictionary, field_of, write_bytes
from disclosure.store.reader import iter_columns, unguard

if TYPE_CHECKING:
    import pyarrow as pa

Row = dict[str, object]
TABLES = (
    "documents", "facts", "tables", "sources", "institutions", "procurement", "assets", "projects", "project_plan",
    "project_indicators", "paragraphs", "statements", "unread", "checks", "flags", "findings",
)  # fmt: skip
"""Every table of a document but its cells, which are larger than all others together and of one page each."""
PARTITION = ("fiscal_year", "province")
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"  # what DuckDB, Arrow and Spark read as missing
ROWS = 20_000  # a row group is closed at the first document that reaches it; what is larger stays in memory
MONEY, NUMBER = (38, 10), (38, 10)  # digits and places of exact decimals, as disclosure.store.sql has them
_MADE_OF = b"disclosure:made_of"
_BOXES = ("x0", "top", "x1", "bottom")


def schema_of(table: str) -> pa.Schema:
    """The columns of a table and their types; those of the partition stand in the names of its folders."""
    import pyarrow as pa

    kinds = {"string": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "number": pa.decimal128(*NUMBER)}
    words = dictionary()

    def kind(name: str) -> pa.DataType:
        if name.endswith("_yuan"):
            return pa.decimal128(*MONEY)
        return pa.float64() if name in _BOXES else kinds[field_of(name)["type"]]

    fields = words["resources"][table]["fields"]
    return pa.schema([(name, kind(name)) for name in fields if name not in PARTITION])


def read_csv(content: bytes, schema: pa.Schema) -> pa.Table:
    """What a file of the clean data holds with these types; text as it was before a spreadsheet was thought of.

    Raises :class:`ValueError` where a value does not fit its type.
    """
    import pyarrow as pa
    from pyarrow import csv as arrow

    table = arrow.read_csv(
        pa.BufferReader(content),
        read_options=arrow.ReadOptions(use_threads=False, block_size=len(content) + 1),
        parse_options=arrow.ParseOptions(newlines_in_values=True),
        convert_options=arrow.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, include_columns=schema.names,
            include_missing_columns=True,
        ),
    )  # fmt: skip
    for k, field in enumerate(schema):
        if pa.types.is_string(field.type):
            table = table.set_column(k, field, _unguarded(table.column(k)))
    return table


def _unguarded(column: pa.ChunkedArray) -> pa.ChunkedArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pc.any(pc.starts_with(column, "'")).as_py():
        return column
    return pa.chunked_array([[None if text is None else unguard(text) for text in column.to_pylist()]], pa.string())


def fits(folder: Path) -> None:
    """Raise :class:`ValueError` where the clean data of a document has values that the data set cannot hold."""
    for table in TABLES[1:]:
        try:
            read_csv((folder / f"{table}.csv").read_bytes(), schema_of(table))
        except ValueError as problem:
            raise ValueError(f"{table}.csv: {str(problem).splitlines()[0]}") from None


def partition_of(row: Row) -> str:
    """The folder of a document's partition within each table."""
    year = row["fiscal_year"] or NO_YEAR
    return f"fiscal_year={year}/province={row['province']}"


def parts(rows: Iterable[Row]) -> Iterator[tuple[str, str, list[Row]]]:
    """The files of the data set: path within it, what it is made of as a digest, and its documents by name.

    ``rows`` are those of the table ``documents``, each with a hash of the document's clean data as ``content``. A part
    of another table needs no more of them than the name.
    """
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: str(row["document_id"])):
        groups.setdefault(partition_of(row), []).append(row)
    own = _own()
    for where, group in sorted(groups.items()):
        made_of = key(own, *(json.dumps(row, sort_keys=True) for row in group))
        names = [{"document_id": row["document_id"]} for row in group]
        for table in TABLES:
            yield f"{table}/{where}/part-0.parquet", made_of, group if table == "documents" else names


def _own() -> str:
    """What else the bytes of a part depend on; found without loading Arrow, which the run itself does not need."""
    return key(version("pyarrow"), hashlib.sha256(Path(__file__).read_bytes()).hexdigest(), json.dumps(dictionary()))


def made_of(path: Path) -> str:
    """What a part says it is made of; empty where there is no whole one."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return (pq.read_schema(path).metadata or {}).get(_MADE_OF, b"").decode()
    except (OSError, pa.ArrowInvalid):
        return ""


def write_part(path: str, name: str, digest: str, rows: list[Row], documents: str, progress=None) -> int:
    """Write a part of the data set, ``name`` within it, to ``path``; how many rows it has.

    ``rows`` are its documents; their clean data is in folders under ``documents``.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = name.split("/")[0]
    schema = schema_of(table)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    pending: list[pa.Table] = []
    count = 0
    with pq.ParquetWriter(path, schema.with_metadata({_MADE_OF: digest.encode()}), compression="zstd") as writer:

        def write() -> None:
            writer.write_table(pa.concat_tables(pending), row_group_size=1 << 30)
            pending.clear()

        if table == "documents":
            # As CSV, like the others: Arrow would load pandas to look at Python's values.
            own = [{column: row[column] for column in schema.names} for row in rows]
            pending.append(read_csv(csv_bytes(table, own, schema.names), schema))
        else:
            for number, row in enumerate(rows, start=1):
                pending.append(read_csv(Path(documents, str(row["document_id"]), f"{table}.csv").read_bytes(), schema))
                if progress:
                    progress(number)
                if sum(one.num_rows for one in pending) >= ROWS:
                    count += sum(one.num_rows for one in pending)
                    write()
        count += sum(one.num_rows for one in pending)
        if pending:
            write()
    if table != "documents":
        _hold_against_csv(Path(path), name, [Path(documents, str(row["document_id"]), f"{table}.csv") for row in rows])
    return count


def _hold_against_csv(path: Path, name: str, files: list[Path]) -> None:
    """Compare a part as it lies on disk with the CSV files it was made of: rows, and the sum of each money column.

    Raises :class:`StoppedError` where they differ, for that is an error of ours.
    """
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    part = pq.ParquetFile(path)
    money = [column for column in part.schema_arrow.names if column.endswith("_yuan")]
    written = defaultdict(Decimal, rows=Decimal(part.metadata.num_rows))
    for group in range(part.num_row_groups):
        table = part.read_row_group(group, columns=money)
        for column in money:
            written[column] += pc.sum(table.column(column)).as_py() or 0
    wanted: dict[str, Decimal] = defaultdict(Decimal)
    for file in files:
        for texts in iter_columns(file, money):
            wanted["rows"] += 1
            for column, text in zip(money, texts, strict=True):
                if text:
                    wanted[column] += Decimal(text)
    for what in ("rows", *money):
        if written[what] != wanted[what]:
            raise StoppedError(f"{name}: {what} {written[what]} where its CSV files have {wanted[what]}; report it")


def write_data_package(out: Path) -> Path:
    """``datapackage.json`` of a whole batch: a resource for each part of the data set, and the list of failures."""
    words = dictionary()["resources"]
    resources = [
        {
            "name": "failures",
            "path": "failures.csv",
            "profile": "tabular-data-resource",
            "title": " ".join(words["failures"]["title"]),
            "description": words["failures"]["row"],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "schema": {"fields": [field_of(name) for name in words["failures"]["fields"]], "missingValues": [""]},
        }
    ]
    for table in TABLES:
        for number, path in enumerate(sorted((out / "dataset" / table).rglob("*.parquet")), start=1):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            resources.append(
                {
                    "name": f"{table}-{number}",
                    "path": path.relative_to(out).as_posix(),
                    "type": "file",
                    "title": " ".join(words[table]["title"]),
                    "description": words[table]["row"],
                    "format": "parquet",
                    "mediatype": "application/vnd.apache.parquet",
                    "bytes": path.stat().st_size,
                    "hash": f"sha256:{digest}",
                    "schema": {"fields": [field_of(name) for name in words[table]["fields"]]},
                }
            )
    package = {
        "profile": "data-package",
        "name": "budget-disclosures",
        "title": "部门预算公开数据 Budget disclosures",
        "description": "Clean data of many departmental budget disclosures with its audit, and what could not be read.",
        "licenses": [{"name": "CC0-1.0", "title": "CC0 1.0"}],
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=1) + "\n"
    return write_bytes(out / "datapackage.json", text.encode("utf-8"))
