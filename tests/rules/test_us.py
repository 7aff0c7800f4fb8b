"""The model rule-book of the United States: its dates, its notice word by word, its numbers and days."""

from __future__ import annotations

from datetime import date

import pytest

from sosiego.rules import loader
from sosiego.rules.book import RuleBook
from sosiego.rules.errors import RuleNotInForceError

ON = date(2026, 4, 30)


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return loader.load("us")


def test_a_blocked_caller_is_told_in_the_very_words_of_the_standard(book: RuleBook) -> None:
    notice = book.notice("sip-603-plus", ON)
    assert (notice.code, notice.phrase) == (603, "Network Blocked")
    assert notice.header_with("https://redress.example/appeal") == (
        'Reason: SIP;cause=603;text="v=analytics1;url=https://redress.example/appeal";location=RLN'
    )


def test_the_notice_is_for_analytics_and_not_for_do_not_originate(book: RuleBook) -> None:
    noticed = {rule.id: rule.notice for rule in book.call_rules(ON) if rule.outcome == "block"}
    assert noticed == {"do-not-originate": "", "forged-local-number": "sip-603-plus"}


@pytest.mark.parametrize(
    ("day", "binding"), [(date(2025, 12, 14), False), (date(2025, 12, 15), True), (date(2026, 3, 24), True)]
)
def test_do_not_originate_binds_from_the_fifteenth_of_december(
    book: RuleBook, day: date, binding: bool
) -> None:
    assert ("do-not-originate" in {rule.id for rule in book.call_rules(day)}) is binding
    with pytest.raises(RuleNotInForceError):
        book.notice("sip-603-plus", day)


def test_tracebacks_are_answered_in_a_day_since_2024(book: RuleBook) -> None:
    assert book.deadline("answer-traceback", date(2024, 1, 8)).amount == 24
    with pytest.raises(RuleNotInForceError):
        book.deadline("answer-traceback", date(2024, 1, 7))


@pytest.mark.parametrize(
    ("raw", "number_class"),
    [
        ("(202) 555-0123", "geographic"),
        ("1 202 555 0123", "geographic"),
        ("+1 888 555 0100", "toll-free"),
        ("800 555 0100", "toll-free"),
        ("900 555 0100", "premium"),
        ("911", "emergency"),
        ("988", "public-service"),
        ("611", "operator-service"),
        ("27126", "sms-short-code"),
        ("872911", "sms-short-code"),
    ],
)
def test_numbers_fall_into_their_classes(book: RuleBook, raw: str, number_class: str) -> None:
    found = book.numbering.classify(book.numbering.parse(raw))
    assert found is not None
    assert found.id == number_class


@pytest.mark.parametrize("nobodys", ["+10025550123", "+11235550123", "+1202555012"])
def test_an_area_code_that_begins_with_0_or_1_is_in_no_class(book: RuleBook, nobodys: str) -> None:
    assert book.numbering.classify(nobodys) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2021, 12, 31), "New Year's Day"),  # the first of January 2022 is a Saturday
        (date(2023, 1, 2), "New Year's Day"),  # the first of January 2023 is a Sunday
        (date(2026, 1, 19), "Birthday of Martin Luther King, Jr."),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2026, 7, 3), "Independence Day"),  # the fourth of July 2026 is a Saturday
        (date(2026, 11, 26), "Thanksgiving Day"),
        (date(2027, 6, 18), "Juneteenth National Independence Day"),
        (date(2027, 12, 24), "Christmas Day"),
        (date(2028, 11, 10), "Veterans Day"),
    ],
)
def test_federal_holidays_stand_on_the_day_on_which_they_are_observed(
    book: RuleBook, day: date, name: str
) -> None:
    assert book.calendar.years[day.year].holidays[day] == name


def test_a_new_year_on_a_saturday_is_a_twelfth_holiday_of_the_year_before(book: RuleBook) -> None:
    for year, stated in book.calendar.years.items():
        assert len(stated.holidays) == {2021: 12, 2022: 10, 2027: 12, 2028: 10}.get(year, 11)
        assert all(day.isoweekday() < 6 for day in stated.holidays)


def test_the_complaint_has_the_columns_of_the_open_data(book: RuleBook) -> None:
    from sosiego.intake.report_formats.ftc_dnc import FtcDoNotCallFormat

    complaint = book.complaint(ON)
    assert complaint is not None
    assert tuple(field.id for field in complaint.fields) == FtcDoNotCallFormat.columns
