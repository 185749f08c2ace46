"""A table with its role, and its columns with their meaning: what the other modules of this folder pass on."""

from __future__ import annotations

from dataclasses import dataclass, field

from disclosure.forms.printed import PrintedTable
from disclosure.forms.remarks import Remark
from disclosure.model.roles import NO_AMOUNT
from disclosure.words.messages import Message
from disclosure.words.names import Text


@dataclass(slots=True)
class Column:
    """A column's meaning.

    ``measure`` is what it measures, ``role`` leaf, subtotal, total or of_which, ``basis`` current or prior year,
    ``phase`` approved, adjusted or executed where the header says so; ``item_columns`` are the columns that name its
    lines, in a table whose lines are named by words; ``part`` numbers the lists of codes that stand beside each other;
    ``unit`` is the unit of money where the header says one of its own; ``economic`` code and name of the economic
    class whose amounts it holds, in a table that has lines of another classification.
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
    economic: tuple[str, str] = ("", "")


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


def list_numbers(found: Recognised) -> dict[int, int]:
    """For each column of a table, which of the lists that stand side by side it is part of, from 1."""
    lists: dict[tuple, int] = {}
    return {c.index: lists.setdefault((c.part, c.item_columns), len(lists) + 1) for c in amount_columns(found)}


def amount_columns(found: Recognised) -> list[Column]:
    """The columns that hold amounts of money."""
    return [column for column in found.columns if column.measure not in NO_AMOUNT]
