"""The identities down a column of one table: codes and those below them, totals, sides of a balance."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.ledger import Ledger
from disclosure.audit.rule import (
    TOTAL,
    Scope,
    Test,
    carries,
    column_keys,
    measure_name,
    rule,
    tables,
)
from disclosure.audit.tables import Key, LedgerLine, LedgerTable
from disclosure.model.numbering import ordinal
from disclosure.model.roles import BALANCE, CLASSIFIED
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording


@rule(
    "code-sum",
    "down_column",
    Message("Down a column, a code is the sum of the codes directly below it"),
    needs=Message("no table lists codes with codes below them"),
)
def code_sum(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        keys = column_keys(table)
        for code, below in tree(table).items():
            if not code:
                continue
            for line in table.by_code[code]:
                for key in keys:
                    if key in line.amounts:
                        yield column_test(table, line, key, below, Message("= the codes below it"))


def tree(table: LedgerTable) -> dict[str, list[LedgerLine]]:
    return table.children() if table.by_code and table.role not in BALANCE else {}


def column_test(table: LedgerTable, line: LedgerLine, key: Key, below: list[LedgerLine], what: Message) -> Test:
    measure = measure_name(key[0])
    return Test(
        line.amounts[key].id,
        [line.amounts[key]],
        [x.amounts[key] for x in below if key in x.amounts],
        Message("{table}, column {measure}, {label} {what}", table=table, measure=measure, label=line.label, what=what),
    )


@rule(
    "total-sum",
    "down_column",
    Message("Down a column, the total is the sum of the classes, of the groups, and of the items"),
    needs=Message("no table lists codes under a total"),
)
def total_sum(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        children = tree(table)
        total = table.total()
        if not children or total is None:
            continue
        levels: dict[str, list[LedgerLine]] = {"top": children.get("", [])}
        leaves = [x for code, lines in table.by_code.items() if code not in children for x in lines]
        if len(children) > 1:
            levels["leaves"] = leaves
        middle = [x for code in children.get("", []) for x in children.get(code.code, [])]
        if all(x.code in children for x in children.get("", [])) and any(x.code in children for x in middle):
            levels["middle"] = middle
        said = {
            "top": Message("= the sum of the classes"),
            "middle": Message("= the sum of the groups"),
            "leaves": Message("= the sum of the last-level codes"),
        }
        for level, lines in levels.items():
            for key in column_keys(table):
                if key in total.amounts:
                    test = column_test(table, total, key, lines, said[level])
                    test.key += f".{level}"
                    yield test
        for top in children.get("", []):
            deep = [x for x in leaves if x.code.startswith(top.code) and x.code != top.code]
            if deep and any(x not in children.get(top.code, []) for x in deep):
                for key in column_keys(table):
                    if key in top.amounts:
                        test = column_test(table, top, key, deep, said["leaves"])
                        test.key += ".leaves"
                        yield test


def blocks(table: LedgerTable) -> Iterator[tuple[str, list[LedgerLine]]]:
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
    Message(
        "On a side of a balance table, the total of the year is the sum of its lines, the "
        "grand total adds what is carried over"
    ),
    needs=Message("no table sets revenue beside expenditure"),
)
def side_sum(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        for side, lines in blocks(table):
            keys = list(dict.fromkeys(c.key for c in table.columns.values() if c.side == side))
            for whole, parts, what in _side_sums(lines):
                for key in (k for k in keys if k in whole.amounts and k[0] not in ("other", "share")):
                    yield column_test(table, whole, key, parts, what)
        if table.role == "revenue_by_function" and not table.by_code and not _nested(table.lines):
            for whole, parts, what in _source_sums(table.lines):
                for key in (k for k in column_keys(table) if k in whole.amounts):
                    yield column_test(table, whole, key, parts, what)


@rule(
    "uncoded-tree",
    "down_column",
    Message(
        "In a table of classes without codes, the total is the sum of the first level, each "
        "line that of the level below"
    ),
    needs=Message("there is no such table"),
)
def uncoded_tree(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        by_words = [line for line in table.lines if line.level and not line.code and line.role in ("leaf", "subtotal")]
        if table.role not in CLASSIFIED or 2 * len(by_words) <= len(table.lines):
            continue
        if table.role == "revenue_by_function" and not _nested(table.lines):
            continue  # a list of sources
        for k, whole in enumerate(table.lines):
            level = 0 if whole.role == "total" else whole.level
            rest = table.lines if whole.role == "total" else table.lines[k + 1 :]
            ends = next((n for n, x in enumerate(rest) if x.level <= level and x.role != "total"), len(rest))
            parts = [x for x in rest[:ends] if x.level == level + 1 and x.role in ("leaf", "subtotal")]
            if whole.role in ("total", "subtotal") and parts:
                for key in (k for k in column_keys(table) if k in whole.amounts):
                    yield column_test(table, whole, key, parts, Message("= the sum of the level below"))


def _nested(lines: list[LedgerLine]) -> bool:
    """Does a line that sums others stand below another one?"""
    return any(line.role == "subtotal" and line.level > 1 for line in lines)


def _source_sums(lines: list[LedgerLine]) -> Iterator[tuple[LedgerLine, list[LedgerLine], Message]]:
    """A revenue table that lists sources in groups: the total of its subtotals, each of the lines after it."""
    groups: list[tuple[LedgerLine, list[LedgerLine]]] = []
    for line in lines:
        if line.role == "subtotal":
            groups.append((line, []))
        elif line.role in ("leaf", "of_which") and groups:
            groups[-1][1].append(line)
    for line in lines:
        if line.role == "total" and groups:
            yield line, [head for head, _ in groups], Message("= the sum of the groups of sources")
    for head, below in groups:
        if below:
            yield head, below, Message("= the sum of its own lines")


def _side_sums(lines: list[LedgerLine]) -> Iterator[tuple[LedgerLine, list[LedgerLine], Message]]:
    heads: list[LedgerLine] = []
    below: dict[int, list[LedgerLine]] = {}
    previous: LedgerLine | None = None
    # A second list of the same side is of which as a whole, and adds up by itself.
    again = all(line.role == "of_which" and not says("of_which", line.item) for line in lines if not line.sums)
    for line in lines:
        if again and not line.sums:
            heads.append(line)
        elif line.sums:
            if heads or previous:
                parts = ([previous] if previous else []) + heads
                yield line, parts, Message("= the sum of the lines above")
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
            yield line, below[id(line)], Message("= the sum of its own lines")
    if lines and lines[0].sums and heads and not any(line.sums for line in lines[1:]):
        yield lines[0], heads, Message("= the sum of the lines below")


@rule(
    "list-total",
    "down_column",
    Message(
        "Of lists of codes side by side, each subtotal is the sum of its classes, and the total that of the subtotals"
    ),
    needs=Message("no table sets lists of codes side by side, each with its subtotal"),
    scope=Scope(roles=("basic_by_economic",)),
)
def list_total(ledger: Ledger) -> Iterator[Test]:
    """人员经费合计 and 公用经费合计 at the foot: each of the lists up to its own column."""
    for _, table in tables(ledger):
        tops = tree(table).get("", [])
        sums = [line for line in table.lines if line.role == "subtotal" and line.sums]
        last = max((line.row for line in sums), default=0)
        sums = sorted((x for x in sums if x.row == last and x.page == sums[-1].page), key=lambda line: line.column)
        if len({line.column for line in tops}) < 2 or not sums:
            continue
        left = -1
        for line in sums:
            own = [x for x in tops if left < x.column <= line.column]
            left = line.column
            for key in (k for k in column_keys(table) if k in line.amounts and own):
                yield column_test(table, line, key, own, Message("= the sum of its classes"))
        total = table.total()
        if total is None:
            continue
        for key in (k for k in column_keys(table) if k in total.amounts):
            yield column_test(table, total, key, sums, Message("= the sum of the subtotals"))


@rule(
    "of-which",
    "down_column",
    Message("On a side of a balance table, what is of which is no more than the line it belongs to"),
    needs=Message("no balance table prints a line of which"),
)
def of_which(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        for _, lines in blocks(table):
            whole: LedgerLine | None = None
            inside = False
            for line in lines:
                if line.role != "of_which":
                    whole, inside = line, False
                    continue
                inside = inside or bool(says("of_which", line.item))
                if not inside or whole is None:
                    continue
                for key in line.amounts:
                    if key in whole.amounts and whole.amounts[key].yuan >= 0 and line.amounts[key].counts:
                        test = column_test(table, line, key, [whole], Message("≤ {whole}", whole=whole.label))
                        test.relation = "<="
                        yield test


@rule(
    "list-without-total",
    "down_column",
    Message("Two lists of one side, by function and by kind of expenditure, come to the same total"),
    needs=Message("no balance table sets two lists of one side beside each other"),
    scope=Scope(roles=BALANCE),
)
def list_without_total(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        for side, lines in blocks(table):
            if any(line.sums for line in lines):
                continue
            for other, theirs in blocks(table):
                total = next((line for line in theirs if line.sums), None)
                same = other.partition(":")[0] == side.partition(":")[0]
                if total is None or not (same or _balanced_by(table, side)):
                    continue
                heads = [x for x in lines if x.level <= 1 and x.role != "of_which"]
                for key in (k for k in column_keys(table) if k in total.amounts and any(k in x.amounts for x in heads)):
                    test = column_test(table, total, key, heads, Message("= the other list"))
                    test.key += f".{side}"
                    yield test


def _balanced_by(table: LedgerTable, side: str) -> bool:
    """May a list be held against the other side's total: its own side prints none, and nothing is carried over?"""
    own = side.partition(":")[0]
    carried = [x for x in table.lines if says("carried", x.item) and x.get(*TOTAL).counts]
    return not carried and not any(x.sums for s, lines in table.sides.items() if s.startswith(own) for x in lines)


