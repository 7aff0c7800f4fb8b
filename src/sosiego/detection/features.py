"""Behaviour of a caller over a window, defined once in Ibis: any engine it compiles for computes the same.

The names are those of the caller facts `from: detection` in `rules/facts.yaml`. Each function is one grain
of the data: a caller, a minute, a called number, those who call back. `caller_behaviour` joins them.

Words: the *calls* of a caller are its records of medium "call", its *messages* those of medium "sms"; D is
the set of different numbers it called. Numbers are the 64-bit keys of `rules.numbers`: E.164 digits as a
positive integer, a short code c as −int("1" + c). No division of keys is made, because engines divide
through a 53-bit float: what remains without the last four digits is `key − key % 10000`, which keeps the
sign on every engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.types as ir

from sosiego.detection.traffic import WINDOW_COLUMNS

# The rows' columns in their order, as in the vocabulary.
FEATURES: Mapping[str, str] = {
    "calls": "int64",
    "calls_per_day_max": "int64",
    "calls_per_hour_max": "int64",
    "calls_per_minute_max": "int64",
    "called_distinct": "int64",
    "calls_per_called": "float64",
    "calls_to_one_called_per_hour_max": "int64",
    "answered_ratio": "float64",
    "short_call_ratio": "float64",
    "duration_mean_s": "float64",
    "duration_median_s": "float64",
    "repeat_ratio": "float64",
    "incoming_ratio": "float64",
    "reciprocity": "float64",
    "sequential_score": "float64",
    "called_prefix_entropy": "float64",
    "active_hours": "int64",
    "night_ratio": "float64",
    "first_seen_days": "int64",
    "refusing_share": "float64",
    "neighbour_share": "float64",
    "messages": "int64",
    "messages_per_day_max": "int64",
    "message_recipients": "int64",
}

MINUTE, HOUR, DAY = 60, 3_600, 86_400

# Q.850 cause 16, normal clearing: on a call that nobody answered, the caller gave up.
NORMAL_CLEARING = 16

# Σ n·log2(n) is added in whatever order threads finish; twelve decimals are the same in every order.
ENTROPY_DECIMALS = 12


@dataclass(frozen=True)
class Bounds:
    """What the definitions take from the rule-book's `Windows`."""

    short_call_seconds: int
    smallest_calls: int
    night_from_hour: int
    night_to_hour: int


def window_table() -> ir.Table:
    """The unbound table of the records in the window, as `traffic.in_window` makes them."""
    return ibis.table(dict(WINDOW_COLUMNS), name="window_records")


def first_seen_table() -> ir.Table:
    """The unbound table of the seconds since each caller's first record."""
    return ibis.table({"caller": "int64", "age_s": "int64"}, name="first_seen")


def refusing_table() -> ir.Table:
    """The unbound table of the keys of those who refuse calls."""
    return ibis.table({"called": "int64"}, name="refusing")


def caller_behaviour(
    records: ir.Table, first_seen: ir.Table, refusing: ir.Table | None, bounds: Bounds
) -> ir.Table:
    """One row per caller with at least `smallest_calls` calls and messages together, ordered by caller.

    Counts of what did not happen are 0. A ratio whose denominator is 0 is NULL: it is unknown, not nought.
    `refusing` None means that nobody knows who refuses, and `refusing_share` is NULL.
    """
    calls, messages = records.filter(records.is_call), records.filter(~records.is_call)
    heard = _heard_enough(records, bounds)
    own_calls, own_messages = calls.semi_join(heard, "caller"), messages.semi_join(heard, "caller")
    callers = (
        heard.left_join(by_caller(own_calls, bounds), "caller").drop("caller_right")
        .left_join(peaks(own_calls), "caller").drop("caller_right")
        .left_join(by_called(own_calls, incoming(calls, heard), refusing), "caller").drop("caller_right")
        .left_join(prefixes(own_calls), "caller").drop("caller_right")
        .left_join(by_message(own_messages), "caller").drop("caller_right")
        .left_join(first_seen.select("caller", known_age_s="age_s"), "caller").drop("caller_right")
    )  # fmt: skip
    return _row(callers).order_by("caller")


def _heard_enough(records: ir.Table, bounds: Bounds) -> ir.Table:
    """Callers with at least `smallest_calls` calls and messages, and `age_s` of their first in the window."""
    callers = records.group_by("caller").agg(
        events=_total(ibis.ifelse(records.is_call, 1, records.messages)), age_s=records.age_s.max()
    )
    return callers.filter(callers.events >= bounds.smallest_calls).drop("events")


