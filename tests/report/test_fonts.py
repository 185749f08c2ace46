"""Charts show Chinese on a machine that has no Chinese font, in real regular and bold faces."""

import warnings
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from matplotlib import font_manager, ft2font
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

import disclosure
from disclosure.report.charts.bars import bars
from disclosure.report.drawing import drawable, render

FONTS = Path(disclosure.__file__).parent / "report" / "fonts"
FACES = {"normal": "DisclosureSansSC-Regular.otf", "bold": "DisclosureSansSC-Bold.otf"}
LINES = "秦皇岛市工业和信息化局 4436.20 −171.36 ≤ ≥ × → … – — % ‰ ¥ ￥ （），。、；：“”《》 ㎡ ① ■ ▲ ▼"


@pytest.mark.parametrize("weight", FACES)
def test_matplotlib_draws_every_character(weight, tmp_path):
    path = FONTS / FACES[weight]
    font_manager.fontManager.addfont(path)
    wanted = font_manager.FontProperties(family="Disclosure Sans SC", weight=weight)
    assert Path(font_manager.findfont(wanted, fallback_to_default=False)) == path

    figure = Figure()
    FigureCanvasSVG(figure)
    figure.text(0.1, 0.5, LINES, fontproperties=wanted)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is only a warning to matplotlib
        figure.savefig(tmp_path / "text.svg")
        figure.savefig(tmp_path / "text.png")


@pytest.mark.parametrize("face", FACES.values())
def test_font_has_the_standard_characters(face):
    known = ft2font.FT2Font(FONTS / face).get_charmap()
    wanted = set((FONTS / "characters.txt").read_text(encoding="utf-8")) - {"\n"}
    assert len(wanted) > 10_000
    assert not [c for c in wanted if ord(c) not in known]


def test_letters_that_no_chinese_font_has_are_drawn_and_what_none_has_is_a_box():
    """š stands in names of persons and firms; the shipped font, as the whole Noto Sans CJK, does not have it."""
    words = "Šafařík, Đà Nẵng, Łódź 市"
    own = ft2font.FT2Font(FONTS / FACES["normal"]).get_charmap()
    assert ord("Š") not in own and drawable(words) == words and drawable("a\U000f0000b") == "a□b"
    frame = pd.DataFrame({"label": [words, "乙"], "amount": [Decimal(2), Decimal(1)]})
    made = render(bars, frame, "zh", title=words, subtitle=words, source=words, height=1.5, alt=words, unit="")
    assert b"<path" in made.svg and len(made.svg) > 5_000
