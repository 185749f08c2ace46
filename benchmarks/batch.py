"""A batch at scale: how fast, what coordination costs, whether memory is flat and time linear, and what faults cost.

python benchmarks/batch.py [--documents 2000] [--ways 200] [--corpus FOLDER] [--save]

prints the tables; with --save also writes batch.md, batch.svg and the figures of docs/national-corpus.md. The documents
are copies of the disclosure in data/raw and of the PDFs in FOLDER, each made a file of its own by a comment at its end.
They and all results lie in a temporary folder.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from distributed import Client

ROOT = Path(__file__).parents[1]
SOURCES = [ROOT / "data/raw/471-2021.pdf"]
SEED = 20210401


def make(folder: Path, count: int, sources: list[Path]) -> int:
    """So many distinct documents in ``folder``; how many pages they have together."""
    import pypdfium2

    folder.mkdir()
    contents = [(path.stem, path.read_bytes(), len(pypdfium2.PdfDocument(path))) for path in sources]
    pages = 0
    for k in range(count):
        stem, content, length = contents[k % len(contents)]
        (folder / f"{stem}-{k:05d}.pdf").write_bytes(content + b"\n%% copy %d\n" % k)
        pages += length
    return pages


def plain(out: Path, listed: Path) -> None:
    """The work itself in one process, one file after the other: no limits, no cache, no data set."""
    from disclosure.run.document import clean

    for pdf in listed.read_text().splitlines():
        clean(pdf, out)


# --- measuring -----------------------------------------------------------------------------------------


def watch(command: list[str], others: list[psutil.Process] = ()) -> dict[str, float]:
    """Run a command; seconds, processor seconds, and peak megabytes of its own, of a child, and of all together.

    ``others`` are processes that work for it and go on after it.
    """
    before, reaped = sum(_cpu(one) for one in others), _reaped()
    start = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    me = psutil.Process(running.pid)
    own = child = whole = 0
    while running.poll() is None:
        try:
            tree = [p for one in (me, *others) for p in (one, *one.children(recursive=True))]
            sizes = [p.memory_info().rss for p in tree]
            own, child, whole = max(own, sizes[0]), max(child, *sizes[1:], 0), max(whole, sum(sizes))
        except psutil.Error:
            pass
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    said = running.stdout.read().decode()
    cpu = _reaped() - reaped + sum(_cpu(one) for one in others) - before
    if running.returncode not in (0, 1):
        sys.exit(running.stderr.read().decode()[-2000:])
    megabytes = {"own": own / 1e6, "child": child / 1e6, "whole": whole / 1e6}
    return {"seconds": seconds, "cpu": cpu, **megabytes, "said": said}


def _reaped() -> float:
    """Processor seconds of the children that have ended, and of theirs."""
    used = os.times()
    return used.children_user + used.children_system


def _cpu(one: psutil.Process) -> float:
    return sum(sum(p.cpu_times()[:4]) for p in (one, *one.children(recursive=True)))


def loops(out: Path, *parts: list[Path]) -> list[str]:
    """The command for a plain loop over each of some lists of files, side by side."""
    out.mkdir(parents=True)
    lists = []
    for number, files in enumerate(parts):
        lists.append(out / f"{number}.txt")
        lists[-1].write_text("\n".join(map(str, files)))
    each = " & ".join(shlex.join([sys.executable, __file__, "--plain", str(out), str(one)]) for one in lists)
    return ["sh", "-c", f"{each} & wait"]


def command(folder: Path, out: Path, *more: object) -> list[str]:
    return [sys.executable, "-m", "disclosure", "batch", str(folder), "--out", str(out), "--quiet", *map(str, more)]


def on_cluster(folder: Path, out: Path, workers: int) -> dict[str, float]:
    """The same by a Dask scheduler and workers, each a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        address = Path(place, "scheduler.json")
        dask = Path(sys.executable).with_name("dask")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        file = ["--scheduler-file", address, "--no-dashboard"]
        local = ["--host", "127.0.0.1", "--port", "0"]
        started = [subprocess.Popen([dask, "scheduler", *file, *local], cwd=place, **quiet)]
        worker = [dask, "worker", *file, "--nthreads", "1"]
        started += [subprocess.Popen(worker, cwd=place, **quiet) for _ in range(workers)]
        while not address.exists() or not address.read_text().strip():
            time.sleep(0.1)
        url = json.loads(address.read_text())["address"]
        with Client(url, set_as_default=False) as client:
            client.wait_for_workers(workers)
        try:
            others = [psutil.Process(one.pid) for one in started]
            return watch(command(folder, out, "--scheduler", url), others)
        finally:
            for one in started:
                for process in [*psutil.Process(one.pid).children(recursive=True), one]:
                    process.kill()
                one.wait()


