"""What a disclosure says of its projects: which there are, where they are booked, who is paid, when, and for what."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd

from disclosure.analysis.clean_data import CleanData
from disclosure.analysis.figure import Figure, total
from disclosure.model.amounts import FACTOR
from disclosure.model.roles import SPENDING
from disclosure.model.sums import fit_sums
from disclosure.store.csv_files import WAN
from disclosure.words.messages import Message, Term
from disclosure.words.reference import reference_settings
from disclosure.words.wording import wording


def project_total(document: CleanData) -> Figure | None:
    """Project expenditure of all funds, failing that of the general public budget, failing that as prose states it."""
    for role in SPENDING:
        printed = document.fact(role, "project", optional=True, row_role="total")
        if printed is not None:
            return printed
    return document.stated(wording("stated_as")["project"], optional=True)


def project_lines(document: CleanData) -> pd.DataFrame:
    """The finest function lines with project money, the largest first: ``code``, ``name``, ``label``, ``amount``."""
    for role in SPENDING:
        table = document.table(role)
        lines = table[
            (table["row_role"] == "leaf") & (table["function_code"] != "") & table["project"].map(bool).astype(bool)
        ]
        if len(lines):
            break
    frame = lines[["function_code", "name", "project"]]
    frame = frame.rename(columns={"function_code": "code", "project": "amount"}).astype(object)
    frame["label"] = [Term(name) for name in frame["name"]]
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def project_paths(document: CleanData) -> pd.DataFrame:
    """Which project stands behind which function line, where the sums leave one way only; else an empty frame.

    The forms print no function and the tables print no projects, but it is the same money: each project is put under
    one line so that the projects under each add up to it exactly. ``label`` (project), ``through`` (item), ``to``
    (class), ``amount``, ``code``; in the order in which a flow chart draws them. Inferred, not printed.
    """
    projects, lines = document.projects, project_lines(document)
    columns = ["label", "through", "to", "amount", "code"]
    ways, complete = fit_sums(projects["amount"].to_list(), lines["amount"].to_list())
    if len(ways) != 1 or not complete:
        return pd.DataFrame(columns=columns)
    names = {line["function_code"]: line["name"] for line in document.coded(_role(document)).to_dict("records")}
    rows = []
    for project, place in zip(projects.to_dict("records"), ways[0], strict=True):
        code = lines.at[place, "code"]
        rows.append(
            {
                "label": Term(project["project_name"]),
                "through": Message("{code} {name}", code=code, name=Term(lines.at[place, "name"])),
                "to": Message("{code} {name}", code=code[:3], name=Term(names.get(code[:3], code[:3]))),
                "amount": project["amount"],
                "code": code,
            }
        )
    frame = pd.DataFrame(rows, columns=columns)
    by_class = frame.groupby(frame["code"].str[:3])["amount"].transform("sum")
    by_line = frame.groupby("code")["amount"].transform("sum")
    order = pd.DataFrame({"class": -by_class.astype(float), "line": -by_line.astype(float), "code": frame["code"]})
    return frame.loc[order.sort_values(["class", "line", "code"], kind="stable").index].reset_index(drop=True)


def _role(document: CleanData) -> str:
    roles = SPENDING
    return document.first_role(*roles) or roles[0]


def arrears(document: CleanData) -> pd.DataFrame:
    """Old bills: ``label`` and ``amount``, and ``kind``: a ``project`` whose name speaks of unpaid money counts whole,
    an ``amount`` that a purpose states as overdue counts by itself."""
    words = reference_settings("questions.yml")["arrears_name"]
    rows = [
        {"label": Term(name), "amount": amount, "kind": "project"}
        for name, amount in zip(document.projects["project_name"], document.projects["amount"], strict=True)
        if re.search(words, name)
    ]
    whole = {row["label"].printed for row in rows}
    stated = stated_uses(document)
    for row in stated[stated["name"].str.contains(words)].to_dict("records"):
        if row["project"].printed not in whole:
            rows.append({"label": Term(row["name"]), "amount": row["amount"], "kind": "amount"})
    return pd.DataFrame(rows, columns=["label", "amount", "kind"], dtype=object)


def stated_uses(document: CleanData) -> pd.DataFrame:
    """Amounts that the purpose sentences of performance forms state: ``name`` of the use, ``project``, ``amount``."""
    stated = document.statements
    stated = stated[stated["section"].str.startswith(wording("purpose_section")) & stated["amount"].notna()]
    return pd.DataFrame(
        {
            "name": stated["label"],
            "project": [Term(section.split(" / ")[-1]) for section in stated["section"]],
            "value_raw": stated["value_raw"],
            "amount": stated["amount"],
        }
    ).reset_index(drop=True)


def payees(document: CleanData) -> pd.DataFrame:
    """Who the purpose sentences name as paid: ``label``, ``projects`` (how many), ``amount`` (all they hold)."""
    forms = document.frame("projects")
    forms = forms[forms["amount"].notna()]
    named = forms["purpose"].str.extract(wording("payee"), expand=False).fillna("")
    rows = [
        {"label": Term(str(payee)), "projects": len(own), "amount": total(own["amount"])}
        for payee, own in forms.assign(payee=named).groupby("payee", sort=False)
        if payee
    ]
    frame = pd.DataFrame(rows, columns=["label", "projects", "amount"], dtype=object)
    return frame.sort_values("amount", ascending=False, kind="stable", ignore_index=True)


def payment_plan(document: CleanData) -> pd.DataFrame:
    """The cumulative shares of the payment plans: ``label``, ``month``, ``share``, ``certain``, ``before_service``.

    ``certain`` is false where a form prints fewer checkpoints than there are, so that the month of a share is not sure.
    ``before_service``: paid in full before the period of service in the project's own name begins.
    """
    plan = document.frame("project_plan")
    plan = plan[plan["cumulative_share"].notna()]
    begins = plan["project_name"].str.extract(r"(\d{4})年(\d{1,2})月").astype(float)
    early = (begins[0] == document.year) & (plan["month"].astype(float) < begins[1]) & (plan["cumulative_share"] == 1)
    return pd.DataFrame(
        {
            "label": [Term(name) for name in plan["project_name"]],
            "month": plan["month"],
            "share": plan["cumulative_share"],
            "certain": plan["position_certain"],
            "checkpoint": [Term(word) for word in plan["checkpoint"]],
            "before_service": early,
        }
    ).reset_index(drop=True)


def alike_targets(document: CleanData) -> pd.DataFrame:
    """Targets that are the same to the letter in several ``projects`` (how many), with ``label`` and ``target_raw``."""
    targets = document.frame("project_indicators")
    counted = targets.groupby(["level3", "target_raw"], sort=False)["project_name"].nunique().reset_index()
    counted = counted[(counted["project_name"] > 1) & (counted["target_raw"] != "")]
    frame = counted.rename(columns={"project_name": "projects"}).sort_values("projects", ascending=False, kind="stable")
    frame.insert(0, "label", [Term(name) for name in frame.pop("level3")])
    return frame.reset_index(drop=True)


def ceilings(document: CleanData) -> pd.DataFrame:
    """Ceilings of cost indicators beside the money: ``project``, ``amount``, ``label``, ``target_raw``, ``ceiling``,
    ``stated`` (uses that the purpose states, less arrears) and ``procured``; amounts in 万元."""
    targets, forms = document.frame("project_indicators"), document.frame("projects")
    capped = targets["level2"].str.contains(wording("cost_indicator"))
    caps = targets[capped & targets["target"].notna() & targets["unit"].isin(list(FACTOR))]
    budgets = dict(zip(forms["project_name"], forms["amount"], strict=True))
    uses = stated_uses(document)
    uses = uses[~uses["name"].str.contains(reference_settings("questions.yml")["arrears_name"])]
    stated = {str(k): total(v) for k, v in uses.groupby(uses["project"].map(str))["amount"]}
    lines = document.frame("procurement")
    lines = lines[lines["row_role"] == "leaf"]
    bought = {str(k): total(v) for k, v in lines.groupby("project_name")["total"]}
    rows = [
        {
            "project": Term(row["project_name"]),
            "amount": budgets.get(row["project_name"]),
            "label": Term(row["level3"]),
            "target_raw": row["target_raw"],
            "ceiling": Figure(Decimal(row["target"]) * FACTOR[row["unit"]] / WAN),
            "stated": stated.get(row["project_name"]),
            "procured": bought.get(row["project_name"]),
        }
        for row in caps.to_dict("records")
    ]
    columns = ["project", "amount", "label", "target_raw", "ceiling", "stated", "procured"]
    return pd.DataFrame(rows, columns=columns, dtype=object)
