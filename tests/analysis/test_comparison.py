"""Years and departments beside each other: matched by code, like with like, and what does not match said.

The figures of the real pairs are read from the pages by eye; those of the drawn pair are made up here.
"""

import csv
import json
import re
from decimal import Decimal as D

import nbformat
import pytest
from documents import ROOT, SHARED, shared
from sheets import draw, page

from disclosure.analysis import comparison as compare
from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.code_list import code_list
from disclosure.model.errors import InputError
from disclosure.report import build as report
from disclosure.report.build import LANGUAGES
from disclosure.run.document import clean
from disclosure.words.codes import same_meaning

CORPUS = SHARED / "corpus"
NOTEBOOK = ROOT / "notebooks" / "40-compare.ipynb"

HEAD = ["功能分类科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BEFORE = [
    ["201", "一般公共服务支出", "10.00", "10.00", ""],
    ["20101", "人大事务", "10.00", "10.00", ""],
    ["2010101", "行政运行", "10.00", "10.00", ""],
    ["206", "科学技术支出", "5.00", "", "5.00"],
    ["20699", "其它科学技术支出", "5.00", "", "5.00"],
    ["2069901", "科技奖励", "5.00", "", "5.00"],
    ["208", "社会保障和就业支出", "80.00", "80.00", ""],
    ["20805", "行政事业单位离退休", "80.00", "80.00", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "80.00", "80.00", ""],
    ["", "合计", "95.00", "90.00", "5.00"],
]
AFTER = [
    ["201", "一般公共服务支出", "20.00", "", "20.00"],
    ["20113", "商贸事务", "20.00", "", "20.00"],
    ["2011301", "行政运行", "20.00", "", "20.00"],
    ["206", "科学技术支出", "7.50", "", "7.50"],
    ["20699", "其他科学技术支出", "7.50", "", "7.50"],
    ["2069901", "科技应急", "7.50", "", "7.50"],
    ["208", "社会保障和就业支出", "92.50", "92.50", ""],
    ["20805", "行政事业单位养老支出", "92.50", "92.50", ""],
    ["2080505", "机关事业单位基本养老保险缴费支出", "92.50", "92.50", ""],
    ["", "合计", "120.00", "92.50", "27.50"],
]
SAID = "基本支出92.50万元，比2023年预算增加7.50万元。"


