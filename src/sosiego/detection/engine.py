"""Where the features are computed: DuckDB, embedded, with a bound on memory and threads."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import ibis
import ibis.expr.datatypes as dt
import pyarrow as pa

from sosiego.detection import features, traffic
from sosiego.detection.features import Bounds
from sosiego.detection.first_seen import create_every_record
from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.rules.book import Windows

# Enough for 20 million records in one window; beyond it DuckDB spills to the scratch folder.
MEMORY_LIMIT = "2GB"

# DuckDB takes every core it finds; other work of the same machine keeps its own.
THREADS = 2

# Files of so many bytes together are computed in a fraction of the memory, by one thread.
SMALL_BYTES = 8_000_000

_ARROW = {"int64": pa.int64(), "float64": pa.float64()}


class EngineNotAvailableError(WrongUsageError):
    """The engine that was asked for is not built in."""


class TrafficColumnMissingError(SosiegoError):
    """A file of traffic lacks a column without which no behaviour can be computed."""


class TrafficColumnTypeError(SosiegoError):
    """A column of a file of traffic has a type that the features cannot read."""


class TrafficUnreadableError(SosiegoError):
    """A file of traffic is not readable Parquet."""


def caller_features(
    files: Sequence[Path],
    *,
    since: datetime,
    until: datetime,
    windows: Windows,
    time_zone: ZoneInfo,
    refusing_keys: Iterable[int] | None,
    first_seen: Mapping[int, datetime] | None = None,
    engine: str = "duckdb",
    scratch: Path | None = None,
) -> pa.Table:
    """The behaviour facts of each caller in since ≤ start < until: column `caller`, then those of `FEATURES`.

    `refusing_keys`: keys of those who refuse calls; None if nobody knows, which leaves `refusing_share` NULL.
    `first_seen`: when each caller was first seen, kept by whoever asks; a caller that it lacks was first
    seen in the window. None: the first record in `files` decides, so they must then reach back as far as is
    to be known.
    `scratch`: folder for what does not fit in memory; a temporary one inside it is made and removed.
    Raises `EngineNotAvailableError`, `TrafficColumnMissingError`, `TrafficColumnTypeError`,
    `TrafficUnreadableError`.
    """
    _check_engine(engine)
    in_window = [file for file in files if _may_hold(file, since, until)]
    if not in_window:
        return _empty()
    with _database(in_window, scratch) as connection:
        # A column with a zone is a moment: it must be turned to UTC, whatever the host's zone.
        connection.execute("SET TimeZone = 'UTC'")
        _set_window(connection, since, until)
        columns = _open_records(connection, in_window)
        offsets = traffic.utc_offsets(time_zone, since, until)
        # From when the first offset holds does not matter: the window begins with it.
        window = window_sql(tuple(columns), ((0, offsets[0][1]), *offsets[1:]))
        connection.execute(f"CREATE TEMP TABLE window_records AS {window}")
        _open_first_seen(connection, files, first_seen, until)
        if refusing_keys is not None:
            keys = pa.table({"called": pa.array(refusing_keys, pa.int64())})
            connection.register("refusing", keys)
        bounds = Bounds(
            short_call_seconds=windows.short_call_seconds,
            smallest_calls=windows.smallest_calls,
            night_from_hour=windows.night_from_hour,
            night_to_hour=windows.night_to_hour,
        )
        return connection.execute(features_sql(bounds, refusing_keys is not None)).to_arrow_table()


@contextmanager
def _database(files: Sequence[Path], scratch: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection with nothing in it: small files share a database, large ones get one that may spill."""
    if sum(file.stat().st_size for file in files) <= SMALL_BYTES:
        with _small_database(os.getpid()).cursor() as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="sosiego-features-", dir=scratch) as spill:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "threads": THREADS,
            "memory_limit": MEMORY_LIMIT,
            "temp_directory": spill,
        }
        with duckdb.connect(":memory:", config=settings) as connection:
            yield connection


