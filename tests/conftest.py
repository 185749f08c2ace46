"""What several test files share."""

import os
from pathlib import Path

import pytest
from documents import SHARED
from filelock import FileLock
from third_language import with_a_third_language

from disclosure.report.build import LANGUAGES, write_index
from disclosure.report.execute import execute
from disclosure.report.export import export
from disclosure.report.notebooks import is_front_page, same_disclosure

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
FIXTURES = {"browser": "browser", "lab": "lab", "executed": "notebook", "reports": "notebook"}
"""What a test is by the fixtures that it asks for. What each mark means is said in pyproject.toml."""
SLOW = ["notebook", "slow", "browser", "lab", "shared"]


def pytest_collection_modifyitems(items):
    """Marks each test by its fixtures; ``unit`` is what nothing makes slow.

    Files with slow tests come first, so that two processes that share the files out end together.
    """
    first: dict[Path, int] = {}
    for item in items:
        for fixture in FIXTURES.keys() & set(item.fixturenames):
            item.add_marker(FIXTURES[fixture])
        marks = {mark.name for mark in item.iter_markers()}
        slow = [place for place, mark in enumerate(SLOW) if mark in marks]
        if not slow:
            item.add_marker("unit")
        first[item.path] = min([first.get(item.path, len(SLOW)), *slow])
    items.sort(key=lambda item: first[item.path])


def pytest_runtest_setup(item):
    if item.get_closest_marker("shared") and not SHARED.exists():
        pytest.skip(f"{SHARED.name}/, with the documents that are no part of the project, is not beside this checkout")


@pytest.fixture(scope="session")
def together(tmp_path_factory, request):
    """A folder that all workers of a test session share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def third(together):
    """The catalogue with a made-up third language."""
    with FileLock(together / "locale.lock"):
        return with_a_third_language(together / "locale")


@pytest.fixture(scope="session")
def executed(together, third):
    """Runs a notebook once for all workers of a test session, in three languages, and hands out the executed copy."""
    folder = together / "executed"
    folder.mkdir(exist_ok=True)

    def run(path):
        done = folder / path.name
        with FileLock(f"{done}.lock"), pytest.MonkeyPatch.context() as patch:
            patch.setenv("DISCLOSURE_LOCALE", str(third.folder))
            return done if done.exists() else execute(path, done)

    return run


@pytest.fixture(scope="session")
def reports(executed, together):
    """The folder of all reports of the committed disclosure, as ``make reports`` writes it; once for all workers."""
    folder, second = together / "reports", os.environ.get("PYTEST_XDIST_WORKER") == "gw1"
    for path in reversed(NOTEBOOKS) if second else NOTEBOOKS:  # two workers meet in the middle
        draft = executed(path)
        with FileLock(together / f"{path.stem}.lock"):
            for lang in () if is_front_page(path) else LANGUAGES:
                if not (folder / lang / f"{path.stem}.html").exists():
                    export(draft, lang, folder, siblings=same_disclosure(path, NOTEBOOKS))
    with FileLock(f"{folder}.lock"):
        if not (folder / "index.html").exists():
            write_index([executed(path) for path in NOTEBOOKS], folder, ROOT / "data/clean/471-2021")
    return folder


@pytest.fixture(scope="session")
def browser():
    """Chromium without a window; a test that needs it is skipped where there is none."""
    found = [path for path in map(Path, ("/usr/bin/chromium", "/usr/bin/google-chrome")) if path.exists()]
    if not found:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(found[0]), args=["--no-sandbox"])
        yield browser
        browser.close()
