"""Reading PDFs in a child process with limits: whatever a file does to the reader, there is an answer.

PDFium cannot be interrupted: a page that unpacks to gigabytes, or whose forms hold each other by the million, would
take the memory or the hours it asks for. In a child both are bounded. The child is a fresh interpreter (a fork of a
program with threads may hang, and Dask's workers may not have children of :mod:`multiprocessing`); it serves one file
after the other, and is replaced where one breaks it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from disclosure.model.errors import InputError

SECONDS = 60.0  # of processor time, for one page
BUSY = 5  # times as long by the clock: on a busy machine a page waits for its turn
HOUR = 3600.0  # for one file
START = 300.0  # for the child to begin: on a busy machine its imports take a while
MEGABYTES = 2048  # beyond what the child has already
TASKS = 500  # files until a child is replaced anyway, so that nothing can add up in it
TRIES = 3  # children that a file gets where somebody else kills them

SELDOM = (
    50_000,
    20,
    20,
)  # objects until those in circles are looked for: a document makes hundreds of thousands, all plain

BEYOND = -1  # the page number that a function reports for all that follows the last one
_FROM_OUTSIDE = {-getattr(signal, name, 0) for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT")} - {0}


class GuardedReader:
    """A child that runs functions for this process, one at a time, within limits; to be closed, or used by ``with``.

    ``reader(function, path, …)`` is ``function(path, …, progress=…)``: its result, or what it raises. The function is
    one that can be imported, ``path`` a file or several, and it calls ``progress`` with each page number done. Where a
    page takes more than ``seconds`` of processor time or the file longer than an hour, or the child ends without an
    answer (out of memory, or PDFium broke down), :class:`InputError` names the page. A child that is killed from
    outside is no file's doing: the file is read again by another.
    """

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self.seconds, self.megabytes = seconds, megabytes
        self._child: subprocess.Popen | None = None
        self._said: queue.SimpleQueue = queue.SimpleQueue()
        self._served = 0

    def __call__(
        self, function: Callable, path: str | Path | Sequence[Path], *arguments, progress: Callable | None = None
    ):
        for left in reversed(range(TRIES)):
            try:
                kind, answer = self._run((self.megabytes, function, path, arguments), _called(path), progress)
                break
            except _KilledError:
                if not left:
                    said = f"the process that reads it was killed {TRIES} times"
                    raise InputError(_called(path), said, "free some memory and run it again", "killed") from None
        if kind == "raised":
            raise answer
        return answer

    def _run(self, task: tuple, path: str, progress: Callable | None) -> tuple[str, Any]:
        page, end, patience = 0, time.monotonic() + HOUR, START
        try:
            self._send(task)
            while True:
                kind, answer = self._hear(min(patience, end - time.monotonic()), end)
                patience = self.seconds
                if kind == "ended":
                    raise self._why(path, page)
                if kind not in ("begun", "page"):
                    return kind, answer
                page = answer
                if progress and page > 0:
                    progress(page)
        except queue.Empty:
            self.kill()
            late = time.monotonic() >= end
            said = f"it takes more than {HOUR:g}" if late else f"{_named(page)} takes more than {self.seconds:g}"
            raise InputError(path, f"{said} seconds to read", _ADVICE, "time") from None
        except BaseException:
            self.kill()
            raise

    def _hear(self, seconds: float, end: float) -> tuple[str, Any]:
        """What the child says next. Raises :class:`queue.Empty` where it has had so many seconds of a processor."""
        begun, limit = self._worked(), min(end, time.monotonic() + BUSY * seconds)
        while True:
            left = min(seconds - (self._worked() - begun), limit - time.monotonic())
            if left <= 0:
                return self._said.get_nowait()
            with contextlib.suppress(queue.Empty):
                return self._said.get(timeout=left)

    def _worked(self) -> float:
        """The processor time that the child has taken, in seconds."""
        import psutil  # here, while the child starts

        try:
            own = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0  # it has just ended, and will be found so
        return own.user + own.system

    def _send(self, task: tuple) -> None:
        if self._child is None or self._child.poll() is not None or self._served >= TASKS:
            self.close()
            self._start()
        self._served += 1
        child = self._child
        assert child and child.stdin  # _start has made it with pipes
        message = pickle.dumps(task)
        with contextlib.suppress(BrokenPipeError):  # it has just ended, and will be found so
            child.stdin.write(message)
            child.stdin.flush()

    def _start(self) -> None:
        self._child = _ahead.pop() if _ahead and _ahead[-1].poll() is None else _child()
        self._said, self._served = queue.SimpleQueue(), 0
        threading.Thread(target=_listen, args=(self._child.stdout, self._said), daemon=True).start()

    def _why(self, path: str, page: int) -> Exception:
        """Why the child has ended without an answer."""
        assert self._child  # it has said that it ended
        if self._child.wait() in _FROM_OUTSIDE:
            return _KilledError()
        said = f"{_named(page)} takes more than {self.megabytes} megabytes to read, or breaks the reader"
        return InputError(path, said, _ADVICE, "memory")

    @property
    def pid(self) -> int | None:
        """The child's process number; None while there is none."""
        return self._child.pid if self._child else None

    def kill(self) -> None:
        """End the child at once."""
        if self._child:
            self._child.kill()
            self.close()

    def close(self) -> None:
        """End the child; the next call starts another."""
        if child := self._child:
            self._child = None
            assert child.stdin and child.stdout  # _start has made it with pipes
            with contextlib.suppress(OSError):
                child.stdin.close()  # it ends by itself
            child.wait()
            child.stdout.close()

    def __enter__(self) -> GuardedReader:
        return self

    def __exit__(self, *_) -> None:
        self.close()


