"""A printed line of a statutory table, from its facts."""

import pytest

from disclosure.forms.facts import wide

pytestmark = pytest.mark.unit


def test_an_amount_that_has_lost_its_code_is_a_line_of_its_own():
    """On a bad scan the header may be read so that a column of line numbers counts as one of amounts."""
    line = dict.fromkeys(("item", "function_name", "economic_code", "economic_name", "level"), "")
    line |= {"fact_id": "x", "page": 1, "table": 1, "row": 4, "list_number": 1, "direction": "", "row_role": "leaf"}
    line |= {"role": "revenue_by_function", "basis": "current", "null_kind": "value"}
    facts = [line | {"function_code": "", "measure": "other", "wan": 2}]
    facts += [
        line | {"function_code": "206", "measure": measure, "wan": 3000} for measure in ("total", "appropriation")
    ]
    assert [(made["function_code"], made.get("total"), made.get("other")) for made in wide(facts, "wan")] == [
        ("", None, 2), ("206", 3000, None),
    ]  # fmt: skip
