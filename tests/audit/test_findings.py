"""One finding for each cause: the figure most likely wrong comes first, with what it should be."""

from __future__ import annotations

import json
import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from documents import CLEAN, documents, extracted
from made import table
from mutations import Rows, amounts, decimals, printed_as, replaced

from disclosure.audit import FAILS, audit_rows, in_order
from disclosure.audit.findings import SEVERITIES
from disclosure.audit.ledger import read_rows
from disclosure.model.amounts import FACTOR
from disclosure.run.extraction import save

COLUMNS = {"total": "total", "basic": "leaf", "project": "leaf"}
SOUND = {
    "": ("1030.00", "730.00", "300.00"),
    "201": ("630.00", "430.00", "200.00"),
    "20101": ("630.00", "430.00", "200.00"),
    "2010101": ("430.00", "430.00", ""),
    "2010102": ("200.00", "", "200.00"),
    "208": ("400.00", "300.00", "100.00"),
    "20805": ("400.00", "300.00", "100.00"),
    "2080505": ("400.00", "300.00", "100.00"),
}


def findings(rows: dict[str, tuple[str, ...]], **more: str) -> list[dict]:
    return audit_rows({"facts": table(rows, COLUMNS, **more)}).findings


def test_a_document_in_order_has_no_finding():
    assert findings(SOUND) == []


def test_a_wrong_figure_is_one_finding_however_many_checks_fail():
    (found,) = findings(SOUND | {"2010102": ("260.00", "", "200.00")})
    assert (found["printed"], found["expected"], found["amount_yuan"]) == ("260.00", "200.00", 600_000)
    assert found["severity"] == "material" and found["fact_ids"] == "p01t1r04c00"
    assert len(found["check_ids"].split()) >= 3  # its row, its group, all last-level codes
    assert "260.00" in found["statement_zh"] and "200.00" in found["statement_en"]


def test_a_blank_where_an_amount_belongs_is_told_as_text():
    (found,) = findings(SOUND | {"2010102": ("200.00", "", "")})
    assert (found["printed"], found["expected"]) == ("", "200")
    assert "空白" in found["statement_zh"] and "a blank" in found["statement_en"]
    assert json.loads(json.dumps(found, default=float))["printed"] == ""


def test_two_wrong_figures_are_two_findings_the_larger_first():
    wrong = SOUND | {"2010102": ("200.03", "", "200.00"), "2080505": ("900.00", "300.00", "100.00")}
    assert [f["expected"] for f in findings(wrong)] == ["400.00", "200.00"]


def test_a_figure_summed_wrong_all_the_way_up_is_one_cause():
    carried = {"carried_over": "of_which", "revenue": "of_which", "total": "total", "carried_forward": "of_which"}
    line = ("5.00", "40.00", "42.00", "9.00")
    rows = table(dict.fromkeys(("", "212", "21208", "2120801"), line), carried, role="government_fund_by_function")
    (found,) = audit_rows({"facts": rows}).findings
    assert found["expected"] == "3.00" and len(found["fact_ids"].split()) == 4


ONE_COLUMN = {"": "5300.00", "2010101": "3000.00", "2010102": "1560.00", "2010103": "740.00"}


@pytest.mark.parametrize("unit", ["万元", "元"])
@pytest.mark.parametrize(
    "code, printed, expected",
    [("2010102", "1560.03", "1560.00"), ("2010103", "740.90", "740.00"), ("2010102", "1566.00", "1560.00")],
)
def test_of_figures_of_one_sum_the_one_that_a_digit_makes_less_round(unit, code, printed, expected):
    rows = {key: (value,) for key, value in (ONE_COLUMN | {code: printed}).items()}
    (found,) = audit_rows({"facts": table(rows, {"total": "total"}, unit)}).findings
    assert (found["printed"], found["expected"]) == (printed, expected)


def test_a_digit_is_sooner_wrong_than_lost():
    """Both 7.00 with a digit before it and 13.00 with another digit would do."""
    rows = {"": ("131.00",), "2010101": ("7.00",), "2010102": ("13.00",), "2010103": ("41.00",)}
    (found,) = audit_rows({"facts": table(rows, {"total": "total"})}).findings
    assert (found["printed"], found["expected"]) == ("13.00", "83.00")


def test_a_wrong_figure_beside_a_slip_in_the_last_digit_of_the_same_sums():
    rows = SOUND | {"2010101": ("830.00", "830.00", ""), "20101": ("630.00", "430.01", "200.00")}
    found = findings(rows)
    assert (found[0]["printed"], found[0]["expected"]) == ("830.00", "430.00")


