"""Word documents as they stand after all changes, with the numbers that Word counts."""

import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from PIL import Image

from disclosure.files.numbering import spelled
from disclosure.files.reading import read
from disclosure.model.errors import InputError

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LIST = f"""<w:abstractNum {NS} w:abstractNumId="90">
  <w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
  <w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum>"""


def document(tmp_path, *body):
    """A document of these pieces of XML, or plain paragraphs."""
    made = Document()
    for piece in body:
        if piece.startswith("<"):
            made.element.body.insert(len(made.element.body) - 1, parse_xml(piece.replace(">", f" {NS}>", 1)))
        else:
            made.add_paragraph(piece)
    made.save(tmp_path / "a.docx")
    return tmp_path / "a.docx"


def words(path):
    return [line.text for line in read(path).prose]


def test_deleted_and_hidden_text_is_left_out_and_inserted_text_is_read(tmp_path):
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        "<w:p>" + run.format("预算") + "<w:del><w:r><w:delText>旧</w:delText></w:r></w:del>"
        "<w:ins>" + run.format("新增") + "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
        "<w:hyperlink>" + run.format("公开") + "</w:hyperlink></w:p>"
    )
    assert words(document(tmp_path, body)) == ["预算新增公开"]


def test_numbers_that_word_counts_stand_before_the_text(tmp_path):
    made = Document()
    numbering = made.part.numbering_part.element
    numbering.insert(0, parse_xml(LIST))
    numbering.append(parse_xml(f'<w:num {NS} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for level, text in ((0, "收支"), (1, "收入"), (1, "支出"), (0, "其他"), (1, "采购")):
        paragraph = made.add_paragraph(text)
        number = f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(number))
    made.save(tmp_path / "a.docx")
    assert words(tmp_path / "a.docx") == ["二、收支", "（1）收入", "（2）支出", "三、其他", "（1）采购"]
    assert [spelled(21, "chineseCounting"), spelled(3, "upperRoman"), spelled(2, "decimalZero")] == [
        "二十一",
        "III",
        "02",
    ]


def test_merged_cells_and_a_table_within_a_table(tmp_path):
    cell = "<w:tc><w:tcPr>{}</w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p>{}</w:tc>"
    inner = "".join(
        "<w:tr>" + "".join(cell.format("", text, "") for text in pair) + "</w:tr>" for pair in ("甲1", "乙2")
    )
    inner = f"<w:tbl>{inner}</w:tbl>"
    rows = [
        cell.format('<w:vMerge w:val="restart"/>', "项目", "") + cell.format('<w:gridSpan w:val="2"/>', "金额", ""),
        cell.format("<w:vMerge/>", "", "") + cell.format("", "合计", "") + cell.format("", "基本", inner + "<w:p/>"),
        cell.format("", "丙", "") + cell.format("", "3.00", "") + cell.format("", "1.00", ""),
    ]
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell.format('', '删', '')}</w:tr>"
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}{gone}</w:tbl>"
    reading = read(document(tmp_path, "收支总表", body))
    outer, within = reading.grids
    assert outer.rows() == [["项目", "金额", ""], ["", "合计", "基本"], ["丙", "3.00", "1.00"]]
    assert [(c.row_span, c.column_span, c.place) for c in outer.cells[:2]] == [(2, 1, "Table1!A1"), (1, 2, "Table1!B1")]
    assert within.rows() == [["甲", "1"], ["乙", "2"]] and within.cells[0].place == "Table2!A1"


def test_pages_are_those_that_the_file_has(tmp_path):
    made = Document()
    for number, text in enumerate("甲乙丙"):
        if number:
            made.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        made.add_paragraph(text)
    made.sections[0].header.paragraphs[0].text = "页眉"
    made.save(tmp_path / "a.docx")
    assert [(line.page, line.text, line.place) for line in read(tmp_path / "a.docx").prose] == [
        (1, "甲", "¶1"),
        (2, "乙", "¶2"),
        (3, "丙", "¶3"),
    ]


def test_a_package_without_its_document_is_damaged(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as package:
        package.writestr("[Content_Types].xml", "<x/>")
        package.writestr("word/other.xml", "<x/>")
    with pytest.raises(InputError, match="it lacks its part"):
        read(tmp_path / "a.docx")


def test_columns_of_a_hair_are_none(tmp_path):
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>'
    rows = (cell.format(1, "项目") + cell.format(2, "金额"), cell.format(2, "甲") + cell.format(1, "1.50"))
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in (1200, 2, 1200))
    body = f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    assert read(document(tmp_path, body)).grids[0].rows() == [["项目", "金额"], ["甲", "1.50"]]


def test_entries_of_the_contents_lead_to_their_pages_and_pictures_are_remarked_on(tmp_path):
    made = Document()
    made.styles.add_style("toc 1", 1)
    made.add_paragraph("目录")
    made.add_paragraph("一、收支总表\t3", "toc 1")
    image = tmp_path / "a.png"
    Image.new("L", (9, 9)).save(image)
    made.add_picture(str(image))
    made.save(tmp_path / "a.docx")
    reading = read(tmp_path / "a.docx")
    assert [line.text for line in reading.prose] == ["目录", "一、收支总表......3"]
    assert ["a picture is not read" in str(message) for _, message in reading.remarks] == [True]
    scan = Document()
    scan.add_picture(str(image))
    scan.save(tmp_path / "b.docx")
    with pytest.raises(InputError, match=r"there are pictures in it, and no text; print it to PDF, .* --ocr"):
        read(tmp_path / "b.docx")
