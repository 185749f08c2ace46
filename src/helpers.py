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
from decimal import Decimal
from html import escape
from numbers import Number
from pathlib import Path

import pandas as pd
import yaml
from IPython.display import publish_display_data
from markupsafe import Markup

from disclosure.analysis import comparison as compare
from disclosure.analysis.clean_data import ROOT
from disclosure.analysis.document import Document, open_document
from disclosure.analysis.figure import Figure, cited, spell, total
from disclosure.analysis.sums import fit_sums
from disclosure.analysis.three_public import three_public
from disclosure.pdf.camelot_tables import camelot_tables
from disclosure.report.captions import captions
from disclosure.report.charts import (
    aligned,
    bars,
    diverging,
    dumbbell,
    flow,
    ledger,
    lollipop,
    slope,
    stacked,
    steps,
    waterfall,
)
from disclosure.report.drawing import chart_html, render
from disclosure.report.evidence import (
    REPORT,
    Box,
    Place,
    case,
    crop_figure,
    data_uri,
    overlay_svg,
    page_svg,
    page_words,
    sheets,
    spoken,
    swatch_svg,
    together,
)
from disclosure.run.extraction import Extraction, extract, save
from disclosure.run.reader import read_pdf
from disclosure.store.csv_files import guard
from disclosure.store.sql import sql
from disclosure.words.names import Text, english, moved, nearest, themes

__all__ = [
    "Document",
    "Figure",
    "Text",
    "aligned",
    "bars",
    "boxes_of",
    "camelot_tables",
    "collection",
    "compare",
    "diverging",
    "dumbbell",
    "english",
    "extract",
    "fit_sums",
    "flow",
    "ledger",
    "lollipop",
    "many",
    "moved",
    "nearest",
    "open_document",
    "provenance",
    "read_pdf",
    "save",
    "say",
    "show_chart",
    "show_evidence",
    "show_fact",
    "show_overlay",
    "show_page",
    "show_places",
    "show_table",
    "slope",
    "sql",
    "stacked",
    "steps",
    "themes",
    "three_public",
    "total",
    "use_languages",
    "waterfall",
    "write_clean",
]

# --- languages -----------------------------------------------------------------------------------------


def _default_languages() -> list[str]:
    asked = os.environ.get("DISCLOSURE_LANGUAGES", "").split()
    here = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
    return asked or (["zh"] if here.startswith(("zh", "chinese")) else ["en"])


_languages = _default_languages()


def use_languages(*languages: str) -> None:
    """Choose what is shown in this notebook: ``use_languages("zh")``, ``("en")`` or both."""
    _languages[:] = [language for language in languages if language in ("zh", "en")] or ["zh", "en"]


def _publish(lang: str, html: str, plain: str, report: str = "") -> None:
    """Show something in one language; ``report`` is what the HTML reports have in its place, where that differs."""
    data = {"text/html": html, "text/plain": plain} | ({REPORT: report} if report else {})
    publish_display_data(data, metadata={"lang": lang})


# --- sentences -----------------------------------------------------------------------------------------


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


def collection() -> pd.DataFrame:
    """The notebooks in order: a linked ``title`` in both languages, and the clean files they read and write."""
    from disclosure.report.build import notebooks  # brings nbformat, which only this needs

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