def disclosure(folder, name, year, rows, *words, title="部门支出总表", who="某某市商务局"):
    table = page(f"{year}年{title}", f"部门：{who}", "单位：万元", [HEAD, *rows])
    path = draw(folder / f"{name}.pdf", page(f"{who}{year}年部门预算说明。", *words), table)
    clean(path, folder / "clean")
    return path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """Two budgets of one department, its final accounts, and another department's budget."""
    folder = tmp_path_factory.mktemp("drawn")
    paths = [
        disclosure(folder, "a-2023", 2023, BEFORE),
        disclosure(folder, "a-2024", 2024, AFTER, SAID),
        disclosure(folder, "a-final-2023", 2023, BEFORE, title="支出决算表"),
        disclosure(folder, "b-2024", 2024, BEFORE, who="某某市水利局"),
        draw(folder / "no-table.pdf", page("某某市园林局2024年部门预算说明。", "本部门没有公开表格。")),
    ]
    clean(paths[-1], folder / "clean")
    return compare.open_collection(CleanData(folder / "clean" / path.stem, path) for path in paths)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The four real disclosures that make two pairs."""
    folder = tmp_path_factory.mktemp("real")
    names = ["putuo-wanli-2024", "putuo-wanli-2025", "jiangsu-cppcc-2018", "jiangsu-cppcc-2019"]
    for name in names:
        clean(CORPUS / f"{name}.pdf", folder)
    found = {document.folder.name: document for document in compare.open_collection(folder)}
    return [found[name] for name in names]


def by_code(frame, column="change"):
    return dict(zip(frame["code"], frame[column], strict=True))


# --- the code list -------------------------------------------------------------------------------------


def test_names_are_one_only_where_characters_differ_or_the_list_says_so():
    assert same_meaning("function", "20805", "行政事业单位离退休", "行政事业单位养老支出") == "renamed"
    assert same_meaning("function", "210", "医疗卫生与计划生育支出", "卫生健康支出") == "renamed"
    assert same_meaning("function", "206", "科学技术", "科学技术⽀出") == "same"  # a Kangxi radical in 支
    assert same_meaning("economic", "30213", "维修(护)费", "维修（护）费") == "same"
    assert same_meaning("function", "2069999", "其它科学技术支出", "其他科学技术支出") == "same"
    assert same_meaning("function", "2069901", "科技奖励", "科技应急") == ""
    assert same_meaning("function", "2080505", "行政事业单位离退休", "行政事业单位养老支出") == "", "of another code"


@shared
def test_the_code_list_is_what_the_documents_say(tmp_path):
    pdfs = [ROOT / "data/raw/471-2021.pdf", *sorted(CORPUS.glob("*.pdf"))]
    for path in pdfs:
        clean(path, tmp_path)
    made = code_list(tmp_path / path.stem for path in pdfs)
    with (ROOT / "data/reference/codes.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == made


def test_every_entry_names_its_source():
    with (ROOT / "data/reference/codes.csv").open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    for entry in entries:
        for source, year in ((entry["source"], entry["first_year"]), (entry["last_source"], entry["last_year"])):
            assert re.fullmatch(rf"[^，]+，{year}年，[^，]+表.*，第\d+页", source), source
        assert entry["first_year"] <= entry["last_year"]
        assert len(entry["code"]) in ((3, 5, 7) if entry["kind"] == "function" else (3, 5))


# --- two years -----------------------------------------------------------------------------------------


def test_lines_are_matched_by_code_and_never_by_name(drawn):
    (a, b), *others = [pair for pair in compare.pairs(drawn)]
    assert not others and (a.year, b.year) == (2023, 2024)
    changes = compare.change(a, b, "all")
    status = {(row["code"], row["name"]): row["status"] for row in changes.to_dict("records")}
    assert status["20805", "行政事业单位养老支出"] == "renamed"
    assert status["20699", "其他科学技术支出"] == "same"
    assert status["2069901", "科技奖励"] == status["2069901", "科技应急"] == "unsettled"
    assert status["2010101", "行政运行"] == "only_before" and status["2011301", "行政运行"] == "only_after"
    hints = {row["code"]: row["elsewhere"] for row in changes.to_dict("records") if row["elsewhere"]}
    assert hints == {"2010101": "2011301", "2011301": "2010101"}
    for width in (3, 5, 7):  # every level tells the whole change
        own = changes[changes["code"].str.len() == width]
        assert sum(own["change"]) == D("25.00") == compare.printed_total(b, "all") - compare.printed_total(a, "all")
    kinds = compare.match(compare.types(a), compare.types(b), "type")
    assert by_code(kinds) == {"basic": D("2.50"), "project": D("22.50")}


def test_prose_that_the_tables_of_the_year_before_contradict_is_a_finding(drawn):
    a, b = compare.pairs(drawn)[0]
    said = compare.checked(b, a)
    assert list(zip(said["before"], said["earlier"], said["gap"], said["verdict"], strict=True)) == [
        (D("85.00"), D("90.00"), D("-5.00"), "differs")
    ]
    assert set(compare.checked(b)["verdict"]) == {"alone"}, "nothing is found where no table is at hand"


def test_final_accounts_stand_apart_and_are_said_to(drawn):
    assert [d.folder.name for d in compare.comparable(drawn)] == ["a-2023", "a-2024", "b-2024"]
    aside = compare.set_aside(drawn)
    assert list(aside["document"]) == ["a-final-2023", "no-table"]
    assert "for one year only" in str(aside["reason"].iloc[0]) and "no statutory table" in str(aside["reason"].iloc[1])


@shared
def test_wanli_2024_and_2025(real):
    a, b = real[:2]
    functions = by_code(compare.change(a, b, "all"))
    assert functions["212"] == D("3498.4023")  # 154,369,326 − 119,385,303 yuan, pages 17 and 19
    assert functions["2129999"] == D("4312.8737")
    assert functions["2120399"] == D("-753.05")
    assert functions["2120101"] == D("128.4491")
    assert functions["2210201"] == D("34.3233")
    economic = by_code(compare.change(a, b, "basic"))  # pages 27 and 29; 2024 prints 301 | 2 for 30102
    assert (economic["30102"], economic["30199"], economic["30201"]) == (D("152.5497"), D("-55.858"), D("-42.204"))
    kinds = by_code(compare.match(compare.types(a), compare.types(b), "type"))
    assert kinds == {"basic": D("163.5726"), "project": D("3192.0702")}  # the foot of pages 18 and 20
    said = compare.checked(b, a)
    total = said[said["role"] == "general_budget_by_function"].iloc[0]
    assert (total["change"], total["earlier"], total["verdict"]) == (D("3355.65"), D("15621.1123"), "rounded")
    cars = said[(said["role"] == "three_public") & (said["row_role"] == "total")].iloc[0]
    assert (cars["change"], cars["earlier"], cars["verdict"]) == (D("-10"), D("47.91"), "exact")
    assert "differs" not in set(said["verdict"])


@shared
def test_cppcc_2018_and_2019(real):
    a, b = real[2:]
    assert compare.printed_total(a, "all") == D("10150.48") and compare.printed_total(a, "general") == D("10070.48")
    classes = by_code(compare.change(a, b, "all"))  # all funds: only the summary of page 1 has classes
    assert classes["201"] == D("2444.10") and sum(classes.values()) == D("3226.63")
    items = by_code(compare.change(a, b, "general"))  # page 7
    assert items["2010202"] == D("1379.56") and items["2010299"] == D("-191.00") and items["2210202"] == D("646.57")
    kinds = by_code(compare.match(compare.types(a), compare.types(b), "type"))  # page 3
    assert kinds == {"basic": D("844.58"), "project": D("1653.66"), "reserve": D("728.39")}
    economic = compare.change(a, b, "basic")  # page 8
    assert by_code(economic)["30302"] == D("251.69")
    assert set(economic.loc[economic["status"] == "only_before", "code"]) == {"30215", "30216", "30217"}
    assert set(economic.loc[economic["status"] == "only_after", "code"]) == {"30199"}
    assert compare.checked(b, a).empty, "tables alone: no prose to check"


# --- side by side, and prices --------------------------------------------------------------------------


def test_shares_of_each_disclosure_are_of_its_own_total(drawn):
    kept = compare.comparable(drawn)
    for scope in ("all", "types"):
        parts = compare.side_by_side(kept, scope)
        assert set(parts["document"]) == {document.key for document in kept}
        for _, own in parts.groupby("document"):
            assert sum(own["amount"]) == own["whole"].iloc[0]
    largest = compare.side_by_side(kept).query("document == @kept[1].key and code == '208'").iloc[0]
    assert largest["amount"] == D("92.50") and round(largest["share"], 4) == D("0.7708")


def test_real_amounts_need_the_users_index(tmp_path, monkeypatch):
    monkeypatch.delenv("DISCLOSURE_PRICE_INDEX", raising=False)
    assert compare.price_index() == {} and compare.real(D(100), 2023, 2024, {}) is None
    path = tmp_path / "index.csv"
    path.write_text("year,index\n2023,100\n2024,125\n", encoding="utf-8")
    index = compare.price_index(path)
    assert compare.real(D("95.00"), 2023, 2024, index) == D("118.75")
    for bad in ("year,level\n2023,100\n", "year,index\n2023,\n", "year,index\n2023,0\n", "", "year,index\nlast,1\n"):
        path.write_text(bad, encoding="utf-8")
        with pytest.raises(InputError, match=r"index\.csv"):
            compare.price_index(path)


# --- the notebook --------------------------------------------------------------------------------------


@pytest.mark.notebook
def test_reports_of_several_pdfs_and_their_comparison(drawn, tmp_path, monkeypatch):
    prices = tmp_path / "index.csv"
    prices.write_text("year,index\n2023,100\n2024,102\n", encoding="utf-8")
    monkeypatch.setenv("DISCLOSURE_PRICE_INDEX", str(prices))
    small = tmp_path / "10-small.ipynb"
    cells, own = [nbformat.v4.new_markdown_cell("# A small report")], {"disclosure": {"any_document": True}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=own), small)
    front = tmp_path / "35-front.ipynb"
    shown = "title='Years', source=document.source()"
    code = f"""
