"""The clean data of one disclosure as frames.

Amounts are exact decimals in 万元 (10,000 yuan); a printed amount knows its place in the PDF.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, wraps
from pathlib import Path
from typing import Concatenate, ParamSpec

import pandas as pd

from disclosure.analysis.figure import Figure
from disclosure.analysis.frames import TEXT
from disclosure.forms.facts import wide
from disclosure.model.amounts import FACTOR, parse_amount
from disclosure.model.part import Part, page_of_file
from disclosure.model.place import Box, Place
from disclosure.model.roles import BUDGETED, WITH_FACTS
from disclosure.model.source import NONE_OF_OURS
from disclosure.pdf.merged import merged
from disclosure.store.csv_files import WAN, dictionary
from disclosure.store.reader import TextRow, columns_of, read_table
from disclosure.words.documents import not_judged
from disclosure.words.messages import Message
from disclosure.words.names import Text, english, in_a_row, ranges, themes
from disclosure.words.pages import page_link
from disclosure.words.reference import shipped_folder
from disclosure.words.roles import both, family_names, role_names
from disclosure.words.wording import wording

ROOT = Path(__file__).resolve().parents[3]
NAMED_BY = {"facts": "fact_id", "paragraphs": "paragraph_id", "statements": "statement_id"}
"""The files whose rows have a name of their own, by which checks and places call them."""
_LISTS: dict[str, tuple[str, ...]] = {
    "procurement": ("project_budget", "unit_price"), "assets": (), "projects": (), "project_plan": (),
    "project_indicators": ("basis_of_target",),
}  # fmt: skip
"""The other files whose rows have a place that checks and questions name, and what in a row has one of its own."""
USUAL_MEASURES = ("total", "basic", "project", "personnel", "operating")

Asked = ParamSpec("Asked")
Question = Callable[Concatenate["CleanData", Asked], pd.DataFrame]


def once(ask: Question[Asked]) -> Question[Asked]:
    """A question about a disclosure that is answered once: after that the same frame is given, in a copy of its own."""

    @wraps(ask)
    def answer(document: CleanData, *given: Asked.args, **named: Asked.kwargs) -> pd.DataFrame:
        known = document.__dict__.setdefault("answers", {})
        key = ask, given, tuple(sorted(named.items()))
        if key not in known:
            known[key] = ask(document, *given, **named)
        return known[key].copy()

    return answer


@dataclass
class CleanData:
    """The clean data of one disclosure.

    Frames keep printed text as text. A column ``x_yuan`` stands beside ``x``: the same amount as a
    :class:`Figure` in 万元 that knows its place, or None where the cell is blank.
    """

    folder: Path
    pdf_given: Path | Sequence[Path] | None = None
    """Where its PDF lies, or those that were read as one, where that is not ``data/raw``."""
    key: str = ""
    """What tells its places from those of other disclosures."""

    @cached_property
    def package(self) -> dict:
        """The data package: what the files are and where they come from."""
        return json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))

    @cached_property
    def parts(self) -> list[Part]:
        """The files that the data was read from, in their order."""
        return [
            Part(
                source["title"], source["sha256"], source.get("first_page", 1), source["pages"],
                source.get("path", ""), source.get("date_published", ""),
            )
            for source in self.package["sources"]
        ]  # fmt: skip

    @property
    def page_count(self) -> int:
        """The pages of all its files."""
        return sum(part.page_count for part in self.parts)

    @property
    def several(self) -> bool:
        """Was it read from more than one file?"""
        return len(self.parts) > 1

    def of_file(self, page: int) -> tuple[str, int] | None:
        """The file that a page is in and its number there, where there are several; pages are counted through them."""
        return page_of_file(self.parts, page) if self.several else None

    def pages_by_file(self, pages: Iterable[object]) -> list[Message]:
        """Some pages as they are said where there are several files: those of each file, by their numbers there."""
        by_file: dict[str, list[int]] = {}
        for page in pages:
            file, own = self.of_file(int(str(page))) or ("", int(str(page)))
            by_file.setdefault(file, []).append(own)
        return [page_link(in_a_row(ranges(own)), file) for file, own in by_file.items()]

    @cached_property
    def files(self) -> list[Path]:
        """The files that the data was read from: as given, else in the folder of the data, beside it, or at home.

        Raises :class:`FileNotFoundError` where one is not at hand.
        """
        given = [self.pdf_given] if isinstance(self.pdf_given, Path) else list(self.pdf_given or ())
        if len(given) == len(self.parts):
            return [self._at(part.file, [path]) for part, path in zip(self.parts, given, strict=True)]
        return [self._at(part.file, [p for p in given if p.as_posix().endswith(part.file)]) for part in self.parts]

    @cached_property
    def pdf(self) -> Path:
        """The PDF that the data was read from; of several files one that has the pages of all, as they are counted.

        Raises :class:`FileNotFoundError` where it is not at hand.
        """
        if not self.several:
            return self.files[0]
        if isinstance(self.pdf_given, Path) and self.pdf_given.exists():
            return self.pdf_given
        counts = [part.page_count for part in self.parts]
        return merged(list(zip(self.files, counts, strict=True)), self.folder.name)

    def _at(self, name: str, given: Sequence[Path]) -> Path:
        places = list(given)
        if not places:
            places = [ROOT / "data" / "raw" / name, shipped_folder("data/example") / "raw" / name]
            places += [self.folder / name, self.folder.parent / name]
        found = next((place for place in places if place.exists()), None)
        if found is None:
            advice = "put it back, or say where it is: open_document(folder, pdf)"
            raise FileNotFoundError(f"{places[0]}: the PDF behind the clean data is missing; {advice}")
        return found

    @once
    def frame(self, name: str) -> pd.DataFrame:
        """A file of the clean data, by its stem; without a row where the disclosure has nothing of the kind."""
        path = self.folder / f"{name}.csv"
        if path.exists():
            frame = pd.DataFrame(read_table(path), columns=columns_of(path), dtype=TEXT)
        elif name in WITH_FACTS:
            frame = pd.DataFrame(columns=dictionary()["role_table"]["fields"], dtype=TEXT)
        elif name in dictionary()["resources"]:
            frame = pd.DataFrame(columns=dictionary()["resources"][name]["fields"], dtype=TEXT)
        else:
            raise FileNotFoundError(f"{path}: clean data has no file {name}; datapackage.json lists those it has")
        for column in frame.columns:
            if column in ("page", "level", "month", "fiscal_year"):
                frame[column] = [int(text) if text else None for text in frame[column]]
            elif column in ("share", "cumulative_share", "quantity", "target"):
                frame[column] = pd.Series([Decimal(text) if text else None for text in frame[column]], dtype=object)
            elif column in ("is_empty", "position_certain"):
                frame[column] = frame[column] == "true"
        places, money = self._places(name, frame), [column for column in frame.columns if column.endswith("_yuan")]
        made: dict[str, list[Figure | None]] = {column: [] for column in money}
        for row, place in zip(frame[money].to_dict("records"), places, strict=True):
            amounts = {column: Decimal(text) for column, text in row.items() if text}
            own = self._own_places(amounts, place) if place and len(money) > 1 else dict.fromkeys(amounts, place)
            for column in money:
                made[column].append(Figure(amounts[column] / WAN, own[column]) if column in amounts else None)
        for column in money:
            frame[column.removesuffix("_yuan")] = pd.Series(made[column], dtype=object, index=frame.index)
        return frame

    def _places(self, name: str, frame: pd.DataFrame) -> list[Place | None]:
        if "x0" not in frame.columns:
            return [None] * len(frame)
        names = frame[NAMED_BY[name]] if name in NAMED_BY else [f"{name}-{k}" for k in range(1, len(frame) + 1)]
        boxes = frame[["x0", "top", "x1", "bottom"]].to_numpy()
        made = [
            Place(str(n), int(page), float(box[0]), float(box[1]), float(box[2]), float(box[3])) if box[0] else None
            for n, page, box in zip(names, frame["page"], boxes, strict=True)
        ]
        return [place and replace(place, of_file=self.of_file(place.page)) for place in made] if self.several else made

    def _own_places(self, amounts: Mapping[str, Decimal], row: Place) -> dict[str, Place | None]:
        """Where each of several amounts of a row is printed, by column: in the cell of its line that holds it.

        ``row`` is the one place that the file gives the row. An amount that no cell of the line prints has none.
        """
        middle = (row.top + row.bottom) / 2
        line = [cell for cell in self._numbers.get(row.page, []) if cell[2] <= middle <= cell[4]]
        places: dict[str, Place | None] = {}
        taken: list[Box] = []
        for column, amount in amounts.items():  # in the order of print, as far as two columns print the same
            held = [cell[1:] for cell in line if any(cell[0] * factor == amount for factor in FACTOR.values())]
            free = [box for box in held if box not in taken] or held
            if free:
                taken.append(free[0])
                at_row = free[0] == (row.x0, row.top, row.x1, row.bottom)
                name = row.name if at_row else f"{row.name}-{column.removesuffix('_yuan')}"
                x0, top, x1, bottom = free[0]
                places[column] = replace(row, name=name, x0=x0, top=top, x1=x1, bottom=bottom)
            else:
                places[column] = None
        return places

    def _cell(self, place: Place, row: Mapping[str, object], column: str) -> Place | None:
        """The cell of a row that prints what the row has in a column of text."""
        wanted, middle = str(row[column] or ""), (place.top + place.bottom) / 2
        for cell in self.on_page("cells").get(place.page, []):
            x0, top, x1, bottom = (float(cell[edge]) for edge in ("x0", "top", "x1", "bottom"))
            if wanted and cell["text"] == wanted and top <= middle <= bottom:
                return replace(place, name=f"{place.name}-{column}", x0=x0, top=top, x1=x1, bottom=bottom)
        return None

    @cached_property
    def _numbers(self) -> dict[int, list[tuple[Decimal, float, float, float, float]]]:
        """The cells of the tables that print a number, by page, from left to right: the number and its box."""
        found: dict[int, list[tuple[Decimal, float, float, float, float]]] = {}
        for page, cells in self.on_page("cells").items():
            for cell in cells:
                value, _ = parse_amount(cell["text"])
                if value is not None:
                    x0, top, x1, bottom = (float(cell[edge]) for edge in ("x0", "top", "x1", "bottom"))
                    found.setdefault(page, []).append((value, x0, top, x1, bottom))
        return {page: sorted(cells, key=lambda cell: cell[1:]) for page, cells in found.items()}

    def on_page(self, name: str) -> Mapping[int, list[TextRow]]:
        """The rows of a file as text, by page."""
        if name not in self._by_page:
            made: dict[int, list[TextRow]] = {}
            for row in read_table(self.folder / f"{name}.csv"):
                made.setdefault(int(row["page"] or 0), []).append(row)
            self._by_page[name] = made
        return self._by_page[name]

    @cached_property
    def _by_page(self) -> dict[str, dict[int, list[TextRow]]]:
        return {}

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Every amount of the statutory tables, one a row."""
        return self.frame("facts")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Every figure stated in prose, with its sentence."""
        return self.frame("statements")

    @cached_property
    def stated_now(self) -> pd.DataFrame:
        """The statements without those in which final accounts repeat what was budgeted."""
        told = self.statements
        return told[(told["basis"] != "current") | (told["phase"] == self.phase)]

    def has(self, *names: str) -> bool:
        """Does the disclosure state anything in each of these statutory tables (roles) or files?

        An empty table (空表列示) states nothing but zero, and counts as absent here.
        """
        return all(
            self._own(name)["amount"].notna().any() if name in WITH_FACTS else len(self.frame(name)) > 0
            for name in names
        )

    def _own(self, role: str, number: int = 1, phase: str = "") -> pd.DataFrame:
        """The facts of the ``number``-th table of a role: forms print some roles twice, for other funds or units.

        The tables of the document's own phase come first, or only those of ``phase`` count.
        """
        facts = self.facts[self.facts["role"] == role]
        own = facts[(facts["basis"] == "current") & ~facts["measure"].isin(BUDGETED)]
        phases = own.groupby("table_id", sort=False)["phase"].first()
        if phase:
            phases = phases[phases == phase]
        names = [*phases.index[phases == self.phase], *phases.index[phases != self.phase]]
        return facts[facts["table_id"] == names[number - 1]] if number <= len(names) else facts.iloc[:0]

    @once
    def table(self, role: str, number: int = 1, phase: str = "") -> pd.DataFrame:
        """A statutory table as printed: a line a row, a column for each measure, amounts in 万元.

        The year before stands in columns ``…_prior``. The usual measures have a column, empty where the table does
        not print them; without such a table there is no row. ``number`` is 2 for the second table of a role; those of
        the document's own phase come first, or only those of ``phase`` count: a budget bound into final accounts.
        """
        lines = wide(self._own(role, number, phase).to_dict("records"), "amount")
        columns = dict.fromkeys([*dictionary()["role_table"]["fields"], "page", *USUAL_MEASURES])
        columns |= dict.fromkeys(name for line in lines for name in line)
        return pd.DataFrame(lines, columns=list(columns)).astype(object).pipe(lambda t: t.where(t.notna(), None))

    @cached_property
    def projects(self) -> pd.DataFrame:
        """Every project with its ``amount``, its ``theme`` (what names share) and where it is ``found``.

        Most have a performance form (``performance``). One without appears only in the procurement table, which
        prints its whole budget again on each of its lines, so that it is taken once (``procurement``).
        """
        forms = self.frame("projects")[["project_name", "amount"]].assign(found="performance")
        lines = self.frame("procurement").rename(columns={"project_budget": "amount"})
        lines = lines[(lines["row_role"] == "leaf") & ~lines["project_name"].isin(["", *forms["project_name"]])]
        lines = lines[~lines["project_name"].str.contains(wording("running_costs_name"))].drop_duplicates(
            "project_name"
        )
        frame = pd.concat([forms, lines[["project_name", "amount"]].assign(found="procurement")])
        frame = frame[frame["amount"].notna()].sort_values("amount", ascending=False, ignore_index=True)
        return frame.assign(theme=themes(frame["project_name"]))

    @property
    def roles(self) -> dict[str, Text]:
        """What the tables of a disclosure are called in both languages, by role."""
        return {role: both(name) for role, name in role_names().items()}

    def coded(self, role: str) -> pd.DataFrame:
        """The lines of a role's first table that has function codes: 类, 款 and 项 with their level."""
        count = int((self.frame("tables")["role"] == role).sum())
        tables = [self.table(role, number) for number in range(1, max(count, 1) + 1)]
        coded = [table[table["function_code"].map(bool).astype(bool)] for table in tables]
        return next((lines for lines in coded if len(lines)), coded[0])

    def first_role(self, *roles: str) -> str:
        """The first of these roles that the document has coded lines for; empty where it has none."""
        coded = self.facts[(self.facts["function_code"] != "") & self.facts["amount"].notna()]
        return next((role for role in roles if (coded["role"] == role).any()), "")

    def fact(self, role: str, measure: str = "total", *, optional: bool = False, **labels: str) -> Figure | None:
        """The one printed amount of a statutory table that the labels name; an error says if there are more or none.

        ``document.fact("general_budget_by_function", "project", function_code="206")``; ``basis="prior"`` for the
        year before; ``row_role="total"`` for the foot of the table, whatever it is called. With ``optional`` None
        stands for an amount that the document does not have.
        """
        own = self._own(role)
        for column, wanted in {"measure": measure, "basis": "current", **labels}.items():
            own = own[own[column] == wanted]
        own = own[own["null_kind"].isin(["value", "zero"])]
        if optional and own.empty:
            return None
        if len(own) != 1:
            raise LookupError(f"{len(own)} amounts in {role} for {measure} with {labels}; name one")
        return own["amount"].iloc[0]

    def total_of(self, role: str) -> Figure | None:
        """The total at the foot of a role's first table; None where it prints none, or several."""
        own = self._own(role)
        own = own[(own["row_role"] == "total") & (own["measure"] == "total") & (own["basis"] == "current")]
        own = own[own["amount"].notna()]
        return own["amount"].iloc[0] if len(own) == 1 else None

    def stated(
        self, label: str | tuple[str, ...], basis: str = "current", section: str = "", *, optional: bool = False
    ) -> Figure | None:
        """The first figure that prose states under a label, or one of several (an amount in 万元).

        With ``optional`` None stands for a figure that the document does not state.
        """
        own = self.stated_now
        labels = (label,) if isinstance(label, str) else label
        own = own[own["label"].isin(labels) & (own["basis"] == basis) & own["amount"].notna()]
        own = own[own["section"].str.contains(section, regex=False)]
        if optional and own.empty:
            return None
        if own.empty:
            raise LookupError(f"prose states no {basis} figure for {label}")
        return own["amount"].iloc[0]

    @cached_property
    def year(self) -> int:
        """The fiscal year; 0 where the disclosure does not say."""
        return int(self.package.get("fiscalPeriod", {}).get("start", "0")[:4])

    @cached_property
    def phase(self) -> str:
        """That of its own figures: ``approved`` in a budget, ``executed`` in final accounts (决算)."""
        return self.package["model"]["measures"]["amount"]["phase"]

    @cached_property
    def scope(self) -> str:
        """``department`` or ``unit`` by its own words; empty where it says neither, or both."""
        own = self.frame("sources")
        own = own[(own["what"] == "scope") & (own["agrees"] == "true")]
        return own["value"].iloc[0] if len(own) else ""

    @cached_property
    def none_of_ours(self) -> Message | None:
        """What it is where it is no department's disclosure, and so not judged; None where it is one."""
        own = self.frame("sources")
        own = own[(own["what"] == "scope") & own["value"].isin(NONE_OF_OURS)]
        return None if own.empty else not_judged(own["value"].iloc[0])

    @property
    def organisation(self) -> Text:
        """The department's name in both languages; the file's name where the disclosure names nobody."""
        names = [name for name in self.facts["organisation_name"].unique() if name]
        titled = self.package.get("title", "").removesuffix(str(self.year or "")).strip()
        stated = titled != Path(self.package["sources"][0]["title"]).stem and titled
        name = names[0] if names else stated or self.package["name"]
        return Text(name, english(name))

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The audit's ledger: every identity tested, in both languages.

        ``statement`` is the whole sentence; ``rule_said`` is its rule, ``instance`` what it says of this case,
        and ``status_word`` how it came out.
        """
        from disclosure.audit import rule_sentences

        frame = self.frame("checks")
        names = family_names()
        rules = rule_sentences()
        frame["rule_said"] = [rules.get(name, Message(name)) for name in frame["rule"]]
        frame["status_word"] = [_STATUS.get(status, status) for status in frame["status"]]
        frame["family_name"] = [names.get(family, Message(family)) for family in frame["family"]]
        for name in ("statement", "instance", "reason"):
            frame[name] = [Text(*pair) for pair in zip(frame[f"{name}_zh"], frame[f"{name}_en"], strict=True)]
        return frame

    @cached_property
    def flags(self) -> pd.DataFrame:
        """The questions to the publisher, with ``question`` in both languages and the ``places`` they rest on."""
        frame = self.frame("flags")
        frame["question"] = [Text(*pair) for pair in zip(frame["question_zh"], frame["question_en"], strict=True)]
        frame["severity"] = [_SEVERITY.get(word, word) for word in frame["severity"]]
        frame["places"] = [self.places_of(ids) for ids in frame["fact_ids"]]
        return frame

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row a cause of failing checks: ``statement``, ``severity_word``, the ``places`` it rests on."""
        frame = self.frame("findings")
        frame["statement"] = [Text(*pair) for pair in zip(frame["statement_zh"], frame["statement_en"], strict=True)]
        frame["severity_word"] = [_GRAVITY.get(word, word) for word in frame["severity"]]
        frame["places"] = [self.places_of(ids) for ids in frame["fact_ids"]]
        return frame

    def places_of(self, ids: str) -> list[Place]:
        """The places of the facts, statements and annex lines that a check or flag names."""
        return [self._place_by_id[name] for name in ids.split() if name in self._place_by_id]

    @cached_property
    def _place_by_id(self) -> dict[str, Place]:
        """Every place that a check or flag may name: facts, statements, and lines of the annexes."""
        places: dict[str, Place] = {}
        for name in (*NAMED_BY, *_LISTS):
            frame, key = self.frame(name), (NAMED_BY | {"projects": "project_code"}).get(name)
            for k, (place, row) in enumerate(
                zip(self._places(name, frame), frame.to_dict("records"), strict=True), start=1
            ):
                if place is None:
                    continue
                own = (f"{name}:" if name in _LISTS else "") + str((key and row[key]) or k)
                places[own] = place
                for column in _LISTS.get(name, ()):
                    cell = row[column].place if isinstance(row[column], Figure) else self._cell(place, row, column)
                    places[f"{own}:{column}"] = cell or place
        return places


