"""Of several wordings, the one that holds on the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from sosiego.rules import dated
from sosiego.rules.errors import RuleNotInForceError


@dataclass(frozen=True)
class Rule:
    id: str
    version: date
    until: date | None = None


OLD, NEW = Rule("a", date(2024, 1, 1)), Rule("a", date(2026, 1, 1))
ENDED = Rule("b", date(2024, 1, 1), date(2025, 1, 1))


def test_the_latest_wording_that_has_begun_holds() -> None:
    assert dated.in_force((NEW, OLD), date(2025, 12, 31)) is OLD
    assert dated.in_force((NEW, OLD), date(2026, 1, 1)) is NEW


def test_nothing_holds_before_the_first_wording() -> None:
    assert dated.in_force((OLD, NEW), date(2023, 12, 31)) is None


def test_a_wording_that_has_ended_holds_no_longer() -> None:
    assert dated.in_force((ENDED,), date(2024, 12, 31)) is ENDED
    assert dated.in_force((ENDED,), date(2025, 1, 1)) is None


def test_each_rule_stands_once_in_the_order_of_the_book() -> None:
    assert dated.all_in_force((ENDED, OLD, NEW), date(2024, 6, 1)) == (ENDED, OLD)
    assert dated.all_in_force((ENDED, OLD, NEW), date(2026, 6, 1)) == (NEW,)


def test_a_rule_that_does_not_hold_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(RuleNotInForceError) as refused:
        dated.one_in_force(
            "deadline", (Rule("decide-appeal", date(2024, 1, 1)),), "decide-apeal", date(2026, 1, 1)
        )
    assert str(refused.value) == (
        "No deadline decide-apeal is in force on 2026-01-01.\n  do: Name decide-appeal."
    )
