"""The commands of detection, as a person or a program calls them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from sosiego.detection import commands
from sosiego.detection.features import FEATURES
from tests.detection.reference import Record
from tests.detection.test_features import ANA, LUIS, write


def run(app: object, *arguments: str | Path) -> dict[str, object]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])  # type: ignore[arg-type]
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)  # type: ignore[no-any-return]


def messages(path: Path) -> Path:
    rows = [
        (label, text.format(word * 2))
        for word in "abcdefghijkl"
        for label, text in {"ham": "see you at {} my friend", "spam": "win {} gold coins right now"}.items()
    ]
    with path.open("w", encoding="utf-8", newline="") as made:
        csv.writer(made).writerows([("label", "text"), *rows])
    return path


def test_a_model_is_trained_measured_and_used(tmp_path: Path) -> None:
    data, model = messages(tmp_path / "data.csv"), tmp_path / "own.model"
    card = run(
        commands.content_app, "train", "--data", data, "--out", model, "--date", "2026-07-01", "--json"
    )
    assert (card["labels"], card["date"]) == (["ham", "spam"], "2026-07-01")
    found = run(
        commands.content_app, "evaluate", "--model", model, "--data", data, "--positive", "spam", "--json"
    )
    assert (found["accuracy"], found["macro_f1"]) == (1.0, 1.0)
    assert found["recall_at_fpr"] == {"0.001": 1.0, "0.005": 1.0, "0.01": 1.0}
    assert {"calibration_error", "abstained", "answered_accuracy", "f1_by_label"} <= set(found)
    out = tmp_path / "out.csv"
    run(commands.content_app, "classify", "--model", model, "--data", data, "--out", out, "--json")
    rows = list(csv.DictReader(out.open(encoding="utf-8", newline="")))
    assert list(rows[0]) == ["label_given", "text", "label", "probability", "spans", "abstained"]
    assert all(row["label"] == row["label_given"] for row in rows) and len(rows) == 24
    assert {row["abstained"] for row in rows} <= {"true", "false"}


def test_the_starter_model_is_used_when_none_is_named(tmp_path: Path) -> None:
    data, out = tmp_path / "in.csv", tmp_path / "out.csv"
    data.write_text("id,text\n1,百家乐真人，注册送彩金\n", encoding="utf-8")
    assert str(
        run(commands.content_app, "classify", "--data", data, "--out", out, "--json")["model"]
    ).startswith("starter-1-")
    assert next(csv.DictReader(out.open(encoding="utf-8")))["label"] == "gambling"


def test_a_label_that_the_model_lacks_cannot_be_the_positive_one(tmp_path: Path) -> None:
    with pytest.raises(commands.LabelNotKnownError, match="no label “spam”") as caught:
        run(commands.content_app, "evaluate", "--data", messages(tmp_path / "d.csv"), "--positive", "spam")
    assert caught.value.exit_code == 2


def test_features_are_written_for_a_pattern_of_files(tmp_path: Path) -> None:
    start = datetime(2026, 7, 6, 1)
    write(tmp_path, [Record(ANA, LUIS + n, start) for n in range(15)], "a.parquet")
    write(tmp_path, [Record(ANA, LUIS + 100 + n, start) for n in range(15)], "b.parquet")
    refusing = tmp_path / "refusing.csv"
    refusing.write_text(f"number\n+{LUIS}\n", encoding="utf-8")
    out = tmp_path / "out" / "features.parquet"
    asked = ("--from", "2026-07-06", "--to", "2026-07-07", "--refusing", refusing, "--out", out, "--json")
    said = run(commands.behaviour_app, "features", "--traffic", tmp_path / "*.parquet", *asked)
    assert (said["files"], said["callers"], said["from"]) == (2, 1, "2026-07-06T00:00:00+08:00")
    row = pq.read_table(out).to_pylist()[0]
    assert list(row) == ["caller", *FEATURES]
    assert (row["calls"], row["refusing_share"]) == (30, pytest.approx(1 / 30))


def test_a_folder_stands_for_all_parquet_files_in_it(tmp_path: Path) -> None:
    (tmp_path / "operator=a").mkdir()
    path = write(tmp_path / "operator=a", [Record(ANA, LUIS, datetime(2026, 7, 6))])
    assert commands.traffic_files(str(tmp_path)) == [path]


def test_a_pattern_that_matches_nothing_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(commands.NoTrafficFilesError, match="No traffic file matches") as caught:
        commands.traffic_files(str(tmp_path / "*.parquet"))
    assert caught.value.exit_code == 2


def test_a_date_is_the_local_midnight_and_a_moment_keeps_its_offset() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    assert commands.moment("2026-07-06", zone) == datetime(2026, 7, 5, 16, tzinfo=UTC)
    assert commands.moment("2026-07-06T08:00:00+00:00", zone) == datetime(2026, 7, 6, 8, tzinfo=UTC)
    assert commands.moment("2026-07-06T08:00", zone) == datetime(2026, 7, 6, 0, tzinfo=UTC)
    with pytest.raises(commands.WrongMomentError, match="“yesterday” is not a date"):
        commands.moment("yesterday", zone)
