"""Sentences: in every language whole, with their values said as a newspaper says them; and kept so by the catalogue."""

from decimal import Decimal as D

import pandas as pd
import pytest
from babel.messages.pofile import read_po, write_po

from disclosure.words.catalogue import Faults, collected, faults, in_python, main, paragraphs
from disclosure.words.messages import Both, Message, Printed, Term, fill, languages, places, translate
from disclosure.words.names import Text, english, nearest, themes
from disclosure.words.values import spell

pytestmark = pytest.mark.unit

# --- values --------------------------------------------------------------------------------------------

SAID = [
    # value, spec, English, Chinese
    (D("4436.2"), "money", "44.36 million yuan", "4436.20万元"),
    (D("4.25"), "money", "42,500 yuan", "4.25万元"),
    (D("100"), "money", "1 million yuan", "100万元"),
    (D("99.99995"), "money", "1 million yuan", "100万元"),
    (D("-4.25"), "money", "−42,500 yuan", "−4.25万元"),
    (D("3180.59"), "+money", "+31.81 million yuan", "+3180.59万元"),
    (D("0"), "money", "0 yuan", "0万元"),
    (D("0.001"), "money", "10 yuan", "10元"),
    (D("144645.71"), "money", "1.45 billion yuan", "14.46亿元"),
    (D("10000"), "money", "100 million yuan", "1亿元"),
    (D("44362000"), "exact", "44,362,000 yuan", "4436.20万元"),
    (D("0.01"), "exact", "0.01 yuan", "0.000001万元"),
    (D("42500.5"), "exact", "42,500.50 yuan", "4.25005万元"),
    (D("3180.59"), "moved", "up 31.81 million yuan", "增加3180.59万元"),
    (D("-0.61"), "moved", "down 6,100 yuan", "减少0.61万元"),
    (D("0"), "moved", "unchanged", "持平"),
    (D("0.144"), "grown", "up 14.4%", "增长14.4%"),
    (D("-0.02"), "grown", "down 2.0%", "下降2.0%"),
    (D("74.488"), "grown", "75 times as much", "增长74倍"),
    (D("0"), "grown", "unchanged", "持平"),
    (D("4436.2"), "wan", "4,436.20", "4,436.20"),
    (D("0.943"), "percent", "94.3%", "94.3%"),
    (D("-0.126"), "+percent", "−12.6%", "−12.6%"),
    (D("0.00012"), "percent", "0.012%", "0.012%"),
    (D("0"), "percent", "0%", "0%"),
    (D("1"), "percent", "100%", "100%"),
    (D("0.99998"), "percent", "99.998%", "99.998%"),
    (D("0.9999999"), "percent", "100%", "100%"),
    (D("9.99"), "+percent", "+999.0%", "+999.0%"),
    (D("74.488"), "+percent", "75 times as much", "为原来的75倍"),
    (D("3.53"), "times", "3.5 times", "3.5倍"),
    (D("75.49"), "times", "75 times", "75倍"),
    (D("1297"), "count", "1,297", "1297"),
    ("2021-07", "month", "July 2021", "2021年7月"),
    ("一、基本支出", "term", "Basic expenditure", "一、基本支出"),
    ("没有的词", "term", "没有的词", "没有的词"),
    (Term("基本支出"), "name", "basic expenditure", "基本支出"),
    (Printed("一般公共预算"), "", "General public budget 一般公共预算", "一般公共预算"),
    (Printed("没有的词"), "", "没有的词", "没有的词"),
    (Term("“三公”经费"), "name", "“three public” expenses", "“三公”经费"),
    (["甲", "乙", "丙"], "", "甲, 乙 and 丙", "甲、乙和丙"),
    ([], "", "", ""),
    (Text("是", "yes"), "", "yes", "是"),
    (Both("整句。", "A sentence."), "", "A sentence.", "整句。"),
]


@pytest.mark.parametrize(("value", "spec", "en", "zh"), SAID)
def test_a_value_knows_how_it_is_said(value, spec, en, zh):
    assert (spell(value, spec, "en"), spell(value, spec, "zh")) == (en, zh)


def test_an_unknown_format_names_those_that_there_are():
    with pytest.raises(ValueError, match=r"'euro'.*money.*percent"):
        spell(D(1), "euro")


# --- sentences -----------------------------------------------------------------------------------------


