"""The audit: what it finds on the first disclosure, what no rule may miss, and each family by example."""

from __future__ import annotations

import time
from collections import Counter
from decimal import Decimal

import pytest
from documents import CLEAN, PDF, documents, extracted
from hypothesis import given, settings
from hypothesis import strategies as st
from made import table
from mutations import Rows, amiss, fails

from disclosure.audit import audit, audit_rows, checks_of, in_order, write_audit
from disclosure.audit.ledger import Ledger, read_rows, words
from disclosure.run.extraction import extract, save
from disclosure.store.csv_files import dictionary

D = Decimal


@pytest.fixture(scope="module")
def base() -> Rows:
    return read_rows(CLEAN)


@pytest.fixture(scope="module")
def checks(base) -> dict[str, dict]:
    return {row["check_id"]: row for row in checks_of(Ledger(base))}


def informative(row: dict) -> bool:
    """A check that says more than nothing equals nothing."""
    return row["status"] != "not_applicable" and ("left_yuan" not in row or bool(row["left_yuan"] or row["right_yuan"]))


# --- the first disclosure ------------------------------------------------------------------------------


def test_everything_holds_on_the_first_disclosure(checks):
    assert [row["check_id"] for row in checks.values() if row["status"] == "fails"] == []


def test_at_least_780_checks_carry_information(checks):
    held = [row for row in checks.values() if row["status"] == "holds" and informative(row)]
    assert len(held) >= 780
    assert {row["family"] for row in held} == set(words()["families"]) - {"second_reading", "wording"}


def test_what_cannot_be_tested_says_why(checks):
    untested = [row for row in checks.values() if row["status"] == "not_applicable"]
    assert all(row["reason_zh"] and row["reason_en"] for row in untested)
    assert {row["rule"] for row in checks.values()} == {rule.name for rule in in_order()}


def test_rows_have_the_dictionary_s_columns_and_lead_to_the_page(base, checks):
    known = {row["fact_id"] for row in base["facts"]} | {row["statement_id"] for row in base["statements"]}
    known |= {row["paragraph_id"] for row in base["paragraphs"]}
    known |= {f"procurement:{n}" for n in range(1, len(base["procurement"]) + 1)}
    known |= {f"assets:{n}" for n in range(1, len(base["assets"]) + 1)}
    known |= {f"projects:{row['project_code']}" for row in base["projects"]}
    known |= {f"procurement:{n}:project_budget" for n in range(1, len(base["procurement"]) + 1)}
    known |= {f"project_plan:{n}" for n in range(1, len(base["project_plan"]) + 1)}
    known |= {f"project_indicators:{n}{cell}" for n in range(1, len(base["project_indicators"]) + 1)
              for cell in ("", ":basis_of_target")}  # fmt: skip
    flags = audit_rows(base)[1]
    for name, rows in (("checks", checks.values()), ("flags", flags)):
        fields = set(dictionary()["resources"][name]["fields"])
        for row in rows:
            assert set(row) <= fields
            if row.get("status") != "not_applicable":
                assert row["fact_ids"] and set(row["fact_ids"].split()) <= known, row
                assert row["pages"] and all(1 <= int(page) <= 25 for page in row["pages"].split())
    assert len({row["flag_id"] for row in flags}) == len(flags)


@pytest.mark.slow
def test_what_is_written_is_what_is_found_and_the_same_each_time(tmp_path):
    for path in CLEAN.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    statuses, flags, findings = write_audit(tmp_path)
    first = {name: (tmp_path / f"{name}.csv").read_bytes() for name in ("checks", "flags")}
    found = audit(tmp_path)
    assert write_audit(tmp_path) == (statuses, flags, findings) == (statuses, found.flags, found.findings)
    assert statuses == Counter(row["status"] for row in found.checks)
    assert first == {name: (tmp_path / f"{name}.csv").read_bytes() for name in ("checks", "flags")}


def test_a_folder_with_nothing_in_it_has_nothing_to_test(tmp_path):
    checks, flags, findings = audit(tmp_path)
    assert {row["status"] for row in checks} == {"not_applicable"} and flags == findings == []


@pytest.mark.slow
def test_auditing_a_document_takes_less_than_twice_the_time_of_reading_it():
    def taken(work, of):
        start = time.process_time()
        work(of)
        return time.process_time() - start

    assert min(taken(audit, CLEAN) for _ in range(3)) < 2 * min(taken(extract, PDF) for _ in range(3))


# --- the families by example ---------------------------------------------------------------------------