import helpers
document = helpers.open_document(DOCUMENT)
helpers.show_table(helpers.other_years(document), {{"year": "Year", "amount": "Total"}}, {shown})"""
    cells = [nbformat.v4.new_markdown_cell("# A front page"), nbformat.v4.new_code_cell(code)]
    own = {"disclosure": {"any_document": True, "front_page": True}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=own), front)
    monkeypatch.setattr(report, "notebooks", lambda: [small, front, NOTEBOOK])
    read = [(d.pdf, d.folder) for d in drawn]
    report.build_together(read, tmp_path)
    landing = (tmp_path / "index.html").read_text(encoding="utf-8")
    for _, folder in read:
        assert f'href="{folder.name}/zh/index.html"' in landing
        assert 'href="../index.html"' in (tmp_path / folder.name / "index.html").read_text(encoding="utf-8")
        assert (tmp_path / folder.name / "zh/10-small.html").exists()
        assert not (tmp_path / folder.name / "zh/40-compare.html").exists()
    beside = [folder.name for _, folder in read if "Years" in (tmp_path / folder.name / "en/index.html").read_text()]
    assert set(beside) == {d.folder.name for d in drawn if d.dated and d.organisation.zh == drawn[0].organisation.zh}
    for lang in LANGUAGES:
        assert f'href="{lang}/40-compare.html"' in landing
        html = (tmp_path / lang / "40-compare.html").read_text(encoding="utf-8")
        places = set(re.findall(r'id="(e-[^"]+)"', html))
        wanted = set(re.findall(r'<a class="figure"[^>]* href="#([^"]+)"', html))
        assert wanted <= places and len({name.split("-")[1] for name in wanted}) == 4, "all with a table are quoted"
        said = re.sub(r"<[^>]+>", "", html)
        told = {
            "zh": ("口径变了，还是数字有误", "预算与决算只就同一年度对照"),
            "en": ("Did the scope change", "not subtracted"),
        }
        assert [words for words in told[lang] if words not in said] == []
        assert {"zh": "96.90", "en": "969,000"}[lang] in said, "95.00 in prices of 2024"


@pytest.mark.notebook
def test_one_disclosure_alone_is_said_to_be_alone(tmp_path):
    book = json.loads(
        report.execute(NOTEBOOK, tmp_path / NOTEBOOK.name, collection=[(None, ROOT / "data/clean/471-2021")]).read_text(
            encoding="utf-8"
        )
    )
    said = [
        "".join(out["data"]["text/html"])
        for cell in book["cells"]
        for out in cell.get("outputs", [])
        if out.get("metadata", {}).get("lang") == "en"
    ]
    answer = next(text for text in said if 'class="answer"' in text)
    assert "There is one disclosure here" in answer and "none to set beside it" in answer
