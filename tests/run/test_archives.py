"""Archives, and files of a folder that are of one disclosure: what is taken as one, what is refused, and how."""

import csv
import json
import shutil
import stat
import zipfile

import pytest
import sheets
from test_as_one import drawn, rows, run

from disclosure.files.archive import contents, unpack
from disclosure.model.errors import InputError
from disclosure.run.batch import batch
from disclosure.run.inputs import inputs
from disclosure.words.file_names import groups, groups_in_archive, name_of

pytestmark = pytest.mark.unit


def packed(path, files):
    """An archive of these files: their names there, and paths or contents."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.read_bytes()
            info = name if isinstance(name, zipfile.ZipInfo) else zipfile.ZipInfo(name)
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


@pytest.mark.parametrize(
    ("names", "together"),
    [
        (["2024年部门预算公开表.pdf", "2024年部门预算公开说明.pdf"], [0, 0]),
        (["附件1：甲局2024年度部门预算表.xlsx", "附件2：甲局2024年部门预算信息公开情况说明.docx"], [0, 0]),
        (["01-表.pdf", "02-说明.pdf", "03-项目绩效目标表.pdf"], [0, 0, 0]),
        (["甲局2024年部门预算.pdf", "甲局2024年部门预算附表.pdf"], [0, 0]),
        (["471-2021.pdf", "471-2022.pdf"], [0, 1]),
        (["甲局2023年预算表.pdf", "甲局2024年预算说明.pdf"], [0, 1]),
        (["甲局2024年预算表.pdf", "甲局2024年决算说明.pdf"], [0, 1]),
        (["甲局2024年预算说明.pdf", "乙局2024年预算表.pdf"], [0, 1]),
        (
            ["甲局2024年部门预算.pdf", "甲局2024年预算.pdf"],
            [0, 1],
        ),  # two editions
        (["甲局2024年预算表.pdf", "甲局2024年预算附表.pdf"], [0, 1]),
        (["甲局/预算表.pdf", "乙局/预算说明.pdf"], [0, 1]),
    ],
)
def test_files_are_taken_as_one_by_their_names(names, together):
    made = groups(names)
    assert [next(k for k, own in enumerate(made) if name in own) for name in names] == together


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["附件1.pdf", "附件2.pdf"], 1),
        (["1.收支总表.xlsx", "2.收入总表.xlsx", "甲局2024年部门预算公开.docx"], 1),
        (["2024年部门预算公开表.xlsx", "甲局2024年部门预算说明.docx"], 1),
        (["甲局2024年部门预算.pdf", "乙局2024年部门预算.pdf"], 2),
        (["甲局/2024年预算表.pdf", "甲局/说明.pdf", "乙局/2023年预算表.pdf", "乙局/说明.pdf"], 2),
        (["甲局2023年决算表.pdf", "甲局2023年决算说明.pdf", "甲局2024年预算.pdf"], 2),
    ],
)
def test_what_somebody_has_put_into_one_archive_is_one_unless_its_names_say_otherwise(names, count):
    assert len(groups_in_archive(names)) == count


def test_what_is_taken_as_one_is_called_by_what_its_names_have_in_common():
    assert name_of(["甲局2024年部门预算公开表.pdf", "甲局2024年部门预算公开说明.pdf"], "x") == "甲局2024年部门预算公开"
    assert name_of(["附件1：甲局2024年预算表.pdf", "附件2：甲局2024年预算说明.pdf"], "x") == "甲局2024年预算"
    assert name_of(["表.pdf", "说明.pdf"], "甲局") == "甲局"


# --- what is refused -----------------------------------------------------------------------------------

LINK = zipfile.ZipInfo("a.pdf")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"../a.pdf": b"x"}, "of the name “../a.pdf”"),
        ({"/etc/a.pdf": b"x"}, "of the name “/etc/a.pdf”"),
        ({"..\\a.pdf": b"x"}, "of the name"),
        ({"C:/a.pdf": b"x"}, "of the name “C:/a.pdf”"),
        ({"a\x1b[2J.pdf": b"x"}, r"of the name “a\x1b[2J.pdf”"),
        ({LINK: b"/etc/passwd"}, "a.pdf in it is a link"),
        ({"a.pdf": b"x", "A.PDF": b"y"}, "two files of one name"),
        ({"a.pdf": bytes(3 << 20)}, "packed too densely"),
        ({f"{k}.txt": b"" for k in range(2001)}, "more than 2,000 files"),
        ({"a.txt": b"x"}, "nothing in this archive can be read"),
        ({"[Content_Types].xml": b"x"}, "this is an office document"),
    ],
)
def test_an_archive_that_leads_out_of_itself_or_is_too_large_is_refused(files, said, tmp_path):
    with pytest.raises(InputError) as told:
        contents(packed(tmp_path / "a.zip", files))
    assert said in str(told.value) and "\n" not in str(told.value)


def test_a_damaged_or_locked_archive_is_refused(tmp_path):
    whole = packed(tmp_path / "a.zip", {"a.pdf": b"content of a file " * 99}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:100])
    with pytest.raises(InputError, match="damaged or cut short"):
        contents(tmp_path / "cut.zip")
    place = whole.index(b"PK\x01\x02") + 8
    (tmp_path / "locked.zip").write_bytes(whole[:6] + b"\x01" + whole[7:place] + b"\x01" + whole[place + 1 :])
    with pytest.raises(InputError, match="asks for a password"):
        contents(tmp_path / "locked.zip")
    wrong = whole.replace(b"a.pdf", b"b.pdf", 1)  # the file says another name than the list at the end
    (tmp_path / "wrong.zip").write_bytes(wrong)
    with pytest.raises(InputError, match=r"a\.pdf in it is damaged"):
        unpack(tmp_path / "wrong.zip", ["a.pdf"], tmp_path / "out")


def test_a_file_that_is_larger_than_the_archive_says_is_no_more_than_that(tmp_path):
    whole = packed(tmp_path / "a.zip", {"a.pdf": b"0123456789" * 500}).read_bytes()
    lie = whole.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (tmp_path / "lie.zip").write_bytes(lie)
    with pytest.raises(InputError, match=r"a\.pdf in it is damaged"):
        unpack(tmp_path / "lie.zip", ["a.pdf"], tmp_path / "out")


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_names_are_read_as_programs_in_china_write_them(encoding, tmp_path):
    name = "预算表.pdf"
    raw = name.encode(encoding)
    path = packed(tmp_path / "a.zip", {"x" * len(raw): b"content"})
    path.write_bytes(path.read_bytes().replace(b"x" * len(raw), raw))
    assert contents(path).names == [name]
    assert unpack(path, [name], tmp_path / "out")[0].read_bytes() == b"content"


# --- from the command line -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    return {
        "表": drawn(folder / "t.pdf"),
        "说明": sheets.draw(folder / "s.pdf", sheets.page("某市示范局2024年部门预算", "2024年支出预算12.30万元。")),
        "2023": drawn(folder / "o.pdf", "某市样板局2023年部门预算", title="2023年部门支出总表"),
    }


def test_an_archive_is_one_disclosure_and_its_files_are_named(files, tmp_path):
    told = "- file: 示范.zip\n  url: https://a.example/1.zip\n  date_published: 2024-02-01\n"
    (tmp_path / "sources.yml").write_text(told, encoding="utf-8")
    path = packed(tmp_path / "示范.zip", {"a/说明.pdf": files["说明"], "a/表.pdf": files["表"], "a/读我.txt": b"x"})
    status, said, wrong = run("extract", path, "--out", tmp_path / "out", "--json")
    made = json.loads(said)
    assert (status, wrong) == (0, "") and (made["document_id"], made["file"]) == ("示范", str(path))
    assert [file["file"] for file in made["files"]] == ["表.pdf", "说明.pdf"]
    assert rows(tmp_path / "out/示范", "facts") and rows(tmp_path / "out/示范", "statements")


def test_files_of_an_archive_that_contradict_each_other_are_read_one_by_one(files, tmp_path):
    path = packed(tmp_path / "x.zip", {"附件1.pdf": files["表"], "附件2.pdf": files["2023"], "inner.zip": b"PK"})
    status, _, wrong = run("extract", path, "--out", tmp_path / "out")
    assert status == 2 and wrong.count("\n") == 1 and "inner.zip: this is an archive in an archive" in wrong
    assert {folder.name for folder in (tmp_path / "out").iterdir()} == {"x-附件1", "x-附件2"}


def test_a_batch_takes_archives_and_files_that_are_one(files, tmp_path):
    place, out = tmp_path / "in", tmp_path / "out"
    (place / "示范局2024").mkdir(parents=True)
    shutil.copy(files["表"], place / "示范局2024/2024预算表.pdf")
    shutil.copy(files["说明"], place / "示范局2024/2024预算说明.pdf")
    packed(place / "both.zip", {"表.pdf": files["表"], "说明.pdf": files["说明"], "坏.pdf": b"%PDF-1.7 nothing"})
    packed(place / "apart.zip", {"附件1.pdf": files["表"], "附件2.pdf": files["2023"]})
    (place / "rest.rar").write_bytes(b"Rar!")
    heard = []
    done = batch(place, out, workers=1, tell=heard.append)
    with (out / "failures.csv").open(encoding="utf-8") as file:
        failures = {row["file"]: row["reason"] for row in csv.DictReader(file)}
    assert set(failures) == {"rest.rar", "both.zip: 坏.pdf"} and done["unreadable"] == 2
    assert done["as_one"] == 1 and done["documents"] == 3
    assert {one["document_id"] for one in heard if one["status"] != "unreadable"} == {
        "示范局2024",
        "apart-附件1",
        "apart-附件2",
    }
    assert [row["value"] for row in rows(out / "示范局2024", "sources") if row["what"] == "file"] == [
        "2024预算表.pdf", "2024预算说明.pdf",
    ]  # fmt: skip
    again = batch(place, out, workers=1)
    assert again["unchanged"] == 3, "the cache holds for several files and archives, too"


def test_a_list_names_web_address_and_date(files, tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text(f"{files['表']}\thttps://a.example/t.pdf\t2024-02-01\n{files['2023']}\n", encoding="utf-8")
    found, problems, _ = inputs(listed)
    assert not problems and [one.origin.get("date_published") for one in found] == [None, "2024-02-01"]
    batch(listed, tmp_path / "out", workers=1)
    (row,) = [row for row in rows(tmp_path / "out/t", "sources") if row["what"] == "file"]
    assert (row["url"], row["date_published"]) == ("https://a.example/t.pdf", "2024-02-01")
