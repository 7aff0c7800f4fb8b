from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules import marks
from tests.oversight.book import SCORING, indicator

LOWER = indicator("call_reports", direction="lower is better", target=5.0, warning=10.0, critical=20.0)


@pytest.mark.parametrize(
    ("value", "standing"),
    [(9.99, "good"), (10.0, "warning"), (19.9, "warning"), (20.0, "critical"), (None, "unknown")],
)
def test_a_value_stands_against_the_marks_of_its_indicator(value: float | None, standing: str) -> None:
    assert marks.standing(LOWER, value) == standing


def test_where_higher_is_better_the_marks_are_read_downwards() -> None:
    assert [marks.standing(indicator(), value) for value in (0.96, 0.9, 0.5)] == [
        "good",
        "warning",
        "critical",
    ]


@pytest.mark.parametrize(
    ("value", "points"), [(4, 100), (5, 100), (7.5, 80), (10, 60), (15, 30), (20, 0), (99, 0)]
)
def test_points_fall_in_straight_lines_between_the_marks(value: float, points: float) -> None:
    assert marks.points(LOWER, value, SCORING).points == pytest.approx(points)


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_worse_value_never_brings_more_points(one: float, other: float) -> None:
    better, worse = sorted((one, other))
    good, bad = (marks.points(LOWER, value, SCORING).points for value in (better, worse))
    assert good is not None and bad is not None and good >= bad


def test_an_unknown_figure_neither_helps_nor_harms() -> None:
    known = marks.points(LOWER, 10, SCORING)
    unknown = marks.points(indicator(), None, SCORING)
    assert marks.score([known, unknown], SCORING).score == 60


def test_too_little_known_gives_no_score() -> None:
    known = marks.points(indicator("small", weight=0.4), 1.0, SCORING)
    unknown = marks.points(indicator("big", weight=0.6), None, SCORING)
    result = marks.score([known, unknown], SCORING)
    assert (result.score, result.grade) == (None, "")


def test_the_grade_is_the_best_whose_mark_is_reached() -> None:
    assert [marks.score([marks.points(LOWER, v, SCORING)], SCORING).grade for v in (5, 10, 20)] == [
        "A",
        "B",
        "C",
    ]


@pytest.mark.parametrize(
    ("value", "zone"),
    [(5, "good"), (5.01, "between"), (10, "warning"), (20, "critical"), (None, "unknown")],
)
def test_between_target_and_warning_lies_a_zone_of_its_own(value: float | None, zone: str) -> None:
    assert marks.zone(LOWER, value) == zone
    assert marks.standing(LOWER, value) == ("good" if zone == "between" else zone)


def test_a_figure_needs_something_to_divide_by() -> None:
    assert marks.figure(3, 1_000_000, 1_000_000) == 3
    assert marks.figure(3, 0, 1_000_000) is None


def test_a_case_confirmed_again_in_time_is_a_repetition() -> None:
    before = datetime(2026, 6, 3, 10)
    assert marks.is_repetition(before, before + timedelta(days=90), 90)
    assert not marks.is_repetition(before, before + timedelta(days=90, minutes=1), 90)


@given(st.floats(0, 50))
def test_points_are_those_of_a_straight_line_between_the_marks(value: float) -> None:
    made = marks.points(LOWER, value, SCORING).points
    assert made == pytest.approx(float(np.interp(value, [5, 10, 20], [100, 60, 0])))
