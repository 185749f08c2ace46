"""What became of the plan: read off the pages by eye, and off the figures that the made-up department is drawn from."""

from decimal import Decimal as D

import pytest
from documents import SHARED, extracted, shared
from sheets import draw, page

from disclosure.analysis.clean_data import CleanData, clean_folder
from disclosure.analysis.collection import open_documents
from disclosure.analysis.execution import budget_beside, execution
from disclosure.run.extraction import extract, save

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


SPENT = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "508.40", "480.50", "27.90"],
    ["20106", "财政事务", "508.40", "480.50", "27.90"],
    ["2010601", "行政运行", "480.50", "480.50", ""],
    ["2010607", "信息化建设", "27.90", "", "27.90"],
    ["208", "社会保障和就业支出", "61.32", "61.32", ""],
    ["20805", "行政事业单位养老支出", "61.32", "61.32", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "61.32", "61.32", ""],
    ["221", "住房保障支出", "45.00", "45.00", ""],
    ["22102", "住房改革支出", "45.00", "45.00", ""],
    ["2210201", "住房公积金", "45.00", "45.00", ""],
    ["合计", "<", "614.72", "586.82", "27.90"],
]
RUNNING, SYSTEM = (
    "一般公共服务支出（类）财政事务（款）行政运行（项）",
    "一般公共服务支出（类）财政事务（款）信息化建设（项）",
)
PENSION = "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
HOUSING = "住房保障支出（类）住房改革支出（款）住房公积金（项）"
WORDED = {
    "outturn and rate alone, as in Sichuan": (
        [
            "2023年一般公共预算财政拨款支出决算数为614.72万元，完成预算97.37%。其中：",
            f"1.{RUNNING}：支出决算为480.50万元，完成预算96.1%，决算数小于预算数的主要原因是人员调出，人员经费减少。",
            f"2.{SYSTEM}：支出决算为27.90万元，完成预算139.5%，决算数大于预算数的主要原因是年中追加系统升级经费。",
            f"3.{PENSION}：支出决算为61.32万元，完成预算100%，决算数与预算数持平。",
            f"4.{HOUSING}：支出决算为45.00万元，完成预算90%，决算数小于预算数的主要原因是缴存基数下调。",
        ],
        {
            "whole": (None, "614.72", "0.9737", ""),
            "2010601": (None, "480.50", "0.961", "人员调出，人员经费减少"),
            "2010607": (None, "27.90", "1.395", "年中追加系统升级经费"),
            "2080505": (None, "61.32", "1", ""),
            "2210201": (None, "45.00", "0.9", "缴存基数下调"),
        },
    ),
    "by class and group, against the budget, as in Beijing": (
        [
            "1、“一般公共服务支出”（类）2023年度决算508.40万元，比2023年年初预算减少11.60万元，下降2.23%。其中：",
            "“财政事务”（款）2023年度决算508.40万元，比2023年年初预算减少11.60万元，下降2.23%，主要原因：人员调出，人员经费减少。",
            "2、“社会保障和就业支出”（类）2023年度决算61.32万元，与2023年年初预算持平。",
            "3、“住房保障支出”（类）2023年度决算45.00万元，比2023年年初预算减少5.00万元，下降10.00%。其中：",
            "“住房改革支出”（款）2023年度决算45.00万元，比2023年年初预算减少5.00万元，下降10.00%，主要原因：缴存基数下调。",
        ],
        {
            "201": ("520.00", "508.40", None, ""),
            "20106": ("520.00", "508.40", None, "人员调出，人员经费减少"),
            "208": (None, "61.32", None, ""),
            "221": ("50.00", "45.00", None, ""),
            "22102": ("50.00", "45.00", None, "缴存基数下调"),
        },
    ),
    "the item a line of its own, as in Hunan": (
        [
            "2023年度财政拨款支出年初预算数为631.32万元，支出决算数为614.72万元，完成年初预算的97.37%，其中：",
            f"1、{RUNNING}。",
            "年初预算为500.00万元，支出决算为480.50万元，完成年初预算的96.1%，决算数小于年初预算数的主要原因是：人员调出，人员经费减少。",
            f"2、{SYSTEM}。",
            "年初预算为20.00万元，支出决算为27.90万元，完成年初预算的139.5%，决算数大于年初预算数的主要原因是：年中追加系统升级经费。",
            f"3、{PENSION}。",
            "年初预算为61.32万元，支出决算为61.32万元，完成年初预算的100%，决算数等于年初预算数。",
            f"4、{HOUSING}。",
            "年初预算为50.00万元，支出决算为45.00万元，完成年初预算的90%，决算数小于年初预算数的主要原因是：缴存基数下调。",
        ],
        {
            "whole": ("631.32", "614.72", "0.9737", ""),
            "2010601": ("500.00", "480.50", "0.961", "人员调出，人员经费减少"),
            "2010607": ("20.00", "27.90", "1.395", "年中追加系统升级经费"),
            "2080505": ("61.32", "61.32", "1", ""),
            "2210201": ("50.00", "45.00", "0.9", "缴存基数下调"),
        },
    ),
    "the class a heading, as in Jiangsu": (
        [
            "一般公共预算财政拨款支出年初预算为631.32万元，支出决算为614.72万元，完成年初预算的97.37%。其中：",
            "（一）一般公共服务支出（类）",
            "1．财政事务（款）行政运行（项）。年初预算500.00万元，支出决算480.50万元，完成年初预算的96.1%。决算数小于年初预算数的主要原因：人员调出，人员经费减少。",
            "2．财政事务（款）信息化建设（项）。年初预算20.00万元，支出决算27.90万元，完成年初预算的139.5%。决算数大于年初预算数的主要原因：年中追加系统升级经费。",
            "（二）社会保障和就业支出（类）",
            "1．行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算61.32万元，支出决算61.32万元，完成年初预算的100%。决算数与年初预算数相同。",
            "（三）住房保障支出（类）",
            "1．住房改革支出（款）住房公积金（项）。年初预算50.00万元，支出决算45.00万元，完成年初预算的90%。决算数小于年初预算数的主要原因：缴存基数下调。",
        ],
        {
            "whole": ("631.32", "614.72", "0.9737", ""),
            "2010601": ("500.00", "480.50", "0.961", "人员调出，人员经费减少"),
            "2010607": ("20.00", "27.90", "1.395", "年中追加系统升级经费"),
            "2080505": ("61.32", "61.32", "1", ""),
            "2210201": ("50.00", "45.00", "0.9", "缴存基数下调"),
        },
    ),
    "all in one sentence, the difference in money, as in Guangdong": (
        [
            "2023年度一般公共预算财政拨款支出决算614.72万元，年初预算631.32万元，完成年初预算的97.37%。具体如下：",
            f"1.{RUNNING}年初预算500.00万元，支出决算480.50万元，完成年初预算的96.1%，较年初预算减少19.50万元，主要原因是人员调出，人员经费减少。",
            f"2.{SYSTEM}年初预算20.00万元，支出决算27.90万元，完成年初预算的139.5%，较年初预算增加7.90万元，主要原因是年中追加系统升级经费。",
            f"3.{PENSION}年初预算61.32万元，支出决算61.32万元，完成年初预算的100%，与年初预算持平。",
            f"4.{HOUSING}年初预算50.00万元，支出决算45.00万元，完成年初预算的90%，较年初预算减少5.00万元，主要原因是缴存基数下调。",
        ],
        {
            "whole": ("631.32", "614.72", "0.9737", ""),
            "2010601": ("500.00", "480.50", "0.961", "人员调出，人员经费减少"),
            "2010607": ("20.00", "27.90", "1.395", "年中追加系统升级经费"),
            "2080505": ("61.32", "61.32", "1", ""),
            "2210201": ("50.00", "45.00", "0.9", "缴存基数下调"),
        },
    ),
}  # fmt: skip
"""How provinces word the execution of one made-up department's items, and what it says: plan, outturn, rate, reason."""


