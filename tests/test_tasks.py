"""What make does is there without make, and the other way round."""

import json
import os
import re

import pytest
from documents import ROOT

from disclosure import tasks


def test_every_task_has_a_target_of_its_name_that_calls_it():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert set(re.findall(r"^([\w-]+):.*\n\t@\$\(TASK\) \1(?![\w-])", makefile, re.M)) == set(tasks.TASKS)


def test_a_check_that_fails_is_shown_with_what_it_said_and_sets_the_status(monkeypatch, capfd):
    good, bad = ["python", "-c", "print('unheard')"], ["python", "-c", "print('here is why'); raise SystemExit(3)"]
    monkeypatch.setattr(tasks, "CHECKS", {"one": good, "two": bad})
    assert tasks.main(["check"]) == 3
    said = capfd.readouterr().out
    assert re.search(r"one \(\d+ s\): holds", said) and re.search(r"two \(\d+ s\): fails\nhere is why", said)
    assert "unheard" not in said


def test_an_unknown_task_is_refused_with_the_list_of_those_there_are(capfd):
    with pytest.raises(SystemExit) as stopped:
        tasks.main(["repots"])
    said = capfd.readouterr().err
    assert stopped.value.code == 2 and all(name in said for name in tasks.TASKS)


@pytest.mark.slow
@pytest.mark.parametrize(("language", "made"), [("zh_CN:en", "zh"), ("en_GB:en", ""), ("", "")])
def test_the_lab_opens_the_notebooks_in_the_language_that_is_asked_for(monkeypatch, tmp_path, language, made):
    (tmp_path / "data/reference").mkdir(parents=True)
    (tmp_path / "data/reference/locale").symlink_to(ROOT / "data/reference/locale")
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setenv("DISCLOSURE_LANGUAGES", "en")
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(tasks, "run", lambda *command: started.append(command) or 0)
    assert tasks.lab(["--no-browser"]) == 0
    folder = tmp_path / ".cache/lab" / made if made else tmp_path
    assert f"--ServerApp.root_dir={folder}" in started[0] and started[0][-1] == "--no-browser"
    if made:
        assert os.environ["DISCLOSURE_LANGUAGES"] == made
        book = json.loads((folder / "30-year-over-year.ipynb").read_text(encoding="utf-8"))
        assert "一年之间" in "".join(book["cells"][0]["source"])
