"""How disclosures word a thing: the regular expressions of ``data/reference/wording.yml``.

What only the tables' forms need is in the books of forms.
"""

from __future__ import annotations

from typing import Any

from disclosure.words.reference import reference_settings


def wording(name: str) -> Any:
    """The regular expression of how disclosures word a thing; of some, several of them by what they say."""
    return reference_settings("wording.yml")[name]
