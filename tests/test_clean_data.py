"""The committed clean data: reproduced byte for byte, valid, and as the published text has it."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from disclosure.audit import write_audit
from disclosure.run.extraction import extract, save

ROOT = Path(__file__).parents[1]
CLEAN = ROOT / "data/clean/471-2021"


def rows(name):
    with (CLEAN / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_extraction_reproduces_the_committed_files_byte_for_byte(tmp_path):
    folder = tmp_path / "471-2021"
    save(extract(ROOT / "data/raw/471-2021.pdf"), folder)
    write_audit(folder)
    committed = {path.name: path.read_bytes() for path in CLEAN.iterdir()}
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sorted(made) == sorted(committed)
    assert [name for name in made if made[name] != committed[name]] == []


@pytest.mark.slow
def test_the_data_package_is_valid_under_the_frictionless_command_line():
    frictionless = Path(sys.executable).with_name("frictionless")
    run = subprocess.run([frictionless, "validate", "datapackage.json"], cwd=CLEAN, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout


def test_the_package_names_measures_dimensions_phase_currency_and_factor():
    package = json.loads((CLEAN / "datapackage.json").read_text(encoding="utf-8"))
    amount = package["model"]["measures"]["amount"]
    assert (amount["currency"], amount["factor"], amount["phase"]) == ("CNY", 1, "approved")
    fields = {field["name"] for r in package["resources"] if r["name"] == "facts" for field in r["schema"]["fields"]}
    for dimension in package["model"]["dimensions"].values():
        assert {attribute["source"] for attribute in dimension["attributes"].values()} <= fields
    assert {r["path"] for r in package["resources"]} == {path.name for path in CLEAN.glob("*.csv")}


def test_every_column_is_described_in_both_languages():
    package = json.loads((CLEAN / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert field["title"].strip() and field["description"].strip(), (resource["name"], field["name"])


def test_raw_files_are_the_ones_described():
    import hashlib

    described = yaml.safe_load((ROOT / "data/raw/sources.yml").read_text(encoding="utf-8"))
    files = {path.name for path in (ROOT / "data/raw").iterdir()} - {"sources.yml"}
    assert {source["file"] for source in described} == files
    for source in described:
        content = (ROOT / "data/raw" / source["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == source["sha256"]
        for key in ("producer", "title", "edition", "date_published", "licence", "not_from_the_publisher"):
            assert source[key]


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("revenue_by_function", "4436.20"),
        ("expenditure_by_function", "4436.20"),
        ("general_budget_by_function", "4436.20"),
        ("basic_by_economic", "1039.25"),
        ("three_public", "4.25"),
    ],
)
def test_sums_are_safe_on_leaves(role, expected):
    leaves = [
        Decimal(fact["amount_yuan"])
        for fact in rows("facts")
        if fact["role"] == role and fact["row_role"] == fact["column_role"] == "leaf" and fact["amount_yuan"]
    ]
    assert sum(leaves) == Decimal(expected) * 10_000


def test_blank_zero_dash_and_empty_table_stay_apart():
    kinds = {fact["null_kind"] for fact in rows("facts")}
    assert kinds == {"value", "blank", "empty_table"}
    assert all(fact["amount_yuan"] == "" for fact in rows("facts") if fact["null_kind"] != "value")
    assert [row["value_null_kind"] for row in rows("assets")].count("dash") == 2
    assert {row["other_funds_yuan"] for row in rows("projects")} == {"0.00"}
    empty = [table for table in rows("tables") if table["is_empty"] == "true"]
    assert [table["role"] for table in empty] == ["government_fund_by_function", "state_capital_by_function"]
    assert all("空表列示" in table["note"] for table in empty)


def test_the_procurement_table_is_one_table_over_three_pages():
    table = next(table for table in rows("tables") if table["role"] == "procurement")
    assert (table["pages"], table["rows"], table["columns"]) == ("14 15 16", "18", "13")
    assert len(rows("procurement")) == 16


def test_the_six_forms_become_projects_plans_and_indicators():
    projects = rows("projects")
    assert [(p["project_code"], p["amount_yuan"]) for p in projects] == [
        ("130300213CB20NYL3139I", "11500.00"),
        ("1303002171PAXQLRUPVNW", "1310000.00"),
        ("130300217IMTXSBFQ22T7", "20000000.00"),
        ("130300219T31N0HIGGFI8", "10000000.00"),
        ("13030021N6UXNDR5INL5F", "1948000.00"),
        ("13030021N8G0BBMMI3U0E", "460000.00"),
    ]
    assert len(rows("project_indicators")) == 44
    uncertain = {row["project_code"] for row in rows("project_plan") if row["position_certain"] == "false"}
    assert uncertain == {p["project_code"] for p in projects[:3]}
    assert [(r["checkpoint"], r["cumulative_share"]) for r in rows("project_plan")[-4:]] == [
        ("3月底", "0.25"), ("6月底", "0.5"), ("10月底", "0.75"), ("12月底", "1"),
    ]  # fmt: skip


def test_prose_states_the_change_on_the_year_before():
    said = {(s["label"], s["basis"]): s for s in rows("statements") if "比上年" in s["section"]}
    found = {key: s["amount_yuan"] for key, s in said.items()}
    assert found == {
        ("预算收支", "current"): "44362000.00",
        ("预算收支", "prior"): "12556100.00",
        ("预算收支", "change"): "31805900.00",
        ("基本支出", "change"): "-1713600.00",
        ("项目支出", "change"): "33519500.00",
    }
    assert all(s["page"] == "12" and "3180.59" in s["sentence"] for s in said.values())


def test_every_fact_and_statement_has_its_place_on_a_page():
    for row in [*rows("facts"), *rows("statements")]:
        assert 1 <= int(row["page"]) <= 25
        assert float(row["x0"]) < float(row["x1"]) and float(row["top"]) < float(row["bottom"])
