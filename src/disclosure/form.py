"""What a table is: its role among the statutory forms, and what its columns and rows mean.

The forms are data (``data/reference/forms.yml``); this module only matches them.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from functools import cache

import yaml

from disclosure.reference import reference_file
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
    """A column's meaning: measure, role (leaf, subtotal, total), fund, side (direction) and printed label."""

    index: int
    label: str
    measure: str
    role: str = "leaf"
    fund: str = ""
    direction: str = ""
    item_column: int | None = None


@dataclass(slots=True)
class Recognised:
    """A table with its role, the score it was recognised with, and its columns."""

    table: PrintedTable
    role: str
    kind: str
    score: float
    fund: str = ""
    direction: str = ""
    columns: list[Column] = field(default_factory=list)


@cache
def _forms() -> dict:
    with reference_file("forms.yml").open(encoding="utf-8") as file:
        return yaml.safe_load(file)


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
    found = Recognised(
        table,
        best["role"],
        best["kind"],
        round(best_score, 2),
        best.get("fund", ""),
        best.get("direction", ""),
    )
    if found.kind in ("coded", "lines"):
        found.columns = _columns(found, labels)
    elif table.header == len(table.rows):
        # A list of words only (单位名称, 单位性质 …): no amount shows where its body begins, the first row's spans do.
        table.header = max(cell.row_span for cell, _ in table.rows[0].values())
    return found


def _columns(found: Recognised, labels: list[str]) -> list[Column]:
    columns = []
    item: int | None = None
    for index, label in enumerate(labels):
        column = Column(index, label, "other", fund=found.fund, direction=found.direction)
        for rule in _forms()["columns"]:
            if found.kind not in rule.get("kinds", [found.kind]) or found.role in rule.get("not_roles", []):
                continue
            if re.search(rule["label"], label):
                column.measure = rule["measure"]
                column.role = rule.get("column_role", "leaf")
                column.fund = rule.get("fund", found.fund)
                break
        if found.kind == "lines":
            side = label.split("/")[0]
            if "收入" in side:
                column.direction = "revenue"
            elif "支出" in side:
                column.direction = "expenditure"
            if column.measure == "item":
                item = index
            column.item_column = item
        columns.append(column)
    return columns


def row_role(text: str) -> str | None:
    """The role that a row's words give it, or None where they give none (a leaf, unless codes say otherwise)."""
    for rule in _forms()["rows"]:
        if re.search(rule["item"], text):
            return rule["row_role"]
    return None


@cache
def function_classes() -> dict[str, str]:
    """Code of a function class (类) by each of its Chinese names."""
    codes = {}
    with reference_file("function_classes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for name in [row["name"], *row["other_names"].split(";")]:
                if name:
                    codes[name] = row["code"]
    return codes


def annex_columns(role: str, label: str) -> tuple[str, str] | None:
    """Name and type (text, number, amount) of an annex column by its header label; None where unknown."""
    for rule in _forms()["annexes"].get(role, []):
        if re.search(rule["label"], label):
            return rule["name"], rule["type"]
    return None
