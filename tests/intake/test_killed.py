"""kill -9 in the middle of an import, and again: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from sosiego.intake import archive
from tests.builders import report_cells, report_file, traffic_cells, traffic_file

PROGRAM = Path(__file__).with_name("import_in_a_home.py")
ROWS = 6_000
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    # A database of its own in the home, whatever database the other tests use.
    environment = {name: value for name, value in os.environ.items() if name != "SOSIEGO_DATABASE"}
    return subprocess.Popen(
        [sys.executable, PROGRAM, *arguments], stdout=subprocess.PIPE, text=True, env=environment
    )


def run(*arguments: str | Path) -> list[int]:
    """Read, added, repeated, set aside."""
    with start(*arguments) as process:
        told, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return [int(number) for number in told.split()]


def kill_when_it_waits(*arguments: str | Path) -> None:
    with start(*arguments) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "now\n"
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("migrated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOSIEGO_HOME", str(home))
        run("migrate")
    return home / "sosiego.sqlite3"


@pytest.fixture
def own_database(own_home: Path, migrated: Path) -> Path:
    own_home.mkdir(exist_ok=True)
    return Path(shutil.copy(migrated, own_home))


def count(database: Path, table: str) -> int:
    with sqlite3.connect(database) as connection:
        (found,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(found)


def test_a_killed_import_of_reports_leaves_nothing_and_runs_again(own_database: Path, tmp_path: Path) -> None:
    rows = [report_cells(str(n), number="" if n % 1_000 else "12") for n in range(ROWS)]
    path = report_file(tmp_path / "r.csv", *rows)
    kill_when_it_waits("reports", path, "wait")
    for table in ("intake_report", "intake_importedfile", "intake_setaside", "intake_reportercontact"):
        assert count(own_database, table) == 0
    assert run("reports", path) == [ROWS, ROWS - 6, 0, 6]
    assert run("reports", path) == [ROWS, 0, ROWS - 6, 6]
    assert count(own_database, "intake_report") == count(own_database, "intake_reportercontact") == ROWS - 6
    assert count(own_database, "intake_setaside") == 6


def test_a_killed_import_of_traffic_leaves_the_archive_as_it_was_and_runs_again(
    own_database: Path, tmp_path: Path
) -> None:
    before = traffic_file(tmp_path / "before.csv", traffic_cells("before"))
    run("traffic", before)
    held = archive.files(*YEAR)
    rows = [
        traffic_cells(str(n), start=f"2026-08-0{n % 3 + 1}T12:00:00", medium="call" if n % 1_000 else "")
        for n in range(ROWS)
    ]
    path = traffic_file(tmp_path / "t.csv", *rows)
    for stage in ("files-renamed", "rows-recorded"):
        kill_when_it_waits("traffic", path, stage)
        assert archive.files(*YEAR) == held
    assert run("traffic", path) == [ROWS, ROWS - 6, 0, 6]
    assert run("traffic", path) == [ROWS, 0, ROWS - 6, 6]
    files = [str(one) for one in archive.files(*YEAR)]
    assert len(files) == 4
    scan = "SELECT count(*), count(DISTINCT record_id) FROM read_parquet(?)"
    assert duckdb.execute(scan, [files]).fetchone() == (ROWS - 5, ROWS - 5)
    assert count(own_database, "intake_setaside") == 6
    assert count(own_database, "intake_importedfile") == 3
