"""Intervals for the figures of oversight and publication, so that small numbers do not rank anyone."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from sosiego.rules import marks

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
    low = _chi2_quantile(tail, 2 * numerator) / 2 if numerator else 0.0
    high = _chi2_quantile(1 - tail, 2 * numerator + 2) / 2
    scale = per / denominator
    value = marks.figure(numerator, denominator, per)
    return Figure(numerator, denominator, value, low * scale, high * scale)


def share(numerator: int, denominator: int, per: int = 1) -> Figure:
    """A share with Wilson's interval (Wilson 1927): sound at 0 and at 1, where the simple one is not."""
    if denominator <= 0:
        return Figure(numerator, denominator, None, None, None)
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    low, high = _wilson(numerator, denominator)
    value = marks.figure(numerator, denominator, per)
    return Figure(numerator, denominator, value, low * per, high * per)


# scipy.special is imported where it is used, and scipy.stats not at all: they take longer to import than a
# command takes to begin.


def _chi2_quantile(probability: float, degrees: int) -> float:
    from scipy import special

    return float(2 * special.gammaincinv(degrees / 2, probability))


def _wilson(successes: int, trials: int) -> tuple[float, float]:
    """Newcombe 1998, method 3. At 0 and at 1 the bound is exact, whatever the last decimal of the sum."""
    from scipy import special

    z = float(special.ndtri(0.5 + 0.5 * CONFIDENCE))
    share_, squared = successes / trials, z * z
    spread = 2 * (trials + squared)
    centre = (2 * trials * share_ + squared) / spread
    delta = z / spread * sqrt(4 * trials * share_ * (1 - share_) + squared)
    low = 0.0 if successes == 0 else centre - delta
    high = 1.0 if successes == trials else centre + delta
    return low, high


def figure(kind: Literal["rate", "share"], numerator: int, denominator: int, per: int) -> Figure:
    """The figure of an indicator after its kind."""
    return rate(numerator, denominator, per) if kind == "rate" else share(numerator, denominator, per)


def separate(one: Figure, other: Figure) -> bool:
    """True if the intervals do not overlap: only then may one be ranked above the other."""
    if one.low is None or one.high is None or other.low is None or other.high is None:
        return False
    return one.high < other.low or other.high < one.low