def by_caller(calls: ir.Table, bounds: Bounds) -> ir.Table:
    """What one pass over a caller's calls tells.

    answered   = calls that were answered
    short      = calls that were answered for at most `short_call_seconds`, and calls given up while ringing
    within it
    talk_s     = Σ duration_s of answered calls whose length is known, `timed` their number
    night      = calls in the local hours from `night_from_hour` up to, not including, `night_to_hour`
    neighbours = calls to subscriber numbers equal to the caller's in all but the last four digits.
                 A short code has no neighbours: its digits do not lie in one exchange.
    """
    talk = ibis.ifelse(calls.answered, calls.duration_s, None)
    return calls.group_by("caller").agg(
        calls=calls.count(),
        answered=_count(calls.answered),
        short=_count(_is_short(calls, bounds)),
        talk_s=_total(talk),
        timed=_count(talk.notnull()),
        duration_median_s=talk.median().cast("float64"),
        night=_count(_is_night(calls.local_s, bounds)),
        neighbours=_count(
            (calls.caller > 0) & (calls.called > 0) & (_prefix(calls.caller) == _prefix(calls.called))
        ),
    )


def _is_short(calls: ir.Table, bounds: Bounds) -> Any:
    """Answered and ended, or given up while ringing, within `short_call_seconds`.

    An unanswered record carries in `duration_s` the seconds that it rang, 0 where the operator does not
    record them. Given up means cause 16; where no cause is recorded, the ringing time alone decides.
    """
    in_time = calls.duration_s <= bounds.short_call_seconds
    given_up = (calls.duration_s > 0) & (calls.cause.fill_null(NORMAL_CLEARING) == NORMAL_CLEARING)
    return (in_time & (calls.answered | given_up)).fill_null(False)


def _is_night(local_s: Any, bounds: Bounds) -> Any:
    second = local_s % DAY
    begins, ends = bounds.night_from_hour * HOUR, bounds.night_to_hour * HOUR
    if begins <= ends:
        return (second >= begins) & (second < ends)
    return (second >= begins) | (second < ends)


def peaks(calls: ir.Table) -> ir.Table:
    """The busiest minute, hour and day by the local clock, each the maximum over clock units (not rolling).

    calls_per_minute_max, calls_per_hour_max, calls_per_day_max: most calls in one unit.
    active_hours: different hours of the day (0 to 23) in which a call began, at most 24.
    """
    minute = calls.group_by("caller", at=_start_of(calls.local_s, MINUTE)).agg(n=calls.count())
    hour = minute.group_by("caller", at=_start_of(minute["at"], HOUR)).agg(
        n=_total(minute.n), peak=minute.n.max()
    )
    day = hour.group_by("caller", at=_start_of(hour["at"], DAY)).agg(
        n=_total(hour.n), hour_peak=hour.n.max(), minute_peak=hour.peak.max()
    )
    by_day = day.group_by("caller").agg(
        calls_per_minute_max=day.minute_peak.max(),
        calls_per_hour_max=day.hour_peak.max(),
        calls_per_day_max=day.n.max(),
    )
    of_day = hour.select("caller", hour_of_day=hour["at"] % DAY).distinct().group_by("caller")
    return by_day.left_join(of_day.agg(active_hours=lambda t: t.count()), "caller").drop("caller_right")


def by_called(own_calls: ir.Table, incoming: ir.Table, refusing: ir.Table | None) -> ir.Table:
    """What the set D of called numbers tells.

    called_distinct = |D|
    calls_to_one_called_per_hour_max: most calls to one number in one local clock hour
    in_sequence = numbers of D whose key + 1 or key − 1 is in D. Keys of short codes begin, after the sign,
        with the digit 1, so a code's neighbours are codes of as many digits, and no code lies beside a
        subscriber's number.
    mutual  = numbers of D that called this caller in the window
    refused = numbers of D that refuse calls
    incoming = all calls to this caller in the window, by anybody
    """
    hourly = own_calls.group_by("caller", "called", at=_start_of(own_calls.local_s, HOUR)).agg(
        n=own_calls.count()
    )
    pairs = hourly.group_by("caller", "called").agg(peak=hourly.n.max())
    in_order = ibis.window(group_by="caller", order_by="called")
    pairs = pairs.mutate(before=pairs.called.lag().over(in_order), after=pairs.called.lead().over(in_order))
    pairs = pairs.mutate(
        in_sequence=(
            (pairs.called - pairs.before == 1).fill_null(False)
            | (pairs.after - pairs.called == 1).fill_null(False)
        )
    )
    back = incoming.select("caller", "called", called_back="n")
    pairs = pairs.left_join(back, ["caller", "called"]).drop("caller_right", "called_right")
    if refusing is None:
        pairs = pairs.mutate(refuses=ibis.null("boolean"))
    else:
        refusers = refusing.distinct().mutate(refuses=True)
        pairs = pairs.left_join(refusers, "called").drop("called_right")
        pairs = pairs.mutate(refuses=pairs.refuses.fill_null(False))
    outgoing = pairs.group_by("caller").agg(
        called_distinct=pairs.count(),
        calls_to_one_called_per_hour_max=pairs.peak.max(),
        in_sequence=_count(pairs.in_sequence),
        mutual=_count(pairs.called_back.notnull()),
        refused=_total(pairs.refuses.cast("int64")),
    )
    called = incoming.group_by("caller").agg(incoming=_total(incoming.n))
    return outgoing.left_join(called, "caller").drop("caller_right")


