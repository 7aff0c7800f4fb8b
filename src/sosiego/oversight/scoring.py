"""From figures to points, from points to a grade. Pure: thresholds and weights come from the rule-book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sosiego.rules.book import Indicator, Scoring


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


def points(indicator: Indicator, value: float | None, scoring: Scoring) -> Points:
    """Points of one value, straight lines between target, warning and critical marks."""
    made = None if value is None else _between_marks(indicator, value, scoring)
    return Points(indicator.id, value, standing(indicator, value), made, indicator.weight)


def _between_marks(indicator: Indicator, value: float, scoring: Scoring) -> float:
    sign = 1 if indicator.direction == "lower is better" else -1
    marks = [sign * indicator.target, sign * indicator.warning, sign * indicator.critical]
    at_marks = [scoring.points_on_target, scoring.points_at_warning, scoring.points_at_critical]
    # np.interp holds the end values beyond the outer marks, which is what is meant.
    return float(np.interp(sign * value, marks, at_marks))


def score(working: Iterable[Points], scoring: Scoring) -> Score:
    """The weighted mean of the known points, and its grade; no score if too little of the weight is known."""
    rows = tuple(working)
    known = [(row.weight, row.points) for row in rows if row.points is not None]
    weight_known = sum(weight for weight, _ in known)
    weight_all = sum(row.weight for row in rows)
    if not weight_all or weight_known < scoring.smallest_known_weight * weight_all:
        return Score(None, "", rows)
    # Six digits: more would make two equal cards differ by the order of addition.
    total = round(sum(weight * points for weight, points in known) / weight_known, 6)
    best_first = sorted(scoring.grades, key=lambda grade: -grade.at_least)
    grade = next((grade.id for grade in best_first if total >= grade.at_least), best_first[-1].id)
    return Score(total, grade, rows)
