"""What a table is: its role among the statutory forms.

The forms are data (``data/reference/forms/``, a file for the national form and one for each province or kind that
departs from it); this module only matches them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from disclosure.forms.books import form_books, wording
from disclosure.forms.columns import understand
from disclosure.forms.labels import UNIT_IN_BRACKETS, in_chinese, known_name
from disclosure.forms.printed import PrintedTable
from disclosure.forms.recognised import Recognised
from disclosure.model.roles import WITH_FACTS
from disclosure.words.reference import remembered

ACCEPTED = 0.6
"""The least score with which a table is given a role: its title and some of its header; or no title, and everything
that the form asks for where it stands alone."""


@dataclass(slots=True, frozen=True)
class _Form:
    """One way in which a table of a role is titled and headed."""

    role: str
    title: tuple[re.Pattern, ...]
    not_title: tuple[re.Pattern, ...]
    header: tuple[re.Pattern, ...]
    alone: tuple[re.Pattern, ...]
    fund: str
    direction: str
    annex: bool
    fund_by_title: tuple[tuple[re.Pattern, str], ...]


def _patterns(texts: Iterable[str]) -> tuple[re.Pattern, ...]:
    return tuple(re.compile(text) for text in texts)


@remembered
def _forms() -> list[_Form]:
    books = list(form_books().values())
    return [
        _Form(
            form["role"],
            _patterns(form.get("title", ())),
            _patterns(form.get("not_title", ())),
            _patterns(form["header"]),
            _patterns(form.get("alone", ())),
            form.get("fund", ""),
            form.get("direction", ""),
            form.get("annex", False),
            tuple((re.compile(text), fund) for text, fund in form.get("fund_by_title", {}).items()),
        )
        for book in [*books[1:], *books[:1]]  # what a province says goes before the national form
        for form in book.get("roles", ())
    ]


def recognise(table: PrintedTable) -> Recognised:
    """Give a table its role by title and header together; ``other`` where no form reaches the score.

    The title is the line nearest above that names a table; where that one is of no form, a line further up may be.
    """
    labels = table.labels()
    plain = [UNIT_IN_BRACKETS.sub("", in_chinese(label)) for label in labels]
    best, score, title = None, 0.0, table.title
    further = [
        line
        for line in reversed(table.above[-6:])
        if wording("table").search(line) and len(line) < 60 and line != title
    ]
    for words in [title, *further]:
        form, reached = _best(UNIT_IN_BRACKETS.sub("", words), plain)
        if reached > score:
            best, score, title = form, reached, words
        if score >= ACCEPTED:
            break
    if score < ACCEPTED and not any(map(wording("table").search, [table.title, *further])):
        best, score, title = _told_by_header(table, plain) or (best, score, title)
    if best is None or score < ACCEPTED:
        known = known_name(table.title)
        return Recognised(table, "other", "other", round(score, 2), known=known)
    table.title = title
    fund = next((fund for pattern, fund in best.fund_by_title if pattern.search(title)), best.fund)
    kind = "annex" if best.annex else "wide"
    found = Recognised(table, best.role, kind, round(score, 2), fund, best.direction)
    if kind != "annex":
        understand(found, labels, plain)
    elif table.header == len(table.rows):
        # A list of words only (单位名称, 单位性质 …): no amount shows where its body begins, the first row's spans do.
        table.header = max(cell.row_span for cell, _ in table.rows[0].values())
    return found


def _best(title: str, labels: list[str]) -> tuple[_Form | None, float]:
    header = "\n".join(labels)
    best, score = None, 0.0
    for form in _forms():
        named = any(pattern.search(title) for pattern in form.title)
        if (not named and score >= 0.5) or any(pattern.search(title) for pattern in form.not_title):
            continue
        share = sum(bool(pattern.search(header)) for pattern in form.header) / len(form.header)
        if (found := 0.5 * named + 0.5 * share) > score + 1e-9:
            best, score = form, found
    return best, score


def _told_by_header(table: PrintedTable, labels: list[str]) -> tuple[_Form, float, str] | None:
    """The only form whose ``alone`` patterns all stand in the header or the first lines of a table without title."""
    lines = [text for row in table.texts()[table.header : table.header + 60] for text in row]
    words = "\n".join([*labels, *filter(None, lines)])
    found = [form for form in _forms() if form.alone and all(pattern.search(words) for pattern in form.alone)]
    roles = {form.role for form in found}
    return (found[0], ACCEPTED, table.title) if len(roles) == 1 else None


def draft(found: Recognised) -> str:
    """A file of forms drafted from a table, as YAML: its title and header words, for a role to be filled in."""
    printed = found.table.title
    title = wording("year_and_publisher").sub("", printed)
    labels = [UNIT_IN_BRACKETS.sub("", label).rpartition("/")[2] for label in found.table.labels()]
    form = {
        "role": found.role,
        "title": [title] if title else [],
        "header": list(dict.fromkeys(filter(None, labels)))[:6],
    }
    book: dict[str, list] = {"roles": [form]}
    if unknown := [column.label for column in found.columns if column.measure == "other" and column.label]:
        book["columns"] = [{"label": f"{label}$", "measure": "?"} for label in unknown]
    told = f"# Drafted from the table on page {found.table.pages[0]}. Keep the words that other documents have too.\n"
    told += f"# role: {', '.join(WITH_FACTS)}; or procurement, assets, institutions, performance with annex: true\n"
    import yaml

    return told + yaml.safe_dump(book, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
