"""The rows of clean files as they are read back: every value is text, ``""`` where a cell is empty.

Their columns are those of the data dictionary (``dictionary.yml``), to which a test holds them; so a column that no
file has is an error of types.
"""

from __future__ import annotations

from typing import TypedDict


class Placed(TypedDict):
    """Where a row was printed, and how it was read."""

    page: str
    x0: str
    top: str
    x1: str
    bottom: str
    read_by: str
    source_place: str


class FactRow(Placed):
    """An amount of a statutory table."""

    fact_id: str
    document_id: str
    fiscal_year: str
    organisation_code: str
    organisation_name: str
    phase: str
    basis: str
    role: str
    direction: str
    fund: str
    function_code: str
    function_name: str
    economic_code: str
    economic_name: str
    item: str
    measure: str
    row_role: str
    column_role: str
    level: str
    null_kind: str
    amount_yuan: str
    amount_raw: str
    unit_raw: str
    column_label: str
    table: str
    row: str
    column: str
    unit_code: str
    unit_name: str
    table_id: str
    list_number: str
    restates: str


class StatementRow(Placed):
    """A figure stated in prose."""

    statement_id: str
    document_id: str
    section: str
    parent: str
    label: str
    amount_yuan: str
    share: str
    quantity: str
    unit: str
    basis: str
    phase: str
    trend: str
    against: str
    year: str
    reason: str
    value_raw: str
    sentence: str


class ParagraphRow(Placed):
    """A paragraph or heading of the text."""

    paragraph_id: str
    document_id: str
    section: str
    paragraph: str


class ProcurementRow(Placed):
    """A line of the procurement annex."""

    document_id: str
    row_role: str
    level: str
    unit_name: str
    project_name: str
    project_budget_yuan: str
    project_budget_null_kind: str
    category: str
    economic_name: str
    item: str
    catalogue_code: str
    organisation_form: str
    measure_unit: str
    quantity: str
    quantity_raw: str
    unit_price_yuan: str
    unit_price_null_kind: str
    total_yuan: str
    total_null_kind: str
    general_public_budget_yuan: str
    general_public_budget_null_kind: str
    government_fund_yuan: str
    government_fund_null_kind: str
    state_capital_yuan: str
    state_capital_null_kind: str
    special_account_yuan: str
    special_account_null_kind: str
    own_funds_yuan: str
    own_funds_null_kind: str


class AssetRow(Placed):
    """A line of the table of fixed assets."""

    document_id: str
    row_role: str
    item: str
    quantity: str
    quantity_raw: str
    value_yuan: str
    value_null_kind: str


class ProjectRow(Placed):
    """A project with its performance form."""

    document_id: str
    project_code: str
    project_name: str
    unit_code: str
    unit_name: str
    amount_yuan: str
    null_kind: str
    fiscal_funds_yuan: str
    carried_over_yuan: str
    other_funds_yuan: str
    whole_amount_yuan: str
    whole_fiscal_funds_yuan: str
    whole_other_funds_yuan: str
    purpose: str
    goal: str
    annual_goal: str
    purpose_x0: str
    purpose_top: str
    purpose_x1: str
    purpose_bottom: str
    scope: str


class PlanRow(Placed):
    """A checkpoint of a payment plan."""

    document_id: str
    project_code: str
    project_name: str
    checkpoint: str
    month: str
    cumulative_share: str
    share_raw: str
    position_certain: str


class IndicatorRow(Placed):
    """A performance indicator of a project."""

    document_id: str
    project_code: str
    project_name: str
    level1: str
    level2: str
    level3: str
    description: str
    target_raw: str
    operator: str
    target: str
    unit: str
    basis_of_target: str
    weight: str


class InstitutionRow(Placed):
    """A unit of the department."""

    document_id: str
    row_role: str
    unit_name: str
    unit_type: str
    unit_rank: str
    funding: str
    remark: str


class TableRow(TypedDict):
    """A table, or a page that is remarked on."""

    table_id: str
    document_id: str
    role: str
    score: str
    title: str
    pages: str
    parts: str
    rows: str
    columns: str
    unit: str
    note: str
    is_empty: str
    certainty: str
    organisation_code: str
    organisation_name: str
    remark_zh: str
    remark_en: str


class SourceRow(TypedDict):
    """A file that the document was read from, or what it says of itself in one kind of place."""

    document_id: str
    what: str
    value: str
    place: str
    pages: str
    count: str
    text: str
    agrees: str
    sha256: str
    first_page: str
    page_count: str
    url: str
    date_published: str


class CellRow(Placed):
    """A printed cell."""

    table: str
    row: str
    column: str
    row_span: str
    column_span: str
    text_raw: str
    text: str


class Records(TypedDict, total=False):
    """The rows of one document by file; a file that it lacks has none."""

    facts: list[FactRow]
    statements: list[StatementRow]
    paragraphs: list[ParagraphRow]
    procurement: list[ProcurementRow]
    assets: list[AssetRow]
    projects: list[ProjectRow]
    project_plan: list[PlanRow]
    project_indicators: list[IndicatorRow]
    institutions: list[InstitutionRow]
    tables: list[TableRow]
    sources: list[SourceRow]
    cells: list[CellRow]
