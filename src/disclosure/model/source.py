"""What a disclosure is: whose, of which year, a budget or final accounts."""

from __future__ import annotations

from dataclasses import dataclass

APPROVED, ADJUSTED, EXECUTED = "approved", "adjusted", "executed"
"""What a figure is: 年初预算, 全年预算 or 决算, in the words of the Fiscal Data Package."""

NONE_OF_OURS = "government", "performance_report", "other"
"""What a document may be that is no department's disclosure: the report of a whole government, of performance."""


@dataclass(slots=True)
class Source:
    """What a disclosure says about itself: who publishes it, for which year, and in which phase.

    ``phase`` is that of its own figures: ``approved`` in a budget, ``executed`` in final accounts. ``scope`` is
    ``unit`` or ``department``; of what is none of a department's, one of :data:`NONE_OF_OURS`. ``unit`` is the unit of
    money of most of its tables. What it does not say is empty.
    """

    document_id: str
    fiscal_year: str = ""
    organisation_code: str = ""
    organisation_name: str = ""
    phase: str = APPROVED
    scope: str = ""
    unit: str = ""
