"""Names of files that are to be names of folders: which are refused, and which are one and the same."""

import sys

import pytest

from disclosure.model.errors import InputError
from disclosure.run.document import clean
from disclosure.run.inputs import LONGEST, check_id, given, inputs

pytestmark = pytest.mark.unit

UNSAFE = [
    ".",
    "..",
    ".hidden",
    "-rf",
    "--out",
    "a:b",
    "a\\b",
    "a\nb",
    "a\rb",
    "a\u2028b",
    "a\x7fb",
    "\udcff",
    "长" * 83 + "x",
]
UNSAFE += ["dataset", "DataSet", "datapackage.json", "failures.csv", "clean", "en", "ZH"]


@pytest.mark.parametrize("name", UNSAFE)
def test_a_name_that_makes_no_folder_is_refused_before_anything_is_read(name, tmp_path):
    with pytest.raises(InputError, match="; rename it") as told:
        check_id(f"{tmp_path}/{name}.pdf")
    assert told.value.kind == "name"
    with pytest.raises(InputError, match="; rename it"):
        clean(f"{tmp_path}/{name}.pdf", tmp_path)
    ((_, problem),) = given([tmp_path / f"{name}.pdf"])
    assert problem and problem.found == told.value.found


@pytest.mark.parametrize(
    "name", ["471-2021", "2024年部门预算（公开）", "a b", "a.b", "=1+1", "长" * 83, "x" * LONGEST, "a-b", "…"]
)
def test_any_other_name_is_taken_as_it_is(name, tmp_path):
    (pdf := tmp_path / f"{name}.pdf").write_bytes(b"")
    check_id(pdf)
    assert [(one.path, problem) for one, problem in given([pdf, pdf])] == [(str(pdf), None)]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there these are one file")
@pytest.mark.parametrize(("one", "other"), [("A", "a"), ("caf\u00e9", "cafe\u0301"), ("Straße", "STRASSE")])
def test_names_that_some_file_systems_hold_to_be_one_are_one(one, other, tmp_path):
    pdfs = [tmp_path / f"{one}.pdf", tmp_path / f"{other}.pdf"]
    for pdf in pdfs:
        pdf.write_bytes(pdf.name.encode())  # different contents
    alone, both = given(pdfs[:1]), [problem for _, problem in given(pdfs)]
    assert alone[0][1] is None and {problem.kind for problem in both} == {"same-id"}
    chosen, problems, _ = inputs(tmp_path)
    assert not chosen and {problem.kind for problem in problems} == {"same-id"}
    assert pdfs[1].name in both[0].found and pdfs[0].name in both[1].found
