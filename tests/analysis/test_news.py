"""What is news in a disclosure: each kind is found where it is, weighed by what is at stake, and else left alone."""

from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from documents import CLEAN, documents, extracted

from disclosure.analysis.document import open_clean
from disclosure.analysis.figure import Figure
from disclosure.analysis.news import COLUMNS, contradictions, far_from_plan, in_other, news, one_line, three_public
from disclosure.run.extraction import save
from disclosure.words.messages import Term

WHOLE = Figure(1000)


@pytest.mark.slow
def test_the_first_disclosures_news_is_the_smart_city_an_item_named_other_and_what_is_not_procured():
    found = news(open_clean(CLEAN))
    said = [sentence.said("en") for sentence in found["sentence"].head(3)]
    for text, figures in zip(
        said, [("94.3%", "+14.4%"), ("67.6%", "30 million"), ("89.7%", "30.47 million")], strict=True
    ):
        assert all(figure in text for figure in figures), text
    assert found["kind"].head(3).tolist() == ["growth", "other", "procurement"]
    assert found["weight"].is_monotonic_decreasing


def frame(*rows, **columns):
    """Rows of an analysis, each amount with the exact one beside it."""
    made = pd.DataFrame([{**columns, **row} for row in rows])
    for name in made.columns.intersection(
        ["amount", "before", "after", "change", "approved", "executed", "difference"]
    ):
        made[f"{name}_exact"] = [None if v is None else Figure(str(v)) for v in made[name]]
    return made


def told(rule, **frames):
    document = SimpleNamespace(**{name: (lambda value=value: value) for name, value in frames.items()})
    return [(one.kind, round(float(one.part), 3), one.sentence.said("en")) for one in rule(document, WHOLE)]


LINE = {"level": 3, "doubtful": False, "reason": "", "label": Term("图书馆")}


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (100, 300, [("line", 0.6, "+200.0%")]),  # a fifth of the whole, tripled
        (0.1, 30, []),  # large beside itself, little beside the whole
        (900, 950, []),  # a twentieth of the whole, and of itself no tenth
    ],
)
def test_the_line_that_moved_most_is_told_where_it_matters(before, after, news):
    change = after - before
    years = frame(LINE | {"before": before, "after": after, "change": change, "rate": change / before})
    found = told(one_line, year_over_year=years)
    assert [(kind, part) for kind, part, _ in found] == [(kind, part) for kind, part, _ in news]
    assert all(words in sentence for (_, _, sentence), (_, _, words) in zip(found, news, strict=True))


def test_a_reason_is_told_with_it_and_a_doubtful_line_is_not_told():
    row = LINE | {"before": 100, "after": 300, "change": 200, "rate": 2.0}
    ((_, _, sentence),) = told(one_line, year_over_year=frame(row | {"reason": "新馆开放"}))
    assert "“新馆开放”" in sentence
    assert told(one_line, year_over_year=frame(row | {"doubtful": True})) == []


@pytest.mark.parametrize(("executed", "kinds"), [(200, ["plan"]), (280, [])])
def test_an_item_far_from_its_plan(executed, kinds):
    row = {"level": 3, "kind": "function", "label": Term("图书馆"), "approved": 300, "executed": executed}
    plan = frame(row | {"difference": executed - 300})
    assert [kind for kind, *_ in told(far_from_plan, execution=plan)] == kinds
    assert told(far_from_plan, execution=frame()) == []


def test_items_named_other_are_told_by_the_one_that_is_large_or_together():
    def items(*amounts):
        rows = [
            {"name": f"其他{k}支出", "label": Term(f"其他{k}支出"), "amount": v, "share": v / 1000}
            for k, v in enumerate(amounts)
        ]
        return frame({"name": "行政运行", "label": Term("行政运行"), "amount": 1, "share": 0.001}, *rows, level=3)

    assert "one item" in told(in_other, functions=items(400, 50))[0][2]
    assert "2 items" in told(in_other, functions=items(200, 150))[0][2]
    assert told(in_other, functions=items(100, 100)) == []


@pytest.mark.parametrize(("rate", "kinds"), [(0.5, ["public"]), (-0.1, ["public"]), (0.02, []), (None, [])])
def test_the_three_public_expenses_by_a_tenth(rate, kinds):
    row = {"key": "total", "after": 15, "change": 5, "rate": rate}
    assert [kind for kind, *_ in told(three_public, three_public=frame(row))] == kinds


def test_a_material_finding_weighs_by_what_is_at_stake_and_a_slip_is_no_news():
    row = {"severity": "material", "amount": 5000, "statement": "第 3 页"}
    document = SimpleNamespace(findings=frame(row))
    (found,) = contradictions(document, WHOLE)
    assert found.part == Decimal("0.5")
    assert not list(contradictions(SimpleNamespace(findings=frame(row | {"severity": "style"})), WHOLE))


@pytest.mark.slow
@pytest.mark.parametrize("pdf", documents("corpus", "made"))
def test_any_disclosure_has_its_news_said_in_both_languages(pdf, tmp_path):
    extraction = extracted(pdf)
    save(extraction, tmp_path / pdf.stem)
    from disclosure.run.document import audited

    audited(tmp_path / pdf.stem)
    found = news(open_clean(tmp_path / pdf.stem))
    assert list(found.columns) == COLUMNS
    for sentence in found["sentence"]:
        assert all(sentence.said(language) and "{" not in sentence.said(language) for language in ("en", "zh"))
