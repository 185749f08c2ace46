"""What is said of many documents, side by side, for a person to judge before any of it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from disclosure.run.document import Files, clean
from disclosure.store.reader import read_table
from disclosure.words.phases import phase_name

Told = Mapping[str, object]
UNREAD = ("amounts-read", "table-read", "lines-whole")
"""Checks that hold the data against what the document prints."""


def judged(
    pdf: Files, out: str | Path, progress: Callable[[int], None] | None = None, ocr: bool = False, *, name: str = ""
) -> dict[str, object]:
    """Read and audit a PDF as ``disclosure extract`` does; what is to be told of it for a person to judge.

    Beside what ``extract`` tells: ``statuses``, how many checks there are of each status by family; ``unread``, the
    amounts of tables and the figures of the text that are not read, with page and text, and the checks that found
    printed amounts without a figure; ``unconfirmed``, how many figures of the text nothing else in the document states.
    """
    from disclosure.audit import audit_rows
    from disclosure.audit.ledger import read_rows

    told = clean(pdf, out, progress, ocr, name=name)
    folder = Path(str(told["folder"]))
    rows = read_rows(folder)
    checks = audit_rows(rows).checks
    unread: list[dict[str, object]] = [
        {"page": row["page"], "text": row["amount_raw"]} for row in rows["facts"] if row["null_kind"] == "unreadable"
    ]
    unread += [{"page": row["page"], "text": row["value_raw"]} for row in read_table(folder / "unread.csv")]
    unread += [
        {"page": check["pages"], "text": check["instance_en"]}
        for check in checks
        if check["rule"] in UNREAD and check["status"] == "fails"
    ]
    alone = {name for check in checks if check["rule"] == "stated-alone" for name in str(check["fact_ids"]).split()}
    statuses: dict[str, Counter[str]] = {}
    for check in checks:
        statuses.setdefault(str(check["family"]), Counter())[str(check["status"])] += 1
    return told | {
        "statuses": {family: dict(count) for family, count in statuses.items()},
        "unread": unread,
        "unconfirmed": len(alone),
        "statements": len(rows["statements"]),
    }


def lines(documents: Sequence[Told]) -> Iterator[str]:
    """What is told of the documents, for a terminal: one by one, then of all of them together."""
    causes: Counter[tuple[str, str]] = Counter()
    for told in documents:
        checks, findings = told["checks"], told["failing"]
        assert isinstance(checks, Mapping) and isinstance(findings, list)
        yield f"{told['document_id']}"
        publisher, year, scope = (told[name] or "not found" for name in ("organisation_name", "fiscal_year", "scope"))
        yield f"  publisher {publisher}, year {year}, {phase_name(str(told['phase']))}, scope {scope}"
        unknown = [table for table in _listed(told["tables"]) if table["role"] == "other"]
        yield (
            f"  {told['facts']} facts, {told['statements']} figures in the text "
            f"({told['unconfirmed']} that nothing confirms), {len(unknown)} tables of unknown form, "
            f"{len(_listed(told['unread']))} amounts unread"
        )
        yield "  checks: " + ", ".join(f"{n} {status}" for status, n in checks.items() if n)
        for remark in _listed(told["remarks"]):
            yield f"  remark: {remark}"
        for amount in _listed(told["unread"]):
            yield f"  unread, page {amount['page']}: {amount['text']}"
        for finding in findings:
            causes[finding["severity"], finding["kind"]] += 1
            n = len(finding["check_ids"])
            many = "1 check" if n == 1 else f"{n} checks"
            yield f"  {finding['severity']}, {finding['kind']}, {many}: {finding['statement_en']}"
    total: Counter[str] = Counter()
    for told in documents:
        assert isinstance(told["checks"], dict)
        total.update(told["checks"])
    yield f"{len(documents)} documents"
    yield "  checks: " + ", ".join(f"{n} {status}" for status, n in total.items() if n)
    yield f"  {sum(causes.values())} causes: " + ", ".join(f"{n} {s} {kind}" for (s, kind), n in sorted(causes.items()))


def _listed(value: object) -> list:
    return value if isinstance(value, list) else []
