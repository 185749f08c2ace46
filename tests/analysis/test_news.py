"""What is news in a disclosure: each kind is found where it is, weighed by what is at stake, and else left alone."""

import re
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest
from documents import CLEAN, documents, extracted

from disclosure.analysis.document import open_clean
from disclosure.analysis.figure import Figure
from disclosure.analysis.news import (
    COLUMNS,
    contradictions,
    headline,
    in_other,
    item_plan,
    news,
    no_reason,
    one_function,
    one_part,
    three_public,
    whole_plan,
)
from disclosure.run.extraction import save
from disclosure.words.messages import Term

WHOLE = Figure(1000)


def sentences(told):
    return " ".join(one.said("en") for one in told.sentences)


@pytest.mark.slow
def test_the_first_disclosures_news_is_the_smart_city_an_item_named_other_and_what_is_not_procured():
    found = news(open_clean(CLEAN))
    found = found[found["kind"] != "change"]
    for told, figures in zip(
        found["told"].head(3), [("94.3%", "14.4%"), ("67.6%", "30 million"), ("89.7%", "30.47 million")], strict=True
    ):
        assert all(figure in sentences(told) for figure in figures), sentences(told)
    assert found["kind"].head(3).tolist() == ["growth", "other", "procurement"]
    assert found["weight"].is_monotonic_decreasing
    assert "94.3%" in headline(open_clean(CLEAN)).said("en")


def frame(*rows, **columns):
    """Rows of an analysis, each amount with the exact one beside it."""
    made = pd.DataFrame([{**columns, **row} for row in rows])
    for name in made.columns.intersection(
        ["amount", "before", "after", "change", "approved", "executed", "difference"]
    ):
        made[f"{name}_exact"] = [None if v is None or v != v else Figure(str(v)) for v in made[name]]
    return made


def told(rule, **frames):
    made = {name: (lambda value=value: value) for name, value in frames.items()}
    document = SimpleNamespace(none_of_ours=None, phase="executed", year=2024, organisation=Term("甲局"), **made)
    return [(one.kind, round(float(one.part), 3), sentences(one.told)) for one in rule(document, WHOLE)]


LINE = {
    "level": 3, "doubtful": False, "reason": "", "label": Term("图书馆"), "role": "general_budget_by_function",
    "code": "2070104", "row_role": "leaf", "sentence": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        (100, 300, [("line", 0.4, "+200.0%")]),  # a fifth of the whole, tripled
        (0.1, 30, []),  # large beside itself, little beside the whole
        (900, 950, []),  # a twentieth of the whole, and of itself no tenth
    ],
)
@pytest.mark.parametrize("rule", [one_function, one_part])
def test_the_line_that_moved_most_is_told_where_it_matters(before, after, news, rule):
    change = after - before
    years = frame(LINE | {"before": before, "after": after, "change": change, "rate": change / before})
    found = told(rule, year_over_year=years.set_axis(["project"]))
    assert [(kind, part) for kind, part, _ in found] == [(kind, part) for kind, part, _ in news]
    assert all(words in sentence for (_, _, sentence), (_, _, words) in zip(found, news, strict=True))


def test_a_reason_is_told_with_it_and_a_doubtful_line_is_not_told():
    row = LINE | {"before": 100, "after": 300, "change": 200, "rate": 2.0}
    ((_, _, sentence),) = told(one_function, year_over_year=frame(row | {"reason": "新馆开放"}))
    assert "“新馆开放”" in sentence
    assert told(one_function, year_over_year=frame(row | {"doubtful": True})) == []


@pytest.mark.parametrize(
    ("reason", "sentence", "kinds"),
    [
        ("", "项目支出增加200万元", ["unexplained"]),
        ("新馆开放", "项目支出增加200万元", []),
        ("", "主要原因是新馆开放，项目支出增加200万元", []),  # the reason stands in the sentence itself
        ("", "", []),  # a table states no reasons
    ],
)
def test_a_large_change_without_a_reason_is_news(reason, sentence, kinds):
    row = LINE | {"before": 100, "after": 300, "change": 200, "rate": 2.0, "reason": reason, "sentence": sentence}
    assert [kind for kind, *_ in told(no_reason, year_over_year=frame(row))] == kinds


