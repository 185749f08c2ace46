"""What the columns of a table mean: by their labels, and by what stands below them."""

from __future__ import annotations

import re
from collections import Counter

from disclosure.forms.books import said_by_words, wording
from disclosure.forms.labels import UNIT_IN_BRACKETS, rules_of
from disclosure.forms.printed import PrintedTable
from disclosure.forms.recognised import Column, Recognised
from disclosure.model.roles import BALANCE, BREAKDOWNS, NO_AMOUNT
from disclosure.model.source import ADJUSTED, APPROVED, EXECUTED
from disclosure.words.codes import economic_code
from disclosure.words.messages import Message

EMBEDDED = re.compile(r"^[\[【（(〔]?(\d{3,7})[\]】）)〕]?[-—_\s]*(?=[\u4e00-\u9fff])")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_CODE = re.compile(r"^\d{3,7}$")


def understand(found: Recognised, labels: list[str], plain: list[str]) -> None:
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
    if found.role in BREAKDOWNS:
        _economic_classes(found, plain)
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


_HEADED_BY_CODE = re.compile(r"^(\d{3,5})(?=[\u4e00-\u9fff])")


def _economic_classes(found: Recognised, plain: list[str]) -> None:
    """Which economic class each column of a breakdown holds: the header names it, or its class and 小计.

    A class whose parts have columns of their own is their subtotal. What is in no list of codes stays as it was read.
    """
    for column, label in zip(found.columns, plain, strict=True):
        if column.measure in NO_AMOUNT or column.role == "total":
            continue
        *above, own = label.split("/")
        above = [part for part in above if _class_in(part)]
        if wording("sum_of_part").search(own) and above:
            own, above = above[-1], above[:-1]
        code = _class_in(own, _class_in(above[-1]) if above else "")
        if code:
            column.measure, column.economic = f"economic_{code}", (code, _HEADED_BY_CODE.sub("", own))
            column.role = "leaf"
    codes = {column.economic[0] for column in found.columns} - {""}
    for column in found.columns:
        if any(code != column.economic[0] and code.startswith(column.economic[0] or "-") for code in codes):
            column.role = "subtotal"


def _class_in(label: str, above: str = "") -> str:
    """The code of the economic class that a header names: printed before the name, or that of the list."""
    printed = _HEADED_BY_CODE.match(label)
    return printed[1] if printed else economic_code(label, above)


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


def _rule(role: str, coded: bool, label: str) -> dict:
    for pattern, rule in rules_of("columns", "label"):
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
