"""The table of running costs of offices (机关运行经费) against the classes of basic expenditure."""

from __future__ import annotations

import pytest
from made import table

from disclosure.audit import FAILS, HOLDS, checks_of
from disclosure.audit.ledger import Ledger

RUNNING = {"": "70.00", "302": "58.00", "30201": "38.00", "30202": "20.00", "310": "12.00", "31002": "12.00"}
LAYOUTS = [{"total": "total", "personnel": "leaf", "operating": "leaf"}, {"basic": "leaf"}]


def checks(running: dict[str, str], basic: dict[str, str]) -> dict[str, str]:
    """The status of each check of the rule, by its place, with either layout of basic expenditure."""
    found: list[dict[str, str]] = []
    for layout in LAYOUTS:
        lines = {"301": "100.00", "30101": "100.00", **basic}
        blank = {code: ("",) if len(layout) == 1 else ("", "", "") for code in lines}
        for code, value in lines.items():
            own = ("100.00", "100.00", "") if code[:3] == "301" else (value, "", value)
            blank[code] = own if len(layout) == 3 else (value,)
        whole = table(blank, layout, role="basic_by_economic", page="2")
        for row in whole:
            row["fact_id"] = row["fact_id"].replace("p01", "p02")
        own = table({code: (v,) for code, v in running.items()}, {"total": "total"}, role="operating_by_economic")
        for row in [*own, *whole]:
            row |= {"economic_code": row["function_code"], "function_code": ""}
        made = checks_of(Ledger({"facts": [*own, *whole]}))
        found.append({c["check_id"]: c["status"] for c in made if c["rule"] == "running-costs-by-class"})
    one, two = ({i.partition("=")[0]: status for i, status in own.items()} for own in found)
    assert one == two and len(one) > 1
    return one


def test_the_classes_and_their_total_are_those_of_basic_expenditure():
    own = checks(RUNNING, {code: value for code, value in RUNNING.items() if code})
    assert len(own) == 6 and set(own.values()) == {HOLDS}


@pytest.mark.parametrize("code", RUNNING)
def test_one_wrong_figure_does_not_pass_for_projects_counted_too(code):
    basic = {code: value for code, value in RUNNING.items() if code}
    own = checks(RUNNING | {code: "90.00"}, basic)
    wrong = f"p01t1r{list(RUNNING).index(code):02d}c00"
    assert [place for place, status in own.items() if status == FAILS] == [f"running-costs-by-class:{wrong}"]


def test_projects_counted_among_running_costs_are_no_failure():
    more = RUNNING | {"": "170.00", "302": "158.00", "30201": "138.00"}
    basic = {code: value for code, value in RUNNING.items() if code}
    assert set(checks(more, basic).values()) == {HOLDS}
    assert FAILS in checks(more | {"30202": "19.00"}, basic).values()
