"""The made-up department of ``data/example``: three budgets and two final accounts, drawn from the figures below.

    python data/example/make_example.py            # the PDFs, data/example/raw
    disclosure extract data/example/raw/*.pdf --out data/example/clean

The same figures always give the same bytes. Nothing here is real: the department, its figures and its words are made
up to show what the collection does, and each page says so. Amounts are in 万元, as they are printed.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
FONT = HERE.parents[1] / "src/disclosure/report/fonts/DisclosureSansSC-Regular.otf"
WHO, CODE = "示例市虚构文化局", "999"
MADE_UP = "本文件为虚构示例，机构、文字和数字均系编造，不代表任何真实部门。"

# --- the story -----------------------------------------------------------------------------------------

NAMES = {
    "207": "文化旅游体育与传媒支出", "20701": "文化和旅游", "2070101": "行政运行", "2070104": "图书馆",
    "2070108": "文化活动", "2070199": "其他文化和旅游支出",
    "208": "社会保障和就业支出", "20805": "行政事业单位养老支出", "2080501": "行政单位离退休",
    "2080505": "机关事业单位基本养老保险缴费支出", "2080506": "机关事业单位职业年金缴费支出",
    "210": "卫生健康支出", "21011": "行政事业单位医疗", "2101101": "行政单位医疗",
    "221": "住房保障支出", "22102": "住房改革支出", "2210201": "住房公积金",
    "301": "工资福利支出", "30101": "基本工资", "30102": "津贴补贴", "30103": "奖金",
    "30108": "机关事业单位基本养老保险缴费", "30109": "职业年金缴费", "30110": "职工基本医疗保险缴费",
    "30113": "住房公积金", "302": "商品和服务支出", "30201": "办公费", "30202": "印刷费", "30207": "邮电费",
    "30211": "差旅费", "30212": "因公出国（境）费用", "30216": "培训费", "30217": "公务接待费",
    "30228": "工会经费", "30229": "福利费", "30231": "公务用车运行维护费", "30239": "其他交通费用",
    "303": "对个人和家庭的补助", "30302": "退休费", "310": "资本性支出", "31002": "办公设备购置",
}  # fmt: skip
"""Names of functional and economic codes, as the Ministry of Finance has them."""

CLASSES = [("一", "一般公共服务支出", ""), ("二", "文化旅游体育与传媒支出", "207"),
           ("三", "社会保障和就业支出", "208"), ("四", "卫生健康支出", "210"), ("五", "住房保障支出", "221")]  # fmt: skip

LINES = ["30101", "30102", "30103", "30108", "30109", "30110", "30113", "30201", "30202", "30207", "30211", "30212",
         "30216", "30217", "30228", "30229", "30231", "30239", "30302", "31002", "2070104", "2070108", "2070199"]  # fmt: skip
"""The economic classes of basic expenditure, and the three projects by their functional codes."""

FIGURES = {
    "2022-final": "198.00 158.20 80.00 70.10 35.05 42.00 59.20 12.60 3.40 6.80 8.90 0 4.10 4.20 8.00 6.10 7.90 21.60 27.60 "
    "3.20 0 112.30 70.00",
    "2023-budget": "210.00 165.40 88.20 74.16 37.08 44.50 62.40 12.00 3.00 6.50 9.80 6.00 5.20 3.60 8.40 6.30 7.20 21.60 "
    "28.80 4.00 0 120.00 85.00",
    "2023-final": "209.20 164.80 87.60 73.90 36.95 44.32 62.10 11.85 2.76 6.31 9.42 0 4.95 2.18 8.40 6.30 6.94 21.60 28.65 "
    "3.88 0 131.40 61.50",
    "2024-budget": "216.30 168.00 90.50 76.20 38.10 45.80 64.20 11.50 2.80 6.40 9.20 0 5.00 3.00 8.65 6.45 7.00 21.60 30.20 "
    "2.50 460.00 126.00 60.00",
    "2024-final": "215.70 167.45 89.90 75.92 37.96 45.61 63.90 11.32 2.65 6.22 10.85 0 4.60 1.74 8.65 6.45 6.58 21.60 30.02 "
    "2.41 402.50 125.50 83.10",
    "2025-budget": "221.00 171.30 91.80 77.95 38.98 46.90 65.70 11.20 2.60 6.30 9.60 0 4.80 2.40 8.85 6.60 6.60 21.60 31.40 "
    "2.60 180.00 130.00 64.00",
}  # fmt: skip
"""What each document has for :data:`LINES`; of 2022 only what the budget of 2023 tells of it."""

OTHER_FUNCTION = {"30108": "2080505", "30109": "2080506", "30110": "2101101", "30113": "2210201", "30302": "2080501"}
"""Economic classes that are a functional 项 of their own; all others are 2070101 行政运行."""

CARRIED = {"2023-final": (Decimal("0"), Decimal("23.50")), "2024-final": (Decimal("23.50"), Decimal("57.50"))}
"""What final accounts bring from the year before, and hand to the next."""

PROJECTS = {"2070104": "数字图书馆建设", "2070108": "群众文化活动", "2070199": "文化场馆维修"}
WHY = {
    "2023-budget": "人员增加和群众文化活动场次增加",
    "2024-budget": "新增数字图书馆建设项目",
    "2025-budget": "数字图书馆建设项目主体工程完成，投入减少",
}
REASONS = {
    ("2023-final", "2070108"): "年中追加资金，增加演出场次",
    ("2023-final", "2070199"): "剧场屋顶工程推迟结算，结转下年",
    ("2024-final", "2070104"): "设备验收尚未完成，尾款结转下年",
    ("2024-final", "2070199"): "使用上年结转资金支付剧场屋顶工程款",
}
INDICATORS = {
    "2070104": [("产出指标", "数量指标", "数字化图书册数", "≥12000册"), ("产出指标", "质量指标", "扫描合格率", "≥98%"),
                ("产出指标", "成本指标", "每册扫描成本", "≤150元/册"), ("效益指标", "社会效益指标", "线上读者人数", "≥30000人"),
                ("满意度指标", "服务对象满意度指标", "读者满意度", "≥90%")],
    "2070108": [("产出指标", "数量指标", "演出场次", "≥60场"), ("产出指标", "时效指标", "按期举办率", "≥95%"),
                ("效益指标", "社会效益指标", "观众人次", "≥45000人次"), ("满意度指标", "服务对象满意度指标", "观众满意度", "≥92%")],
    "2070199": [("产出指标", "数量指标", "维修场馆数量", "≥2个"), ("产出指标", "质量指标", "验收合格率", "100%"),
                ("效益指标", "可持续影响指标", "场馆使用年限", "≥10年"), ("满意度指标", "服务对象满意度指标", "使用单位满意度", "≥90%")],
}  # fmt: skip
PURPOSE = {
    "2070104": "用于馆藏图书数字化、服务器和线上阅读平台。",
    "2070108": "用于送戏下乡、广场演出和读书活动。",
    "2070199": "用于剧场和文化馆的屋顶、消防设施维修。",
}
PURCHASES = {
    "2023-budget": [("文化场馆维修", "工程", "剧场屋顶维修", "公开招标", "1", "项", "62.00"),
                    ("群众文化活动", "服务", "演出服务", "竞争性磋商", "1", "项", "48.00")],
    "2024-budget": [("数字图书馆建设", "货物", "服务器", "公开招标", "8", "台", "9.50"),
                    ("数字图书馆建设", "服务", "图书扫描服务", "公开招标", "12000", "册", "0.015"),
                    ("数字图书馆建设", "服务", "线上阅读平台开发", "公开招标", "1", "项", "140.00"),
                    ("群众文化活动", "服务", "演出服务", "竞争性磋商", "1", "项", "50.00")],
    "2025-budget": [("数字图书馆建设", "服务", "图书扫描服务", "公开招标", "8000", "册", "0.015"),
                    ("群众文化活动", "服务", "演出服务", "竞争性磋商", "1", "项", "52.00")],
}  # fmt: skip

PLANTED = {
    "2024-budget": ("expenditure_by_function", "2070108", "project", Decimal("162.00")),
    "2025-budget": ("prose", "公用经费", "operating", Decimal("85.31")),
}
"""The two errors that are printed on purpose: where, of what, and what is printed. See README.md."""


@cache
def amounts(document: str) -> dict[str, Decimal]:
    """The amount of each of :data:`LINES` in a document, in 万元."""
    return dict(zip(LINES, map(Decimal, FIGURES[document].split()), strict=True))


def by_economic(document: str) -> dict[str, Decimal]:
    """Basic expenditure by economic class, 类 and 款; what is zero has no line."""
    kept = {code: amount for code, amount in amounts(document).items() if code.startswith("3") and amount}
    return _with_parents(kept, (3,))


def by_function(document: str) -> dict[str, dict[str, Decimal]]:
    """For each functional 类, 款 and 项: ``total``, ``basic`` and ``project``."""
    basic: dict[str, Decimal] = {}
    for code, amount in amounts(document).items():
        if code.startswith("3"):
            function = OTHER_FUNCTION.get(code, "2070101")
            basic[function] = basic.get(function, Decimal(0)) + amount
    project = {code: amount for code, amount in amounts(document).items() if code.startswith("2") and amount}
    parts = {"basic": _with_parents(basic, (3, 5)), "project": _with_parents(project, (3, 5))}
    codes = sorted({*parts["basic"], *parts["project"]})
    rows = {code: {name: part.get(code, Decimal(0)) for name, part in parts.items()} for code in codes}
    return {code: {"total": row["basic"] + row["project"], **row} for code, row in rows.items()}


def whole(document: str) -> dict[str, Decimal]:
    """The totals of a document: ``total``, ``basic``, ``project``, ``personnel``, ``operating``."""
    classes = [row for code, row in by_function(document).items() if len(code) == 3]
    totals = {name: sum((row[name] for row in classes), Decimal(0)) for name in ("total", "basic", "project")}
    economic = by_economic(document)
    personnel = economic["301"] + economic["303"]
    return totals | {"personnel": personnel, "operating": totals["basic"] - personnel}


def three_public(document: str) -> tuple[Decimal, ...]:
    """合计, 因公出国（境）费, 公务用车购置及运行费, 公务用车购置费, 公务用车运行费, 公务接待费."""
    abroad, car, guests = (amounts(document)[code] for code in ("30212", "30231", "30217"))
    return abroad + car + guests, abroad, car, Decimal(0), car, guests


def _with_parents(rows: dict[str, Decimal], lengths: Iterable[int]) -> dict[str, Decimal]:
    made = dict(rows)
    for code, amount in rows.items():
        for length in lengths:
            made[code[:length]] = made.get(code[:length], Decimal(0)) + amount
    return dict(sorted(made.items()))


def money(amount: Decimal | None, zero: str = "") -> str:
    """An amount as it is printed; ``zero`` for nothing."""
    return f"{amount:,.2f}" if amount else zero


# --- drawing -------------------------------------------------------------------------------------------

WIDE, HIGH, EDGE, SIZE = 842.0, 595.0, 48.0, 8.0


class Paper:
    """Pages with headings, paragraphs and ruled tables, written as a PDF with a font of its own."""

    def __init__(self, title: str) -> None:
        self.title, self.pages, self.y = title, [], 0.0
        self.characters: set[str] = set()
        font = TTFont(FONT)
        self.codes = {chr(code): int(name.removeprefix("cid")) for code, name in font.getBestCmap().items()}
        self.widths = {chr(code): font["hmtx"][name][0] for code, name in font.getBestCmap().items()}

    def page(self) -> None:
        """Begin a page; its foot says that it is made up."""
        self.pages.append("")
        self.y = HIGH - EDGE
        foot = f"{MADE_UP} 第 {len(self.pages)} 页"
        self._text((WIDE - self._width(foot, 7)) / 2, 24, foot, 7)

    def heading(self, words: str, size: float = 14, centred: bool = True) -> None:
        """A line of its own."""
        self.y -= size + 8
        self._text((WIDE - self._width(words, size)) / 2 if centred else EDGE, self.y, words, size)

    def sides(self, left: str, right: str) -> None:
        """Two texts on one line, at either edge of the page."""
        self.y -= 16
        self._text(EDGE, self.y, left, SIZE)
        self._text(WIDE - EDGE - self._width(right, SIZE), self.y, right, SIZE)
        self.y -= 5

    def paragraph(self, words: str, size: float = 11) -> None:
        """Words over as many lines as they need; a paragraph that doesn't fit begins a page."""
        lines = self._wrapped("　　" + words, WIDE - 2 * EDGE, size)
        if self.y - len(lines) * (size + 7) < 50:
            self.page()
        for line in lines:
            self.y -= size + 7
            self._text(EDGE, self.y, line, size)

    def table(self, rows: list[list[str]], shares: list[float], heads: int, words: Iterable[int] = ()) -> None:
        """A ruled table: ``<`` is covered by the cell to its left, ``^`` by the one above.

        ``heads`` rows are centred; below them the columns ``words`` stand at the left, all others at the right.
        """
        columns, words = len(shares), set(words)
        assert all(len(row) == columns for row in rows), [row for row in rows if len(row) != columns]
        xs = [EDGE]
        for share in shares:
            xs.append(xs[-1] + share * (WIDE - 2 * EDGE) / sum(shares))
        boxes = {}
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell in ("<", "^"):
                    continue
                right, below = c + 1, r + 1
                while right < columns and row[right] == "<":
                    right += 1
                while below < len(rows) and rows[below][c] == "^":
                    below += 1
                boxes[r, c] = right, below, self._wrapped(cell, xs[right] - xs[c] - 6, SIZE)
        heights = [15.0] * len(rows)
        for (r, _), (_, below, lines) in boxes.items():
            heights[below - 1] = max(heights[below - 1], len(lines) * (SIZE + 2) + 5 - sum(heights[r : below - 1]))
        ys = [self.y]
        for height in heights:
            ys.append(ys[-1] - height)
        assert ys[-1] > 36, f"{self.title}: a table of {ys[0] - ys[-1]:.0f} points is more than a page"
        for (r, c), (right, below, lines) in boxes.items():
            self.pages[-1] += (
                f"0.5 w {xs[c]:.2f} {ys[below]:.2f} {xs[right] - xs[c]:.2f} {ys[r] - ys[below]:.2f} re S\n"
            )
            y = (ys[r] + ys[below]) / 2 + len(lines) * (SIZE + 2) / 2
            for line in lines:
                y -= SIZE + 2
                spare = xs[right] - xs[c] - 6 - self._width(line, SIZE)
                left = spare / 2 if r < heads else 0 if c in words else spare
                self._text(xs[c] + 3 + left, y + 2, line, SIZE)
        self.y = ys[-1]

    def write(self, path: Path) -> None:
        """The PDF: a font with the characters that stand in it, and the pages."""
        options = subset.Options(retain_gids=False, glyph_names=True, notdef_outline=True, recalc_timestamp=False)
        cut = subset.Subsetter(options)
        cut.populate(text="".join(sorted(self.characters)))
        font = TTFont(FONT, recalcTimestamp=False)
        cut.subset(font)
        font.save(held := BytesIO())
        outlines = TTFont(held).reader["CFF "]
        used = sorted((self.codes[c], c) for c in self.characters)
        unicode = "".join(f"1 beginbfchar <{n:04x}> <{c.encode('utf-16-be').hex()}> endbfchar\n" for n, c in used)
        unicode = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def /CMapName /Own def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{unicode}"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )
        widths = " ".join(f"{n} [{self.widths[c]}]" for n, c in used)
        title = (b"\xfe\xff" + self.title.encode("utf-16-be")).hex()
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>",
            b"",
            b"<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+DisclosureSansSC /Encoding /Identity-H"
            b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
            b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /AAAAAA+DisclosureSansSC /FontDescriptor 5 0 R /DW 1000"
            b" /W [%s] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % widths.encode(),
            b"<< /Type /FontDescriptor /FontName /AAAAAA+DisclosureSansSC /Flags 4 /FontBBox [-25 -254 1000 880]"
            b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 733 /StemV 58 /FontFile3 7 0 R >>",
            _stream(unicode.encode()),
            _stream(outlines, b"/Subtype /CIDFontType0C"),
            b"<< /Title <%s> >>" % title.encode(),
        ]
        kids = []
        for content in self.pages:
            objects.append(_stream(content.encode("ascii")))
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE:.0f} {HIGH:.0f}] /Contents {len(objects)} 0 R"
                " /Resources << /Font << /F 3 0 R >> >> >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        path.write_bytes(_file(objects))

    def _text(self, x: float, y: float, words: str, size: float) -> None:
        self.characters |= set(words)
        coded = "".join(f"{self.codes[c]:04x}" for c in words)
        self.pages[-1] += f"BT /F {size:g} Tf {x:.2f} {y:.2f} Td <{coded}> Tj ET\n" if words else ""

    def _width(self, words: str, size: float) -> float:
        return sum(self.widths[c] for c in words) * size / 1000

    def _wrapped(self, words: str, room: float, size: float) -> list[str]:
        lines = [""]
        for character in words:
            if self._width(lines[-1] + character, size) > room:
                lines.append("")
            lines[-1] += character
        return lines


