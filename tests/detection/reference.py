"""Each behaviour feature computed the slow way, record by record: the engine's answer is held against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import log2
from statistics import mean, median
from zoneinfo import ZoneInfo

from sosiego.rules.book import Windows


@dataclass(frozen=True)
class Record:
    caller: int
    called: int
    start: datetime  # naive UTC
    duration_s: int | None = 30
    answered: bool | None = True
    medium: str = "call"
    cause: int | None = 16
    messages: int = 1


def reference_features(
    records: list[Record],
    *,
    since: datetime,
    until: datetime,
    windows: Windows,
    time_zone: ZoneInfo,
    refusing: set[int] | None,
    first_seen: dict[int, datetime] | None,
) -> dict[int, dict[str, float | int | None]]:
    inside = [record for record in records if since <= record.start < until]
    rows = {}
    for caller in sorted({record.caller for record in inside}):
        own = [record for record in inside if record.caller == caller]
        if sum(1 if record.medium == "call" else record.messages for record in own) < windows.smallest_calls:
            continue
        if first_seen is None:
            first = min(
                record.start for record in records if record.caller == caller and record.start < until
            )
        else:
            first = min(
                [record.start for record in own] + [first_seen[k] for k in [caller] if k in first_seen]
            )
        rows[caller] = _features(caller, own, inside, windows, time_zone, refusing)
        rows[caller]["first_seen_days"] = (until - first) // timedelta(days=1)
    return rows


def _features(
    caller: int,
    own: list[Record],
    inside: list[Record],
    windows: Windows,
    zone: ZoneInfo,
    refusing: set[int] | None,
) -> dict[str, float | int | None]:
    calls = [record for record in own if record.medium == "call"]
    sent = [record for record in own if record.medium == "sms"]
    back = [record for record in inside if record.medium == "call" and record.called == caller]
    numbers = {record.called for record in calls}
    talk = [record.duration_s for record in calls if record.answered and record.duration_s is not None]

    def local(record: Record) -> datetime:
        return record.start.replace(tzinfo=UTC).astimezone(zone)

    def most(keys: list[object]) -> int:
        return max(Counter(keys).values(), default=0)

    def ratio(part: int, whole: int) -> float | None:
        return part / whole if whole else None

    per_day: Counter[object] = Counter()
    for record in sent:
        per_day[local(record).date()] += record.messages
    return {
        "calls": len(calls),
        "calls_per_day_max": most([local(record).date() for record in calls]),
        "calls_per_hour_max": most([clock(record, local(record), 3600) for record in calls]),
        "calls_per_minute_max": most([clock(record, local(record), 60) for record in calls]),
        "called_distinct": len(numbers),
        "calls_per_called": ratio(len(calls), len(numbers)),
        "calls_to_one_called_per_hour_max": most([(r.called, clock(r, local(r), 3600)) for r in calls]),
        "answered_ratio": ratio(sum(bool(record.answered) for record in calls), len(calls)),
        "short_call_ratio": ratio(sum(is_short(record, windows) for record in calls), len(calls)),
        "duration_mean_s": mean(talk) if talk else None,
        "duration_median_s": median(talk) if talk else None,
        "repeat_ratio": ratio(len(calls) - len(numbers), len(calls)),
        "incoming_ratio": ratio(len(back), len(calls)),
        "reciprocity": ratio(len(numbers & {record.caller for record in back}), len(numbers)),
        "sequential_score": ratio(sum(bool({n - 1, n + 1} & numbers) for n in numbers), len(numbers)),
        "called_prefix_entropy": entropy(Counter(prefix(number) for number in numbers)) if numbers else None,
        "active_hours": len({local(record).hour for record in calls}),
        "night_ratio": ratio(sum(is_night(local(record).hour, windows) for record in calls), len(calls)),
        "refusing_share": None if refusing is None else ratio(len(numbers & refusing), len(numbers)),
        "neighbour_share": ratio(sum(neighbours(caller, record.called) for record in calls), len(calls)),
        "messages": sum(record.messages for record in sent),
        "messages_per_day_max": max(per_day.values(), default=0),
        "message_recipients": len({record.called for record in sent}),
    }


def clock(record: Record, local: datetime, unit: int) -> int:
    """The wall clock's unit, counted from 1970."""
    return int((local.replace(tzinfo=None) - datetime(1970, 1, 1)) / timedelta(seconds=1)) // unit


def is_short(record: Record, windows: Windows) -> bool:
    if record.duration_s is None or record.duration_s > windows.short_call_seconds:
        return False
    return bool(record.answered) or (record.duration_s > 0 and record.cause in (16, None))


def is_night(hour: int, windows: Windows) -> bool:
    if windows.night_from_hour <= windows.night_to_hour:
        return windows.night_from_hour <= hour < windows.night_to_hour
    return hour >= windows.night_from_hour or hour < windows.night_to_hour


def digits(key: int) -> str:
    return str(key) if key > 0 else "short:" + str(-key)[1:]


def prefix(key: int) -> str:
    if key > 0:
        return digits(key)[:-4]
    return "short:" + digits(key).removeprefix("short:")[:-4]


def neighbours(one: int, other: int) -> bool:
    return one > 0 and other > 0 and prefix(one) == prefix(other)


def entropy(sizes: Counter[str]) -> float:
    total = sum(sizes.values())
    return -sum(n / total * log2(n / total) for n in sizes.values())
