"""Ways to make clean data wrong, one figure or one line at a time, and a quick way to ask whether the audit notices.

Each way is a generator of ``(place, rows)``: what was changed, and the rows of all files with the change in them. A
changed amount keeps to its printed form, so that it is the identities that have to notice, not the text beside it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from disclosure.audit import FAILS, ROUNDING, checks_of, in_order
from disclosure.audit.ledger import Ledger
from disclosure.audit.tolerance import Rounding
from disclosure.model.amounts import FACTOR

D = Decimal
Row = dict[str, str]
Rows = dict[str, list[Row]]
Change = tuple[str, Rows]
FILES = ("facts", "procurement", "assets", "projects", "statements")


def fails(rows: Rows) -> set[str]:
    return {row["check_id"] for row in checks_of(Ledger(rows)) if row["status"] == FAILS}


def amiss(rows: Rows) -> set[str]:
    """What does not hold: of a few figures, a last digit may also have been rounded away."""
    return {row["check_id"] for row in checks_of(Ledger(rows)) if row["status"] in (FAILS, ROUNDING)}


class Watch:
    """Does the audit notice a change: does a check fail that does not fail on the data as they are?

    Rules that test the changed place are asked first; the others only if those say nothing. Where a document rounds,
    a last digit may be ``rounding``, and ``noticed`` names both statuses.
    """

    def __init__(self, rows: Rows, noticed: tuple[str, ...] = (FAILS, ROUNDING)):
        self.rows = rows
        self.noticed = noticed
        ledger = Ledger(rows)
        tests = [test for rule in in_order() for test in rule.tests(ledger) if test.informs]
        self.rounding = Rounding(tests)
        self.known = set(self._failing(in_order(), ledger))
        self.touching: dict[str, dict[str, int]] = {}
        for rule in in_order():
            for test in rule.tests(ledger):
                for amount in (*test.left, *test.right) if test.informs else ():
                    own = self.touching.setdefault(amount.id, {})
                    own[rule.name] = own.get(rule.name, 0) + 1

    def _failing(self, rules, ledger: Ledger) -> Iterator[tuple[str, str]]:
        for rule in rules:
            for test in rule.tests(ledger):
                if test.informs and (status := self.rounding.outcome(test)[0]) in self.noticed:
                    yield f"{rule.name}:{test.key}", status

    def notices(self, place: str, rows: Rows) -> bool:
        own = self.touching.get(place.split()[0], {})
        rules = sorted(in_order(), key=lambda rule: -own.get(rule.name, 0))
        return any(found not in self.known for found in self._failing(rules, Ledger(rows)))

    def missed(self, changes: Iterator[Change]) -> tuple[list[str], int]:
        """The places where a change goes unnoticed, and how many changes there were."""
        places, tried = [], 0
        for place, rows in changes:
            tried += 1
            if not self.notices(place, rows):
                places.append(place)
        return places, tried


def replaced(rows: Rows, file: str, n: int, *instead: Row) -> Rows:
    return {**rows, file: [*rows[file][:n], *instead, *rows[file][n + 1 :]]}


# --- amounts -------------------------------------------------------------------------------------------


def amounts(rows: Rows) -> Iterator[tuple[str, str, int, str, Decimal, Decimal]]:
    """Every printed amount: its place, file, position, column, amount, and 0.01 of its printed unit (of 元: the last
    printed digit), all in yuan."""
    units = {row["role"]: row["unit"] for row in rows["tables"]}
    for file in FILES:
        for n, row in enumerate(rows[file]):
            for column, value in row.items():
                if not column.endswith("_yuan") or not value:
                    continue
                if file == "facts":
                    place, unit, raw = row["fact_id"], row["unit_raw"], row["amount_raw"]
                elif file == "statements":
                    found = re.search(r"\d(\D*元)$", row["value_raw"])
                    if not found:
                        continue  # "与上年持平": no figure is printed
                    place, unit, raw = row["statement_id"], found[1], row["value_raw"]
                else:
                    name = (file == "projects" and row["project_code"]) or n + 1
                    unit = units.get("performance" if file == "projects" else file, "万元")
                    place, raw = f"{file}:{name}", ".00"
                step = FACTOR.get(unit, 1) * (D("0.01") if unit != "元" or "." in raw else D(1))
                yield f"{place} {column}", file, n, column, D(value), step


def printed_as(row: Row, column: str, value: Decimal) -> Row:
    """The row with another amount, and with the text that prints it."""
    made = {**row, column: str(value)}
    for raw in ("amount_raw", "value_raw") if column == "amount_yuan" else ():
        if raw in row:
            unit = row.get("unit_raw") or re.sub(r"^.*\d", "", row[raw])
            said = value / FACTOR.get(unit, 1)
            grouped = "," if "," in row[raw] else ""
            places = max(decimals(row[raw]), -int(said.normalize().as_tuple().exponent), 0)
            made[raw] = f"{said:{grouped}.{places}f}" + ("" if "unit_raw" in row else unit)
    if "null_kind" in row:
        made["null_kind"] = "value" if value else "zero"
    return made


def decimals(raw: str) -> int:
    """How many decimals a printed figure has."""
    found = re.search(r"\d\.(\d+)\D*$", raw)
    return len(found[1]) if found else 0


def _changed(rows: Rows, other: Callable[[Decimal, Decimal], Decimal | None]) -> Iterator[Change]:
    for place, file, n, column, value, step in amounts(rows):
        new = other(value, step)
        if new is not None and new != value:
            yield place, replaced(rows, file, n, printed_as(rows[file][n], column, new))


def raised(rows: Rows) -> Iterator[Change]:
    """One printed amount more by 0.01."""
    return _changed(rows, lambda value, step: value + step)


def sign_flipped(rows: Rows) -> Iterator[Change]:
    return _changed(rows, lambda value, step: -value)


def point_moved(rows: Rows) -> Iterator[Change]:
    """The decimal point one place to the right."""
    return _changed(rows, lambda value, step: value * 10)


def transposed(rows: Rows) -> Iterator[Change]:
    """The first two neighbouring digits that differ, swapped."""

    def other(value: Decimal, step: Decimal) -> Decimal | None:
        steps = value / step
        text = f"{steps:f}"
        k = next((k for k in range(len(text) - 1) if text[k : k + 2].isdigit() and text[k] != text[k + 1]), None)
        return None if k is None else D(text[:k] + text[k + 1] + text[k] + text[k + 2 :]) * step

    return _changed(rows, other)


def neighbours(rows: Rows) -> Iterator[tuple[int, int]]:
    """Amount cells of the statutory tables that stand beside each other, as positions."""
    facts = rows["facts"]
    for n in range(len(facts) - 1):
        if printed_row(facts[n]) == printed_row(facts[n + 1]):
            yield n, n + 1


_OF_THE_AMOUNT = ("amount_yuan", "amount_raw", "null_kind")


def swapped(rows: Rows) -> Iterator[Change]:
    """The amounts of two cells beside each other changed for each other."""
    facts = rows["facts"]
    for n, m in neighbours(rows):
        a, b = facts[n], facts[m]
        if a["amount_yuan"] and b["amount_yuan"] and D(a["amount_yuan"]) != D(b["amount_yuan"]):
            one = replaced(rows, "facts", n, a | {name: b[name] for name in _OF_THE_AMOUNT})
            yield a["fact_id"], replaced(one, "facts", m, b | {name: a[name] for name in _OF_THE_AMOUNT})


def moved(rows: Rows) -> Iterator[Change]:
    """A value in the next blank column of its row."""
    facts = rows["facts"]
    for n, row in enumerate(facts):
        for m in range(n + 1, len(facts) if row["amount_yuan"] else 0):
            if printed_row(facts[m]) != printed_row(row):
                break
            if not facts[m]["amount_yuan"]:
                bare = replaced(rows, "facts", n, row | {name: facts[m][name] for name in _OF_THE_AMOUNT})
                full = facts[m] | {name: row[name] for name in _OF_THE_AMOUNT}
                yield f"{row['fact_id']} to {facts[m]['fact_id']}", replaced(bare, "facts", m, full)
                break
    for n, row in enumerate(rows["procurement"]):
        columns = [column for column in row if column.endswith("_yuan")]
        for k, column in enumerate(columns):
            free = next((c for c in columns[k + 1 :] if not row[c]), None)
            if row[column] and free:
                other = {**row, column: "", free: row[column]}
                yield f"procurement:{n + 1} {column}", replaced(rows, "procurement", n, other)


# --- lines and tables ----------------------------------------------------------------------------------


def printed_row(row: Row) -> tuple[str, str, int]:
    return row["page"], row["table"], int(row["row"])


def printed_rows(rows: Rows) -> Iterator[tuple[str, str, list[int]]]:
    """Every printed row that holds an amount, as positions in its file."""
    lines: dict[tuple, list[int]] = {}
    for n, row in enumerate(rows["facts"]):
        lines.setdefault(printed_row(row), []).append(n)
    for own in lines.values():
        first = next((rows["facts"][n] for n in own if rows["facts"][n]["amount_yuan"]), None)
        if first:
            yield first["fact_id"], "facts", own
    for file in ("procurement", "assets", "projects"):
        for n, row in enumerate(rows[file]):
            if any(value for column, value in row.items() if column.endswith("_yuan")):
                yield f"{file}:{(file == 'projects' and row['project_code']) or n + 1}", file, [n]


def dropped(rows: Rows) -> Iterator[Change]:
    for name, file, own in printed_rows(rows):
        yield name, {**rows, file: [row for n, row in enumerate(rows[file]) if n not in set(own)]}


def doubled(rows: Rows) -> Iterator[Change]:
    for name, file, own in printed_rows(rows):
        after = own[-1] + 1
        copy = [rows[file][n] for n in own]
        yield name, {**rows, file: [*rows[file][:after], *copy, *rows[file][after:]]}


def record_dropped(rows: Rows) -> Iterator[Change]:
    """One row of a file that holds an amount left out: a cell of a statutory table, a line of an annex, a figure."""
    for file, n, place in _records(rows):
        yield place, replaced(rows, file, n)


def record_doubled(rows: Rows) -> Iterator[Change]:
    """One row of a file printed twice."""
    for file, n, place in _records(rows):
        yield place, replaced(rows, file, n, rows[file][n], rows[file][n])


def _records(rows: Rows) -> Iterator[tuple[str, int, str]]:
    for file in FILES:
        for n, row in enumerate(rows[file]):
            if not any(value for column, value in row.items() if column.endswith("_yuan")):
                continue
            if file in ("facts", "statements"):
                place = row["fact_id" if file == "facts" else "statement_id"]
            else:
                place = f"{file}:{(file == 'projects' and row['project_code']) or n + 1}"
            yield file, n, place


def table_lost(rows: Rows) -> Iterator[Change]:
    """All lines of one statutory table, of one annex, or of one page of a table."""
    tables = list(dict.fromkeys((row["page"], row["table"]) for row in rows["facts"]))
    for place in tables:
        left = [row for row in rows["facts"] if (row["page"], row["table"]) != place]
        first = next(r for r in rows["facts"] if (r["page"], r["table"]) == place)
        yield first["fact_id"], {**rows, "facts": left}
    for role in dict.fromkeys(row["role"] for row in rows["facts"]):
        other = [row for row in rows["tables"] if row["role"] != role]
        yield f"{role} untold", {**rows, "facts": [r for r in rows["facts"] if r["role"] != role], "tables": other}
    for file in ("procurement", "assets", "projects"):
        if rows[file]:
            yield f"{file}:1", {**rows, file: []}


def codes_swapped(rows: Rows) -> Iterator[Change]:
    """Two lines that follow each other in a table changed in their codes."""
    facts = rows["facts"]
    lines: dict[tuple, list[int]] = {}
    for n, row in enumerate(facts):
        if row["function_code"] or row["economic_code"]:
            lines.setdefault((*printed_row(row), row["direction"]), []).append(n)
    own = list(lines.values())
    for a, b in itertools.pairwise(own):
        first, second = facts[a[0]], facts[b[0]]
        if (first["page"], first["table"], first["direction"]) != (
            second["page"],
            second["table"],
            second["direction"],
        ):
            continue
        if not any(facts[n]["amount_yuan"] for n in (*a, *b)):
            continue
        made = list(facts)
        for own_lines, other in ((a, second), (b, first)):
            for n in own_lines:
                made[n] = facts[n] | {name: other[name] for name in ("function_code", "economic_code")}
        yield first["fact_id"], {**rows, "facts": made}


MUTATIONS = (
    raised,
    moved,
    dropped,
    doubled,
    record_dropped,
    record_doubled,
    sign_flipped,
    transposed,
    point_moved,
    swapped,
    codes_swapped,
    table_lost,
)


# --- what is said of the figures ------------------------------------------------------------------------


def names_swapped(rows: Rows) -> Iterator[Change]:
    """Two lines that follow each other in a table changed in their names, and not in their codes or amounts."""
    facts = rows["facts"]
    lines: dict[tuple, list[int]] = {}
    for n, row in enumerate(facts):
        lines.setdefault((*printed_row(row), row["direction"], row["item"], row["function_code"]), []).append(n)
    names = ("function_name", "economic_name", "item")
    for a, b in itertools.pairwise(list(lines.values())):
        first, second = facts[a[0]], facts[b[0]]
        same = all(first[key] == second[key] for key in ("page", "table", "direction"))
        amounts = [{facts[n]["column"]: facts[n]["amount_yuan"] for n in own} for own in (a, b)]
        if not same or amounts[0] == amounts[1] or [first[k] for k in names] == [second[k] for k in names]:
            continue
        made = list(facts)
        for own, other in ((a, second), (b, first)):
            for n in own:
                made[n] = facts[n] | {name: other[name] for name in names}
        yield f"{first['fact_id']} {second['fact_id']}", {**rows, "facts": made}


def _of_each_table(rows: Rows, change: Callable[[Row], Row]) -> Iterator[Change]:
    facts = rows["facts"]
    for place in dict.fromkeys((row["page"], row["table"]) for row in facts):
        made = [row | change(row) if (row["page"], row["table"]) == place else row for row in facts]
        if made != facts:
            first = next(row for row in facts if (row["page"], row["table"]) == place)
            yield first["fact_id"], {**rows, "facts": made}


def year_changed(rows: Rows) -> Iterator[Change]:
    """The fiscal year of one table's amounts; last, of all of them."""
    yield from _of_each_table(rows, lambda row: {"fiscal_year": str(int(row["fiscal_year"]) - 1)})
    facts = [row | {"fiscal_year": str(int(row["fiscal_year"]) - 1)} for row in rows["facts"]]
    if facts:
        yield facts[0]["fact_id"], {**rows, "facts": facts}


