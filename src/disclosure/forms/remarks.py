"""What a reader of the data should know of how it was read: records with a kind and a place, said in each language."""

from __future__ import annotations

from dataclasses import dataclass

from disclosure.words.messages import Message


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: its ``kind`` in a word, the ``message``, and of which page, table (by its title) or amount it is.

    Kinds: ``page`` (how a page or a table on it was read), ``other`` (a table without a role), ``column``, ``line``,
    ``unit``, ``again`` (a table that restates another), ``unreadable`` (an amount of a table), ``unread`` (figures of
    the text), ``doubtful`` and ``ocr_corrected`` (numbers that OCR is not certain of) and ``organisations``.
    """

    kind: str
    message: Message
    page: int | None = None
    table: str | None = None
    fact_id: str = ""

    @property
    def placed(self) -> Message:
        """The message with its place before it."""
        page, remark = self.page, self.message
        if self.fact_id:
            return Message("page {page}, {cell}: {remark}", page=page, cell=self.fact_id, remark=remark)
        if self.table:
            return Message("page {page}: table “{table}”: {remark}", page=page, table=self.table, remark=remark)
        if self.table is not None:
            return Message("page {page}: table without a title: {remark}", page=page, remark=remark)
        return Message("page {page}: {remark}", page=page, remark=remark) if page else remark

    def __str__(self) -> str:
        return str(self.placed)
