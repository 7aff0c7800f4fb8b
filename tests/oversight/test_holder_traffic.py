"""Holders' traffic, counted by hand on small archives."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from sosiego.intake import services
from sosiego.oversight import holder_traffic
from sosiego.oversight.holder_traffic import HolderDay, HolderTraffic
from sosiego.rules.book import Windows
from sosiego.rules.periods import Period
from tests import builders

pytestmark = pytest.mark.django_db

AUGUST = Period.parse("2026-08")
# A short call ended within three seconds until the fifth of August 2026, then within six.
BOOK: Any = builders.rule_book(
    all_windows=(
        Windows(7, 3, 1, 22, 8, builders.LONG_AGO),
        Windows(7, 6, 1, 22, 8, date(2026, 8, 5)),
    )
)
COLUMNS = (
    "record_id", "caller", "called", "start", "duration_s", "answered", "cause", "medium", "attestation",
)  # fmt: skip
FIRST, SECOND = "13800000001", "13800000002"
Call = tuple[str, str, int, str]


@pytest.fixture
def callers() -> None:
    """A call centre with two numbers of one operator's range."""
    operator = builders.organisation("norte")
    centre = builders.organisation("centro", "call-centre")
    builders.number_range("+861380", operator)
    for number in (FIRST, SECOND):
        builders.assignment(f"+86{number}", centre)


def bring(folder: Path, calls: Iterable[Call], operator: str = "norte") -> None:
    """Take in answered calls: (caller, local start in China, seconds, attestation)."""
    rows = [
        (
            f"{operator}-{place}",
            caller,
            "13900000001",
            f"{start}+08:00",
            seconds,
            "true",
            16,
            "call",
            attestation,
        )
        for place, (caller, start, seconds, attestation) in enumerate(calls)
    ]
    path = builders.csv_file(folder / f"{operator}.csv", COLUMNS, *rows)
    services.import_traffic(path, operator=operator, at=datetime(2026, 9, 1, tzinfo=UTC))


def of_august(*kinds: str) -> dict[str, HolderTraffic]:
    return dict(holder_traffic.of_period(BOOK, AUGUST, kinds or ("call-centre",)))


def test_all_numbers_of_a_holder_are_added_up_by_the_local_day(callers: None, tmp_path: Path) -> None:
    bring(
        tmp_path,
        [
            (FIRST, "2026-08-03T00:10:00", 2, ""),  # still the second of August in UTC
            (FIRST, "2026-08-03T09:00:00", 3, ""),
            (SECOND, "2026-08-03T09:00:00", 1, ""),
            (SECOND, "2026-08-03T23:59:59", 60, ""),
            (FIRST, "2026-08-04T00:00:00", 60, ""),
        ],
    )
    assert of_august()["centro"].days == (
        HolderDay(date(2026, 8, 3), 4, 3, 2),
        HolderDay(date(2026, 8, 4), 1, 0, 0),
    )


def test_the_length_of_a_short_call_is_that_of_its_day(callers: None, tmp_path: Path) -> None:
    bring(tmp_path, [(FIRST, f"2026-08-0{day}T09:00:00", 5, "") for day in (4, 5)])
    by_day = {one.day.day: one.short_calls for one in of_august()["centro"].days}
    assert by_day == {4: 0, 5: 1}


def test_a_number_counts_for_who_held_it_that_day(callers: None, tmp_path: Path) -> None:
    builders.organisation("otro", "call-centre")
    number = "13800000003"
    builders.assignment(f"+86{number}", builders.organisation("centro"), until=date(2026, 8, 4))
    builders.assignment(f"+86{number}", builders.organisation("otro"), since=date(2026, 8, 4))
    bring(tmp_path, [(number, f"2026-08-0{day}T09:00:00", 9, "") for day in (3, 4, 5)])
    found = of_august()
    assert [one.day.day for one in found["centro"].days] == [3]
    assert sorted(one.day.day for one in found["otro"].days) == [4, 5]


def test_the_month_counts_through_one_operator(callers: None, tmp_path: Path) -> None:
    bring(tmp_path, [(FIRST, f"2026-08-{day:02}T09:00:00", 9, "") for day in range(1, 6)])
    bring(tmp_path, [(SECOND, f"2026-08-{day:02}T09:00:00", 9, "") for day in range(1, 4)], operator="sur")
    assert of_august()["centro"].calls_per_month_max == 5


def test_of_a_quarter_the_busiest_month_counts(callers: None, tmp_path: Path) -> None:
    days = ["2026-07-01", "2026-08-01", "2026-08-02", "2026-09-01"]
    bring(tmp_path, [(FIRST, f"{day}T09:00:00", 9, "") for day in days])
    found = holder_traffic.of_period(BOOK, Period.parse("2026Q3"), ("call-centre",))
    assert found["centro"].calls_per_month_max == 2


def test_unsigned_calls_are_counted_where_the_operator_records_attestations(
    callers: None, tmp_path: Path
) -> None:
    bring(tmp_path, [(FIRST, f"2026-08-03T09:0{n}:00", 9, "A" if n else "") for n in range(4)])
    bring(tmp_path, [(SECOND, "2026-08-03T09:00:00", 9, "")], operator="sur")  # records none at all
    assert of_august()["centro"].unsigned_share == 0.25


def test_where_nobody_records_attestations_the_share_is_unknown(callers: None, tmp_path: Path) -> None:
    bring(tmp_path, [(FIRST, "2026-08-03T09:00:00", 9, "")])
    assert of_august()["centro"].unsigned_share is None


def test_a_month_without_records_says_nothing(callers: None) -> None:
    assert of_august() == {}


def test_who_holds_no_number_is_unknown_and_who_made_no_call_made_none(callers: None, tmp_path: Path) -> None:
    builders.organisation("nowhere", "call-centre")
    silent = builders.organisation("silent", "call-centre")
    builders.assignment("+8613800000009", silent)
    bring(tmp_path, [(FIRST, "2026-08-03T09:00:00", 9, "")])
    found = of_august()
    assert "nowhere" not in found
    assert (found["silent"].days, found["silent"].calls_per_month_max) == ((), 0)


def test_only_the_kinds_that_a_rule_asks_about_are_counted(callers: None, tmp_path: Path) -> None:
    bring(tmp_path, [(FIRST, "2026-08-03T09:00:00", 9, ""), ("13800000077", "2026-08-03T09:00:00", 9, "")])
    assert set(of_august("business")) == set()
    assert set(of_august("operator")) == {"norte"}


def test_a_share_of_no_calls_is_unknown() -> None:
    assert HolderDay(date(2026, 8, 3), 0, 0, 0).facts()["holder_short_call_ratio_of_day"] is None
