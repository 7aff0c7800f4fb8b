"""From counts to a figure, from a figure to its zone and points, from points to a grade.

Pure: marks, weights and grades come from the rule-book. Oversight judges with these functions, and the tests
of a rule-book ask the same ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from sosiego.rules.book import Indicator, Scoring

Zone = Literal["good", "between", "warning", "critical", "unknown"]


@dataclass(frozen=True)
class Points:
    """What one indicator brings to the score."""

    indicator: str
    value: float | None
    standing: str  # "good", "warning", "critical", "unknown"
    points: float | None
    weight: float


@dataclass(frozen=True)
class Score:
    """Weighted mean of the known points; None if too little is known."""

    score: float | None
    grade: str
    working: tuple[Points, ...]


def figure(numerator: float, denominator: float, per: int) -> float | None:
    """numerator × per ÷ denominator; None if there is nothing to divide by."""
    return numerator * per / denominator if denominator > 0 else None


def zone(indicator: Indicator, value: float | None) -> Zone:
    """Where a value lies among its marks. A mark belongs to the zone that it opens."""
    if value is None:
        return "unknown"
    sign = 1 if indicator.direction == "lower is better" else -1
    if sign * value >= sign * indicator.critical:
        return "critical"
    if sign * value >= sign * indicator.warning:
        return "warning"
    return "between" if sign * value > sign * indicator.target else "good"


def standing(indicator: Indicator, value: float | None) -> str:
    """How a value is judged: what lies between target and warning is good, though it brings fewer points."""
    found = zone(indicator, value)
    return "good" if found == "between" else found


def is_repetition(before: datetime, again: datetime, within_days: int) -> bool:
    """Whether a second confirmed case follows so soon that it counts as a repetition of the one before."""
    return again - before <= timedelta(days=within_days)


def points(indicator: Indicator, value: float | None, scoring: Scoring) -> Points:
    """Points of one value, straight lines between target, warning and critical marks."""
    made = None if value is None else _between_marks(indicator, value, scoring)
    return Points(indicator.id, value, standing(indicator, value), made, indicator.weight)


def _between_marks(indicator: Indicator, value: float, scoring: Scoring) -> float:
    """Beyond the outer marks the points of the marks themselves stand."""
    at = (
        (indicator.target, scoring.points_on_target),
        (indicator.warning, scoring.points_at_warning),
        (indicator.critical, scoring.points_at_critical),
    )
    sign = 1 if indicator.direction == "lower is better" else -1
    if sign * value <= sign * indicator.target:
        return float(scoring.points_on_target)
    for (better, points_better), (worse, points_worse) in pairwise(at):
        if sign * value <= sign * worse:
            share = (value - better) / (worse - better) if worse != better else 1.0
            return points_better + share * (points_worse - points_better)
    return float(scoring.points_at_critical)


def grade(score: float, scoring: Scoring) -> str:
    """The best grade whose mark is reached; the lowest for all below."""
    best_first = sorted(scoring.grades, key=lambda grade: -grade.at_least)
    return next((grade.id for grade in best_first if score >= grade.at_least), best_first[-1].id)


def is_enough(weight_known: float, weight_all: float, scoring: Scoring) -> bool:
    """Whether so much of the weight is known that there is a score."""
    return weight_all > 0 and weight_known >= scoring.smallest_known_weight * weight_all


def score(working: Iterable[Points], scoring: Scoring) -> Score:
    """The weighted mean of the known points, and its grade; no score if too little of the weight is known."""
    rows = tuple(working)
    known = [(row.weight, row.points) for row in rows if row.points is not None]
    weight_known = sum(weight for weight, _ in known)
    weight_all = sum(row.weight for row in rows)
    if not is_enough(weight_known, weight_all, scoring):
        return Score(None, "", rows)
    # Six digits: more would make two equal cards differ by the order of addition.
    total = round(sum(weight * points for weight, points in known) / weight_known, 6)
    return Score(total, grade(total, scoring), rows)
