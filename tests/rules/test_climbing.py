"""Ladders: which violations count, and which step the n-th one reaches."""

from __future__ import annotations

from datetime import UTC, datetime

from sosiego.rules import climbing, loader


def test_each_violation_reaches_its_step_and_the_last_stands_for_all_that_follow() -> None:
    (ladder,) = loader.load("template").all_ladders
    steps = [climbing.step_at(ladder, nth) for nth in (1, 2, 9)]
    assert [step.id if step else None for step in steps] == ["warning", "freeze", "freeze"]


def test_before_the_first_step_there_is_none() -> None:
    (ladder,) = loader.load("template").all_ladders
    assert climbing.step_at(ladder, 0) is None


def test_the_look_back_ends_the_days_of_the_ladder_before() -> None:
    (ladder,) = loader.load("template").all_ladders
    since = climbing.counted_after(ladder, datetime(2026, 10, 1, tzinfo=UTC))
    assert since == datetime(2025, 10, 1, tzinfo=UTC)


def test_no_more_violations_count_together_than_periods_can_be_judged() -> None:
    # This one, twelve or thirteen months and four quarters before it, and one that was judged late.
    assert climbing.most_violations(365) == 1 + 13 + 4 + 1
    assert climbing.most_violations(1) == 2


def test_no_more_violations_count_together_than_periods_are_judged() -> None:
    # Of a year: 13 spans as short as a month and 4 as short as a quarter, and two at the edges.
    assert climbing.most_violations(365) == 19
    assert climbing.most_violations(30) == 3
