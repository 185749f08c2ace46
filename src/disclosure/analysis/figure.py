"""Amounts as notebooks say them: exact, in 万元, and linked to the place on the page that they were read from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from html import escape

from markupsafe import Markup

from disclosure.model.place import Place
from disclosure.store.csv_files import WAN


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
        cited[self.place.name] = self.place
        return Markup(f'<a class="figure" href="#e-{escape(self.place.name)}">{text}</a>')

    def __abs__(self) -> Figure:
        return Figure(super().__abs__(), self.place)

    def __reduce__(self):
        return Figure, (str(self), self.place)


cited: dict[str, Place] = {}
"""The places of the figures said so far in this process, by name: what the evidence at a notebook's end shows."""


def spell(value: Decimal, spec: str = "w") -> str:
    """A number in words: ``w`` 万元, ``m`` million yuan to a hundred yuan, ``y`` yuan, ``p`` per cent, ``x``, ``n``."""
    sign = "+" if spec.startswith("+") else ""
    value = Decimal(value)
    match spec.lstrip("+"):
        case "w" | "":
            text = f"{value:{sign},.2f}"
        case "m":
            text = f"{round(value / 100, 4).normalize():{sign},f}"
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
