"""The archive's readers see what manifests name, and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sosiego import home
from sosiego.intake import archive, services
from tests.builders import traffic_cells, traffic_file

AT = datetime(2026, 8, 4, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    for day in ("01", "02", "03"):
        rows = [traffic_cells(f"{day}-{n}", start=f"2026-08-{day}T12:00:00") for n in range(int(day))]
        services.import_traffic(traffic_file(tmp_path / f"{day}.csv", *rows), operator="norte", at=AT)
    return home.current().archive


def test_files_are_found_by_their_days_the_last_left_out(filled: Path) -> None:
    found = archive.files(date(2026, 8, 1), date(2026, 8, 3))
    assert [path.parent.name for path in found] == ["day=2026-08-01", "day=2026-08-02"]
    assert archive.files(date(2026, 8, 1), date(2026, 8, 3), root=filled) == found
    assert archive.records(date(2026, 8, 1), date(2026, 8, 4)) == 6


def test_a_home_without_an_archive_has_no_files() -> None:
    assert archive.files(date(2026, 1, 1), date(2027, 1, 1)) == []
    assert archive.manifests() == []


def test_the_digest_tells_which_traffic_was_looked_at(filled: Path) -> None:
    found = archive.files(date(2026, 8, 1), date(2026, 8, 4))
    assert archive.digest(found) == archive.digest(reversed(found))
    assert archive.digest(found) != archive.digest(found[:2])
    with pytest.raises(archive.FileNotInArchiveError):
        archive.digest([filled / "operator=norte" / "day=2026-08-01" / "other.parquet"])


def test_what_no_manifest_names_is_not_seen_and_swept_by_the_next_import(
    filled: Path, tmp_path: Path
) -> None:
    manifest = archive.manifests()[0]
    orphan = manifest.files[0].path
    (filled / "_manifest" / f"{manifest.source}.json").unlink()
    (filled / "_staging" / "left").mkdir(parents=True)
    assert orphan.exists()
    assert orphan not in archive.files(date(2026, 8, 1), date(2026, 8, 4))
    services.import_traffic(traffic_file(tmp_path / "n.csv", traffic_cells("n")), operator="norte", at=AT)
    assert not orphan.exists()
    assert not (filled / "_staging").exists()


def test_a_manifest_keeps_the_totals_of_its_source(filled: Path) -> None:
    for manifest in archive.manifests():
        assert manifest.read == manifest.added + manifest.repeated + manifest.set_aside
        assert manifest.operator == "norte"
        assert archive.manifest_of(manifest.source) == manifest