def _stream(content: bytes, more: bytes = b"") -> bytes:
    packed = zlib.compress(content, 9)
    return b"<< /Filter /FlateDecode /Length %d %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def _file(objects: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info 8 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


# --- the documents -------------------------------------------------------------------------------------


def cover(paper: Paper, year: int, kind: str) -> None:
    """The first page: whose document it is, and that it is made up."""
    paper.page()
    paper.y = 400
    paper.heading(WHO, 26)
    paper.heading(f"{year}年度部门{kind}", 26)
    paper.heading("（虚构示例）", 16)
    paper.y -= 40
    paper.paragraph(MADE_UP, 12)


def sheet(paper: Paper, number: int, title: str, year: int) -> None:
    """Begin a page with the title of a statutory table."""
    paper.page()
    paper.heading(title)
    paper.sides(f"公开{number:02d}表", f"预算年度：{year}")
    paper.sides(f"部门：[{CODE}]{WHO}", "金额单位：万元")


def empty(paper: Paper, number: int, title: str, year: int, fund: str) -> None:
    """An empty table with the note that says it is meant."""
    sheet(paper, number, title, year)
    heads = [["科目编码", "科目名称", f"本年{fund}预算支出", "<", "<"], ["^", "^", "合计", "基本支出", "项目支出"]]
    paper.table([*heads, [""] * 5], [2, 5, 2, 2, 2], 2)
    paper.paragraph(f"注：本部门{year}年没有{fund}预算拨款安排的支出，故本表为空表。", 9)


