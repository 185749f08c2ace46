"""Rules that are data: what a row may say, what a wrong one is told, and where a row of a province counts."""

from pathlib import Path

import pytest

from disclosure.audit import checks_of, in_order
from disclosure.audit.ledger import Ledger, read_rows
from disclosure.model.errors import InputError
from disclosure.words.reference import own_reference

FIRST = Path(__file__).resolve().parents[2] / "data" / "clean" / "471-2021"

WRONG = {
    "rules:\n  mine: {family: table_to_table, sentence: a, needs: b, colour: red}\n": (
        2,
        "unknown key 'colour'",
        "severity",
    ),
    "rules:\n  mine: {family: tables, sentence: a, needs: b}\n": (2, "unknown family 'tables'", "table_to_table"),
    "equalities:\n  - {rule: same-totals, left: {table: sumary}, right: {table: summary}, sentence: a}\n": (
        2,
        "unknown table 'sumary'",
        "summary",
    ),
    "partitions:\n  - whole: a\n    parts: [b]\n  - whole: '('\n    parts: [c]\n": (4, "no regular expression", "mend"),
    "equalities:\n  - {rule: same-totals, left: {table: assets, column: all}, right: {table: assets}, sentence: a}\n": (
        2,
        "unknown column 'all'",
        "total",
    ),
    "within:\n  - {part: a}\n": (2, "needs its whole", "whole and at"),
    "provinces: [河北]\n": (1, "unknown province '河北'", "河北省"),
    "equalities: {a: 1}\n": (1, "no list of rows", "write"),
    "- 1\n": (1, "no row", "keys and values"),
    "rules: [\n": (2, "no YAML", "mend"),
}


@pytest.mark.parametrize("text", WRONG, ids=[found for _, found, _ in WRONG.values()])
def test_a_wrong_row_is_told_its_file_its_line_and_what_is_allowed(tmp_path, text):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yml").write_text(text, encoding="utf-8")
    line, found, advice = WRONG[text]
    with own_reference(tmp_path), pytest.raises(InputError) as error:
        in_order()
    assert error.value.source.endswith(f"mine.yml:{line}")
    assert found in error.value.found and advice in error.value.advice


MINE = """
provinces: [{province}]
rules:
  mine:
    family: table_to_table
    sentence: Revenue is what is spent
    needs: nothing to compare
equalities:
  - rule: mine
    left: {{table: summary, side: revenue}}
    right: {{table: summary, line: "like:此行不印", otherwise: {{table: summary, side: expenditure}}}}
    sentence: Revenue = expenditure
"""


@pytest.mark.parametrize(("province", "status"), [("河北省", "holds"), ("江苏省", "not_applicable")])
def test_a_row_of_ones_own_is_a_check_in_its_province_alone(tmp_path, province, status):
    """The first disclosure, of Hebei, prints 4436.20 on both sides of its summary."""
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.yml").write_text(MINE.format(province=province), encoding="utf-8")
    with own_reference(tmp_path):
        (row,) = [row for row in checks_of(Ledger(read_rows(FIRST))) if row["rule"] == "mine"]
    assert row["status"] == status
    if status == "holds":
        assert (row["left_yuan"], row["right_yuan"]) == (44362000, 44362000)
        assert row["statement_en"] == "Revenue is what is spent: Revenue = expenditure"


def test_an_economic_class_of_the_departments_own_making_is_not_meant():
    """30231 is the running of cars; a department that calls it something else keeps none of the three under it."""
    rows = read_rows(FIRST)

    def checked(name: str) -> list[str]:
        own = [row | ({"economic_name": name} if row["economic_code"] == "30231" else {}) for row in rows["facts"]]
        spent = [row | ({"amount_yuan": "990000.00"} if row["economic_code"] == "30231" else {}) for row in own]
        checks = checks_of(Ledger({**rows, "facts": spent}))
        return [row["status"] for row in checks if row["check_id"].endswith("=30231")]

    assert set(checked("公务用车运行维护费")) == {"fails"}
    assert checked("退休人员活动费") == []
