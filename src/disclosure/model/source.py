"""What a disclosure is: whose, of which year, a budget or final accounts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Source:
    """What a disclosure says about itself: who publishes it, for which year, budget or final accounts."""

    document_id: str
    fiscal_year: str = ""
    organisation_code: str = ""
    organisation_name: str = ""
    phase: str = "budget"
