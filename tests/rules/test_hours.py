"""Permitted hours by the clock of the jurisdiction."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

import pytest

from sosiego.errors import WrongUsageError
from sosiego.rules.book import HoursBand, PermittedHours
from sosiego.rules.calendar import CalendarYear, CalendarYearUnknownError, WorkingCalendar
from tests.builders import LAW_BASIS

SHANGHAI = ZoneInfo("Asia/Shanghai")
# National Day 2026 is a Thursday; Saturday 10 October is worked.
CALENDAR = WorkingCalendar(
    SHANGHAI, {2026: CalendarYear(2026, {date(2026, 10, 1): "National Day"}, frozenset({date(2026, 10, 10)}))}
)
WEEKDAYS = HoursBand((1, 2, 3, 4, 5), time(9), time(21))
SUNDAY = HoursBand((7,), time(10), time(0))


def _hours(holidays: Literal["closed", "as-weekday", "as-sunday"]) -> PermittedHours:
    return PermittedHours(
        id="commercial",
        name={"en": "Commercial calls"},
        media=("call",),
        purpose="commercial",
        bands=(WEEKDAYS, SUNDAY),
        holidays=holidays,
        version=date(2026, 1, 1),
        basis=LAW_BASIS,
    )


@pytest.mark.parametrize(
    ("at", "allowed"),
    [
        (datetime(2026, 9, 30, 8, 59, 59), False),
        (datetime(2026, 9, 30, 9), True),
        (datetime(2026, 9, 30, 20, 59, 59), True),
        (datetime(2026, 9, 30, 21), False),
        (datetime(2026, 10, 3, 12), False),  # Saturday
        (datetime(2026, 10, 10, 12), False),  # a worked Saturday keeps its day of the week
        (datetime(2026, 10, 4, 23, 59), True),  # Sunday, to midnight
        (datetime(2026, 10, 5, 0), False),
    ],
)
def test_a_band_holds_from_its_first_minute_until_just_before_its_end(at: datetime, allowed: bool) -> None:
    assert _hours("closed").allows(at.replace(tzinfo=SHANGHAI), CALENDAR) is allowed


@pytest.mark.parametrize(
    ("holidays", "at_nine", "at_ten", "at_night"),
    [("closed", False, False, False), ("as-weekday", True, True, False), ("as-sunday", False, True, True)],
)
def test_a_holiday_is_closed_or_like_a_weekday_or_like_a_sunday(
    holidays: Literal["closed", "as-weekday", "as-sunday"], at_nine: bool, at_ten: bool, at_night: bool
) -> None:
    hours = _hours(holidays)
    moments = (datetime(2026, 10, 1, hour, tzinfo=SHANGHAI) for hour in (9, 10, 22))
    assert tuple(hours.allows(moment, CALENDAR) for moment in moments) == (at_nine, at_ten, at_night)


def test_the_hour_is_that_of_the_jurisdiction() -> None:
    assert _hours("closed").allows(datetime(2026, 9, 30, 1, tzinfo=UTC), CALENDAR)
    assert not _hours("closed").allows(datetime(2026, 9, 30, 20, tzinfo=UTC), CALENDAR)


def test_where_holidays_matter_the_year_must_be_known() -> None:
    at = datetime(2028, 1, 3, 12, tzinfo=SHANGHAI)
    with pytest.raises(CalendarYearUnknownError):
        _hours("closed").allows(at, CALENDAR)
    assert _hours("as-weekday").allows(at, CALENDAR)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(WrongUsageError, match="Permitted hours need an aware moment"):
        replace(_hours("closed"), bands=()).allows(datetime(2026, 9, 30, 12), CALENDAR)