def budget(year: int) -> Paper:
    """The budget of a year, in the national form, with procurement and performance."""
    name, before = f"{year}-budget", f"{year - 1}-final"
    paper, total, functions = Paper(f"虚构示例：{WHO}{year}年度部门预算"), whole(name), by_function(name)
    cover(paper, year, "预算")

    classes = {code: functions[code]["total"] for code in functions if len(code) == 3}
    full = money(total["total"])
    sheet(paper, 1, "部门收支总表", year)
    sources = [
        "一、一般公共预算拨款收入",
        "二、政府性基金预算拨款收入",
        "三、国有资本经营预算拨款收入",
        "四、事业收入",
        "五、其他收入",
    ]
    rows = [["收入", "<", "支出", "<"], ["项目", "预算数", "项目", "预算数"]]
    for (number, label, code), source in zip(CLASSES, sources, strict=True):
        spent = money(classes.get(code))
        rows.append([source, full if source == sources[0] else "", f"{number}、{label}", spent])
    rows += [
        ["本年收入合计", full, "本年支出合计", full],
        ["上年结转", "", "结转下年", ""],
        ["收入总计", full, "支出总计", full],
    ]
    paper.table(rows, [4, 2, 4, 2], 2, (0, 2))

    sheet(paper, 2, "部门收入总表", year)
    heads = ["科目编码", "科目名称", "合计", "一般公共预算拨款收入", "政府性基金预算拨款收入", "事业收入", "其他收入"]
    rows = [
        [code, NAMES[code], money(row["total"]), money(row["total"]), "", "", ""] for code, row in functions.items()
    ]
    paper.table([heads, *rows, ["合计", "<", full, full, "", "", ""]], [2, 6, 2, 2, 2, 2, 2], 1, (0, 1))

    sheet(paper, 3, "部门支出总表", year)
    heads = [
        "科目编码",
        "科目名称",
        "合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "事业单位经营支出",
        "对附属单位补助支出",
    ]
    printed = {code: dict(row) for code, row in functions.items()}
    if year == 2024:
        _, code, measure, wrong = PLANTED[name]
        printed[code][measure] = wrong
    rows = [
        [code, NAMES[code], money(row["total"]), money(row["basic"]), money(row["project"]), "", "", ""]
        for code, row in printed.items()
    ]
    last = ["合计", "<", full, money(total["basic"]), money(total["project"]), "", "", ""]
    paper.table([heads, *rows, last], [2, 6, 2, 2, 2, 2, 2, 2], 1, (0, 1))

    sheet(paper, 4, "财政拨款收支总表", year)
    rows = [
        ["收入", "<", "支出", "<"],
        ["项目", "预算数", "项目", "预算数"],
        ["一、本年收入", full, "一、本年支出", full],
    ]
    left = [
        ["（一）一般公共预算拨款", full],
        ["（二）政府性基金预算拨款", ""],
        ["（三）国有资本经营预算拨款", ""],
        ["二、上年结转", ""],
        ["", ""],
    ]
    for (number, label, code), pair in zip(CLASSES, left, strict=True):
        rows.append([*pair, f"（{number}）{label}", money(classes.get(code))])
    rows += [["", "", "二、结转下年", ""], ["收入总计", full, "支出总计", full]]
    paper.table(rows, [4, 2, 4, 2], 2, (0, 2))

    sheet(paper, 5, "一般公共预算支出表", year)
    past = by_function(before)
    heads = [["功能分类科目", "<", f"{year - 1}年执行数", f"{year}年预算数", "<", "<", f"{year}年预算数比{year - 1}年执行数", "<"],
             ["科目编码", "科目名称", "^", "小计", "基本支出", "项目支出", "增减额", "增减%"]]  # fmt: skip
    rows = []
    for code in sorted({*past, *functions}):
        was = past.get(code, {}).get("total", Decimal(0))
        now = functions.get(code, {"total": Decimal(0), "basic": Decimal(0), "project": Decimal(0)})
        rows.append([code, NAMES[code], money(was), *(money(now[m]) for m in ("total", "basic", "project")),
                     *change(was, now["total"])])  # fmt: skip
    was = whole(before)["total"]
    last = ["合计", "<", money(was), full, money(total["basic"]), money(total["project"]), *change(was, total["total"])]
    paper.table([*heads, *rows, last], [2, 6, 2, 2, 2, 2, 2, 2], 2, (0, 1))

    sheet(paper, 6, "一般公共预算基本支出表", year)
    heads = [
        ["部门预算支出经济分类科目", "<", "本年一般公共预算基本支出", "<", "<"],
        ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    ]
    rows = []
    for code, amount in by_economic(name).items():
        staff = code[:3] in ("301", "303")
        rows.append([code, NAMES[code], money(amount), money(amount) if staff else "", "" if staff else money(amount)])
    last = ["合计", "<", money(total["basic"]), money(total["personnel"]), money(total["operating"])]
    paper.table([*heads, *rows, last], [2, 6, 2, 2, 2], 2, (0, 1))

    sheet(paper, 7, "一般公共预算“三公”经费支出表", year)
    now, was = three_public(name), three_public(f"{year - 1}-budget" if year > 2023 else before)
    paper.table(
        [*three_public_heads(f"{year - 1}年预算数", f"{year}年预算数"), [money(x, "0.00") for x in (*was, *now)]],
        [1.0] * 12, 3,
    )  # fmt: skip
    empty(paper, 8, "政府性基金预算支出表", year, "政府性基金")
    empty(paper, 9, "国有资本经营预算支出表", year, "国有资本经营")

    paper.page()
    paper.heading("政府采购预算表")
    paper.sides(f"部门：[{CODE}]{WHO}", "金额单位：万元")
    rows = [["项目名称", "采购类别", "采购内容", "采购方式", "数量", "计量单位", "单价", "预算金额"]]
    bought = Decimal(0)
    for project, kind, item, how, count, unit, price in PURCHASES[name]:
        cost = Decimal(count) * Decimal(price)
        bought += cost
        rows.append([project, kind, item, how, count, unit, price, money(cost)])
    rows.append(["合计", "", "", "", "", "", "", money(bought)])
    paper.table(rows, [4, 2, 4, 3, 2, 2, 2, 2], 1, (0, 1, 2, 3))

    planned = {code: amount for code in PROJECTS if (amount := amounts(name)[code])}
    for code, amount in planned.items():
        paper.page()
        paper.heading(f"{PROJECTS[code]}项目绩效目标表")
        paper.sides(f"部门：[{CODE}]{WHO}", "单位：万元")
        rows = [
            ["项目编码", f"{CODE}{year}{code}", "项目名称", PROJECTS[code]],
            ["预算数", money(amount), "其中：财政资金", money(amount)],
            ["资金用途", PURPOSE[code], "<", "<"],
            ["一级指标", "二级指标", "三级指标", "指标值"],
            *map(list, INDICATORS[code]),
        ]
        paper.table(rows, [2, 3, 3, 3], 0, range(4))

    paper.page()
    paper.heading(f"{year}年部门预算情况说明")
    rise = total["total"] - was_total(year)
    way = "增加" if rise > 0 else "减少"
    said = total["operating"] if year != 2025 else PLANTED[name][3]
    paper.heading("一、收支预算总体情况", 11, False)
    paper.paragraph(f"{year}年收支总预算{plain(total['total'])}万元，比{year - 1}年{'预算' if year > 2023 else '执行数'}"
                    f"{plain(was_total(year))}万元{way}"
                    f"{plain(abs(rise))}万元，主要原因是{WHY[name]}。")  # fmt: skip
    paper.heading("二、支出预算情况", 11, False)
    paper.paragraph(f"支出预算{plain(total['total'])}万元，其中：基本支出{plain(total['basic'])}万元，占"
                    f"{share(total['basic'], total['total'])}；项目支出{plain(total['project'])}万元，占"
                    f"{share(total['project'], total['total'])}。")  # fmt: skip
    paper.paragraph(f"基本支出{plain(total['basic'])}万元，其中：人员经费{plain(total['personnel'])}万元，"
                    f"公用经费{plain(said)}万元。")  # fmt: skip
    listed = "，".join(f"{PROJECTS[code]}{plain(amount)}万元" for code, amount in planned.items())
    paper.paragraph(f"项目支出{plain(total['project'])}万元，其中：{listed}。")
    paper.heading("三、“三公”经费预算情况", 11, False)
    fall = now[0] - was[0]
    paper.paragraph(f"{year}年“三公”经费预算数为{plain(now[0])}万元，比{year - 1}年预算{plain(was[0])}万元"
                    f"{'增加' if fall > 0 else '减少'}{plain(abs(fall))}万元，主要原因是"
                    f"{'安排一次文化交流出访' if fall > 0 else '厉行节约，压缩“三公”经费支出'}。其中：因公出国（境）费"
                    f"{plain(now[1])}万元，公务用车购置及运行费{plain(now[2])}万元，公务接待费{plain(now[5])}万元。")  # fmt: skip
    paper.heading("四、政府采购情况", 11, False)
    paper.paragraph(f"{year}年政府采购预算{plain(bought)}万元。")
    return paper