@pytest.fixture
def catalogue(tmp_path, monkeypatch):
    """A catalogue of one's own: ``catalogue({English: Chinese})``."""

    def make(text: str, language: str = "zh"):
        path = tmp_path / language / "LC_MESSAGES/disclosure.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: {}\\n"\n\n'
        forms = "nplurals=1; plural=0;" if language == "zh" else "nplurals=2; plural=(n != 1);"
        path.write_text(head.format(forms) + text, encoding="utf-8")
        monkeypatch.setenv("DISCLOSURE_LOCALE", str(tmp_path))
        return path

    return make


ALIKE = [
    # low, high, what English says of them, what Chinese says
    (D("424.09375"), D("424.15625"), "4.241 to 4.242 million", ("424.09", "424.16")),
    (D("42.40001"), D("42.4"), "424,000.1 to 424,000.0", ("42.40001", "42.40000")),
    (D("42.4"), 42.400000000000006, "424,000 to 424,000", ("42.40", "42.40")),
]


@pytest.mark.parametrize(("low", "high", "en", "zh"), ALIKE)
def test_two_amounts_that_differ_are_not_said_alike(low, high, en, zh):
    message = Message("{low:money} to {high:money}", low=low, high=high)
    first, last = en.split(" to ")
    unit = " million yuan" if "million" in en else " yuan"
    assert message.said("en") == f"{first}{unit} to {last.removesuffix(' million')}{unit}"
    assert message.said("zh") == f"{zh[0]}万元 to {zh[1]}万元"


def test_a_translation_may_put_its_values_in_another_order(catalogue):
    catalogue('msgid "{a:money} of {b} in {year}"\nmsgstr "{year}年{b}的{a:money}"\n')
    message = Message("{a:money} of {b} in {year}", a=D("4.25"), b=Term("基本支出"), year=2021)
    assert message.said("en") == "42,500 yuan of Basic expenditure in 2021"
    assert message.said("zh") == "2021年基本支出的4.25万元"
    assert message.said("xx") == message.said("en") == str(message), "what has no translation is said in English"


def test_a_quotation_within_a_quotation_has_marks_of_its_own():
    assert Message("It says “{reason}”.", reason="压缩“三公”经费").said("en") == "It says “压缩‘三公’经费”."
    assert Message("It is {reason}.", reason="压缩“三公”经费").said("en") == "It is 压缩“三公”经费."


def test_plurals_follow_the_language(catalogue):
    catalogue('msgid "{n} item"\nmsgid_plural "{n} items"\nmsgstr[0] "{n}项"\n')
    catalogue('msgid "{n} item"\nmsgid_plural "{n} items"\nmsgstr[0] "{n} élément"\nmsgstr[1] "{n} éléments"\n', "fr")
    said = [[Message("{n} item", plural="{n} items", n=n).said(lang) for n in (0, 1, 2)] for lang in ("en", "zh", "fr")]
    assert said == [
        ["0 items", "1 item", "2 items"],
        ["0项", "1项", "2项"],
        ["0 éléments", "1 élément", "2 éléments"],
    ]
    assert languages() == ["en", "fr", "zh"]


def test_a_sentence_begins_with_a_capital_and_a_link_stands_around_its_value():
    words = Message("{what} and {other}", what="basic", other="project")
    assert words.said("en") == "Basic and project"
    assert words.said("en", lambda value, said: f"[{value}={said}]") == "[basic=Basic] and [project=project]"


def test_a_value_that_is_not_given_is_an_error_and_a_brace_of_the_document_is_none():
    with pytest.raises(KeyError):
        Message("{a} {b}", a=1).said("en")
    assert Message("{name}", name="{b}").said("zh") == "{b}"
    assert fill("{row[amount]:money}", {"row": {"amount": D("4.25")}}, "en") == "42,500 yuan"
    assert list(places("{a:money} {row[b]} {c.d}")) == ["a", "row", "c"]
    assert translate("", "zh") == ""


def test_frames_sort_group_and_compare_what_is_said():
    said = [Message("{n} b", n=2), Term("基本支出"), Both("甲", "Alpha"), Message("All others")]
    frame = pd.DataFrame({"label": said, "amount": [1, 2, 3, 4]})
    assert frame.sort_values("label")["amount"].tolist() == [1, 4, 3, 2]
    assert frame.groupby("label")["amount"].sum().tolist() == [1, 4, 3, 2]
    assert Message("a") < "b" < Message("c") and Message("b") >= Message("a") and Message("a") <= Message("a")
    assert Message("a", n=1) == Message("a", n=1) != Message("a", n=2)
    with pytest.raises(TypeError):
        Message("a") < 1  # noqa: B015


