"""What a document says of itself in one place and otherwise in another is one finding, which names both places."""

import pytest
import sheets

from disclosure.audit import audit
from disclosure.run.extraction import extract, save

LINES = [["201", "甲", "12.30", "12.30"], ["合计", "<", "12.30", "12.30"]]
SPENT = [["功能分类科目编码", "科目名称", "合计", "基本支出"], *LINES]
EARNED = [["科目编码", "科目名称", "合计", "财政拨款收入"], *LINES]
GENERAL = [["科目编码", "科目名称", "小计", "基本支出"], *LINES]
OWN = "部门：某市示范局 单位：万元"


@pytest.fixture
def found(tmp_path):
    """The findings of a drawn disclosure: kind, severity, pages and what is said, by check."""

    def found(*pages):
        save(
            extract(sheets.draw(tmp_path / "a-2024.pdf", *(sheets.page(*page) for page in pages))), tmp_path / "a-2024"
        )
        rows = audit(tmp_path / "a-2024").findings
        assert {(row["severity"], row["kind"]) for row in rows} <= {("minor", "completeness")}
        return {row["check_ids"]: (row["pages"], row["statement_en"].rpartition(": ")[2]) for row in rows}

    return found


COVER = ["某市示范局", "2024年部门预算", "某市示范局2024年预算支出12.30万元。"]


def tables(earned="2024年部门收入总表", spent="2024年部门支出总表", general="2024年一般公共预算支出表"):
    return [[earned, OWN, EARNED], [spent, OWN, SPENT], [general, OWN, GENERAL]]


def test_what_agrees_is_no_finding(found):
    assert found(COVER, *tables()) == {}


@pytest.mark.parametrize(
    ("cover", "titles", "pages", "said"),
    [
        (
            "2019年部门预算",
            ("2024", "2024", "2024"),
            "1",
            "“2024” on pages 2, 3 and 4 (titles) and page 1 (text), but “2019” on page 1 (cover)",
        ),
        (
            "2024年部门预算",
            ("2024", "2024", "2023"),
            "4",
            "“2024” on page 1 (cover), pages 2 and 3 (titles) and page 1 (text), but “2023” on page 4 (titles)",
        ),
        (
            "2024年部门预算",
            ("2023", "2023", "2023"),
            "2 3 4",
            "“2024” on page 1 (cover) and page 1 (text), but “2023” on pages 2, 3 and 4 (titles)",
        ),
    ],
    ids=["cover", "one title", "all titles"],
)
def test_another_year_on_the_cover_or_in_titles_is_one_finding(found, cover, titles, pages, said):
    names = ("部门收入总表", "部门支出总表", "一般公共预算支出表")
    dated = [f"{year}年{name}" for year, name in zip(titles, names, strict=True)]
    assert found([COVER[0], cover, COVER[2]], *tables(*dated)) == {"year-told:year": (pages, said)}


def test_a_name_kept_from_another_organisation_s_file_is_one_finding(found):
    pages = tables()
    pages[1][1] = "部门：某市样板局 单位：万元"
    assert found(COVER, *pages) == {
        "publisher-told:publisher": (
            "3",
            "“某市示范局” on page 1 (cover) and pages 2 and 4 (above tables), "
            "but “某市样板局” on page 3 (above tables)",
        )
    }


def test_tables_of_another_organisation_than_the_cover_s_are_one_finding(found):
    pages = [[title, "部门：某市样板局 单位：万元", table] for title, _, table in tables()]
    (name, (on, said)) = found(COVER, *pages).popitem()
    assert (name, on) == ("publisher-told:publisher", "1")
    assert said == "“某市样板局” on pages 2, 3 and 4 (above tables), but “某市示范局” on page 1 (cover)"


@pytest.mark.parametrize("short", ["市示范局", "示范局", "某市示范局本级", "某市示范局（机关）"])
def test_a_short_name_and_the_department_alone_are_no_contradiction(found, short):
    pages = tables()
    pages[1][1] = f"部门：{short} 单位：万元"
    assert found(COVER, *pages) == {}


def test_a_unit_s_tables_beside_its_department_s_are_no_contradiction(found):
    unit = [["2024年部门收入总表", "部门：某市样板中心 单位：万元", EARNED]]
    unit += [["2024年部门支出总表", "部门：某市样板中心 单位：万元", SPENT]]
    assert "publisher-told:publisher" not in found(COVER, *tables(), *unit)


