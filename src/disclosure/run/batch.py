"""Thousands of disclosures into one data set, however often it is interrupted.

Dask hands the files to workers: threads of this process, or those of a cluster that shares the file system. A worker
has each file read by a child with limits (:mod:`disclosure.run.limits`). What is done is in the cache at once, so that
another run takes it from there; the result is the same as if the first had not been interrupted.

A document's folder, the data set and each entry of the cache are made elsewhere and moved to their place whole.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import queue
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from disclosure.files.archive import Contents, contents, unpack
from disclosure.forms.books import form_books
from disclosure.model.digest import key
from disclosure.model.errors import APART, InputError, StoppedError, printable
from disclosure.run.cache import Cache, all_files, fingerprints
from disclosure.run.document import audit_of, extracted, workbook
from disclosure.run.inputs import Input, inputs, paths_of, sha256
from disclosure.run.limits import BEYOND, MEGABYTES, SECONDS, GuardedReader
from disclosure.store.csv_files import AUDITED
from disclosure.store.folders import holds, put_in_place, sweep
from disclosure.store.origins import entries, origin, text_of

if TYPE_CHECKING:
    from disclosure.model.records import Records

Row = dict[str, Any]
PATIENCE = 60  # seconds without any worker until a run is given up
AGAIN = 300  # seconds for an answer that was lost with its worker to be made anew
OFTEN_LATE = ("time", "killed", "worker")
"""What may be wrong with the machine rather than the file: such a file is read once more, after all others."""
MANY = 3  # files in hand for each thread of the workers, so that none waits for the next


def batch(
    place: str | Path,
    out: str | Path,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    cache: str | Path | None = None,
    ocr: bool = False,
    xlsx: bool = False,
    sources: str | Path | None = None,
    seconds: float = SECONDS,
    megabytes: int = MEGABYTES,
    tell: Callable[[Row], None] = lambda row: None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Row:
    """Read the files of a folder or list, and make one data set of them in ``out``.

    Files that are of one disclosure by their names are read as one, as are those of an archive; where they contradict
    each other they are read one by one.

    ``out`` gets a folder for each document, ``dataset/`` (Parquet), ``datapackage.json``, and ``failures.csv`` with the
    files that cannot be read; with ``xlsx`` each document has an Excel workbook, too. ``workers`` files are read side
    by side (as many as there are cores), or those of the Dask ``scheduler`` at an address do it. ``cache`` is
    ``out/.cache`` unless said otherwise. A page may take ``seconds`` and ``megabytes``. ``tell`` hears how each file
    went, ``progress`` how many of how many are done. ``sources`` is a list of where the files come from.
    Returned is what there is to say of the run; raises :class:`InputError` where there is no such place, and
    :class:`disclosure.model.errors.StoppedError` where the run cannot go on.
    """
    begun = time.monotonic()
    form_books()  # what is wrong there is no fault of any PDF
    out, store = Path(out).absolute(), Cache(Path(cache or Path(out, ".cache")).absolute())
    if sources:
        entries(Path(sources))  # what is wrong with it is said before anything is read
    with closing(_Looking()) as look:
        found, problems, left_out = inputs(Path(place), look)
    total = len(found) + len(problems)
    rows: list[Row] = []
    failures: list[Row] = []
    how: Counter = Counter()
    severities: Counter = Counter()
    same = as_one = 0
    with _work_folder(out) as work, _client(scheduler, workers) as client:

        def failed(name: str, problem: InputError) -> None:
            row = {"file": name, "kind": problem.kind, "reason": problem.found, "advice": problem.advice}
            failures.append({column: printable(value) for column, value in row.items()})
            tell({"document_id": Path(name).stem, "status": "unreadable", **failures[-1]})
            progress(len(rows) + len(failures), total)

        for problem in problems:
            failed(problem.source, problem)
        common = {
            "out": str(out), "cache": str(store.folder), "work": str(work), "ocr": ocr, "xlsx": xlsx,
            "engine": (*fingerprints(), all_files()), "seconds": seconds, "megabytes": megabytes,
            "sources": sources and os.path.abspath(sources),
        }  # fmt: skip
        again: list[Input] = []  # read once more after all others, or one by one
        late: list[Input] = []

        def reading(files: list[Input]) -> Iterator[tuple[Input, tuple]]:
            return ((one, (read_one, _absolute(one), common)) for one in files)

        for one, answer in _in_rounds(client, reading, found, again):
            if isinstance(answer, InputError):
                if answer.kind in OFTEN_LATE and one not in late:
                    late.append(one)
                    again.append(one)
                    continue
                if answer.kind == APART and one.several:
                    again += one.apart()
                    total += len(one.apart()) - 1
                    continue
                total += len(one.twins)
                for name in (one.name, *one.twins):  # files of equal content fail alike, and each is named
                    failed(answer.source if one.members and ": " in answer.source else name, _named(answer, one))
                continue
            rows.append(_document(one, answer))
            same += len(one.twins)
            how[answer["how"]] += 1
            severities.update(finding["severity"] for finding in answer["failing"])
            as_one += one.several
            tell(answer | {"file": one.path, "same_as": one.twins, "folder": str(out / one.document_id)})
            progress(len(rows) + len(failures), total)
        _write_dataset(client, rows, common)
        from disclosure.store.csv_files import write_table
        from disclosure.store.parquet import write_data_package

        with _writing(out):
            write_table(out, "failures", sorted(failures, key=lambda row: (row["file"], row["reason"])))
            write_data_package(out)
    return {
        "documents": len(rows),
        "unreadable": len(failures),
        "left_out": left_out,
        "same_content": same,
        "as_one": as_one,
        **{name: how[name] for name in ("read", "audited", "unchanged")},
        "pages": sum(row["page_count"] for row in rows),
        "findings": {name: severities[name] for name in ("material", "minor", "style")},
        "checks_fail": sum(row["checks_fail"] for row in rows),
        "documents_with_failing_checks": sum(row["checks_fail"] > 0 for row in rows),
        "seconds": round(time.monotonic() - begun, 1),
        "dataset": str(out / "dataset"),
        "cache": str(store.folder),
        "cache_bytes": store.size(),
    }


def _named(problem: InputError, one: Input) -> InputError:
    """Of several files the one that a problem is of is named."""
    if problem.source not in one.files:
        return problem
    return InputError(problem.source, f"{Path(problem.source).name}: {problem.found}", problem.advice, problem.kind)


class _Looking:
    """What looks into archives: a child within limits, which is started where there are any."""

    def __init__(self) -> None:
        self._reader: GuardedReader | None = None

    def __call__(self, archive: Path) -> Contents:
        self._reader = self._reader or GuardedReader()
        return self._reader(contents, archive)

    def close(self) -> None:
        if self._reader:
            self._reader.close()


def _absolute(one: Input) -> Input:
    """The same for a worker, which may be in another folder."""
    return replace(one, path=os.path.abspath(one.path), files=tuple(map(os.path.abspath, one.files)), twins=[])


def _in_rounds(client, jobs: Callable, first: list[Input], again: list[Input]) -> Iterator[tuple[Input, Any]]:
    """Have files read, and then those that were added to ``again`` meanwhile, until none is left."""
    todo = first
    while todo:
        yield from _each(client, jobs(todo))
        todo, again[:] = list(again), []


def _document(one: Input, told: Row) -> Row:
    """The row of the table ``documents``, with a hash of its clean data as ``content``."""
    same = {name: told[name] for name in ("document_id", "sha256", "fiscal_year", "province", "phase", "content")}
    return same | {
        "file": printable(one.name),
        "same_as": "\n".join(map(printable, one.twins)) or None,
        "organisation_code": told["organisation_code"] or None,
        "organisation_name": told["organisation_name"] or None,
        "page_count": told["pages"],
        "table_count": len(told["tables"]),
        "unknown_tables": sum(table["role"] == "other" for table in told["tables"]),
        "fact_count": told["facts"],
        **{f"checks_{'hold' if k == 'holds' else 'fail' if k == 'fails' else k}": n for k, n in told["checks"].items()},
        "flag_count": told["flags"],
        "remarks": "\n".join(told["remarks"]) or None,
    }


def _write_dataset(client, rows: list[Row], common: Row) -> None:
    """Make the data set anew from the documents' folders; parts of which nothing has changed are kept."""
    from disclosure.store.parquet import parts

    draft, final = Path(common["work"], "dataset"), Path(common["out"], "dataset")
    common = common | {"seconds": SECONDS, "megabytes": MEGABYTES}  # here they are for a document, and for a part
    jobs = ((name, (make_part, str(draft / name), name, digest, group, common)) for name, digest, group in parts(rows))
    kept = []
    for name, answer in _each(client, jobs):
        if isinstance(answer, Exception):
            raise StoppedError(f"{name}: {answer}")
        kept.append((name, answer))
    there = {path.relative_to(final).as_posix() for path in final.rglob("*") if path.is_file()}
    if all(same for _, same in kept) and there == {name for name, _ in kept}:
        return
    with _writing(final):
        draft.mkdir(exist_ok=True)
        put_in_place(draft, final)