def size(folder: Path, pattern: str = "*") -> int:
    return sum(path.stat().st_size for path in folder.rglob(pattern) if path.is_file())


def digest(out: Path) -> str:
    """One hash of every file of a result, but for the cache and the drafts."""
    whole = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file() and not {".cache", ".work"} & {*path.relative_to(out).parts}:
            whole.update(path.relative_to(out).as_posix().encode() + path.read_bytes())
    return whole.hexdigest()


# --- the tables ----------------------------------------------------------------------------------------


ROUNDS = 3  # the speed of a machine wanders; every way is measured so often, in turn, and its median told


def ways(folder: Path, place: Path, documents: int, pages: int) -> tuple[list[str], dict[str, dict[str, float]]]:
    """The same documents in several ways, with what each costs beyond the work itself."""
    found: dict[str, list[dict[str, float]]] = {}
    for number in range(ROUNDS):
        out = place / f"round-{number}"
        files = sorted(folder.glob("*.pdf"))
        found.setdefault("plain loop", []).append(watch(loops(out / "loop", files)))
        found.setdefault("two plain loops side by side", []).append(
            watch(loops(out / "loops", files[::2], files[1::2]))
        )
        found.setdefault("`batch --workers 1`", []).append(watch(command(folder, out / "one", "--workers", 1)))
        found.setdefault("`batch --workers 2`", []).append(watch(command(folder, out / "two", "--workers", 2)))
        found.setdefault("Dask scheduler, 1 worker", []).append(on_cluster(folder, out / "dask1", 1))
        found.setdefault("Dask scheduler, 2 workers", []).append(on_cluster(folder, out / "dask2", 2))
        found.setdefault("`batch` again, nothing changed", []).append(
            watch(command(folder, out / "two", "--workers", 2))
        )
        assert len({digest(out / name) for name in ("one", "two", "dask1", "dask2")}) == 1, "not the same bytes"
        shutil.rmtree(out)
    measured = {
        name: {key: statistics.median(one[key] for one in rounds) for key in ("seconds", "cpu")}
        for name, rounds in found.items()
    }
    work = {1: measured["plain loop"]["cpu"], 2: measured["two plain loops side by side"]["cpu"]}
    rows = ["| way | s | documents/s | pages/s | processor s | lost to coordination |", "|---|---|---|---|---|---|"]
    for name, one in measured.items():
        lost = "" if "loop" in name or "again" in name else f"{1 - work[2 if '2' in name else 1] / one['cpu']:.1%}"
        rows.append(
            f"| {name} | {one['seconds']:.1f} | {documents / one['seconds']:.2f} | {pages / one['seconds']:.1f} "
            f"| {one['cpu']:.1f} | {lost} |"
        )
    return rows, measured


