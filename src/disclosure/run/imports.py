"""What the work of a module depends on: the source files that it imports, and those that they import in turn.

Read from the sources, nothing is run: an import inside a function counts like one at the top. So the build knows which
steps a changed file asks for, and nobody keeps a list.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parents[2]
"""The folder that holds the package, and ``helpers`` beside it."""


OWN = ("disclosure", "helpers")
"""What this project's modules are imported as."""


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
        left += source(path).imports
        left += (name.rsplit(".", level)[0] for level in range(1, name.count(".") + 1))  # the packages it lies in
    return sorted(found.values())


def _file(name: str) -> Path | None:
    path = HOME.joinpath(*name.split("."))
    candidates = (path / "__init__.py", path.with_suffix(".py"))
    return next((one for one in candidates if one.is_file()), None)


class Source(NamedTuple):
    """What a source file names: modules of this project, other packages that it imports, and texts."""

    imports: frozenset[str]
    libraries: frozenset[str]
    texts: frozenset[str]


@cache
def source(path: Path) -> Source:
    """What a source file names; of a text that is a path, its first part as well."""
    imports: set[str] = set()
    texts: set[str] = set()
    for node in _nodes(ast.parse(path.read_bytes())):
        match node:
            case ast.Constant(value=str(text)):
                texts |= {text, text.partition("/")[0]}
            case ast.Import(names=names):
                imports |= {one.name for one in names}
            case ast.ImportFrom(module=str(module), names=names, level=0):  # what is in a module may be one, too
                imports |= {module, *(f"{module}.{one.name}" for one in names)}
            case ast.Name(id="import_module") if path.name == "__init__.py":  # a package that loads what lies in it
                package = ".".join(path.parent.relative_to(HOME).parts)
                imports |= {f"{package}.{one.stem}" for one in path.parent.glob("*.py") if one != path}
    own = frozenset(name for name in imports if name.partition(".")[0] in OWN)
    return Source(own, frozenset(name.partition(".")[0] for name in imports) - {*OWN}, frozenset(texts))


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """Each node of a tree, in no order: as :func:`ast.walk`, which takes four times as long."""
    left = [tree]
    while left:
        yield (node := left.pop())
        for value in vars(node).values():
            if isinstance(value, ast.AST):
                left.append(value)
            elif isinstance(value, list):
                left += (one for one in value if isinstance(one, ast.AST))
