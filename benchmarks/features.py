"""What all behaviour features cost beside the count of calls by caller over the same records.

    python benchmarks/features.py [--records 200000] [--days 7]

The records are in order of arrival; callers follow a Zipf law. The last line is a JSON object.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sosiego.detection.engine import MEMORY_LIMIT, THREADS, caller_features
from sosiego.rules.book import Windows

START = datetime(2026, 7, 1)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--records", type=int, default=200_000)
    asked.add_argument("--days", type=int, default=7)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = [make_day(Path(folder), day, given.records // given.days) for day in range(given.days)]
        first_wall, _ = spent(lambda: features(files, given.days))
        wall, cpu = min(spent(lambda: features(files, given.days)) for _ in range(3))
        count_wall, count_cpu = min(spent(lambda: count_by_caller(files)) for _ in range(3))
        callers = features(files, given.days).num_rows
    result = {
        "records": given.records,
        "callers_with_features": callers,
        "first_seconds": round(first_wall, 3),
        "seconds": round(wall, 3),
        "cpu_seconds": round(cpu, 3),
        "count_seconds": round(count_wall, 3),
        "count_cpu_seconds": round(count_cpu, 3),
        "features_over_count": round(cpu / count_cpu, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(result))


def features(files: list[Path], days: int) -> pa.Table:
    return caller_features(
        files,
        since=START,
        until=START + timedelta(days=days),
        windows=Windows(days, 6, 20, 22, 8, date(2026, 1, 1)),
        time_zone=ZoneInfo("Asia/Shanghai"),
        refusing_keys=range(8613800000000, 8613800100000),
    )


def count_by_caller(files: list[Path]) -> None:
    names = [str(file) for file in files]
    with duckdb.connect(":memory:", config={"threads": THREADS, "memory_limit": MEMORY_LIMIT}) as connection:
        found = connection.read_parquet(names)
        connection.sql("SELECT caller, count(*) FROM found GROUP BY caller").to_arrow_table()
        found.close()


def make_day(folder: Path, day: int, records: int) -> Path:
    chance = np.random.default_rng(day)
    second = np.sort(chance.integers(0, 86_400, records)).astype("timedelta64[s]")
    answered = chance.random(records) < 0.6
    made = pa.table(
        {
            "caller": 8613800000000 + np.minimum(chance.zipf(1.3, records), records // 4) * 7,
            "called": 8613800000000 + chance.integers(0, 400_000, records),
            "start": np.datetime64(START, "us") + np.timedelta64(day, "D") + second,
            "duration_s": np.where(answered, chance.integers(1, 300, records), 0).astype(np.int32),
            "answered": answered,
            "cause": np.where(answered, 16, 19).astype(np.int16),
            "medium": np.where(chance.random(records) < 0.2, "sms", "call"),
            "messages": np.ones(records, np.int16),
        }
    )
    path = folder / f"{day:03d}.parquet"
    pq.write_table(made, path, compression="zstd")
    return path


def spent(act: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    main()
