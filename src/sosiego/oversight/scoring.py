"""From figures to points, from points to a grade. Pure: thresholds and weights come from the rule-book."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sosiego.rules.book import Grade, Indicator

# Points at the four marks of an indicator: on target all, at the warning mark 60 (a pass in most school
# scales, and the grade boundary officials expect), at the critical mark none.
POINTS_ON_TARGET = 100.0
POINTS_AT_WARNING = 60.0
POINTS_AT_CRITICAL = 0.0

# A score needs indicators that carry at least half of the weight: less would judge on scraps.
SMALLEST_KNOWN_WEIGHT = 0.5


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


def standing(indicator: Indicator, value: float | None) -> str:
    """Where a value stands against the marks of its indicator."""
    if value is None:
        return "unknown"
    sign = 1 if indicator.direction == "lower is better" else -1
    if sign * value >= sign * indicator.critical:
        return "critical"
    if sign * value >= sign * indicator.warning:
        return "warning"
    return "good"


def points(indicator: Indicator, value: float | None) -> Points:
    """Points of one value, straight lines between target, warning and critical marks."""
    place = standing(indicator, value)
    made = None if value is None else _between_marks(indicator, value)
    return Points(indicator.id, value, place, made, indicator.weight)


def _between_marks(indicator: Indicator, value: float) -> float:
    sign = 1 if indicator.direction == "lower is better" else -1
    distance, target = sign * value, sign * indicator.target
    warning, critical = sign * indicator.warning, sign * indicator.critical
    if distance <= target:
        return POINTS_ON_TARGET
    if distance <= warning:
        return POINTS_ON_TARGET - (POINTS_ON_TARGET - POINTS_AT_WARNING) * (distance - target) / (
            warning - target
        )
    if distance < critical:
        return POINTS_AT_WARNING * (critical - distance) / (critical - warning)
    return POINTS_AT_CRITICAL


def score(working: Iterable[Points], grades: Sequence[Grade]) -> Score:
    """The score of an organisation from its points, and its grade after the rule-book."""
    rows = tuple(working)
    known = [row for row in rows if row.points is not None]
    weight_known = sum(row.weight for row in known)
    weight_all = sum(row.weight for row in rows)
    if not weight_all or weight_known < SMALLEST_KNOWN_WEIGHT * weight_all:
        return Score(None, "", rows)
    total = sum(row.weight * row.points for row in known if row.points is not None) / weight_known
    best_first = sorted(grades, key=lambda grade: -grade.at_least)
    grade = next((grade.id for grade in best_first if total >= grade.at_least), best_first[-1].id)
    return Score(round(total, 6), grade, rows)
