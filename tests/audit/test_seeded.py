"""Copies of disclosures with one error each that a reviewer would mark: what the review finds, and what it makes up."""

import pytest
import seeds

MISSED, FALSE = 0.1, 0.1
"""Of the seeds of a document, a tenth are missed at most, or one; of what is found, a tenth is not the seed's."""


@pytest.mark.slow
@pytest.mark.parametrize("name", seeds.seeds())
def test_errors_sown_in_a_document_are_found_and_hardly_anything_else(tmp_path, name):
    found = seeds.sown(tmp_path, name, most=4)
    if not found:
        pytest.skip(f"{name} is no part of the project, and is not beside this checkout")
    right = sum(bool(one.right) for one in found)
    false = sum(len(one.false) for one in found)
    marked = sum(len(one.right) for one in found) + false
    assert len(found) - right <= max(1, MISSED * len(found)), [one.seed for one in found if not one.right]
    assert false <= FALSE * marked, [(one.seed, one.false) for one in found if one.false]
    assert not [one.seed for one in found if one.cleaner]


def test_words_are_replaced_however_they_are_spaced_and_wherever_they_break():
    seed = seeds.Seed("", 1, old="增加5.00万元", new="减少5.00万元")
    assert seeds.replaced(["比上年增 加", "5.00 万元，", "其中"], seed) == ["比上年减少5", ".00万元，", "其中"]


def test_a_bar_parts_what_stands_in_two_cells():
    seed = seeds.Seed("", 1, old="预算数|120.00", new="预算数|102.00")
    assert seeds.replaced(["项目", "预算数", "120.00", "120.00"], seed) == ["项目", "预算数", "102.00", "120.00"]
