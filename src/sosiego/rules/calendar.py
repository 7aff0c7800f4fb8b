"""Working days and hours: the clocks of the law, from dated data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sosiego.errors import SosiegoError, WrongUsageError

if TYPE_CHECKING:
    from sosiego.rules.book import Basis

_ONE_DAY = timedelta(days=1)
# A deadline in days ends with its day (so, for one, article 203 of the Civil Code of China); the last second
# is named rather than the next midnight, so that the date shown is the day meant.
_END_OF_DAY = time(23, 59, 59)


class CalendarYearUnknownError(SosiegoError):
    """A working day was asked of a year whose holidays the rule-book does not state."""

    def __init__(self, year: int, calendar: str) -> None:
        self.year = year
        super().__init__(
            f"the working calendar does not know the year {year}",
            where=calendar,
            todo=f"add holidays and make-up working days of {year}, or state an assumption (assumed: true)",
        )


@dataclass(frozen=True)
class CalendarYear:
    """What one year's announcement says."""

    year: int
    holidays: Mapping[date, str]
    # Days of weekly rest that are worked, to make up for a longer holiday.
    make_up_days: frozenset[date]
    # True while the year is not announced: the rule-book says what it takes for granted until then.
    assumed: bool = False
    basis: Basis | None = None


@dataclass(frozen=True)
class WorkingCalendar:
    """Which days are worked, between which hours, in which time zone."""

    time_zone: ZoneInfo
    years: Mapping[int, CalendarYear]
    # ISO week-days of rest: 6 Saturday, 7 Sunday.
    weekly_rest: frozenset[int] = frozenset({6, 7})
    opens: time = time(9)
    closes: time = time(17)
    # Where it stands, for errors.
    source: str = ""
    _special: Mapping[date, bool] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        special = {day: False for year in self.years.values() for day in year.holidays}
        special.update({day: True for year in self.years.values() for day in year.make_up_days})
        object.__setattr__(self, "_special", special)

    def is_working_day(self, day: date) -> bool:
        """Raises `CalendarYearUnknownError` outside the years it knows."""
        if day.year not in self.years:
            raise CalendarYearUnknownError(day.year, self.source)
        worked = self._special.get(day)
        return day.isoweekday() not in self.weekly_rest if worked is None else worked

    def add_working_days(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day` (before it, if negative); `day` itself is not counted."""
        step = _ONE_DAY if amount >= 0 else -_ONE_DAY
        left = abs(amount)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, a: date, b: date) -> int:
        """Working days after `a` up to and including `b`; negative if `b` is before `a`."""
        if b < a:
            return -self.working_days_between(b, a)
        return sum(self.is_working_day(a + timedelta(days=n)) for n in range(1, (b - a).days + 1))

    def due(self, start: datetime, amount: int, unit: str) -> datetime:
        """The last moment (aware, UTC) of a clock that starts at `start` (aware).

        "hours" run on; "working hours" run only while work is done; "days" and "working days" begin with the
        next day and end with their last; "days" that end on a day of rest end with the next working day.
        """
        if start.tzinfo is None:
            raise WrongUsageError(
                "a clock needs an aware moment to start at", todo="pass a datetime with a zone"
            )
        if amount < 0:
            raise WrongUsageError(f"a clock cannot run for {amount} {unit}")
        local = start.astimezone(self.time_zone)
        if unit == "hours":
            return start.astimezone(UTC) + timedelta(hours=amount)
        if unit == "working hours":
            return self._after_working_time(local, timedelta(hours=amount)).astimezone(UTC)
        if unit == "working days":
            return self._end_of(self.add_working_days(local.date(), amount))
        if unit == "days":
            last = local.date() + timedelta(days=amount)
            return self._end_of(last if self.is_working_day(last) else self.add_working_days(last, 1))
        raise WrongUsageError(
            f'"{unit}" is no unit of time here', todo='use "hours", "working hours", "days" or "working days"'
        )

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, _END_OF_DAY, self.time_zone).astimezone(UTC)

    def _after_working_time(self, local: datetime, left: timedelta) -> datetime:
        """`left` of working time after `local`; differences in UTC, for a local day may have 23 hours."""
        day = local.date()
        moment = local.astimezone(UTC)
        while True:
            if self.is_working_day(day):
                opens = datetime.combine(day, self.opens, self.time_zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes, self.time_zone).astimezone(UTC)
                moment = max(moment, opens)
                if moment <= closes and closes - moment >= left:
                    return moment + left
                left -= max(closes - moment, timedelta(0))
            day += _ONE_DAY
