"""What a table is: its role among the statutory forms, and what its columns and rows mean.

The forms are data (``data/reference/forms/``, a file for the national form and one for each province or kind that
departs from it); this module only matches them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

import yaml

from disclosure.forms.books import form_books, said_by_words, wording
from disclosure.forms.printed import PrintedTable
from disclosure.forms.remarks import Remark
from disclosure.model.amounts import MONEY
from disclosure.model.roles import BALANCE, NO_AMOUNT, WITH_FACTS
from disclosure.model.source import ADJUSTED, APPROVED, EXECUTED
from disclosure.words.messages import Message
from disclosure.words.names import Text
from disclosure.words.reference import reference_rows, remembered

ACCEPTED = 0.6
"""The least score with which a table is given a role: its title and some of its header; or no title, and everything
that the form asks for where it stands alone."""


@dataclass(slots=True)
class Column:
    """A column's meaning.

    ``measure`` is what it measures, ``role`` leaf, subtotal, total or of_which, ``basis`` current or prior year,
    ``phase`` approved, adjusted or executed where the header says so; ``item_columns`` are the columns that name its
    lines, in a table whose lines are named by words; ``part`` numbers the lists of codes that stand beside each other;
    ``unit`` is the unit of money where the header says one of its own.
    """

    index: int
    label: str
    measure: str
    role: str = "leaf"
    fund: str = ""
    direction: str = ""
    basis: str = "current"
    phase: str = ""
    unit: str = ""
    part: int = 0
    item_columns: tuple[int, ...] = ()


@dataclass(slots=True)
class Recognised:
    """A table with its role, the score it was recognised with, how its rows are read, and its columns.

    ``kind``: ``coded`` (a code names each line), ``lines`` (words name each line), ``wide`` (the header names the
    items), ``annex`` or ``other``; ``known`` names a table that has no role; ``remarks`` say
    what of it was not understood.
    """

    table: PrintedTable
    role: str
    kind: str
    score: float
    fund: str = ""
    direction: str = ""
    columns: list[Column] = field(default_factory=list)
    known: Text | None = None
    remarks: list[Remark] = field(default_factory=list)

    def remark(self, kind: str, message: Message) -> None:
        """Remark something on the table, once."""
        remark = Remark(kind, message, self.table.pages[0], self.table.title)
        if remark not in self.remarks:
            self.remarks.append(remark)


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
        for book in form_books().values()
        for form in book.get("roles", ())
    ]


@remembered
def _rules(kind: str, key: str) -> list[tuple[re.Pattern, dict]]:
    """The rules of all files for columns or rows; what a province says goes before the national form."""
    books = list(form_books().values())
    return [(re.compile(rule[key]), rule) for book in [*books[1:], *books[:1]] for rule in book.get(kind, ())]


_SECOND_LANGUAGE = re.compile(
    r"(?<=[\u4e00-\u9fff）”])\s*[A-Za-z\u00c0-\u024f\u0600-\u06ff\u0f00-\u0fff\u1800-\u18af\ua000-\ua4cf\uac00-\ud7af\ufb50-\ufeff]"
    r"(?:[^\u4e00-\u9fff/（(]|[（(](?![\u4e00-\u9fff]))*"
)


def in_chinese(text: str) -> str:
    """A label or name without what follows it in another script (科目编码 Code; Uyghur, Tibetan, Mongolian …)."""
    return text if text.isascii() else _SECOND_LANGUAGE.sub("", text)


UNIT_IN_BRACKETS = re.compile(rf"[（(](?:金额)?(?:单位[:：])?(?:人民币)?({MONEY})[)）]")


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
        _understand(found, labels, plain)
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


def known_name(title: str) -> Text | None:
    for pattern, rule in _rules("known", "title"):
        if pattern.search(title):
            return Text(rule["name_zh"], rule["name_en"])
    return None


# --- columns -------------------------------------------------------------------------------------------

EMBEDDED = re.compile(r"^[\[【（(〔]?(\d{3,7})[\]】）)〕]?[-—_\s]*(?=[\u4e00-\u9fff])")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_CODE = re.compile(r"^\d{3,7}$")


def _understand(found: Recognised, labels: list[str], plain: list[str]) -> None:
    """The meaning of each column: by its label, and where no rule knows the label, by what stands below it."""
    table = found.table
    by_words = found.role in (*BALANCE, "three_public")
    rules = [_rule(found.role, True, label) for label in plain]
    coded = not by_words and any(rule.get("measure") in ("code", "government_code") for rule in rules)
    embedded = None
    if not coded and not by_words:
        embedded = next((k for k in range(table.width) if _share(table, k, EMBEDDED) > 0.6), None)
        coded = embedded is not None
    if not coded:
        rules = [_rule(found.role, False, label) for label in plain]
    years = {int(year) for label in plain for year in re.findall(r"(20\d\d)年", label)}
    for index, (label, words, rule) in enumerate(zip(labels, plain, rules, strict=True)):
        unit = UNIT_IN_BRACKETS.search(label)
        column = Column(
            index,
            label,
            rule.get("measure", "other"),
            rule.get("column_role", "leaf"),
            rule.get("fund", found.fund)
            or next((fund for word, fund in said_by_words("funds").items() if word in words), ""),
            rule.get("direction", found.direction),
            _basis(words, years),
            _phase(words),
            unit[1] if unit else "",
        )
        if index == embedded:
            column.measure = "code_name"
        found.columns.append(column)
    measures = {column.measure for column in found.columns}
    if not measures & {"code", "code_name"} and "government_code" in measures:
        for column in found.columns:
            column.measure = {"government_code": "code", "government_name": "name"}.get(column.measure, column.measure)
    if coded:
        _names_among_codes(found)
    for column in found.columns:
        if column.measure == "other":
            _by_content(found, column)
    found.kind = "coded" if coded else _named_by_words(found)
    _budget_in_final_accounts(found)
    if found.role != "three_public" or found.kind != "wide":
        _apart(found)
        _safe_to_sum(found)
    for column in found.columns:
        if column.measure == "other" and not (found.role == "three_public" and found.kind == "wide"):
            name = column.label or column.index + 1
            found.remark("column", Message("column “{column}” is not known: kept as other, in no sum", column=name))


def _names_among_codes(found: Recognised) -> None:
    """A column headed 编码 that holds names is one of names: the rules of a header need not be those of the body."""
    codes = [column for column in found.columns if column.measure == "code"]
    if any(_share(found.table, column.index, _CODE) > 0.5 for column in codes):
        for column in codes:
            if _share(found.table, column.index, _WORDS) > 0.5:
                column.measure = "name"


def _named_by_words(found: Recognised) -> str:
    """Which columns name the lines of each amount: ``lines``; else ``coded`` where units do, or ``wide``."""
    if found.role == "three_public" and _items_in_header(found):
        for column in found.columns:
            if column.measure == "item":
                column.measure = "stage" if _share(found.table, column.index, wording("stage")) == 1 else "unit_name"
    items: tuple[int, ...] = ()
    before: Column | None = None
    for column in found.columns:
        side = column.label.split("/")[0]
        column.direction = next((d for word, d in said_by_words("sides").items() if word in side), column.direction)
        # A column without a header of its own beside the names of lines holds names too.
        if column.measure == "item" or (not column.label and before and before.measure == "item"):
            column.measure = "item"
            items = (*items, column.index) if before and before.measure == "item" else (column.index,)
        column.item_columns = items
        before = column
    if not items:
        measures = {column.measure for column in found.columns}
        return "coded" if measures & {"unit_code", "unit_name"} and found.role != "three_public" else "wide"
    if not found.direction:
        for column in found.columns:
            if not column.direction:
                column.direction = _side_by_lines(found.table, column.item_columns)
    return "lines"


def _items_in_header(found: Recognised) -> bool:
    """Does the header name at least two of the “三公” expenses, so that no line does?"""
    labels = [c.label for c in found.columns if c.measure not in NO_AMOUNT]
    return len({word for label in labels for word in wording("three_public_item").findall(label)}) > 1


def _side_by_lines(table: PrintedTable, items: tuple[int, ...]) -> str:
    words = " ".join(table.text(r, k) for k in items for r in range(table.header, len(table.rows)))
    if wording("expenditure_line").search(words):
        return "expenditure"
    return "revenue" if wording("revenue_line").search(words) else ""


def _share(table: PrintedTable, column: int, pattern: re.Pattern) -> float:
    """The share of a column's filled cells below the header that match."""
    texts = [text for r in range(table.header, len(table.rows)) if (text := table.text(r, column))]
    return sum(bool(pattern.search(text)) for text in texts) / len(texts) if texts else 0.0


