"""Numbers before lines and titles, in Chinese numerals."""

import pytest

from disclosure.model.numbering import ordinal

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("一、收入", 1),
        ("十、", 10),
        ("十二、", 12),
        ("二十、", 20),
        ("九十九、", 99),
        ("二二、国有资本", None),
        ("收入", None),
    ],
)
def test_the_number_of_a_line(text, number):
    """A scan may be read as numerals that are none: 二二、 for 二十二、."""
    assert ordinal(text) == number
