"""The recorded calls under measures that never were."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sosiego.oversight import statistics
from sosiego.replay.intervals import Estimate
from sosiego.replay.outcomes import Outcomes
from sosiego.replay.record import Put
from sosiego.replay.traffic import touched
from tests.builders import NOON
from tests.replay.country import CALLER, called, founded

pytestmark = pytest.mark.django_db

HALF = statistics.share(5, 10)
OUTCOMES = Outcomes({"answered": HALF}, statistics.share(9, 10), frozenset(), frozenset())
SPAN = (NOON - timedelta(days=1), NOON + timedelta(days=3))


@pytest.fixture(autouse=True)
def country(tmp_path: Path) -> None:
    founded()
    called(tmp_path / "passed.csv", [NOON + timedelta(hours=hour) for hour in range(4)])
    called(tmp_path / "refused.csv", [NOON + timedelta(hours=9)], cause=21)


def put(rule: str = "answered", outcome: str = "block", **values: object) -> Put:
    given = {
        "kind": "bar-outgoing",
        "automatic": False,
        "since": NOON + timedelta(hours=1),
        "until": NOON + timedelta(days=2),
        "calls_per_hour": 1,
    } | values
    return Put(CALLER, rule, outcome=outcome, **given)  # type: ignore[arg-type]


def test_calls_before_a_measure_are_not_counted_and_refused_ones_did_not_pass() -> None:
    block = touched([put(automatic=True)], OUTCOMES, *SPAN)["block"]
    assert block.calls == Estimate(4.0, 4.0, 4.0)
    assert block.passed == Estimate(3.0, 3.0, 3.0)
    assert block.callers == 1


def test_a_measure_that_waits_counts_with_the_share_confirmed_and_its_interval() -> None:
    block = touched([put()], OUTCOMES, *SPAN)["block"]
    assert block.calls.value == pytest.approx(2.0)
    assert (block.calls.low, block.calls.high) == (
        pytest.approx(4 * (HALF.low or 0)),
        pytest.approx(4 * (HALF.high or 0)),
    )


def test_a_rule_of_which_nobody_was_asked_takes_the_share_of_all() -> None:
    assert touched([put("never asked")], OUTCOMES, *SPAN)["block"].calls.value == pytest.approx(3.6)


def test_a_call_under_two_measures_counts_once_under_the_surer() -> None:
    both = touched([put(), put(automatic=True)], OUTCOMES, *SPAN)["block"]
    assert both.calls.value == pytest.approx(4.0)


def test_a_limit_cuts_what_is_above_the_calls_of_an_hour(tmp_path: Path) -> None:
    hour = datetime.fromisoformat("2026-08-03T20:00:00+00:00")
    called(tmp_path / "many.csv", [hour + timedelta(minutes=minute) for minute in range(5)])
    limit = touched([put(outcome="limit", automatic=True)], OUTCOMES, *SPAN)["limit"]
    assert limit.calls.value == pytest.approx(4.0)


def test_a_sender_name_and_a_measure_beyond_the_days_touch_nothing() -> None:
    name = Put("name:86:BANCO", "answered", "label", "label", True, *SPAN, 1)
    late = put(since=SPAN[1] + timedelta(days=1), until=SPAN[1] + timedelta(days=2))
    assert touched([name, late], OUTCOMES, *SPAN)["label"].calls.value == 0
