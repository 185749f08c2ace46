"""A row of clean data has the columns that the data dictionary says, no more and no fewer."""

from typing import get_args, get_type_hints

import pytest

from disclosure.model.records import Records
from disclosure.store.csv_files import AUDITED, dictionary

ROWS = {name: get_args(rows)[0] for name, rows in get_type_hints(Records).items()}


@pytest.mark.parametrize("name", ROWS)
def test_a_row_has_the_columns_of_the_dictionary(name):
    assert set(get_type_hints(ROWS[name])) == set(dictionary()["resources"][name]["fields"])


def test_every_file_that_a_document_is_read_into_has_its_row():
    made_later = {*AUDITED, "documents", "failures"}
    assert set(ROWS) == set(dictionary()["resources"]) - made_later