# --- Dask ----------------------------------------------------------------------------------------------


@contextmanager
def _client(scheduler: str | None, workers: int | None) -> Iterator:
    """A Dask client: of the scheduler at an address, or of threads in this process that each lead a child."""
    import logging

    import dask
    from distributed import Client, LocalCluster
    from distributed.comm import parse_address
    from distributed.comm.registry import get_backend
    from distributed.security import Security

    dask.config.set({"distributed.comm.timeouts.connect": "10s"})  # so long a scheduler that is gone is waited for
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what there is to say is said in one line
    cluster = None
    if scheduler and scheduler.startswith("tls:") and not Security().get_connection_args("client").get("ssl_context"):
        said = "Dask has no certificates to talk to it by; name them in its settings (distributed.comm.tls)"
        raise StoppedError(f"{scheduler}: {said}")
    if not scheduler:
        here = "127.0.0.1:0"  # nothing listens to other machines
        dask.config.set({"distributed.worker.profile.enabled": False})  # watching threads costs a twentieth of a core
        cluster = LocalCluster(
            n_workers=1, threads_per_worker=workers or os.cpu_count(), processes=False, memory_limit=0,
            dashboard_address=here, worker_dashboard_address=here, silence_logs=logging.CRITICAL,
        )  # fmt: skip
    try:
        if scheduler:
            get_backend(parse_address(scheduler)[0])  # a client that fails on it would complain for half a minute
        client = Client(cluster or scheduler, timeout=15, set_as_default=False)
    except (OSError, ValueError) as problem:
        said = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
        raise StoppedError(f"{scheduler}: no Dask scheduler answers here ({said}); check the address") from None
    try:
        yield client
        client.run(close_readers)
    finally:
        client.close()
        if cluster:
            close_readers()
            cluster.close()


