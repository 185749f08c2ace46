"""Damaged PDFs: does every one get an answer, in time, without a crash of the interpreter or a traceback?

    python benchmarks/fuzz.py --cases 5000        damaged copies of the disclosure, and of small pages
    python benchmarks/fuzz.py --cases 5000 --save and the table of docs/nothing-lost.md
    python benchmarks/fuzz.py --only 1234         one case again; --keep FILE writes its PDF

Each case is read in a process of its own making, many cases a process, so that a crash of PDFium is seen and the
run goes on. A good answer is tables, or an InputError that says what is wrong.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import json
import random
import re
import select
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

import psutil
from batch import put_between

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "data/raw/471-2021.pdf"
SECONDS = 20.0  # of processor time, for one case
BUSY = 5  # times as long by the clock: on a busy machine a case waits for its turn
MEMORY = 2 << 30  # bytes of address space beyond what the process starts with
GOOD = ("tables", "no table", "input error")
NUMBERS = [b"0", b"-1", b"1e30", b"-1e30", b"NaN", b"99999999999", b"2147483648", b"4294967295", b"0.0000001", b"65536"]


@functools.cache
def seeds() -> list[bytes]:
    """The disclosure as it is, the same with its streams unpacked, and small pages written by hand."""
    whole = DOCUMENT.read_bytes()
    return [whole, unpacked(whole), *small_pages()]


def unpacked(pdf: bytes) -> bytes:
    """A PDF whose streams are not compressed, so that damage meets what is in them. Readers mend its index."""

    def unpack(found: re.Match) -> bytes:
        head, body = found[1], found[2]
        if b"/FlateDecode" not in head or b"/DecodeParms" in head or b"/Subtype/Image" in head:
            return found[0]
        try:
            data = zlib.decompressobj().decompress(body)
        except zlib.error:
            return found[0]
        head = re.sub(rb"/Filter\s*\[?\s*/FlateDecode\s*\]?", b"", head)
        head = re.sub(rb"/Length\s+\d+(\s+\d+\s+R)?", b"/Length %d" % len(data), head)
        return head + b"stream\n" + data + b"\nendstream"

    return re.sub(
        rb"(<<(?:[^<>]|<<[^<>]*>>|<[0-9A-Fa-f]*>)*>>\s*)stream\r?\n(.*?)\r?\n?endstream", unpack, pdf, flags=re.S
    )


def small_pages() -> list[bytes]:
    sys.path.insert(0, str(ROOT / "tests"))
    import pdfs

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.pdf"
        table = pdfs.lines() + pdfs.words()
        forms = {"A": (table, "1 0 0 1 0 0"), "B": ("q /A Do Q", "0.5 0 0 0.5 0 0")}
        sheets = [
            [pdfs.Sheet(table)],
            [pdfs.Sheet("/B Do /A Do", forms=forms, extra="/Rotate 90")],
            [pdfs.Sheet(table, extra="/CropBox [10 10 500 800]"), pdfs.Sheet(table)],
        ]
        return [pdfs.write(path, *some).read_bytes() for some in sheets]


KINDS = ("the disclosure of 25 pages", "the same with its streams unpacked", *["small pages written by hand"] * 3)


def begins_as(chance: random.Random) -> int:
    """Which of the seeds a case is a damaged copy of."""
    return chance.choices(range(len(KINDS)), weights=[3, 4, 1, 1, 1])[0]


def damaged(case: int) -> bytes:
    """The PDF of a case: always the same for the same number."""
    chance = random.Random(case)
    data = bytearray(seeds()[begins_as(chance)])
    for _ in range(chance.choice([1, 1, 2, 4, 16, 64])):
        at = chance.randrange(len(data))
        match chance.randrange(8):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                data[at] ^= 1 << chance.randrange(8)
            case 2:
                del data[at : at + chance.choice([1, 4, 64, 4096])]
            case 3:
                start = chance.randrange(len(data))
                data[at:at] = data[start : start + chance.choice([4, 64, 1024, 65536])]
            case 4 | 5:  # another number
                numbers = list(re.finditer(rb"-?\d+(\.\d+)?", data[at : at + 4096]))
                if numbers:
                    found = chance.choice(numbers)
                    data[at + found.start() : at + found.end()] = chance.choice(NUMBERS)
            case 6:  # another object
                references = list(re.finditer(rb"(\d+) 0 R", data[at : at + 65536]))
                if references:
                    found = chance.choice(references)
                    data[at + found.start(1) : at + found.end(1)] = b"%d" % chance.randrange(1, 200)
            case 7:
                if chance.random() < 0.3:
                    del data[at:]
                else:
                    data[at : at + 16] = bytes(chance.randrange(256) for _ in range(16))
        if len(data) < 16:
            break
    return bytes(data)


def work() -> None:
    """Read the case of each number on standard input, and answer with a line."""
    sys.path.insert(0, str(ROOT / "src"))
    from disclosure.forms.printed import printed_tables
    from disclosure.model.errors import InputError
    from disclosure.pdf import compiled
    from disclosure.pdf.reading import read

    compiled.run()
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + MEMORY,) * 2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.pdf"
        for line in sys.stdin:
            path.write_bytes(damaged(int(line)))
            start = time.perf_counter()
            try:
                answer = "tables" if printed_tables(read(path)) else "no table"
            except InputError:
                answer = "input error"
            except BaseException as problem:
                answer = f"{type(problem).__name__}: {problem}"[:200]
            print(json.dumps([answer, time.perf_counter() - start]), flush=True)


def start() -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, __file__, "--work"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )


def answered(process: subprocess.Popen) -> bool:
    """Wait for an answer as long as a case may take; is there one?"""
    own = psutil.Process(process.pid)
    begun, end = sum(own.cpu_times()[:2]), time.monotonic() + BUSY * SECONDS
    while not select.select([process.stdout], [], [], 0.5)[0]:
        with contextlib.suppress(psutil.Error):
            if sum(own.cpu_times()[:2]) - begun > SECONDS or time.monotonic() > end:
                return False
    return True


def run(cases: range, say: bool = True) -> tuple[collections.Counter, dict[int, str], float]:
    """How the cases of each kind ended, those that ended badly, and the longest time a good one took."""
    ends, bad, longest = collections.Counter(), {}, 0.0
    process = start()
    for number, case in enumerate(cases, start=1):
        try:
            process.stdin.write(b"%d\n" % case)
            process.stdin.flush()
            line = process.stdout.readline() if answered(process) else b""
        except OSError:
            line = b""
        if line:
            answer, seconds = json.loads(line)
            longest = max(longest, seconds)
        else:
            hung = process.poll() is None and not select.select([process.stdout], [], [], 1)[0]
            process.kill()
            code = process.wait()
            answer = f"no answer in {SECONDS:.0f} s" if hung else f"crash of the process ({code})"
            process = start()
        good = answer in GOOD
        ends[KINDS[begins_as(random.Random(case))], answer if good else answer.split(":")[0]] += 1
        if not good:
            bad[case] = answer
            if say:
                print(f"case {case}: {answer}", flush=True)
        if say and number % 500 == 0:
            print(f"{number} cases: {told(ends)}", flush=True)
    process.kill()
    process.wait()
    return ends, bad, longest


def told(ends: collections.Counter) -> dict[str, int]:
    """How many cases ended in each way."""
    counts: collections.Counter = collections.Counter()
    for (_, end), n in ends.items():
        counts[end] += n
    return dict(counts)


def table(ends: collections.Counter) -> list[str]:
    """The rows of a table: what was damaged, and how it ended."""
    columns = ["tables", "no table", "input error", *sorted({end for _, end in ends} - set(GOOD))]
    heads = ["damaged copies of", "tried", "read", "read, without a table", "refused with a reason", *columns[3:]]
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for kind in dict.fromkeys(KINDS):
        counts = [ends[kind, column] for column in columns]
        rows.append(f"| {kind} | {' | '.join(f'{n:,}' for n in [sum(counts), *counts])} |")
    return [*rows, "", f"No crash of the interpreter, no traceback, no case beyond {SECONDS:.0f} s of processor time."]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=5000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--only", type=int)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--save", action="store_true", help="write the table of docs/nothing-lost.md")
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work()
        return 0
    if options.only is not None:
        if options.keep:
            options.keep.write_bytes(damaged(options.only))
        cases = range(options.only, options.only + 1)
    else:
        cases = range(options.first, options.first + options.cases)
    began = time.perf_counter()
    ends, bad, longest = run(cases)
    print(f"{len(cases)} cases in {time.perf_counter() - began:.0f} s, the slowest in {longest:.1f} s: {told(ends)}")
    if options.save and not bad:
        put_between(ROOT / "docs/nothing-lost.md", "damaged", table(ends))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
