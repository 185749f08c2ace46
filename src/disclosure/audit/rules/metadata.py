"""Whether what a document says of itself agrees: its publisher, year, phase and scope, and the unit, fund and names of
its figures, each told in several places.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal

from disclosure.audit.amount import NOTHING, Amount
from disclosure.audit.ledger import ANNEXES, Ledger, Record, asked_once, first_page, words
from disclosure.audit.rule import TOTAL, Test, rule, tables
from disclosure.audit.rules.code_tree import stated_of
from disclosure.audit.tables import LedgerLine, LedgerTable, part_of
from disclosure.forms.names import same_name
from disclosure.forms.sayings import title_phase
from disclosure.model.amounts import FACTOR
from disclosure.model.roles import WITH_FACTS
from disclosure.words.codes import NATIONAL_SINCE, known_names, misspelt, national_codes, national_names, plain_name
from disclosure.words.messages import Message
from disclosure.words.phases import phase_name
from disclosure.words.wording import says, wording

_YEAR = re.compile(r"\D{0,20}(20\d\d)(?=年)")
"""The year that a title begins with, after a number of the table or the publisher's name."""


@asked_once
def by_table(ledger: Ledger) -> list[tuple[Record, list[Record]]]:
    """Each table that facts were read from, with its facts."""
    table_of = {part: row for row in ledger.printed for part in (row.get("parts") or "").split()}
    facts: dict[str, list[Record]] = {}
    for fact in ledger.rows.get("facts", ()):
        if table := table_of.get(part_of(fact)):
            facts.setdefault(table["table_id"], []).append(fact)
    return [(row, facts[row["table_id"]]) for row in ledger.printed if row["table_id"] in facts]


def _of_table(row: Record, facts: list[Record], wrong: list[Record], sentence: Message) -> Test:
    first = (wrong or facts)[0]
    return Test(row["table_id"], [Amount(first["fact_id"], first["page"], None)], [], sentence, holds=not wrong)


Told = dict[str, dict[str, list[str]]]
"""What is said, by value and place, with the pages that say it."""
_PLACES = {
    "cover": Message("cover"),
    "above_table": Message("above tables"),
    "title": Message("titles"),
    "heading": Message("headings"),
    "text": Message("text"),
    "data": Message("data"),
}
_CHANCE = 2
"""So few figures may be the same by chance."""
_SCOPES = {"unit": Message("a unit"), "department": Message("a department")}


def _sources(ledger: Ledger, what: str, *places: str) -> Told:
    made: Told = {}
    for row in ledger.rows.get("sources", ()):
        if row["what"] == what and row["place"] in places:
            made.setdefault(row["value"], {})[row["place"]] = row["pages"].split()
    return made


def _test(
    ledger: Ledger,
    what: str,
    told: Told,
    wrong: Told,
    tables: list[Amount],
    names: Mapping[str, object] | None = None,
) -> Test:
    """The test that nothing of what is told is ``wrong``; ``tables`` are the first facts of the tables that say it."""
    said = {
        value: Message(
            "“{value:name}” on {places}",
            value=(names or {}).get(value, value),
            places=[
                Message(
                    "page {pages} ({place:name})",
                    plural="pages {pages} ({place:name})",
                    n=len(dict.fromkeys(pages)),
                    place=_PLACES[place],
                    pages=list(dict.fromkeys(pages)),
                )
                for place, pages in by.items()
            ],
        )
        for value, by in told.items()
    }
    right, others = ([said[value] for value in told if (value in wrong) is odd] for odd in (False, True))
    sentence = Message("{right}, but {others}", right=right, others=others) if wrong else Message("{told}", told=right)
    pages = dict.fromkeys(page for by in (wrong or told).values() for own in by.values() for page in own)
    first = [] if wrong else list(ledger.first_of.values())[:1]
    places = [*tables, *first, *(Amount("", page, None) for page in pages)]
    return Test(what, places, [], sentence, holds=not wrong)


def _stray(ledger: Ledger, says: Mapping[str, str], own: str) -> list[Record]:
    """The tables that say something else than ``own`` and take the place of the document's own.

    ``says`` is what each table says, by its name. A document may also print the tables of its units, or of another
    year or phase, beside its own: then a role is there twice.
    """
    printed = [row for row in ledger.printed if row["role"] in WITH_FACTS]
    there = {row["role"] for row in printed if says.get(row["table_id"], own) == own}
    groups: dict[str, list[Record]] = {}
    for row in printed:
        if (said := says.get(row["table_id"], own)) != own:
            groups.setdefault(said, []).append(row)
    return [row for rows in groups.values() if there.isdisjoint({row["role"] for row in rows}) for row in rows]


def _first_facts(ledger: Ledger, rows: list[Record]) -> list[Amount]:
    ids = {row["table_id"] for row in rows}
    return [
        Amount(facts[0]["fact_id"], facts[0]["page"], None) for row, facts in by_table(ledger) if row["table_id"] in ids
    ]


