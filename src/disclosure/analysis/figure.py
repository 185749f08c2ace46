"""Amounts as notebooks have them: exact, in 万元, with the place on the page that they were read from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from disclosure.model.place import Place


class Figure(Decimal):
    """An exact amount in 万元. A printed one knows its place; one that follows from others does not."""

    place: Place | None

    def __new__(cls, value: Decimal | int | str, place: Place | None = None) -> Figure:
        self = super().__new__(cls, value)
        self.place = place
        return self

    def __abs__(self) -> Figure:
        return Figure(super().__abs__(), self.place)

    def __neg__(self) -> Figure:
        return Figure(super().__neg__())

    def __add__(self, other: Decimal | int) -> Figure:
        return Figure(super().__add__(other))

    __radd__ = __add__

    def __sub__(self, other: Decimal | int) -> Figure:
        return Figure(super().__sub__(other))

    def __rsub__(self, other: Decimal | int) -> Figure:
        return Figure(super().__rsub__(other))

    def __reduce__(self):
        return Figure, (str(self), self.place)


def total(values: Iterable[Decimal | None]) -> Figure:
    """The exact sum of amounts; blanks count as nothing."""
    return Figure(sum((value for value in values if value is not None), Decimal(0)))