_STATUS = {
    "holds": Message("holds"),
    "rounding": Message("holds, but for rounding"),
    "fails": Message("fails"),
    "not_applicable": Message("not tested"),
}
_GRAVITY = {"material": Message("material"), "minor": Message("minor"), "style": Message("a matter of form")}
_SEVERITY = {"high": Message("high"), "medium": Message("medium"), "low": Message("low")}


def made_up() -> frozenset[str]:
    """The ``document_id`` of every document of the made-up department (``data/example``)."""
    folder = shipped_folder("data/example") / "clean"
    return frozenset(path.parent.name for path in folder.glob("*/datapackage.json"))


def folder_named(name: str | Path) -> Path:
    """A folder as it is given, else one of the checkout, else one that travels with the engine (``data/example``)."""
    places = (Path(name), ROOT / name, shipped_folder("data/example").parents[1] / name)
    return next((place for place in places if place.exists()), Path(name))


def clean_folder(name: str | Path) -> Path:
    """The folder of clean data that a name stands for: the folder itself, one of ``data/clean``, or a made-up example.

    Raises :class:`FileNotFoundError`, which names what there is and the call that would work.
    """
    collection = ROOT / "data" / "clean"
    example = shipped_folder("data/example") / "clean"
    for folder in (Path(name), collection / name, example / name):
        if str(name) and (folder / "datapackage.json").exists():
            return folder
    known = sorted(path.parent.name for path in collection.glob("*/datapackage.json"))
    there = f"the collection has {', '.join(known)}" if known else "there is no collection here"
    there += (
        f"; made-up examples are {', '.join(sorted(path.parent.name for path in example.glob('*/datapackage.json')))}"
    )
    raise FileNotFoundError(
        f'{name or "no name"}: no clean data is called so; {there}. Give a PDF, open_document("my.pdf"), or a folder '
        "that `disclosure extract my.pdf --out FOLDER` has written"
    )
