"""Whether what a document says of its figures agrees: their year, unit, fund and names, each told in several places."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.ledger import Amount, Ledger, LedgerLine, Record, part_of, wording
from disclosure.audit.rule import Test, rule, tables
from disclosure.audit.rules.code_tree import stated_of
from disclosure.words.codes import known_names, plain_name
from disclosure.words.messages import Message

_YEAR = re.compile(r"\D{0,20}(20\d\d)(?=年)")
"""The year that a title begins with, after a number of the table or the publisher's name."""
FUND_OF = {"政府性?基金": "government_fund", "国有资本": "state_capital", "一般公共预算": "general_public_budget"}


def by_table(ledger: Ledger) -> Iterator[tuple[Record, list[Record]]]:
    """Each table that facts were read from, with its facts."""
    table_of = {part: row for row in ledger.printed for part in (row.get("parts") or "").split()}
    facts: dict[str, list[Record]] = {}
    for fact in ledger.rows.get("facts", ()):
        if part_of(fact) in table_of:
            facts.setdefault(table_of[part_of(fact)]["table_id"], []).append(fact)
    for row in ledger.printed:
        if row["table_id"] in facts:
            yield row, facts[row["table_id"]]


def _of_table(row: Record, facts: list[Record], wrong: list[Record], sentence: Message) -> Test:
    first = (wrong or facts)[0]
    return Test(row["table_id"], [Amount(first["fact_id"], first["page"], None)], [], sentence, holds=not wrong)


@rule(
    "year-told",
    "completeness",
    Message("Titles, text and data are of one fiscal year"),
    needs=Message("nothing names a year that could be held against another"),
    severity="minor",
    tolerance="exact",
)
def year_told(ledger: Ledger) -> Iterator[Test]:
    """The year of the data is held against that of each title, and of what the text says most figures are of."""
    years = Counter(fact["fiscal_year"] for fact in ledger.rows.get("facts", ()) if fact.get("fiscal_year"))
    own = ledger.year if ledger.year in years else ""
    if not own:
        return
    for row, facts in by_table(ledger):
        title = _YEAR.match(row["title"])
        wrong = [fact for fact in facts if fact["fiscal_year"] != (title[1] if title else own)]
        if title or wrong:
            named = title[1] if title else own
            yield _of_table(row, facts, wrong, Message("{title}: its year is {year}", title=row["title"], year=named))
    for row in ledger.printed:
        if row["role"] in ("procurement", "assets", "institutions") and (title := _YEAR.match(row["title"])):
            sentence = Message("{title}: its year is {year}", title=row["title"], year=title[1])
            place = Amount(row["table_id"], row["pages"].split()[0], None)
            yield Test(row["table_id"], [place], [], sentence, holds=title[1] == own)
    said = Counter(s["year"] for s in ledger.statements if s.basis == "current" and s["year"])
    if said:
        year, _ = said.most_common(1)[0]
        first = next(s for s in ledger.statements if s.basis == "current" and s["year"] == year)
        yield Test(
            "text",
            [Amount(first.amount.id, first.amount.page, None)],
            [],
            Message("most figures of the text are of {year}, those of the tables of {own}", year=year, own=own),
            holds=year == years.most_common(1)[0][0],
        )


@rule(
    "unit-told",
    "completeness",
    Message("Amounts are read in the unit that their table prints"),
    needs=Message("no table prints its unit"),
    tolerance="exact",
)
def unit_told(ledger: Ledger) -> Iterator[Test]:
    for row, facts in by_table(ledger):
        if row.get("unit"):
            # 12.30元 in a table of 万元 says its own unit.
            wrong = [f for f in facts if f["unit_raw"] != row["unit"] and f["unit_raw"] not in f["amount_raw"]]
            sentence = Message("{title}: its unit is {unit}", title=row["title"], unit=row["unit"])
            yield _of_table(row, facts, wrong, sentence)


@rule(
    "fund-told",
    "completeness",
    Message("Amounts are of the fund that title or column names"),
    needs=Message("no table names a fund"),
    tolerance="exact",
)
def fund_told(ledger: Ledger) -> Iterator[Test]:
    for row, facts in by_table(ledger):
        titled = [fund for words, fund in FUND_OF.items() if re.search(words, row["title"])]
        named = [(fact, _fund_of(fact, titled)) for fact in facts if fact.get("fund")]
        known = [(fact, fund) for fact, fund in named if fund]
        if known:
            wrong = [fact for fact, fund in known if fact["fund"] != fund]
            yield _of_table(row, facts, wrong, Message("{title}: amounts are of its fund", title=row["title"]))


