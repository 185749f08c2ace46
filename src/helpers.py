"""What the notebooks share: open clean data, say numbers, draw and caption charts, show tables and evidence.

A notebook imports this module and pandas, and nothing of the engine. Amounts are exact decimals in 万元 (10,000
yuan); a printed amount knows its place in the PDF and becomes a link to it wherever it is said.

Everything shown is made in Chinese and in English. In JupyterLab one language is shown (:func:`use_languages`);
reports are made of both.
"""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from html import escape
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import yaml
from IPython.display import publish_display_data
from markupsafe import Markup

from disclosure import charts
from disclosure.camelot_tables import camelot_tables
from disclosure.charts import bars, dumbbell, flow, lollipop, slope, stacked, steps, waterfall
from disclosure.evidence import Box, Place, data_uri, overlay_svg, page_picture, page_svg, swatch_svg
from disclosure.extract import Extraction, extract, save
from disclosure.form import Recognised
from disclosure.grid import Table, find_tables
from disclosure.names import english, family_names
from disclosure.page import Page, read_pages
from disclosure.prose import Paragraph, paragraphs
from disclosure.store import guard, unguard

__all__ = [
    "Document",
    "Figure",
    "Text",
    "bars",
    "boxes_of",
    "camelot_tables",
    "collection",
    "dumbbell",
    "english",
    "extract",
    "flow",
    "lollipop",
    "open_document",
    "provenance",
    "read_pdf",
    "save",
    "say",
    "show_chart",
    "show_evidence",
    "show_overlay",
    "show_page",
    "show_table",
    "slope",
    "stacked",
    "steps",
    "total",
    "use_languages",
    "waterfall",
    "write_clean",
]

ROOT = Path(__file__).resolve().parents[1]
WAN = Decimal(10_000)


class Text(NamedTuple):
    """The same words in Chinese and in English."""

    zh: str
    en: str


# --- languages -----------------------------------------------------------------------------------------


def _default_languages() -> list[str]:
    asked = os.environ.get("DISCLOSURE_LANGUAGES", "").split()
    here = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
    return asked or (["zh"] if here.startswith(("zh", "chinese")) else ["en"])


_languages = _default_languages()


def use_languages(*languages: str) -> None:
    """Choose what is shown in this notebook: ``use_languages("zh")``, ``("en")`` or both."""
    _languages[:] = [language for language in languages if language in ("zh", "en")] or ["zh", "en"]


def _publish(lang: str, html: str, plain: str) -> None:
    publish_display_data({"text/html": html, "text/plain": plain}, metadata={"lang": lang})


# --- figures -------------------------------------------------------------------------------------------


class Figure(Decimal):
    """An exact amount in 万元 (or a ratio). A printed one knows its place; a derived one does not.

    Formats in :func:`say`: ``w`` 万元 with two decimals, ``m`` million yuan, ``p`` per cent, ``x`` a multiple,
    each with a sign where ``+`` stands before it.
    """

    place: Place | None

    def __new__(cls, value: Decimal | int | str, place: Place | None = None) -> Figure:
        self = super().__new__(cls, value)
        self.place = place
        return self

    def __html_format__(self, spec: str) -> Markup:
        text = escape(spell(self, spec))
        if self.place is None:
            return Markup(text)
        _cited[self.place.name] = self.place
        return Markup(f'<a class="figure" href="#e-{escape(self.place.name)}">{text}</a>')

    def __reduce__(self):
        return Figure, (str(self), self.place)


_cited: dict[str, Place] = {}


