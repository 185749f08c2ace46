"""Words of direction against figures: texts that are in order, that are not, and that say too little to judge."""

import pytest
from paragraphs import BUDGET, FINAL, printed

from disclosure.audit import FAILS, HOLDS, NOT_APPLICABLE, audit_rows
from disclosure.prose.statements import paragraph_rows, paragraphs, statements
from disclosure.store.csv_files import plain


def audited(text: str, source=FINAL):
    told = []
    for number, row in enumerate(statements(source, printed(text)), start=1):
        amounts = {name: row[name] for name in ("amount_yuan", "share", "quantity")}
        row |= {name: "" if v is None else plain(v) for name, v in amounts.items()}
        told.append({name: str(v) for name, v in row.items()} | {"statement_id": f"s{number:03d}"})
    rows = [{name: str(v) for name, v in row.items()} for row in paragraph_rows(source, paragraphs(printed(text)))]
    return audit_rows({"statements": told, "paragraphs": rows})


def status(rule: str, text: str, source=FINAL) -> set[str]:
    return {row["status"] for row in audited(text, source).checks if row["rule"] == rule}


OUTTURN = "1.教育支出（类）进修及培训（款）培训支出（项）。年初预算为{plan}万元，支出决算为{spent}万元{said}。"


@pytest.mark.parametrize(
    ("plan", "spent", "said", "found"),
    [
        ("0", "12.50", "，完成年初预算的100%", FAILS),
        ("0", "12.50", "，完成年初预算的0%", FAILS),
        ("0", "12.50", "，完成年初预算的125%", FAILS),
        ("0", "0", "，完成年初预算的95%", FAILS),
        ("0", "0", "，完成年初预算的0%", NOT_APPLICABLE),
        ("0", "0", "，完成预算的100%", NOT_APPLICABLE),
        ("0", "12.50", "", NOT_APPLICABLE),
        ("10.00", "12.50", "，完成年初预算的125%", HOLDS),
        ("10.00", "12.50", "，完成年初预算的120%", FAILS),
    ],
)
def test_of_a_budget_of_nothing_nothing_is_completed(plan, spent, said, found):
    assert status("stated-completion", OUTTURN.format(plan=plan, spent=spent, said=said)) == {found}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("，完成年初预算的98%，比年初预算减少2.00万元", HOLDS),
        ("，完成年初预算的89%，比年初预算减少2.00万元", FAILS),
        ("，完成年初预算的98%", NOT_APPLICABLE),
    ],
)
def test_a_share_completed_agrees_with_the_distance_from_the_budget(said, found):
    assert status("stated-completion", f"财政拨款本年收入98.00万元{said}。") == {found}


THREE_PUBLIC = """
“三公”经费财政拨款支出年初预算为0.95万元，支出决算为0.20万元，完成预算的21.05%，其中：因公出国（境）费决算为0.00万元；公务用车购置及运行维护费支出决算为0.00万元；公务接待费支出决算为0.20万元。2023年度“三公”经费支出决算数{way}预算数的主要原因：厉行节约。
"""
RECEPTION = "公务接待费支出预算为0.95万元，支出决算0.20万元。公务接待费支出较预算{way}0.75万元，主要是厉行节约。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (THREE_PUBLIC.format(way="小于"), HOLDS),
        (THREE_PUBLIC.format(way="大于"), FAILS),
        ("财政拨款本年收入98.00万元，比年初预算减少2.00万元，决算数小于预算数主要原因是压减。", HOLDS),
        ("财政拨款本年收入98.00万元，比年初预算减少2.00万元，决算数大于预算数主要原因是压减。", FAILS),
        ("财政拨款本年收入98.00万元，决算数大于预算数主要原因是压减。", NOT_APPLICABLE),
        ("培训支出（项）：支出决算为98.00万元，完成预算98.5%，决算数小于预算数的主要原因是压减。", HOLDS),
        ("培训支出（项）：支出决算为98.00万元，完成预算98.5%，决算数大于预算数的主要原因是追加。", FAILS),
        ("培训支出（项）：支出决算为98.00万元，完成预算109.7%，决算数小于预算数的主要原因是压减。", FAILS),
        ("培训支出（项）：支出决算为98.00万元，完成预算100.00%，决算数等于预算数。", HOLDS),
        ("培训支出（项）：支出决算为98.00万元，完成预算99.00%，决算数等于预算数。", FAILS),
        ("培训支出（项）：支出决算为98.00万元，完成预算100%，决算数小于预算数的主要原因是压减。", HOLDS),
        ("“三公”经费支出决算为0万元，完成预算0%，较上年减少5万元。决算数大于预算数的主要原因是压减。", FAILS),
    ],
)
def test_the_reason_goes_the_way_of_the_two_figures_before_it(text, found):
    assert status("deviation-direction", text) == {found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (RECEPTION.format(way="减少"), HOLDS),
        (RECEPTION.format(way="增加"), FAILS),
        ("培训费支出合计90万元，比年初预算100万元减少10万元。", HOLDS),
        ("培训费支出合计90万元，比年初预算100万元增加10万元。", FAILS),
        ("培训费支出合计90万元，比上年100万元增加10万元。", FAILS),
    ],
)
def test_the_distance_from_the_budget_is_the_difference(text, found):
    assert status("stated-change", text) == {found}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("公务接待费1.350万元，比2023年预算1.345万元持平。", HOLDS),
        ("公务接待费1.35万元。比2023年预算1.55万元持平。", FAILS),
        ("公务接待费1.35万元，比2023年预算1.55万元有所减少。", HOLDS),
        ("公务接待费1.35万元，比2023年预算1.55万元有所增加。", FAILS),
        ("公务接待费1.35万元，比2023年预算持平。", NOT_APPLICABLE),
        ("公务接待费1.53万元，与2023年预算1.55万元基本持平。", HOLDS),
        ("公务接待费1.35万元，比上年增加1.35万元。", NOT_APPLICABLE),
        ("公务接待费1.35万元，比上年减少3.00万元。", NOT_APPLICABLE),
        ("公务接待费1.35万元。公务接待费支出比上年增加3.00万元。", FAILS),
    ],
)
def test_what_is_called_level_is_level_and_nothing_grows_by_more_than_it_is(text, found):
    assert status("change-direction", text, BUDGET) == {found}


