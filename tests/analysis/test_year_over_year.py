"""What a disclosure says of the year before. The figures are those of the published text, and of the made-up truth."""

from decimal import Decimal

from documents import CLEAN, ROOT, SHARED, shared

from disclosure.analysis.document import open_clean
from disclosure.run.document import clean
from disclosure.words.names import nearest, themes

MADE = SHARED / "made/made-central-1.pdf"


def test_prose_gives_the_year_before_and_what_it_only_implies_is_derived():
    document = open_clean(CLEAN)
    whole, basic, project = (document.change(key) for key in ("whole", "basic", "project"))
    exact = [whole[f"{key}_exact"] for key in ("before", "after", "change")]
    assert exact == list(map(Decimal, ("1255.61", "4436.20", "3180.59")))
    assert exact[0].place, "a printed figure knows its place"
    assert [basic["change_exact"], project["change_exact"]] == [Decimal("-171.36"), Decimal("3351.95")]
    assert basic["before_exact"] + project["before_exact"] == exact[0]
    assert basic["before_exact"].place is None, "a derived one has none"
    assert (whole["reason"], whole["against"]) == ("", "budget")
    assert "厉行节约" in document.change("three_public")["reason"]


@shared
def test_tables_give_it_line_by_line_and_say_that_it_is_the_outturn(tmp_path):
    clean(MADE, tmp_path)
    document = open_clean(tmp_path / MADE.stem)
    whole = document.change("whole")
    assert (whole["source"], whole["against"]) == ("table", "outturn")
    assert [whole["before_exact"], whole["after_exact"]] == [Decimal("179715.33"), Decimal("144646.20")]
    years = document.year_over_year()
    lines = years[years["role"] == "general_budget_by_function"]
    leaves = lines[lines["row_role"] == "leaf"]
    assert sum(leaves["before_exact"]) == whole["before_exact"] and sum(leaves["change_exact"]) == whole["change_exact"]
    assert whole["reason"] == "项目安排调整", "prose that says it once more lends its reason"
    assert document.change("basic") is None


def test_names_that_begin_alike_share_a_theme_and_a_department_has_a_line_of_its_name():
    assert themes(["智慧城市一期项目2020年运维费", "智慧城市一期项目服务费", "事转企"]) == ["智慧城市一期项目"] * 2 + [
        "事转企"
    ]
    assert nearest("某某市工业和信息化局", ["科学技术支出", "工业和信息产业监管"]) == "工业和信息产业监管"
    assert nearest("某某厅", ["科学技术支出"]) == ""


def test_undertakings_stand_without_a_share_where_the_document_states_no_growth():
    """The made-up budget of 2025 lists projects and fell: they are undertakings, and no steps lead to its total."""
    budget = open_clean(ROOT / "data/example/clean/example-2025-budget")
    undertakings = budget.undertakings()
    assert len(undertakings) > 2 and undertakings["amount"].gt(0).all() and undertakings["share"].isna().all()
    assert budget.growth_steps().empty
