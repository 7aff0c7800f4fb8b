"""The quarter in which the country lives, in days as its operators deliver them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sosiego.world.errors import NotAQuarterError

# The country keeps the clock of its rule-book (UTC+8, no summer time).
HOURS_EAST = 8


@dataclass(frozen=True)
class Quarter:
    """Three months. A delivered day is one UTC day: 08:00 local time to 08:00 of the next morning."""

    year: int
    number: int

    @classmethod
    def parse(cls, name: str) -> Quarter:
        """Raises `NotAQuarterError`."""
        parts = re.fullmatch(r"(\d{4})Q([1-4])", name)
        if not parts:
            raise NotAQuarterError(name)
        return cls(int(parts[1]), int(parts[2]))

    @property
    def name(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def after(self) -> date:
        return self.next().first

    def next(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    def same_last_year(self) -> Quarter:
        return Quarter(self.year - 1, self.number)

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.after - self.first).days)]

    def end(self) -> datetime:
        """The quarter's last moment in local time, as UTC."""
        midnight = datetime(self.after.year, self.after.month, self.after.day, tzinfo=UTC)
        return midnight - timedelta(hours=HOURS_EAST)


def epoch(day: date) -> int:
    """Seconds since 1970 of 00:00 UTC."""
    return (day - date(1970, 1, 1)).days * 86_400
