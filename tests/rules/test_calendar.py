"""Clocks of the law: working days with holidays and make-up days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.errors import WrongUsageError
from sosiego.rules.calendar import (
    STANDS_STILL,
    CalendarYear,
    CalendarYearUnknownError,
    Pause,
    PauseNotPossibleError,
    WorkingCalendar,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def _year(year: int, holidays: list[date], make_up: list[date]) -> CalendarYear:
    return CalendarYear(year, dict.fromkeys(holidays, "holiday"), frozenset(make_up))


# National Day of China 2026 as announced: 1 to 7 October off, 20 September and 10 October worked.
CALENDAR = WorkingCalendar(
    time_zone=SHANGHAI,
    years={
        2025: _year(2025, [], []),
        2026: _year(
            2026,
            [date(2026, 10, day) for day in range(1, 8)],
            [date(2026, 9, 20), date(2026, 10, 10)],
        ),
    },
    opens=time(9),
    closes=time(17),
    source="calendar.yaml",
)


def test_a_holiday_is_no_working_day() -> None:
    assert not CALENDAR.is_working_day(date(2026, 10, 1))


def test_a_make_up_saturday_is_a_working_day() -> None:
    assert CALENDAR.is_working_day(date(2026, 10, 10))
    assert not CALENDAR.is_working_day(date(2026, 10, 17))


def test_working_days_are_counted_over_a_holiday() -> None:
    # Wednesday 30 September; then Thursday 8, Friday 9 and the worked Saturday 10 October.
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_a_year_that_is_not_stated_is_refused_by_name() -> None:
    with pytest.raises(CalendarYearUnknownError) as refused:
        CALENDAR.add_working_days(date(2026, 12, 31), 1)
    assert str(refused.value) == (
        "The working calendar does not know the year 2027.\n"
        "  where: calendar.yaml\n"
        "  do: Add holidays and make-up working days of 2027, or state an assumption (assumed: true)."
    )


def test_a_deadline_in_working_days_ends_with_its_last_day_at_home() -> None:
    start = datetime(2026, 9, 30, 10, tzinfo=SHANGHAI)
    due = CALENDAR.due(start, 3, "working days")
    assert due == datetime(2026, 10, 10, 23, 59, 59, tzinfo=SHANGHAI)
    assert due.tzinfo is UTC


def test_the_start_day_is_the_local_day() -> None:
    # 20:00 UTC on Monday is Tuesday in Shanghai.
    start = datetime(2026, 8, 3, 20, tzinfo=UTC)
    assert CALENDAR.due(start, 1, "working days") == datetime(2026, 8, 5, 23, 59, 59, tzinfo=SHANGHAI)


def test_a_deadline_in_days_moves_off_a_day_of_rest() -> None:
    start = datetime(2026, 9, 28, 10, tzinfo=SHANGHAI)
    assert CALENDAR.due(start, 5, "days") == datetime(2026, 10, 8, 23, 59, 59, tzinfo=SHANGHAI)


def test_hours_run_through_the_night_and_the_holiday() -> None:
    start = datetime(2026, 9, 30, 16, tzinfo=SHANGHAI)
    assert CALENDAR.due(start, 24, "hours") == datetime(2026, 10, 1, 16, tzinfo=SHANGHAI)


def test_working_hours_stop_when_the_office_closes() -> None:
    start = datetime(2026, 9, 30, 16, tzinfo=SHANGHAI)
    assert CALENDAR.due(start, 4, "working hours") == datetime(2026, 10, 8, 12, tzinfo=SHANGHAI)


def test_working_hours_begin_when_the_office_opens() -> None:
    start = datetime(2026, 9, 29, 6, tzinfo=SHANGHAI)
    assert CALENDAR.due(start, 8, "working hours") == datetime(2026, 9, 29, 17, tzinfo=SHANGHAI)


def test_working_hours_are_hours_that_pass_where_clocks_change() -> None:
    # Madrid, 29 March 2026: 02:00 becomes 03:00, so 00:00 to 24:00 has 23 hours.
    madrid = ZoneInfo("Europe/Madrid")
    calendar = WorkingCalendar(madrid, {2026: _year(2026, [], [])}, frozenset(), time(0), time(6))
    start = datetime(2026, 3, 29, 0, tzinfo=madrid)
    assert calendar.due(start, 5, "working hours") == datetime(2026, 3, 29, 6, tzinfo=madrid)


def test_a_clock_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(WrongUsageError, match="A clock needs an aware moment to start at"):
        CALENDAR.due(datetime(2026, 9, 1), 1, "hours")


def test_a_clock_refuses_a_unit_it_does_not_know() -> None:
    with pytest.raises(WrongUsageError, match='"weeks" is no unit of time here'):
        CALENDAR.due(datetime(2026, 9, 1, tzinfo=UTC), 1, "weeks")


days = st.dates(date(2025, 6, 1), date(2026, 6, 30))


@given(days, st.integers(0, 60))
def test_as_many_working_days_lie_between_as_were_added(day: date, amount: int) -> None:
    assert CALENDAR.working_days_between(day, CALENDAR.add_working_days(day, amount)) == amount


@given(days, st.integers(1, 60))
def test_a_deadline_never_ends_on_a_day_of_rest(day: date, amount: int) -> None:
    start = datetime.combine(day, time(12), SHANGHAI)
    for unit in ("days", "working days"):
        due = CALENDAR.due(start, amount, unit).astimezone(SHANGHAI)
        assert CALENDAR.is_working_day(due.date())
        assert due.date() >= day + timedelta(days=amount)


@given(days, st.integers(0, 40), st.integers(0, 40))
def test_more_working_days_end_no_earlier(day: date, a: int, b: int) -> None:
    few, many = sorted((a, b))
    assert CALENDAR.add_working_days(day, few) <= CALENDAR.add_working_days(day, many)


@given(days, st.integers(0, 23), st.integers(0, 100), st.integers(0, 100))
def test_working_hours_add_up(day: date, hour: int, a: int, b: int) -> None:
    start = datetime.combine(day, time(hour), SHANGHAI)
    once = CALENDAR.due(start, a + b, "working hours")
    # No time after an hour that ends at closing is that hour; the next hour begins at the next opening.
    twice = CALENDAR.due(CALENDAR.due(start, a, "working hours"), b, "working hours")
    assert once == twice or b == 0


# --- clocks that stand still ---


def _local(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


def test_days_in_which_the_clock_stands_still_do_not_count() -> None:
    pause = (_local(10, 9), _local(10, 12))
    # Thursday 8 October, then Monday 12 to Wednesday 14: the 9th and the worked 10th do not count.
    assert CALENDAR.due(_local(9, 30, 16), 4, "working days", [pause]) == _local(10, 14, 23, 59).replace(
        second=59
    )


def test_a_day_in_which_the_clock_stands_still_for_a_part_does_not_count() -> None:
    start = _local(10, 12, 10)
    for pause in ((_local(10, 13, 10), _local(10, 13, 11)), (_local(10, 13, 20), _local(10, 13, 21))):
        assert CALENDAR.due(start, 1, "working days", [pause]).astimezone(SHANGHAI).day == 14
        assert CALENDAR.due(start, 1, "days", [pause]).astimezone(SHANGHAI).day == 14


def test_a_question_over_night_costs_the_day_of_asking_and_the_day_of_the_answer() -> None:
    pause = (_local(10, 13, 18), _local(10, 14, 8))
    assert CALENDAR.due(_local(10, 12, 10), 2, "working days", [pause]).astimezone(SHANGHAI).day == 16


def test_a_pause_on_the_day_of_the_start_costs_nothing() -> None:
    pause = (_local(10, 12, 11), _local(10, 12, 12))
    start = _local(10, 12, 10)
    assert CALENDAR.due(start, 1, "working days", [pause]) == CALENDAR.due(start, 1, "working days")


def test_a_pause_takes_its_time_out_of_hours() -> None:
    pauses = [(_local(9, 30, 18), _local(10, 1, 6)), (_local(10, 2), _local(10, 3))]
    assert CALENDAR.due(_local(9, 30, 16), 12, "hours", pauses) == _local(10, 1, 16)
    assert CALENDAR.due(_local(9, 30, 16), 24, "hours", pauses) == _local(10, 3, 4)


def test_a_pause_takes_its_working_time_out_of_working_hours() -> None:
    # 16 to 17 on Wednesday, then Thursday 8 from 9, with an hour out.
    pauses = [(_local(9, 30, 20), _local(9, 30, 22)), (_local(10, 8, 10), _local(10, 8, 11))]
    assert CALENDAR.due(_local(9, 30, 16), 4, "working hours", pauses) == _local(10, 8, 13)


@pytest.mark.parametrize("unit", ["hours", "working hours", "days", "working days"])
def test_a_clock_that_has_not_been_started_again_ends_at_no_moment_one_knows(unit: str) -> None:
    start = _local(9, 29, 9)
    assert CALENDAR.due(start, 5, unit, [(_local(9, 29, 10), None)]) == STANDS_STILL
    # If it was over before, the pause comes too late.
    late = (_local(10, 20), None)
    assert CALENDAR.due(start, 5, unit, [late]) == CALENDAR.due(start, 5, unit)


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PauseNotPossibleError) as refused:
        CALENDAR.due(_local(9, 29), 1, "hours", [(_local(9, 30), _local(9, 29))])
    assert str(refused.value) == (
        "A clock cannot stand still from 2026-09-30 00:00:00+08:00 to 2026-09-29 00:00:00+08:00.\n"
        "  do: Give aware moments, the first before the second."
    )
    with pytest.raises(PauseNotPossibleError):
        CALENDAR.due(_local(9, 29), 1, "hours", [(datetime(2026, 9, 29), None)])


moments = st.datetimes(datetime(2026, 1, 5), datetime(2026, 6, 30)).map(lambda one: one.replace(tzinfo=UTC))
units = st.sampled_from(["hours", "working hours", "days", "working days"])
amounts = st.integers(0, 30)
lengths = st.integers(0, 15 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))
pauses_in_time = st.lists(st.tuples(moments, lengths).map(lambda one: (one[0], one[0] + one[1])), max_size=4)


@given(moments, amounts, units, st.integers(0, 90))
def test_a_pause_without_length_or_before_the_start_changes_nothing(
    start: datetime, amount: int, unit: str, before: int
) -> None:
    due = CALENDAR.due(start, amount, unit)
    # The day of the start is never counted, so what stood still on it costs nothing either.
    ended = start - timedelta(days=before + 1)
    assert CALENDAR.due(start, amount, unit, [(ended - timedelta(days=3), ended)]) == due
    assert CALENDAR.due(start, amount, unit, [(start, start)]) == due


@given(moments, amounts, units, pauses_in_time)
def test_a_pause_never_makes_a_deadline_earlier(
    start: datetime, amount: int, unit: str, pauses: list[Pause]
) -> None:
    due = CALENDAR.due(start, amount, unit)
    for count in range(len(pauses)):
        later = CALENDAR.due(start, amount, unit, pauses[: count + 1])
        assert later >= due
        due = later


@given(moments, amounts, units, pauses_in_time, moments, lengths, lengths)
def test_adjoining_pauses_are_one(
    start: datetime,
    amount: int,
    unit: str,
    others: list[Pause],
    begins: datetime,
    first: timedelta,
    second: timedelta,
) -> None:
    middle, ends = begins + first, begins + first + second
    together = CALENDAR.due(start, amount, unit, [*others, (begins, ends)])
    assert CALENDAR.due(start, amount, unit, [(middle, ends), *others, (begins, middle)]) == together
    assert CALENDAR.due(start, amount, unit, [(begins, None)]) >= together or others


@given(moments, st.integers(1, 30), units, pauses_in_time)
def test_no_deadline_ends_while_its_clock_stands_still(
    start: datetime, amount: int, unit: str, pauses: list[Pause]
) -> None:
    due = CALENDAR.due(start, amount, unit, pauses)
    assert not any(begins < due < (ends or STANDS_STILL) for begins, ends in pauses)
