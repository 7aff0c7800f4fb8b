"""The arithmetic of published figures: pure functions from counts, no reading, no formatting.

What cannot be known is None, never zero: no change without a count before, no share of nothing, no rate
without users or messages. Intervals are those of `oversight.statistics`, so that a scorecard and a
bulletin never differ.
"""

from __future__ import annotations

from collections.abc import Sequence

from sosiego.oversight import statistics
from sosiego.oversight.statistics import Figure


def change(now: int, before: int | None) -> float | None:
    """Relative change, now ÷ before − 1. Unknown if nothing was counted before."""
    if before is None or before <= 0:
        return None
    return now / before - 1


def share(part: int, whole: int) -> float | None:
    """Part ÷ whole, 0 to 1. Unknown if there is no whole."""
    return part / whole if whole > 0 else None


def share_change(part: int, whole: int, part_before: int | None, whole_before: int | None) -> float | None:
    """Difference of two shares; × 100 it is the change in percentage points."""
    if part_before is None or whole_before is None:
        return None
    now, before = share(part, whole), share(part_before, whole_before)
    return None if now is None or before is None else now - before


def rate(count: int, exposure: int | None, per: int) -> Figure | None:
    """Events per `per` units of exposure, with the exact Poisson interval of the count.

    `per` is 1,000,000 for reports per million users, 100,000,000 for reports per 100 million messages.
    """
    return statistics.rate(count, exposure, per) if exposure is not None and exposure > 0 else None


def proportion(part: int, whole: int) -> Figure | None:
    """A share with Wilson's interval, for counts of like cases (answers in time, robocalls)."""
    return statistics.share(part, whole) if whole > 0 else None


Interval = tuple[float, float]


def count_interval(count: int) -> Interval:
    """Where the mean of a Poisson count lies: to see whether two counts differ by more than chance."""
    figure = statistics.rate(count, 1, 1)
    return figure.low or 0.0, figure.high or 0.0


def interval_of(figure: Figure | None) -> Interval | None:
    if figure is None or figure.low is None or figure.high is None:
        return None
    return figure.low, figure.high


def places(intervals: Sequence[Interval | None]) -> list[tuple[int, int] | None]:
    """Best and worst place that each may hold, the highest first; equal numbers if its place is sure.

    Two are in order only if their intervals do not touch: (2, 4) says "second to fourth, we cannot tell".
    """
    known = [interval for interval in intervals if interval is not None]
    return [None if interval is None else _place(interval, known) for interval in intervals]


def _place(interval: Interval, all_known: Sequence[Interval]) -> tuple[int, int]:
    low, high = interval
    surely_above = sum(1 for other_low, _ in all_known if other_low > high)
    surely_below = sum(1 for _, other_high in all_known if other_high < low)
    return 1 + surely_above, len(all_known) - surely_below
