"""Reports from files: each row lands, is repeated or is set aside, and all of a file or nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sosiego import keys
from sosiego.intake import queries, services
from sosiego.intake.errors import (
    ColumnsMissingError,
    FormatAndMappingError,
    UnknownFormatError,
    UnknownMappingError,
)
from sosiego.intake.models import ImportedFile, Report, ReporterContact, SetAside
from sosiego.registry.totals import ImportTotals, Problem
from tests.builders import (
    REPORT_COLUMNS,
    assignment,
    csv_file,
    number_range,
    organisation,
    report_cells,
    report_file,
)
from tests.shared_data import shared

AT = datetime(2026, 8, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def take(path: Path, **options: str) -> ImportTotals:
    return services.import_reports(path, at=AT, **options)


def test_a_row_lands_as_a_report_with_a_pseudonym_and_a_sealed_contact(tmp_path: Path) -> None:
    take(report_file(tmp_path / "r.csv", report_cells(category="loan-marketing", recorded_voice="yes")))
    report = Report.objects.get()
    assert (report.number, report.number_class, report.line) == ("+8613800000001", "mobile", 2)
    assert report.received_at == datetime(2026, 8, 3, 2, tzinfo=UTC)
    assert (report.category, report.recorded_voice, report.channel) == ("loan-marketing", True, "file")
    assert report.reporter == keys.reporter_pseudonym("+8613900000001", date(2026, 8, 3))
    assert keys.sealing().decrypt(bytes(report.contact.sealed)) == b"13900000001"


def test_the_reporters_number_stands_nowhere_but_sealed(tmp_path: Path) -> None:
    good, bad = report_cells("1"), report_cells("2", number="12")
    take(report_file(tmp_path / "r.csv", good, bad))
    stored = [list(model.objects.values()) for model in (Report, ReporterContact, SetAside, ImportedFile)]
    assert "13900000001" not in repr(stored)


def test_one_person_has_one_pseudonym_however_the_number_is_written(tmp_path: Path) -> None:
    spellings = ("13900000001", "+86 139 0000 0001", "0086-13900000001", "１３９００００００００１")
    take(
        report_file(
            tmp_path / "r.csv", *(report_cells(str(n), reporter=s) for n, s in enumerate(spellings[:3]))
        )
    )
    assert Report.objects.values("reporter").distinct().count() == 1


def test_the_holder_of_the_day_of_the_call_is_written_beside_the_number(tmp_path: Path) -> None:
    norte, centre = organisation("norte"), organisation("centre", "call-centre")
    number_range("+861380", norte, number_class="mobile-norte")
    assignment("+8613800000001", centre, until=date(2026, 8, 3))
    before = report_cells("1", occurred_at="2026-08-02T23:00:00+08:00")
    after = report_cells("2")
    take(report_file(tmp_path / "r.csv", before, after))
    assert list(Report.objects.order_by("line").values_list("holder", "operator", "number_class")) == [
        ("centre", "norte", "mobile-norte"),
        ("norte", "norte", "mobile-norte"),
    ]


def test_the_same_file_again_adds_nothing_and_stores_no_row_twice(tmp_path: Path) -> None:
    path = report_file(tmp_path / "r.csv", report_cells("1"), report_cells("2", medium="fax"))
    first, second = take(path), take(path)
    assert (first.read, first.added, first.repeated, first.set_aside) == (2, 1, 0, 1)
    assert (second.read, second.added, second.repeated, second.set_aside) == (2, 0, 1, 1)
    assert second.problems == first.problems == (Problem(3, "medium", "is neither call nor sms"),)
    assert Report.objects.count() == SetAside.objects.count() == 1
    later = queries.imported_files().first()
    assert [row.line for row in queries.rows_set_aside(later)] == [3]


def test_a_row_that_stands_twice_in_a_file_is_repeated(tmp_path: Path) -> None:
    totals = take(report_file(tmp_path / "r.csv", report_cells("1"), report_cells("1"), report_cells("2")))
    assert (totals.added, totals.repeated) == (2, 1)


@pytest.mark.parametrize(
    ("values", "column", "reason"),
    [
        ({"report_id": ""}, "report_id", "is missing"),
        (
            {"number": "12"},
            "number",
            "is not a number: 2 digits that fit no class of the numbering plan of +86",
        ),
        ({"received_at": "yesterday"}, "received_at", "is not a time such as 2026-07-01T08:00:00+08:00"),
        (
            {"received_at": "2026-08-03T10:00:00"},
            "received_at",
            "does not say its offset from UTC, as in 2026-07-01T08:00:00+08:00",
        ),
        ({"received_at": "2026-08-06T10:00:00+08:00"}, "received_at", "lies in the future"),
        ({"received_at": "0001-01-01T00:00:00+08:00"}, "received_at", "lies before 1990"),
        (
            {"occurred_at": "2026-09-03T10:00:00+08:00"},
            "occurred_at",
            "lies more than 7 days after the report was received",
        ),
        (
            {"category": "loan-marketting"},
            "category",
            "is not a category of the rule-book; nearest: loan-marketing",
        ),
        ({"recorded_voice": "perhaps"}, "recorded_voice", "is neither yes nor no"),
        ({"region": "x" * 81}, "region", "is longer than 80 characters"),
    ],
)
def test_a_bad_cell_sets_its_row_aside_with_column_and_reason(
    tmp_path: Path, values: dict[str, str], column: str, reason: str
) -> None:
    good = report_cells("other")
    totals = take(report_file(tmp_path / "r.csv", report_cells("1") if "report_id" not in values else good))
    totals = take(
        report_file(tmp_path / "r.csv", report_cells(**{"report_id": "bad"} | values), report_cells("n"))
    )
    assert totals.problems == (Problem(2, column, reason),)
    assert (totals.added, totals.set_aside) == (1, 1)


def test_rows_set_aside_are_sealed_and_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    header = ",".join(REPORT_COLUMNS).encode()
    path.write_bytes(header + b"\n" + b'1,call,"two\nlines\n' + b"\xff\xfe,\n\n" + b"2,\0\n")
    totals = take(path)
    assert [problem.line for problem in totals.problems] == [2, 3, 4, 5, 6]
    assert totals.read == totals.set_aside == 5
    file = ImportedFile.objects.get()
    revealed = services.reveal_set_aside(file, actor="user:ana", at=AT)
    assert b"".join(raw for _, raw in revealed) == path.read_bytes()[len(header) + 1 :]


def test_the_header_decides_the_format_if_none_is_named(tmp_path: Path) -> None:
    take(report_file(tmp_path / "r.csv", report_cells()))
    assert ImportedFile.objects.get().format == "sosiego"


def test_missing_columns_end_the_import_before_anything_is_written(tmp_path: Path) -> None:
    header = ["report_id", "medium", "Number_", *REPORT_COLUMNS[3:-1]]
    with pytest.raises(ColumnsMissingError) as caught:
        take(csv_file(tmp_path / "r.csv", header, report_cells()[:-1]))
    assert caught.value.what == (
        "The header lacks columns that the format sosiego needs: "
        "number (nearest in the file: Number_), network."
    )
    assert ImportedFile.objects.count() == 0


def test_an_unknown_format_or_mapping_is_told_with_the_nearest(tmp_path: Path) -> None:
    path = report_file(tmp_path / "r.csv", report_cells())
    with pytest.raises(UnknownFormatError, match="Nearest: ftc-dnc"):
        take(path, format="ftc-dcn")
    with pytest.raises(UnknownMappingError, match="No mapping is called 'mine'"):
        take(path, mapping="mine")
    with pytest.raises(FormatAndMappingError):
        take(path, format="sosiego", mapping="mine")


def test_many_batches_balance_and_tell_their_progress(tmp_path: Path) -> None:
    rows = [report_cells(str(n), number="" if n % 7 else "12") for n in range(4_500)]
    steps: list[int] = []
    totals = services.import_reports(report_file(tmp_path / "r.csv", *rows), at=AT, progress=steps.append)
    assert totals.read == sum(steps) == 4_500
    assert (totals.added, totals.set_aside) == (3_857, 643)
    assert len(totals.problems) == 643


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_any_bytes_balance_and_nothing_raises(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "any.csv"
    path.write_bytes(",".join(REPORT_COLUMNS).encode() + b"\n" + body)
    totals = take(path, format="sosiego")
    assert totals.read == totals.added + totals.repeated + totals.set_aside
    assert totals.set_aside == len(totals.problems)


CELLS = st.sampled_from(
    [
        "",
        "1",
        "call",
        "sms",
        "13800000001",
        "+8613900000001",
        "BANCO",
        "2026-08-03T10:00:00+08:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+14:00",
        "loan-marketing",
        "yes",
        "\0",
        "文",
        "x" * 300,
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(*[CELLS] * len(REPORT_COLUMNS)), max_size=6))
def test_any_cells_balance_and_nothing_raises(tmp_path: Path, rows: list[tuple[str, ...]]) -> None:
    totals = take(report_file(tmp_path / "any.csv", *rows), format="sosiego")
    assert totals.read == len(rows) == totals.added + totals.repeated + totals.set_aside


def test_a_real_day_of_complaints_balances_and_adds_nothing_twice() -> None:
    path = shared("complaints_us_ftc_2021-07-08.csv")
    first = take(path, format="ftc-dnc")
    assert first.read == 14_034
    assert first.read == first.added + first.repeated + first.set_aside
    # One row stands there twice; 177 show a number that no North American telephone has.
    assert (first.repeated, first.set_aside) == (1, 177)
    assert first.set_aside == len(first.problems) == SetAside.objects.count()
    assert all(problem.line and problem.column and problem.reason for problem in first.problems)
    second = take(path, format="ftc-dnc")
    assert (second.read, second.added) == (14_034, 0)
    assert second.problems == first.problems
    assert SetAside.objects.count() == first.set_aside
