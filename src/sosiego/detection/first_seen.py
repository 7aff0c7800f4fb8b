"""When each caller was first seen, over files that are read once however many days are evaluated.

A run over many days asks for nearly the same files each day. What the files of the day before said is
kept, and only those that came since are read. Memory: one row a caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock

import duckdb
import pyarrow as pa

# A file is taken for the same if its name, size and time of change are.
_Files = frozenset[tuple[str, int, int]]

_lock = Lock()
_kept: tuple[_Files, pa.Table | None] = (frozenset(), None)


def create_every_record(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> None:
    """Make the table `every_record` (caller, start): the first record of each caller in `files`."""
    global _kept
    asked = {_mark(file): file for file in files}
    marks, table = _kept
    known = table is not None and marks <= asked.keys()
    fresh = [str(file) for mark, file in asked.items() if not (known and mark in marks)]
    parts = []
    if fresh:
        # Two columns that every file has: lining up all the others by name costs more than reading these.
        found = connection.read_parquet(fresh, union_by_name=False, hive_partitioning=False)
        connection.register("fresh_records", found.project("caller, start::TIMESTAMP AS start"))
        parts.append("FROM fresh_records")
    if known:
        connection.register("kept_records", table)
        parts.append("FROM kept_records")
    connection.execute(
        f"CREATE TEMP TABLE every_record AS "
        f"SELECT caller, min(start) AS start FROM ({' UNION ALL '.join(parts)}) GROUP BY caller"
    )
    if fresh:
        with _lock:
            _kept = (frozenset(asked), connection.table("every_record").to_arrow_table())


def _mark(file: Path) -> tuple[str, int, int]:
    found = file.stat()
    return (str(file), found.st_size, found.st_mtime_ns)
