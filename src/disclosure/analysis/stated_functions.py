"""Expenditure by function as sentences give it, for a disclosure that prints no table of it."""

from __future__ import annotations

import re

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure, total
from disclosure.words.codes import function_classes
from disclosure.words.reference import reference_rows
from disclosure.words.wording import says, wording

COLUMNS = ["function_code", "name", "level", "total", "page"]
_PATH = re.compile(
    r"^(?:(?P<top>[^（）()]+)[（(]\d*类[）)])?(?:支出)?(?:(?P<group>.+?)[（(]\d*款[）)])?"
    r"(?:(?P<item>[^（）()]*(?:[（(][^（）()]*[）)])?[^（）()]*?)[（(]\d*项[）)])?(?:支出)?$"
)


def function_named(label: str, section: str = "") -> tuple[str, int, str] | None:
    """Code, level and name of the class or item that a label names: ``公共安全（类）支出``, ``…（款）行政运行（项）``.

    The class of an item may stand in its ``section``. An item that the code list does not know has the code of its
    class and an ellipsis. None for any other label, and for a group.
    """
    classes = function_classes()
    if label in classes:
        return classes[label], 1, label
    found = _PATH.match(label)
    if not found:
        return None
    above = re.findall(r"([^（()）、]+)[（(]类[）)]", section)
    top = found["top"] or (above[-1] if above else "")
    code = classes.get(top) or classes.get(f"{top}支出")
    if code is None or (found["group"] and not found["item"]):
        return None
    if not found["item"]:
        return code, 1, top if top.endswith("支出") else f"{top}支出"
    named = {row["code"]: row["name"] for row in reference_rows("codes.csv") if row["kind"] == "function"}
    fits = [
        own
        for own, name in named.items()
        if len(own) == 7 and own.startswith(code) and name == found["item"] and named.get(own[:5]) == found["group"]
    ]
    return (fits[0] if len(fits) == 1 else f"{code}…"), 3, found["item"]


def stated_functions(document: CleanData) -> tuple[pd.DataFrame, str, Figure | None]:
    """Classes and items with the amounts that sentences give them; the role of such a table; the total they make.

    Amounts in 万元, in the columns of a table with codes. Only a list that makes a total which the text states is
    whole: classes, else the sums of the items, and items where they make the same total. Otherwise all is empty.
    """
    said = document.stated_now
    said = said[(said["basis"] == "current") & said["amount"].notna()]
    rows: dict[int, list[dict]] = {1: [], 3: []}
    for row in said.to_dict("records"):
        if found := function_named(row["label"], row["section"]):
            code, level, name = found
            top = row["section"].split(" / ")[0]
            line = {"function_code": code, "name": name, "level": level, "total": row["amount"], "page": row["page"]}
            again = any(other["label"] == row["label"] for other in rows[level])
            if not rows[level] or (rows[level][0]["top"] == top and not again):
                rows[level].append(line | {"top": top, "label": row["label"]})
    spent = said[said["label"].str.contains(wording("expenditure_total_told"))]
    totals = list(spent["amount"])
    items = _whole(rows[3], totals)
    classes = _whole(rows[1], totals) or _sums(items)
    whole = next((value for value in totals if classes and value == total(line["total"] for line in classes)), None)
    if items and total(line["total"] for line in items) != whole:
        items = []
    about = [line["top"] for line in classes if "top" in line]
    role = (
        "general_budget_by_function" if any(says("appropriation", top) for top in about) else "expenditure_by_function"
    )
    frame = pd.DataFrame([*classes, *items], columns=COLUMNS).astype({"total": object})
    return frame, role if classes else "", whole


def _whole(lines: list[dict], totals: list[Figure]) -> list[dict]:
    """The lines where they make one of the totals; else none."""
    return lines if lines and total(line["total"] for line in lines) in totals else []


def _sums(items: list[dict]) -> list[dict]:
    """The classes of items, each with their sum."""
    names = {code: name for name, code in reversed(function_classes().items())}
    made = []
    for code in dict.fromkeys(line["function_code"][:3] for line in items):
        own = [line for line in items if line["function_code"][:3] == code]
        made.append(
            own[0]
            | {"function_code": code, "name": names[code], "level": 1, "total": total(line["total"] for line in own)}
        )
    return made
