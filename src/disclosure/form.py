"""What a table is: its role among the statutory forms, and what its columns and rows mean.

The forms are data (``data/reference/forms.yml``); this module only matches them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from disclosure.reference import reference_rows, reference_settings
from disclosure.tables import PrintedTable

ACCEPTED = 0.6
"""The least score with which a table is given a role: its title and some of its header, or all of its header
and a title that names nothing else."""

STATUTORY = (
    "summary",
    "revenue_by_function",
    "expenditure_by_function",
    "appropriation",
    "general_budget_by_function",
    "basic_by_economic",
    "government_fund_by_function",
    "state_capital_by_function",
    "three_public",
)


@dataclass(slots=True)
class Column:
    """A column's meaning.

    ``measure`` is what it measures, ``role`` leaf, subtotal, total or of_which, ``basis`` current or prior year;
    ``item_columns`` are the columns that name its lines, in a table whose lines are named by words.
    """

    index: int
    label: str
    measure: str
    role: str = "leaf"
    fund: str = ""
    direction: str = ""
    basis: str = "current"
    item_columns: tuple[int, ...] = ()


@dataclass(slots=True)
class Recognised:
    """A table with its role, the score it was recognised with, how its rows are read, and its columns.

    ``kind``: ``coded`` (a code names each line), ``lines`` (words name each line), ``wide`` (the header names the
    items), ``annex`` or ``other``.
    """

    table: PrintedTable
    role: str
    kind: str
    score: float
    fund: str = ""
    direction: str = ""
    columns: list[Column] = field(default_factory=list)


def _forms() -> dict:
    return reference_settings("forms.yml")


def recognise(table: PrintedTable) -> Recognised:
    """Give a table its role by title and header together; ``other`` where no form reaches the score."""
    labels = table.labels()
    header = "\n".join(labels)
    best, best_score = None, 0.0
    for form in _forms()["roles"]:
        title = any(re.search(pattern, table.title) for pattern in form["title"])
        if any(re.search(pattern, table.title) for pattern in form.get("not_title", [])):
            continue
        wanted = form["header"]
        share = sum(bool(re.search(pattern, header)) for pattern in wanted) / len(wanted)
        score = 0.5 * title + 0.5 * share
        if score > best_score + 1e-9:
            best, best_score = form, score
    if best is None or best_score < ACCEPTED:
        return Recognised(table, "other", "other", round(best_score, 2))
    fund = next(
        (fund for pattern, fund in best.get("fund_by_title", {}).items() if re.search(pattern, table.title)), None
    )
    found = Recognised(
        table,
        best["role"],
        "annex" if best.get("annex") else "wide",
        round(best_score, 2),
        best.get("fund", "") if fund is None else fund,
        best.get("direction", ""),
    )
    if found.kind != "annex":
        found.columns = _columns(found, labels)
        measures = {column.measure for column in found.columns}
        found.kind = "coded" if "code" in measures else "lines" if "item" in measures else "wide"
    elif table.header == len(table.rows):
        # A list of words only (单位名称, 单位性质 …): no amount shows where its body begins, the first row's spans do.
        table.header = max(cell.row_span for cell, _ in table.rows[0].values())
    return found


def _columns(found: Recognised, labels: list[str]) -> list[Column]:
    """The columns by their header labels; the earlier of two years in the header is the prior one."""
    coded = any(_rule(found.role, True, label).get("measure") == "code" for label in labels)
    years = {int(year) for label in labels for year in re.findall(r"(20\d\d)年", label)}
    columns: list[Column] = []
    items: tuple[int, ...] = ()
    for index, label in enumerate(labels):
        rule = _rule(found.role, coded, label)
        column = Column(
            index,
            label,
            rule.get("measure", "other"),
            rule.get("column_role", "leaf"),
            rule.get("fund", found.fund),
            found.direction,
            _basis(label, years),
        )
        if not coded:
            side = label.split("/")[0]
            column.direction = next((d for word, d in _SIDES.items() if word in side), found.direction)
            # A column without a header of its own beside the names of lines holds names too.
            if column.measure == "item" or (not label and columns and columns[-1].measure == "item"):
                column.measure = "item"
                items = (*items, index) if columns and columns[-1].measure == "item" else (index,)
            column.item_columns = items
        columns.append(column)
    return columns


_SIDES = {"收入": "revenue", "支出": "expenditure"}


def _rule(role: str, coded: bool, label: str) -> dict:
    for rule in _forms()["columns"]:
        if coded not in rule.get("coded", [coded]) or role not in rule.get("roles", [role]):
            continue
        if role not in rule.get("not_roles", []) and re.search(rule["label"], label):
            return rule
    return {}


def _basis(label: str, years: set[int]) -> str:
    own = {int(year) for year in re.findall(r"(20\d\d)年", label)}
    if len(own) == 1 and len(years) > 1:
        return "current" if own == {max(years)} else "prior"
    return "prior" if re.search(r"上年(度)?(预算|执行|决算)", label) and not re.search("比|增减", label) else "current"


def row_role(text: str) -> str | None:
    """The role that a row's words give it, or None where they give none (a leaf, unless codes say otherwise)."""
    for rule in _forms()["rows"]:
        if re.search(rule["item"], text):
            return rule["row_role"]
    return None


@cache
def function_classes() -> dict[str, str]:
    """Code of a function class (类) by each of its Chinese names."""
    return {
        name: row["code"]
        for row in reference_rows("function_classes.csv")
        for name in [row["name"], *row["other_names"].split(";")]
        if name
    }


def annex_columns(role: str, label: str) -> tuple[str, str] | None:
    """Name and type (text, number, amount) of an annex column by its header label; None where unknown."""
    for rule in _forms()["annexes"].get(role, []):
        if re.search(rule["label"], label):
            return rule["name"], rule["type"]
    return None