@pytest.mark.parametrize(
    "text",
    [
        "收入总计减少56.95万元，下降1.87%，减少的主要原因是项目减少。",
        "收入总计减少56.95万元，下降1.87%。减少原因：项目减少，人员增加的部分由上年结余安排。",
        "收入总计减少56.95万元，支出总计增加3万元，收入减少的主要原因是项目减少。",
        "与上年持平。增加的主要原因是人员增加。",
        "收入总计减少56.95万元。人员经费增加的主要原因是调资。",
        "收入总计减少56.95万元。支出增加的主要原因是调资。",
        "比上年增加（减少）0万元，增加（减少）的主要原因是调资。",
        "支出减少5.00万元，增减变动的主要原因是调资。",
        "决算数小于预算数的主要原因是压减。",
    ],
)
def test_a_reason_that_goes_with_the_change_or_with_something_else_is_left_alone(text):
    assert status("reason-direction", text) == {HOLDS}


@pytest.mark.parametrize(
    "text",
    [
        "收入总计减少56.95万元，下降1.87%，增加的主要原因是项目增加。",
        "收入支出总计减少56.95万元，下降1.87%。增加的主要原因：基本支出增加。",
        "机关运行经费184.65万元，比2023年增加2.55万元，增长1.4%。减少的主要原因是厉行节约。",
        "比上年降低12.50%，支出增长的原因是新增项目。",
    ],
)
def test_a_reason_for_a_rise_behind_a_fall_is_a_finding(text):
    assert status("reason-direction", text) == {FAILS}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("基本支出809.53万元，占56.98；项目支出占43.02%。", FAILS),
        ("比上年减少0.61万元，降低12.55，主要原因是压减。", FAILS),
        ("支出决算为1,511.89万元，完成年初预算的96。决算数小于预算数。", FAILS),
        ("授予中小企业合同金额251.25万元，占政府采购支出总额的100，其中：", FAILS),
        ("基本支出占56.98%；比上年减少12.55万元；完成年初预算的100%。", HOLDS),
        ("分别增加1.50、2.30万元，累计增加3.80万元。", HOLDS),
        ("年末增加12人，占地20亩，增长3.5个百分点，上升2位，增加1.5倍。", HOLDS),
    ],
)
def test_a_rate_has_its_sign(text, found):
    assert status("rate-signed", text) == {found}


def test_a_wrong_figure_and_the_words_that_it_belies_are_one_finding():
    text = OUTTURN.format(
        plan="5000.00", spent="480.50", said="，完成年初预算的96.1%。决算数大于预算数的主要原因是追加"
    )
    wrong = text.replace("大于", "小于").replace("5000.00", "500.00").replace("480.50", "580.50")
    (found,) = audited(wrong).findings
    assert "stated-completion" in found["check_ids"] and "deviation-direction" in found["check_ids"]