@rule(
    "year-told",
    "completeness",
    Message("Cover, titles, text and data are of one fiscal year"),
    needs=Message("nothing names a year that could be held against another"),
    severity="minor",
    tolerance="exact",
)
def year_told(ledger: Ledger) -> Iterator[Test]:
    """The year of the data is held against those of cover and titles, and of what the text says most figures are of."""
    years = Counter(fact["fiscal_year"] for fact in ledger.rows.get("facts", ()) if fact.get("fiscal_year"))
    if not ledger.year or (years and ledger.year not in years):
        return
    told: Told = {}
    with_facts = {row["table_id"] for row, _ in by_table(ledger)}
    titled = [row for row in ledger.printed if row["role"] in ANNEXES or row["table_id"] in with_facts]
    named = [(found[1], row) for row in titled if (found := _YEAR.match(row["title"]))]
    for year, row in named:
        told.setdefault(year, {}).setdefault("title", []).append(first_page(row))
    headings = Counter({year: len(own["heading"]) for year, own in _sources(ledger, "fiscal_year", "heading").items()})
    for year, own in _sources(ledger, "fiscal_year", "cover", "above_table", "heading").items():
        if year not in [y for y, _ in headings.most_common(1)]:
            own.pop("heading", None)
        if own:
            told[year] = own | told.get(year, {})
    said = Counter(s["year"] for s in ledger.statements if s.basis == "current" and s["year"])
    for year, _ in said.most_common(1):
        first = next(s for s in ledger.statements if s.basis == "current" and s["year"] == year)
        told.setdefault(year, {})["text"] = [first.amount.page]
    data = {f["fiscal_year"]: f for f in ledger.rows.get("facts", ()) if f["fiscal_year"] != ledger.year}
    for year, fact in data.items():
        told.setdefault(year, {})["data"] = [fact["page"]]
    if told:
        wrong = {year: own for year, own in told.items() if year != ledger.year}
        tables = _first_facts(ledger, [row for year, row in named if year != ledger.year])
        yield _test(
            ledger, "year", told, wrong, tables + [Amount(f["fact_id"], f["page"], None) for f in data.values()]
        )


@rule(
    "publisher-told",
    "completeness",
    Message("Cover and tables name one publisher"),
    needs=Message("the publisher is named in one place only"),
    severity="minor",
    tolerance="exact",
)
def publisher_told(ledger: Ledger) -> Iterator[Test]:
    """A name that is short for another is no other; nor is a unit's, beside the department's tables of its roles."""
    facts = ledger.rows.get("facts", ())
    own = next((fact["organisation_name"] for fact in facts if fact["organisation_name"]), "")
    told = _sources(ledger, "publisher", "cover", "title", "above_table")
    if not own or len([place for by in told.values() for place in by]) < 2:
        return
    names = {row["table_id"]: row["organisation_name"] for row in ledger.printed if row["organisation_name"]}
    stray = _stray(ledger, {key: own if same_name(name, own) else name for key, name in names.items()}, own)
    strange = {row["organisation_name"] for row in stray}
    covers = [name for name, by in told.items() if "cover" in by]
    if covers and not any(same_name(name, own) for name in covers):
        strange.update(covers)
    wrong = {name: by for name, by in told.items() if any(same_name(name, other) for other in strange)}
    yield _test(ledger, "publisher", told, wrong, _first_facts(ledger, stray))


@rule(
    "phase-told",
    "completeness",
    Message("Cover and titles are of one phase: of the budget, or of final accounts"),
    needs=Message("neither the cover nor a title says whether it is a budget or final accounts"),
    severity="minor",
    tolerance="exact",
)
def phase_told(ledger: Ledger) -> Iterator[Test]:
    told = _sources(ledger, "phase", "cover", "title")
    if not told or not ledger.phase:
        return
    says = {row["table_id"]: said for row in ledger.printed if (said := title_phase(row["title"]))}
    stray = _stray(ledger, says, ledger.phase)
    wrong: Told = {}
    for phase, by in told.items():
        if phase != ledger.phase:
            pages = [first_page(row) for row in stray if says[row["table_id"]] == phase]
            cover = [] if "cover" in told.get(ledger.phase, {}) else by.get("cover", [])
            wrong |= {phase: own} if (own := {k: v for k, v in (("cover", cover), ("title", pages)) if v}) else {}
    yield _test(ledger, "phase", told, wrong, _first_facts(ledger, stray), {phase: phase_name(phase) for phase in told})


