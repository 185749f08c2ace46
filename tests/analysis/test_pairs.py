"""What does not belong together is never mixed, and said: other departments, units, years, phases, units of money."""

from decimal import Decimal as D

import pytest
from sheets import draw, page
from test_execution import SPENT, fund_final

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.collection import open_documents
from disclosure.analysis.comparison import printed_total
from disclosure.analysis.document import Document
from disclosure.analysis.execution import execution
from disclosure.audit import write_audit
from disclosure.run.extraction import extract, save

pytestmark = pytest.mark.slow  # whole documents, one after the other

HEAD = "部门：某某市审计局"
PLAN = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["201", "一般公共服务支出", "520.00", "500.00", "20.00"],
    ["20106", "财政事务", "520.00", "500.00", "20.00"],
    ["2010601", "行政运行", "500.00", "500.00", ""],
    ["2010607", "信息化建设", "20.00", "", "20.00"],
    ["208", "社会保障和就业支出", "61.32", "61.32", ""],
    ["20805", "行政事业单位养老支出", "61.32", "61.32", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "61.32", "61.32", ""],
    ["221", "住房保障支出", "50.00", "50.00", ""],
    ["22102", "住房改革支出", "50.00", "50.00", ""],
    ["2210201", "住房公积金", "50.00", "50.00", ""],
    ["合计", "<", "631.32", "611.32", "20.00"],
]
BOUND_IN = {
    "with 预算 in its title": "2023年一般公共预算支出预算表",
    "as the national form has it": "一般公共预算支出表",
}


@pytest.fixture
def write(tmp_path):
    """Write drawn documents as clean data side by side; returns their folder."""

    def write(**documents: list[str]):
        for name, pages in documents.items():
            save(extract(draw(tmp_path / f"{name}.pdf", *pages)), tmp_path / "clean" / name)
            write_audit(tmp_path / "clean" / name)
        return tmp_path / "clean"

    return write


def budget(title: str = "2023年部门预算", head: str = HEAD, unit: str = "万元", who: str = "某某市审计局") -> list[str]:
    table = PLAN
    if unit == "元":
        table = [[f"{D(cell) * 10000:,.2f}" if "." in cell else cell for cell in row] for row in PLAN]
    return [page(title, who), page("2023年一般公共预算支出预算表", head, f"单位：{unit}", table)]


@pytest.mark.parametrize("title", BOUND_IN)
@pytest.mark.parametrize("where", [1, 4], ids=["before", "behind"])
def test_a_budget_bound_into_final_accounts_is_their_plan_and_no_outturn(write, title, where):
    pages = fund_final(text=False, columns=False)
    pages.insert(where, page(BOUND_IN[title], HEAD, "金额单位：万元", PLAN))
    folder = write(final=pages)
    document = Document(CleanData(folder / "final"))
    lines = document.execution()
    whole, housing = lines.loc["whole"], lines.loc["2210201"]
    assert (whole["approved"], whole["executed"], whole["approved_from"]) == (631.32, 614.72, "budget")
    assert (housing["approved"], housing["executed"]) == (50.0, 45.0)
    assert [note.said("en") for note in document.left_out()] == [
        f"A budget is bound in on page {where + 1}: its amounts are a plan, in no sum of what was spent."
    ]
    (kept,) = open_documents(folder).disclosures
    assert printed_total(kept, "general") == D("614.72")
    assert [tuple(row) for row in document.chain()[["approved", "executed"]].to_numpy()] == [(631.32, 614.72)]
    stated = document.data.checks
    assert not len(
        stated[(stated["status"] == "fails") & stated["statement_en"].str.contains("General public budget by")]
    )


def test_text_of_another_year_than_the_tables_is_said_and_left_out(write):
    text = [
        "三、一般公共预算财政拨款支出决算情况说明",
        "2022年度一般公共预算财政拨款支出年初预算为600.00万元，支出决算为590.00万元，完成年初预算的98.33%。其中：",
        "1.一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为450.00万元，支出决算为440.00万元，完成年初预算的97.78%。",
    ]
    document = Document(CleanData(write(final=[*fund_final(text=False, columns=False), page(*text)]) / "final"))
    lines = document.execution()
    assert set(lines["approved_prose"].dropna()) == set() and set(lines["sentence"]) == {""}
    assert (lines.loc["2010601", "executed"], lines.loc["2010601", "status"]) == (480.5, "unknown")
    (said,) = document.left_out()
    assert "三、一般公共预算财政拨款支出决算情况说明" in said.said("zh") and "2022" in said.said("en")
    findings = document.data.frame("findings")
    assert findings["statement_en"].str.contains("one fiscal year").any(), "the audit says so, too"


