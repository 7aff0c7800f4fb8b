"""The model rule-book of Spain: what is blocked from which day on, and when one may sell by telephone."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sosiego.rules import lawyer_tests, loader
from sosiego.rules.book import RuleBook

ON = date(2026, 8, 3)
MADRID = ZoneInfo("Europe/Madrid")
DRAFT = Path(__file__).resolve().parents[2] / "examples" / "drafts" / "es-prefix-400"


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("es")


@pytest.mark.parametrize(
    ("raw", "number_class"),
    [
        ("612 345 678", "mobile"),
        ("+34 711 234 567", "mobile"),
        ("912 345 678", "fixed"),
        ("843 612 345", "fixed"),
        ("900 123 456", "freephone"),
        ("800 123 456", "freephone"),
        ("902 123 456", "shared-cost"),
        ("806 123 456", "premium"),
        ("701 234 567", "personal"),
        ("112", "emergency"),
        ("016", "public-service"),
        ("1004", "operator-service"),
        ("25555", "sms-code"),
    ],
)
def test_numbers_fall_into_their_classes(book: RuleBook, raw: str, number_class: str) -> None:
    found = book.numbering.classify(book.numbering.parse(raw))
    assert found is not None
    assert found.id == number_class


def test_calls_are_blocked_from_the_days_of_the_order(book: RuleBook) -> None:
    def blocked(day: date) -> set[str]:
        return {rule.id for rule in book.call_rules(day) if rule.outcome == "block"}

    assert blocked(date(2025, 3, 6)) == set()
    march = {"number-not-valid", "number-not-assigned"}
    assert blocked(date(2025, 3, 7)) == march
    june = march | {"own-number-from-abroad", "commercial-from-mobile"}
    assert blocked(date(2025, 6, 7)) == june
    assert blocked(date(2026, 6, 7)) == june | {"unregistered-alias-message"}


def test_nobody_sells_at_the_week_end_on_holidays_or_at_night(book: RuleBook) -> None:
    (hours,) = book.hours(ON)
    moments = (
        "2026-10-09 20:59",
        "2026-10-09 21:00",
        "2026-10-10 12:00",
        "2026-10-12 12:00",
        "2026-10-13 09:00",
    )
    allowed = [
        hours.allows(datetime.fromisoformat(text).replace(tzinfo=MADRID), book.calendar) for text in moments
    ]
    assert allowed == [True, False, False, False, True]


def test_a_number_that_cannot_be_told_from_roaming_is_labelled_not_blocked(book: RuleBook) -> None:
    (rule,) = (rule for rule in book.call_rules(ON) if rule.id == "own-number-from-abroad")
    known = {"from_abroad": True, "own_country_number": True}
    assert rule.condition.evaluate({**known, "roaming": None}) is None
    assert (rule.unknown, rule.outcome) == ("label", "block")


def test_prefix_400_is_in_the_draft_and_not_in_the_law(book: RuleBook) -> None:
    assert book.numbering.classify("+34400123456") is None
    draft = loader.load(DRAFT)
    found = draft.numbering.classify("+34400123456")
    assert found is not None
    assert found.id == "commercial"
    added = {rule.id for rule in draft.call_rules(date(2026, 9, 1))}
    added -= {rule.id for rule in book.call_rules(date(2026, 9, 1))}
    assert added == {"commercial-without-prefix"}
    assert [outcome.test.name for outcome in lawyer_tests.run(draft) if not outcome.passed] == []