EXAMPLES = [
    ("row-sum:p06t1r07c03", "158.13", "158.13"),  # 208 in table 5: 基本 110.98 + 项目 47.15
    ("row-sum:p06t1r22c04", "691.02", "691.02"),  # 2150501: 人员 597.65 + 公用 93.37
    ("code-sum:p06t1r08c04", "110.19", "110.19"),  # 20805 = 40.55 + 1.78 + 67.86
    ("total-sum:p07t1r03c03.top", "1039.25", "1039.25"),  # 896.91 + 102.60 + 39.30 + 0.44
    ("three-public-sum:p10t1r03c02", "4.25", "4.25"),
    ("same-by-code:p03t1r24c03=p04t1r24c03", "325.80", "325.80"),  # T2 = T3
    ("same-by-code:p04t1r24c03=p06t1r24c03", "325.80", "325.80"),  # T3 = T5
    ("same-by-class:p02t1r17c04=p04t1r20c03", "1145.37", "1145.37"),  # T1 = T3 by class
    ("same-totals:p06t1r03c06=p07t1r03c05", "103.04", "103.04"),  # T5 = T6
    ("three-public-economic:p10t1r03c02=30212+30231+30217", "4.25", "4.25"),  # T9 = T6
    ("function-is-economic:p06t1r11c04=30108", "67.86", "67.86"),
    ("function-is-economic:p06t1r17c04=30110+30111", "81.81", "81.81"),
    ("function-is-economic:p06t1r28c04=30113", "50.89", "50.89"),
    ("stated:s036", "936.21", "936.21"),
    ("stated:s050", "33.98", "33.98"),  # 公务交通补贴 is 30239 其他交通费用
    ("stated:s051", "3.98", "3.98"),  # 离退休经费 is the operating money of 20805
    ("stated-rest:s039", "5.05", "5.05"),  # 离退休 3.98 + 党组织活动 0.67 + 不可预见 0.40 = 30299
    ("stated-list:s039", "103.04", "103.04"),
    ("stated-change:s033", "3180.59", "3180.59"),  # 4436.20 − 1255.61
    ("changes-add-up:s033=s034+s035", "3180.59", "3180.59"),  # −171.36 + 3351.95
    ("changes-add-up:s032", "1255.61", "1255.61"),  # 1210.61 + 45.00, derived
    ("procurement-total:total.subtotal", "290.38", "290.38"),  # 290.11 + 0.27
    ("procurement-running-costs:operating", "103.04", "103.04"),  # 97.21 + 5.83
    ("assets-total:assets:1", "1160.08", "1160.08"),
    ("project-sum:all", "3396.95", "3396.95"),  # six forms and 24.00 known from procurement only
    ("project-leaf:2069999", "3000.00", "3000.00"),  # 2000 + 1000
    ("project-leaf:2150516", "325.80", "325.80"),  # 131 + 194.80
    ("project-leaf:2080699", "47.15", "47.15"),  # 1.15 + 46
    ("project-purpose:projects:13030021N6UXNDR5INL5F", "194.80", "194.80"),  # 160 + 9.90 + 24.90
    ("project-purpose:projects:130300213CB20NYL3139I", "1.15", "1.15"),  # 5500 + 6000 yuan
]


@pytest.mark.parametrize(("check_id", "left", "right"), EXAMPLES)
def test_an_identity_of_each_family(checks, check_id, left, right):
    row = checks[check_id]
    assert (row["left_yuan"] / 10_000, row["right_yuan"] / 10_000) == (D(left), D(right))
    assert row["status"] == "holds" and row["difference_yuan"] == 0


@pytest.mark.slow
def test_rates_agree_to_their_printed_digits(base):
    assert "stated-rate:s062" not in fails(base)
    assert "stated-rate:s062" in fails(changed(base, "statements", "s062", share="-0.1256"))
    assert "stated-rate:s062" in fails(changed(base, "statements", "s062", share="-0.1254"))


def test_a_product_agrees_within_what_the_unit_price_rounds_away(base):
    line = next(n for n, row in enumerate(base["procurement"]) if row["catalogue_code"] == "A0201060102")
    rows = {"procurement": [{**base["procurement"][line], "quantity": "3", "total_yuan": "8170.00"}]}
    rows["tables"] = base["tables"]
    assert not [x for x in fails(rows) if x.startswith("procurement-product")]  # 3 × 0.27(23…) = 0.817
    rows["procurement"][0]["total_yuan"] = "8300.00"
    assert [x for x in fails(rows) if x.startswith("procurement-product")]


