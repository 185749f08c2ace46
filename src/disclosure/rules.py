"""The identities that must hold inside a disclosure, one declared rule each.

A rule is a generator of :class:`Test` under :func:`rule`, which gives its name, family and sentence. A test names the
cells of both sides; blanks count as nothing, and a test that states nothing on either side is not a check. Amounts
compare exactly; the only tolerance is what printing rounded away. Where a rule's inputs do not exist it yields
nothing, and the ledger says so with the rule's ``needs``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from disclosure.book import NOTHING, Book, Cell, Key, Line, Part, Table, bare, ordinal, words

ZERO = Decimal(0)


@dataclass(slots=True)
class Test:
    """One identity: cells of the left and right side, and what they are in both languages.

    ``relation`` is ``=`` or ``<=``; ``tolerance`` is in yuan; ``holds`` decides where no amounts are compared.
    ``reason`` says why a test that was called for cannot be made.
    """

    key: str
    left: list[Cell]
    right: list[Cell]
    zh: str
    en: str
    relation: str = "="
    tolerance: Decimal = ZERO
    holds: bool | None = None
    always: bool = False
    reason: str = ""

    @property
    def informs(self) -> bool:
        """Does the test say more than nothing equals nothing?"""
        return (
            self.holds is not None
            or self.always
            or any(cell.value for cell in self.left)
            or any(cell.value for cell in self.right)
        )


@dataclass(slots=True)
class Rule:
    """A declared rule: what it says, and the function that finds its tests in a document."""

    name: str
    family: str
    zh: str
    en: str
    needs: tuple[str, str]
    tests: Callable[[Book], Iterator[Test]] = field(repr=False)


RULES: list[Rule] = []


def rule(name: str, family: str, zh: str, en: str, needs: tuple[str, str]):
    """Declare the decorated generator of tests as a rule of the audit."""

    def declare(tests: Callable[[Book], Iterator[Test]]):
        RULES.append(Rule(name, family, zh, en, needs, tests))
        return tests

    return declare


# --- how tables are named in a sentence ----------------------------------------------------------------


def role_en(role: str) -> str:
    return words()["roles"].get(role, [role, role])[1]


def role_zh(role: str) -> str:
    return words()["roles"].get(role, [role, role])[0]


def measure_words(measure: str) -> tuple[str, str]:
    """A column's name in both languages."""
    return MEASURES.get(measure, (measure, measure))


def _measures() -> dict[str, tuple[str, str]]:
    from disclosure.store import dictionary

    return {name: (zh, en) for name, (zh, en) in dictionary()["measures"].items()}


MEASURES = _measures()

TOTAL = ("total", "subtotal", "amount")
"""Measures that hold a line's whole amount, the fullest first."""


def tables(book: Book) -> Iterator[tuple[Part, Table]]:
    """Every statutory table with the part it belongs to."""
    for part in book.parts:
        for own in part.values():
            for table in own:
                yield part, table


def tests_of_line(table: Table, line: Line, key: Key, left: list[Cell], right: list[Cell], zh: str, en: str) -> Test:
    return Test(
        left[0].id,
        left,
        right,
        f"{table.title}，{line.label}，{zh}",
        f"{role_en(table.role)}, {line.label}, {en}",
    )


# --- within a row --------------------------------------------------------------------------------------


def compositions(table: Table, side: str) -> Iterator[tuple[Key, list[Key]]]:
    """Which columns of a side add up to which: ``(whole, parts)``, from the headers' nesting.

    A subtotal is made of the leaves under the same header; a total of all leaves, and of the subtotals with the
    leaves outside them. A column of unknown meaning that holds amounts makes its totals unknowable.
    """
    bases = {column.key[1] for column in table.columns.values()}
    for basis in sorted(bases):
        own = [c for c in table.columns.values() if c.side == side and c.key[1] == basis]
        strange = any(
            c.key[0] == "other" and "其中" not in c.label and any(line.get("other").counts for line in table.lines)
            for c in own
        )
        own = [c for c in own if c.key[0] not in ("other", "share", "change")]
        leaves = [c for c in own if c.role == "leaf"]
        inside: list[Key] = []
        subtotals = [c for c in own if c.role == "subtotal"]
        for subtotal in subtotals:
            head = subtotal.label.rpartition("/")[0]
            parts = [c.key for c in leaves if head and c.label.startswith(f"{head}/")]
            inside += parts
            if parts:
                yield subtotal.key, parts
        if strange:
            continue
        for total in (c for c in own if c.role == "total"):
            if leaves:
                yield total.key, [c.key for c in leaves]
            if inside:
                yield total.key, [c.key for c in subtotals] + [c.key for c in leaves if c.key not in inside]


