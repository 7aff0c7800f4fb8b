"""The shape of traffic that the features read, and how any folder of Parquet is brought to it.

The archive's records have all columns. A stranger's folder needs only caller, called, start, duration_s and
answered; what it lacks is filled with the default that says "not recorded".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

REQUIRED: Mapping[str, str] = {
    "caller": "int64",
    "called": "int64",
    "start": "timestamp",
    "duration_s": "int64",
    "answered": "boolean",
}

# What stands for a column that a folder does not have: a record is then a call, one message long, of unknown
# cause.
OPTIONAL: Mapping[str, tuple[str, object]] = {
    "medium": ("string", "call"),
    "cause": ("int64", None),
    "messages": ("int64", 1),
}

# One record as the features see it. Seconds are whole; `local_s` is the local wall clock counted from
# 1970-01-01.
WINDOW_COLUMNS: Mapping[str, str] = {
    "caller": "int64",
    "called": "int64",
    "is_call": "boolean",
    "local_s": "int64",
    "age_s": "int64",
    "duration_s": "int64",
    "answered": "boolean",
    "cause": "int64",
    "messages": "int64",
}

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def naive_utc(moment: datetime) -> datetime:
    """The moment as the archive writes it; a moment without a zone is taken as UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)


def epoch_seconds(moment: datetime) -> int:
    """Whole seconds since 1970-01-01 UTC."""
    return (naive_utc(moment).replace(tzinfo=UTC) - EPOCH) // timedelta(seconds=1)


def utc_offsets(zone: ZoneInfo, since: datetime, until: datetime) -> tuple[tuple[int, int], ...]:
    """The zone's offsets in a window: ((epoch second from which it holds, seconds east of UTC), …),
    earliest first.

    The engines' own zone arithmetic differs from one to the next and asks the host; a table of one or two
    offsets is the same everywhere, and exact also in the week when the clocks are changed.
    """

    def offset(second: int) -> int:
        at = datetime.fromtimestamp(second, tz=zone).utcoffset() or timedelta()
        return at // timedelta(seconds=1)

    first, after = epoch_seconds(since), epoch_seconds(until)
    offsets = [(first, offset(first))]
    # No zone has changed its clocks twice within one day.
    day = 86_400
    for start in range(first, after, day):
        low, high = start, min(start + day, after)
        if offset(low) == offset(high):
            continue
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
        offsets.append((high, offset(high)))
    return tuple(offsets)


def records_table(columns: Sequence[str]) -> ir.Table:
    """The unbound table `records` of an engine's view that has these columns."""
    schema = {**REQUIRED, **{name: kind for name, (kind, _) in OPTIONAL.items() if name in columns}}
    return ibis.table(schema, name="records")


def starts_table() -> ir.Table:
    """The unbound table of all that is known of earlier records: who, and when."""
    return ibis.table({"caller": "int64", "start": "timestamp"}, name="every_record")


def in_window(
    records: ir.Table, *, since: Any, until: Any, until_s: Any, offsets: Sequence[tuple[int, int]]
) -> ir.Table:
    """The records with since ≤ start < until, with the columns of `WINDOW_COLUMNS`.

    `since` and `until` are naive UTC timestamps, `until_s` is `until` in epoch seconds, `offsets` those of
    `utc_offsets`: values or expressions of the engine, so that one text can serve for every window.

    Records that name no caller, no called number or no start can say nothing of a caller's behaviour and
    are left out. `answered` unknown counts as not answered; `duration_s` unknown stays unknown. `age_s` is
    until − start.
    """
    for name, (kind, default) in OPTIONAL.items():
        if name not in records.columns:
            value = ibis.null(kind) if default is None else ibis.literal(default, type=kind)
            records = records.mutate(**{name: value})
    records = records.filter(
        records.start >= since,
        records.start < until,
        records.caller.notnull(),
        records.called.notnull(),
    )
    second = _second(records.start)
    offset: Any = ibis.literal(offsets[0][1], type="int64")
    if len(offsets) > 1:
        # The latest change that lies before the record is the one that holds.
        later = [(second >= begins, seconds) for begins, seconds in reversed(offsets[1:])]
        offset = ibis.cases(*later, else_=offsets[0][1]).cast("int64")
    return records.select(
        caller=records.caller.cast("int64"),
        called=records.called.cast("int64"),
        is_call=records.medium.fill_null("call") == "call",
        local_s=second + offset,
        age_s=until_s - second,
        duration_s=records.duration_s.cast("int64"),
        answered=records.answered.fill_null(False),
        cause=records.cause.cast("int64"),
        messages=records.messages.cast("int64").fill_null(1),
    )


def first_seen_in(records: ir.Table, *, until: Any, until_s: Any) -> ir.Table:
    """caller, age_s: seconds from each caller's first record (call or message) before `until`, over all the
    files. `until` and `until_s` as in `in_window`.
    """
    earlier = records.filter(records.start < until, records.caller.notnull())
    first = earlier.group_by(caller=earlier.caller.cast("int64")).agg(first=earlier.start.min())
    return first.select("caller", age_s=until_s - _second(first["first"]))


def _second(start: Any) -> Any:
    # DuckDB's EPOCH answers in fractions where Ibis declares whole seconds: the floor is asked for by name.
    return start.epoch_seconds().cast("float64").floor().cast("int64")