def spell(value: Decimal, spec: str = "w") -> str:
    """A number in words: ``w`` 万元, ``m`` million yuan (exact), ``y`` yuan, ``p`` per cent, ``x`` multiple, ``n``."""
    sign = "+" if spec.startswith("+") else ""
    value = Decimal(value)
    match spec.lstrip("+"):
        case "w" | "":
            text = f"{value:{sign},.2f}"
        case "m":
            text = f"{(value / 100).normalize():{sign},f}"
        case "p":
            text = f"{value * 100:{sign}.1f}%"
        case "x":
            text = f"{value:.2f}"
        case "y":
            text = f"{value * WAN:{sign},.0f}"
        case "n":
            text = f"{value.normalize():{sign},f}"
        case _:
            raise ValueError(f"unknown format {spec!r}: use w, m, y, p, x or n")
    return text.replace("-", "−")


def total(values: Iterable[Decimal | None]) -> Figure:
    """The exact sum of amounts; blanks count as nothing."""
    return Figure(sum((value for value in values if value is not None), Decimal(0)))


def _fill(template: str, lang: str, values: Mapping[str, object], plain: bool) -> str:
    """A sentence with its values, each in its language and, unless ``plain``, linked to its place."""
    own = {}
    for name, value in values.items():
        if isinstance(value, Text):
            value = getattr(value, lang)
        elif isinstance(value, Decimal) and not isinstance(value, Figure):
            value = Figure(value)
        own[name] = _Plain(value) if plain and isinstance(value, Decimal) else value
    return str(template).format(**own) if plain else str(Markup(template).format(**own))


class _Plain(Decimal):
    def __format__(self, spec: str) -> str:
        return spell(self, spec)


def say(zh: str, en: str, *, kind: str = "", **values: object) -> None:
    """Show a computed sentence in the chosen languages.

    ``{name:w}`` puts in a value of ``values``; text is escaped, printed amounts are linked to their place.
    ``kind="answer"`` marks the notebook's answer in one sentence.
    """
    for lang in _languages:
        template = {"zh": zh, "en": en}[lang]
        html = _fill(template, lang, values, plain=False)
        css = f' class="{kind}"' if kind else ""
        _publish(lang, f"<p{css}>{html}</p>", _fill(template, lang, values, plain=True))


# --- clean data ----------------------------------------------------------------------------------------


