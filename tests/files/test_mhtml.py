"""Web pages saved as one file."""

import base64

from disclosure.files.reading import read


def test_each_page_of_a_saved_workbook_is_read(tmp_path):
    part = '--b\nContent-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n{}\n'
    pages = ("<frameset>", "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>", "<p>说明</p>")
    parts = "".join(part.format(base64.encodebytes(page.encode("gbk")).decode()) for page in pages)
    (tmp_path / "a.mht").write_text(
        f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n{parts}--b--\n'
    )
    reading = read(tmp_path / "a.mht")
    assert reading.grids[0].rows() == [["甲", "1"], ["乙", "2"]]
    assert [(line.page, line.text) for line in reading.prose] == [(3, "说明")]
