"""`sosiego publish …` as a person and as a program meet it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from sosiego.errors import SosiegoError, WrongUsageError
from sosiego.publication.commands import publish_app
from sosiego.registry.errors import RoleNotAllowedError, UnknownLogInError
from tests import builders


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sosiego.clock.now", lambda: datetime(2026, 10, 9, tzinfo=UTC))


def run(*words: str) -> Result:
    result = CliRunner().invoke(publish_app, list(words))
    if isinstance(result.exception, SosiegoError):
        raise result.exception
    return result


def answer(*words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


@pytest.mark.django_db
def test_from_list_to_publication(tmp_path: Path) -> None:
    for minute in range(8):
        builders.report(at=datetime(2026, 9, 3, 4, minute, tzinfo=UTC))
    made = answer("list", "--period", "2026-09", "--out", str(tmp_path))
    assert (made["kind"], made["period"], made["state"]) == ("list", "2026-09", "made")
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()} == set(
        made["files"]
    )
    reference = made["reference"]
    builders.member("ana", "official")
    builders.member("berta", "supervisor")
    builders.member("arturo", "auditor")
    with pytest.raises(UnknownLogInError, match="There is no log-in 'nobody'"):
        run("sign", reference, "--as", "nobody")
    with pytest.raises(RoleNotAllowedError, match="'arturo' is auditor"):
        run("sign", reference, "--as", "arturo")
    assert answer("sign", reference, "--as", "ana")["state"] == "signed once"
    assert answer("sign", reference, "--as", "berta")["state"] == "published"
    assert answer("rebuild", reference)["files"] == made["files"]
    assert [row["reference"] for row in answer("show")] == [reference]
    assert answer("show", reference)["signed_by"] == ["user:ana", "user:berta"]
    taken = answer("withdraw", reference, "--as", "ana", "--reason", "A mistake.")
    assert taken["state"] == "withdrawn"


@pytest.mark.django_db
def test_a_bulletin_is_told_to_people_as_a_table() -> None:
    result = run("bulletin", "--period", "2026Q3")
    assert result.exit_code == 0
    assert "bulletin.es.pdf" in result.stdout


@pytest.mark.django_db
def test_a_wrong_period_and_a_wrong_time_zone_are_wrong_usage() -> None:
    with pytest.raises(WrongUsageError, match='"2026Q5" is not a period'):
        run("list", "--period", "2026Q5")
    with pytest.raises(WrongUsageError, match="There is no time zone 'Mars/Base'"):
        run("list", "--period", "2026Q3", "--time-zone", "Mars/Base")


def test_every_command_explains_itself() -> None:
    for command in ("list", "bulletin", "sign", "rebuild", "show", "withdraw"):
        result = run(command, "--help")
        assert result.exit_code == 0
        assert "--json" in result.output