@rule(
    "revenue-is-expenditure",
    "down_column",
    Message("Total revenue is total expenditure"),
    needs=Message("no table prints both totals"),
    scope=Scope(roles=BALANCE),
)
def revenue_is_expenditure(ledger: Ledger) -> Iterator[Test]:
    for entity, table in tables(ledger):
        if table.role not in BALANCE:
            continue
        left = table.total("revenue")
        for side, lines in table.sides.items():
            right = next((x for x in reversed(lines) if x.sums), None)
            if left is None or right is None or not side.startswith("expenditure") or ordinal(right.item):
                continue
            if says("this_year", left.item + right.item) and carries(ledger, entity):
                continue  # totals of the year alone
            for measures in (TOTAL, ("initial_budget",), ("adjusted_budget",)):
                one, two = left.get(*measures), right.get(*measures)
                if one.counts and two.counts and not says("revenue", right.item):
                    case = Message(
                        "{table}, {revenue} = {expenditure}", table=table, revenue=left.item, expenditure=right.item
                    )
                    if measures != TOTAL:
                        case = Message("{case} ({measure})", case=case, measure=measure_name(measures[0]))
                    key = f"{table.id}.{side}" if measures == TOTAL else f"{table.id}.{side}.{measures[0]}"
                    yield Test(key, [one], [two], case)


@rule(
    "year-balances",
    "down_column",
    Message("Revenue of the year and what was carried in equal expenditure of the year and what is carried out"),
    needs=Message("no totals of the year are printed"),
    scope=Scope(roles=BALANCE),
)
def year_balances(ledger: Ledger) -> Iterator[Test]:
    carried = wording("carried")
    for entity, table in tables(ledger):
        if table.role not in BALANCE:
            continue
        left = table.find(wording("year_revenue"), "revenue")
        right = table.find(wording("year_expenditure"), "expenditure")
        if left is None or right is None:
            continue
        carry_in = [x for x in table.side("revenue") if x.role == "leaf" and re.search(carried, x.item)]
        carry_out = [x for x in table.side("expenditure") if x.role == "leaf" and re.search(carried, x.item)]
        if not carry_in and not carry_out and carries(ledger, entity):
            continue  # what is carried stands elsewhere
        yield Test(
            table.id,
            [left.get(*TOTAL), *(x.get(*TOTAL) for x in carry_in)],
            [right.get(*TOTAL), *(x.get(*TOTAL) for x in carry_out)],
            Message("{table}, revenue of the year + carried in = expenditure of the year + carried out", table=table),
        )
