"""Traffic into the archive: typed, judged, once, and called numbers nowhere else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sosiego.intake import archive, services
from sosiego.intake.errors import (
    ColumnsMissingError,
    FileNotReadableError,
    ImportedForAnotherOperatorError,
    OperatorMissingError,
    OperatorNotValidError,
    UnknownFormatError,
)
from sosiego.intake.models import ImportedFile, SetAside
from sosiego.registry.totals import ImportTotals, Problem
from tests.builders import TRAFFIC_COLUMNS, csv_file, traffic_cells, traffic_file

AT = datetime(2026, 8, 4, tzinfo=UTC)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))

pytestmark = pytest.mark.django_db


def take(path: Path, operator: str | None = "norte") -> ImportTotals:
    return services.import_traffic(path, operator=operator, at=AT)


def stored(columns: str = "*") -> list[tuple[Any, ...]]:
    files = [str(path) for path in archive.files(*YEAR)]
    if not files:
        return []
    scan = "SELECT {} FROM read_parquet(?, hive_partitioning = true) ORDER BY record_id"
    return duckdb.execute(scan.format(columns), [files]).fetchall()


def test_a_row_lies_in_the_partition_of_its_operator_and_day(tmp_path: Path) -> None:
    totals = take(traffic_file(tmp_path / "t.csv", traffic_cells(start="2026-08-03T23:30:00-02:00")))
    assert (totals.read, totals.added) == (1, 1)
    (path,) = archive.files(*YEAR)
    assert path.parent.relative_to(path.parents[2]).as_posix() == "operator=norte/day=2026-08-04"
    assert stored("caller, called, start, duration_s, answered, cause, medium, direction") == [
        (8613800000001, 8613900000001, datetime(2026, 8, 4, 1, 30), 12, True, 16, "call", None)
    ]
    schema = pq.read_schema(path)
    assert schema.names == list(archive.COLUMNS)
    assert str(schema.field("start").type) == "timestamp[us]"


def test_records_lie_sorted_by_caller_and_start(tmp_path: Path) -> None:
    rows = [
        traffic_cells(str(n), caller=f"1380000000{9 - n % 3}", start=f"2026-08-03T0{9 - n}:00:00Z")
        for n in range(9)
    ]
    take(traffic_file(tmp_path / "t.csv", *rows))
    found = pq.read_table(archive.files(*YEAR)[0], columns=["caller", "start"]).to_pylist()
    assert found == sorted(found, key=lambda row: (row["caller"], row["start"]))


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("13800000001", 8613800000001),
        ("+8613800000001", 8613800000001),
        ("8613800000001", 8613800000001),
        ("0086 138 0000 0001", 8613800000001),
        ("010-12345678", 861012345678),
        ("+442079460000", 442079460000),
        ("10086", -110086),
        ("short:86:1069012345", -11069012345),
        ("-11069012345", -11069012345),
    ],
)
def test_numbers_become_keys_however_they_are_written(tmp_path: Path, written: str, key: int) -> None:
    totals = take(traffic_file(tmp_path / "t.csv", traffic_cells(caller=written)))
    assert totals.problems == ()
    assert stored("caller") == [(key,)]


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"record_id": ""}, "record_id", "is missing"),
        ({"caller": ""}, "caller", "is missing"),
        ({"caller": "BANCO"}, "caller", "is a name: the archive holds numbers only"),
        (
            {"called": "12"},
            "called",
            "is not a number: 2 digits that fit no class of the numbering plan of +86",
        ),
        ({"start": ""}, "start", "is missing"),
        ({"start": "soon"}, "start", "is not a time such as 2026-07-01T08:00:00+08:00"),
        ({"start": "2026-08-03"}, "start", "is not a time such as 2026-07-01T08:00:00+08:00"),
        ({"start": "2026-02-30T00:00:00"}, "start", "is not a time such as 2026-07-01T08:00:00+08:00"),
        ({"start": "infinity"}, "start", "is not a time such as 2026-07-01T08:00:00+08:00"),
        ({"start": "2026-08-06T00:00:00Z"}, "start", "lies in the future"),
        ({"start": "1970-01-01T00:00:00Z"}, "start", "lies more than 3653 days back"),
        ({"medium": "fax"}, "medium", "is neither call nor sms"),
        ({"answered": "perhaps"}, "answered", "is neither true nor false"),
        ({"answered": ""}, "answered", "is missing"),
        ({"duration_s": "-1"}, "duration_s", "is negative"),
        ({"duration_s": "12.5"}, "duration_s", "is not a whole number of seconds"),
        ({"duration_s": ""}, "duration_s", "is missing"),
        ({"cause": "128"}, "cause", "is not a Q.850 cause, 0 to 127"),
    ],
)
def test_a_bad_cell_sets_its_row_aside_with_column_and_reason(
    tmp_path: Path, values: dict[str, object], column: str, reason: str
) -> None:
    totals = take(
        traffic_file(tmp_path / "t.csv", traffic_cells(**{"record_id": "x"} | values), traffic_cells("2"))
    )
    assert totals.problems == (Problem(2, column, reason),)
    assert (totals.read, totals.added, totals.set_aside) == (2, 1, 1)


def test_an_unanswered_call_keeps_how_long_it_rang(tmp_path: Path) -> None:
    assert take(traffic_file(tmp_path / "t.csv", traffic_cells(answered="false"))).problems == ()
    assert stored("duration_s, answered") == [(12, False)]


def test_broken_lines_harm_no_neighbour_and_keep_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    good = b"1,13800000001,13900000001,2026-08-03T01:30:00,12,true,16,call\r\n"
    bad = [b"\n", b"1,2\n", b'"1,x\n', b"\xff\n", good.replace(b"call", b"c\0ll")]
    path.write_bytes(b"\xef\xbb\xbf" + ",".join(TRAFFIC_COLUMNS).encode() + b"\n" + b"".join(bad) + good)
    totals = take(path)
    assert (totals.added, totals.set_aside) == (1, 5)
    assert [(problem.line, problem.reason) for problem in totals.problems] == [
        (2, "is empty"),
        (3, "has 2 cells where the header has 8"),
        (4, "has a quotation mark that is not closed or not at the end of its cell"),
        (5, "holds bytes that are not UTF-8"),
        (6, "holds a NUL character"),
    ]
    file = ImportedFile.objects.get()
    revealed = services.reveal_set_aside(file, actor="user:ana", at=AT)
    assert [raw for _, raw in revealed] == [line.rstrip(b"\r\n") for line in bad]


def test_quoted_cells_may_hold_commas_and_quotation_marks(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "t.csv", (*TRAFFIC_COLUMNS, "in_trunk"), (*traffic_cells(), 'north, "old"'))
    assert take(path).problems == ()
    assert stored("in_trunk") == [('north, "old"',)]


def test_the_same_source_again_is_all_repeated(tmp_path: Path) -> None:
    path = traffic_file(
        tmp_path / "t.csv", traffic_cells("1"), traffic_cells("1"), traffic_cells("2", medium="")
    )
    first, second = take(path), take(path)
    assert (first.read, first.added, first.repeated, first.set_aside) == (3, 1, 1, 1)
    assert (second.read, second.added, second.repeated, second.set_aside) == (3, 0, 2, 1)
    assert second.problems == first.problems
    assert SetAside.objects.count() == 1
    assert ImportedFile.objects.count() == 2


def test_a_record_known_from_another_source_is_repeated_in_its_operators_day_alone(tmp_path: Path) -> None:
    take(traffic_file(tmp_path / "1.csv", traffic_cells("1"), traffic_cells("2")))
    again = traffic_file(tmp_path / "2.csv", traffic_cells("2"), traffic_cells("3"))
    totals = take(again)
    assert (totals.added, totals.repeated) == (1, 1)
    other_day = traffic_file(tmp_path / "3.csv", traffic_cells("1", start="2026-08-02T00:00:00"))
    assert take(other_day).added == 1
    assert take(traffic_file(tmp_path / "4.csv", traffic_cells("1", cause=17)), "sur").added == 1


def test_a_file_may_say_the_operator_of_each_row(tmp_path: Path) -> None:
    columns = (*TRAFFIC_COLUMNS, "operator")
    rows = [(*traffic_cells(str(n)), code) for n, code in enumerate(("norte", "sur", "", "../x"))]
    totals = take(csv_file(tmp_path / "t.csv", columns, *rows), operator=None)
    assert totals.problems == (
        Problem(4, "operator", "is missing"),
        Problem(5, "operator", "is not an operator's code"),
    )
    assert stored("record_id, operator") == [("0", "norte"), ("1", "sur")]
    named = take(csv_file(tmp_path / "u.csv", columns, rows[0], rows[1], rows[2]), operator="norte")
    assert named.problems == (Problem(3, "operator", "is not the operator that was named"),)


def parquet(path: Path, **columns: Any) -> Path:
    told = {
        "record_id": ["1", "2"],
        "caller": pa.array([8613800000001, -110086], pa.int64()),
        "called": pa.array([8613900000001, 442079460000], pa.int64()),
        "start": pa.array([datetime(2026, 8, 3, 1), datetime(2026, 8, 3, 2)], pa.timestamp("us")),
        "duration_s": pa.array([12, 0], pa.int32()),
        "answered": [True, False],
        "medium": ["call", "call"],
    } | columns
    pq.write_table(pa.table(told), path)
    return path


def test_parquet_with_keys_is_taken_as_it_is(tmp_path: Path) -> None:
    assert take(parquet(tmp_path / "t.parquet")).problems == ()
    assert stored("caller, called, start") == [
        (8613800000001, 8613900000001, datetime(2026, 8, 3, 1)),
        (-110086, 442079460000, datetime(2026, 8, 3, 2)),
    ]


def test_parquet_may_hold_written_numbers_and_times_with_a_zone(tmp_path: Path) -> None:
    start = pa.array([datetime(2026, 8, 3, 1, tzinfo=UTC)] * 2, pa.timestamp("ms", tz="Asia/Shanghai"))
    path = parquet(tmp_path / "t.parquet", caller=["138 0000 0001", "+442079460000"], start=start)
    assert take(path).problems == ()
    assert stored("caller, start") == [
        (8613800000001, datetime(2026, 8, 3, 1)),
        (442079460000, datetime(2026, 8, 3, 1)),
    ]


def test_bad_rows_of_parquet_are_counted_as_if_a_header_stood_above(tmp_path: Path) -> None:
    path = parquet(
        tmp_path / "t.parquet",
        caller=pa.array([12, -220086], pa.int64()),
        called=pa.array([None, 1], pa.int64()),
    )
    totals = take(path)
    assert totals.problems == (
        Problem(2, "caller", "is not a number key"),
        Problem(3, "caller", "is not a number key"),
    )
    revealed = services.reveal_set_aside(ImportedFile.objects.get(), actor="user:ana", at=AT)
    assert b'"caller":12' in revealed[0][1]


def test_no_called_number_stands_in_the_database_or_in_a_problem(tmp_path: Path) -> None:
    good, bad = traffic_cells("1"), traffic_cells("13900000001", start="13900000001")
    totals = take(traffic_file(tmp_path / "t.csv", good, bad, ("13900000001",)))
    stored_rows = [list(model.objects.values()) for model in (ImportedFile, SetAside)]
    assert "13900000001" not in repr(stored_rows) + repr(totals)


def test_a_source_that_cannot_be_read_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    path = tmp_path / "t"
    path.write_bytes(b"PAR1 and no more")
    with pytest.raises(FileNotReadableError, match="no Parquet"):
        take(path)
    path.write_bytes(b"")
    with pytest.raises(FileNotReadableError, match="empty"):
        take(path)
    with pytest.raises(ColumnsMissingError, match=r"called \(nearest in the file: caled\)") as lacking:
        take(csv_file(path, ["caled" if name == "called" else name for name in TRAFFIC_COLUMNS]))
    # Traffic has one format and no mappings: nothing of the kind is to be named.
    assert lacking.value.todo.startswith("Rename the columns. The file has: record_id, caller, caled,")
    with pytest.raises(OperatorMissingError):
        take(traffic_file(path), operator=None)
    with pytest.raises(OperatorNotValidError):
        take(traffic_file(path), operator="../x")
    with pytest.raises(UnknownFormatError):
        services.import_traffic(path, operator="norte", at=AT, format="asterisk")
    assert ImportedFile.objects.count() == 0
    assert archive.manifests() == []


def test_the_same_bytes_are_not_two_operators_traffic(tmp_path: Path) -> None:
    path = traffic_file(tmp_path / "t.csv", traffic_cells())
    take(path, "norte")
    with pytest.raises(ImportedForAnotherOperatorError):
        take(path, "sur")


def test_an_empty_source_is_remembered(tmp_path: Path) -> None:
    path = traffic_file(tmp_path / "t.csv")
    assert take(path).read == 0
    assert len(archive.manifests()) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_any_bytes_balance_and_nothing_raises(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(",".join(TRAFFIC_COLUMNS).encode() + b"\n" + body)
    totals = take(path)
    assert totals.read == len(body.split(b"\n")) - (body.endswith(b"\n") or not body)
    assert totals.read == totals.added + totals.repeated + totals.set_aside


CELLS = st.sampled_from(
    [
        "",
        "1",
        "13800000001",
        "-110086",
        "BANCO",
        "2026-08-03T01:00:00Z",
        "9999-12-31T23:59:59+14:00",
        "true",
        "call",
        "sms",
    ]
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[CELLS] * len(TRAFFIC_COLUMNS)), max_size=5))
def test_any_cells_balance_and_nothing_raises(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    totals = take(traffic_file(tmp_path / "any.csv", *rows))
    assert totals.read == len(rows) == totals.added + totals.repeated + totals.set_aside
