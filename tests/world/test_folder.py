from __future__ import annotations

import csv
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sosiego.files import sha256_of_file
from sosiego.world import folder
from sosiego.world.errors import FolderNotSimulatedError
from sosiego.world.quarter import Quarter
from tests.world.conftest import DAYS


def digests(of: Path) -> dict[str, str]:
    return {
        str(path.relative_to(of)): sha256_of_file(path) for path in sorted(of.rglob("*")) if path.is_file()
    }


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_seed_makes_one_country_to_the_byte(made: folder.Made, tmp_path: Path) -> None:
    folder.make(tmp_path / "again", seed=7, quarter=Quarter.parse("2026Q3"), days=DAYS)
    assert digests(made.folder) == digests(tmp_path / "again")


def test_another_seed_makes_another_country(made: folder.Made, tmp_path: Path) -> None:
    other = folder.make(tmp_path / "other", seed=8, quarter=Quarter.parse("2026Q3"), days=1)
    name = "traffic/traffic-2026-07-01.parquet"
    assert digests(other.folder)[name] != digests(made.folder)[name]


def test_the_folder_and_every_organisation_say_that_they_are_simulated(place: Path) -> None:
    assert "simulated" in (place / folder.MARK).read_text()
    assert all("(simulated)" in row["name"] for row in rows(place / "registry/organisations.csv"))


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(FolderNotSimulatedError, match="not a simulated country's"):
        folder.make(tmp_path, seed=7, quarter=Quarter.parse("2026Q3"), days=1)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_every_reference_in_the_registry_leads_to_an_organisation(place: Path) -> None:
    codes = {row["code"] for row in rows(place / "registry/organisations.csv")}
    lines = {row["code"] for row in rows(place / "registry/lines.csv")}
    for table, columns in {
        "organisations": ("host",),
        "people": ("organisation",),
        "lines": ("operator", "holder"),
        "ranges": ("holder", "operator"),
        "numbers": ("holder", "operator"),
        "contracts": ("provider", "customer"),
        "statistics": ("organisation",),
    }.items():
        for row in rows(place / f"registry/{table}.csv"):
            assert {row[column] for column in columns} - {""} <= codes
    assert {row["line"] for row in rows(place / "registry/numbers.csv")} - {""} <= lines


def test_the_country_has_every_kind_of_organisation_and_flawed_ones(place: Path) -> None:
    organisations = rows(place / "registry/organisations.csv")
    kinds = [row["kind"] for row in organisations]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "regulator": 1,
        "authority": 4,
        "operator": 4,
        "reseller": 4,
        "call-centre": 4,
        "business": 7,
    }
    assert all(row["host"] for row in organisations if row["kind"] == "reseller")
    assert {row["has_nuisance_clause"] for row in rows(place / "registry/contracts.csv")} == {"true", "false"}


def test_statistics_stand_for_the_quarter_the_one_before_and_the_one_a_year_before(place: Path) -> None:
    periods = {row["period"] for row in rows(place / "registry/statistics.csv")}
    assert periods == {"2025Q3", "2026Q2", "2026Q3"}


def test_a_days_traffic_lies_in_its_day_and_has_the_archives_columns(place: Path) -> None:
    table = pq.read_table(place / "traffic/traffic-2026-07-03.parquet")
    assert {str(moment)[:10] for moment in table["start"].to_pylist()} == {"2026-07-03"}
    assert table.column_names == [
        "record_id",
        "caller",
        "called",
        "start",
        "duration_s",
        "answered",
        "cause",
        "medium",
        "direction",
        "in_trunk",
        "out_trunk",
        "from_operator",
        "to_operator",
        "attestation",
        "messages",
        "text_fingerprint",
        "operator",
    ]
    assert "" not in table["operator"].unique().to_pylist()
    assert len(set(table["record_id"].to_pylist())) == table.num_rows


def test_reports_of_earlier_quarters_were_received_in_them(place: Path) -> None:
    for name, first, last in (
        ("2025Q3", "2025-07-01", "2025-09-30"),
        ("2026Q2", "2026-04-01", "2026-06-30"),
    ):
        received = [row["received_at"][:10] for row in rows(place / f"history/reports-{name}.csv")]
        assert len(received) > 1000
        assert first <= min(received) <= max(received) <= last


def test_a_report_is_never_received_before_it_happened(place: Path) -> None:
    for path in sorted((place / "reports").iterdir()):
        for row in rows(path):
            assert row["occurred_at"] < row["received_at"]
