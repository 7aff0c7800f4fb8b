"""`sosiego import` as people and programs see it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from sosiego import clock
from sosiego.intake.commands import import_app
from sosiego.intake.models import ImportedFile
from sosiego.ledger.models import Look
from tests.builders import REPORT_COLUMNS, csv_file, report_cells, report_file, traffic_cells, traffic_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock_stopped(own_home: Path) -> Iterator[None]:
    clock.stop_at(datetime(2026, 8, 4, tzinfo=UTC))
    yield


def run(*arguments: str | Path) -> Any:
    ended = CliRunner().invoke(import_app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert ended.exit_code == 0, ended.output
    return json.loads(ended.stdout) if "--json" in arguments else ended.stdout


def test_one_file_tells_its_four_numbers_and_each_problem(tmp_path: Path) -> None:
    path = report_file(
        tmp_path / "r.csv", report_cells("1"), report_cells("1"), report_cells("2", medium="fax")
    )
    assert run("reports", path, "--format", "sosiego", "--json") == {
        "file": "r.csv",
        "read": 3,
        "added": 1,
        "repeated": 1,
        "set_aside": 1,
        "problems": [{"line": 4, "column": "medium", "reason": "is neither call nor sms"}],
    }


def test_several_files_tell_each_and_all(tmp_path: Path) -> None:
    one = traffic_file(tmp_path / "1.csv", traffic_cells("1"))
    two = traffic_file(tmp_path / "2.csv", traffic_cells("1"), traffic_cells("2"))
    found = run("traffic", one, two, "--operator", "norte", "--json")
    assert [file["added"] for file in found["files"]] == [1, 1]
    assert {key: found[key] for key in ("read", "added", "repeated", "set_aside")} == {
        "read": 3,
        "added": 2,
        "repeated": 1,
        "set_aside": 0,
    }


def test_people_see_a_table_and_the_first_problems(tmp_path: Path) -> None:
    rows = [report_cells(str(n), medium="fax") for n in range(12)]
    shown = run("reports", report_file(tmp_path / "r.csv", *rows))
    assert "Set aside in r.csv" in shown
    assert shown.count("is neither call nor sms") == 10


def test_files_are_listed_with_the_rows_that_were_set_aside(tmp_path: Path) -> None:
    run("reports", report_file(tmp_path / "r.csv", report_cells("1", medium="fax")))
    (listed,) = run("files", "--json")
    assert (listed["name"], listed["kind"], listed["set_aside"]) == ("r.csv", "reports", 1)
    aside = run("set-aside", str(listed["id"]), "--json")
    assert aside == [{"line": 2, "column": "medium", "reason": "is neither call nor sms"}]
    assert "r.csv" in run("files")
    assert Look.objects.count() == 0


def test_unsealing_rows_is_a_look_that_is_logged(tmp_path: Path) -> None:
    run("reports", report_file(tmp_path / "r.csv", report_cells("1", medium="fax")))
    (row,) = run("set-aside", str(ImportedFile.objects.get().pk), "--reveal", "--json")
    assert row["raw"] == ",".join(report_cells("1", medium="fax"))
    assert Look.objects.get().subject.startswith("set-aside:")


def test_a_mapping_is_saved_listed_shown_and_used(tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "columns: {number: Caller, received_at: When}\nconstants: {medium: call}\n", encoding="utf-8"
    )
    run("mapping", "save", "mine", "--file", mapping)
    assert [one["name"] for one in run("mapping", "list", "--json")] == ["mine"]
    assert run("mapping", "show", "mine", "--json")["definition"]["columns"]["number"] == "Caller"
    assert "received_at: When" in run("mapping", "show", "mine")
    path = csv_file(tmp_path / "r.csv", ("Caller", "When"), ("13800000001", "2026-08-03 09:00"))
    assert run("reports", path, "--mapping", "mine", "--json")["added"] == 1
    assert run("reports", path, "--mapping", "mine", "--json")["repeated"] == 1


def test_the_built_in_columns_are_those_of_the_help_of_the_format() -> None:
    from sosiego.intake.report_formats.sosiego import SosiegoFormat

    assert SosiegoFormat.columns == REPORT_COLUMNS
