"""What a disclosure is: whose, of which year, a budget or final accounts."""

from __future__ import annotations

from dataclasses import dataclass

APPROVED, ADJUSTED, EXECUTED = PHASES = "approved", "adjusted", "executed"
"""What a figure is: 年初预算, 全年预算 or 决算, in the words of the Fiscal Data Package."""


@dataclass(slots=True)
class Source:
    """What a disclosure says about itself: who publishes it, for which year, and in which phase.

    ``phase`` is that of its own figures: ``approved`` in a budget, ``executed`` in final accounts.
    """

    document_id: str
    fiscal_year: str = ""
    organisation_code: str = ""
    organisation_name: str = ""
    phase: str = APPROVED