@pytest.mark.parametrize("words", WORDED)
def test_the_wording_of_provinces_is_read_item_by_item(tmp_path, words):
    sentences, told = WORDED[words]
    head = ("部门：某某市审计局", "金额单位：万元")
    made = draw(
        tmp_path / "made-2023.pdf",
        page("2023年度部门决算", "某某市审计局"),
        page("公开05表", "一般公共预算财政拨款支出决算表", *head, SPENT),
        page("（三）一般公共预算财政拨款支出决算具体情况", *sentences),
    )
    save(extract(made), tmp_path / "made-2023")
    lines = execution(CleanData(tmp_path / "made-2023"))
    said = lines[lines["sentence"] != ""]
    assert {
        key: (row["approved"], row["executed"], row["stated_rate"], row["reason"]) for key, row in said.iterrows()
    } == {
        key: (approved and D(approved), D(executed), rate and D(rate), reason)
        for key, (approved, executed, rate, reason) in told.items()
    }


WHO = ("部门：某某市审计局", "金额单位：万元")
LAND, BUILDING = "国有土地使用权出让收入安排的支出", "城市建设支出"
FUND_TEXT = [
    "八、政府性基金预算财政拨款收入支出决算情况说明",
    "2023年度政府性基金预算财政拨款支出年初预算为50.00万元，支出决算为47.00万元，完成年初预算的94%。其中：",
    f"1.城乡社区支出（类）{LAND}（款）{BUILDING}（项）年初预算50.00万元，支出决算47.00万元，完成年初预算的94%。",
    "决算数小于年初预算数的主要原因是工程尾款结转下年。",
]


