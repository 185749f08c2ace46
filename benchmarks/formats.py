"""The same made-up disclosures in every format: how many amounts are read as from their PDF, and in what time.

    python benchmarks/formats.py          # formats that LibreOffice writes are left out where it is not installed

What a file's own structure gives stands beside the same file printed to PDF by LibreOffice, which is the other way.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "src")]

import formats  # noqa: E402

from disclosure.files import office  # noqa: E402
from disclosure.model.errors import InputError  # noqa: E402
from disclosure.run.extraction import Extraction, extract  # noqa: E402

DOCUMENTS = ("example-2024-budget", "example-2024-final")
SHOWN = {"ofd": "page and box", "pdf": "page and box", "xlsx": "sheet and cell", "xls": "sheet and cell",
         "ods": "sheet and cell"}  # fmt: skip


def main() -> None:
    """Print the table, as Markdown."""
    print("| format | amounts as from the PDF | otherwise | remarks | seconds | evidence |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        ways: list[tuple[str, Callable[[str], Path]]] = [
            ("PDF", lambda name: ROOT / f"data/example/raw/{name}.pdf"),
            (".xlsx", lambda name: formats.write_xlsx(formats.drawn(name), folder / f"{name}.xlsx")),
            (
                ".xlsx without borders",
                lambda name: formats.write_xlsx(formats.drawn(name), folder / f"{name}-bare.xlsx", False),
            ),
            (".xls", lambda name: formats.write_xls(formats.drawn(name), folder / f"{name}.xls")),
            (".docx", lambda name: formats.write_docx(formats.drawn(name), folder / f"{name}.docx")),
            (".html", lambda name: formats.write_html(formats.drawn(name), folder / f"{name}.html")),
            (".ofd", lambda name: formats.write_ofd(name, folder / f"{name}.ofd")),
        ]
        if office.program():
            for source, target in (
                ("docx", "doc"), ("docx", "rtf"), ("docx", "odt"), ("xlsx", "ods"), ("xlsx", "xls"), ("docx", "html"),
                ("xlsx", "pdf"), ("docx", "pdf"),
            ):  # fmt: skip
                said = f".{source} printed to PDF" if target == "pdf" else f".{target} by LibreOffice"
                ways.append((said, lambda name, s=source, t=target: _saved(folder / f"{name}.{s}", t, folder)))
        for said, make in ways:
            print(_row(said, [make(name) for name in DOCUMENTS]), flush=True)


def _saved(file: Path, target: str, folder: Path) -> Path:
    """A file saved in another format by LibreOffice."""
    (out := folder / f"as-{file.suffix[1:]}-{target}").mkdir(exist_ok=True)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office.program(), profile, "--headless", "--convert-to", target, "--outdir", str(out), str(file)]
    subprocess.run(command, check=True, capture_output=True)
    return out / f"{file.stem}.{target}"


def _row(said: str, files: list[Path]) -> str:
    right = whole = wrong = remarks = 0
    seconds = 0.0
    for name, file in zip(DOCUMENTS, files, strict=True):
        wanted = _amounts(extract(ROOT / f"data/example/raw/{name}.pdf"))
        whole += wanted.total()
        try:
            start = time.perf_counter()
            made = extract(file)
            seconds += time.perf_counter() - start
        except InputError as problem:
            return f"| {said} | {problem.found} | | | | |"
        right += (wanted & _amounts(made)).total()
        wrong += (_amounts(made) - wanted).total()
        remarks += len(made.remarks)
    evidence = SHOWN.get(files[0].suffix[1:], "table and cell, paragraph")
    return f"| {said} | {right} of {whole} | {wrong} | {remarks} | {seconds:.2f} | {evidence} |"


def _amounts(extraction: Extraction) -> Counter:
    """The facts of a document, but for where they stand."""
    return Counter(
        (f.role, f.phase, f.basis, f.direction, f.function_code, f.economic_code, f.item, f.measure, f.amount_yuan)
        for f in extraction.facts
    )


if __name__ == "__main__":
    main()
