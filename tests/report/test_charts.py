"""Charts: what stands beside the bars, in the language of the chart, and within the picture."""

import re
from decimal import Decimal as D

import pandas as pd
import pytest
from matplotlib.figure import Figure

from disclosure.report.charts.bars import bars
from disclosure.report.charts.ledger import ledger
from disclosure.report.charts.steps import steps
from disclosure.report.drawing import NARROW, WIDE, name_lines, prepared, render

pytestmark = pytest.mark.unit


def words(draw, data, language, wide=WIDE):
    """Every text that a form draws, in order."""
    drawn: list[str] = []

    def watched(ax, frame, lang, **options):
        draw(ax, frame, lang, **options)
        drawn.extend(t.get_text().strip() for t in [*ax.texts, *ax.get_yticklabels()] if t.get_text().strip())

    made, unit = prepared(data, language)
    render(watched, made, language, title="t", subtitle="s", source="s", height=2, unit=unit)
    return drawn


def test_amounts_have_two_digits_and_the_smallest_one_that_says_something():
    frame = pd.DataFrame({"label": ["a", "b", "c"], "amount": [D("1073.77"), D("66.41"), D("0.24")]})
    assert words(bars, frame, "en")[:3] == ["0.002  0.021%", "0.66  5.8%", "10.74  94.2%"]
    assert words(bars, frame, "zh")[:3] == ["0.24  0.021%", "66.41  5.8%", "1,073.77  94.2%"]
    some = frame.assign(share=[D("0.4"), D("0.03"), D("0.0001")])
    assert words(bars, some, "en")[2] == "10.74  40.0%", "of the whole, where the bars are a part of it"
    small = frame.assign(amount=[D("33.98"), D("0.11"), D("0.0044")])
    assert words(bars, small, "en")[:3] == ["44  0.013%", "1,100  0.3%", "339,800  99.7%"]


def test_an_audit_is_drawn_in_the_language_of_its_reader():
    frame = pd.DataFrame({"label": ["行内"], "holds": [220], "fails": [1], "not_applicable": [3]})
    assert "220 hold · 1 fail · 3 not tested" in words(ledger, frame, "en")
    assert not [text for text in words(ledger, frame, "zh") if re.search("[A-Za-z]", text)]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_months_of_a_plan_stand_within_the_picture(width):
    plan = pd.DataFrame(
        {"label": ["a", "a", "b", "b"], "month": [6, 12] * 2, "share": [D("0.5"), D(1)] * 2, "certain": True}
    )
    figure = Figure(figsize=(width, 2))
    ax = figure.add_axes((0.02, 0.02, 0.96, 0.96))
    steps(ax, plan, "en")
    months = [text for text in ax.texts if text.get_text().endswith(("3", "12"))]
    assert len(months) == 2
    assert all(ax.get_window_extent().y0 <= text.get_window_extent().y0 for text in months)


def test_a_long_name_takes_longer_lines_rather_than_a_third():
    name = "Government website cluster: final payment and operation, July 2021 to June 2022"
    ax = Figure(figsize=(WIDE, 2)).add_subplot()
    name_lines(ax, [name, "政府网站群尾款及二〇二一年七月至二〇二二年六月运维费用和其他各项支出的总数"])
    assert [label.get_text().count("\n") for label in ax.get_yticklabels()] == [1, 1]
