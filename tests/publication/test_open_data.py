"""The open data: valid packages, tidy tables, and the same figures as the pages."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from frictionless import Package

from sosiego.publication import open_data
from sosiego.publication.open_data import _spelled
from sosiego.publication.snapshot import Snapshot
from tests.publication import sample


def written(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "datapackage.json"


@pytest.mark.parametrize(
    "frozen",
    [sample.snapshot("bulletin"), sample.snapshot("list"), sample.day_without_registry()],
    ids=("bulletin", "list", "day"),
)
def test_the_data_package_is_valid_with_every_row_of_every_table(frozen: Snapshot, tmp_path: Path) -> None:
    report = Package(str(written(open_data.files(frozen), tmp_path))).validate()
    assert report.valid, report.flatten(["taskName", "rowNumber", "fieldName", "message"])[:5]
    assert report.stats["tasks"] == len(frozen.value["tables"]) + 1


def test_every_column_is_documented(bulletin: Snapshot) -> None:
    package = json.loads(open_data.files(bulletin)["datapackage.json"])
    for resource in package["resources"]:
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_the_package_and_every_table_say_that_the_country_is_simulated(bulletin: Snapshot) -> None:
    files = open_data.files(bulletin)
    package = json.loads(files["datapackage.json"])
    assert package["title"].startswith("SIMULATED COUNTRY")
    assert package["simulated"] is True
    assert files["README.md"].startswith(b"# SIMULATED COUNTRY")
    for name, content in files.items():
        if name.endswith(".csv"):
            rows = list(csv.DictReader(io.StringIO(content.decode())))
            assert {row["simulated"] for row in rows} == {"true"}, name


def test_the_tidy_file_has_every_figure_with_its_working(bulletin: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(open_data.files(bulletin)["figures.csv"].decode())))
    assert len(rows) == len(list(open_data.figures(bulletin)))
    one = next(
        row
        for row in rows
        if (row["table"], row["row"], row["figure"]) == ("calls-by-operator", "heron", "call_rate")
    )
    assert (one["numerator"], one["denominator"], one["per"]) == ("3196", "2140000", "1000000")
    assert float(one["low"]) < float(one["value"]) < float(one["high"])


def test_a_withheld_count_is_empty_and_says_why(bulletin: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(open_data.files(bulletin)["calls-by-operator.csv"].decode())))
    tiny = next(row for row in rows if row["key"] == "tiny")
    assert (tiny["reports"], tiny["reports_withheld"]) == ("", "small")


def test_names_stand_in_three_languages(bulletin: Snapshot) -> None:
    rows = list(csv.DictReader(io.StringIO(open_data.files(bulletin)["sms-by-category.csv"].decode())))
    loans = next(row for row in rows if row["key"] == "loan-marketing")
    assert (loans["name_es"], loans["name_en"], loans["name_zh"]) == ("Préstamos", "Loans", "贷款理财")


@pytest.mark.parametrize("name", ["=1+1", "+x", "-x", "@x"])
def test_a_name_is_never_a_formula_of_a_spreadsheet(name: str) -> None:
    assert _spelled(name) == "'" + name


def test_a_negative_number_stays_a_number() -> None:
    assert _spelled(-0.25) == -0.25
