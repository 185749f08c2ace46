"""Whose a disclosure is and of which year: several places say so; a torn or outdated one does not decide."""

import csv
from pathlib import Path

import pytest
import sheets
from documents import SHARED, extracted, shared

from disclosure.analysis.document import open_clean
from disclosure.audit import audit
from disclosure.run.extraction import extract, save

TABLE = [
    ["功能分类科目编码", "科目名称", "合计", "基本支出"],
    ["201", "甲", "12.30", "12.30"],
    ["合计", "", "12.30", "12.30"],
]


with (Path(__file__).parents[1] / "golden/sources.csv").open(encoding="utf-8", newline="") as file:
    GOLDEN = list(csv.DictReader(file))
"""What each shared document is: read by eye from its cover and from what stands around its tables."""


@shared
@pytest.mark.parametrize("golden", GOLDEN, ids=lambda row: row["document_id"])
def test_every_document_is_what_its_cover_says(golden):
    source = extracted(SHARED / golden["folder"] / f"{golden['document_id']}.pdf").source
    read = {"publisher": source.organisation_name, **{name: getattr(source, name) for name in list(golden)[3:]}}
    assert read == {name: golden[name] for name in read}


@shared
def test_no_shared_document_is_left_out():
    folders = {row["folder"] for row in GOLDEN} - {"cases"}
    there = {(path.parent.name, path.stem) for folder in folders for path in (SHARED / folder).glob("*.pdf")}
    assert there == {(row["folder"], row["document_id"]) for row in GOLDEN if row["folder"] != "cases"}


@pytest.fixture
def read(tmp_path):
    def read(*pages):
        return extract(sheets.draw(tmp_path / "disclosure.pdf", *pages))

    return read


def table(year="2024", above="单位：万元"):
    return sheets.page(f"{year}年部门支出总表", above, [TABLE])


@pytest.mark.parametrize(
    "lines",
    [
        ["某市示范局2024年度部门决算", "某市示范局2024年度部门决算编制范围的单位包括："],
        ["某市示范局", "2024年度部门决算", "纳入某市示范局2024年度部门决算编制范围的单位包括："],
    ],
)
def test_what_follows_a_year_is_no_name(read, lines):
    assert read(sheets.page(*lines), table()).source.organisation_name == "某市示范局"


@pytest.mark.parametrize(
    ("places", "year"),
    [
        (("2024", "2024", "2023"), "2024"),  # titles kept from last year's file
        (("2019", "2024", "2024"), "2024"),  # a cover kept from an old one
        (("2024", "2023", "2024"), "2024"),  # a sentence kept
    ],
    ids=["titles", "cover", "text"],
)
def test_the_year_is_what_most_places_say(read, places, year):
    on_cover, in_text, in_titles = places
    text = f"某市示范局{in_text}年预算支出12.30万元。"
    assert (
        read(
            sheets.page(f"某市示范局{on_cover}年部门预算", text), table(in_titles), table(in_titles)
        ).source.fiscal_year
        == year
    )


@pytest.mark.parametrize("torn", ["部门：某省高级人民法", "部门名称：某省高级人民法院元"])
def test_a_torn_name_is_no_other_organisation(read, torn):
    pages = sheets.page("某省高级人民法院2024年部门预算"), table(above="部门：某省高级人民法院"), table(above=torn)
    assert {fact.organisation_name for fact in read(*pages).facts} == {"某省高级人民法院"}


def sayings(made, what):
    return {
        (row["value"], row["place"], row["pages"]): row["agrees"] for row in made.rows["sources"] if row["what"] == what
    }


def test_every_place_that_says_what_a_document_is_is_kept_with_its_page(read):
    text = "2024年预算支出12.30万元，2024年预算收入12.30万元，比2023年预算增加1.00万元。"
    made = read(
        sheets.page("某市2024年市级单位预算", "预算单位：某市示范局"),
        sheets.page("2024年单位支出总表", "编制单位：某市示范局 单位：万元", [TABLE]),
        sheets.page("2023年单位收入总表", "编制单位：市示范局 单位：元", [TABLE]),
        sheets.page("第三部分 某市示范局2024年单位预算情况说明", text),
    )
    assert (made.source.organisation_name, made.source.fiscal_year, made.source.scope) == ("某市示范局", "2024", "unit")
    assert sayings(made, "publisher") == {
        ("某市示范局", "cover", "1"): True,
        ("某市示范局", "above_table", "2"): True,
        ("市示范局", "above_table", "3"): True,
        ("某市示范局", "heading", "4"): True,
    }
    assert sayings(made, "fiscal_year") == {
        ("2024", "cover", "1"): True,
        ("2024", "title", "2"): True,
        ("2023", "title", "3"): False,
        ("2024", "heading", "4"): True,
        ("2024", "text", "4"): True,
        ("2023", "text", "4"): False,
    }
    assert sayings(made, "unit") == {("万元", "above_table", "2"): True, ("元", "above_table", "3"): False}
    assert {place for _, place, _ in sayings(made, "scope")} == {"cover", "title", "above_table", "heading"}
    assert sayings(made, "phase") == {("approved", "cover", "1"): True}
    row = next(row for row in made.rows["sources"] if row["place"] == "text" and row["value"] == "2024")
    assert (row["count"], row["text"]) == (2, text)


