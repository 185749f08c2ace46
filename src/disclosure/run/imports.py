"""What the work of a module depends on: the source files that it imports, and those that they import in turn.

Read from the sources, nothing is run: an import inside a function counts like one at the top. So the build knows which
steps a changed file asks for, and nobody keeps a list.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

HOME = Path(__file__).parents[2]
"""The folder that holds the package, and ``helpers`` beside it."""


def imported(*modules: str, but: Collection[str] = ()) -> list[Path]:
    """The source files of ``modules`` and of all that they import of this project, but not of ``but`` and beyond.

    ``but`` names modules or packages: ``imported("disclosure.run.document", but=["disclosure.audit"])``. Raises
    :class:`ModuleNotFoundError` for one of ``modules`` that is not there.
    """
    found: dict[str, Path] = {}
    left = list(modules)
    while left:
        name = left.pop()
        if name in found or any(name == other or name.startswith(f"{other}.") for other in but):
            continue
        path = _file(name)
        if path is None:
            if name in modules:
                raise ModuleNotFoundError(f"{name}: no such module in {HOME}")
            continue  # a function or a class that is imported from a module
        found[name] = path
        left += _imports(name, path)
    return sorted(found.values())


def _file(name: str) -> Path | None:
    path = HOME.joinpath(*name.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((one for one in candidates if one.is_file()), None)


@cache
def _imports(name: str, path: Path) -> list[str]:
    """The names that a file may import of this project: modules, the packages they lie in, and what is in them."""
    return [one for one in _named(name, path) if one.partition(".")[0] in ("disclosure", "helpers")]


def _named(name: str, path: Path) -> Iterator[str]:
    yield from (name.rsplit(".", level)[0] for level in range(1, name.count(".") + 1))
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names)
            case ast.ImportFrom(module=str(module), names=names, level=0):
                yield module
                yield from (f"{module}.{one.name}" for one in names)
            case ast.Name(id="import_module") if path.name == "__init__.py":  # a package that loads what lies in it
                yield from (f"{name}.{one.stem}" for one in sorted(path.parent.glob("*.py")) if one != path)
