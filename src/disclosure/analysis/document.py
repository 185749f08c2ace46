"""One disclosure as a notebook opens it: its clean data as data frames, and what is asked of it.

Amounts are floats in 万元 (10,000 yuan); beside each column of amounts stands one that ends in ``_exact`` with the
exact decimal, which knows its place in the PDF (:func:`disclosure.analysis.frames.plain`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from disclosure.analysis.clean_data import CleanData, clean_folder
from disclosure.analysis.figure import Figure
from disclosure.analysis.frames import plain
from disclosure.model.place import Place
from disclosure.model.roles import STATUTORY
from disclosure.model.source import EXECUTED
from disclosure.words.messages import Message, Term
from disclosure.words.names import in_a_row, ranges
from disclosure.words.phases import phase_name


class Document:
    """The clean data of one disclosure, and what is asked of it. ``data`` holds the frames with exact amounts only.

    The analyses are imported where they are asked for: most notebooks need one or two, and the audit is not small.
    """

    def __init__(self, data: CleanData, beside: Path | None = None) -> None:
        self.data = data
        self.beside = beside  # a file of what is known of others that were read with it (disclosure.analysis.context)

    def __repr__(self) -> str:
        return f"<{self.label}: {self.data.folder.name}>"

    # --- what it is ---

    @property
    def folder(self) -> Path:
        """The folder of its clean data."""
        return self.data.folder

    @property
    def pdf(self) -> Path:
        """The PDF that the data was read from; :class:`FileNotFoundError` where it is not at hand."""
        return self.data.pdf

    @property
    def year(self) -> int:
        """The fiscal year; 0 where the disclosure does not say."""
        return self.data.year

    @property
    def phase(self) -> str:
        """That of its own figures: ``approved`` in a budget, ``executed`` in final accounts (决算)."""
        return self.data.phase

    @property
    def none_of_ours(self) -> Message | None:
        """What it is where it is no department's disclosure, and so not judged; None where it is one."""
        return self.data.none_of_ours

    @property
    def organisation(self) -> Term:
        """The department, by its name; the file's name where the disclosure names nobody."""
        return Term(self.data.organisation.zh)

    @property
    def label(self) -> Message:
        """Department and year in a few words."""
        if not self.year:
            return Message("{who}", who=self.organisation)
        return Message("{who} {year}", who=self.organisation, year=self.year)

    @property
    def package(self) -> dict:
        """The data package: what the files are and where they come from."""
        return self.data.package

    def source(self, *roles: str) -> Message:
        """The source line for a chart or table: who, what, and on which pages the tables of these roles stand."""
        tables = self.data.frame("tables")
        used = tables[tables["role"].isin(roles)] if roles else tables.head(0)
        pages = sorted({int(page) for text in used["pages"] for page in text.split()})
        values: dict[str, Any] = {
            "who": self.organisation,
            "year": self.year,
            "pages": in_a_row(ranges(pages)),
        }
        final = self.phase == EXECUTED
        if pages and self.data.several:
            values["pages"] = self.data.pages_by_file(pages)
            if final:
                return Message("Source: {who}, final accounts {year}, {pages}", **values)
            return Message("Source: {who}, budget {year}, {pages}", **values)
        if not pages and final:
            return Message("Source: {who}, final accounts {year}", **values)
        if not pages:
            return Message("Source: {who}, budget {year}", **values)
        values["n"] = len(pages)
        if not self.data.package["sources"][0]["title"].lower().endswith(".pdf"):  # its pages are sheets, or parts
            if final:
                return Message("Source: {who}, final accounts {year}, p. {pages}", **values)
            return Message("Source: {who}, budget {year}, p. {pages}", **values)
        if final:
            return Message(
                "Source: {who}, final accounts {year}, PDF p. {pages}",
                plural="Source: {who}, final accounts {year}, PDF pp. {pages}",
                **values,
            )
        return Message(
            "Source: {who}, budget {year}, PDF p. {pages}",
            plural="Source: {who}, budget {year}, PDF pp. {pages}",
            **values,
        )

    # --- its data ---

    def frame(self, name: str) -> pd.DataFrame:
        """A file of the clean data by its stem (``facts``, ``procurement`` …); an unknown name lists them."""
        return plain(self.data.frame(name))

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Every amount of the statutory tables, one a row."""
        return plain(self.data.facts)

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Every figure stated in prose, with its sentence.

        ``when`` says in words which year it is of, or that it is a budget where final accounts repeat one.
        """
        stated = self.data.statements
        told = zip(stated["basis"], stated["phase"], strict=True)
        when = [
            phase_name(phase) if basis == "current" and phase != self.phase else _WHEN.get(basis, basis)
            for basis, phase in told
        ]
        return plain(stated.assign(when=when))

    @cached_property
    def tables(self) -> pd.DataFrame:
        """The document's tables, each with its role, title and pages."""
        return self.data.frame("tables")

    @cached_property
    def procurement(self) -> pd.DataFrame:
        """The lines of the procurement budget."""
        return self.frame("procurement")

    @cached_property
    def assets(self) -> pd.DataFrame:
        """The categories of fixed assets."""
        return self.frame("assets")

    @cached_property
    def institutions(self) -> pd.DataFrame:
        """The units of the department."""
        return self.frame("institutions")

    @cached_property
    def projects(self) -> pd.DataFrame:
        """Every project: ``amount``, ``theme`` (the beginning that names share) and where it is ``found``."""
        projects = self.data.projects
        return plain(projects.assign(label=[Term(name) for name in projects["project_name"]]))

    @cached_property
    def project_plan(self) -> pd.DataFrame:
        """The checkpoints of the projects' payment plans."""
        return self.frame("project_plan")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The performance indicators of the projects."""
        return self.frame("project_indicators")

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The audit's ledger: every identity tested, with its ``statement`` and the ``places`` it rests on."""
        return plain(self.data.checks)

    @cached_property
    def questions(self) -> pd.DataFrame:
        """The questions to the publisher, with the ``places`` they rest on."""
        return plain(self.data.flags)

    @property
    def findings(self) -> pd.DataFrame:
        """One row a cause of failing checks, the gravest first: ``statement``, and the ``places`` it rests on."""
        return plain(self.data.findings)

    def to_excel(self, path: str | Path) -> Path:
        """Write all clean data to a workbook, a sheet a table: codes are text, amounts exact numbers; the path."""
        from disclosure.store.excel import write_workbook  # as pandas: a frame has a method of this name, too

        return write_workbook(self.folder, Path(path))

    def checks_by_family(self) -> pd.DataFrame:
        """How many checks of each family hold, fail or could not be made: ``label`` and a column for each status."""
        checks = self.data.checks
        names = dict(zip(checks["family"], checks["family_name"], strict=True))
        counts = checks.groupby(["family", "status"], sort=False).size().unstack(fill_value=0)
        counts = counts.reindex(columns=["holds", "rounding", "fails", "not_applicable"], fill_value=0)
        return plain(counts.assign(label=[names[family] for family in counts.index]).reset_index())

    def table(self, name: str, number: int = 1) -> pd.DataFrame:
        """A statutory table as printed: a line a row, a column for each measure.

        ``name`` is its role or a part of its printed title (支出表). The year before stands in columns ``…_prior``;
        without such a table there is no row. ``number`` is 2 for the second table of a role. Raises
        :class:`LookupError`, which lists the roles, where no table is called so.
        """
        return plain(self.data.table(self._role(name), number))

    def _role(self, name: str) -> str:
        tables = self.tables
        if name in STATUTORY:
            return name
        titled = tables[tables["title"].str.contains(name, regex=False) & tables["role"].isin(STATUTORY)]
        if len(roles := titled["role"].unique()) == 1:
            return str(roles[0])
        there = [f"{role} ({title})" for role, title in zip(tables["role"], tables["title"], strict=True) if title]
        said = f"{len(roles)} tables are titled so" if len(roles) else "no table is called so"
        raise LookupError(f"{name!r}: {said}; use document.table(role) with one of: {', '.join(dict.fromkeys(there))}")

    def functions(self, *roles: str) -> pd.DataFrame:
        """Expenditure by function: ``code``, ``name``, ``level`` (1 class, 2 group, 3 item), ``amount``, ``share``.

        From the first of ``roles`` that has codes; without, from the general public budget, else from all expenditure,
        else from sentences (:func:`disclosure.analysis.stated_functions.stated_functions`). ``basic`` and ``project``
        where the table has them. ``label`` is code and name. The frame is empty where the document does not list
        expenditure by function; ``frame.attrs["role"]`` is the table's role, ``frame.attrs["total"]`` the total that
        the document gives, :class:`Figure` or None.
        """
        from disclosure.analysis.stated_functions import stated_functions

        data = self.data
        role = data.first_role(*(roles or ("general_budget_by_function", "expenditure_by_function")))
        if role or roles:
            lines = data.coded(role or "general_budget_by_function")
            foot = data.total_of(role or "general_budget_by_function")
        else:
            lines, role, foot = stated_functions(data)
        lines = lines.rename(columns={"function_code": "code", "total": "amount"})
        lines = lines[lines["amount"].map(bool).astype(bool)]
        whole = sum((value for value in lines.loc[lines["level"] == 1, "amount"]), Figure(0))
        kept = ["code", "name", "level", "amount", "basic", "project", "page"]
        made = plain(lines.reindex(columns=kept)).reset_index(drop=True)
        made["amount"] = pd.to_numeric(made["amount"])
        made["share"] = made["amount"] / float(whole) if whole else made["amount"]
        made["label"] = [Term(name) for name in made["name"]]
        made.attrs |= {"role": role, "total": foot}
        return made

    def functions_by_type(self) -> pd.DataFrame:
        """Basic and project expenditure of each class, for a stacked chart: ``group`` (class), ``label`` (type),
        ``amount``, ``code`` and ``type`` (``basic``, ``project``). Empty where the table does not tell them apart.
        """
        lines = self.functions()
        classes = lines[lines["level"] == 1].sort_values("amount", ascending=False)
        rows = [
            {"group": row["label"], "code": row["code"], "type": kind, "label": Term(name), "amount": exact}
            for row in classes.to_dict("records")
            for kind, name in (("basic", "基本支出"), ("project", "项目支出"))
            if isinstance(exact := row.get(f"{kind}_exact"), Figure)
        ]
        return plain(pd.DataFrame(rows, columns=["group", "code", "type", "label", "amount"]))

    def fact(self, role: str, measure: str = "total", **labels: str) -> Figure | None:
        """The one printed amount of a statutory table that the labels name, exact and with its place.

        ``document.fact("general_budget_by_function", "project", function_code="206")``; ``basis="prior"`` for the
        year before; ``row_role="total"`` for the foot of the table, whatever it is called. None where the document
        does not print it; :class:`LookupError` where the labels name more than one.
        """
        return self.data.fact(role, measure, optional=True, **labels)

    def stated(self, *labels: str, basis: str = "current", section: str = "") -> Figure | None:
        """The first figure that prose states under one of these labels; None where it states none."""
        return self.data.stated(labels, basis, section, optional=True)

    def places_of(self, ids: str) -> list[Place]:
        """The places of the facts, statements and annex lines that a check or question names."""
        return self.data.places_of(ids)

    # --- what is asked of it ---

    @cached_property
    def _years(self) -> pd.DataFrame:
        from disclosure.analysis.year_over_year import year_over_year

        return year_over_year(self.data)

    def year_over_year(self) -> pd.DataFrame:
        """Every comparison with the year before that the document makes, by key: ``whole``, ``basic``, ``project`` …

        See :func:`disclosure.analysis.year_over_year.year_over_year`.
        """
        return plain(self._years)

    def change(self, key: str) -> pd.Series | None:
        """One row of :meth:`year_over_year`; None where the document does not make this comparison."""
        years = self.year_over_year()
        return years.loc[key] if key in years.index else None

    def basic_expenditure(self) -> pd.DataFrame:
        """Every line of basic expenditure by economic class, with its ``kind``: ``personnel`` or ``operating``.

        ``share`` is its part of its kind.
        """
        from disclosure.analysis.basic_expenditure import basic_lines

        lines = plain(basic_lines(self.data))
        lines["share"] = lines["amount"] / lines.groupby("kind")["amount"].transform("sum")
        return lines

    def basic_totals(self) -> dict[str, Figure | None]:
        """``basic``, ``personnel`` and ``operating``: exact, as printed or stated; None where there is none."""
        from disclosure.analysis.basic_expenditure import basic_totals

        return basic_totals(self.data)

    def pay_base(self) -> pd.DataFrame:
        """The base of pay that contributions imply: see ``analysis.basic_expenditure.pay_base``."""
        from disclosure.analysis.basic_expenditure import pay_base

        return plain(pay_base(self.data))

    def agency_running_costs(self) -> pd.DataFrame:
        """Items of 机关运行经费 in prose, each beside the table's line of operating costs."""
        from disclosure.analysis.basic_expenditure import agency_running_costs

        return plain(agency_running_costs(self.data))

    def three_public_by_class(self) -> pd.DataFrame:
        """The “three public” lines beside their economic class in basic expenditure."""
        from disclosure.analysis.basic_expenditure import three_public_by_class

        return plain(three_public_by_class(self.data))

    def project_total(self) -> Figure | None:
        """Project expenditure of all funds, else of the general public budget, else as prose states it; or None."""
        from disclosure.analysis.projects import project_total

        return project_total(self.data)

    def project_lines(self) -> pd.DataFrame:
        """The finest function lines with project expenditure."""
        return self._projects("project_lines")

    def project_paths(self) -> pd.DataFrame:
        """Which project stands behind which function line, where the sums leave one way only; inferred."""
        return self._projects("project_paths")

    def arrears(self) -> pd.DataFrame:
        """Old bills: projects and amounts that the document calls unpaid or overdue."""
        return self._projects("arrears")

    def stated_uses(self) -> pd.DataFrame:
        """Amounts that the purpose sentences of performance forms state."""
        return self._projects("stated_uses")

    def payees(self) -> pd.DataFrame:
        """Who the purpose sentences name as paid, over all projects."""
        return self._projects("payees")

    def payment_plan(self) -> pd.DataFrame:
        """The cumulative shares of the projects' payment plans, and how certain their months are."""
        return self._projects("payment_plan")

    def alike_targets(self) -> pd.DataFrame:
        """Targets that are the same to the letter in several projects."""
        return self._projects("alike_targets")

    def ceilings(self) -> pd.DataFrame:
        """Ceilings of the cost indicators beside budget, stated uses and procurement."""
        return self._projects("ceilings")

    def _projects(self, name: str) -> pd.DataFrame:
        from disclosure.analysis import projects

        return plain(getattr(projects, name)(self.data))

    def procurement_total(self) -> Figure | None:
        """The procurement budget, as printed or as stated; None where the document gives none."""
        from disclosure.analysis.procurement import procurement_total

        return procurement_total(self.data)

    def procurement_items(self) -> pd.DataFrame:
        """What is to be bought, line by line: ``label``, ``kind`` (A goods, B works, C services), ``amount`` …"""
        return self._procurement("procurement_items")

    def procurement_by_kind(self) -> pd.DataFrame:
        """Goods, works and services, by the table and by the prose."""
        return self._procurement("procurement_by_kind")

    def procurement_by_source(self) -> pd.DataFrame:
        """Procurement by the project or purpose that pays for it."""
        return self._procurement("procurement_by_source")

    def projects_procured(self) -> pd.DataFrame:
        """Each project, and how much of it the procurement table buys."""
        return self._procurement("projects_procured")

    def bought_from_running_costs(self) -> pd.DataFrame:
        """Purchases from operating budgets beside the economic line that should pay for them."""
        return self._procurement("bought_from_running_costs")

    def assets_held(self) -> pd.DataFrame:
        """The categories of fixed assets that have a value."""
        return self._procurement("assets_held")

    def counted(self) -> pd.DataFrame:
        """Vehicles and equipment that prose counts."""
        return self._procurement("counted")

    def _procurement(self, name: str) -> pd.DataFrame:
        from disclosure.analysis import procurement

        return plain(getattr(procurement, name)(self.data))

    def undertakings(self) -> pd.DataFrame:
        """This year's projects by undertaking, beside the growth: see ``analysis.undertakings``."""
        from disclosure.analysis.undertakings import undertakings

        return plain(undertakings(self.data))

    def growth_steps(self) -> pd.DataFrame:
        """From last year's total to this year's, undertaking by undertaking, for a waterfall."""
        from disclosure.analysis.undertakings import growth_steps

        return plain(growth_steps(self.data))

    def three_public(self) -> pd.DataFrame:
        """The lines of the “three public” expenses over two years, by key; the total is ``total``."""
        from disclosure.analysis.three_public import three_public

        lines = plain(three_public(self.data)).rename(columns={"name": "label"})
        lines["label"] = lines["label"].where(lines["key"] != "total", Term("“三公”经费"))
        lines["year"], lines["year_before"] = self.year, self.year - 1
        lines["rate"] = lines["change"] / lines["before"].where(lines["before"] != 0)
        return lines.set_index("key", drop=False).rename_axis(None)

    def execution(self, budget: Document | str | Path | None = None) -> pd.DataFrame:
        """Of final accounts: what became of the plan, line by line, the whole first. See ``analysis.execution``.

        ``budget`` is the budget of the same year, or its clean data; without it, one that lies beside these, as is that
        of the year after. The index is ``whole``, else the line's code (of the “three public” lines and of revenue
        their key; of funds ``government_fund`` and ``state_capital``, before a code with a colon).
        """
        from disclosure.analysis import execution

        if isinstance(budget, str | Path):
            budget = open_clean(budget)
        beside = execution.budget_beside(self.data) if budget is None else budget.data
        lines = execution.execution(self.data, beside, execution.budget_beside(self.data, later=1))
        told = zip(lines["kind"], lines["status"], strict=True)
        lines["status_word"] = [execution.status_word(kind, status) for kind, status in told]
        return plain(lines)

    def chain(self) -> pd.DataFrame:
        """The general public budget of its department over the years, from the disclosures that lie beside it.

        See :func:`disclosure.analysis.chain.chain`.
        """
        from disclosure.analysis.chain import chain, department_beside

        return plain(chain(department_beside(self.data)))

    def chain_steps(self) -> pd.DataFrame:
        """The chain as a waterfall: ``label``, ``amount``, ``kind``; no rows where a single year is at hand."""
        from disclosure.analysis.chain import chain, department_beside, steps

        return plain(steps(chain(department_beside(self.data))))

    def left_out(self) -> list[Message]:
        """What ``execution`` leaves out of final accounts, a sentence each: text of another year, a budget bound in."""
        from disclosure.analysis import execution

        return execution.left_out(self.data)


_WHEN = {
    "current": Message("this year"),
    "prior": Message("the year before"),
    "change": Message("change on the year before"),
    "deviation": Message("difference from the budget"),
    "completion": Message("share of the budget spent"),
    "target": Message("target"),
}
"""Which year a stated figure is of."""


def open_clean(name: str | Path, pdf: str | Path | Sequence[str | Path] | None = None) -> Document:
    """The clean data of a disclosure: its folder, or its name in the collection (``data/clean``).

    ``pdf`` is where its PDF lies, if that is not ``data/raw``; of several files a list of them. Raises
    :class:`FileNotFoundError`, which says what would work, where there is no such data.
    """
    if isinstance(pdf, str | Path):
        pdf = [pdf] if str(pdf) else []
    given = [Path(one) for one in pdf or ()]
    return Document(CleanData(clean_folder(name), pdf_given=given[0] if len(given) == 1 else given or None))