def _fund_of(fact: Record, titled: list[str]) -> str:
    """The fund of a column that is of one, or else of the table's title if it names but one."""
    if fact["measure"] in FUND_OF.values():
        return fact["measure"]
    return titled[0] if len(titled) == 1 else ""


def _parent(kind: str, code: str) -> str:
    """Where a name is a code's own: economic names everywhere; 行政运行 stands in many groups of functions."""
    return code[:-2] if kind == "function" else ""


@rule(
    "name-of-another-code",
    "code_tree",
    Message("No code has the name of a sum, or of another code beside it in the classification"),
    needs=Message("no table lists codes"),
    severity="minor",
    tolerance="exact",
)
def name_of_another_code(ledger: Ledger) -> Iterator[Test]:
    """Held against the code list; a name that the list does not know may be the department's own.

    Where it stands in one table only, nothing confirms it, and one line names all of these.
    """
    alone: dict[tuple[str, str], list[LedgerLine]] = {}
    for _, table in tables(ledger):
        kind = "economic" if table.role.endswith("by_economic") else "function"
        siblings: dict[tuple[str, str], str] = {}
        for line in table.lines:
            for name in known_names(kind, line.code):
                siblings[_parent(kind, line.code), name] = line.code
        for line in table.lines:
            name = plain_name(line.name)
            if not line.code or not (name or line.item):
                continue
            if not known_names(kind, line.code):
                alone.setdefault((kind, line.code), []).append(line)
            other = siblings.get((_parent(kind, line.code), name)) if name not in known_names(kind, line.code) else None
            total = re.search(wording("sum_name"), line.name or line.item) and name not in known_names(kind, line.code)
            yield stated_of(
                line,
                Message("{table}, {label} is called as the classification has it", table=table, label=line.label),
                not total and other in (None, line.code),
            )
    once = [lines[0] for lines in alone.values() if len(lines) == 1 and lines[0].amounts]
    if once:
        first = [next(iter(line.amounts.values())) for line in once]
        yield Test(
            "alone",
            [Amount(amount.id, amount.page, None) for amount in first],
            [],
            Message("{n} names of codes: {names}", n=len(once), names=[line.label for line in once]),
            holds=False,
            reason=Message("neither another table nor the code list confirms them"),
        )


@rule(
    "line-name",
    "completeness",
    Message(
        "The name of a line without a code is right: it is told again with its amount, and sums alone are called so"
    ),
    needs=Message("no table has lines without codes"),
    severity="minor",
    tolerance="exact",
)
def line_name(ledger: Ledger) -> Iterator[Test]:
    """What is not told again is named, for a name changed for another would go unseen; but sums alone are called so."""
    told: dict[tuple[str, Decimal], set[str]] = {}
    lines = [(table, line) for _, table in tables(ledger) for line in table.lines if not line.code and line.item]
    for table, line in lines:
        for amount in line.amounts.values():
            if amount.value:
                told.setdefault((_told_name(line.item), amount.value), set()).add(table.id)
    for _, table in tables(ledger):
        wrong = [x for x in table.lines if x.item and not x.sums and re.search(wording("sum_name"), x.item)]
        if wrong or any(line.sums and line.item for line in table.lines):
            yield stated_of(
                (wrong or table.lines)[0], Message("{table}: sums alone are called so", table=table), not wrong
            )
    for statement in ledger.statements:
        if statement.amount.value:
            told.setdefault((_told_name(statement.label), abs(statement.amount.value)), set()).add("text")
    alone = [
        line
        for table, line in lines
        if (amounts := [amount.value for amount in line.amounts.values() if amount.value])
        and not line.sums
        and not any(told[_told_name(line.item), value] - {table.id} for value in amounts)
    ]
    if alone:
        first = [next(amount for amount in line.amounts.values() if amount.value) for line in alone]
        yield Test(
            "alone",
            [Amount(amount.id, amount.page, None) for amount in first],
            [],
            Message("{n} lines: {names}", n=len(alone), names=[line.label for line in alone]),
            holds=False,
            reason=Message("nothing else in the document confirms their names"),
        )


def _told_name(name: str) -> str:
    """A line's or a label's name as compared: what kind of money or sum it is called makes no difference."""
    return re.sub(wording("money_words"), "", plain_name(name))
