"""Performance forms (绩效目标表): a project on a form of its own, or many projects in one long list.

Forms differ by province; what their labels and columns stand for is data (``performance`` in the forms).
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from decimal import Decimal

from disclosure.forms.books import GOALS, operators, wording
from disclosure.forms.facts import box
from disclosure.forms.labels import UNIT_IN_BRACKETS, performance_column, performance_labels
from disclosure.forms.recognised import Recognised
from disclosure.model.amounts import FACTOR, MONEY, can_be_meant, meant_number, parse_amount, unit_of
from disclosure.model.source import Source
from disclosure.pdf.grid import Cell, Grid
from disclosure.words.messages import Message

Row = dict[str, object]
Rows = dict[str, list[Row]]


def performance_rows(source: Source, recognised: list[Recognised]) -> Rows:
    """The projects, payment plans and indicators of all performance forms of a document, in printed order.

    A form over several pages is one project: a part without a name, or with the name of the one before, goes on
    with it.
    """
    rows: Rows = {"projects": [], "project_plan": [], "project_indicators": []}
    for found in recognised:
        if found.role != "performance":
            continue
        last = rows["projects"][-1] if rows["projects"] else None
        before = rows["project_indicators"][-1] if rows["project_indicators"] else None
        form = Form(found)
        made = _listed(source, form) if form.lists_projects else _form(source, form, last, before)
        if last and made["projects"] and _same(made["projects"][0], last):
            first = made["projects"].pop(0)
            last.update({name: value for name, value in first.items() if last.get(name) in ("", None)})
        for name, more in made.items():
            rows[name] += more
    return rows


def _same(one: Row, other: Row) -> bool:
    return one["project_name"] != "" and all(one[k] == other[k] for k in ("project_code", "project_name", "unit_name"))


def _plain(text: str) -> str:
    """A label without its unit in brackets and without the colon at its end."""
    return re.sub(r"[:：]$", "", UNIT_IN_BRACKETS.sub("", text))


PARTS = ("fiscal_funds", "carried_over", "other_funds")


@dataclass(frozen=True, slots=True)
class Place:
    """Rows and columns of a form, from the first that counts to the first that does not."""

    row: int = 0
    below: int = sys.maxsize
    column: int = 0
    right: int = sys.maxsize


ANYWHERE = Place()


@dataclass(slots=True)
class Printed:
    """An amount in yuan and its kind, with its cell and the place of its label."""

    value: Decimal | None
    kind: str
    cell: Cell | None = None
    part: Grid | None = None
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class Form:
    """A performance form: its cells in reading order, and what its labels lead to."""

    found: Recognised

    def cells(self) -> list[tuple[int, int, Cell, Grid]]:
        rows = enumerate(self.found.table.rows)
        return [(r, k, cell, part) for r, row in rows for k, (cell, part) in sorted(row.items())]

    def header(self, names: set[str]) -> tuple[int, dict[int, str]] | None:
        """The first row with columns of all these names, and the name of each of its columns."""
        for r, row in enumerate(self.found.table.rows):
            columns: dict[int, str] = {}
            for k, (cell, _) in sorted(row.items()):
                name = performance_column(cell.text) if cell.text else ""
                if name and name not in columns.values():
                    columns[k] = name
            if names <= set(columns.values()):
                return r, columns
        return None

    @property
    def lists_projects(self) -> bool:
        """Does each line name its project?"""
        return self.header({"project_name", "level3"}) is not None

    def beside(self, name: str) -> tuple[str, Cell | None, Grid | None]:
        """The text right of the first label of this name; below it where labels stand beside each other."""
        label, cells = performance_labels()[name], self.cells()
        for n, (r, k, cell, _) in enumerate(cells):
            if not label.fullmatch(_plain(cell.text)):
                continue
            right = cells[n + 1] if n + 1 < len(cells) and cells[n + 1][0] == r else None
            if right and not self._is_label(right[2].text):
                return self._whole(right)
            below = [c for c in cells if c[0] == r + cell.row_span and c[1] == k]
            if below and below[0][2].text and not self._is_label(below[0][2].text):
                return self._whole(below[0])
        return "", None, None

    def amount(self, name: str, within: Place = ANYWHERE) -> Printed:
        """The amount beside the first label of this name, among those of a place, that has one."""
        label, cells = performance_labels()[name], self.cells()
        kind = "blank"
        for n, (r, k, cell, part) in enumerate(cells):
            if not (within.row <= r < within.below and within.column <= k < within.right):
                continue
            beside = re.fullmatch(rf"({label.pattern})[:：]\s*([\d,.]+)\s*({MONEY})?", cell.text)
            if beside:
                text = next(t for t in reversed(beside.groups()) if t and re.match(r"\d", t))
                shown, home = cell, part
            elif label.fullmatch(_plain(cell.text)) and n + 1 < len(cells) and cells[n + 1][0] == r:
                shown, home = cells[n + 1][2], cells[n + 1][3]
                text = re.sub(rf"({MONEY})$", "", shown.text)
            else:
                continue
            value, kind = parse_amount(text)
            unit = re.search(rf"({MONEY})$", shown.text) or UNIT_IN_BRACKETS.search(cell.text)
            factor = FACTOR.get(unit[1] if unit else self.unit())
            if value is not None:
                if factor is None:
                    self._no_unit()
                    return Printed(None, "unreadable", shown, home, r, k)
                return Printed(value * factor, kind, shown, home, r, k)
        return Printed(None, kind if kind != "unreadable" else "blank")

    def amounts(self) -> tuple[Printed, dict[str, Decimal | None]]:
        """The amount of the year with its place, and the columns of ``projects.csv`` that say what it is made of.

        A form may print the money of the whole project beside that of the year, or above it, each with its parts.
        """
        whole, year = self.amount("whole_amount"), self.amount("year_amount")
        if whole.value is None or year.value is None or whole.cell is year.cell:
            found = (self.amount("amount"), year, whole)
            amount = next((one for one in found if one.value is not None), found[0])
            return amount, {f"{name}_yuan": self.amount(name).value for name in PARTS}
        of_year, of_whole = Place(year.row, column=year.column), Place(whole.row, right=year.column)
        if year.column == whole.column:
            of_whole = Place(whole.row, below=year.row)
        made = {f"{name}_yuan": self.amount(name, of_year).value for name in PARTS}
        made["whole_amount_yuan"] = whole.value
        return year, made | {
            f"whole_{name}_yuan": self.amount(name, of_whole).value for name in PARTS if name != "carried_over"
        }

    def unit(self) -> str:
        """The unit of money printed above the form, or in brackets in the first of its labels that has one."""
        if self.found.table.unit:
            return self.found.table.unit
        return next((m[1] for _, _, cell, _ in self.cells() if (m := UNIT_IN_BRACKETS.search(cell.text))), "")

    def _no_unit(self) -> None:
        self.found.remark("unit", Message("prints no unit of money: its amounts are not given"))

    def _is_label(self, text: str) -> bool:
        plain = _plain(text)
        labelled = any(label.fullmatch(plain) for label in performance_labels().values())
        return bool(plain) and (labelled or bool(performance_column(text)))

    def _whole(self, at: tuple[int, int, Cell, Grid]) -> tuple[str, Cell, Grid]:
        """A text with what a page break cut off: the first row of the next page, if nothing else stands in it."""
        r, k, cell, part = at
        text, rows = cell.text, self.found.table.rows
        after = r + cell.row_span
        if after < len(rows) and k in rows[after] and rows[after][k][1] is not part:
            filled = [column for column, (other, _) in rows[after].items() if other.text]
            if filled == [k]:
                text += rows[after][k][0].text
        return text, cell, part


def _place(cell: Cell, part: Grid) -> Row:
    return {"page": part.page, **box(cell)}


# --- a project on a form -----------------------------------------------------------------------------------


def _form(source: Source, form: Form, last: Row | None, before: Row | None) -> Rows:
    table = form.found.table
    name = form.beside("project_name")[0]
    department = "" if name else form.beside("department")[0]
    scope = "project" if name or not wording("whole_department").search(table.title) else "department"
    if not name and not department and last:
        identity = {key: last[key] for key in ("document_id", "project_code", "project_name")}
        return {
            "projects": [],
            "project_plan": _plan(form, identity),
            "project_indicators": _indicators(form, identity, before),
        }
    code = form.beside("project_code")[0]
    amount, parts = form.amounts()
    purpose, purpose_cell = _purpose(form)
    unit_code, unit_name = "", ""
    for text in table.above:
        if match := re.match(r"^(\d{3,9})\s*([\u4e00-\u9fff（）()]+)$", text):
            unit_code, unit_name = match.groups()
    identity = {"document_id": source.document_id, "project_code": code, "project_name": name or department}
    anchor = amount.cell or form.cells()[0][2]
    project: Row = {
        **identity,
        "scope": scope,
        "unit_code": unit_code,
        "unit_name": unit_name,
        "amount_yuan": amount.value,
        "null_kind": amount.kind,
        **parts,
        "purpose": purpose,
        **_goals({name: form.beside(name)[0] for name in GOALS}),
        **_place(anchor, amount.part or table.parts[0]),
        **({f"purpose_{k}": v for k, v in box(purpose_cell).items()} if purpose_cell else {}),
    }
    return {
        "projects": [project],
        "project_plan": _plan(form, identity),
        "project_indicators": _indicators(form, identity),
    }


def _goals(said: dict[str, str]) -> dict[str, str]:
    """The goal of the whole project and that of the year; where one alone is printed, the year's is the project's."""
    return said | {"goal": said["goal"] or said["annual_goal"]}


def _purpose(form: Form) -> tuple[str, Cell | None]:
    """What the money is for: the sentence beside the funding lines, up to the next label at the left."""
    label = performance_labels()["purpose"]
    for first, _, cell, _ in form.cells():
        if label.match(cell.text):
            labels = [r for r, k, other, _ in form.cells() if k == 0 and other.text and r >= first + cell.row_span]
            rows = range(first, min(labels, default=first + cell.row_span))
            for r, _, other, _ in form.cells():
                if r in rows and len(other.text) > 12 and other.column > 0:
                    return other.text, other
            break
    return "", None


def _plan(form: Form, identity: Row) -> list[Row]:
    """Cumulative payment shares by checkpoint.

    A share stands below its checkpoint, or right of it on the same line. Where the form prints no checkpoint
    for the end of the year, the columns are not certain to be the printed months: ``position_certain`` is false.
    """
    cells = form.cells()
    points = [
        (r, k, cell, part, int(printed[1]))
        for r, k, cell, part in cells
        if (printed := wording("checkpoint").match(cell.text))
    ]
    certain = any(month == 12 for *_, month in points)
    rows = []
    for r, k, cell, part, month in sorted(points, key=lambda p: p[-1]):
        below = next((c for r2, k2, c, _ in cells if r2 == r + cell.row_span and k2 == k), None)
        right = next((c for r2, k2, c, _ in cells if r2 == r and k2 > k), None)
        held = next((c for c in (right, below) if c is not None and _share(c.text) is not None), None)
        shown = held or below or cell
        rows.append(
            {
                **identity,
                "checkpoint": cell.text,
                "month": month,
                "cumulative_share": _share(held.text) if held else None,
                "share_raw": held.text if held else "",
                "position_certain": certain,
                **_place(shown, part),
            }
        )
    return rows


# --- indicators --------------------------------------------------------------------------------------------

_SIGNS = {"≤": "≤", "≥": "≥", "<": "<", ">": ">", "=": "=", "＝": "=", "＜": "<", "＞": ">"}
_TEXTS = ("level1", "level2", "level3", "description", "target_raw", "basis_of_target")


def _indicators(form: Form, identity: Row, before: Row | None = None) -> list[Row]:
    """The indicators of a form; a first-level name counts for all the rows that its cell spans.

    ``before`` is the last indicator of the page before, where this is the next one of the same form.
    """
    head = form.header({"level1"}) or form.header({"level2", "level3"}) or form.header({"level3", "target_raw"})
    return [{**identity, **row} for row, _ in _lines(form, *head, before)] if head else []


def _lines(
    form: Form, head: int, columns: dict[int, str], before: Row | None = None
) -> list[tuple[Row, dict[str, str]]]:
    """The indicators below a header, each with what its line says of its project.

    The header may come again on each page. What a page break cuts off an indicator is the first line of the page,
    without a target.
    """
    table = form.found.table
    labels = {k: table.text(head, k) for k in columns}
    carried: dict[str, str] = {}
    made: list[tuple[Row, dict[str, str]]] = []
    for r in range(head + 1, len(table.rows)):
        texts: dict[str, str] = {}
        for k, name in columns.items():
            texts[name] = table.text(r, k)
        if any(texts.values()) and all(table.text(r, k) in ("", label) for k, label in labels.items()):
            continue  # the header again
        cells = table.rows[r]
        shown = next((cells[k] for k, name in columns.items() if name == "target_raw" and k in cells), None)
        here = next(iter(cells.values()))[1] if cells else None
        above = made[-1][0] if made else before
        opens_page = (here is not made[-1][0]["part"]) if made else r == head + 1
        if above and opens_page and not texts.get("target_raw") and any(texts.get(name) for name in _TEXTS):
            for name in _TEXTS:
                above[name] = str(above.get(name, "")) + texts.get(name, "")
            continue
        for name in ("level1", "level2"):
            if texts.get(name):
                carried[name] = texts[name]
                if name == "level1":
                    carried.pop("level2", None)
        if shown is None or not (texts.get("level3") or texts.get("target_raw")):
            continue
        row: Row = {name: texts.get(name, "") for name in _TEXTS}
        row |= {name: texts.get(name) or carried.get(name, "") for name in ("level1", "level2")}
        row["part"] = shown[1]
        made.append((row | _target(row, texts) | _place(*shown), texts))
    for row, _ in made:
        del row["part"]
    return made


def _share(text: str) -> Decimal | None:
    """A printed percentage as a ratio."""
    value = meant_number(text.removesuffix("%")) if text.endswith("%") else None
    return value / 100 if value is not None and can_be_meant(value / 100) else None


def _target(row: Row, texts: dict[str, str]) -> Row:
    """A target as a comparison, a number and its unit: from its own words, or from columns for each."""
    signs = _SIGNS | operators()
    match = re.match(
        rf"({'|'.join(sorted(signs, key=len, reverse=True))})?\s*(\d+(?:\.\d+)?)\s*(\S*)$", str(row["target_raw"])
    )
    said = signs.get(texts.get("operator", ""), "")
    weight = re.match(r"^(\d+(?:\.\d+)?)\s*%?$", texts.get("weight", ""))
    return {
        "operator": (said or signs.get(match[1] or "=", "")) if match else said,
        "target": meant_number(match[2]) if match else None,
        "unit": (re.sub(r"^[（(](.*)[)）]$", r"\1", match[3]) if match else "") or texts.get("unit", ""),
        "weight": meant_number(weight[1]) if weight else None,
    }


# --- many projects in one list -----------------------------------------------------------------------------


def _whole_amount(texts: dict[str, str], money: str, factor: int | None) -> Decimal | None:
    """The money of the whole project, where the list prints that of the year in another column (``money``)."""
    value = parse_amount(texts.get("whole_amount", ""))[0] if money == "year_amount" else None
    return value * factor if value is not None and factor else None


def _listed(source: Source, form: Form) -> Rows:
    """A list in which each project has a line for each of its indicators; its name spans them, or stands once."""
    table = form.found.table
    header = form.header({"project_name", "level3"})
    rows: Rows = {"projects": [], "project_plan": [], "project_indicators": []}
    if header is None:
        return rows
    head, columns = header
    money = next((name for name in ("year_amount", "amount", "whole_amount") if name in columns.values()), "")
    label = next((table.text(head, k) for k, name in columns.items() if name == money), "")
    unit = UNIT_IN_BRACKETS.search(label)
    whole = FACTOR.get(unit[1] if unit else form.unit())
    project: Row = {}
    last_page: object = None
    indicators: list[Row] = []  # of the project
    own = ("project_name", "project_code", "unit_name", *GOALS)
    for row, texts in _lines(form, head, columns):
        said = _goals({name: texts.get(name, "") for name in own})
        said["unit_name"] = said["unit_name"] or str(project.get("unit_name", ""))
        amount, null_kind = parse_amount(texts.get(money, ""))
        factor = FACTOR.get(unit_of(texts.get(money, "")), whole)
        new_page = bool(project) and row["page"] != last_page
        again = new_page and said["project_name"] in ("", project["project_name"])
        cut = new_page and said["project_name"] and null_kind == "blank" and project["null_kind"] != "blank"
        if cut and not again:
            # What a page break cuts off: the rest of a name that spans both pages.
            project["project_name"] = str(project["project_name"]) + said["project_name"]
            for indicator in indicators:
                indicator["project_name"] = project["project_name"]
        elif said["project_name"] and not again and said["project_name"] != project.get("project_name"):
            if amount is not None and factor is None:
                form._no_unit()
            project, indicators = (
                {
                    "document_id": source.document_id,
                    "scope": "project",
                    **said,
                    "amount_yuan": amount * factor if amount is not None and factor else None,
                    "whole_amount_yuan": _whole_amount(texts, money, factor),
                    "null_kind": "unreadable" if amount is not None and not factor else null_kind,
                    "purpose": "",
                    **{name: row[name] for name in ("page", "x0", "top", "x1", "bottom")},
                },
                [],
            )
            rows["projects"].append(project)
        elif new_page:  # what a page break cuts off
            for name in GOALS:
                if said[name] and said[name] != project[name]:
                    project[name] = str(project[name]) + said[name]
        if not project:
            continue
        last_page = row["page"]
        indicators.append({**{name: project[name] for name in ("document_id", "project_code", "project_name")}, **row})
        rows["project_indicators"].append(indicators[-1])
    return rows
