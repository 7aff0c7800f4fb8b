"""The facts that reports tell of a number, read once and counted in memory.

A report whose reporter is not known counts as a report and not as a person: nobody can say whether two of
them come from one. So `…_reporters_…` is the number of different known people, 0 if there was no report at
all, and NULL if there were reports and none of them names its reporter: unknown is unknown, not zero.
Pseudonyms change with the year; a person who reports in December and in January counts twice in that
window.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc
from django.db.models import QuerySet

from sosiego.intake.models import Report
from sosiego.intake.report_formats.base import UNSORTED

LONGEST_DAYS = 30

_REPORTS = (("call", 7), ("sms", 7))
_REPORTERS = (("call", 7), ("call", 10), ("call", 30), ("sms", 7), ("sms", 10), ("sms", 30))
# People counted once, whatever the medium: rules that speak of complaints against a sender.
_ANY_REPORTERS = (7, 10)

# No medium: calls and messages together.
_ANY = ""

_COUNTED_PEOPLE = (*_REPORTERS, *((_ANY, days) for days in _ANY_REPORTERS))
_WINDOWS = sorted({*_REPORTS, *_COUNTED_PEOPLE})

# Rows turned into columns at once: their Python values take some tens of megabytes.
ROWS_PER_BATCH = 20_000

REPORT_FACTS = (
    *(f"{medium}_reports_{days}d" for medium, days in _REPORTS),
    *(f"{medium}_reporters_{days}d" for medium, days in _REPORTERS),
    *(f"reporters_{days}d" for days in _ANY_REPORTERS),
    "recorded_voice_share_30d",
    "reported_category",
)

_MOMENT = pa.timestamp("us", tz="UTC")

# What is read of a report.
_READ = pa.schema(
    [
        ("number", pa.string()),
        ("medium", pa.string()),
        ("category", pa.string()),
        ("reporter", pa.string()),
        ("recorded_voice", pa.bool_()),
        ("received_at", _MOMENT),
    ]
)

_SCHEMA = pa.schema(
    [
        ("subject", pa.string()),
        *((f"{medium}_reports_{days}d", pa.int64()) for medium, days in _REPORTS),
        *((f"{medium}_reporters_{days}d", pa.int64()) for medium, days in _REPORTERS),
        *((f"reporters_{days}d", pa.int64()) for days in _ANY_REPORTERS),
        ("recorded_voice_share_30d", pa.float64()),
        ("reported_category", pa.string()),
        ("last_report_at", _MOMENT),
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
    told = _read(recent)
    found = _counted(told, at)
    for part in (_people(told, at), _most_reported(told), _last(told)):
        found = found.join(part, "number", join_type="left outer", use_threads=False)
    return _shaped(found.sort_by("number"))


def _read(recent: QuerySet[Report]) -> pa.Table:
    """What is counted of the reports. Read once: the database would sort them anew for every window."""
    rows = recent.values_list(*_READ.names).iterator(chunk_size=ROWS_PER_BATCH)
    batches = []
    while some := list(islice(rows, ROWS_PER_BATCH)):
        columns = zip(zip(*some, strict=True), _READ.types, strict=True)
        batches.append(pa.record_batch([pa.array(values, kind) for values, kind in columns], schema=_READ))
    return pa.Table.from_batches(batches, _READ)


def _within(reports: pa.Table, medium: str, days: int, at: datetime) -> pa.ChunkedArray:
    """1 for each row of a medium (of any, if none is named) in the window of so many days, else 0."""
    since = pa.scalar(at - timedelta(days=days), _MOMENT)
    is_recent = pc.greater(reports.column("received_at"), since)
    if medium != _ANY:
        is_recent = pc.and_(pc.equal(reports.column("medium"), medium), is_recent)
    return is_recent.cast(pa.int64())


def _counted(told: pa.Table, at: datetime) -> pa.Table:
    """By number: its reports by medium and window, and of its calls those that say how the voice was."""
    columns = {f"n_{medium}_{days}": _within(told, medium, days, at) for medium, days in _WINDOWS}
    is_call = pc.equal(told.column("medium"), Report.Medium.CALL.value)
    voice = pc.if_else(is_call, told.column("recorded_voice"), None).cast(pa.int64())
    columns |= {"voice_yes": pc.fill_null(voice, 0), "voice_told": voice.is_valid().cast(pa.int64())}
    return _summed(told, columns)


def _people(told: pa.Table, at: datetime) -> pa.Table:
    """By number: the different known people who reported it, by medium and window."""
    named = told.filter(pc.not_equal(told.column("reporter"), ""))
    latest = _latest(named, ["number", "medium", "reporter"])
    windows = {f"p_{medium}_{days}": _within(latest, medium, days, at) for medium, days in _REPORTERS}
    by_medium = _summed(latest, windows)
    latest = _latest(named, ["number", "reporter"])
    windows = {f"p_{_ANY}_{days}": _within(latest, _ANY, days, at) for days in _ANY_REPORTERS}
    return by_medium.join(_summed(latest, windows), "number", join_type="full outer", use_threads=False)


def _latest(reports: pa.Table, keys: list[str]) -> pa.Table:
    """When each last reported: one row for each different value of the keys."""
    groups = reports.group_by(keys, use_threads=False)
    return groups.aggregate([("received_at", "max")]).rename_columns({"received_at_max": "received_at"})


def _summed(rows: pa.Table, columns: Mapping[str, pa.ChunkedArray]) -> pa.Table:
    """The sums of the columns by number."""
    made = pa.table({"number": rows.column("number"), **columns})
    sums = made.group_by("number", use_threads=False).aggregate([(name, "sum") for name in columns])
    return sums.rename_columns({f"{name}_sum": name for name in columns})


def _most_reported(told: pa.Table) -> pa.Table:
    """The category that most reports of a number chose; of equals the first by name, in every run."""
    chosen = told.filter(pc.not_equal(told.column("category"), UNSORTED))
    counted = chosen.group_by(["number", "category"], use_threads=False).aggregate([([], "count_all")])
    ordered = counted.sort_by(
        [("number", "ascending"), ("count_all", "descending"), ("category", "ascending")]
    )
    first = ordered.group_by("number", use_threads=False).aggregate([("category", "first")])
    return first.rename_columns({"category_first": "reported_category"})


def _last(told: pa.Table) -> pa.Table:
    """By number: when it was last reported."""
    last = told.group_by("number", use_threads=False).aggregate([("received_at", "max")])
    return last.rename_columns({"received_at_max": "last_report_at"})


def _shaped(found: pa.Table) -> pa.Table:
    """The facts in their order and with their types; what nobody can know is NULL."""
    columns = {"subject": found.column("number"), "last_report_at": found.column("last_report_at")}
    for medium, days in _REPORTS:
        columns[f"{medium}_reports_{days}d"] = found.column(f"n_{medium}_{days}")
    for medium, days in _COUNTED_PEOPLE:
        people = pc.fill_null(found.column(f"p_{medium}_{days}"), 0)
        reports = found.column(f"n_{medium}_{days}")
        is_unknown = pc.and_(pc.equal(people, 0), pc.greater(reports, 0))
        columns[f"{medium}_reporters_{days}d".lstrip("_")] = pc.if_else(is_unknown, None, people)
    yes, told = (found.column(name).cast(pa.float64()) for name in ("voice_yes", "voice_told"))
    columns["recorded_voice_share_30d"] = pc.if_else(pc.equal(told, 0), None, pc.divide(yes, told))
    columns["reported_category"] = found.column("reported_category")
    return pa.table({field.name: columns[field.name].cast(field.type) for field in _SCHEMA}, _SCHEMA)
