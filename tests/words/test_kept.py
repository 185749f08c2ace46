"""What is kept of the reference data is never out of date, and nothing hangs on it."""

import pytest

from disclosure.words import kept as module
from disclosure.words.kept import kept, yaml_of


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path / "budget-disclosure" / "reference"


def test_an_entry_is_made_once_and_anew_where_its_content_or_its_bytes_are_others(folder):
    made = []

    def make():
        made.append(1)
        return b"made"

    assert [kept(b"a", make, "x") for _ in range(2)] == [b"made"] * 2 and len(made) == 1
    kept(b"b", make, "x"), kept(b"a", make, "y")
    assert len(made) == 3
    for path in folder.iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert kept(b"a", make, "x") == b"made" and len(made) == 4


def test_without_a_place_to_write_nothing_is_kept(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(module, "user_cache_path", lambda name: tmp_path / "file" / name)
    assert kept(b"a", lambda: b"made", "x") == b"made"


@pytest.mark.parametrize("text", ["a: [1, yes, 一]", "2023: a", "day: 2023-01-02", "a: 1.5", ""])
def test_a_text_in_yaml_says_the_same_from_the_cache(folder, text):
    assert yaml_of(text) == yaml_of(text)
    assert [*map(type, (yaml_of(text) or {}))] == [*map(type, (yaml_of(text) or {}))]
