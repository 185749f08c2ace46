"""Seeded copies of disclosures: a page drawn anew with one error that a reviewer would mark, and what the review says.

``python tests/seeds.py`` writes the table of ``docs/trust.md``. A :class:`Seed` is one error: on a page, words instead
of words. A document is read off its PDF as words at their places and rules between them, and drawn from these with and
without the error, so that the two copies differ in nothing else. A seed is found if the review of its copy has a
finding that the other has not, on a page of the error or naming what it is about; other new findings are false.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pdfplumber
import yaml
from documents import ROOT, SHARED
from layouts import LAYOUTS
from sheets import draw, text_at, width_of

from disclosure.audit import audit_rows
from disclosure.audit.ledger import read_rows
from disclosure.run.extraction import extract, save

SEEDS = Path(__file__).with_name("seeds.yml")
DOCS = ROOT / "docs/trust.md"
BEGIN, END = "<!-- seeds: written by tests/seeds.py -->\n", "<!-- end of seeds -->\n"
THIN = 2.5
"""A rectangle no thicker than this is a rule between cells."""
PAGE = re.compile(r"第 \d+ 页")
GAP = 2.0
"""Characters no farther apart than this are of one word."""


@dataclass(frozen=True)
class Seed:
    """On a page, the words ``old``, however spaced, replaced by ``new``; without ``old``, the whole page is left out.

    ``kind`` is of issue "A reviewer's eye"; ``also`` are other pages where a finding names the same error, or words by
    which it does. ``nth`` counts the places where the words stand on the page, from 0.
    """

    kind: str
    page: int
    old: str = ""
    new: str = ""
    also: tuple[int | str, ...] = ()
    nth: int = 0


@dataclass(slots=True)
class Word:
    """Words that stand together on a line: where from, how wide and how large."""

    text: str
    x: float
    y: float
    size: float
    stretch: float


@dataclass(slots=True)
class Sheet:
    """A page as it is drawn anew: its size, its words in reading order, and what draws its rules."""

    size: tuple[float, float]
    words: list[Word]
    rules: str


@cache
def sheets(pdf: Path) -> list[Sheet]:
    """The pages of a PDF as words and rules."""
    made = []
    with pdfplumber.open(pdf) as document:
        for page in document.pages:
            high = float(page.height)
            upright = page.rotation == 0 and page.bbox[:2] == (0, 0)
            lines: dict[int, list[dict]] = {}
            for char in sorted(page.chars, key=lambda char: char["top"]):
                foot = char["matrix"][5] if upright else high - char["bottom"] + (char["bottom"] - char["top"]) * 0.15
                near = next((k for k in (round(foot), round(foot) + 1, round(foot) - 1) if k in lines), round(foot))
                lines.setdefault(near, []).append({**char, "foot": foot})
            words = [word for k in sorted(lines, reverse=True) for word in _words(lines[k])]
            rules = "".join(
                f"{r['x0']:.1f} {high - r['bottom']:.1f} {r['width']:.1f} {r['height']:.1f} re {how}\n"
                for r in page.rects
                if (how := "f" if min(r["width"], r["height"]) < THIN else "S" if r["stroke"] else "")
            )
            rules += "".join(
                f"{r['x0']:.1f} {high - r['top']:.1f} m {r['x1']:.1f} {high - r['bottom']:.1f} l S\n"
                for r in page.lines
            )
            made.append(Sheet((float(page.width), high), words, f"0.5 w {rules}"))
    return made


def _words(chars: list[dict]) -> Iterator[Word]:
    """The characters of a line, put together wherever hardly anything is between them."""
    runs: list[list[dict]] = []
    for char in sorted(chars, key=lambda char: char["x0"]):
        if not runs or char["x0"] - runs[-1][-1]["x1"] > GAP:
            runs.append([])
        runs[-1].append(char)
    for run in runs:
        text = "".join(char["text"] for char in run)
        size = max(char["bottom"] - char["top"] for char in run)
        if text.strip():
            stretch = 100 * (run[-1]["x1"] - run[0]["x0"]) / max(width_of(text, size), 1)
            yield Word(text, run[0]["x0"], run[0]["foot"], size, stretch)


def drawn(pdf: Path, target: Path, sown: Sequence[Seed] = ()) -> Path:
    """A copy of a PDF with the errors of some seeds, or as it is."""
    pages, sizes = [], []
    for number, sheet in enumerate(sheets(pdf), start=1):
        own = [seed for seed in sown if seed.page == number]
        if any(not seed.old for seed in own):
            continue
        texts = [word.text for word in sheet.words]
        for seed in own:
            texts = replaced(texts, seed)
        drawn_words = (
            text_at(word.x, word.y, text, word.size, word.stretch)
            for word, text in zip(sheet.words, texts, strict=True)
            if text
        )
        pages.append(sheet.rules + "".join(drawn_words))
        sizes.append(sheet.size)
    return draw(target, *pages, sizes=sizes)


def replaced(texts: Sequence[str], seed: Seed) -> list[str]:
    """The words of a page with the seed's instead of others; these may begin in one and end in another.

    A bar parts what stands in one cell from what stands in the next: the new words go into the same cells.
    """
    parts = [r"\s*".join(map(re.escape, part)) for part in seed.old.split("|")]
    places = list(re.finditer(r"\s*".join(f"({part})" for part in parts), "".join(texts)))
    assert len(places) > seed.nth, f"{seed.old} stands {len(places)} times on page {seed.page}"
    spans = [places[seed.nth].span(n) for n in range(1, len(parts) + 1)]
    made = list(texts)
    for (begin, end), words in reversed(list(zip(spans, seed.new.split("|"), strict=True))):
        at, left = 0, words
        for n, text in enumerate(texts):
            first, last = max(begin - at, 0), min(end - at, len(text))
            if first < last:  # as many words go into each line as were there; what is left over into the last
                taken = left[: last - first] if at + len(text) < end else left
                made[n] = made[n][:first] + taken + made[n][last:]
                left = left[len(taken) :]
            at += len(text)
    return made


@dataclass(frozen=True)
class Finding:
    """What a review says: the kind of its cause, its sentence, and the pages; these move where a page is left out."""

    kind: str
    sentence: str
    pages: str = field(compare=False)


def review(pdf: Path) -> Counter[Finding]:
    """What a review finds, cause by cause."""
    with TemporaryDirectory() as drafts:
        save(extract(pdf), Path(drafts) / "clean")
        rows = read_rows(Path(drafts) / "clean")
    found = audit_rows(rows, wording=True).findings
    return Counter(Finding(row["kind"], PAGE.sub("", row["statement_zh"]), row["pages"]) for row in found)


@dataclass(slots=True)
class Outcome:
    """What became of a seed: the new findings that are of it, and those that are not."""

    seed: Seed
    right: list[Finding]
    false: list[Finding]
    cleaner: bool
    """Does the copy with the error look better than the one without?"""


def outcomes(pdf: Path, seeds: Iterable[Seed], most: int = 1) -> Iterator[Outcome]:
    """What the review of a document finds of each seed, ``most`` of them in a copy.

    One in a copy is the measure: what is found is then of that seed alone. Several take a fraction of the time.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / pdf.name
        before = review(drawn(pdf, copy))
        for group in apart(seeds, most):
            after = review(drawn(pdf, copy, group))
            new = list((after - before).elements())
            strange = [finding for finding in new if not any(of(finding, seed) for seed in group)]
            cleaner = (before - after).total() > len(new)
            for seed in group:  # what is of none of them, or of all, is told of the first
                yield Outcome(seed, [finding for finding in new if of(finding, seed)], strange, cleaner)
                strange, cleaner = [], False


