"""Reading a PDF in a child process with limits: whatever the file does to the reader, there is an answer.

PDFium is called from this process and cannot be interrupted: a page that unpacks to gigabytes, or whose forms hold
each other by the million, would take the memory or the hours it asks for. In a child both are bounded.
"""

from __future__ import annotations

import contextlib
import faulthandler
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from disclosure.errors import InputError

SECONDS = 60.0  # for one page
MEGABYTES = 2048  # beyond what the process has already


def guarded(
    function: Callable, path: Path, *arguments, progress=None, seconds: float = SECONDS, megabytes: int = MEGABYTES
):
    """``function(path, *arguments, progress=…)`` run in a child; its result, or what it raises.

    The function calls ``progress`` with each page number done. Where a page takes longer than ``seconds``, or the
    child ends without an answer (out of memory, or PDFium broke down), :class:`InputError` names the page.
    """
    # A fork costs nothing; elsewhere the child starts afresh.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    done = context.RawValue("i", 0)
    task = (theirs, done, megabytes, function, path, arguments)
    child = context.Process(target=_work, args=task, daemon=True)
    child.start()
    theirs.close()
    seen, since = 0, time.monotonic()
    try:
        while not ours.poll(0.1):
            if done.value != seen:
                seen, since = done.value, time.monotonic()
                if progress:
                    progress(seen)
            elif time.monotonic() - since > seconds:
                said = f"page {seen + 1} takes more than {seconds:g} seconds to read"
                raise InputError(path, said, "take the page out, or get the file anew")
        kind, answer = ours.recv()
    except EOFError:
        said = f"page {done.value + 1} takes more than {megabytes} megabytes to read, or breaks the reader"
        raise InputError(path, said, "take the page out, or get the file anew") from None
    finally:
        child.kill()
        child.join()
        ours.close()
    if kind == "input":
        raise InputError(*answer)
    if kind == "raised":
        raise answer
    return answer


def _work(pipe: Connection, done, megabytes: int, function: Callable, path: Path, arguments: tuple) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        limit = pages * resource.getpagesize() + (megabytes << 20)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What PDFium says as it breaks down is of no use to anybody.
    faulthandler.disable()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)

    def progress(page: int) -> None:
        done.value = page

    try:
        answer = ("done", function(path, *arguments, progress=progress))
    except MemoryError:
        return
    except InputError as problem:
        answer = ("input", (problem.source, problem.found, problem.advice))
    except Exception as problem:
        answer = ("raised", problem)
    pipe.send(answer)