@pytest.mark.slow
def test_a_plan_that_falls_or_stops_short_fails(base):
    last = [n for n, row in enumerate(base["project_plan"]) if row["project_code"] == "13030021N8G0BBMMI3U0E"]
    for n, share, wrong in ((last[-1], "0.9", "ends"), (last[1], "0.8", "rises")):
        plan = [dict(row) for row in base["project_plan"]]
        plan[n]["cumulative_share"] = share
        assert f"project-plan:13030021N8G0BBMMI3U0E.{wrong}" in fails({**base, "project_plan": plan})


def test_an_empty_table_states_zero(base):
    line = next(r for r in base["facts"] if r["role"] == "summary" and "政府性基金" in r["item"])
    rows = changed(base, "facts", line["fact_id"], amount_yuan="100.00", null_kind="value")
    assert any(x.startswith("empty-is-zero") for x in fails(rows))


def test_tables_of_all_funds_are_not_held_against_the_general_budget(base):
    """A department with other income has more in table 3 than in table 5; that is no error."""
    part = Ledger(base)
    from disclosure.audit.rule import one_fund

    assert one_fund(part, part.main)
    line = next(r for r in base["facts"] if r["role"] == "summary" and "其他收入" in r["item"])
    other = Ledger(changed(base, "facts", line["fact_id"], amount_yuan="800000.00", null_kind="value"))
    assert not one_fund(other, other.main)
    compared = [row["check_id"] for row in checks_of(other) if row["rule"] == "same-by-code"]
    assert not [x for x in compared if "=p06" in x]


# --- a small disclosure, made here ---------------------------------------------------------------------


MEASURES = {"total": "total", "basic": "leaf", "project": "leaf"}


def test_a_row_a_column_and_the_tree_of_a_small_table():
    right = {
        "": ("10.00", "4.00", "6.00"),
        "201": ("10.00", "4.00", "6.00"),
        "20101": ("10.00", "4.00", "6.00"),
        "2010101": ("4.00", "4.00", ""),
        "2010102": ("6.00", "", "6.00"),
    }
    assert fails({"facts": table(right, MEASURES)}) == set()
    wrong = right | {"2010101": ("4.01", "4.00", "")}
    assert {"row-sum:p01t1r03c00", "code-sum:p01t1r02c00"} <= amiss({"facts": table(wrong, MEASURES)})
    orphan = {code: row for code, row in right.items() if code != "20101"}
    assert "code-has-parent:p01t1r02c00" in fails({"facts": table(orphan, MEASURES)})


def test_sums_of_whole_yuan_allow_for_a_yuan_and_those_of_cents_for_a_cent():
    whole = {"": ("3", "1", "1"), "201": ("3", "1", "1")}  # 1.4 + 1.4 = 2.8
    assert "row-sum:p01t1r00c00" not in fails({"facts": table(whole, MEASURES, unit="元")})
    off = {"": ("5", "1", "1"), "201": ("5", "1", "1")}
    assert "row-sum:p01t1r00c00" in fails({"facts": table(off, MEASURES, unit="元")})
    cents = {"": ("3.00", "1.00", "1.99"), "201": ("3.00", "1.00", "1.99")}
    assert "row-sum:p01t1r00c00" not in fails({"facts": table(cents, MEASURES, unit="元")})
    cents = {"": ("3.00", "1.00", "1.98"), "201": ("3.00", "1.00", "1.98")}
    assert "row-sum:p01t1r00c00" in fails({"facts": table(cents, MEASURES, unit="元")})


def test_an_amount_that_cannot_be_read_is_no_failure():
    facts = table({"": ("3.00", "1.00", "1.00"), "201": ("3.00", "1.00", "2.00")}, MEASURES)
    facts[2] |= {"null_kind": "unreadable", "amount_yuan": ""}
    row = next(r for r in checks_of(Ledger({"facts": facts})) if r["check_id"] == "row-sum:p01t1r00c00")
    assert row["status"] == "not_applicable" and "cannot be read" in row["reason_en"]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_sound_tree_holds_and_any_changed_amount_is_noticed(data):
    """Trees of codes with random leaves; no sum with a fen more anywhere holds."""
    money = st.integers(0, 10**9).map(lambda n: D(n) / 100)
    leaves = data.draw(
        st.dictionaries(
            st.from_regex(r"2(0[1-9]|1[0-9])0[1-4]0[1-9]", fullmatch=True), st.tuples(money, money), min_size=1
        )
    )
    rows: dict[str, list[Decimal]] = {}
    for code, (basic, project) in leaves.items():
        for node in ("", code[:3], code[:5], code):
            row = rows.setdefault(node, [D(0)] * 3)
            for k, value in enumerate((basic + project, basic, project)):
                row[k] += value
    ordered = {code: tuple(f"{v:.2f}" for v in rows[code]) for code in sorted(rows)}
    facts = table(ordered, MEASURES)
    assert fails({"facts": facts}) == set()
    n = data.draw(st.integers(0, len(facts) - 1))
    facts[n]["amount_yuan"] = str(D(facts[n]["amount_yuan"]) + 100)
    assert fails({"facts": facts})


