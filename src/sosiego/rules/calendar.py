"""Working days and hours: the clocks of the law, from dated data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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

# An interval in which a clock stands still, by aware moments: its beginning, and its end (not included), or
# None while it lasts.
Pause = tuple[datetime, datetime | None]
# The last moment of a clock that stands still and has not been started again: later than every moment that
# anybody asks about, and still a moment that every time zone can show.
STANDS_STILL = datetime(9999, 1, 1, tzinfo=UTC)


class PauseNotPossibleError(WrongUsageError):
    """A pause ends before it begins, or its moments have no zone."""

    def __init__(self, pause: Pause) -> None:
        super().__init__(
            f"A clock cannot stand still from {pause[0]} to {pause[1]}.",
            todo="Give aware moments, the first before the second.",
        )


class CalendarYearUnknownError(SosiegoError):
    """A working day was asked of a year whose holidays the rule-book does not state."""

    def __init__(self, year: int, calendar: str) -> None:
        self.year = year
        super().__init__(
            f"The working calendar does not know the year {year}.",
            where=calendar,
            todo=f"Add holidays and make-up working days of {year}, or state an assumption (assumed: true).",
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

    def due(self, start: datetime, amount: int, unit: str, pauses: Sequence[Pause] = ()) -> datetime:
        """The last moment (aware, UTC) of a clock that starts at `start` (aware), standing still in `pauses`.

        "hours" run on; "working hours" run only while work is done; "days" and "working days" begin with the
        next day and end with their last; "days" that end on a day of rest end with the next working day.

        A pause takes its time out of hours and working hours. Days are counted whole: a day in which the
        clock stands still, if only for a part of it, does not count; doubt is settled for whoever must act,
        and no deadline ends while its clock stands still. Not started again, it ends at `STANDS_STILL`.
        Raises `CalendarYearUnknownError`, `PauseNotPossibleError`.
        """
        if start.tzinfo is None:
            raise WrongUsageError(
                "A clock needs an aware moment to start at.", todo="Pass a datetime with a time zone."
            )
        if amount < 0:
            raise WrongUsageError(f"A clock cannot run for {amount} {unit}.")
        still = _in_order(pauses)
        if unit == "hours":
            return _after(timedelta(hours=amount), start.astimezone(UTC), still)
        local = start.astimezone(self.time_zone)
        if unit == "working hours":
            return self._after_working_time(local, timedelta(hours=amount), still)
        if unit in ("days", "working days"):
            return self._after_days(local.date(), amount, unit, still)
        raise WrongUsageError(
            f'"{unit}" is no unit of time here.',
            todo='Use "hours", "working hours", "days" or "working days".',
        )

    def is_holiday(self, day: date) -> bool:
        """Whether the calendar names it a holiday. Raises `CalendarYearUnknownError`."""
        if day.year not in self.years:
            raise CalendarYearUnknownError(day.year, self.source)
        return day in self.years[day.year].holidays

    def _after_days(self, day: date, amount: int, unit: str, still: Sequence[_Still]) -> datetime:
        last = self._count(day, amount, self.is_working_day if unit == "working days" else _every_day, still)
        if last is not None and unit == "days" and not self.is_working_day(last):
            last = self._count(last, 1, self.is_working_day, still)
        return STANDS_STILL if last is None else self._end_of(last)

    def _count(
        self, day: date, amount: int, counts: Callable[[date], bool], still: Sequence[_Still]
    ) -> date | None:
        """The `amount`-th day after `day` that counts and is free of pauses; None if one never ends."""
        if not amount and self._pause_on(day, still) is None:
            return day
        # A clock of no days that stands still on its day ends with the next that counts.
        left = max(amount, 1)
        while left:
            day += _ONE_DAY
            pause = self._pause_on(day, still)
            if pause is not None and pause[1] == STANDS_STILL:
                return None
            left -= pause is None and counts(day)
        return day

    def _pause_on(self, day: date, still: Sequence[_Still]) -> _Still | None:
        """The last pause that covers any part of a local day."""
        if not still:
            return None
        begins = datetime.combine(day, time(0), self.time_zone).astimezone(UTC)
        ends = datetime.combine(day + _ONE_DAY, time(0), self.time_zone).astimezone(UTC)
        return next((pause for pause in reversed(still) if pause[0] < ends and begins < pause[1]), None)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day, _END_OF_DAY, self.time_zone).astimezone(UTC)

    def _after_working_time(self, local: datetime, left: timedelta, still: Sequence[_Still]) -> datetime:
        """`left` of working time after `local`; differences in UTC, for a local day may have 23 hours."""
        day = local.date()
        moment = local.astimezone(UTC)
        while True:
            if still and still[-1][1] == STANDS_STILL and still[-1][0] <= moment and left:
                return STANDS_STILL
            if self.is_working_day(day):
                opens = datetime.combine(day, self.opens, self.time_zone).astimezone(UTC)
                closes = datetime.combine(day, self.closes, self.time_zone).astimezone(UTC)
                moment = max(moment, opens)
                reached = _after(left, moment, still)
                if moment <= closes and reached <= closes:
                    return reached
                left -= _running(moment, closes, still)
                moment = max(moment, closes)
            day += _ONE_DAY


_Still = tuple[datetime, datetime]


def _every_day(_day: date) -> bool:
    return True


def _in_order(pauses: Sequence[Pause]) -> list[_Still]:
    """Pauses in UTC, in order, none touching the next; an open one ends at `STANDS_STILL`.

    Raises `PauseNotPossibleError`.
    """
    for pause in pauses:
        begins, ends = pause
        if begins.tzinfo is None or (ends is not None and (ends.tzinfo is None or ends < begins)):
            raise PauseNotPossibleError(pause)
    found: list[_Still] = []
    for begins, ends in sorted((a.astimezone(UTC), (b or STANDS_STILL).astimezone(UTC)) for a, b in pauses):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        elif begins < ends:
            found.append((begins, ends))
    return found


def _running(since: datetime, until: datetime, still: Sequence[_Still]) -> timedelta:
    """How long a clock runs between two moments."""
    if until <= since:
        return timedelta(0)
    stood = (max(timedelta(0), min(until, ends) - max(since, begins)) for begins, ends in still)
    return until - since - sum(stood, timedelta(0))


def _after(left: timedelta, moment: datetime, still: Sequence[_Still]) -> datetime:
    """The moment at which a clock that runs day and night has run for `left` after `moment`."""
    for begins, ends in still:
        if ends <= moment:
            continue
        if moment + left <= begins:
            break
        left -= max(timedelta(0), begins - moment)
        if not left:
            return max(moment, begins)
        moment = ends
    return STANDS_STILL if moment == STANDS_STILL else moment + left
