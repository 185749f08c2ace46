"""The list of several disclosures is for everyone, at any width, and is sorted and searched where scripts run."""

from decimal import Decimal

import pytest
from documents import ROOT
from test_accessibility import violations

from disclosure.report import build as report
from disclosure.report.build import write_collection
from disclosure.words.messages import Message

CLEAN = ROOT / "data/clean/471-2021"
AMOUNTS = ["9", "1000.5", "-3", "123456789.12", "20"] * 3
"""Totals whose order by number is not that by text."""


@pytest.fixture
def listed(executed, tmp_path, monkeypatch):
    """A list of fifteen disclosures with these totals; every third is said to be of pumps."""
    drafts = [executed(ROOT / "notebooks/35-overview.ipynb")]
    rows = iter(
        {
            "amount": Decimal(amount),
            "rate": Decimal("0.1"),
            "findings": k,
            "news": Message("Pumps" if not k % 3 else "Roads"),
        }
        for k, amount in enumerate(AMOUNTS)
    )
    monkeypatch.setattr(report, "_in_short", lambda clean: next(rows))
    return write_collection(tmp_path, [(drafts, CLEAN)] * len(AMOUNTS))


def test_it_is_for_everyone(listed, browser):
    page = browser.new_page()
    page.goto(listed.as_uri())
    assert violations(page) == []
    for width in (320, 768, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        size = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        assert size[0] <= size[1], width
    page.close()


def test_it_is_sorted_and_searched(listed, browser):
    page = browser.new_page()
    page.goto(listed.as_uri())
    page.get_by_role("button", name="Total").click()
    first = page.locator("tbody tr td:nth-child(4)").all_text_contents()
    assert first[:3] == ["123,456,789.12"] * 3 and first[-3:] == ["−3.00"] * 3
    page.get_by_role("searchbox").fill("pumps")
    assert page.locator("tbody tr:visible").count() == 5
    page.close()
