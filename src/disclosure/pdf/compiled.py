"""Runs :mod:`disclosure.pdf.kernels` as machine code, which numba makes once on each machine.

numba can keep machine code itself (``cache=True``), but a process that uses it imports numba: 0.8 s on a machine where
reading the 25 pages of the first disclosure takes 0.5 s of processor time in all, and 1.0 s with that import. So:

* numba makes the code once. What it hands over is LLVM's own language (:func:`_llvm`), with an entry for each kernel
  that takes an array as address and length, for such arguments need nothing of numba's at run time.
* LLVM makes an object file of it for this processor, and that is kept, in the package's ``__pycache__`` or else in the
  user's cache folder (:func:`machine_code`). Later processes load it with llvmlite alone, in 0.07 s.
* PDFium's functions are linked in by name (:func:`_symbols`), so the code calls them directly. What numba writes into
  each function for exceptions is given an address too, and never reached.
* A kept file is run only where it is whole (its first bytes are the hash of the rest), made from these very sources by
  these versions for this processor (its name is the hash of all that), and where no one else may write to it. Else the
  kernels run as the Python they are, and one line says so.

Making it takes some ten seconds. ``python -m disclosure.pdf.compiled`` does it in advance; else the kernels run as the
Python they are, right but slowly, until a process has read so many pages that it pays.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
import tempfile
import types
import typing
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pypdfium2.raw as pdfium

from disclosure.pdf import kernels

_HASH = 32  # bytes of a SHA-256
PATIENCE = 400  # pages read in plain Python before the machine code is made
_INT, _LONG, _POINTER = ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p
_KINDS = {"i": _INT, "l": _LONG, "p": _POINTER}

_kept: list[object] = []  # loaded code must outlive every call
_loaded: types.SimpleNamespace | None = None
_pages = 0


def run() -> types.SimpleNamespace:
    """The kernels by name, to be called with numbers and arrays."""
    return _loaded or load()


def page_done() -> None:
    """Count a page; where it pays, go over from plain Python to machine code."""
    global _pages
    _pages += 1
    if _pages == PATIENCE and run().plain and not _wants_plain():
        load(make=True)


def load(make: bool = False) -> types.SimpleNamespace:
    """The kernels as machine code where it is at hand (or ``make`` says to make it), else as plain Python."""
    global _loaded
    found = None
    if make or not _wants_plain():
        try:
            found = machine_code(kernels, make)
        except ImportError:  # no numba or llvmlite here
            found = None
        except Exception as problem:  # not for this machine, or not with this numba
            warnings.warn(f"the reader's loops run as plain Python, slowly: {problem}", stacklevel=2)
    _loaded = types.SimpleNamespace(plain=found is None, **(found or plain(kernels)))
    return _loaded


def _wants_plain() -> bool:
    return bool(os.environ.get("DISCLOSURE_PLAIN"))


def plain(module: types.ModuleType) -> dict[str, Callable]:
    """The kernels of a module as Python functions that call PDFium through ctypes."""
    functions = {name: _python_call(name, kinds) for name, kinds in module.PDFIUM.items()}
    space = _copies(module, functions)
    return {name: space[name] for name in module.KERNELS}


def _python_call(name: str, kinds: str) -> Callable:
    """One of PDFium's functions. ctypes wants Python's own integers, and gives None for a null pointer."""
    function = ctypes.CFUNCTYPE(*(_KINDS[k] for k in kinds))(_address(name))
    return lambda *arguments: function(*map(int, arguments)) or 0


def machine_code(module: types.ModuleType, make: bool = True) -> dict[str, Callable] | None:
    """The kernels of a module as machine code; None where it is not made yet and is not to be made now."""
    import llvmlite
    import llvmlite.binding as llvm

    cpu, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    key = hashlib.sha256(b"".join(path.read_bytes() for path in [*_sources(module), Path(__file__)]))
    versions = [f"numba {version('numba')}", f"llvmlite {llvmlite.__version__}"]
    key.update(" ".join([*versions, sys.platform, platform.machine(), cpu, features]).encode())
    name = f"{module.__name__.split('.')[-1]}.{key.hexdigest()[:16]}.o"
    code = _kept_code([path for folder in _folders(module) if (path := folder / name).is_file()], make)
    if code is None and not make:
        return None
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    for symbol, address in _symbols(module).items():
        llvm.add_symbol(symbol, address)
    target = llvm.Target.from_default_triple()
    machine = target.create_target_machine(cpu=cpu, features=features, opt=3, jit=True)
    if code is None:
        code = machine.emit_object(llvm.parse_assembly(_llvm(module)))
        _store(code, name, _folders(module))
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    _kept.extend([engine, code])
    return {name: _caller(module, name, engine.get_function_address(f"kernel_{name}")) for name in module.KERNELS}


def _sources(module: types.ModuleType) -> list[Path]:
    """The files that a module is written in: its own, and where it is a package all of that."""
    file = Path(module.__file__ or "")
    return sorted(file.parent.glob("*.py")) if hasattr(module, "__path__") else [file]


def _folders(module: types.ModuleType) -> list[Path]:
    """Where machine code may lie, the best place first."""
    if sys.platform == "win32":
        user = Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local"))
    elif sys.platform == "darwin":
        user = Path.home() / "Library/Caches"
    else:
        user = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return [Path(module.__file__ or "").parent / "__pycache__", user / "budget-disclosure"]


def _kept_code(paths: list[Path], make: bool) -> bytes | None:
    """The machine code in the first file that can be trusted; :class:`OSError` where none can, unless it is remade."""
    for path in paths:
        about, content = path.stat(), path.read_bytes()
        code = content[_HASH:]
        if hasattr(os, "getuid") and (about.st_uid not in (os.getuid(), 0) or about.st_mode & 0o022):
            problem = f"others may write to {path}: remove it"
        elif hashlib.sha256(code).digest() != content[:_HASH]:
            problem = f"{path} is damaged: remove it"
        else:
            return code
    if paths and not make:
        raise OSError(problem)
    return None


def _store(code: bytes, name: str, folders: list[Path]) -> None:
    """Keep the machine code in the first folder that takes it; another process may do the same just now."""
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(hashlib.sha256(code).digest() + code)
            os.replace(file.name, folder / name)
            return
        except OSError:
            continue


def _address(name: str) -> int:
    return ctypes.cast(getattr(pdfium, name), _POINTER).value or 0


# numba writes a path for exceptions into each function. No kernel raises one, so what that path calls is never
# reached; but nothing may be left without an address. numba gives its own where it compiles in the same process.
_UNREACHED = ["NRT_Free", "NRT_MemInfo_call_dtor", "numba_do_raise", "numba_gil_ensure", "numba_gil_release"]
_UNREACHED += ["numba_unpickle", "numba_runtime_build_excinfo_struct", "PyBytes_FromStringAndSize", "Py_DecRef"]
_UNREACHED += ["PyErr_Clear", "PyErr_SetNone", "PyErr_SetString", "PyErr_WriteUnraisable", "PyUnicode_FromString"]
_UNREACHED += ["PyExc_RuntimeError", "PyExc_StopIteration", "PyExc_SystemError"]


def _symbols(module: types.ModuleType) -> dict[str, int]:
    """Where machine code finds what it calls: PDFium's functions, and C's for filling and copying memory."""
    from llvmlite import binding as llvm

    found = {name: _address(name) for name in module.PDFIUM}
    for name, function in ("memset", ctypes.memset), ("memmove", ctypes.memmove), ("memcpy", ctypes.memmove):
        found[name] = ctypes.cast(function, _POINTER).value or 0
    for name in _UNREACHED:
        if not llvm.address_of_symbol(name):
            place = ctypes.c_char.in_dll(ctypes.pythonapi, name if name.startswith("Py") else "Py_FatalError")
            found[name] = ctypes.addressof(place)
    return found


def _copies(module: types.ModuleType, names: dict, make: Callable | None = None) -> dict[str, Any]:
    """The functions of a module with other globals: ``names`` in the place of PDFium's functions."""
    space = vars(module) | names
    for name, function in vars(module).items():
        if isinstance(function, types.FunctionType):
            copy = types.FunctionType(function.__code__, space, name, function.__defaults__)
            space[name] = make(copy) if make else copy
    return space


