from __future__ import annotations

from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sosiego.detection.first_seen import create_every_record


def write(path: Path, *rows: tuple[int, datetime]) -> Path:
    callers, starts = zip(*rows, strict=True)
    pq.write_table(pa.table({"caller": pa.array(callers, pa.int64()), "start": pa.array(starts)}), path)
    return path


def first_seen(*files: Path) -> dict[int, datetime]:
    with duckdb.connect() as connection:
        create_every_record(connection, files)
        return dict(connection.execute("FROM every_record").fetchall())


JULY, AUGUST, JUNE = datetime(2026, 7, 1), datetime(2026, 8, 1), datetime(2026, 6, 1)


def test_files_that_come_later_may_hold_an_earlier_record(tmp_path: Path) -> None:
    one = write(tmp_path / "one.parquet", (1, JULY), (2, AUGUST), (2, JULY))
    assert first_seen(one) == {1: JULY, 2: JULY}
    two = write(tmp_path / "two.parquet", (1, JUNE), (3, AUGUST))
    assert first_seen(one, two) == {1: JUNE, 2: JULY, 3: AUGUST}


def test_a_file_that_is_no_longer_asked_for_is_forgotten(tmp_path: Path) -> None:
    one = write(tmp_path / "one.parquet", (1, JUNE))
    two = write(tmp_path / "two.parquet", (1, JULY))
    first_seen(one, two)
    assert first_seen(two) == {1: JULY}


def test_a_file_written_anew_is_read_anew(tmp_path: Path) -> None:
    one = write(tmp_path / "one.parquet", (1, JULY))
    first_seen(one)
    write(tmp_path / "one.parquet", (1, JUNE), (2, JUNE))
    assert first_seen(one) == {1: JUNE, 2: JUNE}


def test_what_is_kept_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = write(tmp_path / "one.parquet", (1, JULY))
    first_seen(one)
    with duckdb.connect() as connection:
        create_every_record(connection, [one])
        views = connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert ("fresh_records",) not in views