# --- lines left out ------------------------------------------------------------------------------------


def changed(rows: Rows, file: str, place: str, **values: str) -> Rows:
    """A copy of the rows with some columns of one row changed."""
    key = {"facts": "fact_id", "statements": "statement_id"}[file]
    assert any(row[key] == place for row in rows[file])
    return {**rows, file: [{**row, **values} if row[key] == place else row for row in rows[file]]}


def test_a_blank_line_left_out_of_the_statutory_classes_is_noticed(base):
    rows = {**base, "facts": [r for r in base["facts"] if (r["role"], r["function_code"]) != ("summary", "207")]}
    assert any(x.startswith(("numbering", "same-classes")) for x in fails(rows))


# --- questions to the publisher ------------------------------------------------------------------------

ASKED = {
    "change-without-reason": ("high", ("12,556,100 yuan", "44,362,000 yuan", "+253.3%")),
    "one-project-drives-growth": (
        "high",
        ("450,000 yuan", "33,969,500 yuan", "30,000,000 yuan", "94.3%", "14,362,000 yuan", "+14.4%"),
    ),
    "arrears": ("high", ("10,249,000 yuan", "10,000,000 yuan", "249,000 yuan")),
    "project-without-procurement": ("high", ("30,000,000 yuan",)),
    "paid-before-service:1303002171PAXQLRUPVNW": ("high", ("in full", "July 2021", "end of June 2021")),
    "one-purpose-in-several-classes": ("medium", ("30,000,000 yuan", "67.6%", "3,258,000 yuan")),
    "much-in-other": ("medium", ("71.1%", "31,524,900 yuan")),
    "year-of-another-table:s073": ("medium", ("2020", "2021")),
    "total-under-another-name:s075": ("medium", ("2,903,800 yuan", "21,200 yuan")),
    "project-without-form": ("medium", ("240,000 yuan", "6 of 7")),
    "indicators-without-basis": ("medium", ("All 44",)),
    "ceiling-below-budget:130300217IMTXSBFQ22T7": (
        "medium",
        ("6,000,000 yuan", "2 projects", "20,000,000 yuan", "10,000,000 yuan"),
    ),
    "ceiling-below-budget:13030021N6UXNDR5INL5F": ("medium", ("1,400,000 yuan", "1,699,000 yuan")),
    "ceiling-below-budget:1303002171PAXQLRUPVNW": ("medium", ("30,000 yuan", "1,310,000 yuan")),
    "equipment-from-running-costs": ("low", ("12,800 yuan", "4,400 yuan")),
    "payment-plan-unclear": ("low", ("改制企业长期费用", "智慧城市一期项目2020-2021年运维费")),
}


def test_the_questions_of_the_first_disclosure(base):
    flags = {row["flag_id"]: row for row in audit_rows(base)[1]}
    assert set(flags) == set(ASKED)
    for name, (severity, figures) in ASKED.items():
        row = flags[name]
        assert row["severity"] == severity
        assert all(figure in row["question_en"] for figure in figures), (name, row["question_en"])
        assert row["question_zh"].endswith("？") and row["question_en"].endswith("?")


