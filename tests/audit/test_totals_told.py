"""The totals of final accounts as prose tells them, held against the example's tables, in the wording of five places.

Each figure is altered by itself; the text that it stands in is in order otherwise.
"""

import pytest
from documents import ROOT
from paragraphs import printed

from disclosure.audit import FAILS, audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.model.source import Source
from disclosure.prose.statements import statements
from disclosure.store.csv_files import plain

FINAL = Source("example-2024-final", "2024", "", "示例市虚构文化局", "executed")
CENTRAL = """
一、收入支出决算总体情况说明
2024年度收、支总计1,478.13万元。与2023年度相比，收、支总计各减少21.87万元，下降1.46%，主要原因是项目减少。
二、收入决算情况说明
2024年度收入合计1,454.63万元，其中：财政拨款收入1,454.63万元，占100%。
三、支出决算情况说明
2024年度支出合计1,420.63万元，其中：基本支出809.53万元，占56.98%；项目支出611.10万元，占43.02%。
四、财政拨款收入支出决算总体情况说明
2024年度财政拨款收、支总计1,478.13万元。
五、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出1,420.63万元，主要用于以下方面：文化旅游体育与传媒（类）支出1,167.22万元，占82.2%；社会保障和就业（类）支出143.90万元，占10.1%；卫生健康（类）支出45.61万元，占3.2%；住房保障（类）支出63.90万元，占4.5%。
六、一般公共预算财政拨款基本支出决算情况说明
2024年度一般公共预算财政拨款基本支出809.53万元，其中：
人员经费726.46万元，主要包括：基本工资、津贴补贴。
公用经费83.07万元，主要包括：办公费、印刷费。
七、财政拨款“三公”经费支出决算情况说明
2024年度“三公”经费财政拨款支出预算为10.00万元，支出决算为8.32万元，完成预算的83.2%。
公务接待费支出预算为3.00万元，支出决算为1.74万元，完成预算的58%。
"""
HEBEI = """
一、收入支出决算总体情况说明
本部门2024年度收、支总计（含结转和结余）均为1478.13万元。
二、收入决算情况说明
本部门2024年度收入合计1454.63万元，其中：财政拨款收入1454.63万元，占100%；事业收入0万元，占0%。
三、支出决算情况说明
本部门2024年度支出合计1420.63万元，其中：基本支出809.53万元，占56.98%；项目支出611.10万元，占43.02%。
四、财政拨款收入支出决算总体情况说明
（一）财政拨款收支与2023年度决算对比情况
本部门2024年度财政拨款本年收入1454.63万元，比2023年度增加4.63万元，增长0.32%；本年支出1420.63万元，减少29.37万元，降低2.03%。
（二）财政拨款收支与年初预算数对比情况
本部门2024年度财政拨款本年收入1454.63万元，完成年初预算的99.67%，比年初预算减少4.77万元。
"""
GUANGDONG = """
一、2024年度收入支出决算总体情况
本年度总收入1478.13万元，其中本年收入1454.63万元，使用非财政拨款结余0万元，年初结转和结余23.50万元。
本年度总支出1478.13万元，其中本年支出1420.63万元，结余分配0万元，年末结转和结余57.50万元。
二、年度财政拨款收支情况
本年度财政拨款总收入1478.13万元，其中一般公共预算财政拨款收入1454.63万元，年初财政拨款结转和结余23.50万元。
“三公”经费一般公共预算财政拨款支出8.32万元，较上年持平。
三、2024年度一般公共预算财政拨款支出情况
（一）2070104-图书馆402.50万元，较上年决算数减少0.00万元。
2024年度一般公共预算财政拨款支出合计1420.63万元，比年初预算1459.40万元减少38.77万元，下降2.66%，主要原因是压减。其中：基本支出809.53万元，占56.98%；项目支出611.10万元，占43.02%。
"""
JIANGSU = """
一、收入支出决算总体情况说明
2024年度收入、支出决算总计1,478.13万元。其中：
（一）收入决算总计1,478.13万元。包括：
1.本年收入决算合计1,454.63万元。与上年相比，增加4.63万元，增长0.32%，变动原因是追加。
2.年初结转和结余23.50万元。
（二）支出决算总计1,478.13万元。包括：
1.本年支出决算合计1,420.63万元。
2.年末结转和结余57.50万元。
二、财政拨款收入支出决算总体情况说明
2024年度财政拨款收入、支出决算总计1,478.13万元。
三、财政拨款“三公”经费支出决算情况说明
2024年度财政拨款“三公”经费支出决算8.32万元（其中：一般公共预算支出8.32万元；政府性基金预算支出0万元）。
"""
BEIJING = """
一、收入支出决算总体情况说明
（一）支出决算说明
2024年度本年支出合计1420.63万元，其中：基本支出809.53万元，占支出合计的56.98%；项目支出611.10万元，占支出合计的43.02%。
二、一般公共预算财政拨款支出决算情况说明
2024年度一般公共预算财政拨款支出1420.63万元，主要用于以下方面（按大类）：文化旅游体育与传媒支出1167.22万元，占本年财政拨款支出82.16%；社会保障和就业支出143.90万元，占本年财政拨款支出10.13%。
1、“卫生健康支出”（类）2024年度决算45.61万元，比2024年年初预算减少0.19万元，下降0.41%。
三、财政拨款基本支出决算情况说明
2024年使用一般公共预算财政拨款安排基本支出809.53万元。
四、“三公”经费财政拨款决算情况
2024年“三公”经费财政拨款决算数8.32万元，比2024年“三公”经费财政拨款年初预算10.00万元减少1.68万元。
"""
ALTERED = {
    JIANGSU: [
        "收入、支出决算总计1,478.13万元。其中",
        "（一）收入决算总计1,478.13",
        "本年收入决算合计1,454.63",
        "年初结转和结余23.50",
        "（二）支出决算总计1,478.13",
        "本年支出决算合计1,420.63",
        "年末结转和结余57.50",
        "财政拨款收入、支出决算总计1,478.13",
        "支出决算8.32万元（",
    ],
    BEIJING: [
        "本年支出合计1420.63",
        "占支出合计的56.98",
        "财政拨款支出1420.63",
        "占本年财政拨款支出10.13",
        "决算45.61",
        "安排基本支出809.53",
        "决算数8.32",
        "年初预算10.00",
        "减少1.68",
    ],
    CENTRAL: [
        "收、支总计1,478.13万元。与",
        "收入合计1,454.63",
        "支出合计1,420.63",
        "基本支出809.53万元，占",
        "项目支出611.10",
        "财政拨款收、支总计1,478.13",
        "支出1,420.63万元，主要",
        "社会保障和就业（类）支出143.90",
        "占10.1",
        "基本支出809.53万元，其中",
        "人员经费726.46",
        "公用经费83.07",
        "支出预算为10.00",
        "支出决算为8.32",
        "公务接待费支出预算为3.00",
        "支出决算为1.74",
    ],
    HEBEI: [
        "均为1478.13",
        "收入合计1454.63",
        "支出合计1420.63",
        "本年收入1454.63万元，比2023",
        "本年支出1420.63",
        "99.67%",
        "减少29.37",
    ],
    GUANGDONG: [
        "本年度总收入1478.13",
        "本年收入1454.63",
        "年初结转和结余23.50",
        "总支出1478.13",
        "年末结转和结余57.50",
        "财政拨款总收入1478.13",
        "财政拨款收入1454.63",
        "年初财政拨款结转和结余23.50",
        "财政拨款支出8.32",
        "图书馆402.50",
        "支出合计1420.63",
        "预算1459.40",
        "减少38.77",
        "下降2.66",
    ],
}
ROWS = read_rows(ROOT / "data/example/clean/example-2024-final")