def test_the_name_of_a_parent_on_the_cover_is_no_contradiction(found):
    assert found(["某市人民政府", *COVER], *tables()) == {}


def test_a_title_kept_from_final_accounts_is_one_finding(found):
    made = found(COVER, *tables(spent="2024年部门支出决算表"))
    assert made == {
        "phase-told:phase": (
            "3",
            "“approved budget” on page 1 (cover), but “outturn (final accounts)” on page 3 (titles)",
        )
    }


def test_a_cover_of_a_unit_over_titles_of_a_department_is_one_finding(found):
    assert found(["某市2024年市级单位预算", "预算单位：某市示范局"], *tables()) == {
        "scope-told:scope": ("2 3", "“a unit” on page 1 (cover), but “a department” on pages 2 and 3 (titles)")
    }


@pytest.mark.parametrize(
    ("units", "wrong", "pages"),
    [
        (("万元", "元", "万元"), "元", "2 3 4"),
        (("元", "元", "万元"), "万元", "2 3 4"),
        (("元", "万元", "元"), "万元", "2 3 4"),
    ],
)
def test_a_table_in_another_unit_than_its_total_is_one_finding(tmp_path, units, wrong, pages):
    text = f"某市示范局2024年预算支出12.30{max(units, key=units.count)}。"
    drawn = [sheets.page(COVER[0], COVER[1], text)]
    for (title, _, table), unit in zip(tables(), units, strict=True):
        drawn.append(sheets.page(title, f"部门：某市示范局 单位：{unit}", table))
    save(extract(sheets.draw(tmp_path / "a-2024.pdf", *drawn)), tmp_path / "a-2024")
    (row,) = audit(tmp_path / "a-2024").findings
    assert (row["severity"], row["finding_id"].partition(":")[0], row["pages"]) == ("material", "units-agree", pages)
    assert f" is in {wrong}, " in row["statement_en"] and "12.30 is the total of both" in row["statement_en"]
    assert len(row["check_ids"].split()) > 1, "what the unit explains is no finding of its own"


def test_other_totals_may_be_in_another_unit(found):
    pages = tables()
    pages[2] = [
        "2024年一般公共预算支出表",
        "部门：某市示范局 单位：元",
        [[x.replace("12.30", "123000") for x in r] for r in GENERAL],
    ]
    assert found(COVER, *pages) == {}


CLASSES = [("201", "一般公共服务支出", 9), ("208", "社会保障和就业支出", 3), ("221", "住房保障支出", 1)]
TOLD = "".join(f"{name}（类）{amount}.00万元。" for _, name, amount in CLASSES)


def in_unit(unit, size, title="2024年一般公共预算财政拨款支出预算表"):
    lines = [[code, name, *[f"{amount * size:,}.00"] * 2] for code, name, amount in CLASSES]
    head = ["功能分类科目编码", "科目名称", "合计", "基本支出"]
    return [title, f"部门：某市示范局 单位：{unit}", [head, *lines, ["合计", "<", *[f"{13 * size:,}.00"] * 2]]]


@pytest.mark.parametrize(("unit", "size", "times"), [("元", 1, "10000"), ("万元", 10_000, "0.0001")])
def test_a_unit_wrong_in_every_table_is_one_finding_by_the_text(tmp_path, unit, size, times):
    text = ["某市示范局2024年部门预算", "2024年一般公共预算拨款支出预算具体情况：", TOLD]
    spent = in_unit(unit, size, "2024年部门支出预算总表")
    save(
        extract(sheets.draw(tmp_path / "a.pdf", *(sheets.page(*page) for page in (text, in_unit(unit, size), spent)))),
        tmp_path / "a",
    )
    (found,) = audit(tmp_path / "a").findings
    assert found["severity"] == "material" and "units-of-text:text" in found["check_ids"].split()
    assert f"3 of 3 amounts told in both are {times} times as large in the text" in found["statement_en"]


def test_a_unit_that_the_text_confirms_is_no_finding(tmp_path):
    text = ["某市示范局2024年部门预算", "2024年一般公共预算拨款支出预算具体情况：", TOLD]
    save(
        extract(sheets.draw(tmp_path / "a.pdf", *(sheets.page(*page) for page in (text, in_unit("元", 10_000))))),
        tmp_path / "a",
    )
    audited = audit(tmp_path / "a")
    assert not audited.findings
    assert [row["status"] for row in audited.checks if row["rule"] == "units-of-text"] == ["holds"]