def _each(client, jobs: Iterator[tuple[Any, tuple]]) -> Iterator[tuple[Any, Any]]:
    """Have the jobs done, some at a time, and yield each with its answer as it comes; an error is an answer, too."""
    done: queue.SimpleQueue = queue.SimpleQueue()
    waiting: dict[str, tuple] = {}
    room, counted, last = 0, -1e9, time.monotonic()
    while True:
        if time.monotonic() - counted > 5:
            room, counted = MANY * _threads(client) or 1, time.monotonic()
        while len(waiting) < room and (job := next(jobs, None)):
            name, (function, *arguments) = job
            future = client.submit(function, *arguments, pure=False)
            waiting[future.key] = name, future
            future.add_done_callback(done.put)
        if not waiting:
            return
        try:
            future = done.get(timeout=5)
        except queue.Empty:
            if _threads(client):
                last = time.monotonic()
            elif time.monotonic() - last > PATIENCE:
                raise StoppedError(f"no worker for {PATIENCE} seconds; start some, and run the same again") from None
            continue
        last = time.monotonic()
        name, future = waiting.pop(future.key)
        yield name, _answer(client, future)


def _threads(client) -> int:
    """How many files the workers can have in hand."""
    try:
        return sum(client.nthreads().values())
    except Exception:
        raise StoppedError(_GONE) from None


_GONE = "the Dask scheduler is gone; what is done is kept: start it, and run the same again"