def incoming(calls: ir.Table, heard: ir.Table) -> ir.Table:
    """caller, called, n: the calls that `called` made to `caller`, for the callers that have a row."""
    turned = calls.select(caller=calls.called, called=calls.caller).semi_join(heard, "caller")
    return turned.group_by("caller", "called").agg(n=turned.count())


def prefixes(own_calls: ir.Table) -> ir.Table:
    """Shannon entropy of the prefixes of D, in bits: H = log2|D| − (1/|D|)·Σ n·log2(n), n numbers of D a
    prefix.

    The prefix is the number without its last four digits; a code of four digits or fewer has the empty
    prefix.
    """
    pairs = own_calls.select("caller", "called").distinct()
    # "1" and at most four digits: nothing is left of such a code.
    is_short_code = (pairs.called < 0) & (pairs.called > -100_000)
    prefix = ibis.ifelse(is_short_code, 0, _prefix(pairs.called))
    sizes = pairs.group_by("caller", prefix=prefix).agg(n=pairs.count())
    sizes = sizes.mutate(weight=sizes.n.cast("float64") * sizes.n.cast("float64").log2())
    sums = sizes.group_by("caller").agg(
        numbers=_total(sizes.n), weight=sizes.weight.sum(), prefixes=sizes.count()
    )
    numbers = sums.numbers.cast("float64")
    entropy = (numbers.log2() - sums.weight / numbers).round(ENTROPY_DECIMALS)
    return sums.select("caller", called_prefix_entropy=ibis.ifelse(sums.prefixes == 1, 0.0, entropy))


def by_message(own_messages: ir.Table) -> ir.Table:
    """messages: Σ messages of the records; messages_per_day_max: most in one local day; message_recipients:
    different.
    """
    daily = own_messages.group_by("caller", "called", at=_start_of(own_messages.local_s, DAY)).agg(
        n=_total(own_messages.messages)
    )
    day = daily.group_by("caller", "at").agg(n=_total(daily.n))
    days = day.group_by("caller").agg(messages=_total(day.n), messages_per_day_max=day.n.max())
    numbers = daily.select("caller", "called").distinct().group_by("caller")
    recipients = numbers.agg(message_recipients=lambda t: t.count())
    return days.left_join(recipients, "caller").drop("caller_right")


def _row(found: ir.Table) -> ir.Table:
    """The counts of the grains as facts, in the vocabulary's names.

    first_seen_days = whole days from the caller's first record to the end of the window.
    """
    calls, numbers = _known(found.calls), _known(found.called_distinct)
    first = ibis.greatest(found.age_s, found.known_age_s.fill_null(0))
    values: dict[str, Any] = {
        "calls": calls,
        "calls_per_day_max": _known(found.calls_per_day_max),
        "calls_per_hour_max": _known(found.calls_per_hour_max),
        "calls_per_minute_max": _known(found.calls_per_minute_max),
        "called_distinct": numbers,
        "calls_per_called": _ratio(calls, numbers),
        "calls_to_one_called_per_hour_max": _known(found.calls_to_one_called_per_hour_max),
        "answered_ratio": _ratio(found.answered, calls),
        "short_call_ratio": _ratio(found.short, calls),
        "duration_mean_s": _ratio(found.talk_s, found.timed),
        "duration_median_s": found.duration_median_s,
        "repeat_ratio": _ratio(calls - numbers, calls),
        "incoming_ratio": _ratio(_known(found.incoming), calls),
        "reciprocity": _ratio(found.mutual, numbers),
        "sequential_score": _ratio(found.in_sequence, numbers),
        "called_prefix_entropy": found.called_prefix_entropy,
        "active_hours": _known(found.active_hours),
        "night_ratio": _ratio(found.night, calls),
        "first_seen_days": ((first - first % DAY).cast("float64") / DAY).cast("int64"),
        "refusing_share": _ratio(found.refused, numbers),
        "neighbour_share": _ratio(found.neighbours, calls),
        "messages": _known(found.messages),
        "messages_per_day_max": _known(found.messages_per_day_max),
        "message_recipients": _known(found.message_recipients),
    }
    return found.select("caller", **{name: values[name].cast(kind) for name, kind in FEATURES.items()})


def _prefix(key: Any) -> Any:
    return key - key % 10_000


def _start_of(local_s: Any, unit: int) -> Any:
    return local_s - local_s % unit


def _count(condition: Any) -> Any:
    # count(where=…) is NULL on Spark when nothing matches; a sum of ones and noughts is the same everywhere.
    return _total(ibis.ifelse(condition, 1, 0))


def _total(value: Any) -> Any:
    # DuckDB adds integers up to 128 bits wide and Ibis, believing them 64, leaves out a plain cast. The way
    # through a float is exact below 2^53, more than any archive has records or seconds.
    return value.sum().cast("float64").cast("int64")


def _known(count: Any) -> Any:
    return count.fill_null(0)


def _ratio(part: Any, whole: Any) -> Any:
    return part.cast("float64") / whole.cast("float64").nullif(0)
