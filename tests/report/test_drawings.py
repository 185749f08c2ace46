"""Charts as they are drawn, measured in a browser: no word over another, under a line or cut, and all can be read."""

import csv
import io
import re
from decimal import Decimal as D
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from test_reports import downloads, told

import helpers
from disclosure.report.charts import colours
from disclosure.report.drawing import FAINT, INK, prepared, render

MEASURE = Path(__file__).with_name("drawn.js").read_text(encoding="utf-8")
PHONE = 320  # pixels across the narrowest
LEAST = 11  # pixels that a letter's line is high


@pytest.fixture(scope="module")
def blank(browser):
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    yield page
    page.close()


def measured(page, svg):
    page.set_content(f"<body style='margin:0'>{svg[svg.index('<svg') :]}</body>")
    return page.evaluate(f"({MEASURE})(document.querySelector('svg'))")


def pictures(html):
    """The SVGs that a report shows: those for a page, and those for a phone."""
    for chart in re.findall(r'(?s)<figure class="chart"[^>]*>(.*?)</figure>', html):
        shown = dict(re.findall(r'<img class="(for-\w+)" src="data:image/svg\+xml,([^"]*)"', chart))
        yield tuple(unquote(unescape(shown.get(name, ""))) for name in ("for-page", "for-phone"))


def test_no_word_of_a_chart_is_crossed_or_cut_and_all_can_be_read_on_a_phone(reports, blank, browser):
    charts_seen = 0
    for path, html in told(reports):
        for wide, narrow in pictures(html):
            assert narrow, f"{path}: a chart that is not drawn for a phone"
            for svg in (wide, narrow):
                found = measured(blank, svg)
                assert found["faults"] == [], f"{path}: {re.sub('<[^>]*>', ' ', svg)[:80]}"
                assert found["words"] > 1
            charts_seen += 1
            assert found["smallest"] * 96 / 72 >= LEAST * 1.03, path
    assert charts_seen > 40
    page = browser.new_page(viewport={"width": PHONE, "height": 900})
    page.goto((reports / "zh/30-year-over-year.html").as_uri())
    drawn = found["width"]
    assert (
        page.evaluate("document.querySelector('figure.chart .for-phone').getBoundingClientRect().width") >= drawn / 1.05
    )
    page.close()


def test_a_colour_has_one_meaning_in_a_report(reports):
    """The hues of classes stand for the classes that a chart's data name, and for nothing else."""
    kept = {colours.colour(code) for code in ("208", "210", "221")}  # what nearly every department spends on
    others = {colours.PLAIN, *colours.KINDS, colours.RISE, colours.FALL, colours.WRONG, FAINT, INK}
    assert not others & set(colours.HUES) and len(others) == 9
    coloured = 0
    for path, html in told(reports):
        meanings: dict[str, set[str]] = {}
        for (wide, narrow), data in zip(pictures(html), downloads(html, "text/csv").values(), strict=True):
            used = {hue for hue in colours.HUES if hue.lower() in (wide + narrow).lower()}
            rows = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
            classes = {row["code"][:3] for row in rows if row.get("code", "").startswith("2")}
            assert used <= {colours.colour(one) for one in classes}, path
            coloured += bool(used)
            for one in classes if used else ():
                meanings.setdefault(colours.colour(one), set()).add(one)
        assert all(len(classes) == 1 for hue, classes in meanings.items() if hue in kept), path
    assert coloured > 5


LONG = ["智慧城市一期项目二〇二〇年至二〇二一年运行维护费用和其他各项支出的总数" + c for c in "甲乙丙丁戊"]
NAMES = {
    "zh": LONG,
    "en": [f"Government website cluster: final payment and operation, July 2021 to June 202{k}" for k in range(5)],
}
AMOUNTS = {
    "tiny": ["339695.31", "0.01", "0.02", "12.5", "0.01"],
    "equal": ["1000", "1000", "1000", "1000", "1000"],
    "falling": ["1", "-250000.55", "3", "-4", "120000"],
}  # fmt: skip


def frames(kind, names):
    """A frame for each form, of the same extreme amounts."""
    amounts = [D(value) for value in AMOUNTS[kind]]
    sizes = [abs(value) for value in amounts]
    whole = sum(sizes)
    lines = pd.DataFrame({"label": names, "amount": sizes, "code": ["206", "208", "210", "215", "221"]})
    years = {"year_before": 2020, "year": 2021}
    both = lines.assign(before=sizes, after=sizes[::-1], **years)
    yield "bars", lines
    yield "lollipop", lines
    yield "slope", both
    yield "dumbbell", both
    yield "diverging", lines.assign(amount=amounts)
    yield "waterfall", lines.assign(amount=[D(400000), *amounts[1:4], D(400000) + sum(amounts[1:4])],
                                    kind=["total", *["change"] * 3, "total"])  # fmt: skip
    yield "ledger", lines.assign(holds=[2800, 1, 0, 44, 3], fails=[0, 1, 0, 44, 300], not_applicable=[3, 0, 9, 0, 1])
    yield (
        "stacked",
        pd.DataFrame(
            {"group": [name for name in names[:2] for _ in range(4)], "label": names[:4] * 2, "amount": sizes[:4] * 2}
        ),
    )
    yield "aligned", pd.DataFrame(
        {"group": [g for g in names[:3] for _ in sizes], "label": names * 3, "share": [s / whole for s in sizes] * 3,
         "code": [*lines["code"]] * 3}
    )  # fmt: skip
    yield "steps", pd.DataFrame(
        {"label": [n for n in names[:3] for _ in range(3)], "month": [3, 6, 12, 6, 7, 8, 1, 2, 12],
         "share": [D(x) for x in ("0.01", "0.02", "1", "0.5", "0.5", "1", "1", "1", "1")], "certain": True}
    )  # fmt: skip
    yield "flow", lines.assign(through=names[::-1], to=[names[0]] * 4 + names[:1])


@pytest.mark.parametrize(("kind", "language"), [("tiny", "en"), ("equal", "zh"), ("falling", "zh")])
def test_the_longest_names_and_the_most_unequal_amounts_are_drawn_without_a_collision(blank, kind, language):
    from disclosure.report.show import _height

    wrong = []
    for form, frame in frames(kind, NAMES[language]):
        draw = getattr(helpers, form)
        data, unit = prepared(frame, language)
        drawn = render(draw, data, language, title="t", subtitle="s", source="s", unit=unit,
                       height=_height(draw, data, language))  # fmt: skip
        for width, svg in (("wide", drawn.shown), ("narrow", drawn.narrow)):
            found = measured(blank, svg.decode())
            wrong += [(form, width, found["faults"][:4])] if found["faults"] else []
    assert wrong == []
