"""How many cells OCR reads right: pages at hand as scans, held against the text PDF they were made from.

``python benchmarks/scans.py [--pages N] [--wear KIND]`` prints a table. The scans are rendered at 200 dpi, and worn:
laid askew, with noise, with a red round stamp over figures, with broken rules. A cell is right where it stands at the
same row and column with the same span and prints the same text, white space and the width of brackets aside. Of the
figures (facts) those ``misread`` are counted before the sums have their say, ``put right`` is what they correct,
``wrong`` what is wrong after that, and ``unflagged`` the wrong ones that nothing tells: no failing check, no remark
that OCR is not certain of them.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from disclosure.audit import audit
from disclosure.forms.facts import fact_id
from disclosure.pdf.grid import Grid
from disclosure.pdf.pages import read_pages
from disclosure.run.extraction import Extraction, extract, run_together, save
from disclosure.run.referee import refereed

DPI = 200
ROOT = Path(__file__).parents[1]
PAGES = {ROOT / "data/raw/471-2021.pdf": (2, 3, 6, 7, 13, 20)}


def rendered(pdf: Path, page: int) -> np.ndarray:
    """A page in colour at 200 dpi."""
    with pdfium.PdfDocument(pdf) as document:
        return np.array(document[page - 1].render(scale=DPI / 72).to_pil().convert("RGB"))


def noisy(picture: np.ndarray, seed: int = 1) -> np.ndarray:
    """As a cheap scanner gives it: grey paper, grain, a little blur, and JPEG."""
    grain = np.random.default_rng(seed).normal(0, 9, picture.shape[:2])[..., None]
    worn = np.clip(cv2.GaussianBlur(picture, (0, 0), 0.7).astype(float) * 0.92 + 12 + grain, 0, 255).astype(np.uint8)
    content = io.BytesIO()
    Image.fromarray(worn).save(content, "JPEG", quality=70)
    return np.array(Image.open(content))


def skewed(picture: np.ndarray, degrees: float) -> np.ndarray:
    """Laid askew on the glass."""
    image = Image.fromarray(picture)
    return np.array(image.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)))


def stamped(picture: np.ndarray) -> np.ndarray:
    """With a round red seal over the middle of the figures: a ring, a star and characters, half transparent."""
    high, wide = picture.shape[:2]
    seal, middle = np.zeros((high, wide), np.uint8), (int(wide * 0.62), int(high * 0.42))
    radius = round(21 / 25.4 * DPI)  # 42 mm across
    cv2.circle(seal, middle, radius, 255, 8)
    angles = np.deg2rad(np.arange(5) * 144 - 90)
    star = np.array([(middle[0] + 0.35 * radius * np.cos(a), middle[1] + 0.35 * radius * np.sin(a)) for a in angles])
    cv2.fillPoly(seal, [star.astype(np.int32)], 255)
    for k in range(12):
        a = np.deg2rad(-200 + k * 20)
        x, y = int(middle[0] + 0.78 * radius * np.cos(a)), int(middle[1] + 0.78 * radius * np.sin(a))
        cv2.rectangle(seal, (x - 12, y - 14), (x + 12, y + 14), 255, 3)
        cv2.line(seal, (x - 10, y), (x + 10, y), 255, 3)
    part = (seal > 0)[..., None] * 0.85
    red = np.array([205, 40, 45])
    # Ink over ink: what is black stays dark.
    over = np.minimum(picture, red)
    return (picture * (1 - part) + over * part).astype(np.uint8)


def broken(picture: np.ndarray, rules: np.ndarray, seed: int = 5) -> np.ndarray:
    """With gaps of 1 to 3 mm in the rules, as a worn drum or a light copy leaves them: one in every 60 mm or so."""
    chance, worn, scale = random.Random(seed), picture.copy(), DPI / 72
    for x0, top, x1, bottom in rules * scale:
        length = max(x1 - x0, bottom - top)
        for _ in range(int(length / (60 / 25.4 * DPI) + chance.random())):
            gap, at = chance.uniform(1, 3) / 25.4 * DPI, chance.uniform(0, length)
            if x1 - x0 > bottom - top:
                worn[round(top) - 4 : round(top) + 5, round(x0 + at) : round(x0 + at + gap)] = 255
            else:
                worn[round(top + at) : round(top + at + gap), round(x0) - 4 : round(x0) + 5] = 255
    return worn


WEAR: dict[str, Callable[[np.ndarray, np.ndarray], np.ndarray]] = {
    "clean": lambda picture, rules: picture,
    "noise": lambda picture, rules: noisy(picture),
    "askew 0.5°": lambda picture, rules: skewed(picture, 0.5),
    "askew 2° and noise": lambda picture, rules: noisy(skewed(picture, -2.0)),
    "stamp": lambda picture, rules: stamped(picture),
    "stamp, askew 1°, noise": lambda picture, rules: noisy(skewed(stamped(picture), 1.0)),
    "broken rules": broken,
}


def scan(pictures: Sequence[np.ndarray], path: Path) -> Path:
    """A PDF that holds nothing but these pictures."""
    images = [Image.fromarray(picture) for picture in pictures]
    images[0].save(path, save_all=True, append_images=images[1:], resolution=DPI)
    return path


Cells = dict[tuple[int, int, int, int, int, int], str]


def cells_of(grids: Iterable[Grid]) -> Cells:
    """Every cell by its page, table, place and span: its text without white space, brackets as wide as they may be."""
    return {
        (grid.page, grid.index, cell.row, cell.column, cell.row_span, cell.column_span): _plain(cell.text)
        for grid in grids
        for cell in grid.cells
    }


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", "".join(text.split()))


@dataclass
class Count:
    """What became of the cells and the figures of a scan."""

    cells: int
    right: int
    figures: int
    misread: int
    corrected: int
    wrong: int
    unflagged: int
    seconds: float
    differ: list[str]


def count(pdf: Path, original: Path, folder: Path) -> Count:
    """Read a scan the whole way, with the audit as referee, and hold it against the text PDF of the same pages."""
    text = extract(original)
    begun = time.process_time()
    read = extract(pdf, ocr=True)
    misread = _wrong(text, read)
    read = refereed(read)
    spent = time.process_time() - begun
    save(read, folder)
    failing = [row for row in audit(folder).checks if row["status"] == "fails"]
    flagged = {name for row in failing for name in str(row["fact_ids"]).split()}
    flagged |= {
        fact_id(grid.page, grid.index, cell.row, cell.column)
        for grid in read.reading.grids
        for cell in grid.cells
        if cell.doubt and cell.doubt.doubted
    }
    flagged |= {fact.fact_id for fact in read.facts if fact.null_kind == "unreadable"}
    doubtful = {
        (part.page, part.index, row)
        for part in read.reading.grids
        for cell in run_together(part)
        for row in range(cell.row, cell.row + cell.row_span)
    }
    flagged |= {fact.fact_id for fact in text.facts if (fact.page, fact.table, fact.row) in doubtful}
    wrong = _wrong(text, read)
    own, found = cells_of(text.reading.grids), cells_of(read.reading.grids)
    return Count(
        len(own),
        sum(found.get(key) == said for key, said in own.items()),
        len(text.facts),
        len(misread),
        sum(fact.read_by == "ocr_corrected" for fact in read.facts),
        len(wrong),
        len(wrong - flagged),
        spent / len(text.reading.page_sizes),
        [f"{key}: {said!r} read as {found.get(key)!r}" for key, said in own.items() if found.get(key) != said],
    )


def _wrong(text: Extraction, read: Extraction) -> set[str]:
    """The facts of a scan whose amount is not that of the text PDF at the same place, and those it lacks."""
    amounts = {fact.fact_id: fact.amount_yuan or 0 for fact in read.facts}
    return {fact.fact_id for fact in text.facts if amounts.get(fact.fact_id) != (fact.amount_yuan or 0)}


HEADS = ("cells", "right", "figures", "misread", "put right", "wrong", "unflagged", "seconds a page")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--wear", choices=list(WEAR), action="append")
    asked.add_argument("--show", action="store_true", help="print each wrong cell")
    asked.add_argument("--pages", type=int, default=99)
    given = asked.parse_args()
    print("| scan | " + " | ".join(HEADS) + " |\n|---|" + "---:|" * len(HEADS))
    for name in given.wear or WEAR:
        made: list[Count] = []
        for pdf, numbers in PAGES.items():
            chosen = numbers[: given.pages]
            with tempfile.TemporaryDirectory() as work:
                original = _cut(pdf, chosen, Path(work, f"{pdf.stem}.pdf"))
                pages = zip(read_pages(original), range(1, len(chosen) + 1), strict=True)
                worn = [WEAR[name](rendered(original, number), page.rules) for page, number in pages]
                (scans := Path(work, "scan")).mkdir()
                made.append(count(scan(worn, scans / original.name), original, Path(work, "out")))
        cells, right = sum(one.cells for one in made), sum(one.right for one in made)
        told = [str(cells), f"{100 * right / cells:.2f} %"]
        counted = ("figures", "misread", "corrected", "wrong", "unflagged")
        told += [str(sum(getattr(one, key) for one in made)) for key in counted]
        told.append(f"{sum(one.seconds for one in made) / len(made):.1f}")
        print(f"| {name} | " + " | ".join(told) + " |", flush=True)
        for line in [line for one in made for line in one.differ][: 25 * given.show]:
            print(f"   {line}", flush=True)


def _cut(pdf: Path, pages: Sequence[int], path: Path) -> Path:
    """Some pages of a PDF as one of its own."""
    with pdfium.PdfDocument(pdf) as whole, pdfium.PdfDocument.new() as part:
        part.import_pages(whole, [page - 1 for page in pages])
        part.save(path)
    return path


if __name__ == "__main__":
    sys.exit(main())