def silenced(base: Rows) -> dict[str, Rows]:
    """For each question the smallest change after which there is nothing to ask."""
    projects, plan = base["projects"], base["project_plan"]
    reason = "增加的原因是新增智慧城市项目。"
    in_time = [{**r, "cumulative_share": "" if r["cumulative_share"] == "1" else r["cumulative_share"]} for r in plan]
    return {
        "change-without-reason": changed(base, "statements", "s033", sentence=f"增加3180.59万元，{reason}"),
        "arrears": {
            **base,
            "projects": [p for p in projects if p["project_name"] in ("事转企待遇差", "改制企业长期费用")],
        },
        "project-without-procurement": {**base, "procurement": []},
        "project-without-form": {
            **base,
            "projects": [*projects, {**projects[0], "project_name": "工信政务管理", "amount_yuan": "240000.00"}],
        },
        "indicators-without-basis": {
            **base,
            "project_indicators": [{**r, "basis_of_target": "行业标准"} for r in base["project_indicators"]],
        },
        "ceiling-below-budget": {**base, "project_indicators": []},
        "paid-before-service": {**base, "project_plan": in_time},
        "payment-plan-unclear": {**base, "project_plan": [{**r, "position_certain": "true"} for r in plan]},
        "year-of-another-table": changed(
            base, "statements", "s073", sentence="2021年，我部门安排政府采购预算290.38万元。"
        ),
        "total-under-another-name": changed(base, "statements", "s075", amount_yuan="21200.00"),
        "equipment-from-running-costs": changed(base, "facts", "p07t1r36c03", amount_yuan="12800.00"),
        "much-in-other": {**base, "facts": [{**r, "function_name": "某项支出"} for r in base["facts"]]},
        "one-purpose-in-several-classes": {**base, "projects": []},
        "one-project-drives-growth": {**base, "projects": []},
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted({name.partition(":")[0] for name in ASKED}))
def test_a_question_is_not_asked_where_it_does_not_apply(base, name):
    rows = silenced(base)[name]
    assert name not in {row["rule"] for row in audit_rows(rows)[1]}


# --- other disclosures ---------------------------------------------------------------------------------

FINDINGS = {
    "jiangsu-congress-2017": [("8.75%", "26.69%"), ("", "")],  # page 11: tables in another order than listed
    "jiangsu-court-2018": [
        ("392.92万元", "382.92万元"),
        ("", ""),  # page 20: 减少9.52，
        ("", ""),  # page 19: 一般行政事务管理（项）, the table has 一般行政管理事务
    ],
    "jiangsu-court-2019": [("", ""), ("16.93%", "16.92%")],  # page 20: the same
    "jiangsu-party-office-2018-prose": [("80.92%", "80.91%")],
    "jiangsu-procuratorate-2019": [
        ("13.22%", "22.21%"),
        ("10.06%", "10.09%"),
        ("", ""),  # page 28: 机关事业单位基本养老保险费（项）, the table has …缴费支出
        ("65.56%", "65.55%"),
        ("64.07%", "64.06%"),
        ("34.38%", "34.36%"),
    ],
    "putuo-finance-2024-final": [("0.3万元", "2961.68万元"), ("71.73%", "71.65%")],
    "putuo-justice-2026": [
        ("43269.3万元", "3269.3万元"),
        ("201.50万元", "208.80万元"),
        ("17.66%", "17.93%"),
        ("", ""),  # page 9: 医疗卫生与计划生育支出（210类）
        ("", ""),  # page 8: 2026 compared with 2026
    ],
    "putuo-justice-unit-2026": [
        ("64,840,547.00", "0.00"),
        ("1.10%", "15.13%"),
        ("21.74%", "-14.38%"),
        ("170.03万元", "207.00万元"),
        ("57.8万元", "56.12万元"),
        ("", ""),  # page 7: 医疗卫生与计划生育支出（210类）
        ("", ""),  # page 21: 主要原因是。
    ],
    "putuo-wanli-2023": [
        ("1421.25万元", "0.00万元"),
        ("441.25万元", "220.63万元"),
        ("60.54%", "66.40%"),
        ("314.82%", "289.12%"),
        ("11419043.00", "10903043.00"),
        ("3328.13万元", "3351.3343万元"),
    ],
    "putuo-wanli-2025": [("", "")],  # page 7: 卫生健康支出（类）卫生健康支出（款）计划生育事务（项）
    "putuo-wanli-2024": [
        ("", ""),  # page 31: a note that there is none
        ("352.67万元", "350.35万元"),
        ("", ""),  # page 6: a fall because of a rise
    ],
}
"""What each disclosure's findings are, in their order: printed, and what follows from the rest. Each was read on its
page (docs/trust.md); those that are not named have none."""


@pytest.mark.parametrize("pdf", documents("corpus", "made"))
def test_no_false_alarm_on_other_disclosures(tmp_path, pdf):
    save(extracted(pdf), tmp_path / pdf.stem)
    checks, flags, findings = audit(tmp_path / pdf.stem)
    assert [(row["printed"], row["expected"]) for row in findings] == FINDINGS.get(pdf.stem, [])
    assert Counter(row["status"] for row in checks)["holds"] > 35
    assert all(row["question_zh"] and row["question_en"] for row in flags)