@cache
def _small_database(_process: int) -> duckdb.DuckDBPyConnection:
    """Opening one takes as long as a day's features, and threads would wait for each other."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "memory_limit": MEMORY_LIMIT,
        # What it remembers of a file would be wrong for another file of that name.
        "enable_external_file_cache": False,
    }
    return duckdb.connect(":memory:", config=settings)


@lru_cache(maxsize=32)
def features_sql(bounds: Bounds, refusals_known: bool) -> str:
    """The definitions in DuckDB's SQL. Compiling costs more than running on a day's records, so it is done
    once.
    """
    refusing = features.refusing_table() if refusals_known else None
    made = features.caller_behaviour(features.window_table(), features.first_seen_table(), refusing, bounds)
    return _sql(made)


@lru_cache(maxsize=32)
def window_sql(columns: tuple[str, ...], offsets: tuple[tuple[int, int], ...]) -> str:
    """The records of the window that the variables of `_set_window` name."""
    records = traffic.records_table(columns)
    since, until = _moment("since"), _moment("until")
    return _sql(
        traffic.in_window(records, since=since, until=until, until_s=_whole("until_s"), offsets=offsets)
    )


@lru_cache(maxsize=1)
def first_seen_sql() -> str:
    """The age of each caller at the end of the window that the variables of `_set_window` name."""
    records = traffic.starts_table()
    return _sql(traffic.first_seen_in(records, until=_moment("until"), until_s=_whole("until_s")))


@ibis.udf.scalar.builtin(name="getvariable", signature=((dt.string,), dt.timestamp))
def _moment(variable):  # type: ignore[no-untyped-def]
    """A variable of the connection that holds a moment."""


@ibis.udf.scalar.builtin(name="getvariable", signature=((dt.string,), dt.int64))
def _whole(variable):  # type: ignore[no-untyped-def]
    """A variable of the connection that holds a whole number."""


def _set_window(connection: duckdb.DuckDBPyConnection, since: datetime, until: datetime) -> None:
    moments = {"since": traffic.naive_utc(since), "until": traffic.naive_utc(until)}
    for name, moment in moments.items():
        connection.execute(f"SET VARIABLE {name} = TIMESTAMP '{moment.isoformat(sep=' ')}'")
    connection.execute(f"SET VARIABLE until_s = {traffic.epoch_seconds(until)}::BIGINT")


def _sql(expression: ibis.Expr) -> str:
    return str(ibis.to_sql(expression, dialect="duckdb"))


def _check_engine(engine: str) -> None:
    if engine.startswith("spark://"):
        raise EngineNotAvailableError(
            "Behaviour features cannot run on a Spark cluster yet.",
            where=engine,
            todo="Use --engine duckdb; the definitions are the same and will compile for Spark unchanged.",
        )
    if engine != "duckdb":
        raise EngineNotAvailableError(f"There is no engine “{engine}”.", todo="Use --engine duckdb.")


def _parquet(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> duckdb.DuckDBPyRelation:
    names = [str(file) for file in files]
    try:
        return connection.read_parquet(names, union_by_name=True, hive_partitioning=False)
    except duckdb.Error as error:
        raise TrafficUnreadableError(
            "The traffic cannot be read as Parquet.",
            where=str(error).splitlines()[0],
            todo="Name Parquet files, or import the file with `sosiego import traffic`.",
        ) from error


def _open_records(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> list[str]:
    """Make the view `records` over the files with the types of `traffic`; return its columns."""
    found = _parquet(connection, files)
    missing = [name for name in traffic.REQUIRED if name not in found.columns]
    if missing:
        raise TrafficColumnMissingError(
            f"The traffic has no column {', '.join(missing)}.",
            where=f"{files[0]} (its columns: {', '.join(found.columns)})",
            todo="Rename the columns to caller, called, start, duration_s, answered.",
        )
    kinds = {name: str(kind) for name, kind in zip(found.columns, found.types, strict=True)}
    for key in ("caller", "called"):
        if "INT" not in kinds[key]:
            raise TrafficColumnTypeError(
                f"The column {key} holds {kinds[key]}, not 64-bit integer keys.",
                where=str(files[0]),
                todo="Import the file with `sosiego import traffic`, which turns numbers into keys.",
            )
    if not kinds["start"].startswith("TIMESTAMP"):
        raise TrafficColumnTypeError(
            f"The column start holds {kinds['start']}, not a timestamp.",
            where=str(files[0]),
            todo="Write the start of each call as a timestamp in UTC.",
        )
    kept = [*traffic.REQUIRED, *(name for name in traffic.OPTIONAL if name in found.columns)]
    chosen = ", ".join("start::TIMESTAMP AS start" if name == "start" else name for name in kept)
    connection.register("records", found.project(chosen))
    return kept


def _may_hold(file: Path, since: datetime, until: datetime) -> bool:
    """Whether a file may have records of the window: a folder day=YYYY-MM-DD says which day it holds."""
    named = next((part[4:] for part in reversed(file.parts[:-1]) if part.startswith("day=")), None)
    try:
        day = None if named is None else date.fromisoformat(named)
    except ValueError:
        return True
    # The archive's days are UTC; a stranger's may be local, at most a day away.
    margin = timedelta(days=1)
    return (
        day is None
        or traffic.naive_utc(since).date() - margin <= day <= traffic.naive_utc(until).date() + margin
    )


def _open_first_seen(
    connection: duckdb.DuckDBPyConnection,
    files: Sequence[Path],
    first_seen: Mapping[int, datetime] | None,
    until: datetime,
) -> None:
    if first_seen is None:
        create_every_record(connection, files)
        connection.execute(f"CREATE TEMP TABLE first_seen AS {first_seen_sql()}")
        return
    after = traffic.epoch_seconds(until)
    ages = [after - traffic.epoch_seconds(moment) for moment in first_seen.values()]
    connection.register(
        "first_seen",
        pa.table({"caller": pa.array(first_seen.keys(), pa.int64()), "age_s": pa.array(ages, pa.int64())}),
    )


def _empty() -> pa.Table:
    columns = {"caller": pa.int64(), **{name: _ARROW[kind] for name, kind in features.FEATURES.items()}}
    return pa.schema(columns).empty_table()
