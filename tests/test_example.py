"""The made-up department of ``data/example``: drawn, read and audited as its own figures have it."""

import importlib.util
import re
import zlib
from decimal import Decimal
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import yaml

from disclosure.audit import write_audit
from disclosure.run.extraction import extract, save

EXAMPLE = Path(__file__).parents[1] / "data/example"
spec = importlib.util.spec_from_file_location("make_example", EXAMPLE / "make_example.py")
example = importlib.util.module_from_spec(spec)
spec.loader.exec_module(example)
every_document = pytest.mark.parametrize("name", example.DOCUMENTS)


@cache
def read(name, file):
    return pd.read_csv(EXAMPLE / "clean" / name / f"{file}.csv", dtype=str, keep_default_na=False)


def opened(pdf):
    """What a PDF says, whichever zlib packed it: its objects without lengths, its streams unpacked."""
    unpacked = re.sub(rb"(?s)stream\n(.*?)\nendstream", lambda m: zlib.decompress(m[1]), pdf.partition(b"\nxref")[0])
    return re.sub(rb"/Length \d+", b"", unpacked)


@pytest.mark.slow
def test_the_script_draws_the_committed_documents(tmp_path):
    example.main(tmp_path / "raw")
    for path in sorted((EXAMPLE / "raw").iterdir()):
        assert opened((tmp_path / "raw" / path.name).read_bytes()) == opened(path.read_bytes()), path.name
        assert path.stat().st_size < 150_000, path.name


@every_document
def test_clean_data_is_reproduced_byte_for_byte(name, tmp_path):
    folder = tmp_path / name
    save(extract(EXAMPLE / f"raw/{name}.pdf"), folder)
    write_audit(folder)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    committed = {path.name: path.read_bytes() for path in (EXAMPLE / "clean" / name).iterdir()}
    assert sorted(made) == sorted(committed)
    assert [file for file in made if made[file] != committed[file]] == [], (
        "run the two commands of data/example/README.md"
    )


@every_document
@pytest.mark.parametrize("role", ["expenditure_by_function", "general_budget_by_function"])
def test_every_function_has_the_figures_of_the_script(name, role):
    expected = {
        (code, measure): amount
        for code, row in example.by_function(name.removeprefix("example-")).items()
        for measure, amount in row.items()
        if amount
    }
    planted_role, code, measure, wrong = example.PLANTED.get(name.removeprefix("example-"), ("", "", "", None))
    if planted_role == role:
        expected[code, measure] = wrong
    facts = read(name, "facts")
    facts = facts[
        (facts["role"] == role)
        & (facts["basis"] == "current")
        & (facts["function_code"] != "")
        & facts["measure"].isin(["total", "basic", "project"])
        & (facts["null_kind"] == "value")
    ]
    keys = zip(facts["function_code"], facts["measure"], strict=True)
    assert dict(zip(keys, [Decimal(x) / 10_000 for x in facts["amount_yuan"]], strict=True)) == expected


@every_document
def test_every_economic_class_and_three_public_item_has_the_figures_of_the_script(name):
    document = name.removeprefix("example-")
    facts = read(name, "facts")
    facts = facts[(facts["basis"] == "current") & (facts["null_kind"].isin(["value", "zero"]))]
    basic = facts[(facts["role"] == "basic_by_economic") & (facts["economic_code"] != "")]
    told = {(c, Decimal(x) / 10_000) for c, x in zip(basic["economic_code"], basic["amount_yuan"], strict=True)}
    assert told == set(example.by_economic(document).items())
    public = facts[facts["role"] == "three_public"]["amount_yuan"].map(lambda x: Decimal(x) / 10_000)
    assert tuple(public)[-6:] == example.three_public(document)


def test_the_audit_finds_the_two_planted_errors_and_nothing_else():
    found = {name: read(name, "findings")[["printed", "expected"]].to_numpy().tolist() for name in example.DOCUMENTS}
    assert {name: rows for name, rows in found.items() if rows} == {
        "example-2024-budget": [["162.00", "126.00"]],
        "example-2025-budget": [["85.31万元", "83.15万元"]],
    }


@every_document
def test_publisher_year_and_phase_are_those_of_the_cover(name):
    """In the budgets the publisher's code, its name and the unit stand on one line."""
    facts, (_, year, kind) = read(name, "facts"), name.split("-")
    assert set(facts["organisation_name"]) == {example.WHO}
    assert set(facts["fiscal_year"]) == {year}
    own = facts[(facts["basis"] == "current") & (facts["role"] != "three_public")]  # whose budget final accounts repeat
    assert set(own["phase"]) == {"budget": {"approved"}, "final": {"executed"}}[kind]


def test_it_is_said_to_be_made_up_on_every_page_and_wherever_it_is_described():
    import pypdfium2

    for entry in yaml.safe_load((EXAMPLE / "sources.yml").read_text(encoding="utf-8")):
        assert "虚构" in entry["title"] and "made up" in entry["edition"]
        for page in pypdfium2.PdfDocument(EXAMPLE / "raw" / entry["file"]):
            assert "虚构示例" in page.get_textpage().get_text_bounded()
