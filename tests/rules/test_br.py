"""The model rule-book of Brazil: its wordings in time, its numbers and its calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleNotInForceError

ON = date(2026, 4, 30)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("br")


@pytest.mark.parametrize(
    ("raw", "number_class"),
    [
        ("(11) 98765-4321", "mobile"),
        ("+55 21 99876-5432", "mobile"),
        ("(11) 3456-7890", "fixed"),
        ("061 2345 6789", "fixed"),
        ("0303 123 4567", "telemarketing-303"),
        ("0300 123 4567", "shared-cost"),
        ("0500 123 4567", "donations"),
        ("0800 123 4567", "freephone"),
        ("0800 123 456", "freephone"),
        ("0900 123 4567", "premium"),
        ("4004 1234", "national-local"),
        ("190", "emergency"),
        ("188", "public-utility"),
        ("1331", "public-utility"),
        ("10315", "operator-service"),
        ("27123", "sms-short-code"),
    ],
)
def test_numbers_fall_into_their_classes(book: RuleBook, raw: str, number_class: str) -> None:
    found = book.numbering.classify(book.numbering.parse(raw))
    assert found is not None
    assert found.id == number_class


@pytest.mark.parametrize("nobodys", ["+5520987654321", "+5511876543210", "+551167890123"])
def test_an_area_code_or_form_that_does_not_exist_is_in_no_class(book: RuleBook, nobodys: str) -> None:
    assert book.numbering.classify(nobodys) is None


def test_a_0303_number_is_written_with_its_zero(book: RuleBook) -> None:
    assert book.numbering.national("+553031234567") == "0303 123 4567"


def test_short_is_three_seconds_and_since_june_2024_six(book: RuleBook) -> None:
    days = date(2024, 5, 31), date(2024, 6, 1)
    assert [book.windows(day).short_call_seconds for day in days] == [3, 6]


def test_the_rule_on_short_calls_has_three_wordings_and_ends_with_may_2026(book: RuleBook) -> None:
    def names(day: date) -> list[str]:
        rules = [rule for rule in book.violations(day) if rule.id == "short-calls"]
        return sorted(fact for rule in rules for fact in rule.condition.facts)

    assert names(date(2022, 6, 21)) == []
    assert names(date(2022, 6, 22)) == ["holder_short_calls_of_day"]
    assert len(names(date(2022, 11, 3))) == 3
    assert names(date(2024, 6, 1)) == ["holder_calls_of_day", "holder_short_call_ratio_of_day"]
    assert names(date(2026, 5, 31)) != []
    assert names(date(2026, 6, 1)) == []


def test_large_callers_are_asked_from_november_2025_to_october_2028(book: RuleBook) -> None:
    def asked(day: date) -> bool:
        return any(rule.id == "large-caller-unauthenticated" for rule in book.violations(day))

    days = date(2025, 10, 31), date(2025, 11, 1), date(2028, 10, 31), date(2028, 11, 1)
    assert [asked(day) for day in days] == [False, True, True, False]


def test_the_prefix_is_asked_for_until_the_board_made_it_optional(book: RuleBook) -> None:
    assert book.criterion("telemarketing-without-0303", date(2025, 8, 7)).until == date(2025, 8, 8)
    with pytest.raises(RuleNotInForceError):
        book.criterion("telemarketing-without-0303", date(2025, 8, 8))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher 1876, as given by Meeus)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, left = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - left) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def test_good_friday_lies_two_days_before_easter_in_every_year(book: RuleBook) -> None:
    assert easter(2026) == date(2026, 4, 5)
    for year, stated in book.calendar.years.items():
        assert stated.holidays[easter(year) - timedelta(days=2)] == "Paixão de Cristo"


def test_black_consciousness_day_is_a_holiday_since_2024(book: RuleBook) -> None:
    assert book.calendar.is_working_day(date(2023, 11, 20))
    assert not book.calendar.is_working_day(date(2024, 11, 20))
    assert [len(year.holidays) for year in book.calendar.years.values()] == [9, 9] + [10] * 7


def test_carnival_is_no_national_holiday(book: RuleBook) -> None:
    assert book.calendar.is_working_day(date(2026, 2, 17))


def test_a_refusal_binds_after_thirty_days(book: RuleBook) -> None:
    rules = book.preferences(ON)
    assert rules is not None
    binds = rules.effective_from(datetime(2026, 3, 3, 12, tzinfo=UTC), book.calendar)
    assert binds.astimezone(book.time_zone).date() == date(2026, 4, 2)