def test_text_that_looks_back_is_no_text_of_another_year(write):
    text = [
        "三、一般公共预算财政拨款支出决算情况说明",
        "2023年度一般公共预算财政拨款支出614.72万元，与2022年度590.00万元相比，增加24.72万元。年初预算为631.32万元，支出决算为614.72万元。",
    ]
    document = Document(CleanData(write(final=[*fund_final(text=False, columns=False), page(*text)]) / "final"))
    assert document.left_out() == [] and document.execution().loc["whole", "approved_prose"] == 631.32


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (budget(title="2023年部门预算", who="某某市统计局", head="部门：某某市统计局"), "某某市统计局"),
        (budget(title="2023年单位预算", head="单位名称：某某市审计局"), "that of a unit"),
    ],
    ids=["department", "unit"],
)
def test_the_budget_of_another_department_or_of_a_unit_is_refused_and_said(write, other, why):
    folder = write(final=fund_final(text=False, columns=False), other=other)
    final = CleanData(folder / "final")
    with pytest.raises(ValueError, match=why):
        execution(final, CleanData(folder / "other"))
    assert set(Document(final).execution()["approved_budget"].dropna()) == set()
    left_out = [note.said("en") for note in Document(final).left_out()]
    assert [
        "A budget of 2023 lies beside and is not used: the budget is that of a unit" in said for said in left_out
    ] == ([True] if "unit" in why else [])
    documents = open_documents(folder)
    assert documents.pairs == [] and len(documents.chain()) == 2, "a row for each, and nothing in common"
    reasons = [
        row["reason"].said("en") for row in documents.unpaired().to_dict("records") if row["lacks"].text == "plan"
    ]
    assert len(reasons) == 1 and ("unit" in reasons[0] or "no budget of this department" in reasons[0])


def test_two_years_of_a_department_and_of_its_unit_are_two_pairs(write):
    def year(n: int, scope: str) -> list[str]:
        table = [[*row[:2], str(D(row[2]) + n - 2023)] if "." in row[2] else row[:3] for row in PLAN]
        head = "部门：某某市审计局" if scope == "部门" else "单位名称：某某市审计局"
        own = page(f"{n}年{scope}支出总表", head, "单位：万元", [row for row in table])
        return [page(f"{n}年{scope}预算", "某某市审计局"), own]

    folder = write(
        **{f"{kind}{n}": year(n, scope) for n in (2023, 2024) for kind, scope in (("d", "部门"), ("u", "单位"))}
    )
    documents = open_documents(folder)
    assert sorted((a.folder.name, b.folder.name) for a, b in documents.pairs) == [
        ("d2023", "d2024"),
        ("u2023", "u2024"),
    ]
    assert {d.label.said("en") for d in documents.kept} == {
        "某某市审计局 2023", "某某市审计局 2024", "某某市审计局 (unit) 2023", "某某市审计局 (unit) 2024"
    }  # fmt: skip


def test_a_budget_in_yuan_and_final_accounts_in_ten_thousands_are_one_money(write):
    folder = write(final=fund_final(text=False, columns=False), plan=budget(unit="元"))
    lines = Document(CleanData(folder / "final")).execution()
    functions = lines[lines["kind"] == "function"]
    assert functions["approved"].to_dict() == {
        **{"whole": 631.32, "201": 520.0, "20106": 520.0, "2010601": 500.0, "2010607": 20.0},
        **{"208": 61.32, "20805": 61.32, "2080505": 61.32, "221": 50.0, "22102": 50.0, "2210201": 50.0},
    }
    assert functions["executed"].tolist() == [float(row[2]) for row in (SPENT[-1], *SPENT[1:-1])]
