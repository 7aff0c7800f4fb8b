"""What each caller did on one day through each operator: the grain from which holders are counted.

Defined once in Ibis, like the behaviour of a caller in `features`. A holder's numbers are added up by whoever
knows who holds them; here nobody does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import ibis
import ibis.expr.types as ir

from sosiego.detection.engine import MEMORY_LIMIT, THREADS
from sosiego.detection.traffic import naive_utc

# Rows fetched at a time: a country has a million callers a day.
ROWS = 50_000


class CallerDay(NamedTuple):
    """The calls of one caller on one day, as one operator recorded them."""

    caller: int  # key, see rules.numbers.key_of
    operator: str  # who originated them or let them into the country
    calls: int  # attempts, completed or not
    # Not completed, or ended within the seconds of the rule-book. A call that a voicemail took counts by its
    # length.
    short_calls: int
    signed_calls: int  # with an attestation of the operator


def day_table() -> ir.Table:
    """The unbound table of the records of one day."""
    columns = {
        "caller": "int64",
        "operator": "string",
        "duration_s": "int64",
        "answered": "boolean",
        "attestation": "string",
    }
    return ibis.table(columns, name="day_records")


def by_caller_and_operator(calls: ir.Table, short_call_seconds: int) -> ir.Table:
    """caller, operator, calls, short_calls, signed_calls: one row a caller and operator."""
    is_short = ~calls.answered.fill_null(False) | (calls.duration_s <= short_call_seconds).fill_null(False)
    is_signed = (calls.attestation.fill_null("") != "").cast("int64")
    return calls.group_by("caller", "operator").agg(
        calls=calls.count(), short_calls=is_short.cast("int64").sum(), signed_calls=is_signed.sum()
    )


def caller_days(
    files: Sequence[Path], *, since: datetime, until: datetime, short_call_seconds: int
) -> Iterator[CallerDay]:
    """The rows of the calls with since ≤ start < until in files of the archive, in no order."""
    if not files:
        return
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": THREADS,
        "memory_limit": MEMORY_LIMIT,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        records = connection.read_parquet([str(file) for file in files], hive_partitioning=True)
        window = (
            f"medium = 'call' AND caller IS NOT NULL AND start >= TIMESTAMP '{naive_utc(since)}' "
            f"AND start < TIMESTAMP '{naive_utc(until)}'"
        )
        chosen = records.filter(window).project(
            "caller, operator::VARCHAR AS operator, duration_s::BIGINT AS duration_s, answered, attestation"
        )
        connection.register("day_records", chosen)
        found = connection.execute(_sql(short_call_seconds))
        while rows := found.fetchmany(ROWS):
            for caller, operator, *counts in rows:
                yield CallerDay(caller, operator, *map(int, counts))


@lru_cache(maxsize=8)
def _sql(short_call_seconds: int) -> str:
    return str(ibis.to_sql(by_caller_and_operator(day_table(), short_call_seconds), dialect="duckdb"))
