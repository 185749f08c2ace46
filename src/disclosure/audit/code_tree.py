"""The identities of the tree of codes: every line in its place, once, and under one name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from disclosure.audit.book import Book, Cell, Line, bare, ordinal, words
from disclosure.audit.rules import Test, role_en, rule, tables, three_public_lines
from disclosure.audit.within_tables import blocks, tree


@rule(
    "code-has-parent",
    "code_tree",
    "每个项有其款，每个款有其类，编码位数合乎规范",
    "Every item has its group and class, and codes have the lengths of the classification",
    ("没有按科目编码列示的表", "no table lists codes"),
)
def code_has_parent(book: Book) -> Iterator[Test]:
    for _, table in tables(book):
        if not tree(table):
            continue
        for line in table.lines:
            if len(line.code) > 3:
                holds = len(line.code) % 2 == 1 and line.code[:-2] in table.by_code
                yield stated_of(
                    line,
                    f"{table.title}，{line.label} 之上有 {line.code[:-2]}",
                    f"{role_en(table.role)}, {line.label} stands under {line.code[:-2]}",
                    holds,
                )


def stated_of(line: Line, zh: str, en: str, holds: bool) -> Test:
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
        children = tree(table)
        deepest = max((len(code) for code in children), default=0)
        for line in table.lines:
            if 3 <= len(line.code) <= deepest and line.code not in words()["childless"]:
                yield stated_of(
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
            yield stated_of(
                lines[-1],
                f"{table.title}，{lines[0].label or name} 只列一次",
                f"{role_en(table.role)}, {lines[0].label or name} stands once",
                len(lines) == 1,
            )


@rule(
    "codes-in-order",
    "code_tree",
    "一表之内，科目编码由小到大排列",
    "Within a table, codes stand in their order",
    ("没有按科目编码顺序列示的表", "no table lists codes in their order"),
)
def codes_in_order(book: Book) -> Iterator[Test]:
    """A table that breaks the order more than a slip would (twice) is ordered otherwise, and not tested."""
    for _, table in tables(book):
        if not tree(table):
            continue
        lines = [line for line in table.lines if line.code]
        wrong = [b for a, b in itertools.pairwise(lines) if b.code <= a.code]
        if len(lines) > 1 and len(wrong) < 3:
            yield stated_of(
                wrong[0] if wrong else lines[0],
                f"{table.title}，{len(lines)} 个科目",
                f"{role_en(table.role)}, {len(lines)} codes",
                not wrong,
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
        if tree(table) or (table.role == "revenue_by_function" and table.lines):
            holds = table.total() is not None
            yield stated_of(table.lines[0], f"{table.title}印有合计", f"{role_en(table.role)} prints its total", holds)
        if table.role == "three_public":
            found = three_public_lines(table)
            for spec in words()["three_public"] if len(found) > 3 else ():
                yield stated_of(
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
            yield stated_of(
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
            test = stated_of(
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
            test = stated_of(
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
                    yield stated_of(
                        line,
                        f"{table.title}，{line.item} 序号与顺序相符",
                        f"{role_en(table.role)}, {line.item} stands in its place",
                        holds,
                    )
