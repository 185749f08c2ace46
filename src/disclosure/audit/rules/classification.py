"""Codes and names against the national classification: codes that exist, and paths of names told in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator

from disclosure.audit.amount import Amount
from disclosure.audit.ledger import Ledger, Statement, paragraph_place
from disclosure.audit.rule import TOTAL, Test, rule, tables
from disclosure.audit.rules.code_tree import stated_of
from disclosure.audit.rules.metadata import misnamed
from disclosure.words.codes import (
    NATIONAL_SINCE,
    all_children_known,
    function_classes,
    national_codes,
    national_names,
    plain_name,
)
from disclosure.words.messages import Message
from disclosure.words.wording import says, wording

LEVELS = {"类": 3, "款": 5, "项": 7}
"""The digits of a code by the word for its level."""


@rule(
    "code-exists",
    "code_tree",
    Message("Below a class or group that is wholly known, every code is one of the classification"),
    needs=Message("no table has codes below a class or group that is wholly known, or the year is before 2018"),
    severity="minor",
    tolerance="exact",
)
def code_exists(ledger: Ledger) -> Iterator[Test]:
    for _, table in tables(ledger) if ledger.year >= NATIONAL_SINCE else ():
        kind = "economic" if table.role.endswith("by_economic") else "function"
        known = [line for line in table.lines if all_children_known(kind, line.code[:-2])]
        wrong = [line for line in known if not national_names(kind, line.code)]
        for line in wrong:
            yield stated_of(
                line, Message("{table}, {label}: there is no such code", table=table, label=line.label), False
            )
        if known and not wrong:
            case = Message("{table}, {count} codes exist", table=table, count=len(known))
            yield stated_of(known[0], case, True)


@rule(
    "path-of-names",
    "code_tree",
    Message("Classes, groups and items have the names of their year in the text, each with what it belongs to"),
    needs=Message("the text names no class, group or item, or the year is before 2018"),
    severity="minor",
    tolerance="exact",
)
def path_of_names(ledger: Ledger) -> Iterator[Test]:
    """Held against the national list, in the names of the year; a department may know more codes than the list."""
    rows = ledger.rows.get("paragraphs", []) if ledger.year >= NATIONAL_SINCE else []
    tried, wrong = [], 0
    for row in rows:
        code, one = "", None
        for other in re.finditer(wording("step_of_path"), row["paragraph"]):
            tried.append(row)
            digits = LEVELS[other[3]]
            goes_on = one is not None and one.end() == other.start() and digits - LEVELS[one[3]] == 2
            code = (code if goes_on else "") + other[2] if other[2] else ""
            right = _of_year(other[1], digits, ledger.year)
            if one and goes_on:
                right = right and _below(one[1], other[1], LEVELS[one[3]])
            if len(code) == digits:
                right = right and not misnamed("function", code, plain_name(other[1]), ledger.year)
            if not right:
                wrong += 1
                begin = one.start() if one and goes_on else other.start()
                words = Message("“{words}”", words=row["paragraph"][begin : other.end()])
                place = paragraph_place(row)
                yield Test(f"{row['paragraph_id']}.{other.start()}", [place], [], words, holds=False)
            one = other
    if tried and not wrong:
        place = Amount(tried[0]["paragraph_id"], tried[0]["page"], None)
        yield Test("all", [place], [], Message("{n} names of codes", n=len(tried)), holds=True)


def _of_year(name: str, digits: int, year: str) -> bool:
    """Is a name, of a code with so many digits, no name of years gone by? One of years to come may be one cut short."""
    codes = {code for code in national_codes("function", plain_name(name)) if len(code) == digits}
    named = [
        one for code in codes for one in national_names("function", code) if plain_name(one.name) == plain_name(name)
    ]
    return not named or any(not one.long_over(year) for one in named)


def _below(upper: str, lower: str, digits: int) -> bool:
    """Can a name stand right below another, whose code has so many digits?

    A name that the list has nowhere, or that may have codes which it does not have, can.
    """
    over = {code for code in national_codes("function", plain_name(upper)) if len(code) == digits}
    if digits == 3 and (other := function_classes().get(upper)):
        over.add(other)
    under = {code for code in national_codes("function", plain_name(lower)) if len(code) == digits + 2}
    if digits == 3 and not under and plain_name(upper) == plain_name(lower):
        return False  # the class told again as a group
    if not over or not under or any(code[:-2] in over for code in under):
        return True
    wholly = (all_children_known("function", code) for code in over)
    return not (digits == 3 or all(wholly) or all(all_children_known("function", code[:-2]) for code in under))


@rule(
    "path-in-table",
    "narrative_to_table",
    Message("An item that the text names is called so in the table, too"),
    needs=Message("the text names no item of a group that a table lists"),
    severity="minor",
    tolerance="exact",
)
def path_in_table(ledger: Ledger) -> Iterator[Test]:
    """Where its group has no item of that name, but one with its amount that the text does not name otherwise."""
    table = ledger.spending
    told: dict[tuple[str, str], Statement] = {}
    for said in ledger.statements:
        found = says("path", said.label)
        if found and found[3] and found[5] and said.basis == "current" and said.amount.counts:
            told.setdefault((plain_name(found[3]), plain_name(found[5])), said)
    if table is None:
        return
    called: dict[str, set[str]] = {}
    for _, other in tables(ledger):
        for line in other.lines if not other.role.endswith("by_economic") else ():
            called.setdefault(line.code, set()).add(plain_name(line.name))
    groups = {plain_name(line.name): line for line in table.coded_lines(5)}
    for (group, item), said in told.items():
        if group not in groups:
            continue
        items = [line for line in table.coded_lines(7) if line.code.startswith(groups[group].code)]
        named = [line for line in items if item in _names(line.code, called)]
        others = [
            line
            for line in items
            if abs(line.get(*TOTAL).yuan - said.amount.yuan) < said.amount.digit
            and not any(name in item or item in name or (group, name) in told for name in _names(line.code, called))
        ]
        if named or others:
            case = Message("{said}: {names} in the table", said=said, names=[line.label for line in others])
            if named:
                case = Message("{said} = {line}", said=said, line=named[0].label)
            place = Amount(said.amount.id, said.amount.page, None)
            yield Test(said.amount.id, [place], [], case, holds=bool(named))


def _names(code: str, called: dict[str, set[str]]) -> set[str]:
    """What a code is called, in any table and in the national list: in one table it may be wrong."""
    return called.get(code, set()) | {plain_name(one.name) for one in national_names("function", code)}