@rule(
    "row-sum",
    "within_row",
    "一行之内，合计（小计）等于各分项之和",
    "Within a row, the total or subtotal is the sum of its parts",
    ("没有同时印出合计与分项的表", "no table prints a total beside its parts"),
)
def row_sum(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        for side, lines in table.sides.items():
            for n, (whole, parts) in enumerate(compositions(table, side)):
                names = [measure_words(m) for m, _ in (whole, *parts)]
                zh = f"{names[0][0]}＝{'＋'.join(name for name, _ in names[1:])}"
                en = f"{names[0][1]} = {' + '.join(name for _, name in names[1:])}"
                for line in lines:
                    if whole in line.cells:
                        left = [line.cells[whole]]
                        right = [line.cells[p] for p in parts if p in line.cells]
                        test = tests_of_line(table, line, whole, left, right, zh, en)
                        test.key += f".{n}" if n else ""
                        yield test


@rule(
    "row-change",
    "year_over_year",
    "一行之内，增减额等于本年数减上年数",
    "Within a row, the change is this year less the year before",
    ("没有印出上年数与增减额的表", "no table prints the year before and the change"),
)
def row_change(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        for line in table.lines:
            for (measure, basis), cell in line.cells.items():
                now, before = line.get(measure), line.get(measure, basis="prior")
                if basis == "change" and now is not NOTHING and before is not NOTHING:
                    yield tests_of_line(
                        table, line, (measure, basis), [cell], [now, before.minus()], "增减额", "change"
                    )


# --- down a column -------------------------------------------------------------------------------------


@rule(
    "code-sum",
    "down_column",
    "一列之内，上级科目等于其下级科目之和",
    "Down a column, a code is the sum of the codes directly below it",
    ("没有按科目编码列示且有上下级的表", "no table lists codes with codes below them"),
)
def code_sum(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        keys = _column_keys(table)
        for code, below in _children(table).items():
            if not code:
                continue
            for line in table.by_code[code]:
                for key in keys:
                    if key in line.cells:
                        yield _column_test(table, line, key, below, "＝下级科目之和", "= the codes below it")


def _children(table: Table) -> dict[str, list[Line]]:
    return table.children() if table.by_code and table.role not in ("summary", "appropriation") else {}


def _column_keys(table: Table) -> list[Key]:
    return list(dict.fromkeys(c.key for c in table.columns.values() if c.key[0] not in ("other", "share")))


def _column_test(table: Table, line: Line, key: Key, below: list[Line], zh: str, en: str) -> Test:
    name_zh, name_en = measure_words(key[0])
    return Test(
        line.cells[key].id,
        [line.cells[key]],
        [x.cells[key] for x in below if key in x.cells],
        f"{table.title}，{name_zh}列，{line.label} {zh}",
        f"{role_en(table.role)}, column {name_en}, {line.label} {en}",
    )


@rule(
    "total-sum",
    "down_column",
    "一列之内，合计等于各类之和、各款之和、各项之和",
    "Down a column, the total is the sum of the classes, of the groups, and of the items",
    ("没有按科目编码列示且有合计的表", "no table lists codes under a total"),
)
def total_sum(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        children = _children(table)
        total = table.total()
        if not children or total is None:
            continue
        levels: dict[str, list[Line]] = {"top": children.get("", [])}
        leaves = [x for code, lines in table.by_code.items() if code not in children for x in lines]
        if len(children) > 1:
            levels["leaves"] = leaves
        middle = [x for code in children.get("", []) for x in children.get(code.code, [])]
        if all(x.code in children for x in children.get("", [])) and any(x.code in children for x in middle):
            levels["middle"] = middle
        said = {
            "top": ("＝各类之和", "= the sum of the classes"),
            "middle": ("＝各款之和", "= the sum of the groups"),
            "leaves": ("＝各末级科目之和", "= the sum of the last-level codes"),
        }
        for level, lines in levels.items():
            for key in _column_keys(table):
                if key in total.cells:
                    test = _column_test(table, total, key, lines, *said[level])
                    test.key += f".{level}"
                    yield test
        for top in children.get("", []):
            deep = [x for x in leaves if x.code.startswith(top.code) and x.code != top.code]
            if deep and any(x not in children.get(top.code, []) for x in deep):
                for key in _column_keys(table):
                    if key in top.cells:
                        test = _column_test(table, top, key, deep, *said["leaves"])
                        test.key += ".leaves"
                        yield test


def blocks(table: Table) -> Iterator[tuple[str, list[Line]]]:
    """The sides of a table of lines, without those that carry another side's words by mistake of recognition."""
    said: dict[tuple[str, int, str], str] = {}
    mixed = set()
    for line in table.lines:
        place = (line.page, line.row, line.item)
        if line.item and said.setdefault(place, line.side) != line.side:
            mixed.add(max(said[place], line.side) if line.side.startswith("r") else line.side)
    for side, lines in table.sides.items():
        if side not in mixed and ":" in side:
            yield side, lines


@rule(
    "side-sum",
    "down_column",
    "收支表的一侧，合计等于各行之和，总计等于合计加结转",
    "On a side of a balance table, the total of the year is the sum of its lines, the grand total adds what is "
    "carried over",
    ("没有收支对照的表", "no table sets revenue beside expenditure"),
)
def side_sum(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        for side, lines in blocks(table):
            keys = list(dict.fromkeys(c.key for c in table.columns.values() if c.side == side))
            for whole, parts, zh, en in _side_sums(lines):
                for key in (k for k in keys if k in whole.cells and k[0] not in ("other", "share")):
                    yield _column_test(table, whole, key, parts, zh, en)


def _side_sums(lines: list[Line]) -> Iterator[tuple[Line, list[Line], str, str]]:
    heads: list[Line] = []
    below: dict[int, list[Line]] = {}
    previous: Line | None = None
    for line in lines:
        if line.role in ("subtotal", "total"):
            if heads or previous:
                parts = ([previous] if previous else []) + heads
                yield line, parts, "＝以上各行之和", "= the sum of the lines above"
            heads, previous = [], line
        elif line.role != "of_which":
            nested = line.level > 1 or (previous is not None and heads and ordinal(line.item) is not None)
            if nested and heads and (line.level > 1 or ordinal(heads[-1].item) is None):
                below.setdefault(id(heads[-1]), []).append(line)
            elif line.level <= 1:
                heads.append(line)
                below[id(line)] = []
    for line in lines:
        if below.get(id(line)):
            yield line, below[id(line)], "＝其下各行之和", "= the sum of its own lines"


@rule(
    "revenue-is-expenditure",
    "down_column",
    "收入总计等于支出总计",
    "Total revenue is total expenditure",
    ("没有同时印出收入总计与支出总计的表", "no table prints both totals"),
)
def revenue_is_expenditure(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        if table.role not in ("summary", "appropriation"):
            continue
        left = table.total("revenue")
        for side, lines in table.sides.items():
            right = next((x for x in reversed(lines) if x.role in ("total", "subtotal")), None)
            if left is None or right is None or not side.startswith("expenditure") or ordinal(right.item):
                continue
            if left.get(*TOTAL).counts and right.get(*TOTAL).counts and "收入" not in right.item:
                yield Test(
                    f"{table.id}.{side}",
                    [left.get(*TOTAL)],
                    [right.get(*TOTAL)],
                    f"{table.title}，{left.item}＝{right.item}",
                    f"{role_en(table.role)}, total revenue = total expenditure",
                )


@rule(
    "year-balances",
    "down_column",
    "本年收入合计与结转之和等于本年支出合计与结转之和",
    "Revenue of the year and what was carried in equal expenditure of the year and what is carried out",
    ("没有本年收支合计", "no totals of the year are printed"),
)
def year_balances(book: Book) -> Iterator[Test]:
    carried = words()["carried"]
    for _, table in tables(book):
        if table.role not in ("summary", "appropriation"):
            continue
        left = table.find(r"本年收入合计|当年收入小计", "revenue")
        right = table.find(r"本年支出合计|当年支出小计", "expenditure")
        if left is None or right is None:
            continue
        carry_in = [x for x in table.side("revenue") if x.role == "leaf" and re.search(carried, x.item)]
        carry_out = [x for x in table.side("expenditure") if x.role == "leaf" and re.search(carried, x.item)]
        yield Test(
            table.id,
            [left.get(*TOTAL), *(x.get(*TOTAL) for x in carry_in)],
            [right.get(*TOTAL), *(x.get(*TOTAL) for x in carry_out)],
            f"{table.title}，本年收入合计＋结转＝本年支出合计＋结转",
            f"{role_en(table.role)}, revenue of the year + carried in = expenditure of the year + carried out",
        )


@rule(
    "three-public-sum",
    "down_column",
    "“三公”经费合计等于因公出国、公务用车、公务接待之和，公务用车等于购置与运行之和",
    "The three public expenses are travel abroad, official cars and receptions; cars are purchase and running",
    ("没有“三公”经费表", "no three-public table was read"),
)
def three_public_sum(book: Book) -> Iterator[Test]:
    for part in book.parts:
        table = book.table("three_public", part)
        if table is None:
            continue
        lines = three_public_lines(table)
        for parent in ("total", "cars"):
            below = [
                lines[spec["key"]]
                for spec in words()["three_public"]
                if spec.get("parent") == parent and spec["key"] in lines
            ]
            if parent in lines and len(below) > 1:
                for key in _column_keys(table):
                    if key in lines[parent].cells:
                        yield _column_test(table, lines[parent], key, below, "＝各项之和", "= the sum of its items")


def three_public_lines(table: Table) -> dict[str, Line]:
    """The lines of a 三公 table by the key of ``audit.yml``."""
    found = {spec["key"]: table.find(spec["line"]) for spec in words()["three_public"]}
    return {key: line for key, line in found.items() if line is not None}


# --- the code tree -------------------------------------------------------------------------------------


@rule(
    "code-has-parent",
    "code_tree",
    "每个项有其款，每个款有其类，编码位数合乎规范",
    "Every item has its group and class, and codes have the lengths of the classification",
    ("没有按科目编码列示的表", "no table lists codes"),
)
def code_has_parent(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        if not _children(table):
            continue
        for line in table.lines:
            if len(line.code) > 3:
                holds = len(line.code) % 2 == 1 and line.code[:-2] in table.by_code
                yield _stated(
                    line,
                    f"{table.title}，{line.label} 之上有 {line.code[:-2]}",
                    f"{role_en(table.role)}, {line.label} stands under {line.code[:-2]}",
                    holds,
                )


def _stated(line: Line, zh: str, en: str, holds: bool) -> Test:
    cells = [Cell(cell.id, cell.page, None) for cell in line.cells.values()][:1]
    return Test(cells[0].id if cells else line.code, cells, [], zh, en, holds=holds)


@rule(
    "line-once",
    "code_tree",
    "一表之内，每个科目、合计只列一次",
    "Within a table, each code and the total stand once",
    ("没有按科目编码列示的表", "no table lists codes"),
)
def line_once(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        counted: dict[tuple[str, str], list[Line]] = {}
        for line in table.lines:
            name = line.code or (line.bare if line.role == "total" or table.role == "three_public" else "")
            if name and (table.role != "appropriation" or line.code):
                counted.setdefault((line.side, name), []).append(line)
        for (_, name), lines in counted.items():
            yield _stated(
                lines[-1],
                f"{table.title}，{lines[0].label or name} 只列一次",
                f"{role_en(table.role)}, {lines[0].label or name} stands once",
                len(lines) == 1,
            )


@rule(
    "code-one-name",
    "code_tree",
    "一个科目编码在全文只有一个名称",
    "A code has one name everywhere in the document",
    ("没有编码在两处出现", "no code stands in two places"),
)
def code_one_name(book: Book) -> Iterator[Test]:
    named: dict[tuple[bool, str], list[Line]] = {}
    for _, table in tables(book):
        for line in table.lines:
            if line.code and line.name and line.cells:
                named.setdefault((table.role == "basic_by_economic", line.code), []).append(line)
    for (_, code), lines in named.items():
        if len(lines) > 1:
            names = sorted({_plain_name(line.name) for line in lines})
            test = _stated(
                lines[0],
                f"{code} 的名称：{'、'.join(names)}",
                f"{code} is called {', '.join(names)}",
                len(names) == 1,
            )
            test.key = code
            test.left = [Cell(next(iter(x.cells.values())).id, x.page, None) for x in lines]
            yield test


def _plain_name(name: str) -> str:
    return re.sub(r"[\s“”\"'、，,·]", "", bare(name))


@rule(
    "numbering",
    "code_tree",
    "收支表各行的序号连续，行次与科目顺序一致",
    "The lines of a balance table are numbered without a gap, and classes stand in the order of their codes",
    ("没有带序号的收支表", "no balance table has numbered lines"),
)
def numbering(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        for _, lines in blocks(table):
            last, code = 0, ""
            for line in lines:
                n = ordinal(line.item)
                if n is None:
                    continue
                if n == 1:
                    last, code = 0, ""
                holds = n == last + 1 and (not line.code or line.code > code)
                last, code = n, line.code or code
                if table.role == "summary" or line.code or not holds:
                    yield _stated(
                        line,
                        f"{table.title}，{line.item} 序号与顺序相符",
                        f"{role_en(table.role)}, {line.item} stands in its place",
                        holds,
                    )


# --- table to table ------------------------------------------------------------------------------------


def carries(book: Book, part: Part) -> bool:
    """Does the unit carry money in or out of the year?"""
    summary = book.table("summary", part)
    lines = summary.lines if summary else []
    revenue = book.table("revenue_by_function", part)
    total = revenue.total() if revenue else None
    return any(
        re.search(words()["carried"], line.item) and line.get(*TOTAL).counts for line in lines if line.role == "leaf"
    ) or bool(total and total.get("carried_over").counts)


def one_fund(book: Book, part: Part) -> bool:
    """Is all the unit's money the general public budget of the year, so that all-funds tables can be compared?"""
    others = [book.table(role, part) for role in ("government_fund_by_function", "state_capital_by_function")]
    if any(t is not None and any(c.counts for x in t.lines for c in x.cells.values()) for t in others):
        return False
    revenue = book.table("revenue_by_function", part)
    total = revenue.total() if revenue else None
    if total is not None:
        own = ("total", "current_year", "appropriation", "general_public_budget", "amount", "other", "subtotal")
        if any(cell.counts for (measure, _), cell in total.cells.items() if measure not in own):
            return False
    summary = book.table("summary", part)
    for line in summary.side("revenue") if summary else []:
        known = line.role in ("total", "subtotal") or re.search("财政拨款|一般公共预算", line.item)
        if line.get(*TOTAL).counts and not known:
            return False
    return not carries(book, part)


PAIRS = [
    ("revenue_by_function", ("total",), "expenditure_by_function", ("total", "amount"), "balanced"),
    ("expenditure_by_function", ("total",), "general_budget_by_function", TOTAL, "one_fund"),
    ("expenditure_by_function", ("basic",), "general_budget_by_function", ("basic",), "one_fund"),
    ("expenditure_by_function", ("project",), "general_budget_by_function", ("project",), "one_fund"),
    ("revenue_by_function", ("total",), "general_budget_by_function", TOTAL, "one_fund"),
    ("revenue_by_function", ("appropriation",), "general_budget_by_function", TOTAL, "one_fund"),
]


@rule(
    "same-by-code",
    "table_to_table",
    "收入总表、支出总表、一般公共预算支出表的同一科目金额相同",
    "A code has the same amount in the revenue, expenditure and general budget tables",
    (
        "缺少可比的两张表，或资金范围不同（有其他资金或结转）",
        "two comparable tables are missing, or their funds differ (other funds or money carried over)",
    ),
)
def same_by_code(book: Book) -> Iterator[Test]:
    for part in book.parts:
        scope = {"one_fund": one_fund(book, part), "balanced": not carries(book, part)}
        for left_role, left_measure, right_role, right_measure, needed in PAIRS:
            left, right = book.table(left_role, part), book.table(right_role, part)
            if not (scope[needed] and left and right and left.by_code and right.by_code):
                continue
            if not any(m[0] in left_measure for m in _column_keys(left)):
                continue
            if not any(m[0] in right_measure for m in _column_keys(right)):
                continue
            name_zh, name_en = measure_words(left_measure[0])
            pairs = [(code, left.code(code), right.code(code)) for code in {**left.by_code, **right.by_code}]
            for code, a, b in [*pairs, ("合计", left.total(), right.total())]:
                if code == "合计" and not (a and b):
                    continue
                one, two = (a.get(*left_measure) if a else NOTHING), (b.get(*right_measure) if b else NOTHING)
                label = (a or b).label if a or b else code
                yield Test(
                    f"{one.id or code}={two.id or right_role}",
                    [one],
                    [two],
                    f"{label}，{name_zh}：{left.title}＝{right.title}",
                    f"{label}, {name_en}: {role_en(left_role)} = {role_en(right_role)}",
                )


def _same(left: Cell, right: Cell | list[Cell], zh: str, en: str, **more) -> Test:
    right = [right] if isinstance(right, Cell) else right
    return Test(f"{left.id}={right[0].id if right else ''}", [left], right, zh, en, **more)


@rule(
    "same-by-class",
    "table_to_table",
    "收支总表、财政拨款收支总表的各类支出等于按科目编码列示的表",
    "Each expenditure class of the balance tables equals the class in the tables by code",
    ("缺少按类列示的收支表或对应的科目表", "no balance table by class, or no table by code to compare it with"),
)
def same_by_class(book: Book) -> Iterator[Test]:
    for part in book.parts:
        summary, appropriation = book.table("summary", part), book.table("appropriation", part)
        spent = book.table("expenditure_by_function", part)
        general = book.table("general_budget_by_function", part)
        single = one_fund(book, part)
        pairs: list[tuple[Table | None, tuple[str, ...], Table | None, tuple[str, ...]]] = [
            (summary, ("total", "amount"), spent, TOTAL),
            (summary, ("project",), spent, ("project",)),
        ]
        funds = {key[0] for key in _column_keys(appropriation)} if appropriation else set()
        if single:
            pairs += [
                (summary, ("total", "amount"), book.table("revenue_by_function", part), ("total",)),
                (summary, ("total", "amount"), general, TOTAL),
                (appropriation, ("total", "amount"), summary, ("total", "amount")),
                (appropriation, ("total", "amount"), spent, TOTAL),
            ]
        for spec in words()["fund_lines"]:
            if spec["fund"] in funds:
                other = general if spec["role"] == "general_budget_by_function" else book.table(spec["role"], part)
                pairs.append((appropriation, (spec["fund"],), other, TOTAL))
        if single and "general_public_budget" not in funds:
            pairs.append((appropriation, ("total", "amount"), general, TOTAL))
        for left, lefts, right, rights in pairs:
            if left is None or right is None or not any(len(code) == 3 for code in left.by_code):
                continue
            if not (any(len(c) == 3 for c in right.by_code) or right.empty):
                continue
            if not any(m in lefts for m, _ in _column_keys(left)):
                continue
            codes = [c for c in {**left.by_code, **right.by_code} if len(c) == 3]
            for code in codes:
                a, b = left.code(code), right.code(code)
                one, two = a.get(*lefts) if a else NOTHING, b.get(*rights) if b else NOTHING
                label = (a or b).label if a or b else code
                zh, en = measure_words(lefts[0])
                yield Test(
                    f"{one.id or left.id + '.' + code}={two.id or right.id}",
                    [one],
                    [two],
                    f"{label}，{zh}：{left.title}＝{right.title}",
                    f"{label}, {en}: {role_en(left.role)} = {role_en(right.role)}",
                )


@rule(
    "same-totals",
    "table_to_table",
    "各表的合计相互一致",
    "The totals of the tables agree with each other",
    ("缺少可比的合计", "no two comparable totals are printed"),
)
def same_totals(book: Book) -> Iterator[Test]:
    for part in book.parts:
        for left, right, zh, en in _totals(book, part):
            if left is not NOTHING and right and NOTHING not in right:
                yield _same(left, right, zh, en)


def _totals(book: Book, part: Part) -> Iterator[tuple[Cell, list[Cell], str, str]]:
    def cell(role: str, side: str, *measures: str, line: str = "") -> Cell:
        table = book.table(role, part)
        found = table and (table.find(line, side) if line else table.total(side))
        return found.get(*measures) if found else NOTHING

    year_in, year_out = "本年收入合计|当年收入小计", "本年支出合计|当年支出小计"
    revenue = "revenue_by_function"
    inflow = cell("summary", "revenue", *TOTAL)
    if carries(book, part) and not cell(revenue, "", "carried_over").counts:
        inflow = cell("summary", "revenue", *TOTAL, line=year_in)  # the revenue table leaves out what is carried in
    yield (
        inflow,
        [cell(revenue, "", "total")],
        "收支总表收入＝收入总表合计",
        "Summary, revenue = Revenue by function, total",
    )
    yield (
        cell("summary", "revenue", *TOTAL, line=year_in),
        [cell(revenue, "", "current_year")],
        "收支总表本年收入合计＝收入总表本年收入小计",
        "Summary, revenue of the year = Revenue by function, revenue of the year",
    )
    spent = "expenditure_by_function"
    year = cell("summary", "expenditure", *TOTAL, line=year_out)
    if year is NOTHING and not carries(book, part):
        year = cell("summary", "expenditure", *TOTAL)
    yield (
        year,
        [cell(spent, "", *TOTAL)],
        "收支总表本年支出合计＝支出总表合计",
        "Summary, expenditure of the year = Expenditure by function, total",
    )
    if one_fund(book, part):
        yield (
            cell("appropriation", "expenditure", *TOTAL),
            [cell("summary", "expenditure", *TOTAL)],
            "财政拨款收支总表支出总计＝收支总表支出总计",
            "Fiscal appropriation, total expenditure = Summary, total expenditure",
        )
        yield (
            cell("appropriation", "revenue", *TOTAL),
            [cell("summary", "revenue", *TOTAL)],
            "财政拨款收支总表收入总计＝收支总表收入总计",
            "Fiscal appropriation, total revenue = Summary, total revenue",
        )
    yield (
        cell("appropriation", "expenditure", "general_public_budget", line=year_out),
        [cell("general_budget_by_function", "", *TOTAL)],
        "财政拨款收支总表一般公共预算支出合计＝一般公共预算支出表合计",
        "Fiscal appropriation, general public budget = General public budget by function, total",
    )
    for measure in ("basic", "personnel", "operating"):
        name_zh, name_en = measure_words(measure)
        yield (
            cell("general_budget_by_function", "", measure),
            [cell("basic_by_economic", "", *(TOTAL if measure == "basic" else (measure,)))],
            f"一般公共预算支出表{name_zh}＝基本支出表合计",
            f"General public budget by function, {name_en} = Basic expenditure, total",
        )
    for spec in words()["revenue_lines"]:
        table = book.table("summary", part)
        line = table and table.find(spec["line"], "revenue")
        if line and not re.search(spec.get("not", "$^"), line.item):
            yield (
                line.get(*TOTAL),
                [cell(revenue, "", *spec["measure"])],
                f"收支总表{line.item}＝收入总表同一来源",
                f"Summary, {line.item} = Revenue by function, the same source",
            )
    yield from _funds(book, part, cell)


def _funds(book: Book, part: Part, cell) -> Iterator[tuple[Cell, list[Cell], str, str]]:
    """What the balance tables say of each fund, and the revenue table of all of them."""
    summed = []
    for spec in words()["fund_lines"]:
        in_summary = cell("summary", "revenue", *TOTAL, line=spec["line"])
        granted = cell("appropriation", "revenue", *TOTAL, line=spec["line"])
        summed.append(in_summary)
        zh, en = measure_words(spec["fund"])
        yield (
            in_summary,
            [granted],
            f"{zh}：收支总表＝财政拨款收支总表",
            f"{en}: Summary = Fiscal appropriation",
        )
        if not carries(book, part):
            yield (
                granted,
                [cell("appropriation", "expenditure", spec["fund"])],
                f"{zh}：财政拨款收支总表的收入＝支出总计",
                f"{en}: Fiscal appropriation, revenue = total expenditure",
            )
            yield (
                granted,
                [cell(spec["role"], "", *TOTAL)],
                f"{zh}：财政拨款收支总表的收入＝支出表合计",
                f"{en}: Fiscal appropriation, revenue = total of the fund's table",
            )
    whole = cell("revenue_by_function", "", "appropriation")
    yield (
        whole,
        [x for x in summed if x is not NOTHING],
        "收入总表财政拨款收入＝收支总表各类财政拨款之和",
        "Revenue by function, fiscal appropriation = Summary, the sum of the funds",
    )


@rule(
    "empty-is-zero",
    "table_to_table",
    "空表即无此项资金：收支表中该资金为零",
    "An empty table states zero: the balance tables hold nothing of that fund",
    ("没有空表", "no table is empty"),
)
def empty_is_zero(book: Book) -> Iterator[Test]:
    for part in book.parts:
        for spec in words()["fund_lines"]:
            table = book.table(spec["role"], part)
            if table is None or not table.empty:
                continue
            zh, en = measure_words(spec["fund"])
            for role in ("summary", "appropriation"):
                other = book.table(role, part)
                line = other and other.find(spec["line"], "revenue")
                total = other and other.total("expenditure")
                for cell in (line.get(*TOTAL) if line else NOTHING, total.get(spec["fund"]) if total else NOTHING):
                    if cell is not NOTHING:
                        yield Test(
                            f"{table.id}={cell.id}",
                            [cell],
                            [],
                            f"{zh}：{table.title}为空表，{other.title}应为零",
                            f"{en}: the table is empty, {role_en(role)} must hold zero",
                            always=True,
                        )


@rule(
    "three-public-economic",
    "table_to_table",
    "“三公”经费各项等于基本支出表的对应科目",
    "Each three-public item equals its economic class in the basic expenditure table",
    ("缺少“三公”经费表或基本支出表", "the three-public table or the basic expenditure table is missing"),
)
def three_public_economic(book: Book) -> Iterator[Test]:
    for part in book.parts:
        table, basic = book.table("three_public", part), book.table("basic_by_economic", part)
        if table is None or basic is None:
            continue
        lines = three_public_lines(table)
        specs = [s for s in words()["three_public"] if s.get("economic")]
        codes = {s["key"]: s["economic"] for s in specs} | {"total": "+".join(s["economic"] for s in specs)}
        codes["cars"] = codes["car_running"]
        for key, wanted in codes.items():
            purchase = lines.get("car_purchase")
            if key not in lines or (key in ("cars", "total") and purchase and purchase.get(*TOTAL).counts):
                continue
            cells = [line.get(*TOTAL) for code in wanted.split("+") if (line := basic.code(code))]
            for measure in ("total", "general_public_budget"):
                left = lines[key].get(measure)
                if left is NOTHING or not cells:
                    continue
                short = left.amount > sum((c.amount for c in cells), ZERO)
                yield Test(
                    f"{left.id}={wanted}",
                    [left],
                    cells,
                    f"{lines[key].item}＝基本支出表 {wanted}",
                    f"{lines[key].item} = Basic expenditure {wanted}",
                    reason="其余部分可能列在项目支出 / the rest may be project expenditure"
                    if short and left.amount > 2 * sum((c.amount for c in cells), ZERO)
                    else "",
                )


# --- function to economic ------------------------------------------------------------------------------


@rule(
    "function-is-economic",
    "function_to_economic",
    "社保缴费与住房公积金按功能分类与按经济分类金额相同",
    "Insurance and housing fund contributions are the same by function and by economic class",
    ("缺少两种分类中同一笔缴费", "no contribution stands in both classifications"),
)
def function_is_economic(book: Book) -> Iterator[Test]:
    for part in book.parts:
        general, basic = book.table("general_budget_by_function", part), book.table("basic_by_economic", part)
        if general is None or basic is None:
            continue
        for spec in words()["function_to_economic"]:
            line = general.code(spec["function"])
            found = [x for code in spec["economic"] if (x := basic.code(code))]
            if line is None or not found:
                continue
            for measures, rights in ((("basic", "amount"), TOTAL), (("personnel",), ("personnel",))):
                left, right = line.get(*measures), [x.get(*rights) for x in found]
                if left is not NOTHING and NOTHING not in right:
                    codes = "＋".join(x.label for x in found)
                    yield Test(
                        f"{left.id}={'+'.join(x.code for x in found)}",
                        [left],
                        right,
                        f"{line.label}＝{codes}",
                        f"{line.label} = {codes}",
                    )
