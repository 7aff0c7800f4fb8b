"""`sosiego control …` as a person and as a program meet it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sosiego import clock
from sosiego.control.commands import app
from sosiego.terminal import NotAMomentError
from tests.builders import CHINA, measure

pytestmark = pytest.mark.django_db

SINCE = datetime(2026, 9, 22, 12, tzinfo=CHINA)
CALL = ("--caller", "13800000001", "--called", "13900000001")


@pytest.fixture
def listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list on which one number is barred for a day."""
    monkeypatch.setattr(clock, "now", lambda: SINCE)
    measure("+8613800000001", since=SINCE, until=SINCE + timedelta(days=1))
    target = tmp_path / "list"
    run("compile", "--out", str(target))
    return target


def run(*words: str) -> str:
    result = CliRunner().invoke(app, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def outcome(listed: Path, at: str) -> str:
    return str(json.loads(run("decide", "--list", str(listed), *CALL, "--at", at, "--json"))["outcome"])


def test_a_moment_without_an_offset_is_of_the_country(listed: Path) -> None:
    assert outcome(listed, "2026-09-23T11:59") == "block"
    assert outcome(listed, "2026-09-23T12:01") == "allow"


def test_a_moment_may_say_its_offset(listed: Path) -> None:
    assert outcome(listed, "2026-09-23T03:59+00:00") == "block"
    assert outcome(listed, "2026-09-23T04:01+00:00") == "allow"


def test_the_measures_of_another_moment_are_compiled(tmp_path: Path, listed: Path) -> None:
    compiled = json.loads(run("compile", "--out", str(tmp_path / "later"), "--at", "2026-09-24", "--json"))
    assert compiled["entries"] == 0


def test_what_is_no_moment_is_refused(listed: Path) -> None:
    with pytest.raises(NotAMomentError, match="'soon' is not a moment"):
        run("decide", "--list", str(listed), *CALL, "--at", "soon")


def test_a_person_reads_the_text_as_a_sentence(listed: Path) -> None:
    printed = run("decide", "--list", str(listed), *CALL)
    assert "block" in printed
    assert "{" not in printed
