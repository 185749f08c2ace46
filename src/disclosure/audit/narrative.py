"""The identities between the figures stated in prose and the tables, and among the stated figures themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from disclosure.audit.book import NOTHING, Book, Cell, Line, Statement, Table, bare, words
from disclosure.audit.rules import TOTAL, ZERO, Test, one_fund, role_en, rule, three_public_lines
from disclosure.form import function_classes

WAN = Decimal(10_000)


def rounding(book: Book, *statements: Statement) -> Decimal:
    """What prose may have rounded away against the tables, in yuan.

    Tables in 万元 with two decimals are quoted exactly wherever the sentence prints decimals. A sentence in whole
    万元, or one that quotes a table in 元, is right within half of its last printed digit.
    """
    allowed = ZERO
    for statement in statements:
        if not statement.raw.endswith("万元"):
            continue
        half = WAN.scaleb(-statement.decimals) / 2
        if book.in_yuan or (statement.decimals == 0 and statement.cell.counts):
            allowed += half
    return allowed


# --- where a stated figure stands in the tables ---------------------------------------------------------


@cache
def _places() -> list[tuple[re.Pattern, dict]]:
    return [(re.compile(spec["label"]), spec) for spec in words()["prose"]]


def _short(label: str) -> str:
    return re.sub(r"^(一般公共预算|财政拨款)?安排的", "", re.sub(r"^.*20\d\d年度?", "", label))


def place_of(book: Book, statement: Statement) -> tuple[list[Cell], str, str] | None:
    """The cells that say what a current figure says: matched by label and position, never by value."""
    label = _short(statement.label)
    if found := _three_public(book, statement, label):
        return found
    if found := _by_path(book, statement):
        return found
    if statement.label in ("预算", "预算安排") and statement.index:
        # "5、…（项）124.29 万元。2025 年执行数为 …，2026 年预算安排 124.29 万元": the same line said again.
        for other in book.statements[max(0, statement.index - 2) : statement.index]:
            if other.basis == "current" and (found := _by_path(book, other)):
                return found
    if re.search("^基本支出$|^项目支出$", label) and re.search(_GENERAL, _subject(book, statement)):
        return _at(book, [["general_budget_by_function", "", "total", ["basic" if label[0] == "基" else "project"]]])
    for pattern, spec in _places():
        if pattern.search(label):
            if not all(re.search(spec.get(where, ""), getattr(statement, where)) for where in ("sentence", "section")):
                continue
            return _at(book, spec["at"])
    return _running_cost(book, statement, label)


def _at(book: Book, places: list) -> tuple[list[Cell], str, str] | None:
    for role, side, line, measures in places:
        if role in ("procurement", "assets"):
            entries = [e for e in (book.procurement if role == "procurement" else book.assets) if e.role == "total"]
            if entries:
                zh, en = words()["roles"][role]
                return [entries[0].get(measures[0])], f"{zh}合计", f"{en}, total"
            continue
        table = book.table(role)
        if table is None:
            continue
        if table.empty:
            return [Cell(table.id, "", None)], f"{table.title}（空表）", f"{role_en(role)} (empty table)"
        lines: list[Line | None]
        if line == "total":
            lines = [table.total(side)]
        elif line.startswith("item:"):
            lines = [table.find(line.removeprefix("item:"), side)]
        else:
            lines = [x for code in line.removeprefix("code:").split("+") if (x := table.code(code))]
        cells = [x.get(*measures) for x in lines if x is not None]
        if cells and NOTHING not in cells:
            said = "＋".join(x.label for x in lines if x)
            return cells, f"{table.title}，{said}", f"{role_en(role)}, {said}"
    return None


def _subject(book: Book, statement: Statement) -> str:
    """The words that tell whose basic or project expenditure is meant: section, sentence, and the figure divided."""
    for other in reversed(book.statements[max(0, statement.index - 6) : statement.index]):
        if other.section != statement.section:
            break
        if not re.search("^占|^(基本支出|项目支出|人员经费|(日常)?公用经费)$", other.label):
            return statement.section + statement.sentence + other.label
    return statement.section + statement.sentence


_GENERAL = "一般公共预算|财政拨款"
"""Words that tell that a sentence speaks of the general public budget only."""


def _three_public(book: Book, statement: Statement, label: str) -> tuple[list[Cell], str, str] | None:
    within = words()["running_costs"]["within"]
    if re.search(within, statement.sentence) and "三公" not in statement.sentence + statement.section:
        return None
    if "三公" not in statement.section + statement.sentence and not re.search("公务用车|公务接待|因公出国", label):
        return None
    table = book.table("three_public")
    lines = three_public_lines(table) if table else {}
    for spec in words()["three_public"]:
        if re.search(spec["prose"], label) and spec["key"] in lines:
            line = lines[spec["key"]]
            return [line.get(*TOTAL)], f"{table.title}，{line.label}", f"{role_en('three_public')}, {line.label}"
    return None


_PATH = re.compile(r"(?:[“\"]?([^（(“”]+)\((\d*)类\))?(?:支出)?(?:([^（(“”]+)\((\d*)款\))?(?:([^（(“”]+)\((\d*)项\))?")


def _by_path(book: Book, statement: Statement) -> tuple[list[Cell], str, str] | None:
    """A figure that prose gives to a class, group or item by name: ``公共安全（类）司法（款）行政运行（项）``."""
    label = statement.label
    general = book.table("general_budget_by_function")
    if general is None or not general.by_code:
        return None
    found = _PATH.search(re.sub(r"科目$", "", label).lstrip("“"))
    top, top_code, group, group_code, item, item_code = found.groups() if found else (None,) * 6
    code = "".join(filter(None, (top_code, group_code, item_code)))
    if not (top or group or item):
        quoted = re.fullmatch(r"“(.+?)”科目", label)
        top = quoted[1] if quoted else None
        if top is None or top not in function_classes():
            return None
    if not one_fund(book, book.main) and "一般公共预算" not in statement.section + statement.sentence:
        return None
    wanted = [name for name in (top, group, item) if name]
    width = 7 if item else 5 if group else 3
    lines = [line for line in general.coded_lines(width) if _names(general, line, top, group, item)]
    if len(code) == width:
        lines = general.by_code.get(code, [])
    if len(lines) != 1:
        return None
    said = "—".join(wanted)
    return [lines[0].get(*TOTAL)], f"{general.title}，{lines[0].label}", f"{role_en(general.role)}, {said}"


def _names(table: Table, line: Line, top: str | None, group: str | None, item: str | None) -> bool:
    for name, width in ((top, 3), (group, 5), (item, 7)):
        if name and len(line.code) >= width:
            above = table.code(line.code[:width])
            if above is None or _plain(above.name) != _plain(name):
                return False
    return True


@cache
def _plain(name: str) -> str:
    return re.sub(r"支出$", "", re.sub(r"[\s“”、，,]", "", bare(name)))


def _running_cost(book: Book, statement: Statement, label: str) -> tuple[list[Cell], str, str] | None:
    """An item of the running or staff costs by the name of its economic class."""
    spec = words()["running_costs"]
    if not re.search(spec["within"], statement.sentence):
        return None
    basic = book.table("basic_by_economic")
    if basic is None:
        return None
    code = spec["aliases"].get(label)
    line = basic.code(code) if code else None
    if line is None:
        wanted = _plain(label)
        line = next((x for x in basic.lines if x.code and _plain(x.name) == wanted), None)
    if line is not None:
        return [line.get(*TOTAL)], f"{basic.title}，{line.label}", f"{role_en(basic.role)}, {line.label}"
    function = spec["function"].get(label)
    general = book.table("general_budget_by_function")
    line = general.code(function) if general and function else None
    if line is not None and line.get("operating") is not NOTHING:
        return (
            [line.get("operating")],
            f"{general.title}，{line.label}，公用经费",
            f"{role_en(general.role)}, {line.label}, operating",
        )
    return None


@rule(
    "stated",
    "narrative_to_table",
    "文字所述金额与表中同一项目一致",
    "A figure stated in prose equals the same item of the tables",
    ("文字中没有可与表对应的金额", "no figure in prose names an item of a table"),
)
def stated(book: Book) -> Iterator[Test]:
    for statement in book.statements:
        if statement.basis != "current" or statement.cell.value is None or statement.section.startswith("资金用途"):
            continue
        found = place_of(book, statement)
        if found:
            cells, zh, en = found
            yield Test(
                statement.cell.id,
                [statement.cell],
                cells,
                f"文字“{statement.label} {statement.raw}”＝{zh}",
                f"Prose “{statement.label} {statement.raw}” = {en}",
                tolerance=rounding(book, statement),
            )


@rule(
    "stated-rest",
    "narrative_to_table",
    "公用经费中没有对应科目的各项之和等于其他商品和服务支出",
    "Running costs that have no class of their own add up to other goods and services",
    ("文字没有逐项列出公用经费", "prose does not list the running costs"),
)
def stated_rest(book: Book) -> Iterator[Test]:
    spec, basic = words()["running_costs"], book.table("basic_by_economic")
    rest = basic.code(spec["rest"]) if basic else None
    if rest is None:
        return
    for whole, items in listed(book):
        named = [
            s for s in items if (p := place_of(book, s)) and p[0][0].id.startswith("p") and basic_cell(basic, p[0])
        ]
        left = [s for s in items if s not in named]
        if left and named:
            yield Test(
                whole.cell.id,
                [s.cell for s in left],
                [rest.get(*TOTAL)],
                f"{'＋'.join(s.label for s in left)}＝{rest.label}",
                f"{' + '.join(s.label for s in left)} = {rest.label}",
                tolerance=rounding(book, *left),
            )


def basic_cell(table: Table, cells: list[Cell]) -> bool:
    return any(cell is cells[0] for line in table.lines for cell in line.cells.values())


def listed(book: Book) -> Iterator[tuple[Statement, list[Statement]]]:
    """Running costs that prose lists one by one after their total, in one sentence."""
    for n, whole in enumerate(book.statements):
        if re.search(r"^(日常)?公用经费$", whole.label) and whole.basis == "current":
            items = []
            for other in book.statements[n + 1 :]:
                if other.sentence != whole.sentence or other.section != whole.section:
                    break
                items.append(other)
            if len(items) >= 5:
                yield whole, items


@rule(
    "stated-list",
    "narrative_to_table",
    "文字逐项列出的公用经费之和等于所述总额",
    "Running costs listed one by one add up to the stated total",
    ("文字没有逐项列出公用经费", "prose does not list the running costs"),
)
def stated_list(book: Book) -> Iterator[Test]:
    for whole, items in listed(book):
        yield Test(
            whole.cell.id,
            [whole.cell],
            [s.cell for s in items],
            f"{whole.label} {whole.raw}＝所列 {len(items)} 项之和",
            f"{whole.label} {whole.raw} = the {len(items)} items listed",
            tolerance=rounding(book, *items),
        )


def partition(book: Book, n: int, spec: dict, basis: str = "current") -> tuple[Statement, list[Statement]] | None:
    """The parts that follow whole ``n`` in its section; ``None`` unless all are stated."""
    whole = book.statements[n]
    wanted = list(spec["parts"]) + list(spec.get("also", []))
    found: dict[str, Statement] = {}
    for other in book.statements[n + 1 : n + 40]:
        if other.section != whole.section or other.cell.value is None:
            continue
        if re.search(spec["whole"], other.label) and other.basis == basis:
            break
        if other.basis != basis:
            continue
        for pattern in wanted:
            if pattern not in found and re.search(pattern, other.label):
                found[pattern] = other
                break
    if all(pattern in found for pattern in spec["parts"]):
        return whole, [found[p] for p in wanted if p in found]
    return None


@rule(
    "stated-parts",
    "narrative_to_table",
    "文字所述总额等于其后各组成部分之和",
    "A total stated in prose is the sum of the parts stated after it",
    ("文字没有给出总额与全部组成部分", "prose states no total with all its parts"),
)
def stated_parts(book: Book) -> Iterator[Test]:
    for n, whole in enumerate(book.statements):
        if whole.basis != "current" or whole.cell.value is None:
            continue
        for spec in words()["partitions"]:
            if re.search(spec["whole"], whole.label) and (found := partition(book, n, spec)):
                yield _parts_test(book, whole, found[1])
    for basis, whole, parts in _three_public_parts(book):
        if basis == "current":
            yield _parts_test(book, whole, parts)


def _parts_test(book: Book, whole: Statement, parts: list[Statement], said: str = "") -> Test:
    return Test(
        f"{whole.cell.id}={'+'.join(p.cell.id for p in parts)}"[:60],
        [whole.cell],
        [p.cell for p in parts],
        f"{whole.label} {said}{whole.raw}＝{'＋'.join(p.label + ' ' + p.raw for p in parts)}",
        f"{whole.label} {said}{whole.raw} = {' + '.join(p.label + ' ' + p.raw for p in parts)}",
        tolerance=max(rounding(book, whole, *parts), ZERO),
    )


def _three_public_parts(book: Book) -> Iterator[tuple[str, Statement, list[Statement]]]:
    """Stated 三公 totals with their stated parts, for this year, the year before and the change."""
    for basis in ("current", "prior", "change"):
        said: dict[str, Statement] = {}
        for statement in book.statements:
            if statement.basis != basis or statement.cell.value is None:
                continue
            if "三公" not in statement.section + statement.sentence:
                continue
            for spec in words()["three_public"]:
                if re.search(spec["prose"], statement.label):
                    said.setdefault(spec["key"], statement)
                    break
        cars = ["cars"] if "cars" in said else ["car_purchase", "car_running"]
        parts = ["abroad", *cars, "reception"]
        if "total" in said and all(key in said for key in parts):
            yield basis, said["total"], [said[key] for key in parts]
        if all(key in said for key in ("cars", "car_purchase", "car_running")):
            yield basis, said["cars"], [said["car_purchase"], said["car_running"]]


# --- year over year ------------------------------------------------------------------------------------


def stories(book: Book) -> Iterator[tuple[Statement, Statement, Statement]]:
    """What prose tells of a change: ``(this year, the year before, change)``, by label within a section."""
    for change in book.statements:
        if change.basis != "change" or change.cell.value is None:
            continue
        told: dict[str, Statement] = {}
        for other in reversed(book.statements[max(0, change.index - 4) : change.index]):
            if (other.section, other.label) == (change.section, change.label) and other.cell.value is not None:
                told.setdefault(other.basis, other)
        if "current" in told and "prior" in told:
            yield told["current"], told["prior"], change


@rule(
    "stated-change",
    "year_over_year",
    "文字所述：本年数减上年数等于增减额",
    "As stated: this year less the year before is the change",
    ("文字没有同时给出本年、上年与增减额", "prose does not state this year, the year before and the change together"),
)
def stated_change(book: Book) -> Iterator[Test]:
    for now, before, change in stories(book):
        yield Test(
            change.cell.id,
            [now.cell, before.cell.minus()],
            [change.cell],
            f"{now.label}：{now.raw}－{before.raw}＝{change.raw}",
            f"{now.label}: {now.raw} − {before.raw} = {change.raw}",
            tolerance=rounding(book, now, before, change),
        )


@rule(
    "stated-rate",
    "year_over_year",
    "文字所述增减百分比与增减额、上年数相符（按印出的位数）",
    "A stated rate of change agrees with the change and the year before, to its printed digits",
    ("文字没有给出增减百分比及其基数", "prose states no rate of change with its base"),
)
def stated_rate(book: Book) -> Iterator[Test]:
    for rate in book.statements:
        if rate.basis != "change" or rate.share is None or not rate.raw.endswith("%"):
            continue
        found = _behind(book, rate)
        now, before, change = (found.get(basis) for basis in ("current", "prior", "change"))
        if sum(x is not None for x in (now, before, change)) < 2:
            continue
        base = before.cell.amount if before else now.cell.amount - change.cell.amount
        grown = [change.cell] if change else [now.cell, before.cell.minus()]
        if base <= 0:
            continue
        digits = len(rate.raw.rstrip("%").partition(".")[2])
        used = [x for x in (now, before, change) if x]
        blur = sum((WAN.scaleb(-x.decimals) / 2 for x in used if not x.decimals or book.in_yuan), ZERO)
        zh = f"{(now or change).label}：{'，'.join(x.raw for x in used)}，{rate.raw}"
        yield Test(
            rate.cell.id,
            grown,
            [Cell(rate.cell.id, rate.cell.page, base * rate.share)],
            f"{zh}＝增减额÷上年 {base / WAN:.2f}万元",
            f"{(now or change).label}: {rate.raw} = change ÷ year before ({base / WAN:.2f} in 10,000 yuan)",
            tolerance=Decimal("0.005").scaleb(-digits) * base + blur * (1 + abs(rate.share)),
        )


def _behind(book: Book, rate: Statement) -> dict[str, Statement]:
    """The figures that a rate of change is told of: those before it in its sentence, this year's one before that."""
    found: dict[str, Statement] = {}
    for other in reversed(book.statements[max(0, rate.index - 4) : rate.index]):
        if other.cell.value is None or other.section != rate.section:
            break
        if other.sentence != rate.sentence and (other.basis != "current" or not rate.sentence.startswith(_COMPARED)):
            break
        if other.basis in found:
            break
        found[other.basis] = other
        if other.basis == "current" and other.label and rate.label not in ("", other.label) and "prior" in found:
            break
        if other.sentence != rate.sentence:
            break
    return found