def _by_content(found: Recognised, column: Column) -> None:
    """A column that no rule knows: words are text, or the names of lines where amounts follow; else it stays other."""
    table = found.table
    if not column.label or _share(table, column.index, _WORDS) <= 0.5:
        if not column.label and not any(table.text(r, column.index) for r in range(table.header, len(table.rows))):
            column.measure = "text"
        return
    column.measure = "text"
    if found.role == "three_public" and _items_in_header(found):
        column.measure = "unit_name"  # the header names the items, so the lines are of units
        return
    following = next((c for c in found.columns[column.index + 1 :] if c.measure not in ("line_number", "note")), None)
    names = any(c.measure in ("code", "code_name", "name") for c in found.columns)
    if following and following.measure not in NO_AMOUNT | {"other"} and not names:
        column.measure = "item"


def _budget_in_final_accounts(found: Recognised) -> None:
    """Beside what was spent, what the budget was is told by its measure and phase, and is part of no sum.

    Where the header says 预算数 only, the note of the table may say that it is the budget as adjusted.
    """
    own = (c.label for c in found.columns if c.phase == EXECUTED and c.basis == "current")
    if not any(wording("outturn").search(text) for text in (found.table.title, *own)):
        return
    for column in found.columns:
        if column.measure not in NO_AMOUNT and column.phase in (APPROVED, ADJUSTED):
            column.phase = budget_phase(UNIT_IN_BRACKETS.sub("", column.label), found.table.note)
            column.role = "of_which"
            column.measure = "adjusted_budget" if column.phase == ADJUSTED else "initial_budget"


