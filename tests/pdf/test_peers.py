"""Test files of other readers, read at least as well as camelot's best flavour reads them."""

import importlib.util
from pathlib import Path

import pytest

PEERS = Path(__file__).parents[2] / "benchmarks/peers.py"
spec = importlib.util.spec_from_file_location("peers", PEERS)
peers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(peers)

FILES = {file.stem: file for file in peers.files()}
KNOWN = sorted({path.name.rpartition("-p1-")[0] for path in peers.GOLDEN.glob("*.csv")})


def test_the_measure():
    """Whole is 1; one cell of nine wrong costs its four neighbourhoods, one row missing its own and its border."""
    table = [[f"{row}{column}" for column in "abc"] for row in "123"]
    assert peers.f1([table], [table]) == 1 and peers.f1([], [table]) == 0
    wrong = [row[:] for row in table]
    wrong[1][1] = "other"
    assert peers.f1([wrong], [table]) == 8 / 12
    assert peers.f1([table[:2]], [table]) == 2 * 7 / (7 + 12)
    spaced = [[f" {text} \n" for text in row] for row in table]
    assert peers.f1([spaced], [table]) == 1


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.parametrize("name", KNOWN)
def test_at_least_as_well_as_camelots_best_flavour(name):
    own, *theirs = peers.scores(FILES[name])
    assert own >= max(theirs) and own > 0.95, dict(zip(peers.FLAVORS, theirs, strict=True))