@dataclass
class Document:
    """The clean data of one disclosure.

    Frames keep printed text as text. A column ``x_yuan`` stands beside ``x``: the same amount as a
    :class:`Figure` in 万元 that knows its place, or None where the cell is blank.
    """

    folder: Path

    @cached_property
    def package(self) -> dict:
        """The data package: what the files are and where they come from."""
        return json.loads((self.folder / "datapackage.json").read_text(encoding="utf-8"))

    @cached_property
    def pdf(self) -> Path:
        """The PDF that the data was read from."""
        name = self.package["sources"][0]["title"]
        found = Path(os.environ.get("DISCLOSURE_PDF") or ROOT / "data" / "raw" / name)
        if not found.exists():
            raise FileNotFoundError(f"{found}: the PDF behind the clean data is missing; put it back to see pages")
        return found

    def frame(self, name: str) -> pd.DataFrame:
        """A file of the clean data, by its stem."""
        path = self.folder / f"{name}.csv"
        if not path.exists():
            raise FileNotFoundError(f"{path}: this disclosure has no {name}; see tables.csv for what it has")
        raw = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
        frame = raw.map(unguard)
        for column in frame.columns:
            if column in ("page", "level", "month", "fiscal_year"):
                frame[column] = [int(text) if text else None for text in frame[column]]
            elif column in ("share", "cumulative_share", "quantity", "target"):
                frame[column] = pd.Series([Decimal(text) if text else None for text in frame[column]], dtype=object)
            elif column in ("is_empty", "position_certain"):
                frame[column] = frame[column] == "true"
        places = _places(name, frame)
        for column in [column for column in frame.columns if column.endswith("_yuan")]:
            made = [
                Figure(Decimal(text) / WAN, place) if text else None
                for text, place in zip(frame[column], places, strict=True)
            ]
            frame[column.removesuffix("_yuan")] = pd.Series(made, dtype=object, index=frame.index)
        return frame

    @cached_property
    def facts(self) -> pd.DataFrame:
        """Every amount of the statutory tables, one a row."""
        return self.frame("facts")

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Every figure stated in prose, with its sentence."""
        return self.frame("statements")

    def table(self, role: str) -> pd.DataFrame:
        """A statutory table as printed: a line a row, a column for each measure, amounts in 万元."""
        own = self.facts[(self.facts["role"] == role) & (self.facts["null_kind"] != "empty_table")]
        labels = [
            "page",
            "table",
            "row",
            "direction",
            "function_code",
            "economic_code",
            "item",
            "level",
            "row_role",
        ]
        lines: dict[tuple, dict] = {}
        for fact in own.to_dict("records"):
            key = tuple(fact[label] for label in ("page", "table", "row", "direction", "item"))
            line = lines.setdefault(key, {label: fact[label] for label in labels})
            line["name"] = fact["function_name"] or fact["economic_name"] or fact["item"]
            line[fact["measure"] if fact["basis"] == "current" else f"{fact['measure']}_{fact['basis']}"] = fact[
                "amount"
            ]
        return pd.DataFrame(lines.values()).astype(object)

    def first_role(self, *roles: str) -> str:
        """The first of these roles that the document has coded lines for; empty where it has none."""
        coded = self.facts[(self.facts["function_code"] != "") & self.facts["amount"].notna()]
        return next((role for role in roles if (coded["role"] == role).any()), "")

    def fact(self, role: str, measure: str = "total", **labels: str) -> Figure:
        """The one printed amount of a statutory table that the labels name; an error says if there are more or none.

        ``document.fact("general_budget_by_function", "project", function_code="206")``
        """
        own = self.facts[(self.facts["role"] == role) & (self.facts["measure"] == measure)]
        for column, wanted in labels.items():
            own = own[own[column] == wanted]
        own = own[own["null_kind"].isin(["value", "zero"])]
        if len(own) != 1:
            raise LookupError(f"{len(own)} amounts in {role} for {measure} with {labels}; name one")
        return own["amount"].iloc[0]

    def stated(self, label: str, basis: str = "current", section: str = "") -> Figure:
        """The first figure that prose states under a label (an amount in 万元, or a share)."""
        own = self.statements
        own = own[(own["label"] == label) & (own["basis"] == basis) & own["section"].str.contains(section, regex=False)]
        own = own[own["amount"].notna()]
        if own.empty:
            raise LookupError(f"prose states no {basis} figure for {label}")
        return own["amount"].iloc[0]

    @property
    def year(self) -> int:
        """The fiscal year."""
        return int(self.facts["fiscal_year"].iloc[0])

    @property
    def organisation(self) -> Text:
        """The department's name in both languages."""
        name = self.facts["organisation_name"].iloc[0]
        return Text(name, english(name))

    @cached_property
    def checks(self) -> pd.DataFrame:
        """The audit's ledger: every identity tested, with its ``family_name`` and ``statement`` in both languages."""
        frame = self.frame("checks")
        names = family_names()
        frame["family_name"] = [Text(*names.get(family, (family, family))) for family in frame["family"]]
        frame["statement"] = [Text(*pair) for pair in zip(frame["statement_zh"], frame["statement_en"], strict=True)]
        return frame

    @cached_property
    def flags(self) -> pd.DataFrame:
        """The questions to the publisher, with ``question`` in both languages and the ``places`` they rest on."""
        frame = self.frame("flags")
        frame["question"] = [Text(*pair) for pair in zip(frame["question_zh"], frame["question_en"], strict=True)]
        frame["places"] = [self.places_of(ids) for ids in frame["fact_ids"]]
        return frame

    def places_of(self, ids: str) -> list[Place]:
        """The places of the facts, statements and annex lines that a check or flag names."""
        return [self._place_by_id[name] for name in ids.split() if name in self._place_by_id]

    @cached_property
    def _place_by_id(self) -> dict[str, Place]:
        """Every place that a check or flag may name: facts, statements, and lines of the annexes."""
        places: dict[str, Place] = {}
        keys = {"facts": "fact_id", "statements": "statement_id", "projects": "project_code"}
        for name in ("facts", "statements", "procurement", "assets", "projects"):
            frame = self.frame(name)
            for k, (place, row) in enumerate(zip(_places(name, frame), frame.to_dict("records"), strict=True), start=1):
                prefix = "" if name in ("facts", "statements") else f"{name}:"
                if place:
                    places[f"{prefix}{row[keys[name]] if name in keys else k}"] = place
        return places

    def source(self, *roles: str) -> Text:
        """The source line for a chart or table: who, what, which tables and pages."""
        tables = self.frame("tables")
        used = tables[tables["role"].isin(roles)] if roles else tables.head(0)
        pages = sorted({int(page) for text in used["pages"] for page in text.split()})
        where = Text(
            f"，PDF 第 {_ranges(pages)} 页" if pages else "",
            f", PDF page{'s' if len(pages) > 1 else ''} {_ranges(pages)}" if pages else "",
        )
        return Text(
            f"资料来源：{self.organisation.zh} {self.year} 年部门预算{where.zh}",
            f"Source: {self.organisation.en}, departmental budget {self.year}{where.en}",
        )


