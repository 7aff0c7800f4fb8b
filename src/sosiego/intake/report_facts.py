"""The facts that reports tell of a number, counted in the database.

A report whose reporter is not known counts as a report and not as a person: nobody can say whether two of
them come from one. So `…_reporters_…` is the number of different known people, 0 if there was no report at
all, and NULL if there were reports and none of them names its reporter: unknown is unknown, not zero.
Pseudonyms change with the year; a person who reports in December and in January counts twice in that
window.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pyarrow as pa
from django.db.models import Count, Max, Q, QuerySet

from sosiego.intake.models import Report
from sosiego.intake.report_formats.base import UNSORTED

LONGEST_DAYS = 30

_REPORTS = (("call", 7), ("sms", 7))
_REPORTERS = (("call", 7), ("call", 10), ("call", 30), ("sms", 7), ("sms", 30))

REPORT_FACTS = (
    *(f"{medium}_reports_{days}d" for medium, days in _REPORTS),
    *(f"{medium}_reporters_{days}d" for medium, days in _REPORTERS),
    "recorded_voice_share_30d",
    "reported_category",
)

_SCHEMA = pa.schema(
    [
        ("subject", pa.string()),
        *((f"{medium}_reports_{days}d", pa.int64()) for medium, days in _REPORTS),
        *((f"{medium}_reporters_{days}d", pa.int64()) for medium, days in _REPORTERS),
        ("recorded_voice_share_30d", pa.float64()),
        ("reported_category", pa.string()),
        ("last_report_at", pa.timestamp("us", tz="UTC")),
    ]
)


def report_facts(at: datetime) -> pa.Table:
    """One row for each number with a report in the 30 days before `at`, by number.

    Columns: `subject`, the names of `REPORT_FACTS`, and `last_report_at`. A window of n days is at − n d <
    t ≤ at, by the time of receipt.
    """
    recent = Report.objects.filter(
        received_at__gt=at - timedelta(days=LONGEST_DAYS), received_at__lte=at
    ).exclude(number="")
    categories = _most_reported(recent)
    rows = []
    for row in recent.values("number").annotate(**_counts(at)).order_by("number").iterator():
        fact: dict[str, object] = {"subject": row["number"], "last_report_at": row["last_report_at"]}
        for medium, days in _REPORTS:
            fact[f"{medium}_reports_{days}d"] = row[f"n_{medium}_{days}"]
        for medium, days in _REPORTERS:
            people = row[f"p_{medium}_{days}"]
            is_unknown = people == 0 and row[f"n_{medium}_{days}"] > 0
            fact[f"{medium}_reporters_{days}d"] = None if is_unknown else people
        told = row["voice_told"]
        fact["recorded_voice_share_30d"] = row["voice_yes"] / told if told else None
        fact["reported_category"] = categories.get(row["number"])
        rows.append(fact)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _counts(at: datetime) -> dict[str, object]:
    def of(medium: str, days: int) -> Q:
        return Q(medium=medium, received_at__gt=at - timedelta(days=days))

    windows = sorted({*_REPORTS, *_REPORTERS})
    is_call = Q(medium=Report.Medium.CALL)
    return {
        **{f"n_{medium}_{days}": Count("id", filter=of(medium, days)) for medium, days in windows},
        **{
            f"p_{medium}_{days}": Count("reporter", distinct=True, filter=of(medium, days) & ~Q(reporter=""))
            for medium, days in _REPORTERS
        },
        "voice_yes": Count("id", filter=is_call & Q(recorded_voice=True)),
        "voice_told": Count("id", filter=is_call & Q(recorded_voice__isnull=False)),
        "last_report_at": Max("received_at"),
    }


def _most_reported(recent: QuerySet[Report]) -> dict[str, str]:
    """The category that most reports of a number chose; of equals the first by name, in every run."""
    counted = (
        recent.exclude(category=UNSORTED)
        .values_list("number", "category")
        .annotate(reports=Count("id"))
        .order_by("number", "-reports", "category")
    )
    found: dict[str, str] = {}
    for number, category, _ in counted.iterator():
        found.setdefault(number, category)
    return found
