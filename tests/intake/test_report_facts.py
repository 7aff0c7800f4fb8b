"""The facts of reports, against a counting report by report that takes the definitions at their word."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sosiego.intake import queries
from sosiego.intake.models import Report
from tests.builders import NOON

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
# Around the edges of every window, and between them.
AGES = [
    days * timedelta(days=1) + shift for days in (0, 3, 7, 10, 30) for shift in (-SECOND, 0 * SECOND, SECOND)
]


@dataclass(frozen=True)
class Told:
    number: str
    medium: str
    reporter: str
    category: str
    recorded_voice: bool | None
    received_at: datetime


told = st.builds(
    Told,
    number=st.sampled_from(["+8613800000001", "+8613800000002", "name:86:BANCO", ""]),
    medium=st.sampled_from(["call", "sms"]),
    reporter=st.sampled_from(["a", "b", "c", ""]),
    category=st.sampled_from(["unsorted", "loan-marketing", "fraud"]),
    recorded_voice=st.sampled_from([True, False, None]),
    received_at=st.sampled_from([NOON - age for age in AGES]),
)


def counted(reports: list[Told], number: str) -> dict[str, Any]:
    """The facts of one number, as the definitions say."""

    def of(medium: str, days: int) -> list[Told]:
        since = NOON - timedelta(days=days)
        return [one for one in recent if one.medium.startswith(medium) and one.received_at > since]

    def people(medium: str, days: int) -> int | None:
        known = {one.reporter for one in of(medium, days)} - {""}
        return None if not known and of(medium, days) else len(known)

    recent = [
        one for one in reports if one.number == number and NOON - timedelta(days=30) < one.received_at <= NOON
    ]
    voices = [one.recorded_voice for one in of("call", 30) if one.recorded_voice is not None]
    chosen = Counter(one.category for one in recent if one.category != "unsorted")
    return {
        "subject": number,
        "call_reports_7d": len(of("call", 7)),
        "sms_reports_7d": len(of("sms", 7)),
        "call_reporters_7d": people("call", 7),
        "call_reporters_10d": people("call", 10),
        "call_reporters_30d": people("call", 30),
        "sms_reporters_7d": people("sms", 7),
        "sms_reporters_10d": people("sms", 10),
        "sms_reporters_30d": people("sms", 30),
        "reporters_7d": people("", 7),
        "reporters_10d": people("", 10),
        "recorded_voice_share_30d": sum(voices) / len(voices) if voices else None,
        "reported_category": min(chosen, key=lambda name: (-chosen[name], name)) if chosen else None,
        "last_report_at": max(one.received_at for one in recent),
    }


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(reports=st.lists(told, max_size=40))
def test_the_facts_are_those_counted_report_by_report(reports: list[Told]) -> None:
    Report.objects.all().delete()
    Report.objects.bulk_create(
        Report(reference=f"R-{place}", source_key=str(place), channel="file", **vars(one))
        for place, one in enumerate(reports)
    )
    heard = {
        one.number for one in reports if one.number and NOON - timedelta(days=30) < one.received_at <= NOON
    }
    assert queries.report_facts(NOON).to_pylist() == [counted(reports, number) for number in sorted(heard)]
