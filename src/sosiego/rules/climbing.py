"""Ladders: which violations count, and which step the n-th one reaches."""

from __future__ import annotations

from datetime import datetime, timedelta

from sosiego.rules.book import Ladder, LadderStep

# Organisations are judged by months and quarters, and what fails in one of them is one violation. No month is
# shorter than this, and no quarter than this.
_SHORTEST_MONTH, _SHORTEST_QUARTER = 28, 90


def most_violations(look_back_days: int) -> int:
    """The most violations that can count together: one for each period judged within the look-back.

    Rounded up, for a period may be judged late and the next in time.
    """
    months, quarters = look_back_days // _SHORTEST_MONTH, look_back_days // _SHORTEST_QUARTER
    return 2 + months + quarters


def counted_after(ladder: Ladder, at: datetime) -> datetime:
    """Violations found after this moment count together with one found at `at`; at the moment itself not."""
    return at - timedelta(days=ladder.look_back_days)


def step_at(ladder: Ladder, nth: int) -> LadderStep | None:
    """The step for the n-th violation within the look-back; the last step stands for all that follow."""
    reached = [step for step in ladder.steps if step.at_violation <= nth]
    return max(reached, key=lambda step: step.at_violation, default=None)
