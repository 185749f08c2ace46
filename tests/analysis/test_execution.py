"""What became of the plan: read off the pages by eye, and off the figures that the made-up department is drawn from."""

from decimal import Decimal as D

import pytest
from documents import SHARED, extracted, shared

from disclosure.analysis.clean_data import CleanData, clean_folder
from disclosure.analysis.collection import open_documents
from disclosure.analysis.execution import budget_beside, execution
from disclosure.run.extraction import save

FINANCE = {
    "whole": ("2993.92", "2940.05", "因年度工作计划安排"),
    "2010601": ("1560.05", "1511.89", "人员进出及退休变化"),
    "2010602": ("10.00", "10.00", ""),
    "2010607": ("135.90", "135.25", "因产业政策扶持资金管理系统项目进度"),
    "2010608": ("450.52", "449.52", "因个别项目评审费未能实施"),
    "2080501": ("85.55", "84.65", "预算按充分保障预估"),
    "2080505": ("161.62", "160.75", "预算按充分保障预估"),
    "2080506": ("80.81", "80.38", "预算按周全保障测算"),
    "2080599": ("0.94", "0.94", ""),
    "2101101": ("62.29", "60.99", "预算按周全保障测算"),
    "2210201": ("187.75", "187.19", "预算按周全保障测算"),
    "2210203": ("258.50", "258.50", ""),
    "total": ("0.95", "0.00", "当年度无“三公”经费支出"),
    "reception": ("0.95", "0.00", ""),
}
"""Plan, outturn and how the reason begins, as pages 15, 18 and 21 to 23 print them."""


@shared
def test_a_final_account_alone_tells_plan_outturn_and_reason_of_every_item(tmp_path):
    folder = tmp_path / "putuo-finance-2024-final"
    save(extracted(SHARED / "corpus/putuo-finance-2024-final.pdf"), folder)
    lines = execution(CleanData(folder))
    told = lines[lines["approved"].notna()]
    assert {key: (row["approved"], row["executed"]) for key, row in told.iterrows()} == {
        key: (D(approved), D(executed)) for key, (approved, executed, _) in FINANCE.items()
    }
    assert all(told.at[key, "reason"].startswith(reason) for key, (_, _, reason) in FINANCE.items() if reason)
    assert [key for key, (_, _, reason) in FINANCE.items() if not reason and told.at[key, "reason"]] == []
    assert told.at["whole", "stated_rate"] == D("0.982") and told.at["whole", "approved"].place.page == 21
    assert set(lines.loc[lines["kind"] == "economic", "status"]) == {"unknown"}, "no budget, no plan by economic class"


@pytest.fixture(scope="module")
def made_up():
    """The final accounts of 2024 of the made-up department, and the budget that lies beside them."""
    final = CleanData(clean_folder("example-2024-final"))
    return final, budget_beside(final)


def test_the_budget_of_the_year_gives_the_plan_of_every_line_that_it_prints(made_up):
    final, budget = made_up
    assert budget.folder.name == "example-2024-budget"
    lines = execution(final, budget)
    drawn = {"2070104": ("460.00", "402.50"), "2070199": ("60.00", "83.10"), "30211": ("9.20", "10.85")}
    for code, (approved, executed) in drawn.items():
        row = lines.loc[code]
        assert (row["approved"], row["executed"]) == (D(approved), D(executed))
        assert row["difference"] == D(executed) - D(approved) and row["rate"] == D(executed) / D(approved)
    assert lines.at["2070104", "approved_from"] == "prose" and lines.at["30211", "approved_from"] == "budget"
    assert lines.at["2070104", "approved_prose"] == lines.at["2070104", "approved_budget"]
    assert lines.at["30211", "approved"].place is None, "the figure stands in another PDF than the evidence shows"
    assert lines.at["total", "approved_table"] == lines.at["total", "approved_budget"] == D("10.00")


def test_money_on_one_side_only_is_told(made_up, monkeypatch):
    final, budget = made_up
    facts = budget.facts.copy()
    facts.loc[facts["function_code"] == "2070104", ["function_code", "function_name"]] = ["2070109", "群众文化"]
    monkeypatch.setattr(budget, "facts", facts)
    statements = final.statements[~final.statements["label"].str.contains("图书馆")]
    monkeypatch.setattr(final, "statements", statements)
    monkeypatch.setattr("disclosure.analysis.execution._told", lambda document: ({}, {}))
    lines = execution(final, budget)
    assert lines.at["2070104", "status"] == "not_planned" and lines.at["2070104", "difference"] == D("402.50")
    assert lines.at["2070109", "status"] == "not_spent" and lines.at["2070109", "difference"] == D("-460.00")


@pytest.mark.parametrize(
    ("final", "budget", "why"),
    [
        ("example-2024-final", "example-2023-budget", "2023"),
        ("example-2024-final", "471-2021", "秦皇岛|Qinhuangdao"),
        ("example-2024-budget", "example-2024-final", "final accounts and a budget"),
        ("example-2024-final", "example-2023-final", "2023"),
    ],
)
def test_what_does_not_belong_together_is_refused_and_said(final, budget, why):
    pair = [CleanData(clean_folder(name)) for name in (final, budget)]
    with pytest.raises(ValueError, match=why):
        execution(*pair)


def test_a_chain_leads_from_plan_to_outturn_to_the_next_plan():
    chain = open_documents("data/example/clean").chain().set_index("year")
    told = [tuple(chain.loc[year, ["approved", "executed", "next_approved"]].round(2)) for year in (2023, 2024)]
    assert told == [(1009.14, 985.01, 1459.40), (1459.40, 1420.63, 1202.18)]
    assert chain["executed"].isna().tolist() == [False, False, True]


def test_what_a_budget_says_of_last_years_outturn_is_looked_up_in_its_final_accounts():
    said = open_documents("data/example/clean").said_of_last_year()
    assert set(said["verdict"]) == {"exact", "outturn", "alone"}
    assert (said["verdict"] == "exact").sum() > 40, "18 lines of two years against the outturn, and the plans"
