"""What notebooks show: sentences, tables, charts, and places on pages, each in every language that is asked for.

What a sentence, table or chart is to show may be missing from a document. Then it shows nothing, and ``otherwise``, a
name of what is missing, is kept for :func:`show_missing`, which says at the end what the document does not say.
"""

from __future__ import annotations

import locale
import os
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from html import escape
from numbers import Number
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import publish_display_data
from markupsafe import Markup

from disclosure.analysis.clean_data import USUAL_MEASURES
from disclosure.analysis.document import Document
from disclosure.analysis.figure import Figure
from disclosure.analysis.frames import EXACT, exactly
from disclosure.analysis.news import headline
from disclosure.analysis.told import Told
from disclosure.model.place import Box, Place
from disclosure.model.source import EXECUTED
from disclosure.report.captions import captions, with_heads
from disclosure.report.evidence import (
    REPORT,
    case,
    crop_figure,
    data_uri,
    overlay_svg,
    page_called,
    page_svg,
    sheets,
    spoken,
    swatch_svg,
    together,
)
from disclosure.report.notebooks import notebook_folder, title_in
from disclosure.report.take_away import slug
from disclosure.store.csv_files import guard
from disclosure.words.messages import Both, Message, Term, languages, places, translate
from disclosure.words.names import english
from disclosure.words.pages import short_words
from disclosure.words.values import spell

Said = str | Message
"""A text of the source, with places for values, or a sentence that has its values."""


def _default_languages() -> list[str]:
    asked = os.environ.get("DISCLOSURE_LANGUAGES", "").split()
    here = (locale.getlocale()[0] or os.environ.get("LANG", "")).lower()
    return asked or (["zh"] if here.startswith(("zh", "chinese")) else ["en"])


_languages = _default_languages()
_cited: dict[str, Place] = {}
"""The places of the figures said so far, by name: what the evidence at a notebook's end shows."""
_missing: dict[str, None] = {}
"""What was to be shown and is not in the document, in the order in which it was asked for."""
_answers: list[Message] = []
"""The answers given so far: where one stands, what a further one would need is only noted as missing."""
_terms: set[tuple[str, str]] = set()
"""Terms that stood beside their translation already, by language."""


def use_language(*wanted: str) -> None:
    """Choose what this notebook shows: ``use_language("zh")``, or several languages of the catalogue."""
    unknown = [language for language in wanted if language not in languages()]
    if unknown or not wanted:
        raise ValueError(f"no catalogue for {', '.join(unknown) or 'nothing'}; there is {', '.join(languages())}")
    _languages[:] = wanted


def load_ipython_extension(shell: InteractiveShell) -> None:
    """Let every frame and series that a notebook displays say its terms and sentences in the language in use."""
    formatters = shell.display_formatter.formatters
    formatters["text/html"].for_type(pd.DataFrame, lambda frame: _in_use(frame)._repr_html_())
    formatters["text/plain"].for_type(
        Document, lambda own, printer, _: printer.text(f"<{own.label.said(_languages[0])}: {own.data.folder.name}>")
    )
    for kind in (pd.DataFrame, pd.Series):
        formatters["text/plain"].for_type(kind, lambda own, printer, _: printer.text(repr(_in_use(own))))


def _in_use(data: pd.DataFrame | pd.Series) -> pd.DataFrame | pd.Series:
    """A frame or series to look at, with what is said said in the first of the languages in use."""

    def words(value: object) -> object:
        return value.said(_languages[0]) if isinstance(value, Term | Message | Both) else value

    def said(column: pd.Series) -> pd.Series:
        return column.map(words) if column.dtype == object else column

    if data.empty:
        return data
    shown = said(data) if isinstance(data, pd.Series) else data.apply(said)
    return shown.rename(index=words) if data.index.dtype == object else shown


if (shell := get_ipython()) is not None:
    load_ipython_extension(shell)


def _publish(language: str, html: str, plain: str, report: str = "") -> None:
    """Show something in one language; ``report`` is what the HTML reports have in its place, where that differs."""
    data = {"text/html": html, "text/plain": plain} | ({REPORT: report} if report else {})
    publish_display_data(data, metadata={"lang": language})


