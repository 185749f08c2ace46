"""No wrong figure goes unnoticed: the clean data of each disclosure made wrong, one figure or line at a time.

The suite changes everything on the first disclosure in the ways that matter most, and a sample otherwise and on the
others, always the same one; with ``EVERY_CHANGE=1`` it changes everything on all of them (some minutes).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from documents import CLEAN, documents, extracted
from mutations import MUTATIONS, TOLD, Watch, raised, unconfirmed, zero_filled

from disclosure.audit.ledger import read_rows
from disclosure.run.extraction import save

pytestmark = pytest.mark.slow
EVERY = bool(os.environ.get("EVERY_CHANGE"))
STEP = 1 if EVERY else 11

NOTHING = "0.00 is nothing in any column"
ROUNDED = "0.01 more in a sum that is off by as much already: the document rounds"
ALONE = "a whole number in a table of one line: no other line has the column"
UNNOTICED = {
    "putuo-finance-2024-final": {"p16t1r04c03": ROUNDED, "p17t1r05c07": ROUNDED},
    "putuo-justice-2026": {
        "p14t1r03c01 to p14t1r03c05": NOTHING,
        "p14t1r04c01 to p14t1r04c05": NOTHING,
        "p21t1r03c01": ALONE,
        "p21t1r03c04": ALONE,
    },
    "putuo-wanli-2024": {"p31t1r03c01": ALONE, "p31t1r03c04": ALONE},
    "putuo-wanli-2025": {"p29t1r03c01": ALONE, "p29t1r03c04": ALONE},
}
"""What is left unnoticed where a whole cell goes missing or moves, or changes by no more than its document rounds."""
CELLS = ("moved", "record_dropped", "raised")


def in_tables(place: str) -> bool:
    """Is the place a cell of a table, and not a figure of a sentence (which ``test_prose`` sees to)?"""
    return not (place[0] == "s" and place[1:4].isdigit())


@pytest.fixture(scope="module")
def rows_of(tmp_path_factory):
    """The clean data of a document, read once for all tests of this file."""
    done: dict[Path, Watch] = {}

    def read(pdf: Path) -> Watch:
        if pdf not in done:
            folder = tmp_path_factory.mktemp("clean") / pdf.stem
            save(extracted(pdf), folder)
            done[pdf] = Watch(read_rows(folder))
        return done[pdf]

    return read


@pytest.fixture(scope="module")
def first() -> Watch:
    return Watch(read_rows(CLEAN))


AT_LEAST = {"raised": 470, "moved": 290, "dropped": 160, "doubled": 160, "table_lost": 20}
"""What is changed everywhere on the first disclosure, and in how many places; of other changes every fourth."""


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda way: way.__name__)
def test_every_single_change_of_the_first_disclosure_is_noticed(first, mutation):
    changes = [(place, rows) for place, rows in mutation(first.rows) if mutation is raised or in_tables(place)]
    missed, tried = first.missed(iter(changes[:: 1 if EVERY or mutation.__name__ in AT_LEAST else 4]))
    assert missed == []
    assert tried >= AT_LEAST.get(mutation.__name__, 9)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("pdf", documents("corpus", "made", "editions"))
def test_single_changes_of_other_disclosures_are_noticed(rows_of, pdf, mutation):
    watch = rows_of(pdf)
    known = UNNOTICED.get(pdf.stem, {}) if mutation.__name__ in CELLS else {}
    changes = [change for change in mutation(watch.rows) if in_tables(change[0])][::STEP]
    missed, _ = watch.missed(iter(changes))
    assert [place for place in missed if place.removesuffix(" amount_yuan") not in known] == []


@pytest.mark.parametrize("mutation", TOLD, ids=lambda way: way.__name__)
def test_another_name_year_unit_or_fund_of_the_first_disclosure_is_noticed(first, mutation):
    """Or the audit names the line as one that nothing else confirms: two of a balance table."""
    missed, tried = first.missed(mutation(first.rows))
    alone = unconfirmed(first.rows)
    assert [place for place in missed if not alone(place)] == [] and len(missed) < 2
    assert tried >= 5


@pytest.mark.parametrize("mutation", TOLD, ids=lambda way: way.__name__)
@pytest.mark.parametrize("pdf", documents("corpus", "made"))
def test_another_name_year_unit_or_fund_of_other_disclosures_is_noticed(rows_of, pdf, mutation):
    """Where a title, the text, another table or the code list says otherwise; else the audit names it as alone."""
    watch = rows_of(pdf)
    alone = unconfirmed(watch.rows)
    changes = list(mutation(watch.rows))
    missed, tried = watch.missed(iter(changes[:: max(1, len(changes) // 20)]))
    assert [place for place in missed if not alone(place)] == []
    assert len(missed) <= tried / 10 or mutation is zero_filled  # what is nothing is often said once
