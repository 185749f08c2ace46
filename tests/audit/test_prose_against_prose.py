"""The audit of what prose states: a paragraph that is in order, and the same with one figure altered."""

from __future__ import annotations

import os

import pytest
from documents import CLEAN, documents, extracted
from mutations import Watch, raised
from paragraphs import BUDGET, FINAL, printed

from disclosure.audit import audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.model.source import Source
from disclosure.prose.statements import statements
from disclosure.run.extraction import save
from disclosure.store.csv_files import plain

STEP = 1 if os.environ.get("EVERY_CHANGE") else 7


def stated(text: str, source: Source) -> list[dict[str, str]]:
    rows = []
    for number, row in enumerate(statements(source, printed(text)), start=1):
        row["statement_id"] = f"s{number:03d}"
        amounts = {name: row[name] for name in ("amount_yuan", "share", "quantity")}
        rows.append(row | {name: "" if v is None else plain(v) for name, v in amounts.items()} | {"page": "1"})
    return rows


def checks(text: str, source: Source = BUDGET) -> dict[str, dict]:
    return {row["check_id"]: row for row in audit_rows({"statements": stated(text, source)})[0]}


def failing(text: str, source: Source = BUDGET, status: tuple[str, ...] = ("fails", "rounding")) -> set[str]:
    """What does not hold: in a text this short a last digit may also have been rounded away."""
    return {row["rule"] for row in checks(text, source).values() if row["status"] in status}


ACCOUNTS = """
1.教育支出（类）进修及培训（款）培训支出（项）。年初预算为500.00万元，支出决算为480.50万元，完成年初预算的96.1%。
"""
CHANGED = """
2024年支出预算1,000.00万元，比上年增加100.00万元，增长11.11%。其中：基本支出增加120.00万元，项目支出减少20.00万元。
"""
SHARES = "2024年收入预算1,200.00万元，其中：上年结转300.00万元，占25.00%；事业收入900.00万元，占75.00%。"
PUBLIC = """
2024年“三公”经费47.91万元，比2023年预算增加25.00万元。其中：
（一）因公出国（境）费0万元，比2023年预算持平。
（二）公务用车购置及运行费46.56万元，比2023年预算增加25.00万元。其中：公务用车购置费25.00万元，比2023年预算增加25.00万元；公务用车运行费21.56万元，比2023年预算持平。
（三）公务接待费1.35万元，比2023年预算持平。
"""
FIRMS = """
2023年度政府采购支出总额300.00万元，其中：政府采购货物支出100.00万元、政府采购工程支出50.00万元、政府采购服务支出150.00万元。
授予中小企业合同金额240.00万元，占政府采购支出总额的80%，其中：授予小微企业合同金额240.00万元，占授予中小企业合同金额的100%。
"""
CARS = "截至2023年12月31日，本部门共有车辆12辆，其中：机要通信用车1辆、应急保障用车2辆、其他用车9辆。"
TWICE = "2024年支出预算1,000.00万元。一般公共服务支出（类）300.00万元。一般公共服务支出（类）2024年预算安排300.00万元。"


@pytest.mark.parametrize(
    ("text", "source", "was", "becomes", "rule"),
    [
        (ACCOUNTS, FINAL, "96.1%", "96.2%", "stated-completion"),
        (CHANGED, BUDGET, "11.11%", "11.12%", "stated-rate"),
        (CHANGED, BUDGET, "增加120.00", "增加120.01", "changes-add-up"),
        (SHARES, BUDGET, "25.00%", "25.01%", "stated-share"),
        (SHARES, BUDGET, "900.00", "900.20", "stated-share"),
        (PUBLIC, BUDGET, "0万元，比2023年预算持平", "0.01万元，比2023年预算持平", "stated-parts"),
        (PUBLIC, BUDGET, "47.91万元，比2023年预算增加25.00", "47.91万元，比2023年预算增加25.01", "changes-add-up"),
        (FIRMS, FINAL, "工程支出50.00", "工程支出50.01", "stated-parts"),
        (FIRMS, FINAL, "小微企业合同金额240.00", "小微企业合同金额240.01", "stated-within"),
        (CARS, FINAL, "12辆", "13辆", "stated-counts"),
        (TWICE, BUDGET, "安排300.00", "安排300.01", "stated-again"),
    ],
)
def test_prose_in_order_holds_and_an_altered_figure_is_noticed(text, source, was, becomes, rule):
    assert text.count(was) == 1
    assert failing(text, source) == set()
    assert rule in failing(text.replace(was, becomes), source)


def test_where_nothing_was_before_the_rise_is_100_per_cent():
    text = "2024年会议费5.00万元，比上年增加5.00万元，增长100%。"
    assert failing(text) == set()
    assert failing(text.replace("增加5.00", "增加5.01")) == {"change-direction"}
    assert failing(text.replace("增长100%", "增长5%")) == {"stated-rate"}


