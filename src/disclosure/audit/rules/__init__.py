"""The identities that must hold inside a disclosure: a file for what is compared.

Every file of this folder is loaded; within a family the ledger keeps the order of :data:`ORDER`.
"""

from importlib import import_module

ORDER = (
    "completeness",
    "prose_against_prose",
    "prose_against_tables",
    "procurement",
    "projects",
    "between_tables",
    "tables_alike",
    "running_costs",
    "within_table",
    "code_tree",
    "rates",
    "three_public",
    "metadata",
)

for name in ORDER:
    import_module(f"{__name__}.{name}")
