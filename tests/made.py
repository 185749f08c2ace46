"""Small tables made for a test, as facts."""

from __future__ import annotations

from decimal import Decimal

from disclosure.store.csv_files import dictionary


def table(amounts: dict[str, tuple[str, ...]], measures: dict[str, str], unit: str = "万元", **more) -> list[dict]:
    """Facts of a coded table: ``{code: amounts}`` under ``{measure: column role}``; ``""`` is the total."""
    factor = 10_000 if unit == "万元" else 1
    facts = []
    for r, (code, values) in enumerate(amounts.items()):
        for c, ((measure, role), value) in enumerate(zip(measures.items(), values, strict=True)):
            facts.append(
                dict.fromkeys(dictionary()["resources"]["facts"]["fields"], "")
                | {
                    "fact_id": f"p01t1r{r:02d}c{c:02d}",
                    "document_id": "made",
                    "fiscal_year": "2030",
                    "basis": "current",
                    "role": "expenditure_by_function",
                    "direction": "expenditure",
                    "function_code": code,
                    "function_name": f"科目{code}" if code else "",
                    "item": "" if code else "合计",
                    "measure": measure,
                    "row_role": "leaf" if code else "total",
                    "column_role": role,
                    "null_kind": "value" if value else "blank",
                    "amount_yuan": str(Decimal(value) * factor) if value else "",
                    "amount_raw": value,
                    "unit_raw": unit,
                    "column_label": measure,
                    "page": "1",
                    "table": "1",
                    "row": str(r),
                    "column": str(c),
                }
                | more
            )
    return facts
