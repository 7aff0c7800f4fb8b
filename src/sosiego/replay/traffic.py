"""The recorded calls that fall under measures that never were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from sosiego.cases import tables
from sosiego.detection.traffic import naive_utc
from sosiego.intake import archive
from sosiego.replay.intervals import Estimate
from sosiego.replay.outcomes import Outcomes
from sosiego.replay.record import Put
from sosiego.replay.spared import Spared
from sosiego.rules.numbers import NoNumberKeyError, key_of

# What a network answers when it refuses a call (ITU-T Q.850: 21, call rejected).
REJECTED = 21

OUTCOMES = ("block", "limit", "label")


@dataclass(frozen=True)
class Touched:
    """Calls and messages under hypothetical measures of one outcome, with the ends of the assumption.

    `block`, `label`: those recorded while a measure stood. `limit`: those above the calls that it lets pass
    in an hour. The ends are the sums at both ends of the shares: where a harsher measure leaves less to a
    milder one, `low` may be the larger.
    """

    calls: Estimate
    # Of them, those that the networks of the record did let pass.
    passed: Estimate
    callers: int


def touched(
    measures: Sequence[Put],
    outcomes: Outcomes,
    since: datetime,
    until: datetime,
    *,
    spared: Sequence[Spared] = (),
) -> Mapping[str, Touched]:
    """Calls and messages in since ≤ start < until under these measures, by outcome.

    A measure that is in force at once counts whole; one that waits for an answer counts with the share of
    findings of its rule that were confirmed in this home, and with the ends of the interval of that share.
    A call under two measures of one outcome counts under the surer one. Under a harsher measure too, it
    counts under the milder one only as far as this one is surer: one order covers the findings of its case,
    so that both are confirmed together. Calls to `spared` numbers always pass.
    """
    table = _table(measures, outcomes, until)
    files = archive.files(since.date(), until.date() + timedelta(days=1))
    if not table.num_rows or not files:
        return {outcome: _nothing() for outcome in OUTCOMES}
    moments = {"since": naive_utc(since), "until": naive_utc(until), "rejected": REJECTED}
    with tables.asked(measures=table, spared=_spared(spared)) as connection:
        rows = connection.execute(_SQL, {"files": [str(path) for path in files], **moments}).fetchall()
    found = {row[0]: row[1:] for row in rows}
    return {
        outcome: Touched(Estimate(*found[outcome][:3]), Estimate(*found[outcome][3:6]), found[outcome][6])
        if outcome in found
        else _nothing()
        for outcome in OUTCOMES
    }


# One row of `under` is one recorded call under one outcome; `left_over` takes from it what harsher outcomes
# have taken already; `turn` counts the calls of a caller in an hour.
_SQL = """
WITH recorded AS (
    SELECT filename, file_row_number, caller, start, coalesce(cause, 0) = $rejected AS rejected
    FROM read_parquet($files, filename = true, file_row_number = true, hive_partitioning = false)
    WHERE start >= $since AND start < $until AND caller IN (SELECT key FROM measures)
        AND NOT EXISTS (
            SELECT 1 FROM spared
            WHERE called BETWEEN spared.first AND spared.last
                AND start >= spared.since AND start < spared.until
        )
), under AS (
    SELECT outcome, min(place) AS place, caller, start, rejected, filename, file_row_number,
        max(share) AS share, max(low) AS low, max(high) AS high, max(calls_per_hour) AS calls_per_hour
    FROM recorded JOIN measures
        ON caller = key AND start >= measures.since AND start < measures.until
    GROUP BY outcome, caller, start, rejected, filename, file_row_number
), left_over AS (
    SELECT outcome, caller, start, rejected, calls_per_hour,
        greatest(share - coalesce(max(share) OVER harsher, 0), 0) AS share,
        greatest(low - coalesce(max(low) OVER harsher, 0), 0) AS low,
        greatest(high - coalesce(max(high) OVER harsher, 0), 0) AS high
    FROM under
    WINDOW harsher AS (
        PARTITION BY filename, file_row_number ORDER BY place
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
), in_turn AS (
    SELECT *, row_number() OVER (
        PARTITION BY outcome, caller, date_trunc('hour', start) ORDER BY start, rejected
    ) AS turn
    FROM left_over WHERE greatest(share, low, high) > 0
), counted AS (
    SELECT * FROM in_turn WHERE outcome <> 'limit' OR turn > calls_per_hour
)
SELECT outcome,
    sum(share), sum(low), sum(high),
    coalesce(sum(share) FILTER (NOT rejected), 0),
    coalesce(sum(low) FILTER (NOT rejected), 0),
    coalesce(sum(high) FILTER (NOT rejected), 0),
    count(DISTINCT caller)
FROM counted GROUP BY outcome ORDER BY outcome
"""


def _table(measures: Sequence[Put], outcomes: Outcomes, until: datetime) -> pa.Table:
    rows = []
    for measure in measures:
        if measure.outcome not in OUTCOMES or measure.since >= until:
            continue
        try:
            key = key_of(measure.subject)
        except NoNumberKeyError:
            continue  # a sender's name has no calls of its own in the archive
        share = outcomes.share_of(measure.rule)
        sure = (
            (1.0, 1.0, 1.0)
            if measure.automatic
            else (share.value or 0.0, share.low or 0.0, _high(share.high))
        )
        rows.append(
            (
                key,
                measure.outcome,
                measure.place,
                naive_utc(measure.since),
                naive_utc(measure.until),
                *sure,
                measure.calls_per_hour,
            )
        )
    return _arrow(rows, _COLUMNS)


def _spared(spared: Sequence[Spared]) -> pa.Table:
    rows = [(one.first, one.last, naive_utc(one.since), naive_utc(one.until)) for one in spared]
    return _arrow(rows, _SPARED_COLUMNS)


def _arrow(rows: Sequence[tuple[object, ...]], kinds: Mapping[str, pa.DataType]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(kinds)
    return pa.table(
        {
            name: pa.array(list(values), kind)
            for (name, kind), values in zip(kinds.items(), columns, strict=True)
        }
    )


_COLUMNS: Mapping[str, pa.DataType] = {
    "key": pa.int64(),
    "outcome": pa.string(),
    "place": pa.int64(),
    "since": pa.timestamp("us"),
    "until": pa.timestamp("us"),
    "share": pa.float64(),
    "low": pa.float64(),
    "high": pa.float64(),
    "calls_per_hour": pa.int64(),
}

_SPARED_COLUMNS: Mapping[str, pa.DataType] = {
    "first": pa.int64(),
    "last": pa.int64(),
    "since": pa.timestamp("us"),
    "until": pa.timestamp("us"),
}


def _high(high: float | None) -> float:
    """Where nothing was ever answered, anything may be confirmed."""
    return 1.0 if high is None else high


def _nothing() -> Touched:
    return Touched(Estimate(0.0, 0.0, 0.0), Estimate(0.0, 0.0, 0.0), 0)