def fund_final(text: bool, columns: bool) -> list[str]:
    """Final accounts with a fund and own income; is what was planned in the text, and in columns of the balance?"""
    received = [
        ["一、一般公共预算财政拨款收入", "600.00", "620.00", "614.72"],
        ["二、政府性基金预算财政拨款收入", "50.00", "50.00", "48.00"],
        ["三、事业收入", "12.00", "12.00", "9.50"],
        ["四、其他收入", "", "", "3.20"],
        ["本年收入合计", "662.00", "682.00", "675.42"],
        ["总计", "662.00", "682.00", "677.42"],
    ]
    spent = [
        ["一、一般公共服务支出", "612.00", "632.00", "627.42"],
        ["二、城乡社区支出", "50.00", "50.00", "47.00"],
        ["三、其他支出", "", "", ""],
        ["", "", "", ""],
        ["本年支出合计", "662.00", "682.00", "674.42"],
        ["总计", "662.00", "682.00", "677.42"],
    ]
    head = [["收入", *"<<<", "支出", *"<<<"], ["项目", "年初预算数", "全年预算数", "决算数"] * 2]
    summary = [*head, *([*a, *b] for a, b in zip(received, spent, strict=True))]
    if not columns:
        summary = [[row[k] for k in (0, 3, 4, 7)] for row in summary]
    line = ["2.00", "48.00", "47.00", "", "47.00", "3.00"]
    fund = [
        ["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
        ["^", "^", "^", "^", "小计", "基本支出", "项目支出", "^"],
        ["合计", "<", *line],
        ["212", "城乡社区支出", *line],
        ["21208", LAND, *line],
        ["2120803", BUILDING, *line],
    ]
    return [
        page("2023年度部门决算", "某某市审计局"),
        page("公开01表", "收入支出决算总表", *WHO, summary),
        page("公开05表", "一般公共预算财政拨款支出决算表", *WHO, SPENT),
        page("公开08表", "政府性基金预算财政拨款收入支出决算表", *WHO, fund),
        *([page(*FUND_TEXT)] if text else []),
    ]


def fund_budget(year: int) -> list[str]:
    """The budget of 2023, or that of 2024 with what 2023 had been given beside it."""
    balance = [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "600.00", "一、一般公共服务支出", "612.00"],
        ["二、政府性基金预算拨款收入", "50.00", "二、城乡社区支出", "50.00"],
        ["三、事业收入", "12.00", "", ""],
        ["收入总计", "662.00", "支出总计", "662.00"],
    ]
    names = [("212", "城乡社区支出"), ("21208", LAND), ("2120803", BUILDING)]
    head, amounts = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"], ["50.00", "", "50.00"]
    if year == 2024:
        head, amounts = ["科目编码", "科目名称", "2023年预算数", "2024年预算数"], ["50.00", "60.00"]
    fund = [head, *([*name, *amounts] for name in names), ["合计", "<", *amounts]]
    return [
        page(f"{year}年部门预算", "某某市审计局"),
        *([page("部门收支总表", *WHO, balance)] if year == 2023 else []),
        page(f"{year}年政府性基金预算支出表", *WHO, fund),
    ]


@pytest.fixture
def beside(tmp_path):
    """Write a folder of clean data of drawn documents; returns the clean data of the first."""

    def write(**documents: list[str]) -> CleanData:
        for name, pages in documents.items():
            save(extract(draw(tmp_path / f"{name}.pdf", *pages)), tmp_path / "clean" / name)
        return CleanData(tmp_path / "clean" / next(iter(documents)))

    return write


FUND_LINES = ["government_fund", "government_fund:212", "government_fund:21208", "government_fund:2120803"]


