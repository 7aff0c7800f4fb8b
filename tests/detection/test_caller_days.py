"""The calls of a caller on a day, counted by hand."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sosiego.detection.caller_days import CallerDay, caller_days
from sosiego.intake import archive, services
from tests.builders import csv_file

pytestmark = pytest.mark.django_db

COLUMNS = (
    "record_id", "caller", "called", "start", "duration_s", "answered", "cause", "medium", "attestation",
)  # fmt: skip
SINCE, UNTIL = datetime(2026, 8, 3, tzinfo=UTC), datetime(2026, 8, 4, tzinfo=UTC)


def bring(
    folder: Path, *calls: tuple[object, ...], operator: str = "norte", caller: str = "13800000001"
) -> None:
    """Take in calls, each (start, seconds, answered, attestation, medium)."""
    rows = [
        (f"{operator}-{place}", caller, "13900000001", start, seconds, answered, 16, medium, attestation)
        for place, (start, seconds, answered, attestation, medium) in enumerate(calls)
    ]
    path = csv_file(folder / f"{operator}-{caller}.csv", COLUMNS, *rows)
    services.import_traffic(path, operator=operator, at=UNTIL)


def counted(seconds: int = 6) -> list[CallerDay]:
    files = archive.files(SINCE.date(), UNTIL.date())
    return sorted(caller_days(files, since=SINCE, until=UNTIL, short_call_seconds=seconds))


def test_short_is_what_was_not_completed_or_ended_in_time(tmp_path: Path) -> None:
    bring(
        tmp_path,
        ("2026-08-03T10:00:00Z", 3, "true", "A", "call"),
        ("2026-08-03T10:01:00Z", 6, "true", "A", "call"),
        ("2026-08-03T10:02:00Z", 7, "true", "", "call"),
        ("2026-08-03T10:03:00Z", 40, "false", "", "call"),
    )
    assert counted() == [CallerDay(8613800000001, "norte", 4, 3, 2)]
    assert counted(seconds=3) == [CallerDay(8613800000001, "norte", 4, 2, 2)]


def test_messages_and_other_days_are_not_counted(tmp_path: Path) -> None:
    bring(
        tmp_path,
        ("2026-08-03T10:00:00Z", 3, "true", "A", "call"),
        ("2026-08-03T10:01:00Z", 0, "", "", "sms"),
        ("2026-08-04T00:00:00Z", 3, "true", "A", "call"),
    )
    assert counted() == [CallerDay(8613800000001, "norte", 1, 1, 1)]


def test_each_operator_counts_apart(tmp_path: Path) -> None:
    call = ("2026-08-03T10:00:00Z", 30, "true", "B", "call")
    bring(tmp_path, call, call)
    bring(tmp_path, call, operator="sur")
    assert [(row.operator, row.calls) for row in counted()] == [("norte", 2), ("sur", 1)]


def test_no_files_are_no_rows() -> None:
    assert list(caller_days([], since=SINCE, until=UNTIL, short_call_seconds=6)) == []
