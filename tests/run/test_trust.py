"""What is told of a document before anything of it is published."""

from __future__ import annotations

from sheets import draw, page

from disclosure.run.trust import judged
from disclosure.store.reader import read_table


def test_figures_of_the_text_that_are_no_statement_are_listed_with_their_place(tmp_path):
    pdf = draw(
        tmp_path / "made-up.pdf",
        page("某某部2024年度部门预算情况说明", "基本支出900.00万元，占87.53；项目支出128.22万元，占12.47%。"),
    )
    told = judged(pdf, tmp_path / "out")
    assert told["unread"] == [{"page": "1", "text": "87.53"}]
    assert told["remarks"] == ["page 1: figures of the text that are in no statement: 87.53"]
    (row,) = read_table(tmp_path / "out" / "made-up" / "unread.csv")
    assert row["sentence"].startswith("基本支出900.00万元，占87.53") and float(row["x1"]) > float(row["x0"])