@pytest.mark.parametrize(
    ("text", "columns", "budgets", "source"),
    [
        (True, True, (), "prose"),
        (True, False, (2023,), "prose"),
        (False, False, (2023, 2024), "budget"),
        (False, False, (2024,), "next"),
        (False, False, (), ""),
    ],
)
def test_funds_and_own_income_are_told_where_their_plan_is_printed(beside, text, columns, budgets, source):
    final = beside(final=fund_final(text, columns), **{f"budget{year}": fund_budget(year) for year in budgets})
    lines = open_documents(final.folder.parent).execution()
    funds = lines[lines["kind"] == "fund"]
    assert list(funds.index) == FUND_LINES and set(funds["executed"]) == {47.0}
    whole, item = funds.loc["government_fund"], funds.loc["government_fund:2120803"]
    assert (whole["approved_from"], item["approved_from"]) == (source, source)
    assert (item["approved"], item["rate"]) == (50.0, 0.94) if source else item["status"] == "unknown"
    assert whole["stated_rate"] == item["stated_rate"] == 0.94 or not text
    assert item["reason"] == ("工程尾款结转下年" if text else "")
    for year, name in ((2023, "approved_budget"), (2024, "approved_next")):
        assert (item[name] == 50.0) == (year in budgets)
    assert "2120803" not in lines.index, "the general public budget has no line of a fund"
    income = lines[lines["kind"] == "revenue"]
    planned = {"general_public_budget": 600.0, "government_fund": 50.0, "service_income": 12.0}
    if columns or 2023 in budgets:
        assert income["approved"].dropna().drop("year_revenue", errors="ignore").to_dict() == planned
        received = {"general_public_budget": 614.72, "government_fund": 48.0, "service_income": 9.5}
        assert income["executed"].drop("year_revenue").to_dict() == received | {"other_income": 3.2}
        assert income.loc["other_income", "status"] == "not_planned"
        assert income.loc["service_income", "rate"] == 9.5 / 12
    else:
        assert income.empty
    assert list(income["adjusted"].dropna()) == ([620.0, 50.0, 12.0, 682.0] if columns else [])


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
    assert set(lines["approved_next"]) == set(lines["executed_next"]) == {None}, "the next budget is not asked"


@pytest.mark.slow
def test_the_next_budget_says_once_more_what_was_planned_and_what_was_spent(made_up):
    final, budget = made_up
    following = budget_beside(final, later=1)
    assert following.folder.name == "example-2025-budget"
    lines = execution(final, budget, following)
    planned, spent = lines["approved_next"].dropna(), lines["executed_next"].dropna()
    assert planned.to_dict() == {
        "total": D("10.00"), "abroad": D("0.00"), "cars": D("7.00"), "car_purchase": D("0.00"),
        "car_running": D("7.00"), "reception": D("3.00"),
    }  # fmt: skip
    assert {key: spent[key] for key in ("whole", "207", "2070104", "2210201")} == {
        "whole": D("1420.63"), "207": D("1167.22"), "2070104": D("402.50"), "2210201": D("63.90")
    }  # fmt: skip
    alone = execution(final, None, following)
    assert alone.at["total", "approved_next"] == D("10.00") and alone.at["30211", "status"] == "unknown"
    with pytest.raises(ValueError, match="2024"):
        execution(final, None, budget)


def test_money_on_one_side_only_is_told(made_up, monkeypatch):
    final, budget = made_up
    facts = budget.facts.copy()
    facts.loc[facts["function_code"] == "2070104", ["function_code", "function_name"]] = ["2070109", "群众文化"]
    monkeypatch.setattr(budget, "facts", facts)
    statements = final.statements[~final.statements["label"].str.contains("图书馆")]
    monkeypatch.setattr(final, "statements", statements)
    monkeypatch.setattr("disclosure.analysis.execution._told", lambda document: ({}, {}))
    for document in made_up:
        monkeypatch.setattr(document, "answers", {}, raising=False)  # what was answered without these changes
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


@pytest.mark.slow
def test_a_chain_leads_from_plan_to_outturn_to_the_next_plan():
    chain = open_documents("data/example/clean").chain().set_index("year")
    told = [tuple(chain.loc[year, ["approved", "executed", "next_approved"]].round(2)) for year in (2023, 2024)]
    assert told == [(1009.14, 985.01, 1459.40), (1459.40, 1420.63, 1202.18)]
    assert chain["executed"].isna().tolist() == [False, False, True]


@pytest.mark.slow
def test_what_a_budget_says_of_last_years_outturn_is_looked_up_in_its_final_accounts():
    said = open_documents("data/example/clean").said_of_last_year()
    assert set(said["verdict"]) == {"exact", "outturn", "alone"}
    assert (said["verdict"] == "exact").sum() > 40, "18 lines of two years against the outturn, and the plans"
