"""What several test files share."""

import pytest
from filelock import FileLock

from disclosure.report import execute


@pytest.fixture(scope="session")
def executed(tmp_path_factory, request):
    """Runs a notebook once for all workers of a test session and hands out the executed copy."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "executed"
    folder.mkdir(exist_ok=True)

    def run(path):
        done = folder / path.name
        with FileLock(f"{done}.lock"):
            return done if done.exists() else execute(path, done)

    return run
