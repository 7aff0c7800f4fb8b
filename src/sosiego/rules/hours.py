"""Permitted hours: whether a call or message may be made at a moment."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from sosiego.errors import WrongUsageError
from sosiego.rules.calendar import WorkingCalendar

if TYPE_CHECKING:
    from sosiego.rules.book import HoursBand, PermittedHours

_SUNDAY = 7
_MIDNIGHT = time(0)


def allows(hours: PermittedHours, moment: datetime, calendar: WorkingCalendar) -> bool:
    """Whether one of the bands holds at `moment` (aware), by the local clock of the calendar.

    A band holds from its first minute until just before its end: what ends at 21:00 does not allow a call at
    21:00:00. A holiday is a day that the calendar names as one; make-up days keep their day of the week.
    Raises `CalendarYearUnknownError` where holidays matter and the year is not stated.
    """
    if moment.tzinfo is None:
        raise WrongUsageError(
            "Permitted hours need an aware moment.", todo="Pass a datetime with a time zone."
        )
    local = moment.astimezone(calendar.time_zone)
    day = local.isoweekday()
    if hours.holidays != "as-weekday" and calendar.is_holiday(local.date()):
        if hours.holidays == "closed":
            return False
        day = _SUNDAY
    return any(day in band.days and _holds(band, local.time()) for band in hours.bands)


def _holds(band: HoursBand, clock: time) -> bool:
    return band.start <= clock and (band.end == _MIDNIGHT or clock < band.end)
