"""Cut the two font files of this folder out of Noto Sans CJK.

The whole font is 16 MB a weight and few machines have it. The family gets a name of its own, so that a
chart looks the same whether or not the machine has some edition of Noto: matplotlib finds only this one.

    python src/disclosure/report/fonts/make_fonts.py /usr/share/fonts/opentype/noto
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection

HERE = Path(__file__).parent
FAMILY = "Disclosure Sans SC"
SOURCE = "Noto Sans CJK SC"


def cut(folder: Path, weight: str) -> Path:
    fonts = TTCollection(folder / f"NotoSansCJK-{weight}.ttc").fonts
    font = next(f for f in fonts if f["name"].getDebugName(1) == SOURCE)
    font.recalcTimestamp = False  # the same bytes at every run
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp"]  # matplotlib shapes no other
    options.hinting = False
    options.desubroutinize = False
    options.notdef_outline = True  # a missing glyph must show
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=(HERE / "characters.txt").read_text(encoding="utf-8"))
    subsetter.subset(font)

    postscript = f"{FAMILY.replace(' ', '')}-{weight}"
    names = {1: FAMILY, 2: weight, 3: postscript, 4: f"{FAMILY} {weight}", 6: postscript}
    table = font["name"]
    for record in [*table.names]:
        if record.nameID in names:
            table.setName(names[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = names[4]
    cff.topDictIndex[0].FamilyName = FAMILY

    out = HERE / f"{postscript}.otf"
    font.save(out)
    return out


if __name__ == "__main__":
    for weight in ("Regular", "Bold"):
        print(cut(Path(sys.argv[1]), weight))