@pytest.mark.parametrize(
    ("cover", "above", "title", "scope"),
    [
        ("某市示范局2024年部门预算", "部门：某市示范局", "2024年收支预算总表", "department"),
        ("某市2024年市级单位预算", "编制单位：某市示范局", "2024年预算单位财务收支预算总表", "unit"),
        ("某市示范局", "编制部门：某市示范局", "2024年部门一般公共预算基本支出部门预算经济分类预算表", "department"),
        ("某市示范局", "编制单位：某市示范局", "2024年一般公共预算基本支出部门预算经济分类预算表", "unit"),
        ("某市示范局2024年预算", "单位：万元", "2024年一般公共预算支出表", ""),
        ("某市示范局2024年部门（单位）预算", "单位：万元", "2024年一般公共预算支出表", ""),
    ],
)
def test_the_scope_is_a_unit_or_a_department_where_it_says_so(read, cover, above, title, scope):
    assert read(sheets.page(cover), sheets.page(title, above, [TABLE])).source.scope == scope


def test_of_two_names_above_tables_the_publisher_is_the_one_on_the_cover(read):
    stale = sheets.page("2024年部门收入总表", "部门：某市样板局", [TABLE])
    made = read(sheets.page("某市示范局", "2024年部门预算"), stale, table(above="部门：某市示范局"))
    assert made.source.organisation_name == "某市示范局"


GOVERNMENT = [
    ["项目", "决算数"],
    ["一、税收收入", "90.00"],
    ["增值税", "60.00"],
    ["企业所得税", "30.00"],
    ["二、非税收入", "10.00"],
    ["收入合计", "100.00"],
]
ARTICLE = ["城市里的树", "树木让街道凉爽。", "本文说明二十种树的生长情况。"]


@pytest.mark.parametrize(
    ("pages", "scope"),
    [
        (
            [
                ["某县2024年财政决算草案的报告", "受县人民政府委托，报告2024年财政决算。"],
                ["2024年全县一般公共预算收支决算表", "单位：万元", GOVERNMENT],
            ],
            "government",
        ),
        ([["某县", "公开表"], ["一般公共预算收入决算总表", "单位：万元", GOVERNMENT]], "government"),
        ([["某省审计厅", "关于2023年度省级预算执行和其他财政收支的审计工作报告", "多列支出12.30万元。"]], "government"),
        ([["某市示范局", "2024年部门预算项目绩效评价报告", "项目支出12.30万元，得分90分。"]], "performance_report"),
        ([["中共某市委办公室2024年工作报告", "全年调研经费12.30万元。", "一、主要工作"]], "other"),
        (
            [["中共某市委组织部", "2024年度工作总结", "培训经费12.30万元。", [["项目", "金额"], ["培训", "12.30"]]]],
            "other",
        ),
        ([ARTICLE, ["树种统计", [["树种", "数量"], ["银杏", "12"], ["合计", "12"]]]], "other"),
    ],
    ids=["report", "tables", "audit", "performance", "party office", "party department", "article"],
)
def test_what_is_no_department_s_disclosure_is_said_and_not_judged(read, tmp_path, pages, scope):
    made = read(*(sheets.page(*page) for page in pages))
    assert made.source.scope == scope
    assert any("no department's disclosure" in str(remark) for remark in made.remarks)
    save(made, tmp_path / "clean")
    checks, flags, findings = audit(tmp_path / "clean")
    assert {check["status"] for check in checks} == {"not_applicable"} and not flags and not findings
    assert str(open_clean(tmp_path / "clean").none_of_ours) == str(made.remarks[0].message)
    assert {check["reason_en"] for check in checks} == {str(made.remarks[0].message).removesuffix(".")}


@pytest.mark.parametrize(
    "cover", ["某县2024年县级部门预算", "某县某镇人民政府2024年部门预算公开", "某县财政局2024年部门预算"]
)
def test_a_department_of_a_government_is_no_government(read, cover):
    assert read(sheets.page(cover), table()).source.scope == "department"
