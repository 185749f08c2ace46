"""The workflows on GitHub: what they call exists, is pinned, may do no more than it must, and ends."""

import re

import pytest
import yaml
from documents import ROOT

from disclosure import tasks

WORKFLOWS = {path.name: path for path in sorted((ROOT / ".github/workflows").glob("*.yml"))}
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture(params=WORKFLOWS)
def workflow(request):
    read = yaml.safe_load(WORKFLOWS[request.param].read_text(encoding="utf-8"))
    return read | {"on": read.pop(True)}  # YAML takes the word "on" for true


def steps(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_every_action_is_pinned_and_every_step_does_one_thing(workflow):
    for step in steps(workflow):
        assert len({"uses", "run"} & step.keys()) == 1, step
        assert re.fullmatch(r"[\w-]+/[\w/-]+@(v\d+(\.\d+)*|[0-9a-f]{40})", step.get("uses", "a/b@v1")), step


def test_every_workflow_says_when_it_runs_what_it_may_do_and_when_it_is_stopped(workflow):
    assert workflow["on"] and workflow["permissions"]
    assert all(0 < job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


def test_what_is_run_exists(workflow):
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M))
    for command in (step["run"] for step in steps(workflow) if "run" in step):
        assert set(re.findall(r"\bmake (\w+)", command)) <= targets
        assert set(re.findall(r"disclosure\.tasks (\w+)", command)) <= tasks.TASKS.keys()
        assert all((ROOT / name).is_file() for name in re.findall(r"[\w-]+\.lock|\.ci/\w+", command))


def test_the_checks_run_on_three_systems_and_from_the_oldest_python_on():
    matrix = yaml.safe_load(WORKFLOWS["checks.yml"].read_text(encoding="utf-8"))["jobs"]["check"]["strategy"]["matrix"]
    assert {name.split("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    assert matrix["python"][0] == re.search(r'requires-python = ">=([\d.]+)"', PROJECT)[1]