# --- what is there and what is missing -----------------------------------------------------------------


def _absent(value: object) -> bool:
    if value is None or (isinstance(value, str) and not value):
        return True
    if isinstance(value, pd.DataFrame | pd.Series | list | tuple | dict):
        return len(value) == 0
    return bool(isinstance(value, float) and value != value)


def _given(values: object, more: Mapping[str, object]) -> dict[str, object]:
    """The values of a sentence from a row, a mapping or nothing, and the named ones beside them."""
    if isinstance(values, pd.DataFrame):
        values = None if values.empty else values.iloc[0]
    row = {} if values is None else dict(values.items())  # type: ignore[attr-defined]
    return {**exactly(row), **more}


def _lacks(texts: Iterable[str], given: Mapping[str, object]) -> bool:
    return any(_absent(given.get(name)) for text in texts for name in places(text))


def _note(otherwise: str) -> None:
    if otherwise:
        _missing[otherwise] = None


def show_missing(*always: str) -> None:
    """Say what the document does not say: each ``otherwise`` of what could not be shown so far, and ``always``."""
    for text in always:
        _note(text)
    for language in _languages:
        words = [translate(text, language) for text in _missing]
        if words:
            lead = translate("Nothing is said of:", language)
            items = "".join(f"<li>{escape(word)}</li>" for word in words)
            _publish(language, f'<p>{escape(lead)}</p><ul class="missing">{items}</ul>', f"{lead} {'; '.join(words)}")
    _missing.clear()


# --- sentences -----------------------------------------------------------------------------------------


def _link(language: str) -> Callable[[object, str], str]:
    """What stands for a value in a sentence: escaped, a printed amount linked to its place, a term with its Chinese."""

    def link(value: object, said: str) -> str:
        if isinstance(value, Markup):
            return str(value)
        text = spoken(said, language)
        if isinstance(value, Figure) and value.place is not None:
            _cited[value.place.name] = value.place
            return f'<a class="figure" href="#e-{escape(value.place.name)}">{text}</a>'
        if isinstance(value, Term) and said.lower() != value.printed.lower() and language != "zh":
            seen = (language, value.printed) in _terms
            _terms.add((language, value.printed))
            return text if seen else f'{text} <span class="term" lang="zh">{escape(value.printed)}</span>'
        return text

    return link


def say(
    text: Said | Told | Mapping[str, str],
    values: object = None,
    /,
    *,
    plural: str = "",
    otherwise: str = "",
    kind: str = "",
    **more: object,
) -> None:
    """Say a sentence whose ``{places}`` are filled from ``values`` (a row, a mapping) and the named values beside it.

    ``{change:+money}`` tells how a value is said (:func:`disclosure.words.values.spell`); ``plural`` is the sentence
    for any other number than one of the value ``n``. Where a value is missing nothing is said, and ``otherwise`` names
    what is missing. ``kind="answer"`` marks a notebook's answer, which says so itself where it cannot be given,
    ``kind="news"`` what is worth quoting: in a report both have an address and can be taken away with their source. A
    mapping gives a sentence for each ``phase`` of the values: a budget has money, final accounts have spent it.

    A fact (:func:`disclosure.analysis.told.told`) has its values; a report says each of its sentences once.
    """
    if isinstance(text, Told):
        return _say_fact(text, otherwise, kind)
    given = {} if isinstance(text, Message) else _given(values, more)
    if isinstance(text, Mapping):
        text = text.get(str(given.get("phase")), next(iter(text.values())))
    message = text if isinstance(text, Message) else Message(text, plural, **given)
    nothing = isinstance(values, pd.DataFrame) and values.empty
    if nothing or _lacks([message.text, message.plural], message.values):
        _note(otherwise)
        return (
            say("This document says nothing of {what}.", what=Message(otherwise), kind=kind)
            if kind and otherwise and not _answers
            else None
        )
    if kind:
        _answers.append(message)
    for language in _languages:
        html = message.said(language, _link(language))
        css = f' class="{kind}" id="said-{slug(message.said("en"))}"' if kind else ""
        _publish(language, f"<p{css}>{html}</p>", message.said(language))
    return None


