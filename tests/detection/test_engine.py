"""How the engine takes strangers' files, and what it says of those that it cannot take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sosiego.detection import engine
from sosiego.detection.features import FEATURES
from tests.detection.reference import Record
from tests.detection.test_features import ANA, LUIS, MONDAY, SHANGHAI, features_of, windows, write

WEEK = timedelta(days=7)


def ask(files: list[Path], **given: object) -> pa.Table:
    settings = {"since": MONDAY, "until": MONDAY + WEEK, "windows": windows(), "time_zone": SHANGHAI}
    return engine.caller_features(files, refusing_keys=None, **{**settings, **given})  # type: ignore[arg-type]


def five_columns(folder: Path, **changed: pa.Array) -> Path:
    columns = {
        "caller": pa.array([ANA, ANA], pa.int64()),
        "called": pa.array([LUIS, LUIS + 1], pa.int64()),
        "start": pa.array([MONDAY, MONDAY + timedelta(hours=1)], pa.timestamp("us")),
        "duration_s": pa.array([5, 0], pa.int64()),
        "answered": pa.array([True, False], pa.bool_()),
    }
    path = folder / "traffic.parquet"
    pq.write_table(pa.table({**columns, **changed}), path)
    return path


def test_a_folder_with_only_the_five_columns_is_enough(tmp_path: Path) -> None:
    row = ask([five_columns(tmp_path)]).to_pylist()[0]
    assert (row["caller"], row["calls"], row["called_distinct"], row["messages"]) == (ANA, 2, 2, 0)
    assert (row["answered_ratio"], row["short_call_ratio"], row["sequential_score"]) == (0.5, 0.5, 1.0)


def test_files_with_and_without_the_optional_columns_stand_side_by_side(tmp_path: Path) -> None:
    full = write(tmp_path, [Record(ANA, LUIS, MONDAY, medium="sms", messages=2)], "full.parquet")
    row = ask([five_columns(tmp_path), full]).to_pylist()[0]
    assert (row["calls"], row["messages"]) == (2, 2)


def test_a_start_with_a_zone_is_the_same_moment(tmp_path: Path) -> None:
    east = datetime(2026, 7, 6, 7, 59, tzinfo=timezone(timedelta(hours=8)))
    starts = pa.array([east, east + timedelta(minutes=2)], pa.timestamp("us", tz="Asia/Shanghai"))
    # 07:59 in Shanghai is one minute before the window opens at 00:00 UTC.
    assert ask([five_columns(tmp_path, start=starts)]).to_pylist()[0]["calls"] == 1


def test_bounds_of_the_window_may_be_aware(tmp_path: Path) -> None:
    since = MONDAY.replace(tzinfo=UTC)
    assert ask([five_columns(tmp_path)], since=since, until=since + timedelta(minutes=1))[
        "calls"
    ].to_pylist() == [1]


def test_fractions_of_a_second_belong_to_the_second_that_has_begun(tmp_path: Path) -> None:
    late = MONDAY + timedelta(seconds=59, microseconds=999_999)
    row = features_of(tmp_path, [Record(ANA, LUIS, late), Record(ANA, LUIS, MONDAY)])[ANA]
    assert row["calls_per_minute_max"] == 2


def test_no_files_give_no_rows_but_all_columns() -> None:
    table = ask([])
    assert (table.num_rows, table.column_names) == (0, ["caller", *FEATURES])


def test_a_window_without_records_gives_the_same_columns_and_types(tmp_path: Path) -> None:
    found = ask([five_columns(tmp_path)], since=MONDAY + 4 * WEEK, until=MONDAY + 5 * WEEK)
    assert (found.num_rows, found.schema.types) == (0, ask([]).schema.types)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"caller": [1], "called": [2], "start": [MONDAY]}), path)
    with pytest.raises(engine.TrafficColumnMissingError) as caught:
        ask([path])
    assert str(caught.value) == (
        "The traffic has no column duration_s, answered.\n"
        f"  where: {path} (its columns: caller, called, start)\n"
        "  do: Rename the columns to caller, called, start, duration_s, answered."
    )


def test_numbers_written_as_text_are_refused_with_the_way_out(tmp_path: Path) -> None:
    path = five_columns(tmp_path, caller=pa.array(["13812345678", "10086"]))
    with pytest.raises(engine.TrafficColumnTypeError, match="caller holds VARCHAR, not 64-bit"):
        ask([path])


def test_a_file_that_is_not_parquet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_text("caller,called\n1,2\n")
    with pytest.raises(engine.TrafficUnreadableError, match="cannot be read as Parquet"):
        ask([path])


def test_a_spark_cluster_is_refused_in_so_many_words(tmp_path: Path) -> None:
    with pytest.raises(engine.EngineNotAvailableError, match="cannot run on a Spark cluster yet"):
        ask([five_columns(tmp_path)], engine="spark://127.0.0.1:7077")


def test_nothing_is_left_in_the_scratch_folder(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    ask([five_columns(tmp_path)], scratch=scratch)
    assert list(scratch.iterdir()) == []


def test_offsets_change_in_the_second_when_the_clocks_do() -> None:
    from sosiego.detection.traffic import utc_offsets

    change = int(datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp())
    found = utc_offsets(ZoneInfo("Europe/Madrid"), datetime(2026, 10, 20), datetime(2026, 10, 27))
    assert found[1:] == ((change, 3_600),) and found[0][1] == 7_200


def test_a_file_of_another_day_tells_only_when_a_caller_was_first_seen(tmp_path: Path) -> None:
    old, new = tmp_path / "operator=a" / "day=2026-06-01", tmp_path / "operator=a" / "day=2026-07-06"
    for folder in (old, new):
        folder.mkdir(parents=True)
    files = [write(old, [Record(ANA, LUIS, datetime(2026, 6, 1))]), five_columns(new)]
    row = ask(files).to_pylist()[0]
    assert (row["calls"], row["first_seen_days"]) == (2, 42)
    assert ask(files[:1]).num_rows == 0


def test_a_day_whose_folder_is_named_by_the_local_date_is_still_read(tmp_path: Path) -> None:
    # 2026-07-06 00:30 in Shanghai is still the 5th in UTC; either name may stand on the folder.
    for named in ("2026-07-05", "2026-07-06"):
        folder = tmp_path / f"day={named}"
        folder.mkdir()
        path = write(folder, [Record(ANA, LUIS, datetime(2026, 7, 5, 16, 30))])
        found = ask([path], since=datetime(2026, 7, 5, 16), until=datetime(2026, 7, 6, 16))
        assert found["calls"].to_pylist() == [1]