def findings(text: str, rows=ROWS) -> list[str]:
    """What an audit of the example's tables with this text finds."""
    told = []
    for number, row in enumerate(statements(FINAL, printed(text)), start=1):
        amounts = {name: row[name] for name in ("amount_yuan", "share", "quantity")}
        row |= {name: "" if v is None else plain(v) for name, v in amounts.items()}
        told.append({name: str(v) for name, v in row.items()} | {"statement_id": f"s{number:03d}"})
    checks = audit_rows({**rows, "statements": told})
    assert any(row["rule"] == "stated" for row in checks.checks if row["status"] != FAILS)
    return [row["statement_en"] for row in checks.findings]


def raised(words: str) -> str:
    """The same words with another digit in the middle of their figure."""
    at = next(k for k, character in enumerate(words) if character == ".") - 1
    return words[:at] + str((int(words[at]) + 3) % 10) + words[at + 1 :]


@pytest.mark.parametrize("text", ALTERED, ids=["Jiangsu", "Beijing", "central", "Hebei", "Guangdong"])
def test_totals_in_order_are_left_alone(text):
    assert findings(text) == []


@pytest.mark.slow
@pytest.mark.parametrize(("text", "words"), [(text, words) for text in ALTERED for words in ALTERED[text]])
def test_a_total_told_wrong_is_one_finding(text, words):
    assert text.count(words) == 1
    (found,) = findings(text.replace(words, raised(words)))
    assert found.startswith("Page 1, text")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("2024年度政府性基金预算财政拨款支出15.00万元。", 1),
        ("2024年度政府性基金预算财政拨款本年收入15.00万元。", 1),
        ("2024年度国有资本经营预算财政拨款支出15.00万元。", 1),
        ("2024年度政府性基金预算财政拨款收入0.00万元，支出0.00万元，其中：基本支出0.00万元，项目支出0.00万元。", 0),
        ("2024年度政府性基金预算财政拨款支出0.00万元，其中：项目支出15.00万元。", 1),
        ("本部门2024年度没有政府性基金预算财政拨款收入和支出。", 0),
    ],
)
def test_money_of_a_fund_whose_table_is_empty_is_a_finding(said, found):
    made = findings(CENTRAL + "\n八、政府性基金预算收入支出决算情况说明\n" + said)
    assert len(made) == found and all("an empty table" in sentence for sentence in made)