def _places(name: str, frame: pd.DataFrame) -> list[Place | None]:
    ids = {"facts": "fact_id", "statements": "statement_id"}
    if "x0" not in frame.columns:
        return [None] * len(frame)
    names = frame[ids[name]] if name in ids else [f"{name}-{k}" for k in range(1, len(frame) + 1)]
    boxes = frame[["x0", "top", "x1", "bottom"]].to_numpy()
    return [
        Place(str(n), int(page), *(float(v) for v in box)) if box[0] else None
        for n, page, box in zip(names, frame["page"], boxes, strict=True)
    ]


def _ranges(pages: list[int]) -> str:
    """``[2, 3, 4, 7]`` as ``2–4, 7``."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def open_document(name: str = "") -> Document:
    """The clean data of a disclosure: by its name under ``data/clean``, or the one the run was started for."""
    folder = Path(os.environ.get("DISCLOSURE_CLEAN") or ROOT / "data" / "clean" / (name or "471-2021"))
    if not (folder / "datapackage.json").exists():
        raise FileNotFoundError(f"{folder}: no clean data here; run `disclosure extract` on the PDF first")
    return Document(folder)


def collection() -> pd.DataFrame:
    """The notebooks in order: a linked ``title`` in both languages, and the clean files they read and write."""
    from disclosure.report import notebooks  # brings nbformat, which only this needs

    rows = []
    for path in notebooks():
        book = json.loads(path.read_text(encoding="utf-8"))
        prose = {
            lang: "".join(cell["source"])
            for cell in reversed(book["cells"])
            for lang in ("zh", "en")
            if lang in cell["metadata"].get("tags", []) and "".join(cell["source"]).startswith("# ")
        }
        titles = [escape(prose.get(lang, path.stem).splitlines()[0].removeprefix("# ")) for lang in ("zh", "en")]
        declared = book["metadata"].get("disclosure", {})
        rows.append(
            {
                "title": Text(*(Markup(f'<a href="{path.name}">{path.stem[:2]} {title}</a>') for title in titles)),
                "inputs": ", ".join(declared.get("inputs", [])),
                "outputs": ", ".join(declared.get("outputs", [])),
            }
        )
    return pd.DataFrame(rows)


# --- showing -------------------------------------------------------------------------------------------


def show_chart(
    draw: Callable[..., None],
    data: pd.DataFrame,
    *,
    title: Text,
    subtitle: Text,
    source: Text,
    alt: Text,
    height: float = 3.2,
    name: str = "",
    values: Mapping[str, object] | None = None,
    **options: object,
) -> None:
    """Draw a chart with its finding as title, and offer it as SVG, PNG and CSV.

    ``draw`` is one of the chart forms of this module; ``title``, ``subtitle`` and ``alt`` may hold ``{name:w}``
    for ``values``. ``alt`` gives the type of chart, the data and the reason to look. All four texts are required.
    """
    for what, text in {"title": title, "subtitle": subtitle, "source": source, "alt": alt}.items():
        if not (text.zh.strip() and text.en.strip()):
            raise ValueError(f"the chart needs its {what} in both languages")
    name = name or draw.__name__
    for lang in _languages:
        words = {
            key: _fill(getattr(text, lang), lang, values or {}, plain=True)
            for key, text in (("title", title), ("subtitle", subtitle), ("source", source), ("alt", alt))
        }
        svg, png = charts.render(
            draw, data, lang, title=words["title"], subtitle=words["subtitle"], source=words["source"], height=height,
            **options,
        )  # fmt: skip
        downloads = {
            "SVG": (data_uri(svg, "image/svg+xml"), f"{name}-{lang}.svg"),
            "PNG": (data_uri(png, "image/png"), f"{name}-{lang}.png"),
            "CSV": (data_uri(_csv(data), "text/csv"), f"{name}.csv"),
        }
        links = " ".join(
            f'<a download="{escape(file)}" href="{uri}" aria-label="{kind}: {escape(words["title"])}">{kind}</a>'
            for kind, (uri, file) in downloads.items()
        )
        what = {"zh": "下载", "en": "Download"}[lang]
        _publish(
            lang,
            f'<figure class="chart">{_scroll(words["title"])}'
            f'<img src="{downloads["SVG"][0]}" alt="{escape(words["alt"])}"></div>'
            f"<figcaption>{what}: {links}</figcaption></figure>",
            f"[{words['title']}]",
        )


def _scroll(label: str) -> str:
    """A box that scrolls sideways by itself on a narrow screen, so that the page need not."""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(label)}">'


def _csv(data: pd.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet opens right: with a byte order mark, and no cell run as a formula."""
    safe = data.map(lambda value: guard(value) if isinstance(value, str) else value)
    return b"\xef\xbb\xbf" + safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def show_table(
    data: pd.DataFrame,
    columns: Mapping[str, Text],
    *,
    title: Text,
    source: Text,
    formats: Mapping[str, str] | None = None,
    translate: Iterable[str] = (),
    values: Mapping[str, object] | None = None,
    folded: bool = False,
) -> None:
    """Show a frame as a table: chosen columns under headers in both languages, printed amounts linked.

    A ``folded`` table opens when its title is clicked: for long ledgers. A list of places becomes numbered links.
    ``formats`` gives the format of a number column (``w`` where none is given); the texts of ``translate`` columns
    are given in English with the Chinese beside it in the English edition.
    """
    formats, translate = formats or {}, set(translate)
    for lang in _languages:
        heads = "".join(
            f'<th scope="col"{_number_class(data[column])}>{escape(getattr(text, lang))}</th>'
            for column, text in columns.items()
        )
        body = []
        for row in data.to_dict("records"):
            cells = [_cell(row.get(column), lang, formats.get(column, "w"), column in translate) for column in columns]
            first = cells[0].replace("<td", '<th scope="row"', 1).removesuffix("</td>") + "</th>"
            body.append(f"<tr>{first}{''.join(cells[1:])}</tr>")
        caption = _fill(getattr(title, lang), lang, values or {}, plain=True)
        before, after = (f"<details><summary>{escape(caption)}</summary>", "</details>") if folded else ("", "")
        _publish(
            lang,
            f'{before}<figure class="table">{_scroll(caption)}<table>'
            f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
            f"</div><figcaption>{escape(getattr(source, lang))}</figcaption></figure>{after}",
            data[list(columns)].to_string(),
        )


