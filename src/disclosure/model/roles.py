"""The roles of tables, and the measures of their columns that are no money."""

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

BREAKDOWNS = ("expenditure_detail", "basic_detail", "project_detail")
"""Roles of tables whose lines are function codes and whose columns are economic classes."""

WITH_FACTS = (*STATUTORY, "operating_by_economic", *BREAKDOWNS, "project_expenditure")
"""Roles of tables whose amounts are facts: the statutory nine, and what is printed beside them."""

BALANCE = ("summary", "appropriation")
"""Roles of tables that set revenue beside expenditure."""

SPENDING = ("expenditure_by_function", "general_budget_by_function")
"""Roles of tables that list what is spent by function code, that of all funds first."""

ANNEXES = ("procurement", "assets", "institutions", "performance")
"""Roles of tables whose lines are in files of their own."""

CLASSIFIED = tuple(role for role in WITH_FACTS if role.endswith(("_by_function", "_by_economic")))
"""Roles of tables that list classes, groups and items below each other, each the sum of those below it."""

BUDGETED = ("initial_budget", "adjusted_budget")
"""Measures of the budget that a table prints beside the outturn."""

NO_AMOUNT = frozenset(
    {
        *("code", "name", "code_name", "government_code", "government_name", "unit_code", "unit_name"),
        *("item", "project_name", "line_number", "rate", "note", "text", "year", "stage"),
    }
)
"""Measures of columns that hold no amounts of money."""