def _arguments(module: types.ModuleType, name: str) -> list[str | tuple[str, int]]:
    notes = typing.get_type_hints(getattr(module, name), include_extras=True)
    notes.pop("return")
    told = [note.__metadata__ for note in notes.values()]
    return [note[0] if len(note) == 1 else note for note in told]


def _llvm(module: types.ModuleType) -> str:
    """The kernels in LLVM's language, made by numba (imported here only: it is slow to start)."""
    import numba
    from llvmlite import binding as llvm
    from numba import types as nb

    kinds = {"i": nb.int32, "l": nb.uint64 if ctypes.sizeof(_LONG) == 8 else nb.uint32, "p": nb.intp}
    space = {
        name: nb.ExternalFunction(name, kinds[result](*(kinds[k] for k in arguments)))
        for name, (result, *arguments) in module.PDFIUM.items()
    }
    options: dict[str, Any] = {
        "error_model": "numpy",
        "_nrt": False,
        "no_cpython_wrapper": True,
        "no_cfunc_wrapper": True,
    }
    carray = numba.carray
    space = _copies(module, space, numba.njit(**options)) | {"carray": carray}
    made = llvm.parse_assembly("")
    for name in module.KERNELS:
        # The entry takes each array as its address and length.
        taken, passed, signature = [], [], []
        for k, kind in enumerate(_arguments(module, name)):
            if isinstance(kind, str):
                taken.append(f"a{k}")
                passed.append(f"a{k}")
                signature.append(getattr(nb, kind))
            else:
                taken += [f"a{k}", f"n{k}"]
                passed.append(f"carray(a{k}, " + (f"n{k})" if kind[1] == 1 else f"(n{k}, {kind[1]}))"))
                signature += [nb.CPointer(getattr(nb, kind[0])), nb.int64]
        exec(f"def entry({', '.join(taken)}):\n    return {name}({', '.join(passed)})", space)
        entry = numba.cfunc(nb.int64(*signature), error_model="numpy")(space["entry"])
        made.link_in(llvm.parse_assembly(entry.inspect_llvm().replace(entry.native_name, f"kernel_{name}")))
    known = {*_symbols(module), *_UNREACHED}
    for item in [*made.functions, *made.global_variables]:
        if item.is_declaration and item.name not in known and not item.name.startswith("llvm."):
            raise ImportError(f"this numba wants {item.name}, which only numba can give")
    return str(made)


def _caller(module: types.ModuleType, name: str, address: int) -> Callable:
    """The machine code at ``address`` as a Python function that takes numbers and contiguous arrays."""
    kinds = {"int64": ctypes.c_int64, "float64": ctypes.c_double}
    taken: list[Any] = []
    passed = []
    for k, kind in enumerate(arguments := _arguments(module, name)):
        if isinstance(kind, str):
            taken.append(kinds[kind])
            passed.append(f"a{k}")
        else:
            taken += [_POINTER, ctypes.c_int64]
            passed.append(f"a{k}.ctypes.data, len(a{k})")
    function = ctypes.CFUNCTYPE(ctypes.c_int64, *taken)(address)
    names = ", ".join(f"a{k}" for k in range(len(arguments)))
    return eval(f"lambda {names}: function({', '.join(passed)})", {"function": function})


if __name__ == "__main__":
    print("The reader's loops are machine code." if not load(make=True).plain else "They stay plain Python.")