def _apart(found: Recognised) -> None:
    """No two columns of one list measure the same: funds tell them apart, or the later one is not known."""
    lists: dict[tuple, list[Column]] = {}
    number, amount = 0, False
    for column in found.columns:
        if column.measure in ("code", "code_name", "government_code") and amount:
            number, amount = number + 1, False
        column.part = number
        if column.measure in NO_AMOUNT | {"other"}:
            continue
        amount = True
        key = number, column.item_columns, column.measure, column.basis
        lists.setdefault(key, []).append(column)
    for same in lists.values():
        if len(same) == 1:
            continue
        funds = Counter(column.fund for column in same)
        for column in same:
            if funds[column.fund] == 1 and column.fund != found.fund:
                if column.fund:  # what is the total of one fund is part of the total of all
                    column.measure = f"{column.measure}_{column.fund}"
                    column.role = "subtotal" if column.role == "total" else column.role
            elif column is not same[0]:
                column.measure = "other"


def _safe_to_sum(found: Recognised) -> None:
    """Leaf columns that add up to the total whatever is not known.

    Where one of the parts is not known, their subtotal or total is the leaf, and the parts are of_which; a total
    without any parts is the leaf too.
    """
    amounts = [column for column in found.columns if column.measure not in NO_AMOUNT]
    for column in amounts:
        if column.measure == "other":
            column.role = "of_which"
    for whole in [*(c for c in amounts if c.role == "subtotal"), *(c for c in amounts if c.role == "total")]:
        within = whole.label.rpartition("/")[0] + "/" if whole.role == "subtotal" else ""
        parts = [
            column
            for column in amounts
            if column is not whole and column.label.startswith(within) and _list_of(column) == _list_of(whole)
        ]
        known = [column for column in parts if column.role == "leaf"]
        missing = any(column.measure == "other" for column in parts)
        if missing or (not known and (whole.basis == "current" or whole.role == "subtotal")):
            whole.role = "leaf"
            for column in known:
                column.role = "of_which"


