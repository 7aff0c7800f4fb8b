"""Periods name the same days for whoever reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosiego.rules.periods import NotAPeriodError, Period


@pytest.mark.parametrize(
    ("text", "kind", "first", "after", "previous", "last_year"),
    [
        ("2026Q3", "quarter", date(2026, 7, 1), date(2026, 10, 1), "2026Q2", "2025Q3"),
        ("2026Q1", "quarter", date(2026, 1, 1), date(2026, 4, 1), "2025Q4", "2025Q1"),
        ("2026-09", "month", date(2026, 9, 1), date(2026, 10, 1), "2026-08", "2025-09"),
        ("2026-12", "month", date(2026, 12, 1), date(2027, 1, 1), "2026-11", "2025-12"),
        ("2021-07-08", "day", date(2021, 7, 8), date(2021, 7, 9), "2021-07-07", "2020-07-08"),
        ("2024-02-29", "day", date(2024, 2, 29), date(2024, 3, 1), "2024-02-28", "2023-02-28"),
        ("2026", "year", date(2026, 1, 1), date(2027, 1, 1), "2025", "2025"),
        (
            "2026-09-01/2026-09-15",
            "range",
            date(2026, 9, 1),
            date(2026, 9, 16),
            "2026-08-17/2026-08-31",
            "2025-09-01/2025-09-15",
        ),
    ],
)
def test_a_period_knows_its_days_and_its_neighbours(
    text: str, kind: str, first: date, after: date, previous: str, last_year: str
) -> None:
    period = Period.parse(text)
    assert (period.name, period.kind, period.first, period.after) == (text, kind, first, after)
    assert period.previous().name == previous
    assert period.same_last_year().name == last_year


@pytest.mark.parametrize(
    "text",
    ["", "2026Q5", "2026-13", "2026-02-30", "20260915", "2026-09-15/2026-09-01", "soon", "2026-09-01/"],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriodError, match="is not a period"):
        Period.parse(text)


def test_the_refusal_says_how_to_write_one() -> None:
    with pytest.raises(NotAPeriodError) as refused:
        Period.parse("2026-02-30")
    assert str(refused.value) == (
        '"2026-02-30" is not a period: day is out of range for month.\n'
        "  do: Write a quarter (2026Q3), month (2026-09), day (2026-09-15), year (2026) "
        "or first and last day (2026-09-01/2026-09-15)."
    )


def test_bounds_are_the_local_days_in_utc() -> None:
    first, after = Period.parse("2026Q3").bounds(ZoneInfo("Asia/Shanghai"))
    assert first == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert after == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert first.tzinfo is UTC


def test_a_period_holds_its_first_day_and_not_the_day_after() -> None:
    period = Period.parse("2026-09")
    assert date(2026, 9, 1) in period
    assert date(2026, 10, 1) not in period


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["quarter", "month", "day", "year"]))
def test_the_previous_period_ends_where_this_one_begins(day: date, kind: str) -> None:
    text = {
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "month": f"{day:%Y-%m}",
        "day": day.isoformat(),
        "year": f"{day:%Y}",
    }[kind]
    period = Period.parse(text)
    assert day in period
    assert period.previous().after == period.first
    assert Period.parse(period.previous().name) == period.previous()
