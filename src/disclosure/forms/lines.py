"""The printed lines of a statutory table: what each stands for, and which of them may be summed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from disclosure.forms.books import wording
from disclosure.forms.columns import EMBEDDED, budget_phase
from disclosure.forms.labels import in_chinese, row_role
from disclosure.forms.recognised import Column, Recognised, amount_columns
from disclosure.model.amounts import parse_amount
from disclosure.model.numbering import NUMBERING, ordinal, unnumbered
from disclosure.model.roles import CLASSIFIED, NO_AMOUNT
from disclosure.model.source import EXECUTED
from disclosure.model.sums import ends_of_sums
from disclosure.words.codes import function_classes
from disclosure.words.messages import Message

NO_LABELS: dict[str, Any] = {
    "function_code": "",
    "function_name": "",
    "economic_code": "",
    "economic_name": "",
    "item": "",
    "unit_code": "",
    "unit_name": "",
    "level": None,
    "row_role": "leaf",
}

Amount = tuple[int, Column, dict]
"""Row and column of an amount, and its labels."""


def lines_of(found: Recognised) -> Iterator[Amount]:
    """The amounts of a table that states any, in reading order."""
    yield from {"coded": _coded_lines, "lines": _item_lines, "wide": _wide_lines}[found.kind](found)


def is_empty(found: Recognised) -> bool:
    """Does the table state nothing: no row below its header, or no text in any of them but 合计?"""
    table = found.table
    texts = [text for row in table.texts()[table.header :] for text in row]
    return not any(
        text for text in texts if not wording("nothing").match(text) and not wording("states_none").match(text)
    )


def empty_line(found: Recognised) -> Iterator[Amount]:
    """The columns of an empty table, each at the last header cell above it."""
    table = found.table
    for column in amount_columns(found):
        r = max(k for k in range(max(table.header, 1)) if column.index in table.rows[k])
        yield r, column, {**NO_LABELS, "row_role": "total", "null_kind": "empty_table"}


def _value(found: Recognised, r: int, column: Column) -> Decimal:
    return parse_amount(found.table.text(r, column.index))[0] or Decimal(0)


def _say_nameless(found: Recognised) -> None:
    found.remark("line", Message("amounts in a line without a name: kept, in no sum"))


# --- lines named by codes --------------------------------------------------------------------------------


@dataclass(slots=True)
class _CodeList:
    """One of the lists of codes that stand beside each other in a table; ``again`` says the same money once more."""

    code: list[Column] = field(default_factory=list)
    name: list[Column] = field(default_factory=list)
    amount: list[Column] = field(default_factory=list)
    again: bool = False


@dataclass(slots=True)
class _CodedLine:
    """A line of a list: its row, code and name, and the unit whose line it is."""

    row: int
    code: str
    name: str
    unit: tuple[str, str]
    of_unit: bool = False
    project: str = ""


def _coded_lines(found: Recognised) -> Iterator[Amount]:
    """Rows of a table keyed by codes: ``(row, column, labels)`` for each amount cell, list by list.

    A table may set several lists beside each other (final accounts do, for economic classes): a code column after an
    amount column opens the next list. A list of the government's economic classes beside the department's own says
    the same money again.
    """
    lists = _lists(found)
    lines = [(part, _lines(found, part)) for part in lists]
    codes = {line.code for part, own in lines for line in own if line.code}
    parents = {code[:n] for code in codes for n in (3, 5) if len(code) > n}
    units = {line.unit[0] for _, own in lines for line in own if line.of_unit}
    made = []
    for part, own in lines:
        for k, line in enumerate(own):
            labels = dict(NO_LABELS)
            labels["unit_code"], labels["unit_name"] = line.unit
            if line.code:
                kind = "economic" if line.code[0] in "35" else "function"
                labels[f"{kind}_code"], labels[f"{kind}_name"] = line.code, line.name
                labels["level"] = (len(line.code) - 1) // 2
                labels["row_role"] = "subtotal" if line.code in parents or _of_projects(line, own) else "leaf"
                labels["item"] = line.project
            else:
                labels["item"] = line.name
                labels["row_role"] = row_role(line.name) or _uncoded(found, part, own, k, bool(codes), units, parents)
                if not line.name:
                    labels["row_role"] = "of_which"
            if part.again and labels["row_role"] == "leaf":
                labels["row_role"] = "of_which"
            if labels["row_role"] != "count":
                cells = found.table.rows[line.row]
                made += [(line.row, column, labels) for column in part.amount if column.index in cells]
    return iter(made)


def _of_projects(line: _CodedLine, lines: list[_CodedLine]) -> bool:
    """Is this the sum of the projects that stand under its code?"""
    return not line.project and any(other.project and other.code == line.code for other in lines)


def _lists(found: Recognised) -> list[_CodeList]:
    lists = [_CodeList()]
    for column in found.columns:
        kind = column.measure
        if kind in ("code", "code_name", "government_code") and lists[-1].amount:
            lists.append(_CodeList(again=kind == "government_code"))
        if kind in ("code", "code_name") or (kind == "government_code" and lists[-1].again):
            lists[-1].code.append(column)
        elif kind == "name" or (kind == "government_name" and lists[-1].again):
            lists[-1].name.append(column)
        elif kind not in NO_AMOUNT:
            lists[-1].amount.append(column)
    return lists


def _lines(found: Recognised, part: _CodeList) -> list[_CodedLine]:
    """The lines of one list. A unit stands in columns of its own, or in a line above its own lines."""
    table = found.table
    unit_code, unit_name = ([c for c in found.columns if c.measure == kind] for kind in ("unit_code", "unit_name"))
    among_names = any(wording("unit").search(column.label) for column in part.name)
    lines: list[_CodedLine] = []
    unit, before = ("", ""), ("", "", "")
    for r in range(table.header, len(table.rows)):
        code, name, before = _code_and_name(found, r, part, before)
        own = tuple("".join(table.text(r, column.index) for column in columns) for columns in (unit_code, unit_name))
        if not (code or name or any(own)):
            name = "".join(table.text(r, column.index) for column in found.columns if column.measure == "text")
            if not any(table.text(r, column.index) for column in part.amount):
                continue
            if not name:
                _say_nameless(found)
        if not code and row_role(name or own[1] or own[0]) in ("total", "subtotal"):
            lines.append(_CodedLine(r, "", name or own[1] or own[0], ("", "")))
            continue
        if _runs_on(found, r, code, part) and lines and lines[-1].code:
            lines[-1].name += name
            continue
        of_unit = not code and (any(own) or (among_names and bool(name)))
        if of_unit:
            unit = own[0], own[1] or name
        elif any(own):
            unit = own[0] or unit[0], own[1] or (unit[1] if own[0] in ("", unit[0]) else "")
        project = "".join(table.text(r, column.index) for column in found.columns if column.measure == "project_name")
        lines.append(_CodedLine(r, code, name or (own[1] if of_unit else ""), unit, of_unit, project))
    return lines


def _code_and_name(found: Recognised, r: int, part: _CodeList, before: tuple) -> tuple[str, str, tuple]:
    """Code and name of a line, and its parts for the next one.

    A code set in columns of its own (类, 款, 项) is put together: "301", "2" is 30102; what is not repeated, for its
    cell spans several lines, counts still; a column may also hold the whole code.
    """
    table = found.table
    name = "".join(table.text(r, column.index) for column in part.name)
    if not part.code:
        return "", name, before
    texts = [table.text(r, column.index) for column in part.code]
    if part.code[0].measure == "code_name":
        found_code = EMBEDDED.match(texts[0])
        return (found_code[1], texts[0][found_code.end() :] + name, before) if found_code else ("", texts[0], before)
    if any(texts[1:]) and not texts[0] and all(text.isdigit() for text in texts if text):
        first = next(k for k, text in enumerate(texts) if text)
        texts[:first] = before[:first]
    code = ""
    for text in texts:
        whole = code and len(text) > len(code) and text.startswith(code)
        code = text if whole else code + (text.zfill(2) if code and text.isdigit() else text)
    if re.fullmatch(r"\d{3,}", code):
        return code, name, (*texts, "", "")
    if not (name or code) and part.name:  # 公用经费合计 over the columns of two lists
        name = table.covering(r, part.name[0].index)
    return "", name or code, before


def _runs_on(found: Recognised, r: int, code: str, part: _CodeList) -> bool:
    """Is this what is left of a name that a page break cuts: a first line of a page with neither code nor amount?"""
    table = found.table
    if code or r == table.header or not part.code:
        return False
    (_, here), (_, above) = next(iter(table.rows[r].values())), next(iter(table.rows[r - 1].values()))
    return here is not above and not any(table.text(r, column.index) for column in amount_columns(found))


def _uncoded(
    found: Recognised, part: _CodeList, lines: list[_CodedLine], k: int, coded: bool, units: set[str], parents: set[str]
) -> str:
    """The role of a line without a code, in a table of codes or of units.

    A unit has its lines below it, or units whose codes begin with its own. Any other line is the sum of the coded
    lines below it where it is their sum.
    """
    line = lines[k]
    if line.of_unit:
        code = line.unit[0]
        above = coded or any(other != code and code and other.startswith(code) for other in units)
        return "subtotal" if above else "leaf"
    below: list[_CodedLine] = []
    for other in lines[k + 1 :]:
        if not other.code:
            break
        if other.code not in parents:
            below.append(other)
    whole = [_value(found, line.row, column) for column in part.amount]
    sums = [sum(_value(found, other.row, column) for other in below) for column in part.amount]
    return "subtotal" if below and any(whole) and whole == sums else "leaf"


# --- lines named by words --------------------------------------------------------------------------------


def _item_lines(found: Recognised) -> Iterator[Amount]:
    """Rows of a table whose lines are named by words: ``(row, column, labels)`` for each amount cell."""
    table = found.table
    sides: dict[tuple[int, ...], list[Column]] = {}
    for column in amount_columns(found):
        if column.item_columns:
            sides.setdefault(column.item_columns, []).append(column)
    made, told = [], set()
    for names, columns in sides.items():
        lines = [(r, *_item(found, r, names)) for r in range(table.header, len(table.rows))]
        lines = [line for line in lines if line[1] or any(table.text(line[0], c.index) for c in columns)]
        if not all(item for _, item, _ in lines):
            _say_nameless(found)
        roles = _line_roles(found, lines, columns)
        depths = _tree(found, lines, roles, columns) if found.role in CLASSIFIED else None
        if depths:
            following = [*depths[1:], 0]
            roles = ["subtotal" if following[k] > depths[k] > 0 else role for k, role in enumerate(roles)]
        levels = depths or [min(level, 2) for _, _, level in lines]
        if columns[0].direction in told:  # a second list of the same side says the same money another way
            roles = ["of_which" if role == "leaf" else role for role in roles]
        told.add(columns[0].direction)
        for (r, item, _), level, role in zip(lines, levels, roles, strict=True):
            if role == "count":
                continue
            labels = {**NO_LABELS, "item": item, "row_role": role, "level": 2 if role == "of_which" else level}
            if role in ("total", "subtotal") and row_role(item):
                labels["level"] = None
            bare = in_chinese(unnumbered(item))
            if (
                columns[0].direction == "expenditure"
                and bare in function_classes()
                and role not in ("total", "of_which")
                and (level == 1 or not depths)
            ):
                labels["function_code"], labels["function_name"] = function_classes()[bare], bare
            made += [(r, column, labels) for column in columns if column.index in table.rows[r]]
    return iter(sorted(made, key=lambda line: (line[0], line[1].index)))


def _item(found: Recognised, r: int, names: tuple[int, ...]) -> tuple[str, int]:
    """The name of a line and its level: by its numbering, or by the second of two columns of names."""
    table = found.table
    texts = [table.text(r, k) for k in names]
    if not any(texts):
        texts[-1] = table.covering(r, names[-1])  # 支出合计 over the columns of two sides
    item = next((text for text in reversed(texts) if text), "")
    if len(names) > 1 and texts[-1]:
        if wording("subtotal").fullmatch(item):
            above = next(
                (table.text(k, names[0]) for k in range(r, table.header - 1, -1) if table.text(k, names[0])), ""
            )
            return f"{above}小计", 1
        return item, 2
    return item, _level(item)


def _line_roles(found: Recognised, lines: list[tuple[int, str, int]], columns: list[Column]) -> list[str]:
    """leaf, subtotal, total, of_which or count for each line of one side.

    A line followed by lines one level below is their subtotal where they add up to it or where it prints nothing,
    and else a leaf that they are of_which. "其中" opens a list of which its unnumbered followers are part, and, where
    it is followed by a number (其中：（1）), those numbered in the same way instead.
    """
    roles: list[str] = []
    listed, last, numbered = False, "", 0
    for _, item, _ in lines:
        role = row_role(item, last)
        if role == "of_which":
            bare = wording("of_which").sub("", item)
            numbered = _level(bare) if NUMBERING.match(bare) else 0
        goes_on = role is None and (_level(item) == numbered if numbered else not NUMBERING.match(item))
        listed = bool(item) and (role == "of_which" or (listed and goes_on))
        roles.append("of_which" if listed or not item else role or "leaf")
        last = item if roles[-1] == "leaf" else last
    for k, (r, item, level) in enumerate(lines):
        if roles[k] != "leaf" or (found.role == "three_public" and not wording("three_public").search(item)):
            continue
        below = []
        for j in range(k + 1, len(lines)):
            if lines[j][2] <= level or roles[j] not in ("leaf", "subtotal"):
                break
            below.append(j)
        direct = [j for j in below if lines[j][2] == min(lines[i][2] for i in below)]
        if below:
            whole = [_value(found, r, c) for c in columns]
            blank = all(parse_amount(found.table.text(r, c.index))[1] == "blank" for c in columns)
            if blank or (any(whole) and whole == [sum(_value(found, lines[j][0], c) for j in direct) for c in columns]):
                roles[k] = "subtotal"
            else:
                for j in below:
                    roles[j] = "of_which"
    if found.role == "three_public":
        values = [[_value(found, r, c) for c in columns] for r, _, _ in lines]
        _beside(roles, [item for _, item, _ in lines], values)
    return roles


def _beside(roles: list[str], items: list[str], values: list[list[Decimal]]) -> None:
    """Meetings and training printed beside the “三公” expenses are of_which where the total is without them."""
    other = [k for k, item in enumerate(items) if roles[k] == "leaf" and wording("beside_three_public").search(item)]
    leaves = [values[k] for k, role in enumerate(roles) if role == "leaf" and k not in other]
    totals = [values[k] for k, role in enumerate(roles) if role in ("total", "subtotal")]
    sums = [sum(column) for column in zip(*leaves, strict=True)]
    if other and any(whole and whole == part for total in totals for whole, part in zip(total, sums, strict=True)):
        for k in other:
            roles[k] = "of_which"


def _tree(found: Recognised, lines: list[tuple], roles: list[str], columns: list[Column]) -> list[int] | None:
    """How deep each line of a table of classes, groups and items stands where it prints no codes; 0 for a total.

    A line is the sum of the lines that follow it, until they reach it. That is believed where the lines of the first
    level make the printed total and all lines together do not; otherwise None.
    """
    values = [[_value(found, r, column) for column in columns] for r, _, _ in lines]
    own = [k for k, role in enumerate(roles) if role == "leaf"]
    totals = [values[k] for k, role in enumerate(roles) if role == "total"]
    if not totals or len(own) + len(totals) < len(lines) or any(level != 1 for _, _, level in lines):
        return None
    ends = ends_of_sums([values[k] for k in own])
    first, n = [], 0
    while n < len(own):
        first.append(own[n])
        n = ends[n]
    depths = [0] * len(lines)
    for n, k in enumerate(own):
        depths[k] = max(depths[k], 1)
        for below in own[n + 1 : ends[n]]:
            depths[below] = depths[k] + 1
    sums = [[sum(column) for column in zip(*(values[k] for k in some), strict=True)] for some in (first, own)]
    return depths if sums[0] in totals and sums[1] not in totals else None


def _level(item: str) -> int:
    if ordinal(item) is not None:
        return 1
    if re.match(r"^\d|^[（(]\d", item) and NUMBERING.match(item):
        return 3 if item[0].isdigit() else 4
    return 2 if NUMBERING.match(item) else 1


# --- lines named by the header ---------------------------------------------------------------------------


def _wide_lines(found: Recognised) -> Iterator[Amount]:
    """A table whose header names the items: amounts in a line, or in one for each year or unit.

    For the “三公” expenses each column is an item of its own; for any other table the columns keep their measures and
    the line is its total.
    """
    table = found.table
    columns = amount_columns(found)
    named = {
        kind: [c for c in found.columns if c.measure == kind] for kind in ("year", "stage", "unit_code", "unit_name")
    }
    rows = [r for r in range(table.header, len(table.rows)) if any(table.text(r, c.index) for c in columns)]
    said = {r: {kind: "".join(table.text(r, c.index) for c in own) for kind, own in named.items()} for r in rows}
    years = {r: int(year[0]) for r in rows if (year := re.search(r"20\d\d", said[r]["year"]))}
    spent = any(wording("outturn").search(names["stage"]) for names in said.values())
    nameless = len(rows) > 1 and not any(any(names.values()) for names in said.values())
    if nameless:
        found.remark("line", Message("its lines have no names: kept, in no sum"))
    for r in rows:
        unit = said[r]["unit_code"], said[r]["unit_name"]
        together = any(row_role(text) == "total" for text in unit)
        items = [_wide_item(column) for column in columns]
        roles = [role for _, role, _ in items]
        _beside(roles, [item for item, _, _ in items], [[_value(found, r, column)] for column in columns])
        for column, (item, _, level), role in zip(columns, items, roles, strict=True):
            if column.index not in table.rows[r]:
                continue
            labels = {**NO_LABELS, "item": "合计", "row_role": "total"}
            if found.role == "three_public":
                labels["item"], labels["row_role"], labels["level"] = item, role, level
                if column.measure not in ("initial_budget", "adjusted_budget"):
                    column.measure, column.role = "total", "leaf"
            if not together:
                labels["unit_code"], labels["unit_name"] = unit
            elif len(rows) > 1 and labels["row_role"] == "leaf":
                labels["row_role"] = "subtotal"
            if nameless or (spent and wording("budget").search(said[r]["stage"])):
                labels["row_role"] = "of_which"
            if spent and said[r]["stage"]:
                stage = said[r]["stage"]
                labels["phase"] = budget_phase(stage, table.note) if wording("budget").search(stage) else EXECUTED
            if years:
                labels["basis"] = "current" if years.get(r) == max(years.values()) else "prior"
            yield r, column, labels


def _wide_item(column: Column) -> tuple[str, str, int | None]:
    """Name, role and level of the item that a column of a wide table stands for."""
    path = [part for part in map(in_chinese, column.label.split("/")) if not wording("amount_of_a_year").match(part)]
    group = [part for part in path if wording("three_public").search(part)]
    rest = [part for part in path if not wording("three_public").search(part)]
    sums = ("小计", "合计")
    if not rest or rest == ["合计"]:
        return "合计", "total", None
    if rest[-1] in sums and len(rest) == 1:
        return wording("amount_words").sub("", group[-1] if group else rest[-1]), "subtotal", None
    if rest[-1] in sums:
        return rest[-2], "leaf" if len(rest) == 2 else "of_which", min(len(rest) - 1, 2)
    item = wording("amount_words").sub("", rest[-1])
    if len(rest) > 1:
        return item, "of_which", 2
    return item, row_role(item) or "leaf", 1