def _source_text(text: Said) -> str:
    """A text as it stands in the source, without its values."""
    return re.sub(r"\{[^}]*\}", " ", text if isinstance(text, str) else text.text)


def _say_fact(told: Told, otherwise: str, kind: str) -> None:
    if not told:
        _note(otherwise)
        if kind and otherwise and not _answers:
            say("This document says nothing of {what}.", what=Message(otherwise), kind=kind)
        return
    if kind:
        _answers.extend(told.sentences)
    for language in _languages:
        plain = " ".join(one.said(language) for one in told.sentences)
        _publish(language, _fact_html(told, language, kind), plain)


def _fact_html(told: Told, language: str, kind: str = "") -> str:
    """The sentences of a fact, marked with its name: a report that would say one again leaves it out."""
    made = []
    for k, one in enumerate(told.sentences):
        css = f' class="{kind}" id="said-{slug(one.said("en"))}"' if kind and k == 0 else ""
        made.append(f'<p{css} data-fact="{told.fact}">{one.said(language, _link(language))}</p>')
    return "".join(made)


def show_headline(document: Document) -> None:
    """Show what a newspaper would set above a disclosure: whose it is, and its first news as the title of the page."""
    said = headline(document)
    what = "Departmental final accounts" if document.phase == EXECUTED else "Departmental budget"
    for language in _languages:
        words = said.said(language)
        who = [document.organisation.said(language), str(document.year or ""), translate(what, language)]
        over = "" if document.none_of_ours else " · ".join(word for word in who if word)
        kicker = f'<p class="kicker">{escape(over)}</p>' if over else ""
        _publish(language, f"{kicker}<h1>{escape(words)}</h1>", words)


def show_news(found: pd.DataFrame, most: int = 5) -> None:
    """Show what is news (:func:`disclosure.analysis.news.news`): each in its sentences, with its pages and the report
    that has more."""
    for language in _languages:
        items = []
        for row in found.head(most).to_dict("records"):
            html = _fact_html(row["told"], language, "news")
            pages = _place_links(own, language) if (own := _rests_on(row["told"].sentences)) else ""
            title = title_in(notebook_folder() / f"{row['report']}.ipynb", language)
            more = " · ".join([*([pages] if pages else []), f'<a href="{row["report"]}.ipynb">{escape(title)}</a>'])
            items.append(f'<li>{html}<p class="behind">{more}</p></li>')
        if items:
            _publish(language, f'<ol class="findings">{"".join(items)}</ol>', f"[{len(items)} findings]")


def _rests_on(sentences: Iterable[Message]) -> list[Place]:
    """The places of the figures of these sentences, each once."""
    values = [value for one in sentences for value in one.values.values()]
    figures = [one for value in values for one in (value if isinstance(value, list) else [value])]
    return list({one.place.name: one.place for one in figures if isinstance(one, Figure) and one.place}.values())


def _filled(text: Said, values: Mapping[str, Any], language: str) -> str:
    if not isinstance(text, str):
        return spell(text, "", language)
    return Message(text, **values).said(language)


# --- charts --------------------------------------------------------------------------------------------


