"""Questions to the publisher: a file for what is asked about. Every file of this folder counts."""

from importlib import import_module
from pkgutil import iter_modules

for module in iter_modules(__path__, f"{__name__}."):
    import_module(module.name)
