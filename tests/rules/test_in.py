"""The model rule-book of India: when the amendment of 2025 begins, and what its registers hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sosiego.rules import loader
from sosiego.rules.book import RuleBook

BEFORE, ON = date(2025, 3, 13), date(2026, 8, 3)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("in")


@pytest.mark.parametrize(
    ("raw", "number_class"),
    [
        ("98765 43210", "mobile"),
        ("+91 70123 45678", "mobile"),
        ("011 2345 6789", "fixed"),
        ("022 2345 6789", "fixed"),
        ("080 2234 5678", "fixed"),
        ("80501 23456", "mobile"),
        ("140 123 4567", "promotional-series"),
        ("1600 12 3456", "service-series"),
        ("1800 123 4567", "freephone"),
        ("112", "emergency"),
        ("1909", "public-service"),
        ("512345", "promotional-header"),
        ("155260", "public-service"),
    ],
)
def test_numbers_fall_into_their_classes(book: RuleBook, raw: str, number_class: str) -> None:
    found = book.numbering.classify(book.numbering.parse(raw))
    assert found is not None
    assert found.id == number_class


def test_the_trigger_goes_from_ten_people_in_seven_days_to_five_in_ten(book: RuleBook) -> None:
    assert "reporters_7d >= 10" in book.criterion("complaints", BEFORE).condition.sql
    assert "reporters_10d >= 5" in book.criterion("complaints", ON).condition.sql
    assert [book.deadline("operator-acts", day).amount for day in (BEFORE, ON)] == [30, 5]


def test_a_complaint_is_a_ground_for_three_days_and_since_april_2025_for_seven(book: RuleBook) -> None:
    rules = [book.complaint(day) for day in (date(2025, 4, 12), date(2025, 4, 13))]
    assert [rule.within_days for rule in rules if rule] == [3, 7]


def test_the_bands_that_a_citizen_may_refuse_cover_the_day_without_gap(book: RuleBook) -> None:
    preferences = book.preferences(ON)
    assert preferences is not None
    bands = preferences.bands
    assert [band.end for band in bands[:-1]] == [band.start for band in bands[1:]]
    assert bands[0].start == bands[-1].end
    assert [day.code for day in preferences.days] == [str(code) for code in range(31, 39)]


def test_every_industry_can_be_refused_by_a_subject_of_its_own(book: RuleBook) -> None:
    preferences = book.preferences(ON)
    assert preferences is not None
    by_code = {category.code: category.industries for category in preferences.categories}
    assert set(by_code["0"]) == set(book.industries)
    assert sorted(by_code[code][0] for code in "12345678") == sorted(book.industries)


def test_the_reject_codes_are_those_of_the_ledgers(book: RuleBook) -> None:
    senders = book.senders(ON)
    assert senders is not None
    codes = {reason.code: reason.id for reason in senders.reason_codes}
    assert len(codes) == 32
    assert codes[603] == "ENTITY_BLACKLISTED"
    assert codes[650] == "PREFERENCE_NOT_MATCHED"
    assert {suffix.code for suffix in senders.suffixes} == {"P", "S", "T", "G"}


def test_links_must_be_listed_since_october_2024(book: RuleBook) -> None:
    first = date(2024, 10, 1)
    rules = [book.senders(day) for day in (first - timedelta(days=1), first)]
    assert [rule.template.links_listed for rule in rules if rule and rule.template] == [False, True]


def test_what_is_recalled_is_never_called_in_force(book: RuleBook) -> None:
    recalled = [
        step.basis for ladder in book.all_ladders for step in ladder.steps if step.basis.standing == "R"
    ]
    assert len(recalled) == 4
    assert {basis.status for basis in recalled} == {"illustrative"}