def show_chart(
    draw: Callable[..., None],
    data: pd.DataFrame,
    *,
    title: str,
    alt: str,
    source: Said,
    subtitle: str = "",
    values: object = None,
    otherwise: str = "",
    height: float = 0,
    name: str = "",
    least: int = 2,
    **options: object,
) -> None:
    """Draw a chart with its finding as title, and offer it as SVG and CSV; a report's reader also as PNG.

    ``draw`` is a chart form; ``title``, ``subtitle`` and ``alt`` may have places for ``values``. ``alt`` gives the
    type of chart, the data and the reason to look. The unit is added to the subtitle. A frame of fewer than ``least``
    rows is not drawn, and ``otherwise`` names what is missing.
    """
    given = _given(values, {})
    if len(data) < least or _lacks([title, subtitle, alt], given):
        return _note(otherwise if data.empty else "")
    from disclosure.report.drawing import chart_html, prepared, render  # matplotlib takes a second to load

    name = name or draw.__name__
    for language in _languages:
        drawn_data, unit = prepared(data, language)
        words = {key: _filled(text, given, language) for key, text in (("title", title), ("alt", alt))}
        under = [_filled(subtitle, given, language)] if subtitle else []
        words["subtitle"] = translate(", ", language).join(
            [*under, *([translate(unit, language)] if unit and not getattr(draw, "shares", False) else [])]
        )
        words["source"] = _filled(source, {}, language)
        drawn = render(
            draw, drawn_data, language, title=words["title"], subtitle=words["subtitle"], source=words["source"],
            height=_height(draw, drawn_data, language, height), alt=words["alt"], unit=unit, **options,
        )  # fmt: skip
        downloads = {
            "SVG": (data_uri(drawn.svg, "image/svg+xml"), f"{name}-{language}.svg"),
            "CSV": (data_uri(_csv(data, language), "text/csv"), f"{name}-{language}.csv"),
        }
        links = " ".join(
            f'<a download="{escape(file)}" href="{uri}" aria-label="{kind}: {escape(words["title"])}">{kind}</a>'
            for kind, (uri, file) in downloads.items()
        )
        taken = escape(translate("Download: {files}", language)).format(files=links)
        lab = f'<img src="{downloads["SVG"][0]}" alt="{escape(words["alt"])}">'
        _publish(
            language,
            f'<figure class="chart">{lab}<figcaption>{taken}</figcaption></figure>',
            f"[{words['title']}]",
            chart_html(drawn, words, taken, f"chart-{slug(name)}"),
        )
    return None


def _height(draw: Callable[..., None], data: pd.DataFrame, language: str, wanted: float = 0) -> float:
    """Inches for a form: as wanted, else so much for each line it draws; and no less than it says itself."""
    if (own := getattr(draw, "height", None)) is not None:
        return max(own(data, language), wanted)
    if wanted:
        return wanted
    line = getattr(draw, "line", 0.0)
    column = "group" if "group" in data else "label"
    count = data[column].map(str).nunique() if column in data else len(data)
    return max(line * count + 0.3, 0.9) if line else 3.2


RATIOS = ("share", "rate", "part", "rate_without", "running", "completion", "stated_rate", "off")
"""Columns of ratios: they are taken away as per cents, and are called so."""
OF_THE_READING = ("x0", "top", "x1", "bottom", "read_by", "source_place", "document_id")
"""Columns that say where and how a figure was read: the package has them, the data of a chart has no use for them."""


def _csv(data: pd.DataFrame, language: str) -> bytes:
    """The data behind a chart, each column with its unit in its name: ``amount_yuan``, ``share_percent``.

    Names are in the language, amounts exact. Without columns in which nothing stands, and safe in a spreadsheet.
    """
    from disclosure.report.drawing import money_columns

    exact = {column.removesuffix(EXACT) for column in data.columns if str(column).endswith(EXACT)}
    money = exact | {*money_columns(data), *USUAL_MEASURES}
    made: dict[str, list] = {}
    for column in data.columns:
        name = str(column)
        values = data[f"{name}{EXACT}"] if name in exact else data[column]
        if name.endswith(EXACT) or name in OF_THE_READING or all(_absent(v) for v in values):
            continue
        numbers = all(_absent(v) or (isinstance(v, Number) and not isinstance(v, bool)) for v in values)
        if name in RATIOS and numbers:
            made[f"{name}_percent"] = [None if _absent(v) else f"{Decimal(str(v)) * 100:.2f}" for v in values]
        elif numbers and (name in money or any(isinstance(v, Figure) for v in values)):
            made[f"{name}_yuan"] = [None if _absent(v) else _yuan(v) for v in values]
        elif numbers and all(_absent(v) or float(v).is_integer() for v in values):
            made[name] = [None if _absent(v) else int(v) for v in values]
        else:
            made[name] = [_label(v, language) if isinstance(v, str | Message | Term | tuple) else v for v in values]
    safe = pd.DataFrame(made, dtype=object).map(lambda value: guard(value) if isinstance(value, str) else value)
    return b"\xef\xbb\xbf" + safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def _yuan(value: Number) -> str:
    """An amount in 万元 as one in yuan, to the fen, and finer only where it is."""
    yuan = Decimal(str(value)) * 10_000
    if yuan.adjusted() > 20:  # more digits than can be rounded
        return f"{yuan:f}"
    return f"{fen if abs(yuan - (fen := round(yuan, 2))) < Decimal('1e-5') else yuan.normalize():f}"


