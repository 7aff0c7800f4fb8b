"""Which period may be judged, and by the law of which day."""

from __future__ import annotations

from datetime import date, datetime

from sosiego.oversight.errors import PeriodNotFinishedError, PeriodNotJudgedError
from sosiego.rules.book import RuleBook
from sosiego.rules.periods import Period

# The actor of what the platform computes by itself.
SYSTEM = "system"


# The spans for which organisations state their users and traffic (`registry.cells.period`).
KINDS = ("quarter", "month")


def require_judged(period: Period) -> None:
    """Raises `PeriodNotJudgedError`."""
    if period.kind not in KINDS:
        raise PeriodNotJudgedError(
            f"Nobody is judged by {period.name}, only by a quarter or a month.",
            todo="Ask for a period such as 2026Q3 or 2026-09.",
        )


def require_finished(book: RuleBook, period: Period, at: datetime) -> None:
    """Raises `PeriodNotJudgedError` and `PeriodNotFinishedError`."""
    require_judged(period)
    if at < period.bounds(book.time_zone)[1]:
        raise PeriodNotFinishedError(
            f"{period.name} is not over yet.",
            where=f"it ends on {period.after.isoformat()}",
            todo="Ask for a period that has ended.",
        )


def law_day(period: Period) -> date:
    """The law of the last day of a period judges the whole of it."""
    return period.last