_ahead: list[subprocess.Popen] = []


def start_ahead() -> None:
    """Start the child that the first reader of this process will take: it makes ready while other things are done.

    One that nobody takes ends with this process, which holds its stdin.
    """
    _ahead.append(_child())


def _child() -> subprocess.Popen:
    # The parent says when to end, from the first moment.
    quiet = "import signal, sys; signal.signal(signal.SIGINT, signal.SIG_IGN)"
    code = f"{quiet}; sys.path[:] = {sys.path!r}; from disclosure.run.limits import serve; serve()"
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, env=_FRUGAL | os.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


# One file is read at a time: threads, and room kept for them, would only count as memory.
_FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}
_ADVICE = "take the page out, or get the file anew"


class _KilledError(Exception):
    """Somebody has killed the child."""


def _called(path: str | Path | Sequence[Path]) -> str:
    """The file or files, for a line that says what is wrong."""
    return str(path) if isinstance(path, str | Path) else ", ".join(map(str, path))


def _named(page: int) -> str:
    return "what follows the last page" if page == BEYOND else f"page {page + 1}"


def guarded(function: Callable, path: str | Path, *arguments, progress=None, **limits):
    """One call of a :class:`GuardedReader` with these ``limits`` (``seconds``, ``megabytes``)."""
    with GuardedReader(**limits) as reader:
        return reader(function, path, *arguments, progress=progress)


def _listen(stream, said: queue.SimpleQueue) -> None:
    with contextlib.suppress(Exception):  # the stream ends, perhaps in the midst of a message
        while True:
            said.put(pickle.load(stream))
    said.put(("ended", None))


# --- in the child --------------------------------------------------------------------------------------


def serve() -> None:
    """Take functions from stdin, run them, and answer on stdout; ends when stdin does, even in the midst of a file."""
    taken, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    # What PDFium says as it breaks down is of no use to anybody, and what a library prints is no answer.
    faulthandler.disable()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    gc.disable()
    import disclosure.audit
    import disclosure.run.extraction  # noqa: F401  (before any page is timed)

    gc.freeze()  # what is imported stays: nothing is gained by looking through it again and again
    gc.set_threshold(*SELDOM)
    gc.enable()

    tasks: queue.SimpleQueue = queue.SimpleQueue()
    threading.Thread(target=_take, args=(taken, tasks), daemon=True).start()

    def tell(kind: str, value: object) -> None:
        answers.write(pickle.dumps((kind, value)))
        answers.flush()

    while True:
        megabytes, function, path, arguments = tasks.get()
        _limit(megabytes)
        tell("begun", 0)
        try:
            tell("done", function(path, *arguments, progress=lambda page: tell("page", page)))
        except MemoryError:
            os._exit(1)
        except Exception as problem:
            tell("raised", _sendable(problem))


def _take(stream, tasks: queue.SimpleQueue) -> None:
    with contextlib.suppress(Exception):
        while True:
            tasks.put(pickle.load(stream))
    os._exit(1)  # the parent is gone, or wants no more


def _limit(megabytes: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (megabytes << 20), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sendable(problem: Exception) -> Exception:
    """The problem, or one that says the same where it cannot be sent."""
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:
        return RuntimeError(f"{type(problem).__name__}: {problem}")
    return problem