def _place_link(place: Place) -> str:
    _cited[place.name] = place
    return f'<a href="#e-{escape(place.name)}">{escape(place.name)}</a>'


def _number_class(column: pd.Series) -> str:
    values = [value for value in column if value is not None and value != ""]
    numeric = values and all(
        isinstance(value, Decimal | int | float) and not isinstance(value, bool) for value in values
    )
    return ' class="number"' if numeric else ""


def _cell(value: object, lang: str, spec: str, translate: bool) -> str:
    if isinstance(value, Text):
        value = getattr(value, lang)
    if value is None or value == "" or (isinstance(value, float) and value != value):
        return "<td></td>"
    if isinstance(value, Markup):
        return f"<td>{value}</td>"
    if isinstance(value, list):
        return f"<td>{' '.join(map(_place_link, value))}</td>"
    if isinstance(value, Decimal):
        figure = value if isinstance(value, Figure) else Figure(value)
        return f'<td class="number">{figure.__html_format__(spec)}</td>'
    if isinstance(value, bool):
        return f"<td>{'✓' if value else '✗'}</td>"
    if isinstance(value, int | float):
        return f'<td class="number">{int(value) if value == int(value) else value:,}</td>'
    text = str(value)
    if translate and lang == "en" and english(text) != text:
        return f'<td>{escape(english(text))} <span class="term" lang="zh">{escape(text)}</span></td>'
    mark = ' lang="zh"' if lang == "en" and any(ord(c) > 0x2E80 for c in text) else ""
    return f"<td{mark}>{escape(text)}</td>"