@pytest.mark.parametrize("unit", ["万元", "元"])
def test_what_a_wrong_figure_leaves_of_a_check_is_all_that_is_at_stake_there(unit):
    """900.01 for 400.01 is the error; that the other table prints 400.00 stays a matter of its last digit."""
    one = {"": ("1030.00",), "2010101": ("430.00",), "2010102": ("200.00",), "2080505": ("400.00",)}
    other = one | {"": ("1030.01",), "2080505": ("900.01",)}
    general = {"role": "general_budget_by_function", "fund": "general_public_budget", "page": "2"}
    rows = table(one, {"total": "total"}, unit)
    rows += [
        row | {"fact_id": row["fact_id"].replace("p01", "p02")}
        for row in table(other, {"total": "total"}, unit, **general)
    ]
    found = audit_rows({"facts": rows}).findings
    assert (found[0]["printed"], found[0]["expected"]) == ("900.01", "400.01")
    assert {row["severity"] for row in found[1:]} == {"style"}


def test_a_line_under_a_code_that_is_not_its_own_is_one_finding():
    moved = {("2100505" if code == "2080505" else code): row for code, row in SOUND.items()}
    (found,) = findings(moved)
    assert found["kind"] == "code_tree" and "2100505" in found["statement_zh"]


def test_a_slip_in_the_last_digit_never_stands_beside_millions():
    far = SOUND | {"2010102": ("900.00", "", "200.00")}
    near = {code: row for code, row in SOUND.items()} | {"2080505": ("400.03", "300.00", "100.00")}
    assert [f["severity"] for f in findings(far)] == ["material"]
    assert [f["severity"] for f in findings(near)] != ["material"]


@pytest.mark.parametrize("declared", SEVERITIES)
def test_no_finding_is_graver_than_its_rules_declare(monkeypatch, declared):
    for rule in in_order():
        monkeypatch.setattr(rule, "severity", declared)
    (found,) = findings(SOUND | {"2010102": ("260.00", "", "200.00")})
    assert found["severity"] == declared, "600,000 of 10.3 million yuan would be material"
    moved = {("2100505" if code == "2080505" else code): row for code, row in SOUND.items()}
    assert [f["severity"] for f in findings(moved)] == [declared]


# --- every figure by turns ------------------------------------------------------------------------------


def with_another_digit(rows: Rows, seed: int, n: int):
    """``n`` places, and the rows with one printed digit of the figure there changed."""
    rng = random.Random(seed)
    own = [found for found in amounts(rows) if found[4]]
    for place, file, k, column, value, step in rng.sample(own, min(n, len(own))):
        raw = rows[file][k].get("value_raw") or rows[file][k].get("amount_raw")
        if raw:
            unit = rows[file][k].get("unit_raw") or re.sub(r"^.*\d", "", raw)
            step = Decimal(FACTOR.get(unit, 1)).scaleb(-decimals(raw))
        digits = f"{abs(value / step):f}".partition(".")[0]
        at = rng.randrange(len(digits))
        digit = rng.choice([d for d in "123456789" if d != digits[at]])
        new = (Decimal(digits[:at] + digit + digits[at + 1 :]) * step).copy_sign(value)
        changed = replaced(rows, file, k, printed_as(rows[file][k], column, new))
        yield place.split()[0], changed, f"{value:f} -> {new:f}"


def misnamed(rows: Rows, seed: int, n: int) -> tuple[list[dict[str, str]], int]:
    """The changed figures that the first new finding does not name, with what it names; and how many were changed.

    A finding is new that tells of a check that did not fail before. What the document says only once is named as
    such (``stated-alone``) and not counted.
    """
    before = audit_rows(rows)
    known = {check["check_id"] for check in before.checks if check["status"] == FAILS}
    alone = {i for check in before.checks if check["rule"] == "stated-alone" for i in check["fact_ids"].split()}
    missed, tried = [], 0
    for place, changed, now in with_another_digit(rows, seed, n):
        if place in alone:
            continue
        found = [row for row in audit_rows(changed).findings if not known.issuperset(row["check_ids"].split())]
        tried += 1
        if not found or place not in found[0]["fact_ids"].split()[:1]:
            names = {key: found[0][key] if found else "" for key in ("finding_id", "printed", "expected", "check_ids")}
            rank = next((n for n, row in enumerate(found, 1) if place in row["fact_ids"].split()), 0)
            missed.append({"place": place, "changed": now, "rank": str(rank), **names})
    return missed, tried


@pytest.mark.slow
def test_the_changed_figure_of_the_first_disclosure_is_named_first():
    missed, tried = misnamed(read_rows(CLEAN), seed=1, n=40)
    assert tried and len(missed) <= 0.05 * tried, missed


@pytest.mark.slow
@pytest.mark.parametrize("pdf", documents("corpus"))
def test_the_changed_figure_of_other_disclosures_is_named_first(tmp_path: Path, pdf: Path):
    save(extracted(pdf), tmp_path / pdf.stem)
    missed, tried = misnamed(read_rows(tmp_path / pdf.stem), seed=1, n=8)
    assert tried and len(missed) <= 0.15 * tried, missed
