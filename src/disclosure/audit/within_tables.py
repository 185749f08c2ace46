"""The identities inside one table: along a row, down a column, and in the tree of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.book import NOTHING, Book, Cell, Key, Line, Table, bare, ordinal, words
from disclosure.audit.rules import TOTAL, Test, column_keys, measure_words, role_en, rule, tables, three_public_lines

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
            tested: set[Key] = set()
            for whole, parts in compositions(table, side):
                names = [measure_words(m) for m, _ in (whole, *parts)]
                zh = f"{names[0][0]}＝{'＋'.join(name for name, _ in names[1:])}"
                en = f"{names[0][1]} = {' + '.join(name for _, name in names[1:])}"
                again = ".subtotals" if whole in tested else ""
                tested.add(whole)
                for line in lines:
                    if whole in line.cells:
                        left = [line.cells[whole]]
                        right = [line.cells[p] for p in parts if p in line.cells]
                        test = _row_test(table, line, left, right, zh, en)
                        test.key += again
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
                    yield _row_test(table, line, [cell], [now, before.minus()], "增减额", "change")


def _row_test(table: Table, line: Line, left: list[Cell], right: list[Cell], zh: str, en: str) -> Test:
    where, where_en = f"{table.title}，{line.label}", f"{role_en(table.role)}, {line.label}"
    return Test(left[0].id, left, right, f"{where}，{zh}", f"{where_en}, {en}")


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
        keys = column_keys(table)
        for code, below in _children(table).items():
            if not code:
                continue
            for line in table.by_code[code]:
                for key in keys:
                    if key in line.cells:
                        yield _column_test(table, line, key, below, "＝下级科目之和", "= the codes below it")


def _children(table: Table) -> dict[str, list[Line]]:
    return table.children() if table.by_code and table.role not in ("summary", "appropriation") else {}


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
            for key in column_keys(table):
                if key in total.cells:
                    test = _column_test(table, total, key, lines, *said[level])
                    test.key += f".{level}"
                    yield test
        for top in children.get("", []):
            deep = [x for x in leaves if x.code.startswith(top.code) and x.code != top.code]
            if deep and any(x not in children.get(top.code, []) for x in deep):
                for key in column_keys(table):
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
        if table.role == "revenue_by_function" and not table.by_code:
            for whole, parts, zh, en in _source_sums(table.lines):
                for key in (k for k in column_keys(table) if k in whole.cells):
                    yield _column_test(table, whole, key, parts, zh, en)


def _source_sums(lines: list[Line]) -> Iterator[tuple[Line, list[Line], str, str]]:
    """A revenue table that lists sources in groups: the total of its subtotals, each of the lines after it."""
    groups: list[tuple[Line, list[Line]]] = []
    for line in lines:
        if line.role == "subtotal":
            groups.append((line, []))
        elif line.role in ("leaf", "of_which") and groups:
            groups[-1][1].append(line)
    for line in lines:
        if line.role == "total" and groups:
            yield line, [head for head, _ in groups], "＝各类来源小计之和", "= the sum of the groups of sources"
    for head, below in groups:
        if below:
            yield head, below, "＝其下各行之和", "= the sum of its own lines"


def _side_sums(lines: list[Line]) -> Iterator[tuple[Line, list[Line], str, str]]:
    heads: list[Line] = []
    below: dict[int, list[Line]] = {}
    previous: Line | None = None
    for line in lines:
        if line.sums:
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
    "list-without-total",
    "down_column",
    "同一侧并列的两种分类，合计相同",
    "Two lists of one side, by function and by kind of expenditure, come to the same total",
    ("没有并列两种分类的收支表", "no balance table sets two lists of one side beside each other"),
)
def list_without_total(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        for side, lines in blocks(table):
            if any(line.sums for line in lines):
                continue
            for other, theirs in blocks(table):
                total = next((line for line in theirs if line.sums), None)
                same = other.partition(":")[0] == side.partition(":")[0]
                if total is None or not (same or _balanced_by(table, side)):
                    continue
                heads = [x for x in lines if x.level <= 1 and x.role != "of_which"]
                for key in (k for k in column_keys(table) if k in total.cells and any(k in x.cells for x in heads)):
                    test = _column_test(table, total, key, heads, "＝另一分类各行之和", "= the other list")
                    test.key += f".{side}"
                    yield test


def _balanced_by(table: Table, side: str) -> bool:
    """May a list be held against the other side's total: its own side prints none, and nothing is carried over?"""
    own = side.partition(":")[0]
    carried = [x for x in table.lines if re.search(words()["carried"], x.item) and x.get(*TOTAL).counts]
    return not carried and not any(x.sums for s, lines in table.sides.items() if s.startswith(own) for x in lines)


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
            right = next((x for x in reversed(lines) if x.sums), None)
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
                for key in column_keys(table):
                    if key in lines[parent].cells:
                        yield _column_test(table, lines[parent], key, below, "＝各项之和", "= the sum of its items")
        whole = table.find(r"^合\s*计$")
        beside = [x for x in table.lines if re.search(words()["beside_three_public"], x.bare)]
        if whole and "total" in lines and whole is not lines["total"] and beside:
            for key in (k for k in column_keys(table) if k in whole.cells):
                yield _column_test(
                    table, whole, key, [lines["total"], *beside], "＝“三公”经费与其他各项之和", "= these and the rest"
                )


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
    "code-has-children",
    "code_tree",
    "每个类列有其款，每个款列有其项（列到哪一级，各科目都列到哪一级）",
    "Every class has its groups and every group its items, as deep as the table goes",
    ("没有按科目编码列示且有上下级的表", "no table lists codes with codes below them"),
)
def code_has_children(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        children = _children(table)
        deepest = max((len(code) for code in children), default=0)
        for line in table.lines:
            if 3 <= len(line.code) <= deepest and line.code not in words()["childless"]:
                yield _stated(
                    line,
                    f"{table.title}，{line.label} 之下列有科目",
                    f"{role_en(table.role)}, {line.label} has codes below it",
                    line.code in children,
                )


@rule(
    "line-once",
    "code_tree",
    "一表之内，每个科目、合计与总计只列一次",
    "Within a table, each code and each total stands once",
    ("没有按科目编码列示的表", "no table lists codes"),
)
def line_once(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        counted: dict[tuple[str, str], list[Line]] = {}
        for line in table.lines:
            own = line.sums or table.role != "appropriation" or ordinal(line.item) is None
            name = line.code or (line.bare if own else "")
            if name:
                counted.setdefault((line.side, name), []).append(line)
        for (_, name), lines in counted.items():
            yield _stated(
                lines[-1],
                f"{table.title}，{lines[0].label or name} 只列一次",
                f"{role_en(table.role)}, {lines[0].label or name} stands once",
                len(lines) == 1,
            )


@rule(
    "total-printed",
    "code_tree",
    "每张表印出其合计；收支表有结转的一侧依次印出本年合计、结转、总计",
    "Each table prints its total; a side that carries money over prints the year, the carry, the total",
    ("没有应有合计的表", "no table calls for a total"),
)
def total_printed(book: Book) -> Iterator[Test]:
    carried = words()["carried"]
    for _, table in tables(book):
        if _children(table) or (table.role == "revenue_by_function" and table.lines):
            holds = table.total() is not None
            yield _stated(table.lines[0], f"{table.title}印有合计", f"{role_en(table.role)} prints its total", holds)
        if table.role == "three_public":
            found = three_public_lines(table)
            for spec in words()["three_public"] if len(found) > 3 else ():
                yield _stated(
                    table.lines[0],
                    f"{table.title}列有{spec['chinese']}",
                    f"{role_en(table.role)} lists {spec['english']}",
                    spec["key"] in found,
                )
        for side, lines in blocks(table):
            sums = [n for n, line in enumerate(lines) if line.sums]
            carry = [
                n for n, line in enumerate(lines) if line.role in ("leaf", "of_which") and re.search(carried, line.item)
            ]
            year = [n for n, line in enumerate(lines) if re.search("本年|当年", line.item)]
            if not sums and len(table.sides) > 2:
                continue  # a third list beside two others shares their totals
            holds = bool(sums) and sums[-1] == len(lines) - 1
            holds = holds and (not carry or bool(year)) and (len(sums) < 2 or bool(carry))
            yield _stated(
                lines[-1],
                f"{table.title}，{_side_zh(side)}一侧以总计结束，合计、结转齐全",
                f"{role_en(table.role)}, the {side.partition(':')[0] or 'other'} side ends with its total",
                holds,
            )


def _side_zh(side: str) -> str:
    return {"revenue": "收入", "expenditure": "支出"}.get(side.partition(":")[0], "另")


@rule(
    "same-classes",
    "code_tree",
    "列出全部支出大类的收支表，所列大类相同",
    "Balance tables that list every expenditure class list the same ones",
    ("没有两张列出全部大类的收支表", "no two balance tables list every class"),
)
def same_classes(book: Book) -> Iterator[Test]:
    for part in book.parts:
        both = [table for role in ("summary", "appropriation") if (table := book.table(role, part))]
        if len(both) == 2 and all(len(table.coded_lines(3)) >= 20 for table in both):
            lines = [both[0].coded_lines(3)[0], both[1].coded_lines(3)[0]]
            test = _stated(
                lines[0],
                f"{both[0].title}与{both[1].title}所列支出大类相同",
                "Summary and Fiscal appropriation list the same classes",
                {x.code for x in both[0].coded_lines(3)} == {x.code for x in both[1].coded_lines(3)},
            )
            yield test


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
                    if line.role != "of_which" and line.level <= 1:
                        last, code = 0, ""
                    continue
                holds = n == last + 1 and (not line.code or line.code > code)
                last, code = n, line.code or code
                if table.role == "summary" or line.code or not holds:
                    yield _stated(
                        line,
                        f"{table.title}，{line.item} 序号与顺序相符",
                        f"{role_en(table.role)}, {line.item} stands in its place",
                        holds,
                    )
