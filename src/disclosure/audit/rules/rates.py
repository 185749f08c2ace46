"""The percentages that prose states: of change, of the budget completed, of a whole; each to its printed digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from disclosure.audit.amount import Amount, total
from disclosure.audit.ledger import Ledger, Statement
from disclosure.audit.rule import TOTAL, ZERO, Plus, Test, no_other_fund, rule
from disclosure.audit.rules.prose_against_prose import make_whole, planned_and_spent, same_thing, single_fund
from disclosure.audit.rules.sentences import NO_TEXT, each
from disclosure.words.messages import Message
from disclosure.words.names import bare
from disclosure.words.three_public import told_by
from disclosure.words.wording import says, wording

LONG = 3
"""A name of more characters may be the end of another: 授予中小企业合同金额 of 政府采购授予中小企业合同金额."""
LARGER = 100
"""So many times as large as its whole no part is, even of a budget that was far exceeded."""


@rule(
    "stated-rate",
    "year_over_year",
    Message("A stated rate of change agrees with the change and the year before, to its printed digits"),
    needs=Message("prose states no rate of change with its base"),
    tolerance="percentage",
)
def stated_rate(ledger: Ledger) -> Iterator[Test]:
    for rate in ledger.statements:
        if (used := _behind(ledger, rate)) and (test := _rate_test(rate, used)):
            yield test


def _rate_test(rate: Statement, found: dict[str, Statement]) -> Test | None:
    """None where the year before would be less than nothing: then the change is wrong (``change-direction``)."""
    used = [found[basis] for basis in ("current", "prior", "change") if basis in found]
    if "prior" in found:
        base = found["prior"].amount
        bases = [base]
    else:
        base = less(found["current"].amount, found["change"].amount)
        bases = [found["current"].amount, found["change"].amount.minus()]
    grown = [found["change"].amount] if "change" in found else [found["current"].amount, found["prior"].amount.minus()]
    said: dict[str, Any] = {
        "label": (found.get("current") or found["change"]).label,
        "figures": [x.raw for x in used],
        "rate": rate.raw,
        "base": base.yuan,
    }
    if base.yuan < 0:
        return None
    if base.yuan == 0:
        # What was nothing before is called a rise of 100 %.
        holds = rate.share == bool(total(grown))
        case = Message("{label}: {figures}, {rate}; the year before is {base:exact}", **said)
        amounts = [*(statement.amount for statement in used), rate.amount]
        return Test(rate.amount.id, amounts, [], case, holds=holds)
    size = base.yuan
    if rate.share and len({statement["unit"] for statement in used}) > 1:
        size = max(size, abs(total(grown) / rate.share))  # one of them may have another's unit
    return Test(
        rate.amount.id,
        grown,
        [
            times(rate, base),
            *(Amount(x.id, x.page, None, negative=x.negative) for x in bases),
        ],
        Message("{label}: {figures}; {rate} = change ÷ year before, {base:exact}", **said),
        tolerance=rate.digit * size / 2,
    )


def less(amount: Amount, other: Amount) -> Amount:
    """The difference of two amounts, as exact as both of them."""
    return Amount(amount.id, amount.page, amount.yuan - other.yuan, digit=amount.digit + other.digit)


def times(share: Statement, base: Amount) -> Amount:
    """A stated share of an amount, as exact as the digits of both that are printed."""
    part = base.times(share.share or ZERO, share.digit)
    return replace(part, id=share.amount.id, page=share.amount.page)


def _behind(ledger: Ledger, rate: Statement) -> dict[str, Statement]:
    """Two or more of the figures that a rate of change is told of, by basis; empty for any other statement.

    They stand before it in its sentence, this year's also in the one before that.
    """
    if rate.basis not in ("change", "deviation") or rate.share is None or not rate.raw.endswith("%"):
        return {}
    found: dict[str, Statement] = {}
    for other in ledger.before(rate, 8):
        if other.sentence != rate.sentence and bare(other["parent"]) == rate.label:
            continue  # the parts that the whole was divided into
        basis = "change" if other.basis == "deviation" else other.basis
        if rate.basis == "deviation" and basis == "budget":
            basis = "prior"
        if other.section != rate.section or (other.amount.value is None and other.share is None):
            break
        if other.share is not None or basis not in ("current", "prior", "change"):
            continue
        if other.sentence != rate.sentence and (basis != "current" or not says("compared", rate.sentence)):
            break
        if basis in found:
            break
        found[basis] = other
        if basis == "current" and other.label and rate.label not in ("", other.label) and "prior" in found:
            break
        if other.sentence != rate.sentence:
            break
    return found if len(found) > 1 else {}


@rule(
    "stated-completion",
    "narrative_to_table",
    Message("The stated share of the budget completed is the outturn over the budget, to its printed digits"),
    needs=Message("prose states no share completed with its two figures"),
    tolerance="percentage",
)
def stated_completion(ledger: Ledger) -> Iterator[Test]:
    for share in ledger.statements:
        if share.basis != "completion" or share.share is None:
            continue
        pair = planned_and_spent(ledger, share)
        if pair and pair[0].amount.yuan > 0:
            yield _share_test(share, pair[1], [pair[0]])
        elif pair and (pair[1].amount.counts or share.share not in (0, 1)):
            case = Message("{spent}, {planned}: {share} of nothing", spent=pair[1], planned=pair[0], share=share.raw)
            amounts = [share.amount, pair[1].amount, pair[0].amount]
            yield Test(share.amount.id, amounts, [], case, holds=False)  # of nothing there is no share
        elif found := _distance(ledger, share):
            yield _rest_test(share, *found)


def _distance(ledger: Ledger, share: Statement) -> tuple[Statement, Statement] | None:
    """The outturn, and its distance from the budget, told around a share completed whose budget is not told."""
    before = ledger.before(share, 2)
    spent = next((s for s in before if s.basis == "current" and s.label == share.label and s.amount.counts), None)
    after = ledger.statements[share.index + 1 : share.index + 2]
    gap = next((s for s in after if s.basis == "deviation" and s.label == share.label and s.amount.counts), None)
    return (spent, gap) if spent and gap and spent.sentence == gap.sentence == share.sentence else None


def _rest_test(share: Statement, spent: Statement, gap: Statement) -> Test:
    """The outturn is so much of what it would be without its distance from the budget."""
    base = less(spent.amount, gap.amount)
    case = Message("{part} ÷ ({part} − {gap}) = {share}", part=spent, gap=gap.raw, share=share.raw)
    return Test(
        share.amount.id,
        [spent.amount],
        [times(share, base), Amount(gap.amount.id, gap.amount.page, None)],
        case,
        tolerance=share.digit * abs(base.yuan) / 2,
    )


def _share_test(share: Statement, part: Statement, wholes: list[Statement]) -> Test:
    amounts = [whole.amount for whole in wholes]
    base = Amount("", "", total(amounts), digit=sum((c.digit for c in amounts), ZERO))
    size = base.yuan
    if share.share and part.amount.yuan > LARGER * size:  # one of the two has another unit: the base as it would be
        size = part.amount.yuan / share.share
    return Test(
        share.amount.id,
        [part.amount],
        [
            times(share, base),
            *(Amount(whole.amount.id, whole.amount.page, None) for whole in wholes),
        ],
        Message("{part} ÷ ({wholes}) = {share}", part=part, wholes=Plus(wholes), share=share.raw),
        tolerance=share.digit * size / 2,
    )


@rule(
    "stated-share",
    "narrative_to_table",
    Message("A stated share is the part over its whole, to its printed digits"),
    needs=Message("prose states no share with its whole"),
    tolerance="percentage",
)
def stated_share(ledger: Ledger) -> Iterator[Test]:
    for share in ledger.statements:
        if share.basis != "current" or share.share is None or not share.raw.endswith("%"):
            continue
        before = ledger.before(share, 4)
        part = next((s for s in before if s.label == share.label and s.basis == "current" and s.amount.counts), None)
        if part and (wholes := _wholes_of(ledger, share, part)):
            yield _share_test(share, part, wholes)


def _is_total(ledger: Ledger, share: Statement, parts: list[Statement]) -> bool:
    """Do the parts of a sentence come to a total that its section tells, or that the tables print?"""
    told = (s.amount for s in ledger.statements if s.section == share.section and s not in parts)
    feet = (t.total(side) for own in ledger.main.values() for t in own for side in ("", "revenue", "expenditure"))
    printed = (foot.get(*TOTAL) for foot in feet if foot)
    return total(s.amount for s in parts) in {amount.value for amount in (*told, *printed) if amount.counts}


def _plain(name: str) -> str:
    return re.sub(wording("whole_words"), "", bare(name))


def _wholes_of(ledger: Ledger, share: Statement, part: Statement) -> list[Statement]:
    """The stated figures that a share is a share of.

    They are the one of the name that the text gives, or all those of its sentence where their shares make 100 %, or
    the items of the 三公 expenses.
    """
    name = _plain(share["parent"])
    every = [s for s in ledger.statements if s.basis == "current"]
    here = [s for s in every if s.section == share.section]
    beside = [s for s in here if s.sentence == share.sentence]
    if not name:
        shares = [s for s in beside if s.share is not None]
        parts = [s for s in beside if s.amount.value is not None]
        if len(parts) != len(shares) or len(parts) < 2:
            return []
        return parts if make_whole(shares) or _is_total(ledger, share, parts) else []
    years, other = re.compile(wording("this_year")), wording("other_funds")
    every = [s for s in every if s.section == share.section or not re.search(other, s.section)]
    for near in (here, every) if not re.sub(wording("total_words"), "", name) else (here,):
        known = {s.index: _plain(s.label) for s in near if s.amount.counts and s is not part}
        named = [s for s in near if known.get(s.index) == name]
        if not named:  # 占支出合计 where the text says 本年支出合计
            named = [s for s in near if s.index in known and years.sub("", known[s.index]) == years.sub("", name)]
        if named:
            before = [s for s in named if s.index < share.index]
            return [before[-1] if before else named[0]]
    end = years.sub("", name)
    longer = [s for s in here if s.amount.counts and s.index < share.index and _plain(s.label).endswith(end)]
    of_one_fund = no_other_fund(ledger, ledger.main) or not says("appropriation", end)
    if longer and len(end) > LONG and of_one_fund:
        return longer[-1:]
    if re.match(wording("three_public_head"), name):
        return [s for s in beside if s.amount.counts and set(told_by(s.label)) - {"total"}]
    if not re.sub(wording("total_words"), "", name) and says("revenue_or_expenditure", name) and single_fund(ledger):
        return [part] if (same_thing(ledger, part) or ("", ""))[1].startswith("total") else []
    return []


@rule(
    "rate-signed",
    "completeness",
    Message("A share or rate has its percent sign"),
    needs=NO_TEXT,
    severity="minor",
    tolerance="exact",
)
def rate_signed(ledger: Ledger) -> Iterator[Test]:
    yield from each(ledger, wording("sign_missing"))