def test_totals_of_money_carried_over_and_of_several_funds_are_not_held_against_each_other():
    text = """
    2022年度收、支总计均为15,234.56万元。与2021年度相比，收、支总计各增加1,234.56万元，增长8.82%。
    2022年度本年收入合计14,000.00万元，本年支出合计13,900.00万元。
    2022年度一般公共预算财政拨款支出13,400.00万元，占本年支出合计的96.40%。与2021年相比，一般公共预算财政拨款支出增加1,000.00万元，增长8.06%。
    """
    assert failing(text, FINAL) == set()
    assert failing(text.replace("96.40%", "96.41%"), FINAL) == {"stated-share"}
    assert failing(text.replace("8.06%", "8.07%"), FINAL) == {"stated-rate"}


@pytest.mark.parametrize(
    "text",
    [
        "2024年全市一般公共预算支出预算900.00万元。2024年市本级一般公共预算支出预算300.00万元。",
        "2024年一般公共服务支出（类）支出300.00万元，比2023年预算增加10.00万元。"
        "2024年一般公共服务支出（类）支出300.00万元，比2023年预算执行数增加12.00万元。",
        "2024年收、支预算总计1,000.00万元，与上年相比各增加10.00万元。"
        "财政拨款收、支总计1,000.00万元，与上年相比各增加12.00万元。",
    ],
    ids=["whole city and city alone", "budget and outturn of the year before", "all funds and one fund of last year"],
)
def test_figures_of_another_scope_basis_or_fund_are_no_figure_told_twice(text):
    assert "stated-again" not in failing(text)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            """
            四、财政拨款收入支出决算总体情况说明
            2023年度财政拨款收入1,100.00万元，其中：一般公共预算财政拨款收入1,000.00万元，政府性基金预算财政拨款收入100.00万元。
            五、一般公共预算财政拨款支出决算情况说明
            2023年度一般公共预算财政拨款支出1,010.00万元，占本年支出合计的85.59%。
            三、支出决算情况说明
            2023年度支出合计1,180.00万元。
            八、政府性基金预算财政拨款收入支出决算情况说明
            2023年度政府性基金预算财政拨款本年收入100.00万元，本年支出100.00万元。
            """,
            FINAL,
        ),
        (
            "项目支出减少20.00万元，下降10%，减少的主要原因：一是上年项目结束，减少30.00万元；二是新增项目10.00万元。",
            FINAL,
        ),
        (
            "2024年支出预算3,000.00万元，其中：本年支出预算2,950.00万元，年终结转结余50.00万元。"
            "1.基本支出预算2,000.00万元，占支出总预算66.67%。",
            BUDGET,
        ),
        (
            "政府采购预算总额100.00万元：政府采购货物预算20.00万元、政府采购服务预算80.00万元；"
            "其中一般公共预算拨款政府采购90.00万元：政府采购货物预算20.00万元、政府采购服务预算70.00万元。",
            BUDGET,
        ),
    ],
    ids=["two funds", "a part within a reason", "with and without what is left", "procurement of one fund"],
)
def test_what_sounds_alike_and_is_not_is_left_alone(text, source):
    assert failing(text, source) == set()


def test_the_one_that_sounds_alike_is_still_held_against_its_own():
    text = "2024年支出预算3,000.00万元。1.基本支出预算2,000.00万元，占支出总预算66.67%。"
    assert failing(text) == set()
    assert failing(text.replace("66.67%", "67.66%")) == {"stated-share"}


def test_an_odd_rate_fails_where_many_follow_from_the_printed_amounts():
    """Rounded from 元, 2.00 and 3.00 allow for 50.01 %; where thirty rates do not, nobody worked from 元."""
    item = "第{k}项（项）2024年预算数为{now}.00万元，比2023年执行数增加1.00万元，增长{rate:.2f}%。"
    lines = [item.format(k=k, now=k + 1, rate=100 / k) for k in range(2, 32)]
    assert failing("\n".join(lines)) == set()
    lines[0] = lines[0].replace("50.00%", "50.01%")
    assert failing("\n".join(lines), status=("fails",)) == {"stated-rate"}
    assert failing("\n".join(lines[:5]), status=("fails",)) == set()
    assert failing("\n".join(lines[:5]), status=("rounding",)) == {"stated-rate"}


