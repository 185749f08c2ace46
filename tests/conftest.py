"""What several test files share."""

import pytest

from disclosure.report import execute


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """Runs a notebook at most once in a test session and hands out the executed copy."""
    folder, done = tmp_path_factory.mktemp("executed"), {}

    def run(path):
        if path not in done:
            done[path] = execute(path, folder / path.name)
        return done[path]

    return run