def unit_changed(rows: Rows) -> Iterator[Change]:
    """The unit of one table, and its amounts with it."""

    def other(row: Row) -> Row:
        unit, factor = ("元", D("0.0001")) if row["unit_raw"] == "万元" else ("万元", D(10_000))
        value = row["amount_yuan"]
        return {"unit_raw": unit, "amount_yuan": str(D(value) * factor) if value else ""}

    return _of_each_table(rows, other)


def fund_changed(rows: Rows) -> Iterator[Change]:
    """The fund of one table's amounts, where they are of one."""
    funds = ("general_public_budget", "government_fund", "state_capital")

    def other(row: Row) -> Row:
        return {"fund": next(fund for fund in funds if fund != row["fund"])} if row["fund"] in funds else {}

    return _of_each_table(rows, other)


def zero_filled(rows: Rows) -> Iterator[Change]:
    """A nothing that prose prints (0万元), made an amount; a percentage beside it stays."""
    for n, row in enumerate(rows["statements"]):
        if row["amount_yuan"] and not D(row["amount_yuan"]) and re.search(r"\d", row["value_raw"]):
            unit = re.sub(r"^.*\d", "", row["value_raw"])
            yield (
                row["statement_id"],
                replaced(rows, "statements", n, printed_as(row, "amount_yuan", 5 * D(FACTOR.get(unit, 1)))),
            )


TOLD = (names_swapped, year_changed, unit_changed, fund_changed, zero_filled)


def unconfirmed(rows: Rows) -> Callable[[str], bool]:
    """Which changes the audit says beforehand it could not notice: nothing else confirms what stands at the place.

    A figure of prose is named by itself; of a table, its row for the name or code, and the whole table for the rest.
    """
    checks = checks_of(Ledger(rows))
    alone = [row for row in checks if row["rule"] == "stated-alone" or str(row["check_id"]).endswith(":alone")]
    named = {place for row in alone for place in str(row["fact_ids"]).split()}
    lines = {place.partition("c")[0] for place in named}
    return lambda places: any(place in named or place.partition("c")[0] in lines for place in places.split())