def test_a_change_that_is_told_twice_is_explained_where_it_is_once():
    row = LINE | {"before": 100, "after": 300, "change": 200, "rate": 2.0, "sentence": "增加200万元"}
    assert told(no_reason, year_over_year=frame(row, row | {"reason": "新馆开放"})) == []


@pytest.mark.parametrize(
    ("executed", "kinds"),
    [
        (200, ["plan"]),
        (280, []),
        (None, []),  # no such line in the accounts: it may stand there under another name
    ],
)
def test_an_item_far_from_its_plan(executed, kinds):
    row = {"level": 3, "kind": "function", "label": Term("图书馆"), "approved": 300, "reason": "", "executed": executed}
    plan = frame(row | {"difference": -300 if executed is None else executed - 300})
    assert [kind for kind, *_ in told(item_plan, execution=plan)] == kinds
    assert told(item_plan, execution=frame(row | {"difference": 0})) == []


@pytest.mark.parametrize(("executed", "kinds"), [(700, ["plan"]), (1150, ["plan"]), (950, []), (None, [])])
def test_the_whole_far_from_its_plan(executed, kinds):
    row = {"label": Term("合计"), "approved": 1000, "reason": "", "executed": executed, "rate": (executed or 0) / 1000}
    assert [kind for kind, *_ in told(whole_plan, execution=frame(row).set_axis(["whole"]))] == kinds


def test_items_named_other_are_told_by_the_one_that_is_large_or_together():
    def items(*amounts):
        rows = [
            {"name": f"其他{k}支出", "label": Term(f"其他{k}支出"), "amount": v, "share": v / 1000}
            for k, v in enumerate(amounts)
        ]
        return frame({"name": "行政运行", "label": Term("行政运行"), "amount": 1, "share": 0.001}, *rows, level=3)

    assert "one item" in told(in_other, functions=items(400, 50))[0][2]
    assert "2 items" in told(in_other, functions=items(300, 250))[0][2], "one of them alone is but half of it"
    assert "2 items" in told(in_other, functions=items(200, 150))[0][2]
    assert told(in_other, functions=items(100, 100)) == []


@pytest.mark.parametrize(("rate", "kinds"), [(0.5, ["public"]), (-0.1, ["public"]), (0.02, []), (None, [])])
def test_the_three_public_expenses_by_a_tenth(rate, kinds):
    row = {"key": "total", "after": 15, "change": 5, "rate": rate}
    assert [kind for kind, *_ in told(three_public, three_public=frame(row).set_axis(["total"]))] == kinds


def test_a_material_finding_weighs_by_what_is_at_stake_and_a_slip_is_no_news():
    row = {"severity": "material", "amount": 5000, "statement": "第 3 页", "printed": "", "expected": ""}
    document = SimpleNamespace(findings=frame(row))
    (found,) = contradictions(document, WHOLE)
    assert found.part == Decimal("0.5") and "50 million yuan" in found.headline.said("en")
    assert not list(contradictions(SimpleNamespace(findings=frame(row | {"severity": "style"})), WHOLE))
    printed = row | {"amount": 150, "printed": "350万元", "expected": "200万元"}
    (found,) = contradictions(SimpleNamespace(findings=frame(printed)), WHOLE)
    assert found.part == Decimal("0.15") and "3.5 million yuan is printed" in found.headline.said("en")
    misplaced = printed | {"amount": 1800, "printed": "2000万元"}
    (found,) = contradictions(SimpleNamespace(findings=frame(misplaced)), WHOLE)
    assert found.part == Decimal("0.01"), "a digit is wrong: the money is as the other figures say"


@pytest.mark.slow
@pytest.mark.parametrize("pdf", documents("corpus", "made"))
def test_any_disclosure_has_its_news_said_in_both_languages(pdf, tmp_path):
    extraction = extracted(pdf)
    save(extraction, tmp_path / pdf.stem)
    from disclosure.run.document import audited

    audited(tmp_path / pdf.stem)
    found = news(open_clean(tmp_path / pdf.stem))
    assert list(found.columns) == COLUMNS
    for above, told in zip(found["headline"], found["told"], strict=True):
        for language in ("en", "zh"):
            said = [one.said(language) for one in (above, *told.sentences)]
            assert all(said) and not re.search(r"\{|None|\bnan\b", " ".join(said))