def _label(value: object, language: str) -> str:
    return spell(value, "term", language) if isinstance(value, str) else spell(value, "", language)


# --- tables --------------------------------------------------------------------------------------------


def show_table(
    data: pd.DataFrame,
    columns: Mapping[str, str],
    *,
    title: str,
    source: Said,
    formats: Mapping[str, str] | None = None,
    values: object = None,
    otherwise: str = "",
    folded: bool | None = None,
) -> None:
    """Show a frame as a table: ``columns`` and their heads; printed amounts are exact and linked to their place.

    Amounts stand in 万元 in Chinese and in yuan in other languages, as the title then says; ``share`` and ``rate``
    are per cents, ``change`` has its sign, a list of places becomes links to their pages; ``formats`` says otherwise.
    A column in which nothing stands is left out. A table of more than 24 rows, or one that is ``folded``, opens when
    its title is clicked. Where there is no row nothing is shown, and ``otherwise`` names what is missing.
    """
    if data is None or data.empty:
        return _note(otherwise)
    given, formats = _given(values, {}), dict(formats or {})
    kept = [c for c in columns if c in data.columns and not all(_absent(v) for v in data[c])]
    exact = {c: data[f"{c}{EXACT}"] if f"{c}{EXACT}" in data.columns else data[c] for c in kept}
    money = {c for c in kept if c not in formats and any(isinstance(v, Figure) for v in exact[c])}
    folded = len(data) > 24 if folded is None else folded
    role = next((data[c] for c in ("row_role", "key") if c in data.columns), pd.Series([""] * len(data)))
    sums = [' class="total"' if value == "total" else "" for value in role]  # a sorted table leaves them where they are
    for language in _languages:
        heads = "".join(
            f'<th scope="col"{_number_class(exact[c])}>{escape(translate(columns[c], language))}</th>' for c in kept
        )
        body = []
        for k in range(len(data)):
            cells = [_cell(exact[c].iloc[k], language, _spec(c, money, formats)) for c in kept]
            if cells and cells[0] != "<td></td>":
                cells[0] = cells[0].replace("<td", '<th scope="row"', 1).removesuffix("</td>") + "</th>"
            body.append(f"<tr{sums[k]}>{''.join(cells)}</tr>")
        caption = _filled(title, given, language)
        if money:
            caption = translate("{title} (in yuan)", language).format(title=caption)
        before, after = (f"<details><summary>{escape(caption)}</summary>", "</details>") if folded else ("", "")
        _publish(
            language,
            f'{before}<figure class="table" id="table-{slug(_source_text(title))}">{_scroll(caption)}<table>'
            f"<caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table>"
            f"</div><figcaption>{escape(_filled(source, {}, language))}</figcaption></figure>{after}",
            data[kept].to_string(),
        )
    return None


def _spec(column: str, money: set[str], formats: Mapping[str, str]) -> str:
    sign = "+" if column in ("change", "difference", "gap") else ""
    if column in formats:
        return formats[column]
    if column in ("year", "year_before"):
        return "year"
    return f"{sign}money" if column in money else "percent" if column in ("share", "rate") else ""


def _scroll(label: str) -> str:
    """A box that scrolls sideways by itself on a narrow screen, so that the page need not."""
    return f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(label)}">'


def _number_class(column: pd.Series) -> str:
    values = [value for value in column if not _absent(value)]
    numeric = values and all(isinstance(value, Number) and not isinstance(value, bool) for value in values)
    return ' class="number"' if numeric else ""