def test_yuan_for_wan_yuan_is_said_as_what_it_is():
    (found,) = findings(CENTRAL.replace("人员经费726.46万元", "人员经费726.46元"))
    assert "726.46元 is printed; by its size it is 726.46万元, and the unit is wrong" in found
    (found,) = findings(CENTRAL.replace("支出合计1,420.63万元", "支出合计14,206,300.00万元"))
    assert "by its size it is 14,206,300.00元, and the unit is wrong" in found


NOTE = "注：本表反映“三公”经费支出预决算情况。其中，预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数。"


@pytest.mark.parametrize(
    ("said", "note", "found"),
    [
        ("“三公”经费财政拨款支出年初预算为11.00万元，支出决算为8.32万元。", "", 1),
        ("“三公”经费财政拨款支出年初预算为11.00万元，支出决算为8.32万元。", NOTE, 0),
        ("“三公”经费财政拨款支出预算为11.00万元，支出决算为8.32万元。", NOTE, 1),
        ("“三公”经费财政拨款支出全年预算为11.00万元，支出决算为8.32万元。", "", 0),
    ],
)
def test_the_first_budget_is_not_held_against_the_adjusted_one(said, note, found):
    text = "七、财政拨款“三公”经费支出决算情况说明\n2024年度" + said
    rows = {**ROWS, "paragraphs": [row | {"paragraph": note} for row in ROWS["paragraphs"][:1]]}
    assert len(findings(text, rows)) == found
