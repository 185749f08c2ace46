"""A row of clean data has the columns that the data dictionary says, no more and no fewer."""

from typing import get_args, get_type_hints

import pytest

from disclosure.model.records import Records
from disclosure.store.csv_files import dictionary

ROWS = {name: get_args(rows)[0] for name, rows in get_type_hints(Records).items()}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_has_the_columns_of_the_dictionary(name):
    declared = set(get_type_hints(ROWS[name]))
    assert declared == set(dictionary()["resources"][name]["fields"]), f"mend {ROWS[name].__name__} of model/records.py"