_COMPARED = ("与上年", "比上年", "较上年", "与去年", "比去年")


@rule(
    "changes-add-up",
    "year_over_year",
    "总额的增减等于各部分增减之和，上年总额等于由此推出的各部分之和",
    "The change of a total is the sum of the changes of its parts; so is the year before, part by part",
    ("文字没有给出总额与各部分的增减", "prose does not state the changes of a total and its parts"),
)
def changes_add_up(book: Book) -> Iterator[Test]:
    for basis, whole, parts in _three_public_parts(book):
        if basis == "change":
            yield _parts_test(book, whole, parts, "增减 ")
    said = {}
    for statement in book.statements:
        if statement.basis == "current" and statement.cell.value is not None:
            said.setdefault(statement.label, statement)
    for n, whole in enumerate(book.statements):
        if whole.basis != "change" or whole.cell.value is None:
            continue
        for spec in words()["changes"]:
            if not re.search(spec["whole"], whole.label) or not (found := partition(book, n, spec, "change")):
                continue
            yield _parts_test(book, whole, found[1], "增减 ")
            before = next(
                (s for s in book.statements if s.basis == "prior" and s.label == whole.label and s.cell.counts), None
            )
            now = [said.get(part.label) for part in found[1]]
            if before and all(now):
                yield Test(
                    before.cell.id,
                    [before.cell],
                    [s.cell for s in now] + [part.cell.minus() for part in found[1]],
                    f"{before.label} 上年 {before.raw}＝各部分本年数减增减额之和",
                    f"{before.label}, year before {before.raw} = the parts of this year less their changes",
                    tolerance=rounding(book, before, *now, *found[1]),
                )


@rule(
    "three-public-before",
    "year_over_year",
    "“三公”经费上年总额等于各项上年数之和（相同者取本年数）",
    "The three public expenses of the year before are the sum of their items then",
    ("文字没有给出“三公”经费各项的上年数", "prose does not give the items of the year before"),
)
def three_public_before(book: Book) -> Iterator[Test]:
    found = {basis: (whole, parts) for basis, whole, parts in _three_public_parts(book) if len(parts) > 2}
    if "current" not in found or "change" not in found:
        return
    total = found["current"][0]
    before = next((s for s in book.statements if s.basis == "prior" and s.label == total.label and s.cell.counts), None)
    if before:
        now, change = found["current"][1], found["change"][1]
        yield Test(
            before.cell.id,
            [before.cell],
            [s.cell for s in now] + [s.cell.minus() for s in change],
            f"{before.label} 上年 {before.raw}＝各项本年数减增减额之和",
            f"{before.label}, year before {before.raw} = the items of this year less their changes",
            tolerance=rounding(book, before, *now, *change),
        )
