"""Periods of figures and publications: a quarter, month, day, year, or a range of days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sosiego.errors import WrongUsageError

_ONE_DAY = timedelta(days=1)
_QUARTER = re.compile(r"(\d{4})Q([1-4])")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"\d{4}")


class NotAPeriodError(WrongUsageError):
    """The text names no period."""

    def __init__(self, text: str, reason: str = "") -> None:
        super().__init__(
            f'"{text}" is not a period' + (f": {reason}." if reason else "."),
            todo="Write a quarter (2026Q3), month (2026-09), day (2026-09-15), year (2026) "
            "or first and last day (2026-09-01/2026-09-15).",
        )


@dataclass(frozen=True)
class Period:
    """From `first` up to, not including, `after`, in local days."""

    name: str
    first: date
    after: date
    kind: Literal["quarter", "month", "day", "year", "range"]

    @classmethod
    def parse(cls, text: str) -> Period:
        """Raises `NotAPeriodError`."""
        try:
            if found := _QUARTER.fullmatch(text):
                return cls.quarter(int(found[1]), int(found[2]))
            if found := _MONTH.fullmatch(text):
                return cls.month(int(found[1]), int(found[2]))
            if _YEAR.fullmatch(text):
                return cls(text, date(int(text), 1, 1), date(int(text) + 1, 1, 1), "year")
            first, slash, last = text.partition("/")
            if not slash:
                return cls.day(_day(first))
            return cls.range(_day(first), _day(last))
        except (ValueError, OverflowError) as error:
            raise NotAPeriodError(text, str(error)) from None

    @classmethod
    def quarter(cls, year: int, number: int) -> Period:
        first = date(year, 3 * number - 2, 1)
        return cls(f"{year:04d}Q{number}", first, _months_later(first, 3), "quarter")

    @classmethod
    def month(cls, year: int, number: int) -> Period:
        first = date(year, number, 1)
        return cls(f"{year:04d}-{number:02d}", first, _months_later(first, 1), "month")

    @classmethod
    def day(cls, day: date) -> Period:
        return cls(day.isoformat(), day, day + _ONE_DAY, "day")

    @classmethod
    def range(cls, first: date, last: date) -> Period:
        """Both days belong to it. Raises ValueError if they are the wrong way round."""
        if last < first:
            raise ValueError("it ends before it begins")
        return cls(f"{first}/{last}", first, last + _ONE_DAY, "range")

    @property
    def last(self) -> date:
        """The last day that belongs to it."""
        return self.after - _ONE_DAY

    def previous(self) -> Period:
        """The period of the same kind (for a range: of the same length) just before."""
        match self.kind:
            case "quarter":
                return Period.quarter(self.last_before.year, (self.last_before.month + 2) // 3)
            case "month":
                return Period.month(self.last_before.year, self.last_before.month)
            case "year":
                return Period.parse(f"{self.first.year - 1:04d}")
            case "day":
                return Period.day(self.last_before)
        return Period.range(self.first - (self.after - self.first), self.last_before)

    def same_last_year(self) -> Period:
        """The same period a year before; 29 February becomes 28 February."""
        match self.kind:
            case "quarter":
                return Period.quarter(self.first.year - 1, (self.first.month + 2) // 3)
            case "month":
                return Period.month(self.first.year - 1, self.first.month)
            case "year":
                return self.previous()
            case "day":
                return Period.day(_a_year_before(self.first))
        return Period.range(_a_year_before(self.first), _a_year_before(self.last))

    @property
    def last_before(self) -> date:
        """The day before it begins."""
        return self.first - _ONE_DAY

    def bounds(self, time_zone: ZoneInfo) -> tuple[datetime, datetime]:
        """First moment and first moment after, in UTC, of the local days."""
        first, after = (datetime.combine(day, time(), time_zone) for day in (self.first, self.after))
        return first.astimezone(UTC), after.astimezone(UTC)

    def __contains__(self, day: date) -> bool:
        return self.first <= day < self.after

    def __str__(self) -> str:
        return self.name


def monday_of(day: date) -> date:
    """The first day of the week, by ISO 8601, in which a day lies."""
    return day - timedelta(days=day.weekday())


def _day(text: str) -> date:
    # date.fromisoformat also takes "20260915" and week dates, which would give one period two names.
    if len(text) != 10:
        raise ValueError("a day is written YYYY-MM-DD")
    return date.fromisoformat(text)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


def _a_year_before(day: date) -> date:
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))
