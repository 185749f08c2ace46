"""How disclosures word a thing: the regular expressions of ``data/reference/wording.yml``.

What only the tables' forms need is in the books of forms.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from disclosure.words.reference import reference_settings


def wording(name: str) -> Any:
    """The regular expression of how disclosures word a thing; of some, several of them by what they say."""
    return reference_settings("wording.yml")[name]


def says(name: str, text: str) -> re.Match[str] | None:
    """Where a text words a thing so, first: ``re.search`` of its regular expression."""
    return _search(name)(text)


@cache
def _search(name: str):
    return re.compile(wording(name)).search