@rule(
    "scope-told",
    "completeness",
    Message("Cover and titles are of one scope: of a unit, or of a department with its units"),
    needs=Message("cover and titles do not both say whether a unit or a department is meant"),
    severity="minor",
    tolerance="exact",
)
def scope_told(ledger: Ledger) -> Iterator[Test]:
    told = _sources(ledger, "scope", "cover", "title")
    covers = [scope for scope, by in told.items() if "cover" in by]
    titles = {scope: len(by["title"]) for scope, by in told.items() if "title" in by}
    if len(covers) == 1 and titles:
        most = max(titles, key=titles.__getitem__)
        wrong = {most: {"title": told[most]["title"]}} if most not in covers else {}
        yield _test(ledger, "scope", told, wrong, [], _SCOPES)


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
    "units-agree",
    "completeness",
    Message("No total is printed with the same figures in another unit of money"),
    needs=Message("no table prints a total with its unit"),
    tolerance="exact",
)
def units_agree(ledger: Ledger) -> Iterator[Test]:
    """Of tables whose totals have the same figures, the unit of most is right, or else that of most tables."""
    totals: dict[Decimal, list[tuple[LedgerTable, Amount]]] = {}
    for table in (table for own in ledger.main.values() for table in own if table.unit in FACTOR):
        line = table.total("expenditure") or table.total()
        amount = line.get(*TOTAL) if line else NOTHING
        figures = amount.yuan / FACTOR[table.unit]
        if len(figures.normalize().as_tuple().digits) > _CHANCE:
            totals.setdefault(figures, []).append((table, amount))
    for own in (own for own in totals.values() if len(own) > 1):
        units = Counter(table.unit for table, _ in own)
        unit = max(units, key=lambda one: (units[one], one == ledger.taken("unit")))
        right, known = next(one for one in own if one[0].unit == unit)
        for table, amount in [one for one in own if one[0].unit != unit] or own[1:2]:
            factor = Decimal(FACTOR[unit]) / FACTOR[table.unit]
            sentence = Message(
                "{table} is in {unit}, {right} in {other}, and {figures} is the total of both",
                table=table,
                unit=table.unit,
                right=right,
                other=unit,
                figures=f"{amount.yuan / FACTOR[table.unit]:,f}",
            )
            yield Test(table.id, [amount], [known], sentence, holds=len(units) == 1, factor=factor)


@rule(
    "fund-told",
    "completeness",
    Message("Amounts are of the fund that title or column names"),
    needs=Message("no table names a fund"),
    tolerance="exact",
)
def fund_told(ledger: Ledger) -> Iterator[Test]:
    for row, facts in by_table(ledger):
        titled = [spec["fund"] for spec in words()["funds"] if re.search(spec["line"], row["title"])]
        named = [(fact, _fund_of(fact, titled)) for fact in facts if fact.get("fund")]
        known = [(fact, fund) for fact, fund in named if fund]
        if known:
            wrong = [fact for fact, fund in known if fact["fund"] != fund]
            yield _of_table(row, facts, wrong, Message("{title}: amounts are of its fund", title=row["title"]))


def _fund_of(fact: Record, titled: list[str]) -> str:
    """The fund of a column that is of one, or else of the table's title if it names but one."""
    if fact["measure"] in (spec["fund"] for spec in words()["funds"]):
        return fact["measure"]
    return titled[0] if len(titled) == 1 else ""


def _parent(kind: str, code: str) -> str:
    """Where a name is a code's own: economic names everywhere; 行政运行 stands in many groups of functions."""
    return code[:-2] if kind == "function" else ""


def misnamed(kind: str, code: str, name: str, year: str) -> bool:
    """Has a code the national name of another one, one that was its own in other years, or its own misspelt?

    A part of its own name is the name cut, and any other name may be the department's own.
    """
    own = [(plain_name(one.name), one.holds(year)) for one in national_names(kind, code)]
    if not own or not name or any(name in right for right, now in own if now):
        return False
    return any(name == old for old, _ in own) or bool(national_codes(kind, name)) or misspelt(kind, code, name, year)


@rule(
    "name-of-another-code",
    "code_tree",
    Message("No code has the name of a sum, or of another code beside it in the classification"),
    needs=Message("no table lists codes"),
    severity="minor",
    tolerance="exact",
)
def name_of_another_code(ledger: Ledger) -> Iterator[Test]:
    """Held against the code lists; a name that they do not know may be the department's own.

    Where it stands in one table only, nothing confirms it, and one line names all of these.
    """
    year = ledger.year if ledger.year >= NATIONAL_SINCE else ""
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
            national = national_names(kind, line.code)
            if not known_names(kind, line.code) and name not in {plain_name(one.name) for one in national}:
                alone.setdefault((kind, line.code), []).append(line)
            other = siblings.get((_parent(kind, line.code), name)) if name not in known_names(kind, line.code) else None
            total = says("sum_name", line.name or line.item) and name not in known_names(kind, line.code)
            case = Message("{table}, {label} is called as the classification has it", table=table, label=line.label)
            if year and misnamed(kind, line.code, name, year):
                names = [one.name for one in national if one.holds(year)]
                other = "another"
                case = Message(
                    "{table}, {label}: the classification of {year} calls it {names}",
                    table=table,
                    label=line.label,
                    year=year,
                    names=names,
                )
            yield stated_of(line, case, not total and other in (None, line.code))
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
        wrong = [x for x in table.lines if x.item and not x.sums and says("sum_name", x.item)]
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
            Message(
                "{n} line: {names}", plural="{n} lines: {names}", n=len(alone), names=[line.label for line in alone]
            ),
            holds=False,
            reason=Message("nothing else in the document confirms their names"),
        )


def _told_name(name: str) -> str:
    """A line's or a label's name as compared: what kind of money or sum it is called makes no difference."""
    return re.sub(wording("money_words"), "", plain_name(name))
