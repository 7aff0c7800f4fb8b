"""The model rule-book of China: its numbers, days and criteria."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sosiego.rules import loader
from sosiego.rules.book import Criterion, RuleBook
from sosiego.rules.calendar import CalendarYearUnknownError
from sosiego.rules.errors import RuleNotInForceError

ON = date(2026, 8, 3)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("cn")


@pytest.mark.parametrize(
    ("raw", "number_class"),
    [
        ("138 1234 5678", "mobile"),
        ("170 1234 5678", "mobile-reseller"),
        ("162 1234 5678", "mobile-reseller"),
        ("192 1234 5678", "mobile-broadnet"),
        ("010 1234 5678", "fixed"),
        ("0755 1234 5678", "fixed-regional"),
        ("0471 123 4567", "fixed-regional"),
        ("400 123 4567", "inbound-only"),
        ("800 123 4567", "freephone"),
        ("95588", "customer-service"),
        ("952310", "call-centre"),
        ("95013123456", "call-centre"),
        ("96110", "local-service"),
        ("110", "emergency"),
        ("12110", "emergency"),
        ("95110", "emergency"),
        ("12321", "public-service"),
        ("12345", "public-service"),
        ("10086", "operator-service"),
        ("10000999", "operator-service"),
        ("106901234567", "sms-port"),
    ],
)
def test_a_number_falls_into_its_class(book: RuleBook, raw: str, number_class: str) -> None:
    found = book.numbering.classify(book.numbering.parse(raw))
    assert found is not None
    assert found.id == number_class


@pytest.mark.parametrize(
    ("raw", "shown"),
    [("13812345678", "138 1234 5678"), ("01012345678", "010 1234 5678"), ("04711234567", "0471 123 4567")],
)
def test_a_number_is_shown_as_people_write_it(book: RuleBook, raw: str, shown: str) -> None:
    assert book.numbering.national(book.numbering.parse(raw)) == shown


def test_exempt_numbers_and_classes_are_those_of_the_plan(book: RuleBook) -> None:
    exempt = {number for exemption in book.control(ON).exemptions for number in exemption.numbers}
    assert {"short:86:110", "short:86:119", "short:86:120", "short:86:12321", "short:86:95110"} <= exempt


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 1, 26), True),
        (date(2025, 1, 28), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 16), False),
        (date(2026, 9, 20), True),
        (date(2026, 9, 25), False),
        (date(2026, 10, 10), True),
        (date(2026, 10, 8), True),
        (date(2027, 2, 8), False),
    ],
)
def test_holidays_and_make_up_days_are_those_announced(book: RuleBook, day: date, worked: bool) -> None:
    assert book.calendar.is_working_day(day) is worked


def test_the_year_that_is_not_announced_is_an_assumption(book: RuleBook) -> None:
    assert book.calendar.years[2027].assumed
    assert not book.calendar.years[2026].assumed
    with pytest.raises(CalendarYearUnknownError, match="does not know the year 2028"):
        book.calendar.is_working_day(date(2028, 1, 3))


def test_fifteen_working_days_run_over_the_national_holiday(book: RuleBook) -> None:
    deadline = book.deadline("holder-answers", ON)
    due = deadline.due(datetime(2026, 9, 18, 2, tzinfo=UTC), book.calendar)
    # 20 September and 10 October are worked; 25 September and 1 to 7 October are not.
    assert due == datetime(2026, 10, 15, 23, 59, 59, tzinfo=SHANGHAI)
    assert deadline.basis.status == "draft"


def test_what_rests_on_no_read_source_is_illustrative(book: RuleBook) -> None:
    for rule in (*book.all_criteria, *book.all_deadlines, *book.all_indicators, *book.all_gates):
        if rule.basis.standing in ("W", "R", "own"):
            assert rule.basis.status == "illustrative", rule.id


def test_a_rule_of_2026_is_not_in_force_in_2025(book: RuleBook) -> None:
    assert book.criteria(date(2025, 12, 31)) == ()
    with pytest.raises(RuleNotInForceError):
        book.criterion("over-frequency", date(2025, 12, 31))


def test_no_criterion_holds_for_an_exempt_number_or_when_nothing_is_known(book: RuleBook) -> None:
    for criterion in book.criteria(ON):
        assert criterion.condition.evaluate({"is_exempt": True}) is not True, criterion.id
        assert criterion.condition.evaluate({}) is not True, criterion.id


def _fired(book: RuleBook, facts: Mapping[str, Any]) -> dict[str, Criterion]:
    given = {"is_exempt": False, "is_assigned": True, "purpose": None, **facts}
    return {one.id: one for one in book.criteria(ON) if one.condition.evaluate(given) is True}


# A week of each kind of nuisance caller, as a network would see it, and the criterion made for it.
STRANGERS = {"reciprocity": 0.01, "incoming_ratio": 0.02, "calls_per_called": 1.05, "refusing_share": 0.18}
MOBILE = {"number_class": "mobile-reseller", "holder_kind": "reseller"}
NUISANCE: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "burst robocaller": (
        {
            "calls": 1500,
            "calls_per_day_max": 300,
            "calls_per_hour_max": 190,
            "called_distinct": 1100,
            **STRANGERS,
        },
        "over-frequency",
    ),
    "call bomber": (
        {
            "calls": 300,
            "calls_to_one_called_per_hour_max": 62,
            "called_distinct": 6,
            "calls_per_called": 50.0,
        },
        "call-bombing",
    ),
    "sequential dialler": (
        {
            "calls": 1200,
            "calls_per_day_max": 230,
            "called_distinct": 1100,
            "sequential_score": 0.99,
            **STRANGERS,
        },
        "sequential-dialling",
    ),
    "short caller": (
        {
            "calls": 1500,
            "calls_per_day_max": 320,
            "answered_ratio": 0.7,
            "short_call_ratio": 0.97,
            "called_distinct": 1200,
            **STRANGERS,
        },
        "short-calls",
    ),
    "one ring": (
        {
            "calls_per_day_max": 220,
            "called_distinct": 210,
            "answered_ratio": 0.03,
            "short_call_ratio": 0.99,
            **STRANGERS,
            "number_class": None,
        },
        "one-ring",
    ),
    "message port": (
        {"number_class": "sms-port", "purpose": "marketing", "messages": 1500, "sms_reporters_7d": 9},
        "sms-port-spam",
    ),
    "message sender on a SIM card": (
        {**MOBILE, "messages_per_day_max": 200, "message_recipients": 190, "sms_reporters_7d": 4},
        "sms-person-spam",
    ),
    "number-hopping lender": (
        {
            **MOBILE,
            "first_seen_days": 3,
            "calls": 360,
            "calls_per_day_max": 130,
            "called_distinct": 170,
            "reciprocity": 0.01,
            "incoming_ratio": 0.02,
            "call_reporters_7d": 4,
        },
        "number-hopping",
    ),
    "telemarketer that calls at night": (
        {
            "number_class": "call-centre",
            "purpose": "telemarketing",
            "called_distinct": 500,
            "night_ratio": 0.3,
            "reciprocity": 0.0,
            "refusing_share": 0.4,
        },
        "night-calling",
    ),
    "telemarketer that calls who refused": (
        {
            "number_class": "call-centre",
            "purpose": "telemarketing",
            "called_distinct": 500,
            "night_ratio": 0.0,
            "reciprocity": 0.0,
            "refusing_share": 0.4,
        },
        "refusing-users",
    ),
}


@pytest.mark.parametrize("kind", NUISANCE)
def test_each_kind_of_nuisance_is_caught_by_the_criterion_made_for_it(book: RuleBook, kind: str) -> None:
    facts, criterion = NUISANCE[kind]
    assert criterion in _fired(book, facts)


# A week of those who look like nuisance and are not.
KNOWN = {
    "is_exempt": False,
    "is_assigned": True,
    "call_reporters_7d": 1,
    "call_reporters_10d": 1,
    "findings_365d": 0,
}
LOOKALIKES: Mapping[str, Mapping[str, Any]] = {
    "hospital": {
        "number_class": "fixed",
        "purpose": "hospital-recall",
        "calls": 500,
        "calls_per_day_max": 130,
        "calls_per_hour_max": 40,
        "calls_to_one_called_per_hour_max": 2,
        "called_distinct": 460,
        "calls_per_called": 1.1,
        "answered_ratio": 0.8,
        "short_call_ratio": 0.05,
        "reciprocity": 0.03,
        "incoming_ratio": 0.03,
        "sequential_score": 0.1,
        "night_ratio": 0.0,
        "refusing_share": 0.18,
        "neighbour_share": 0.0,
        "first_seen_days": 30,
    },
    "school": {
        "number_class": "fixed",
        "purpose": "school-notices",
        "calls": 150,
        "calls_per_day_max": 150,
        "calls_per_hour_max": 95,
        "calls_to_one_called_per_hour_max": 1,
        "called_distinct": 150,
        "calls_per_called": 1.0,
        "answered_ratio": 0.75,
        "short_call_ratio": 0.02,
        "reciprocity": 0.0,
        "incoming_ratio": 0.0,
        "sequential_score": 0.05,
        "night_ratio": 0.0,
        "refusing_share": 0.18,
        "neighbour_share": 0.0,
        "first_seen_days": 30,
    },
    "courier": {
        "number_class": "mobile",
        "purpose": "delivery",
        "calls": 550,
        "calls_per_day_max": 150,
        "calls_per_hour_max": 25,
        "calls_to_one_called_per_hour_max": 2,
        "called_distinct": 430,
        "calls_per_called": 1.3,
        "answered_ratio": 0.8,
        "short_call_ratio": 0.1,
        "reciprocity": 0.05,
        "incoming_ratio": 0.05,
        "sequential_score": 0.15,
        "night_ratio": 0.0,
        "refusing_share": 0.18,
        "neighbour_share": 0.2,
        "first_seen_days": 3,
    },
    "telemarketer that keeps the rules": {
        "number_class": "call-centre",
        "purpose": "telemarketing",
        "calls": 600,
        "calls_per_day_max": 150,
        "calls_per_hour_max": 25,
        "calls_to_one_called_per_hour_max": 1,
        "called_distinct": 540,
        "calls_per_called": 1.1,
        "answered_ratio": 0.46,
        "short_call_ratio": 0.03,
        "reciprocity": 0.0,
        "incoming_ratio": 0.0,
        "sequential_score": 0.12,
        "night_ratio": 0.0,
        "refusing_share": 0.0,
        "neighbour_share": 0.0,
        "first_seen_days": 60,
        # Two numbers over a quarter: some ten-day window of one of them holds that many.
        "call_reporters_10d": 7,
        "call_reporters_7d": 5,
    },
}


@pytest.mark.parametrize("kind", LOOKALIKES)
def test_no_look_alike_is_hit_by_a_measure_that_blocks(book: RuleBook, kind: str) -> None:
    outcomes = book.control(ON).outcomes
    for criterion in _fired(book, {**KNOWN, **LOOKALIKES[kind]}).values():
        assert criterion.measure is None or outcomes[criterion.measure.kind] == "label", criterion.id


def test_an_automatic_measure_never_blocks_and_ends_by_itself(book: RuleBook) -> None:
    outcomes = book.control(ON).outcomes
    for criterion in book.all_criteria:
        if criterion.measure is not None and criterion.measure.automatic:
            assert outcomes[criterion.measure.kind] != "block", criterion.id
            assert 0 < criterion.measure.days <= 30, criterion.id


def test_the_eight_indicators_weigh_one_together(book: RuleBook) -> None:
    indicators = book.indicators(ON)
    assert len(indicators) == 8
    assert sum(indicator.weight for indicator in indicators) == pytest.approx(1)


def test_every_text_stands_in_all_three_languages(book: RuleBook) -> None:
    for criterion in book.all_criteria:
        assert set(criterion.name) == set(criterion.explanation) == {"en", "es", "zh"}, criterion.id