def _cell(value: object, language: str, spec: str) -> str:
    if _absent(value):
        return "<td></td>"
    if isinstance(value, Markup):
        return f"<td>{value}</td>"
    if isinstance(value, list) and all(isinstance(place, Place) for place in value):
        return f"<td>{_place_links(value, language)}</td>"
    if isinstance(value, bool):
        return f"<td>{'✓' if value else '✗'}</td>"
    if isinstance(value, Number):
        number = Decimal(str(value))
        if spec.endswith("money"):  # a table is exact: in the unit that its title names
            number = number if language == "zh" else number * 10_000
            places_ = 2 if language == "zh" else 0 if number == number.to_integral_value() else 2
            said = f"{number:{'+' if spec[0] == '+' and number else ''},.{places_}f}".replace("-", "−")
        else:
            said = str(value) if spec == "year" else spell(number, spec or "count", language)
        return f'<td class="number"{_exact(number, said)}>{_link(language)(value, said)}</td>'
    if isinstance(value, Message):
        said = value.said(language, _link(language))
        return f"<td>{said[:1].upper() + said[1:]}</td>"
    if isinstance(value, Both):
        said = value.said(language)
        return f"<td>{spoken(said[:1].upper() + said[1:], language)}</td>"
    text = value.printed if isinstance(value, Term) else spell(value, "", language)
    if language != "zh" and (own := english(text)) != text:
        return f'<td>{escape(own)} <span class="term" lang="zh">{escape(text)}</span></td>'
    return f"<td>{spoken(text, language)}</td>"


def _exact(number: Decimal, said: str) -> str:
    """The exact value that a cell is sorted by, where it says it rounded, or in other words."""
    said = said.replace("−", "-").replace(",", "")
    return "" if re.fullmatch(r"[-+]?[\d.]+", said) and Decimal(said) == number else f' data-value="{number:f}"'


def _place_links(cited: list[Place], language: str) -> str:
    """A link to the first of the places on each page; all of them are marked there."""
    for place in cited:
        _cited[place.name] = place
    first = {place.page: place for place in reversed(cited)}
    return " ".join(
        f'<a href="#e-{escape(place.name)}">{escape(short_words(page, place.of_file).said(language))}</a>'
        for page, place in sorted(first.items())
    )


# --- pages and places ----------------------------------------------------------------------------------