def _answer(client, future) -> object:
    from distributed import KilledWorker

    if future.cancelled():
        raise StoppedError(_GONE)
    if future.status == "lost":
        _threads(client)  # where the scheduler answers, only the worker that had the answer is gone: it is made anew
    try:
        return future.result(timeout=AGAIN)
    except KilledWorker as killed:
        said = f"{killed.allowed_failures + 1} workers died while they read it"
        return InputError("", said, "read it alone with disclosure extract", "worker")
    except (InputError, StoppedError) as problem:
        if isinstance(problem, StoppedError):
            raise
        return problem
    except Exception as problem:
        last = next((line for line in reversed(str(problem).splitlines()) if line.strip()), "")
        said = f"the reader stopped ({type(problem).__name__}: {last})"
        return InputError("", said, "report it to the project with the file", "engine")


# --- in a worker ---------------------------------------------------------------------------------------

_OTHER = "a worker runs another version of the engine; restart it, and run the same again"
_idle: queue.LifoQueue = queue.LifoQueue()


def read_one(one: Input, common: Row) -> Row | InputError:
    """Have one disclosure read by a child of this worker."""
    try:
        return _in_child(common, process, one.path, one, common)
    except InputError as problem:  # as a value: Dask would log it, and take it for the end of the task
        return problem


def make_part(path: str, name: str, digest: str, rows: list[Row], common: Row) -> bool:
    """Have one part of the data set made by a child; True where it could be kept."""
    return _in_child(common, keep_or_write, path, name, digest, rows, common["out"])


def _in_child(common: Row, function: Callable, path: str, *arguments):
    if fingerprints() != tuple(common["engine"][:2]):
        raise StoppedError(_OTHER)
    if not Path(common["work"]).is_dir():
        raise StoppedError(f"a worker does not see {common['out']}; workers must share the file system")
    try:
        reader = _idle.get_nowait()
    except queue.Empty:
        reader = GuardedReader()
    try:
        reader.seconds, reader.megabytes = common["seconds"], common["megabytes"]
        return reader(function, path, *arguments)
    finally:
        _idle.put(reader)


def close_readers() -> None:
    """End the children of this process that have nothing to do."""
    while True:
        try:
            _idle.get_nowait().close()
        except queue.Empty:
            return


# --- in a child ----------------------------------------------------------------------------------------


def process(path: str, one: Input, common: Row, progress: Callable[[int], None]) -> Row:
    """Bring the folder of one document up to date: read and audit what the cache does not hold.

    ``path`` is its first file, or its archive.
    """
    reader, rules, files_then = common["engine"]
    if all_files() != files_then:  # changed since the worker has started
        raise StoppedError(_OTHER)
    out, cache, name = Path(common["out"]), Cache(common["cache"]), one.document_id
    files = [Path(file) for file in one.files or (one.path,)]
    digests = list(map(_digest, files))
    origins = [
        {**one.origin, "file": file.name} if one.origin else origin(file, digest, common["sources"])
        for file, digest in zip(files, digests, strict=True)
    ]
    told_of = [text_of(entry, name) for entry in origins for name in ("url", "date_published")]
    called = [file.name for file in files] + [f"{name}:", *one.members] * bool(one.called)
    reading_key = key(*digests, *called, *told_of, reader, str(common["ocr"]), rules if common["ocr"] else "")
    audit_key = key(reading_key, rules)
    reading, audit, how = cache.get(reading_key), cache.get(audit_key), "unchanged"
    rows: Records | None = None
    with _writing(out), tempfile.TemporaryDirectory(dir=common["work"]) as drafts:
        draft = Path(drafts, name)
        if reading is None:
            how = "read"
            told, rows = _read(one, draft, Path(drafts, "unpacked"), digests, origins, progress, common["ocr"])
            reading = _files(draft) | {"told.json": json.dumps(told).encode()}
            cache.put(reading_key, reading)
        progress(BEYOND)
        if audit is None:
            how = "read" if how == "read" else "audited"
            _fill(draft, reading)
            told = audit_of(draft, rows=rows)
            _check(draft, Path(path))
            audit = {name: (draft / name).read_bytes() for name in map("{}.csv".format, AUDITED)}
            audit["told.json"] = json.dumps(told).encode()
            cache.put(audit_key, audit)
        told = json.loads(reading.pop("told.json")) | json.loads(audit.pop("told.json"))
        made = reading | audit
        if changed := not holds(out / name, made):
            _fill(draft, made)
            put_in_place(draft, out / name)
        if changed or not (out / f"{name}.xlsx").exists():
            workbook(out / name, wanted=common["xlsx"])
    content = key(*(f"{file} {hashlib.sha256(content).hexdigest()}" for file, content in sorted(made.items())))
    return told | {"content": content, "how": how}