def many() -> Path:
    """Where questions to many disclosures go: the result of ``disclosure batch`` that the environment variable
    ``DISCLOSURE_MANY`` names, else the clean data of the collection."""
    return Path(os.environ.get("DISCLOSURE_MANY") or ROOT / "data" / "clean")


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
            for key, text in (("title", title), ("subtitle", subtitle), ("alt", alt))
        } | {"source": getattr(source, lang)}  # no template: it holds the publisher's own words
        drawn = render(
            draw, data, lang, title=words["title"], subtitle=words["subtitle"], source=words["source"], height=height,
            alt=words["alt"], **options,
        )  # fmt: skip
        downloads = {
            "SVG": (data_uri(drawn.svg, "image/svg+xml"), f"{name}-{lang}.svg"),
            "PNG": (data_uri(drawn.png, "image/png"), f"{name}-{lang}.png"),
            "CSV": (data_uri(_csv(data), "text/csv"), f"{name}.csv"),
        }
        links = " ".join(
            f'<a download="{escape(file)}" href="{uri}" aria-label="{kind}: {escape(words["title"])}">{kind}</a>'
            for kind, (uri, file) in downloads.items()
        )
        taken = f"{ {'zh': '下载', 'en': 'Download'}[lang] }: {links}"
        lab = f'<img src="{downloads["SVG"][0]}" alt="{escape(words["alt"])}">'
        _publish(
            lang,
            f'<figure class="chart">{lab}<figcaption>{taken}</figcaption></figure>',
            f"[{words['title']}]",
            chart_html(drawn, words, taken),
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

    A ``folded`` table opens when its title is clicked: for long ledgers. A list of places becomes links to their
    pages.
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
            first = cells[0]
            if first != "<td></td>":
                first = first.replace("<td", '<th scope="row"', 1).removesuffix("</td>") + "</th>"
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


def _place_links(places: list[Place], lang: str) -> str:
    """A link to the first of the places on each page; all of them are marked there."""
    for place in places:
        cited[place.name] = place
    first = {place.page: place for place in reversed(places)}
    words = {"zh": "第 {} 页", "en": "p. {}"}[lang]
    return " ".join(
        f'<a href="#e-{escape(place.name)}">{words.format(page)}</a>' for page, place in sorted(first.items())
    )


def _number_class(column: pd.Series) -> str:
    values = [value for value in column if value is not None and value != ""]
    numeric = values and all(isinstance(value, Number) and not isinstance(value, bool) for value in values)
    return ' class="number"' if numeric else ""


def _cell(value: object, lang: str, spec: str, translate: bool) -> str:
    if isinstance(value, Text):
        value = getattr(value, lang)
    if value is None or value == "" or (isinstance(value, float) and value != value):
        return "<td></td>"
    if isinstance(value, Markup):
        return f"<td>{value}</td>"
    if isinstance(value, list):
        return f"<td>{_place_links(value, lang)}</td>"
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
    return f"<td>{spoken(text, lang)}</td>"


def show_page(pdf: Path, page: int, boxes: Iterable[tuple[float, float, float, float]] = (), *, caption: Text) -> None:
    """Show a page of a PDF with boxes (points from its top left) drawn on it."""
    places = [Place(f"page{page}-{k}", page, *box) for k, box in enumerate(boxes, start=1)]
    for lang in _languages:
        words = getattr(caption, lang)
        svg = page_svg(pdf, page, places, {}, words).replace(' id="e-', ' data-box="')
        _publish(lang, f'<figure class="sheet">{svg}<figcaption>{escape(words)}</figcaption></figure>', words)


def show_evidence(*documents: Document) -> None:
    """Show the pages that the figures said so far were read from, each cell marked; the last cell of a notebook.

    Of several ``documents`` (those of a collection) each page is named by its document.
    """
    if not cited:
        say("这一篇没有引用文件中印出的数字。", "This report quotes no printed figure of the document.")
        return
    known = {getattr(document, "key", ""): document for document in documents}
    pages: dict[tuple[str, int], list[Place]] = {}
    for place in cited.values():
        pages.setdefault((place.document, place.page), []).append(place)
    said = {
        key: captions(document, [p for p in cited.values() if p.document == key]) for key, document in known.items()
    }
    for lang in _languages:
        shown, words_of = [], {name: getattr(text, lang) for own in said.values() for name, text in own.items()}
        for key in [key for name in known for key in sorted(pages) if key[0] == name]:
            document = getattr(known[key[0]].label, lang) if len(known) > 1 else ""
            shown.append((known[key[0]].pdf, page_words(key[1], lang, document), pages[key]))
        parts = [
            f'<figure class="sheet">{page_svg(pdf, own[0].page, own, words_of, words)}'
            f"<figcaption>{escape(words)}</figcaption></figure>"
            for pdf, words, own in shown
        ]
        report = f'<div class="evidence">{sheets(shown, words_of, lang)}</div>'
        _publish(lang, f'<div class="evidence">{"".join(parts)}</div>', f"[{len(pages)} pages]", report)
    cited.clear()


def show_places(
    document: Document,
    places: Iterable[Place],
    *,
    lead: Text | None = None,
    mark: Text | None = None,
    folded: bool | None = None,
    most: int = 6,
) -> None:
    """Show places as the parts of their pages around them, each cell marked, under the words ``lead``.

    ``mark`` is a short word before the lead. With ``folded`` the pictures open when the lead is clicked (False: they
    are open at first). Places near each other share a picture; of more than ``most`` the rest are links to their pages.
    """
    places = list(places)
    groups, said = together(places), captions(document, places)
    for place in places:
        cited[place.name] = place
    rest = [place for group in groups[most:] for place in group]
    for lang in _languages:
        words_of = {name: getattr(text, lang) for name, text in said.items()}
        shown = [crop_figure(document.pdf, group, words_of, lang, _place_links(group, lang)) for group in groups[:most]]
        more = f'<p class="note">{_place_links(rest, lang)}</p>' if rest else ""
        words = getattr(lead, lang) if lead else ""
        badge = f'<span class="mark">{escape(getattr(mark, lang))}</span> ' if mark else ""
        html = case(f"{badge}{spoken(words, lang)}", "".join(shown) + more, folded)
        _publish(lang, html, words or f"[{len(places)} places]")


def show_fact(document: Document, *figures: Figure) -> None:
    """Show where printed amounts stand: for each the part of its page with the cell marked.

    ``show_fact(document, document.fact("general_budget_by_function", item="合计"))``
    """
    show_places(document, [figure.place for figure in figures if figure.place])


# --- extraction ----------------------------------------------------------------------------------------


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
