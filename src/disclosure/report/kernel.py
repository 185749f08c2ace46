"""Kernels that start warm: each forked from a process that has imported the libraries, and done nothing else.

Half the time of a notebook went into importing pandas, matplotlib and the engine. One process (``python -m
disclosure.report.kernel``) imports them for all notebooks of a run. A kernel forked from it is a process of its own
that has run nothing, as one started anew. Where processes cannot be forked safely (Windows, macOS) kernels start as
they always do.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import signal
import subprocess
import sys
import threading
from functools import cache
from importlib import import_module
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

LIBRARIES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "ipykernel.zmqshell", "pandas", "helpers", "nbformat",
    "disclosure.report.drawing", "matplotlib.backends.backend_svg", "matplotlib.backends.backend_agg",
)  # fmt: skip
"""What is imported before the fork. Nothing of it starts a thread on import."""
SETTINGS = ("DISCLOSURE_", "LANG", "LC_", "PYTHON")
"""What the names of variables begin with that the engine or Python reads on import: each setting has a source."""


class _Forked:
    """A forked kernel, with what is asked of a :class:`subprocess.Popen`; its parent reaps it."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def poll(self) -> int | None:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def wait(self) -> int:
        return 0

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


class _Source:
    """The process that kernels are forked from, and the line to it."""

    def __init__(self, settings: frozenset[tuple[str, str]]) -> None:
        command = [sys.executable, "-m", __name__]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.lock = threading.Lock()
        atexit.register(self.process.kill)

    def fork(self, **task: Any) -> int:
        """Start a kernel with these ``arguments``, ``env`` and ``cwd``; its process id."""
        with self.lock:
            assert self.process.stdin and self.process.stdout
            self.process.stdin.write(json.dumps(task) + "\n")
            self.process.stdin.flush()
            if pid := self.process.stdout.readline():
                return int(pid)
        raise RuntimeError("the process that notebooks' kernels are forked from has been killed; run it again")


_source = cache(_Source)
_starting = threading.Lock()  # notebooks run side by side, and one source is enough


def source() -> _Source:
    """The warm process of this one under its present settings; another where it has been killed."""
    settings = frozenset((name, value) for name, value in os.environ.items() if name.startswith(SETTINGS))
    with _starting:
        if _source(settings).process.poll() is not None:
            _source.cache_clear()
        return _source(settings)


class WarmProvisioner(LocalProvisioner):
    """Launches a kernel by a fork of the warm process."""

    process: Any = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        arguments = cmd[cmd.index("-f") :]  # the connection file, and what follows it
        self.process = _Forked(source().fork(arguments=arguments, env=kwargs["env"], cwd=str(kwargs["cwd"])))
        self.pid = self.process.pid
        return self.connection_info


class WarmKernelManager(AsyncKernelManager):
    """Starts kernels warm where that can be, as nbclient asks for them."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        if sys.platform == "linux":
            self.provisioner = WarmProvisioner(kernel_id="warm", kernel_spec=self.kernel_spec, parent=self)


def serve() -> None:
    """Import the libraries, then fork a kernel for each line of standard input, until it ends."""
    for name in LIBRARIES:
        import_module(name)
    gc.freeze()  # what is there stays: no fork need look through it, and copy it
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # kernels that end are not waited for
    for line in sys.stdin:
        task = json.loads(line)
        parent = os.getpid()
        if pid := os.fork():
            print(pid, flush=True)
        else:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.environ.clear()
            os.environ.update(task["env"])
            os.chdir(task["cwd"])
            if not sys.flags.safe_path:
                sys.path[0] = ""
            ends_with_it = f"--IPKernelApp.parent_handle={parent}"
            return _kernel([*task["arguments"], ends_with_it, "--IPKernelApp.extra_extensions=disclosure.report.show"])


def _kernel(arguments: list[str]) -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.setsid()
    from ipykernel.kernelapp import launch_new_instance

    launch_new_instance(arguments)


if __name__ == "__main__":
    serve()