def _digest(path: Path) -> str:
    try:
        return sha256(path)
    except FileNotFoundError:
        raise InputError(path, "there is no such file", "check the name", "missing") from None
    except OSError as problem:
        raise InputError(path, f"it cannot be read ({problem.strerror})", "check it", "permission") from None


def _read(
    one: Input, draft: Path, unpacked: Path, digests: list[str], origins: list, progress: Callable, ocr: bool
) -> tuple[Row, Records]:
    """Read a document into its draft; an archive into the folder ``unpacked`` first."""
    before = [Path(file) for file in one.files or (one.path,)]
    files = paths_of(one, unpacked, unpack)
    if one.members:  # what is known of the archive is known of its files
        origins = [{**origins[0], "file": name, "sha256": ""} for name in one.members]
    try:
        told, rows = extracted(
            files if one.called else files[0], draft, progress, ocr, name=one.called, sources=origins
        )
        changed = [sha256(path) for path in before] != digests
    except OSError as problem:
        if problem.filename not in map(str, (*files, *before)):
            raise
        said = f"it cannot be read ({problem.strerror})"
        raise InputError(problem.filename, said, "run it again", "changed") from None
    except InputError as problem:
        source = problem.source.replace(f"{unpacked}{os.sep}", "")
        if source == problem.source:
            raise
        said = f"{one.archive}: {source.partition(os.sep)[2]}"  # a file of an archive
        raise InputError(said, problem.found, problem.advice, problem.kind) from None
    if changed:
        raise InputError(one.path, "the file changed while it was read", "run it again", "changed")
    return told, rows


def _check(draft: Path, path: Path) -> None:
    from disclosure.store.parquet import fits

    try:
        fits(draft)
    except ValueError as problem:
        raise InputError(path, f"its figures do not fit the data set ({problem})", "check them", "figures") from None


def keep_or_write(
    path: str, name: str, digest: str, rows: list[Row], out: str, progress: Callable[[int], None]
) -> bool:
    """A part of the data set: the one that is there, where it is made of the same; True if so."""
    from disclosure.store.parquet import made_of, write_part

    there = Path(out, "dataset", name)
    with _writing(Path(path)):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        if made_of(there) != digest:
            write_part(path, name, digest, rows, out, progress)
            return False
        try:
            os.link(there, path)
        except OSError:  # not on this file system
            shutil.copyfile(there, path)
        return True


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        if name != "told.json" and not (folder / name).exists():
            (folder / name).write_bytes(content)


# --- files ---------------------------------------------------------------------------------------------


@contextmanager
def _work_folder(out: Path) -> Iterator[Path]:
    """A folder for drafts that is this run's own; what runs before it have left is removed."""
    from locket import LockError, lock_file  # comes with distributed

    with _writing(out):
        (out / ".work").mkdir(parents=True, exist_ok=True)
        sweep(out)
        lock = lock_file(str(out / ".work/lock"), timeout=0)
        try:
            lock.acquire()
        except LockError:
            raise StoppedError(f"{out}: another run is at work here; wait for it, or stop it") from None
        try:
            for left in (out / ".work").glob("run-*"):
                # Moved first: a process of that run, should it still live, then has no draft to put in place.
                shutil.rmtree(left.rename(left.with_name(f"left-{os.urandom(8).hex()}")), ignore_errors=True)
            for left in (out / ".work").glob("left-*"):
                shutil.rmtree(left, ignore_errors=True)
            work = Path(tempfile.mkdtemp(prefix="run-", dir=out / ".work"))
            try:
                yield work
            finally:
                shutil.rmtree(work, ignore_errors=True)
        finally:
            lock.release()


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """What cannot be written stops the run, but for a name that is too long for the file system."""
    try:
        yield
    except OSError as problem:
        name, reason = problem.filename or place, problem.strerror or str(problem)
        if problem.errno == errno.ENAMETOOLONG:
            raise InputError(name, "the name is too long", "rename the file", "name") from None
        advice = "mend this and run the same again, what is done is kept"
        raise StoppedError(f"{name}: it cannot be written ({reason}); {advice}") from None