# --- names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title", ["支出总表", "部门支出总表", "2021年度部门支出总表", "一、支出总表", "其中：支出总表"]
)
def test_what_stands_before_a_name_makes_no_difference_to_its_english(title):
    assert english(title) == english("支出总表") != "支出总表"


def test_names_that_begin_alike_are_one_undertaking():
    names = ["智慧城市一期项目运维费", "智慧城市一期项目服务费", "事转企"]
    assert themes(names) == ["智慧城市一期项目", "智慧城市一期项目", "事转企"]
    assert themes([]) == [] and themes(["甲"]) == ["甲"]
    assert nearest("秦皇岛市工业和信息化局", ["科学技术支出", "工业和信息产业监管"]) == "工业和信息产业监管"
    assert nearest("甲", ["乙"]) == ""


# --- the catalogue -------------------------------------------------------------------------------------

SOURCE = """
# For translators: a department
Message("{n} cell of {who}", plural="{n} cells of {who}", n=2, who=3)
say("The budget grew.", otherwise="No budget is printed.")
show_table(frame, {"a": "Amount"}, title="Amounts of {year}", source=1)
print("not for readers")
"""


def checkout(tmp_path, source=SOURCE):
    (tmp_path / "src/disclosure").mkdir(parents=True)
    (tmp_path / "src/disclosure/a.py").write_text(source, encoding="utf-8")
    return tmp_path


def test_the_catalogue_holds_each_sentence_for_readers_whole():
    found = {sentence.text: sentence for sentence in in_python(SOURCE, "a.py")}
    assert set(found) == {
        "{n} cell of {who}",
        "The budget grew.",
        "No budget is printed.",
        "Amount",
        "Amounts of {year}",
    }
    assert found["{n} cell of {who}"].plural == "{n} cells of {who}"
    assert found["{n} cell of {who}"].comment == "a department"
    assert paragraphs("# Title\n\nOne\ntwo.\n \n- a\n- b\n") == ["# Title", "One\ntwo.", "- a\n- b"]


@pytest.mark.parametrize("glued", ['say(f"The budget of {year}")', 'say("The budget " + word)', 'Message("a" % b)'])
def test_a_sentence_that_is_put_together_is_a_fault_with_its_line(glued):
    with pytest.raises(Faults, match=r"a\.py:2: .*write it whole"):
        list(in_python(f"\n{glued}", "a.py"))


@pytest.mark.slow
def test_a_made_language_lacks_everything_until_it_is_translated(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(checkout(tmp_path))
    monkeypatch.setenv("DISCLOSURE_LOCALE", str(tmp_path / "locale"))
    assert main(["--add", "zh"]) == 0
    own = [text for text in collected(tmp_path) if text.id and text.locations[0][0].endswith("a.py")]
    assert len(own) == 5
    wrong = list(faults("zh", collected(tmp_path)))
    assert all(
        any(line.endswith(f"not translated: {text!r}") for line in wrong) for text in ("Amount", "The budget grew.")
    )
    assert main(["--check"]) == 1 and "not translated: 'Amount'" in capsys.readouterr().err

    path = tmp_path / "locale/zh/LC_MESSAGES/disclosure.po"
    good = {"Amount": "金额", "The budget grew.": "预算增加了。", "No budget is printed.": "没有预算。"}
    good |= {"Amounts of {year}": "{year}年金额", "{n} cell of {who}": ("{who}的{n}格",)}

    def written(**changed):
        with path.open("rb") as file:
            made = read_po(file, locale="zh")
        for message in list(made):
            text = message.id[0] if isinstance(message.id, tuple) else message.id
            if text in good:
                message.string = changed.get(text.replace(" ", "_"), good[text])
        with path.open("wb") as file:
            write_po(file, made)
        return [line for line in faults("zh", collected(tmp_path)) if any(text in line for text in [*good, "Gone"])]

    assert written() == []
    (lost,) = written(**{"Amounts_of_{year}": "金额"})
    assert "places for values differ" in lost
    written()
    (tmp_path / "src/disclosure/a.py").write_text(SOURCE.replace("The budget grew.", "The budget grew much."))
    left = list(faults("zh", collected(tmp_path)))
    assert any("missing: 'The budget grew much.'" in line for line in left)
    assert any("unused: 'The budget grew.'" in line for line in left)
