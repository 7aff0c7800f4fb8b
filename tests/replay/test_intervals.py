"""Days drawn again and again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sosiego.replay.intervals import Estimate, of_days


def test_no_days_and_no_differences_are_surely_nothing() -> None:
    assert of_days([]) == of_days([0] * 30) == Estimate(0.0, 0.0, 0.0)


def test_the_same_on_every_day_is_sure() -> None:
    assert of_days([2] * 10) == Estimate(20.0, 20.0, 20.0)


@given(st.lists(st.integers(0, 20), min_size=1, max_size=40))
def test_the_interval_is_the_same_each_time_and_lies_within_what_days_allow(counts: list[int]) -> None:
    made = of_days(counts)
    assert made == of_days(counts)
    assert len(counts) * min(counts) <= made.low <= made.high <= len(counts) * max(counts)