def apart(seeds: Iterable[Seed], most: int) -> list[list[Seed]]:
    """Seeds in groups of ``most`` that are about different pages; one that leaves a page out moves all and is alone."""
    groups: list[list[Seed]] = []
    for seed in seeds:
        own = {seed.page, *seed.also}
        fits = (g for g in groups if len(g) < most and not any(own & {other.page, *other.also} for other in g))
        group = next((g for g in fits if seed.old and g[0].old), None)
        if group is None:
            groups.append([seed])
        else:
            group.append(seed)
    return groups


def of(finding: Finding, seed: Seed) -> bool:
    """Is a finding of the seed: on its page, or naming its words?"""
    own = {str(place) for place in (seed.page, *seed.also)}
    return bool(own & set(finding.pages.split())) or any(
        isinstance(words, str) and words in finding.sentence for words in seed.also
    )


# --- the documents, and the table of the docs ------------------------------------------------------------


def document(folder: Path, name: str) -> Path | None:
    """A document that seeds are sown in: of the project, drawn into ``folder``, or beside the checkout if that is."""
    if name in LAYOUTS:
        return LAYOUTS[name](folder / f"{name}.pdf")
    folders = (ROOT / "data/raw", ROOT / "data/example/raw", SHARED / "corpus", SHARED / "made")
    return next((path for path in (place / f"{name}.pdf" for place in folders) if path.exists()), None)


