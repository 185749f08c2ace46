"""Parts are put under sums only where the figures leave one way to do it."""

import random
from decimal import Decimal

from disclosure.model.sums import fit_sums


def amounts(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_the_projects_of_the_first_disclosure_make_its_four_lines_in_one_way():
    """Worked out by hand from the printed tables: 3000 = 2000 + 1000; 325.80 = 131 + 194.80; 47.15 = 1.15 + 46."""
    projects = amounts("1.15", "131", "2000", "1000", "194.80", "46", "24")
    found, complete = fit_sums(projects, amounts("3000", "325.80", "47.15", "24"))
    assert found == [[2, 1, 0, 0, 1, 2, 3]]
    assert complete


def test_two_ways_are_told_as_two():
    found, complete = fit_sums(amounts("1", "2", "3"), amounts("3", "3"))
    assert len(found) == 2
    assert complete


def test_lists_that_differ_by_a_fen_do_not_fit():
    assert fit_sums(amounts("1.15", "46.01"), amounts("47.15")) == ([], True)
    assert fit_sums([], []) == ([], True)
    assert fit_sums(amounts("3", "-1"), amounts("2")) == ([], True)


def test_a_list_too_long_to_try_is_given_up():
    draw = random.Random(471)
    parts = [Decimal(draw.randrange(1, 10**9)) for _ in range(60)]
    wholes = [sum(parts[k::7]) for k in range(7)]
    found, complete = fit_sums(parts, wholes, tries=2_000)
    assert not complete
    assert len(found) < 2


def test_sixty_parts_of_one_whole_need_no_search():
    parts = [Decimal(k) for k in range(1, 61)]
    assert fit_sums(parts, [sum(parts)]) == ([[0] * 60], True)
