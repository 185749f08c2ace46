"""The environment is declared once, in pyproject.toml; what follows from it must not drift."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PYPROJECT["project"]["optional-dependencies"]
LOCKS = {
    "requirements.lock": ["dev"],
    "requirements-test.lock": ["dev", "test"],
    "requirements-docs.lock": ["dev", "docs"],
    "requirements-bench.lock": ["dev", "bench", "bench-rs"],
}


def by_name(lines):
    requirements = [Requirement(line) for line in lines]
    return {canonicalize_name(r.name): r for r in requirements}


def entries(lock):
    """The requirements of a lock, each with its hashes, as one line."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip()]


def declared(extras):
    return by_name(PYPROJECT["project"]["dependencies"] + [line for extra in extras for line in EXTRAS[extra]])


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_holds_every_dependency_at_an_allowed_version(lock):
    pins = {}
    for entry in entries(lock):
        pin = Requirement(entry.split("--hash")[0])
        pins.setdefault(canonicalize_name(pin.name), []).append(pin)
    for name, wanted in declared(LOCKS[lock]).items():
        assert name in pins, f"{name} is not in {lock}: run make lock"
        for pin in pins[name]:
            version = str(pin.specifier).removeprefix("==")
            assert wanted.specifier.contains(version), f"{lock} has {name} {version}: run make lock"


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_is_hashed_and_names_no_place(lock):
    for entry in entries(lock):
        assert re.match(r"[a-z0-9.-]+==\S+ ", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in "".join(entries(lock))


def test_locks_agree():
    """Adding the test or bench tools must not change what the reports are made with."""
    main = {entry.split("--hash")[0].strip() for entry in entries("requirements.lock")}
    for lock in LOCKS:
        assert main <= {entry.split("--hash")[0].strip() for entry in entries(lock)}, lock


def test_conda_environment_names_the_same_packages():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pip = next(d["pip"] for d in environment["dependencies"] if isinstance(d, dict))
    conda = [d for d in environment["dependencies"] if isinstance(d, str)]
    project = [line for line in pip if line.startswith("-e ")]
    assert project == ["-e ."], "the project comes from pyproject.toml itself, and brings no test tools"

    named = by_name(conda + [line for line in pip if line not in project])
    assert str(named.pop("python").specifier) == PYPROJECT["project"]["requires-python"]
    named.pop("pip")
    assert {n: r.specifier for n, r in named.items()} == {n: r.specifier for n, r in declared([]).items()}


def test_build_backend_is_in_the_lock():
    """The project is installed without asking for anything that the lock doesn't hold."""
    assert set(PYPROJECT["build-system"]["requires"]) <= set(EXTRAS["dev"])