def sizes(folder: Path, place: Path, counts: list[int]) -> tuple[list[str], dict[int, dict[str, float]]]:
    """Time and memory against the number of documents, with two workers."""
    found: dict[int, dict[str, float]] = {}
    files = sorted(folder.glob("*.pdf"))
    rows = ["| documents | s | documents/s | peak MB: run | a reader | all | CSV MB | Parquet MB | cache MB |"]
    rows.append("|" + "---|" * 9)
    for count in counts:
        (place / "list.txt").write_text("\n".join(map(str, files[:: len(files) // count][:count])))
        out = place / f"size-{count}"
        one = found[count] = watch(command(place / "list.txt", out, "--workers", 2))
        csv, parquet, cache = size(out, "*.csv"), size(out / "dataset"), size(out / ".cache")
        one |= {"csv": csv, "parquet": parquet, "cache": cache}
        rows.append(
            f"| {count} | {one['seconds']:.1f} | {count / one['seconds']:.2f} | {one['own']:.0f} | {one['child']:.0f} "
            f"| {one['whole']:.0f} | {csv / 1e6:.1f} | {parquet / 1e6:.2f} | {cache / 1e6:.1f} |"
        )
        shutil.rmtree(out)
    return rows, found


def faults(folder: Path, place: Path, limit: int) -> list[str]:
    """Bad files among the good, readers and whole runs killed at random moments: what was lost?"""
    chance = random.Random(SEED)
    mixed = place / "mixed"
    mixed.mkdir()
    good = sorted(folder.glob("*.pdf"))[:limit]
    for path in good:
        os.link(path, mixed / path.name)
    whole = SOURCES[0].read_bytes()
    bad = max(1, limit // 50)
    for k in range(bad):
        (mixed / f"empty-{k}.pdf").write_bytes(b"")
        (mixed / f"html-{k}.pdf").write_bytes(b"<html>404 Not Found %d</html>" % k)
        (mixed / f"cut-{k}.pdf").write_bytes(whole[: chance.randrange(2000, len(whole) * 9 // 10)])
        hurt = bytearray(whole)
        for _ in range(2000):
            hurt[chance.randrange(len(hurt))] = chance.randrange(256)
        (mixed / f"hurt-{k}.pdf").write_bytes(bytes(hurt))
        Path(os.fsdecode(os.fsencode(mixed) + b"/name-%d-\xff.pdf" % k)).write_bytes(whole + b"%%%d" % k)
    calm = time.monotonic()
    subprocess.run(command(mixed, place / "calm", "--workers", 2), capture_output=True)
    calm = time.monotonic() - calm
    killed = {"readers": 0, "runs": 0}
    while True:
        run = subprocess.Popen(command(mixed, place / "storm", "--workers", 2), stderr=subprocess.DEVNULL)
        until = time.monotonic() + chance.uniform(0.3, 0.6) * calm
        while run.poll() is None and time.monotonic() < until:
            time.sleep(chance.uniform(0.2, 3))
            try:
                chance.choice(psutil.Process(run.pid).children()).kill()
                killed["readers"] += 1
            except (psutil.Error, IndexError):
                pass
        if run.poll() is not None:
            break
        run.kill()
        run.wait()
        killed["runs"] += 1
    lines = (place / "calm/failures.csv").read_text(encoding="utf-8").splitlines()[1:]
    kinds: dict[str, list[int]] = {}
    for prefix in ("empty", "html", "cut", "hurt", "name"):
        named = sum(line.startswith(f"{prefix}-") for line in lines)
        read = len(list((place / "calm").glob(f"{prefix}-*/facts.csv")))
        kinds[prefix] = [bad, named, read, bad - named - read]
    rows = ["| files | tried | named in failures.csv | read | lost |", "|---|---|---|---|---|"]
    done = len(list((place / "calm").glob("*/facts.csv"))) - sum(read for _, _, read, _ in kinds.values())
    rows.append(f"| good | {len(good)} | {len(good) - done} | {done} | 0 |")
    words = {
        "empty": "empty",
        "html": "a web page",
        "cut": "cut short",
        "hurt": "2,000 bytes changed",
        "name": "no text as name",
    }
    rows += [
        f"| {words[name]} | {tried} | {named} | {read} | {lost} |" for name, (tried, named, read, lost) in kinds.items()
    ]
    same = digest(place / "storm") == digest(place / "calm")
    rows += [
        "",
        f"{killed['readers']} readers and {killed['runs']} whole runs were killed (SIGKILL, seed {SEED}) before the "
        "last run ended: "
        + ("its result equals the uninterrupted one byte for byte." if same else "ITS RESULT DIFFERS."),
    ]
    return rows


def draw(found: dict[int, dict[str, float]]) -> None:
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "batch"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    counts = list(found)
    left.plot(counts, [one["seconds"] for one in found.values()], marker="o", color="#1f4e79")
    left.set(title="Seconds, two workers", xlabel="documents")
    for name, label, mark in (("own", "the run", "o"), ("child", "a reader", "s"), ("whole", "all together", "^")):
        right.plot(counts, [one[name] for one in found.values()], marker=mark, label=label)
    right.set(title="Peak memory, MB", xlabel="documents")
    right.legend(frameon=False, loc="center", bbox_to_anchor=(0.5, 0.68))
    for axes in left, right:
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(ROOT / "benchmarks/batch.svg", metadata={"Date": None})


YEARLY, CORES, PRICE, STORE = 100_000, 16, 0.05, 0.02  # documents; cores of a machine; $ a core-hour; $ a GB-month


def plan(
    measured: dict, found: dict[int, dict[str, float]], documents: int, some: int, pages: int, pdf: int
) -> list[str]:
    """What a year of the country would take, worked out from what was measured here.

    ``documents`` of ``pages`` pages and ``pdf`` bytes in all; ``some`` of them were read in each way.
    """
    one, two = measured["`batch --workers 1`"], measured["Dask scheduler, 2 workers"]
    most = max(found)
    half = max((count for count in found if count < most), default=0)
    last = found[most]
    grown = (last["own"] - found.get(half, last)["own"]) * 1000 / (most - half)
    core, again = two["cpu"] / some, measured["`batch` again, nothing changed"]["cpu"] / some
    hours = core * YEARLY / 3600
    gigabytes = {name: last[name] / most * YEARLY / 1e9 for name in ("csv", "cache", "parquet")}
    stored = sum(gigabytes.values()) + pdf / documents * YEARLY / 1e9
    return [
        "| | from | for 100,000 disclosures |",
        "|---|---|---|",
        f"| pages | {pages / documents:.1f} a document | {pages / documents * YEARLY / 1e6:.2f} million |",
        f"| processor time | {core:.2f} s a document, with Dask | {hours:.1f} core-hours |",
        f"| one machine of {CORES} cores | {hours:.1f} core-hours ÷ {CORES} | {hours / CORES:.1f} h |",
        f"| a laptop, one file at a time | {one['seconds'] / some:.2f} s a document "
        f"| {one['seconds'] / some * YEARLY / 3600:.1f} h |",
        f"| another run, nothing changed | {again * 1000:.0f} ms a document | {again * YEARLY / 3600:.1f} core-hours |",
        f"| memory of a reader | {last['child']:.0f} MB | {last['child'] * CORES / 1000:.1f} GB for {CORES} cores |",
        f"| memory of the run | {last['own']:.0f} MB at {most:,} documents | and {grown:.0f} kB a document |",
        f"| the PDFs | {pdf / documents / 1e6:.2f} MB a document | {pdf / documents * YEARLY / 1e9:.0f} GB |",
        f"| CSV files | {gigabytes['csv'] / YEARLY * 1e6:.0f} kB a document | {gigabytes['csv']:.0f} GB |",
        f"| cache | {gigabytes['cache'] / YEARLY * 1e6:.0f} kB a document | {gigabytes['cache']:.1f} GB |",
        f"| data set | {gigabytes['parquet'] / YEARLY * 1e6:.0f} kB a document | {gigabytes['parquet']:.1f} GB |",
        f"| computing, at $ {PRICE} a core-hour | {core:.2f} s ÷ 3600 × {PRICE} = $ {core / 3600 * PRICE:.6f} "
        f"a document | $ {hours * PRICE:.2f} |",
        f"| storage of all, at $ {STORE} a GB and month | {stored:.0f} GB | $ {stored * STORE * 12:.0f} a year |",
    ]


def put_between(path: Path, marker: str, rows: list[str]) -> None:
    """Replace what stands between two comments of a Markdown page."""
    text = path.read_text(encoding="utf-8")
    begin, end = f"<!-- {marker} -->\n", f"<!-- /{marker} -->"
    before, rest = text.split(begin)
    path.write_text(before + begin + "\n".join(rows) + "\n" + end + rest.split(end)[1], encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--ways", type=int, default=200, help="how many of them are read in each of seven ways")
    parser.add_argument("--corpus", type=Path, help="a folder of more disclosures")
    parser.add_argument("--save", action="store_true")
    parser.add_argument("--plain", nargs=2, type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.plain:
        return plain(*given.plain)
    sources = SOURCES + sorted(given.corpus.glob("*.pdf") if given.corpus else [])
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        pages = make(place / "in", given.documents, sources)
        subprocess.run([sys.executable, "-m", "disclosure.pdf.compiled"], capture_output=True)
        text = [
            f"# {given.documents:,} documents of {pages:,} pages",
            f"Copies of {len(sources)} disclosures, each a file of its own. {platform.machine()}, {os.cpu_count()} "
            f"cores, Python {platform.python_version()}; load average at the start {os.getloadavg()[0]:.1f}.",
        ]
        some = min(given.ways, given.documents)
        shown, measured = ways(place / "some", place, some, make(place / "some", some, sources))
        text += [
            f"\n## Ways: {some:,} of the documents\n",
            f"Each way in {ROUNDS} rounds, in turn; told is the median. What a way loses is its processor time beyond "
            "that of the plain loop, or of two of them side by side where two workers do the work; it holds the "
            "cache, the limits, the data set and the start of the run, too. One or two percent cannot be told from "
            "nothing.\n",
            *shown,
        ]
        counts = [given.documents // n for n in (8, 4, 2, 1) if given.documents >= n]
        rows, found = sizes(place / "in", place, counts)
        text += ["\n## Time and memory against the number of documents\n", *rows, "\n![time and memory](batch.svg)"]
        lost = faults(place / "in", place, min(given.documents, 200))
        planned = plan(measured, found, given.documents, some, pages, size(place / "in"))
        text += ["\n## Faults\n", *lost, f"\n## {YEARLY:,} documents a year\n", *planned]
        print("\n".join(text))
        if given.save:
            (ROOT / "benchmarks/batch.md").write_text("\n".join(text) + "\n", encoding="utf-8")
            draw(found)
            put_between(ROOT / "docs/national-corpus.md", "measured", planned)
            put_between(ROOT / "docs/national-corpus.md", "faults", lost)


if __name__ == "__main__":
    main()
