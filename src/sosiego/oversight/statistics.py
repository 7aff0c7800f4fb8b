"""Intervals for the figures of oversight and publication, so that small numbers do not rank anyone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scipy import stats

# 95 %: the usual level in official statistics; the interval is printed with each figure.
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Figure:
    """value = numerator × per / denominator, with its interval. All three None if nothing can be divided."""

    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None


def rate(numerator: int, denominator: int, per: int) -> Figure:
    """A rate per so many units, with the exact Poisson interval.

    Bounds of the count: χ²(α/2; 2n)/2 and χ²(1−α/2; 2n+2)/2 (Garwood 1936).
    """
    if denominator <= 0:
        return Figure(numerator, denominator, None, None, None)
    tail = (1 - CONFIDENCE) / 2
    low = stats.chi2.ppf(tail, 2 * numerator) / 2 if numerator else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * numerator + 2) / 2
    scale = per / denominator
    return Figure(numerator, denominator, numerator * scale, float(low) * scale, float(high) * scale)


def share(numerator: int, denominator: int, per: int = 1) -> Figure:
    """A share with Wilson's interval (Wilson 1927): sound at 0 and at 1, where the simple one is not."""
    if denominator <= 0:
        return Figure(numerator, denominator, None, None, None)
    interval = stats.binomtest(numerator, denominator).proportion_ci(CONFIDENCE, method="wilson")
    return Figure(
        numerator,
        denominator,
        numerator * per / denominator,
        float(interval.low) * per,
        float(interval.high) * per,
    )


def figure(kind: Literal["rate", "share"], numerator: int, denominator: int, per: int) -> Figure:
    """The figure of an indicator after its kind."""
    return rate(numerator, denominator, per) if kind == "rate" else share(numerator, denominator, per)


def separate(one: Figure, other: Figure) -> bool:
    """True if the intervals do not overlap: only then may one be ranked above the other."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.high < other.low or other.high < one.low
