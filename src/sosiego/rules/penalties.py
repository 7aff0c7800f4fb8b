"""Fines: what is due for how many breaches, the how-manieth time."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from sosiego.errors import WrongUsageError

if TYPE_CHECKING:
    from sosiego.rules.book import Penalty


class FineNotCountableError(WrongUsageError):
    """A fine was asked for a number of breaches, or a time, that cannot be."""

    def __init__(self, count: int, nth: int) -> None:
        super().__init__(
            f"There is no fine for {count} breaches at time {nth}.",
            todo="Give a count from 0 and a time from 1.",
        )


def amount(
    penalty: Penalty, count: int = 1, nth: int = 1, turnover: Decimal | None = None
) -> Decimal | tuple[Decimal, Decimal]:
    """What is due for `count` (of what `penalty.per` names) the `nth` time; lowest and highest of a range.

    Ranges and amounts are multiplied by `count`; slabs are charged as `penalty.charged` says. The upper end
    of a range is at least the share of `turnover` that the fine names, if both are known. `penalty.cap`
    bounds all.
    Raises `FineNotCountableError`.
    """
    if count < 0 or nth < 1:
        raise FineNotCountableError(count, nth)
    if penalty.range is not None:
        lowest, highest = (bound * count for bound in penalty.range)
        if penalty.share_of_turnover is not None and turnover is not None and count:
            highest = max(highest, penalty.share_of_turnover * turnover)
        return _capped(penalty, lowest), _capped(penalty, highest)
    if penalty.amounts:
        return _capped(penalty, penalty.amounts[min(nth, len(penalty.amounts)) - 1] * count)
    return _capped(penalty, _by_slabs(penalty, count))


def _capped(penalty: Penalty, due: Decimal) -> Decimal:
    return due if penalty.cap is None else min(due, penalty.cap)


def _by_slabs(penalty: Penalty, count: int) -> Decimal:
    if penalty.charged == "marginal":
        return sum(
            (
                slab.each * (min(count, count if slab.up_to is None else slab.up_to) - slab.above)
                for slab in penalty.slabs
                if count > slab.above
            ),
            Decimal(0),
        )
    rate = next((slab.each for slab in reversed(penalty.slabs) if count > slab.above), Decimal(0))
    return rate * count