def show_page(pdf: Path, page: int, boxes: Iterable[tuple[float, float, float, float]] = (), *, caption: Text) -> None:
    """Show a page of a PDF with boxes (points from its top left) drawn on it."""
    places = [Place(f"page{page}-{k}", page, *box) for k, box in enumerate(boxes, start=1)]
    for lang in _languages:
        words = getattr(caption, lang)
        svg = page_svg(pdf, page, places, {}, words).replace(' id="e-', ' data-box="')
        _publish(lang, f'<figure class="sheet">{svg}<figcaption>{escape(words)}</figcaption></figure>', words)


def show_evidence(document: Document) -> None:
    """Show the pages that the figures said so far were read from, each cell marked; the last cell of a notebook."""
    if not _cited:
        return
    pages: dict[int, list[Place]] = {}
    for place in _cited.values():
        pages.setdefault(place.page, []).append(place)
    for lang in _languages:
        parts = []
        for page, places in sorted(pages.items()):
            words = {"zh": f"PDF 第 {page} 页", "en": f"PDF page {page}"}[lang]
            label = {
                "zh": f"{words}的图像，标出 {len(places)} 处数字的位置",
                "en": f"Picture of {words} with the places of {len(places)} figures marked",
            }[lang]
            svg = page_svg(document.pdf, page, places, {}, label)
            parts.append(f'<figure class="sheet">{svg}<figcaption>{words}</figcaption></figure>')
        _publish(lang, f'<div class="evidence">{"".join(parts)}</div>', f"[{len(pages)} pages]")
    _cited.clear()


def picture(document: Document, page: int) -> bytes:
    """A page of the document as PNG, for a closer look."""
    return page_picture(document.pdf, page)[0]


# --- extraction ----------------------------------------------------------------------------------------