def was_total(year: int) -> Decimal:
    """The budget of the year before; of 2022, of which there is none, what was spent."""
    return whole(f"{year - 1}-budget" if year > 2023 else "2022-final")["total"]


def three_public_heads(left: str, right: str) -> list[list[str]]:
    """The header of the table of 三公 expenses: two groups of six columns."""
    second = ["合计", "因公出国（境）费", "公务用车购置及运行费", "<", "<", "公务接待费"]
    third = ["^", "^", "小计", "公务用车购置费", "公务用车运行费", "^"]
    return [[left, *["<"] * 5, right, *["<"] * 5], second * 2, third * 2]


def change(was: Decimal, now: Decimal) -> tuple[str, str]:
    """The change from one amount to another, and its rate where there is one."""
    return money(now - was, "0.00"), f"{(now - was) / was * 100:.2f}%" if was else ""


def plain(amount: Decimal) -> str:
    """An amount within a sentence."""
    return f"{amount:.2f}"


def share(part: Decimal, of: Decimal) -> str:
    """A part of a whole in per cent, as it is printed."""
    return f"{part / of * 100:.2f}%"


def final(year: int) -> Paper:
    """The final accounts of a year: nine tables and the text that sets them against the budget."""
    name = f"{year}-final"
    paper, total, functions = Paper(f"虚构示例：{WHO}{year}年度部门决算"), whole(name), by_function(name)
    planned, budgeted = by_function(f"{year}-budget"), whole(f"{year}-budget")
    brought, left = CARRIED[name]
    income = total["total"] + left - brought
    earned = {code: row["total"] for code, row in functions.items()}
    moved = {"2070199": Decimal("23.50") if year == 2023 else Decimal("-23.50")}
    if year == 2024:
        moved["2070104"] = Decimal("57.50")
    for code, amount in moved.items():
        for part in (code, code[:5], code[:3]):
            earned[part] += amount
    classes = {code: functions[code]["total"] for code in functions if len(code) == 3}
    cover(paper, year, "决算")

    def top(number: int, title: str) -> None:
        paper.page()
        paper.heading(title)
        paper.sides(f"公开{number:02d}表", f"{year}年度")
        paper.sides(f"部门：{WHO}", "单位：万元")

    top(1, "收入支出决算总表")
    sources = [
        "一、一般公共预算财政拨款收入",
        "二、政府性基金预算财政拨款收入",
        "三、国有资本经营预算财政拨款收入",
        "四、事业收入",
        "五、其他收入",
    ]
    rows = [["收入", "<", "支出", "<"], ["项目", "决算数", "项目", "决算数"]]
    for (number, label, code), source in zip(CLASSES, sources, strict=True):
        spent = money(classes.get(code))
        rows.append([source, money(income) if source == sources[0] else "", f"{number}、{label}", spent])
    everything = money(income + brought)
    rows += [
        ["本年收入合计", money(income), "本年支出合计", money(total["total"])],
        ["使用非财政拨款结余", "", "结余分配", ""],
        ["年初结转和结余", money(brought), "年末结转和结余", money(left)],
        ["总计", everything, "总计", everything],
    ]
    paper.table(rows, [4, 2, 4, 2], 2, (0, 2))

    top(2, "收入决算表")
    heads = [
        "科目编码",
        "科目名称",
        "本年收入合计",
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
    ]
    rows = [[code, NAMES[code], money(amount), money(amount), *[""] * 5] for code, amount in earned.items()]
    last = ["合计", "<", money(income), money(income), *[""] * 5]
    paper.table([heads, last, *rows], [2, 6, 2, 2, 2, 2, 2, 2, 2], 1, (0, 1))

    top(3, "支出决算表")
    heads = [
        "科目编码",
        "科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    ]
    three = ("total", "basic", "project")
    rows = [[code, NAMES[code], *(money(row[m]) for m in three), "", "", ""] for code, row in functions.items()]
    last = ["合计", "<", *(money(total[m]) for m in three), "", "", ""]
    paper.table([heads, last, *rows], [2, 6, 2, 2, 2, 2, 2, 2], 1, (0, 1))

    top(4, "财政拨款收入支出决算总表")
    rows = [["收入", "<", "支出", "<", "<", "<", "<"],
            ["项目", "决算数", "项目", "合计", "一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款"]]  # fmt: skip
    funds = [
        ["一、一般公共预算财政拨款", money(income)],
        ["二、政府性基金预算财政拨款", ""],
        ["三、国有资本经营预算财政拨款", ""],
        ["", ""],
        ["", ""],
    ]
    for (number, label, code), pair in zip(CLASSES, funds, strict=True):
        spent = money(classes.get(code))
        rows.append([*pair, f"{number}、{label}", spent, spent, "", ""])
    spent = money(total["total"])
    rows += [
        ["本年收入合计", money(income), "本年支出合计", spent, spent, "", ""],
        ["年初财政拨款结转和结余", money(brought), "年末财政拨款结转和结余", money(left), money(left), "", ""],
        ["一、一般公共预算财政拨款", money(brought), "", "", "", "", ""],
        ["二、政府性基金预算财政拨款", "", "", "", "", "", ""],
        ["三、国有资本经营预算财政拨款", "", "", "", "", "", ""],
        ["总计", everything, "总计", everything, everything, "", ""],
    ]
    paper.table(rows, [4, 2, 4, 2, 2, 2, 2], 2, (0, 2))

    top(5, "一般公共预算财政拨款支出决算表")
    rows = [[code, NAMES[code], *(money(row[m]) for m in three)] for code, row in functions.items()]
    paper.table([["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
                 ["合计", "<", *(money(total[m]) for m in three)], *rows], [2, 6, 2, 2, 2], 1, (0, 1))  # fmt: skip

    top(6, "一般公共预算财政拨款基本支出决算表")
    economic = by_economic(name)
    staff = [[c, NAMES[c], money(a)] for c, a in economic.items() if c[:3] in ("301", "303")]
    office = [[c, NAMES[c], money(a)] for c, a in economic.items() if c[:3] in ("302", "310")]
    longest = max(len(staff), len(office))
    beside = [
        a + b for a, b in zip(*(part + [[""] * 3] * (longest - len(part)) for part in (staff, office)), strict=True)
    ]
    last = ["人员经费合计", "<", money(total["personnel"]), "公用经费合计", "<", money(total["operating"])]
    heads = [["人员经费", "<", "<", "公用经费", "<", "<"], ["科目编码", "科目名称", "决算数"] * 2]
    paper.table([*heads, *beside, last], [2, 5, 2, 2, 5, 2], 2, (0, 1, 3, 4))

    top(7, "财政拨款“三公”经费支出决算表")
    was, now = three_public(f"{year}-budget"), three_public(name)
    paper.table([*three_public_heads("预算数", "决算数"), [money(x, "0.00") for x in (*was, *now)]], [1.0] * 12, 3)

    for number, title, fund in (
        (8, "政府性基金预算财政拨款收入支出决算表", "政府性基金预算"),
        (9, "国有资本经营预算财政拨款收入支出决算表", "国有资本经营预算"),
    ):
        top(number, title)
        heads = [["科目编码", "科目名称", "年初结转和结余", "本年收入", "本年支出", "<", "<", "年末结转和结余"],
                 ["^", "^", "^", "^", "小计", "基本支出", "项目支出", "^"]]  # fmt: skip
        paper.table([*heads, ["合计", "<", *[""] * 6]], [2, 6, 2, 2, 2, 2, 2, 2], 2, (0, 1))
        paper.paragraph(f"注：本部门{year}年度没有{fund}财政拨款收入和支出，故本表无数据。", 9)

    paper.page()
    paper.heading(f"{year}年度部门决算情况说明")
    paper.heading("一、收入支出决算总体情况说明", 11, False)
    paper.paragraph(f"{year}年度收入支出总计{plain(income + brought)}万元。本年收入合计{plain(income)}万元，"
                    f"年初结转和结余{plain(brought)}万元，年末结转和结余{plain(left)}万元。")  # fmt: skip
    paper.heading("二、支出决算情况说明", 11, False)
    paper.paragraph(f"本年支出合计{plain(total['total'])}万元，其中：基本支出{plain(total['basic'])}万元，占"
                    f"{share(total['basic'], total['total'])}；项目支出{plain(total['project'])}万元，占"
                    f"{share(total['project'], total['total'])}。")  # fmt: skip
    paper.heading("三、一般公共预算财政拨款支出决算情况说明", 11, False)
    paper.paragraph(f"一般公共预算财政拨款支出年初预算为{plain(budgeted['total'])}万元，支出决算为"
                    f"{plain(total['total'])}万元，完成年初预算的{share(total['total'], budgeted['total'])}。其中：")  # fmt: skip
    leaves = [code for code in sorted({*functions, *planned}) if len(code) == 7]
    for number, code in enumerate(leaves, start=1):
        was_it, is_it = planned[code]["total"], functions[code]["total"]
        reason = REASONS.get((name, code), "据实支付")
        side = "大于" if is_it > was_it else "小于"
        paper.paragraph(f"{number}、{NAMES[code[:3]]}（类）{NAMES[code[:5]]}（款）{NAMES[code]}（项）。年初预算为"
                        f"{plain(was_it)}万元，支出决算为{plain(is_it)}万元，完成年初预算的{share(is_it, was_it)}。"
                        f"决算数{side}预算数的主要原因：{reason}。", 9)  # fmt: skip
    paper.heading("四、一般公共预算财政拨款基本支出决算情况说明", 11, False)
    paper.paragraph(f"基本支出{plain(total['basic'])}万元，其中：人员经费{plain(total['personnel'])}万元，公用经费"
                    f"{plain(total['operating'])}万元。")  # fmt: skip
    paper.heading("五、财政拨款“三公”经费支出决算情况说明", 11, False)
    paper.paragraph(f"“三公”经费财政拨款支出年初预算为{plain(was[0])}万元，支出决算为{plain(now[0])}万元，完成预算的"
                    f"{share(now[0], was[0])}。决算数小于预算数的主要原因：厉行节约，减少接待批次。")  # fmt: skip
    return paper


DOCUMENTS = {
    f"example-{year}-{kind}": (make, year)
    for year, kind, make in (
        (2023, "budget", budget), (2023, "final", final), (2024, "budget", budget),
        (2024, "final", final), (2025, "budget", budget),
    )
}  # fmt: skip
"""The documents by name, each with what makes it."""


def main(folder: Path = HERE / "raw") -> None:
    """Write every document into ``folder``, and beside it what ``sources.yml`` says of each."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = ["# The example is made up: no department published any of it."]
    for name, (make, year) in DOCUMENTS.items():
        paper, path = make(year), folder / f"{name}.pdf"
        paper.write(path)
        kind = "budget" if make is budget else "final accounts"
        sources.append(f"""\
- file: {path.name}
  document_id: {name}
  title: {paper.title}
  title_en: "Made-up example: a department of culture that does not exist, {kind} {year}"
  edition: made up by this project, an example
  edition_zh: 本项目编造的虚构示例
  licence: CC0-1.0
  sha256: {hashlib.sha256(path.read_bytes()).hexdigest()}
  from_the_publisher: nothing; there is no such publisher
  from_the_publisher_zh: 无；并无此机构
  not_from_the_publisher: every word and every figure
  not_from_the_publisher_zh: 全部文字和数字""")
    (folder.parent / "sources.yml").write_text("\n".join(sources) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
