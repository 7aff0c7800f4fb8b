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