@pytest.mark.parametrize(
    ("spent", "said", "holds"),
    [
        ("480.50", "决算数小于预算数的主要原因：厉行节约", True),
        ("480.50", "决算数大于预算数的主要原因：人员增加", False),
        ("520.50", "支出决算大于年初预算，主要原因是人员增加", True),
        ("520.50", "支出决算小于年初预算，主要原因是人员减少", False),
        ("500.00", "决算数与预算数持平", True),
        ("480.50", "决算数与预算数持平", False),
        ("499.00", "决算数与预算数基本持平", True),
        ("380.50", "决算数与预算数基本持平", False),
    ],
)
def test_what_is_called_larger_is_larger(spent, said, holds):
    text = f"1.教育支出（类）进修及培训（款）培训支出（项）。年初预算为500.00万元，支出决算为{spent}万元。{said}。"
    own = {row["status"] for row in checks(text, FINAL).values() if row["rule"] == "deviation-direction"}
    assert own == {"holds" if holds else "fails"}


def test_the_budgets_of_the_items_are_that_of_the_whole():
    rows = read_rows(CLEAN.parents[1] / "example/clean/example-2024-final")

    def status() -> set[str]:
        return {row["status"] for row in audit_rows(rows)[0] if row["rule"] == "approved-parts"}

    assert status() == {"holds"}
    item = next(row for row in rows["statements"] if row["amount_yuan"] == "4600000.00")
    item["amount_yuan"] = "4600100.00"
    assert status() == {"fails"}
    rows["statements"] = [row for row in rows["statements"] if "图书馆" not in row["label"]]
    assert status() == {"not_applicable"}, "where an item has no words, nothing can be asked of the others"


def test_figures_that_nothing_confirms_are_named():
    row = checks("本年度绩效目标涉及资金4,222.51万元。第一季度用款15.00万元。")["stated-alone:alone"]
    assert row["status"] == "not_applicable" and row["reason_en"]
    assert "4,222.51万元" in row["statement_zh"] and "15.00万元" in row["statement_en"]
    assert row["fact_ids"] == "s001 s002"


@pytest.mark.slow
def test_budgets_that_only_their_rounded_sum_confirms_are_named():
    rows = read_rows(CLEAN.parents[1] / "example/clean/example-2024-final")

    def named() -> list[str]:
        found = [row["fact_ids"] for row in audit_rows(rows)[0] if row["check_id"] == "stated-alone:summed"]
        return [name for ids in found for name in ids.split()]

    assert named() == [], "the share completed confirms them, too"
    rows["statements"] = [row for row in rows["statements"] if row["basis"] != "completion"]
    phases = {row["statement_id"]: row["phase"] for row in rows["statements"]}
    assert len(named()) > 5 and {phases[name] for name in named()} == {"approved"}


@pytest.mark.parametrize("pdf", documents("corpus", "made"))
def test_an_altered_amount_of_prose_is_noticed_or_was_named_as_untested(tmp_path, pdf):
    """A seventh of the amounts, always the same; all with ``EVERY_CHANGE=1``."""
    save(extracted(pdf), tmp_path / pdf.stem)
    rows = read_rows(tmp_path / pdf.stem)
    named = set()
    for row in audit_rows(rows)[0]:
        if row["rule"] == "stated-alone" or row["status"] == "fails":
            named |= set(row["fact_ids"].split())
    prose = {row["statement_id"] for row in rows["statements"]}
    changes = [change for change in raised(rows) if change[0].split()[0] in prose][::STEP]
    missed, _ = Watch(rows).missed(iter(changes))
    assert {place.split()[0] for place in missed} <= named


def said(text: str, source: Source = BUDGET) -> list[dict]:
    return audit_rows({"statements": stated(text, source)}).findings


LABELS = [
    "一般公共服务支出（类）",
    "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）",
]


@pytest.mark.parametrize("label", LABELS)
def test_a_wrong_amount_beside_a_rise_from_nothing_is_named_and_not_the_100_per_cent(label):
    text = f"2024年{label}9.00万元，比上年增加5.00万元，增长100%。{label}2024年预算安排5.00万元。{label}5.00万元。"
    (found,) = said(text)
    assert (found["printed"], found["expected"]) == ("9.00万元", "5.00万元")
    assert any(check.startswith("stated-rate") for check in found["check_ids"].split())


PARTS = "2024年“三公”经费支出中，" + "；".join(
    f"{item}{amount}万元，占“三公”经费的{share}%"
    for item, amount, share in [
        ("因公出国（境）费", 60, "9.00"),
        ("公务接待费", 30, "8.00"),
        ("公务用车购置及运行费", 10, "7.00"),
    ]
)


@pytest.mark.parametrize(
    ("text", "n"), [(SHARES.replace("25.00%", "15.00%").replace("75.00%", "55.00%"), 2), (PARTS, 3)]
)
def test_wrong_percentages_of_one_sentence_are_one_finding_that_counts_them(text, n):
    (found,) = said(text)
    assert found["kind"] == "percentage" and len(found["fact_ids"].split()) == n
    assert f"{n} percentages of this sentence fail" in found["statement_en"]
