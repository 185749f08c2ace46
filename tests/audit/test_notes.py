"""The notes of empty tables, in the words of several provinces, and what the text says of the same money."""

import pytest
from made import table
from texts import failing, rows_of, statuses

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE

FUND, STATE = "government_fund_by_function", "state_capital_by_function"
TITLES = {FUND: "政府性基金预算支出表", STATE: "国有资本经营预算支出表", "three_public": "“三公”经费支出表"}
NOTES = {
    "hebei": "注：无{}预算，空表列示。",
    "shanghai": "注:本部门2024年无{}预算财政拨款安排的预算，故本表为空表。",
    "central": "注：丁务总局没有使用{}预算拨款安排的支出，故本表无数据。",
    "final": "注：本单位2024年度没有{}预算财政拨款收入、支出，本表为空。",
}


def document(text="", **tables):
    """A document that prints tables by their roles, each with its note and, where it has one, an amount."""
    printed, facts = [], []
    for n, (role, (note, amount)) in enumerate(tables.items(), start=2):
        kind = {} if amount else {"null_kind": "empty_table"}
        page = {"page": str(n), "fact_id": f"p{n:02d}t1r00c00"}
        printed.append(
            {"table_id": f"t{n:02d}", "role": role, "title": TITLES[role], "pages": str(n), "parts": f"p{n:02d}t1",
             "note": note, "is_empty": "", "organisation_name": "", "unit": "万元", "certainty": "ruled"}
        )  # fmt: skip
        (fact,) = table({"": (amount,)}, {"total": "total"}, role=role, fiscal_year="2024", phase="approved")
        facts.append(fact | page | kind)
    return rows_of(f"2024年部门预算\n{text}", tables=printed, facts=facts)


@pytest.mark.parametrize("note", NOTES.values(), ids=NOTES)
def test_an_empty_table_has_its_note(note):
    fund, state = note.format("政府性基金"), note.format("国有资本经营")
    right = document(**{FUND: (fund, ""), STATE: (state, "")})
    for name in ("empty-table-noted", "note-of-its-table", "none-and-no-money"):
        assert statuses(name, right) == {HOLDS}
    (missed,) = failing("empty-table-noted", document(**{FUND: (fund, ""), STATE: ("", "")}))
    assert "国有资本" in missed
    (strange,) = failing("note-of-its-table", document(**{FUND: (fund, ""), STATE: (fund, "")}))
    assert "国有资本" in strange and "政府性基金" in strange
    (money,) = failing("none-and-no-money", document(**{FUND: (fund, "12.00"), STATE: (state, "")}))
    assert "政府性基金" in money


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2024年政府性基金预算支出0万元。", NOT_APPLICABLE),
        ("本部门2024年无政府性基金预算收支。", NOT_APPLICABLE),
        ("2024年收入预算10.00万元。", FAILS),
    ],
)
def test_where_no_table_has_a_note_the_text_may_say_it(text, status):
    assert statuses("empty-table-noted", document(text, **{FUND: ("", "")})) == {status}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("本部门2024年没有政府性基金预算安排的支出。", FAILS),
        ("我单位无政府性基金预算财政拨款收入和支出。", FAILS),
        ("2024年未安排政府性基金预算。", FAILS),
        ("本部门2024年没有新增政府性基金预算支出。", NOT_APPLICABLE),
        ("上年无政府性基金预算支出。", NOT_APPLICABLE),
        ("审计未发现问题，无政府性基金预算支出违规情况。", NOT_APPLICABLE),
        ("政府性基金预算无增减变化。", NOT_APPLICABLE),
    ],
)
def test_what_the_text_says_there_is_none_of_is_not_in_the_table(text, status):
    assert statuses("none-and-no-money", document(text, **{FUND: ("", "12.00")})) == {status}


def test_a_table_with_zeros_or_amounts_needs_no_note():
    assert statuses("empty-table-noted", document(**{FUND: ("", "12.00")})) == {NOT_APPLICABLE}
    assert statuses("empty-table-noted", document(**{FUND: ("", "0.00")})) == {NOT_APPLICABLE}


def test_a_note_and_the_text_that_say_the_same_are_one_finding():
    text = "本部门2024年无“三公”经费预算。"
    rows = document(text, three_public=("注：本部门无“三公”经费，故本表为空表。", "8.00"))
    assert len(failing("none-and-no-money", rows)) == 1
