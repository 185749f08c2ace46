"""Where rules speak: the table that the command writes has every rule and question, and says what is declared."""

import csv
from pathlib import Path

from disclosure.audit import in_order
from disclosure.audit.ledger import Ledger, read_rows
from disclosure.audit.question import QUESTIONS
from disclosure.audit.seen import documents, main
from disclosure.words.reference import reference_rows

CLEAN = Path(__file__).resolve().parents[2] / "data" / "clean"


def test_the_table_that_lies_with_the_rules_has_each_as_it_is_declared():
    rows = {row["name"]: row for row in reference_rows("rules/seen.csv")}
    assert list(rows) == [
        *(rule.name for rule in in_order(wording=True)),
        *(question.name for question in QUESTIONS),
    ], "run python -m disclosure.audit.seen on clean data again"
    for rule in in_order(wording=True):
        row = rows[rule.name]
        assert (row["severity"], row["tolerance"], row["phases"]) == (
            rule.severity,
            rule.tolerance,
            " ".join(rule.scope.phases),
        )


def test_a_document_is_named_where_its_rules_held_and_where_they_did_not_apply_it_is_not(tmp_path, capsys):
    assert main([str(CLEAN), "--out", str(tmp_path / "seen.csv")]) == 0
    with (tmp_path / "seen.csv").open(encoding="utf-8") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert rows["code-sum"]["holds_in"] == "471-2021" and rows["code-sum"]["fails_in"] == ""
    assert rows["arrears"]["fails_in"] == "471-2021", "a question that it asks"
    assert rows["row-carry"]["documents"] == "0" and rows["row-carry"]["phases"] == "executed"
    assert "row-carry" in capsys.readouterr().out, "what spoke nowhere is printed"


def test_a_draft_that_a_kill_left_is_no_document(tmp_path):
    for place in ("a", ".draft-x/a", ".work/run-1/a"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "facts.csv").touch()
    assert documents([tmp_path]) == [tmp_path / "a"]


def test_a_rule_allows_what_it_declares():
    """No more than printing rounded away, unless a printed percentage or unit price is declared to be compared."""
    ledger = Ledger(read_rows(CLEAN / "471-2021"))
    for rule in in_order(wording=True):
        for test in rule.tests(ledger):
            if test.informs and test.holds is None:
                assert rule.tolerance != "exact", f"{rule.name} compares amounts"
                assert not test.tolerance or rule.tolerance in ("percentage", "unit_price"), rule.name
