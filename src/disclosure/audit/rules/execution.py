"""What final accounts say of their budget: which of two figures is the larger, and parts of what was approved."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from disclosure.audit.amount import total
from disclosure.audit.ledger import Ledger, Statement
from disclosure.audit.rule import ZERO, Scope, Test, rule
from disclosure.audit.rules.prose_against_prose import NEAR_BY, alike, parts_test, planned_and_spent
from disclosure.audit.rules.prose_against_tables import named, place_of
from disclosure.model.roles import BUDGETED
from disclosure.model.source import ADJUSTED, EXECUTED
from disclosure.words.messages import Message
from disclosure.words.wording import says

NEAR = Decimal("0.05")
"""Of the budget: how far the outturn may be from it where the text calls the two roughly (基本) level."""
FINE = Decimal("0.001")
"""One tenth of a per cent: where shares are printed so finely, 100 % is all of it."""
FINAL = Scope(phases=(EXECUTED,))


@rule(
    "deviation-direction",
    "narrative_to_table",
    Message("Where prose calls the outturn above, below or level with the budget, so are its two figures"),
    needs=Message("prose does not say which is larger, the budget or the outturn"),
    scope=FINAL,
    tolerance="exact",
)
def deviation_direction(ledger: Ledger) -> Iterator[Test]:
    for said in ledger.statements:
        if said.basis != "deviation" or said["trend"] not in ("rise", "fall", "unchanged"):
            continue
        told = distance_told(ledger, said)
        if said.amount.counts or (said.share is not None and told):
            continue  # the amount is held against the two figures (stated-change), and a rate against the amount
        pair = planned_and_spent(ledger, said)
        if pair is not None and said.amount.value is not None:
            continue
        if pair is None:
            if told and said.share is None:
                case = Message("{change}: “{said}”", change=told, said=said.raw)
                yield Test(said.amount.id, [told.amount, said.amount], [], case, holds=told["trend"] == said["trend"])
            elif (share := share_told(ledger, said)) and said.share is None:
                yield _against_share(ledger, said, share)
            continue
        planned, spent = (statement.amount.yuan for statement in pair)
        near = bool(says("roughly", said.raw)) and abs(spent - planned) <= NEAR * planned
        holds = {"rise": spent > planned, "fall": spent < planned, "unchanged": spent == planned or near}
        case = Message("{spent}, {planned}: “{said}”", spent=pair[1], planned=pair[0], said=said.raw)
        amounts = [statement.amount for statement in (*pair[::-1], said)]
        yield Test(said.amount.id, amounts, [], case, holds=holds[said["trend"]])


def distance_told(ledger: Ledger, said: Statement) -> Statement | None:
    """How far the outturn is from the budget, where that is told as an amount shortly before a statement of it."""
    for other in ledger.before(said, 2):
        if (other.section, other.basis) == (said.section, "deviation") and alike(other, said) and other.amount.counts:
            return other
    return None


def share_told(ledger: Ledger, said: Statement) -> Statement | None:
    """The share of the budget completed that is told shortly before a statement of how far the outturn is from it."""
    for other in ledger.before(said, NEAR_BY):
        if (other.section, other.basis) == (said.section, "completion") and alike(other, said):
            return other if other.share is not None else None
    return None


def _against_share(ledger: Ledger, said: Statement, share: Statement) -> Test:
    """More than the budget is more than 100 %; what rounds to 100 % may be either, unless shares have decimals."""
    done = share.share or ZERO
    finest = min(s.digit for s in ledger.statements if s.basis == "completion" and s.share is not None)
    roughly = bool(says("roughly", said.raw))
    ways = {"rise": done > 1, "fall": done < 1, "unchanged": abs(done - 1) <= (NEAR if roughly else ZERO)}
    holds = ways[said["trend"]] or (done == 1 and finest > FINE)
    case = Message("{share}: “{said}”", share=share, said=said.raw)
    return Test(said.amount.id, [share.amount, said.amount], [], case, holds=holds)


@rule(
    "approved-told",
    "narrative_to_table",
    Message("A budget that prose repeats is that of the table"),
    needs=Message("no table prints the budget beside the outturn, or prose does not repeat it"),
    scope=FINAL,
)
def approved_told(ledger: Ledger) -> Iterator[Test]:
    """Where a table prints both the first and the last budget, prose may mean either."""
    line_of = {
        amount.id: (table, line)
        for own in ledger.main.values()
        for table in own
        for line in table.lines
        for amount in line.amounts.values()
    }
    for planned in ledger.statements:
        if planned.basis != "budget" or planned.amount.value is None:
            continue
        cells = (place_of(ledger, planned) or ([], ""))[0]
        if len(cells) != 1 or cells[0].id not in line_of:
            continue
        table, line = line_of[cells[0].id]
        printed = [line.amounts[m, "current"] for m in BUDGETED if (m, "current") in line.amounts]
        if printed and (len(printed) > 1 or not _of_another_day(ledger, planned)):
            meant = next((amount for amount in printed if amount.yuan == planned.amount.yuan), printed[0])
            case = Message("Prose “{statement}” = {place}", statement=planned, place=named(table, line.label))
            yield Test(planned.amount.id, [planned.amount], [meant], case)


def _of_another_day(ledger: Ledger, planned: Statement) -> bool:
    """May a column of budgets hold the adjusted one where prose tells the first, or the reverse?"""
    told = [row["paragraph"] for row in ledger.rows.get("paragraphs", ())] + [row["note"] for row in ledger.printed]
    adjusted = any(says("adjusted_told", text) for text in told)
    first = bool(says("at_first", planned.sentence.partition(planned.raw)[0]))
    return (adjusted and first) or (planned["phase"] == ADJUSTED and not adjusted)


@rule(
    "approved-parts",
    "narrative_to_table",
    Message("The budget that prose repeats for the whole is the sum of those that it repeats for the items"),
    needs=Message("prose does not repeat the budget of every item"),
    scope=FINAL,
)
def approved_parts(ledger: Ledger) -> Iterator[Test]:
    table = ledger.table("general_budget_by_function")
    foot = table.total() if table else None
    if table is None or foot is None:
        return
    leaves = {amount.id for line in table.lines if line.role == "leaf" for amount in line.amounts.values()}
    whole: Statement | None = None
    parts: list[tuple[Statement, Statement]] = []
    for planned, spent in _pairs(ledger):
        cells = {cell.id for cell in (place_of(ledger, spent) or ([], ""))[0]}
        if cells & {amount.id for amount in foot.amounts.values()}:
            whole = whole or planned
        elif whole and planned.section == whole.section and cells & leaves:
            parts.append((planned, spent))
    spent_in_all = total([spent.amount for _, spent in parts])
    printed = [amount.yuan for amount in foot.amounts.values()]
    # Where an item has no words of its own, the outturns do not add up either, and nothing can be asked of the budgets.
    if whole and len(parts) > 1 and any(abs(spent_in_all - yuan) <= 100 * len(parts) for yuan in printed if yuan):
        yield parts_test(whole, [planned for planned, _ in parts])


def _pairs(ledger: Ledger) -> Iterator[tuple[Statement, Statement]]:
    """Each budget that prose repeats, with the outturn of the same line that follows it."""
    for planned in ledger.statements:
        if planned.basis == "budget" and planned.amount.value is not None:
            after = ledger.statements[planned.index + 1 : planned.index + 3]
            for spent in after:
                if spent.basis == "current" and (spent.section, spent.label) == (planned.section, planned.label):
                    yield planned, spent
                    break
