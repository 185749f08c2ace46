"""OFD files, whose text objects say where each character stands; a PDF's twin is in test_formats."""

import zipfile

import pytest

from disclosure.files.ofd import _lines, _steps
from disclosure.files.reading import read
from disclosure.model.errors import InputError

NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(x, y, words, **more):
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return (
        f'<ofd:TextObject Boundary="{x} {y} 60 4" Size="4"{attributes}><ofd:TextCode X="0" Y="3.5" '
        f'DeltaX="g {len(words) - 1} 4">{words}</ofd:TextCode></ofd:TextObject>'
    )


def write(path, content, template=""):
    parts = {
        "OFD.xml": f"<ofd:OFD {NS}><ofd:DocBody><ofd:DocRoot>/D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "D/Document.xml": f"<ofd:Document {NS}>"
        '<ofd:CommonData><ofd:TemplatePage ID="9" BaseLoc="T.xml"/></ofd:CommonData>'
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>',
        "D/T.xml": f"<ofd:Page {NS}>{template}</ofd:Page>",
        "D/P.xml": f'<ofd:Page {NS}><ofd:Template TemplateID="9"/><ofd:Content>{content}</ofd:Content></ofd:Page>',
    }
    with zipfile.ZipFile(path, "w") as package:
        for name, said in parts.items():
            package.writestr(name, said)
    return path


def test_text_of_a_page_and_of_its_template_is_read_where_it_stands(tmp_path):
    unseen = text(20, 60, "看不见", Visible="false")
    reading = read(write(tmp_path / "a.ofd", text(20, 40, "收支预算") + unseen, text(20, 20, "某市某局")))
    assert [line.text for line in reading.prose] == ["某市某局", "收支预算"]
    assert reading.prose[1].line.x0 == pytest.approx(20 * 72 / 25.4, abs=0.1)
    assert reading.page_sizes == [(pytest.approx(595.3, abs=0.1), pytest.approx(841.9, abs=0.1))]


def test_steps_may_be_said_once_for_many(tmp_path):
    assert _steps("g 3 4.2 5", 9) == [4.2, 4.2, 4.2, 5.0]
    assert _steps("g 999999999 1", 3) == [1.0] * 3 and _steps("g x", 3) == []


def test_a_path_closes_and_a_curve_is_no_rule():
    assert list(_lines("M 0 0 L 5 0 L 5 2 C")) == [[(0, 0), (5, 0), (5, 2), (0, 0)]]
    assert list(_lines("M 0 0 Q 1 1 2 2 M 1 1 L 2 1")) == [[(1, 1), (2, 1)]]


def test_a_scan_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match=r"none of its 1 pages has text .* print it to PDF"):
        read(write(tmp_path / "a.ofd", '<ofd:ImageObject Boundary="0 0 210 297"/>'))
