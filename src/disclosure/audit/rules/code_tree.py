"""The identities of the tree of codes: every line in its place, once, and under one name."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, words
from disclosure.audit.rule import Scope, Test, rule, tables
from disclosure.audit.rules.down_column import blocks, tree
from disclosure.audit.tables import LedgerLine, LedgerTable
from disclosure.model.numbering import ordinal
from disclosure.model.roles import BALANCE
from disclosure.words.messages import Message
from disclosure.words.names import bare


@rule(
    "code-has-parent",
    "code_tree",
    Message("Every item has its group and class, and codes have the lengths of the classification"),
    needs=Message("no table lists codes"),
    severity="minor",
    tolerance="exact",
)
def code_has_parent(ledger: Ledger) -> Iterator[Test]:
    """From the highest level that the table prints with its codes: some print classes by their names alone."""
    for _, table in tables(ledger):
        highest = min((len(code) for code in table.by_code), default=3)
        for line in table.lines if tree(table) else ():
            if len(line.code) > max(highest, 3):
                holds = len(line.code) % 2 == 1 and line.code[:-2] in table.by_code
                yield stated_of(
                    line,
                    Message(
                        "{table}, {label} stands under {parent}", table=table, label=line.label, parent=line.code[:-2]
                    ),
                    holds,
                )


def stated_of(line: LedgerLine, sentence: Message, holds: bool) -> Test:
    """A test of a line that compares no amounts; it names the line by its first one."""
    amounts = [Amount(amount.id, amount.page, None) for amount in line.amounts.values()][:1]
    return Test(amounts[0].id if amounts else line.code, amounts, [], sentence, holds=holds)


@rule(
    "code-has-children",
    "code_tree",
    Message("Every class has its groups and every group its items, as deep as the table goes"),
    needs=Message("no table lists codes with codes below them"),
    severity="minor",
    tolerance="exact",
)
def code_has_children(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        children = tree(table)
        deepest = max((len(code) for code in children), default=0)
        for line in table.lines:
            if 3 <= len(line.code) <= deepest and line.code not in words()["childless"]:
                yield stated_of(
                    line,
                    Message("{table}, {label} has codes below it", table=table, label=line.label),
                    line.code in children,
                )


@rule(
    "line-once",
    "code_tree",
    Message("Within a table, each code and each total stands once"),
    needs=Message("no table lists codes"),
    severity="minor",
    tolerance="exact",
)
def line_once(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger):
        counted: dict[tuple, list[LedgerLine]] = {}
        for line in table.lines:
            name = line.code or (line.bare if line.sums or _named_once(table, line) else "")
            if name:
                # Of two years or units one below the other, each line stands once for each.
                counted.setdefault((line.side, name, line.unit, frozenset(line.amounts)), []).append(line)
        for (_, name, _, _), lines in counted.items():
            yield stated_of(
                lines[-1],
                Message("{table}, {line} stands once", table=table, line=lines[0].label or name),
                len(lines) == 1,
            )


def _named_once(table: LedgerTable, line: LedgerLine) -> bool:
    """Do the words of a line say which it is? A 款 and its 项 may be called the same, and so may parts of a balance."""
    return not table.role.endswith("_by_function") and (table.role != "appropriation" or ordinal(line.item) is None)


@rule(
    "codes-in-order",
    "code_tree",
    Message("Within a table, codes stand in their order"),
    needs=Message("no table lists codes in their order"),
    severity="style",
    tolerance="exact",
)
def codes_in_order(ledger: Ledger) -> Iterator[Test]:
    """A list that breaks the order more than a slip would (twice) is ordered otherwise, and not tested.

    Economic classes may stand by what they are, 301 and 303 before 302: there the order is that within each class.
    """
    for _, table in tables(ledger):
        economic = table.role.endswith("_by_economic")
        lists: dict[int, list[LedgerLine]] = {}
        for line in table.lines if tree(table) else ():
            if line.code:
                lists.setdefault(line.column, []).append(line)
        for lines in lists.values():
            pairs = [(a, b) for a, b in itertools.pairwise(lines) if not economic or a.code[:3] == b.code[:3]]
            wrong = [b for a, b in pairs if b.code <= a.code]
            if len(lines) > 1 and len(wrong) < 3:
                yield stated_of(
                    wrong[0] if wrong else lines[0],
                    Message("{table}, {count} codes", table=table, count=len(lines)),
                    not wrong,
                )


@rule(
    "totals-alike",
    "code_tree",
    Message("The tables of a document that list codes all print a total, or none does"),
    needs=Message("no two tables list codes"),
    severity="style",
    tolerance="exact",
)
def totals_alike(ledger: Ledger) -> Iterator[Test]:
    """A form need not print a total: lists side by side have one each, and a list of last-level codes may have none."""
    for entity in ledger.entities:
        own = [table for tables in entity.values() for table in tables if tree(table) and _one_list(table)]
        with_total = [table for table in own if table.total() is not None]
        for table in own if len(own) > 1 and with_total else ():
            yield stated_of(
                table.lines[0],
                Message("{table} prints its total", table=table),
                table in with_total,
            )


def _one_list(table: LedgerTable) -> bool:
    """Is the table one list of codes from class to item?"""
    coded = [line for line in table.lines if line.code]
    return len({line.column for line in coded}) == 1 and any(len(line.code) == 3 for line in coded)


@rule(
    "nothing-after-total",
    "code_tree",
    Message("On a side of a balance table no money stands after the last total"),
    needs=Message("no table sets revenue beside expenditure"),
    scope=Scope(roles=BALANCE),
    tolerance="exact",
)
def nothing_after_total(ledger: Ledger) -> Iterator[Test]:
    """Money carried over and left outside the total. A side that begins with its total is not meant."""
    for _, table in tables(ledger):
        for side, lines in blocks(table):
            sums = [n for n, line in enumerate(lines) if line.sums]
            if not sums or sums == [0]:
                continue
            after = [x for x in lines[sums[-1] + 1 :] if x.role == "leaf" and any(c.counts for c in x.amounts.values())]
            yield stated_of(
                (after or lines)[-1],
                Message("{table}, the {side} side ends with its total", table=table, side=side_name(side)),
                not after,
            )


def side_name(side: str) -> Message:
    """What a side of a balance table is called."""
    names = {"revenue": Message("revenue"), "expenditure": Message("expenditure")}
    return names.get(side.partition(":")[0], Message("other"))


@rule(
    "same-classes",
    "code_tree",
    Message("Balance tables that list every expenditure class list the same ones"),
    needs=Message("no two balance tables list every class"),
    scope=Scope(roles=BALANCE),
    severity="style",
    tolerance="exact",
)
def same_classes(ledger: Ledger) -> Iterator[Test]:
    for entity in ledger.entities:
        both = [table for role in BALANCE if (table := ledger.table(role, entity))]
        if len(both) == 2 and all(len(table.coded_lines(3)) >= 20 for table in both):
            lines = [both[0].coded_lines(3)[0], both[1].coded_lines(3)[0]]
            test = stated_of(
                lines[0],
                Message("{one} and {other} list the same classes", one=both[0], other=both[1]),
                {x.code for x in both[0].coded_lines(3)} == {x.code for x in both[1].coded_lines(3)},
            )
            yield test


@rule(
    "code-one-name",
    "code_tree",
    Message("A code has one name everywhere in the document"),
    needs=Message("no code stands in two places"),
    severity="minor",
    tolerance="exact",
)
def code_one_name(ledger: Ledger) -> Iterator[Test]:
    named: dict[tuple[bool, str], list[LedgerLine]] = {}
    for _, table in tables(ledger):
        for line in table.lines:
            if line.code and line.name and line.amounts:
                named.setdefault((table.role.endswith("_by_economic"), line.code), []).append(line)
    for (_, code), lines in named.items():
        if len(lines) > 1:
            often = Counter(_plain_name(line.name) for line in lines)
            lines.sort(key=lambda line: often[_plain_name(line.name)])  # the odd one is the one to look at
            names = sorted(often)
            test = stated_of(
                lines[0],
                Message("{code} is called {names}", code=code, names=names),
                len(names) == 1,
            )
            test.key = code
            test.left = [Amount(next(iter(x.amounts.values())).id, x.page, None) for x in lines]
            yield test


def _plain_name(name: str) -> str:
    return re.sub(r"[\s“”\"'、，,·]", "", bare(name))


@rule(
    "numbering",
    "code_tree",
    Message("The lines of a balance table are numbered without a gap, and classes stand in the order of their codes"),
    needs=Message("no balance table has numbered lines"),
    severity="style",
    tolerance="exact",
)
def numbering(ledger: Ledger) -> Iterator[Test]:
    """A form that prints only the classes with money keeps their numbers, and so leaves out more than one."""
    for _, table in tables(ledger):
        for _, lines in blocks(table):
            last, code = 0, ""
            found: list[tuple[LedgerLine, int, bool]] = []
            for line in lines:
                n = ordinal(line.item)
                if n is None:
                    if line.role != "of_which" and line.level <= 1:
                        last, code = 0, ""
                    continue
                found.append((line, n - last, not line.code or line.code > code))
                last, code = n, line.code or code
            gaps = [step for _, step, _ in found if step > 1]
            sparse = len(gaps) > 1 or any(step > 2 for step in gaps)
            for line, step, rises in found:
                holds = rises and (step == 1 or (sparse and step > 0))
                if table.role == "summary" or line.code or not holds:
                    yield stated_of(
                        line,
                        Message("{table}, {item} stands in its place", table=table, item=line.item),
                        holds,
                    )