def _list_of(column: Column) -> tuple:
    """What a column shares with those that it may be summed with."""
    return column.part, column.item_columns, column.basis


def list_numbers(found: Recognised) -> dict[int, int]:
    """For each column of a table, which of the lists that stand side by side it is part of, from 1."""
    lists: dict[tuple, int] = {}
    return {c.index: lists.setdefault((c.part, c.item_columns), len(lists) + 1) for c in amount_columns(found)}


def amount_columns(found: Recognised) -> list[Column]:
    """The columns that hold amounts of money."""
    return [column for column in found.columns if column.measure not in NO_AMOUNT]


def _rule(role: str, coded: bool, label: str) -> dict:
    for pattern, rule in _rules("columns", "label"):
        if coded not in rule.get("coded", (coded,)) or role not in rule.get("roles", (role,)):
            continue
        if role not in rule.get("not_roles", ()) and pattern.search(label):
            return rule
    return {}


def _basis(label: str, years: set[int]) -> str:
    """The earlier of two years in the header is the prior one."""
    own = {int(year) for year in re.findall(r"(20\d\d)年", label)}
    if len(own) == 1 and len(years) > 1:
        return "current" if own == {max(years)} else "prior"
    prior = wording("year_before").search(label)
    return "prior" if prior and not wording("compared").search(label) else "current"


def _phase(label: str) -> str:
    """What a header says of the phase of its figures; nothing of a comparison, whose figures are of neither phase."""
    if wording("compared").search(label):
        return ""
    if wording("outturn_column").search(label):
        return EXECUTED
    if wording("budget_column").search(label) and wording("budget_amount").search(label):
        return budget_phase(label)
    return ""


def budget_phase(label: str, note: str = "") -> str:
    """Which budget a header or line means, the first or as adjusted; the note of its table may say so."""
    return ADJUSTED if wording("adjusted").search(label) or wording("adjusted_note").search(note) else APPROVED


# --- rows and names ------------------------------------------------------------------------------------


@remembered
def row_role(text: str, after: str = "") -> str | None:
    """The role that a row's words give it, or None where they give none (a leaf, unless codes say otherwise).

    ``after`` is the last line above it that stands for itself. ``count`` is a number of people or things.
    """
    text = in_chinese(text)
    for pattern, rule in _rules("rows", "item"):
        if pattern.search(text) and ("after" not in rule or re.search(rule["after"], after)):
            return rule["row_role"]
    return None


@cache
def function_classes() -> dict[str, str]:
    """Code of a function class (类) by each of its Chinese names."""
    return {
        name: row["code"]
        for row in reference_rows("function_classes.csv")
        for name in [row["name"], *row["other_names"].split(";")]
        if name
    }


def annex_columns(role: str, label: str) -> tuple[str, str] | None:
    """Name and type (text, number, amount) of an annex column by its header label; None where unknown."""
    for rule in _annex_rules(role):
        if rule[0].search(UNIT_IN_BRACKETS.sub("", label)):
            return rule[1]["name"], rule[1].get("type", "text")
    return None


@remembered
def _annex_rules(role: str) -> list[tuple[re.Pattern, dict]]:
    books = list(form_books().values())
    rules = [rule for book in [*books[1:], *books[:1]] for rule in book.get("annexes", {}).get(role, ())]
    return [(re.compile(rule["label"]), rule) for rule in rules]


@remembered
def performance_labels() -> dict[str, re.Pattern]:
    """What the labels of a performance form stand for: pattern by name."""
    return {
        name: re.compile(pattern)
        for book in reversed(form_books().values())
        for name, pattern in book.get("performance", {}).get("labels", {}).items()
    }


@remembered
def performance_column(label: str) -> str:
    """What a column of a list of indicators or projects is; empty where unknown."""
    for book in form_books().values():
        for rule in book.get("performance", {}).get("columns", ()):
            if re.search(rule["label"], UNIT_IN_BRACKETS.sub("", label)):
                return rule["name"]
    return ""


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
    return told + yaml.safe_dump(book, allow_unicode=True, sort_keys=False, default_flow_style=None, width=110)
