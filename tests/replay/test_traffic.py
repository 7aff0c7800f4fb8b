"""The recorded calls under measures that never were."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sosiego.cases.addressees import Addressees
from sosiego.oversight import statistics
from sosiego.replay.intervals import Estimate
from sosiego.replay.outcomes import Outcomes
from sosiego.replay.record import Put, Record
from sosiego.replay.spared import spared
from sosiego.replay.traffic import touched
from sosiego.rules.numbers import NumberClass, NumberingPlan
from tests.builders import NOON, rule_book
from tests.replay.country import CALLER, called, founded

pytestmark = pytest.mark.django_db

HALF = statistics.share(5, 10)
OUTCOMES = Outcomes({"answered": HALF}, statistics.share(9, 10), {}, frozenset(), frozenset())
# The second class is exempt in `rule_book`.
PLAN = NumberingPlan(
    "86",
    "00",
    "0",
    (
        NumberClass("mobile", {"en": "Mobile"}, ("+861",), (11,)),
        NumberClass("verification", {"en": "Codes"}, ("+8613812",), (11,)),
    ),
)
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
    place = ("block", "limit", "label").index(outcome)
    return Put(CALLER, rule, outcome=outcome, place=place, **given)  # type: ignore[arg-type]


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
    name = Put("name:86:BANCO", "answered", "label", "label", 2, True, *SPAN, 1)
    late = put(since=SPAN[1] + timedelta(days=1), until=SPAN[1] + timedelta(days=2))
    assert touched([name, late], OUTCOMES, *SPAN)["label"].calls.value == 0


def test_a_call_that_is_blocked_is_neither_limited_nor_labelled() -> None:
    told = touched(
        [put(outcome=outcome, automatic=True) for outcome in ("label", "limit", "block")], OUTCOMES, *SPAN
    )
    assert [told[outcome].calls.value for outcome in ("block", "limit", "label")] == [4.0, 0.0, 0.0]
    assert [told[outcome].callers for outcome in ("block", "limit", "label")] == [1, 0, 0]


def test_what_a_waiting_block_leaves_over_is_labelled() -> None:
    told = touched([put(), put(outcome="label", automatic=True)], OUTCOMES, *SPAN)
    assert told["block"].calls.value == told["label"].calls.value == pytest.approx(2.0)
    assert told["label"].calls.low == pytest.approx(4 * (1 - (HALF.low or 0)))
    assert told["label"].calls.low > told["label"].calls.high


def test_a_label_outside_the_days_of_the_block_counts_whole() -> None:
    block = put(automatic=True, until=NOON + timedelta(hours=2))
    told = touched([block, put(outcome="label", automatic=True)], OUTCOMES, *SPAN)
    assert (told["block"].calls.value, told["label"].calls.value) == (1.0, 3.0)


@pytest.mark.parametrize("number", ["short:86:110", "+8613812345678"])
def test_calls_to_numbers_that_no_path_may_block_are_left_out(tmp_path: Path, number: str) -> None:
    called(tmp_path / "exempt.csv", [NOON + timedelta(hours=5)] * 2, called=number)
    blocks = [put(automatic=True)]
    exemptions = spared(Record(rule_book(numbering=PLAN), Addressees()), *SPAN)
    assert touched(blocks, OUTCOMES, *SPAN)["block"].calls.value == 6.0
    assert touched(blocks, OUTCOMES, *SPAN, spared=exemptions)["block"].calls.value == 4.0


def test_an_exemption_spares_the_lengths_of_its_class_and_the_days_that_it_holds() -> None:
    until = (NOON + timedelta(days=1)).date()
    old = rule_book(numbering=PLAN).all_controls[0]
    book = rule_book(
        numbering=PLAN,
        all_controls=(replace(old, until=until), replace(old, exemptions=(), version=until)),
    )
    told = spared(Record(book, Addressees()), *SPAN)
    assert {(one.first, one.last) for one in told} == {
        (-1110, -1110),
        (8613812000000, 8613812999999),
    }
    assert {one.until.astimezone(book.time_zone).date() for one in told} == {until}
    assert {one.since for one in told} == {SPAN[0]}