def seeds() -> dict[str, list[Seed]]:
    """The seeds of each document, as ``seeds.yml`` has them."""
    made: dict[str, list[Seed]] = {}
    for kind, rows in yaml.safe_load(SEEDS.read_text(encoding="utf-8")).items():
        for row in rows:
            place = row.pop("in")
            made.setdefault(place, []).append(Seed(kind, **{**row, "also": tuple(row.get("also", ()))}))
    return made


def sown(folder: Path, name: str, most: int = 1) -> list[Outcome]:
    """What became of the seeds of one document, ``most`` of them in a copy; none where it is not at hand."""
    path = document(folder, name)
    return list(outcomes(path, seeds()[name], most)) if path else []


def table(found: Sequence[Outcome]) -> str:
    """The outcomes by kind, as a table of ``docs/trust.md``, and below it what is not found."""
    kinds: dict[str, list[Outcome]] = {}
    for kind in yaml.safe_load(SEEDS.read_text(encoding="utf-8")):
        kinds[kind] = [one for one in found if one.seed.kind == kind]
    kinds["**all**"] = list(found)
    lines = ["| kind of error | seeds | found | findings | false |", "|---|---|---|---|---|"]
    for kind, own in kinds.items():
        right, false = sum(len(one.right) for one in own), sum(len(one.false) for one in own)
        lines.append(f"| {kind} | {len(own)} | {sum(bool(o.right) for o in own)} | {right + false} | {false} |")
    lines += ["", f"In {sum(one.cleaner for one in found)} copies there is less to be found than without the error."]
    lines += ["Not found:", ""] if any(not one.right for one in found) else []
    for one in found:
        if not one.right:
            lines.append(f"- {one.seed.kind}: {one.seed.old or 'a page'} → {one.seed.new or 'nothing'}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the table into the docs; on the way print what was missed, what is false, and what looks cleaner."""
    found: list[Outcome] = []
    with TemporaryDirectory() as folder:
        for name in seeds():
            for one in sown(Path(folder), name):
                found.append(one)
                seed = one.seed
                for finding in one.false:
                    print(f"false: {name}, page {seed.page}, {seed.new}: {finding.pages}: {finding.sentence}")
                for what in ("missed",) * (not one.right) + ("cleaner",) * one.cleaner:
                    print(f"{what}: {name}, page {seed.page}, {seed.kind}: {seed.old} -> {seed.new}")
    before, _, rest = DOCS.read_text(encoding="utf-8").partition(BEGIN)
    DOCS.write_text(before + BEGIN + table(found) + END + rest.partition(END)[2], encoding="utf-8", newline="\n")
    print(table(found))


if __name__ == "__main__":
    main()