@dataclass
class Reader:
    """A PDF as the engine reads it, one step at a time: for the notebooks that tell how the data is made."""

    path: Path

    @cached_property
    def pages(self) -> dict[int, Page]:
        """The characters and rules of each page, by its number."""
        return {page.number: page for page in read_pages(self.path)}

    @cached_property
    def extraction(self) -> Extraction:
        """The whole way of the document, from pages to rows."""
        return extract(self.path)

    def rules(self, page: int) -> pd.DataFrame:
        """The ruling lines found on a page, in points from its top left."""
        return pd.DataFrame(self.pages[page].rules, columns=["x0", "top", "x1", "bottom"])

    def glyphs(self, page: int, box: Box | None = None) -> pd.DataFrame:
        """The characters of a page, or of a part of it, with the tight box of each glyph, in the order of the file."""
        chars = pd.DataFrame(self.pages[page].chars)
        chars.insert(0, "character", [chr(code) for code in chars.pop("code")])
        if box is not None:
            x, y = (chars["x0"] + chars["x1"]) / 2, (chars["top"] + chars["bottom"]) / 2
            chars = chars[x.between(box[0], box[2]) & y.between(box[1], box[3])]
        return chars

    def grids(self, page: int) -> list[Table]:
        """The grids on a page, each with its lines and cells."""
        return find_tables(self.pages[page])

    def cells(self, page: int) -> pd.DataFrame:
        """The cells on a page: position, span, box and text."""
        return pd.DataFrame([row for row in self.extraction.rows["cells"] if row["page"] == page])

    def found(self, role: str) -> list[Recognised]:
        """The tables that were given a role."""
        return [found for found in self.extraction.recognised if found.role == role]

    def rows(self, name: str) -> pd.DataFrame:
        """The rows of a file of the clean data as the engine made them, before they are written."""
        return pd.DataFrame(self.extraction.rows[name])

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The running text, put together from its printed lines."""
        return paragraphs(self.extraction.reading.prose)


def read_pdf(document: Document | str | Path) -> Reader:
    """Read a PDF, or the one behind a document's clean data."""
    return Reader(document.pdf if isinstance(document, Document) else Path(document))


def provenance(document: Document) -> dict:
    """What ``data/raw/sources.yml`` tells of the document's PDF; empty where it tells nothing."""
    entries = yaml.safe_load((ROOT / "data" / "raw" / "sources.yml").read_text(encoding="utf-8"))
    return next((entry for entry in entries if entry["file"] == document.pdf.name), {})


def boxes_of(frame: pd.DataFrame | Iterable[object]) -> list[Box]:
    """The boxes of a frame's rows, or of cells, for :func:`show_overlay`."""
    if isinstance(frame, pd.DataFrame):
        return [tuple(map(float, row)) for row in frame[["x0", "top", "x1", "bottom"]].to_numpy()]
    return [(cell.x0, cell.top, cell.x1, cell.bottom) for cell in frame]


def show_overlay(
    pdf: Path,
    page: int,
    layers: Mapping[Text, Iterable[Box]],
    *,
    caption: Text,
    crop: Box | None = None,
    values: Mapping[str, object] | None = None,
) -> None:
    """Show a page, or the part ``crop`` of it, with boxes drawn on it; each layer has its look and its legend."""
    drawn = [list(boxes) for boxes in layers.values()]
    for lang in _languages:
        words = _fill(getattr(caption, lang), lang, values or {}, plain=True)
        legend = "".join(
            f"<br>{swatch_svg(k)} {escape(getattr(label, lang))} ({len(boxes)})"
            for k, (label, boxes) in enumerate(zip(layers, drawn, strict=True))
        )
        svg = overlay_svg(pdf, page, drawn, words, crop)
        _publish(
            lang, f'<figure class="sheet">{svg}<figcaption>{escape(words)}{legend}</figcaption></figure>', f"[{words}]"
        )


def write_clean(document: Document, extraction: Extraction, *names: str) -> pd.DataFrame:
    """Write files of the clean data, and tell of each how many rows it has and whether any byte of it changed."""
    before = {name: _bytes(document.folder / f"{name}.csv") for name in names}
    written = save(extraction, document.folder, only=names)
    return pd.DataFrame(
        [
            {
                "file": path.name,
                "rows": len(pd.read_csv(path, dtype=str)),
                "bytes": path.stat().st_size,
                "changed": path.read_bytes() != before[path.stem],
            }
            for path in written
        ]
    )


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
