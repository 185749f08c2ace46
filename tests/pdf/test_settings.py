"""The settings of the reader: what one of them changes, and what is no setting."""

import itertools

import pytest
from pdfs import ROWS, XS, YS, Sheet, line, lines, text, words, write

from disclosure.pdf.reading import read
from disclosure.pdf.settings import DEFAULT, Settings


def grids(path, content, **settings):
    read_so = read(write(path / "page.pdf", Sheet(content)), settings=Settings(**settings))
    return [grid.rows() for grid in read_so.grids]


def test_a_broken_rule_is_whole_where_gaps_are_allowed(tmp_path):
    """A setting of the loops that are machine code."""
    gap = "".join(line(x, YS[0], x, 633) + line(x, 638, x, YS[-1]) for x in XS)
    content = "".join(line(XS[0], y, XS[-1], y) for y in YS) + gap + words()
    assert grids(tmp_path, content, join=6.0) == [ROWS] != grids(tmp_path, content)


@pytest.mark.parametrize("share, printed", [(0.45, "208 \xa5"), (0.9, "208\xa5")])
def test_how_wide_a_space_is(tmp_path, share, printed):
    """Four points after an 8, which is seven high."""
    path = write(tmp_path / "page.pdf", Sheet(lines() + words() + text(84, 608, "\xa5")))
    (grid,) = read(path, settings=Settings(space_gap=share)).grids
    assert grid.cells[6].text_raw == printed


def test_how_far_row_names_may_stand(tmp_path):
    """A setting of the rest."""
    names = "".join(text(10, y + 8, name, 5) for y, name in zip(YS, ["cc", "bb", "aa"], strict=False))
    content = lines() + words() + names
    named = [[name, *row] for name, row in zip(["aa", "bb", "cc"], ROWS, strict=True)]
    assert grids(tmp_path, content) == [named]
    assert grids(tmp_path, content, names_near=30.0) == [ROWS]


@pytest.mark.parametrize("value", [0, -1.0, float("nan"), float("inf"), "2"])
def test_what_is_no_setting(value):
    with pytest.raises(ValueError, match=r"snap=.*above 0"):
        Settings(snap=value)


def test_each_setting_says_what_it_is():
    """Its unit and reason stand below it, for the documentation and for whoever changes it."""
    import ast
    import inspect

    from disclosure.pdf import settings

    (body,) = (node.body for node in ast.parse(inspect.getsource(settings)).body if isinstance(node, ast.ClassDef))
    named = [node.target.id for node in body if isinstance(node, ast.AnnAssign)]
    told = [
        a.target.id for a, b in itertools.pairwise(body) if isinstance(a, ast.AnnAssign) and isinstance(b, ast.Expr)
    ]
    assert named == told == list(vars(DEFAULT) | {})[: len(named)]