def boxes_of(frame: pd.DataFrame | Iterable[Any]) -> list[Box]:
    """The boxes of a frame's rows, or of cells, for :func:`show_overlay`."""
    if isinstance(frame, pd.DataFrame):
        rows = frame[["x0", "top", "x1", "bottom"]].to_numpy()
        return [(float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in rows]
    return [(cell.x0, cell.top, cell.x1, cell.bottom) for cell in frame]


def show_page(pdf: Path, page: int, boxes: Iterable[Box] = (), *, caption: str, values: object = None) -> None:
    """Show a page of a PDF with boxes (points from its top left) drawn on it."""
    marked = [Place(f"page{page}-{k}", page, *box) for k, box in enumerate(boxes, start=1)]
    for language in _languages:
        words = _filled(caption, _given(values, {"page": page}), language)
        svg = page_svg(pdf, page, marked, {}, words).replace(' id="e-', ' data-box="')
        _publish(language, f'<figure class="sheet">{svg}<figcaption>{escape(words)}</figcaption></figure>', words)


def show_overlay(
    pdf: Path,
    page: int,
    layers: Mapping[str, Iterable[Box]],
    *,
    caption: str,
    crop: Box | None = None,
    values: object = None,
) -> None:
    """Show a page, or the part ``crop`` of it, with boxes drawn on it; each layer has its look and its legend."""
    drawn = [list(boxes) for boxes in layers.values()]
    for language in _languages:
        words = _filled(caption, _given(values, {"page": page}), language)
        legend = "".join(
            f"<br>{swatch_svg(k)} "
            + escape(
                translate("{said} ({of_what})", language).format(said=translate(label, language), of_what=len(boxes))
            )
            for k, (label, boxes) in enumerate(zip(layers, drawn, strict=True))
        )
        svg = overlay_svg(pdf, page, drawn, words, crop)
        figure = f'<figure class="sheet">{svg}<figcaption>{escape(words)}{legend}</figcaption></figure>'
        _publish(language, figure, f"[{words}]")


def show_places(
    document: Document,
    cited: Iterable[Place],
    *,
    lead: Said = "",
    mark: Said = "",
    folded: bool | None = None,
    most: int = 6,
    values: object = None,
) -> None:
    """Show places as the parts of their pages around them, each cell marked, under the words ``lead``.

    ``mark`` is a short word before the lead. With ``folded`` the pictures open when the lead is clicked (False: they
    are open at first). Places near each other share a picture; of more than ``most`` the rest are links to their pages.
    """
    shown_places, given = list(with_heads(document.data, cited).values()), _given(values, {})
    groups = together(shown_places) if (pdf := _pdf(document)) else []
    for place in shown_places:
        _cited[place.name] = place
    rest = [place for group in groups[most:] for place in group]
    for language in _languages:
        words_of = {name: text.said(language) for name, text in captions(document.data, shown_places).items()}
        shown = [
            crop_figure(pdf, group, words_of, language, _place_links(group, language)) for group in groups[:most] if pdf
        ]
        more = f'<p class="note">{_place_links(rest, language)}</p>' if rest else ""
        if not pdf:
            more = _only_pages(shown_places, language)
        words = _filled(lead, given, language) if lead else ""
        badge = f'<span class="mark">{escape(_filled(mark, given, language))}</span> ' if mark else ""
        html = case(f"{badge}{spoken(words, language)}", "".join(shown) + more, folded)
        _publish(language, html, words or f"[{len(shown_places)} places]")


def _only_pages(cited: Iterable[Place], language: str) -> str:
    """A note in place of pictures, where clean data has come without its PDF."""
    first = {place.page: place for place in cited}
    pages = [short_words(page, place.of_file) if place.of_file else page for page, place in sorted(first.items())]
    note = Message("The PDF is not at hand; the figures stand on these of its pages: {pages}.", pages=pages)
    return f'<p class="note">{escape(note.said(language))}</p>'


def _pdf(document: Document) -> Path | None:
    """The PDF of a document, where it is at hand."""
    try:
        return document.pdf
    except FileNotFoundError:
        return None


def show_fact(document: Document, *figures: Figure) -> None:
    """Show where printed amounts stand: for each the part of its page with the cell marked.

    ``show_fact(document, document.fact("general_budget_by_function", item="合计"))``
    """
    show_places(document, [figure.place for figure in figures if figure.place])


def show_evidence(*documents: Document, folded: bool = False) -> None:
    """Show the pages that the figures said so far were read from, each cell marked; the last cell of a notebook.

    Of several ``documents`` (those of a collection) each page is named by its document. In a report
    ``folded`` has each page open on a click, and none on paper.
    """
    if not _cited:
        return None
    known = {document.data.key: document for document in documents}
    pdfs = {key: _pdf(document) for key, document in known.items()}
    pictured = {key: pdf for key, pdf in pdfs.items() if pdf}
    named = [place for place in _cited.values() if place.document in pdfs.keys() - pictured.keys()]
    pages: dict[tuple[str, int], list[Place]] = {}
    for place in _cited.values():
        pages.setdefault((place.document, place.page), []).append(place)
    said = {
        key: captions(document.data, [p for p in _cited.values() if p.document == key])
        for key, document in known.items()
    }
    for key, document in known.items():
        heads = with_heads(document.data, [p for p in _cited.values() if p.document == key])
        pages |= {at: [heads[p.name] for p in own] for at, own in pages.items() if at[0] == key}
    for language in _languages:
        words_of = {name: text.said(language) for own in said.values() for name, text in own.items()}
        shown = []
        for at in [at for name in pictured for at in sorted(pages) if at[0] == name]:
            title = known[at[0]].label.said(language) if len(known) > 1 else ""
            shown.append((pictured[at[0]], page_called(pages[at][0], language, title, pictured[at[0]]), pages[at]))
        parts = [
            f'<figure class="sheet">{page_svg(pdf, own[0].page, own, words_of, words)}'
            f"<figcaption>{escape(words)}</figcaption></figure>"
            for pdf, words, own in shown
        ]
        note = _only_pages(named, language) if named else ""
        report = f'<div class="evidence">{sheets(shown, words_of, language, folded)}{note}</div>'
        _publish(language, f'<div class="evidence">{"".join(parts)}{note}</div>', f"[{len(pages)} pages]", report)
    _cited.clear()
    return None
