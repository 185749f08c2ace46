"""Chinese departmental budget disclosures: from the PDF to tidy tables, an audit and reports.

Data walks one way: page → grid → tables → form → tidy → store → audit → charts → report. What the command does, Python
does by the same functions::

    from disclosure import audit, batch, clean, extract, open_document, report

    clean("FILE.pdf", "DIR")               # disclosure extract: DIR/FILE/ with its audit; returns what --json prints
    extraction = extract("FILE.pdf")       # the same in memory: .facts, .rows["procurement"], .remarks
    checks, flags = audit("DIR/FILE")      # the audit in memory
    open_document("DIR/FILE").facts        # clean data as a data frame
    report("FILE.pdf", "DIR/FILE", "reports")
    batch("FOLDER", "DIR")                 # disclosure batch; returns what there is to say of the run

Each is imported when it is first used.
"""

import sys
from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_HOME = {"InputError": "errors", "open_document": "document", "save": "extract"}
_MAIN = {"audit": "audit", "batch": "batch", "clean": "clean", "extract": "extract", "report": "build"}

__all__ = ["InputError", "audit", "batch", "clean", "extract", "open_document", "report", "save"]


def __getattr__(name: str):
    if name in _MAIN:
        return import_module(f"{__name__}.{name}")
    if name in _HOME:
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class _Callable(ModuleType):
    """A module that bears the name of its main function: calling it calls that."""

    def __call__(self, *arguments, **options):
        return getattr(self, _MAIN[self.__name__.rpartition(".")[2]])(*arguments, **options)


class _Package(ModuleType):
    """``disclosure.extract`` is a module and a function, whichever way it was imported first."""

    def __setattr__(self, name: str, value: object) -> None:
        if name in _MAIN and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
