"""DuckDB over tables in memory: one database as long as the process, a connection for each question."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import duckdb
import pyarrow as pa

# Two cores is what the smallest supported server has; DuckDB would else take all it finds.
THREADS = 2


@contextmanager
def asked(**tables: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that sees these tables by their names, and nobody else's."""
    with _database(os.getpid()).cursor() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for name, table in tables.items():
            connection.register(name, table)
        yield connection


@cache
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    # Opening one takes longer than a day's question. Its threads do not survive a fork: hence the process.
    return duckdb.connect(":memory:", config={"threads": THREADS})
