"""A web page saved as one file."""

import base64

from disclosure.files.reading import read


def test_the_page_of_a_saved_web_page_is_read(tmp_path):
    page = base64.encodebytes("<table><tr><td>甲<td>1<tr><td>乙<td>2</table>".encode("gbk")).decode()
    (tmp_path / "a.mht").write_text(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        f'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n{page}\n--b--\n'
    )
    assert read(tmp_path / "a.mht").grids[0].rows() == [["甲", "1"], ["乙", "2"]]
